"""Tables of reports: what a row becomes, and what bad ones get."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from musnad.rows import Columns, Row, RowFault, TableFault, columns, is_table, rows, stated
from musnad.text import Source

PLAIN = Columns()
NOW = datetime(2026, 1, 10, tzinfo=UTC)
ROW = {
    "id": "r1",
    "outlet": "المزولة",
    "date": "2026-01-02",
    "title": "سد جديد",
    "byline": None,
    "text": "قال.",
}


def read(data: bytes, given: Columns = PLAIN, max_bytes: int = 10_000, **known: Any) -> list[Row | RowFault]:
    return list(rows(io.BytesIO(data), given, Source(**known), max_bytes=max_bytes, now=NOW))


def lines(*values: object) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()


def only(found: list[Row | RowFault]) -> Row:
    assert len(found) == 1
    assert isinstance(found[0], Row)
    return found[0]


def faults(found: list[Row | RowFault]) -> list[tuple[int, str]]:
    return [(one.number, one.code) for one in found if isinstance(one, RowFault)]


def test_row_keeps_what_the_columns_say() -> None:
    row = only(read(lines(ROW)))
    assert row.text == "قال."
    assert row.source == Source(
        publisher="المزولة", published="2026-01-02", title="سد جديد", external_id="r1"
    )
    assert json.loads(row.data) == ROW


def test_what_is_known_beforehand_wins() -> None:
    row = only(read(lines(ROW), publisher="شادوف", published="2026-01-03"))
    assert (row.source.publisher, row.source.published) == ("شادوف", "2026-01-03")


@pytest.mark.parametrize(
    "pack", [gzip.compress, lzma.compress, zstd.compress, bytes], ids=["gz", "xz", "zst", "plain"]
)
def test_packed_lines_are_told_by_their_bytes(pack: Any) -> None:
    found = read(pack(lines(ROW, {**ROW, "id": "r2"})))
    assert [row.source.external_id for row in found if isinstance(row, Row)] == ["r1", "r2"]


def test_several_frames_are_read_on() -> None:
    one, two = lines(ROW) + b"\n", lines({**ROW, "id": "r2"})
    for pack in (gzip.compress, lzma.compress, zstd.compress):
        assert len(read(pack(one) + pack(two))) == 2


def test_bad_lines_are_numbered_and_the_rest_goes_on() -> None:
    data = b'{"id": 1\n\n[1]\n\xff\n{"id": "x", "text": " "}\n{"text": {"a": 1}}\n' + lines(ROW)
    found = read(data)
    assert faults(found) == [(1, "json"), (3, "row"), (4, "encoding"), (5, "text"), (6, "column")]
    assert isinstance(found[-1], Row)
    assert found[-1].number == 7


def test_deep_nesting_is_a_fault() -> None:
    assert faults(read(b"[" * 100_000 + b"\n" + lines(ROW), max_bytes=200_000)) == [(1, "json")]


def test_a_number_of_too_many_digits_is_told_as_what_it_is() -> None:
    (fault, _) = read(b'{"text": ' + b"9" * 5000 + b"}\n" + lines(ROW))
    assert isinstance(fault, RowFault)
    assert fault.parameters["reason"] == "a number of too many digits"


def test_a_long_line_is_passed_over_in_bounded_memory() -> None:
    data = b'{"text": "' + b"x" * 5_000_000 + b'"}\n' + lines(ROW)
    found = read(data)
    assert faults(found) == [(1, "line")]
    assert isinstance(found[1], Row)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstd.compress], ids=["gz", "xz", "zst"])
def test_a_bomb_is_refused(pack: Any) -> None:
    packed = pack(bytes(200_000_000))
    with pytest.raises(TableFault) as fault:
        read(packed)
    assert fault.value.code == "bomb"


def test_a_small_file_that_is_cut_gives_the_rows_before_the_cut() -> None:
    data = gzip.compress(
        b"\n".join(lines({**ROW, "id": str(n), "text": f"نص {n * 7919}"}) for n in range(300))
    )
    found: list[object] = []
    with pytest.raises(TableFault):
        for row in rows(io.BytesIO(data[:-20]), Columns(), Source(), max_bytes=10_000, now=NOW):
            found.append(row)  # noqa: PERF402 - what came before the fault counts
    assert len(found) > 280


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstd.compress], ids=["gz", "xz", "zst"])
def test_a_cut_file_gives_its_rows_and_then_says_so(pack: Any) -> None:
    data = pack(b"\n".join(lines({**ROW, "id": str(n), "text": f"نص {n * 7919}"}) for n in range(50_000)))
    found = []
    with pytest.raises(TableFault) as fault:
        for row in rows(io.BytesIO(data[: len(data) // 2]), Columns(), Source(), max_bytes=10_000, now=NOW):
            found.append(row)  # noqa: PERF402 - what came before the fault counts
    assert fault.value.code == "damaged"
    assert len(found) > 1_000


def test_columns_are_mapped() -> None:
    given = columns("text=body, outlet=source")
    row = only(read(lines({"body": "قال.", "source": "تود", "id": 7}), given))
    assert (row.text, row.source.publisher, row.source.external_id) == ("قال.", "تود", "7")


@pytest.mark.parametrize("pairs", ["body", "body=text", "text=", ""])
def test_a_malformed_map_is_refused(pairs: str) -> None:
    with pytest.raises(TableFault) as fault:
        columns(pairs)
    assert fault.value.code == "map"


def test_a_map_that_fits_no_row_names_the_columns_found() -> None:
    with pytest.raises(TableFault) as fault:
        read(lines(ROW), columns("text=body"))
    assert fault.value.code == "columns"
    assert "outlet" in str(fault.value)


def test_an_empty_table_has_no_rows() -> None:
    assert read(b"") == []


@pytest.mark.parametrize(
    ("cell", "value", "notes"),
    [
        (None, None, ()),
        ("", None, ()),
        ("2026-01-02", "2026-01-02", ()),
        ("2026-01-02T10:30:00+03:00", "2026-01-02T10:30:00+03:00", ()),
        ("Fri, 02 Jan 2026 10:30:00 +0300", "2026-01-02T10:30:00+03:00", ()),
        ("2026-01-11", "2026-01-11", ()),
        ("2027-01-02", "2027-01-02", ("future",)),
        ("2026-13-45", None, ("date",)),
        ("أمس", None, ("date",)),
        ("Mon, 1 Jan 99999999999999999999 00:00:00 +0000", None, ("date",)),
        ("Mon, 1 Jan 2024 00:00:00 +99999999999999", None, ("date",)),
    ],
)
def test_dates(cell: str | None, value: str | None, notes: tuple[str, ...]) -> None:
    assert stated(cell, NOW) == (value, notes)


def test_parquet_rows(tmp_path: Path) -> None:
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise

    path = tmp_path / "reports.parquet"
    table = pa.table(
        {"id": [1, 2], "body": ["قال.", None], "date": [datetime(2026, 1, 2, 10, tzinfo=UTC)] * 2}
    )
    pq.write_table(table, path)
    found = list(rows(path, columns("text=body"), Source(), max_bytes=1000, now=NOW))
    assert isinstance(found[0], Row)
    assert found[0].source.external_id == "1"
    assert found[0].source.published == "2026-01-02T10:00:00+00:00"
    assert faults(found) == [(2, "text")]


def test_times_that_python_cannot_tell_cost_no_row(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for times, wanted, notes in (
        (pa.array([10**14, 0], pa.timestamp("s")), [None, "1970-01-01T00:00:00"], [("date",), ()]),
        (pa.array([10**8, 1], pa.date32()), [None, "1970-01-02"], [("date",), ()]),
        # A zone of a made-up name: the moment is told all the same.
        (pa.array([0], pa.timestamp("us", "Talad/Qasabat")), ["1970-01-01T00:00:00+00:00"], [()]),
    ):
        path = tmp_path / "a.parquet"
        table = pa.table({"text": ["خبر قصير."] * len(times), "date": times, "other": times})
        pq.write_table(table, path)
        found = [one for one in rows(path, Columns(), Source(), max_bytes=1000) if isinstance(one, Row)]
        assert [one.source.published for one in found] == wanted
        assert [one.notes for one in found] == notes


def test_damaged_parquet_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "reports.parquet"
    path.write_bytes(b"PAR1 nothing of the kind")
    with pytest.raises(TableFault) as fault:
        list(rows(path, Columns(), Source(), max_bytes=1000))
    assert fault.value.code == "damaged"


@pytest.mark.parametrize(
    ("name", "table"),
    [("a.jsonl", True), ("a.jsonl.gz", True), ("A.NDJSON.XZ", True), ("a.parquet", True), ("a.json", False)],
)
def test_tables_are_told_by_name(name: str, table: bool) -> None:
    assert is_table(name) is table
