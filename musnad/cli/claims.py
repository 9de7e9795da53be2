"""``musnad claims``: what was said in several reports, with its origins counted and each count opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from musnad.cli.load import say
from musnad.cli.messages import N_, _, plural
from musnad.cli.search import printed, write
from musnad.cli.table import class_label, visible
from musnad.cli.telling import KINDS, SHOWN, in_words, named, opened, print_table, ranged, several, when
from musnad.corpus import Corpus, size
from musnad.corpus import names as names_of
from musnad.corpus.claim_parts import Stated, WholeClaim, claim
from musnad.corpus.claim_queries import (
    ClaimFilters,
    Listed,
    Order,
    claim_count,
    listed,
    resolve_claim,
)
from musnad.corpus.narrowing import Named, narrowed
from musnad.export.claims import LISTED, STATED, Opened, claim_part, listed_row, stated_row
from musnad.export.claims import opened as opened_count

SEVERAL: Final = 2
_JOINT: Final = N_("joint origin")
_WHAT: Final = {
    "named": N_("named origin"),
    "unknown": N_("unknown origin"),
    "unnamed": N_("unnamed source"),
    "repeated": N_("adds none"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command, as they were given."""

    speaker: str | None
    outlet: tuple[str, ...]
    agency: tuple[str, ...]
    classes: tuple[str, ...]
    origin: tuple[str, ...]
    since: str | None
    until: str | None
    reports: int | None
    low: int | None
    high: int | None
    disputed: bool
    every: bool
    order: Order
    limit: int
    page: int


def run_claims(name: str | None, corpus: Path, form: str, asked: Asked) -> int:
    """List claims, or show one with its counts opened; 0. Raises `CorpusError`."""
    with opened(corpus) as held:
        if name is not None:
            return _one(held, name, form)
        return _list(held, form, asked)


# --- a list ---


def _list(held: Corpus, form: str, asked: Asked) -> int:
    filters = _filters(held, asked)
    total, found = 0, tuple[Listed, ...]()
    if filters is None:
        say(_("there is no word in the name of the speaker"))
    else:
        offset = (asked.page - 1) * asked.limit
        total, found = listed(held, filters, order=asked.order, limit=asked.limit, offset=offset)
        if not total:
            say(_why_none(held))
    pages = -(-total // asked.limit)
    if total and asked.page > pages:
        say(plural("there is only {n} page", "there are only {n} pages", pages))
    rows = [listed_row(one) for one in found]
    if form == "json":
        printed({"total": total, "page": asked.page, "pages": pages, "claims": rows})
    elif form != "table":
        write(form, LISTED, rows)
    else:
        lines = [plural("{n} claim", "{n} claims", total)]
        if pages > 1:
            lines[0] += " · " + _("page {page} of {pages}").format(page=asked.page, pages=pages)
        _table(lines, found)
    return 0


def _filters(held: Corpus, asked: Asked) -> ClaimFilters | None:
    """What was asked for; None where it names a speaker by no word."""
    said = narrowed(
        held,
        Named(
            asked.speaker,
            asked.outlet,
            asked.agency,
            asked.origin,
            asked.classes,
            asked.since,
            asked.until,
        ),
    )
    if said is None:
        return None
    least = 1 if asked.every else SEVERAL
    return ClaimFilters(
        said,
        reports=least if asked.reports is None else asked.reports,
        low=asked.low,
        high=asked.high,
        disputed=asked.disputed,
    )


def _why_none(held: Corpus) -> str:
    if not size(held).reports:
        return _("the corpus holds no report yet: musnad add adds some")
    if not claim_count(held):
        return _("no claims were found yet: run musnad update")
    if not claim_count(held, SEVERAL):
        return _("no claim stands in two reports: --all lists those in one")
    return _("no claim is like that")


def _table(lines: Sequence[str], found: Sequence[Listed]) -> None:
    titles = (_("claim id"), _("first"), _("speaker"), _("content"), _("reports"), _("origins"))
    cells = [
        (
            one.sums.id[:SHOWN],
            one.sums.first or "—",
            one.speaker or "—",
            one.content,
            str(one.sums.reports),
            ranged(one.sums.low, one.sums.high),
            str(one.sums.unknown),
            str(one.sums.unnamed),
            _("disputed") if one.sums.disputed else "",
        )
        for one in found
    ]
    print_table(
        lines,
        (*titles, _("unknown"), _("unnamed"), _("disputed")),
        cells,
        (SHOWN, 10, 28, 90, 7, 7, 10, 10, 12),
    )


# --- one claim ---


def _one(held: Corpus, name: str, form: str) -> int:
    whole = claim(held, resolve_claim(held, name))
    names = names_of(held)
    if form == "json":
        printed(claim_part(whole, names))
    elif form != "table":
        write(form, STATED, [stated_row(one, names) for one in whole.statements])
    else:
        _show_head(whole)
        _show_statements(whole.statements, names)
        _show_count(whole, names)
        for found, heading in (
            (whole.corroborated, N_("others who say the same")),
            (whole.disputed, N_("claims that dispute it")),
        ):
            if found:
                _table([_(heading)], found)
    return 0


def _show_head(whole: WholeClaim) -> None:
    sums, first = whole.sums, whole.statements[0]
    speaker = next((one.said.speaker for one in whole.statements if one.said.speaker), None)
    facts = [sums.id, speaker, sums.first, plural("{n} report", "{n} reports", sums.reports)]
    facts += [plural("{n} statement", "{n} statements", len(whole.statements))]
    print_table([visible(first.content), " · ".join(visible(one) for one in facts if one)], (), (), ())


def _show_statements(statements: Sequence[Stated], names: dict[str, str]) -> None:
    cells = [
        (
            one.place.report,
            one.said.id,
            one.place.publisher or "—",
            when(one.place.published),
            one.source or one.said.speaker or "—",
            one.cue,
            class_label(one.said.cue_class),
            one.content,
            " ← ".join(name for _kind, name in one.path) or "—",
            named(one.origin),
            in_words(one.origin.reasons, names),
        )
        for one in statements
    ]
    titles = (_("report"), _("id"), _("publisher"), _("published"), _("speaker"), _("cue"), _("class"))
    widths = (34, 5, 18, 22, 26, 14, 10, 70, 50, 24, 60)
    print_table([], (*titles, _("content"), _("path"), _("origin"), _("why")), cells, widths)


_Part = Literal["named", "unknown", "unnamed", "repeated"]


def _show_count(whole: WholeClaim, names: dict[str, str]) -> None:
    told = opened_count(whole)
    parts: tuple[tuple[_Part, Sequence[Opened]], ...] = (
        ("named", told.named),
        ("unknown", told.unknown),
        ("unnamed", told.unnamed),
        ("repeated", told.repeated),
    )
    cells = [
        (
            _counted_as(part, one),
            "—" if one.origin is None else named(one.origin),
            "—" if one.origin is None else _(KINDS[one.origin.kind]),
            several(names[version] for version in one.versions),
            _why(part, one, names),
        )
        for part, found in parts
        for one in found
    ]
    count = told.count
    lines = [
        _("origins")
        + f": {ranged(told.count.low, told.count.high)} · "
        + _("at least the named ones, at most these and the unknown"),
        _("first published by") + ": " + (several(names[one] for one in count.earliest) or "—"),
        _("publishers") + ": " + ("، ".join(visible(one) for one in count.carriers) or "—"),
    ]
    titles = (_("counted as"), _("origin"), _("kind"), _("reports"), _("why"))
    print_table(lines, titles, cells, (18, 28, 22, 90, 110))


def _counted_as(part: _Part, one: Opened) -> str:
    joint = one.origin is not None and one.origin.kind == "joint"
    label = _WHAT[part] if not joint else _JOINT
    return _(label)


def _why(part: _Part, one: Opened, names: dict[str, str]) -> str:
    if part == "repeated":
        return _("elsewhere the report tells whence it has the claim, or another one of its publisher does")
    why = in_words(one.reasons, names)
    if part == "unknown" and len(one.versions) > 1:
        return _("one text, so one origin at most") + (f"; {why}" if why else "")
    return why
