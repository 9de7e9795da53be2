"""What the bench of Spark kills, and what it holds against a run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bench import spark
from bench.spark import end_one, main, missed

# A daemon that forks a worker, as PySpark's does: both go by one command line. It tells the worker's id.
FORKS = """
import os, sys, time
child = os.fork()
if child:
    print(child, flush=True)
time.sleep(60)
"""


@contextmanager
def forked(name: str) -> Iterator[tuple[int, int]]:
    """The ids of a daemon of that name and its worker."""
    with subprocess.Popen([sys.executable, "-c", FORKS, name], stdout=subprocess.PIPE) as daemon:
        assert daemon.stdout
        worker = int(daemon.stdout.readline())
        try:
            yield daemon.pid, worker
        finally:
            for pid in (worker, daemon.pid):
                os.kill(pid, signal.SIGKILL)


def test_of_a_daemon_and_its_worker_the_worker_is_killed() -> None:
    with forked("pretended.daemon") as (daemon, worker):
        assert end_one(os.getpid(), "pretended.daemon")
        assert ends(worker)
        assert not ended(daemon)


def test_nothing_is_killed_where_nothing_goes_by_that_name() -> None:
    with forked("pretended.daemon") as (_, worker):
        assert not end_one(os.getpid(), "another.daemon")
        assert not ended(worker)


def test_a_worker_that_ended_meanwhile_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    monkeypatch.setattr(spark, "descendants", lambda _: iter([(gone.pid, "pyspark.daemon")]))
    assert not end_one(os.getpid(), "pyspark.daemon")


@pytest.mark.parametrize(
    ("killed", "differing", "kept", "wanted"),
    [
        (2, [], None, []),
        (1, [], None, ["killed"]),
        (2, ["copies"], None, ["differing"]),
        (2, [], 0.6, ["slow"]),
    ],
)
def test_a_run_in_which_one_was_not_killed_shows_nothing(
    killed: int, differing: list[str], kept: float | None, wanted: list[str]
) -> None:
    told: dict[str, Any] = {"differing": differing, "kept": kept, "spark": {"killed": killed}}
    assert missed(told, kill=True) == wanted


def test_without_killing_none_need_be_killed() -> None:
    assert missed({"differing": [], "kept": 0.9, "spark": {"killed": 0}}, kill=False) == []


def test_killing_asks_for_a_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["spark.py", "--kill"])
    with pytest.raises(SystemExit):
        main()


def ended(pid: int) -> bool:
    """Whether a process ended; its parent need not have waited for it."""
    return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"


def ends(pid: int, seconds: float = 10.0) -> bool:
    """Whether it does within so many seconds: a signal takes its time."""
    until = time.monotonic() + seconds
    while not ended(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return ended(pid)
