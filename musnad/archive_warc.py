"""What of the records of a WARC file are pages to be read: answers and resources that hold text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urlsplit

from musnad.archive_frames import Frame, frames
from musnad.archive_record import Place, Record, RecordOptions
from musnad.text import Source

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

# What is sent as no type at all, or as bytes, is looked at before it is turned down.
_READ: Final = frozenset({
    "", "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/octet-stream",
    "unknown/unknown", "text/xhtml",
})  # fmt: skip
_OK: Final = 200
# Frames that are as they should be, and hold no record.
_HOLD_NONE: Final = frozenset({"dictionary", "extension"})


class _Passed(Exception):  # noqa: N818 - a record passed over is no error
    """A record that is not read: ``skipped`` or ``quarantined``, and why."""

    def __init__(self, code: str, detail: str | None = None, *, damaged: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.damaged = damaged


def warc_records(name: str, stream: IO[bytes], options: RecordOptions, begin: Place) -> Iterator[Record]:
    """The records of a WARC file of that name from a place on, plain or packed by gzip or Zstandard.

    Raises OSError.
    """
    number = begin.number
    for frame in frames(stream, options.max_bytes, begin.offset, begin.inner):
        number += 1
        place = Place(number, frame.next_offset, frame.next_inner)
        yield _record(name, frame, place, options)


def _record(name: str, frame: Frame, place: Place, options: RecordOptions) -> Record:
    told = _Told(name, frame, place)
    if frame.code in _HOLD_NONE:
        return told.record("skipped", frame.code, frame.detail)
    if frame.code is not None and frame.code != "over-limit":
        return told.record("quarantined", frame.code, frame.detail)
    address = None
    try:
        archived = _parsed(frame.data)
        address = archived.headers.get("WARC-Target-URI")
        address = address.strip("<> ") if address else None
        data, known = _page(archived, address, frame, options)
    except _Passed as passed:
        status = "quarantined" if passed.damaged else "skipped"
        return told.record(status, passed.code, passed.detail, address)
    except Exception as error:  # the other records are still to be read
        return told.record("quarantined", "fault", f"{type(error).__name__}: {error}", address)
    return told.record("read", address=address, data=data, known=known)


@dataclass(frozen=True, slots=True)
class _Told:
    """Where a record stands."""

    name: str
    frame: Frame
    place: Place

    def record(
        self,
        status: str,
        code: str | None = None,
        detail: str | None = None,
        address: str | None = None,
        data: bytes = b"",
        known: Source | None = None,
    ) -> Record:
        return Record(
            self.name,
            self.place.number,
            "read" if status == "read" else "skipped" if status == "skipped" else "quarantined",
            self.place,
            code,
            detail,
            address,
            self.frame.offset,
            self.frame.length,
            self.frame.inner,
            data,
            None,
            known if known is not None else Source(),
        )


def _parsed(data: bytes) -> WarcRecord:
    """The one record that these bytes are."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    try:
        found = next(
            iter(ArchiveIterator(BytesIO(data), record_types=WarcRecordType.any_type, parse_http=False)), None
        )
    except (OSError, ValueError) as error:
        raise _Passed("header", str(error), damaged=True) from error
    if found is None:
        raise _Passed("header", "no record of any type", damaged=True)
    return found


def _page(
    archived: WarcRecord, address: str | None, frame: Frame, options: RecordOptions
) -> tuple[bytes, Source]:
    """The bytes of a page and what is known of it. Raises `_Passed`."""
    sort = (archived.headers.get("WARC-Type") or "").lower()
    if sort not in ("response", "resource"):
        raise _Passed("type", sort or None, damaged=not sort)
    scheme, path = _address(address)
    if scheme not in ("http", "https"):
        raise _Passed("not-http", scheme or None)
    if path.lower() == "/robots.txt":
        raise _Passed("robots")
    if frame.code is not None:
        raise _Passed(frame.code, frame.detail)
    if cut := archived.headers.get("WARC-Truncated"):
        raise _Passed("cut", cut)
    known = Source(publisher=options.publisher, url=address, captured=_captured(archived))
    if sort == "resource":
        stated = archived.headers.get("Content-Type") or ""
        media, charset = _media(stated), _charset(stated)
        data = _body(archived, options.max_bytes)
    else:
        data, media, charset = _answer(archived, options.max_bytes)
    if media not in _READ:
        raise _Passed("media-type", media)
    if not data.strip():
        raise _Passed("empty")
    return data, Source(
        publisher=known.publisher,
        url=known.url,
        captured=known.captured,
        charset=charset,
        content_type=media or None,
    )


def _answer(archived: WarcRecord, limit: int) -> tuple[bytes, str, str | None]:
    """The body of an answer of HTTP, its media type and charset. Raises `_Passed`."""
    stated = (archived.headers.get("Content-Type") or "application/http").lower()
    if not stated.startswith("application/http"):
        raise _Passed("not-http", _media(stated))
    try:
        archived.parse_http(auto_decode="all")
    except (OSError, ValueError) as error:
        raise _Passed("http", str(error), damaged=True) from error
    headers = archived.http_headers
    line = None if headers is None else headers.status_line
    if headers is None or line is None or not line.startswith("HTTP/"):
        raise _Passed("not-http", "the block is no answer of HTTP")
    if headers.status_code is None:
        raise _Passed("http", line[:100], damaged=True)
    if headers.status_code != _OK:
        raise _Passed("status", str(headers.status_code))
    media = headers.get("Content-Type") or ""
    if _media(media) not in _READ:
        raise _Passed("media-type", _media(media))
    return _body(archived, limit), _media(media), _charset(media)


def _body(archived: WarcRecord, limit: int) -> bytes:
    try:
        data = archived.reader.read(limit + 1)
    except (OSError, ValueError) as error:
        raise _Passed("http", str(error), damaged=True) from error
    if len(data) > limit:
        raise _Passed("over-limit", f"more than {limit} bytes")
    return bytes(data)


def _media(stated: str) -> str:
    return stated.split(";")[0].strip().lower()


def _charset(stated: str) -> str | None:
    for part in stated.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def _address(address: str | None) -> tuple[str, str]:
    """The scheme and path of an address; empty where it is none."""
    try:
        parts = urlsplit(address or "")
        return parts.scheme.lower(), parts.path
    except ValueError:
        return "", ""


def _captured(archived: WarcRecord) -> str | None:
    """When a record was captured, as an ISO 8601 date-time in UTC; None where it does not say."""
    stated = archived.headers.get("WARC-Date")
    try:
        when = datetime.fromisoformat(stated) if stated else None
        if when is None:
            return None
        when = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
        return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):  # also the first hours of the year 1 in the east
        return None
