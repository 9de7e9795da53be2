"""Tables of reports, row by row: JSON Lines, plain or compressed, and Parquet, under a map of columns.

A row that cannot be used is a `RowFault` with its number, and the rest goes on; a table that cannot be
read further is a `TableFault`. What a compressed file unpacks to is bounded: a line by `max_bytes`, the
whole by what text can be compressed to.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

from musnad.text import Source

SUFFIXES: Final = (".jsonl", ".ndjson")
PACKED: Final = (".gz", ".zst", ".xz")
PARQUET: Final = ".parquet"
FIELDS: Final = ("id", "outlet", "date", "title", "byline", "url", "text")

# The 8,176 reports of ../shared/corpus as JSON Lines pack to a quarter by gzip and to a sixth by xz; zeros
# pack to a thousandth and less.
_DENSEST = 400
_UNSUSPECTED = 64 * 1024 * 1024
_CHUNK = 1 << 20
# Frames that ask for more memory than this power of two to unpack are refused.
_WINDOW_LOG = 27
_BATCH = 256


class RowFault(ValueError):  # noqa: N818 - a value among the rows, named by number, as often as an exception
    """A row that is no report. Codes: ``json`` (`reason`), ``row`` (`kind`), ``text``, ``column`` (`column`),
    ``encoding``, ``line`` (`limit`).
    """

    def __init__(self, number: int, code: str, message: str, **parameters: str | int) -> None:
        super().__init__(message)
        self.number = number
        self.code = code
        self.parameters = parameters


class TableFault(ValueError):  # noqa: N818 - likewise
    """A table that cannot be read, or not further. Codes: ``map`` (`part`), ``columns`` (`wanted`, `found`),
    ``damaged`` (`reason`), ``bomb`` (`limit`).
    """

    def __init__(self, code: str, message: str, **parameters: str | int) -> None:
        super().__init__(message)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Row:
    """One report of a table: its number from 1, the bytes of its line, and what is known of it.

    `notes` say what is odd: ``date`` where it is in no form that is read, ``future`` where it is to come.
    """

    number: int
    data: bytes
    text: str
    source: Source
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds each of `FIELDS`."""

    names: tuple[tuple[str, str], ...] = tuple((field, field) for field in FIELDS)

    def of(self, field: str) -> str:
        """The column that holds a field."""
        return dict(self.names)[field]


def columns(pairs: str) -> Columns:
    """The map that ``text=body,date=published_at`` stands for; fields not named keep their own name.

    Raises `TableFault` (``map``).
    """
    names = dict(Columns().names)
    for pair in pairs.split(","):
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or field not in names or not column:
            message = f"{pair!r} maps no column: write field=column, with a field of {', '.join(FIELDS)}"
            raise TableFault("map", message, part=pair, fields=", ".join(FIELDS))
        names[field] = column
    return Columns(tuple(names.items()))


def is_table(name: str) -> bool:
    """Whether a file of that name is read as a table."""
    lower = name.lower()
    for packed in PACKED:
        lower = lower.removesuffix(packed)
    return lower.endswith(SUFFIXES) or name.lower().endswith(PARQUET)


def rows(
    source: Path | BinaryIO,
    given: Columns,
    known: Source,
    *,
    max_bytes: int,
    now: datetime | None = None,
    parquet: bool = False,
) -> Iterator[Row | RowFault]:
    """The rows of a table in their order; what `known` holds wins over what a row says.

    Parquet is told from the name of a path, or by `parquet` of a seekable stream; packed JSON Lines by their
    first bytes. Raises `TableFault` and `OSError`.
    """
    today = now if now is not None else datetime.now(UTC)
    parquet = parquet or (isinstance(source, Path) and source.name.lower().endswith(PARQUET))
    lines = _parquet(source) if parquet else _json_lines(source, max_bytes)
    fitting = False
    seen: dict[str, None] = {}
    for number, data, value in lines:
        if isinstance(value, RowFault):
            yield value
            continue
        if not isinstance(value, dict):
            kind = type(value).__name__
            yield RowFault(number, "row", f"a row is an object of columns, not a {kind}", kind=kind)
            continue
        fitting = fitting or given.of("text") in value
        if not fitting:
            seen.update(dict.fromkeys(map(str, value)))
        yield _row(number, data, value, given, known, today)
    if seen and not fitting:
        wanted, found = given.of("text"), ", ".join(list(seen)[:20])
        message = f"no row has the column {wanted!r}: name the one that holds the text, of {found}"
        raise TableFault("columns", message, wanted=wanted, found=found)


def _row(
    number: int, data: bytes, value: Mapping[str, Any], given: Columns, known: Source, now: datetime
) -> Row | RowFault:
    cells: dict[str, str | None] = {}
    for field, column in given.names:
        cell = value.get(column)
        if cell is not None and not isinstance(cell, str | int | float | date):
            return RowFault(number, "column", f"the column {column!r} holds no text", column=column)
        cells[field] = None if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
    text = cells["text"]
    if text is None or not text.strip():
        return RowFault(number, "text", "the row has no text")
    published, notes = stated(cells["date"], now)
    told = Source(
        publisher=cells["outlet"] or None,
        published=published,
        title=cells["title"] or None,
        external_id=cells["id"] or None,
        byline=cells["byline"] or None,
        url=cells["url"] or None,
    )
    over = {name: held for name in ("publisher", "published", "byline") if (held := getattr(known, name))}
    return Row(number, data, text, replace(told, **over), notes)


def stated(value: str | None, now: datetime) -> tuple[str | None, tuple[str, ...]]:
    """The ISO 8601 day or date-time that a cell states (ISO 8601, RFC 5322), and notes on it."""
    if value is None or not value.strip():
        return None, ()
    cell = value.strip()
    try:
        found = date.fromisoformat(cell) if len(cell) == len("2024-05-17") else datetime.fromisoformat(cell)
    except ValueError:
        try:
            found = parsedate_to_datetime(cell)
        except (ValueError, IndexError, TypeError, OverflowError):
            return None, ("date",)
    day = found.date() if isinstance(found, datetime) else found
    later = day > now.date() + timedelta(days=1)
    return found.isoformat(), ("future",) if later else ()


_Line = tuple[int, bytes, Any]


def _json_lines(source: Path | BinaryIO, max_bytes: int) -> Iterator[_Line]:
    with _unpacked(source) as stream:
        for number, line in enumerate(_lines(stream, max_bytes), 1):
            if line is None:
                message = f"the line is longer than {max_bytes} bytes: raise the limit"
                yield number, b"", RowFault(number, "line", message, limit=max_bytes)
            elif line.strip():
                yield number, line, _parsed(number, line)


def _parsed(number: int, line: bytes) -> Any:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        return RowFault(number, "encoding", "the line is not UTF-8")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        reason = getattr(error, "msg", "nested too deeply" if deep else "a number of too many digits")
        return RowFault(number, "json", f"the line is no JSON: {reason}", reason=reason)


def _lines(stream: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """The lines of a stream without their ends, None for one longer than `limit`, which is passed over."""
    held = bytearray()
    skipping = False
    while block := stream.read(_CHUNK):
        *ended, rest = block.split(b"\n")
        for piece in ended:
            held += piece
            yield None if skipping or len(held) > limit else bytes(held).removesuffix(b"\r")
            held.clear()
            skipping = False
        held += rest
        if len(held) > limit:
            held.clear()
            skipping = True
    if held or skipping:
        yield None if skipping else bytes(held).removesuffix(b"\r")


_MAGIC: Final = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst", b"\xfd7zXZ\x00": "xz"}


@contextmanager
def _unpacked(source: Path | BinaryIO) -> Iterator[IO[bytes]]:
    """A stream of what a file holds, unpacked as its first bytes ask, and no further than text goes."""
    opened = source.open("rb") if isinstance(source, Path) else source
    try:
        counted = _Counted(opened)
        head = counted.peek(6)
        kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
        yield cast("IO[bytes]", _Bounded(_decompressor(kind, counted), counted) if kind else counted)
    finally:
        if isinstance(source, Path):
            opened.close()


def _decompressor(kind: str, stream: _Counted) -> BufferedIOBase:
    raw = cast("BinaryIO", stream)
    if kind == "gz":
        import gzip

        return gzip.GzipFile(fileobj=raw)
    if kind == "xz":
        import lzma

        return cast("BufferedIOBase", lzma.LZMAFile(raw))
    if sys.version_info >= (3, 14):
        from compression.zstd import DecompressionParameter, ZstdFile
    else:
        from backports.zstd import DecompressionParameter, ZstdFile
    options = {int(DecompressionParameter.window_log_max): _WINDOW_LOG}
    return cast("BufferedIOBase", ZstdFile(raw, options=options))


class _Counted:
    """A stream whose first bytes can be looked at, and which counts what was read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""
        self.count = 0

    def peek(self, size: int) -> bytes:
        self._ahead += self._stream.read(size - len(self._ahead))
        return self._ahead

    def read(self, size: int = -1) -> bytes:
        held, self._ahead = self._ahead, b""
        if size >= 0 and len(held) > size:
            held, self._ahead = held[:size], held[size:]
        data = held + (self._stream.read(size - len(held) if size >= 0 else -1) if size != len(held) else b"")
        self.count += len(data)
        return data

    def seekable(self) -> bool:
        return False

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()

    @property
    def closed(self) -> bool:
        return self._stream.closed


class _Bounded:
    """What a decompressor gives; raises `TableFault` where that is damaged, or more than text unpacks to."""

    def __init__(self, stream: BufferedIOBase, packed: _Counted) -> None:
        self._stream = stream
        self._packed = packed
        self._count = 0

    def read(self, size: int = -1) -> bytes:
        try:
            # What was unpacked before the damage is given first: `read` would take it away with it.
            data = self._stream.read1(size)
        except Exception as error:  # EOFError, BadGzipFile, zlib.error, LZMAError, ZstdError: no common kind
            reason = str(error) or type(error).__name__
            raise TableFault("damaged", f"the file is damaged: {reason}", reason=reason) from error
        self._count += len(data)
        if self._count > _UNSUSPECTED and self._count > _DENSEST * self._packed.count:
            message = f"the file unpacks to more than {_DENSEST} times its size, as no text does"
            raise TableFault("bomb", message, limit=_DENSEST)
        return data


def _parquet(source: Path | BinaryIO) -> Iterator[_Line]:
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise

    try:
        packed = source.stat().st_size if isinstance(source, Path) else source.seek(0, 2)
        with pq.ParquetFile(source) as table:
            for at in range(table.metadata.num_row_groups):
                size = table.metadata.row_group(at).total_byte_size
                if size > max(_UNSUSPECTED, _DENSEST * packed):
                    message = f"the file unpacks to more than {_DENSEST} times its size, as no text does"
                    raise TableFault("bomb", message, limit=_DENSEST)
            number = 0
            for batch in table.iter_batches(batch_size=_BATCH):
                for value in _values(batch):
                    number += 1
                    yield number, _line(value), value
    except pa.ArrowException as error:
        raise TableFault("damaged", f"the file is damaged: {error}", reason=str(error)) from error


def _values(batch: Any) -> list[dict[str, Any]]:
    """The rows of a batch of Arrow; a column that Python has no values for is as Arrow writes it."""
    try:
        return cast("list[dict[str, Any]]", batch.to_pylist())
    except Exception:  # OverflowError, ValueError, UnknownTimeZoneError: no common kind
        columns = {name: _cells(batch.column(at)) for at, name in enumerate(batch.schema.names)}
    return [{name: cells[at] for name, cells in columns.items()} for at in range(batch.num_rows)]


def _cells(column: Any) -> list[Any]:
    import pyarrow as pa

    kinds = [column.type, pa.string()]
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        # The same moments, where the zone is one that nobody knows.
        kinds.insert(1, pa.timestamp(column.type.unit, "UTC"))
    for kind in kinds:
        try:
            return cast("list[Any]", column.cast(kind).to_pylist())
        except Exception:  # a time beyond the year 9999; the next may serve
            continue
    return [None] * len(column)


def _line(value: Mapping[str, Any]) -> bytes:
    """A row of Parquet as the line of JSON that is kept of it."""
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True).encode("utf-8", "surrogatepass")
