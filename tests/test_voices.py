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
        # a body with the rest of its name, the complement's article gone
        ("هاجم تنظيم القلعة الشرقية.\nوقال تنظيم القلعة ذلك.", "تنظيم القلعة", "تنظيم القلعة الشرقية"),
        ("اجتمعت حكومة إقليم النهر.\nوقالت حكومة الإقليم ذلك.", "حكومة الإقليم", "حكومة إقليم النهر"),
        # a body with words between, and one with the adjectives of its complement
        ("تحدث بنك النهر المركزي أمس.\nوقال البنك المركزي ذلك.", "البنك المركزي", "بنك النهر المركزي"),
        ("شكلت لجنة تحقيق مصرفية بارزة.\nوقالت اللجنة ذلك.", "اللجنة", "لجنة تحقيق مصرفية بارزة"),
        # a document with its complement, unless that is the complement of another
        ("نشر قرار الاتهام أمس.\nوقال القرار ذلك.", "القرار", "قرار الاتهام"),
        ("انتشر مقطع فيديو أمس.\nوقال المقطع ذلك.", "المقطع", "مقطع فيديو"),
        ("انتشر مقطع فيديو الحفل أمس.\nوقال الفيديو ذلك.", "الفيديو", "الفيديو"),
        # a group as the text describes it, without the day behind it
        ("تظاهر ناشطون يمنيون الخميس.\nوقال ناشطون ذلك.", "ناشطون", "ناشطون يمنيون"),
        # an adjective that does not agree is none of the body's
        ("عاد وفد الحكومة الفني.\nبدأت الحكومة القطرية.\nوقالت الحكومة ذلك.", "الحكومة", "الحكومة القطرية"),
        # a role behind a name without a mark, and one that only the text ties to its holder
        ("عاد الشيخ خالد الشمري وزير النقل.\nوقال وزير النقل ذلك.", "وزير النقل", "خالد الشمري"),
        ("نشر مقال للكاتب خالد الشمري.\nوقال الكاتب ذلك.", "الكاتب", "خالد الشمري"),
        # a name with a preposition before it is no name
        ("تحدث الوزير بزعامة العنبري.\nوقال العنبري ذلك.", "العنبري", "العنبري"),
        # the last state named
        ("زار الوفد تونس.\nوقالت الأخيرة إن الجسر آمن.", "الأخيرة", "تونس"),
    ],
)  # fmt: skip
def test_what_the_text_names_in_full(text: str, source: str, name: str) -> None:
    lines = text.split("\n")
    assert speakers(read(text, Said(len(lines) - 1, lines[-1].split()[0], source))) == [name]


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


def test_a_role_of_the_lead_is_the_bare_name_in_the_title() -> None:
    text = "العنبري: الجسر آمن\nقال وزير النقل التونسي إن الجسر آمن.\nعاد سامي العنبري."
    found = read(text, Said(0, ":", "العنبري"), Said(1, "قال", "وزير النقل التونسي"))
    assert speakers(found) == ["سامي العنبري"] * 2


def test_a_short_article_has_the_law_of_the_last() -> None:
    text = "نصت المادة (3) من نظام الصيد على ذلك.\nونصت المادة (4) على هذا."
    found = read(text, Said(0, "نصت", "المادة (3) من نظام الصيد"), Said(1, "ونصت", "المادة (4)"))
    assert speakers(found) == ["المادة (3) من نظام الصيد", "المادة (4) من نظام الصيد"]


def test_a_body_of_somebody_has_his_whole_name() -> None:
    text = "قال سامي العنبري ذلك.\nوقالت إدارة العنبري ذلك.\nوقال محامو العنبري ذلك."
    said = (
        Said(0, "قال", "سامي العنبري"),
        Said(1, "وقالت", "إدارة العنبري"),
        Said(2, "وقال", "محامو العنبري"),
    )
    assert speakers(read(text, *said)) == ["سامي العنبري", "إدارة سامي العنبري", "محامو سامي العنبري"]


def test_a_role_is_the_holder_who_spoke_last() -> None:
    text = (
        "قال الوزير سامي العنبري إن الجسر آمن.\nوقال الوزير خالد الشمري إن الطريق مفتوح.\n"
        "وقال العنبري إن العمل انتهى.\nوقال الوزير إن الماء نظيف."
    )
    sources = ("الوزير سامي العنبري", "الوزير خالد الشمري", "العنبري", "الوزير")
    said = [Said(i, "قال" if i == 0 else "وقال", source) for i, source in enumerate(sources)]
    assert speakers(read(text, *said))[-1] == "سامي العنبري"
