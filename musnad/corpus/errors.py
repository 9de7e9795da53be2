"""What goes wrong with a corpus, and the errors of the database by these names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final


class CorpusError(Exception):
    """A corpus that cannot be used as asked; `code` is stable, `parameters` fill a translated message.

    Codes: ``missing``, ``not-a-corpus``, ``newer`` and ``older`` (`found`, `known`), ``busy``, ``read-only``,
    ``disk-full``, ``damaged`` (`reason`), ``unknown`` and ``no-claim`` (`name`), ``ambiguous`` (`name`,
    `found`), ``no-outlet``, ``no-agency`` and ``no-origin`` (`name`, `known`), ``no-statement``,
    ``no-entity`` and ``no-judgement`` (`name`), ``one-thing`` (`one`, `other`), ``outside`` (`span`,
    `length`); all from ``unknown`` on name no `path`, and the others do.
    """

    def __init__(self, code: str, message: str, **parameters: str | int) -> None:
        super().__init__(message)
        self.code = code
        self.parameters = parameters


_CODES: Final = {
    sqlite3.SQLITE_FULL: ("disk-full", "the disk takes no more; nothing of this step was kept"),
    sqlite3.SQLITE_READONLY: ("read-only", "the file or its folder may not be written to"),
    sqlite3.SQLITE_PERM: ("read-only", "the file or its folder may not be written to"),
    sqlite3.SQLITE_BUSY: ("busy", "another process is writing to it; try again"),
    sqlite3.SQLITE_LOCKED: ("busy", "another process is writing to it; try again"),
    sqlite3.SQLITE_NOTADB: ("not-a-corpus", "is no corpus"),
    sqlite3.SQLITE_CANTOPEN: ("read-only", "the file cannot be opened; look at its permissions"),
}
# A quota, or a file as large as it may be: SQLite speaks of a full disk only where that is ENOSPC.
_REFUSED: Final = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Errors of the database as `CorpusError`, each under its code."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        raise translated(error.orig, path) from error
    except sqlite3.Error as error:
        raise translated(error, path) from error


def translated(error: BaseException | None, path: Path) -> BaseException:
    """The `CorpusError` for an error of SQLite; one that is no fault of the file stays what it is."""
    # The low byte is the kind; the rest says more of it (SQLite, Result and Error Codes).
    whole = getattr(error, "sqlite_errorcode", None) or 0
    code = sqlite3.SQLITE_FULL if whole in _REFUSED else whole & 0xFF
    if code in _CODES:
        name, message = _CODES[code]
        return CorpusError(name, f"{path}: {message}", path=str(path))
    if code in _DAMAGED:
        return CorpusError("damaged", f"{path}: is damaged: {error}", path=str(path), reason=str(error))
    return error if error is not None else RuntimeError("an error of the database without a cause")
