"""Kill the migration of a corpus at random moments, and see that it is at one form or the other, whole.

    python tools/kill_migration.py [--rounds 60] [--seed 1] [--reports 400]

The two migrations of tests/migrations come behind the newest of the package here: they add and fill a column,
make a table out of another and rewrite rows. Every third round begins with no file. What is left behind
has to open, to verify, and, once it is opened again, to hold what an unbroken migration leaves. Exit status 1
where a round fails. Forks, so not for Windows.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from alembic.config import Config
from sqlalchemy import Connection

from musnad import corpus as store
from musnad.corpus import CorpusError, migrations, open_corpus, tables
from tests.corpus_cases import BODY, entry
from tests.migrations import FORMER, NEWEST

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def further(head: str) -> Iterator[None]:
    """Let `head` be the newest migration, those of tests/migrations being known."""
    plain, former = migrations.config, tables.HEAD

    def config(connection: Connection) -> Config:
        made = plain(connection)
        folders = (Path(migrations.__file__).parent / "versions", ROOT / "tests" / "migrations")
        made.set_main_option("version_path_separator", "os")
        made.set_main_option("path_separator", "os")
        made.set_main_option("version_locations", os.pathsep.join(map(str, folders)).replace("%", "%%"))
        return made

    migrations.config, tables.HEAD = config, head  # type: ignore[misc]  # final, but for tests of what comes
    try:
        yield
    finally:
        migrations.config, tables.HEAD = plain, former  # type: ignore[misc]  # likewise


def filled(path: Path, reports: int) -> None:
    """A corpus of the former migration with so many reports."""
    with open_corpus(path, write=True, create=True) as corpus:
        made = [entry(f"{BODY}\nرقم {n}.", external_id=f"r{n}") for n in range(reports)]
        store.add(corpus, made, at="2026-01-05T00:00:00Z")


def migrate(path: Path) -> None:
    """Open a corpus to write, and so bring it to the newest migration; one that is not there is made."""
    with further(NEWEST), open_corpus(path, write=True, create=True):
        pass


def revision(path: Path) -> str:
    """The migration that a file is at; an empty string for one without tables."""
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return ""
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def dump(path: Path) -> list[str]:
    """Everything that a database holds, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def remove(path: Path) -> None:
    """Take a database and its logs away."""
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


def begun(path: Path) -> int:
    """The id of another process, which migrates and ends."""
    child = os.fork()
    if not child:
        with suppress(BaseException):
            migrate(path)
        os._exit(0)
    return child


def killed(path: Path, after: float) -> bool:
    """Begin the migration in another process and kill it after so many seconds; whether it had not ended."""
    child = begun(path)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def left(path: Path) -> tuple[str, list[str]]:
    """The migration of what a killed process left, and what is wrong with it."""
    if not path.exists():
        return "no file", []
    try:
        found = revision(path)
        if not found:
            return "empty", []
        if found not in (FORMER, NEWEST):
            return found, [f"is at {found}"]
        with further(found), open_corpus(path) as corpus:
            return found, [f"{one.code} {one.where} {one.what}" for one in store.verify(corpus)]
    except (CorpusError, sqlite3.Error) as error:
        return "broken", [str(error)]


def main() -> int:
    """Run the rounds; 1 where one fails."""
    parser = argparse.ArgumentParser(description="Kill the migration of a corpus at random moments.")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=400)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    states: Counter[str] = Counter()
    failed = stopped = 0
    with tempfile.TemporaryDirectory() as name:
        former, broken = Path(name) / "former.musnad", Path(name) / "broken.musnad"
        filled(former, asked.reports)
        migrate(former.with_name("first.musnad"))  # the first loads what it takes
        whole: dict[bool, list[str]] = {}
        spans: dict[bool, float] = {}
        for fresh in (True, False):
            remove(broken)
            if not fresh:
                shutil.copy(former, broken)
            clock = time.monotonic()
            os.waitpid(begun(broken), 0)
            spans[fresh] = time.monotonic() - clock
            whole[fresh] = dump(broken)
        for number in range(asked.rounds):
            fresh = number % 3 == 0
            remove(broken)
            if not fresh:
                shutil.copy(former, broken)
            stopped += killed(broken, rng.uniform(0, 1.2 * spans[fresh]))
            state, faults = left(broken)
            states[state] += 1
            migrate(broken)
            if dump(broken) != whole[fresh]:
                faults.append("ends otherwise than an unbroken migration")
            if faults:
                failed += 1
                sys.stdout.write(f"round {number}: {faults[:3]}\n")
    found = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    sys.stdout.write(f"{asked.rounds} rounds, {stopped} killed before their end, {failed} failed: {found}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
