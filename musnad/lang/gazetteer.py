"""The table of places, GeoNames with Arabic names, and the words by which such names are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice

from musnad import lang
from musnad.lang.tables import Field, Table, TableError
from musnad.text import fold_text

_COLUMNS = 10
_KINDS = frozenset({"city", "region", "continent"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of GeoNames: `region` is its first-order division there; people are those of the cities."""

    id: str
    name: str
    latin: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Word classes in folded form, named as in ar/places.toml, whose comments say what each is for."""

    settlements: frozenset[str]
    regions: frozenset[str]
    sides: frozenset[str]
    prepositions: frozenset[str]
    facilities: frozenset[str]
    facility_adjectives: frozenset[str]
    organisations: frozenset[str]
    behind: frozenset[str]
    sure: frozenset[str]
    names: frozenset[str]
    adjectives_too: frozenset[str]
    states_too: frozenset[str]
    kingdoms: frozenset[str]
    never: frozenset[str]
    generic: frozenset[str]
    unlinked: frozenset[str]


class Gazetteer:
    """The places of a table by their folded names; rows are read when they are asked for.

    Raises TableError where a line has another number of columns, and, when it is asked for, where a row holds
    what it may not.
    """

    def __init__(self, table: Traversable, variants: Traversable) -> None:
        self._file = str(table)
        text = table.read_text(encoding="utf-8").rstrip("\n")
        self._lines = text.split("\n")
        if text.count("\t") != (_COLUMNS - 1) * len(self._lines):
            self._uneven()
        self._entries: dict[int, Entry] = {}
        self._ids: dict[str, int] = {}
        # A number alone for the most names: 25,000 lists would double the time.
        single: dict[str, int] = {}
        several: dict[str, list[int]] = {}
        for number, line in enumerate(islice(self._lines, 1, None), 1):
            for name in line[: line.index("\t")].split("|"):
                first = single.setdefault(name, number)
                if first != number:
                    several.setdefault(name, [first]).append(number)
        self._single, self._several = single, several
        self._variants(variants)
        # How many words the names have at most that begin with a word.
        longest: dict[str, int] = {}
        for name in single:
            if " " in name:
                words = name.split(" ")
                if len(words) > longest.get(words[0], 1):
                    longest[words[0]] = len(words)
        self.longest = longest

    def _uneven(self) -> None:
        """Raise the error of the first line with another number of columns, if there is one."""
        for number, line in enumerate(self._lines):
            columns = line.count("\t") + 1
            if columns != _COLUMNS:
                raise TableError(self._file, number + 1, 1, f"{columns} columns; a row has {_COLUMNS}")

    def _number_of(self, geonames: str) -> int | None:
        """The line of a GeoNames id."""
        if not self._ids:
            self._ids = {line.split("\t", 2)[1]: n for n, line in enumerate(self._lines) if n}
        return self._ids.get(geonames)

    def _variants(self, file: Traversable) -> None:
        """Add the names that the hand table gives; each must lead to a place of the table."""
        table = Table(file)
        if not table.data.get("variant"):
            return
        row = {
            "name": Field(required=True),
            "geonames": Field(required=True, form=r"[0-9]+"),
            "reports": Field(of=list, required=True),
        }
        for at, variant in enumerate(table.rows("variant", row, unique=("name",))):
            number = self._number_of(variant["geonames"])
            if number is None:
                raise table.error(
                    "variant", at, "no such place in the table", "geonames", variant["geonames"]
                )
            name = fold_text(variant["name"])
            first = self._single.setdefault(name, number)
            if first != number:
                self._several.setdefault(name, [first]).append(number)

    def __contains__(self, name: str) -> bool:
        return name in self._single

    def named(self, name: str) -> tuple[Entry, ...]:
        """The places that bear a folded name."""
        number = self._single.get(name)
        if number is None:
            return ()
        return tuple(map(self._entry, self._several.get(name, (number,))))

    def first_words(self) -> Iterator[tuple[str, int]]:
        """First words of names with the most words that names with them have."""
        yield from ((name, self.longest.get(name, 1)) for name in self._single if " " not in name)
        yield from self.longest.items()

    def phrases(self) -> Iterator[str]:
        """The names of several words."""
        return (name for name in self._single if " " in name)

    def by_id(self, geonames: str) -> Entry | None:
        """The place of a GeoNames id."""
        number = self._number_of(geonames)
        return None if number is None else self._entry(number)

    def __iter__(self) -> Iterator[Entry]:
        return (self._entry(number) for number in range(1, len(self._lines)))

    def _entry(self, number: int) -> Entry:
        known = self._entries.get(number)
        if known is None:
            known = self._entries[number] = self._read(number)
        return known

    def _read(self, number: int) -> Entry:
        cells = self._lines[number].split("\t")
        if not cells[2].strip():
            raise self._error(number, 2, "no name")
        if cells[9] not in _KINDS:
            raise self._error(number, 9, f"unknown kind {cells[9]!r}; one of {', '.join(sorted(_KINDS))}")
        latitude, longitude = self._number(number, 6, 90), self._number(number, 7, 180)
        if not cells[8].isdecimal():
            raise self._error(number, 8, f"population {cells[8]!r} is no whole number")
        return Entry(
            cells[1], cells[2], cells[3], cells[4], cells[5], latitude, longitude, int(cells[8]), cells[9]
        )

    def _number(self, number: int, column: int, limit: int) -> float:
        cell = self._lines[number].split("\t")[column]
        try:
            value = float(cell)
        except ValueError:
            raise self._error(number, column, f"{cell!r} is no number") from None
        if not -limit <= value <= limit:
            raise self._error(number, column, f"{cell} is not between -{limit} and {limit}")
        return value

    def _error(self, number: int, column: int, reason: str) -> TableError:
        """The error at a cell: its column is that of its first character."""
        before = self._lines[number].split("\t")[:column]
        return TableError(self._file, number + 1, sum(map(len, before)) + column + 1, reason)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Read the table once."""
    return Gazetteer(files("musnad.lang") / "places.tsv", files("musnad.lang") / "ar" / "places.toml")


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """Read the words once."""
    data = lang.table("ar", "places")
    return PlaceWords(**{f.name: frozenset(data[f.name]) for f in fields(PlaceWords)})
