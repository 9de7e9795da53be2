"""Places: which names are one, which of the places of one name is meant, and what stays in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.lang.gazetteer import gazetteer
from musnad.mentions import Words, find
from musnad.model import Mention, Report, Segments, Span
from musnad.places import (
    Choice,
    Context,
    Place,
    PlaceMention,
    choose,
    distance,
    located,
    mentions,
)
from musnad.text import Folded, fold

NONE = Segments((), (), ())


def words(text: str) -> tuple[Folded, Words]:
    folded = fold(text)
    return folded, find(Report("r", "v", text), folded, NONE).words


def read(text: str, *near: str) -> dict[str, Place | None]:
    """The places of a text as printed."""
    return {mention.span.of(text): mention.place for mention in found(text, *near)}


def found(text: str, *near: str) -> tuple[PlaceMention, ...]:
    return mentions(*words(text), near)


def refs(text: str, *near: str) -> dict[str, str | None]:
    return {name: place.ref if place else None for name, place in read(text, *near).items()}


def test_places_are_located_with_the_entity_that_is_named_there() -> None:
    text = "زار الوفد مدينة حلب ثم قرية الزعفرانة الجديدة وعاد إلى العراق."
    at = {
        name: Span(text.index(name), text.index(name) + len(name)) for name in ("حلب", "الزعفرانة", "العراق")
    }
    named = [
        Mention(at["حلب"], "place", "e1"),
        Mention(at["الزعفرانة"], "place", "e2"),
        Mention(at["العراق"], "state", "e3"),
    ]
    aleppo, unknown, iraq = located(found(text), named)
    assert (aleppo.entity, aleppo.country) == ("e1", "SY")
    assert aleppo.latitude == pytest.approx(36.2, abs=0.2)
    assert (unknown.entity, unknown.ref, unknown.country) == ("e2", None, None)
    assert unknown.reasons == ("not in the table",)
    assert (iraq.entity, iraq.ref) == ("e3", "state/IQ")
    # A name that another one holds is no place of its own.
    assert located(found(text), [Mention(at["حلب"], "organisation", "e1")]) == ()


def test_states_and_cities_are_found_without_their_clitics() -> None:
    text = "عاد الوفد من باريس إلى اليمن، ثم غادر لصنعاء والتقى ببغداد وزراء، وعاد للقاهرة."
    assert refs(text) == {
        "باريس": "place/2988507",
        "اليمن": "state/YE",
        "صنعاء": "place/71137",
        "بغداد": "place/98182",
        "لقاهرة": "place/360630",
    }


def test_a_former_state_is_one() -> None:
    assert refs("هاجرت أسرته من الاتحاد السوفياتي ومن يوغوسلافيا.") == {
        "الاتحاد السوفياتي": "state/SUHH",
        "يوغوسلافيا": "state/YUCS",
    }


def test_the_longest_name_counts() -> None:
    text = "زار جنوب السودان ثم دير الزور وقطاع غزة والجزائر العاصمة."
    assert list(refs(text)) == ["جنوب السودان", "دير الزور", "قطاع غزة", "الجزائر العاصمة"]


def test_the_states_of_the_report_tell_namesakes_apart() -> None:
    libya = read("شهدت ليبيا قتالا، وقال مسؤول ليبي إن طرابلس هادئة وإن الليبيين صامدون.")["طرابلس"]
    lebanon = read("شهد لبنان إضرابا، وقال نائب لبناني إن طرابلس أقفلت وإن اللبنانيين صامدون.")["طرابلس"]
    assert libya is not None
    assert libya.country == "LY"
    assert lebanon is not None
    assert lebanon.country == "LB"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("سقطت قذيفة على دوما السورية.", "SY"),
        ("سقطت قذيفة في دوما، سوريا.", "SY"),
        ("سقطت قذيفة في دوما في سوريا.", "SY"),
        ("سقطت قذيفة في دوما بفلسطين.", "PS"),
    ],
)
def test_the_state_beside_a_name_tells(text: str, country: str) -> None:
    place = read(text)["دوما"]
    assert place is not None
    assert place.country == country


def test_what_is_said_beside_one_mention_holds_for_the_others() -> None:
    text = "قصفت دوما السورية مساء. وقال سكان في دوما إن القصف توقف."
    assert [m.place.country if m.place else None for m in found(text) if m.name == "دوما"] == ["SY", "SY"]


def test_a_head_tells_a_city_from_its_region() -> None:
    kinds = {m.reasons[0]: m.place and m.place.kind for m in found("من مدينة تعز إلى محافظة تعز في اليمن.")}
    assert kinds["مدينه"] == "city"
    assert kinds["محافظه"] == "region"


def test_the_second_of_a_list_is_a_place_as_the_first() -> None:
    assert set(refs("انتشر الجيش السوري في مدينتي حلب وحماة.")) == {"حلب", "حماة"}


def test_where_nothing_tells_the_candidates_are_listed() -> None:
    mention = found("وصل إلى عمان أمس.")[0]
    assert mention.place is None
    assert {candidate.place.country for candidate in mention.choice.candidates} >= {"OM", "JO"}
    assert all(candidate.reasons for candidate in mention.choice.candidates)


@pytest.mark.parametrize(
    "text",
    [
        "قال سعيد إن كريم سيعود إلى العمل.",
        "سقط الحجر داخل العين كما قال الطبيب.",
        "قال جورج واشنطن كلمته.",
        "نشرت صحيفة «الرياض» الخبر.",
        "تخرج في جامعة القاهرة قبل عام.",
        "انتقل المهاجم إلى روما الإيطالي.",
        "قدمت الشركة بيانات مالية جيدة، وقالت إنها أرباح عالية.",
        "أعلن الاتحاد البرتغالي موعد البطولة.",
        "رفض بلاتر الإجابة عن السؤال.",
    ],
)
def test_words_persons_and_organisations_are_no_places(text: str) -> None:
    assert read(text) == {}


def test_a_seat_of_government_is_not_the_capital_that_another_list_names() -> None:
    found = {entry.latin for entry in gazetteer().named("رام الله")}
    assert found == {"Ramallah"}
    assert {entry.latin for entry in gazetteer().named(fold("نيودلهي").text)} == {"New Delhi"}
    assert "Washington" in {
        entry.latin for entry in gazetteer().named("واشنطن") if entry.population > 600_000
    }


def test_a_city_of_two_lists_goes_by_the_states_of_the_report() -> None:
    assert refs("قال وزير إسرائيلي في القدس إن السد آمن.")["القدس"] == "place/281184"
    assert refs("قال وزير فلسطيني في القدس إن السد آمن.")["القدس"] == "place/7303419"
    mention = found("قال وزير إسرائيلي في القدس إن السد آمن.")[0]
    assert "capital" not in {reason for c in mention.choice.candidates for reason in c.reasons}


def test_a_name_that_is_another_s_in_the_press_is_not_linked() -> None:
    assert refs("عاد الوفد من أريئيل.") == {}


def test_a_word_is_a_place_behind_a_head() -> None:
    assert refs("وصل إلى مدينة العين في الإمارات.")["العين"] == "place/292913"


def test_a_facility_keeps_its_name_and_takes_the_place_that_it_names() -> None:
    place = read("أقلعت الطائرة من مطار عدن الدولي صباحا.")["مطار عدن الدولي"]
    assert place is not None
    assert (place.kind, place.country, place.ref, place.inherited) == ("facility", "YE", "", True)
    assert place.name == "مطار عدن الدولي"
    assert place.latitude == pytest.approx(12.78, abs=0.05)


def test_a_facility_takes_the_place_that_the_sentence_ties_to_it() -> None:
    place = read("انطلق الصاروخ من قاعدة زبرقاط الفضائية في كازاخستان أمس.")["قاعدة زبرقاط الفضائية"]
    assert place is not None
    assert (place.country, place.inherited, place.latitude) == ("KZ", True, None)


def test_a_facility_that_nothing_places_is_not_guessed() -> None:
    assert read("انطلق الصاروخ من قاعدة زبرقاط الفضائية أمس.") == {"قاعدة زبرقاط الفضائية": None}


def test_a_dateline_is_a_place() -> None:
    assert found("بريدة (وكالات) - افتتح المعرض أمس.")[0].reasons == ("dateline",)


def test_the_states_that_the_caller_knows_count() -> None:
    text = "وصل إلى عمان أمس."
    assert refs(text, "JO")["عمان"] == "place/250441"
    assert refs(text, "OM")["عمان"] == "state/OM"


def test_a_name_is_chosen_with_the_article_or_without() -> None:
    with_article, without = choose("المكلا").place, choose("مكلا").place
    assert with_article is not None
    assert with_article == without
    assert choose("زبرقاط") == Choice(None)
    tied = choose("طرابلس", Context(tie="LB")).place
    assert tied is not None
    assert tied.country == "LB"


def test_an_adjective_that_is_not_the_city_s_leaves_it_where_it_is() -> None:
    place = read("هاجم متظاهرون سفارة طهران السعودية.")["طهران"]
    assert place is not None
    assert place.country == "IR"
    # Of a name that the press does not know the state beside it must be its own.
    assert read("افتتح مرصد في سندرلاند التشادية.").get("سندرلاند") is None


def test_distance() -> None:
    cairo, aden = choose("القاهرة").place, choose("عدن").place
    assert cairo is not None
    assert aden is not None
    assert distance(cairo, aden) == pytest.approx(2370, abs=60)
    state = choose("مصر").place
    assert state is not None
    assert distance(cairo, state) == float("inf")


PIECES = ["مدينة ", "محافظة ", "مطار ", "في ", "و", "ب", "ل", "لل", "حلب", "عمان", "، ", "(", '"', "\n"]
PIECES += ["سوريا", "روما ", "ﷺ", "\ud800"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_no_text_makes_it_raise_and_spans_lie_inside(text: str) -> None:
    end = 0
    for mention in found(text):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        if mention.place is not None:
            assert mention.place.country or mention.place.kind == "continent"
