"""English cues: lemma, class and negation of inflected phrases."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad import lang
from musnad.lexicon_english import lemma_and_class, negated, nominal
from musnad.model import CueClass


@pytest.mark.parametrize(
    ("cue", "lemma", "cue_class"),
    [
        ("said", "say", "say"),
        ("Says", "say", "say"),
        ("has repeatedly said", "say", "say"),
        ("telling", "tell", "say"),
        ("According to", "according to", "say"),
        ("denied", "deny", "deny"),
        ("denies", "deny", "deny"),
        ("admitting", "admit", "assert"),
        ("labelled", "label", "say"),
        ("labeled", "label", "say"),
        ("called for", "call for", "demand"),
        ("called", "call", "say"),
        ("ruled out", "rule out", "deny"),
        ("criticised", "criticise", "accuse"),
        ("criticizes", "criticize", "accuse"),
        ("was quoted as saying", "quote as saying", "say"),
        ("swore", "swear", "promise"),
        ("thought", "think", "believe"),
        ("warnings", "warning", "warn"),
        ("denials", "denial", "deny"),
        ("showed", "show", "show"),
        ("asked", "ask", "ask"),
        ("praised", "praise", "thank"),
        ("did not say", "say", "say"),
        ("allegedly", "allegedly", "claim"),
        ("reportedly said", "say", "say"),
        (":", ":", "say"),
        ("said:", "say", "say"),
    ],
)
def test_lemma_and_class(cue: str, lemma: str, cue_class: CueClass) -> None:
    assert lemma_and_class(cue.split(), False) == (lemma, cue_class)


@pytest.mark.parametrize("cue", ["reported", "said", "writes", "according to", "quoted"])
def test_what_a_medium_says_is_relayed(cue: str) -> None:
    found = lemma_and_class(cue.split(), True)
    assert found is not None
    assert found[1] == "relay"


@pytest.mark.parametrize("cue", ["denied", "announced", "revealed"])
def test_a_medium_keeps_the_class_of_other_cues(cue: str) -> None:
    assert lemma_and_class([cue], True) == lemma_and_class([cue], False)


@pytest.mark.parametrize(
    ("cue", "content", "cue_class"),
    [
        ("called", "for calm in the town", "demand"),
        ("called", "the plan a mistake", "say"),
        ("told", "them to leave", "demand"),
        ("told", "them that he had left", "say"),
        ("suggested", "that the dam should close", "demand"),
        ("suggested", "that the dam was full", "say"),
    ],
)
def test_the_content_tells_a_demand(cue: str, content: str, cue_class: CueClass) -> None:
    found = lemma_and_class([cue], False, content.split())
    assert found is not None
    assert found[1] == cue_class


@pytest.mark.parametrize("cue", ["walked", "in", "", "of the"])
def test_other_words_are_no_cue(cue: str) -> None:
    assert lemma_and_class(cue.split(), False) is None


@pytest.mark.parametrize(
    "cue", ["did not say", "didn't say", "didn’t deny", "never said", "has said nothing"]
)
def test_negated(cue: str) -> None:
    assert negated(cue.split())


@pytest.mark.parametrize("cue", ["said", "noted", "denied", "according to"])
def test_not_negated(cue: str) -> None:
    assert not negated(cue.split())


def test_nouns_are_told_from_verbs() -> None:
    assert [nominal([cue]) for cue in ("warnings", "claims", "said", "claimed", "saying")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_every_lemma_of_the_table_keeps_its_class() -> None:
    table = lang.table("en", "cues")
    seen: dict[str, str] = {}
    for cue_class in get_args(CueClass):
        for lemma in table[cue_class]["verbs"]:
            seen.setdefault(lemma, cue_class)
    wrong = {
        lemma: (cue_class, lemma_and_class(lemma.split(), False))
        for lemma, cue_class in seen.items()
        if (lemma_and_class(lemma.split(), False) or ("", ""))[1] != cue_class
    }
    assert not wrong


@given(st.lists(st.text(max_size=12), max_size=60), st.booleans(), st.lists(st.text(max_size=5), max_size=5))
def test_any_words_are_answered(words: list[str], medium: bool, content: list[str]) -> None:
    found = lemma_and_class(words, medium, content)
    assert found is None or found[1] in get_args(CueClass)
    negated(words)
    nominal(words)
