"""The media that English reports name: datelines, bylines, closing credits, phrases."""

from __future__ import annotations

import pytest
from hypothesis import given

from musnad.furniture_english import credited, medium_in, medium_meant, medium_named, named_in
from musnad.media import media
from tests import soup


def names(text: str) -> list[str]:
    return [span.of(text) for span, _ in credited(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A new dam\nMERSA (Reuters) - The dam is full.", ["Reuters"]),
        ("A new dam\nMERSA, Sept. 3 (AP) — The dam is full.", ["AP"]),
        ("(CNN)The dam is full.\nIt rained.", ["CNN"]),
        ("A new dam\nMERSA (Reuters/AFP) - The dam is full.", ["Reuters", "AFP"]),
        ("A new dam\nBy Jo Hill, Associated Press\nThe dam is full of water now.", ["Associated Press"]),
        ("A new dam\nAFP in Mersa\nThe dam is full of water now.", ["AFP"]),
        ("A new dam\nThe dam is full.\n(Reuters)", ["Reuters"]),
        ("A new dam\nThe dam is full. (AFP)", ["AFP"]),
        ("A new dam\nThe dam is full.\nSource: BBC", ["BBC"]),
        ("Dam\nThe dam is full.\nThe Associated Press contributed to this report.", ["Associated Press"]),
        ("A new dam\nThe dam is full.\n© 2024 AFP", ["AFP"]),
        ("Dam\nIt is full.\nCopyright 2024 The Associated Press. All rights reserved.", ["Associated Press"]),
        ("A new dam\nThe dam (built in 1960) is full.\nReuters saw it.", []),
        ("A new dam\nThe Sun rose and the Guardian slept.\nNobody came.", []),
        ("Reuters\nThe dam is full.", []),
        ("A new dam\nHe wrote on Facebook.\nThe end (Twitter)", []),
    ],
)  # fmt: skip
def test_credits(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("phrase", "name", "printed"),
    [
        ("Reuters", "Reuters", "Reuters"),
        ("the New York Times", "New York Times", "New York Times"),
        ("the news magazine Der Spiegel", "Der Spiegel", "Der Spiegel"),
        ("the Xinhua news agency", "Xinhua", "Xinhua news agency"),
        ("state-run TASS", "TASS", "TASS"),
        ("The Hill", "The Hill", "The Hill"),
        ("the A.P", "Associated Press", "A.P"),
    ],
)
def test_a_phrase_that_names_a_medium(phrase: str, name: str, printed: str) -> None:
    found = medium_in(phrase)
    assert found is not None
    assert (found[0].name, phrase[found[1] : found[2]]) == (name, printed)


@pytest.mark.parametrize("phrase", ["the time", "a hill", "the village", ""])
def test_ordinary_words_are_no_media(phrase: str) -> None:
    assert medium_in(phrase) is None


def test_a_byline_apart_from_the_text_names_its_medium() -> None:
    assert named_in("By Jo Hill, Reuters") == ("Reuters",)
    assert named_in("Jo Hill") == ()


def test_every_name_leads_back_to_its_medium() -> None:
    firsts = {medium.name: medium for medium in reversed(media("en"))}
    assert [medium_named(name) for name in firsts] == list(firsts.values())


@given(soup.texts)
def test_every_text_is_answered(text: str) -> None:
    for span, _ in credited(text):
        assert 0 <= span.start < span.end <= len(text)
    medium_in(text)
    named_in(text)


@pytest.mark.parametrize(
    ("phrase", "publisher", "ref"),
    [
        ("the Reuters news agency", None, "reuters"),
        ("the Daily Telegraph", None, None),
        ("the Daily Telegraph", "daily-telegraph-au", "daily-telegraph-au"),
        ("a ministry", None, None),
    ],
)
def test_of_media_of_one_name_the_publisher_is_meant(
    phrase: str, publisher: str | None, ref: str | None
) -> None:
    found = medium_meant(phrase, publisher=publisher)
    assert (found.ref if found else None) == ref
