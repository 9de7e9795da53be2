"""What one sentence tells of a telling holds for all that its speaker tells there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.mentions import known_medium
from musnad.origins_evidence import evidence
from musnad.origins_links import Page
from musnad.origins_phrases import document_noun, listed_noun, names_colleague
from musnad.origins_tellings import carried_on
from musnad.reader import ReadOptions, read
from musnad.text import Source, read_text

GRAMMAR = ReadOptions(engine="grammar")


def ways(text: str, publisher: str = "الميناء") -> list[tuple[str | None, str | None]]:
    """The carrier of each statement in the order of the text, and the code of its reason."""
    source = Source(publisher=publisher, published="2024-10-08", title=text.partition("\n")[0])
    found = evidence(read(read_text(text, source), GRAMMAR)).statements
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
    assert [code for _, code in found] == ["same-speaker", "said-in"]
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
        ("وجاءت تصريحات الوزير خلال مقابلة مع قناة الجزيرة.", "medium/al-jazeera"),
        ("جاء ذلك في تغريدة له على تويتر.", "document:منشور"),
        ("جاء ذلك في وقت تشهد فيه البلدة أعمالا على فيسبوك.", None),
        ("يأتي ذلك في ظل أنباء نقلت على قناة الجزيرة.", None),
        ("جاءت هذه التصريحات في مقابلة مع قناة الجزيرة.", "medium/al-jazeera"),
        ("وجاء هذا الكلام في بيان لوزارة الصحة.", "document:بيان|وزاره الصحه"),
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


def test_an_agency_of_news_is_one_whatever_its_name() -> None:
    for name in ("وكالة الطود", "وكالة الطود للأنباء", "شبكة الفرات الإعلامية", "وكالة الرأي للأنباء"):
        assert ways(f"وقالت {name} إن الجسر جاهز.")[0][1] == "source-medium"


def test_a_correspondent_of_nobody_is_not_the_papers() -> None:
    assert ways("وقال مراسل إن الجسر جاهز.", "قناة الجزيرة")[0][1] != "own-says"
    assert ways("وقال مراسل أجنبي إن الجسر جاهز.", "قناة الجزيرة")[0][1] != "own-says"


def test_a_colleague_with_an_office_is_of_the_office() -> None:
    (only,) = ways("وقال الوزير في مؤتمر صحفي مع الزميل النائب نادر عمر إن الجسر جاهز.", "قناة الجزيرة")
    assert only == (None, None)
    assert names_colleague("للزميلة سلمى")


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
        "وقالت وكالة حماية البيئة الأمريكية إن الهواء نظيف.",
        "وقالت وكالة الطاقة إن الهواء نظيف.",
        "وقالت وكالة المخابرات إن الطريق آمن.",
        "وأعلنت واشنطن وأنقرة أن الاتفاق قريب.",
        "وقال مندوب الوكالة الدولية للطاقة الذرية إن المفاعل آمن.",
    ],
)
def test_an_agency_of_no_news_is_no_carrier(text: str) -> None:
    assert {key for key, _ in ways(text)} == {None}


def test_a_communique_is_the_last_that_was_named_whoever_spoke_since() -> None:
    found = ways(
        "قالت وزارة النقل في بيان إن الجسر جاهز.\n"
        "وقالت النائبة هدى سالم إن الجسر ضيق.\n"
        "وأكد البيان أن المرور آمن."
    )
    assert found[0][0] == found[2][0]
    assert found[1] == (None, None)
    (own,) = ways("وقالت وزارة النقل في البيان إن الجسر جاهز.")
    assert str(own[0]).startswith("document:بيان|")


def test_the_noun_of_a_document_in_each_form() -> None:
    for phrase in ("بيانا", "في بيان", "البيان", "وبيانهم", "في بيانها", "للبيان"):
        assert listed_noun(phrase) == "بيان"
    assert listed_noun("في مؤتمر") is None
    assert document_noun("The report") == "report"


def test_a_document_that_names_nobody_takes_no_other() -> None:
    found = ways("ذكر بيان للجيش أن الجسر مغلق.\nوقال مصدر أمني في بيان إن الطريق آمن.")
    assert found[1] == (None, None)


@pytest.mark.parametrize(
    "speaker",
    [
        "مدير البحث الجنائي سمير حداد",
        "اتحاد الكتاب العرب",
        "مدير تسجيل الأراضي",
        "لجنة تقرير المصير",
    ],
)
def test_a_speaker_named_like_a_document_is_none(speaker: str) -> None:
    (only,) = ways(f"وقال {speaker} إن الجسر جاهز.")
    assert only == (None, None)


def test_within_a_statement_its_way_holds() -> None:
    found = ways("قال وزير النقل سمير حداد لرويترز إن البلدية أعلنت أن الجسر جاهز.")
    assert [key for key, _ in found] == ["medium/reuters"] * 2
    assert {code for _, code in found} == {"told-medium", "same-telling"}


def test_a_body_has_the_way_of_its_spokesman() -> None:
    found = ways(
        "وزارة النقل تؤكد جاهزية الجسر\nقال المتحدث باسم وزارة النقل سمير حداد لرويترز إن الجسر جاهز."
    )
    assert found[0] == ("medium/reuters", "same-speaker")


def test_what_a_speaker_says_right_behind_is_told_so_and_farther_on_inferred() -> None:
    between = "وتعمل الفرق على الطريق منذ شهور في أيام الأسبوع كلها. "
    lead = "قال وزير النقل سمير حداد لرويترز إن الجسر جاهز.\n"
    told = ("medium/reuters", "told-medium")
    near = f"{lead}{between * 4}\nوقال سمير حداد إن الافتتاح غدا.\n"
    assert ways(near) == [told, ("medium/reuters", "same-telling")]
    far = f"{lead}{between * 5}\nوقال سمير حداد إن الافتتاح غدا."
    assert ways(far) == [told, ("medium/reuters", "same-speaker")]
    # What stands nearer behind it takes nothing from what stands before it.
    assert ways(f"{near}وقال سمير حداد لرويترز إن المرور آمن.") == [
        told,
        ("medium/reuters", "same-telling"),
        told,
    ]


def test_what_a_speaker_says_far_away_may_be_another_telling() -> None:
    between = "وتعمل الفرق على الطريق منذ شهور في أيام الأسبوع كلها. " * 12
    found = ways(
        f"قال وزير النقل سمير حداد لرويترز إن الجسر جاهز.\n{between}\nوقال سمير حداد إن الافتتاح غدا."
    )
    assert [code for _, code in found] == ["told-medium", None]


def test_a_report_is_the_papers_own_where_most_of_it_was_told_to_it() -> None:
    told = "قال الوزير سمير حداد لـ«الشرق الأوسط» إن الجسر جاهز.\n"
    other = "وقالت هدى سالم إن المرور آمن.\nوقالت نورا عيد إن الطريق طويل.\n"
    one = read_text(told, Source(publisher="الشرق الأوسط"))
    several = read_text(told + other, Source(publisher="الشرق الأوسط"))
    assert [reason.code for reason in evidence(read(one, GRAMMAR)).own] == ["own-told"]
    assert evidence(read(several, GRAMMAR)).own == ()


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("سلوى المدني – جدة", ["own-writer"]),
        ("خاص – جدة", ["own-special"]),
        ("محمد صلاح، أحمد حجازي", []),
        ("جدة – واس", []),
        ("قال سمير حداد ذلك أمس في المدينة كلها", []),
    ],
)
def test_a_byline_that_the_text_prints_itself(line: str, codes: list[str]) -> None:
    text = f"الجسر جاهز\n{line}\nقال الوزير سمير حداد إن الجسر جاهز."
    found = evidence(read(read_text(text, Source(publisher="الميناء")), GRAMMAR)).own
    assert [reason.code for reason in found] == codes
    assert all(all(reason.details) for reason in found)


def test_a_name_that_ends_in_today_is_whole() -> None:
    for name, ref in (("صحيفة المصري اليوم", "al-masry-al-youm"), ("قناة روسيا اليوم", "rt")):
        (only,) = ways(f"قال وزير النقل سمير حداد في مقابلة مع {name} إن الجسر جاهز.")
        assert only == (f"medium/{ref}", "said-in")
    (only,) = ways("قال وزير النقل سمير حداد في مقابلة مع قناة الجزيرة أمس إن الجسر جاهز.")
    assert only[1] == "said-in"


def test_a_platform_that_is_only_spoken_of_is_no_post() -> None:
    (only,) = ways("قال وزير النقل سمير حداد في مؤتمر عن مستقبل شركة فيسبوك إن الجسر جاهز.")
    assert only == (None, None)
    (post,) = ways("قال وزير النقل سمير حداد على صفحته بموقع التواصل الاجتماعي تويتر إن الجسر جاهز.")
    assert str(post[0]).startswith("document:منشور|")


PARTS = (
    "قال سمير حداد ", "لرويترز ", "في بيان ", "إن الجسر جاهز. ", "وأضاف أن المرور آمن. ",
    "وأكد البيان أن الطريق آمن.\n", "جاء ذلك في مقابلة مع قناة الجزيرة.\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_what_a_sentence_tells_itself_stands(text: str) -> None:
    found = read(read_text(text, Source(publisher="الميناء", published="2024-10-08")), GRAMMAR)
    page = Page(found, None, {one.id: one for one in found.entities})
    attributions = {one.id: one for one in found.attributions}
    alone = [page.told(one, attributions[one.attribution]) for one in found.statements]
    carried = carried_on(alone, found.statements, attributions, page.instead)
    for before, after in zip(alone, carried, strict=True):
        assert before.inner is None or before == after
        assert (after.inner is None) == (after.reason is None)
