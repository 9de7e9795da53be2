"""Annotated reports varied: other quotation marks, a conjunction more or less, other names, a relay composed.

What varies is what an attribution does not hang on, so that the network learns not to hang on it. Spans
follow every change of the text.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from musnad.lang.grammar import grammar_words
from musnad.model import Span
from musnad.roles import ROLES
from musnad.segment import segment
from musnad.text import fold
from musnad.words import split
from train.examples import Annotated, Marked

_MARKS = (("«", "»"), ('"', '"'), ("“", "”"), ("”", "“"))
_SOURCE, _CONTENT, _VIA = ROLES.index("source"), ROLES.index("content"), ROLES.index("via")
_ARABIC = re.compile("[\u0621-\u064a]")
_NAME = re.compile("[\u0621-\u064a]{3,}( [\u0621-\u064a]{2,}){1,2}")

_PROCLITICS = frozenset("ولبفك")
_LONGEST_MEDIUM = 5
# Subjects whose form changes behind «عن»: sound plurals, duals, and what ends in a long vowel.
_NOMINATIVE = ("ون", "ان", "و", "ا")

# The verb of a plain statement, the noun that takes its place behind a relay, and the pronoun of its subject.
_NOUNS = {
    "قال": "قوله",
    "قالت": "قولها",
    "أكد": "تأكيده",
    "أكدت": "تأكيدها",
    "أعلن": "إعلانه",
    "أعلنت": "إعلانها",
}


@dataclass(frozen=True, slots=True)
class Pool:
    """What is drawn from: names of persons, `given` their first words, and media that relay, as printed."""

    persons: tuple[str, ...]
    given: frozenset[str]
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the text and what takes its place."""

    span: Span
    text: str


def pool(reports: Iterable[Annotated]) -> Pool:
    """The persons that these reports name and the media that they relay, each once, in order."""
    persons: set[str] = set()
    media: set[str] = set()
    for report in reports:
        for marked in report.attributions:
            media.update(filter(_feminine, (span.of(report.text) for span in marked.roles[_VIA])))
        names = (span.of(report.text) for span, kind in report.names if kind == "person")
        persons.update(filter(_NAME.fullmatch, names))
    given = {name.split()[0] for name in persons}
    # «لنزار قباني» beside «نزار ...»: the first letter is a preposition or a conjunction.
    plain = {name for name in persons if not (name[0] in _PROCLITICS and name.split()[0][1:] in given)}
    return Pool(tuple(sorted(plain)), frozenset(name.split()[0] for name in plain), tuple(sorted(media)))


def _feminine(printed: str) -> bool:
    """Whether a short phrase names a medium by a feminine noun: وكالة كذا، صحيفة كذا."""
    words = printed.split()
    folded = fold(words[0]).text
    return (
        words[0].endswith("ة")
        and not folded.startswith("ال")
        and folded in grammar_words().media_heads
        and len(words) <= _LONGEST_MEDIUM
        and printed.count('"') % 2 == 0
    )


def varied(report: Annotated, drawn: Pool, rng: random.Random, share: float = 0.35) -> Annotated:
    """The report with each kind of change made at the given chance; one in another script stays as it is."""
    if not report.cued or not _ARABIC.search(report.text):
        return report
    for change in (_marks, _conjunctions, _names, _relays):
        if rng.random() < share:
            report = change(report, drawn, rng)
    return report


def edited(report: Annotated, edits: Sequence[Edit]) -> Annotated:
    """The report with stretches of its text replaced; none may overlap another.

    A span that begins or ends inside a stretch takes all of it; an insertion belongs to what begins there.
    """
    edits = sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))
    starts = [edit.span.start for edit in edits]
    pieces: list[str] = []
    shifts: list[int] = []
    at = shift = 0
    for edit in edits:
        pieces += [report.text[at : edit.span.start], edit.text]
        at = edit.span.end
        shifts.append(shift)
        shift += len(edit.text) - len(edit.span)
    pieces.append(report.text[at:])
    shifts.append(shift)

    def moved(point: int, end: bool) -> int:
        number = bisect_right(starts, point)
        if number:
            edit = edits[number - 1]
            before = edit.span.start + shifts[number - 1]
            if point == edit.span.start:
                return before
            if point < edit.span.end:
                return before + (len(edit.text) if end else 0)
        return point + shifts[number]

    def span(old: Span) -> Span:
        return Span(moved(old.start, False), moved(old.end, True))

    return replace(
        report,
        text="".join(pieces),
        attributions=tuple(
            Marked(span(m.cue), tuple(tuple(span(s) for s in held) for held in m.roles), m.cue_class)
            for m in report.attributions
        ),
        names=tuple((span(s), kind) for s, kind in report.names),
    )


def _marks(report: Annotated, _drawn: Pool, rng: random.Random) -> Annotated:
    opening, closing = rng.choice(_MARKS)
    edits: dict[int, Edit] = {}
    for quotation in segment(report.text, "ar").quotations:
        first, last = quotation.span.start, quotation.span.end - 1
        if quotation.closed and quotation.inner == Span(first + 1, last):
            edits[first] = Edit(Span(first, first + 1), opening)
            edits[last] = Edit(Span(last, last + 1), closing)
    return edited(report, list(edits.values()))


def _conjunctions(report: Annotated, _drawn: Pool, rng: random.Random) -> Annotated:
    """A و before half of the cues that begin a line, and none before others that had one."""
    edits = []
    for marked in report.attributions:
        start = marked.cue.start
        if (start and report.text[start - 1] != "\n") or rng.random() < 0.5:
            continue
        word = marked.cue.of(report.text).split()[0]
        if not word.startswith("و"):
            edits.append(Edit(Span(start, start), "و"))
        elif split(fold(word).text)[0]:
            edits.append(Edit(Span(start, start + 1), ""))
    return edited(report, edits)


def _names(report: Annotated, drawn: Pool, rng: random.Random) -> Annotated:
    """Other names for up to two of the men who speak, wherever the whole name stands.

    The names drawn are of men for the most part: a verb in the feminine keeps its subject.
    """
    feminine = {s for m in report.attributions if _of_woman(m, report.text) for s in _sources(m, report.text)}
    names = sorted(
        {
            name
            for marked in report.attributions
            for name in _sources(marked, report.text)
            if name not in feminine and _NAME.fullmatch(name) and name.split()[0] in drawn.given
        }
    )
    others = [
        name for name in rng.sample(drawn.persons, min(8, len(drawn.persons))) if name not in report.text
    ]
    for name, other in zip(rng.sample(names, min(2, len(names))), others, strict=False):
        places = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", report.text)
        report = edited(report, [Edit(Span(*found.span()), other) for found in places])
    return report


def _sources(marked: Marked, text: str) -> list[str]:
    return [span.of(text) for span in marked.roles[_SOURCE]]


def _of_woman(marked: Marked, text: str) -> bool:
    return marked.cue.of(text).endswith(("ت", "ها"))


def _relays(report: Annotated, drawn: Pool, rng: random.Random) -> Annotated:
    """«قال فلان إن» as «نقلت وكالة كذا عن فلان قوله إن», for one attribution at most."""
    fitting = [n for n, marked in enumerate(report.attributions) if _plain(report, marked)]
    if not fitting or not drawn.media:
        return report
    number = rng.choice(fitting)
    marked = report.attributions[number]
    source, content = marked.roles[_SOURCE][0], marked.roles[_CONTENT][0]
    word = marked.cue.of(report.text)
    verb = "ونقلت " if word not in _NOUNS else "نقلت "
    medium = rng.choice(drawn.media)
    noun = _NOUNS[word.removeprefix("و")]
    whole = Span(marked.cue.start, content.start)
    others = [
        s for m in report.attributions if m is not marked for s in (m.cue, *(s for r in m.roles for s in r))
    ]
    if any(s.start < whole.end and whole.start < s.end and not s.covers(whole) for s in others):
        return report
    printed = source.of(report.text)
    changed = edited(report, [Edit(whole, f"{verb}{medium} عن {printed} {noun} ")])
    at = whole.start + len(verb)
    via = Span(at, at + len(medium))
    at = via.end + len(" عن ")
    spoke = Span(at, at + len(printed))
    cue = Span(spoke.end + 1, spoke.end + 1 + len(noun))
    roles = list(changed.attributions[number].roles)
    roles[_SOURCE], roles[_VIA] = (spoke,), (via,)
    made = Marked(cue, tuple(roles), marked.cue_class)
    return replace(
        changed, attributions=(*changed.attributions[:number], made, *changed.attributions[number + 1 :])
    )


def _plain(report: Annotated, marked: Marked) -> bool:
    """Whether verb, subject and clause follow each other with a blank between, and nothing else is told."""
    source, content = marked.roles[_SOURCE], marked.roles[_CONTENT]
    return (
        len(source) == len(content) == 1
        and sum(map(len, marked.roles)) == 2
        and marked.cue.of(report.text).removeprefix("و") in _NOUNS
        and marked.cue.end + 1 == source[0].start
        and source[0].end + 1 == content[0].start
        and not source[0].of(report.text).split()[0].endswith(_NOMINATIVE)
        and "\n" not in report.text[marked.cue.start : content[0].start]
        and report.text.startswith(("إن", "أن", "ان"), content[0].start)
    )
