"""Clitics and finite verbs of any folded word, by rule and a word list with counts.

``lang/ar/words.tsv`` holds the counts (tools/mine_words.py writes it), ``lang/ar/clitics.toml`` the words
that the rules would get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from musnad import lang

_LONGEST = 20
_ENCLITICS = ("ه", "ها", "هم", "هما", "هن", "نا", "ني", "ك", "كم")


@dataclass(frozen=True, slots=True)
class _Words:
    counts: dict[str, int]
    verbs: frozenset[str]
    whole: frozenset[str]
    apart: dict[str, tuple[str, str, str]]


@lru_cache(maxsize=1)
def _words() -> _Words:
    # Three columns a row: cut at once, since 25,000 rows would cost 40 ms one by one.
    cells = lang.cells("ar", "words")
    counts = dict(zip(cells[::3], map(int, cells[1::3]), strict=True))
    verbs = [word for word, mark in zip(cells[::3], cells[2::3], strict=True) if mark == "v"]
    table = lang.table("ar", "clitics")
    apart = {word: (before, stem, after) for word, (before, stem, after) in table["apart"].items()}
    for before in ("ل", "ب"):
        for after in _ENCLITICS:
            for conjunction in ("", "و", "ف"):
                apart.setdefault(conjunction + before + after, (conjunction + before, "", after))
    listed = frozenset(verbs) | frozenset(table["verbs"]["always"])
    return _Words(counts, listed - frozenset(table["verbs"]["never"]), frozenset(table["whole"]), apart)


@lru_cache(maxsize=65536)
def split(folded_word: str) -> tuple[str, str, str]:
    """Proclitics, stem and enclitic of a folded word; together they are the word again.

    A letter comes off only where the rest is a frequent bare word and the whole is not one itself: the
    article before the whole (الوكالة) shows that its first letter belongs to it.
    """
    words = _words()
    known = words.apart.get(folded_word)
    if known is not None:
        return known
    if len(folded_word) > _LONGEST or folded_word in words.whole:
        return "", folded_word, ""
    before, stem = "", folded_word
    if stem[:1] in ("و", "ف") and _comes_off(stem, 1, 0.02):
        before, stem = stem[0], stem[1:]
        if stem in words.apart:
            inner, stem, after = words.apart[stem]
            return before + inner, stem, after
    if stem in words.whole:
        return before, stem, ""
    if stem[:2] == "لل" and len(stem) > 4:
        before, stem = before + "لل", stem[2:]
    elif stem[:3] in ("بال", "كال") and len(stem) > 5 and _is_article(stem[1:]):
        before, stem = before + stem[:3], stem[3:]
    elif stem[:1] == "س" and len(stem) > 4 and _is_future(stem[1:]):
        before, stem = before + "س", stem[1:]
    elif (stem[:1] in ("ب", "ل") and _comes_off(stem, 1, 0.1)) or (stem[:1] == "ك" and _likens(stem)):
        before, stem = before + stem[0], stem[1:]
    elif stem[:2] == "ال" and len(stem) > 4 and not before.endswith(("ب", "ل", "ك")):
        return before + "ال", stem[2:], ""
    bare, after = _enclitic(stem)
    return before, bare, after


def _comes_off(word: str, size: int, share: float) -> bool:
    words = _words()
    rest = word[size:]
    if len(rest) < 2 or word in words.whole:
        return False
    if word[0] in "وف" and (rest in words.whole or rest in words.apart):
        return True
    total, rest_total = words.counts.get(word, 0), words.counts.get(rest, 0)
    if word[0] in "وف" and len(rest) > 4 and (rest[:2] in ("ال", "لل") or rest[:3] in ("بال", "كال")):
        return rest[:2] == "لل" or _is_article(rest[rest.index("ا") :])
    if not rest_total:
        # The rest may itself carry clitics that hide a known word (وسنضعها, ولتلفزيون).
        return not total and word[0] in "وف" and len(rest) > 3 and split(rest)[1] != rest
    article = words.counts.get("ال" + word, 0)
    return rest_total > 4 and rest_total > share * total and article * 10 <= min(total, rest_total) + 9


def _likens(word: str) -> bool:
    """Whether the ك in front means "as" (كرئيس): rare, so that the rest must be a far commoner noun."""
    words = _words()
    rest = word[1:]
    if len(rest) < 4 or word in words.whole or "ال" + rest not in words.counts:
        return False
    return words.counts.get(rest, 0) > 3 * words.counts.get(word, 0)


def _is_article(word: str) -> bool:
    """Whether ال in front of `word` is the article: the word is known with it or without it."""
    counts = _words().counts
    return word in counts or word[2:] in counts or word[2:] + "ه" in counts


def _enclitic(stem: str) -> tuple[str, str]:
    counts = _words().counts
    for size in (3, 2, 1):
        after = stem[-size:]
        bare = stem[:-size]
        if len(bare) < 3 or after not in ("ه", "ها", "هم", "هما", "هن", "نا", "كم", "ني"):
            continue
        total = counts.get(stem, 0)
        forms = {bare}
        if bare[-1] == "ت":
            forms.add(bare[:-1] + "ه")
        elif bare[-1] == "ا":
            forms.add(bare[:-1] + "ي")
        elif bare[-1] in "ؤئ":
            forms.add(bare[:-1] + "ء")
        best = max(counts.get(form, 0) for form in forms)
        # A word in ة takes the article (الكتابة), one with a pronoun does not.
        if best > 4 and best > (3 if size == 1 else 0.5) * total and not counts.get("ال" + stem, 0):
            return bare, after
    return stem, ""


def _is_future(rest: str) -> bool:
    """Whether `rest`, after س, is a present, perhaps with a pronoun (سيناقش، سنضعها)."""
    if rest[0] not in "يتنا":
        return False
    verbs = _words().verbs
    bare = _enclitic(rest)[0]
    return any((word in verbs and word[0] != "ا") or "ي" + word[1:] in verbs for word in (rest, bare))


@lru_cache(maxsize=65536)
def looks_like_verb(folded_word: str) -> bool:
    """Whether the folded word is surely a finite verb, with or without clitics."""
    words = _words()
    if not 1 < len(folded_word) <= _LONGEST:
        return False
    if folded_word in words.verbs:
        return True
    before, stem, _ = split(folded_word)
    if before not in ("", "و", "ف", "س", "وس", "فس", "ل", "ول", "فل"):
        return False
    if before.endswith("س"):
        return True
    if before.endswith("ل"):
        return stem[:1] in ("ي", "ت") and stem in words.verbs
    if stem in words.verbs and len(stem) > 2:
        return True
    if words.counts.get(folded_word, 0) > 20:
        return False
    if stem[:1] in ("ي", "ت") and len(stem) > 3:
        rest = stem[1:]
        return ("ي" + rest in words.verbs) or (stem.endswith(("ون", "وا")) and "ي" + rest[:-2] in words.verbs)
    return stem.endswith(("وا", "ت")) and len(stem) > 3 and stem[:-1].removesuffix("و") in words.verbs


def frequency(folded_word: str) -> int:
    """How often the folded word stands, as it is, in the news texts that the list was counted on."""
    return _words().counts.get(folded_word, 0)
