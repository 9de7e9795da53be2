"""Judgements as somebody asks for them: from what reports and statements go by to where they stand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from musnad.corpus import (
    Anchor,
    Corpus,
    CorpusError,
    Judgement,
    attributed,
    entities_of,
    newest,
    statements_of,
    uncorrected,
    version,
)
from musnad.model import Span
from musnad.profiles import key_of

_NOTHING: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges, and why."""

    by: str
    note: str | None = None


def of_pair(corpus: Corpus, relation: str, verdict: str, ends: tuple[str, str], judge: Judge) -> Judgement:
    """That two statements are one claim or not (``same-claim``), their claims in no dispute (``disputes``) or
    no second voice for each other (``corroborates``), two entities one (``same-entity``), or one of two
    reports a copy of the other (``copy``).

    Raises `CorpusError` (``one-thing`` where both are one, and what finding them raises).
    """
    find = {"same-entity": of_entity, "copy": of_report}.get(relation, of_statement)
    left, right = sorted(
        (find(corpus, end) for end in ends), key=lambda one: (one.version, one.cue, one.content)
    )
    if left == right:
        raise CorpusError("one-thing", f"{ends[0]} and {ends[1]} are one", one=ends[0], other=ends[1])
    return Judgement(relation, verdict, left, right, judge.by, moment(), judge.note)


def of_speaker(corpus: Corpus, statement: str, name: str, judge: Judge) -> Judgement:
    """Who says a statement, "" for nobody. Raises `CorpusError`."""
    anchor = of_statement(corpus, statement)
    value = " ".join(name.split())
    return Judgement("speaker", "is", anchor, None, judge.by, moment(), judge.note, value=value)


def of_spans(
    corpus: Corpus, statement: str, spans: Mapping[str, Sequence[tuple[int, int]]], judge: Judge
) -> Judgement:
    """Where parts of an attribution stand: ``content``, ``source``, ``cue``.

    Raises `CorpusError` (``outside`` where that is beyond the text).
    """
    anchor = of_statement(corpus, statement)
    length = len(version(corpus, anchor.version).report.text)
    for start, end in (span for told in spans.values() for span in told):
        if end > length:
            message = f"{start}-{end} lies outside the text, which has {length} characters"
            raise CorpusError("outside", message, span=f"{start}-{end}", length=length)
    value = json.dumps(spans, sort_keys=True, separators=(",", ":"))
    return Judgement("span", "is", anchor, None, judge.by, moment(), judge.note, value=value)


def of_none(corpus: Corpus, statement: str, judge: Judge) -> Judgement:
    """That a statement is no attribution at all. Raises `CorpusError`."""
    anchor = of_statement(corpus, statement)
    return Judgement("attribution", "none", anchor, None, judge.by, moment(), judge.note)


def of_whole(corpus: Corpus, report: str, judge: Judge) -> Judgement:
    """That a report is checked from beginning to end. Raises `CorpusError`."""
    anchor = of_report(corpus, report)
    value = attributed(uncorrected(corpus, anchor.version).reading())
    return Judgement("whole", "yes", anchor, None, judge.by, moment(), judge.note, value=value)


def moment() -> str:
    """The present moment, finer than two judgements of one person can follow each other."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


# --- what is meant ---


def of_report(corpus: Corpus, name: str) -> Anchor:
    """The anchor of the newest version of a report. Raises `CorpusError`."""
    return Anchor(newest(corpus, name).report.version, _NOTHING, ())


def of_statement(corpus: Corpus, name: str) -> Anchor:
    """The anchor of a statement given as REPORT:sN, of the reading as it is without judgements.

    Raises `CorpusError` (``no-statement``).
    """
    report, _colon, number = name.rpartition(":")
    if not report:
        message = f"{name}: write a statement as REPORT:sN"
        raise CorpusError("no-statement", message, name=name)
    held = uncorrected(corpus, newest(corpus, report).report.version)
    anchor = dict(statements_of(held.reading())).get(number)
    if anchor is None:
        raise CorpusError("no-statement", f"{name}: the report has no such statement", name=name)
    return anchor


def of_entity(corpus: Corpus, name: str) -> Anchor:
    """The anchor of an entity given as REPORT:eN or REPORT:NAME. Raises `CorpusError` (``no-entity``)."""
    report, _colon, told = name.rpartition(":")
    if not report:
        raise CorpusError("no-entity", f"{name}: write an entity as REPORT:eN", name=name)
    reading = uncorrected(corpus, newest(corpus, report).report.version).reading()
    anchors = dict(entities_of(reading))
    key = key_of(told)
    ids = [one.id for one in reading.entities if key and key in map(key_of, (one.name, *one.aliases))]
    anchor = next((anchors[one] for one in (told, *ids) if one in anchors), None)
    if anchor is None:
        raise CorpusError("no-entity", f"{name}: the report names no such one", name=name)
    return anchor
