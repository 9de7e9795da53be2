"""Sources of an archive that were not read, or not to their end: what became of their records tells which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from musnad.export.tables import Row
from musnad.export.tabular import clean_value

# What may follow in the file is not known where its last bytes are that; elsewhere the next record is found.
_AT_THE_END: Final = frozenset({"truncated", "damaged", "bomb"})
# What the whole of a file is that holds no record.
_ALL: Final = frozenset({"stray", "packing"})

COLUMNS: Final = ("source", "number", "offset", "length", "status", "code", "detail")
"""The columns of the table of records that tell it."""


class Broken(ValueError):  # noqa: N818 - a value that an archive is told with, as often as an exception
    """A source that was not read, or not to its end: `source`, and why, as the table of records has it.

    `code` is ``source`` and the code of the record: ``unreadable``, ``columns``, ``truncated``, ``damaged``,
    ``bomb``, ``packing``, ``stray``, ``fault``. `parameters` are `source` and `reason`.
    """

    def __init__(self, source: str, record: str, detail: str | None) -> None:
        super().__init__(f"{source}: {detail or record}")
        self.source = source
        self.record = record
        self.detail = detail
        self.code = f"source {record}"
        self.parameters = {"source": source, "reason": detail or record}

    def told(self) -> dict[str, str | None]:
        """What `musnad.json` says of it."""
        return {"source": self.source, "code": self.record, "detail": self.detail}


def breaks(record: Row, size: int) -> bool:
    """Whether a row of the table of records says so of its source, which has that many bytes."""
    if record["status"] != "quarantined":
        return False
    if record["number"] == 0:
        return True
    begin, length = record["offset"], record["length"]
    if begin is None or length is None or begin + length < size:
        return False
    return record["code"] in _AT_THE_END or (begin == 0 and record["code"] in _ALL)


def broken(parts: Sequence[Path], sizes: Mapping[str, int]) -> list[Broken]:
    """The sources that staged parts say it of, in their order; `sizes` are the bytes of each by its name."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

    found: list[Row] = []
    known = {clean_value(name): size for name, size in sizes.items()}
    for part in parts:
        damaged = [("status", "=", "quarantined")]
        table = pq.read_table(part / "records.parquet", columns=list(COLUMNS), filters=damaged)
        found += [row for row in table.to_pylist() if breaks(row, known[row["source"]])]
    return [Broken(row["source"], row["code"], row["detail"]) for row in found]


def told_of(held: Mapping[str, Any]) -> list[Broken]:
    """The sources of which a `musnad.json` says so."""
    every: Iterable[Mapping[str, Any]] = held.get("broken", ())
    return [Broken(one["source"], one["code"], one["detail"]) for one in every]
