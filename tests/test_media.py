"""The tables of media, and the medium that an Arabic phrase names."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.furniture_english import medium_meant
from musnad.lang.tables import Field, Table, TableError
from musnad.media import Medium, media, medium_in, medium_named, rows_of
from musnad.reader import ReadOptions, read
from musnad.text import Source, fold, read_text

GRAMMAR = ReadOptions(engine="grammar")
PLAIN = {"ref": Field(), "name": Field(), "aliases": Field(list), "beside": Field(list)}


def ref(phrase: str, *, credit: bool = False, publisher: str | None = None) -> str | None:
    medium = medium_in(phrase, credit=credit, publisher=publisher)
    return medium.ref if medium is not None else None


def test_the_languages_name_the_same_media_alike() -> None:
    arabic, english = ({m.ref: m for m in media(language)} for language in ("ar", "en"))
    shared = arabic.keys() & english.keys()
    assert len(shared) > 400
    for one in shared:
        assert (arabic[one].kind, arabic[one].country) == (english[one].kind, english[one].country)
        assert arabic[one].english == english[one].name
        assert english[one].arabic == arabic[one].name


def test_one_medium_in_full() -> None:
    medium = medium_in("وكالة الأنباء السعودية")
    assert medium is not None
    assert (medium.ref, medium.arabic, medium.english) == ("spa", "واس", "SPA")
    assert (medium.kind, medium.country) == ("agency", "SA")


def test_every_form_leads_to_a_row_that_holds_it() -> None:
    for medium in media("ar"):
        for form in (medium.name, *medium.aliases):
            found = medium_named(form)
            assert found is not None, form
            forms = {fold(f).text.lower() for f in (found.name, *found.aliases)}
            assert found.ref == medium.ref or fold(form).text.lower() in forms, form


def test_a_name_of_several_media_is_one_that_does_not_count_alone() -> None:
    rows: dict[str, list[Medium]] = defaultdict(list)
    for medium in media("ar"):
        for form in dict.fromkeys(fold(f).text.lower() for f in (medium.name, *medium.aliases)):
            rows[form].append(medium)
    for form, several in rows.items():
        if len(several) > 1:
            assert medium_in(form) is None, form


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("رويترز", "reuters"),
        ("لرويترز", "reuters"),
        ("أ ف ب", "afp"),
        ("(أ. ف. ب.)", "afp"),
        ("د.ب.أ", "dpa"),
        ("وكالة (الفرنسية)", "afp"),
        ("وكالة الأنباء السورية الرسمية (سانا)", "sana"),
        ("وكالة الأنباء الرسمية (سانا)", "sana"),
        ("وكالة الأنباء الرسمية السورية", "sana"),
        ("وكالة أنباء الأناضول الحكومية التركية", "anadolu"),
        ("وكالة أنباء الصين الجديدة(شينخوا)", "xinhua"),
        ("وكالة يونهاب الكورية الجنوبية للأنباء", "yonhap"),
        ("لوكالة «فرانس برس»", "afp"),
        ("صحيفة «هآرتس» الإسرائيلية", "haaretz"),
        ("صحيفة نيويورك تايمز قائمة الأسئلة", "new-york-times"),
        ("موقع مجلة «شبيغل» الألمانية", "der-spiegel"),
        ("موقع التواصل الاجتماعي تويتر", "twitter"),
        ("التلفزيون الرسمي السوري", "syrian-tv"),
        ("لـ«الشرق الأوسط»", "asharq-al-awsat"),
        ("لـ«الرياض» وزير الري اليمني", "al-riyadh"),
        ("وCNN", "cnn"),
        ("قناة الجزيرة", "al-jazeera"),
        ("صحيفة الجزيرة", "al-jazirah"),
        ("القناة العاشرة الإسرائيلية", "israel-channel-10"),
        ("شبكة «سي.بي.إس نيوز» التلفزيونية", "cbs-news"),
        ("لقناة «آر تي إي»", "rte"),
        ("صحيفة «الوطن» القريبة من الحكومة السورية", "al-watan-sy"),
        ("صحيفة الوطن القطرية", "al-watan-qa"),
        ("جريدة «الوطن» السعودية", "al-watan-sa"),
    ],
)
def test_a_phrase_that_names_a_medium(phrase: str, expected: str) -> None:
    assert ref(phrase) == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "المجلة الفرنسية", "الصحيفة الاقتصادية", "الجريدة", "الجريدة الرسمية", "موقع الاتحاد الرسمي",
        "للشبكة الإخبارية",
        "البيان", "اليوم", "الوطن", "«الوطن»", "صحيفة الوطن", "صحيفة الوطن الوادية", "الجزيرة", "الفرنسية",
        "فارس المنصوب",
        "وكالة الأنباء", "وكالة الأنباء الرسمية", "الوكالة", "وكالة الطاقة الذرية", "صحيفة محلية",
        "قناة الرياض",
        "صحيفة العرب الجدد", "سانا المنصوب", "والا", "صحيفة", "", "ل", "()", "وكالة (",
    ],
)  # fmt: skip
def test_no_medium_without_evidence(phrase: str) -> None:
    assert ref(phrase) is None


def test_a_common_name_counts_in_a_credit_and_a_shared_one_is_the_publishers() -> None:
    assert ref("الرياض", credit=True) == "al-riyadh"
    assert ref("الوطن", credit=True) is None
    assert ref("الوطن", credit=True, publisher="al-watan-sa") == "al-watan-sa"
    assert ref("صحيفة الوطن", publisher="al-watan-sa") == "al-watan-sa"
    assert ref("صحيفة الوطن القطرية", publisher="al-watan-sa") == "al-watan-qa"


def test_agencies_that_are_not_named_are_nobody_across_reports() -> None:
    assert medium_named("وكالات") is not None
    assert ref("وكالات", credit=True) is None
    assert ref("وكالات الأنباء") is None


def test_beside_holds_names_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "media.toml"
    path.write_text('[[media]]\nref = "valley"\nname = "الوادي"\nbeside = ["الجبل"]\n', encoding="utf-8")
    with pytest.raises(TableError, match=r"media\.toml:4:12: beside 'الجبل' is no name of the row"):
        rows_of(Table(path), PLAIN)


def test_media_in_chains_bear_their_ref() -> None:
    text = (
        "افتتاح سد الوادي\n"
        "وادي الورد (أ ف ب) - نقلت وكالة الأنباء السورية الرسمية (سانا) عن وزير الري سالم المنصوب "
        "قوله إن السد آمن. "
        "وذكرت صحيفة «الوطن» أن العمل دام سبعة أعوام. وأعلنت الوزارة أن السد يكفي ثلاث مدن."
    )
    record = read(read_text(text, Source(publisher="العربية")), GRAMMAR).to_dict()
    refs = {entity["name"]: entity["ref"] for entity in record["entities"]}
    assert refs["العربية"] == "medium/al-arabiya"
    assert refs["أ ف ب"] == "medium/afp"
    assert sorted(r for r in refs.values() if r) == ["medium/afp", "medium/al-arabiya", "medium/sana"]
    by_id = {entity["id"]: entity["ref"] for entity in record["entities"]}
    first = record["attributions"][0]["chain"]
    assert [by_id[link["entity"]] for link in first[:3]] == ["medium/al-arabiya", "medium/afp", "medium/sana"]


def test_a_medium_named_without_a_noun_is_one() -> None:
    text = (
        "افتتاح السد\nوقالت فايننشال تايمز إن السد يكفي ثلاث مدن. "
        "وذكرت هيئة الإذاعة البريطانية أن العمل دام سبعة أعوام."
    )
    found = read(read_text(text, Source()), GRAMMAR)
    assert {e.name: (e.kind, e.ref) for e in found.entities} == {
        "فايننشال تايمز": ("medium", "medium/financial-times"),
        "هيئة الإذاعة البريطانية": ("medium", "medium/bbc"),
    }


def test_of_two_names_in_one_report_the_fullest_decides() -> None:
    text = (
        "افتتاح السد\nوقالت سكاي نيوز إن السد يكفي ثلاث مدن. "
        "ونقلت سكاي نيوز عربية عن الوزير أن العمل دام سبعة أعوام."
    )
    found = read(read_text(text, Source(publisher="سكاي نيوز عربية")), GRAMMAR)
    assert {e.ref for e in found.entities if e.kind == "medium"} == {"medium/sky-news-arabia"}


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [("Al-Watan", None), ("الشرق الأوسط", "medium/asharq-al-awsat"), ("BBC News", "medium/bbc")],
)
def test_media_of_an_english_report_bear_their_ref(publisher: str, expected: str | None) -> None:
    text = "Dam opens\nSIRWAN (Reuters) - The new dam is safe and would serve three towns, they said."
    found = read(read_text(text, Source(publisher=publisher)), GRAMMAR)
    refs = {entity.name: entity.ref for entity in found.entities}
    assert refs == {publisher: expected, "Reuters": "medium/reuters"}


PIECES = [
    "وكالة ",
    "الأنباء ",
    "صحيفة ",
    "موقع ",
    "الوطن",
    "سانا",
    "فرانس برس",
    "ل",
    "لل",
    "و",
    " ",
    "(",
    ")",
    "«",
]
PIECES += [
    "»",
    ".",
    "،",
    "الرسمية ",
    "السورية ",
    "أ ف ب",
    "the ",
    "Daily ",
    "Telegraph",
    "Reuters",
    "\ud800",
    "ﷺ",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_phrase_is_answered(phrase: str) -> None:
    for credit in (False, True):
        for answer in (medium_in, medium_meant):
            found = answer(phrase, credit=credit)
            assert found is None or found.ref
