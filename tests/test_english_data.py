"""The English tables hold what their loaders expect, and states are what the tool writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from musnad import lang
from musnad.lang.english import english, plural
from musnad.lang.people import people
from musnad.text import fold
from tools.build_states import hand, table

LANG = Path(lang.__file__).parent


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_tool_writes_the_states_as_they_are(language: str) -> None:
    assert table(language) == (LANG / language / "states.toml").read_text("utf-8")


def test_the_tool_names_the_line_that_is_malformed(tmp_path: Path) -> None:
    path = tmp_path / "ar.txt"
    path.write_text("# states\nFR|-|-|-|-|-|-\nXX|-|-\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"ar\.txt:3: 3 columns"):
        hand(path)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_state_is_there(language: str) -> None:
    codes = people(language).state_names
    territories = {str(c) for c in Locale.parse("en").territories if re.fullmatch("[A-Z]{2}", str(c))}
    # Of the codes of CLDR these are no states of ISO 3166-1.
    assert territories - set(codes) == {
        "AC",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "IC",
        "QO",
        "TA",
        "UN",
        "XA",
        "XB",
        "ZZ",
    }
    assert {"SUHH", "YUCS", "CSHH"} <= set(codes)


def test_states_no_longer_there_seats_and_plurals() -> None:
    arabic = people()
    assert arabic.states[fold("الاتحاد السوفياتي").text] == "SUHH"
    assert arabic.adjectives["السوفييتيه"] == "SUHH"
    assert arabic.seats_of["البنتاغون"] == "US"
    assert arabic.plurals["الاتراك"] == "TR"
    assert arabic.silent["بروكسل"] == "BE"
    assert "بروكسل" not in arabic.capitals


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
