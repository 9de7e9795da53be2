"""List whom the reports of a corpus name behind a title: candidates for musnad/lang/holders.toml.

    python tools/mine_holders.py REPORTS.jsonl.gz [--least N]

One line a name, the most attested first: the folded name, in how many reports and outlets it stands
behind a title, its printed forms, its titles with their counts, and ids of reports. Nothing is decided
here: who reads the list joins the forms that are surely one person, and leaves out what is no name.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from musnad.lang.people import people
from musnad.names import WORD, name_key, unprefixed
from musnad.text import Source, fold, read_text
from musnad.titles import running_name
from musnad.wording import Context, phrase_of

_LEAST = 3
_REACH = 200
"""Characters behind the first word of a title within which its name is looked for."""
_ENDS = re.compile(r"[.؟?!\n]")
_LONGEST_TITLE = 8
_NEVER = frozenset(
    ["الله", "العالم", "دوله", "الدوله", "امام", "العسكريه", "السياسيه", "المشاركه", "المختصه"]
)
"""Words that are titles in the tables and open none that is followed by a name of its holder."""


class Seen:
    """What the corpus says of one name."""

    def __init__(self) -> None:
        self.forms: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()
        self.reports: dict[str, None] = {}
        self.outlets: set[str] = set()


class Printed(NamedTuple):
    """One report of the corpus: its id, outlet, year and text, the text as Musnad reads it."""

    id: str
    outlet: str
    year: int
    text: str


def texts(path: Path) -> Iterator[Printed]:
    """The reports of a corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            source = Source(
                publisher=row["outlet"], published=row["date"], title=row.get("title") or None,
                external_id=row["id"], byline=row.get("byline"),
            )  # fmt: skip
            yield Printed(row["id"], row["outlet"], int(row["date"][:4]), read_text(row["text"], source).text)


def named(text: str) -> Iterator[tuple[str, str]]:
    """Each title in `text` with the name behind it, as printed."""
    lang = people()
    folded = fold(text)
    done = 0
    for match in WORD.finditer(folded.text):
        word = unprefixed(match[0], lang)
        if match.start() < done or word in _NEVER:
            continue
        if word not in lang.roles and word not in lang.classes.honorifics:
            continue
        end = _ENDS.search(folded.text, match.end())
        stop = min(match.start() + _REACH, end.start() if end else len(folded.text))
        span = folded.span(match.start(), stop)
        phrase = phrase_of(span.of(text), Context())
        if not phrase.words:
            continue
        first, last = running_name(phrase)
        if 0 < first <= _LONGEST_TITLE and first < last:
            yield phrase.shown(0, first), phrase.shown(first, last)
            done = match.start() + phrase.ends[last - 1]


def mine(path: Path) -> dict[str, Seen]:
    """What the corpus says of each name behind a title, by folded name."""
    found: defaultdict[str, Seen] = defaultdict(Seen)
    for report in texts(path):
        for title, name in named(report.text):
            key = " ".join(name_key(tuple(WORD.findall(fold(name).text))))
            seen = found[key]
            seen.forms[name] += 1
            seen.titles[title] += 1
            seen.reports[report.id] = None
            seen.outlets.add(report.outlet)
    return found


def main() -> None:
    """Print the candidates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--least", type=int, default=_LEAST, help="reports that a name must stand in")
    options = parser.parse_args()
    found = mine(options.reports)
    for key, seen in sorted(found.items(), key=lambda item: (-len(item[1].reports), item[0])):
        if len(seen.reports) < options.least:
            break
        forms = " / ".join(seen.forms)
        titles = " | ".join(f"{title} {count}" for title, count in seen.titles.most_common(8))
        reports, outlets = str(len(seen.reports)), str(len(seen.outlets))
        cells = (key, reports, outlets, forms, titles, *list(seen.reports)[:5])
        sys.stdout.write("\t".join(cells) + "\n")


if __name__ == "__main__":
    main()
