"""The bench of origins judges no report by what was learned of it; and what a bar lets through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from bench import origins as bench
from bench import sample
from musnad.model import Copy, Passage, Span
from musnad.origins import BAR, Bar, Evidence, evidence, origins
from musnad.origins_marks import CLASSES, Marks
from tests.corpus_cases import BODY, reading

DAYS = ("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05")


def made(number: int, day: str, agency: str | None = None) -> bench.Printed:
    """An invented report of a day."""
    read = reading(f"{BODY}\nخبر {number}.", publisher=f"جريدة {number}", published=day)
    return bench.Printed(str(number), f"جريدة {number}", day, "", read, agency, agency is None)


def copy_of(one: bench.Printed, other: bench.Printed) -> Copy:
    passage = (Passage(Span(0, 9), Span(0, 9)),)
    return Copy(one.version, other.version, True, "copy", 0.9, 0.9, 0.9, passage, ())


PRINTED = [made(number, DAYS[number // 2]) for number in range(10)]


def test_reports_of_one_day_are_of_one_part() -> None:
    part = bench.parts(PRINTED)
    assert [part[one.version] for one in PRINTED] == [0, 0, 1, 1, 2, 2, 3, 3, 0, 0]


def test_nothing_is_learned_from_what_is_held_out_nor_from_its_copies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learned: list[set[str]] = []

    def samples(printed: Sequence[bench.Printed], _copies: Sequence[Copy]) -> list[str]:
        learned.append({one.id for one in printed})
        return []

    def fit(_samples: Sequence[str]) -> Mapping[str, tuple[float, ...]]:
        return {}

    monkeypatch.setattr(bench, "samples", samples)
    monkeypatch.setattr(bench, "fit", fit)
    # A report of the second day is copied from one of the first, one of the third from one of the fourth.
    copies = [copy_of(PRINTED[2], PRINTED[0]), copy_of(PRINTED[4], PRINTED[6])]
    sets = [frozenset((0,)), frozenset((0, 2))]
    assert set(bench.tables(PRINTED, copies, bench.parts(PRINTED), sets)) == set(sets)
    assert learned == [{"3", "4", "5", "6", "7"}, {"3", "7"}]


def worded(one: bench.Printed, lead: float) -> Evidence:
    """Evidence whose wording leans to the first agency, far from a paper's own."""
    scores = (lead, *(0.0 for _ in CLASSES[1:-1]), -9.0)
    return replace(evidence(one.reading), marks=Marks(scores, ((), (), (), ())))


def test_wording_tells_from_the_bar_on() -> None:
    one = made(1, DAYS[0])
    some = [worded(one, 2.5)]  # e^2.5 against three of e^0: a lead of 0.80
    assert [found.whole.kind for found in origins(some, [])] == ["agency"]
    assert [found.whole.kind for found in origins(some, [], replace(BAR, lead=0.85))] == ["unknown"]


def test_a_bar_is_chosen_that_is_right_often_enough() -> None:
    right = [made(number, DAYS[0], "afp") for number in range(6)]
    wrong = [made(number, DAYS[0], "spa") for number in range(6, 9)]
    held = [*(worded(one, 2.6) for one in right), *(worded(one, 2.2) for one in wrong)]
    # Leads of 0.82 and of 0.75: a bar of 0.8 tells all that are right and none that is wrong.
    assert bench.chosen([*right, *wrong], held, []) == Bar(0.8, 0.9, 0.05)


def test_the_hash_of_a_sample_follows_its_reports_and_not_their_order() -> None:
    rows = [
        {"id": "a", "date": "2026-01-01T10:00", "text": "أ"},
        {"id": "b", "date": "2026-01-02", "text": "ب"},
    ]
    assert sample.digest(rows) == sample.digest(rows[::-1])
    assert sample.digest(rows) != sample.digest([rows[0], {**rows[1], "text": "ت"}])
    assert sample.digest(rows) != sample.digest(rows, b"labels")
    assert sample.of_days(rows, ["2026-01-01"]) == rows[:1]
