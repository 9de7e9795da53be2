"""Write musnad/lang/ar/surnames.tsv: last names of the press, and how far one person is meant by each.

    python tools/mine_surnames.py REPORTS.jsonl.gz

Reads the reports with the grammar and counts, for each last word of the full names of persons, in how many
reports it stands and in which share of them behind the commonest first name. Words of fewer than three
outlets are left out.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from musnad.entities import known
from musnad.model import Reading, Report
from musnad.reader import ReadOptions, read
from musnad.spelling import bones
from musnad.text import Source, read_text

TABLE = Path(__file__).resolve().parent.parent / "musnad" / "lang" / "ar" / "surnames.tsv"
OUTLETS = 3
REPORTS = 4


def reports(path: Path) -> Iterator[Report]:
    """The reports of a corpus. Raises OSError."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            source = Source(publisher=row["outlet"], published=row["date"], title=row.get("title") or None)
            yield read_text(row["text"], source)


def counted(readings: Iterable[Reading]) -> Iterator[tuple[str, int, int]]:
    """The last names of at least three outlets: reports, and those with the commonest first name."""
    firsts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    for reading in readings:
        full = {one.forms[0] for one in known(reading) if one.kind == "person" and len(one.forms[0]) > 1}
        for form in full:
            firsts[form[-1]][bones(form[0]) or form[0]] += 1
            outlets[form[-1]].add(reading.report.publisher or "")
    for word, found in sorted(firsts.items()):
        total = sum(found.values())
        if len(outlets[word]) >= OUTLETS and total >= REPORTS and word.isalpha():
            yield word, total, max(found.values())


def main(arguments: list[str]) -> int:
    """Count and write."""
    if len(arguments) != 1:
        sys.stderr.write("python tools/mine_surnames.py REPORTS.jsonl.gz\n")
        return 2
    options = ReadOptions(engine="grammar")
    rows = counted(read(report, options) for report in reports(Path(arguments[0])))
    lines = [f"{word}\t{total}\t{most}" for word, total, most in rows]
    TABLE.write_text(
        "word, folded\treports\tof these the commonest first name\n" + "\n".join(lines) + "\n", "utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
