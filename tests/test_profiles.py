"""What one report knows of whom it names: cleaned names, company, and the same through JSON."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given

from musnad.lang.people import people
from musnad.model import Entity, EntityKind, Reading
from musnad.profiles import Profile, known, of_entity, profile
from musnad.reader import ReadOptions, read
from musnad.spelling import own_words
from musnad.text import Source, read_text
from tests.soup import mutated

MINISTER = (
    "وزير النقل يزور الميناء\n"
    "قال وزير النقل نادر المزروقي إن الأشغال تبدأ غداً. "
    "وأضاف المزروقي أن رئيس الميناء سامي العنبري وافق على الخطة.\n"
)


def reading_of(text: str) -> Reading:
    return read(read_text(text, Source(published="2024-05-17")), ReadOptions(engine="grammar"))


def forms(name: str, kind: EntityKind = "person") -> tuple[tuple[str, ...], ...]:
    return of_entity(Entity("e1", name, kind), "r1", people()).forms


def test_preposition_before_a_noun_of_kind_is_no_part_of_the_name() -> None:
    assert forms("بنادي الدالية", "organisation") == forms("نادي الدالية", "organisation")


def test_a_headline_that_goes_on_with_a_verb_gives_the_last_name_alone() -> None:
    assert forms("المزروقي يهدد") == (("المزروقي",),)
    assert forms("المزروقي يوسف") == (("المزروقي", "يوسف"),)


def test_a_given_name_is_read_on_into_a_last_name() -> None:
    found = known(reading_of("التقى السفير تيريزا باراباشكين في مكتبه. وزارت تيريزا ماي المدينة."))
    assert any(form[:1] == ("تيريزا",) and len(form) > 1 for one in found for form in one.forms)


def test_a_phrase_of_common_nouns_is_nobody() -> None:
    reading = reading_of(MINISTER)
    entities = (Entity("e1", "آخر الأسعار", "person"), Entity("e2", "نادر الأسعار", "person"))
    made = Reading(reading.report, (), (), entities, (), (), reading.reader)
    assert [one.entity for one in known(made)] == ["e2"]


def test_what_a_reading_knows() -> None:
    reading = reading_of(MINISTER)
    found = {one.names[0]: one for one in known(reading)}
    minister = found["نادر المزروقي"]
    assert minister.report == reading.report.version
    assert "وزير" in minister.roles
    assert minister.mentions >= 2
    assert own_words(("سامي", "العنبري")) in minister.company


def test_a_profile_is_small_and_the_same_through_json() -> None:
    made = profile(reading_of(MINISTER))
    assert made.known
    told = json.dumps(made.to_dict(), ensure_ascii=False)
    assert Profile.from_dict(json.loads(told)) == made
    assert len(told) < 2000


@given(mutated())
def test_every_profile_is_the_same_through_json(text: str) -> None:
    made = profile(reading_of(text))
    assert Profile.from_dict(json.loads(json.dumps(made.to_dict()))) == made


@pytest.mark.parametrize("kind", get_args(EntityKind))
@pytest.mark.parametrize("name", ["«»", "-", "", " ", "ـ", "لل", "ب", "\u200f"])
def test_a_name_of_marks_alone_is_no_form(name: str, kind: EntityKind) -> None:
    assert len(forms(name, kind)) >= 1


def test_a_name_loses_what_is_tied_to_it_and_what_it_runs_on_into() -> None:
    assert forms("للتحالف", "organisation") == forms("التحالف", "organisation")
    assert forms("للأمم المتحدة", "organisation") == forms("الأمم المتحدة", "organisation")
    assert forms("نادر المزروقي وغيره") == forms("نادر المزروقي")


def test_nobody_is_named_after_whom_a_body_is_called() -> None:
    told = "قال مدير جامعة الملك خالد نادر المزروقي إن الأشغال تبدأ غداً."
    assert {one.names[0] for one in known(reading_of(told)) if one.kind == "person"} == {"نادر المزروقي"}
    alone = reading_of("قال نادر المزروقي إن الأشغال تبدأ غداً.\nأستاذ اللسانيات بجامعة الملك سعود")
    assert "سعود" not in {entity.name for entity in alone.entities}
