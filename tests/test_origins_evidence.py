"""What one report tells of whence it comes: credits, correspondents, media, documents, unnamed relayers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Reading, Report, Span
from musnad.origins import origins
from musnad.origins_evidence import Evidence, evidence
from musnad.origins_links import Told
from musnad.reader import ReadOptions, read
from musnad.text import Source, read_text

TITLE = "سلوان تفتح الجسر\n"


def reading(text: str, *, publisher: str | None = "الميناء", byline: str | None = None) -> Reading:
    source = Source(publisher=publisher, byline=byline, published="2024-10-08", title="سلوان تفتح الجسر")
    return read(read_text(text, source), ReadOptions(engine="grammar"))


def told_of(text: str, *, publisher: str | None = "الميناء", byline: str | None = None) -> Evidence:
    return evidence(reading(text, publisher=publisher, byline=byline))


def only(found: Evidence) -> Told:
    assert len(found.statements) == 1
    return found.statements[0]


def test_a_credit_in_the_text_and_one_in_the_byline() -> None:
    text = "قال وزير النقل في سلوان سمير حداد إن الجسر جاهز.\n(رويترز)"
    found = told_of(text, byline="مرسى - أ ف ب")
    assert [(credit.carrier.key, credit.where) for credit in found.credits] == [
        ("medium/reuters", "text"),
        ("medium/afp", "byline"),
    ]


def test_the_publishers_credit_to_itself_is_none() -> None:
    for byline in ("مرسى - الشرق الأوسط", "مرسى: «الشرق الأوسط أونلاين»"):
        found = told_of("قال الوزير سمير حداد إن الجسر جاهز.", publisher="الشرق الأوسط", byline=byline)
        assert found.credits == ()
        assert found.own == ()
        assert found.publisher is not None
        assert found.publisher.kind == "publisher"


def test_an_agency_that_publishes_is_an_agency() -> None:
    for name, key in (("وكالة الطود للأنباء (ط و د)", "name:طود"), ("واس", "medium/spa")):
        found = told_of("قال الوزير سمير حداد إن الجسر جاهز.", publisher=name)
        assert found.publisher is not None
        assert found.publisher.kind == "agency"
        assert found.publisher.key.replace(" ", "") == key.replace(" ", "").replace("طود", "طود")


FORMS = ("ط و د", "ط.و.د", "ط. و. د", "ط.و.د.")


def test_an_abbreviation_is_one_agency_however_it_is_spelt() -> None:
    whole = told_of("قال الوزير سمير حداد إن الجسر جاهز.", publisher="وكالة الطود للأنباء (ط و د)").publisher
    spelt = told_of("قال الوزير سمير حداد إن الجسر جاهز.\n(ط.و.د)").credits[0].carrier
    assert whole is not None
    assert (whole.kind, whole.key) == (spelt.kind, spelt.key)
    written = [told_of(f"قال الوزير سمير حداد إن الجسر جاهز.\n({form})").credits for form in FORMS]
    assert {(one.carrier.key, one.carrier.name) for (one,) in written} == {("name:ط و د", "ط و د")}


def test_an_agency_is_one_however_much_of_its_name_is_printed() -> None:
    names = ("وكالة الطود للأنباء", "وكالة الطود", "وكالة أنباء الطود")
    found = {told_of("قال الوزير سمير حداد إن الجسر جاهز.", publisher=name).publisher for name in names}
    assert {(one.kind, one.key) for one in found if one is not None} == {("agency", "name:طود")}


def test_without_publisher_there_is_none() -> None:
    assert told_of("قال الوزير سمير حداد إن الجسر جاهز.", publisher=None).publisher is None


@pytest.mark.parametrize(
    ("byline", "codes"),
    [
        ("مرسى - نادر المزروقي", ["own-writer"]),
        ("خاص - مرسى", ["own-special"]),
        ("مرسى", []),
        ("مرسى - رويترز", []),
    ],
)
def test_a_correspondent_is_evidence(byline: str, codes: list[str]) -> None:
    found = told_of("قال الوزير سمير حداد إن الجسر جاهز.", byline=byline)
    assert [reason.code for reason in found.own] == codes


def test_what_is_said_to_an_agency_has_it_for_origin() -> None:
    told = only(told_of("قال وزير النقل سمير حداد لرويترز إن الجسر جاهز."))
    assert told.inner is not None
    assert told.reason is not None
    assert (told.inner.kind, told.inner.key, told.reason.code) == ("agency", "medium/reuters", "told-medium")


def test_what_is_said_to_the_paper_itself_is_evidence() -> None:
    found = told_of("قال وزير النقل سمير حداد لـ«الشرق الأوسط» إن الجسر جاهز.", publisher="الشرق الأوسط")
    told = only(found)
    assert told.inner == found.publisher
    assert [reason.code for reason in found.own] == ["own-told"]


def test_a_medium_that_reports_is_the_origin_and_not_its_source() -> None:
    text = "ذكرت وكالة رويترز أن وزير النقل في سلوان سمير حداد قال إن الجسر جاهز."
    found = told_of(text)
    assert {told.inner.key for told in found.statements if told.inner is not None} == {"medium/reuters"}
    assert all(told.inner is not None for told in found.statements)


def test_an_interview_with_a_medium() -> None:
    told = only(told_of("قال وزير النقل سمير حداد في مقابلة مع قناة الجزيرة إن الجسر جاهز."))
    assert told.inner is not None
    assert told.reason is not None
    assert told.reason.code == "said-in"
    assert told.inner.kind == "medium"


def test_two_reports_of_one_communique_share_its_origin() -> None:
    one = only(told_of("قالت وزارة النقل في سلوان في بيان إن الجسر جاهز."))
    other = only(told_of("أعلنت وزارة النقل في سلوان في بيان لها أن الجسر يفتح غدا.", publisher="الشراع"))
    assert one.inner is not None
    assert other.inner is not None
    assert one.inner.kind == "document"
    assert one.inner.key == other.inner.key


def test_a_post_is_a_document() -> None:
    told = only(told_of("قال وزير النقل سمير حداد في تغريدة على تويتر إن الجسر جاهز."))
    assert told.inner is not None
    assert told.inner.kind == "document"
    assert told.inner.key.startswith("document:منشور|")


def test_a_document_that_nothing_tells_apart_is_no_origin() -> None:
    found = told_of("أظهر التقرير أن الجسر جاهز.")
    assert all(told.inner is None for told in found.statements)
    assert [told.lost.code for told in found.statements if told.lost is not None] == ["document-untold"]


def test_a_press_conference_is_neither_medium_nor_document() -> None:
    told = only(told_of("قال وزير النقل سمير حداد في مؤتمر صحافي إن الجسر جاهز."))
    assert told.inner is None
    assert told.lost is None


def test_an_unnamed_relayer_is_an_origin_apart() -> None:
    found = told_of("قال مصدر في الشركة إن رئيس النقابة سمير حداد أبلغ العمال بأن الرواتب ستدفع.")
    kinds = [t.inner.kind for t in found.statements if t.inner is not None]
    assert kinds == ["unnamed"]


@pytest.mark.parametrize(
    ("medium", "kind"),
    [
        ("وكالة الأنباء الرسمية", "unnamed"),
        ("وكالة أنباء شبه رسمية", "unnamed"),
        ("صحيفة محلية", "unnamed"),
        ("موقع إلكتروني", "unnamed"),
        ("التلفزيون الرسمي", "medium"),
        ("وكالة الطود", "agency"),
        ("وكالة الأنباء السعودية", "agency"),
    ],
)
def test_a_noun_of_media_with_words_that_fit_any_names_none(medium: str, kind: str) -> None:
    found = told_of(f"ذكرت {medium} أن وزير النقل سمير حداد قال إن الجسر جاهز.")
    assert {told.inner.kind for told in found.statements if told.inner is not None} == {kind}


def test_an_english_report_has_credits_and_no_wording() -> None:
    source = Source(publisher="Harbour Times", byline="By Nadir Mazruqi", title="Bridge opens")
    found = evidence(
        read(
            read_text("MARSA (Reuters) - The bridge is ready, minister Samir Haddad said on Monday.", source),
            ReadOptions(engine="grammar"),
        )
    )
    assert [credit.carrier.key for credit in found.credits] == ["medium/reuters"]
    assert found.marks.scores == ()
    assert [reason.code for reason in found.own] == ["own-writer"]


@given(st.text(max_size=300), st.text(max_size=60))
def test_no_text_makes_it_raise(text: str, byline: str) -> None:
    report = Report("r", "v", text, language="ar", publisher=byline or None, byline=byline or None)
    found = evidence(read(report, ReadOptions(engine="grammar")))
    assert found.length == len(text)
    assert all(span.end <= len(text) for told in found.statements for span in told.content)
    assert len(origins([found], [])) == 1


def test_it_is_small() -> None:
    made = reading("قال الوزير سمير حداد إن الجسر جاهز.\n" * 50)
    found = evidence(made)
    assert found == evidence(replace(made, mentions=(), times=(), places=()))
    assert found.statements[0].content[0] in {s for a in made.attributions for s in a.content} | {Span(0, 0)}
