"""Work done ahead of its results, which come in the order of what was asked: by threads or by processes.

Threads serve where the work leaves the interpreter, as networks do; Python itself only processes hasten.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS, not on Windows
        return os.cpu_count() or 1


def ahead(work: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """The result of `work` on each item, in order, computed by `workers` threads; fewer than two are none.

    At most twice as many items as threads are taken before their results are asked for. What `work` or the
    items raise is raised in its place; work that has not begun then, or when the iterator is closed, is left.
    """
    if workers < 2:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from _results(pool, work, items, workers)


def ahead_in_processes(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    """As `ahead`, by processes; what goes in and comes out is copied to them and back.

    They are started afresh rather than forked, which would copy threads and locks, and they end with the
    process that started them, whatever ends it.
    """
    if workers < 2:
        yield from map(work, items)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _settle) as pool:
        yield from _results(pool, work, items, workers)


def _results(
    pool: Executor, work: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _settle() -> None:
    """Leave Ctrl-C to the parent, and end with it: its queue of work alone would be waited on for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
