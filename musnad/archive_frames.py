"""Where the records of a WARC file begin and end, told so that damage costs no more than what is damaged.

A frame is a stretch of bytes that is one record, or that is none: bytes between records, a header that cannot
be read, a length that does not lead to the next record, the rest of a packed member that is cut off or
damaged. The frames of a file follow one another without a gap. After damage the next record is found by its
first line, the next packed member by its first bytes. Format: ISO 28500:2017 (WARC 1.1), plain or packed as
`archive_packing` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from musnad.archive_packing import (
    CHUNK,
    GZIP,
    RECORD,
    ZSTANDARD,
    Fault,
    Packing,
    member,
    packing_of,
    skippable,
    unpack,
)

_NEXT: Final = re.compile(rb"WARC/\d\.\d\r?\n(?=[A-Za-z][A-Za-z0-9-]{0,40}[ \t]*:)")
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(
    rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)

# Headers of crawlers take some 500 bytes; those of HTTP that are allowed by servers, 8 to 64 KB.
_HEADER: Final = 64 * 1024
# Up to here an unpacked member stays in memory.
_HELD: Final = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Frame:
    """One stretch: `offset` and `length` in the file, of the packed member it stands in where there is one,
    `inner` its begin in the unpacked member, and where the next stretch begins.

    `code` is None for a record, whose `data` is its header and block; ``over-limit`` for one that is larger
    than asked for, of which `data` is the header alone; ``dictionary`` and ``extension`` for the skippable
    frames of Zstandard, which hold no record; else what is wrong: ``stray``, ``header``, ``length``,
    ``truncated``, ``damaged``, ``bomb``, ``packing``.
    """

    offset: int
    length: int
    inner: int | None
    next_offset: int
    next_inner: int
    code: str | None = None
    detail: str | None = None
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of an unpacked stream, as `Frame` has it."""

    begin: int
    end: int
    code: str | None = None
    detail: str | None = None
    data: bytes = b""


def frames(stream: IO[bytes], limit: int, offset: int = 0, inner: int = 0) -> Iterator[Frame]:
    """The frames of a seekable stream from a place on; blocks longer than `limit` are passed over."""
    size = stream.seek(0, 2)
    try:
        packing = _packing(stream, size)
    except ValueError as error:
        if offset < size:
            yield Frame(0, size, None, size, 0, "packing", str(error))
        return
    if packing is not None:
        yield from _packed(stream, size, packing, limit, (offset, inner))
        return
    for piece in _pieces(stream, offset, size, limit):
        length = piece.end - piece.begin
        yield Frame(piece.begin, length, None, piece.end, 0, piece.code, piece.detail, piece.data)


def _packing(stream: IO[bytes], size: int) -> Packing | None:
    """How a file is packed; where its first bytes are damaged, as what follows them is. Raises ValueError."""
    found = packing_of(stream, size)
    if found is not None or _at(stream, 0, len(RECORD)) == RECORD:
        return found
    end = _found(stream, 0, size)
    for packing in (GZIP, ZSTANDARD):
        if (first := member(stream, 0, end, packing)) < end:
            found, end = packing, first
    return found


# --- plain ---


def _pieces(stream: IO[bytes], begin: int, size: int, limit: int, *, whole: bool = True) -> Iterator[_Piece]:
    """The stretches from `begin` to `size`; where the stream is not `whole`, up to the record that is cut."""
    at = begin
    while at < size:
        piece = _piece(stream, at, size, limit)
        if not whole and piece.end >= size:
            # What is cut off may look whole: of the last stretch nothing is certain.
            return
        yield piece
        at = piece.end


def _piece(stream: IO[bytes], at: int, size: int, limit: int) -> _Piece:
    head = _at(stream, at, min(_HEADER, size - at))
    if not head.startswith(RECORD):
        return _Piece(at, _found(stream, at, size), "stray", "bytes between records")
    ended = _HEADER_END.search(head)
    if ended is None:
        code = "truncated" if at + len(head) == size and len(head) < _HEADER else "header"
        return _Piece(at, _found(stream, at + 1, size), code, "the header does not end")
    following = _NEXT.search(head, 1, ended.start())
    if following is not None:
        return _Piece(at, at + following.start(), "header", "another record begins within the header")
    stated = _LENGTH.findall(head, 0, ended.start())
    if len(set(stated)) != 1:
        detail = "the header states several lengths" if stated else "the header states no length"
        return _Piece(at, _found(stream, at + ended.end(), size), "header", detail)
    block = at + ended.end()
    end = block + int(stated[0])
    if end > size:
        after = _found(stream, block, size)
        code, detail = ("truncated", "cut off") if after == size else ("length", "longer than its block")
        return _Piece(at, after, code, f"{detail}: {int(stated[0])} bytes stated")
    behind = _behind(stream, end, size)
    if behind is None:
        after = _found(stream, block, size)
        return _Piece(at, after, "length", f"{int(stated[0])} bytes stated, which end within a record")
    if end - block > limit:
        return _Piece(at, behind, "over-limit", f"{end - block} bytes", head[: ended.end()])
    return _Piece(at, behind, data=_at(stream, at, end - at))


def _behind(stream: IO[bytes], end: int, size: int) -> int | None:
    """Where the stretch behind a block begins; None where the block does not end there.

    Two line ends belong to the record, and more of them; where behind two of them stand other bytes than a
    record the block ends there all the same.
    """
    tail = _at(stream, end, min(64, size - end))
    rest = tail.lstrip(b"\r\n")
    blank = len(tail) - len(rest)
    if not rest or rest.startswith(RECORD):
        return end + blank if blank or end == size else None
    return end + 4 if tail.startswith(b"\r\n\r\n") else None


def _found(stream: IO[bytes], begin: int, size: int) -> int:
    """Where the next record begins at or behind `begin`, the end where none does."""
    at = begin
    while at < size:
        chunk = _at(stream, at, min(CHUNK, size - at))
        if (found := _NEXT.search(chunk)) is not None:
            return at + found.start()
        if at + len(chunk) >= size:
            break
        at += len(chunk) - 128
    return size


def _at(stream: IO[bytes], at: int, count: int) -> bytes:
    stream.seek(at)
    return stream.read(count)


# --- packed ---


def _packed(
    stream: IO[bytes], size: int, packing: Packing, limit: int, begin: tuple[int, int]
) -> Iterator[Frame]:
    at, inner = begin
    if at == 0 and packing.first is not None:
        at, told = packing.first
        yield Frame(0, at, None, at, 0, *told)
    while at < size:
        if _at(stream, at, len(packing.magic)) != packing.magic:
            told, end = _between(stream, at, size, packing)
            yield Frame(at, end - at, None if told[0] == "extension" else 0, end, 0, *told)
            at, inner = end, 0
            continue
        with SpooledTemporaryFile(max_size=_HELD) as unpacked:
            end, fault = unpack(stream, at, size, packing, unpacked)
            if fault is not None:
                end = member(stream, at + 1, size, packing)
            count = unpacked.tell()
            if not count and fault is None:
                yield Frame(at, end - at, 0, end, 0, "stray", "an empty member")
            for one in _pieces(unpacked, inner, count, limit, whole=fault is None):
                inner = one.end
                yield Frame(at, end - at, one.begin, at, one.end, one.code, one.detail, one.data)
            if fault is not None:
                yield Frame(at, end - at, inner, end, 0, *fault)
        at, inner = end, 0


def _between(stream: IO[bytes], at: int, size: int, packing: Packing) -> tuple[Fault, int]:
    """What stands at `at`, where no member begins, and where it ends."""
    told: Fault = ("stray", "bytes between packed members")
    if packing.magic == ZSTANDARD.magic:
        told, end = skippable(stream, at, size)
        if told[0] == "extension":
            return told, end
    return told, member(stream, at + 1, size, packing)
