"""Hold musnad/lang/holders.toml and bodies.toml against the reports of a corpus.

    python -m tools.check_known REPORTS.jsonl.gz [--share]

Every form must stand in a report, every report that a row names must be one of the corpus and print the row's
name, the title of an office must stand with the name in each of its reports, and the years of an office must
be those of its reports. What does not is listed, and the exit status is 1. With --share the share of names
behind a title that the tables know is printed too.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from musnad.lang.known import Body, Key, Match, Person, index, keys, persons
from musnad.lang.organs import organ_names, post
from musnad.names import WORD, name_key
from musnad.text import fold
from tools.mine_holders import named, texts

_NEAR = 12
"""Words between the beginning of a title and that of the name beside it."""


@dataclass
class Seen:
    """The years of reports by id, reports by the folded forms in them, words of those that rows name."""

    years: dict[str, int] = field(default_factory=dict)
    forms: defaultdict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: dict[str, Key] = field(default_factory=dict)


def openers(word: str) -> Iterator[str]:
    """A folded word, and what is left of it without a proclitic."""
    yield word
    if word[0] in "وفبلك" and len(word) > 3:
        yield word[1:]
    for article in ("لل", "ولل", "وبال"):
        if word.startswith(article):
            yield "ال" + word[len(article) :]


def standing(words: Key, sizes: Mapping[str, tuple[int, ...]], forms: Mapping[Key, object]) -> Iterator[Key]:
    """Each of `forms` that stands among folded words, with a proclitic or without."""
    for place, word in enumerate(words):
        for opener in openers(word):
            for size in sizes.get(opener, ()):
                form = (opener, *words[place + 1 : place + size])
                if form in forms:
                    yield form


def read(path: Path) -> Seen:
    """What the corpus prints of the tables."""
    forms: dict[Key, tuple[Match, ...]] = dict(index().rows)
    sizes: dict[str, set[int]] = {word: set(found) for word, found in index().sizes.items()}
    for name, _ in organ_names():
        for key in keys(name):
            forms.setdefault(key, ())
            sizes.setdefault(key[0], set()).add(len(key))
    listed = {word: tuple(found) for word, found in sizes.items()}
    cited = {report for entry in entries() for report in reports(entry)}
    seen = Seen()
    for report in texts(path):
        words = name_key(tuple(WORD.findall(fold(report.text).text)))
        seen.years[report.id] = report.year
        if report.id in cited:
            seen.words[report.id] = words
        for form in standing(words, listed, forms):
            seen.forms[form].add(report.id)
    return seen


def entries() -> tuple[Person | Body, ...]:
    """Every person and body, each once."""
    return tuple({m.entry.ref: m.entry for found in index().rows.values() for m in found}.values())


def reports(entry: Person | Body) -> Iterator[str]:
    """The reports that a row names, those of its offices too."""
    yield from entry.reports
    for office in entry.offices if isinstance(entry, Person) else ():
        yield from office.reports


def names(entry: Person | Body) -> tuple[str, ...]:
    """Every form of a row."""
    return (entry.name, *entry.aliases, *(entry.short if isinstance(entry, Person) else ()))


def faults(seen: Seen) -> Iterator[str]:
    """What the corpus does not bear out."""
    for entry in entries():
        found = {form: {r for key in keys(form) for r in seen.forms[key]} for form in names(entry)}
        everywhere = set[str]().union(*found.values())
        yield from (f"{entry.ref}: no report prints {form!r}" for form, where in found.items() if not where)
        for report in sorted(set(reports(entry))):
            if report not in seen.years:
                yield f"{entry.ref}: {report} is no report of the corpus"
            elif report not in everywhere:
                yield f"{entry.ref}: {report} does not name it"
        if isinstance(entry, Person):
            if len(everywhere) < 3:
                yield f"{entry.ref}: named in {len(everywhere)} reports"
            yield from _untitled(entry, seen)
            yield from _undated(entry, seen)
    for name, ids in organ_names():
        if not any(seen.forms[key] for key in keys(name)):
            yield f"{ids[0]}: no report prints {name!r}"


def _untitled(person: Person, seen: Seen) -> Iterator[str]:
    """Offices whose title does not stand with the name where the row says so."""
    forms = {key for form in (person.name, *person.aliases) for key in keys(form)}
    for office in person.offices:
        title = keys(office.title)[0] if office.title else ()
        for report in office.reports:
            words = seen.words.get(report)
            if words is not None and title and not _beside(title, forms, words):
                yield f"{person.ref}: {report} does not print {office.title!r} with the name"


def _undated(person: Person, seen: Seen) -> Iterator[str]:
    """Offices whose years are not those of their reports."""
    for office in person.offices:
        years = sorted({seen.years[report] for report in office.reports if report in seen.years})
        if years != sorted(office.years):
            yield f"{person.ref}: reports of {office.title!r} are of {years}, not of {list(office.years)}"


def _beside(title: Key, forms: set[Key], words: Key) -> bool:
    size = len(title)
    for place, word in enumerate(words):
        if title[0] not in openers(word) or words[place + 1 : place + size] != title[1:]:
            continue
        for at in range(max(place - _NEAR, 0), min(place + _NEAR, len(words))):
            if any(f[0] in openers(words[at]) and words[at + 1 : at + len(f)] == f[1:] for f in forms):
                return True
    return False


def share(path: Path) -> Iterator[str]:
    """How many names behind a title the tables know: of all, and of those whose title is an office."""
    known = office = of_office = total = 0
    for report in texts(path):
        for title, name in named(report.text):
            words = name_key(tuple(WORD.findall(fold(name).text)))
            hit = any(isinstance(m.entry, Person) for m in index().at(words, 0)[1])
            held = post(title) is not None
            total, known = total + 1, known + hit
            office, of_office = office + held, of_office + (held and hit)
    yield f"names behind a title: {known} of {total} known ({known / total:.3f})"
    yield f"behind the title of an office: {of_office} of {office} known ({of_office / office:.3f})"


def main() -> int:
    """Print what is wrong; 1 where anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--share", action="store_true", help="how many of the names behind a title are known")
    options = parser.parse_args()
    wrong = list(faults(read(options.reports)))
    forms, people = sum(len(names(entry)) for entry in entries()), len(persons())
    lines = [
        *wrong,
        f"{people} persons, {len(entries()) - people} bodies, {forms} forms, {len(wrong)} faults",
    ]
    lines += share(options.reports) if options.share else ()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
