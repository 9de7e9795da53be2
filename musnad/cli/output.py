"""Where a run writes: the plan of its files, made before the first is written, and the writing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from musnad.sources import Item


class CollisionError(ValueError):
    """Two sources, or a source and its output, that would be one file; or a folder in its place."""

    def __init__(self, path: Path, first: str | None, second: str, *, own: bool = False) -> None:
        super().__init__(f"{path}: {first}, {second}")
        self.path = path
        self.first = first
        self.second = second
        self.own = own


@dataclass(slots=True)
class Plan:
    """The files of a run below `folder`; the same file twice is an error before anything is written."""

    folder: Path
    _files: dict[str, str] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)

    def protect(self, item: Item) -> None:
        """Nothing may be written over what `item` is read from."""
        if item.kind == "file":
            key = os.path.normcase(os.path.realpath(item.name))
            self._files[key] = item.name
            self._read.add(key)

    def add(self, path: PurePosixPath, owner: str) -> Path:
        """The place for `path`, now taken by `owner`; raises `CollisionError`."""
        target = self.folder / path
        real = Path(os.path.realpath(target.parent), target.name)
        key = os.path.normcase(real)
        above = [os.path.normcase(parent) for parent in real.parents]
        taken = self._files.get(key) or self._folders.get(key)
        taken = taken or next((self._files[parent] for parent in above if parent in self._files), None)
        if taken is not None or target.is_dir():
            raise CollisionError(target, taken, owner, own=key in self._read and taken == owner)
        self._files[key] = owner
        for parent in above:
            self._folders.setdefault(parent, owner)
        return target


def with_suffix(stem: PurePosixPath, suffix: str) -> PurePosixPath:
    """`stem` with `suffix` after its name, which may hold dots of its own."""
    return stem.parent / f"{stem.name}{suffix}"


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A stream that becomes `target` at once when it is complete, and nothing if it never is."""
    import tempfile

    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".musnad-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp makes files that only their owner reads
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def write(target: Path, text: str) -> None:
    """Write `text` to `target` as UTF-8, whole or not at all."""
    with replacing(target) as stream:
        stream.write(text.encode())


def check(plan: Plan, items: Iterable[Item], suffixes: tuple[str, ...]) -> dict[Item, dict[str, Path]]:
    """The files of each item by suffix; raises `CollisionError`."""
    wanted = list(items)
    for item in wanted:
        plan.protect(item)
    return {
        item: {suffix: plan.add(with_suffix(item.stem, suffix), item.name) for suffix in suffixes}
        for item in wanted
    }
