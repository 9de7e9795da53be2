"""Bylines: media, writers, places and desks told from each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.lang.origin_words import words
from musnad.origins_bylines import read_byline


@pytest.mark.parametrize(
    ("byline", "media", "writers"),
    [
        ("جدة - نادر المزروقي", (), ("نادر المزروقي",)),
        ("نادر المزروقي (جدة)", (), ("نادر المزروقي",)),
        ("نادر المزروقي من جدة", (), ("نادر المزروقي",)),
        ("كتب - سمير حداد:", (), ("سمير حداد",)),
        ("د. هدى الراسي", (), ("د. هدى الراسي",)),
        ("عبدالله المزروقي، هدى الراسي - جدة", (), ("عبدالله المزروقي", "هدى الراسي")),
        ("جدة - واس", ("واس",), ()),
        ("رويترز (لندن)", ("رويترز",), ()),
        ("خميس مشيط - واس", ("واس",), ()),
        ("حفر الباطن", (), ()),
        ("جدة - غبيشة مزروق", (), ("غبيشة مزروق",)),
        ("جدة: يُسر راسم", (), ("يسر راسم",)),
        ("غبيشة مزروق", (), ()),
        ("غبيشة مزروق من لندن", (), ()),
        ("جدة - مكتب مزروق", (), ()),
        ("جدة - غبيشة مزروق برس", (), ()),
        ("جدة - حكومة مزروق", (), ()),
        ("جدة - غبيشة مزروق راسم سالم حداد", (), ()),
        ("واس - جدة، مكة المكرمة", ("واس",), ()),
        ("جدة: أونلاين المزولة", (), ()),
        ("نادر المزروقي (جدة)، سروج راسم", (), ("نادر المزروقي",)),
        ("متابعة - الرياض الإلكتروني", (), ()),
        ("القسم المحلي", (), ()),
        ("", (), ()),
    ],
)
def test_parts_of_a_byline(byline: str, media: tuple[str, ...], writers: tuple[str, ...]) -> None:
    found = read_byline(byline, "ar")
    assert (found.media, found.writers) == (media, writers)


def test_special_is_said_in_a_part_of_its_own() -> None:
    assert read_byline("خاص - جدة").special
    assert not read_byline("جدة").special


def test_an_english_byline() -> None:
    assert read_byline("By Nadir Mazruqi", "en").writers == ("Nadir Mazruqi",)
    assert read_byline("Reuters", "en").media == ("Reuters",)
    assert read_byline("Staff", "en").writers == ()


def test_the_words_are_folded_and_each_document_has_a_name() -> None:
    assert "تغريده" in words().documents
    assert words().documents["تغريده"] == "منشور"


@given(st.text())
def test_no_byline_makes_it_raise(byline: str) -> None:
    for language in ("ar", "en", None):
        read_byline(byline, language)
