"""Errors beside what each engine alone holds: which belong together, and who had them right."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from musnad.engines import Views, choose
from musnad.evaluate import KINDS, Options, evaluate
from musnad.findings import NO_RULE, Case, by_blame, by_kind, gather, tallies
from musnad.gold import GoldAttribution, GoldReport
from musnad.model import Attribution, Entity, Link, Reading, Report, Span, Statement
from musnad.model_files import Decision, installed
from musnad.reader import ReadOptions, examine, read
from musnad.tagger import Proposal

TEXT = (
    "قالت مي الهادي لسعاد إن الجسر قريب، وأضاف عيسى أن النهر هادئ.\n"
    "وأكد سالم أن الماء صاف، وزعم ماجد أن الريح شديدة."
)
REPORT = Report("id1", "v1", TEXT, language="ar", publisher="نشرة الضفة")
TAGGER_ALONE = Decision({"bias": 0.0, "valid": 1.0}, 0.5)


def span(part: str) -> Span:
    return Span(TEXT.index(part), TEXT.index(part) + len(part))


def draft(name: str, source: str | None, cue: str, content: str, **other: object) -> Attribution:
    made = Attribution(
        name,
        span(source) if source else None,
        span(cue),
        (span(content),),
        "قال",
        "say",
        "indirect",
        "bare",
        0.9,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def proposal(source: str | None, cue: str, content: str, valid: float = 0.9) -> Proposal:
    pieces = (span(content),) if content else ()
    return Proposal(
        span(cue), span(source) if source else None, pieces, None, None, (), "say", 0.8, valid, 0.7
    )


BRIDGE = ("مي الهادي", "قالت", "إن الجسر قريب")
RIVER = ("عيسى", "وأضاف", "أن النهر هادئ")
WATER = ("سالم", "وأكد", "أن الماء صاف")
WIND = ("ماجد", "وزعم", "أن الريح شديدة")


def labelled(number: int, source: str, cue: str, content: str) -> GoldAttribution:
    return GoldAttribution(
        f"g{number}", 0, span(source), span(cue), (span(content),), "indirect", "say", speaker=source
    )


GOLD = GoldReport("n1", REPORT, (), (labelled(1, *BRIDGE), labelled(2, *RIVER), labelled(3, *WATER)))


def reading(report: Report, attributions: tuple[Attribution, ...]) -> Reading:
    entities = (Entity("e1", "مي الهادي", "person"),)
    statements = (Statement("s1", attributions[0].id, "e1", (Link("speaker", "e1", "source", 0.9),)),)
    return Reading(report, (), (), entities, attributions, statements)


# Bridge: source wrong. River: missed. Water: content too short, so missed and spurious. Wind: spurious.
PREDICTED = (
    draft("p1", "مي", "قالت", "إن الجسر قريب"),
    draft("p3", WATER[0], "وأكد", "صاف"),
    draft("p4", *WIND),
)


def cases(views: Views, alone: Decision | None = TAGGER_ALONE) -> tuple[Case, ...]:
    scores = evaluate([GOLD], lambda report: reading(report, PREDICTED), Options(resamples=0))
    found = gather(scores, {"v1": views}, alone)
    assert by_kind(found) == Counter(finding.kind for finding in scores.findings)
    return found


BOTH = Views(
    drafts=(draft("d1", *BRIDGE), draft("d3", WATER[0], "وأكد", "صاف")),
    proposals=(
        proposal("مي", "قالت", "إن الجسر قريب"),
        proposal(*RIVER),
        proposal(*WATER),
        proposal(*WIND, valid=0.2),
    ),
)


def test_what_is_about_one_attribution_is_one_case_down_the_text() -> None:
    found = cases(BOTH)
    assert [case.kinds for case in found] == [("source",), ("missed",), ("missed", "spurious"), ("spurious",)]
    water = found[2]
    assert water.gold is not None
    assert water.predicted is not None
    assert (water.gold.id, water.predicted.id) == ("g3", "p3")
    assert water.stretch.of(TEXT) == TEXT.split("\n")[1]


def test_each_finding_says_which_engine_had_it_right() -> None:
    blames = [case.blames for case in cases(BOTH)]
    # The tagger alone would not keep what it holds of the wind; the grammar holds nothing of it.
    assert blames == [("grammar",), ("tagger",), ("tagger", "tagger"), ("both",)]
    counts = by_blame(cases(BOTH))
    assert counts["missed", "tagger"] == 2
    assert sum(counts.values()) == 5


def test_silence_is_no_view_and_right_only_where_nothing_was_to_be_read() -> None:
    found = cases(Views((), ()))
    assert all(view.held is None for case in found for view in case.views)
    assert [case.blames for case in found] == [("neither",), ("neither",), ("neither", "both"), ("both",)]


def test_a_proposal_is_held_with_its_chances_even_where_it_is_too_weak() -> None:
    wind = cases(BOTH)[3]
    held = wind.views[1].held
    assert held is not None
    assert held.proposal is not None
    assert (held.kept, held.proposal.valid, held.attribution.confidence) == (False, 0.2, 0.2)


def test_a_proposal_without_content_is_no_attribution() -> None:
    found = cases(Views((), (proposal("عيسى", "وأضاف", ""),)))
    held = found[1].views[1].held
    assert held is not None
    assert not held.kept
    assert found[1].blames == ("neither",)


def test_a_cue_that_only_abuts_is_another() -> None:
    text = "وقال: الجسر قريب"
    report = replace(REPORT, text=text)
    colon, said = Span(4, 5), Span(0, 4)
    gold = GoldReport(
        "n1", report, (), (GoldAttribution("g1", 0, None, colon, (Span(6, 16),), "indirect", "say"),)
    )
    other = Attribution("d1", None, said, (Span(6, 7),), "قال", "say", "indirect", "bare", 0.9)
    scores = evaluate([gold], lambda r: Reading(r, (), (), (), (), ()), Options(resamples=0))
    (case,) = gather(scores, {"v1": Views((other,), None)})
    assert case.views[0].held is None


@pytest.mark.parametrize("views", [Views(BOTH.drafts, None), Views(None, BOTH.proposals)])
def test_of_one_engine_there_is_one_view_and_no_blame(views: Views) -> None:
    found = cases(views)
    assert {len(case.views) for case in found} == {1}
    assert not by_blame(found)


def test_speakers_are_decided_after_the_engines() -> None:
    named = (draft("p1", *BRIDGE),)
    gold = replace(GOLD, attributions=(replace(GOLD.attributions[0], speaker="هدى الراسي"),))
    scores = evaluate([gold], lambda report: reading(report, named), Options(resamples=0))
    (case,) = gather(scores, {"v1": BOTH})
    assert (case.kinds, case.blames) == (("speaker",), ("later",))
    assert case.speakers == ("هدى الراسي", "مي الهادي")
    assert case.views[0].right == {}


def test_tallies_count_each_finding_once() -> None:
    found = cases(BOTH)
    by_rule = tallies(found, lambda case: case.rule)
    assert [(row.name, row.total) for row in by_rule] == [("bare", 4), (NO_RULE, 1)]
    assert tallies(found, lambda case: case.outlet)[0].counts == {"source": 1, "missed": 2, "spurious": 2}
    assert set(by_kind(found)) <= set(KINDS)


def test_examining_a_report_reads_it() -> None:
    report = replace(REPORT, text="قال الوزير سالم إن الجسر سيفتح غدا.")
    found, views = examine(report, ReadOptions(engine="grammar"))
    assert found == read(report, ReadOptions(engine="grammar"))
    assert views.drafts == found.attributions
    assert views.proposals is None


@pytest.mark.skipif(installed() is None, reason="no model is installed")
def test_both_engines_are_heard_of_a_report() -> None:
    report = replace(REPORT, text="قال الوزير سالم إن الجسر سيفتح غدا.")
    found, views = examine(report, ReadOptions(engine="both"))
    assert found == read(report, ReadOptions(engine="both"))
    assert views.drafts
    assert views.proposals
    alone = examine(report, ReadOptions(engine="tagger"))[1]
    assert (alone.drafts, alone.proposals) == (None, views.proposals)
    model = choose("both")
    assert model is not None
    gold = GoldReport("n1", report)
    scores = evaluate([gold], partial(read, options=ReadOptions(engine="both")), Options(resamples=0))
    (case,) = gather(scores, {report.version: views}, model.decisions["tagger"])
    assert case.blames == ("neither",)
    assert [view.held is not None and view.held.kept for view in case.views] == [True, True]
