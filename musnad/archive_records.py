"""Sources of an archive, record by record: WARC files, and tables of reports.

Each record is one value: to be read, passed over with a reason, or put aside as damaged with the bytes where
it stands. The records of a WARC file cover all its bytes: none lies in two, none in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Final

from musnad.archive_record import END, Place, Record, RecordOptions, Status
from musnad.archive_warc import warc_records
from musnad.rows import PARQUET, Row, RowFault, TableFault, is_table, rows
from musnad.text import Source

WARC: Final = (".warc", ".warc.gz", ".warc.zst")

# What is wrong with a row that is whole: it holds nothing to be read.
_PASSED_OVER: Final = frozenset({"text", "line"})


def is_archive(name: str) -> bool:
    """Whether a file of that name is taken as a source."""
    return name.lower().endswith(WARC) or is_table(name)


def records(
    name: str, options: RecordOptions, begin: Place | None = None, held: BinaryIO | None = None
) -> Iterator[Record]:
    """The records of the source of that name, in order, from a place on; `held` is what is in it, as a
    seekable stream, where it is no file here.

    The same source gives the same records, wherever reading of it was broken off. No damage raises; a file
    that cannot be opened is one record of number 0.
    """
    begin = begin if begin is not None else Place()
    if begin == END:
        return
    try:
        with Path(name).open("rb") if held is None else nullcontext(held) as stream:
            yield from (_of_table if is_table(name) else warc_records)(name, stream, options, begin)
    except OSError as error:
        yield _unreadable(name, error)
    except Exception as error:  # the other sources are still to be read
        detail = f"{type(error).__name__}: {error}"
        yield Record(name, 0, "quarantined", END, "fault", detail)


def _of_table(name: str, stream: BinaryIO, options: RecordOptions, begin: Place) -> Iterator[Record]:
    known = Source(publisher=options.publisher)
    parquet = name.lower().endswith(PARQUET)
    try:
        passed = _passed_of_parquet(stream) if parquet else lambda _number: stream.tell()
        for row in rows(stream, options.columns, known, max_bytes=options.max_bytes, parquet=parquet):
            if row.number > begin.number:
                yield _row(name, row, Place(row.number, passed(row.number)))
    except TableFault as fault:
        yield Record(name, 0, "quarantined", END, fault.code, str(fault))


def _passed_of_parquet(stream: BinaryIO) -> Callable[[int], int]:
    """About how many bytes of a file were read with so many of its rows."""
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise

    size = stream.seek(0, 2)
    try:
        count = pq.read_metadata(stream).num_rows
    except pa.ArrowException:  # which reading the rows will say
        count = 0
    return lambda number: size * number // max(1, count)


def _row(name: str, row: Row | RowFault, place: Place) -> Record:
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


def _unreadable(name: str, error: OSError) -> Record:
    return Record(name, 0, "quarantined", END, "unreadable", error.strerror or str(error))
