"""Vectors of contents: encoded once, kept with what follows from them, gone with the last text of theirs."""

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
from musnad.claims_meaning import Content, Meaning, Recalled, recalling
from musnad.corpus import Corpus, open_corpus, together
from musnad.corpus.embedding import Embedded, keep_vectors, vectors_kept
from musnad.corpus.store import reading, writing
from musnad.corpus.tables import vector, vector_of, version
from musnad.upkeep import refresh
from musnad.upkeep_judged import apply
from tests.test_claims_update import TEXTS, made


@dataclass
class Encoder:
    """Gives each text a vector of its own, near to all others, and keeps what it was asked."""

    asked: list[str] = field(default_factory=list)

    def vectors(self, contents: Sequence[Content]) -> NDArray[np.float32]:
        self.asked += [one.text for one in contents]
        seeds = [int.from_bytes(hashlib.sha256(one.text.encode()).digest()[:4], "big") for one in contents]
        found = np.array([1 + np.random.default_rng(seed).normal(0, 0.3, 384) for seed in seeds])
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Encoder:
    """Installed in place of the model, and asked of every pair that may be something."""
    made = Encoder()
    for module in (upkeep, upkeep_judged):
        monkeypatch.setattr(module, "installed_meaning", lambda: Meaning("random", made.vectors))
    monkeypatch.setattr(claims_weighing, "_ODDS", (-99.0, 99.0))
    return made


def rows(corpus: Corpus) -> tuple[int, int]:
    with reading(corpus) as connection:
        return len(connection.execute(vector.select()).all()), len(
            connection.execute(vector_of.select()).all()
        )


def names(corpus: Corpus, *reports: str) -> list[str]:
    return [store.newest(corpus, one).report.version for one in reports]


def whole(path: Path) -> list[str]:
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        refresh(corpus)
        return list(store.contents(corpus))


def test_what_was_encoded_is_read_back(tmp_path: Path, encoder: Encoder) -> None:
    with open_corpus(tmp_path / "a.musnad", write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        meaning = Meaning("random", encoder.vectors)
        versions = names(corpus, "r1", "r2")
        contents = [Content(versions[0], "سد"), Content(versions[1], "سد"), Content(versions[1], "قناة")]
        first, again, other = Recalled(), Recalled(), Recalled()
        found = recalling(corpus, meaning, first).vectors(contents)
        assert encoder.asked == ["سد", "قناة"]
        assert np.array_equal(found, encoder.vectors(contents))
        keep_vectors(corpus, first.all())
        keep_vectors(corpus, first.all())
        assert rows(corpus) == (2, 3)
        encoder.asked.clear()
        assert np.array_equal(recalling(corpus, meaning, again).vectors(contents), found)
        assert encoder.asked == [] and again == first
        recalling(corpus, Meaning("another", encoder.vectors), other).vectors(contents[:1])
        assert encoder.asked == ["سد"] and first.data.keys().isdisjoint(other.data)


def test_lone_surrogates_have_a_vector(tmp_path: Path) -> None:
    noted = Recalled()
    with open_corpus(tmp_path / "a.musnad", write=True, create=True) as corpus:
        meaning = Meaning("m", lambda some: np.ones((len(some), 3), np.float32))
        found = recalling(corpus, meaning, noted).vectors([Content("v", "\ud800"), Content("v", "?")])
    assert found.shape == (2, 3) and len(noted.data) == 2


def test_found_anew_nothing_is_encoded_and_all_is_the_same(tmp_path: Path, encoder: Encoder) -> None:
    at_once = whole(tmp_path / "whole.musnad")
    assert encoder.asked
    encoder.asked.clear()
    with open_corpus(tmp_path / "whole.musnad", write=True) as corpus:
        held = rows(corpus)
        refresh(corpus, anew=True)
        assert (list(store.contents(corpus)), rows(corpus)) == (at_once, held)
    assert encoder.asked == []
    with open_corpus(tmp_path / "parts.musnad", write=True, create=True) as corpus:
        for name in reversed(TEXTS):
            store.add(corpus, [made(name)])
            refresh(corpus)
        assert (list(store.contents(corpus)), rows(corpus)) == (at_once, held)
    assert any("meaning" in line for line in at_once)


@pytest.mark.usefixtures("encoder")
def test_a_report_that_is_forgotten_takes_its_vectors_along(tmp_path: Path) -> None:
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


@pytest.mark.usefixtures("encoder")
def test_an_older_version_keeps_none(tmp_path: Path) -> None:
    whole(tmp_path / "a.musnad")
    with open_corpus(tmp_path / "a.musnad", write=True) as corpus:
        before = names(corpus, "r4")[0]
        store.add(corpus, [made("r4", "قال عمر: «لا شيء».", "2026-03-10T08:00:00Z")])
        refresh(corpus)
        with reading(corpus) as connection:
            joined = select(version.c.id).join(vector_of, vector_of.c.version == version.c.pk)
            held = set(connection.execute(joined).scalars())
        assert before not in held and set(names(corpus, "r1", "r2")) <= held


def test_a_judgement_keeps_what_it_asked_for(tmp_path: Path, encoder: Encoder) -> None:
    whole(tmp_path / "a.musnad")
    with open_corpus(tmp_path / "a.musnad", write=True) as corpus:
        encoder.asked.clear()
        judgement = of_speaker(corpus, "r1:s1", "نعمان السروي", Judge("هدى"))
        apply(corpus, judgement)
        assert encoder.asked == []
        judged = list(store.contents(corpus))
        refresh(corpus, anew=True)
        assert list(store.contents(corpus)) == judged


@pytest.mark.usefixtures("encoder")
def test_what_is_broken_off_keeps_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("killed")

    with open_corpus(tmp_path / "a.musnad", write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in TEXTS])
        monkeypatch.setattr(upkeep, "settle_since", broken)
        with pytest.raises(RuntimeError, match="killed"):
            refresh(corpus)
        assert rows(corpus) == (0, 0)


def test_a_damaged_vector_and_one_of_no_version_are_faults(tmp_path: Path, encoder: Encoder) -> None:
    whole(tmp_path / "a.musnad")
    assert encoder.asked
    with open_corpus(tmp_path / "a.musnad", write=True) as corpus:
        assert list(store.verify(corpus)) == []
        with writing(corpus) as connection:
            first = connection.execute(select(vector.c.pk).order_by(vector.c.pk).limit(1)).scalar_one()
            connection.execute(update(vector).where(vector.c.pk == first).values(data=b"123"))
            connection.execute(delete(vector_of).where(vector_of.c.vector == first))
        assert [one.code for one in store.verify(corpus)] == ["vector", "vector"]


def test_a_version_that_is_gone_meanwhile_is_passed_over(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "a.musnad", write=True, create=True) as corpus:
        with together(corpus) as one:
            keep_vectors(one, Embedded({b"k": b"d"}, {"gone": {b"k"}}))
        assert vectors_kept(corpus, [b"k", b"other"]) == {b"k": b"d"}
        assert rows(corpus) == (1, 0)
