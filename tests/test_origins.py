"""Whence reports and statements come: copies by passage, credits, and what is held unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Copy, Origin, Passage, Reason, ReportOrigins, Span
from musnad.origins import REASONS, origins
from musnad.origins_carriers import LEAST
from musnad.origins_evidence import Evidence
from musnad.origins_links import Carrier, Credit, Told
from musnad.origins_marks import AGENCIES, CLASSES, Marks

SAHEL = Carrier("agency", "name:وكاله ساحل", "وكالة الساحل")
NAJM = Carrier("agency", "name:وكاله نجم", "وكالة النجم")
# The same agency as a report spells it that does not call it one.
SAHEL_TOO = Carrier("medium", SAHEL.key, "وكاله ساحل")
LENGTH = 1000
WHOLE = Span(0, LENGTH)
NAMED = Reason("relayed-medium", ("وكالة",))
WRITER = Reason("own-writer", ("نادر المزروقي",))


def paper(name: str) -> Carrier:
    return Carrier("publisher", f"name:{name}", name)


def report(
    version: str,
    *agencies: Carrier,
    publisher: Carrier | None = None,
    own: Sequence[Reason] = (),
    told: Sequence[Told] = (),
    marks: Marks | None = None,
) -> Evidence:
    """A report of 1,000 characters; each has a publisher of its own unless one is given."""
    return Evidence(
        version,
        LENGTH,
        publisher or paper(f"صحيفة {version}"),
        tuple(Credit(agency, "text", agency.name) for agency in agencies),
        tuple(own),
        tuple(told),
        marks or Marks(),
    )


def copy(
    later: str, earlier: str, span: Span = WHOLE, *, there: Span | None = None, directed: bool = False
) -> Copy:
    if not directed:
        later, earlier = max(later, earlier), min(later, earlier)
    share = len(span) / LENGTH
    passages = (Passage(span, there or span),)
    return Copy(later, earlier, directed, "copy", share, share, share, passages, ())


def all_copies(versions: Sequence[str]) -> list[Copy]:
    return [copy(a, b) for i, a in enumerate(versions) for b in versions[:i]]


def whole(found: Sequence[ReportOrigins]) -> dict[str, Origin]:
    return {one.version: one.whole for one in found}


def told_by(agency: str, *, sure: float = 6.0, own: float = 0.0) -> Marks:
    scores = tuple(sure if name == agency else own if name == "own" else 0.0 for name in CLASSES)
    return Marks(scores, tuple((f"كلمة {name}",) for name in AGENCIES))


def test_a_credited_report_comes_from_its_agency() -> None:
    (found,) = origins([report("a", SAHEL)], [])
    assert (found.whole.kind, found.whole.name, found.share) == ("agency", "وكالة الساحل", 1.0)
    assert found.whole.reasons == (Reason("credit-text", ("وكالة الساحل", "وكالة الساحل")),)


def test_a_report_that_says_nothing_is_unknown() -> None:
    (found,) = origins([report("a")], [])
    assert (found.whole.kind, found.whole.key, found.whole.name) == ("unknown", "", None)
    assert found.whole.reasons == (Reason("no-evidence"),)


def test_fourteen_reprints_of_one_text_have_one_origin() -> None:
    versions = [f"r{n:02}" for n in range(14)]
    reports = [report(v, *((SAHEL,) if v == "r03" else ())) for v in versions]
    found = origins(reports, all_copies(versions))
    assert {(one.whole.kind, one.whole.key) for one in found} == {("agency", SAHEL.key)}
    silent = next(one for one in found if one.version == "r09")
    assert silent.whole.reasons == (Reason("passage-credited", ("وكالة الساحل", "r03", "0-1000")),)
    assert silent.share == 1.0


def test_a_silent_reprint_is_no_witness() -> None:
    found = origins([report("a", own=[WRITER]), report("b")], [copy("b", "a")])
    assert whole(found)["b"].kind == "unknown"
    assert whole(found)["b"].reasons[0] == Reason("shared", ("a",))


def test_a_correspondent_whose_text_stands_elsewhere_too_is_in_doubt_without_direction() -> None:
    found = origins([report("a", own=[WRITER]), report("b")], [copy("b", "a")])
    assert whole(found)["a"].kind == "unknown"
    assert {reason.code for reason in whole(found)["a"].reasons} == {"shared", "own-writer"}


def test_whoever_printed_a_correspondents_text_later_has_it_from_his_paper() -> None:
    found = whole(origins([report("a", own=[WRITER]), report("b")], [copy("b", "a", directed=True)]))
    assert (found["a"].kind, found["a"].reasons) == ("publisher", (WRITER,))
    assert (found["b"].kind, found["b"].key) == ("publisher", found["a"].key)
    assert found["b"].reasons[0].code == "passage-heard"


def test_a_correspondent_who_copied_is_none() -> None:
    found = whole(origins([report("a", SAHEL), report("b", own=[WRITER])], [copy("b", "a")]))
    assert (found["b"].kind, found["b"].key) == ("agency", SAHEL.key)


def test_a_paper_prints_its_correspondent_twice() -> None:
    both = paper("الميناء")
    reports = [report("a", publisher=both, own=[WRITER]), report("b", publisher=both)]
    found = whole(origins(reports, [copy("b", "a")]))
    assert {one.kind for one in found.values()} == {"publisher"}


def test_another_papers_credit_is_evidence_for_a_publisher() -> None:
    harbour = paper("الميناء")
    credited = Carrier("medium", harbour.key, harbour.name)
    found = whole(origins([report("a", publisher=harbour), report("b", credited)], [copy("b", "a")]))
    assert (found["a"].kind, found["a"].key) == ("publisher", harbour.key)
    assert found["b"].key == harbour.key


def test_two_credited_agencies_are_one_joint_origin() -> None:
    (found,) = origins([report("a", SAHEL, NAJM)], [])
    assert (found.whole.kind, found.whole.key) == ("joint", "|".join(sorted((SAHEL.key, NAJM.key))))
    assert found.whole.name is not None
    assert set(found.whole.name.split("، ")) == {SAHEL.name, NAJM.name}


def test_a_passage_chooses_between_two_credited_agencies() -> None:
    told = Told("s1", (Span(100, 300),))
    reports = [report("a", SAHEL, NAJM, told=[told]), report("b", NAJM)]
    found = origins(reports, [copy("b", "a", Span(50, 400))])
    first = next(one for one in found if one.version == "a")
    assert first.whole.kind == "joint"
    assert first.statements[0][1].key == NAJM.key


def test_agencies_that_contradict_each_other_are_joint_with_a_reason() -> None:
    reports = [report("a"), report("b", SAHEL), report("c", NAJM)]
    found = whole(origins(reports, [copy("b", "a"), copy("c", "a")]))
    assert found["a"].kind == "joint"
    assert found["a"].reasons[-1] == Reason("conflict", tuple(sorted((SAHEL.name, NAJM.name))))


def test_a_credit_of_its_own_and_another_of_the_same_passage_are_joint() -> None:
    found = whole(origins([report("a", SAHEL), report("b", NAJM)], [copy("b", "a")]))
    assert found["a"].key == found["b"].key
    assert "conflict" in {reason.code for reason in found["a"].reasons}


def test_unnamed_agencies_are_unknown() -> None:
    several = Credit(Carrier("agency", "medium/agencies", "وكالات"), "byline", "وكالات", several=True)
    one = Evidence("a", LENGTH, paper("الميناء"), (several,), (WRITER,))
    (found,) = origins([one], [])
    assert found.whole.kind == "unknown"
    assert found.whole.reasons == (Reason("agencies-unnamed", ("وكالات",)),)


def test_an_agency_with_unnamed_ones_is_joint() -> None:
    several = Credit(Carrier("agency", "medium/agencies", "وكالات"), "byline", "وكالات", several=True)
    one = Evidence("a", LENGTH, paper("الميناء"), (Credit(SAHEL, "byline", "الساحل"), several))
    assert origins([one], [])[0].whole.kind == "joint"


def test_an_agency_is_the_origin_of_what_it_prints() -> None:
    (found,) = origins([report("a", publisher=SAHEL)], [])
    assert (found.whole.kind, found.whole.key) == ("agency", SAHEL.key)
    assert found.whole.reasons == (Reason("publisher-agency", (SAHEL.name,)),)


def test_a_statement_takes_the_carrier_of_the_passage_that_holds_it() -> None:
    inside, outside = Told("s1", (Span(120, 260),)), Told("s2", (Span(700, 900),))
    reports = [report("a", own=[WRITER], told=[inside, outside]), report("b", SAHEL)]
    found = origins(reports, [copy("b", "a", Span(100, 400))])
    first = next(one for one in found if one.version == "a")
    assert first.whole.kind == "publisher"
    assert first.share == 0.7
    kinds = dict(first.statements)
    assert (kinds["s1"].kind, kinds["s1"].key) == ("agency", SAHEL.key)
    assert kinds["s2"].kind == "publisher"


def test_a_passage_that_holds_less_than_half_of_the_content_tells_nothing() -> None:
    told = Told("s1", (Span(100, 300),))
    found = origins([report("a", told=[told]), report("b", SAHEL)], [copy("b", "a", Span(0, 199))])
    assert dict(found[0].statements)["s1"].kind == "unknown"
    assert found[0].share == 0.801


def test_passages_of_one_agency_add_up() -> None:
    reports = [report("a"), report("b", SAHEL), report("c", SAHEL)]
    found = origins(reports, [copy("b", "a", Span(0, 400)), copy("c", "a", Span(300, 700))])
    assert (found[0].whole.key, found[0].share) == (SAHEL.key, 0.7)


def test_a_short_passage_tells_nothing() -> None:
    span = Span(0, LEAST - 1)
    told = Told("s1", (span,))
    found = origins([report("a", told=[told]), report("b", SAHEL)], [copy("b", "a", span)])
    assert dict(found[0].statements)["s1"].kind == "unknown"


def test_an_inner_link_outranks_credits_and_passages() -> None:
    document = Carrier("document", "document:بيان|وزاره الري", "بيان وزارة الري")
    because = Reason("cited-document", ("في بيان", "وزارة الري"))
    told = Told("s1", (Span(0, 300),), document, because)
    (found,) = origins([report("a", SAHEL, told=[told])], [])
    assert dict(found.statements)["s1"] == Origin("document", document.key, document.name, None, (because,))
    assert found.whole.key == SAHEL.key


def test_a_document_that_nothing_tells_apart_leaves_the_carrier() -> None:
    lost = Reason("document-untold", ("التقرير",))
    told = Told("s1", (Span(0, 300),), None, None, lost)
    (found,) = origins([report("a", SAHEL, told=[told])], [])
    assert dict(found.statements)["s1"].key == SAHEL.key
    assert dict(found.statements)["s1"].reasons[-1] == lost


# --- wording ---


def test_wording_tells_an_agency_and_says_that_it_is_wording() -> None:
    (found,) = origins([report("a", marks=told_by("reuters"))], [])
    assert (found.whole.kind, found.whole.key) == ("agency", "medium/reuters")
    (reason,) = found.whole.reasons
    assert reason.code == "marks"
    assert reason.details[0] == "رويترز"
    assert float(reason.details[1]) > 0.9
    assert reason.details[3:] == ("كلمة reuters",)


def test_wording_that_is_a_papers_own_tells_nothing() -> None:
    (found,) = origins([report("a", marks=told_by("reuters", own=8.0))], [])
    assert found.whole.kind == "unknown"


def test_wording_is_believed_sooner_where_other_papers_print_the_text() -> None:
    marks = told_by("reuters", sure=4.0, own=5.0)
    alone = origins([report("a", marks=marks), report("b")], [])
    printed = origins([report("a", marks=marks), report("b")], [copy("b", "a")])
    assert whole(alone)["a"].kind == "unknown"
    assert {one.key for one in whole(printed).values()} == {"medium/reuters"}


def test_reprints_of_one_text_are_judged_alike_by_wording() -> None:
    versions = ["a", "b", "c"]
    reports = [
        report("a", marks=told_by("afp")),
        report("b", marks=told_by("afp", sure=1.0)),
        report("c", marks=told_by("afp")),
    ]
    assert len({one.whole for one in origins(reports, all_copies(versions))}) == 1


def test_wording_never_outranks_a_credit_or_a_correspondent() -> None:
    marks = told_by("reuters")
    assert origins([report("a", SAHEL, marks=marks)], [])[0].whole.key == SAHEL.key
    assert origins([report("a", own=[WRITER], marks=marks)], [])[0].whole.kind == "publisher"


# --- laws ---

VERSIONS = [f"v{n}" for n in range(6)]
SPANS = st.tuples(st.integers(0, 500), st.integers(60, 500)).map(lambda pair: Span(pair[0], sum(pair)))


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Evidence], list[Copy]]:
    """Up to six reports with credits, writers and wording at random, and copies between them."""
    versions = draw(st.lists(st.sampled_from(VERSIONS), min_size=1, unique=True))
    harbour = paper("الميناء")
    spelt = Carrier("publisher", harbour.key, "ألميناء")
    papers = st.sampled_from([harbour, spelt, paper("الشراع"), paper("المرسى"), SAHEL])
    reports = [
        report(
            version,
            *draw(st.lists(st.sampled_from([SAHEL, NAJM, SAHEL_TOO]), unique=True, max_size=2)),
            publisher=draw(papers),
            own=draw(st.sampled_from([(), (WRITER,)])),
            told=[Told("s1", (draw(SPANS),), draw(st.sampled_from([None, None, NAJM, SAHEL_TOO])), NAMED)],
            marks=draw(st.sampled_from([Marks(), told_by("afp"), told_by("spa", own=3.0)])),
        )
        for version in versions
    ]
    pairs = [(a, b) for i, a in enumerate(VERSIONS) for b in VERSIONS[:i]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    edges = [copy(a, b, draw(SPANS), there=draw(SPANS), directed=draw(st.booleans())) for a, b in chosen]
    return reports, edges


@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_reports_and_copies_changes_nothing(
    corpus: tuple[list[Evidence], list[Copy]], random: Random
) -> None:
    reports, edges = corpus
    shuffled, turned = list(reports), list(edges)
    random.shuffle(shuffled)
    random.shuffle(turned)
    assert origins(shuffled, turned) == origins(reports, edges)


@given(corpora())
def test_a_carrier_has_one_name_however_reports_spell_it(corpus: tuple[list[Evidence], list[Copy]]) -> None:
    names: dict[str, set[str]] = {}
    for one in origins(*corpus):
        for origin in (one.whole, *(told for _, told in one.statements)):
            if origin.name is not None:
                names.setdefault(origin.key, set()).add(origin.name)
    assert all(len(found) == 1 for found in names.values())


def test_the_name_of_most_reports_is_taken_then_the_shortest_then_the_first() -> None:
    def named(*spelt: str) -> set[str | None]:
        agencies = [Carrier("agency", "name:x", name) for name in spelt]
        return {one.whole.name for one in origins([report(f"v{n}", a) for n, a in enumerate(agencies)], [])}

    assert named("ط.و.د", "ط.و.د", "ط و") == {"ط.و.د"}
    assert named("طود", "ط.و.د") == {"طود"}
    assert named("ب", "أ") == {"أ"}


def test_an_abbreviation_that_an_agency_prints_as_its_own_is_that_agency() -> None:
    tawd = Carrier("agency", "name:الطود", "وكالة الطود للأنباء")
    short = Carrier("agency", "name:ط و د", "ط و د")
    own = replace(report("v1", short), publisher=tawd)
    found = whole(origins([own, report("v2", short), report("v3", tawd)], []))
    assert {one.key for one in found.values()} == {tawd.key}


def test_letters_apart_that_spell_an_agency_are_it() -> None:
    tawd = Carrier("agency", "name:طود", "وكالة الطود")
    short = Carrier("agency", "name:ط و د", "ط و د")
    found = whole(origins([report("v1", short), report("v2", tawd)], []))
    assert {one.key for one in found.values()} == {tawd.key}
    assert whole(origins([report("v1", short)], []))["v1"].key == short.key


def test_an_abbreviation_that_two_agencies_print_is_neither() -> None:
    short = Carrier("agency", "name:ط و د", "ط و د")
    pair = [Carrier("agency", f"name:{name}", name) for name in ("الطود", "الطور")]
    own = [replace(report(f"v{n}", short), publisher=one) for n, one in enumerate(pair)]
    assert whole(origins([*own, report("v9", short)], []))["v9"].key == short.key


def test_two_spellings_of_one_agency_are_one_credit() -> None:
    found = whole(origins([report("v1", SAHEL), report("v2", SAHEL_TOO)], [copy("v2", "v1")]))
    assert {(one.kind, one.key, one.name) for one in found.values()} == {("agency", SAHEL.key, "وكاله ساحل")}
    assert all("conflict" not in {r.code for r in one.reasons} for one in found.values())


@given(corpora())
def test_adding_reports_one_by_one_ends_as_a_rebuild(corpus: tuple[list[Evidence], list[Copy]]) -> None:
    reports, edges = corpus
    held: list[Evidence] = []
    found: tuple[ReportOrigins, ...] = ()
    for one in reports:
        held.append(one)
        versions = {each.version for each in held}
        found = origins(held, [edge for edge in edges if {edge.later, edge.earlier} <= versions])
    assert found == origins(reports, edges)


@given(corpora())
def test_a_publisher_is_an_origin_only_on_evidence(corpus: tuple[list[Evidence], list[Copy]]) -> None:
    reports, edges = corpus
    owners = {one.publisher for one in reports if one.own}
    for found in origins(reports, edges):
        for origin in (found.whole, *(origin for _, origin in found.statements)):
            if origin.kind == "publisher":
                assert origin.key in {owner.key for owner in owners if owner is not None}


@given(corpora())
def test_every_origin_has_reasons_of_the_list_and_a_share(
    corpus: tuple[list[Evidence], list[Copy]],
) -> None:
    for found in origins(*corpus):
        assert 0 <= found.share <= 1
        for origin in (found.whole, *(origin for _, origin in found.statements)):
            assert origin.reasons
            assert {reason.code for reason in origin.reasons} <= set(REASONS)
            assert (origin.kind == "unknown") == (origin.key == "")


@given(st.integers(2, 14), st.integers(0, 13), st.sets(st.integers(0, 13)))
def test_reprints_of_a_credited_text_are_one_origin(count: int, credited: int, writers: set[int]) -> None:
    versions = [f"r{n:02}" for n in range(count)]
    reports = [
        report(version, *((SAHEL,) if n == credited % count else ()), own=[WRITER] if n in writers else ())
        for n, version in enumerate(versions)
    ]
    assert {one.whole.key for one in origins(reports, all_copies(versions))} == {SAHEL.key}


def test_a_copy_of_a_report_that_is_not_there_tells_nothing() -> None:
    (found,) = origins([report("a")], [copy("b", "a")])
    assert found.whole.kind == "unknown"


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_is_explained(code: str) -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "origins.md").read_text(encoding="utf-8")
    assert f"| `{code}` |" in page
