"""Where a report names whom: the agencies that it credits, its words, and the places that print a name.

Only the first `WINDOW` code points are indexed: a report names its people in full when it first names
them, and the time stays linear on texts of any length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from musnad import furniture_english
from musnad.furniture import credited
from musnad.media import Medium, medium_in, medium_named
from musnad.model import Entity, Mention, Report, Segments, Span
from musnad.names import WORD, Key, clean, stem
from musnad.text import Folded, fold_text

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
    """What is named: `credits` are the agencies credited for the whole report; `words` serve `chain`.

    Ids of `entities` stay those of the same media in what `chain.resolve` returns.
    """

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    credits: tuple[Mention, ...]
    words: Words = field(default_factory=Words)


def find(report: Report, folded: Folded, segments: Segments) -> Named:
    """The credits of the report with their entities, and its words."""
    del segments  # every stage is given them; words and credits need none
    body = folded.text[:WINDOW]
    english = report.language == "en"
    spans = [match.span() for match in WORD.finditer(body)]
    if english:
        # «Hill's» names Hill.
        spans = [(a, b - 2 if body[b - 2 : b] == "'s" and b - a > 2 else b) for a, b in spans]
    words = tuple([body[a:b] for a, b in spans])
    index: defaultdict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(words):
        index[word].append(i)
    mentions, entities = _credits(report, folded)
    return Named(
        mentions,
        entities,
        mentions,
        Words(words, tuple([a for a, _ in spans]), tuple([b for _, b in spans]), dict(index)),
    )


def _credits(report: Report, folded: Folded) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """The media credited in a dateline, a byline or a closing line, each once."""
    mentions: list[Mention] = []
    entities: list[Entity] = []
    seen: set[Key] = set()
    english = report.language == "en"
    found = furniture_english.credited(report.text) if english else credited(report.text, folded)
    for span, medium in found:
        # Under the name that the report prints; two names of one medium are credited once.
        name = clean(span.of(report.text))
        key = medium_key(name if medium is None else medium.name, report.language)
        if name and key not in seen:
            seen.add(key)
            entities.append(Entity(f"e{len(seen)}", name, "medium"))
            mentions.append(Mention(span, "medium", f"e{len(seen)}"))
    return tuple(mentions), tuple(entities)


def medium_key(name: str, language: str | None = None) -> Key:
    """What tells one medium from another, however it is spelt, in a report of this language."""
    if language == "en":
        known = furniture_english.medium_named(name)
        words = tuple(word.lower() for word in WORD.findall(fold_text(name)))
        return ("", known.ref) if known is not None else words[1:] if words[:1] == ("the",) else words
    medium = medium_in(name, credit=True) or medium_named(name)
    if medium is not None:
        return ("", medium.ref or medium.name)
    return tuple(stem(word) for word in WORD.findall(fold_text(name)))


def known_medium(
    phrase: str, language: str | None = None, *, credit: bool = False, publisher: str | None = None
) -> Medium | None:
    """The medium of the word list that a phrase names, in a report of this language; None in doubt.

    `credit`: the phrase stands where only media do, as the publisher or in a byline. `publisher` is the ref
    of the report's own, which a name shared by several media means.
    """
    if language == "en":
        return furniture_english.medium_meant(phrase, credit=credit, publisher=publisher)
    return medium_in(phrase, credit=credit, publisher=publisher)


def name_spans(
    folded: Folded, words: Words, names: Sequence[Sequence[Key]], taken: Mapping[Span, int]
) -> dict[Span, int]:
    """`taken`, with every other place among `words` that prints one of `names`, which are keys by number.

    At one place the longest name counts; none overlaps a span of `taken`. Linear in the text for names of
    bounded length.
    """
    numbers, sizes = _openers(names)
    found = dict(taken)
    busy = sorted(taken)
    at = 0
    for start, end, number in _runs(folded.text, words, numbers, sizes):
        span = folded.span(start, end)
        while at < len(busy) and busy[at].end <= span.start:
            at += 1
        if at == len(busy) or busy[at].start >= span.end:
            found[span] = number
    return found


def _openers(names: Sequence[Sequence[Key]]) -> tuple[dict[Key, int], dict[str, list[int]]]:
    """The number of each key, and by first word the lengths of keys, the longest first.

    Names are keyed with «عبد الله» as two words; printed as one they are found as well.
    """
    numbers: dict[Key, int] = {}
    sizes: dict[str, set[int]] = {}
    for number, keys in enumerate(names):
        for key in keys:
            for form in dict.fromkeys((key, _closed(key))):
                if len("".join(form)) > 2:
                    numbers.setdefault(form, number)
                    sizes.setdefault(form[0], set()).add(len(form))
    return numbers, {word: sorted(found, reverse=True) for word, found in sizes.items()}


def _closed(key: Key) -> Key:
    if "عبد" not in key:
        return key
    out: list[str] = []
    for word in key:
        if out and out[-1] == "عبد" and word.startswith("ال"):
            out[-1] += word
        else:
            out.append(word)
    return tuple(out)


def _runs(
    body: str, words: Words, numbers: Mapping[Key, int], sizes: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int, int]]:
    """Where names stand in `body`: the offsets of each, and its number."""
    starts, ends = words.starts, words.ends
    done = 0
    forms = (prefix + opener for opener in sizes for prefix in ("", "و", "ل", "ب", "ف"))
    places = sorted({place for form in forms for place in words.index.get(form, ())})
    for i in places:
        word = words.words[i]
        known = sizes.get(word)
        opener, cut = word, 0
        if known is None:
            if word[0] not in "ولبف" or (known := sizes.get(word[1:])) is None:
                continue
            opener, cut = word[1:], 1
        if i < done:
            continue
        for size in known:
            key = (opener, *words.words[i + 1 : i + size])
            number = numbers.get(key)
            if number is not None and len(key) == size and (size == 1 or _unbroken(body, words, i, size)):
                done = i + size
                yield starts[i] + cut, ends[i + size - 1], number
                break


def _unbroken(body: str, words: Words, first: int, size: int) -> bool:
    """Whether only spaces and quotation marks part the words of a run."""
    return not any(
        body[words.ends[i] : words.starts[i + 1]].strip(' "') for i in range(first, first + size - 1)
    )
