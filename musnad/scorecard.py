"""Scores for a person and for a program: tables in plain text, the list of errors, and plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from musnad.evaluate import KINDS, NAMES, Count, Finding, Row, Scores
from musnad.model import Report, Span

_TITLES = {
    "attribution": "attribution F1",
    "end_to_end": "end to end F1",
    "end_to_end_lenient": "  speaker lenient",
    "source": "source exact F1",
    "cue": "cue exact F1",
    "content": "content exact F1",
    "source_tokens": "source token F1",
    "cue_tokens": "cue token F1",
    "content_tokens": "content token F1",
    "speaker": "speaker",
    "speaker_lenient": "  lenient",
    "class": "class",
    "quote": "quote",
    "anonymous": "anonymous",
    "via": "via",
    "via_lenient": "  by overlap",
    "chain": "chain, printed relayers",
    "via_printed": "  via, where any",
    "chain_printed": "  chain, where any",
    "addressee": "addressee, where any",
    "medium": "medium, where any",
    "inside": "inside, where any",
    "nested": "nested attributions F1",
    "direct": "direct speech F1",
    "credits": "credits F1",
}
FULL = (*NAMES[:9], "nested", "direct", "credits")
"""The figures with a precision and a recall; the others are shares."""


def table(scores: Scores, *, breakdown: bool = False) -> tuple[str, ...]:
    """The figures as lines of text; `breakdown` adds the tables by class, rule and outlet."""
    lines = [
        f"{scores.reports} reports, {scores.gold} attributions in the gold, {scores.predicted} predicted",
        "",
        f"{'':<26}{'value':>7}  {'95 %':<13}{'P':>7}{'R':>7}  right / predicted / gold",
    ]
    for measure in scores.measures:
        count = measure.count
        full = measure.name in FULL
        interval = f"{_figure(measure.low)}–{_figure(measure.high)}" if measure.low is not None else ""
        ratios = f"{_figure(count.precision):>7}{_figure(count.recall):>7}" if full else " " * 14
        tally = (
            f"{count.right} / {count.predicted} / {count.gold}" if full else f"{count.right} / {count.gold}"
        )
        lines.append(
            f"{_TITLES[measure.name]:<26}{_figure(measure.value):>7}  {interval:<13}{ratios}  {tally}"
        )
    if scores.coverage is not None:
        value = _figure(scores.coverage.recall)
        lines.append(
            f"{'cue coverage':<26}{value:>7}  {'':<27}  {scores.coverage.right} / {scores.coverage.gold}"
        )
    if breakdown:
        for heading, rows in (("class", scores.classes), ("rule", scores.rules), ("outlet", scores.outlets)):
            lines += ["", *_breakdown(heading, rows)]
        if scores.unknown_cues:
            unknown = "، ".join(f"{word} ({n})" for word, n in scores.unknown_cues)
            lines += ["", f"cues that the lexicon lacks: {unknown}"]
    return tuple(lines)


def errors(scores: Scores, kinds: Iterable[str] = KINDS) -> Iterator[str]:
    """Each error of these kinds as a few lines of text: where, the sentence, and both sides."""
    wanted = frozenset(kinds)
    for finding in scores.findings:
        if finding.kind in wanted:
            yield from _error(finding)


def to_dict(scores: Scores) -> dict[str, Any]:
    """The scores as plain data for JSON; errors carry spans with their text."""
    return {
        "schema": "musnad/scores/1",
        "reports": scores.reports,
        "gold": scores.gold,
        "predicted": scores.predicted,
        "measures": {
            m.name: {**_plain(m.count), "value": m.value, "low": m.low, "high": m.high}
            for m in scores.measures
        },
        "coverage": _plain(scores.coverage) if scores.coverage else None,
        "unknown_cues": dict(scores.unknown_cues),
        **{
            name: {row.name: {key: _plain(count) for key, count in row.counts.items()} for row in rows}
            for name, rows in (
                ("classes", scores.classes),
                ("rules", scores.rules),
                ("outlets", scores.outlets),
            )
        },
        "errors": [_finding(finding) for finding in scores.findings],
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _plain(count: Count) -> dict[str, int | float | None]:
    return {
        "right": count.right,
        "predicted": count.predicted,
        "gold": count.gold,
        "precision": count.precision,
        "recall": count.recall,
        "f1": count.f1,
    }


def _breakdown(heading: str, rows: tuple[Row, ...]) -> Iterator[str]:
    if not rows:
        return
    columns = list(rows[0].counts)
    width = max(len(heading), *(len(row.name) for row in rows))
    yield f"{heading:<{width}}" + "".join(f"{name:>14}" for name in ["n", *columns])
    for row in rows:
        n = next(iter(row.counts.values())).gold
        yield f"{row.name:<{width}}{n:>14}" + "".join(f"{_figure(row.counts[c].f1):>14}" for c in columns)


def _error(finding: Finding) -> Iterator[str]:
    text = finding.report.text
    rule = f" [{finding.predicted.rule}]" if finding.predicted else ""
    ids = " / ".join(side.id for side in (finding.gold, finding.predicted) if side)
    yield f"{finding.kind}{rule} {finding.name} {ids}"
    yield f"  {' '.join(finding.sentence.of(text).split())}"
    for label, side, speaker in (
        ("gold", finding.gold, finding.speakers[0]),
        ("read", finding.predicted, finding.speakers[1]),
    ):
        if side is None:
            continue
        shown = [
            ("source", _join(text, (side.source,))),
            ("cue", _join(text, (side.cue,))),
            ("content", _join(text, side.content)),
            ("via", _join(text, side.via)),
            ("addressee", _join(text, (side.addressee,))),
            ("medium", _join(text, (side.medium,))),
            ("speaker", speaker or "–"),
        ]
        parts = [f"{name}: {value}" for name, value in shown if value or name == "source"]
        yield f"  {label} {side.cue_class}, {side.quote} | " + " | ".join(parts)
    yield ""


def _join(text: str, spans: Iterable[Span | None]) -> str:
    return " … ".join(" ".join(span.of(text).split()) for span in spans if span is not None)


def _finding(finding: Finding) -> dict[str, Any]:
    report = finding.report
    sides = {}
    for label, side, speaker in (
        ("gold", finding.gold, finding.speakers[0]),
        ("predicted", finding.predicted, finding.speakers[1]),
    ):
        sides[label] = side and {
            "id": side.id,
            "source": _span(report, side.source),
            "cue": _span(report, side.cue),
            "content": [_span(report, span) for span in side.content],
            "via": [_span(report, span) for span in side.via],
            "addressee": _span(report, side.addressee),
            "medium": _span(report, side.medium),
            "class": side.cue_class,
            "quote": side.quote,
            "speaker": speaker,
        }
    rule = finding.predicted.rule if finding.predicted else None
    sentence = _span(report, finding.sentence)
    return {"kind": finding.kind, "report": finding.name, "rule": rule, "sentence": sentence, **sides}


def _span(report: Report, span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.of(report.text)}
