"""Arrays and bytes that are too many for memory, laid aside on the disk and read again part by part."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from musnad.postings import Numbers

_TEMPORARY: Final = ".tmp"


def stage(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills: made whole under another name and then renamed, or there already.

    A process that is killed leaves no folder of that name that is not whole.
    """
    if not folder.exists():
        # Its own name: what a killed parent left running may still be at work on the same for a moment.
        fresh = folder.with_name(f"{folder.name}.{os.getpid()}{_TEMPORARY}")
        remove(fresh)
        fresh.mkdir(parents=True)
        make(fresh)
        settle(fresh)
        if folder.exists():
            remove(fresh)
        else:
            fresh.rename(folder)
            flush(folder.parent)
    return folder


def staged(folder: Path) -> list[Path]:
    """The folders that are whole below a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix != _TEMPORARY)


def sweep(folder: Path) -> None:
    """Take away what processes that were killed left half made, anywhere below a folder."""
    import shutil

    for left in sorted(folder.rglob(f"*{_TEMPORARY}")):
        # Under another name first: a process that outlived its parent can then not call it whole.
        gone = left.with_name(f"{uuid4().hex}{_TEMPORARY}")
        try:
            left.rename(gone)
        except FileNotFoundError:  # within one that is gone, or whole meanwhile
            continue
        if gone.is_dir():
            shutil.rmtree(gone, ignore_errors=True)
        else:
            gone.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Have the disk keep all files of a folder."""
    for path in sorted(folder.rglob("*")):
        flush(path)
    flush(folder)


def flush(path: Path) -> None:
    """Have the disk keep a file or the entries of a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # not every file system lets a folder be flushed
        if path.is_file():
            raise
    finally:
        os.close(handle)


def remove(folder: Path) -> None:
    """Take a folder away with all that is in it."""
    import shutil

    if folder.exists():
        shutil.rmtree(folder)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    fresh = path.with_name(path.name + _TEMPORARY)
    fresh.write_bytes(data)
    flush(fresh)
    fresh.replace(path)
    flush(path.parent)


def array(path: Path, dtype: Any, count: int | None = None) -> NDArray[Any]:
    """The array that a file holds, read as it is needed; a new one of zeros where `count` is given."""
    if count is not None:
        path.write_bytes(b"")
        if not count:
            return np.empty(0, dtype=dtype)
        return np.memmap(path, dtype=dtype, mode="w+", shape=(count,))
    if not path.exists() or not path.stat().st_size:
        return np.empty(0, dtype=dtype)
    return np.memmap(path, dtype=dtype, mode="r")


class Spill:
    """Rows of one type, laid aside in buckets."""

    def __init__(self, folder: Path, dtype: Any, buckets: int) -> None:
        self.folder = folder
        self.buckets = buckets
        self._type = np.dtype(dtype)

    def add(self, rows: NDArray[Any], bucket: Numbers) -> None:
        """Lay rows aside, each in its bucket."""
        if not len(rows):
            return
        order = np.argsort(bucket, kind="stable")
        rows, bucket = rows[order], bucket[order]
        ends = np.flatnonzero(np.diff(bucket)) + 1
        for some, at in zip(np.split(rows, ends), bucket[np.concatenate(([0], ends))].tolist(), strict=True):
            with self._path(at).open("ab") as out:
                some.astype(self._type, copy=False).tofile(out)

    def bucket(self, at: int) -> NDArray[Any]:
        """The rows of a bucket, in the order in which they came."""
        return array(self._path(at), self._type)

    def _path(self, at: int) -> Path:
        return self.folder / f"{at:05}"


class Blobs:
    """Bytes by number, appended to one file in any order; a context that ends when all were given."""

    def __init__(self, folder: Path, name: str, count: int) -> None:
        self._ranges = array(folder / f"{name}.at", np.int64, 2 * count).reshape(count, 2)
        self._out = (folder / f"{name}.bin").open("wb")
        self._at = 0

    def put(self, number: int, data: bytes) -> None:
        """Note the bytes of a number."""
        self._out.write(data)
        self._ranges[number] = (self._at, self._at + len(data))
        self._at += len(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()


class Kept:
    """The bytes that `Blobs` wrote."""

    def __init__(self, folder: Path, name: str) -> None:
        self._ranges = array(folder / f"{name}.at", np.int64).reshape(-1, 2)
        self._data = array(folder / f"{name}.bin", np.uint8)

    def __len__(self) -> int:
        return len(self._ranges)

    def get(self, number: int) -> bytes:
        """The bytes of a number."""
        begin, end = self._ranges[number].tolist()
        return self._data[begin:end].tobytes()

    @property
    def size(self) -> int:
        """How many bytes there are of all numbers together."""
        return len(self._data)

    def items(self) -> Iterator[bytes]:
        """The bytes of every number, in their order."""
        return (self.get(number) for number in range(len(self)))
