"""Scores readings against a gold folder: how much was found, how exactly, and who was heard.

Every figure is a `Count` of right, predicted and gold items summed over the reports (micro-average);
intervals are percentile bootstrap intervals over reports (Efron and Tibshirani 1993, chapter 13).
What each figure means is in docs/evaluation.md.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from musnad.gold import GoldAttribution, GoldReport, load
from musnad.matching import alike, assign, same_name, same_speaker
from musnad.model import Attribution, Entity, Reading, Report, Span

Read = Callable[[Report], Reading]

# A token is a run of letters, digits and Arabic marks, or any other single visible character.
_TOKEN = re.compile(r"[\w\u0610-\u061a\u064b-\u065f\u0670]+|[^\w\s]")
_SENTENCE_END = re.compile(r"[.!?؟](?=[\s\"»”])|\n")
_LAYERS = ("source", "cue", "content")
# Figures over all attributions come first, then those over the matched ones.
_FOUND = ("attribution", "end_to_end", "end_to_end_lenient")
_EITHER = ("via_printed", "chain_printed", "addressee", "medium", "inside")
_MATCHED = (
    "speaker",
    "speaker_lenient",
    "class",
    "quote",
    "anonymous",
    "via",
    "via_lenient",
    "chain",
    *_EITHER,
)
NAMES = (
    *_FOUND,
    *_LAYERS,
    *(f"{layer}_tokens" for layer in _LAYERS),
    *_MATCHED,
    "nested",
    "direct",
    "credits",
)
KINDS = (
    "missed",
    "spurious",
    *_LAYERS,
    "speaker",
    "class",
    "quote",
    "via",
    "addressee",
    "medium",
    "inside",
)


@dataclass(frozen=True, slots=True)
class Options:
    """How to score: bootstrap resamples (0 for no intervals) with their seed, and the lexicon.

    `knows` says whether the lexicon knows a cue as it is printed; without it, coverage is not scored.
    """

    resamples: int = 1000
    seed: int = 1
    knows: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Right, predicted and gold items; a plain share has as many predicted as gold ones."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float | None:
        """Right over predicted, None where nothing was predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Right over gold, None where there is no gold."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, None where there is nothing on either side."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else None


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure with its 95 % interval, None where there was nothing to measure."""

    name: str
    count: Count
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> float | None:
        """F1, which for a share is the share."""
        return self.count.f1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown, by class, rule or outlet."""

    name: str
    counts: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between gold and reading, of one of `KINDS`, with the sentence around it.

    A speaker is the name in the gold, and the name of the entity in the reading.
    """

    kind: str
    report: Report
    name: str
    sentence: Span
    gold: GoldAttribution | None
    predicted: Attribution | None
    speakers: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of one evaluation; `measures` follow the order of `NAMES`."""

    reports: int
    gold: int
    predicted: int
    measures: tuple[Measure, ...]
    classes: tuple[Row, ...]
    rules: tuple[Row, ...]
    outlets: tuple[Row, ...]
    findings: tuple[Finding, ...]
    coverage: Count | None = None
    unknown_cues: tuple[tuple[str, int], ...] = ()

    def __getitem__(self, name: str) -> Measure:
        """The measure of this name. Raises KeyError."""
        for measure in self.measures:
            if measure.name == name:
                return measure
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class _Compared:
    """One report with its reading, its matches and its tallies."""

    gold: GoldReport
    reading: Reading
    pairs: tuple[tuple[GoldAttribution, Attribution], ...]
    names: Mapping[str, Entity | None]
    lenient: frozenset[str]
    strict: frozenset[str]
    counts: Mapping[str, Count] = field(default_factory=dict)


def run(folder: str | Path, read: Read, options: Options | None = None) -> Scores:
    """Load a gold folder and score `read` on it. Raises GoldError."""
    return evaluate(load(folder), read, options)


def evaluate(gold: Iterable[GoldReport], read: Read, options: Options | None = None) -> Scores:
    """Score `read` on labelled reports; each is read once, in order."""
    options = options or Options()
    compared = [_compare(report, read(report.report)) for report in gold]
    words = [a.cue.of(g.gold.report.text) for g in compared for a in g.gold.attributions]
    known = [word for word in words if options.knows(word)] if options.knows else []
    return Scores(
        reports=len(compared),
        gold=len(words),
        predicted=sum(len(c.reading.attributions) for c in compared),
        measures=_measures([c.counts for c in compared], options),
        classes=_by_class(compared),
        rules=_by_rule(compared),
        outlets=_by_outlet(compared),
        findings=tuple(finding for c in compared for finding in _findings(c)),
        coverage=_share(len(known), len(words)) if options.knows else None,
        unknown_cues=_ranked(words, options.knows) if options.knows else (),
    )


def match(
    gold: Sequence[GoldAttribution], predicted: Sequence[Attribution]
) -> tuple[tuple[GoldAttribution, Attribution], ...]:
    """Pairs whose contents overlap by at least half of their union and whose cues touch, one to one.

    Overlap is counted in code points over all pieces; cues touch where they share a code point or
    abut. As many pairs as possible are made, and among those the ones that overlap most; equal cues,
    then equal sources, break ties.
    """
    weights = {}
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            if common := alike(g, p):
                weights[i, j] = 4 * common + 2 * (g.cue == p.cue) + (g.source == p.source)
    chosen = assign(weights)
    return tuple((gold[i], predicted[j]) for i, j in sorted(chosen.items()))


def _compare(gold: GoldReport, reading: Reading) -> _Compared:
    pairs = match(gold.attributions, reading.attributions)
    entities = {entity.id: entity for entity in reading.entities}
    speakers = {s.attribution: entities.get(s.speaker) if s.speaker else None for s in reading.statements}
    names = {a.id: speakers.get(a.id) for a in reading.attributions}
    rivals = tuple({a.speaker for a in gold.attributions if a.speaker})
    strict, lenient = set(), set()
    for g, p in pairs:
        entity = names[p.id]
        if entity is None or g.speaker is None:
            right = near = entity is None and g.speaker is None
        else:
            right = same_name(g.speaker, entity.name)
            near = right or same_speaker(g.speaker, entity, rivals, reading.entities)
        strict |= {p.id} if right else set()
        lenient |= {p.id} if near else set()
    compared = _Compared(gold, reading, pairs, names, frozenset(lenient), frozenset(strict))
    counts = {**_layer_counts(compared), **_match_counts(compared)}
    return _Compared(gold, reading, pairs, names, compared.lenient, compared.strict, counts)


def _share(right: int, of: int) -> Count:
    return Count(right, of, of)


def _layer(attribution: GoldAttribution | Attribution, layer: str) -> tuple[Span, ...]:
    if layer == "content":
        return tuple(sorted(attribution.content))
    span = attribution.source if layer == "source" else attribution.cue
    return () if span is None else (span,)


def _layer_counts(c: _Compared) -> dict[str, Count]:
    tokens = [m.span() for m in _TOKEN.finditer(c.gold.report.text)]
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]

    def covered(units: Iterable[tuple[Span, ...]]) -> set[int]:
        spans = (span for unit in units for span in unit if len(span))
        return {i for s in spans for i in range(bisect_right(ends, s.start), bisect_left(starts, s.end))}

    counts = {}
    for layer in _LAYERS:
        gold = {unit for a in c.gold.attributions if (unit := _layer(a, layer))}
        found = {unit for a in c.reading.attributions if (unit := _layer(a, layer))}
        counts[layer] = Count(len(gold & found), len(found), len(gold))
        gold_tokens, found_tokens = covered(gold), covered(found)
        counts[f"{layer}_tokens"] = Count(
            len(gold_tokens & found_tokens), len(found_tokens), len(gold_tokens)
        )
    return counts


def _match_counts(c: _Compared) -> dict[str, Count]:
    predicted, gold = len(c.reading.attributions), len(c.gold.attributions)
    totals = dict.fromkeys(_MATCHED, Count())
    partner = {p.id: g.id for g, p in c.pairs}
    for g, p in c.pairs:
        for name, right in _labels(c, g, p, partner).items():
            if right is not None:
                totals[name] += _share(right, 1)
    return {
        "attribution": Count(len(c.pairs), predicted, gold),
        "end_to_end": Count(len(c.strict), predicted, gold),
        "end_to_end_lenient": Count(len(c.lenient), predicted, gold),
        **totals,
        "nested": _nested(c, partner),
        "direct": _direct(c),
        "credits": _credits(c),
    }


def _labels(
    c: _Compared, g: GoldAttribution, p: Attribution, partner: Mapping[str, str]
) -> dict[str, bool | None]:
    """Which labels of a matched pair agree; None where neither side has the label."""

    def either(x: object, y: object) -> bool | None:
        return x == y if x or y else None

    entity = c.names[p.id]
    relayers = _relayers(c.reading, p.id)
    near = len(g.via) == len(p.via) and all(a.overlap(b) for a, b in zip(g.via, p.via, strict=True))
    host = partner.get(p.inside, "no match") if p.inside else None
    return {
        "speaker": p.id in c.strict,
        "speaker_lenient": p.id in c.lenient,
        "class": g.cue_class == p.cue_class,
        "quote": g.quote == p.quote,
        "anonymous": g.anonymous == (entity is not None and entity.anonymous),
        "via": g.via == p.via,
        "via_lenient": near,
        "chain": g.via == relayers,
        "via_printed": either(g.via, p.via),
        "chain_printed": either(g.via, relayers),
        "addressee": either(g.addressee, p.addressee),
        "medium": either(g.medium, p.medium),
        "inside": either(g.inside, host),
    }


def _direct(c: _Compared) -> Count:
    """Attributions of direct speech: right where they match and both are direct."""
    return Count(
        sum(g.quote == p.quote == "direct" for g, p in c.pairs),
        sum(p.quote == "direct" for p in c.reading.attributions),
        sum(g.quote == "direct" for g in c.gold.attributions),
    )


def _nested(c: _Compared, partner: Mapping[str, str]) -> Count:
    """Attributions inside another: right where both they and the ones that hold them match."""
    right = sum(
        g.inside is not None and p.inside is not None and partner.get(p.inside) == g.inside
        for g, p in c.pairs
    )
    return Count(
        right,
        sum(p.inside is not None for p in c.reading.attributions),
        sum(g.inside is not None for g in c.gold.attributions),
    )


def _relayers(reading: Reading, attribution: str) -> tuple[Span | None, ...]:
    """The relayers printed for one attribution, as its chain has them."""
    for statement in reading.statements:
        if statement.attribution == attribution:
            return tuple(
                link.span for link in statement.chain if link.kind == "relayer" and not link.inherited
            )
    return ()


def _credits(c: _Compared) -> Count:
    text = c.reading.report.text
    entities = {entity.id: entity.name for entity in c.reading.entities}
    left = list(dict.fromkeys(c.gold.credits))
    # By the name of the entity, or as printed: a medium may go by another of its names elsewhere.
    found = {m.entity: (m.span.of(text), entities.get(m.entity, "")) for m in reversed(c.reading.credits)}
    right = 0
    for names in reversed(found.values()):
        same = next((gold for gold in left if any(same_name(gold, n, bare=True) for n in names)), None)
        if same is not None:
            left.remove(same)
            right += 1
    return Count(right, len(found), len(set(c.gold.credits)))


def _measures(reports: Sequence[Mapping[str, Count]], options: Options) -> tuple[Measure, ...]:
    rng = random.Random(options.seed)
    size = len(reports)
    # itemgetter of one index returns a bare value, so two or more reports are needed for a resample.
    draws = [
        itemgetter(*rng.choices(range(size), k=size)) for _ in range(options.resamples if size > 1 else 0)
    ]
    measures = []
    for name in NAMES:
        counts = [report[name] for report in reports]
        right = [count.right for count in counts]
        both = [count.predicted + count.gold for count in counts]
        values = sorted(2 * sum(draw(right)) / total for draw in draws if (total := sum(draw(both))))
        low = values[int(0.025 * len(values))] if values else None
        high = values[max(0, int(0.975 * len(values)) - 1)] if values else None
        measures.append(Measure(name, sum(counts, Count()), low, high))
    return tuple(measures)


def _ranked(words: Iterable[str], knows: Callable[[str], bool]) -> tuple[tuple[str, int], ...]:
    times: dict[str, int] = {}
    for word in words:
        if not knows(word):
            times[word] = times.get(word, 0) + 1
    return tuple(sorted(times.items(), key=lambda item: (-item[1], item[0])))


def _rows(found: Iterable[tuple[str, str, Count]]) -> tuple[Row, ...]:
    table: dict[str, dict[str, Count]] = {}
    for name, figure, count in found:
        row = table.setdefault(name, {})
        row[figure] = row.get(figure, Count()) + count
    rows = [Row(name, counts) for name, counts in table.items()]
    return tuple(sorted(rows, key=lambda row: (-next(iter(row.counts.values())).gold, row.name)))


def _by_class(compared: Iterable[_Compared]) -> tuple[Row, ...]:
    """By gold class: found whatever its class; and, as F1, found with the class right."""

    def figures() -> Iterator[tuple[str, str, Count]]:
        for c in compared:
            partner = {g.id: p for g, p in c.pairs}
            for g in c.gold.attributions:
                p = partner.get(g.id)
                yield g.cue_class, "found", _share(p is not None, 1)
                right = p is not None and p.cue_class == g.cue_class
                yield g.cue_class, "with_class", Count(right, 0, 1)
            for p in c.reading.attributions:
                yield p.cue_class, "found", Count()
                yield p.cue_class, "with_class", Count(0, 1, 0)

    return _rows(figures())


def _by_rule(compared: Iterable[_Compared]) -> tuple[Row, ...]:
    """By the rule that predicted: how many match, and of those, how many are exact."""

    def figures() -> Iterator[tuple[str, str, Count]]:
        for c in compared:
            partner = {p.id: g for g, p in c.pairs}
            for p in c.reading.attributions:
                g = partner.get(p.id)
                yield p.rule, "matched", _share(g is not None, 1)
                for layer in _LAYERS:
                    same = g is not None and _layer(g, layer) == _layer(p, layer)
                    yield p.rule, layer, _share(same, g is not None)
                yield p.rule, "speaker", _share(p.id in c.strict, g is not None)

    return _rows(figures())


def _by_outlet(compared: Iterable[_Compared]) -> tuple[Row, ...]:
    names = (*_FOUND[:2], *_LAYERS, "speaker")
    return _rows((c.gold.report.publisher or "–", name, c.counts[name]) for c in compared for name in names)


def sentence(text: str, spans: Sequence[Span]) -> Span:
    """The sentence or sentences that hold the spans; lines always end one."""
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    start = 0
    line = text.rfind("\n", 0, first) + 1
    for end in _SENTENCE_END.finditer(text, line, first):
        start = end.end()
    after = _SENTENCE_END.search(text, max(first, last - 1))
    return Span(max(line, start), after.end() if after else len(text))


def _findings(c: _Compared) -> Iterator[Finding]:
    text = c.gold.report.text
    matched = {p.id for _, p in c.pairs}
    found = {g.id: p for g, p in c.pairs}
    partner = {p.id: g.id for g, p in c.pairs}

    def finding(kind: str, g: GoldAttribution | None, p: Attribution | None) -> Finding:
        spans = [s for a in (g, p) if a for s in (a.cue, *a.content, *([a.source] if a.source else []))]
        entity = c.names[p.id] if p else None
        names = (g.speaker if g else None, entity.name if entity else None)
        return Finding(kind, c.gold.report, c.gold.name, sentence(text, spans), g, p, names)

    for g in c.gold.attributions:
        match_of = found.get(g.id)
        if match_of is None:
            yield finding("missed", g, None)
            continue
        labels = _labels(c, g, match_of, partner)
        agree = {layer: _layer(g, layer) == _layer(match_of, layer) for layer in _LAYERS}
        for kind in KINDS[2:]:
            if {**labels, **agree}.get(kind) is False:
                yield finding(kind, g, match_of)
    for p in c.reading.attributions:
        if p.id not in matched:
            yield finding("spurious", None, p)
