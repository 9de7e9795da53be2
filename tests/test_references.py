from __future__ import annotations

from musnad.lang.known import Person, persons
from musnad.references import ref_of


def test_states_media_and_bodies() -> None:
    assert ref_of("state", ("مصر", "جمهورية مصر العربية")) == "state/EG"
    assert ref_of("medium", ("رويترز",)) == "medium/reuters"
    assert ref_of("organisation", ("الأمم المتحدة",)) == "body/un"
    assert ref_of("organisation", ("وزارة الخارجية الروسية",)) == "body/ministry/RU/foreign"
    assert ref_of("organisation", ("جمعية السدر",)) is None


def test_english_names_are_known_too() -> None:
    assert ref_of("state", ("Egypt",)) == "state/EG"
    assert ref_of("organisation", ("World Health Organization",)) == "body/who"
    assert ref_of("medium", ("Reuters",)) == "medium/reuters"


def test_names_of_two_states_are_no_ref() -> None:
    assert ref_of("state", ("مصر", "لبنان")) is None


def short() -> Person:
    """A person of the table who is known by a family name, with an office of a state."""
    return next(
        p
        for p in persons()
        if p.short and p.offices[0].title and p.offices[0].kind == "president" and not p.offices[0].former
    )


def test_a_person_named_in_full_has_a_ref_and_a_family_name_needs_an_office() -> None:
    known = short()
    assert ref_of("person", (known.name,)) == known.ref
    assert ref_of("person", (known.short[0],)) is None
    code = known.offices[0].of.removeprefix("state/")
    assert ref_of("person", (known.short[0],), ("الرئيس",), frozenset({code})) == known.ref
    assert ref_of("person", (known.short[0],), ("وزير النقل",), frozenset({code})) is None
