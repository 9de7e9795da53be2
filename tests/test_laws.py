"""The laws for the stages below the reader: offsets, no text that raises, the same answer every time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given

from musnad.model import Span
from musnad.segment import LONGEST_SENTENCE, segment
from musnad.segment_quotations import BLANK
from musnad.text import fold
from tests.soup import texts

HARD = ('"' * 200, "«" * 99 + "»", '"ا ' * 200, "ا" * 9_001, "\u202b" * 50, "'" * 7, ". " * 3_000, "(" * 400)


def inside(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


# Law 1: offsets


@given(texts)
@example("\ufeff\u200f")
def test_paragraphs_are_lines_without_their_blanks(text: str) -> None:
    paragraphs = segment(text).paragraphs
    shown = [line.strip(BLANK) for line in text.splitlines()]
    assert [span.of(text) for span in paragraphs] == [line for line in shown if line]
    assert all(before.end < after.start for before, after in pairwise(paragraphs))


@given(texts)
@example("ا. " * 2_000)
@example("ا" * 9_001)
def test_sentences_divide_their_paragraphs(text: str) -> None:
    found = segment(text)
    for number, paragraph in enumerate(found.paragraphs):
        at = paragraph.start
        for sentence in found.sentences:
            if sentence.paragraph == number:
                assert inside(sentence.span, text) and len(sentence.span) <= LONGEST_SENTENCE
                # Nothing that shows is left out between two sentences.
                assert not any(c.isalnum() for c in text[at : sentence.span.start])
                assert at <= sentence.span.start
                at = sentence.span.end
        assert at == paragraph.end
    numbers = [sentence.paragraph for sentence in found.sentences]
    assert numbers == sorted(numbers) and set(numbers) == set(range(len(found.paragraphs)))


@given(texts)
@example('"' * 3 + "ا" + "»" * 3)
def test_quotations_nest_and_hold_their_insides(text: str) -> None:
    quotations = segment(text).quotations
    open_ones: list[Span] = []
    for quotation in quotations:
        span, inner = quotation.span, quotation.inner
        assert inside(span, text) and span.start < inner.start <= inner.end <= span.end
        assert quotation.closed == (inner.end < span.end)
        while open_ones and open_ones[-1].end <= span.start:
            open_ones.pop()
        assert all(outer.covers(span) for outer in open_ones), "two quotations cross"
        assert quotation.depth == len(open_ones)
        open_ones.append(span)
    assert list(quotations) == sorted(quotations, key=lambda q: (q.span.start, -q.span.end))


@given(texts)
def test_a_folded_stretch_leads_back_to_what_it_reads(text: str) -> None:
    folded = fold(text)
    for start in range(0, len(folded.text), 7):
        span = folded.span(start, min(start + 5, len(folded.text)))
        assert inside(span, text)
        assert folded.text[start : start + 5] in fold(span.of(text)).text


# Law 2: total


@pytest.mark.parametrize("text", HARD, ids=lambda text: repr(text[:4]))
def test_soup_gets_an_answer(text: str) -> None:
    found = segment(text)
    assert sum(len(sentence.span) for sentence in found.sentences) <= len(text)


# Law 3: the same answer


@given(texts)
def test_the_same_text_gets_the_same_answer(text: str) -> None:
    assert segment(text) == segment("".join(list(text)))
    assert fold(text) == fold("".join(list(text)))


@given(texts, texts)
def test_a_blank_line_and_a_plain_paragraph_part_two_texts(left: str, right: str) -> None:
    # Six plain paragraphs are more than any quotation runs over: neither side can feel the other.
    wall = "\n" + "جدار.\n" * 6
    whole = segment(left + wall + right)
    alone = segment(left)
    assert whole.paragraphs[: len(alone.paragraphs)] == alone.paragraphs
    assert tuple(q for q in whole.quotations if q.span.start < len(left)) == alone.quotations
    shift = len(left) + len(wall)
    after = tuple(Span(s.start + shift, s.end + shift) for s in segment(right).paragraphs)
    assert whole.paragraphs[len(alone.paragraphs) + 6 :] == after
