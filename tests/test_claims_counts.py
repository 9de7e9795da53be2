"""How reports and origins of a claim are counted."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from musnad.claims_counts import Counted, count
from musnad.model import Copy, Count, Origin, OriginKind, Passage, Place, Reason, Span

CONTENT = Span(10, 110)
REUTERS = Origin("agency", "medium/reuters", "رويترز", "medium/reuters")
AFP = Origin("agency", "medium/afp", "فرانس برس", "medium/afp")
BOTH = Origin("joint", "medium/afp|medium/reuters", "فرانس برس ورويترز")
UNKNOWN = Origin("unknown", "")


def told(
    version: str, origin: Origin = UNKNOWN, published: str | None = "2026-03-03", statement: str = "s1"
) -> Counted:
    return Counted(Place(version, statement), (CONTENT,), origin, f"صحيفة {version}", published)


def copied(later: str, earlier: str, passage: Span = CONTENT, kind: str = "copy") -> Copy:
    shared = (Passage(passage, passage),)
    reasons = (Reason("shingles", ("0.90",)),)
    return Copy(later, earlier, True, kind, 0.9, 0.9, 0.9, shared, reasons)  # type: ignore[arg-type]  # plain


def summed(found: Count) -> tuple[int, int, int, int, int, int]:
    parts = (found.reports, found.named, found.unknown, found.unnamed)
    reports, named, unknown, unnamed = map(len, parts)
    return reports, named, unknown, unnamed, found.low, found.high


def test_fourteen_papers_of_one_agency_text_are_one_origin() -> None:
    papers = [told(f"v{n:02}", REUTERS) for n in range(14)]
    found = count(papers, [])
    assert summed(found) == (14, 1, 0, 0, 1, 1)
    assert found.named == (REUTERS,)
    assert len(found.carriers) == 14


def test_a_paper_of_two_reports_is_one_carrier() -> None:
    one, other = told("a", REUTERS), told("b", REUTERS)
    found = count([one, Counted(other.place, other.content, other.origin, one.publisher, None)], [])
    assert found.carriers == ("صحيفة a",)
    nobody = Counted(other.place, other.content, other.origin, None, None)
    assert count([nobody], []).carriers == ()


def test_distinct_origins_are_counted_once_each() -> None:
    document = Origin("document", "document/x", "تقرير المناخ")
    own = Origin("publisher", "name/شادوف", "شادوف")
    given = [told("a", REUTERS), told("b", AFP), told("c", REUTERS), told("d", document), told("e", own)]
    assert summed(count(given, [])) == (5, 4, 0, 0, 3, 4)


def test_a_document_and_who_carried_it_are_one_at_least_and_two_at_most() -> None:
    first, second = (
        Origin("document", "document:بيان|x", "بيان"),
        Origin("document", "document:تقرير|y", "تقرير"),
    )
    assert summed(count([told("a", REUTERS), told("b", first)], []))[-2:] == (1, 2)
    assert summed(count([told("a", REUTERS), told("b", first), told("c", second)], []))[-2:] == (2, 3)


def test_a_joint_origin_beside_its_member_adds_nothing_to_the_least() -> None:
    assert summed(count([told("a", BOTH)], [])) == (1, 1, 0, 0, 1, 1)
    assert summed(count([told("a", BOTH), told("b", AFP)], [])) == (2, 2, 0, 0, 1, 2)
    assert summed(count([told("a", BOTH), told("b", Origin("agency", "medium/dpa"))], []))[4:] == (2, 2)
    both = [told("a", BOTH), told("b", AFP), told("c", REUTERS)]
    assert summed(count(both, []))[4:] == (2, 3)


def test_a_text_that_one_publisher_alone_prints_is_its_own_where_a_report_says_so() -> None:
    own = Origin("publisher", "medium/a", "صحيفة أ", "medium/a")
    first = replace(told("a", own), publisher="صحيفة أ")
    again, other = replace(told("b"), publisher="صحيفة أ"), told("c")
    whole = [copied("b", "a"), copied("c", "a")]
    assert count([first, again], whole).named == (own,)
    assert summed(count([first, again, other], whole)) == (3, 0, 1, 0, 0, 1)


def test_what_a_publisher_says_again_of_what_it_heard_itself_is_no_second_text() -> None:
    own = Origin("publisher", "publisher/x", "صحيفة أ", reasons=(Reason("own-special"),))
    heard = replace(told("a", own), words=("وزير", "قرر", "نقل", "سوق"), publisher="صحيفة أ")
    again = replace(told("b"), words=("قرر", "وزير", "نقل", "سوق", "قديم", "غد"), publisher="صحيفة أ")
    assert (count([heard, again], []).low, count([heard, again], []).high) == (1, 1)
    assert count([heard, again], []).unknown == ()
    assert count([heard, replace(again, publisher="صحيفة ب")], []).high == 2
    assert count([heard, replace(again, words=("وزير", "زار", "جسر", "غد"))], []).high == 2
    assert count([replace(heard, origin=AFP), again], []).high == 2
    # What another publisher prints too may come from elsewhere, and what is like that is no repetition.
    whole = [copied("c", "b")]
    assert count([heard, again, replace(again, place=told("c").place, publisher="صحيفة ب")], whole).high == 2


def test_what_a_publisher_says_again_of_unknown_origin_is_no_second_text() -> None:
    short, longer = ("قضاء", "مخدر", "فساد"), ("قضاء", "مخدر", "ستئصال", "فساد", "نعاش", "قتصاد")
    first = replace(told("a"), words=short, publisher="صحيفة أ")
    again = replace(told("b"), words=longer, publisher="صحيفة أ")
    assert count([first, again], []).unknown == (("a", "b"),)
    assert count([first, replace(again, publisher="صحيفة ب")], []).high == 2
    assert count([first, replace(again, origin=AFP)], []).high == 2
    assert count([first, replace(again, words=("قرار", "نقل", "سفار"))], []).high == 2
    assert count([replace(first, publisher=None), replace(again, publisher=None)], []).high == 2
    assert count([replace(first, words=short[:2]), again], []).high == 2
    five = ("أ", "ب", "ج", "د", "هـ")
    same, fewer = (*five[:3], "س", "ص"), (*five[:2], "ر", "س", "ص")
    assert count([replace(first, words=five), replace(again, words=same)], []).high == 1
    assert count([replace(first, words=five[:4]), replace(again, words=(*five[:2], "س", "ص"))], []).high == 1
    assert count([replace(first, words=five), replace(again, words=fewer)], []).high == 2


def test_what_a_publisher_says_again_gives_no_origin_to_the_other_report() -> None:
    heading = ("قضاء", "مخدر", "فساد")
    paper = "صحيفة أ"

    def report(version: str, *origins: Origin) -> list[Counted]:
        said = (told(version, origin, statement=f"s{at}") for at, origin in enumerate(origins))
        first = replace(told(version, statement="title"), words=heading)
        return [replace(one, publisher=paper) for one in (first, *said)]

    own = Origin("publisher", "medium/a", paper, "medium/a")
    document = Origin("document", "document:بيان|x", "بيان")
    assert count([*report("a", AFP), *report("b")], []).high == 2
    assert count([*report("a", own), *report("b", AFP)], []).named == (own, AFP)
    assert len(count([*report("a", AFP), *report("b", document)], []).named) == 2


def test_a_text_of_five_stems_is_one_where_two_runs_in_five_are_the_same() -> None:
    words = tuple("أبجدهوز")
    first = replace(told("a"), words=words)
    assert count([first, replace(told("b"), words=("س", *words[:4], "ص", "ض"))], []).high == 1
    assert count([first, replace(told("b"), words=("س", *words[:3], "ص", "ض", "ط"))], []).high == 2
    assert count([replace(first, words=words[:4]), replace(told("b"), words=words[:4])], []).high == 2


def test_of_one_text_the_fewer_agencies_that_are_credited_are_its_origin() -> None:
    whole = copied("b", "a")
    assert count([told("a", BOTH), told("b", AFP)], [whole]).named == (AFP,)
    three = Origin("joint", "medium/afp|medium/dpa|medium/reuters", "فرانس برس ود ب أ ورويترز")
    assert count([told("a", three), told("b", BOTH)], [whole]).named == (BOTH,)
    dpa = Origin("agency", "medium/dpa", "د ب أ")
    assert summed(count([told("a", BOTH), told("b", dpa)], [whole]))[4:] == (2, 2)


def test_joint_origins_that_share_a_member_are_one_at_least() -> None:
    other = Origin("joint", "medium/afp|medium/dpa", "فرانس برس و د ب أ")
    apart = Origin("joint", "medium/ap|medium/dpa", "أ ب و د ب أ")
    assert summed(count([told("a", BOTH), told("b", other)], []))[4:] == (1, 2)
    assert summed(count([told("a", BOTH), told("b", apart)], []))[4:] == (2, 2)


def test_each_unknown_text_may_be_one_more() -> None:
    assert summed(count([told("a"), told("b"), told("c", REUTERS)], [])) == (3, 1, 2, 0, 1, 3)
    assert summed(count([told("a")], [])) == (1, 0, 1, 0, 0, 1)


def test_copies_of_unknown_origin_count_once() -> None:
    given = [told(name) for name in "abcd"]
    found = count(given, [copied("b", "a"), copied("c", "b"), copied("x", "d")])
    assert found.unknown == (("a", "b", "c"), ("d",))
    assert (found.low, found.high) == (0, 2)


def test_a_copy_elsewhere_in_the_text_or_retold_is_not_one_text() -> None:
    given = [told("a"), told("b")]
    assert len(count(given, [copied("b", "a", Span(200, 400))]).unknown) == 2
    assert len(count(given, [copied("b", "a", Span(0, 50))]).unknown) == 2
    assert len(count(given, [copied("b", "a", Span(0, 70))]).unknown) == 1
    assert len(count(given, [copied("b", "a", kind="rewrite")]).unknown) == 2


def test_one_text_has_one_origin() -> None:
    assert summed(count([told("a", REUTERS), told("b")], [copied("b", "a")]))[4:] == (1, 1)
    own = Origin("publisher", "medium/shadoof", "شادوف")
    assert summed(count([told("a", own)], []))[4:] == (1, 1)
    # A paper that calls its own what an agency has, or another prints too, is no origin for it.
    assert summed(count([told("a", REUTERS), told("b", own)], [copied("b", "a")]))[4:] == (1, 1)
    assert summed(count([told("a", own), told("b")], [copied("b", "a")]))[4:] == (0, 1)


def test_documents_of_one_kind_in_one_text_are_one() -> None:
    whole = Origin("document", "document:بيان|اتحاد الكره", "بيان اتحاد الكرة")
    other = Origin("document", "document:بيان|الرئاسه العامه", "بيان الرئاسة العامة")
    post = Origin("document", "document:منشور|الرئيس", "منشور الرئيس")
    given = [told("a", whole), told("b", other), told("c", whole), told("d", post)]
    one_text = [copied("b", "a"), copied("c", "a"), copied("d", "a")]
    assert count(given, one_text).named == (whole, post)
    assert summed(count(given[:3], []))[:2] == (3, 2)


def test_nearly_the_same_words_are_one_text() -> None:
    words = ("سد", "ارجو", "يرو", "ثلاث", "قري", "نها", "صيف", "وزار")
    one, other = (replace(told(name), words=words) for name in "ab")
    assert summed(count([one, other], []))[4:] == (0, 1)
    assert summed(count([one, replace(other, words=words[::-1])], []))[4:] == (0, 2)
    assert summed(count([one, replace(other, words=words[:4])], []))[4:] == (0, 2)


def test_an_origin_told_by_wording_alone_is_unknown_here() -> None:
    likely = replace(REUTERS, reasons=(Reason("marks", ("رويترز",)),))
    assert summed(count([told("a", likely)], []))[4:] == (0, 1)


def test_an_origin_inferred_from_what_is_said_nearby_is_unknown_here() -> None:
    inferred = replace(REUTERS, reasons=(Reason("same-speaker", ("رويترز", "لرويترز")),))
    carried_on = replace(REUTERS, reasons=(Reason("same-telling", ("رويترز", "لرويترز")),))
    assert summed(count([told("a", inferred)], [])) == (1, 0, 1, 0, 0, 1)
    assert summed(count([told("a", carried_on)], [])) == (1, 1, 0, 0, 1, 1)


def test_one_document_is_counted_once_however_it_is_called() -> None:
    names = ("دراسة شركة الطود عن المياه", "دراسة شركة الطود", "تقرير وزارة الري")
    named = [Origin("document", f"document/{name}", name) for name in names]
    found = count([told(f"v{n}", origin) for n, origin in enumerate(named)], [])
    assert (found.low, found.high) == (2, 2)


def test_two_parties_of_a_document_stand_in_either_order() -> None:
    names = ("بيان البلدية والشرطة", "بيان الشرطة والبلدية")
    named = [Origin("document", f"document/{name}", name) for name in names]
    assert count([told("a", named[0]), told("b", named[1])], []).low == 1
    other = Origin("document", "document/x", "بيان الشرطة والجمارك")
    assert count([told("a", named[0]), told("b", other)], []).low == 2


def test_a_heading_repeats_its_body() -> None:
    found = count([told("a"), told("a", REUTERS, statement="s2"), told("b", REUTERS)], [])
    assert summed(found) == (2, 1, 0, 0, 1, 1)
    twice = count([told("a"), told("a", statement="s2")], [])
    assert summed(twice) == (1, 0, 1, 0, 0, 1)


def test_unnamed_sources_stand_apart() -> None:
    media = Origin("unnamed", "unnamed/مصادر اعلاميه", "مصادر إعلامية")
    found = count([told("a", media), told("b", media), told("c", REUTERS)], [])
    assert summed(found) == (3, 1, 0, 1, 1, 1)
    assert found.unnamed == (media,)
    assert summed(count([told("a", media), told("a", statement="s2")], [])) == (1, 0, 0, 1, 0, 0)


def earliest(*days: str | None) -> tuple[str, ...]:
    return count([told(f"v{n}", REUTERS, day) for n, day in enumerate(days)], []).earliest


def test_the_earliest_are_those_before_whom_none_surely_was() -> None:
    assert earliest("2026-03-04", "2026-03-03") == ("v1",)
    assert earliest("2026-03-03", "2026-03-03") == ("v0", "v1")
    assert earliest("2026-03-03T08:00:00+00:00", "2026-03-03T09:00:00+00:00") == ("v0",)
    assert earliest("2026-03-03T08:00:00+00:00", "2026-03-03T08:00:00+02:00") == ("v1",)


def test_a_clock_time_beside_a_day_breaks_no_tie() -> None:
    assert earliest("2026-03-03", "2026-03-03T08:00:00+00:00") == ("v0", "v1")
    assert earliest("2026-03-03T09:00:00", "2026-03-03T08:00:00+00:00") == ("v0", "v1")
    assert earliest("2026-03-03Tخطأ", "2026-03-03T08:00:00+00:00") == ("v0", "v1")


def test_an_undated_report_is_never_the_earliest() -> None:
    assert earliest(None, "2026-03-03") == ("v1",)
    assert earliest(None) == ()


KINDS: tuple[OriginKind, ...] = ("agency", "joint", "unnamed", "unknown", "publisher")
KEYS = {"agency": ("medium/afp", "medium/dpa"), "joint": ("medium/afp|medium/dpa", "medium/ap|medium/dpa")}
STATED = st.builds(
    lambda version, statement, kind, at, day: told(
        version,
        Origin(kind, "" if kind == "unknown" else KEYS.get(kind, (f"{kind}/x", f"{kind}/y"))[at]),
        day,
        statement,
    ),
    st.sampled_from("abcdef"),
    st.sampled_from(["s1", "s2"]),
    st.sampled_from(KINDS),
    st.sampled_from([0, 1]),
    st.sampled_from(["2026-03-03", "2026-03-03T08:00:00", "2026-03-03T07:00:00", None]),
)
GIVEN = st.lists(STATED, max_size=10, unique_by=lambda one: one.place)
COPIES = st.lists(st.builds(copied, st.sampled_from("abc"), st.sampled_from("def")), max_size=4)


@given(GIVEN, COPIES)
def test_the_order_changes_nothing(given_: list[Counted], copies: list[Copy]) -> None:
    assert count(given_, copies) == count(given_[::-1], copies[::-1])


@given(GIVEN, COPIES)
def test_the_counts_hold_together(given_: list[Counted], copies: list[Copy]) -> None:
    found = count(given_, copies)
    assert found.low <= len(found.named) <= found.high == len(found.named) + len(found.unknown)
    assert (found.low == 0) == (not found.named)
    assert set(found.earliest) <= set(found.reports)
    lost = [version for group in found.unknown for version in group]
    assert len(lost) == len(set(lost))
    assert set(lost) <= set(found.reports)


@given(GIVEN, COPIES, STATED)
def test_one_report_more_never_takes_an_origin_away(
    given_: list[Counted], copies: list[Copy], more: Counted
) -> None:
    one = Counted(Place("z", "s1"), more.content, more.origin, more.publisher, more.published)
    before, after = count(given_, copies), count([*given_, one], copies)
    assert len(after.reports) == len(before.reports) + 1
    assert before.high <= after.high <= before.high + 1
    assert set(before.named) <= set(after.named) or len(after.named) >= len(before.named)
