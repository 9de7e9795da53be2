"""What counts as naming a medium, and how the counts are written."""

from __future__ import annotations

import pytest

from tools.media_coverage import Judge, Place, counted, places

TEXTS = ["وقالت صحيفة «التل الأخضر» ذلك.", "وذكرت صحيفة «التل الأخضر» ذلك.", "وأكد في تصريح لـ«المدار» ذلك."]


@pytest.mark.parametrize(
    ("slot", "phrase", "names"),
    [
        ("source", "صحيفة «الوادي»", True),
        ("source", "وكالة الأنباء الأردنية", True),
        ("via", "«التل الأخضر»", True),
        ("via", "التل الأخضر", True),
        ("byline", "أ ف ب", True),
        ("byline", "سالم المنصوب", False),
        ("byline", "المدار", False),
        ("source", "الصحيفة", False),
        ("source", "صحيفة محلية", False),
        ("source", "الوكالة الدولية للطاقة الذرية", False),
        ("source", "موقع وزارة الري", False),
    ],
)
def test_what_names_a_medium(slot: str, phrase: str, *, names: bool) -> None:
    assert Judge(TEXTS, []).names_medium(Place(slot, phrase, "Valley News")) is names


def test_counts_by_slot_and_what_is_missing() -> None:
    found = [
        Place("byline", "أ ف ب", "Valley News"),
        Place("source", "صحيفة «التل الأخضر»", "Valley News"),
        Place("source", "صحيفة «الوطن»", "Valley News"),
    ]
    lines = counted(Judge(TEXTS, []), found).splitlines()
    assert lines[1].split() == ["byline", "1", "1", "0", "0", "1.0000", "1.0000"]
    assert lines[2].split() == ["source", "2", "0", "1", "1", "0.0000", "0.5000"]
    assert any(line.endswith('صحيفه "التل الاخضر"') for line in lines)


def test_the_places_of_one_report() -> None:
    row = {
        "id": "r1", "outlet": "Valley News", "date": "2018-05-04", "title": "افتتاح السد",
        "byline": "وادي الورد - رويترز",
        "text": "وادي الورد (رويترز) - قالت صحيفة «التل» إن السد آمن.",
    }  # fmt: skip
    found = {(place.slot, place.phrase) for place in places(row)}
    assert {("byline", "رويترز"), ("byline", "وادي الورد"), ("credit", "رويترز")} <= found
    assert ("source", "صحيفة «التل»") in found
