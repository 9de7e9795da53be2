"""What the tables know of somebody who speaks: names in both languages, offices with their reports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from musnad.corpus import Corpus
from musnad.corpus.statement_counts import held
from musnad.lang.known import Body, Office, Person, bodies, persons
from musnad.lang.people import people
from musnad.media import medium_of

MOST: Final = 3
"""Reports that are named for one office."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A report that gives somebody an office, and whether it stands in the corpus."""

    report: str
    held: bool


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """An office that reports of these years give to a person: its kind, its title as printed, and of what."""

    kind: str
    title: str | None
    of: str
    of_arabic: str
    of_english: str | None
    years: tuple[int, ...]
    former: bool
    reports: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables hold under a reference. `sort` is the kind of a body or medium."""

    ref: str
    arabic: str
    english: str | None
    names: tuple[str, ...] = ()
    sort: str | None = None
    country: str | None = None
    country_arabic: str | None = None
    country_english: str | None = None
    offices: tuple[OfficeHeld, ...] = ()


def known(corpus: Corpus, ref: str | None) -> Known | None:
    """What the tables hold under a reference; None where they know nothing. Raises `CorpusError`."""
    if ref is None:
        return None
    group, _, name = ref.partition("/")
    if group == "state":
        return _state(ref, name)
    if group == "medium":
        return _medium(ref, name)
    entry = _entries().get(ref)
    if isinstance(entry, Person):
        return _person(corpus, ref, entry)
    if isinstance(entry, Body):
        return _of_country(
            Known(ref, entry.name, entry.english, entry.aliases, entry.sort, entry.country), entry.country
        )
    return None


@lru_cache(maxsize=1)
def _entries() -> dict[str, Person | Body]:
    everybody: tuple[Person | Body, ...] = (*persons(), *bodies())
    return {entry.ref: entry for entry in everybody}


def _of_country(one: Known, code: str | None) -> Known:
    names = [people(language).state_names.get(code or "") for language in ("ar", "en")]
    return Known(one.ref, one.arabic, one.english, one.names, one.sort, code, names[0], names[1], one.offices)


def _state(ref: str, code: str) -> Known | None:
    arabic, english = people("ar").state_names.get(code), people("en").state_names.get(code)
    return None if arabic is None else Known(ref, arabic, english)


def _medium(ref: str, name: str) -> Known | None:
    found = medium_of(name)
    if found is None:
        return None
    made = Known(ref, found.arabic or found.name, found.english, found.aliases, found.kind, found.country)
    return _of_country(made, found.country)


def _person(corpus: Corpus, ref: str, entry: Person) -> Known:
    reports = {report for office in entry.offices for report in office.reports[:MOST]}
    there = held(corpus, reports)
    offices = tuple(_office(office, there) for office in entry.offices)
    return Known(ref, entry.name, entry.english, (*entry.aliases, *entry.short), offices=offices)


def _office(office: Office, there: frozenset[str]) -> OfficeHeld:
    if office.of.startswith("state/"):
        code = office.of.removeprefix("state/")
        arabic, english = people("ar").state_names.get(code, code), people("en").state_names.get(code)
    else:
        body = _entries().get(office.of)
        arabic, english = (body.name, body.english) if isinstance(body, Body) else (office.of, None)
    reports = tuple(Evidence(report, report in there) for report in office.reports[:MOST])
    return OfficeHeld(
        office.kind, office.title, office.of, arabic, english, office.years, office.former, reports
    )
