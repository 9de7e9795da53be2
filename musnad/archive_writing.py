"""The tables of an archive written: rows laid aside by day and number, sorted part by part, a file a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from musnad.archive_copies import copies_in
from musnad.archive_documents import Documents
from musnad.archive_origins import OriginsKept
from musnad.archive_spill import array, remove
from musnad.archive_tables import FIELDS, ORIGIN_FIELDS, UNDATED, arrow, schema
from musnad.export.tables import Row, copy_row, origin_cells, origin_row, report_row
from musnad.model import Copy
from musnad.postings import Numbers

# Rows sorted at once: statements take about a kilobyte each.
_ROWS: Final = 100_000
_BATCH: Final = 1_024


class Shelf:
    """Rows of a table laid aside by the numbers that they belong to, and written by day, in rising order.

    `days` are the names of days in their order, `day` has that of each number, `weight` how many rows of it
    there will be about.
    """

    def __init__(self, folder: Path, table: str, days: Sequence[str], day: Numbers, weight: Numbers) -> None:
        import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types

        self._folder = folder / table
        self._folder.mkdir(parents=True)
        self._days = days
        self._day = day
        self._shape = schema(table)
        whole = pa.int64()
        self._laid = pa.schema([*self._shape, ("_number", whole), ("_second", whole)])
        order = np.argsort(day, kind="stable")
        self._bucket = np.empty(len(day), dtype=np.int64)
        self._bucket[order] = (np.cumsum(weight[order]) - weight[order]) // _ROWS

    def add(self, rows: Any, number: Numbers, second: Numbers) -> None:
        """Lay rows (`pyarrow.Table`) aside; `second` orders those of one number."""
        import pyarrow as pa

        laid = rows.append_column("_number", pa.array(number, pa.int64()))
        laid = laid.append_column("_second", pa.array(second, pa.int64()))
        bucket = self._bucket[number]
        packed = pa.ipc.IpcWriteOptions(compression="zstd")
        for at in np.unique(bucket).tolist():
            with (
                (self._folder / f"{at:06}").open("ab") as out,
                pa.ipc.new_stream(out, self._laid, options=packed) as writer,
            ):
                writer.write_table(laid.filter(pa.array(bucket == at)))

    def write(self, target: Path) -> int:
        """Write what was laid aside below a folder; how many rows. Those of one number and place are one."""
        import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

        count = 0
        current, writer = "", None
        try:
            for day, table in self._sorted():
                if day != current or writer is None:
                    if writer is not None:
                        writer.close()
                    writer = pq.ParquetWriter(_file(target, day), self._shape, compression="zstd")
                    current = day
                writer.write_table(table)
                count += table.num_rows
            if writer is None:
                # No rows are still a table, which opens.
                writer = pq.ParquetWriter(_file(target, UNDATED), self._shape, compression="zstd")
        finally:
            if writer is not None:
                writer.close()
        remove(self._folder)
        return count

    def _sorted(self) -> Iterator[tuple[str, Any]]:
        """The rows by day and number, a stretch of a day at a time."""
        import pyarrow as pa

        for path in sorted(self._folder.iterdir()):
            table = pa.concat_tables(_laid(path))
            number = table.column("_number").to_numpy()
            second = table.column("_second").to_numpy()
            order = np.lexsort((second, number, self._day[number]))
            number, second = number[order], second[order]
            again = (np.diff(number, prepend=-1) == 0) & (np.diff(second, prepend=-1) == 0)
            order, day = order[~again], self._day[number[~again]]
            table = table.take(pa.array(order)).select(self._shape.names)
            edges = [0, *(np.flatnonzero(np.diff(day)) + 1).tolist(), len(day)]
            for begin, end in pairwise(edges):
                yield self._days[int(day[begin])], table.slice(begin, end - begin)


def _laid(path: Path) -> list[Any]:
    """The tables of a file, which holds one stream behind the other."""
    import pyarrow as pa

    found = []
    with pa.OSFile(str(path)) as stream:
        size = stream.size()
        while stream.tell() < size:
            found.append(pa.ipc.open_stream(stream).read_all())
    return found


def _file(target: Path, day: str) -> Path:
    folder = target / f"day={day}"
    folder.mkdir(parents=True)
    return folder / "part-0.parquet"


class _Names(Mapping[str, str]):
    """What the report of each version goes by."""

    def __init__(self, held: Documents) -> None:
        self._held = held

    def __getitem__(self, version: str) -> str:
        number = self._held.number(version) if len(version) == 64 and version.isalnum() else -1
        if number < 0:
            raise KeyError(version)
        return self._held.name(number)

    def __iter__(self) -> Iterator[str]:
        return map(self._held.version, range(len(self._held)))

    def __len__(self) -> int:
        return len(self._held)


def write_tables(
    parts: Sequence[Path], held: Documents, copies: Path, whence: OriginsKept, target: Path
) -> dict[str, int]:
    """Write all tables of an archive below a folder; how many rows each has."""
    laid = target / "laid"
    names = _Names(held)
    found = {"records": _records(parts, laid).write(target / "records")}
    for table in ("reports", "origins"):
        found[table] = _of_reports(table, held, whence, names, laid).write(target / table)
    for table in ("statements", "entities"):
        found[table] = _of_parts(table, parts, held, (whence, names), laid).write(target / table)
    found["copies"] = _copies(held, copies, names, laid).write(target / "copies")
    remove(laid)
    return {table: found[table] for table in FIELDS}


def _records(parts: Sequence[Path], laid: Path) -> Shelf:
    """The records of all sources, in the order of the sources, by the day of their report."""
    import pyarrow.parquet as pq

    total = sum(pq.read_metadata(part / "records.parquet").num_rows for part in parts)
    named: dict[str, int] = {}
    day = np.empty(total, dtype=np.int64)
    at = 0
    for part in parts:
        for name in _days(part):
            day[at] = named.setdefault(name, len(named))
            at += 1
    days = sorted(named)
    place = {name: n for n, name in enumerate(days)}
    turned = np.array([place[name] for name in named], dtype=np.int64)
    shelf = Shelf(laid, "records", days, turned[day] if total else day, np.ones(total, dtype=np.int64))
    at = 0
    for part in parts:
        table = pq.read_table(part / "records.parquet")
        numbers = np.arange(at, at + table.num_rows)
        shelf.add(table, numbers, np.zeros(len(numbers), dtype=np.int64))
        at += len(numbers)
    return shelf


def _days(part: Path) -> list[str]:
    """The day of each record of a part."""
    import pyarrow.parquet as pq

    versions = pq.read_table(part / "versions.parquet", columns=["version", "day"]).to_pydict()
    of = dict(zip(versions["version"], versions["day"], strict=True))
    records = pq.read_table(part / "records.parquet", columns=["version"])
    return [of.get(version, UNDATED) for version in records.column("version").to_pylist()]


def _of_reports(table: str, held: Documents, whence: OriginsKept, names: _Names, laid: Path) -> Shelf:
    days, day = held.order
    shelf = Shelf(laid, table, days, day, np.ones(len(held), dtype=np.int64))

    def row(number: int) -> Row:
        if table == "origins":
            return origin_row(whence.get(number), names)
        report = held.report(number)
        made = report_row(replace(report, text=""), int(held.counts[number]), whence.get(number))
        return {**made, "characters": int(held.characters[number])}

    for begin in range(0, len(held), _BATCH):
        numbers = np.arange(begin, min(len(held), begin + _BATCH))
        rows = arrow(map(row, numbers.tolist()), schema(table))
        shelf.add(rows, numbers, np.zeros(len(numbers), dtype=np.int64))
    return shelf


def _of_parts(
    table: str, parts: Sequence[Path], held: Documents, told: tuple[OriginsKept, _Names], laid: Path
) -> Shelf:
    """The rows of the newest versions alone, each with its origin where the table has one."""
    import pyarrow.parquet as pq

    days, day = held.order
    shelf = Shelf(laid, table, days, day, held.statements + 1)
    shape = schema(table)
    order = np.argsort(held.part, kind="stable")
    ends = np.searchsorted(held.part[order], np.arange(len(parts) + 1))
    for at, part in enumerate(parts):
        of = {int(held.row[number]): number for number in order[ends[at] : ends[at + 1]].tolist()}
        for batch in pq.ParquetFile(part / f"{table}.parquet").iter_batches(_BATCH):
            rows = [row for row in batch.to_pylist() if row["record"] in of]
            if not rows:
                continue
            numbers = np.array([of[row["record"]] for row in rows], dtype=np.int64)
            places = np.array([row["place"] for row in rows], dtype=np.int64)
            if set(ORIGIN_FIELDS) <= set(shape.names):
                _fill(rows, numbers, *told)
            shelf.add(arrow(rows, shape), numbers, places)
    return shelf


def _fill(rows: Sequence[Row], numbers: Numbers, whence: OriginsKept, names: _Names) -> None:
    """Say of statements what their origins are."""
    known = {number: dict(whence.get(number).statements) for number in np.unique(numbers).tolist()}
    for row, number in zip(rows, numbers.tolist(), strict=True):
        row.update(origin_cells(known[number].get(row["statement"]), names))


def _copies(held: Documents, copies: Path, names: _Names, laid: Path) -> Shelf:
    """The copies, by the day of the later report."""
    days, day = held.order
    laid.mkdir(exist_ok=True)
    weight = array(laid / "weight", "<i8", len(held))
    for one in copies_in(copies):
        weight[held.number(one.later)] += 1
    shelf = Shelf(laid, "copies", days, day, weight)
    for some in _batches(copies_in(copies)):
        later = np.array([held.number(one.later) for one in some], dtype=np.int64)
        earlier = np.array([held.number(one.earlier) for one in some], dtype=np.int64)
        shelf.add(arrow((copy_row(one, names) for one in some), schema("copies")), later, earlier)
    return shelf


def _batches(found: Iterable[Copy]) -> Iterator[list[Copy]]:
    left = iter(found)
    while some := list(islice(left, _BATCH)):
        yield some
