"""Where content may end, and the weighing of it."""

import pytest

from musnad.endings import BIAS, ends, stops, weights
from tests.attribution_cases import at, found, tokens


def places(sentence: str, first: str, kind: str) -> list[str]:
    """The words or marks at which the content of `sentence` that opens at `first` may end."""
    read = tokens(sentence)
    return [read.words[index] for index, _ in stops(read, at(read, first), kind, len(read))]


def test_marks_and_words_that_open_a_clause_may_end_content() -> None:
    assert places("قال إن السد آمن، بعد ترميمه، وسط المطر", "ان", "inna") == ["،", "بعد", "،", "وسط"]


def test_a_closed_quotation_may_end_it_and_nothing_inside_does() -> None:
    sentence = "قال: «السد آمن، ولا خطر» قبل أن يغادر"
    assert places(sentence, '"', "quote") == ["قبل", "قبل", "ان"]


def test_a_hyphen_inside_a_word_ends_nothing() -> None:
    assert places("قال إن الحي ب-ج آمن", "ان", "inna") == []


def test_features_name_the_mark_and_what_stands_behind() -> None:
    read = tokens("قال إن السد آمن، مما طمأن الناس")
    (_, features), *_ = stops(read, 1, "inna", len(read))
    assert {"at=clause+comma", "1=مما", "1=مما+comma"} <= set(features)


def test_the_weights_know_the_rule_and_what_opens_a_clause() -> None:
    assert weights()["rule=True"] > 0 > weights()["rule=False"]
    assert weights()["1=مما"] > 0
    assert ends(("rule=True", "at=clause+comma", "1=مما")) == (
        weights()["rule=True"] + weights()["at=clause+comma"] + weights()["1=مما"] + weights()[BIAS] >= 0
    )


def test_direct_speech_without_a_closing_mark_runs_on() -> None:
    assert places("قال: «السد آمن، بعد ترميمه", '"', "quote") == []


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("وقالت الرماح إن المعمل أغلق أبوابه، وهو ما ترك مئة عامل بلا عمل.", "إن المعمل أغلق أبوابه"),
        ("وقالت الرماح إن المعمل أغلق أبوابه، وذلك بعد خسائر متتالية.", "إن المعمل أغلق أبوابه"),
        (
            "وقالت الرماح إن المعمل أغلق أبوابه، وإن العمال غاضبون.",
            "إن المعمل أغلق أبوابه، وإن العمال غاضبون",
        ),
    ],
)
def test_the_reporters_own_clause_is_left_out(sentence: str, content: str) -> None:
    assert [expected.content for expected in found(sentence)] == [(content,)]
