"""How the commands tell of a corpus: origins and reasons in words, tables one after another, JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from musnad.cli.load import say
from musnad.cli.messages import N_, _, arabic
from musnad.cli.table import shortened, tabular, visible
from musnad.corpus import Corpus, StoredVersion, open_corpus, stale
from musnad.corpus.claim_queries import ClaimSums
from musnad.export.reasons import told
from musnad.model import Copy, Origin, Reason, ReportOrigins

KINDS: Final = {
    "agency": N_("agency"),
    "medium": N_("medium"),
    "joint": N_("several agencies"),
    "publisher": N_("the publisher itself"),
    "document": N_("document or post"),
    "unnamed": N_("unnamed relayer"),
    "unknown": N_("unknown"),
}
COPIES: Final = {"copy": N_("copy"), "rewrite": N_("rewrite")}
UNKNOWN: Final = Origin("unknown", "")
COPY_HEADINGS: Final = (
    N_("report"),
    N_("publisher"),
    N_("published"),
    N_("relation"),
    N_("shared"),
    N_("passages"),
    N_("why"),
)
COPY_WIDTHS: Final = (34, 20, 22, 26, 6, 8, 70)


SHOWN: Final = 10
"""Digits of the id of a claim that a table shows."""


@contextmanager
def opened(corpus: Path) -> Iterator[Corpus]:
    """The corpus, open to read; says where its copies and origins are not up to date."""
    with open_corpus(corpus) as found:
        if stale(found):
            say(_("copies and origins are older than the reports: run musnad update"))
        yield found


def print_json(found: object) -> int:
    """Print a value as JSON; 0."""
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


def print_table(
    lines: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[str]], widest: Sequence[int]
) -> None:
    """Print a table under some lines, each cell cut to the most that its column may take."""
    cells = [
        tuple(shortened(visible(cell), width) for cell, width in zip(row, widest, strict=True))
        for row in rows
    ]
    tabular(list(lines), tuple(headings), cells, sys.stdout)


def copy_cells(
    one: Copy, own: str, others: Mapping[str, StoredVersion], names: Mapping[str, str]
) -> list[str]:
    """The cells of a copy that version `own` is part of, under `COPY_HEADINGS`."""
    other = others[one.earlier if one.later == own else one.later].report
    if not one.directed:
        relation = _("direction unknown")
    else:
        relation = _("from it") if one.later == own else _("repeats this one")
    return [
        names[other.version],
        other.publisher or "—",
        when(other.published),
        f"{_(COPIES[one.kind])} · {relation}",
        f"{one.containment:.2f}",
        str(len(one.passages)),
        in_words(one.reasons, names),
    ]


def when(published: str | None) -> str:
    """A stated day or date-time to the minute, with its zone: without it 23:58 may look later than 21:31."""
    if published is None:
        return "—"
    zone = _ZONE.search(published, len("2024-05-17"))
    return published[: len("2024-05-17T10:30")] + (zone[0] if zone is not None else "")


_ZONE: Final = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")


def several(parts: Iterable[str]) -> str:
    """Phrases one behind the other, with the semicolon of the language."""
    return ("؛ " if arabic() else "; ").join(parts)


def named(origin: Origin) -> str:
    """An origin by its name, or by its kind where it has none."""
    return origin.name or _(KINDS[origin.kind])


def origin_line(origin: Origin, names: Mapping[str, str], share: float | None = None) -> str:
    """An origin on one line: name, share, kind and reasons."""
    part = "" if share is None or origin.kind == "unknown" else f" ({share:.0%})"
    kind = "" if origin.name is None else f" · {_(KINDS[origin.kind])}"
    return _("origin") + f": {visible(named(origin))}{part}{kind} · {in_words(origin.reasons, names)}"


def in_words(reasons: Sequence[Reason], names: Mapping[str, str]) -> str:
    """Reasons in the language of the interface."""
    place = 0 if arabic() else 1
    return visible(several(told(one, names)[place] for one in reasons))


def whence_part(whence: ReportOrigins | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    """The origin of a report as values of JSON."""
    return None if whence is None else {**origin_part(whence.whole, names), "share": whence.share}


def origin_part(origin: Origin, names: Mapping[str, str]) -> dict[str, Any]:
    """An origin as values of JSON."""
    from musnad.export.tables import reasons

    return {
        "origin": origin.name,
        "ref": origin.ref,
        "kind": origin.kind,
        "reasons": reasons(origin.reasons, names),
    }


def ranged(low: int, high: int) -> str:
    """The range of the origins of a claim: «1–3», or «2» where both ends are one."""
    return str(low) if low == high else f"{low}–{high}"


def claim_cells(sums: ClaimSums | None) -> tuple[str, str, str]:
    """The cells of the claim of a statement: its id, its reports, the range of its origins."""
    return (
        ("—", "—", "—") if sums is None else (sums.id[:SHOWN], str(sums.reports), ranged(sums.low, sums.high))
    )
