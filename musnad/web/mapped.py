"""Places that statements or reports name, with how many of them: what a map draws and the list beside it has.

A state stands at its capital, or at itself where it is a city. A name of which it stays in doubt which place
is meant has no point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from musnad.corpus import Corpus
from musnad.corpus.statement_counts import Texted, Uttered, contents_of, texted
from musnad.lang.gazetteer import Entry, gazetteer
from musnad.lang.people import people
from musnad.model import Located
from musnad.text import fold_text

NEWEST: Final = 200
"""Statements, or reports, whose places are counted: the newest."""

Counts = Literal["statements", "reports"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: `count` statements or reports name it. Latitude and longitude are degrees (WGS 84), those of
    the capital where `capital`; None where nothing tells which place of that name is meant.
    """

    ref: str | None
    arabic: str
    english: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    capital: bool
    count: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """The places of the newest `of` statements or reports, of `total`, those named most first."""

    counts: Counts
    of: int
    total: int
    spots: tuple[Spot, ...]


def of_statements(corpus: Corpus, newest: Iterable[Uttered], total: int) -> Mapped:
    """The places named in what was said. Raises `CorpusError`."""
    rows = list(newest)
    held = texted(corpus, (one.version for one in rows))
    contents = contents_of(corpus, held)
    counted: defaultdict[tuple[str | None, str], int] = defaultdict(int)
    samples: dict[tuple[str | None, str], Located] = {}
    for one in rows:
        spans = contents.get((one.version, one.id), [])
        found = {}
        for place in held[one.version].places:
            if any(a <= place.span.start and place.span.end <= b for a, b in spans):
                found[_key(held[one.version], place)] = place
        _add(found, counted, samples)
    return Mapped("statements", len(rows), total, _spots(counted, samples))


def of_reports(corpus: Corpus, versions: Iterable[int], total: int) -> Mapped:
    """The places named in reports, by the keys of their versions. Raises `CorpusError`."""
    held = texted(corpus, versions)
    counted: defaultdict[tuple[str | None, str], int] = defaultdict(int)
    samples: dict[tuple[str | None, str], Located] = {}
    for one in held.values():
        _add({_key(one, place): place for place in one.places}, counted, samples)
    return Mapped("reports", len(held), total, _spots(counted, samples))


def _key(held: Texted, place: Located) -> tuple[str | None, str]:
    # Without a reference names are one where they are spelt alike.
    return (place.ref, "") if place.ref else (None, fold_text(place.span.of(held.text)))


def _add(
    found: dict[tuple[str | None, str], Located],
    counted: defaultdict[tuple[str | None, str], int],
    samples: dict[tuple[str | None, str], Located],
) -> None:
    for key, place in found.items():
        counted[key] += 1
        if key not in samples or samples[key].latitude is None:
            samples[key] = place


def _spots(
    counted: defaultdict[tuple[str | None, str], int], samples: dict[tuple[str | None, str], Located]
) -> tuple[Spot, ...]:
    made = [_spot(key, samples[key], number) for key, number in counted.items()]
    return tuple(sorted(made, key=lambda one: (-one.count, one.arabic, one.ref or "")))


def _spot(key: tuple[str | None, str], place: Located, count: int) -> Spot:
    ref, printed = key
    group, _, name = (ref or "").partition("/")
    if group == "state":
        capital = _capitals().get(name)
        arabic, english = people("ar").state_names.get(name, name), people("en").state_names.get(name)
        latitude, longitude = (None, None) if capital is None else (capital.latitude, capital.longitude)
        return Spot(ref, arabic, english, name, latitude, longitude, capital is not None, count)
    entry = gazetteer().by_id(name) if group == "place" else None
    if entry is None:
        return Spot(ref, printed or name, None, place.country, place.latitude, place.longitude, False, count)
    # The first name of the table is the commonest.
    arabic = entry.name.split("|")[0] if entry.name else printed or entry.latin
    return Spot(ref, arabic, entry.latin, place.country, place.latitude, place.longitude, False, count)


@lru_cache(maxsize=1)
def _capitals() -> dict[str, Entry]:
    """Where each state has its capital, as far as the tables of states and of places tell."""
    known, table, found = people("ar"), gazetteer(), dict[str, Entry]()
    cities = {fold_text(name): code for code, name in known.state_names.items()}
    for names in (known.capitals, known.silent, cities):
        for name, code in names.items():
            here = [one for one in table.named(name) if one.country == code and one.kind == "city"]
            if here and code not in found:
                found[code] = max(here, key=lambda one: one.population)
    return found
