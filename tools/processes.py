"""The processes below one: what they are and how much processor time they took (Linux, ``/proc``)."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def descendants(top: int) -> Iterator[tuple[int, str]]:
    """The processes that one started, and those that these did, each with its command line."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(int(entry.name))):
            children[int(fields[1])].append(int(entry.name))
    waiting = list(children[top])
    while waiting:
        pid = waiting.pop()
        waiting += children[pid]
        try:
            command = (Path("/proc") / str(pid) / "cmdline").read_bytes()
        except OSError:
            continue
        yield pid, command.replace(b"\0", b" ").decode("utf-8", "replace")


def processor(top: int) -> float:
    """Seconds of processor time of a process, of those that it started, and of those of them that ended."""
    total = 0
    for pid in (top, *(pid for pid, _ in descendants(top))):
        if fields := _fields(pid):
            total += sum(map(int, fields[11:15]))
    return total / _TICKS


def _fields(pid: int) -> list[str]:
    """What ``stat`` says of a process behind its name; nothing where it ended."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
