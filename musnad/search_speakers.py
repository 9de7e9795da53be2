"""Who is meant by a name: which of the speakers of a corpus, by spelling and by tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from musnad.lang.known import Body, Key, Person, bodies, persons
from musnad.lang.people import people
from musnad.names import WORD, name_key
from musnad.references import ref_of
from musnad.spelling import alike, arabised, is_latin, may_be_alike, own_words, without_article
from musnad.text import fold_text

_LIKE: Final = 0.84
_BAND: Final = 0.02
_FAR: Final = 5
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


def _words(name: str) -> Key:
    words = (one.casefold() if is_latin(one) else one for one in WORD.findall(fold_text(name[:_LONGEST])))
    return own_words(name_key(tuple(without_article(one) for one in words)))


def candidates(name: str, speakers: Iterable[Speaker]) -> tuple[Candidate, ...]:
    """Who may be meant by a name among these speakers, the likeliest first, then those who speak most."""
    refs, wanted = refs_named(name), _words(name)
    groups: defaultdict[tuple[str, Key], list[Speaker]] = defaultdict(list)
    known: dict[Key, str] = {}
    everybody = tuple(speakers)
    for one in everybody:
        if one.ref:
            known.setdefault(_words(one.name), one.ref)
    for one in everybody:
        key = _words(one.name)
        ref = one.ref or known.get(key, "")
        groups[ref, () if ref else key].append(one)
    likeness = _Likeness(wanted)
    found = []
    for (ref, _), some in groups.items():
        score = max(likeness.of(_words(one.name)) for one in some)
        if ref and ref in refs:
            score = 2.0 if len(refs) == 1 else max(score, 1.5)
        if score > 0:
            found.append(_candidate(ref or None, some, score))
    return tuple(sorted(found, key=lambda one: (-one.score, -one.statements, one.name)))


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


class _Likeness:
    """How near names are to one that is wanted: each of its words must be found, in any order."""

    def __init__(self, wanted: Key) -> None:
        self._wanted = wanted
        self._held: dict[tuple[str, str], float] = {}

    def of(self, words: Key) -> float:
        """From 0 to 1; 1 where both are the same words, a little less where there are more."""
        if not self._wanted or not words:
            return 0.0
        total = 0.0
        for one in self._wanted:
            best = max(self._near(one, other) for other in words)
            if best < _LIKE:
                return 0.0
            total += best
        score = total / len(self._wanted)
        return score if len(words) == len(self._wanted) else score * 0.99

    def _near(self, one: str, other: str) -> float:
        if one == other:
            return 1.0
        if abs(len(one) - len(other)) > 3:
            return 0.0
        key = (one, other)
        if key not in self._held:
            pair = (arabised(one), arabised(other))
            self._held[key] = alike(*pair) * 0.98 if may_be_alike(*pair) else 0.0
        return self._held[key]


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
