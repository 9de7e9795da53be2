"""Who is meant by a name: which of the speakers of a corpus, by spelling and by tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from musnad.lang.known import Body, Key, Person, bodies, persons
from musnad.lang.people import people
from musnad.names import WORD, name_key
from musnad.references import ref_of
from musnad.spelling import (
    STRANGE,
    alike,
    arabised,
    is_latin,
    may_be_alike,
    own_words,
    sounds,
    without_article,
)
from musnad.text import fold_text

_LIKE: Final = 0.84
_BAND: Final = 0.02
_FAR: Final = 5
_LONGER: Final = 3
_KINDS: Final = ("person", "state", "medium", "organisation")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as statements name him, with the number of these, of their reports, and the days of the first
    and last.
    """

    name: str
    ref: str | None
    kind: str | None
    statements: int
    reports: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant: all names that speakers of one ref, or of one spelling, go by.

    `score` is 1 for the very words, more where tables know him by the name that was asked for.
    """

    name: str
    ref: str | None
    kind: str | None
    names: tuple[str, ...]
    statements: int
    reports: int
    first: str | None
    last: str | None
    score: float


@lru_cache(maxsize=1)
def _by_form() -> dict[Key, frozenset[str]]:
    found: defaultdict[Key, set[str]] = defaultdict(set)
    everybody: tuple[Person | Body, ...] = (*persons(), *bodies())
    for entry in everybody:
        for form in (entry.name, *entry.aliases, *([entry.english] if entry.english else [])):
            found[_words(form)].add(entry.ref)
        if isinstance(entry, Person):
            for form in entry.short:
                found[_words(form)].add(entry.ref)
            if entry.english:
                found[_words(entry.english)[-1:]].add(entry.ref)
    return {key: frozenset(refs) for key, refs in found.items()}


def refs_named(name: str) -> tuple[str, ...]:
    """The references that tables give a name, Arabic or Latin: several where it is ambiguous, or itself where
    it is one.
    """
    if "/" in name and name.isascii():
        return (name,)
    name = name[:_LONGEST]
    found = set(_by_form().get(_words(name), ()))
    found.update(ref for kind in _KINDS if (ref := ref_of(kind, (name,))))
    if not found:
        # A capital speaks for its state.
        known = people("en" if name.isascii() else "ar")
        code = known.capitals.get(" ".join(WORD.findall(fold_text(name))))
        found.update([f"state/{code}"] if code else [])
    return tuple(sorted(found))


# Of 14,664 names nearly all are there again after a write: the roll takes 0.27 s then, and 0.35 without this.
@lru_cache(maxsize=1 << 16)
def _words(name: str) -> Key:
    words = (one.casefold() if is_latin(one) else one for one in WORD.findall(fold_text(name[:_LONGEST])))
    return own_words(name_key(tuple(without_article(one) for one in words)))


@dataclass(frozen=True, slots=True)
class Roll:
    """The speakers of a corpus, those who go as one together, ready for many names to be looked for.

    `everybody` has each group once, who speaks most first; its `score` is 0. `words` are those of each
    speaker, `of` the group that each is of, by the place of both. `holds` has the speakers by each word of
    their names, and `spelt` these words by their consonants.
    """

    everybody: tuple[Candidate, ...]
    words: tuple[Key, ...]
    of: tuple[int, ...]
    holds: Mapping[str, tuple[int, ...]]
    spelt: Mapping[frozenset[str], tuple[str, ...]]
    by_ref: Mapping[str, int]
    by_words: Mapping[Key, int]


def roll(speakers: Iterable[Speaker]) -> Roll:
    """The roll of these speakers: names of one ref, or of one spelling, are one; order changes nothing."""
    everybody = tuple(speakers)
    words = [_words(one.name) for one in everybody]
    known: dict[Key, str] = {}
    for one, key in zip(everybody, words, strict=True):
        if one.ref:
            known.setdefault(key, one.ref)
    groups: defaultdict[tuple[str, Key], list[int]] = defaultdict(list)
    holds: defaultdict[str, list[int]] = defaultdict(list)
    for at, (one, key) in enumerate(zip(everybody, words, strict=True)):
        ref = one.ref or known.get(key, "")
        groups[ref, () if ref else key].append(at)
        for word in set(key):
            holds[word].append(at)
    spelt: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for word in holds:
        spelt[sounds(arabised(word))].append(word)
    made = [
        (_candidate(ref or None, [everybody[at] for at in some], 0.0), some)
        for (ref, _), some in groups.items()
    ]
    made.sort(key=lambda pair: (-pair[0].statements, pair[0].name, pair[0].ref or ""))
    of = {at: place for place, (_, some) in enumerate(made) for at in some}
    by_words: dict[Key, int] = {}
    for at in sorted(range(len(words)), key=lambda at: (-everybody[at].statements, of[at])):
        by_words.setdefault(words[at], of[at])
    return Roll(
        tuple(one for one, _ in made),
        tuple(words),
        tuple(of[at] for at in range(len(words))),
        {word: tuple(some) for word, some in holds.items()},
        {heard: tuple(some) for heard, some in spelt.items()},
        {one.ref: place for place, (one, _) in enumerate(made) if one.ref},
        by_words,
    )


def bearer(held: Roll, name: str) -> Candidate | None:
    """The one with that very ref or name, or whose name tables know so; None where it is nobody's."""
    refs = refs_named(name)
    place = held.by_ref.get(name)
    if place is None and (words := _words(name)):
        place = held.by_words.get(words)
    elif place is None:
        place = next((at for at, one in enumerate(held.everybody) if name in one.names), None)
    if place is None and len(refs) == 1:
        place = held.by_ref.get(refs[0])
    return None if place is None else held.everybody[place]


def candidates(name: str, speakers: Iterable[Speaker]) -> tuple[Candidate, ...]:
    """Who may be meant by a name among these speakers, the likeliest first, then those who speak most."""
    return named_in(roll(speakers), name)


def named_in(held: Roll, name: str) -> tuple[Candidate, ...]:
    """What `candidates` gives, of a roll."""
    refs, wanted = refs_named(name), _words(name)
    scores: dict[int, float] = {}
    for at, score in _like(held, wanted):
        scores[held.of[at]] = max(score, scores.get(held.of[at], 0.0))
    for ref in refs:
        place = held.by_ref.get(ref)
        if place is not None:
            scores[place] = 2.0 if len(refs) == 1 else max(scores.get(place, 0.0), 1.5)
    found = [replace(held.everybody[place], score=round(score, 3)) for place, score in scores.items()]
    return tuple(sorted(found, key=lambda one: (-one.score, -one.statements, one.name, one.ref or "")))


def _like(held: Roll, wanted: Key) -> Iterator[tuple[int, float]]:
    """The speakers in whose names each of the wanted words is found, in any order, and how near these are.

    1 where both are the same words, a little less where there are more.
    """
    if not wanted:
        return
    # The longest leaves the fewest names, among whose words alone the others are looked for.
    first = max(wanted, key=len)
    near = {first: _near(first, _sounding(held, first))}
    some = {at for word in near[first] for at in held.holds[word]}
    for one in wanted:
        if one not in near:
            near[one] = _near(one, {word for at in some for word in held.words[at]})
            some = {at for at in some if not near[one].keys().isdisjoint(held.words[at])}
    for at in some:
        words = held.words[at]
        score = sum(max(near[one].get(word, 0.0) for word in words) for one in wanted) / len(wanted)
        yield at, score if len(words) == len(wanted) else score * 0.99


def _sounding(held: Roll, wanted: str) -> Iterator[str]:
    """The words of a roll that sound like a word, by their consonants."""
    heard = sounds(arabised(wanted))
    for consonants, words in held.spelt.items():
        if len(consonants ^ heard) <= STRANGE:
            yield from words


def _near(wanted: str, words: Iterable[str]) -> dict[str, float]:
    """Those of some words that may be another spelling of a word, with their likeness."""
    spelt, size, found = arabised(wanted), len(wanted), {}
    for word in words:
        if word == wanted:
            found[word] = 1.0
        elif abs(len(word) - size) <= _LONGER and may_be_alike(spelt, other := arabised(word)):
            score = alike(spelt, other) * 0.98
            if score >= _LIKE:
                found[word] = score
    return found


def _candidate(ref: str | None, some: Sequence[Speaker], score: float) -> Candidate:
    order = sorted(some, key=lambda one: (-one.statements, one.name))
    days = [day for one in some for day in (one.first, one.last) if day]
    return Candidate(
        order[0].name,
        ref,
        order[0].kind,
        tuple(one.name for one in order),
        sum(one.statements for one in some),
        sum(one.reports for one in some),
        min(days, default=None),
        max(days, default=None),
        round(score, 3),
    )


def meant(name: str, found: Sequence[Candidate]) -> Candidate | None:
    """The one who is surely meant, or None where several may be as well.

    A name of one word that no table knows is that of whoever bears it, unless one speaks far more than the
    rest.
    """
    if not found:
        return None
    within = _BAND if len(_words(name)) == 1 and found[0].score <= 1 else 0.001
    best = [one for one in found if one.score >= found[0].score - within]
    if len(best) == 1:
        return best[0]
    best.sort(key=lambda one: -one.statements)
    return best[0] if within == _BAND and best[0].statements >= _FAR * best[1].statements else None
