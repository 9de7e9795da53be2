"""Who is meant by a name."""

from __future__ import annotations

import pytest

from musnad.search_speakers import Speaker, candidates, meant, refs_named


def speaker(name: str, ref: str | None = None, statements: int = 3) -> Speaker:
    return Speaker(name, ref, "person", statements, 1, "2026-01-02", "2026-01-03")


@pytest.mark.parametrize(
    "name", ["فلاديمير بوتين", "بوتين", "Putin", "vladimir putin", "person/vladimir-putin"]
)
def test_tables_know_a_name_in_both_scripts(name: str) -> None:
    assert refs_named(name) == ("person/vladimir-putin",)


def test_a_capital_stands_for_its_state() -> None:
    assert refs_named("موسكو") == ("state/RU",)
    assert refs_named("لا أحد") == ()


def test_names_of_one_ref_are_one_candidate() -> None:
    everybody = [
        speaker("فلاديمير بوتين", "person/vladimir-putin", 9),
        speaker("فلاديمير بوتن", "person/vladimir-putin"),
        speaker("فلاديمير بوتين"),
        speaker("سامي الدرباتي"),
    ]
    one = meant("Putin", candidates("Putin", everybody))
    assert one is not None
    assert (one.ref, one.statements, one.names[0]) == ("person/vladimir-putin", 15, "فلاديمير بوتين")


@pytest.mark.parametrize("asked", ["نعمان السروي", "نعمان سروي", "السروي", "النعمان السرويّ"])
def test_spellings_of_a_name_that_no_table_has(asked: str) -> None:
    everybody = [speaker("نعمان السروي"), speaker("رابعة البيلسان")]
    one = meant(asked, candidates(asked, everybody))
    assert one is not None
    assert one.name == "نعمان السروي"


def test_several_of_a_name_are_all_given() -> None:
    everybody = [speaker("نعمان السروي"), speaker("هدى السروي", None, 5)]
    found = candidates("السروي", everybody)
    assert [one.name for one in found] == ["هدى السروي", "نعمان السروي"]
    assert meant("السروي", found) is None
    assert meant("هدى السروي", candidates("هدى السروي", everybody)) is not None


def test_nobody_is_nobody() -> None:
    assert candidates("زرقاء", [speaker("نعمان السروي")]) == ()
    assert candidates("؟", [speaker("نعمان السروي")]) == ()
    assert meant("زرقاء", ()) is None
