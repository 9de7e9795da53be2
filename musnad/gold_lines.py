"""Readings written in the gold format, one JSON object a report, which `gold.load_lines` reads back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from musnad.gold import paragraphs
from musnad.model import Attribution, Reading, Report, Span


@dataclass(frozen=True, slots=True)
class GoldLine:
    """A reading as values of JSON in the gold format, and how many attributions that format cannot hold: its
    spans stand in one paragraph, that of the cue.
    """

    values: dict[str, Any]
    left_out: int


class _Text:
    """The paragraphs of a text, and its spans as ``[text, n]`` in one of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._paragraphs = paragraphs(text)
        self._starts = [start for _, start in self._paragraphs]

    def number(self, span: Span) -> int:
        """The paragraph that a span begins in."""
        return max(0, bisect_right(self._starts, span.start) - 1)

    def place(self, number: int, span: Span | None) -> list[Any] | None:
        """A span as the format has it; None where the paragraph does not hold it, or counting misses it."""
        if span is None or not self._paragraphs:
            return None
        line, start = self._paragraphs[number]
        at, end = span.start - start, span.end - start
        if not 0 <= at < end <= len(line):
            return None
        words = span.of(self._text)
        found = -len(words)
        for n in range(len(line)):
            found = line.find(words, found + len(words))
            if found < 0 or found > at:
                return None
            if found == at:
                return [words, n]
        return None

    def within(self, number: int, spans: Iterable[Span]) -> list[list[Any]]:
        """What of some spans stands in a paragraph."""
        if not self._paragraphs:
            return []
        line, start = self._paragraphs[number]
        cut = (Span(max(span.start, start), min(span.end, start + len(line))) for span in spans)
        placed = (self.place(number, span) for span in cut if span.start < span.end)
        return [one for one in placed if one is not None]


def gold_line(reading: Reading, name: str) -> GoldLine:
    """A reading in the gold format under a name.

    Of a content only what stands in the paragraph of the cue is written, and an attribution of which that
    leaves nothing is left out. Speakers and credits go by the fullest names that the report gives.
    """
    report = reading.report
    text = _Text(report.text)
    entities = {one.id: one for one in reading.entities}
    speakers = {
        one.attribution: entities[one.speaker] for one in reading.statements if one.speaker is not None
    }
    made: list[dict[str, Any]] = []
    for one in reading.attributions:
        placed = _placed(one, text)
        if placed is not None:
            speaker = speakers.get(one.id)
            placed["speaker"] = None if speaker is None else speaker.name
            placed["anonymous"] = speaker is not None and speaker.anonymous
            made.append(placed)
    known = {one["id"] for one in made}
    for values in made:
        if values["inside"] not in known:
            values["inside"] = None
    credited = list(dict.fromkeys(entities[one.entity].name for one in reading.credits))
    values = {
        "id": name, "credits": credited, "attributions": made, "text": report.text, "meta": _meta(report)
    }  # fmt: skip
    return GoldLine(values, len(reading.attributions) - len(made))


def _placed(one: Attribution, text: _Text) -> dict[str, Any] | None:
    number = text.number(one.cue)
    cue, content = text.place(number, one.cue), text.within(number, one.content)
    if cue is None or not content:
        return None
    return {
        "id": one.id,
        "para": number,
        "source": text.place(number, one.source),
        "cue": cue,
        "content": content,
        "quote": one.quote,
        "cue_class": one.cue_class,
        "addressee": text.place(number, one.addressee),
        "medium": text.place(number, one.medium),
        "via": text.within(number, one.via),
        "inside": one.inside,
    }


def _meta(report: Report) -> dict[str, str | None]:
    return {
        "outlet": report.publisher,
        "date": report.published,
        "title": report.title,
        "url": report.url,
        "language": report.language,
    }
