"""``musnad origins``: whence the statements of one report come, or those of a whole corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from musnad.cli.messages import _, plural
from musnad.cli.table import visible
from musnad.cli.telling import (
    KINDS,
    in_words,
    named,
    opened,
    origin_line,
    origin_part,
    print_json,
    print_table,
    whence_part,
)
from musnad.corpus import StoredVersion, newest
from musnad.corpus import names as names_of
from musnad.corpus import origins as origins_of
from musnad.corpus import size as size_of
from musnad.model import Origin, ReportOrigins

MOST: Final = 40
"""Origins that the table lists; JSON has all."""


def run_origins(name: str | None, corpus: Path, form: str) -> int:
    """Show the origins of one report, or of the whole corpus; 0. Raises `CorpusError`."""
    with opened(corpus) as found:
        if name is None:
            sums, reports = _summed(origins_of(found)), size_of(found).reports
        else:
            names = names_of(found)
            held = newest(found, name)
            whence = next(origins_of(found, held.report.version), None)
    if name is None:
        return print_json(_parts(sums, reports)) if form == "json" else _show_sums(sums, reports)
    if form == "json":
        told = whence.statements if whence is not None else ()
        return print_json(
            {
                "report": names[held.report.version],
                "origin": whence_part(whence, names),
                "statements": [{"statement": key, **origin_part(one, names)} for key, one in told],
            }
        )
    lines = [visible(held.report.title or held.report.id)]
    if whence is not None:
        lines.append(origin_line(whence.whole, names, whence.share))
    contents = _contents(held)
    cells = [
        (key, contents.get(key, ""), named(one), _(KINDS[one.kind]), in_words(one.reasons, names))
        for key, one in (whence.statements if whence is not None else ())
    ]
    headings = (_("id"), _("content"), _("origin"), _("kind"), _("why"))
    print_table(lines, headings, cells, (5, 60, 28, 18, 60))
    return 0


def _contents(held: StoredVersion) -> dict[str, str]:
    reading = held.reading()
    attributions = {one.id: one for one in reading.attributions}
    return {
        one.id: " … ".join(span.of(held.report.text) for span in attributions[one.attribution].content)
        for one in reading.statements
    }


@dataclass(frozen=True, slots=True)
class _Sums:
    """How many reports and statements each origin has, by its key, and each kind."""

    reports: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    statement_kinds: Counter[str] = field(default_factory=Counter)
    # What the origins of one key are called; a paper is a publisher in its own pages, a medium elsewhere.
    seen: defaultdict[str, Counter[tuple[str, str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def add(self, origin: Origin, of: Counter[str], kinds: Counter[str]) -> None:
        of[origin.key] += 1
        kinds[origin.kind] += 1
        self.seen[origin.key][(origin.kind, origin.name or "", origin.ref or "")] += 1

    def called(self, key: str) -> tuple[str, str | None, str | None]:
        """Kind, name and reference of an origin: those it mostly has."""
        found = self.seen[key]
        kind, name, ref = min(found, key=lambda one: (-found[one], one))
        return kind, name or None, ref or None

    def order(self) -> list[str]:
        """The origins that are known, those of most reports first, then of most statements."""
        known = (key for key in self.seen if key)
        return sorted(known, key=lambda key: (-self.reports[key], -self.statements[key], key))


def _summed(every: Iterable[ReportOrigins]) -> _Sums:
    sums = _Sums()
    for one in every:
        sums.add(one.whole, sums.reports, sums.kinds)
        for _key, origin in one.statements:
            sums.add(origin, sums.statements, sums.statement_kinds)
    return sums


def _parts(sums: _Sums, reports: int) -> dict[str, Any]:
    unknown = {"origin": None, "ref": None, "kind": "unknown"}
    rows = [
        (key, dict(zip(("kind", "origin", "ref"), sums.called(key), strict=True))) for key in sums.order()
    ]
    rows += [("", unknown)] if "" in sums.seen else []
    return {
        "reports": reports,
        "known": sums.reports.total() - sums.reports[""],
        "statements": sums.statements.total(),
        "known_statements": sums.statements.total() - sums.statements[""],
        "kinds": [
            {"kind": kind, "reports": sums.kinds[kind], "statements": sums.statement_kinds[kind]}
            for kind in KINDS
        ],
        "origins": [
            {
                "origin": told["origin"],
                "ref": told["ref"],
                "kind": told["kind"],
                "reports": sums.reports[key],
                "statements": sums.statements[key],
            }
            for key, told in rows
        ],
    }


def _show_sums(sums: _Sums, reports: int) -> int:
    held, said = sums.reports.total(), sums.statements.total()
    known, known_said = held - sums.reports[""], said - sums.statements[""]
    lines = [
        _covered(
            plural("{n} report", "{n} reports", reports),
            plural("{n} report of known origin", "{n} reports of known origin", known),
            known,
            reports,
        ),
        _covered(
            plural("{n} statement", "{n} statements", said),
            plural("{n} statement of known origin", "{n} statements of known origin", known_said),
            known_said,
            said,
        ),
    ]
    print_table(
        lines,
        (_("kind"), _("reports"), _("share"), _("statements"), _("share")),
        [
            (
                _(KINDS[kind]),
                str(sums.kinds[kind]),
                _share(sums.kinds[kind], reports),
                str(sums.statement_kinds[kind]),
                _share(sums.statement_kinds[kind], said),
            )
            for kind in KINDS
        ],
        (24, 9, 7, 11, 7),
    )
    order = sums.order()
    cells = []
    for key in order[:MOST]:
        kind, name, _ref = sums.called(key)
        cells.append((name or "—", _(KINDS[kind]), str(sums.reports[key]), str(sums.statements[key])))
    lines = [plural("{n} origin", "{n} origins", len(order))]
    if len(order) > MOST:
        lines[0] += " · " + _("the most frequent; --format json lists all")
    print_table(lines, (_("origin"), _("kind"), _("reports"), _("statements")), cells, (44, 22, 9, 11))
    return 0


def _covered(whole: str, known: str, part: int, of: int) -> str:
    return f"{whole} · {known} ({_share(part, of)})"


def _share(part: int, of: int) -> str:
    return f"{part / of:.0%}" if of else "—"
