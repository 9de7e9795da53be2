"""Phrases that speak, tied to their speakers: names behind titles, roles, and what points back."""

from __future__ import annotations

import pytest

from tests.test_chain import Said, read, speakers


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("رئيس اتحاد أصحاب معامل النسيج اليدوي، خالد الشمري", "خالد الشمري"),
        ("رئيس ما يسمى بالمجلس الأعلى للصيادين، سامي العنبري", "سامي العنبري"),
        ("المتحدث باسم هيئة الحماية بالولاية أليساندرو موريتي", "أليساندرو موريتي"),
        ("رئيس بلدية الميناء جون كي", "جون كي"),
        ("ممثلي نقابة الصيادين", "ممثلو نقابة الصيادين"),
        ("وكالة الأنباء البحرية (وأب)", "وكالة الأنباء البحرية (وأب)"),
        ("وكالة الأنباء البحرية (شبه رسمية)", "وكالة الأنباء البحرية"),
        ("نائب رئيس البلدية ووزير النقل سامي العنبري", "سامي العنبري"),
        ("مدير الأرصاد فيها سامي العنبري", "سامي العنبري"),
    ],
)
def test_the_name_in_a_phrase(phrase: str, name: str) -> None:
    assert speakers(read(f"قال {phrase} إن الجسر آمن.", Said(0, "قال", phrase))) == [name]


def test_a_surname_may_be_that_of_a_state() -> None:
    text = "قال المبعوث سامي مالي إن الجسر آمن.\nوأوضح مالي أن الطريق مفتوح."
    found = read(text, Said(0, "قال", "المبعوث سامي مالي"), Said(1, "وأوضح", "مالي", lemma="أوضح"))
    assert speakers(found) == ["سامي مالي"] * 2


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        # the name stands before its title
        ("استقال سامي العنبري، وزير النقل في بلده.\nوقال الوزير إن الجسر آمن.", "الوزير", "سامي العنبري"),
        ("عادت ماريبيل غونثاليث، وزيرة النقل.\nوقالت غونثاليث إن الجسر آمن.", "غونثاليث", "ماريبيل غونثاليث"),
        # the longest form of a name
        ("وصل سامي بن علي العنبري.\nوقال سامي العنبري إنه بخير.", "سامي العنبري", "سامي بن علي العنبري"),
        # a body with the adjective of its state
        ("بدأت الهيئة العليا المغربية.\nوقالت الهيئة العليا ذلك.", "الهيئة العليا", "الهيئة العليا المغربية"),
        # the last state named
        ("زار الوفد تونس.\nوقالت الأخيرة إن الجسر آمن.", "الأخيرة", "تونس"),
    ],
)  # fmt: skip
def test_what_the_text_names_in_full(text: str, source: str, name: str) -> None:
    cue = text.split("\n")[1].split()[0]
    assert speakers(read(text, Said(1, cue, source))) == [name]


def test_the_source_itself_is_whichever_body_spoke_last() -> None:
    text = "ذكر بنك المرسى أن السعر ثابت.\nوسجل المصدر ذاته أن الطلب قليل."
    found = read(
        text,
        Said(0, "ذكر", "بنك المرسى", lemma="ذكر"),
        Said(1, "وسجل", "المصدر ذاته", lemma="سجل"),
    )
    assert speakers(found) == ["بنك المرسى"] * 2


def test_a_role_in_the_title_is_whom_the_body_names() -> None:
    text = "وزير تونسي يتعهد بجسر جديد\nتعهد وزير النقل التونسي سامي العنبري بجسر جديد."
    found = read(
        text,
        Said(0, "يتعهد", "وزير تونسي", lemma="تعهد"),
        Said(1, "تعهد", "وزير النقل التونسي سامي العنبري", lemma="تعهد"),
    )
    assert speakers(found) == ["سامي العنبري"] * 2
