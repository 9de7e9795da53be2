"""Sources of an archive, record by record: WARC files, and tables of reports.

Each record is one value: to be read, passed over with a reason, or put aside as damaged with the bytes where
it stands. The records of a WARC file cover all its bytes: none lies in two, none in none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from musnad.archive_record import Place, Record, RecordOptions, Status
from musnad.archive_warc import warc_records
from musnad.rows import Row, RowFault, TableFault, is_table, rows
from musnad.text import Source

WARC: Final = (".warc", ".warc.gz")

# What is wrong with a row that is whole: it holds nothing to be read.
_PASSED_OVER: Final = frozenset({"text", "line"})


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
