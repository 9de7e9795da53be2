"""``musnad report``: all that a corpus tells of one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from musnad.carriers import Carrier, credited
from musnad.cli.messages import N_, _, plural
from musnad.cli.table import visible
from musnad.cli.telling import (
    COPY_HEADINGS,
    COPY_WIDTHS,
    SHOWN,
    UNKNOWN,
    claim_cells,
    copy_cells,
    named,
    opened,
    origin_line,
    print_json,
    print_table,
    several,
    whence_part,
)
from musnad.corpus import Captured, StoredVersion, captures, newest, version, versions
from musnad.corpus import copies as copies_of
from musnad.corpus import names as names_of
from musnad.corpus import origins as origins_of
from musnad.corpus.claim_queries import ClaimSums, claims_of
from musnad.model import Copy, ReportOrigins

_WHERE = {"text": N_("in the text"), "byline": N_("in the byline")}


@dataclass(frozen=True, slots=True)
class _Told:
    """What is shown of a report: its newest version first, then all of them with where they came from."""

    held: StoredVersion
    versions: Sequence[tuple[StoredVersion, Sequence[Captured]]]
    whence: ReportOrigins | None
    credits: Sequence[Carrier]
    copies: Sequence[Copy]
    others: Mapping[str, StoredVersion]
    statements: Sequence[Mapping[str, Any]]
    claims: Mapping[str, ClaimSums]
    names: Mapping[str, str]


def run_report(name: str, corpus: Path, form: str) -> int:
    """Show one report; 0. Raises `CorpusError`."""
    told = _told(name, corpus)
    if form == "json":
        return print_json(_parts(told))
    _show_head(told)
    _show_versions(told)
    if told.copies:
        cells = [copy_cells(one, told.held.report.version, told.others, told.names) for one in told.copies]
        lines = [plural("{n} copy", "{n} copies", len(told.copies))]
        print_table(lines, [_(heading) for heading in COPY_HEADINGS], cells, COPY_WIDTHS)
    _show_statements(told)
    return 0


def _told(name: str, corpus: Path) -> _Told:
    from musnad.export.tables import statement_rows

    with opened(corpus) as found:
        held = newest(found, name)
        names = names_of(found)
        whence = next(origins_of(found, held.report.version), None)
        copies = sorted(
            copies_of(found, held.report.version),
            key=lambda one: (-one.containment, one.later, one.earlier),
        )
        every = versions(found, held.report.id)
        return _Told(
            held,
            [(one, captures(found, one.report.version)) for one in every],
            whence,
            credited(held.reading()),
            copies,
            {end: version(found, end) for one in copies for end in (one.later, one.earlier)},
            list(
                statement_rows(held.reading(), dict(whence.statements) if whence is not None else {}, names)
            ),
            claims_of(found, held.report.version),
            names,
        )


def _parts(told: _Told) -> dict[str, Any]:
    from musnad.export.tables import copy_row

    report = told.held.report
    return {
        "report": report.external_id or report.id,
        "id": report.id,
        "version": report.version,
        "publisher": report.publisher,
        "published": report.published,
        "title": report.title,
        "byline": report.byline,
        "url": report.url,
        "seen": told.held.seen,
        "versions": [
            {
                "version": one.report.version,
                "seen": one.seen,
                "published": one.report.published,
                "title": one.report.title,
                "characters": len(one.report.text),
                "reader": one.reader.version,
                "engine": one.reader.engine,
                "captures": [
                    {"source": c.source, "url": c.final_url, "captured": c.captured, "added": c.added}
                    for c in found
                ],
            }
            for one, found in told.versions
        ],
        "credits": [{"name": one.name, "ref": one.ref, "where": one.where} for one in told.credits],
        "origin": whence_part(told.whence, told.names),
        "copies": [copy_row(one, told.names) for one in told.copies],
        "statements": [
            {**row, "claim": _claim_part(told.claims.get(row["statement"]))} for row in told.statements
        ],
    }


def _claim_part(sums: ClaimSums | None) -> dict[str, Any] | None:
    """The claim of a statement as values of JSON; None where none was made yet."""
    if sums is None:
        return None
    return {
        "claim": sums.id,
        "reports": sums.reports,
        "low": sums.low,
        "high": sums.high,
        "unknown": sums.unknown,
        "unnamed": sums.unnamed,
        "disputed": sums.disputed,
    }


def _show_head(told: _Told) -> None:
    report = told.held.report
    facts = (report.publisher, report.published, report.byline, report.url)
    lines = [visible(report.title or report.id), " · ".join(visible(part) for part in facts if part)]
    if told.credits:
        media = several(f"{visible(one.name)} ({_(_WHERE[one.where])})" for one in told.credits)
        lines.append(_("credited to") + ": " + media)
    if told.whence is not None:
        lines.append(origin_line(told.whence.whole, told.names, told.whence.share))
    print_table([line for line in lines if line], (), (), ())


def _show_versions(told: _Told) -> None:
    headings = (_("version"), _("captured"), _("published"), _("characters"), _("source"))
    cells = [
        (
            one.report.version[:12],
            one.seen[:19],
            (one.report.published or "—")[:19],
            str(len(one.report.text)),
            found[0].final_url or found[0].source if found else "—",
        )
        for one, found in told.versions
    ]
    print_table([plural("{n} version", "{n} versions", len(cells))], headings, cells, (12, 19, 19, 10, 60))


def _show_statements(told: _Told) -> None:
    whence = dict(told.whence.statements) if told.whence is not None else {}
    cells = [
        (
            row["statement"],
            row["speaker"] or "—",
            row["cue"],
            row["content"],
            " ← ".join(link.partition(": ")[2] for link in row["chain"]) or "—",
            named(whence.get(row["statement"], UNKNOWN)),
            *claim_cells(told.claims.get(row["statement"])),
        )
        for row in told.statements
    ]
    headings = (_("id"), _("speaker"), _("cue"), _("content"), _("chain"), _("origin"))
    lines = [plural("{n} statement", "{n} statements", len(cells))]
    headings_of_claims = (_("claim id"), _("reports"), _("origins"))
    print_table(lines, (*headings, *headings_of_claims), cells, (5, 28, 14, 60, 50, 28, SHOWN, 7, 7))
