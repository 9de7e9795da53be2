from __future__ import annotations

import pytest

from tests.test_chain import Said, entity, read, speakers


def test_two_sides_are_the_two_states_that_the_report_names_most() -> None:
    text = (
        "اتفقت تونس والأردن على تبادل السلع.\nوزار الوفد التونسي عمان، والتقى الوفد الأردني.\n"
        "وأكد الجانبان أن الاتفاق نهائي."
    )
    found = read(text, Said(2, "وأكد", "الجانبان", lemma="أكد"))
    assert speakers(found) == ["تونس والأردن"]


def test_two_sides_of_many_states_are_not_told() -> None:
    text = "اجتمعت تونس والأردن والمغرب في قمة.\nوأكد الجانبان أن الاتفاق نهائي."
    assert speakers(read(text, Said(1, "وأكد", "الجانبان", lemma="أكد"))) == ["الجانبان"]


def test_two_ministers_are_the_last_two_named() -> None:
    text = (
        "التقى وزير النقل سامي العنبري وزير الطاقة هادي الشمري.\n"
        "وقال الوزيران إن الجسر آمن.\nوأضافا أن العمل انتهى."
    )
    found = read(text, Said(1, "وقال", "الوزيران"), Said(2, "وأضافا", lemma="أضاف"))
    assert speakers(found) == ["سامي العنبري وهادي الشمري"] * 2


def test_two_bodies_are_those_that_spoke_as_one() -> None:
    text = "قالت منظمة الغابة الخضراء ومنظمة البحر الأزرق إن الماء نظيف.\nوأكدت المنظمتان أن الهواء نظيف."
    found = read(
        text,
        Said(0, "قالت", "منظمة الغابة الخضراء ومنظمة البحر الأزرق"),
        Said(1, "وأكدت", "المنظمتان", lemma="أكد"),
    )
    assert speakers(found) == ["منظمة الغابة الخضراء ومنظمة البحر الأزرق"] * 2


@pytest.mark.parametrize("second", ["مصدران في البلدية", "وزير النقل هادي الشمري"])
def test_those_who_speak_as_one_are_joined(second: str) -> None:
    text = f"قال سامي العنبري، رئيس البلدية، و{second} إن الجسر آمن.\nوقال العنبري إن الطريق مفتوح."
    found = read(text, Said(0, "قال", f"سامي العنبري، رئيس البلدية، و{second}"), Said(1, "وقال", "العنبري"))
    other = second.removeprefix("وزير النقل ")
    assert speakers(found) == [f"سامي العنبري و{other}", "سامي العنبري"]
    assert entity(found, f"سامي العنبري و{other}").kind == "group"


def test_two_offices_of_one_person_are_one() -> None:
    text = "قال نائب رئيس الوزراء ووزير النقل سامي العنبري إن الجسر آمن."
    found = read(text, Said(0, "قال", "نائب رئيس الوزراء ووزير النقل سامي العنبري"))
    assert speakers(found) == ["سامي العنبري"]


def test_two_writers_are_those_whom_the_text_joins() -> None:
    text = (
        "نشر المقال سامي العنبري مستشار وزير النقل خالد الشمري، وهادي الدالي من مركز النهر.\n"
        "وقال الكاتبان إن الجسر آمن.\nوأضافا أن الطريق مفتوح."
    )
    found = read(text, Said(1, "وقال", "الكاتبان"), Said(2, "وأضافا", lemma="أضاف"))
    assert speakers(found) == ["سامي العنبري وهادي الدالي"] * 2


def test_two_writers_of_different_sentences_are_not_joined() -> None:
    text = "عاد سامي العنبري. وهادي الدالي في بيته.\nوقال الكاتبان إن الجسر آمن."
    assert speakers(read(text, Said(1, "وقال", "الكاتبان"))) == ["الكاتبان"]
