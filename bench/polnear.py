"""How well English is read: a reader against the test part of PolNeAR, by two measurements.

    python bench/polnear.py CHECKOUT [--cofenet FILE] [--engine tagger] [--model FOLDER] [--json FILE]

PolNeAR (Newell, Margolin and Ruths, LREC 2018) has no licence: CHECKOUT lies outside the repository, and
nothing of it is kept. It holds data/test/text, data/test/attributions (brat standoff, one file an annotator)
and data/test/corenlp (tokens and sentences), without which the second measurement is passed over. Counted is
its own annotation, as it stands: sources may be pronouns, attributions do not stand inside each other.

1. Whole documents as linked records. Each of the 84 texts counts once. Two were annotated by all six
   annotators: the first by id counts, and how far the six agree, pair by pair, is shown as a ceiling.
   Figures are those of `musnad.evaluate`; `tokens` sums the tokens of source, cue and content; `linked` is
   the F1 of attributions whose source, cue and content are all exact. brat breaks a span at a line break:
   pieces of content with only white space between them are one, on both sides.

2. The protocol of CofeNet (Wang et al., COLING 2022; github.com/cofe-ai/CofeNet): exact F1 of spans of
   tokens within instances, of source, cue and content untied from each other. Their test file,
   res/polnear/test.txt, is the tokens and sentences of data/test/corenlp, with brackets unescaped, in 1,814
   instances of 44.5 tokens on average; --cofenet takes it, and then instances and labels are theirs. All 94
   annotations count, so that the two texts of six annotators count six times. As there: an instance is cut
   after 300 tokens (`max_seqs`), each piece of a content is a span of its own, each span begins with a tag
   B, and a span is right if first and last token are (exe/eval/evaluation.py, `exact_match`). What is
   predicted is cut at the edges of instances, and covers every token that it touches.

   Not known is the rule for instances: the script that made them is not published. Without --cofenet the
   sentences of one paragraph, up to an empty line, are an instance: of 1,722, 1,612 are among their 1,814,
   and in 1,609 of those the spans are theirs. They also split some paragraphs of long quotations and join
   headings of one word to what stands before. Their labels differ from the standoff on 172 of 80,720
   tokens: 70 where they split a content, 95 in one attribution that only they have. Nor is it said of how
   many runs their figures are. A tag sequence holds no two spans on one token; what our reader lays over
   each other counts span by span. The annotation itself, the first where there are six, reaches 0.984 for
   source, 0.971 for cue and 0.976 for content: no reader gives six answers.

Both are given twice: as read, and without attributions inside another's content, of which PolNeAR has none.
Intervals draw the texts again with replacement (percentile bootstrap), all annotations of a text together.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

from musnad.evaluate import Count, Measure, Options, Read, evaluate
from musnad.gold import GoldAttribution, GoldReport
from musnad.model import Attribution, Engine, Reading, Report, Span
from musnad.text import read_text

LAYERS = ("source", "cue", "content")
RECORDS = ("attribution", *LAYERS, *(f"{layer}_tokens" for layer in LAYERS))
CAP = 300
"""The tokens of an instance that CofeNet keeps (`max_seqs`)."""
PUBLISHED = {"source": 0.832, "cue": 0.753, "content": 0.729}
"""CofeNet's exact F1 on BERT-base, as its paper gives it."""

Counts = Mapping[str, Count]
Reader = Callable[[Engine, Path | None], Read]
"""How to read with an engine and a model."""
Ranges = dict[str, set[tuple[int, int]]]
"""Spans by layer, as first token and the one after the last."""


class CorpusError(ValueError):
    """A checkout or a test file that cannot be read; the message names the file."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A piece of a text: its tokens, `start` to `end`, and the spans marked in it, counted from `start`."""

    start: int
    end: int
    marked: Ranges


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one annotator marked in one text, as records and, where its tokens are known, in instances."""

    annotator: str
    gold: GoldReport
    instances: tuple[Instance, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its tokens, none where they are not there, and its annotations by id of annotator."""

    name: str
    report: Report
    tokens: tuple[Span, ...]
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one variant of reading, of both measurements."""

    records: tuple[Measure, ...]
    protocol: tuple[Measure, ...]


# --- the corpus ---


def load(checkout: Path, cofenet: Path | None = None, limit: int | None = None) -> list[Document]:
    """The documents of the test part, in order of name, the first `limit` of them. Raises CorpusError."""
    folder = checkout / "data" / "test"
    texts = sorted((folder / "text").glob("*.txt"))[:limit]
    if not texts:
        raise CorpusError(f"{folder / 'text'}: no texts here")
    theirs = _theirs(cofenet) if cofenet else None
    return [_document(folder, path, theirs) for path in texts]


def _document(folder: Path, path: Path, theirs: Mapping[str, list[list[str]]] | None) -> Document:
    text = _read(path)
    report = replace(read_text(text), language="en")
    if report.text != text:
        raise CorpusError(f"{path}: a byte order mark or carriage return would move every offset")
    sentences = _sentences(folder / "corenlp" / f"{path.name}.xml")
    if theirs is not None and not sentences:
        raise CorpusError(f"{folder / 'corenlp'}: the instances of --cofenet need the tokens of {path.name}")
    tokens = tuple(token for sentence in sentences for token in sentence)
    annotations = []
    for marks in sorted((folder / "attributions").glob(f"{path.stem}_????.ann")):
        attributions = standoff(_read(marks), len(text), str(marks))
        labels, sizes = _tags(tokens, attributions), _paragraphs(text, sentences)
        if theirs is not None:
            instances = theirs.get(marks.stem, [])
            labels, sizes = [tag for tags in instances for tag in tags], [len(tags) for tags in instances]
            if len(labels) != len(tokens):
                raise CorpusError(
                    f"{marks.stem}: {len(labels)} tokens in --cofenet, {len(tokens)} in corenlp"
                )
        gold = GoldReport(path.stem, report, (), attributions)
        annotations.append(Annotation(marks.stem[-4:], gold, _cut(labels, sizes)))
    if not annotations:
        raise CorpusError(f"{path}: no annotation of this text")
    return Document(path.stem, report, tokens, tuple(annotations))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}") from error


def standoff(lines: str, size: int, where: str) -> tuple[GoldAttribution, ...]:
    """The attributions of a brat file over a text of `size` code points. Raises CorpusError.

    Several contents of one attribution are pieces of one; several sources or several cues, which the
    test part has none of, are refused. Class and quotation are not annotated; what stands for them is not
    to be counted.
    """
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[tuple[str, list[list[str]]]] = []
    try:
        for key, body in (line.split("\t")[:2] for line in lines.splitlines() if line[:1] in {"T", "E"}):
            if key.startswith("T"):
                pieces = body.split(" ", 1)[1].split(";")
                spans[key] = tuple(Span(*map(int, piece.split())) for piece in pieces)
            else:
                events.append((key, [argument.split(":") for argument in body.split()]))
        found = []
        for key, arguments in events:
            roles: dict[str, list[Span]] = {}
            for role, span in arguments:
                roles.setdefault(role.rstrip("0123456789").lower(), []).extend(spans[span])
            (cue,), source, content = roles["cue"], roles.get("source", []), sorted(roles["content"])
            if len(source) > 1 or not all(0 <= s.start < s.end <= size for s in (cue, *source, *content)):
                raise ValueError(f"{key} is not as expected")
            only = source[0] if source else None
            found.append(GoldAttribution(key, 0, only, cue, tuple(content), "indirect", "say"))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise CorpusError(f"{where}: not the standoff of an attribution: {error}") from error
    return tuple(found)


def _sentences(path: Path) -> list[list[Span]]:
    """The tokens of each sentence of a CoreNLP file, none where there is no such file."""
    if not path.exists():
        return []
    try:
        root = ElementTree.parse(path).getroot()
        return [
            [
                Span(int(t.findtext("CharacterOffsetBegin", "")), int(t.findtext("CharacterOffsetEnd", "")))
                for t in sentence.iterfind("tokens/token")
            ]
            for sentence in root.iterfind("document/sentences/sentence")
        ]
    except (ElementTree.ParseError, ValueError) as error:
        raise CorpusError(f"{path}: {error}") from error


def _theirs(path: Path) -> dict[str, list[list[str]]]:
    """CofeNet's labels: the tags of each instance of each annotation, in order."""
    found: dict[str, list[list[str]]] = {}
    try:
        for line in _read(path).splitlines():
            item = json.loads(line)
            found.setdefault(item["id"], []).append([str(tag) for tag in item["labels"]])
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{path}: not a test file of CofeNet: {error!r}") from error
    return found


# --- instances ---


def _paragraphs(text: str, sentences: Sequence[Sequence[Span]]) -> list[int]:
    """How many tokens each paragraph has: the sentences up to an empty line."""
    sizes, size = [], 0
    for sentence, following in pairwise([*sentences, []]):
        size += len(sentence)
        if not following or "\n\n" in text[sentence[-1].end : following[0].start]:
            sizes.append(size)
            size = 0
    return sizes


def _touched(starts: Sequence[int], ends: Sequence[int], span: Span) -> tuple[int, int]:
    return bisect_right(ends, span.start), bisect_left(starts, span.end)


def _tags(tokens: Sequence[Span], attributions: Iterable[GoldAttribution]) -> list[str]:
    """The tags of the tokens of a text, each piece of a span with its own B."""
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    tags = ["O"] * len(tokens)
    for a in attributions:
        for layer, spans in _spans(a).items():
            for span in spans:
                first, last = _touched(starts, ends, span)
                tags[first:last] = [f"{'I' if n else 'B'}-{layer}" for n in range(last - first)]
    return tags


def _spans(a: GoldAttribution | Attribution) -> dict[str, tuple[Span, ...]]:
    return {"source": () if a.source is None else (a.source,), "cue": (a.cue,), "content": a.content}


def _cut(tags: Sequence[str], sizes: Iterable[int]) -> tuple[Instance, ...]:
    instances, start = [], 0
    for size in sizes:
        end = start + min(size, CAP)
        # A span that crosses the edge begins anew.
        first = [f"B{tag[1:]}" if tag.startswith("I-") else tag for tag in tags[start : start + 1]]
        instances.append(Instance(start, end, ranges([*first, *tags[start + 1 : end]])))
        start += size
    return tuple(instances)


def ranges(tags: Sequence[str]) -> Ranges:
    """The spans of BIO tags as CofeNet reads them: an I without its B before it belongs to none."""
    found: Ranges = {layer: set() for layer in LAYERS}
    start, layer = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if layer and tag != f"I-{layer}":
            found[layer].add((start, i))
            layer = ""
        if tag.startswith("B-"):
            start, layer = i, tag[2:]
    return found


def _predicted(
    tokens: Sequence[Span], attributions: Iterable[Attribution], instances: Sequence[Instance]
) -> list[Ranges]:
    """The spans of attributions in each instance, cut at its edges, the same span once."""
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    found: list[Ranges] = [{layer: set() for layer in LAYERS} for _ in instances]
    for a in attributions:
        for layer, spans in _spans(a).items():
            for first, last in (_touched(starts, ends, span) for span in spans):
                for instance, marked in zip(instances, found, strict=True):
                    low, high = max(first, instance.start), min(last, instance.end)
                    if low < high:
                        marked[layer].add((low - instance.start, high - instance.start))
    return found


# --- counting ---


def records(annotation: Annotation, reading: Reading) -> dict[str, Count]:
    """The counts of one text as linked records, against one annotation."""
    text = annotation.gold.report.text
    attributions = tuple(replace(a, content=joined(text, a.content)) for a in annotation.gold.attributions)
    gold = replace(annotation.gold, attributions=attributions)
    found = tuple(replace(a, content=joined(text, a.content)) for a in reading.attributions)
    scores = evaluate([gold], lambda _: replace(reading, attributions=found), Options(resamples=0))
    counts = {name: scores[name].count for name in RECORDS}
    counts["tokens"] = sum((counts[f"{layer}_tokens"] for layer in LAYERS), Count())
    wanted, got = ({(a.source, a.cue, a.content) for a in side} for side in (attributions, found))
    counts["linked"] = Count(len(wanted & got), len(got), len(wanted))
    return counts


def joined(text: str, pieces: Iterable[Span]) -> tuple[Span, ...]:
    """Pieces in order, those with only white space between them as one."""
    found: list[Span] = []
    for piece in sorted(pieces):
        if found and not text[found[-1].end : piece.start].strip():
            found[-1] = Span(found[-1].start, max(found[-1].end, piece.end))
        else:
            found.append(piece)
    return tuple(found)


def protocol(document: Document, annotation: Annotation, reading: Reading) -> dict[str, Count]:
    """The counts of one text by CofeNet's protocol, against one annotation."""
    predicted = _predicted(document.tokens, reading.attributions, annotation.instances)
    counts = dict.fromkeys(LAYERS, Count())
    for instance, found in zip(annotation.instances, predicted, strict=True):
        for layer in LAYERS:
            gold, got = instance.marked[layer], found[layer]
            counts[layer] += Count(len(gold & got), len(got), len(gold))
    return counts


def _summed(counts: Iterable[Counts]) -> dict[str, Count]:
    total: dict[str, Count] = {}
    for count in counts:
        for name, value in count.items():
            total[name] = total.get(name, Count()) + value
    return total


def intervals(texts: Sequence[Counts], options: Options) -> tuple[Measure, ...]:
    """Each figure summed over the texts, with its 95 % interval where there are two texts or more."""
    rng = random.Random(options.seed)
    resamples = options.resamples if len(texts) > 1 else 0
    draws = [rng.choices(range(len(texts)), k=len(texts)) for _ in range(resamples)]
    measures = []
    for name, total in _summed(texts).items():
        right = [counts[name].right for counts in texts]
        both = [counts[name].predicted + counts[name].gold for counts in texts]
        sums = ((sum(right[i] for i in draw), sum(both[i] for i in draw)) for draw in draws)
        values = sorted(2 * hits / of for hits, of in sums if of)
        low = values[int(0.025 * len(values))] if values else None
        high = values[max(0, int(0.975 * len(values)) - 1)] if values else None
        measures.append(Measure(name, total, low, high))
    return tuple(measures)


def measure(
    documents: Sequence[Document], readings: Sequence[Reading], options: Options | None = None
) -> Result:
    """Both measurements of the readings of documents, in their order."""
    options = options or Options()
    whole, spans = [], []
    for document, reading in zip(documents, readings, strict=True):
        whole.append(records(document.annotations[0], reading))
        if document.tokens:
            spans.append(_summed(protocol(document, a, reading) for a in document.annotations))
    return Result(intervals(whole, options), intervals(spans, options))


def outermost(reading: Reading) -> Reading:
    """The reading without attributions inside the content of another."""
    return replace(reading, attributions=tuple(a for a in reading.attributions if a.inside is None))


def agreement(documents: Iterable[Document]) -> Result:
    """How far annotators of the same text agree: every two of them, each once taken for the reader.

    No intervals: two texts are too few to draw from.
    """
    whole, spans = [], []
    for document in documents:
        for gold, other in permutations(document.annotations, 2):
            reading = Reading(document.report, (), (), (), tuple(map(_as_read, other.gold.attributions)), ())
            whole.append(records(gold, reading))
            if document.tokens:
                spans.append(protocol(document, gold, reading))
    none = Options(resamples=0)
    return Result(intervals(whole, none), intervals(spans, none))


def _as_read(a: GoldAttribution) -> Attribution:
    return Attribution(a.id, a.source, a.cue, a.content, "", a.cue_class, a.quote, "annotator", 1.0)


# --- the command ---


def table(results: Mapping[str, Result]) -> str:
    """The figures of each variant, a line each, as shares with their intervals."""
    lines = []
    for name, result in results.items():
        for title, measures in (("records", result.records), ("CofeNet's protocol", result.protocol)):
            lines += [f"{name}, {title}:"] if measures else [f"{name}, {title}: no tokens, passed over"]
            for m in measures:
                value = "–" if m.value is None else f"{m.value:.3f}"
                width = "" if m.low is None or m.high is None else f" [{m.low:.3f}, {m.high:.3f}]"
                parts = f"{m.count.right} right of {m.count.predicted} read, {m.count.gold} annotated"
                lines.append(f"  {m.name:15} {value}{width}  {parts}")
    return "\n".join(lines) + "\n"


def _plain(measures: Iterable[Measure]) -> dict[str, Any]:
    return {
        m.name: {
            "f1": m.value,
            "low": m.low,
            "high": m.high,
            "right": m.count.right,
            "predicted": m.count.predicted,
            "gold": m.count.gold,
        }
        for m in measures
    }


def by_engine(engine: Engine, model: Path | None) -> Read:
    """The reader of Musnad with one engine and model."""
    from musnad.reader import ReadOptions, read

    return partial(read, options=ReadOptions(engine=engine, model=model))


def main(arguments: list[str] | None = None, reader: Reader = by_engine) -> int:
    """Run the command; exit status 1 where the corpus or the model cannot be read."""
    from musnad.model_files import ModelError

    parser = argparse.ArgumentParser(description="Measure a reader on the test part of PolNeAR.")
    parser.add_argument("checkout", type=Path, help="a checkout of networkdynamics/PolNeAR")
    parser.add_argument("--cofenet", type=Path, help="res/polnear/test.txt of cofe-ai/CofeNet: its instances")
    parser.add_argument("--engine", choices=get_args(Engine), default="tagger", help="which reader")
    parser.add_argument("--model", type=Path, help="folder of another model than the installed one")
    parser.add_argument("--limit", type=int, help="only the first so many documents")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args(arguments)
    if given.limit is not None and given.limit < 1:
        parser.error("--limit takes a number from 1 up")
    try:
        documents = load(given.checkout, given.cofenet, given.limit)
        read = reader(given.engine, given.model)
        readings = [read(document.report) for document in documents]
    except (CorpusError, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    results = {
        "as read": measure(documents, readings),
        "outermost": measure(documents, [outermost(reading) for reading in readings]),
    }
    shared = [document for document in documents if len(document.annotations) > 1]
    if shared:
        results[f"annotators of {len(shared)} texts"] = agreement(shared)
    annotations = [a for document in documents for a in document.annotations]
    instances = sum(len(a.instances) for a in annotations)
    info = readings[0].reader
    about = {
        "texts": len(documents),
        "annotations": len(annotations),
        "instances": instances,
        "instances_of": "CofeNet" if given.cofenet else "paragraphs",
        "engine": info.engine,
        "model": info.model,
    }
    sys.stdout.write("  ".join(f"{name} {value}" for name, value in about.items()) + "\n" + table(results))
    theirs = "  ".join(f"{layer} {value:.3f}" for layer, value in PUBLISHED.items())
    sys.stdout.write(f"CofeNet's published figures, by its protocol: {theirs}\n")
    if given.json:
        figures = {
            n: {"records": _plain(r.records), "protocol": _plain(r.protocol)} for n, r in results.items()
        }
        written = json.dumps({**about, "published": PUBLISHED, "figures": figures}, indent=1)
        given.json.write_text(written + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
