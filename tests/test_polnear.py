"""The measurement on PolNeAR, on a corpus of two texts made up here."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bench import polnear
from musnad.evaluate import Count, Measure, Options, Read
from musnad.model import Attribution, Engine, Reading, Report, Span

# Two paragraphs of one sentence, then one of two; the second text has one sentence and two annotators.
FERRY = (
    "Ferry to Lume is back.\n\nMira Tole said the ferry is safe.\n\nThe port sleeps. It will grow, she added."
)
BRIDGE = "Anto Rell denied that the bridge leans."


def standoff(text: str, *attributions: tuple[str | None, str, Sequence[str]]) -> str:
    """A brat file of attributions as source, cue and pieces of content, each by its first occurrence."""
    lines, number = [], 0

    def mark(kind: str, *pieces: str) -> str:
        nonlocal number
        number += 1
        places = ";".join(f"{text.index(piece)} {text.index(piece) + len(piece)}" for piece in pieces)
        lines.append(f"T{number}\t{kind} {places}\t{' '.join(pieces)}")
        return f"{kind}:T{number}"

    for i, (source, cue, content) in enumerate(attributions, 1):
        kind = "Attribution" if source else "Attribution-no-source"
        marks = [mark(kind, cue), mark("Cue", cue), mark("Content", *content)]
        marks += [mark("Source", source)] if source else []
        lines.append(f"E{i}\t{' '.join(marks)}")
    return "\n".join([*lines, "#1\tAnnotatorNotes T1\tsure?"]) + "\n"


def corenlp(text: str) -> str:
    """The tokens and sentences of a text as CoreNLP writes them; a sentence ends with its full stop."""
    sentences = ["<sentence><tokens>"]
    for token in re.finditer(r"\w+|[^\w\s]", text):
        begin = f"<CharacterOffsetBegin>{token.start()}</CharacterOffsetBegin>"
        end = f"<CharacterOffsetEnd>{token.end()}</CharacterOffsetEnd>"
        sentences.append(f"<token><word>x</word>{begin}{end}</token>")
        if token[0] == ".":
            sentences.append("</tokens></sentence><sentence><tokens>")
    whole = "".join(sentences).removesuffix("<sentence><tokens>")
    # Chains of coreference hold elements of the name of a sentence, too.
    chains = "<coreference><mention><sentence>1</sentence></mention></coreference>"
    return f"<root><document><sentences>{whole}</sentences>{chains}</document></root>"


MARKED = {
    "ferry_4b22": standoff(
        FERRY, ("Mira Tole", "said", ["the ferry is safe"]), ("she", "added", ["It will grow"])
    ),
    "bridge_4b22": standoff(BRIDGE, ("Anto Rell", "denied", ["that the bridge leans"])),
    "bridge_ef2d": standoff(BRIDGE, ("Anto Rell", "denied", ["the bridge leans"])),
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    test = tmp_path / "data" / "test"
    for folder in ("text", "attributions", "corenlp"):
        (test / folder).mkdir(parents=True)
    for name, text in (("ferry", FERRY), ("bridge", BRIDGE)):
        (test / "text" / f"{name}.txt").write_text(text, encoding="utf-8")
        (test / "corenlp" / f"{name}.txt.xml").write_text(corenlp(text), encoding="utf-8")
    for name, marks in MARKED.items():
        (test / "attributions" / f"{name}.ann").write_text(marks, encoding="utf-8")
    return tmp_path


def found(text: str, source: str | None, cue: str, *content: str, inside: str | None = None) -> Attribution:
    def span(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    pieces = tuple(map(span, content))
    return Attribution(
        cue,
        span(source) if source else None,
        span(cue),
        pieces,
        cue,
        "say",
        "indirect",
        "r",
        1.0,
        inside=inside,
    )


def answering(*attributions: Attribution) -> Read:
    """A reader that finds these in the ferry's text, and nothing elsewhere."""

    def read(report: Report) -> Reading:
        return Reading(report, (), (), (), attributions if report.text == FERRY else (), ())

    return read


def by_name(measures: Sequence[Measure]) -> dict[str, Count]:
    return {measure.name: measure.count for measure in measures}


def read_ferry(checkout: Path, *attributions: Attribution) -> polnear.Result:
    ferry = polnear.load(checkout)[1]
    return polnear.measure([ferry], [answering(*attributions)(ferry.report)])


def test_texts_come_in_order_with_all_their_annotations(checkout: Path) -> None:
    bridge, ferry = polnear.load(checkout)
    assert (bridge.name, ferry.name) == ("bridge", "ferry")
    assert [a.annotator for a in bridge.annotations] == ["4b22", "ef2d"]
    assert ferry.report.language == "en"
    second = ferry.annotations[0].gold.attributions[1]
    assert second.source is not None
    assert [s.of(FERRY) for s in (second.source, second.cue, *second.content)] == [
        "she",
        "added",
        "It will grow",
    ]
    assert [d.name for d in polnear.load(checkout, limit=1)] == ["bridge"]


def test_an_instance_is_a_paragraph_of_whole_sentences(checkout: Path) -> None:
    ferry = polnear.load(checkout)[1]
    instances = ferry.annotations[0].instances
    edges = [ferry.tokens[i.start].start for i in instances]
    assert edges == [0, FERRY.index("Mira"), FERRY.index("The port")]
    assert all(a.end == b.start for a, b in pairwise(instances))
    assert instances[0].marked == {"source": set(), "cue": set(), "content": set()}
    assert instances[1].marked == {"source": {(0, 2)}, "cue": {(2, 3)}, "content": {(3, 7)}}


def test_tags_are_read_as_cofenet_reads_them() -> None:
    tags = ["B-cue", "B-cue", "I-cue", "I-source", "I-source", "O", "I-cue", "B-content", "I-content"]
    assert polnear.ranges(tags) == {"source": set(), "cue": {(0, 1), (1, 3)}, "content": {(7, 9)}}
    # The stray I closes the span before it, and begins none.
    assert polnear.ranges(["B-cue", "I-content", "I-cue"])["cue"] == {(0, 1)}


def test_a_perfect_reading_has_every_figure_right(checkout: Path) -> None:
    result = read_ferry(
        checkout,
        found(FERRY, "Mira Tole", "said", "the ferry is safe"),
        found(FERRY, "she", "added", "It will grow"),
    )
    assert [m.value for m in (*result.records, *result.protocol)] == [1.0] * (len(polnear.RECORDS) + 2 + 3)
    assert by_name(result.records)["linked"] == Count(2, 2, 2)
    # No interval over one text.
    assert {m.low for m in result.records} == {None}


def test_linked_needs_all_three_and_the_protocol_each_for_itself(checkout: Path) -> None:
    result = read_ferry(
        checkout,
        found(FERRY, "she", "said", "the ferry is safe"),
        found(FERRY, None, "added", "will grow"),
    )
    records = by_name(result.records)
    assert records["attribution"] == Count(2, 2, 2)
    assert records["linked"] == Count(0, 2, 2)
    assert records["tokens"] == Count(9, 9, 12)
    assert by_name(result.protocol) == {
        "source": Count(1, 1, 2),
        "cue": Count(2, 2, 2),
        "content": Count(1, 2, 2),
    }


def test_an_attribution_inside_another_is_counted_as_read_and_left_out_of_the_outermost(
    checkout: Path,
) -> None:
    ferry = polnear.load(checkout)[1]
    outer = found(FERRY, "Mira Tole", "said", "the ferry is safe")
    reading = answering(outer, found(FERRY, "the ferry", "is", "safe", inside="said"))(ferry.report)
    assert by_name(polnear.measure([ferry], [reading]).protocol)["cue"] == Count(1, 2, 2)
    outermost = polnear.outermost(reading)
    assert by_name(polnear.measure([ferry], [outermost]).protocol)["cue"] == Count(1, 1, 2)


def test_a_span_that_several_attributions_share_counts_once(checkout: Path) -> None:
    shared = found(FERRY, "Mira Tole", "said", "the ferry is safe")
    result = read_ferry(checkout, shared, replace(shared, cue=Span(0, 5)))
    assert by_name(result.protocol)["source"] == Count(1, 1, 2)


def test_a_predicted_span_is_cut_at_the_edges_of_instances(checkout: Path) -> None:
    across = FERRY[FERRY.index("ferry is safe") : FERRY.index(" sleeps")]
    result = read_ferry(checkout, found(FERRY, None, "said", across))
    assert by_name(result.protocol)["content"] == Count(0, 2, 2)


def test_pieces_with_white_space_between_them_are_one_record(checkout: Path) -> None:
    assert polnear.joined("ab  cd, ef", [Span(8, 10), Span(4, 6), Span(0, 2)]) == (Span(0, 6), Span(8, 10))
    marks = standoff(FERRY, ("Mira Tole", "said", ["the ferry", "is safe"]))
    (checkout / "data" / "test" / "attributions" / "ferry_4b22.ann").write_text(marks, encoding="utf-8")
    result = read_ferry(checkout, found(FERRY, "Mira Tole", "said", "the ferry is safe"))
    assert by_name(result.records)["content"] == Count(1, 1, 1)
    # In CofeNet's protocol each piece stands for itself.
    assert by_name(result.protocol)["content"] == Count(0, 1, 2)


def test_instances_are_cut_as_cofenet_cuts_them(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polnear, "CAP", 4)
    result = read_ferry(checkout, found(FERRY, "Mira Tole", "said", "the ferry"))
    # Of the content only its first token is left, on both sides; the third paragraph loses its spans.
    assert by_name(result.protocol) == dict.fromkeys(polnear.LAYERS, Count(1, 1, 1))


def test_a_text_of_two_annotators_counts_once_as_records_and_twice_by_the_protocol(checkout: Path) -> None:
    documents = polnear.load(checkout)
    readings = [answering()(document.report) for document in documents]
    result = polnear.measure(documents, readings, Options(resamples=20))
    assert by_name(result.records)["attribution"] == Count(0, 0, 3)
    assert by_name(result.protocol)["cue"] == Count(0, 0, 4)
    assert (result.records[0].low, result.records[0].high) == (0.0, 0.0)


def test_annotators_are_compared_pair_by_pair(checkout: Path) -> None:
    result = polnear.agreement(polnear.load(checkout))
    records, protocol = by_name(result.records), by_name(result.protocol)
    assert records["attribution"] == Count(2, 2, 2)
    assert records["linked"] == Count(0, 2, 2)
    assert protocol == {"source": Count(2, 2, 2), "cue": Count(2, 2, 2), "content": Count(0, 2, 2)}


def cofenet(path: Path, sizes: dict[str, list[int]]) -> Path:
    """A test file of CofeNet with instances of these sizes, whose first token is a cue."""
    lines = [
        json.dumps({"id": name, "tokens": ["x"] * size, "labels": ["B-cue"] + ["O"] * (size - 1)})
        for name, of in sizes.items()
        for size in of
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_instances_and_labels_of_cofenet_replace_ours(checkout: Path, tmp_path: Path) -> None:
    file = cofenet(tmp_path / "test.txt", {"bridge_4b22": [3, 5], "bridge_ef2d": [8], "ferry_4b22": [25]})
    bridge, ferry = polnear.load(checkout, file)
    assert [(i.start, i.end) for i in bridge.annotations[0].instances] == [(0, 3), (3, 8)]
    assert bridge.annotations[0].instances[1].marked["cue"] == {(0, 1)}
    assert len(ferry.annotations[0].instances) == 1
    with pytest.raises(polnear.CorpusError, match="ferry_4b22: 2 tokens in --cofenet, 25 in corenlp"):
        polnear.load(checkout, cofenet(file, {"bridge_4b22": [8], "bridge_ef2d": [8], "ferry_4b22": [2]}))


def test_without_tokens_the_protocol_is_passed_over(checkout: Path) -> None:
    for path in (checkout / "data" / "test" / "corenlp").iterdir():
        path.unlink()
    result = read_ferry(checkout, found(FERRY, "Mira Tole", "said", "the ferry is safe"))
    assert by_name(result.records)["linked"] == Count(1, 1, 2)
    assert result.protocol == ()
    assert "no tokens, passed over" in polnear.table({"as read": result})


@pytest.mark.parametrize(
    "line", ["T1\tCue 0", "T1\tCue 0 999\tx\nE1\tAttribution:T1 Cue:T1 Content:T1", "E1\tCue:T9", "T1"]
)
def test_a_damaged_standoff_is_refused_by_name(line: str) -> None:
    with pytest.raises(polnear.CorpusError, match="here: not the standoff"):
        polnear.standoff(line, 20, "here")


def test_the_command_prints_every_figure_and_writes_them(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[Engine | None, Path | None]] = []

    def reader(engine: Engine | None, model: Path | None) -> Read:
        asked.append((engine, model))
        return answering(found(FERRY, "Mira Tole", "said", "the ferry is safe"))

    written = tmp_path / "figures.json"
    given = [str(checkout), "--engine", "tagger", "--model", "m", "--json", str(written)]
    assert polnear.main(given, reader) == 0
    assert asked == [("tagger", Path("m"))]
    printed = capsys.readouterr().out
    assert "texts 2  annotations 3  instances 5  instances_of paragraphs" in printed
    assert "annotators of 1 texts, records:" in printed
    figures = json.loads(written.read_text(encoding="utf-8"))["figures"]
    assert figures["as read"]["records"]["linked"]["f1"] == 0.5
    assert figures["outermost"]["protocol"]["cue"]["gold"] == 4


def test_a_checkout_without_texts_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert polnear.main([str(tmp_path)], lambda *_: answering()) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'data' / 'test' / 'text'}: no texts here\n"
