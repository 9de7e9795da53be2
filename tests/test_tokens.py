"""The words of a sentence: spans, analyses and quotation marks in pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Sentence, Span
from musnad.segment import segment
from musnad.tokens import Tokens, finite, tokenise
from tests.attribution_cases import at, tokens


def test_words_are_folded_and_marks_stand_alone() -> None:
    assert tokens("وأكّـد، إنّ «السدَّ» آمنٌ.").words == ("واكد", "،", "ان", '"', "السد", '"', "امن", ".")


def test_a_word_is_printed_as_the_report_has_it() -> None:
    read = tokens("قال مؤكداً أنّ")
    assert [read.printed(i) for i in range(3)] == ["قال", "مؤكداً", "أنّ"]


def test_spans_count_from_the_report_and_not_from_the_sentence() -> None:
    text = "سطر أول.\nقالَ الدالي."
    sentence = segment(text).sentences[1]
    read = tokenise(text, sentence, ())
    assert read.span((0, 2)).of(text) == "قالَ الدالي"


def test_a_hashtag_keeps_its_sign() -> None:
    read = tokens("قال #سد_الوادي آمن")
    assert read.span((1, 3)).of(read.text) == "#سد_الوادي"


def test_a_word_outside_the_sentence_is_empty() -> None:
    read = tokens("قال الدالي")
    assert (read.word(-1), read.word(0), read.word(2)) == ("", "قال", "")


def test_white_space_behind_a_token() -> None:
    read = tokens("1,5 مليون")
    assert [read.spaced(i) for i in range(len(read))] == [False, False, True, True]


def test_quotations_pair() -> None:
    read = tokens("قال «السد آمن» أمس")
    opened = at(read, '"')
    assert read.closer[opened] == at(read, '"', 1) + 1
    assert read.within == (-1, -1, opened, opened, -1, -1)
    assert not read.unclosed


def test_quotations_nest() -> None:
    read = tokens("قال «سمعت “السد آمن” أمس»")
    outer, inner = at(read, '"', 0), at(read, '"', 1)
    assert read.within[at(read, "سمعت")] == outer
    assert read.within[at(read, "السد")] == inner
    assert read.within[at(read, "امس")] == outer
    assert read.closer[outer] == len(read)


def test_a_missing_mark_leaves_the_quotation_open() -> None:
    read = tokens("قال: «السد آمن ولن نغلقه")
    opened = at(read, '"')
    assert read.unclosed == {opened}
    assert read.closer[opened] == len(read)


def test_a_quotation_that_runs_over_sentences_is_unclosed_in_the_first() -> None:
    text = "قال: «السد آمن. ولن نغلقه»."
    quotations = segment(text).quotations
    cut = text.index("ولن")
    first = tokenise(text, Sentence(Span(0, cut), 0), quotations)
    second = tokenise(text, Sentence(Span(cut, len(text)), 0), quotations)
    assert first.unclosed == {at(first, '"')}
    assert first.closer[at(first, '"')] == len(first)
    # The mark that opened it is not in the second sentence.
    assert set(second.within) == {-1}
    assert not any(second.closer)


def test_where_the_quotation_around_a_token_ends() -> None:
    read = tokens("قال «السد آمن» أمس")
    assert read.quotation_end(at(read, "السد")) == at(read, '"', 1)
    assert read.quotation_end(0) == len(read)


@pytest.mark.parametrize(
    ("word", "is_finite"), [("قال", True), ("يؤكد", True), ("مؤكداً", False), ("تأكيده", False), ("سد", False)]
)
def test_finite_verbs_of_saying(word: str, is_finite: bool) -> None:
    assert finite(tokens(word), 0) is is_finite


def test_vowel_marks_reach_the_analysis() -> None:
    assert any(form.passive for form in tokens("يُقال").forms[0])


def laws(text: str, read: Tokens) -> None:
    """What holds for the tokens of any sentence."""
    size = len(read)
    lists = (read.words, read.starts, read.ends, read.forms, read.closer, read.within)
    assert {len(part) for part in lists} == {size}
    whole = Span(read.base, read.base + len(read.text))
    last = whole.start
    for i in range(size):
        span = read.span((i, i + 1))
        assert whole.covers(span)
        assert span.start < span.end
        assert last <= span.start or read.text[span.start - read.base] == "#"
        last = span.end
        assert span.of(text)
        assert read.closer[i] == 0 or i < read.closer[i] <= size
        assert -1 <= read.within[i] < i
        if read.within[i] >= 0:
            assert i < read.closer[read.within[i]]
        assert i < read.quotation_end(i) <= size
    assert all(read.closer[opener] for opener in read.unclosed)


PIECES = (
    "قال",
    "مؤكداً",
    "#",
    "_",
    "ـ",
    "«",
    "»",
    '"',
    "“",
    "”",
    "(",
    ".",
    "،",
    " ",
    "\n",
    "\u200f",
    "ﷲ",
    "ّ",
    "\ud800",
    "a1",
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_spans_and_pairs_of_any_soup(text: str) -> None:
    skeleton = segment(text)
    for sentence in skeleton.sentences:
        laws(text, tokenise(text, sentence, skeleton.quotations))


@given(st.text(max_size=60))
def test_spans_and_pairs_of_any_text(text: str) -> None:
    laws(text, tokenise(text, Sentence(Span(0, len(text)), 0), segment(text).quotations))
