"""A reading as a corpus keeps it: packed for the writer by whoever read it, and unpacked without loss."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import msgspec
import numpy as np

from musnad.model import Reading, Report
from musnad.search_words import Terms, terms_of
from musnad.shingles import Hashes, hashes, words

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Value = TypeVar("Value")

# Of 3, 6 and 10 the first takes a quarter of the time of the second for 2 % more bytes.
_LEVEL: Final = 3


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes that a report was made of, and how they came: what is known is as the server stated it.

    `captured` is an ISO 8601 date-time in UTC.
    """

    data: bytes
    content_type: str | None = None
    final_url: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    captured: str | None = None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What is stored of a statement beside the reading, to be counted and searched by."""

    id: str
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    cue_class: str
    speaker: str | None
    speaker_kind: str | None
    speaker_ref: str | None
    speaks_for: str | None
    said_on: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class PackedReading:
    """A reading, ready to be written: who made it, what it found, packed, and the rows of its statements.

    `words` holds the hashes of the words of the text in their order (`shingles.hashes`), unsigned, 64 bits,
    little endian. `brief` is what copies and origins take of the reading, as whoever adds it has it, packed;
    `terms` what search finds it by (`search_words.Terms`), packed.
    """

    reader: str
    engine: str
    model: str | None
    data: bytes
    words: bytes
    brief: bytes
    statements: tuple[StatementRow, ...]
    terms: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one source gives, ready to be written: plain values and packed bytes.

    `report` is without its text, and `known` holds it so; `text` and `raw` are packed. `key` tells the
    source and what was known of it beforehand from every other: what has been added under a key is not added
    again.
    """

    report: Report
    key: str
    source: str
    raw: bytes
    raw_hash: str
    content_type: str | None
    final_url: str | None
    headers: tuple[tuple[str, str], ...]
    captured: str | None
    known: bytes
    text: bytes
    reading: PackedReading


def pack(reading: Reading, raw: Raw, source: str, key: str, brief: bytes = b"") -> Entry:
    """The entry of a reading and the bytes it came from; a pure function.

    `source` is where it was asked for; `key` as in `Entry`, `brief` what `PackedReading` packs.
    """
    report = reading.report
    bare = replace(report, text="")
    return Entry(
        report=bare,
        key=key,
        source=source,
        raw=packed(raw.data),
        raw_hash=hashlib.sha256(raw.data).hexdigest(),
        content_type=raw.content_type,
        final_url=raw.final_url,
        headers=raw.headers,
        captured=raw.captured,
        known=told(bare),
        text=packed(report.text.encode("utf-8", "surrogatepass")),
        reading=packed_reading(reading, brief),
    )


def packed_reading(reading: Reading, brief: bytes = b"") -> PackedReading:
    """A reading without its report, packed, with its brief."""
    return PackedReading(
        reader=reading.reader.version,
        engine=reading.reader.engine,
        model=reading.reader.model,
        data=packed(told(replace(reading, report=_NO_REPORT))),
        words=hashes(words(reading.report.text)).astype("<u8").tobytes(),
        brief=packed(brief),
        statements=statement_rows(reading),
        terms=packed_terms(terms_of(reading)),
    )


def packed(data: bytes) -> bytes:
    """Bytes, compressed (Zstandard, RFC 8878)."""
    return bytes(zstd.compress(data, _LEVEL))


def unpacked(data: bytes) -> bytes:
    """The bytes that `packed` was given."""
    return bytes(zstd.decompress(data))


def unpacked_text(data: bytes) -> str:
    """A stored text; lone surrogates are kept."""
    return unpacked(data).decode("utf-8", "surrogatepass")


def unpacked_report(known: bytes, text: str) -> Report:
    """The report that `Entry.known` describes, with its text."""
    return replace(read_back(known, Report), text=text)


def unpacked_words(data: bytes) -> Hashes:
    """The hashes that `Entry.words` holds."""
    return np.frombuffer(data, dtype="<u8").astype(np.uint64, copy=False)


def packed_terms(found: Terms) -> bytes:
    """The terms of a version as they are kept."""
    return packed(msgspec.msgpack.encode(found))


def unpacked_terms(data: bytes) -> Terms:
    """The terms that `packed_terms` was given."""
    return msgspec.msgpack.decode(unpacked(data), type=Terms)


def unpacked_reading(report: Report, data: bytes) -> Reading:
    """The reading of `report` that `PackedReading.data` holds."""
    return replace(read_back(unpacked(data), Reading), report=report)


_NO_REPORT: Final = Report("", "", "")


def told(value: object) -> bytes:
    """A value of the model as JSON, its sets in one order whatever the process; `read_back` undoes it."""
    try:
        return msgspec.json.encode(value, order="deterministic")
    except UnicodeEncodeError:
        # The escapes of JSON in ASCII hold lone surrogates, and UTF-8 does not.
        plain = msgspec.to_builtins(value, order="deterministic")
        return json.dumps(plain, separators=(",", ":")).encode("ascii")


def read_back(data: bytes, kind: type[Value]) -> Value:
    """The value of that type that `told` was given. Raises `msgspec.MsgspecError` and ValueError."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:  # escapes of lone surrogates, which it does not take
        return msgspec.convert(json.loads(data), kind)


def statement_rows(reading: Reading) -> tuple[StatementRow, ...]:
    """The rows of the statements of a reading, in its order."""
    entities = {one.id: one for one in reading.entities}
    attributions = {one.id: one for one in reading.attributions}
    found = []
    for statement in reading.statements:
        at = attributions[statement.attribution]
        speaker = entities.get(statement.speaker or "")
        behalf = entities.get(statement.speaks_for or "")
        found.append(
            StatementRow(
                id=statement.id,
                cue=(at.cue.start, at.cue.end),
                content=tuple((span.start, span.end) for span in at.content),
                cue_class=at.cue_class,
                speaker=None if speaker is None else speaker.name,
                speaker_kind=None if speaker is None else speaker.kind,
                speaker_ref=None if speaker is None else speaker.ref,
                speaks_for=None if behalf is None else behalf.name,
                said_on=statement.said_on,
                confidence=at.confidence,
            )
        )
    return tuple(found)
