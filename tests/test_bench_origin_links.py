"""The kind of origin that a report alone tells, as it is measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.origin_links import Case, figures, kind_of, rows
from musnad.model import Reason
from musnad.origins_evidence import Evidence
from musnad.origins_links import Carrier, Credit, Told

PAPER = Carrier("publisher", "name:paper", "الميناء")
ONE = Credit(Carrier("agency", "medium/reuters", "رويترز"), "byline", "رويترز")
OTHER = Credit(Carrier("agency", "medium/afp", "فرانس برس"), "byline", "أ ف ب")
SEVERAL = Credit(Carrier("agency", "medium/agencies", "وكالات"), "byline", "وكالات", several=True)
OWN = (Reason("own-writer", ("نادر",)),)
SAID = Told("s1", ())
POSTED = Told(
    "s1", (), Carrier("document", "document:منشور|x", "منشور"), Reason("cited-document", ("تغريدة",))
)


@pytest.mark.parametrize(
    ("whole", "told", "kind"),
    [
        (Evidence("v", 9, PAPER), SAID, "unknown"),
        (Evidence("v", 9, PAPER, (ONE,)), SAID, "agency"),
        (Evidence("v", 9, PAPER, (ONE, OTHER)), SAID, "joint"),
        (Evidence("v", 9, PAPER, (SEVERAL,)), SAID, "agencies"),
        (Evidence("v", 9, PAPER, (), OWN), SAID, "publisher"),
        (Evidence("v", 9, PAPER, (ONE,), OWN), POSTED, "document"),
    ],
)
def test_the_kind_that_a_report_alone_tells(whole: Evidence, told: Told, kind: str) -> None:
    assert kind_of(whole, told) == kind


def test_a_statement_that_is_not_read_counts_as_wrong() -> None:
    some = [
        Case({"kind": "agency"}, "agency"),
        Case({"kind": "document"}, None),
        Case({"kind": "unknown"}, "unknown"),
    ]
    assert figures(some) == {"statements": 3, "value": 0.6667, "recall": 0.5, "precision": 1.0}


def test_rows_on_which_two_judges_differ_are_passed_over(tmp_path: Path) -> None:
    table = tmp_path / "links.csv"
    table.write_text("report,cue,content,kind,aside\nr,0-1,2-3,agency,0\nr,0-1,2-3,unsure,1\n", "utf-8")
    assert [row["kind"] for row in rows(table)] == ["agency"]
    assert {row["aside"] for row in rows()} == {"0", "1"}
