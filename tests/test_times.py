from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.text import fold
from musnad.times import find
from tests.soup import texts

_MONTHS = (
    "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
    "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    "يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر",
)

# 2018-05-16 is a Wednesday.


def found(text: str, published: str | None = "2018-05-16") -> list[tuple[str, str | None]]:
    told = find(text, fold(text), published)
    return [(text[one.span.start : one.span.end], one.value) for one in told]


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("افتتح الجسر اليوم الأربعاء", [("اليوم الأربعاء", "2018-05-16")]),
        ("وصل مساء أمس (الثلاثاء) إلى مرسى", [("مساء أمس (الثلاثاء)", "2018-05-15")]),
        ("زار القرية أول من أمس", [("أول من أمس", "2018-05-14")]),
        ("عاد أمس الأول", [("أمس الأول", "2018-05-14")]),
        ("تجتمع اللجنة بعد غد", [("بعد غد", "2018-05-18")]),
        ("سيفتح الجسر يوم غدٍ الخميس", [("يوم غدٍ الخميس", "2018-05-17")]),
        ("قال، الاثنين، إن الجسر آمن", [("الاثنين", "2018-05-14")]),
        ("سيفتح الجسر الاثنين", [("الاثنين", "2018-05-21")]),
        ("يفتح الجسر الجمعة المقبل", [("الجمعة المقبل", "2018-05-18")]),
        ("وصل السبت الماضي", [("السبت الماضي", "2018-05-12")]),
        ("دارت معارك ليل الاثنين الثلاثاء", [("ليل الاثنين الثلاثاء", "2018-05-14/2018-05-15")]),
        ("في نفس اليوم", []),
        ("لليوم الثالث على التوالي", []),
        ("قالت صحيفة «اليوم» في عددها", []),
        ("كل يوم جمعة", []),
        ("قال الأمين العام السابق", []),
    ],
)
def test_days_by_their_names(text: str, expressions: list[tuple[str, str | None]]) -> None:
    assert found(text) == expressions


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("في الـ12 من مايو الجاري", "2018-05-12"),
        ("في 11 يوليو (تموز) الماضي", "2017-07-11"),
        ("في التاسع من سبتمبر عام 1935م", "1935-09-09"),
        ("وقع في الخامس والعشرين من نيسان/أبريل", "2018-04-25"),
        ("ستعقد في 12 حزيران/يونيو", "2018-06-12"),
        ("في ٣ أيلول ٢٠١٧", "2017-09-03"),
        ("في 13/3/2018", "2018-03-13"),
        ("في 2018-03-13", "2018-03-13"),
        ("بتاريخ 14 /10 /1436هـ", "2015-07-30"),
        ("في 14 رمضان 1436", "2015-07-01"),
        ("في 5 من الشهر الماضي", "2018-04-05"),
        ("الثلاثاء 15 مايو", "2018-05-15"),
        ("من 3 إلى 5 مايو", "2018-05-03/2018-05-05"),
        ("بين 14 و18 نيسان 2016", "2016-04-14/2016-04-18"),
        ("من 28 ديسمبر إلى 3 يناير 2016", "2015-12-28/2016-01-03"),
        ("من 24 / 10 إلى 7 / 11 / 1436هـ", "2015-08-09/2015-08-22"),
        ("في 31/2/2018", None),
        ("في 15/13/2018", None),
        ("الاثنين 5 مايو 2018", None),
        ("اليوم الأحد", None),
        ("منذ ثورة 25 يناير", None),
    ],
)
def test_dates(text: str, value: str | None) -> None:
    assert [one for _, one in found(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("خلال شهر يوليو 2015م", "2015-07"),
        ("في سبتمبر/أيلول 2016", "2016-09"),
        ("في أبريل نيسان", "2018-04"),
        ("مطلع يونيو (حزيران) الماضي", "2017-06"),
        ("في يوليو من العام الماضي", "2017-07"),
        ("سيبدأ في أكتوبر المقبل", "2018-10"),
        ("من يوليو إلى سبتمبر 2016", "2016-07-01/2016-09-30"),
        ("الشهر الماضي", "2018-04"),
        ("في شهر رمضان الماضي", "2017-05-27/2017-06-24"),
        ("الأسبوع الماضي", "2018-05-05/2018-05-13"),
        ("هذا العام", "2018"),
        ("منذ بداية العام", "2018"),
        ("العام قبل الماضي", "2016"),
        ("في عام 1436هـ", "2014-10-25/2015-10-13"),
        ("خلال 2019", "2019"),
        ("بين عامي 2010 و2015", "2010/2015"),
        ("موسم 2014/15", "2014/2015"),
        ("للربع الثاني", "2018-04-01/2018-06-30"),
        ("الربع الأول من العام الماضي", "2017-01-01/2017-03-31"),
        ("النصف الأول من عام 2016", "2016-01-01/2016-06-30"),
        ("الأشهر الأربعة الأولى من العام", "2018-01-01/2018-04-30"),
        ("في ثمانينيات القرن الماضي", "198X"),
        ("في القرن التاسع عشر", "18XX"),
        ("صيف 2016", None),
        ("العام الدراسي", None),
        ("السنوات الأخيرة", None),
        ("رؤية 2030", None),
    ],
)
def test_months_and_years(text: str, value: str | None) -> None:
    assert [one for _, one in found(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("نحو 40 ثانية", "PT40S"),
        ("لمدة ساعتين", "PT2H"),
        ("ساعة ونصف", "PT1H30M"),
        ("نصف ساعة", "PT30M"),
        ("(25 عاماً)", "P25Y"),
        ("استمر ثلاثة وعشرين يوماً", "P23D"),
        ("لمدة شهر", "P1M"),
        ("من 3 إلى 5 سنوات", "P3Y/P5Y"),
        ("14 – 17 سنة", "P14Y/P17Y"),
        ("طيلة أربعة عقود", "P40Y"),
        ("في سن الثانية والتسعين", "P92Y"),
        ("في العشرين من العمر", "P20Y"),
        ("وهي في السادسة عشرة من عمرها", "P16Y"),
        ("البالغ من العمر اثنين وتسعين عاما", "P92Y"),
        ("قبل شهرين", "2018-03"),
        ("منذ ثلاثة أيام", "2018-05-13"),
        ("قبل عشرين عاماً", "1998"),
        ("قبل نحو شهر", None),
        ("منذ سنوات", None),
        ("قبل ثلاثة أيام من الانتخابات", "P3D"),
        ("خلال الساعات الـ24 الماضية", "2018-05-15/2018-05-16"),
        ("خلال الأيام الثلاثة الماضية", "2018-05-13/2018-05-16"),
        ("خلال اليومين المقبلين", "2018-05-16/2018-05-18"),
        ("خلال السنوات الـ18 الماضية", "2000/2018"),
    ],
)
def test_durations_and_what_is_counted_from_the_report(text: str, value: str | None) -> None:
    assert [one for _, one in found(text)] == [value]


@pytest.mark.parametrize("text", ["كل يومين", "كل أربعة أعوام", "الدقيقة 35", "ستة أيام في الأسبوع"])
def test_no_durations(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("عند الساعة 10:30 بتوقيت غرينتش", "T10:30Z"),
        ("الساعة العاشرة والنصف مساءً", "T22:30"),
        ("في الثامنة والربع مساء بتوقيت السعودية", "T20:15+03:00"),
        ("عند الساعة 21,00 ت غ", "T21:00Z"),
        ("الساعة الثالثة من فجر اليوم", "2018-05-16T03:00"),
        ("الساعة الثانية عشرة ظهرا", "T12:00"),
        ("في منتصف الليل", "T00:00"),
        ("من الساعة التاسعة صباحاً حتى الثالثة عصراً", "T09:00/T15:00"),
        ("عند الساعة الخامسة", None),
    ],
)
def test_clock_times(text: str, value: str | None) -> None:
    assert [one for _, one in found(text)] == [value]


def test_a_clock_time_takes_the_day_of_its_sentence() -> None:
    text = "تنظم الغرفة يوم غد لقاء من الساعة التاسعة صباحاً حتى الثالثة عصراً"
    assert [value for _, value in found(text)] == ["2018-05-17", "2018-05-17T09:00/2018-05-17T15:00"]


def test_what_was_named_before_is_meant_again() -> None:
    text = "بدأ في 20 فبراير 2011 وانتهى في 23 سبتمبر من العام نفسه"
    assert [value for _, value in found(text)] == ["2011-02-20", "2011-09-23"]
    text = "بلغ الربح في الربع الثاني ضعفه في الربع المماثل من العام السابق"
    assert [value for _, value in found(text)] == ["2018-04-01/2018-06-30", "2017-04-01/2017-06-30"]
    assert [value for _, value in found("يوم الأربعاء 27 شوال", "2015-08-02")] == ["2015-08-12"]


def test_without_a_day_of_publication_only_what_is_absolute_has_a_value() -> None:
    text = "قال أمس إن الحرب بدأت عام 1990 وفي 3 مايو 1991 انتهت الاثنين"
    assert [value for _, value in found(text, None)] == [None, "1990", "1991-05-03", None]


@given(
    st.dates(date(1900, 4, 1), date(2100, 1, 1)),
    st.integers(0, 300),
    st.sampled_from(_MONTHS),
    st.booleans(),
)
def test_a_date_written_out_is_read_back(published: date, back: int, names: str, dated: bool) -> None:
    day = published - timedelta(days=back)
    text = f"وقع في {day.day} {names.split('|')[day.month - 1]}" + (f" {day.year}" if dated else " الماضي")
    expected = day.isoformat() if dated or back else None
    if expected:
        assert [value for _, value in found(text, published.isoformat())] == [expected]


_VALUE = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{4}|\d{3}X|\d\dXX|(\d{4}-\d\d-\d\d)?T\d\d:\d\d(Z|[+-]\d\d:\d\d)?"
    r"|P(T?[\d.]+[YMWDHS])+(T\d+H)?)(/.+)?"
)
_PIECES = (
    "12|3/4/2018|2015|1436|هـ|من|و|في|قبل|أمس|الثلاثاء|الماضي|الأسبوع|الشهر|أيام|عشر|الثاني|منذ|الساعة|10:30|مساء|صباحا|بتوقيت|"
    "غرينتش|الحادي|أيلول|/|(|)|-|تشرين|العام|هذا|،|اليوم|ثلاثة|إلى|بين|و5|شوال|الربع|سنوات|ونصف|القرن|الثمانينيات|نفسه|غد|آخر|عام"
)
_ENDS = st.sampled_from((None, "2018-05-16", "0001-01-01", "9999-12-31", "x"))


@given(st.lists(st.sampled_from([*_PIECES.split("|"), "|", '"', "\n"]), max_size=14), _ENDS)
def test_any_words_of_time_give_values_or_nothing(pieces: list[str], published: str | None) -> None:
    text = " ".join(pieces)
    for one in find(text, fold(text), published):
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.value is None or _VALUE.fullmatch(one.value)


@given(texts, _ENDS)
def test_any_text_is_answered_in_order_and_alike(text: str, published: str | None) -> None:
    told = find(text, fold(text), published)
    assert told == find(text, fold(text), published)
    ends = [0, *(one.span.end for one in told)]
    assert all(end <= one.span.start < one.span.end for end, one in zip(ends, told, strict=False))
    assert ends[-1] <= len(text)


@pytest.mark.parametrize("word", ["ثلاثة ", "الأحد ", "10:30 ", "و5 ", "من 3 مايو إلى "])
def test_long_rows_of_one_word_are_read_in_pieces(word: str) -> None:
    text = word * 2500
    told = find(text, fold(text), "2018-05-16")
    assert all(one.span.end <= len(text) for one in told)
