"""Rows of TOML tables: what is wrong with one is named by file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from musnad.lang.tables import Field, Table, TableError

FIELDS = {
    "ref": Field(required=True, form=r"[a-z0-9]+(?:-[a-z0-9]+)*"),
    "name": Field(required=True),
    "kind": Field(required=True, allowed=("agency", "paper")),
    "aliases": Field(list),
    "common": Field(bool),
    "since": Field(int),
}
GOOD = """# Invented media.
[[media]]
ref = "valley"
name = "أنباء الوادي"
kind = "agency"

[[media]]
ref = "hill"
name = "التل"
aliases = [
    "صحيفة التل",
    "The Hill",
]
kind = "paper"
common = true
since = 1950
"""


def read(path: Path, text: str) -> tuple[dict[str, object], ...]:
    path.write_text(text, encoding="utf-8")
    return Table(path).rows("media", FIELDS, unique=("ref",))


def test_rows_are_given_as_written(tmp_path: Path) -> None:
    first, second = read(tmp_path / "media.toml", GOOD)
    assert first == {"ref": "valley", "name": "أنباء الوادي", "kind": "agency"}
    assert (second["aliases"], second["common"], second["since"]) == (["صحيفة التل", "The Hill"], True, 1950)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "reason"),
    [
        ('kind = "paper"', 'kind = "paper', 14, 14, "Illegal character '\\n'"),
        ('name = "التل"', "name = التل", 9, 8, "Invalid value"),
        ("since = 1950\n", 'since = """', 16, 1, "Unterminated string"),
        ('kind = "paper"', 'kind = "daily"', 14, 9, "unknown kind 'daily'; one of agency, paper"),
        ('kind = "paper"', 'kind = ["paper"]', 14, 1, "kind must be a string"),
        ('ref = "hill"', 'ref = "valley"', 8, 8, "ref 'valley' stands in line 3 already"),
        ('ref = "hill"', 'ref = "The Hill"', 8, 8, "ref 'The Hill' is malformed"),
        ('ref = "hill"\n', "", 7, 1, "no ref"),
        ('name = "أنباء الوادي"\n', "", 2, 1, "no name"),
        ('name = "التل"', 'name = " "', 9, 1, "name is blank"),
        ("common = true", 'common = "yes"', 15, 1, "common must be true or false"),
        ("since = 1950", "since = true", 16, 1, "since must be a whole number"),
        ('    "The Hill",', "    7,", 10, 1, "aliases must be a list of strings"),
        ('    "The Hill",', '    "",', 10, 1, "aliases is blank"),
        ("common = true", "  comon = true", 15, 3, "unknown key 'comon'; a row has ref, name"),
        ("common = true", '"comon" = true', 15, 1, "unknown key 'comon'; a row has ref, name"),
    ],
)
def test_a_malformed_row_is_pointed_at(
    tmp_path: Path, old: str, new: str, line: int, column: int, reason: str
) -> None:
    path = tmp_path / "media.toml"
    assert GOOD.count(old) == 1
    with pytest.raises(TableError) as raised:
        read(path, GOOD.replace(old, new))
    error = raised.value
    assert (error.file, error.line, error.column) == (str(path), line, column)
    assert error.reason.startswith(reason)
    assert str(error).startswith(f"{path}:{line}:{column}: {reason}")


@pytest.mark.parametrize(
    "text", ["", 'title = "no rows"\n', "media = 3\n", "[media]\nx = 1\n", "media = [1]\n"]
)
def test_a_file_without_rows(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableError, match=r"media\.toml:1:1: no rows \[\[media\]\]"):
        read(tmp_path / "media.toml", text)


def test_a_fault_found_by_the_caller(tmp_path: Path) -> None:
    path = tmp_path / "media.toml"
    path.write_text(GOOD, encoding="utf-8")
    table = Table(path)
    error = table.error("media", 1, "a name of two media", "aliases", "The Hill")
    assert (error.line, error.column) == (12, 6)
    assert (table.error("media", 0, "odd").line, table.error("media", 0, "odd", "since").line) == (2, 2)


def test_rows_in_one_line_are_pointed_at_by_their_file(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=":1:1: no kind"):
        read(tmp_path / "media.toml", 'media = [{ref = "x", name = "y"}]\n')


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Table(tmp_path / "media.toml")
