"""Graded cases of attribution, written as tables, and the small hands that read them.

A case is a sentence, alone on its line, and under it, indented, one line for each attribution that it
holds, in order of the cues::

    ‹sentence›
      ‹cue› | ‹source, or -› | ‹content› | ‹class› ‹quote› [| to ‹addressee›] [| on ‹medium›] [| via ‹one›]...

``...`` joins the stretches of split content; ``| in ‹n›`` says that the n-th attribution of the case holds
this one, ``| not`` that it is negated. What a line does not name must not be found. ``=`` alone under a
sentence says that it holds none. Every person, place and outlet here is invented.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from musnad.attribution import GrammarOptions, attribute
from musnad.model import Attribution, Sentence, Span
from musnad.morphology import Form
from musnad.segment import segment
from musnad.tokens import Range, Tokens, tokenise


@dataclass(frozen=True, slots=True)
class Expected:
    """One attribution as texts."""

    cue: str
    source: str | None
    content: tuple[str, ...]
    label: str
    addressee: str | None = None
    medium: str | None = None
    via: tuple[str, ...] = ()
    inside: int | None = None
    negated: bool = False


Case = tuple[str, tuple[Expected, ...]]


def cases(table: str) -> list[Case]:
    """The cases of a table, each sentence with its attributions."""
    read: list[tuple[str, list[Expected]]] = []
    for line in table.splitlines():
        if not line.strip():
            continue
        if not line.startswith(" "):
            read.append((line, []))
        elif line.strip() != "=":
            read[-1][1].append(_expected(line))
    return [(sentence, tuple(expected)) for sentence, expected in read]


def _expected(line: str) -> Expected:
    cue, source, content, label, *rest = (part.strip() for part in line.split(" | "))
    named: dict[str, list[str]] = {}
    for part in rest:
        key, _, value = part.partition(" ")
        if key not in ("to", "on", "via", "in", "not"):
            raise ValueError(f"unknown field in {line!r}")
        named.setdefault(key, []).append(value)
    return Expected(
        cue=cue,
        source=None if source == "-" else source,
        content=tuple(content.split(" ... ")),
        label=label,
        addressee=named.get("to", [None])[0],
        medium=named.get("on", [None])[0],
        via=tuple(named.get("via", ())),
        inside=int(named["in"][0]) if "in" in named else None,
        negated="not" in named,
    )


def found(text: str, options: GrammarOptions | None = None) -> tuple[Expected, ...]:
    """What the grammar finds in a text, as texts."""
    read = attribute(text, segment(text), options or GrammarOptions())
    number = {a.id: i for i, a in enumerate(read, 1)}

    def of(span: Span | None) -> str | None:
        return span.of(text) if span is not None else None

    def shown(a: Attribution) -> Expected:
        return Expected(
            cue=a.cue.of(text),
            source=of(a.source),
            content=tuple(part.of(text) for part in a.content),
            label=f"{a.cue_class} {a.quote}",
            addressee=of(a.addressee),
            medium=of(a.medium),
            via=tuple(part.of(text) for part in a.via),
            inside=number[a.inside] if a.inside is not None else None,
            negated=a.negated,
        )

    return tuple(shown(a) for a in read)


def tokens(text: str) -> Tokens:
    """The whole text as the tokens of one sentence."""
    return tokenise(text, Sentence(Span(0, len(text)), 0), segment(text).quotations)


def at(read: Tokens, word: str, nth: int = 0) -> int:
    """The index of the `nth` token that is the folded `word`."""
    return [i for i, known in enumerate(read.words) if known == word][nth]


def shown(read: Tokens, part: Range | None) -> str | None:
    """The text that the tokens cover."""
    return read.span(part).of(read.text) if part is not None and part[0] < part[1] else None


def form(read: Tokens, index: int) -> Form:
    """The likeliest reading of a cue word."""
    return read.forms[index][0]


def counted(work: Callable[[], object]) -> int:
    """How many functions, of Python and C, a piece of work calls: its cost without a clock."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls
