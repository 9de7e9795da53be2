"""One record of a source of an archive, how records are taken, and where in a source one stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from musnad.rows import Columns
from musnad.text import Source

Status = Literal["read", "skipped", "quarantined"]

MAX_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading of a source goes on: its records up to `number` are done.

    `offset` is the byte of the file where the next record, or its packed member, begins; `inner` the byte of
    it within the unpacked member. Of tables only the number counts, and `offset` is about how many bytes of
    the file were read.
    """

    number: int = 0
    offset: int = 0
    inner: int = 0


END: Final = Place(-1)
"""Behind a source that cannot be read further."""


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
