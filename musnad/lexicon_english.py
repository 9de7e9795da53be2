"""English attribution cues: the lemma and class of an inflected phrase, and whether it is negated.

The lemmas are in ``lang/en/cues.toml``; regular verbs are inflected by rule (Quirk et al. 1985, sections 3.4
to 3.10), the others by the table there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from musnad import lang
from musnad.model import CueClass

_LONGEST = 40
"""Words of one cue that are read."""

_REACH = 12
"""Words of the content in which a demand shows."""

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh|o)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_CONTRACTED = re.compile(r"n['’]t$")
_QUOTES = str.maketrans({"’": "'", "‘": "'"})


@dataclass(frozen=True, slots=True)
class _Cues:
    """`forms` gives the lemmas of an inflected first word, `wholes` class and lemma by the words of a cue."""

    forms: dict[str, tuple[str, ...]]
    verbs: dict[tuple[str, ...], CueClass]
    nouns: dict[str, tuple[str, CueClass]]
    others: dict[tuple[str, ...], CueClass]
    passed_on: frozenset[str]
    negations: frozenset[str]
    longest: int


def _inflected(base: str, doubling: bool, past: Sequence[str]) -> Iterator[str]:
    """All forms of the verb `base`; `past` holds its past and participle where no rule gives them."""
    yield base
    if _CONSONANT_Y.search(base):
        yield base[:-1] + "ies"
    else:
        yield base + ("es" if _SIBILANT.search(base) else "s")
    stem = base + base[-1] if doubling else base
    if base.endswith("ie"):
        yield base[:-2] + "ying"
    elif base.endswith("e") and not base.endswith("ee"):
        yield base[:-1] + "ing"
    else:
        yield stem + "ing"
    yield from past
    if base.endswith("e"):
        yield base + "d"
    elif _CONSONANT_Y.search(base):
        yield base[:-1] + "ied"
    else:
        yield stem + "ed"


def _plural(noun: str) -> str:
    if _CONSONANT_Y.search(noun):
        return noun[:-1] + "ies"
    return noun + ("es" if _SIBILANT.search(noun) else "s")


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    data = lang.table("en", "cues")
    tables: dict[str, Any] = data["tables"]
    irregular = {row.split()[0]: row.split()[1:] for row in tables["irregular"]}
    doubling, british = frozenset(tables["doubling"]), frozenset(tables["british"])
    forms: dict[str, list[str]] = {}
    verbs: dict[tuple[str, ...], CueClass] = {}
    nouns: dict[str, tuple[str, CueClass]] = {}
    others: dict[tuple[str, ...], CueClass] = {}
    for cue_class in get_args(CueClass):
        group = data[cue_class]
        for lemma in group["verbs"]:
            verbs.setdefault(tuple(lemma.split()), cue_class)
        for noun in group["nouns"]:
            for form in (noun, _plural(noun)):
                nouns.setdefault(form, (noun, cue_class))
        for phrase in group.get("others", ()):
            others.setdefault(tuple(phrase.split()), cue_class)
    for base in dict.fromkeys(lemma[0] for lemma in verbs):
        past = irregular.get(base, ())
        for doubled in (True, False) if base in british else (base in doubling,):
            for form in _inflected(base, doubled, past):
                found = forms.setdefault(form, [])
                if base not in found:
                    found.append(base)
    return _Cues(
        {form: tuple(bases) for form, bases in forms.items()},
        verbs,
        nouns,
        others,
        frozenset(tables["passed_on"]),
        frozenset(tables["negations"]),
        max(len(lemma) for lemma in (*verbs, *others)),
    )


def _plain(words: Iterable[str]) -> list[str]:
    """The words in lower case, straight apostrophes, no marks around them."""
    out = []
    for word in words:
        bare = word.translate(_QUOTES).casefold().strip(" \t\n.,:;\"“”«»()[]'")
        if bare or word.strip() == ":":
            out.append(bare or ":")
        if len(out) == _LONGEST:
            break
    return out


def lemma_and_class(
    words: Sequence[str], source_is_medium: bool, content: Sequence[str] = ()
) -> tuple[str, CueClass] | None:
    """The lemma and the class of a cue as printed, None where the lexicon has none of its words.

    `words` are those of the cue in order, in any inflection, with auxiliaries, adverbs and negation; a verb
    counts before a noun, a longer lemma («call for») before its first word. With a medium as source what is
    said is relayed. `content` are the first words of what is attributed, where they are known: a preposition
    that the cue governs stands there (called | for calm), and «to» or «should» makes a demand of saying.

    >>> lemma_and_class(["has", "repeatedly", "said"], False)
    ('say', 'say')
    >>> lemma_and_class(["reported"], True)
    ('report', 'relay')
    >>> lemma_and_class(["called"], False, ["for", "calm"])
    ('call for', 'demand')
    """
    cues = _cues()
    plain = _plain(words)
    found = _whole(plain, cues) or _verb(plain, _plain(content), cues) or _noun(plain, cues)
    if found is not None and source_is_medium and found[0] in cues.passed_on:
        return found[0], "relay"
    return found


def _whole(words: Sequence[str], cues: _Cues) -> tuple[str, CueClass] | None:
    for i in range(len(words)):
        for size in range(min(cues.longest, len(words) - i), 0, -1):
            key = tuple(words[i : i + size])
            if key in cues.others:
                # An adverb before a verb (allegedly said) leaves the class to the verb.
                if size == 1 and len(words) > 1 and any(w in cues.forms for w in words if w != key[0]):
                    continue
                return " ".join(key), cues.others[key]
    return None


def _verb(words: Sequence[str], content: Sequence[str], cues: _Cues) -> tuple[str, CueClass] | None:
    for i, word in enumerate(words):
        best: tuple[str, ...] | None = None
        # The content may go on with the object of the cue: «called on», «told them to leave».
        behind = [*words[i + 1 :], *content[:1]]
        later = [w for w in content[:_REACH] if w in ("to", "should", "must")][:1]
        for base in cues.forms.get(word, ()):
            keys = [(base, *behind[:size]) for size in range(min(cues.longest - 1, len(behind)), -1, -1)]
            keys += [(base, w) for w in later]
            for key in keys:
                if key in cues.verbs and (best is None or len(key) > len(best)):
                    best = key
        if best is not None:
            return " ".join(best), cues.verbs[best]
    return None


def _noun(words: Sequence[str], cues: _Cues) -> tuple[str, CueClass] | None:
    for i, word in enumerate(words):
        for form in (" ".join(words[i : i + 2]), word, word.removesuffix("'s")):
            if form in cues.nouns:
                return cues.nouns[form]
    return None


def nominal(words: Sequence[str]) -> bool:
    """Whether the cue is a noun, or one word that may be one (claims, reports) and no past or participle."""
    cues = _cues()
    plain = _plain(words)
    if _whole(plain, cues) is not None or _noun(plain, cues) is None:
        return False
    return _verb(plain, (), cues) is None or (len(plain) == 1 and not plain[0].endswith(("ed", "ing")))


def negated(words: Sequence[str]) -> bool:
    """Whether the cue holds a negation: «did not say», «didn't deny», «never said»."""
    negations = _cues().negations
    return any(
        word in negations or word.startswith("no ") or _CONTRACTED.search(word) is not None
        for word in _plain(words)
    )
