"""Who speaks in English reports, and through whom it came: statements of hand-made attributions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.chain import Resolved, resolve
from musnad.lexicon_english import lemma_and_class
from musnad.mentions import find
from musnad.model import Attribution, Report, Span
from musnad.segment import segment
from musnad.text import fold
from tests import soup


def read(text: str, *said: tuple[str | None, str], **more: dict[str, str]) -> Resolved:
    """The statements of `text`: (source, cue) in order, each beginning behind the cue before it.

    The content is the longest quotation of the sentence, else what follows the cue. `more` gives an
    attribution (a0, a1 ...) its `via` or `inside`.
    """
    folded, segments = fold(text), segment(text, "en")
    attributions, at = [], 0
    for i, (source, cue) in enumerate(said):
        name = f"a{i}"
        start = text.index(source, at) if source is not None else None
        place = text.index(cue, at)
        at = place + len(cue)
        sentence = next(s.span for s in reversed(segments.sentences) if s.span.start <= place)
        extra = more.get(name, {})
        via = extra.get("via")
        found = lemma_and_class(cue.split(), False) or (cue, "say")
        quoted = [
            q.span
            for q in segments.quotations
            if sentence.covers(q.span) and not q.span.overlap(Span(place, at))
        ]
        attributions.append(
            Attribution(
                name,
                None if start is None or source is None else Span(start, start + len(source)),
                Span(place, at),
                (max(quoted, key=len) if quoted else Span(at, max(at, sentence.end)),),
                *found,
                "indirect",
                "test",
                1.0,
                via=() if via is None else (Span(v := text.index(via), v + len(via)),),
                inside=extra.get("inside"),
            )
        )  # fmt: skip
    report = Report("r", "v", text, language="en", publisher="Tawd Post", published="2023-01-05")
    return resolve(report, folded, segments, find(report, folded, segments), tuple(attributions))


def speakers(found: Resolved) -> list[str | None]:
    names = {entity.id: entity.name for entity in found.entities}
    return [None if s.speaker is None else names[s.speaker] for s in found.statements]


def rules(found: Resolved) -> list[str]:
    return [s.chain[-1].rule for s in found.statements]


def test_short_names_go_to_the_full_one() -> None:
    text = "Mayor Emma Lowe said the dam is full.\nMs. Lowe added more.\nLowe's deputy, Sam Reed, agreed."
    found = read(
        text, ("Mayor Emma Lowe", "said"), ("Ms. Lowe", "added"), ("Lowe's deputy, Sam Reed,", "agreed")
    )
    assert speakers(found) == ["Emma Lowe", "Emma Lowe", "Sam Reed"]


def test_the_full_name_may_stand_where_nobody_speaks() -> None:
    text = "The town honoured Emma Lowe on Monday.\nLowe said she was glad."
    assert speakers(read(text, ("Lowe", "said"))) == ["Emma Lowe"]


def test_titles_tell_a_husband_from_his_wife() -> None:
    text = "Sam Lowe and his wife, Emma Lowe, came.\nMrs. Lowe said it rained.\nMr. Lowe said it snowed."
    assert speakers(read(text, ("Mrs. Lowe", "said"), ("Mr. Lowe", "said"))) == ["Emma Lowe", "Sam Lowe"]


def test_pronouns_agree_in_gender() -> None:
    text = "Emma Lowe met Sam Reed in Tawd.\nHe said it rained.\nShe said it snowed."
    assert speakers(read(text, ("He", "said"), ("She", "said"))) == ["Sam Reed", "Emma Lowe"]


def test_a_pronoun_means_the_subject_of_the_nearest_sentence() -> None:
    text = "Sam Reed spoke on Monday.\nPaul Hill met Sam Reed in Tawd.\n“It rained,” he said."
    assert speakers(read(text, ("he", "said"))) == ["Paul Hill"]


def test_who_is_named_within_a_quotation_is_no_antecedent() -> None:
    text = "Paul Hill spoke.\n“I saw Sam Reed,” Hill said.\n“It rained,” he said."
    assert speakers(read(text, ("Hill", "said"), ("he", "said"))) == ["Paul Hill", "Paul Hill"]


def test_they_are_several_and_it_is_a_body() -> None:
    text = (
        "Protesters met Emma Lowe.\nThey said it rained.\nThe Water Commission met her.\nIt said it snowed."
    )
    found = read(text, ("They", "said"), ("It", "said"))
    assert speakers(found) == ["Protesters", "Water Commission"]


def test_the_first_person_is_whoever_is_quoted() -> None:
    text = "Paul Hill said: “I told them to leave.”"
    found = read(text, ("Paul Hill", "said"), ("I", "told"), a1={"inside": "a0"})
    assert speakers(found) == ["Paul Hill", "Paul Hill"]
    assert rules(found) == ["source", "first-person"]


def test_a_participle_shares_the_subject_of_its_sentence() -> None:
    text = "Emma Lowe met Sam Reed.\nReed said it rained, adding that it snowed."
    found = read(text, ("Reed", "said"), (None, "adding"))
    assert speakers(found) == ["Sam Reed", "Sam Reed"]
    assert rules(found)[1] == "participle"
    assert found.attributions[1].continues == "a0"


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Emma Lowe came. Sam Reed was accused of theft.", "accused"),
        ("Emma Lowe said no more when asked about the dam.", "asked"),
        ("Emma Lowe came amid reports of a flood.", "reports"),
        ("Emma Lowe fled the alleged plot.", "alleged"),
    ],
)
def test_nobody_speaks_in_passives_and_bare_nouns(text: str, cue: str) -> None:
    assert speakers(read(text, (None, cue))) == [None]


def test_the_possessor_of_a_noun_speaks() -> None:
    text = "Sam Reed came.\nThe town fears Emma Lowe's repeated warnings of a flood."
    found = read(text, (None, "warnings"))
    assert speakers(found) == ["Emma Lowe"]
    assert rules(found) == ["possessor"]


def test_a_role_means_its_holder() -> None:
    text = (
        "President Emma Lowe met Foreign Minister Sam Reed and Vice President Paul Hill.\n"
        "The president said it rained.\nThe minister said it snowed.\nThe vice president said it hailed."
    )
    found = read(text, ("The president", "said"), ("The minister", "said"), ("The vice president", "said"))
    assert speakers(found) == ["Emma Lowe", "Sam Reed", "Paul Hill"]


def test_a_bare_description_means_whoever_was_last_spoken_of() -> None:
    text = "Emma Lowe won the race.\nThe 34-year-old said she was glad."
    found = read(text, ("The 34-year-old", "said"))
    assert (speakers(found), rules(found)) == (["Emma Lowe"], ["vague"])


def test_a_definite_noun_takes_up_an_indefinite_one() -> None:
    text = "A shark bit a young boy in Tawd.\nEmma Lowe heard the boy screaming."
    assert speakers(read(text, ("the boy", "screaming"))) == ["a young boy"]


def test_the_agency_is_the_body_named_before() -> None:
    text = "Emma Lowe works for Roads and Bridges Enforcement.\nThe agency said it rained."
    assert speakers(read(text, ("The agency", "said"))) == ["Roads and Bridges Enforcement"]


def test_an_acronym_is_spelled_out() -> None:
    text = "The Tawd Water Commission (TWC) met.\nThe TWC said it rained."
    assert speakers(read(text, ("The TWC", "said"))) == ["Tawd Water Commission"]


def test_a_capital_speaks_for_its_state() -> None:
    found = read("Seoul said it rained.\nWashington denied it.", ("Seoul", "said"), ("Washington", "denied"))
    assert speakers(found) == ["South Korea", "United States"]
    assert rules(found) == ["capital", "capital"]


def test_a_capital_may_be_a_surname() -> None:
    text = "Actor Denzel London came.\nLondon said it rained."
    assert speakers(read(text, ("London", "said"))) == ["Denzel London"]


def test_unnamed_sources_are_anonymous() -> None:
    found = read(
        "A source familiar with the talks said it rained.", ("A source familiar with the talks", "said")
    )
    assert {entity.name: entity.anonymous for entity in found.entities}["A source familiar with the talks"]
    assert speakers(found) == ["A source familiar with the talks"]


def test_a_group_takes_its_fuller_description() -> None:
    text = "Local health officials say it rained.\nThe river rose, health officials said."
    found = read(text, ("Local health officials", "say"), ("health officials", "said"))
    assert speakers(found) == ["Local health officials", "Local health officials"]


def test_who_is_described_first_and_named_later_is_one() -> None:
    text = "A South Korean lawmaker said it rained.\nMin Lowe said the river rose."
    found = read(text, ("A South Korean lawmaker", "said"), ("Min Lowe", "said"))
    assert speakers(found) == ["Min Lowe", "Min Lowe"]


def test_an_issuer_speaks_through_a_statement() -> None:
    found = read("A statement from the Tawd Water Commission said it rained.",
                 ("A statement from the Tawd Water Commission", "said"))  # fmt: skip
    assert (speakers(found), rules(found)) == (["Tawd Water Commission"], ["issuer"])


def test_a_relative_pronoun_means_whom_it_follows() -> None:
    text = "The prize went to Emma Lowe, who said it rained."
    assert speakers(read(text, ("who", "said"))) == ["Emma Lowe"]


def test_plural_nouns_before_a_relative_pronoun_are_no_apposition() -> None:
    text = "Emma Lowe met local voters, who said it rained.\nThe commission, which denied it, left."
    found = read(text, ("who", "said"), ("which", "denied"))
    assert speakers(found) == ["local voters", None]


def test_a_spokesman_speaks_for_his_body() -> None:
    text = (
        "Tawd Water Commission spokesman Sam Reed said so.\nA spokeswoman for the Sirwan Rail Company agreed."
    )
    found = read(text, ("Tawd Water Commission spokesman Sam Reed", "said"),
                 ("A spokeswoman for the Sirwan Rail Company", "agreed"))  # fmt: skip
    names = {entity.id: entity.name for entity in found.entities}
    assert [names[s.speaks_for or ""] for s in found.statements] == [
        "Tawd Water Commission",
        "Sirwan Rail Company",
    ]


def test_relayers_stand_before_the_speaker() -> None:
    text = "MERSA (Reuters) - Der Spiegel reported, citing Emma Lowe, that the dam broke."
    found = read(text, ("Emma Lowe", "citing"), a0={"via": "Der Spiegel"})
    names = {entity.id: entity.name for entity in found.entities}
    chain = [(link.kind, names[link.entity]) for link in found.statements[0].chain]
    assert chain == [
        ("publisher", "Tawd Post"), ("credit", "Reuters"), ("relayer", "Der Spiegel"),
        ("speaker", "Emma Lowe"),
    ]  # fmt: skip


def test_a_nested_speaker_has_the_outer_one_before_him() -> None:
    text = "Reuters reported that Emma Lowe denied the theft."
    found = read(text, ("Reuters", "reported"), ("Emma Lowe", "denied"), a1={"inside": "a0"})
    names = {entity.id: entity.name for entity in found.entities}
    assert [names[link.entity] for link in found.statements[1].chain] == ["Tawd Post", "Reuters", "Emma Lowe"]


def test_the_day_is_that_of_the_clause() -> None:
    found = read("On Wednesday, Emma Lowe said it will rain on Friday.", ("Emma Lowe", "said"))
    assert found.statements[0].said_on == "2023-01-04"


def test_every_place_that_prints_a_name_is_a_mention() -> None:
    text = "Emma Lowe said it rained. The town likes Lowe's hat."
    found = read(text, ("Emma Lowe", "said"))
    assert [m.span.of(text) for m in found.mentions] == ["Emma Lowe", "Lowe"]


WORDS = (
    "Emma Lowe Hill Mr. President the a he She they it I who said, adding “ ” \" ' officials The agency boy",
    "Seoul Reuters Commission (AP) - statement from and of was accused claims 's \n . ? Sam Washington for",
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([w for row in WORDS for w in row.split(" ")]) | st.text(max_size=3),
        min_size=1,
        max_size=40,
    ).map(" ".join)
    | soup.texts,
    st.data(),
)
def test_any_spans_of_any_text_resolve(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))

    def span() -> Span:
        return Span(*sorted((data.draw(offsets), data.draw(offsets))))

    count = data.draw(st.integers(0, 5))
    attributions = tuple(
        Attribution(
            f"a{i}", span() if data.draw(st.booleans()) else None, span(), (span(),), "say", "say", "direct",
            "test", 0.5, via=(span(),) if data.draw(st.booleans()) else (),
            inside=data.draw(st.sampled_from([None, *(f"a{j}" for j in range(count))])),
        )
        for i in range(count)
    )  # fmt: skip
    report = Report("r", "v", text, language="en", publisher="Tawd Post", published="2023-01-05")
    folded, segments = fold(text), segment(text, "en")
    named = find(report, folded, segments)
    found = resolve(report, folded, segments, named, attributions)
    assert found == resolve(report, folded, segments, named, attributions)
    ids = {e.id for e in found.entities}
    assert len(ids) == len(found.entities)
    assert {m.entity for m in (*found.mentions, *named.credits)} <= ids
    assert sorted(s.attribution for s in found.statements) == sorted(a.id for a in attributions)
    for mention in found.mentions:
        assert 0 <= mention.span.start <= mention.span.end <= len(text)
    for statement in found.statements:
        assert {link.entity for link in statement.chain} <= ids
        assert all(0 <= link.score <= 1 for link in statement.chain)
        assert statement.speaker is None or statement.chain[-1].entity == statement.speaker
