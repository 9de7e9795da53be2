"""Rows of plain values as files: JSON Lines, CSV as in `export.csv`, and Parquet; written as they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO, Final

from musnad.export.csv import BOM, cell
from musnad.export.tables import FieldKind, Row, Table

_BATCH: Final = 1000


def write_lines(_table: Table, rows: Iterable[Row], out: BinaryIO) -> None:
    """An object a line, UTF-8; lone surrogates, which have no UTF-8 form, become question marks."""
    out.writelines((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "replace") for row in rows)


def write_csv(table: Table, rows: Iterable[Row], out: BinaryIO) -> None:
    """RFC 4180 with a byte order mark; lists stand in their cells as JSON."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    lines.write(BOM)
    writer.writerow(table.fields)
    for some in _batches(rows):
        for row in some:
            writer.writerow([cell(_plain(row[field])) for field in table.fields])
        out.write(lines.getvalue().encode("utf-8", "replace"))
        lines.seek(0)
        lines.truncate()
    out.write(lines.getvalue().encode("utf-8", "replace"))


def _plain(value: Any) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def arrow_schema(fields: Mapping[str, FieldKind]) -> Any:
    """The Arrow schema (`pyarrow.Schema`) of a table with these fields."""
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types

    text, whole = pa.string(), pa.int64()
    kinds = {
        "text": text,
        "number": pa.float64(),
        "count": whole,
        "flag": pa.bool_(),
        "texts": pa.list_(text),
        "pairs": pa.list_(pa.list_(text)),
        "spans": pa.list_(pa.list_(whole)),
        "passages": pa.list_(pa.list_(whole)),
    }
    return pa.schema([(field, kinds[kind]) for field, kind in fields.items()])


def write_parquet(table: Table, rows: Iterable[Row], out: BinaryIO) -> None:
    """Apache Parquet, compressed with Zstandard, with a column for each field."""
    import pyarrow as pa
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

    schema = arrow_schema(table.fields)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for some in _batches(rows):
            clean = [{field: clean_value(row[field]) for field in table.fields} for row in some]
            writer.write_table(pa.Table.from_pylist(clean, schema))


def clean_value(value: Any) -> Any:
    """A value without lone surrogates, which Arrow refuses."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [clean_value(one) for one in value] if isinstance(value, list) else value


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        yield some


WRITERS: Final[dict[str, Callable[[Table, Iterable[Row], BinaryIO], None]]] = {
    "jsonl": write_lines,
    "csv": write_csv,
    "parquet": write_parquet,
}
