"""The reports on which cases are labelled: they lie beside the checkout, and are not part of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from musnad.model import Report
from musnad.text import Source, read_text

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "reports.jsonl.gz"


def report_of(row: dict[str, Any]) -> Report:
    """The report of a row of the corpus; offsets of labels count in its text."""
    source = Source(
        publisher=row["outlet"],
        published=row["date"],
        title=row.get("title") or None,
        external_id=row["id"],
        byline=row.get("byline"),
    )
    return read_text(row["text"], source)


def reports(wanted: Collection[str], corpus: Path = CORPUS) -> Iterator[tuple[str, Report]]:
    """The wanted reports with their ids in the corpus, in its order. Raises OSError where it is not there."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in wanted:
                yield row["id"], report_of(row)
