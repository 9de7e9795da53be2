"""Silver labels: what the grammar finds in reports that nobody labelled, for the network to begin with.

Left out are reports that share three tenths of their five-word shingles with a labelled one, development
reports and those kept aside above all, or with one already taken.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from musnad.model import Attribution, Reading, Report, Span
from musnad.reader import ReadOptions, read
from train.examples import Annotated, Marked, some
from train.materials import text_of

SHARED_SHINGLES = 0.3
_WORDS = 5
_WORD = re.compile(r"\w+")
_SHORTEST, _LONGEST = 400, 5_000


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of five words of a text."""
    words = _WORD.findall(text)
    return {tuple(words[i : i + _WORDS]) for i in range(len(words) - _WORDS + 1)}


def choose(
    reports: Iterable[dict[str, Any]], barred: Iterable[str], count: int, seed: int
) -> Iterator[tuple[str, str]]:
    """(id, text) of up to `count` reports, in an order that the seed decides."""
    known: dict[tuple[str, ...], set[int]] = {}
    for number, text in enumerate(barred):
        for shingle in shingles(text):
            known.setdefault(shingle, set()).add(number)
    rows = sorted(reports, key=lambda row: str(row["id"]))
    random.Random(seed).shuffle(rows)
    taken: set[tuple[str, ...]] = set()
    for row in rows:
        text = text_of(row)
        if not _SHORTEST <= len(text) <= _LONGEST:
            continue
        own = shingles(text)
        shared = Counter(number for shingle in own for number in known.get(shingle, ()))
        most = max(shared.values(), default=0)
        if max(most, len(own & taken)) > SHARED_SHINGLES * max(1, len(own)):
            continue
        taken |= own
        yield str(row["id"]), text
        count -= 1
        if not count:
            return


def label(name: str, text: str) -> Annotated:
    """A report with what the grammar finds in it: attributions, and the media and roles that they name."""
    report = Report(id=name, version=name, text=text, language="ar")
    reading = read(report, ReadOptions(engine="grammar"))
    return Annotated(
        name,
        text,
        tuple(_marked(a) for a in reading.attributions),
        names=tuple(sorted(_names(reading))),
        sought=frozenset(("medium", "role")),
    )


def _names(reading: Reading) -> Iterator[tuple[Span, str]]:
    """The media that are mentioned, and the titles before the names of persons who speak."""
    roles = {entity.id: entity.role for entity in reading.entities if entity.role}
    text = reading.report.text
    busy: list[Span] = []
    for mention in reading.mentions:
        span, kind = mention.span, str(mention.kind)
        role = roles.get(mention.entity)
        at = span.start - len(role or "") - 1
        if kind == "person" and role and at >= 0 and text.startswith(role, at):
            span, kind = Span(at, span.start - 1), "role"
        if kind in ("medium", "role") and not any(span.overlap(other) for other in busy):
            busy.append(span)
            yield span, kind


def _marked(a: Attribution) -> Marked:
    return Marked(a.cue, (some(a.source), a.content, some(a.addressee), some(a.medium), a.via), a.cue_class)
