from __future__ import annotations

from musnad.mentions import find
from musnad.model import Report
from musnad.segment import segment
from musnad.spots import Spot
from musnad.spotting_english import spot
from musnad.text import fold


def spots(text: str) -> tuple[Spot, ...]:
    folded = fold(text)
    return spot(text, folded, find(Report("", "", text, language="en"), folded, segment(text, "en")).words)


def test_persons_bodies_states_and_media() -> None:
    found = spots("On Monday mayor Emma Lowe met the Harbour Roads Authority in Egypt, Reuters reported.")
    assert [(one.name, one.kind) for one in found] == [
        ("Emma Lowe", "person"),
        ("Harbour Roads Authority", "organisation"),
        ("Egypt", "state"),
        ("Reuters", "medium"),
    ]
    assert found[0].role is not None
    assert found[2].ref == "state/EG"


def test_a_text_without_capitals_names_nobody() -> None:
    assert spots("nobody came to the meeting.") == ()


def test_letters_joined_to_a_body_are_no_part_of_its_name() -> None:
    found = spots("Later the HWU and the Harbour Roads Authority declined to comment.")
    assert [one.name for one in found if one.kind == "organisation"][-1] == "Harbour Roads Authority"


def test_the_place_of_a_dateline_is_no_body() -> None:
    assert [one.name for one in spots("SIRWAN (Reuters) - The port was closed.")] == ["Reuters"]
