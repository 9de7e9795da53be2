"""The file of a corpus: opening, its lock, its transactions, its migrations.

SQLite in write-ahead mode: readers see the last committed state while one process writes. Every step is one
transaction, so that whatever ends a process leaves the state before it or after it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, select, update
from sqlalchemy.pool import QueuePool

from musnad.corpus import tables
from musnad.corpus.errors import CorpusError, named, translated

APPLICATION_ID: Final = 0x4D534E44
"""What the header of the file says that it is («MSND»; SQLite, PRAGMA application_id)."""

PATIENCE: Final = 30.0
"""Seconds that a writer waits for another."""

_TICK: Final = 20_000_000
"""Nanoseconds that a tick of the clock of a disk lasts at most: 4 to 10 ms with Linux."""

_HEADER: Final = b"SQLite format 3\x00"
_EMPTY: Final = "0000"


@dataclass(frozen=True, slots=True)
class Corpus:
    """An open corpus; `writable` tells how it was opened, `within` in which transaction all is done."""

    path: Path
    engine: Engine
    writable: bool
    within: Connection | None = None


@contextmanager
def open_corpus(
    path: Path | str, *, write: bool = False, create: bool = False, patience: float = PATIENCE
) -> Iterator[Corpus]:
    """Open the corpus in a file, to read or to write; with `create`, a new one where there is no file.

    Opening to write brings an older corpus to the newest migration. `patience` is how many seconds to wait
    for another writer. Raises `CorpusError`.
    """
    file = Path(path)
    _refuse(file, write=write, create=create)
    engine = _engine(file, write=write, patience=patience)
    try:
        corpus = Corpus(file, engine, write)
        with named(file):
            _settle(corpus)
        yield corpus
    finally:
        engine.dispose()


@contextmanager
def writing(corpus: Corpus) -> Iterator[Connection]:
    """A transaction that writes: all of it is kept, or nothing. Raises `CorpusError`."""
    if not corpus.writable:
        raise CorpusError("read-only", f"{corpus.path}: was opened to read only", path=str(corpus.path))
    if corpus.within is not None:
        yield corpus.within
        return
    with named(corpus.path), corpus.engine.begin() as connection:
        yield connection


@contextmanager
def together(corpus: Corpus) -> Iterator[Corpus]:
    """The same corpus, all that is read and written of which is one transaction: kept as a whole, or nothing.

    Another writer waits meanwhile, and whoever reads sees what was before. Raises `CorpusError`.
    """
    with writing(corpus) as connection:
        yield replace(corpus, within=connection)


@contextmanager
def reading(corpus: Corpus) -> Iterator[Connection]:
    """A transaction that reads one state of the corpus, whatever others write. Raises `CorpusError`."""
    if corpus.within is not None:
        yield corpus.within
        return
    with named(corpus.path), corpus.engine.connect() as connection, connection.begin():
        yield connection


Stamp = tuple[int, ...]
"""What tells one state of a corpus from the next: see `stamp`."""


def stamp(corpus: Corpus) -> Stamp:
    """The hours and sizes of the file and of its log, which every transaction moves: what was worked out
    under a stamp holds as long as the corpus has it. It is taken before what is worked out is read.
    """
    found: list[int] = []
    for path in (corpus.path, corpus.path.with_name(corpus.path.name + "-wal")):
        try:
            at = path.stat()
        except FileNotFoundError:
            continue
        # Two transactions may fall into one tick of the clock of the disk: so soon no stamp is like another,
        # nor within one that is not over.
        now = time.time_ns()
        moving = corpus.within is not None or now - at.st_mtime_ns < _TICK
        found += [at.st_mtime_ns, at.st_size, now if moving else 0]
    return tuple(found)


def count(connection: Connection, name: str, by: int = 0) -> int:
    """The counter of that name, raised by `by`."""
    column = tables.counter.c.value
    of = tables.counter.c.name == name
    if by:
        connection.execute(update(tables.counter).where(of).values(value=column + by))
    return int(connection.execute(select(column).where(of)).scalar_one())


def _refuse(file: Path, *, write: bool, create: bool) -> None:
    """Raise the `CorpusError` of what can be told from the file alone."""
    where = str(file)
    try:
        if not file.name or file.is_dir():
            raise CorpusError("not-a-corpus", f"{where or '.'}: is a folder, not a corpus", path=where)
        if not file.exists():
            if not create:
                raise CorpusError("missing", f"{where}: there is no such corpus", path=where)
            if not file.parent.is_dir():
                raise CorpusError("missing", f"{file.parent}: there is no such folder", path=str(file.parent))
            return
        with file.open("rb") as stream:
            head = stream.read(100)
        # The id of the application stands at byte 68 of the header (SQLite, Database File Format, 1.3).
        known = not head or (head.startswith(_HEADER) and _belongs(head))
    except PermissionError as error:
        raise CorpusError("read-only", f"{where}: may not be opened", path=where) from error
    except (OSError, ValueError) as error:
        raise CorpusError("missing", f"{where}: {error}", path=where) from error
    if not known or (not head and not create):
        raise CorpusError("not-a-corpus", f"{where}: is no corpus of musnad", path=where)
    if write and not os.access(file, os.W_OK):
        raise CorpusError("read-only", f"{where}: may not be written to", path=where)


def _belongs(head: bytes) -> bool:
    """Whether a database is a corpus, or still empty: its first transaction sets the id with the tables."""
    return int.from_bytes(head[68:72], "big") in (APPLICATION_ID, 0)


def _engine(file: Path, *, write: bool, patience: float) -> Engine:
    mode = "rwc" if write else "ro"
    alone = (
        not write and not os.access(file.parent, os.W_OK) and not file.with_name(file.name + "-wal").exists()
    )
    # Beside a file that nobody can write to no index of shared memory can be made, nor is one needed.
    address = f"file:{quote(str(file.absolute()))}?mode={mode}{'&immutable=1' if alone else ''}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool)
    # The lock is taken at once: one that is asked for after reading can be refused without waiting.
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        if write:
            connection.execute("PRAGMA secure_delete=ON")
            if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
                raise CorpusError("read-only", f"{file}: the disk takes no write-ahead log", path=str(file))
            connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _settle(corpus: Corpus) -> None:
    """See that the corpus is of this program's making, and bring an older one to the newest migration."""
    with corpus.engine.connect() as connection, connection.begin():
        found = _revision(connection, corpus.path)
        if found == tables.HEAD:
            return
        if not corpus.writable:
            if found == _EMPTY:
                raise CorpusError(
                    "not-a-corpus", f"{corpus.path}: is no corpus of musnad", path=str(corpus.path)
                )
            message = f"{corpus.path}: is of an older version: open it once to write, as musnad update does"
            raise CorpusError("older", message, path=str(corpus.path), found=found, known=tables.HEAD)
        from musnad.corpus.migrations import upgrade

        upgrade(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def _revision(connection: Connection, path: Path) -> str:
    """The migration that the corpus is at, `_EMPTY` for one without tables."""
    names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not names:
        return _EMPTY
    if "alembic_version" not in names or "counter" not in names:
        raise CorpusError("not-a-corpus", f"{path}: is no corpus of musnad", path=str(path))
    found = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    if found > tables.HEAD:
        message = (
            f"{path}: is of a newer version of musnad ({found}; this one knows {tables.HEAD}): update musnad"
        )
        raise CorpusError("newer", message, path=str(path), found=found, known=tables.HEAD)
    return found


def checkpoint(corpus: Corpus) -> None:
    """Bring what was written into the file itself, and empty its log. Left undone while others read."""
    with suppress(sqlite3.OperationalError), named(corpus.path), corpus.engine.connect() as connection:
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


__all__ = [
    "Corpus",
    "Stamp",
    "checkpoint",
    "count",
    "open_corpus",
    "reading",
    "stamp",
    "together",
    "translated",
    "writing",
]
