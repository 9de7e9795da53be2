"""Attribution cues in any inflected and cliticised form, recognised by rule.

All forms of the lemmas in ``lang/ar/cues.toml`` are conjugated when first needed; a printed word is
matched on its folded letters after stripping proclitics and pronouns. Letters that folding made equal
(أ إ ا, ى ي, ة ه) then rank or exclude readings, as do printed vowel marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from musnad import lang
from musnad.conjugation import Verb
from musnad.lexicon import (
    Cue,
    Entry,
    Lexicon,
    Parts,
    cells,
    compile_forms,
    cue_forms,
    cue_rows,
    cues,
    fold_letters,
    never,
)
from musnad.model import CueClass
from musnad.text import fold, fold_text
from musnad.words import looks_like_verb, split

__all__ = [
    "Cue",
    "Form",
    "Phrase",
    "PhraseMatch",
    "analyse",
    "cues",
    "looks_like_verb",
    "phrase_at",
    "phrases",
    "split",
]

_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a printed word as a form of a cue.

    `part` is "past", "present", "participle", "masdar", "noun" or "relay"; `preposition` holds the
    particle before it (ب، ل، ك, and س of the future), `pronoun` the letters attached, folded. `jussive`
    marks a shortened present that only لم, لا and the like allow (لم يقل).
    """

    cue: Cue
    part: str
    conjunction: str = ""
    preposition: str = ""
    definite: bool = False
    gender: str = ""
    number: str = ""
    person: int = 0
    pronoun: str = ""
    passive: bool = False
    jussive: bool = False

    def takes(self, preposition: str) -> bool:
        """Whether what is denied stands behind that preposition, folded, before all else: «شكك في»."""
        first = next(iter(self.cue.complements), "")
        return self.cue.cue_class == "deny" and bool(first) and fold_text(first) == preposition


class _Prefix(NamedTuple):
    conjunction: str
    preposition: str
    definite: bool
    parts: frozenset[str]


_FINITE = frozenset({"past", "present"})
_NOMINAL = frozenset({"masdar", "noun"})
_ALL = frozenset({"past", "present", "participle", "masdar", "noun", "relay"})
_PLAIN = re.compile("[\u0621-\u063a\u0641-\u064a]+")
# Pronouns by their last letter, the short ones first.
_PRONOUNS = {
    "ه": ("ه",),
    "ا": ("ها", "نا", "هما"),
    "م": ("هم", "كم"),
    "ن": ("هن",),
    "ي": ("ني",),
    "ك": ("ك",),
}


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, tuple[tuple[str, tuple[_Prefix, ...]], ...]]:
    """The proclitics that a word may have, by its first letter, the short ones first; "" is any other letter.

    None at all is the first of each.
    """
    table: dict[str, list[_Prefix]] = {}

    def add(letters: str, conjunction: str, preposition: str, definite: bool, parts: frozenset[str]) -> None:
        table.setdefault(conjunction + letters, []).append(_Prefix(conjunction, preposition, definite, parts))

    for conjunction in ("", "و", "ف"):
        add("", conjunction, "", False, _ALL)
        add("س", conjunction, "س", False, frozenset({"present"}))
        add("ل", conjunction, "ل", False, _NOMINAL | {"present"})
        add("ب", conjunction, "ب", False, _NOMINAL)
        add("ال", conjunction, "", True, _NOMINAL)
        add("بال", conjunction, "ب", True, _NOMINAL)
        add("كال", conjunction, "ك", True, _NOMINAL)
        add("لل", conjunction, "ل", True, _NOMINAL)
    every = [(letters, tuple(table[letters])) for letters in sorted(table, key=len)]
    firsts = {letters[:1] for letters in table}
    return {first: tuple(row for row in every if not row[0] or row[0][0] == first) for first in firsts}


@lru_cache(maxsize=65536)
def analyse(word: str) -> tuple[Form, ...]:
    """The readings of one printed word as a cue, likeliest first; () where it is none.

    `word` is one token as printed; vowel marks, where printed, decide the voice.
    """
    return match(word, cue_forms(), never())


def match(word: str, lexicon: Lexicon, exceptions: dict[str, frozenset[str]]) -> tuple[Form, ...]:
    """The readings of a printed word in a lexicon; `exceptions` as `lexicon.never` gives them."""
    if not 1 < len(word) <= 2 * _LONGEST:
        return ()
    folded = fold_text(word)
    if not 1 < len(folded) <= _LONGEST:
        return ()
    hits = _hits(folded, lexicon)
    if not hits:
        return ()
    # Words without marks, nearly all, fold letter by letter.
    folding = None if _PLAIN.fullmatch(word) else fold(word)
    starts = (
        range(len(folded) + 1) if folding is None else [folding.origin(i) for i in range(len(folded) + 1)]
    )
    bare = "".join(word[starts[i]] for i in range(len(folded)))
    found: dict[Form, tuple[int, int, int]] = {}
    for size, prefixes, entries, pronoun, ending in hits:
        if pronoun == "ه" and bare[-1] == "ة":
            continue
        # The letter before a pronoun may have changed (رأى → رآه): it is not compared.
        printed = bare[size : len(bare) - len(pronoun) - (ending not in ("", "plain"))]
        for prefix in prefixes:
            joined = len(prefix.conjunction)
            unless = exceptions.get(folded, exceptions.get(folded[joined:]))
            if unless is not None and not unless & {word, bare, word[joined:], bare[joined:]}:
                continue
            for entry in entries:
                distance = _distance(printed, entry.spelling)
                if distance is None or not _allows(prefix, entry, pronoun, ending):
                    continue
                marked = folding is not None and _passive(word[starts[size] :], entry)
                form, rank = _form(prefix, entry, pronoun, marked)
                if form not in found:
                    found[form] = (distance + entry.tag.passive, 2 * (size - joined) + rank, entry.order)
    return tuple(sorted(found, key=lambda form: found[form]))


_Hit = tuple[int, tuple[_Prefix, ...], tuple[Entry, ...], str, str]


def _hits(folded: str, lexicon: Lexicon) -> list[_Hit]:
    """Each way to cut the folded word into clitics and a known form."""
    hits: list[_Hit] = []
    pronouns = [pronoun for pronoun in _PRONOUNS.get(folded[-1], ()) if folded.endswith(pronoun)]
    table = _prefixes()
    for letters, prefixes in table.get(folded[0], table[""]):
        size = len(letters)
        if size >= len(folded) - 1 or not folded.startswith(letters):
            continue
        rest = folded[size:]
        entries = lexicon.get(rest)
        if entries is not None:
            hits.append((size, prefixes, entries, "", ""))
        for pronoun in pronouns:
            if len(rest) - len(pronoun) > 1:
                for stem, ending in _stems(rest[: -len(pronoun)]):
                    entries = lexicon.get(stem)
                    if entries is not None:
                        hits.append((size, prefixes, entries, pronoun, ending))
    return hits


def _form(prefix: _Prefix, entry: Entry, pronoun: str, passive: bool) -> tuple[Form, int]:
    """The reading, and how rare it is: each letter of a pronoun counts two, a rare person one."""
    tag = entry.tag
    form = Form(
        entry.cue, tag.part, prefix.conjunction, prefix.preposition, prefix.definite,
        tag.gender, tag.number, tag.person, pronoun, passive or tag.passive, tag.jussive,
    )  # fmt: skip
    return form, 2 * len(pronoun) + (tag.person == 1 or tag.gender + tag.number == "fp")


def _allows(prefix: _Prefix, entry: Entry, pronoun: str, ending: str) -> bool:
    """Whether the clitics may join that form: no article with a pronoun, no س with a jussive."""
    if entry.tag.part not in prefix.parts:
        return False
    if entry.tag.jussive and prefix.preposition:
        return False
    return not pronoun or (not prefix.definite and _joins(entry, pronoun, ending))


def _stems(stem: str) -> tuple[tuple[str, str], ...]:
    """The folded forms that may look like `stem` before a pronoun, with the ending that changed."""
    plain = (stem, "plain")
    match stem[-1]:
        case "و":
            return plain, (stem + "ا", "وا")
        case "ا":
            return plain, (stem[:-1] + "ي", "ى"), (stem + "ي", "أى")
        case "ت":
            return plain, (stem[:-1] + "ه", "ة")
        case "ؤ" | "ئ":
            return plain, (stem[:-1] + "ء", "ء")
        case _:
            return (plain,)


def _joins(entry: Entry, pronoun: str, ending: str) -> bool:
    """Whether the spelling takes that pronoun, with that change of its ending."""
    spelling, part = entry.spelling, entry.tag.part
    if entry.tag.passive or entry.tag.jussive or (entry.tag.person == 1 and part == "past"):
        return False
    if pronoun == "ني" and part not in _FINITE:
        return False
    # «تراكم» and «أملاك» are no cues: only the first person tells somebody addressed (أبلغكم).
    if pronoun in ("ك", "كم") and (entry.tag.person != 1 or entry.cue.addressee != "object"):
        return False
    if part == "relay" or (part == "participle" and spelling[-1] == "ا"):
        return False
    if ending == "plain":
        return not spelling.endswith(("ة", "ى", "وا")) and not (part in _NOMINAL and spelling[-1] == "ا")
    return spelling.endswith(ending)


_SAME = {"ا": "أإآٱ", "أ": "ا", "إ": "", "آ": "ا", "ى": "ي", "ي": "ى", "ه": "ة", "ة": ""}


def _distance(printed: str, spelling: str) -> int | None:
    """How far the printed letters are from the spelling; None where they exclude it.

    A bare alif stands for any hamza and ه for ة, as newsrooms print them; أ for إ does not.
    """
    distance = 0
    for letter, expected in zip(printed, spelling, strict=False):
        if letter != expected and letter in _SAME:
            if expected not in _SAME[letter]:
                if expected in _SAME and letter not in "هىة":
                    return None
                continue
            distance += 1
    return distance


def _passive(word: str, entry: Entry) -> bool:
    """Whether printed vowel marks make the finite form certainly passive (يُقال، اتُّهم، أُعلن، يُؤكَّد)."""
    if entry.tag.part not in _FINITE:
        return False
    marks = [word[at + 1 : at + 3] for at in range(len(word)) if not "\u064b" <= word[at] <= "\u0652"]
    if entry.tag.part == "past":
        return any("\u064f" in mark for mark in marks[: 2 if word[0] == "ا" else 1])
    if "\u064f" not in marks[0]:
        return False
    return not entry.lengthened or any("\u064e" in mark for mark in marks[-2:-1])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A cue of several words: a verb that says little and the noun that says what is voiced.

    `head` is the verb's lemma, "" where the particle opens the phrase (على لسان); `particle` the words
    before the noun, folded; `nouns` lemmas, one of which must follow. `cue` is "head", "noun" or "all";
    `content` is "noun" where the content begins with the particle or noun itself, else "after".
    """

    head: str
    particle: str
    nouns: tuple[str, ...]
    cue_class: CueClass
    complements: tuple[str, ...]
    cue: str
    content: str


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """Where a phrase stands, as indices into the words searched; `particle` is -1 where it has none.

    `form` is the reading of the head, None where the particle opens the phrase.
    """

    phrase: Phrase
    head: int
    particle: int
    noun: int
    form: Form | None


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """All phrases by the lemma of their head; under "" those that a particle opens."""
    found: dict[str, list[Phrase]] = {}
    for row in lang.table("ar", "lightverbs")["phrases"]:
        head, particle, nouns, cue_class, takes, cue, content = cells(row)
        head = head.replace("-", "")
        phrase = Phrase(
            head, fold_letters(particle), tuple(nouns.split()), cast(CueClass, cue_class),
            tuple(takes.split()), cue, content,
        )  # fmt: skip
        found.setdefault(head, []).append(phrase)
    return {head: tuple(rows) for head, rows in found.items()}


@lru_cache(maxsize=1)
def _phrase_lexicon() -> Lexicon:
    """Heads and nouns of the phrases, inflected; a noun is its own lemma, number and all."""
    verbs = {row.lemma: parts for row, parts in cue_rows() if isinstance(parts, Verb)}
    for row in lang.table("ar", "lightverbs")["heads"]:
        lemma, form, present = cells(row)
        verbs[lemma] = Verb(lemma, int(form), present)
    rows: list[tuple[Cue, Parts]] = []
    nouns: dict[str, None] = {}
    for head, group in phrases().items():
        if head:
            rows.append((Cue(head, "say", (), "weak"), verbs[head]))
        nouns.update((noun, None) for phrase in group for noun in phrase.nouns)
    rows.extend((Cue(noun, "say", (), "weak"), ()) for noun in nouns)
    return compile_forms(tuple(rows))


@lru_cache(maxsize=65536)
def _phrase_forms(word: str) -> tuple[Form, ...]:
    return match(word, _phrase_lexicon(), {})


# Words between a head and its noun: the subject with its titles («أعرب رئيس ... عن»).
_REACH = 14
_STOPS = frozenset('.؟!؛:"')


@lru_cache(maxsize=1)
def _openings() -> dict[str, tuple[tuple[Phrase, list[str]], ...]]:
    """The phrases that a particle opens, by its first word, each with all words of the particle."""
    found: dict[str, tuple[tuple[Phrase, list[str]], ...]] = {}
    for phrase in phrases()[""]:
        opening = phrase.particle.split()
        found[opening[0]] = (*found.get(opening[0], ()), (phrase, opening))
    return found


@lru_cache(maxsize=1)
def phrase_particles() -> frozenset[str]:
    """The folded words with which a particle that opens a phrase begins."""
    return frozenset(_openings())


def opens_phrase(word: str, follower: str = "") -> bool:
    """Whether a phrase may begin with `word` before `follower`; cheap, since most words begin none."""
    openings = _openings().get(word)
    if openings is None:
        return heads_phrase(word)
    return any(
        follower == opening[1] if len(opening) > 1 else bool(_phrase_forms(follower))
        for _, opening in openings
    )


@lru_cache(maxsize=65536)
def heads_phrase(word: str) -> bool:
    """Whether a folded word is the head of a phrase: أعرب، وجّه، شنّ."""
    heads = phrases()
    for form in _phrase_forms(word):
        if form.part in ("past", "present", "participle") and not form.pronoun and form.cue.lemma in heads:
            return True
    return False


def phrase_at(words: Sequence[str], index: int, end: int | None = None) -> PhraseMatch | None:
    """The phrase whose first word is `words[index]`, within `words[index:end]`, or None.

    `words` are the tokens of one sentence, printed or folded, punctuation as tokens of its own.
    """
    end = min(len(words) if end is None else end, index + _REACH)
    for phrase, opening in _openings().get(fold_letters(words[index]), ()):
        noun = index + len(opening)
        if noun < end and [fold_letters(w) for w in words[index:noun]] == opening:
            if not _noun_at(words[noun], phrase, ""):
                continue
            return PhraseMatch(phrase, index, index, noun, None)
    for form in _phrase_forms(words[index]):
        if form.part not in ("past", "present", "participle") or form.pronoun:
            continue
        found = [
            m
            for phrase in phrases().get(form.cue.lemma, ())
            if (m := _follow(words, index, end, phrase, form))
        ]
        if found:
            return min(found, key=lambda match: match.noun)
    return None


def _follow(words: Sequence[str], index: int, end: int, phrase: Phrase, form: Form) -> PhraseMatch | None:
    """The first noun of the phrase after its head, right after the particle but for one or two words."""
    particle, left = -1, _REACH
    for at in range(index + 1, end):
        word = words[at]
        if word in _STOPS and (word != '"' or particle < 0):
            return None
        if len(phrase.particle) > 1 and particle < 0:
            if fold_letters(word) == phrase.particle:
                particle, left = at, 4
            continue
        left -= 1
        if left < 0:
            return None
        if _noun_at(word, phrase, phrase.particle if particle < 0 else ""):
            return PhraseMatch(phrase, index, particle, at, form)
    return None


def _noun_at(word: str, phrase: Phrase, preposition: str) -> bool:
    return any(
        form.preposition == preposition and form.part in ("masdar", "noun") and form.cue.lemma in phrase.nouns
        for form in _phrase_forms(word)
    )


def knows_cue(cue: str) -> bool:
    """Whether the lexicon reads any word of a printed cue; the colon of a heading needs none."""
    return cue.strip() == ":" or any(analyse(word) for word in cue.split())
