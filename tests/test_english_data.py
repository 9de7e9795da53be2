"""The English tables hold what their loaders expect, and states are what the tool writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from musnad import lang
from musnad.lang.english import english, plural
from musnad.lang.people import people
from tools.build_states import ARABIC, ENGLISH, table

LANG = Path(lang.__file__).parent


@pytest.mark.parametrize(("language", "hand"), [("ar", ARABIC), ("en", ENGLISH)])
def test_the_tool_writes_the_states_as_they_are(language: str, hand: str) -> None:
    assert table(language, hand, by_rule=language == "ar") == (LANG / language / "states.toml").read_text(
        "utf-8"
    )


def test_no_capital_is_that_of_two_states() -> None:
    rows = lang.table("en", "states")["states"]
    capitals = [capital for row in rows.values() for capital in row["capitals"]]
    assert len(capitals) == len(set(capitals))


def test_given_names_stand_in_one_list() -> None:
    lists = [set(names) for names in lang.table("en", "given").values()]
    assert sum(map(len, lists)) == len(set.union(*lists))


def test_people_are_those_of_the_language() -> None:
    assert people("en").state_names["KR"] == "South Korea"
    assert people("en").adjectives["Sri Lankan"] == "LK"
    assert people().language == "ar"


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("official", "officials"),
        ("spokesman", "spokesmen"),
        ("ally", "allies"),
        ("witness", "witnesses"),
        ("boy", "boys"),
    ],
)
def test_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_forms_lead_to_their_singular() -> None:
    words = english()
    assert (words.roles["presidents"], words.roles["sen"]) == ("president", "senator")
    assert (words.heads["officials"], words.documents["letters"]) == ("official", "letter")
    assert words.genders["Mrs".lower()] == "f"
    assert "monday" in words.calendar
