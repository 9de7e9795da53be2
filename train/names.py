"""Reports labelled for the names in them: what the second head learns from."""

from __future__ import annotations

import os
from pathlib import Path

from bench import anercorp
from musnad.lang.grammar import grammar_words
from musnad.media import medium_named
from musnad.model import Span
from musnad.roles import KINDS
from musnad.text import fold
from train import silver
from train.examples import Annotated

# A paragraph of ANERcorp is five of its sentences; a text holds four.
_NAMED_PARAGRAPHS = 4


def named() -> list[Annotated]:
    """The training part of ANERcorp, labelled for names alone; empty where no file of it is named.

    Roles are not marked there: the grammar's stand in for them. Media are organisations there: those that the
    tables of media know, or that a word such as صحيفة heads, are told apart.
    """
    place = os.environ.get(anercorp.PLACE)
    if not place:
        return []
    chosen, _ = anercorp.split(anercorp.sentences(Path(place)))
    return [
        Annotated(
            f"aner{number:04d}",
            document.text,
            (),
            names=_names(document),
            sought=frozenset(KINDS),
            cued=False,
        )
        for number, document in enumerate(anercorp.documents(chosen, _NAMED_PARAGRAPHS))
    ]


def _names(document: anercorp.Document) -> tuple[tuple[Span, str], ...]:
    marked = []
    for first, behind, kind in sorted(document.names):
        span = Span(document.tokens[first].start, document.tokens[behind - 1].end)
        medium = kind == "organisation" and _is_medium(span.of(document.text))
        marked.append((span, "medium" if medium else kind))
    roles = [
        (span, kind)
        for span, kind in silver.label("", document.text).names
        if kind == "role" and not any(span.overlap(other) for other, _ in marked)
    ]
    return tuple(marked + roles)


def _is_medium(printed: str) -> bool:
    head = fold(printed.split()[0]).text
    return medium_named(printed) is not None or head in grammar_words().media_heads
