"""Spans and the ids that every process must compute alike."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Span, report_id, text_hash, version_id

SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))


def test_span_reads_code_points() -> None:
    text = "قال\U0001f600نعم"
    assert Span(3, 4).of(text) == "\U0001f600"
    assert len(Span(3, 7)) == 4


@given(SPANS, SPANS)
def test_overlap_is_shared_length(left: Span, right: Span) -> None:
    shared = set(range(left.start, left.end)) & set(range(right.start, right.end))
    assert left.overlap(right) == right.overlap(left) == len(shared)


@given(SPANS, SPANS)
def test_covering_is_having_both_ends(left: Span, right: Span) -> None:
    if len(right):
        assert left.covers(right) == (left.overlap(right) == len(right))
    assert left.covers(left)


def test_values_do_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(0, 1).start = 2  # type: ignore[misc]  # the very mistake that must fail


def test_spans_sort_by_start_then_end() -> None:
    assert sorted([Span(3, 4), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(3, 4)]


def test_report_id_is_the_hash_of_a_canonical_array() -> None:
    # Written out, so that no change of serialisation goes unseen: stored ids must stay.
    canonical = '["صحيفة الوادي","42"]'.encode()
    assert (
        report_id("صحيفة الوادي", "42", "عنوان", "2024-01-02", "نص") == hashlib.sha256(canonical).hexdigest()
    )
    canonical = f'[null,"عنوان","2024-01-02","{text_hash("نص")}"]'.encode()
    assert report_id(None, None, "عنوان", "2024-01-02", "نص") == hashlib.sha256(canonical).hexdigest()


def test_a_key_makes_the_id_independent_of_the_text() -> None:
    assert report_id("أ", "k", "t", None, "x") == report_id("أ", "k", "u", "2024-01-01", "y")
    assert report_id("أ", None, "t", None, "x") != report_id("أ", None, "t", None, "y")
    assert report_id("أ", "k", None, None, "x") != report_id("ب", "k", None, None, "x")


def test_parts_do_not_run_together() -> None:
    assert report_id("ab", "c", None, None, "") != report_id("a", "bc", None, None, "")


@given(st.text())
def test_version_follows_the_text(text: str) -> None:
    assert version_id("r", text) == version_id("r", text)
    assert version_id("r", text) != version_id("r", text + ".")
    assert version_id("r", text) != version_id("q", text)


def test_a_lone_surrogate_has_a_hash() -> None:
    assert len(text_hash("\ud800")) == 64
