"""Sources read on Spark: files to records, records to readings, by the same functions as on one machine.

A file is taken whole by the file systems of Spark and parted into its records by one worker; the records are
spread over all workers before they are read. A worker opens its model once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from musnad.archive_broken import Broken, breaks
from musnad.archive_reading import Part, read_part
from musnad.archive_record import Record, RecordOptions
from musnad.archive_records import is_archive, records
from musnad.briefs import unpacked
from musnad.corpus.entry import read_back, told
from musnad.direction import day_number
from musnad.export.tables import Row
from musnad.export.tabular import clean_value
from musnad.model import ReaderInfo
from musnad.postings import UNDATED
from musnad.reader import ReadOptions, reader_info
from musnad.spark_files import is_local, located
from musnad.spark_tables import Batches, Stages, batches, grouped, mapped, rows_of, shape

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

LARGEST: Final = 2**31 - 2**24
"""Bytes of the largest file that Spark hands over whole."""

_AT_ONCE: Final = 32


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that is to be read: as the table of records names it, where Spark finds it, and as it is now."""

    name: str
    path: str
    size: int
    modified: int


class Missing(ValueError):  # noqa: N818 - a source that is not there
    """A source of which Spark finds no file; `source` names it."""

    def __init__(self, source: str) -> None:
        super().__init__(f"{source}: no file is found by that name")
        self.source = source


def listed(stages: Stages, sources: Sequence[str]) -> list[Listed]:
    """The files that sources stand for, in the order of the sources. Raises `Missing`."""
    from pyspark.errors import AnalysisException

    found: dict[str, Listed] = {}
    for source in dict.fromkeys(sources):
        local = is_local(source)
        own = local and Path(source).is_file()
        place = located(source)
        reader = stages.session.read.format("binaryFile").option("recursiveFileLookup", "true")
        try:
            frame = reader.load(_literal(place) if local and Path(source).exists() else place)
            every = frame.select("path", "length", "modificationTime").collect()
        except AnalysisException as error:
            raise Missing(source) from error
        # What is named itself is read whatever it is called.
        files = [one for one in every if own or is_archive(one.path) or _same(one.path, place)]
        if not files:
            raise Missing(source)
        for file in sorted(files, key=lambda one: str(one.path)):
            # A file that was named itself keeps its name; what a folder or a pattern gives goes by its path.
            name = source if own else file.path.removeprefix("file:") if local else file.path
            stamp = int(file.modificationTime.timestamp() * 1000)
            # Once, whatever names it is asked for by.
            found.setdefault(file.path, Listed(name, file.path, file.length, stamp))
    return list(found.values())


def _literal(place: str) -> str:
    """A place as a pattern that stands for it alone."""
    return re.sub(r"[\\{}\[\]*?]", r"\\\g<0>", place)


def _same(path: str, place: str) -> bool:
    return re.sub(r":/+", ":/", path) == re.sub(r":/+", ":/", place)


def read_sources(
    stages: Stages, files: Sequence[Listed], first: int, options: tuple[RecordOptions, ReadOptions], name: str
) -> DataFrame:
    """Read files, numbered from `first` on; the stage of that name, with a row for every record.

    `day`, `version` and what follows it are null where a record was not read.
    """
    taken, reading = options
    places = {one.path: (first + at, one.name) for at, one in enumerate(files)}
    paths = [_literal(one.path) for one in files]
    content = stages.session.read.format("binaryFile").load(paths).select("path", "content")
    known = stages.context.broadcast(places)
    told_taken = told(taken)
    split = mapped(content, partial(_split, places=known, options=told_taken), _record_shape())
    # By their numbers, so that a task that is done again takes the same records.
    spread = split.repartition(stages.partitions, "place", "number")
    given = stages.context.broadcast((told(replace(reading, threads=1)), told(reader_info(reading))))
    made = mapped(spread, partial(_read, options=given), reading_shape())
    return stages.keep(made, name)


def unread(stages: Stages, readings: DataFrame, files: Sequence[Listed]) -> list[Broken]:
    """The files that were not read, or not to their end, in their order."""
    sizes = stages.context.broadcast({clean_value(one.name): one.size for one in files})
    damaged = readings.where("status = 'quarantined'").select("place", "number", "record")
    rows = mapped(damaged, partial(_unread, sizes=sizes), _unread_shape())
    found = sorted((row.place, row.number, bytes(row.record)) for row in rows.collect())
    told_of = [msgspec.json.decode(record) for *_, record in found]
    return [Broken(row["source"], row["code"], row["detail"]) for row in told_of]


def _unread(found: Batches, sizes: Any) -> Iterator[Any]:
    rows = rows_of(found)
    of_whole = (
        row
        for row in rows
        if breaks(record := msgspec.json.decode(row["record"]), sizes.value[record["source"]])
    )
    return batches(of_whole, _unread_shape())


def _unread_shape() -> Any:
    return shape(place="whole", number="whole", record="bytes")


# --- files to records ---


def _record_shape() -> Any:
    return shape(place="whole", number="whole", head="bytes", data="bytes", text="bytes")


def _split(found: Batches, places: Any, options: bytes) -> Iterator[Any]:
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types

    given = read_back(options, RecordOptions)

    def made() -> Iterator[Row]:
        for batch in found:
            for path, content in zip(batch.column("path"), batch.column("content"), strict=True):
                place, name = places.value[path.as_py()]
                for record in records(name, given, held=pa.BufferReader(content.as_buffer())):
                    text = record.text
                    yield {
                        "place": place,
                        "number": record.number,
                        "head": told(replace(record, data=b"", text=None)),
                        "data": record.data,
                        "text": None if text is None else text.encode("utf-8", "surrogatepass"),
                    }

    return batches(made(), _record_shape())


# --- records to readings ---


def reading_shape() -> Any:
    """What is kept of a record: its account, and all that is taken later of the version that it gave."""
    return shape(
        place="whole",
        number="whole",
        status="text",
        record="bytes",
        version="text",
        id="text",
        name="text",
        day="text",
        seen="text",
        published="text",
        date="small",
        publisher="text",
        statements="whole",
        characters="whole",
        known="bytes",
        text="bytes",
        words="bytes",
        brief="bytes",
        statement_rows="bytes",
        entity_rows="bytes",
    )


def _read(found: Batches, options: Any) -> Iterator[Any]:
    how, reader = options.value
    given = read_back(how, ReadOptions)
    wanted, own = read_back(reader, ReaderInfo), reader_info(given)
    if own != wanted:
        # Rows of two readers would make an archive of neither.
        raise RuntimeError(f"a worker would read as {own}, and not as {wanted}: install the same on all")

    def made() -> Iterator[Row]:
        for some in grouped(rows_of(found), _AT_ONCE):
            part = read_part([_record(row) for row in some], given)
            yield from _rows(some, part)

    return batches(made(), reading_shape())


def _record(row: Row) -> Record:
    text = row["text"]
    return replace(
        read_back(row["head"], Record),
        data=row["data"],
        text=None if text is None else text.decode("utf-8", "surrogatepass"),
    )


def _rows(some: Iterable[Row], part: Part) -> Iterator[Row]:
    """A row for every record, with the version that it gave if it gave one."""
    versions = enumerate(part.versions.to_pylist())
    statements, entities = _Rows(part.statements.to_pylist()), _Rows(part.entities.to_pylist())
    for row, account in zip(some, part.records.to_pylist(), strict=True):
        known: Mapping[str, Any] = {}
        if account["status"] == "read":
            at, version = next(versions)
            side = _side(version["brief"])
            day = day_number(side.published)
            known = {
                **version,
                "date": UNDATED if day is None else day,
                "publisher": side.publisher or None,
                "statement_rows": statements.of(at),
                "entity_rows": entities.of(at),
            }
        yield {
            **known,
            "place": row["place"],
            "number": row["number"],
            "status": account["status"],
            "record": msgspec.json.encode(account),
        }


def _side(brief: bytes) -> Any:
    held = unpacked(brief)
    if held is None:
        raise ValueError("a brief that was just made is of another form")
    return held.side


class _Rows:
    """Rows of one record after the other."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows: dict[int, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row.pop("record"), []).append(row)

    def of(self, record: int) -> bytes:
        """The rows of a record in their order."""
        return msgspec.json.encode(self._rows.get(record, []))
