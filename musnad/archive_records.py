"""Sources of an archive, record by record: WARC files, and tables of reports.

Each record is one value: to be read, passed over with a reason, or put aside as damaged with the bytes where
it stands. The records of a WARC file cover all its bytes: none lies in two, none in none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from musnad.rows import Columns, Row, RowFault, TableFault, is_table, rows
from musnad.text import Source

Status = Literal["read", "skipped", "quarantined"]

MAX_BYTES: Final = 20 * 1024 * 1024
WARC: Final = (".warc", ".warc.gz")

# What is wrong with a row that is whole: it holds nothing to be read.
_PASSED_OVER: Final = frozenset({"text", "line"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading of a source goes on: its records up to `number` are done.

    `offset` is the byte of the file where the next record, or its packed member, begins; `inner` the byte of
    it within the unpacked member. Of tables only the number counts.
    """

    number: int = 0
    offset: int = 0
    inner: int = 0


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """How records are taken: the columns of tables, who published all of them if that is known, and from how
    many bytes on one is passed over.
    """

    columns: Columns = field(default_factory=Columns)
    publisher: str | None = None
    max_bytes: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a source, numbered from 1; 0 is the source as a whole, which could not be read.

    `status` is ``read`` where `data` (or `text`, for a row of a table) is still to be read as a report, of
    which `known` holds what the source says; else `code` and `detail` say why it is not. `offset` and
    `length` are its bytes in the file, or those of the packed member that it is in, where `inner` is where it
    begins. `behind` is where the next one begins.
    """

    source: str
    number: int
    status: Status
    behind: Place
    code: str | None = None
    detail: str | None = None
    address: str | None = None
    offset: int | None = None
    length: int | None = None
    inner: int | None = None
    data: bytes = b""
    text: str | None = None
    known: Source = field(default_factory=Source)


def is_archive(name: str) -> bool:
    """Whether a file of that name is taken as a source."""
    return name.lower().endswith(WARC) or is_table(name)


def records(name: str, options: RecordOptions, begin: Place | None = None) -> Iterator[Record]:
    """The records of the source of that name, in order, from a place on.

    The same source gives the same records, wherever reading of it was broken off. No damage raises; a file
    that cannot be opened is one record of number 0.
    """
    begin = begin if begin is not None else Place()
    if is_table(name):
        yield from _of_table(name, options, begin)
        return
    from musnad.archive_warc import warc_records

    try:
        yield from warc_records(name, options, begin)
    except OSError as error:
        yield _unreadable(name, begin, error)


def _of_table(name: str, options: RecordOptions, begin: Place) -> Iterator[Record]:
    number = begin.number
    known = Source(publisher=options.publisher)
    try:
        for row in rows(Path(name), options.columns, known, max_bytes=options.max_bytes):
            if row.number <= begin.number:
                continue
            number = row.number
            yield _row(name, row)
    except TableFault as fault:
        place = Place(number)
        yield Record(name, 0, "quarantined", place, fault.code, str(fault))
    except OSError as error:
        yield _unreadable(name, Place(number), error)


def _row(name: str, row: Row | RowFault) -> Record:
    place = Place(row.number)
    if isinstance(row, RowFault):
        status: Status = "skipped" if row.code in _PASSED_OVER else "quarantined"
        return Record(name, row.number, status, place, row.code, str(row))
    detail = "; ".join(row.notes) or None
    return Record(
        name,
        row.number,
        "read",
        place,
        detail=detail,
        address=row.source.url,
        data=row.data,
        text=row.text,
        known=row.source,
    )


def _unreadable(name: str, place: Place, error: OSError) -> Record:
    return Record(name, 0, "quarantined", place, "unreadable", error.strerror or str(error))
