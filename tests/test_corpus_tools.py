"""The tools that break a corpus and crowd it, for a few rounds: they find nothing amiss."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="they fork and send signals")


def run(tool: str, *options: str) -> str:
    """What a tool of the tree prints; it must end well."""
    command = [sys.executable, str(ROOT / "tools" / tool), *options]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_a_killed_migration_leaves_the_older_form_or_the_newer() -> None:
    said = run("kill_migration.py", "--rounds", "9", "--reports", "80", "--seed", "4")
    assert said.startswith("9 rounds, ")
    assert ", 0 failed: " in said


def test_a_killed_ingest_ends_as_an_unbroken_one() -> None:
    said = run("kill_corpus.py", "--rounds", "2", "--reports", "60")
    assert said.endswith("0 failed; the last run ends as the unbroken one\n")


def test_two_add_and_four_read_at_once() -> None:
    said = run("crowd_corpus.py", "--seconds", "3").splitlines()
    assert len(said) == 7
    assert said[-1].endswith(" reports, 0 errors, 0 faults")
    assert not said[-1].startswith("0 ")
