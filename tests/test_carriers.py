"""The media through which a report came, as copies know them."""

from __future__ import annotations

import pytest

from musnad.carriers import credited, publisher_of, relayed, unknown_medium
from tests.corpus_cases import reading


@pytest.mark.parametrize(
    ("byline", "publisher", "expected"),
    [
        ("الوادي - رويترز", "المزولة", ["medium/reuters"]),
        ("رويترز، أ ف ب", "المزولة", ["medium/reuters", "medium/afp"]),
        ("الرياض - واس", "واس", []),
        ("دبي - العربية.نت", "Al Arabiya", []),
        ("الوادي - سالم الريحان", "المزولة", []),
        (None, "المزولة", []),
    ],
)
def test_credits_are_those_of_others(byline: str | None, publisher: str, expected: list[str]) -> None:
    known = {"publisher": publisher} | ({"byline": byline} if byline else {})
    assert [one.key for one in credited(reading(**known))] == expected


def test_a_publisher_goes_by_its_canonical_name() -> None:
    found = publisher_of(reading(publisher="France 24 Arabic").report)
    assert found is not None
    assert (found.ref, found.name) == ("medium/france-24", "فرانس 24")
    unknown = publisher_of(reading(publisher="المزولة").report)
    assert unknown is not None
    assert (unknown.ref, unknown.key) == (None, "name/المزوله")
    assert publisher_of(reading(publisher=" ").report) is None


def test_media_in_chains_are_relayers() -> None:
    text = "ونقلت وكالة رويترز عن المهندس نعمان السروي قوله إن السد سيروي القرى كلها قريباً."
    assert [one.key for one in relayed(reading(text))] == ["medium/reuters"]
    assert relayed(reading(text, byline="الوادي - رويترز")) == ()


def test_an_agency_that_no_table_knows_is_told_by_its_noun() -> None:
    assert unknown_medium("وكالة السديم", "chain").kind == "agency"
    assert unknown_medium("صحيفة السديم", "chain").kind == "medium"
    assert unknown_medium("ط.و.د", "byline").key == unknown_medium("ط و د", "text").key
