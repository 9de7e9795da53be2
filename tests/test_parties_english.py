"""What English noun phrases say of whoever speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.parties_english import parse
from tests import soup


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Jo Hill", "Jo Hill"),
        ("Mr. Hill", "Hill"),
        ("Hill's", "Hill"),
        ("Hill, 33,", "Hill"),
        ("chairman Ian Hill", "Ian Hill"),
        ("Sirwan's President Karim Lowe", "Karim Lowe"),
        ("South Korean Foreign Minister Min Lowe", "Min Lowe"),
        ("Lifeguard Capt. Larry Lowe", "Larry Lowe"),
        ("U.S. Secretary of State Emma Lowe", "Emma Lowe"),
        ("Senator Emma Lowe of Tawd", "Emma Lowe"),
        ("Sen. Emma Lowe (R-Tawd)", "Emma Lowe"),
        ("Emma Lowe, head of the water board,", "Emma Lowe"),
        ("the head of the water board, Emma Lowe,", "Emma Lowe"),
        ("her lawyer, former judge Emma Lowe,", "Emma Lowe"),
        ("\"Tawd Today\" correspondent Emma Lowe", "Emma Lowe"),
        ("Reuters correspondent Emma Lowe", "Emma Lowe"),
        ("retired forager Emma Lowe", "Emma Lowe"),
        ("forager Gwillim Lowe", "Gwillim Lowe"),
        ("14-year-old Emma Lowe", "Emma Lowe"),
        ("Germany's Emma Lowe", "Emma Lowe"),
        ("Queen Emma", "Queen Emma"),
        ("Ahmed al-Lowe", "Ahmed al-Lowe"),
        ("Mr. King", "King"),
        ("Emma King", "Emma King"),
        ("Emma Lowe, who runs the farm,", "Emma Lowe"),
    ],
)  # fmt: skip
def test_a_person_goes_by_the_name_alone(phrase: str, name: str) -> None:
    party = parse(phrase)
    assert (party.name, party.kind, party.anonymous, party.points) == (name, "person", False, False)


@pytest.mark.parametrize(
    ("phrase", "name", "kind"),
    [
        ("the White House", "White House", "organisation"),
        ("The Kremlin", "Kremlin", "organisation"),
        ("the Ministry of Health", "Ministry of Health", "organisation"),
        ("Sirwan's health ministry", "Sirwan's health ministry", "organisation"),
        ("China's government", "China's government", "organisation"),
        ("the Tawd Water Commission", "Tawd Water Commission", "organisation"),
        ("Roads and Bridges Authority", "Roads and Bridges Authority", "organisation"),
        ("UNICEF", "UNICEF", "organisation"),
        ("the rights group Tawd Watch", "Tawd Watch", "organisation"),
        ("the New York Times", "New York Times", "medium"),
        ("Reuters", "Reuters", "medium"),
        ("the news agency Sirwan Wire", "Sirwan Wire", "medium"),
        ("Seoul", "Seoul", "state"),
        ("the United States", "United States", "state"),
        ("Democrats", "Democrats", "group"),
        ("the Palestinians", "the Palestinians", "group"),
        ("Emma Lowe and Sam Reed", "Emma Lowe and Sam Reed", "group"),
        ("Emma Lowe, Sam Hill", "Emma Lowe, Sam Hill", "group"),
    ],
)
def test_bodies_states_and_groups_have_names(phrase: str, name: str, kind: str) -> None:
    party = parse(phrase)
    assert (party.name, party.kind, party.anonymous) == (name, kind, False)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("officials", "officials"),
        ("Officials", "Officials"),
        ("a source familiar with the matter", "a source familiar with the matter"),
        ("people briefed on the talks", "people briefed on the talks"),
        ("three women who saw it", "three women"),
        ("a spokesman for the ministry", "a spokesman for the ministry"),
        ("some local residents", "some local residents"),
        ("One fan on the pier", "One fan on the pier"),
        ("19 percent of voters", "19 percent of voters"),
        ("a number of families", "a number of families"),
        ("federal authorities", "federal authorities"),
        ("a water company", "a water company"),
        ("police", "police"),
    ],
)
def test_an_unnamed_source_keeps_its_description(phrase: str, name: str) -> None:
    party = parse(phrase)
    assert (party.name, party.anonymous) == (name, True)


@pytest.mark.parametrize(
    "phrase",
    [
        "the president",
        "the agency",
        "the 34-year-old",
        "The American",
        "the newspaper",
        "the documents",
        "the boy",
    ],
)
def test_a_definite_noun_points_back(phrase: str) -> None:
    assert parse(phrase).points


@pytest.mark.parametrize(
    ("phrase", "roles"),
    [
        ("the foreign minister", {"foreign minister"}),
        ("the vice president", {"vice president"}),
        ("the former president", {"president"}),
    ],
)
def test_a_role_is_more_than_its_noun(phrase: str, roles: set[str]) -> None:
    assert parse(phrase).roles == roles


def test_a_vice_president_is_no_president() -> None:
    assert "president" not in parse("Vice President Emma Lowe").roles
    assert {"foreign minister", "minister"} <= parse("Foreign Minister Emma Lowe").roles
    assert "lawmaker" in parse("Sen. Emma Lowe").roles


@pytest.mark.parametrize(
    ("phrase", "gender"),
    [
        ("Mrs. Hill", "f"),
        ("Mr Hill", "m"),
        ("spokeswoman Kit Hill", "f"),
        ("Emma Hill", "f"),
        ("Kit Hill", ""),
    ],
)
def test_titles_and_given_names_tell_the_gender(phrase: str, gender: str) -> None:
    assert parse(phrase).gender == gender


@pytest.mark.parametrize(
    ("phrase", "issuer"),
    [
        ("a statement from the health ministry", "the health ministry"),
        ("a letter by Emma Lowe", "Emma Lowe"),
        ("the ministry's statement", "the ministry"),
        ("a study of the river", None),
    ],
)
def test_an_issuer_speaks_through_a_document(phrase: str, issuer: str | None) -> None:
    party = parse(phrase)
    assert party.kind == "document"
    assert (None if party.issuer is None else phrase[slice(*party.issuer)]) == issuer


WORDS = (
    "the a his Hill Emma Mr. President of and for Ministry officials Reuters Seoul who , ( ) ' \" 's former",
    "statement from United States AP King group - – de al- The Democrats spokesman one % two",
)


@given(
    st.lists(st.sampled_from([w for row in WORDS for w in row.split()]), max_size=14).map(" ".join)
    | soup.texts
)
def test_any_phrase_is_a_party(phrase: str) -> None:
    party = parse(phrase)
    start, end = party.at
    assert 0 <= start <= end <= len(phrase)
    if party.issuer is not None:
        assert 0 <= party.issuer[0] < party.issuer[1] <= len(phrase)
