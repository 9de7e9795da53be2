"""Scores as text and as data."""

from __future__ import annotations

import json

from musnad.evaluate import NAMES, Options, evaluate
from musnad.gold import GoldAttribution, GoldReport
from musnad.model import Attribution, Reading, Report, Span
from musnad.scorecard import errors, table, to_dict

TEXT = "قالت مي إن الجسر قريب."
GOLD = GoldReport(
    "r1",
    Report("i", "v", TEXT, publisher="نشرة الضفة"),
    (),
    (GoldAttribution("a1", 0, Span(5, 7), Span(0, 4), (Span(8, 21),), "indirect", "say", speaker="مي"),),
)


def read(report: Report) -> Reading:
    found = Attribution("p1", None, Span(0, 4), (Span(8, 21),), "قال", "deny", "indirect", "bare", 1.0)
    return Reading(report, (), (), (), (found,), ())


SCORES = evaluate([GOLD, GOLD], read, Options(resamples=20, knows=lambda _: False))


def test_table_names_every_measure_and_its_figure() -> None:
    lines = table(SCORES)
    assert lines[0] == "2 reports, 2 attributions in the gold, 2 predicted"
    assert len(lines) == 3 + len(NAMES) + 1
    (found,) = (line for line in lines if line.startswith("attribution F1"))
    assert found.split()[2:] == ["1.000", "1.000–1.000", "1.000", "1.000", "2", "/", "2", "/", "2"]
    (source,) = (line for line in lines if line.startswith("source exact F1"))
    assert source.split()[3] == "0.000"
    (coverage,) = (line for line in lines if line.startswith("cue coverage"))
    assert coverage.split()[2:] == ["0.000", "0", "/", "2"]


def test_breakdown_adds_class_rule_outlet_and_unknown_cues() -> None:
    lines = table(SCORES, breakdown=True)
    assert [line.split()[0] for line in lines if line.split()[1:2] == ["n"]] == ["class", "rule", "outlet"]
    assert any(line.startswith("bare") for line in lines)
    assert lines[-1] == "cues that the lexicon lacks: قالت (2)"


def test_errors_show_the_sentence_and_both_sides_once_for_each_kind() -> None:
    lines = list(errors(SCORES, ["class"]))
    assert lines[:2] == ["class [bare] r1 a1 / p1", f"  {TEXT}"]
    assert lines[2].startswith("  gold say, indirect | source: مي | cue: قالت | content: إن الجسر قريب")
    assert lines[3].startswith("  read deny, indirect | source:  | cue: قالت")
    heads = [line.split()[0] for line in errors(SCORES) if line and not line.startswith(" ")]
    assert heads == ["source", "speaker", "class"] * 2
    assert list(errors(SCORES, [])) == []


def test_data_is_json_and_spans_carry_their_text() -> None:
    data = json.loads(json.dumps(to_dict(SCORES)))
    assert data["measures"]["attribution"]["f1"] == 1.0
    assert data["coverage"]["right"] == 0
    first = data["errors"][0]
    assert (first["kind"], first["rule"], first["report"]) == ("source", "bare", "r1")
    assert first["gold"]["source"] == {"start": 5, "end": 7, "text": "مي"}
    assert first["predicted"]["source"] is None
    assert first["gold"]["speaker"] == "مي"
