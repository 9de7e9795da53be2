"""Datelines, bylines and closing credits, and the media that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.furniture import credited, furniture, named_in, own_link
from musnad.text import fold

TITLE = "افتتاح سد الوادي الأخضر"
BODY = "قال وزير الري سالم المنصوب إن السد يكفي ثلاث مدن.\nوأضاف أن العمل دام سبعة أعوام."


def found(text: str) -> list[tuple[str, str, list[str]]]:
    return [
        (piece.kind, piece.span.of(text), [name.of(text) for name in piece.names])
        for piece in furniture(text)
    ]


def test_all_that_links_at_the_end_is_one_stretch() -> None:
    links = f"رابط الخبر بصحيفة مرسى: {TITLE}\nالرابط المختصر: http://marsa.example/1"
    text = f"{TITLE}\n{BODY}\n{links}"
    found = own_link(fold(text))
    assert found is not None
    assert found.of(text) == links
    parted = text.replace("\nالرابط", "\nوقال الوزير إن السد آمن.\nالرابط")
    lower = own_link(fold(parted))
    assert lower is not None
    assert lower.of(parted).startswith("الرابط المختصر")


@pytest.mark.parametrize("before", ["\n", " ", "\n\n  "])
@pytest.mark.parametrize("behind", ["", "\n", "\n\n(زائر)\n", "\nلا توجد تعليقات\nأضف تعليقا"])
def test_what_links_to_the_report_itself(before: str, behind: str) -> None:
    line = f"رابط الخبر بصحيفة مرسى: {TITLE}"
    text = f"{TITLE}\n{BODY}{before}{line}{behind}"
    link = own_link(fold(text))
    assert link is not None
    assert link.of(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY,
        f"{TITLE}\n{BODY}\nرابط الخبر: كذا\nواحد\nاثنان\nثلاثة",
        f"{TITLE}\nقال إن رابط الخبر لا يفتح",
        f"{TITLE}\n{BODY} رابط التقرير: هنا. وقال وزير النقل سمير حداد إن الجسر جاهز.",
    ],
)
def test_nothing_links(text: str) -> None:
    assert own_link(fold(text)) is None


@pytest.mark.parametrize(
    ("dateline", "names"),
    [
        ("وادي الورد، الأرض الجديدة (CNN)--", ["CNN"]),
        ("وادي الورد (رويترز) -", ["رويترز"]),
        ("(رويترز) -", ["رويترز"]),
        ("وادي الورد (أ ف ب) –", ["أ ف ب"]),
        ("وادي الورد 4 مارس (د.ب.أ)—", ["د.ب.أ"]),
        ("وادي الورد - واس:", ["واس"]),
        ("واس- وادي الورد:", ["واس"]),
        ("«الاقتصادية» - واس - وادي الورد:", ["الاقتصادية", "واس"]),
        ("وادي الورد (رويترز، أ ب) -", ["رويترز", "أ ب"]),
    ],
)
def test_dateline(dateline: str, names: list[str]) -> None:
    text = f"{TITLE}\n{dateline} {BODY}"
    ((kind, span, credited_names),) = found(text)
    assert (kind, span.strip(), credited_names) == ("dateline", dateline, names)


def test_a_stamped_dateline() -> None:
    line = "وادي الورد 3 صفر 1447 هـ الموافق 28 يوليو 2025 م واس"
    assert found(f"{TITLE}\n{line}\n{BODY}") == [("dateline", line, ["واس"])]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("باريس - رويترز", ["رويترز"]),
        ("باريس ـ فرانس برس", ["فرانس برس"]),
        ("لندن: «الشرق الأوسط»", ["الشرق الأوسط"]),
        ("«الاقتصادية» من الرياض", ["الاقتصادية"]),
        ("سالم المنصوب (رويترز)", ["رويترز"]),
        ("وادي الورد - وكالة الأنباء الفرنسية", ["وكالة الأنباء الفرنسية"]),
        ("وادي الورد - صحيفة «الاقتصادية»", ["الاقتصادية"]),
        ("واس (وادي الورد)", ["واس"]),
        ("كتب - سالم المنصوب", []),
    ],
)
def test_byline(byline: str, names: list[str]) -> None:
    assert found(f"{TITLE}\n{byline}\n{BODY}") == [("byline", byline, names)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("(فرانس برس، رويترز)", ["فرانس برس", "رويترز"]),
        ("(فرانس برس، المدار الجديد)", ["فرانس برس", "المدار الجديد"]),
        ("(د ب أ)", ["د ب أ"]),
        ("المصدر: وكالات", ["وكالات"]),
        ("المصدر : رويترز + الجزيرة", ["رويترز", "الجزيرة"]),
        ("فرانس24/ أ ف ب", ["فرانس24", "أ ف ب"]),
        ("* خدمة «واشنطن بوست»", ["واشنطن بوست"]),
    ],
)
def test_closing_line(line: str, names: list[str]) -> None:
    assert found(f"{TITLE}\n{BODY}\n{line}\n") == [("credit", line, names)]


@pytest.mark.parametrize(
    ("end", "span", "names"),
    [(" /أ ف ب", "/أ ف ب", ["أ ف ب"]), (" (رويترز)", "(رويترز)", ["رويترز"]), (" /واس/", "/واس/", ["واس"])],
)
def test_credit_at_the_end_of_the_last_paragraph(end: str, span: str, names: list[str]) -> None:
    assert found(f"{TITLE}\n{BODY}{end}") == [("credit", span, names)]


def test_a_credit_before_the_agency_s_own_end() -> None:
    assert [p[2] for p in found(f"{TITLE}\n{BODY}\n(واس)\n// انتهى //\n18:21 ت م")] == [["واس"]]


@pytest.mark.parametrize(
    "text",
    [
        f"رويترز: السد يكفي ثلاث مدن\n{BODY}",
        f"{TITLE}\nقالت وكالة الأنباء السعودية (واس)، إن السد آمن.\n{BODY}",
        f"{TITLE}\nقالت وكالة الأنباء السعودية (واس): السد آمن.\n{BODY}",
        f"{TITLE}\nذكرت رويترز أن السد آمن.\n{BODY}",
        f"{TITLE}\nالرياض - جدة: افتتاح الطريق.\n{BODY}",
        f"{TITLE}\n{BODY}\nوقال المنصوب ذلك لوكالة رويترز.",
        f"{TITLE}\n{BODY}\nتويتر: salem7",
    ],
)
def test_no_credit(text: str) -> None:
    assert credited(text) == ()


def test_each_medium_is_credited_once_at_its_first_place() -> None:
    text = f"{TITLE}\nباريس - أ. ف. ب\n{BODY}\n(فرانس برس، رويترز)"
    assert [(span.of(text), medium.name if medium else None) for span, medium in credited(text)] == [
        ("أ. ف. ب", "فرانس برس"),
        ("رويترز", "رويترز"),
    ]


def test_vowel_marks_and_tatweel() -> None:
    text = f"{TITLE}\n{BODY}\n(رويتـــرز)"
    assert [span.of(text) for span, _ in credited(text)] == ["رويتـــرز"]


def test_a_byline_outside_the_text() -> None:
    assert named_in("الرياض - واس") == ("واس",)
    assert named_in("سالم المنصوب") == ()
    assert named_in("") == ()


@given(st.text(alphabet=st.characters(codec=None)))
def test_spans_lie_in_any_text(text: str) -> None:
    for piece in furniture(text):
        assert 0 <= piece.span.start <= piece.span.end <= len(text)
        assert all(piece.span.covers(name) and len(name) > 0 for name in piece.names)


@given(
    st.lists(
        st.sampled_from(
            [*"()-–:/،ـ\n «»", "رويترز", "واس", "أ ف ب", "الرياض", "قال", "المصدر:", "\u064b", "\u200f", "ﷺ"]
        )
    )
)
def test_spans_lie_in_texts_made_of_furniture(parts: list[str]) -> None:
    text = "".join(parts)
    for piece in furniture(text):
        assert 0 <= piece.span.start <= piece.span.end <= len(text)
        assert all(piece.span.covers(name) for name in piece.names)
