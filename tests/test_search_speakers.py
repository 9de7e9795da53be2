"""Who is meant by a name."""

from __future__ import annotations

import pytest

from musnad.search_speakers import Speaker, bearer, candidates, meant, named_in, refs_named, roll


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


def test_a_roll_has_its_speakers_by_reference_and_by_name() -> None:
    held = roll(
        [
            speaker("فلاديمير بوتين", "person/vladimir-putin", 9),
            speaker("فلاديمير بوتن", "person/vladimir-putin"),
            speaker("نعمان السروي"),
            speaker("«»"),
        ]
    )
    assert [one.statements for one in held.everybody] == [12, 3, 3]
    for name in ("person/vladimir-putin", "فلاديمير بوتن", "Putin"):
        found = bearer(held, name)
        assert found is not None
        assert found.ref == "person/vladimir-putin", name
    assert bearer(held, "السروي") is None
    # A name without a word in it is nobody's but whose it is to the letter.
    assert bearer(held, "؟") is None
    nameless = bearer(held, "«»")
    assert nameless is not None
    assert nameless.name == "«»"


def test_each_word_is_looked_for_among_all_names() -> None:
    everybody = [speaker("نعمان بن السروي"), speaker("نعمان الدرباتي", None, 5), speaker("سروي نعمن")]
    assert [one.name for one in candidates("السروي نعمان", everybody)] == ["نعمان بن السروي", "سروي نعمن"]
    held = roll(everybody)
    assert named_in(held, "نعمان") == candidates("نعمان", reversed(everybody))
    assert len(named_in(held, "نعمان")) == 3
