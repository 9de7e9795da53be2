"""Reasons as the pages and the API give them: a stable code, its details, and both in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from musnad.corpus.headings import Heading
from musnad.export.edges import edge_told, reason_of
from musnad.export.reasons import told
from musnad.model import Reason

_LONGEST = 60
"""Code points of a title by which a report is named in a reason."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is held: `code` and `details` as the corpus has them, `ar` and `en` in words."""

    code: str
    details: tuple[str, ...]
    ar: str
    en: str


def whys(reasons: Iterable[Reason], names: Mapping[str, str]) -> tuple[Why, ...]:
    """Reasons in words; `names` has what each version's report goes by."""
    return tuple(Why(one.code, one.details, *told(one, names)) for one in reasons)


def edge_whys(reasons: Iterable[str]) -> tuple[Why, ...]:
    """The reasons of an edge between statements, in words."""
    found = map(reason_of, reasons)
    return tuple(Why(one.code, one.details, *edge_told(one)) for one in found)


def called(heading: Heading) -> str:
    """What a report is named by in a reason: its publisher and the beginning of its title, or its name."""
    title = (heading.title or "").strip()
    short = title if len(title) <= _LONGEST else title[:_LONGEST].rstrip() + "\u2026"
    return " · ".join(filter(None, (heading.publisher, short))) or heading.name
