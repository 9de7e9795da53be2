"""The word classes of the grammar: folded, without duplicates, all of them read by the loader."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from typing import Any

import pytest

from musnad.lang.grammar import GrammarWords, grammar_words
from musnad.lexicon import cues
from musnad.text import fold

# These hold lemmas as the lexicon spells them, and no folded words.
LEMMAS = frozenset(("relay.transmit", "relay.reporting", "clause.calling"))


def table() -> dict[str, Any]:
    return tomllib.loads(files("musnad.lang").joinpath("ar/grammar.toml").read_text("utf-8"))


def lists(data: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of words by its dotted name; an inline table stands for the list of its keys."""
    for key, value in data.items():
        name = f"{prefix}{key}"
        if isinstance(value, list):
            yield name, value
        elif all(isinstance(inner, str) for inner in value.values()):
            yield name, list(value)
        else:
            yield from lists(value, f"{name}.")


LISTS = dict(lists(table()))


@pytest.mark.parametrize("name", sorted(set(LISTS) - LEMMAS))
def test_words_are_folded(name: str) -> None:
    assert not [word for word in LISTS[name] if fold(word).text != word]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_word_stands_twice_in_its_list(name: str) -> None:
    assert not [word for word, times in Counter(LISTS[name]).items() if times > 1]


@pytest.mark.parametrize("name", sorted(LEMMAS & set(LISTS)))
def test_lemmas_are_those_of_the_lexicon(name: str) -> None:
    assert set(LISTS[name]) <= {cue.lemma for cue in cues()}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_list_is_read(name: str) -> None:
    code = files("musnad.lang").joinpath("grammar.py").read_text("utf-8")
    path = "".join(rf'\["{part}"\]' for part in name.split("."))
    assert re.search(rf"data{path}", code), f"nothing reads {name}"


@pytest.mark.parametrize("field", [field.name for field in fields(GrammarWords)])
def test_every_class_is_used(field: str) -> None:
    package = files("musnad")
    code = "".join(path.read_text("utf-8") for path in package.iterdir() if path.name.endswith(".py"))
    assert getattr(grammar_words(), field), f"{field} is empty"
    assert re.search(rf"\b(?:words|grammar|grammar_words\(\))\.{field}\b", code), f"no rule asks for {field}"


def test_pronouns_join_the_complementisers() -> None:
    known = grammar_words().complementisers
    assert {"ان", "انه", "بانها", "فانهم", "اننا"} <= known
    assert "لان" not in known
