"""Whence each statement comes."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.carriers import Carrier, Evidence, Path, correspondent, credited, evidence, publisher_of
from musnad.copies import document, find
from musnad.model import Copy, Origin, Passage, Reading, Reason, ReportOrigins, Span
from musnad.origins import REASONS, origins
from tests.corpus_cases import BODY, reading


def whole(readings: Sequence[Reading]) -> dict[str, ReportOrigins]:
    """The origins of readings, by the publishers of their reports."""
    found = origins(map(evidence, readings), find([document(one) for one in readings]))
    of = {one.report.version: one.report.publisher or "" for one in readings}
    return {of[one.version]: one for one in found}


def codes(origin: Origin) -> list[str]:
    return [one.code for one in origin.reasons]


# --- what a report itself tells ---


@pytest.mark.parametrize(
    ("byline", "publisher", "expected"),
    [
        ("الوادي - رويترز", "المزولة", ["medium/reuters"]),
        ("رويترز، أ ف ب", "المزولة", ["medium/reuters", "medium/afp"]),
        ("الرياض - واس", "واس", []),
        ("دبي - العربية.نت", "Al Arabiya", []),
        ("الوادي - سالم الريحان", "المزولة", []),
        (None, "المزولة", []),
    ],
)
def test_credits_are_those_of_others(byline: str | None, publisher: str, expected: list[str]) -> None:
    known = {"publisher": publisher} | ({"byline": byline} if byline else {})
    assert [one.key for one in credited(reading(**known))] == expected


def test_a_publisher_goes_by_its_canonical_name() -> None:
    found = publisher_of(reading(publisher="France 24 Arabic").report)
    assert found is not None
    assert (found.ref, found.name) == ("medium/france-24", "فرانس 24")
    unknown = publisher_of(reading(publisher="المزولة").report)
    assert unknown is not None
    assert (unknown.ref, unknown.key) == (None, "name/المزوله")
    assert publisher_of(reading(publisher=" ").report) is None


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("الوادي - محمد الريحان", "محمد الريحان"),
        ("محمد الريحان (الوادي)", "محمد الريحان"),
        ("خاص", "خاص"),
        ("مراسلنا في الوادي", "مراسلنا في الوادي"),
        ("الوادي", None),
        ("المزولة - الوادي", None),
        ("", None),
    ],
)
def test_correspondents(byline: str, expected: str | None) -> None:
    assert correspondent(reading(byline=byline).report) == expected


def test_the_path_of_a_statement_is_read_outermost_first() -> None:
    made = evidence(
        reading("ونقلت وكالة رويترز عن المهندس نعمان السروي قوله إن السد سيروي القرى كلها قريباً.")
    )
    (path,) = made.paths
    assert [(one.key, code) for one, code in path.inner] == [("medium/reuters", "chain")]


# --- counting ---


def test_fourteen_reprints_of_one_agency_have_one_origin() -> None:
    papers = [f"الجريدة رقم {n}" for n in range(14)]
    found = whole([reading(publisher=paper, byline="الوادي - رويترز") for paper in papers])
    assert {one.whole.key for one in found.values()} == {"medium/reuters"}
    assert {one.whole.kind for one in found.values()} == {"agency"}


def test_an_uncredited_reprint_takes_the_agency_that_another_credits() -> None:
    found = whole([reading(publisher="المزولة", byline="الوادي - رويترز"), reading(publisher="شادوف")])
    assert found["شادوف"].whole.key == "medium/reuters"
    assert codes(found["شادوف"].whole) == ["copied-along-with"]
    assert found["شادوف"].share > 0.9
    assert {one.key for _, one in found["شادوف"].statements} == {"medium/reuters"}


def test_an_uncredited_reprint_is_no_witness() -> None:
    found = whole([reading(publisher="المزولة"), reading(publisher="شادوف")])
    assert {one.whole.kind for one in found.values()} == {"unknown"}
    assert {one.kind for each in found.values() for _, one in each.statements} == {"unknown"}


def test_an_agency_is_the_origin_of_what_it_publishes() -> None:
    found = whole([reading(publisher="واس"), reading(publisher="شادوف")])
    assert (found["واس"].whole.key, codes(found["واس"].whole)) == ("medium/spa", ["agency-publishes"])
    assert (found["شادوف"].whole.key, codes(found["شادوف"].whole)) == ("medium/spa", ["copied-from"])


def test_several_agencies_are_one_joint_origin() -> None:
    one = reading(publisher="المزولة", byline="رويترز، أ ف ب")
    other = reading(publisher="شادوف", byline="أ ف ب، رويترز")
    found = whole([one, other])
    assert {each.whole.kind for each in found.values()} == {"joint"}
    assert len({each.whole.key for each in found.values()}) == 1


def test_agencies_that_are_not_named_are_one_with_nobody() -> None:
    (only,) = whole([reading(byline="الوادي - وكالات")]).values()
    assert (only.whole.kind, only.whole.key) == ("joint", "")


def test_reports_that_credit_it_differently_leave_it_open() -> None:
    found = whole([
        reading(publisher="المزولة", byline="رويترز"),
        reading(publisher="تود", byline="أ ف ب"),
        reading(publisher="شادوف"),
    ])  # fmt: skip
    assert (found["شادوف"].whole.kind, codes(found["شادوف"].whole)) == ("unknown", ["conflict"])


def test_a_publisher_is_an_origin_on_evidence_only() -> None:
    (own,) = whole([reading(byline="الوادي - محمد الريحان")]).values()
    assert (own.whole.kind, own.whole.name, codes(own.whole)) == ("publisher", "المزولة", ["correspondent"])
    (self_credit,) = whole([reading(byline="المزولة - الوادي")]).values()
    assert self_credit.whole.kind == "unknown"


def test_an_inner_medium_goes_before_the_credit() -> None:
    text = "وقال المهندس نعمان السروي لقناة الجزيرة إن السد سيروي القرى كلها قبل نهاية الصيف المقبل."
    (only,) = whole([reading(text, byline="الوادي - رويترز")]).values()
    ((_, origin),) = only.statements
    assert (origin.key, codes(origin)) == ("medium/al-jazeera", ["said-to"])
    assert only.whole.key == "medium/reuters"


def test_a_person_inside_speech_is_no_origin() -> None:
    text = "قالت رئيسة البلدية رابعة البيلسان إن المهندس نعمان السروي أكد أن السد سيروي القرى كلها قريباً."
    (only,) = whole([reading(text)]).values()
    assert {one.kind for _, one in only.statements} == {"unknown"}


# --- laws, on evidence made by hand ---

AGENCIES = [Carrier(f"medium/{n}", n, "agency", f"medium/{n}", "byline") for n in ("x", "y")]
PAPERS = [Carrier(f"name/{n}", n, "medium", None, "publisher") for n in "abcdef"]


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Evidence], list[Copy]]:
    count = draw(st.integers(1, 6))
    told = [
        Evidence(
            f"v{n}",
            100,
            draw(st.sampled_from([PAPERS[n], AGENCIES[0]])),
            tuple(draw(st.lists(st.sampled_from(AGENCIES), max_size=2, unique=True))),
            draw(st.sampled_from([None, "محمد"])),
            (Path("s1", (Span(10, 50),), ()), Path("s2", (Span(60, 90),), ((AGENCIES[1], "chain"),))),
        )
        for n in range(count)
    ]
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=8))
    copies = []
    for later, earlier in sorted({pair for pair in pairs if pair[0] < pair[1]}):
        span = draw(st.sampled_from([Span(0, 100), Span(0, 55), Span(80, 100)]))
        shared = (Passage(span, span),)
        copies.append(
            Copy(f"v{later}", f"v{earlier}", False, "copy", 0.5, 0.5, 0.5, shared, (Reason("shingles"),))
        )
    return told, copies


@given(corpora(), st.integers(0, 99))
@settings(max_examples=80)
def test_order_changes_nothing(corpus: tuple[list[Evidence], list[Copy]], seed: int) -> None:
    told, copies = list(corpus[0]), list(corpus[1])
    expected = origins(told, copies)
    random.Random(seed).shuffle(told)
    random.Random(seed).shuffle(copies)
    assert origins(told, copies) == expected


@given(corpora())
@settings(max_examples=80)
def test_every_origin_has_its_reason(corpus: tuple[list[Evidence], list[Copy]]) -> None:
    told, copies = corpus
    by = {one.version: one for one in told}
    for one in origins(told, copies):
        assert 0.0 <= one.share <= 1.0
        for origin in (one.whole, *(found for _, found in one.statements)):
            assert origin.reasons
            assert set(codes(origin)) <= set(REASONS)
            assert bool(origin.key) == (origin.kind != "unknown")
            if origin.kind == "publisher":
                assert by[one.version].correspondent
        assert [name for name, _ in one.statements] == [path.id for path in by[one.version].paths]


def test_copies_of_reports_that_are_gone_are_left_out() -> None:
    copy = Copy("v0", "gone", True, "copy", 1.0, 1.0, 1.0, (), ())
    told = [Evidence("v0", 10, None, (), None, ())]
    assert [one.whole.kind for one in origins(told, [copy])] == ["unknown"]


def test_the_text_that_is_read_is_the_one_of_the_cases() -> None:
    assert BODY in reading().report.text
