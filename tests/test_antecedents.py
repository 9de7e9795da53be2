from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musnad.antecedents import Candidate, best, score, weights
from musnad.parties import parse
from musnad.voice import nature
from tests.test_chain import Said, read, speakers

SPOKE = "قال المهندس سامي العنبري إن الجسر آمن."


def rules(text: str, *said: Said) -> list[str | None]:
    found = read(text, *said)
    return [next((link.rule for link in s.chain if link.kind == "speaker"), None) for s in found.statements]


def test_a_subject_of_the_narrative_speaks() -> None:
    text = f"{SPOKE}\nوتفاعلت الوزيرة ليلى حمدان مع الخبر، مؤكدة أن الطريق مفتوح."
    said = (Said(0, "قال", "المهندس سامي العنبري"), Said(1, "مؤكدة", lemma="أكد"))
    assert speakers(read(text, *said)) == ["سامي العنبري", "ليلى حمدان"]
    assert rules(text, *said)[1] == "narrated"


def test_a_participle_shares_the_subject_of_its_sentence() -> None:
    text = "قال المهندس سامي العنبري إن الجسر آمن، مضيفا أن الطريق مفتوح."
    said = (Said(0, "قال", "المهندس سامي العنبري"), Said(0, "مضيفا", lemma="أضاف"))
    assert speakers(read(text, *said)) == ["سامي العنبري"] * 2
    assert rules(text, *said)[1] == "participle"


def test_nobody_speaks_in_a_passive_and_a_noun() -> None:
    text = f"{SPOKE}\nقيل إن الطريق مغلق.\nوتصريحات عن الطريق."
    said = (
        Said(0, "قال", "المهندس سامي العنبري"),
        Said(1, "قيل"),
        Said(2, "وتصريحات", lemma="تصريح"),
    )
    assert speakers(read(text, *said)) == ["سامي العنبري", None, None]


def test_a_purpose_is_that_of_whoever_acts() -> None:
    text = f"{SPOKE}\nورفعت الوزيرة ليلى حمدان راية للتنديد بالإهمال."
    said = (Said(0, "قال", "المهندس سامي العنبري"), Said(1, "للتنديد", lemma="ندد"))
    assert speakers(read(text, *said)) == ["سامي العنبري", "ليلى حمدان"]


def test_things_do_not_stand_for_persons() -> None:
    assert nature(parse("سامي العنبري")) == "known"
    assert nature(parse("أرباح المزرعة")) == "thing"
    assert nature(parse("أهدافها")) == "thing"


def test_a_relative_of_the_other_gender_has_another_subject() -> None:
    text = f"{SPOKE}\nوتحدثت الوزيرة ليلى حمدان عن القرار الذي أكدت أنه صائب."
    said = (Said(0, "قال", "المهندس سامي العنبري"), Said(1, "أكدت", lemma="أكد"))
    assert speakers(read(text, *said)) == ["سامي العنبري", "ليلى حمدان"]


def test_a_person_of_the_other_gender_is_not_meant() -> None:
    text = f"{SPOKE}\nوشددت على أن الطريق مغلق."
    said = (Said(0, "قال", "المهندس سامي العنبري"), Said(1, "وشددت", lemma="شدد"))
    assert speakers(read(text, *said)) == ["سامي العنبري", None]


def test_who_is_narrated_does_not_continue_what_he_has_not_said() -> None:
    text = f"{SPOKE}\nوتفاعلت الوزيرة ليلى حمدان مع الخبر، مؤكدة أن الطريق مفتوح."
    found = read(text, Said(0, "قال", "المهندس سامي العنبري"), Said(1, "مؤكدة", lemma="أكد"))
    assert found.attributions[1].continues is None
    speaker = found.statements[1].chain[-1]
    assert speaker.span is not None
    assert "ليلى حمدان" in speaker.span.of(text)


def test_a_pronoun_as_source_is_its_antecedent() -> None:
    text = "وصلت الطبيبة ليلى حمدان.\nوقالت الطبيبة ليلى حمدان إن الدواء متوفر، وهي تؤكد أن الماء نظيف."
    found = read(text, Said(1, "وقالت", "الطبيبة ليلى حمدان"), Said(1, "تؤكد", "وهي", lemma="أكد"))
    assert speakers(found) == ["ليلى حمدان"] * 2


def test_the_best_candidate_is_the_first_of_equals() -> None:
    first, second = Candidate(found=["spoke"]), Candidate(found=["spoke"])
    assert best([first, second], {"spoke": 1.0}) is first
    assert best([first, Candidate(found=["spoke", "sole"])], {"spoke": 1.0, "sole": 0.5}) is not first


@given(st.lists(st.sampled_from(sorted(weights())), max_size=20))
def test_a_score_is_the_sum_of_its_weights(found: list[str]) -> None:
    known = weights()
    assert score([*found, "unheard of"], known) == sum(known[name] for name in found)
