"""Pairs of contents: read once, kept with what follows from them, gone with the last version of theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import delete, select, update

from musnad import claims_weighing, upkeep, upkeep_judged
from musnad import corpus as store
from musnad.anchors import Judge, of_speaker
from musnad.claims_reading import Content, Couple, PairOdds, Recalled, recalling
from musnad.corpus import Corpus, open_corpus, together
from musnad.corpus.pair_odds import Asked, keep_pair_odds, pair_odds_kept
from musnad.corpus.store import reading, writing
from musnad.corpus.tables import pair_odds, pair_odds_of, version
from musnad.pair_reading import Side, Word
from musnad.upkeep import refresh
from musnad.upkeep_judged import apply
from tests.test_claims_update import TEXTS, made


@dataclass
class Reader:
    """Gives each pair odds of its own, high or low, and keeps what it was asked."""

    asked: list[frozenset[Side]] = field(default_factory=list)

    def of(self, pairs: Sequence[Couple]) -> NDArray[np.float32]:
        self.asked += [frozenset((left.side, right.side)) for left, right in pairs]
        hashes = [hashlib.sha256(repr(sorted((a.side, b.side))).encode()).digest() for a, b in pairs]
        return np.array([[one[0] / 32 - 4, one[1] / 32 - 4] for one in hashes], np.float32).reshape(-1, 2)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Installed in place of the model, and asked of every pair that may be something."""
    made = Reader()
    for module in (upkeep, upkeep_judged):
        monkeypatch.setattr(module, "installed_reading", lambda: PairOdds("random", made.of))
    monkeypatch.setattr(claims_weighing, "_ODDS", (-99.0, 99.0))
    return made


def words(text: str) -> Side:
    return tuple(Word(one, True, True) for one in text.split())


def rows(corpus: Corpus) -> tuple[int, int]:
    with reading(corpus) as connection:
        return len(connection.execute(pair_odds.select()).all()), len(
            connection.execute(pair_odds_of.select()).all()
        )


def names(corpus: Corpus, *reports: str) -> list[str]:
    return [store.newest(corpus, one).report.version for one in reports]


def whole(path: Path) -> list[str]:
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        refresh(corpus)
        return list(store.contents(corpus))


def test_what_was_read_is_kept(tmp_path: Path, reader: Reader) -> None:
    with open_corpus(tmp_path / "a.musnad", write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        reads = PairOdds("random", reader.of)
        one, other, third = names(corpus, "r1", "r2", "r4")
        dam, canal = Content(one, words("السد كبير")), Content(other, words("القناة طويلة"))
        pairs = [(dam, canal), (canal, dam), (Content(third, dam.side), canal), (dam, dam)]
        first, again, another = Recalled(), Recalled(), Recalled()
        found = recalling(corpus, reads, first).of(pairs)
        assert reader.asked == [{dam.side, canal.side}, {dam.side}]
        assert np.array_equal(found, reader.of(pairs))
        keep_pair_odds(corpus, first.all())
        keep_pair_odds(corpus, first.all())
        # Two pairs: one that stands in three versions, one in one.
        assert rows(corpus) == (2, 4)
        reader.asked.clear()
        assert np.array_equal(recalling(corpus, reads, again).of(pairs), found)
        assert reader.asked == [] and again == first
        recalling(corpus, PairOdds("another", reader.of), another).of(pairs[:1])
        assert len(reader.asked) == 1 and first.data.keys().isdisjoint(another.data)


def test_lone_surrogates_are_read(tmp_path: Path) -> None:
    noted = Recalled()
    with open_corpus(tmp_path / "a.musnad", write=True, create=True) as corpus:
        reads = PairOdds("m", lambda some: np.ones((len(some), 2), np.float32))
        pairs = [(Content("v", words(one)), Content("v", words("سد"))) for one in ("\ud800", "?")]
        found = recalling(corpus, reads, noted).of(pairs)
    assert found.shape == (2, 2) and len(noted.data) == 2


def test_found_anew_nothing_is_read_and_all_is_the_same(tmp_path: Path, reader: Reader) -> None:
    at_once = whole(tmp_path / "whole.musnad")
    assert reader.asked
    reader.asked.clear()
    with open_corpus(tmp_path / "whole.musnad", write=True) as corpus:
        held = rows(corpus)
        refresh(corpus, anew=True)
        assert (list(store.contents(corpus)), rows(corpus)) == (at_once, held)
    assert reader.asked == []
    with open_corpus(tmp_path / "parts.musnad", write=True, create=True) as corpus:
        for name in reversed(TEXTS):
            store.add(corpus, [made(name)])
            refresh(corpus)
        assert (list(store.contents(corpus)), rows(corpus)) == (at_once, held)
    assert any("read 0." in line for line in at_once)


@pytest.mark.usefixtures("reader")
def test_a_report_that_is_forgotten_takes_its_pairs_along(tmp_path: Path) -> None:
    whole(tmp_path / "a.musnad")
    with open_corpus(tmp_path / "a.musnad", write=True) as corpus:
        before = rows(corpus)
        # r1 and r2 print one text.
        store.forget(corpus, store.resolve(corpus, "r1"), reason="طُلب")
        assert rows(corpus)[0] == before[0] and rows(corpus)[1] < before[1]
        store.forget(corpus, store.resolve(corpus, "r2"), reason="طُلب")
        assert rows(corpus)[0] < before[0]
        for name in ("r3", "r4", "r5", "r6", "r7", "r8"):
            store.forget(corpus, store.resolve(corpus, name), reason="طُلب")
        assert rows(corpus) == (0, 0)


@pytest.mark.usefixtures("reader")
def test_an_older_version_keeps_none(tmp_path: Path) -> None:
    whole(tmp_path / "a.musnad")
    with open_corpus(tmp_path / "a.musnad", write=True) as corpus:
        before = names(corpus, "r4")[0]
        store.add(corpus, [made("r4", "قال عمر: «لا شيء».", "2026-03-10T08:00:00Z")])
        refresh(corpus)
        with reading(corpus) as connection:
            joined = select(version.c.id).join(pair_odds_of, pair_odds_of.c.version == version.c.pk)
            held = set(connection.execute(joined).scalars())
        assert before not in held and set(names(corpus, "r1", "r2")) <= held


def test_a_judgement_keeps_what_it_asked_for(tmp_path: Path, reader: Reader) -> None:
    whole(tmp_path / "a.musnad")
    with open_corpus(tmp_path / "a.musnad", write=True) as corpus:
        reader.asked.clear()
        judgement = of_speaker(corpus, "r1:s1", "نعمان السروي", Judge("هدى"))
        apply(corpus, judgement)
        assert reader.asked == []
        judged = list(store.contents(corpus))
        refresh(corpus, anew=True)
        assert list(store.contents(corpus)) == judged


@pytest.mark.usefixtures("reader")
def test_what_is_broken_off_keeps_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("killed")

    with open_corpus(tmp_path / "a.musnad", write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        monkeypatch.setattr(upkeep, "settle_since", broken)
        with pytest.raises(RuntimeError, match="killed"):
            refresh(corpus)
        assert rows(corpus) == (0, 0)


def test_a_damaged_pair_and_one_of_no_version_are_faults(tmp_path: Path, reader: Reader) -> None:
    whole(tmp_path / "a.musnad")
    assert reader.asked
    with open_corpus(tmp_path / "a.musnad", write=True) as corpus:
        assert list(store.verify(corpus)) == []
        with writing(corpus) as connection:
            first = connection.execute(select(pair_odds.c.pk).order_by(pair_odds.c.pk).limit(1)).scalar_one()
            connection.execute(update(pair_odds).where(pair_odds.c.pk == first).values(data=b"123"))
            connection.execute(delete(pair_odds_of).where(pair_odds_of.c.pair == first))
        assert [one.code for one in store.verify(corpus)] == ["pair", "pair"]


def test_a_version_that_is_gone_meanwhile_is_passed_over(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "a.musnad", write=True, create=True) as corpus:
        with together(corpus) as one:
            keep_pair_odds(one, Asked({b"k": b"d"}, {"gone": {b"k"}}))
        assert pair_odds_kept(corpus, [b"k", b"other"]) == {b"k": b"d"}
        assert rows(corpus) == (1, 0)
