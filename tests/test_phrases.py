"""Noun phrases that speak, and what opens content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.lang.grammar import grammar_words
from musnad.phrases import (
    begins_object,
    is_complementiser,
    is_participle,
    masdar_like,
    name_quotation,
    noun_phrase,
    opener_kind,
    proclitic,
    relay_start,
)
from tests.attribution_cases import Case, at, cases, form, found, shown, tokens

SOURCES = """
وقال رئيس جمعية «أيادي الوادي» إن المساعدات وصلت.
  وقال | رئيس جمعية «أيادي الوادي» | إن المساعدات وصلت | say indirect
وقالت صحيفة «المزولة» إن الشركة أخفت التقرير.
  وقالت | صحيفة «المزولة» | إن الشركة أخفت التقرير | say indirect
وقال وزير المياه، سامر الدالي، إن السد آمن.
  وقال | وزير المياه، سامر الدالي | إن السد آمن | say indirect
وقال م. سامر الدالي إن السد آمن.
  وقال | م. سامر الدالي | إن السد آمن | say indirect
وقال د. سامر الدالي إن الدواء متوفر.
  وقال | د. سامر الدالي | إن الدواء متوفر | say indirect
وقال المتحدث باسم الوزارة ماهر الزين إن السد آمن.
  وقال | المتحدث باسم الوزارة ماهر الزين | إن السد آمن | say indirect
وقال مصدر في الحكومة إن الاتفاق قريب.
  وقال | مصدر في الحكومة | إن الاتفاق قريب | say indirect
وقال الدالي، الذي زار السد أمس، إن الشقوق سطحية.
  وقال | الدالي | إن الشقوق سطحية | say indirect
وقال السيد الدالي إن السد آمن.
  وقال | السيد الدالي | إن السد آمن | say indirect
وقال الدالي (52 عاماً) إن السد آمن.
  وقال | الدالي (52 عاماً) | إن السد آمن | say indirect
وقال أحد السكان إن الدخان غطى الحي.
  وقال | أحد السكان | إن الدخان غطى الحي | say indirect
وقال شهود عيان إن الدخان غطى الحي.
  وقال | شهود عيان | إن الدخان غطى الحي | say indirect
وقال ثلاثة مسؤولين في الوزارة إن العقد سيفسخ.
  وقال | ثلاثة مسؤولين في الوزارة | إن العقد سيفسخ | say indirect
وقال مصدران أمنيان إن العقد سيفسخ.
  وقال | مصدران أمنيان | إن العقد سيفسخ | say indirect
وقال الدالي والرماح إن الجسر سيفتح.
  وقال | الدالي والرماح | إن الجسر سيفتح | say indirect
وقال الأستاذ في جامعة الساحل كريم العاني إن السمك يتراجع.
  وقال | الأستاذ في جامعة الساحل كريم العاني | إن السمك يتراجع | say indirect
وقالت هالة الرماح من منظمة الضفاف إن المخيم غرق.
  وقالت | هالة الرماح من منظمة الضفاف | إن المخيم غرق | say indirect
وقال العقيد في الشرطة ماجد السبع إن التحقيق بدأ.
  وقال | العقيد في الشرطة ماجد السبع | إن التحقيق بدأ | say indirect
وأكد المصدر ذاته أن العقد سيفسخ.
  وأكد | المصدر ذاته | أن العقد سيفسخ | assert indirect
وقال ناشطون إن القوات اقتحمت الحي.
  وقال | ناشطون | إن القوات اقتحمت الحي | say indirect
وقالت منظمة "الضفاف" إن القوات اقتحمت الحي.
  وقالت | منظمة "الضفاف" | إن القوات اقتحمت الحي | say indirect
"""


@pytest.mark.parametrize("case", cases(SOURCES))
def test_sources_end_where_they_should(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("رئيس بلدية رأس المها، إن", "رئيس بلدية رأس المها"),
        ("مصدر في وزارة المياه إن", "مصدر في وزارة المياه"),
        ("الخبير في شؤون السدود سامر الدالي إن", "الخبير في شؤون السدود سامر الدالي"),
        ("صحيفة «المزولة» أن", "صحيفة «المزولة»"),
        ("الرجل الذي زار السد، إن", "الرجل الذي زار السد"),
        ("وزير المياه اليوم", "وزير المياه"),
        ("النائب العام إن", "النائب العام"),
        ("الدالي بحسب وكالة", "الدالي"),
        ("م. سامر الدالي إن", "م. سامر الدالي"),
        ("الدالي (52 عاماً) إن", "الدالي (52 عاماً)"),
        ("الدالي للصحافيين إن", "الدالي"),
        ("أبو-جبل إن", "أبو-جبل"),
        ("الدالي من دون تردد", "الدالي"),
        ("في البيت", None),
        ("إن السد", None),
        ("الذي قال", None),
    ],
)
def test_where_a_noun_phrase_ends(sentence: str, phrase: str | None) -> None:
    read = tokens(sentence)
    assert shown(read, (0, noun_phrase(read, 0, len(read)))) == phrase


def test_a_noun_phrase_keeps_its_bound() -> None:
    read = tokens("رئيس بلدية رأس المها")
    assert noun_phrase(read, 0, 2) == 2


@given(
    st.lists(
        st.sampled_from(("مصدر", "في", "الوادي", "«", "»", ".", "(", ")", "-", "الذي", "قال")), max_size=12
    )
)
def test_a_noun_phrase_ends_inside_its_bound(words: list[str]) -> None:
    read = tokens(" ".join(words))
    for start in range(len(read)):
        for stop in range(start, len(read) + 1):
            assert start <= noun_phrase(read, start, stop) <= stop


@pytest.mark.parametrize("word", ["ان", "بان", "فان", "انه", "بانها", "انهم", "اننا"])
def test_complementisers(word: str) -> None:
    assert is_complementiser(word)


@pytest.mark.parametrize("word", ["", "الان", "انا", "بانوراما", "كان"])
def test_words_that_only_look_like_complementisers(word: str) -> None:
    assert not is_complementiser(word)


@pytest.mark.parametrize(
    ("word", "letter", "carried"),
    [
        ("للصحافيين", "ل", True),
        ("لوكاله", "ل", True),
        ("ولوكاله", "ل", True),
        ("لبنان", "ل", False),
        ("لدي", "ل", False),
        ("الليل", "ل", False),
        ("بالسد", "ب", True),
        ("بيان", "ب", False),
        ("بلد", "ب", False),
    ],
)
def test_prepositions_of_one_letter(word: str, letter: str, carried: bool) -> None:
    assert proclitic(word, letter) is carried


@pytest.mark.parametrize(
    ("sentence", "opener", "kind"),
    [
        ("قال الدالي إن السد آمن", "ان", "inna"),
        ("قال الدالي: السد آمن", ":", "quote"),
        ("قال الدالي «السد آمن»", '"', "quote"),
        ("أوضح الدالي ما إذا كان السد آمناً", "ما", "inna"),
        ("حذر الدالي من كارثة", "من", "من"),
        ("طالب الدالي بتعويضات", "بتعويضات", "ب"),
        ("قال الدالي بسرعة", "بسرعه", ""),
        ("قال الدالي من الوادي", "من", ""),
        ("طالب الدالي باسم السكان", "باسم", ""),
    ],
)
def test_what_opens_the_content_of_a_cue(sentence: str, opener: str, kind: str) -> None:
    read = tokens(sentence)
    assert opener_kind(read, at(read, opener), form(read, 0)) == kind


def test_a_colon_at_the_end_opens_nothing() -> None:
    read = tokens("قال الدالي:")
    assert opener_kind(read, 2, form(read, 0)) == ""


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("صحيفة «المزولة» اليومية", True),
        ("صحيفة: «المزولة»", False),  # behind a colon it is speech
        ("قال «السد آمن، ونحن هنا»", False),  # a comma
        ("قال «يجب الحذر»", False),  # a verb
        ("قال «إن السد آمن»", False),  # a clause
        ("«المزولة» صحيفة", False),  # nothing before it to bear the name
        ("قال «السد هنا والوادي هناك والجسر بعيد والطريق قريب والنهر جار»", False),  # too long
    ],
)
def test_names_in_quotation_marks(sentence: str, name: bool) -> None:
    read = tokens(sentence)
    assert name_quotation(read, at(read, '"')) is name


@pytest.mark.parametrize("word", ["تفريغ", "اجتماع", "مقتل", "استقالته", "مناقشة"])
def test_a_verbal_noun_begins_an_object(word: str) -> None:
    read = tokens(f"أعلن الدالي {word}")
    assert masdar_like(read, 2)
    assert begins_object(read, 2)


@pytest.mark.parametrize("word", ["القرار", "السد"])
def test_a_noun_with_the_article_begins_none(word: str) -> None:
    read = tokens(f"أعلن الدالي {word}")
    assert not masdar_like(read, 2)
    assert not begins_object(read, 2)


def test_a_verbal_noun_behind_a_head_is_no_object() -> None:
    read = tokens("أعلن رئيس مناقشة")
    assert masdar_like(read, 2)
    assert not begins_object(read, 2)


def test_nothing_is_verbal_outside_the_sentence() -> None:
    assert not masdar_like(tokens("أعلن"), 7)


@pytest.mark.parametrize(
    ("word", "adverbial"), [("مشيراً", True), ("مؤكدة", True), ("المشير", False), ("السد", False)]
)
def test_participles_in_adverbial_use(word: str, adverbial: bool) -> None:
    assert is_participle(tokens(word), 0) is adverbial


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("بحسب وكالة الطود", "وكاله"),
        ("بحسب ما ذكرت وكالة الطود", "وكاله"),
        ("حسبما ذكرت وكالة الطود", "وكاله"),
    ],
)
def test_where_a_relay_names_its_source(sentence: str, noun: str) -> None:
    read = tokens(sentence)
    assert read.words[relay_start(read, 0)] == noun


def test_relay_words_end_a_noun_phrase() -> None:
    for word in sorted(grammar_words().relays):
        read = tokens(f"الدالي {word} وكالة الطود")
        assert noun_phrase(read, 0, len(read)) == 1, word
