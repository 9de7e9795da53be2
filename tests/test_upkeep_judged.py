"""What is judged takes effect at once, whole or not at all, and equals what a rebuild would give."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad import corpus as store
from musnad import upkeep_judged
from musnad.anchors import Judge, moment, of_none, of_pair, of_spans, of_speaker, of_statement, of_whole
from musnad.briefs import of_stored
from musnad.claims_pairs import Statement, Weighed
from musnad.corpus import Corpus, CorpusError, Judgement, open_corpus
from musnad.corpus.claim_queries import claims_at
from musnad.corpus.digesting import stems_of
from musnad.corpus.renewing import versions_of
from musnad.digests import near
from musnad.model import Place
from musnad.origins import origins
from musnad.upkeep import refresh
from musnad.upkeep_judged import apply, take_back
from tests.claim_cases import press as by_hand
from tests.test_claims_update import TEXTS, made

NAMES = ("نعمان السروي", "رويترز", "وكالة رويترز", "شادوف", "عاصم البرهومي", "")
REPORTS = sorted(TEXTS)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of all reports, up to date."""
    path = tmp_path_factory.mktemp("base") / "press.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in REPORTS])
        refresh(corpus)
    return path


@pytest.fixture
def press(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(base, tmp_path / "press.musnad"))


def contents(corpus: Corpus) -> list[str]:
    return [line for line in store.contents(corpus) if not line.startswith('["judgement"')]


def rebuilt(corpus: Corpus) -> list[str]:
    refresh(corpus, anew=True)
    return contents(corpus)


class Step(NamedTuple):
    """Something to judge or to undo: which relation, of which statements or reports by their numbers."""

    relation: str
    verdict: str
    one: int
    other: int
    name: str
    by: str


def statements(corpus: Corpus) -> list[str]:
    return [
        f"{name}:{one.id}"
        for name in REPORTS
        for version in [store.newest(corpus, name).report.version]
        for one in store.uncorrected(corpus, version).reading().statements
    ]


def asked(corpus: Corpus, step: Step) -> Judgement:
    every, judge = statements(corpus), Judge(step.by)
    one, other = (every[number % len(every)] for number in (step.one, step.other))
    match step.relation:
        case "speaker":
            return of_speaker(corpus, one, step.name, judge)
        case "span":
            (span, *_) = of_statement(corpus, one).content
            end = max(span.start + 4, span.end - step.other % 40)
            return of_spans(corpus, one, {"content": [(span.start, end)]}, judge)
        case "attribution":
            return of_none(corpus, one, judge)
        case "whole":
            return of_whole(corpus, REPORTS[step.one % len(REPORTS)], judge)
        case "copy":
            verdict = "yes" if step.verdict == "same" else "no"
            ends = (REPORTS[step.one % len(REPORTS)], REPORTS[step.other % len(REPORTS)])
            return of_pair(corpus, "copy", verdict, ends, judge)
        case "disputes" | "corroborates" as relation:
            return of_pair(corpus, relation, "no", (one, other), judge)
    return of_pair(corpus, "same-claim", step.verdict, (one, other), judge)


def run(corpus: Corpus, steps: Sequence[Step]) -> list[int]:
    """Judge and undo step by step; the numbers of the judgements that hold."""
    kept: list[int] = []
    for step in steps:
        if step.relation == "undo":
            if kept:
                take_back(corpus, kept.pop(step.one % len(kept)), step.by, moment())
            continue
        try:
            done = apply(corpus, asked(corpus, step))
        except CorpusError as error:
            assert error.code == "one-thing"
            continue
        if not done.before:
            kept.append(done.number)
    return kept


RELATIONS = (
    "speaker", "span", "attribution", "same-claim", "same-claim", "copy", "whole", "undo", "disputes",
    "corroborates",
)  # fmt: skip
steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(RELATIONS),
        st.sampled_from(("same", "different")),
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from(NAMES),
        st.sampled_from(("سلمى", "رياض")),
    ),
    min_size=1,
    max_size=8,
)


@given(steps)
@settings(max_examples=12, deadline=None)
def test_in_place_it_is_what_a_rebuild_gives(base: Path, found: list[Step]) -> None:
    path = base.with_name("work.musnad")
    shutil.copy(base, path)
    with open_corpus(base) as corpus:
        before = contents(corpus)
    with open_corpus(path, write=True) as corpus:
        kept = run(corpus, found)
        assert not store.stale(corpus)
        after = contents(corpus)
        assert list(store.verify(corpus)) == []
        assert rebuilt(corpus) == after
        for number in kept:
            take_back(corpus, number, "سلمى", moment())
        assert contents(corpus) == before


def test_two_statements_of_one_stretch_are_one_claim_in_place_too(press: Path) -> None:
    judge = Judge("سلمى")
    with open_corpus(press, write=True) as corpus:
        before = contents(corpus)
        report = next(
            name
            for name in REPORTS
            if len({one for one in statements(corpus) if one.startswith(f"{name}:")}) > 1
        )
        one, other = [name for name in statements(corpus) if name.startswith(f"{report}:")][:2]
        spans = [(span.start, span.end) for span in of_statement(corpus, other).content]
        numbers = [apply(corpus, of_spans(corpus, one, {"content": spans}, judge)).number]
        (first, second) = (claims_at(corpus, [place(corpus, name)]) for name in (one, other))
        assert {held.id for held in first.values()} == {held.id for held in second.values()}
        assert rebuilt(corpus) == contents(corpus)
        for made_of in (
            of_speaker(corpus, other, "نعمان السروي", judge),
            of_pair(corpus, "same-claim", "same", (one, "r1:s1"), judge),
            of_none(corpus, one, judge),
        ):
            numbers.append(apply(corpus, made_of).number)
            after = contents(corpus)
            assert rebuilt(corpus) == after
        for number in numbers:
            take_back(corpus, number, "سلمى", moment())
            after = contents(corpus)
            assert rebuilt(corpus) == after
        assert contents(corpus) == before


@pytest.mark.parametrize(
    ("relation", "other"), [("disputes", "r6:s1"), ("corroborates", "r5:s1")]
)  # fmt: skip
def test_two_claims_that_do_not_stand_beside_each_other(tmp_path: Path, relation: str, other: str) -> None:
    with open_corpus(by_hand(tmp_path / "by-hand.musnad"), write=True) as corpus:

        def beside() -> tuple[bool, int]:
            (_, held) = next(iter(claims_at(corpus, [place(corpus, other)]).items()))
            told = [one for one in store.claims(corpus) if one.id == held.id]
            return held.disputed, len(told[0].disputed) + len(told[0].corroborated)

        before = beside()
        assert before == (relation == "disputes", 1)
        # Another statement of the claim than that which the edge of the program names.
        done = apply(corpus, of_pair(corpus, relation, "no", ("r3:s1", other), Judge("سلمى")))
        assert beside() == (False, 0)
        take_back(corpus, done.number, "سلمى", moment())
        assert beside() == before


def claim_with(corpus: Corpus, name: str) -> frozenset[str]:
    """The reports of the claim in which a statement stands."""
    of = {one.report.version: one.report.external_id or "" for one in store.stored(corpus)}
    at = Place(*place(corpus, name))
    (found,) = [one for one in store.claims(corpus) if at in one.statements]
    return frozenset(of[at.version] for at in found.statements)


NOBODY_NAMED = "قيل إن سد الأرجوان سيروي ثلاثين قرية قبل نهاية الصيف، وإن الوزارة رصدت له سبعة ملايين دينار."


def test_a_judged_speaker_leaves_the_claim_of_another_copies_or_not(press: Path) -> None:
    with open_corpus(press, write=True) as corpus:
        # Two more print the text, and one names nobody: ties of all three are as before.
        store.add(corpus, [made("r9", TEXTS["r1"]), made("r10", TEXTS["r1"]), made("r11", NOBODY_NAMED)])
        refresh(corpus)
        before = contents(corpus)
        assert claim_with(corpus, "r1:s1") >= {"r1", "r2", "r9", "r10"}
        done = apply(corpus, of_speaker(corpus, "r1:s1", "هند الأثلية", Judge("سلمى")))
        assert claim_with(corpus, "r1:s1") & {"r2", "r9", "r10"} == frozenset()
        # Nobody judged the other papers' statements: they stay as they are read.
        assert claim_with(corpus, "r2:s1") >= {"r2", "r9", "r10"}
        after = contents(corpus)
        assert rebuilt(corpus) == after
        # Judged likewise it stands with the first, and with no other.
        other = apply(corpus, of_speaker(corpus, "r2:s1", "هند الأثلية", Judge("سلمى")))
        assert claim_with(corpus, "r1:s1") & {"r2", "r9", "r10"} == {"r2"}
        # What is judged one claim is joined whoever speaks.
        joined = apply(corpus, of_pair(corpus, "same-claim", "same", ("r2:s1", "r9:s1"), Judge("سلمى")))
        assert claim_with(corpus, "r2:s1") >= {"r2", "r9"}
        after = contents(corpus)
        assert rebuilt(corpus) == after
        for one in (joined, other, done):
            take_back(corpus, one.number, "سلمى", moment())
        assert contents(corpus) == before


@pytest.mark.parametrize("name", ["عاصم البرهومي", "البرهومي", ""])
def test_a_judged_speaker_who_may_be_the_same_stays(press: Path, name: str) -> None:
    with open_corpus(press, write=True) as corpus:
        before = claim_with(corpus, "r1:s1")
        apply(corpus, of_speaker(corpus, "r1:s1", name, Judge("سلمى")))
        assert claim_with(corpus, "r1:s1") >= before & {"r1", "r2"}


def place(corpus: Corpus, name: str) -> tuple[str, str]:
    report, _, statement = name.partition(":")
    return store.newest(corpus, report).report.version, statement


def test_the_effect_tells_what_was_made_anew(press: Path) -> None:
    judge = Judge("سلمى")
    with open_corpus(press, write=True) as corpus:
        claims = {one.id: one.statements for one in store.claims(corpus)}
        done = apply(corpus, of_none(corpus, "r1:s1", judge))
        version = store.newest(corpus, "r1").report.version
        assert (done.number, done.before, done.readings, done.origins) == (1, False, (version,), (version,))
        now = {one.id: one.statements for one in store.claims(corpus)}
        made_anew = {one.claim.id: one.claim.statements for one in done.claims}
        assert made_anew == {name: now[name] for name in made_anew}
        assert {name for name in now if claims.get(name) != now[name]} == made_anew.keys()
        assert set(done.gone) == claims.keys() - now.keys()
        again = apply(corpus, of_none(corpus, "r1:s1", judge))
        assert (again.number, again.before, again.claims) == (1, True, ())
        other = apply(corpus, of_speaker(corpus, "r1:s1", "نعمان السروي", Judge("رياض")))
        assert other.against == ((1, "سلمى"),)
        mine = apply(corpus, of_speaker(corpus, "r1:s1", "عاصم البرهومي", judge))
        assert mine.superseded == ()
        assert mine.against == ((2, "رياض"),)
        assert take_back(corpus, 1, "سلمى", moment()).before is False
        assert take_back(corpus, 1, "سلمى", moment()).before is True
        with pytest.raises(CorpusError) as error:
            take_back(corpus, 9, "سلمى", moment())
        assert error.value.code == "no-judgement"


@pytest.mark.parametrize("name", ["renew_ties", "renew_claims", "renew_origins", "heed", "standings"])
def test_whatever_ends_it_nothing_is_half_done(
    press: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    seen: list[list[str]] = []
    calls = {"standings": 2}.get(name, 1)
    held = getattr(upkeep_judged, name)

    def broken(*arguments: Any) -> Any:
        nonlocal calls
        calls -= 1
        if calls:
            return held(*arguments)
        with open_corpus(press) as other:
            seen.append(contents(other))
            assert store.judgements(other) == ()
        raise MemoryError

    with open_corpus(press, write=True) as corpus:
        before = contents(corpus)
        judgement = of_none(corpus, "r1:s1", Judge("سلمى"))
        monkeypatch.setattr(upkeep_judged, name, broken)
        with pytest.raises(MemoryError):
            apply(corpus, judgement)
        assert seen == [before]
        assert contents(corpus) == before
        assert store.judgements(corpus, undone=True) == ()
        assert not store.stale(corpus)
        monkeypatch.undo()
        apply(corpus, judgement)
        assert contents(corpus) != before


def test_two_who_judge_at_once_wait_and_lose_nothing(press: Path) -> None:
    orders = [
        [Step("speaker", "", number, 0, name, by) for number, name in enumerate(NAMES)]
        + [Step("same-claim", "same", number, number + 5, "", by) for number in range(4)]
        for by in ("سلمى", "رياض")
    ]
    failed: list[BaseException] = []

    def work(some: Sequence[Step]) -> None:
        try:
            with open_corpus(press, write=True) as corpus:
                run(corpus, some)
        except BaseException as error:
            failed.append(error)

    running = [threading.Thread(target=work, args=(some,)) for some in orders]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert failed == []
    with open_corpus(press, write=True) as corpus:
        found = store.judgements(corpus)
        assert sorted(one.judgement.by for one in found) == sorted(s.by for some in orders for s in some)
        after = contents(corpus)
        assert rebuilt(corpus) == after


def test_who_waits_too_long_is_told(press: Path) -> None:
    with open_corpus(press, write=True) as corpus, open_corpus(press, write=True, patience=0.1) as other:
        judgement = of_none(other, "r1:s1", Judge("رياض"))
        with store.together(corpus) as one:
            assert store.claims(one)
            with pytest.raises(CorpusError) as error:
                apply(other, judgement)
        assert error.value.code == "busy"
        assert store.judgements(other, undone=True) == ()
        apply(other, judgement)
        assert len(store.judgements(corpus)) == 1


@contextmanager
def meanwhile(path: Path, monkeypatch: pytest.MonkeyPatch, found: Sequence[Step]) -> Iterator[None]:
    """Have somebody else judge while an update has read the reports and has not written yet."""

    def judged(*arguments: Any) -> Any:
        with open_corpus(path, write=True) as other:
            run(other, found)
        return origins(*arguments)

    monkeypatch.setattr("musnad.upkeep.origins", judged)
    yield
    monkeypatch.undo()


@pytest.mark.parametrize("relation", ["speaker", "span", "attribution", "same-claim", "copy"])
def test_what_is_judged_during_an_update_holds_after_it(
    press: Path, monkeypatch: pytest.MonkeyPatch, relation: str
) -> None:
    found = [
        Step(relation, verdict, number, number + 3, "رويترز", "سلمى")
        for number, verdict in enumerate(("same", "different", "same"))
    ]
    with open_corpus(press, write=True) as corpus:
        apply(corpus, of_none(corpus, "r4:s1", Judge("رياض")))
        with meanwhile(press, monkeypatch, found):
            refresh(corpus, anew=True)
        assert len(store.judgements(corpus)) == 4
        assert not store.stale(corpus)
        after = contents(corpus)
        assert rebuilt(corpus) == after


def test_reports_that_are_not_brought_in_yet_stay_to_be_brought_in(press: Path) -> None:
    with open_corpus(press, write=True) as corpus:
        text = TEXTS["r4"].replace("ثلاثين", "أربعين")
        store.add(corpus, [made("r9", TEXTS["r1"]), made("r4", text, "2026-03-10T08:00:00Z")])
        for name in ("r9:s1", "r4:s1", "r1:s1", "r3:s1"):
            apply(corpus, of_speaker(corpus, name, "رويترز", Judge("سلمى")))
        apply(corpus, of_none(corpus, "r2:s1", Judge("سلمى")))
        apply(corpus, of_pair(corpus, "copy", "no", ("r9", "r1"), Judge("سلمى")))
        assert store.stale(corpus)
        assert list(store.verify(corpus)) == []
        refresh(corpus)
        after = contents(corpus)
        assert rebuilt(corpus) == after


def test_no_pair_that_is_compared_is_missed(base: Path) -> None:
    with open_corpus(base) as corpus:
        found = [
            (held.report.version, row, said)
            for held in store.stored(corpus)
            for row, said in enumerate(of_stored(held).said)
        ]
        stems = stems_of(corpus)
    compared = 0
    weighed = Weighed([Statement(version, said, None) for version, _, said in found])
    for pairs in weighed.candidates():
        for left, right in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
            for one, other in ((found[left], found[right]), (found[right], found[left])):
                assert other[1] in near(stems, [(one[0], one[1])])[other[0]]
                compared += 1
    assert compared > 10


def test_origins_of_others_change_only_where_they_may(press: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counted(corpus: Corpus, versions: Any) -> Any:
        read.append(len(versions))
        return versions_of(corpus, versions)

    monkeypatch.setattr("musnad.origins_around.versions_of", counted)
    with open_corpus(press, write=True) as corpus:
        apply(corpus, of_speaker(corpus, "r6:s1", "رويترز", Judge("سلمى")))
        apply(corpus, of_speaker(corpus, "r5:s1", "نعمان السروي", Judge("سلمى")))
    assert sum(read) < len(REPORTS)


def test_a_carrier_that_goes_by_another_name_now_does_so_everywhere(tmp_path: Path) -> None:
    said = "ذكرت صحيفة {} أن سد الأرجوان سيروي ثلاثين قرية قبل نهاية الصيف."
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        names = ("الارجوان", "الارجوان", "الأرجوان")
        store.add(corpus, [made(f"r{n}", said.format(name)) for n, name in enumerate(names, 1)])
        refresh(corpus)
        version = store.newest(corpus, "r2").report.version

        def called() -> str | None:
            ((_, origin),) = next(store.origins(corpus, version)).statements
            return origin.name

        assert called() == "صحيفة الارجوان"
        before = contents(corpus)
        done = apply(corpus, of_none(corpus, "r1:s1", Judge("سلمى")))
        assert version in done.origins
        assert called() == "صحيفة الأرجوان"
        after = contents(corpus)
        assert rebuilt(corpus) == after
        take_back(corpus, done.number, "سلمى", moment())
        assert contents(corpus) == before
