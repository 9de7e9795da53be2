"""What one sentence tells of a telling holds for all that its speaker tells there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.mentions import known_medium
from musnad.origins_evidence import evidence
from musnad.reader import ReadOptions, read
from musnad.text import Source, read_text


def ways(text: str, publisher: str = "الميناء") -> list[tuple[str | None, str | None]]:
    """The carrier of each statement in the order of the text, and the code of its reason."""
    source = Source(publisher=publisher, published="2024-10-08", title=text.partition("\n")[0])
    found = evidence(read(read_text(text, source), ReadOptions(engine="grammar"))).statements
    return [
        (None if one.inner is None else one.inner.key, None if one.reason is None else one.reason.code)
        for one in sorted(found, key=lambda one: one.content[0])
    ]


def test_who_goes_on_speaks_to_whom_he_spoke() -> None:
    found = ways("قال وزير النقل سمير حداد لرويترز إن الجسر جاهز. وأضاف أن الافتتاح غدا. وأكد أن المرور آمن.")
    assert found == [
        ("medium/reuters", "told-medium"),
        ("medium/reuters", "same-telling"),
        ("medium/reuters", "same-telling"),
    ]


def test_the_lead_has_the_telling_that_is_named_behind_it() -> None:
    found = ways(
        "قال وزير النقل سمير حداد إن الجسر جاهز.\n"
        "وتعمل الوزارة على المشروع منذ عامين.\n"
        "وقال حداد في مقابلة مع قناة الجزيرة إن المرور آمن."
    )
    assert [code for _, code in found] == ["same-telling", "said-in"]
    assert len({key for key, _ in found}) == 1


def test_another_speaker_has_no_part_in_it() -> None:
    found = ways(
        "قال وزير النقل سمير حداد لرويترز إن الجسر جاهز.\nوقالت رئيسة البلدية هدى سالم إن المرور آمن."
    )
    assert found == [("medium/reuters", "told-medium"), (None, None)]


def test_a_speaker_heard_in_two_ways_has_none_where_nothing_tells() -> None:
    found = ways(
        "قال وزير النقل سمير حداد لرويترز إن الجسر جاهز.\n"
        "وقال حداد لوكالة فرانس برس إن المرور آمن.\n"
        "وقال حداد إن الافتتاح غدا."
    )
    assert [code for _, code in found] == ["told-medium", "told-medium", None]


def test_a_document_is_that_of_its_noun_before_it() -> None:
    found = ways("قالت وزارة النقل في بيان إن الجسر جاهز.\nوأكد البيان أن المرور آمن.")
    assert found[0][0] == found[1][0]
    assert str(found[0][0]).startswith("document:بيان|")


def test_a_report_told_of_before_is_not_of_whoever_speaks_of_it() -> None:
    (only,) = ways("وقالت وزارة النقل في التقرير إن الجسر جاهز.")
    assert only == (None, None)
    (own,) = ways("وقالت وزارة النقل في تقريرها إن الجسر جاهز.")
    assert str(own[0]).startswith("document:تقرير|")


def test_a_source_printed_as_a_document_is_one() -> None:
    (only,) = ways("وذكر بيان لوزارة النقل في سلوان أن الجسر جاهز.")
    assert str(only[0]).startswith("document:بيان|")
    assert only[1] == "cited-document"


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("جاء ذلك في مقابلة للوزير مع قناة الجزيرة مساء الأحد.", "medium/al-jazeera"),
        ("وجاءت تصريحات الوزير خلال مقابلة مع قناة الجزيرة.", None),
        ("جاء ذلك في تغريدة له على تويتر.", "document:منشور"),
        ("جاء ذلك في وقت تشهد فيه البلدة أعمالا واسعة.", None),
    ],
)
def test_whence_what_stands_before_it_came(sentence: str, key: str | None) -> None:
    found = ways(f"قال وزير النقل سمير حداد إن الجسر جاهز.\n{sentence}")
    assert str(found[0][0]).startswith(key) if key is not None else found[0][0] is None


@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ("وأفاد مراسلنا في مرسى بأن الجسر جاهز.", "medium/al-jazeera", "own-says"),
        ("وقالت مصادرنا إن الجسر جاهز.", "medium/al-jazeera", "own-says"),
        ("وقال مراسل قناة الجزيرة في مرسى إن الجسر جاهز.", "medium/al-jazeera", "own-says"),
        ("وأفاد مراسل القناة بأن الجسر جاهز.", "medium/al-jazeera", "own-says"),
        ("وأفاد مراسل وكالة فرانس برس بأن الجسر جاهز.", "medium/afp", "source-medium"),
        ("وقال الوزير لمراسل القناة إن الجسر جاهز.", "medium/al-jazeera", "own-told"),
        ("وقال الوزير في مقابلة مع الزميلة سلمى عمر إن الجسر جاهز.", "medium/al-jazeera", "own-told"),
        ("وبات الجسر جاهزا، بحسب مصدر أمني لوكالة فرانس برس.", "medium/afp", "told-medium"),
    ],
)
def test_correspondents_colleagues_and_whom_a_source_told(text: str, key: str, code: str) -> None:
    assert ways(text, "قناة الجزيرة") == [(key, code)]


def test_a_correspondent_of_an_untabled_publisher_is_its_own() -> None:
    assert ways("وقال مراسل قناة الميناء في مرسى إن الجسر جاهز.", "قناة الميناء")[0][1] == "own-says"


def test_letters_behind_a_preposition_name_a_medium() -> None:
    found = known_medium("لبي بي سي", "ar")
    assert found is not None
    assert found.ref == "bbc"


@pytest.mark.parametrize(
    "text",
    [
        "وقالت الوكالة الدولية للطاقة الذرية إن المفاعل آمن.",
        "وقالت وكالة التصنيف الائتماني موديز إن الدين يرتفع.",
        "وقالت الشبكة السورية لحقوق الإنسان إن المعتقلين كثر.",
        "وأعلنت واشنطن وأنقرة أن الاتفاق قريب.",
    ],
)
def test_an_agency_of_no_news_is_no_carrier(text: str) -> None:
    assert {key for key, _ in ways(text)} == {None}


PARTS = (
    "قال سمير حداد ",
    "لرويترز ",
    "في بيان ",
    "إن الجسر جاهز. ",
    "وأضاف أن المرور آمن. ",
    "وأكد البيان ذلك.\n",
)


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_what_a_sentence_tells_itself_stands(text: str) -> None:
    source = Source(publisher="الميناء", published="2024-10-08")
    found = read(read_text(text, source), ReadOptions(engine="grammar"))
    told = evidence(found).statements
    assert [one.id for one in told] == [one.id for one in found.statements]
    assert all((one.inner is None) == (one.reason is None) for one in told)
