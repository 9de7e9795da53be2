from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad import places
from musnad.mentions import find
from musnad.model import Report
from musnad.segment import segment
from musnad.spots import Spot
from musnad.spotting import spot
from musnad.text import fold


def spots(text: str) -> tuple[Spot, ...]:
    folded = fold(text)
    words = find(Report("", "", text, language="ar"), folded, segment(text, "ar")).words
    return spot(text, folded, words, places.mentions(folded, words))


def names(text: str, kind: str) -> list[str]:
    return [one.name for one in spots(text) if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("استقبل وزير النقل سامي العنبري الوفد.", ["سامي العنبري"]),
        ("وصل الدكتور عبد الله بن ناصر الصباغ، ثم عاد.", ["عبد الله بن ناصر الصباغ"]),
        ("كان سامي العنبري، وزير النقل، حاضرا.", ["سامي العنبري"]),
        ("التقى المتحدث باسم الوزارة سامي العنبري الوفد.", ["سامي العنبري"]),
        ("حضر سامي العنبري وهدى الصباغ وفهد المرجان.", ["سامي العنبري", "هدى الصباغ", "فهد المرجان"]),
        ("زار الوزير مطلق بن دغيم الباراشي القرية.", ["مطلق بن دغيم الباراشي"]),
        ("سافر جون كندريك إلى القرية.", ["جون كندريك"]),
        ("بعث برقية إلى الرئيس صلاح الدين العنبري أمس.", ["صلاح الدين العنبري"]),
        ("نال رضا الناس عن عمله.", []),
        ("وقع الاتفاق على أساس متين.", []),
    ],
)
def test_persons(text: str, wanted: list[str]) -> None:
    assert names(text, "person") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("أصدر مجلس النخيل الأعلى قرارا.", ["مجلس النخيل الأعلى"]),
        ("زار وزارة التربية والتعليم المصرية أمس.", ["وزارة التربية والتعليم المصرية"]),
        ("أسس حزب «النور الجديد» قبل عام.", ["حزب «النور الجديد»"]),
        ("باعت شركة سدركس معظم أسهمها.", ["سدركس"]),
        ("رحبت الحكومة المصرية بالقرار.", ["الحكومة المصرية"]),
        ("تعطلت حركة السوق أياما.", []),
        ("رحبت الحكومة الجديدة بالقرار.", []),
    ],
)
def test_bodies(text: str, wanted: list[str]) -> None:
    assert names(text, "organisation") == [name.replace("«", "").replace("»", "") for name in wanted]


def test_media_and_states() -> None:
    text = "نشرت رويترز صورا من مصر ولبنان."
    assert names(text, "medium") == ["رويترز"]
    assert names(text, "state") == ["مصر", "لبنان"]


def test_a_person_carries_what_the_title_says() -> None:
    (one,) = [s for s in spots("وصل وزير النقل المصري سامي العنبري.") if s.kind == "person"]
    assert one.role is not None
    assert one.role.text == "وزير النقل المصري"
    assert "EG" in one.role.marks


def test_the_role_behind_a_name_is_read_too() -> None:
    (one,) = [s for s in spots("كان سامي العنبري، وزير النقل، هناك.") if s.kind == "person"]
    assert one.role is not None
    assert one.role.text == "وزير النقل"


WORDS = ["قال", "وزير", "الدكتور", "سامي", "العنبري", "و", "«السدر»", "حزب", "مجلس", "الأعلى", "مصر", "على"]
WORDS += ["علي", "بن", "ال", "للأمم", "المتحدة", "،", ".", "(x)", "\u064b"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_names_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    found = spots(text)
    assert found == spots(text)
    end = 0
    for one in found:
        assert end <= one.span.start < one.span.end <= len(text)
        assert one.name and one.key
        end = one.span.end
