"""What is connected, and with what: groups out of pairs that are joined one by one (Tarjan 1975)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Member = TypeVar("Member", bound=Hashable)

Parents = list[int] | NDArray[np.int64]
"""For each number the next on the way to the one that stands for its group."""


def root(parent: Parents, one: int) -> int:
    """The number that stands for the group of `one`; the ways there are shortened."""
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = int(parent[one])
    return one


def join(parent: Parents, one: int, other: int) -> bool:
    """Have two groups be one, and tell whether they were two; the smaller number stands for it."""
    low, high = sorted((root(parent, one), root(parent, other)))
    parent[high] = low
    return low != high


class Components(Generic[Member]):
    """Groups of some members, at first each by itself; of several the first given stands for a group."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = list(dict.fromkeys(members))
        self._numbers = {one: number for number, one in enumerate(self._members)}
        self._parent: Parents = list(range(len(self._members)))

    def root(self, one: Member) -> Member:
        """The member that stands for the group of one."""
        return self._members[root(self._parent, self._numbers[one])]

    def join(self, one: Member, other: Member) -> bool:
        """Have the groups of two be one, and tell whether they were two."""
        return join(self._parent, self._numbers[one], self._numbers[other])

    def groups(self) -> list[list[Member]]:
        """The members of every group, groups and members in the order given."""
        found: defaultdict[Member, list[Member]] = defaultdict(list)
        for one in self._members:
            found[self.root(one)].append(one)
        return list(found.values())
