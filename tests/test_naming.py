from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import musnad
from musnad.model import Entity, Reading
from musnad.reader import ReadOptions
from musnad.text import Source

PIECES = ["قال", "وزير", "النقل", "الدكتور", "سامي", "العنبري", "هدى", "الصباغ", "و", "«حركة", "السدر»"]
PIECES += ["(السدر)", "حزب", "النخيل", "مصر", "دبي", "رويترز", "،", ".", "\n", "إن", "ولـسامي", "Hill"]
PIECES += ["(WHO)", "\u064b", "\u202b"]
SOUP = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)


def read(text: str) -> Reading:
    return musnad.read(text, ReadOptions(source=Source(), engine="grammar"))


def entity(reading: Reading, name: str) -> Entity:
    """The one entity of this name or alias."""
    (found,) = [e for e in reading.entities if name == e.name or name in e.aliases]
    return found


def printed(reading: Reading, found: Entity) -> list[str]:
    return [m.span.of(reading.report.text) for m in reading.mentions if m.entity == found.id]


def test_who_is_named_and_does_not_speak_is_an_entity_with_his_role() -> None:
    found = read("استقبل وزير النقل سامي العنبري وفدا من المدينة، ثم عاد العنبري إلى مكتبه.")
    person = entity(found, "سامي العنبري")
    assert (person.kind, person.role) == ("person", "وزير النقل")
    assert printed(found, person) == ["سامي العنبري", "العنبري"]


def test_who_speaks_keeps_his_id_and_gains_the_places_that_name_him() -> None:
    found = read("قال وزير النقل سامي العنبري إن الجسر آمن. وحضر سامي العنبري الحفل مع هدى الصباغ.")
    speaker = entity(found, "سامي العنبري")
    assert found.statements[0].speaker == speaker.id == "e1"
    assert printed(found, speaker) == ["وزير النقل سامي العنبري", "سامي العنبري"]
    assert entity(found, "هدى الصباغ").id == "e2"


def test_two_who_share_a_last_name_are_two_and_it_means_the_one_named_last() -> None:
    text = "زار سامي العنبري القرية. وبقي العنبري يومين. ثم وصل فهد العنبري، وألقى العنبري كلمة."
    found = read(text)
    sami, fahd = entity(found, "سامي العنبري"), entity(found, "فهد العنبري")
    assert sami.id != fahd.id
    assert printed(found, sami) == ["سامي العنبري", "العنبري"]
    assert printed(found, fahd) == ["فهد العنبري", "العنبري"]


def test_a_name_in_brackets_is_another_name_of_the_same_body() -> None:
    found = read("أغلقت منظمة السدر الدولية (سدرا) مكتبها، ورحلت سدرا عن المدينة.")
    body = entity(found, "سدرا")
    assert body.kind == "organisation"
    assert printed(found, body)[-1] == "سدرا"


def test_latin_in_brackets_is_an_alias() -> None:
    found = read("زار المدينة الخبير سامي العنبري (Sami Anbari) أمس.")
    assert "Sami Anbari" in entity(found, "سامي العنبري").aliases


def test_a_speaker_under_his_last_name_goes_by_the_full_one() -> None:
    found = read("وصل سامي العنبري إلى المدينة. وأكد العنبري أن الجسر آمن.")
    assert found.statements[0].speaker == entity(found, "سامي العنبري").id


def test_a_name_printed_with_and_without_a_space_is_one() -> None:
    found = read("وصل سامي نصر الله مساء. وغادر سامي نصرالله صباحا.")
    assert printed(found, entity(found, "سامي نصر الله")) == ["سامي نصر الله", "سامي نصرالله"]


def test_a_common_second_part_of_a_name_names_nobody_alone() -> None:
    found = read("وصل سامي نصر الله مساء، والحمد لله، وقال الناس: يا الله.")
    assert printed(found, entity(found, "سامي نصر الله")) == ["سامي نصر الله"]


def test_states_places_and_media_have_a_ref() -> None:
    found = read("وصلت القافلة من دبي إلى مصر، ونشرت رويترز صورها.")
    assert entity(found, "مصر").ref == "state/EG"
    assert entity(found, "مصر").kind == "state"
    assert entity(found, "دبي").kind == "place"
    assert entity(found, "رويترز").ref == "medium/reuters"


def test_one_body_under_two_names_of_the_table_is_one_entity() -> None:
    found = read("اجتمع أعضاء الأمم المتحدة، ثم غادر وفد منظمة الأمم المتحدة.")
    assert entity(found, "الأمم المتحدة").ref == "body/un"


def test_english_reports_name_whoever_does_not_speak() -> None:
    found = read("The council met Emma Lowe, the mayor, in Egypt. Lowe left early on Monday with John Hill.")
    assert printed(found, entity(found, "Emma Lowe")) == ["Emma Lowe", "Lowe"]
    assert entity(found, "Egypt").ref == "state/EG"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOUP)
def test_mentions_lie_in_the_text_and_resolve(text: str) -> None:
    found = read(text)
    assert found == read(text)
    ids = {e.id for e in found.entities}
    for mention in found.mentions:
        assert mention.entity in ids
        assert 0 <= mention.span.start < mention.span.end <= len(found.report.text)
        assert mention.span.of(found.report.text).strip()
    for e in found.entities:
        assert e.name and e.name not in e.aliases


@pytest.mark.parametrize(
    "piece", ["سامي العنبري ", "وزير ", "سامي العنبري (السدر) ", "العنبري ", "حزب السدر "]
)
def test_time_stays_in_step_with_length(piece: str) -> None:
    read(piece * 4_000)
