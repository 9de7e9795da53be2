"""What a statement gives to claims: stems, numbers, names, days, and whose voice it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.briefs import brief, packed, unpacked
from musnad.claims_evidence import NOBODY, Said, said, stem_of
from musnad.text import fold_text
from tests.corpus_cases import reading


def only(text: str, **known: str) -> Said:
    (one,) = said(reading(text, **known))
    return one


@pytest.mark.parametrize(
    "content",
    ["ثلاثين قرية", "٣٠ قرية", "30 قرية"],
)
def test_numbers_are_the_same_in_words_and_in_both_digits(content: str) -> None:
    assert only(f"قال الوزير عاصم البرهومي إن السدود ستروي {content}.").numbers == {"30"}


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        ("مئة وعشرين عاملا", {"120"}),
        ("سبعة ملايين دينار", {"7000000"}),
        ("1,500 عامل", {"1500"}),
        ("١٬٥٠٠ عامل", {"1500"}),
        ("٣٫٥ أمتار", {"3.5"}),
        ("3.5 أمتار", {"3.5"}),
        ("واحدا من العمال", set()),
        ("15 مليون دينار", {"15000000"}),
        ("2.5 مليون دينار", {"2500000"}),
        ("4 آلاف و651 طنا", {"4651"}),
        ("عمالا و 12 مهندسا", {"12"}),
        ("خمسة في المئة من العمال", {"5"}),
        ("40 بالمئة من العمال", {"40"}),
    ],
)
def test_figures_are_those_that_are_meant(content: str, numbers: set[str]) -> None:
    assert only(f"قال الوزير عاصم البرهومي إن المشروع يضم {content}.").numbers == numbers


def test_shares_are_told_by_one_sign_however_they_are_printed() -> None:
    told = [
        only(f"قال الوزير عاصم البرهومي إن العمل بلغ {share} من الخطة.").figures
        for share in ("5%", "5 %", "5 في المئة", "5 بالمائة", "خمسة بالمئة")
    ]
    assert set(told) == {frozenset({("%", "5")})}


def test_a_heading_is_told() -> None:
    title = "البرهومي: السدود جاهزة"
    head, body = said(reading(f"{title}\nقال الوزير عاصم البرهومي إن السدود كلها جاهزة.", title=title))
    assert (head.heading, body.heading) == (True, False)


def test_a_capital_stands_for_its_state_too() -> None:
    capital = only("قال عاصم البرهومي إن طهران ستشارك في المعرض.")
    state = only("قال عاصم البرهومي إن إيران ستشارك في المعرض.")
    assert state.names < capital.names


def test_numbers_are_no_words() -> None:
    assert not {"ثلاث", "ثلاثين"} & set(only("قال عاصم البرهومي إن السدود ستروي ثلاثين قرية.").words)


@pytest.mark.parametrize(
    "forms",
    [
        ("المسؤولين", "والمسؤول", "مسؤولات", "مسؤول"),
        ("الزراعية", "زراعي", "وزراعية"),
        ("المزارعون", "بالمزارعين", "مزارع"),
        ("طائرات", "الطائرة", "كطائرة"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem_of(fold_text(form)) for form in forms}) == 1


@pytest.mark.parametrize("word", ["في", "من", "الذي", "هذه", "أن", "The", "and", "وهو"])
def test_words_of_grammar_have_no_stem(word: str) -> None:
    assert stem_of(fold_text(word)) == ""


@given(st.text("ابتجحدرسعفقكلمنهويةى", min_size=1, max_size=12))
@settings(max_examples=200)
def test_a_stem_is_a_part_of_its_word(word: str) -> None:
    folded = fold_text(word)
    assert stem_of(folded) in folded
    assert stem_of(folded) == stem_of(folded)


def test_a_long_speech_is_told_by_its_beginning() -> None:
    words = " ".join(f"كلم{letter}{other}" for letter in "بتجحخدذرزسشص" for other in "ضطظعغفقكلمنه")
    assert len(only(f"قال عاصم البرهومي إن {words}.").words) <= 120


def test_names_go_by_their_reference_or_their_last_word() -> None:
    told = only("قال عاصم البرهومي إن موسكو ونعمان السروي على صلة.")
    assert any("/" in name for name in told.names)
    one = only("قال عاصم البرهومي إن المهندس نعمان السروي غادر الموقع.")
    other = only("قال عاصم البرهومي إن السيد نعمان السروى غادر الموقع.")
    assert one.names == other.names != frozenset()


def test_days_are_those_that_are_named() -> None:
    told = only("قال عاصم البرهومي إن السد افتتح في الخامس من مارس 2026.")
    assert told.times == {"2026-03-05"}
    assert told.said_on is None or told.said_on not in told.times


def test_a_cue_that_is_denied_is_told() -> None:
    assert only("لم يقل الوزير عاصم البرهومي إن السدود جاهزة.").negated
    assert not only("قال الوزير عاصم البرهومي إن السدود جاهزة.").negated
    assert only("نفى الوزير عاصم البرهومي أن تكون السدود جاهزة.").cue_class == "deny"


@pytest.mark.parametrize(
    ("content", "denied"),
    [
        ("أن تكون السدود جاهزة", ("سدود", "جاهز")),
        ("أن تكون السدود جاهزة، قائلا إن العمل مستمر", ("سدود", "جاهز")),
        ("أن تكون السدود جاهزة بقوله إن العمل مستمر", ("سدود", "جاهز")),
    ],
)
def test_a_denial_reaches_to_the_first_mark_or_word_of_saying(content: str, denied: tuple[str, ...]) -> None:
    told = next(one for one in said(reading(f"نفى الوزير عاصم البرهومي {content}.")) if one.lemma == "نفى")
    assert set(told.words[: told.denied]) == {"تكون", *denied}


def test_who_denies_in_other_words_is_not_said_to_deny_them() -> None:
    for told in said(reading("نفى الوزير عاصم البرهومي ذلك، قائلا إن السدود جاهزة كلها.")):
        assert not set(told.words[: told.denied]) & {"سدود", "جاهز"}


def test_what_is_said_inside_names_the_statement_around() -> None:
    outer, inner = said(reading("قال عاصم البرهومي إن هدى الريحان أكدت أن السدود كافية."))
    assert (outer.inside, inner.inside) == (None, outer.id)
    assert set(inner.words) < set(outer.words)


def test_a_voice_has_the_state_that_is_spoken_for() -> None:
    minister = only("قال وزير الخارجية الروسي سيرغي لافروف إن الاجتماع تأجل.").voice
    ministry = only("قالت الخارجية الروسية إن الاجتماع تأجل.").voice
    capital = only("قالت موسكو إن الاجتماع تأجل.").voice
    assert minister.ref == "person/sergei-lavrov"
    assert ministry.ref == "body/ministry/RU/foreign"
    assert all("state/RU" in one.parties for one in (minister, ministry, capital))


@pytest.mark.parametrize(
    ("speaker", "mali"),
    [
        ("وزيرة المالية هدى الريحان", False),
        ("وزير المالية عاصم البرهومي", False),
        ("وزيرة الخارجية المالية هدى الريحان", True),
        ("الرئيس المالي عاصم البرهومي", True),
    ],
)
def test_a_minister_of_finance_speaks_for_no_state_of_that_name(speaker: str, mali: bool) -> None:
    assert ("state/ML" in only(f"قال {speaker} إن السدود جاهزة.").voice.parties) is mali


def test_a_person_whom_no_table_knows_goes_by_name() -> None:
    voice = only("قال المهندس نعمان السروي إن الاجتماع تأجل.").voice
    assert (voice.kind, voice.ref, voice.forms[0]) == ("person", None, ("نعمان", "السروي"))
    assert not voice.parties


def test_nobody_has_no_voice() -> None:
    assert NOBODY.kind is None
    assert (NOBODY.forms, NOBODY.ref, NOBODY.parties) == ((), None, frozenset())


def test_it_goes_through_the_brief_unchanged() -> None:
    made = reading()
    assert made.statements
    back = unpacked(packed(brief(made)))
    assert back is not None
    assert back.said == said(made)


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_every_text_is_answered(text: str) -> None:
    made = reading(text or "نص")
    assert [one.id for one in said(made)] == [one.id for one in made.statements]
