"""A cluster that does not begin is said to be none, and at once where its master ended."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import pytest

from tools.spark_cluster import listening

SLEEPS = "import time; time.sleep(60)"
LISTENS = """
import socket, sys, time
time.sleep(0.5)
held = socket.socket()
held.bind(("127.0.0.1", int(sys.argv[1])))
held.listen()
time.sleep(60)
"""


def free() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def test_a_master_that_takes_its_time_is_waited_for() -> None:
    port = free()
    with subprocess.Popen([sys.executable, "-c", LISTENS, str(port)]) as master:
        try:
            listening(port, master)
        finally:
            master.kill()


def test_a_master_that_ended_is_not_waited_for() -> None:
    with subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as master:
        began = time.monotonic()
        with pytest.raises(ChildProcessError, match="ended with 3"):
            listening(free(), master, seconds=60.0)
        assert time.monotonic() - began < 30.0


def test_a_master_that_never_listens_is_given_up() -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEPS]) as master:
        try:
            with pytest.raises(TimeoutError):
                listening(free(), master, seconds=0.5)
        finally:
            master.kill()
