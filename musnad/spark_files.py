"""Folders and small files of whatever file system Spark writes to, through the session's own classes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def is_local(source: str) -> bool:
    """Whether that is a path, and no address of a file system: ``hdfs://``, ``s3a://``, ``file:/``."""
    return _ADDRESS.match(source) is None


def located(source: str) -> str:
    """The address of a path of this machine; an address as it is."""
    return f"file://{Path(source).absolute()}" if is_local(source) else source


def fresh(name: str) -> str:
    """What a small file is called until it is whole: beside its place."""
    folder, slash, last = name.rpartition("/")
    return f"{folder}{slash}_{last}.tmp"


class Files:
    """The folder at an address: a path, or ``hdfs://``, ``s3a://`` and what else the session can open."""

    def __init__(self, session: SparkSession, address: str) -> None:
        self.address = located(address).rstrip("/")
        machine: Any = session.sparkContext._jvm
        self._path: Any = machine.org.apache.hadoop.fs.Path
        self._root: Any = self._path(self.address)
        self._system: Any = self._root.getFileSystem(session.sparkContext._jsc.hadoopConfiguration())
        self._machine = machine

    def names(self) -> list[str]:
        """What is in the folder, hidden files aside; nothing where it is not there."""
        if not self._system.exists(self._root):
            return []
        found = (status.getPath().getName() for status in self._system.listStatus(self._root))
        return sorted(name for name in found if not name.startswith("."))

    def is_file(self, name: str) -> bool:
        """Whether there is a file of that name."""
        path = self._of(name)
        return bool(self._system.exists(path) and self._system.getFileStatus(path).isFile())

    def remove(self, name: str) -> None:
        """Take a file or folder away, if it is there."""
        self._system.delete(self._of(name), True)

    def read(self, name: str) -> dict[str, Any]:
        """The object of JSON that a small file holds; an empty one where it is not there or none."""
        if not self.is_file(name):
            name = fresh(name)  # whole, where a former one was taken away and this not yet put in its place
        if not self.is_file(name):
            return {}
        stream = self._system.open(self._of(name))
        try:
            data = bytes(self._machine.org.apache.commons.io.IOUtils.toByteArray(stream))
        finally:
            stream.close()
        try:
            held = json.loads(data)
        except ValueError:
            return {}
        return held if isinstance(held, dict) else {}

    def write(self, name: str, value: dict[str, Any]) -> None:
        """Write a small file that is there whole or not at all, in place of a former one."""
        held = self._of(fresh(name))
        stream = self._system.create(held, True)
        try:
            stream.write(bytearray(json.dumps(value, ensure_ascii=True, indent=1).encode()))
        finally:
            stream.close()
        self._system.delete(self._of(name), False)
        if not self._system.rename(held, self._of(name)):
            raise OSError(f"{self.address}/{name}: could not be written")

    def _of(self, name: str) -> Any:
        return self._path(f"{self.address}/{name}")
