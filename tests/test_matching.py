"""One-to-one assignment, and the comparison of speakers' names."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.matching import assign, same_name, same_speaker
from musnad.model import Entity

PAIRS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(0, 9), max_size=14)


def best(weights: dict[tuple[int, int], int]) -> tuple[int, int]:
    """Size and weight of the best assignment, by trying them all."""
    return max(
        (len(pairs), sum(weights[pair] for pair in pairs))
        for order in permutations(range(5))
        for pairs in [[pair for pair in enumerate(order) if pair in weights]]
    )


@given(PAIRS)
def test_assignment_is_one_to_one_and_the_best_there_is(weights: dict[tuple[int, int], int]) -> None:
    chosen = assign(weights)
    assert len(set(chosen.values())) == len(chosen)
    assert (len(chosen), sum(weights[pair] for pair in chosen.items())) == best(weights)


def test_assignment_gives_up_the_heaviest_pair_where_two_lighter_ones_can_be_had() -> None:
    assert assign({(0, 0): 10, (0, 1): 6, (1, 0): 5}) == {0: 1, 1: 0}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("سعاد النجار", "سُعاد  النجّار", True),
        ("وكالة «ضفاف»", 'وكالة "ضفاف"', True),
        ("#ضفاف", "ضفاف", True),
        ("منى عيسى", "مني عيسي", True),
        ("سعاد النجار", "سعاد", False),
        ("الدكتورة سعاد النجار", "سعاد النجار", False),
    ],
)
def test_strict_names(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same


def test_bare_names_leave_out_title_and_kind_but_never_everything() -> None:
    assert same_name("وكالة ضفاف", "ضفاف", bare=True)
    assert same_name("الرئيس الضفافي سعد النجار", "سعد النجار", bare=True)
    assert not same_name("الرئيس", "الوزير", bare=True)


def near(gold: str, *names: str, rivals: tuple[str, ...] = (), others: tuple[str, ...] = ()) -> bool:
    entity = Entity("e1", names[0], "person", aliases=names[1:])
    entities = [entity, *(Entity(f"o{i}", name, "person") for i, name in enumerate(others))]
    return same_speaker(gold, entity, (gold, *rivals), entities)


def test_lenient_accepts_titles_longer_forms_and_long_aliases() -> None:
    assert near("سعاد النجار", "الدكتورة سعاد النجار")
    assert near("سعاد النجار", "سعاد النجار الضفافية")
    assert near("مجلس مدينة ضفاف الكبرى", "مجلس مدينة ضفاف")
    assert near("وزيرة الأنهار", "سعاد النجار", "وزيرة الأنهار")


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("سعاد النجار", "سعاد"),
        ("سالم عيسى النجار", "عيسى النجار"),
        ("سالم النجار", "محامي سالم النجار"),
        ("سالم النجار", "سالم النجار وسعاد عيسى"),
        ("عبد الله النجار", "عبد الله"),
        ("مصدر في حكومة ضفاف", "حكومة ضفاف"),
        ("اتحاد ضفاف", "اتحاد ضفاف للرماية"),
        ("سعاد سالم بن عيسى", "سعاد سالم بن"),
    ],
)
def test_lenient_never_takes_another_speaker(gold: str, predicted: str) -> None:
    assert not near(gold, predicted)
    assert not near(predicted, gold)


def test_lenient_refuses_what_fits_two_speakers() -> None:
    assert not near("وزير الأنهار الضفافي", "وزير الأنهار", rivals=("وزير الأنهار السهلي",))
    assert not near("وزير الأنهار", "وزير الأنهار الضفافي", others=("وزير الأنهار السهلي",))
    assert not near("سعاد النجار", "سعاد النجار", "سالم عيسى", rivals=("سالم عيسى",))


def test_lenient_refuses_a_name_that_runs_on() -> None:
    assert near("سعاد النجار", "سعاد النجار النهر أمس")
    assert not near("سعاد النجار", "سعاد النجار النهر أمس مساء")
    assert near("سعاد النجار النهر أمس مساء", "سعاد النجار")


def test_a_short_alias_proves_nothing() -> None:
    assert not near("سالم", "سعاد النجار", "سالم")
