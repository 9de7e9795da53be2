"""Where content may end, and what speaks for its ending there: the features of each such place.

A mark, a word that opens a clause or phrase, or the end of a quotation may end what is said; whether one
does is weighed by a logistic model. Its weights are in ``lang/ar/endings.tsv``, which
``tools/fit_endings.py`` fits on annotated reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat

from musnad import lang
from musnad.breaks import breaks_off, runs_on
from musnad.lang.grammar import grammar_words
from musnad.phrases import RELATIVES, is_complementiser, is_participle
from musnad.tokens import Tokens, finite
from musnad.words import frequency, looks_like_verb, split

BIAS = "bias"
# Words told apart by themselves behind a preposition: the commoner ones of the counted news.
_COMMON = 60
_MARKS = {
    "؛": "semicolon",
    ";": "semicolon",
    "،": "comma",
    ",": "comma",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    ".": "stop",
}
# Words that may begin a clause and are no verbs of saying.
_ONSETS = frozenset(
    ("كان", "كانت", "يكون", "هو", "هي", "هم", "هذا", "هذه", "ذلك", "لم", "لن", "لا", "ليس", "قد")
)


def stops(tokens: Tokens, start: int, kind: str, stop: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The indexes at which content of this kind that opens at `start` may end, with their features.

    `stop` bounds them; content for which no place speaks goes on as far as that.
    """
    opened = start, kind, _sort(tokens, start, kind), stop
    index = start
    marks = 0
    quoted = False
    while index < stop:
        close = tokens.closer[index]
        if close and close <= stop and index not in tokens.unclosed:
            mark = "closed" if index == start and kind == "quote" else ""
            index, behind, quoted = close, close, True
        else:
            mark, behind = _mark(tokens, index, start), index + 1
        if mark and start in tokens.unclosed and not breaks_off(tokens, index, start, kind, stop):
            # Direct speech without a closing mark runs on to the end of its sentence.
            mark = ""
        if mark and index < stop:
            yield index, _features(tokens, index, opened, (mark, marks, quoted))
            if tokens.words[index] in _MARKS:
                marks, behind = marks + 1, index + 1
        index = behind


def _mark(tokens: Tokens, index: int, start: int) -> str:
    """What at `index` may end content: the name of a mark, or ``bare`` for a word; else an empty string."""
    word = tokens.words[index]
    if word[0].isalnum():
        return "bare" if index > start + 1 and _may_open(tokens, index) else ""
    if word in "،؛;":
        return _MARKS[word]
    if word in _MARKS and tokens.spaced(index) and (index > start + 1 or word in ",."):
        return _MARKS[word]
    return ""


def _sort(tokens: Tokens, start: int, kind: str) -> str:
    if kind == "quote":
        return "running" if runs_on(tokens, start, kind) else "quote"
    if kind == "inna" or is_complementiser(tokens.word(start + 1)):
        return "clause"
    return "object" if kind == "object" else "phrase"


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    words = grammar_words()
    single = {word for word in words.resume | words.prepositions | words.breakers if " " not in word}
    led = {phrase.split()[0] for phrase in words.resume | words.resume_sure | words.resume_bare}
    return frozenset(single | led | words.relays | words.boundaries)


@lru_cache(maxsize=1)
def _closed() -> frozenset[str]:
    return frozenset(_openers() | RELATIVES | _ONSETS | grammar_words().carry_on)


def _may_open(tokens: Tokens, index: int) -> bool:
    if _opens(tokens.words[index]):
        return True
    return bool(tokens.forms[index]) and (finite(tokens, index) or is_participle(tokens, index))


@lru_cache(maxsize=65536)
def _opens(word: str) -> bool:
    """Whether a clause or phrase may begin with the folded word, whatever else it may be."""
    if word in _openers() or word.removeprefix("و") in _openers() or word in RELATIVES:
        return True
    return word[0] in "وف" and looks_like_verb(word)


def _features(
    tokens: Tokens, index: int, opened: tuple[int, str, str, int], seen: tuple[str, int, bool]
) -> tuple[str, ...]:
    """The features of ending at `index`: what was opened, what of it was seen, and what stands behind."""
    start, kind, sort, stop = opened
    mark, marks, quoted = seen
    at = index
    if not tokens.words[index][0].isalnum():
        at += 1
        if mark == "closed":
            mark += tokens.words[index]
    led = f"{sort}+{mark}"
    first, second = look(tokens, at, stop), look(tokens, at + 1, stop)
    ahead = _ahead(tokens, at, stop)
    rule = breaks_off(tokens, index, start, kind, stop)
    found = [
        f"at={led}",
        f"rule={rule}",
        f"rule={rule}+{led}",
        f"rule={rule}+{first}",
        f"1={first}",
        f"1={first}+{mark}",
        f"1={first}+{led}",
        f"1={first}+{second}",
        f"1={first}+{ahead}",
        f"2={second}",
        f"2={second}+{led}",
        f"3={look(tokens, at + 2, stop)}+{mark}",
        f"ahead={ahead}+{led}",
        f"prior={look(tokens, index - 1, stop)}+{led}",
        f"length={min(index - start, 29) // 3}+{led}",
        f"rest={min(stop - at, 29) // 3}+{mark}",
        f"marks={min(marks, 3)}+{led}",
    ]
    if quoted:
        found.append(f"quoted+{led}")
    if stop < len(tokens):
        found.append(f"inside+{led}")
    if at < stop and frequency(tokens.words[at]) >= _COMMON:
        found.append(f"word={tokens.words[at]}+{mark}")
    if at + 1 < stop and frequency(tokens.words[at + 1]) >= _COMMON:
        led_in = "preposition" if first in grammar_words().prepositions else "other"
        found.append(f"word={tokens.words[at + 1]}+{led_in}")
    return tuple(found)


def _ahead(tokens: Tokens, at: int, stop: int) -> str:
    """What a clause that begins at `at` holds soon: a cue with its own complement, a mark, nothing."""
    cue, end = "", min(at + 7, stop)
    complementisers = grammar_words().complementisers
    for index in range(at, end):
        word = tokens.words[index]
        if word.removeprefix("و") in complementisers:
            return cue + "inna"
        if tokens.closer[index]:
            return cue + "quote"
        if word in "،؛.":
            return cue + "mark"
        if tokens.forms[index] and not cue:
            if finite(tokens, index):
                form = tokens.forms[index][0]
                cue = f"{form.cue.evidence}{'و' if form.conjunction else ''}{'ها' if form.pronoun else ''}+"
            elif is_participle(tokens, index):
                cue = "participle+"
    return cue or ("end" if end == stop else "none")


def look(tokens: Tokens, index: int, stop: int) -> str:
    """The word itself where it is of a closed class, else what it looks like; ``end`` from `stop` on."""
    if not 0 <= index < stop:
        return "end"
    word = tokens.words[index]
    if not word[0].isalnum():
        return "opening" if tokens.closer[index] else word[:1]
    closed, conjunction, open_class = _word_class(word)
    if closed:
        return closed
    forms = tokens.forms[index]
    if forms:
        if is_participle(tokens, index):
            return "participle"
        form = forms[0]
        if form.part in ("past", "present"):
            return f"{'و' if form.conjunction else ''}cue+{form.part}"
        if open_class not in ("past", "present", "number") and any(
            other.part in ("masdar", "noun") for other in forms
        ):
            return conjunction + "masdar"
    return conjunction + open_class


@lru_cache(maxsize=65536)
def _word_class(word: str) -> tuple[str, str, str]:
    """The name of a folded word of a closed class, its conjunction, and what it looks like otherwise."""
    words = grammar_words()
    if word in words.time:
        return "time", "", ""
    if word in _closed():
        return word, "", ""
    conjunction = ""
    if word[0] in "وف" and len(word) > 2:
        rest = word[1:]
        if rest in _closed() and rest not in words.carry_on:
            return word, "", ""
        if is_complementiser(rest):
            return word[0] + "inna", "", ""
        conjunction = "و" if split(word)[0][:1] in ("و", "ف") and split(word)[0] else ""
    if is_complementiser(word):
        return "inna", "", ""
    bare = word.removeprefix(conjunction)
    if looks_like_verb(word):
        return "", conjunction, "present" if bare[:1] in "يتنا" else "past"
    if word[0].isdigit():
        return "", "", "number"
    if bare.startswith("ال"):
        return "", conjunction, "article"
    before = split(word)[0]
    if before and before[-1] in "بلك":
        return "", conjunction, before[-1]
    return "", conjunction, "accusative" if word.endswith("ا") else "noun"


def ends(found: tuple[str, ...]) -> bool:
    """Whether content rather ends than goes on at a place with these features."""
    known = weights()
    return sum(map(known.get, found, repeat(0.0))) + known.get(BIAS, 0.0) >= 0


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The fitted weight of each feature."""
    cells = lang.cells("ar", "endings")
    return dict(zip(cells[::2], map(float, cells[1::2]), strict=True))
