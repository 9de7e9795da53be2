"""Glyphs from left to right to text in the order of reading."""

from __future__ import annotations

import pytest

from musnad.pdf_order import Glyph, brackets, direction, letters, logical, mirrored, seated, spaced


def row(*texts: str, font: str = "f") -> list[Glyph]:
    """Glyphs side by side, each as wide as it has letters."""
    out, x = [], 0.0
    for text in texts:
        wide = 0.0 if text == "ّ" else float(max(1, len(text)))
        out.append(Glyph(text, x, x + wide, 0, 1, font))
        x += wide
    return out


def read(*texts: str) -> str:
    line = row(*texts)
    return logical(line, "rtl", mirrored(brackets(line)))


@pytest.mark.parametrize(
    ("glyph", "text"),
    [
        ("ﻻ", "لا"), ("ﷺ", "ﷺ"), ("ﷲ", "الله"), ("ﹽ", "ّ"), ("ﱠ", "َّ"), ("ﬁ", "fi"), ("\u200f", ""),
        ("\u00a0", " "), ("ﺔ", "ة"), ("\ue001", ""),
    ],
)  # fmt: skip
def test_letters_of_a_glyph(glyph: str, text: str) -> None:
    assert letters(glyph) == text


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("دس", "سد"),
        ("ةيرق 30 لك", "كل 30 قرية"),
        ("2026 راذآ", "آذار 2026"),
        ("%12 ةدايزب", "بزيادة 12%"),
        ("1.5 و 2/3", "2/3 و 1.5"),
        ("٤٫٥ تغلب", "بلغت ٤٫٥"),
        ("10-20 نم", "من 20-10"),
        (".Blue Valley 7 ةكرش", "شركة Blue Valley 7."),
        ("info@a.example ىلإ", "إلى info@a.example"),
        ("12 ،Blue ةكرش", "شركة Blue، 12"),
    ],
)
def test_numbers_and_latin_inside(shown: str, text: str) -> None:
    assert read(*shown) == text


@pytest.mark.parametrize("shown", ["(نس) لاق «صن»", ")نس( لاق »صن«"])
def test_brackets_by_shape_or_by_meaning(shown: str) -> None:
    assert read(*shown) == "«نص» قال (سن)"


def test_a_ligature_stays_in_order() -> None:
    assert read("م", "لا", "س") == "سلام"


def test_arabic_in_a_line_from_the_left() -> None:
    assert logical(row(*"He said دس 30 today"), "ltr", {}) == "He said سد 30 today"
    assert logical(row(*"the (دس) dam"), "ltr", {}) == "the (سد) dam"


def test_a_mark_goes_to_its_letter_whichever_way_it_is_drawn() -> None:
    base, other = Glyph("د", 10, 14, 0, 10), Glyph("س", 14, 20, 0, 10)
    mark = Glyph("ّ", 9.5, 9.5, 2, 10)
    assert [one.text for one in seated([mark, base, other])] == ["دّ", "س"]
    assert [one.text for one in seated([other, base, mark])] == ["س", "دّ"]


def test_a_mark_on_a_ligature_goes_to_the_letter_below() -> None:
    both = Glyph("لا", 10, 20, 0, 10)
    assert seated([Glyph("ً", 11, 11, 2, 10), both])[0].text == "لاً"
    assert seated([Glyph("ً", 18, 18, 2, 10), both])[0].text == "لًا"


def test_gaps_part_words_where_no_spaces_are_printed() -> None:
    apart = [Glyph("ب", 0, 5, 0, 10), Glyph("ا", 5.2, 8, 0, 10), Glyph("م", 11, 15, 0, 10)]
    assert [one.text for one in spaced(apart, trusted=False)] == ["ب", "ا", " ", "م"]
    assert [one.text for one in spaced(apart, trusted=True)] == ["ب", "ا", "م"]


def test_direction() -> None:
    assert direction(["سد الوادي Blue"]) == "rtl"
    assert direction(["a dam on a river, سد"]) == "ltr"
