"""Where a report names whom: the agencies that it credits, its words, and each place that prints a name.

Only the first `WINDOW` code points are indexed: a report names its people in full when it first names
them, and the time stays linear on texts of any length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from musnad.furniture import credited
from musnad.model import Entity, Mention, Report, Segments, Span
from musnad.names import WORD, Key, clean
from musnad.text import Folded

WINDOW = 100_000


@dataclass(frozen=True, slots=True)
class Words:
    """The indexed words of a text: folded, with folded offsets; `index` leads back from a word."""

    words: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    index: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """What is named: `credits` are the agencies credited for the whole report; `words` serve `chain`."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    credits: tuple[Mention, ...]
    words: Words = field(default_factory=Words)


def find(report: Report, folded: Folded, segments: Segments) -> Named:
    """The credits of the report with their entities, and its words."""
    del segments  # every stage is given them; words and credits need none
    body = folded.text[:WINDOW]
    spans = [match.span() for match in WORD.finditer(body)]
    words = tuple(body[start:end] for start, end in spans)
    index: defaultdict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(words):
        index[word].append(i)
    mentions, entities = _credits(report, folded)
    return Named(
        mentions,
        entities,
        mentions,
        Words(words, tuple([s for s, _ in spans]), tuple([e for _, e in spans]), dict(index)),
    )


def _credits(report: Report, folded: Folded) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """The media credited in a dateline, a byline or a closing line, each once."""
    mentions: list[Mention] = []
    entities: list[Entity] = []
    for i, (span, medium) in enumerate(credited(report.text, folded), 1):
        name = clean(span.of(report.text)) if medium is None else medium.name
        entities.append(Entity(f"c{i}", name, "medium"))
        mentions.append(Mention(span, "medium", f"c{i}"))
    return tuple(mentions), tuple(entities)


def name_spans(
    folded: Folded, words: Words, names: Sequence[Sequence[Key]], taken: Mapping[Span, int]
) -> dict[Span, int]:
    """`taken`, with every other place that prints one of `names`, which are keys by number.

    At one place the longest name counts; none overlaps a span of `taken`. Linear in the text for names of
    bounded length.
    """
    openers: dict[str, list[tuple[Key, int]]] = {}
    for number, keys in enumerate(names):
        for key in dict.fromkeys(keys):
            if key and len("".join(key)) > 2:
                openers.setdefault(key[0], []).append((key, number))
    for known in openers.values():
        known.sort(key=lambda pair: (-len(pair[0]), pair[1]))
    found = dict(taken)
    busy = sorted(taken)
    at = 0
    for start, end, number in _runs(folded.text, words, openers):
        span = folded.span(start, end)
        while at < len(busy) and busy[at].end <= span.start:
            at += 1
        if at == len(busy) or busy[at].start >= span.end:
            found[span] = number
    return found


def _runs(
    body: str, words: Words, openers: Mapping[str, Sequence[tuple[Key, int]]]
) -> Iterator[tuple[int, int, int]]:
    """Where names stand in `body`: the offsets of each, and its number."""
    if not openers:
        return
    done = 0
    behind = ((m.group(), *m.span()) for m in WORD.finditer(body, words.ends[-1] if words.ends else 0))
    for word, start, stop in chain(zip(words.words, words.starts, words.ends, strict=True), behind):
        known = openers.get(word)
        cut = 0
        if known is None and word[0] in "ولبف":
            known = openers.get(word[1:])
            cut = 1
        if known is None or start < done:
            continue
        for key, number in known:
            end = _run_end(body, stop, key)
            if end:
                done = end
                yield start + cut, end, number
                break


def _run_end(body: str, at: int, key: Key) -> int:
    """Where the words of `key` behind the first end, read from offset `at`; 0 where they are not there.

    Names are keyed with «عبد الله» as two words, printed as one or two.
    """
    for word in key[1:]:
        if body.startswith(" ", at):
            at += 1
        if not body.startswith(word, at):
            return 0
        at += len(word)
    return 0 if body[at : at + 1].isalnum() else at
