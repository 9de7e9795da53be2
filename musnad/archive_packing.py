"""How the records of a WARC file are packed, each by itself: members of gzip, frames of Zstandard.

Formats: RFC 1952, a member for each record, though one member may hold several; RFC 8878 in the manner of the
draft of the IIPC, Zstandard Compression for WARC Files 1.0: a frame for each record, before the first of them
perhaps a skippable one with the dictionary of all, which may be packed itself.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import takewhile
from typing import IO, Final, Protocol

if sys.version_info >= (3, 14):
    from compression.zstd import DecompressionParameter, ZstdDecompressor, ZstdDict, ZstdError
else:
    from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdDict, ZstdError

RECORD: Final = b"WARC/"
"""How every record begins."""

CHUNK: Final = 1 << 20
"""How many bytes are looked at at once."""

DICTIONARY: Final = 32 * 1024 * 1024
"""Bytes of the largest dictionary, packed or not; those that crawlers train take some 100 KB to 1 MB."""

_GZIP: Final = b"\x1f\x8b\x08"
_ZSTANDARD: Final = b"\x28\xb5\x2f\xfd"
_TRAINED: Final = b"\x37\xa4\x30\xec"
_SKIPPABLE: Final = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_OF_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
_ELSEWISE: Final = (b"BZh", b"\xfd7zXZ")
# As in `rows`: frames that ask for more memory than this power of two are refused, and what unpacks further
# is no text.
_WINDOW_LOG: Final = 27
_DENSEST: Final = 400
_UNSUSPECTED: Final = 64 * 1024 * 1024

Fault = tuple[str, str]
"""A code of `archive_frames.Frame`, and more of it."""


class Machine(Protocol):
    """What unpacks one member."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def unused(self) -> int:
        """How many bytes were given behind its end."""

    def give(self, data: bytes, at_most: int = CHUNK) -> Iterator[bytes]:
        """What these bytes unpack to, so many at a time. Raises the `error` of the packing."""


@dataclass(frozen=True, slots=True)
class Packing:
    """One way of packing: how a member begins, what unpacks it, what that raises where it is damaged.

    `openings` are the bytes of a member that tell what it holds, `first` the stretch before the first member:
    where it ends, and what it is.
    """

    magic: bytes
    machine: Callable[[], Machine]
    error: type[Exception]
    openings: tuple[int, ...]
    first: tuple[int, Fault] | None = None


class _Gzip:
    """The member of gzip that is unpacked."""

    def __init__(self) -> None:
        self._machine = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._machine.eof

    @property
    def unused(self) -> int:
        return len(self._machine.unused_data)

    def give(self, data: bytes, at_most: int = CHUNK) -> Iterator[bytes]:
        while data and not self._machine.eof:
            yield self._machine.decompress(data, at_most)
            data = self._machine.unconsumed_tail


class _Zstandard:
    """The frame of Zstandard that is unpacked."""

    def __init__(self, dictionary: ZstdDict | None = None) -> None:
        options = {int(DecompressionParameter.window_log_max): _WINDOW_LOG}
        self._machine = ZstdDecompressor(dictionary, options)

    @property
    def eof(self) -> bool:
        return self._machine.eof

    @property
    def unused(self) -> int:
        return len(self._machine.unused_data)

    def give(self, data: bytes, at_most: int = CHUNK) -> Iterator[bytes]:
        yield self._machine.decompress(data, at_most)
        while not self._machine.eof and not self._machine.needs_input:
            yield self._machine.decompress(b"", at_most)


GZIP: Final = Packing(_GZIP, _Gzip, zlib.error, (1 << 12,))
# A block of Zstandard is unpacked as a whole, and holds up to 128 KB; that it is none the first bytes tell.
_OPENINGS: Final = (64, 1 << 18)
ZSTANDARD: Final = Packing(_ZSTANDARD, _Zstandard, ZstdError, _OPENINGS)


def packing_of(stream: IO[bytes], size: int) -> Packing | None:
    """How a file is packed that begins as packed ones do; None where it begins otherwise.

    Raises ValueError where it is packed in a way that is not read.
    """
    stream.seek(0)
    head = stream.read(8)
    if head.startswith(_ELSEWISE):
        raise ValueError("packed by something else than gzip or Zstandard")
    if head.startswith(_OF_DICTIONARY):
        return _with_dictionary(stream, size)
    if head.startswith(_ZSTANDARD) or _SKIPPABLE.match(head):
        return ZSTANDARD
    return GZIP if head.startswith(_GZIP) else None


def _with_dictionary(stream: IO[bytes], size: int) -> Packing:
    fault, end = skippable(stream, 0, size)
    if fault[0] != "extension":
        # Frames that do without it may follow.
        return _first(member(stream, 1, size, ZSTANDARD), fault)
    if end - 8 > DICTIONARY:
        return _first(end, ("packing", f"a dictionary of {end - 8} bytes"))
    stream.seek(8)
    held = stream.read(end - 8)
    if held.startswith(_ZSTANDARD):
        unpacked = BytesIO()
        # Of more than a dictionary may have nothing further is looked at.
        pieces = takewhile(lambda _: unpacked.tell() <= DICTIONARY, _Zstandard().give(held))
        try:
            for piece in pieces:
                unpacked.write(piece)
        except ZstdError as error:
            return _first(end, ("damaged", f"the dictionary: {error}"))
        held = unpacked.getvalue()
        if len(held) > DICTIONARY:
            return _first(end, ("packing", f"a dictionary of more than {DICTIONARY} bytes"))
    try:
        if not held.startswith(_TRAINED):
            raise ValueError("none that is known")
        dictionary = ZstdDict(held)
        _Zstandard(dictionary)
    except (ValueError, ZstdError) as error:
        return _first(end, ("damaged", f"the dictionary: {error}"))
    told = ("dictionary", f"{len(held)} bytes, of number {dictionary.dict_id}")
    return Packing(_ZSTANDARD, lambda: _Zstandard(dictionary), ZstdError, _OPENINGS, (end, told))


def _first(end: int, fault: Fault) -> Packing:
    return Packing(_ZSTANDARD, _Zstandard, ZstdError, _OPENINGS, (end, fault))


def skippable(stream: IO[bytes], at: int, size: int) -> tuple[Fault, int]:
    """What the skippable frame at `at` is, and where it ends; ``stray`` where none stands there."""
    stream.seek(at)
    head = stream.read(8)
    if not _SKIPPABLE.match(head):
        return ("stray", "bytes between packed members"), at
    end = at + 8 + int.from_bytes(head[4:], "little")
    if len(head) < 8 or end > size:
        return ("truncated", "the skippable frame is cut off"), size
    return ("extension", f"{end - at - 8} bytes of a skippable frame"), end


def unpack(
    stream: IO[bytes], begin: int, size: int, packing: Packing, target: IO[bytes]
) -> tuple[int, Fault | None]:
    """Unpack the member at `begin`; where it ends, and what is wrong with it if something is."""
    stream.seek(begin)
    machine = packing.machine()
    taken = given = 0
    while not machine.eof:
        data = stream.read(CHUNK if taken else 1 << 14)
        if not data:
            return size, ("truncated", "the packed member is cut off")
        taken += len(data)
        try:
            for out in machine.give(data):
                given += len(out)
                if given > _UNSUSPECTED and given > _DENSEST * taken:
                    return size, ("bomb", f"unpacks to more than {_DENSEST} times its size")
                target.write(out)
        except packing.error as error:
            return size, ("damaged", str(error))
    return begin + taken - machine.unused, None


def member(stream: IO[bytes], begin: int, size: int, packing: Packing) -> int:
    """Where the next packed member with a record begins at or behind `begin`, the end where none does."""
    at = begin
    while at < size:
        stream.seek(at)
        chunk = stream.read(min(CHUNK, size - at))
        place = chunk.find(packing.magic)
        while place >= 0:
            if _opens(stream, at + place, packing):
                return at + place
            place = chunk.find(packing.magic, place + 1)
        if at + len(chunk) >= size:
            break
        at += max(1, len(chunk) - len(packing.magic) + 1)
    return size


def _opens(stream: IO[bytes], at: int, packing: Packing) -> bool:
    """Whether a member that begins there unpacks to a record."""
    for count in packing.openings:
        stream.seek(at)
        try:
            found = next(packing.machine().give(stream.read(count), 64), b"")
        except packing.error:
            return False
        if len(found) >= len(RECORD):
            return found.startswith(RECORD)
    return False
