"""Judgements: kept, undone, and found again in newer readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from musnad import corpus as store
from musnad.corpus import Anchor, Corpus, CorpusError, Judgement, judge, judgements, open_corpus, undo
from musnad.corpus.attaching import meant
from musnad.model import Span
from tests.corpus_cases import entry


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        yield corpus


def judged(corpus: Corpus, number: int = 0) -> Judgement:
    """A judgement of one of the statements of the case."""
    made = entry()
    store.add(corpus, [made])
    row = made.reading.statements[number]
    left = Anchor(made.report.version, Span(*row.cue), tuple(Span(*span) for span in row.content))
    return Judgement("same-claim", "different", left, None, "سلمى", "2026-01-03T10:00:00Z", "ملاحظة")


def test_a_judgement_is_kept_once_and_comes_back(held: Corpus) -> None:
    made = judged(held)
    judge(held, made)
    judge(held, made)
    (found,) = judgements(held)
    assert found.judgement == made
    assert (found.left, found.right, found.orphaned) == ("s1", None, False)


def test_undoing_keeps_it(held: Corpus) -> None:
    made = judged(held)
    judge(held, made)
    undo(held, made, "سلمى", "2026-01-04T10:00:00Z")
    undo(held, made, "غيرها", "2026-01-05T10:00:00Z")
    assert judgements(held) == ()
    (found,) = judgements(held, undone=True)
    assert (found.judgement.undone_by, found.judgement.undone_at) == ("سلمى", "2026-01-04T10:00:00Z")


def test_it_is_found_again_in_a_newer_reading(held: Corpus) -> None:
    made = judged(held, 1)
    judge(held, made)
    packed = entry()
    rows = packed.reading.statements
    start, end = rows[1].content[0]
    moved = replace(rows[1], id="s9", content=((start, end - 5),))
    newer = replace(packed.reading, statements=(rows[0], moved, *rows[2:]))
    store.put_readings(held, {packed.report.version: newer})
    assert [one.left for one in judgements(held)] == ["s9"]
    store.put_readings(held, {packed.report.version: replace(packed.reading, statements=(rows[0],))})
    (found,) = judgements(held)
    assert found.orphaned


def test_two_statements_can_be_judged_together(held: Corpus) -> None:
    one, other = judged(held), judged(held, 1)
    both = replace(one, right=other.left)
    judge(held, both)
    (found,) = judgements(held)
    assert (found.left, found.right) == ("s1", "s2")


def test_what_is_not_there_cannot_be_judged_or_undone(held: Corpus) -> None:
    made = judged(held)
    with pytest.raises(CorpusError) as error:
        judge(held, replace(made, left=replace(made.left, version="gone")))
    assert error.value.code == "unknown"
    with pytest.raises(CorpusError) as error:
        undo(held, made, "سلمى", "2026-01-04T10:00:00Z")
    assert error.value.code == "unknown"


def test_a_forgotten_report_takes_its_judgements_along(held: Corpus) -> None:
    judge(held, judged(held))
    (version,) = store.stored(held)
    store.forget(held, version.report.id, "سبب")
    assert judgements(held, undone=True) == ()


def test_the_closest_statement_is_meant() -> None:
    anchor = Anchor("v", Span(0, 3), (Span(10, 30),))
    near = ("s1", Anchor("v", Span(0, 3), (Span(10, 26),)))
    same = ("s2", Anchor("v", Span(1, 3), (Span(10, 30),)))
    far = ("s3", Anchor("v", Span(0, 3), (Span(28, 60),)))
    other_cue = ("s4", Anchor("v", Span(40, 43), (Span(10, 30),)))
    assert meant(anchor, [near, same, far, other_cue]) == "s2"
    assert meant(anchor, [near, far]) == "s1"
    assert meant(anchor, [far, other_cue]) is None
