"""The tool that fits the wording of agencies: what it keeps, and that it tells what was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.origins import agency_of
from musnad.origins_marks import AGENCIES, BIAS, CLASSES, shares, weigh
from tools.fit_agencies import Sample, fit, sample, write

pytest.importorskip("sklearn")

WORDS = {"afp": "زمرد", "dpa": "مرجان", "reuters": "ياقوت", "spa": "لؤلؤ", "own": "فيروز"}
OUTLETS = ("الميناء", "الشراع", "المرسى")


def made() -> list[Sample]:
    """Six texts of each class, in three outlets, told by one word; «نادر» stands in one outlet only."""
    return [
        sample(OUTLETS[n % 3], f"عنوان\nقال {word} هنا" + (" نادر" if n % 3 == 0 else ""), label)
        for label, word in WORDS.items()
        for n in range(6)
    ]


def test_a_word_of_its_own_tells_each_class() -> None:
    table = fit(made())
    for label, word in WORDS.items():
        found = shares(weigh(f"عنوان\nقال {word} هنا", table).scores)
        assert CLASSES[found.index(max(found))] == label


def test_words_of_fewer_than_three_outlets_are_left_out() -> None:
    table = fit(made())
    assert "زمرد" in table
    assert "نادر" not in table


def test_the_table_is_written_the_same_each_time(tmp_path: Path) -> None:
    one, other = tmp_path / "one.tsv", tmp_path / "other.tsv"
    write(fit(made()), one)
    write(fit(made()[::-1]), other)
    assert one.read_bytes() == other.read_bytes()
    lines = one.read_text("utf-8").splitlines()
    assert lines[0].split("\t") == ["feature", *CLASSES]
    assert lines[1].split("\t")[0] == BIAS
    assert len(AGENCIES) == len(CLASSES) - 1


@pytest.mark.parametrize(
    ("byline", "agency", "named"),
    [
        ("مرسى - رويترز", "reuters", True),
        ("مرسى - واس، رويترز", None, True),
        ("وكالات - مرسى", None, True),
        ("رويترز، وكالات", None, True),
        ("نادر المزروقي - مرسى", None, False),
    ],
)
def test_the_one_agency_that_a_byline_names(byline: str, agency: str | None, named: bool) -> None:
    assert agency_of(byline) == (agency, named)
