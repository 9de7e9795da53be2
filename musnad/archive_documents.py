"""The newest version of every report of an archive, by number in the order of versions, kept on the disk.

What is held in memory is some hundred bytes a report; texts, words and briefs are read as they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from musnad.archive_spill import Blobs, Kept, array
from musnad.briefs import Brief, unpacked
from musnad.copies import Document
from musnad.corpus.entry import packed, read_back, unpacked_text
from musnad.corpus.entry import unpacked as raw
from musnad.direction import day_number
from musnad.model import Report
from musnad.postings import UNDATED, Numbers
from musnad.shingles import Hashes

# Versions whose newest are told at once: some 500 bytes each.
_AT_ONCE: Final = 200_000
_NUMBERS: Final = ("days", "publishers", "statements", "characters")
_CHOSEN: Final = [("version", "S64"), ("part", "<i4"), ("row", "<i4"), ("versions", "<i4")]


def gather(parts: Sequence[Path], began: str, target: Path) -> None:
    """Choose the newest version of every report of staged parts, and lay out what is known of them.

    Of two records of one version the first counts. The newest is the one captured last, where that is not
    known at `began`; of these the one published last, of these that of the greatest id.
    """
    chosen = _choose(parts, began)
    chosen = chosen[np.argsort(chosen["version"], kind="stable")]
    count = len(chosen)
    for name in ("version", "part", "row", "versions"):
        array(target / name, chosen.dtype[name], count)[:] = chosen[name]
    numbers = {name: array(target / name, "<i8", count) for name in _NUMBERS}
    places = array(target / "place", "S10", count)
    names: dict[str, int] = {}
    order = np.lexsort((chosen["row"], chosen["part"]))
    ends = np.searchsorted(chosen["part"][order], np.arange(len(parts) + 1))
    with (
        Blobs(target, "words", count) as words,
        Blobs(target, "text", count) as texts,
        Blobs(target, "brief", count) as briefs,
        Blobs(target, "known", count) as known,
        Blobs(target, "name", count) as called,
    ):
        for at, part in enumerate(parts):
            among = order[ends[at] : ends[at + 1]]
            for number, row in zip(among.tolist(), _rows(part, chosen["row"][among].tolist()), strict=True):
                side = _brief(row["brief"]).side
                day = day_number(side.published)
                numbers["days"][number] = UNDATED if day is None else day
                publisher = side.publisher
                numbers["publishers"][number] = names.setdefault(publisher, len(names)) if publisher else -1
                numbers["statements"][number] = row["statements"]
                numbers["characters"][number] = row["characters"]
                places[number] = row["day"].encode()
                words.put(number, row["words"])
                texts.put(number, packed(row["text"]))
                briefs.put(number, packed(row["brief"]))
                known.put(number, row["known"])
                called.put(number, row["name"].encode("utf-8", "surrogatepass"))


def _choose(parts: Sequence[Path], began: str) -> Any:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

    total = sum(pq.read_metadata(part / "versions.parquet").num_rows for part in parts)
    passes = 1 + total // _AT_ONCE
    found = [_newest(parts, began, at, passes) for at in range(passes)]
    return np.concatenate(found) if found else np.empty(0, dtype=_CHOSEN)


def _newest(parts: Sequence[Path], began: str, at: int, passes: int) -> Any:
    """The newest versions of the reports whose ids fall to one of several passes."""
    import pyarrow.parquet as pq

    held: dict[str, dict[str, tuple[str, str, int, int]]] = {}
    for number, part in enumerate(parts):
        table = pq.read_table(part / "versions.parquet", columns=["id", "version", "seen", "published"])
        columns = (table.column(name).to_pylist() for name in table.column_names)
        for row, (report, version, seen, published) in enumerate(zip(*columns, strict=True)):
            if passes == 1 or int(report[:8], 16) % passes == at:
                held.setdefault(report, {}).setdefault(version, (seen or began, published or "", number, row))
    rows = []
    for versions in held.values():
        *_, version = max((seen, published, name) for name, (seen, published, *_) in versions.items())
        *_, part_number, row = versions[version]
        rows.append((version.encode(), part_number, row, len(versions)))
    return np.array(rows, dtype=_CHOSEN)


def _rows(part: Path, wanted: Sequence[int]) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    if wanted:
        columns = ["name", "day", "statements", "characters", "known", "text", "words", "brief"]
        table = pq.read_table(part / "versions.parquet", columns=columns).take(list(wanted))
        for batch in table.to_batches(max_chunksize=64):
            yield from batch.to_pylist()


def _brief(data: bytes) -> Brief:
    held = unpacked(data)
    if held is None:
        raise ValueError("a staged part was made by another version of musnad: remove the folder")
    return held


class Documents:
    """What `gather` laid out."""

    def __init__(self, folder: Path) -> None:
        self.versions = array(folder / "version", "S64")
        self.part = array(folder / "part", "<i4")
        self.row = array(folder / "row", "<i4")
        self.counts = array(folder / "versions", "<i4")
        self.days: Numbers = array(folder / "days", "<i8")
        self.publishers: Numbers = array(folder / "publishers", "<i8")
        self.statements: Numbers = array(folder / "statements", "<i8")
        self.characters: Numbers = array(folder / "characters", "<i8")
        self._places = array(folder / "place", "S10")
        self._words, self._texts = Kept(folder, "words"), Kept(folder, "text")
        self._briefs, self._known, self._names = (Kept(folder, one) for one in ("brief", "known", "name"))

    def __len__(self) -> int:
        return len(self.versions)

    @cached_property
    def order(self) -> tuple[tuple[str, ...], Numbers]:
        """The days of reports in their order, and the number of that of each report."""
        days, of = np.unique(self._places, return_inverse=True)
        return tuple(day.decode() for day in days.tolist()), of.astype(np.int64)

    def version(self, number: int) -> str:
        """The id of a version."""
        return str(self.versions[number].decode())

    def number(self, version: str) -> int:
        """The number of a version that is here; -1 where it is not."""
        at = int(np.searchsorted(self.versions, version.encode()))
        return at if at < len(self) and self.versions[at] == version.encode() else -1

    def name(self, number: int) -> str:
        """What its report goes by."""
        return self._names.get(number).decode("utf-8", "surrogatepass")

    def words(self, number: int) -> Hashes:
        """The hashes of the words of its text."""
        return np.frombuffer(self._words.get(number), dtype="<u8").astype(np.uint64, copy=False)

    @property
    def every_word(self) -> int:
        """How many words the texts of all have."""
        return self._words.size // 8

    def brief(self, number: int) -> Brief:
        """Its brief."""
        return _brief(raw(self._briefs.get(number)))

    def report(self, number: int) -> Report:
        """What is known of it, without its text."""
        return read_back(self._known.get(number), Report)

    def text(self, number: int) -> str:
        """Its text."""
        return unpacked_text(self._texts.get(number))

    def document(self, number: int) -> Document:
        """What copies are found by."""
        held = self.brief(number)
        words = self.words(number)
        return Document(self.version(number), self.text(number), words, held.side, held.features)
