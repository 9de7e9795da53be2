from __future__ import annotations

import pytest

from musnad.parties import parse


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        # What stands behind a name and is none of it.
        ("العنبري عام 2014", "العنبري"),
        ("سامي العنبري أحد مشايخ الوادي", "سامي العنبري"),
        ("سامي العنبري البالغ من العمر 40 عاما", "سامي العنبري"),
        ("سامي العنبري باسمه", "سامي العنبري"),
        ("وزير النقل سامي العنبري وزعيم حزب النهر", "سامي العنبري"),
        # What describes somebody before his name.
        ("المفكر العراقي سامي العنبري", "سامي العنبري"),
        ("الهولندي فان برغن", "الهولندي فان برغن"),
        ("الهولندي برغن", "برغن"),
        ("مرشد الجماعة الأرمني سامي العنبري", "سامي العنبري"),
        ("المعارض البارز للوالي خالد الشمري آنذاك، سامي العنبري", "سامي العنبري"),
        ("نظيره الكويتي سامي العنبري", "سامي العنبري"),
        # Names that begin with the article, and states.
        ("الحسن بن علي", "الحسن بن علي"),
        ("عبد الحميد جميل", "عبد الحميد جميل"),
        ("السعودية والنمسا", "السعودية والنمسا"),
    ],
)
def test_the_name_of_a_person(phrase: str, name: str) -> None:
    assert parse(phrase).name == name


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("مجلس الوزراء الكويتي اجتماعا", "مجلس الوزراء الكويتي"),
        ("شركة النهر على موقعها الإلكتروني", "شركة النهر"),
        ("صحيفة الوادي الصادرة في لندن", "صحيفة الوادي"),
        ("وزارة النقل العمانية صورا", "وزارة النقل العمانية"),
        ("شركة الطاقة الجزائرية سوناتيل", "شركة الطاقة الجزائرية سوناتيل"),
        ("مركز الملك سلمان للإغاثة", "مركز الملك سلمان للإغاثة"),
        ("اللجنة العليا للانتخابات", "اللجنة العليا للانتخابات"),
    ],
)
def test_the_name_of_a_body(phrase: str, name: str) -> None:
    assert parse(phrase).name == name


def test_several_who_speak_as_one() -> None:
    party = parse("وزير الخارجية سامي العنبري ونظيره الكويتي خالد الشمري")
    assert party.name == "سامي العنبري وخالد الشمري"
    assert [part.name for part in party.parts] == ["سامي العنبري", "خالد الشمري"]
    assert parse("العنبري والوزير الكويتي خالد الشمري").name == "العنبري وخالد الشمري"


def test_a_numbered_article_keeps_its_law() -> None:
    assert parse("المادة (27) من نظام الصيد").name == "المادة (27) من نظام الصيد"


def test_the_issuer_of_a_document_is_no_verb() -> None:
    phrase = "آخر حصيلة صدرت عن وزارة الصحة"
    issuer = parse(phrase).issuer
    assert issuer is not None
    assert phrase[issuer[0] : issuer[1]] == "وزارة الصحة"
    assert parse("بيان مشترك اتفقت عليه الدول").issuer is None
