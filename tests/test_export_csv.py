from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.export.csv import BOM, COLUMNS, render
from musnad.record import Record, record
from tests.sample_reading import READING, TEXT


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True))


def published_by(publisher: str) -> Record:
    return record(replace(READING, report=replace(READING.report, publisher=publisher)))


def test_one_row_per_attribution_with_every_column() -> None:
    found = rows(render(record(READING)))
    assert len(found) == len(READING.attributions)
    assert all(tuple(row) == COLUMNS and None not in row.values() for row in found)


def test_offsets_read_back() -> None:
    for row in rows(render(record(READING))):
        assert TEXT[int(row["cue_start"]) : int(row["cue_end"])] == row["cue"]
        pieces = [TEXT[slice(*map(int, pair.split()))] for pair in row["content_spans"].split(";")]
        assert " […] ".join(pieces) == row["content"]


def test_lists_flags_and_nothing() -> None:
    found = {row["id"]: row for row in rows(render(record(READING)))}
    assert found["a5"]["via"] == "وكالة الساحل | مصدر في الشركة المنفذة"
    assert found["a5"]["chain"].startswith("publisher: الميناء | credit: وكالة الساحل | relayer: ")
    assert (found["a7"]["negated"], found["a6"]["negated"]) == ("true", "false")
    assert found["a3"]["source_start"] == ""
    assert found["a2"]["speaks_for"] == "جمهورية سلوان"
    assert found["a9"]["speaker"] == ""


def test_mark_and_header_come_once_in_a_stream() -> None:
    made = record(READING)
    stream = render(made) + render(made, header=False)
    assert stream.count(BOM) == 1
    assert stream.startswith(BOM)
    assert len(rows(stream)) == 2 * len(READING.attributions)


@pytest.mark.parametrize("publisher", ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "\u200f=1", "＝1", "\n=1"])
def test_formula_is_disarmed(publisher: str) -> None:
    assert rows(render(published_by(publisher)))[0]["publisher"] == f"'{publisher}"


@given(st.text(st.characters(codec=None)))
def test_any_text_makes_a_table_that_reads_back(publisher: str) -> None:
    text = render(published_by(publisher))
    text.encode()
    found = rows(text)
    assert len(found) == len(READING.attributions)
    kept = "".join("\ufffd" if _unfit(letter) else letter for letter in publisher)
    assert found[0]["publisher"].removeprefix("'") == kept.removeprefix("'")


def _unfit(letter: str) -> bool:
    code = ord(letter)
    return (code < 32 and letter not in "\t\n\r") or 127 <= code < 160 or 0xD800 <= code < 0xE000


def test_rows_end_as_rfc_4180_has_it() -> None:
    assert render(record(READING)).endswith("\r\n")
