"""Claims brought up to date: an update equals a rebuild, whatever the order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from musnad import claims_weighing
from musnad import corpus as store
from musnad.claims_evidence import said
from musnad.claims_reading import Couple, PairOdds
from musnad.claims_update import Stated, fresh_edges, joined, without
from musnad.corpus import Corpus, Entry, open_corpus
from musnad.corpus.claim_parts import ClaimRow, claim_rows
from musnad.model import Place, Reading
from musnad.upkeep import refresh
from tests.claim_cases import ALONE, DAM, DENIAL, MAYOR, TOLD, edge
from tests.corpus_cases import BODY, entry, reading

TEXTS = {"r1": DAM, "r2": DAM, "r3": TOLD, "r4": ALONE, "r5": MAYOR, "r6": DENIAL, "r7": BODY, "r8": BODY}
DAY = "2026-03-0"


def made(name: str, text: str | None = None, captured: str = "2026-03-09T08:00:00Z") -> Entry:
    number = int(name[1:])
    return entry(
        text or TEXTS[name],
        external_id=name,
        publisher=f"صحيفة {number % 3}",
        published=f"{DAY}{1 + number % 5}",
        title=f"خبر {number}",
        captured=captured,
        **({"byline": "الوادي - رويترز"} if name == "r1" else {}),
    )


def told(corpus: Corpus) -> list[ClaimRow]:
    return list(claim_rows(corpus))


def built(path: Path, batches: Sequence[Sequence[Entry]]) -> list[ClaimRow]:
    with open_corpus(path, write=True, create=True) as corpus:
        for batch in batches:
            store.add(corpus, batch)
            refresh(corpus)
        return told(corpus)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[ClaimRow]:
    """The claims of all reports, added at once."""
    return built(tmp_path_factory.mktemp("whole") / "press.musnad", [[made(name) for name in TEXTS]])


def test_the_same_text_is_one_claim(whole: list[ClaimRow]) -> None:
    (dam,) = (one for one in whole if ("r1", "s1") in one.statements)
    assert {"r1", "r2"} <= set(dam.reports)
    assert dam.sums.reports == len(dam.reports) == len(set(dam.reports))
    assert [origin.ref for origin in dam.named][:1] == ["medium/reuters"]
    (cost,) = (one for one in whole if ("r7", "s3") in one.statements)
    assert cost.reports == ("r7", "r8")
    assert (cost.sums.low, cost.sums.high, cost.sums.unknown) == (0, 1, 1)


def test_another_speaker_is_another_claim(whole: list[ClaimRow]) -> None:
    (dam,) = (one for one in whole if ("r1", "s1") in one.statements)
    (mayor,) = (one for one in whole if ("r5", "s1") in one.statements)
    assert (dam.speaker, mayor.speaker) == ("عاصم البرهومي", "رابعة البيلسان")
    # Neither is in the tables: one of them may be misread.
    assert dam.sums.id not in mayor.corroborated


def test_a_denial_disputes_what_it_denies(whole: list[ClaimRow]) -> None:
    (dam,) = (one for one in whole if ("r1", "s1") in one.statements)
    (denial,) = (one for one in whole if ("r6", "s1") in one.statements)
    assert dam.sums.id in denial.disputed
    assert denial.sums.id in dam.disputed
    assert dam.sums.disputed
    assert denial.reports == ("r6",)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_in_which_reports_come_changes_nothing(
    whole: list[ClaimRow], tmp_path: Path, seed: int
) -> None:
    names = list(TEXTS)
    random.Random(seed).shuffle(names)
    batches = [[made(name) for name in names[at : at + seed]] for at in range(0, len(names), seed)]
    assert built(tmp_path / "press.musnad", batches) == whole


def test_found_anew_they_are_the_same(whole: list[ClaimRow], tmp_path: Path) -> None:
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        refresh(corpus)
        kept = list(store.ties(corpus))
        assert refresh(corpus) is None
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("musnad.claims_update.FORM", 0)
            assert refresh(corpus) is not None
        assert refresh(corpus) is not None
        assert refresh(corpus) is None
        found = refresh(corpus, anew=True)
        assert found is not None
        assert found.claims == sum(one.sums.reports > 1 for one in whole)
        assert told(corpus) == whole
        assert sorted(store.ties(corpus), key=str) == sorted(kept, key=str)


def test_a_former_version_has_no_ties(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        refresh(corpus)
        former = store.newest(corpus, "r1").report.version
        store.add(corpus, [made("r1", ALONE, "2026-03-10T08:00:00Z")])
        refresh(corpus)
        kept = {Place.of(end).version for one in store.ties(corpus) for end in (one.left, one.right)}
        assert former not in kept | store.marks(corpus).keys()
        after = store.contents(corpus)
        refresh(corpus, anew=True)
        assert store.contents(corpus) == after


@pytest.mark.parametrize("gone", ["r1", "r4", "r8"])
def test_a_report_that_is_forgotten_leaves_no_trace(tmp_path: Path, gone: str) -> None:
    rest = built(tmp_path / "rest.musnad", [[made(name) for name in TEXTS if name != gone]])
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        refresh(corpus)
        removed = store.resolve(corpus, gone)
        version = store.versions(corpus, removed)[0].report.version
        store.forget(corpus, removed, reason="طُلب", by="هدى")
        assert gone not in {name for one in told(corpus) for name in one.reports}
        assert not any(version in one.left + one.right for one in store.ties(corpus))
        refresh(corpus)
        assert told(corpus) == rest


def test_only_the_newest_version_counts(tmp_path: Path) -> None:
    text = ALONE.replace("ثلاثين", "أربعين")
    first = [made(name) for name in TEXTS]
    changed = made("r4", text, "2026-03-10T08:00:00Z")
    late = built(tmp_path / "late.musnad", [first, [changed]])
    assert late == built(tmp_path / "early.musnad", [[changed], first])
    assert late == built(tmp_path / "once.musnad", [[*first, changed]])
    with open_corpus(tmp_path / "late.musnad") as corpus:
        newest = next(store.stored(corpus, [store.resolve(corpus, "r4")])).report.version
        versions = {at.version for one in store.claims(corpus) for at in one.statements}
    assert newest in versions
    assert len(versions) == len(TEXTS)


def test_each_statement_has_one_claim(whole: list[ClaimRow]) -> None:
    every = [at for one in whole for at in one.statements]
    assert len(every) == len(set(every)) == sum(len(said(reading(text))) for text in TEXTS.values())


# --- without a corpus ---


def stated(text: str, published: str = DAY + "1", title: str = "خبر") -> tuple[Stated, Reading]:
    found = reading(text, published=published, title=title)
    bare = replace(found.report, text="")
    return Stated(bare, found.reader, said(found), frozenset()), found


def test_only_what_is_new_is_compared() -> None:
    (one, a), (other, b) = stated(DAM, title="أ"), stated(DAM, title="ب")
    texts = {it.report.version: it.report.text for it in (a, b)}
    found, marks = fresh_edges([one, other], {}, texts.__getitem__, None)
    assert set(marks) == set(texts)
    assert any({a.report.version, b.report.version} == {it.left[:64], it.right[:64]} for it in found)
    assert fresh_edges([one, other], marks, texts.__getitem__, None) == ([], {})
    first = {a.report.version: marks[a.report.version]}
    again, only = fresh_edges([one, other], first, texts.__getitem__, None)
    assert set(only) == {b.report.version}
    assert {(it.left, it.right) for it in again} == {
        (it.left, it.right) for it in found if b.report.version in it.left + it.right
    }


def test_what_is_found_for_one_is_what_is_found_for_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_weighing, "_ODDS", (-99.0, 99.0))
    made = [
        stated(text, title=f"خبر {n}") for n, text in enumerate((BODY, DAM, TOLD, ALONE, MAYOR, DENIAL, DAM))
    ]
    texts = {it.report.version: it.report.text for _, it in made}
    asked: list[Couple] = []

    def of(some: Sequence[Couple]) -> NDArray[np.float32]:
        asked.extend(some)
        turns = np.array([len(left.side) + len(right.side) for left, right in some])
        return np.column_stack((4 * np.cos(turns), 4 * np.sin(turns))).astype(np.float32)

    reads = PairOdds("turns", of)
    every = [one for one, _ in made]
    found, marks = fresh_edges(every, {}, texts.__getitem__, reads)
    assert found
    for version in texts:
        known = {name: mark for name, mark in marks.items() if name != version}
        again, _ = fresh_edges(every, known, texts.__getitem__, reads)
        assert set(again) == {it for it in found if version in (it.left[:64], it.right[:64])}
    assert asked


def test_another_reader_of_reports_or_of_pairs_compares_again() -> None:
    one, _ = stated(DAM)
    newer = replace(one, reader=replace(one.reader, version="9.9"))
    assert len({one.mark(None), newer.mark(None), one.mark("m")}) == 3


def test_no_pair_is_read_where_none_is_new() -> None:
    one, _ = stated(DAM)

    def never(_pairs: Sequence[Couple]) -> object:
        raise AssertionError("asked to read")

    reads = PairOdds("m", never)  # type: ignore[arg-type]  # it gives nothing at all
    marks = {one.report.version: one.mark("m")}
    assert fresh_edges([one], marks, lambda _name: DAM, reads) == ([], {})


def test_what_is_judged_to_be_no_statement_is_left_out() -> None:
    one, _ = stated(BODY)
    version = one.report.version
    (less,) = without([one], frozenset({(version, "s1")}))
    assert [it.id for it in less.said] == [it.id for it in one.said if it.id != "s1"]
    assert without([one], frozenset({("other", "s1")})) == (one,)


def test_the_first_day_is_that_of_the_earliest_dated_report() -> None:
    (late, _), (early, _) = stated(DAM, DAY + "5T08:00:00Z", "أ"), stated(DAM, DAY + "2T08:00:00Z", "ب")
    pair = edge(f"{late.report.version}/s1", f"{early.report.version}/s1", "same-claim")
    found = joined([late, early], [pair], [], [])
    (both,) = (it for it in found if len(it.count.reports) == 2)
    assert both.first == DAY + "2"
    assert both.claim.statements[0] == Place(early.report.version, "s1")
    # Both print one text, so that whoever heard it, it is one.
    assert (both.count.low, both.count.high, len(both.count.unknown)) == (0, 1, 1)
