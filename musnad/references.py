"""Who an entity of a report is across reports: the `ref` that tables give it, and None in doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from musnad.furniture_english import medium_meant
from musnad.lang.known import Body, Match, Person, bodies, named, persons
from musnad.lang.organs import organ, post
from musnad.lang.people import people
from musnad.media import medium_in
from musnad.model import EntityKind
from musnad.names import WORD
from musnad.text import fold_text


@lru_cache(maxsize=8192)
def ref_of(
    kind: EntityKind, names: tuple[str, ...], roles: tuple[str, ...] = (), codes: frozenset[str] = frozenset()
) -> str | None:
    """The ref of an entity of a report, under all its names; None where no table knows it, or rows contend.

    `roles` are titles that the report gives a person, `codes` those of the states that it goes with there. A
    name that others bear as well, and a family name alone, need a title or a state that the table gives too.
    """
    if kind == "person":
        return _person(names, roles, codes)
    found: set[str] = set()
    for name in names:
        found.update(ref for ref in _refs(kind, name, codes) if ref)
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _english() -> dict[str, tuple[Person | Body, ...]]:
    """The persons and bodies of the tables by their English names, in lower case."""
    found: defaultdict[str, list[Person | Body]] = defaultdict(list)
    everybody: tuple[Person | Body, ...] = (*persons(), *bodies())
    for entry in everybody:
        if entry.english:
            found[entry.english.lower()].append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def _named(name: str) -> tuple[Match, ...]:
    """What a name stands for, Arabic or English; one that several bear is weak."""
    entries = _english().get(name.lower(), ()) if name.isascii() else ()
    return tuple(Match(entry, len(entries) > 1) for entry in entries) or named(name)


def _refs(kind: EntityKind, name: str, codes: frozenset[str]) -> Iterable[str | None]:
    if kind == "state":
        words = " ".join(WORD.findall(fold_text(name)))
        code = people("en" if name.isascii() else "ar").states.get(words)
        yield None if code is None else f"state/{code}"
    elif kind == "medium":
        medium = medium_meant(name) if name.isascii() else medium_in(name)
        yield f"medium/{medium.ref}" if medium is not None and medium.ref else None
    elif kind in ("organisation", "group"):
        rows = [match for match in _named(name) if not isinstance(match.entry, Person)]
        if len(rows) == 1 and not rows[0].weak:
            yield rows[0].entry.ref
        elif not rows:
            yield organ(name, next(iter(codes)) if len(codes) == 1 else None)


def _person(names: Sequence[str], roles: tuple[str, ...], codes: frozenset[str]) -> str | None:
    """The person of the table whom all names fit that it has; one named in full, or by what else is said."""
    rows = [match for name in names for match in _named(name) if isinstance(match.entry, Person)]
    sure = {match.entry.ref for match in rows if not match.weak}
    if len(sure) == 1:
        return sure.pop()
    told = {match.entry.ref for match in rows if _agrees(match, roles, codes)}
    return told.pop() if len(told) == 1 and not sure else None


def _agrees(match: Match, roles: tuple[str, ...], codes: frozenset[str]) -> bool:
    """Whether the table gives a person an office that the report gives, or one of a state that it names."""
    entry = match.entry
    if not isinstance(entry, Person):
        return False
    state = next(iter(codes)) if len(codes) == 1 else None
    posts = [found for role in roles if (found := post(role, state)) is not None]
    held = {(office.kind, office.of, office.portfolio) for office in entry.offices}
    return any((found.kind, found.of, found.portfolio) in held for found in posts)
