"""What is connected stands in one group, whatever the order of the pairs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse  # type: ignore[import-untyped]  # its types are a package of their own

from musnad.components import Components, join, root

SIZE = 12
pairs = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=20)


@given(pairs)
def test_groups_are_the_components_of_a_graph(joined: list[tuple[int, int]]) -> None:
    found = Components(range(SIZE))
    told = sum(found.join(one, other) for one, other in joined)
    graph = sparse.coo_matrix(
        (np.ones(len(joined)), np.array(joined, dtype=int).reshape(-1, 2).T), shape=(SIZE, SIZE)
    )
    count, group = sparse.csgraph.connected_components(graph, directed=False)
    assert len(found.groups()) == count == SIZE - told
    for members in found.groups():
        assert members == [one for one in range(SIZE) if group[one] == group[members[0]]]
        assert {found.root(one) for one in members} == {members[0]}


@given(pairs)
def test_the_order_of_pairs_changes_nothing(joined: list[tuple[int, int]]) -> None:
    one, other = Components(range(SIZE)), Components(range(SIZE))
    for left, right in joined:
        one.join(left, right)
    for left, right in reversed(joined):
        other.join(right, left)
    assert one.groups() == other.groups()


def test_the_first_member_stands_for_its_group() -> None:
    found = Components(["ج", "ب", "ا", "ب"])
    assert found.join("ا", "ب")
    assert not found.join("ب", "ا")
    assert found.root("ا") == "ب"
    assert found.groups() == [["ج"], ["ب", "ا"]]


def test_numbers_of_an_array_are_joined_likewise() -> None:
    parent = np.arange(4, dtype=np.int64)
    assert join(parent, 3, 1)
    assert [root(parent, one) for one in range(4)] == [0, 1, 2, 1]
