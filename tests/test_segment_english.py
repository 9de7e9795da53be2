"""English sentences and quotations: abbreviations, apostrophes, single marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.segment import segment
from tests import soup


def sentences(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in segment(text, "en").sentences]


def quoted(text: str) -> list[str]:
    return [q.inner.of(text) for q in segment(text, "en").quotations]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Hill met Dr. J. K. Reed of the U.S. Army at 5 p.m. on Sunday.",
        "Capt. Lowe, Lt. Col. Marsh and Sens. Ames and Byrd came.",
        "He lives on St. Mark Rd. in No. 5.",
        "The firm (Acme Inc.) and Acme Corp. of Pa. agreed.",
        "Yahoo! said so.",
        "Rep. Ames (R., Calif.) left.",
        '"Why now?" the mayor asked.',
        '"Stop!" shouted Hill.',
        'He said: "We wait. We hope. We pray."',
        "It cost 3.5 million, e.g. in Mersa vs. Tawd.",
        "Wait... for it.",
    ],
)
def test_a_sentence_goes_on(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "He left the U.S. | The rest stayed.",
        "It rained at 5 p.m. | They went home.",
        "He was ill. | The doctor came.",
        "She joined Acme Inc. | It grew.",
        'He said "no." | She left.',
        '"It is over." | Then they left.',
        '"Is it over?" | Nobody knew.',
        "Is it? | Yes! | No.",
        "He chose vitamin C. | The doctor agreed.",
    ],
)
def test_a_sentence_ends(text: str) -> None:
    assert sentences(text.replace(" | ", " ")) == text.split(" | ")


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He isn't here, said the dogs' owner.", []),
        ("Rock 'n' roll of the '90s got 'em.", []),
        ("They called it 'fake news' in the paper.", ["fake news"]),
        ("'The workers' rights matter,' he said.", ["The workers' rights matter,"]),
        ("‘It’s the workers’ day,’ said Jo O’Hill.", ["It’s the workers’ day,"]),
        ("“He said ‘never’ twice,” said Hill.", ["He said ‘never’ twice,", "never"]),
        ("\"He said 'never',\" said Hill.", ["He said 'never',", "never"]),
        ("The 'Lions' won, and 'Bears' fans wept.", ["Lions", "Bears"]),
        ("She wrote: 'We left.' Then she slept.", ["We left."]),
        ("He is 6'2 tall and didn't 'fit'.", ["fit"]),
    ],
)
def test_single_marks_quote_and_apostrophes_do_not(text: str, inner: list[str]) -> None:
    assert quoted(text) == inner


def test_the_language_is_told_from_the_text_where_it_is_not_given() -> None:
    text = "The head of the town said that the dogs' owner was in the house. It's of no use to the 'town'."
    assert segment(text) == segment(text, "en")


@given(soup.texts)
def test_every_text_is_answered(text: str) -> None:
    found = segment(text, "en")
    for span in (*found.paragraphs, *(s.span for s in found.sentences), *(q.span for q in found.quotations)):
        assert 0 <= span.start < span.end <= len(text)
    assert list(found.sentences) == sorted(found.sentences, key=lambda s: s.span)


@given(st.text(st.sampled_from("'’‘ sna.\n9"), max_size=80))
def test_soup_of_single_marks_nests(text: str) -> None:
    stack: list[int] = []
    for quotation in segment(text, "en").quotations:
        while stack and stack[-1] <= quotation.span.start:
            stack.pop()
        assert not stack or quotation.span.end <= stack[-1]
        stack.append(quotation.span.end)
