"""Which of two reports came first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musnad.direction import Side, day_number, direction, instant

PLAIN = Side("medium/a", False, frozenset(), frozenset(), None)
OTHER = replace(PLAIN, publisher="medium/b")


def told(left: Side, right: Side, shares: tuple[float, float] = (0.5, 0.5)) -> tuple[int, list[str]]:
    sign, reasons = direction(left, right, *shares)
    mirrored, _ = direction(right, left, *shares[::-1])
    assert mirrored == -sign
    return sign, [one.code for one in reasons]


def test_nothing_known_is_unknown() -> None:
    assert told(PLAIN, OTHER) == (0, ["no-direction"])


@pytest.mark.parametrize(
    ("left", "right", "sign", "codes"),
    [
        ("2026-01-03", "2026-01-02", 1, ["day"]),
        ("2026-01-02", "2026-01-02", 0, ["no-direction"]),
        ("2026-01-02T10:00:00+03:00", "2026-01-02T08:00:00+00:00", -1, ["hour"]),
        ("2026-01-02T10:00:00", "2026-01-02T09:00:00", 1, ["hour"]),
        ("2026-01-02T10:00:00", "2026-01-02T09:00:00+00:00", 0, ["no-direction"]),
        ("2026-01-05T10:00:00", "2026-01-02T09:00:00+00:00", 1, ["hour"]),
        ("2026-01-02T10:00:00", "2026-01-02", 0, ["no-direction"]),
        ("2026-01-02T00:00:01+03:00", "2026-01-02", 0, ["no-direction"]),
        ("2026-01-02T23:59:59+03:00", "2026-01-02", 0, ["no-direction"]),
        ("2026-01-03T00:00:01+03:00", "2026-01-02", 1, ["day"]),
        ("2026-01-03T10:00:00", "2026-01-02", 1, ["day"]),
        ("2026-01-02", "2026-01", 0, ["no-direction"]),
        ("2026-01-02", "الجمعة", 0, ["no-direction"]),
    ],
)
def test_days_and_hours(left: str, right: str, sign: int, codes: list[str]) -> None:
    assert told(replace(PLAIN, published=left), replace(OTHER, published=right)) == (sign, codes)


def test_who_credits_the_other_is_later() -> None:
    assert told(replace(PLAIN, credits=frozenset({"medium/b"})), OTHER) == (1, ["credits"])
    assert told(replace(PLAIN, relays=frozenset({"medium/b"})), OTHER) == (1, ["relays"])
    assert told(PLAIN, replace(OTHER, agency=True)) == (1, ["agency"])


def test_evidence_that_contradicts_itself_is_unknown() -> None:
    late = replace(OTHER, published="2026-01-04")
    early = replace(PLAIN, published="2026-01-02", credits=frozenset({"medium/b"}))
    assert told(early, late) == (0, ["contradiction", "credits", "day"])


def test_one_agency_for_both_leaves_it_unknown() -> None:
    both = frozenset({"medium/x"})
    left = replace(PLAIN, credits=both, published="2026-01-03")
    assert told(left, replace(OTHER, credits=both, published="2026-01-02")) == (0, ["common-agency", "day"])


def test_a_part_is_cut_from_the_whole() -> None:
    left = replace(PLAIN, published="2026-01-03")
    assert told(left, replace(OTHER, published="2026-01-02"), (0.95, 0.3)) == (1, ["day", "cut"])


def test_days_as_numbers() -> None:
    second, first = day_number("2026-01-02T10:00"), day_number("2026-01-01")
    assert second is not None
    assert first is not None
    assert second - first == 1
    assert day_number(None) is None
    assert day_number("13 يناير") is None


def test_moments_are_put_in_order_in_one_zone() -> None:
    stated = ["2026-03-01T21:31:00+01:00", "2026-03-01T23:58:00+04:00", "2026-03-01", None, "no day"]
    assert [instant(one) for one in stated] == [
        "2026-03-01T20:31:00+00:00", "2026-03-01T19:58:00+00:00", "2026-03-01", "", "no day",
    ]  # fmt: skip
