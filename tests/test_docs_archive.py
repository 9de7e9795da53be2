"""docs/archive.md names every table, field and code of an archive, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from musnad.archive_tables import FIELDS
from musnad.export.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "archive.md").read_text("utf-8")
PASSED = re.compile(r'_Passed\(\s*"([\w-]+)"')
FRAMED = re.compile(r'"(stray|header|length|truncated|damaged|bomb|packing|dictionary|extension)"')


def tables(heading: str) -> list[list[str]]:
    """The first cells of each table under a heading."""
    text = PAGE.split(f"\n{heading}\n", 1)[1].split("\n##", 1)[0]
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.startswith("| `"):
            found[-1] += re.findall(r"`([^`]+)`", line.split("|")[1])
        elif found[-1]:
            found.append([])
    return [one for one in found if one]


@pytest.mark.parametrize("table", ["entities", "records"])
def test_every_field_is_documented(table: str) -> None:
    assert tables(f"### {table}")[0] == list(FIELDS[table])


def test_the_other_tables_are_those_of_a_corpus() -> None:
    others = {"reports", "statements", "copies", "origins"}
    assert set(FIELDS) == {*others, "entities", "records"}
    assert all(FIELDS[table] == TABLES[table].fields for table in others)
    assert all(f"`{table}`" in PAGE for table in others)


def test_every_code_is_documented() -> None:
    documented = set(tables("### records")[1])
    package = ROOT / "musnad"
    said = set(PASSED.findall((package / "archive_warc.py").read_text("utf-8")))
    for name in ("archive_frames.py", "archive_packing.py"):
        said |= set(FRAMED.findall((package / name).read_text("utf-8")))
    assert {"type", "status", "robots", "http", "cut", "stray", "packing", "bomb", "extension"} <= said
    assert said <= documented, said - documented
