"""Where content may end, and the weighing of it."""

import pytest

from musnad.endings import BIAS, ends, stops, weights
from musnad.text import fold
from tests.attribution_cases import at, found, tokens


def places(sentence: str, first: str, kind: str) -> list[str]:
    """The words or marks at which the content of `sentence` that opens at `first` may end."""
    read = tokens(sentence)
    return [read.words[index] for index, _ in stops(read, at(read, first), kind, len(read))]


def test_marks_and_words_that_open_a_clause_may_end_content() -> None:
    assert places("قال إن السد آمن، بعد ترميمه، وسط المطر", "إن", "inna") == ["،", "بعد", "،", "وسط"]


def test_a_closed_quotation_may_end_it_and_nothing_inside_does() -> None:
    sentence = "قال: «السد آمن، ولا خطر» قبل أن يغادر"
    assert places(sentence, "«", "quote") == ["قبل", "قبل"]


def test_a_hyphen_inside_a_word_ends_nothing() -> None:
    assert places("قال إن الحي ب-ج آمن", "إن", "inna") == []


def test_features_name_the_mark_and_what_stands_behind() -> None:
    read = tokens("قال إن السد آمن، مما طمأن الناس")
    (_, features), *_ = stops(read, 1, "inna", len(read))
    assert {"at=clause+comma", "1=مما", "1=مما+comma"} <= set(features)


def test_content_goes_on_where_nothing_speaks_for_its_end() -> None:
    assert not ends(()) or weights()[BIAS] >= 0
    assert fold("مما").text in {name.removeprefix("1=") for name in weights()}


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("وقالت الرماح إن المعمل أغلق أبوابه، مما ترك مئة عامل بلا عمل.", "إن المعمل أغلق أبوابه"),
        ("وقالت الرماح إن المعمل أغلق أبوابه، وسط غضب بين العمال.", "إن المعمل أغلق أبوابه"),
        (
            "وقالت الرماح إن المعمل أغلق أبوابه، وإن العمال غاضبون.",
            "إن المعمل أغلق أبوابه، وإن العمال غاضبون",
        ),
    ],
)
def test_the_reporters_own_clause_is_left_out(sentence: str, content: str) -> None:
    assert [line.split(" | ")[2] for line in found(sentence)] == [content]
