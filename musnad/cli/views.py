"""``musnad report``, ``copies``, ``origins``, ``export`` and ``story``: what a corpus tells."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from musnad.cli import output
from musnad.cli.load import say
from musnad.cli.messages import N_, _, arabic, plural, safe
from musnad.cli.table import abreast, shortened, tabular, visible
from musnad.collation import collated
from musnad.corpus import (
    Corpus,
    CorpusError,
    StoredVersion,
    open_corpus,
    resolve,
    stale,
    stored,
    version,
    versions,
)
from musnad.corpus import copies as copies_of
from musnad.corpus import names as names_of
from musnad.corpus import origins as origins_of
from musnad.corpus import size as size_of
from musnad.export.reasons import told
from musnad.model import Copy, Origin, Reason, Report, ReportOrigins

KINDS: Final = {
    "agency": N_("agency"),
    "medium": N_("medium"),
    "joint": N_("several agencies"),
    "publisher": N_("the publisher itself"),
    "document": N_("document or post"),
    "unnamed": N_("unnamed relayer"),
    "unknown": N_("unknown"),
}
_COPIES: Final = {"copy": N_("copy"), "rewrite": N_("rewrite")}
_UNKNOWN: Final = Origin("unknown", "")


def run_report(name: str, corpus: Path, form: str) -> int:
    """Show one report; 0. Raises `CorpusError`."""
    from musnad.export.tables import statement_rows

    with _opened(corpus) as opened:
        held = _newest(opened, name)
        report = held.report
        names = names_of(opened)
        whence = next(origins_of(opened, report.version), None)
        statements = dict(whence.statements) if whence is not None else {}
        rows = list(statement_rows(held, statements, names))
        shared = list(copies_of(opened, report.version))
        count = len(versions(opened, report.id))
    if form == "json":
        found = {
            "report": report.external_id or report.id, "id": report.id, "version": report.version,
            "versions": count, "publisher": report.publisher, "published": report.published,
            "title": report.title, "byline": report.byline, "url": report.url, "seen": held.seen,
            "origin": _origin_part(whence, names), "copies": len(shared), "statements": rows,
        }  # fmt: skip
        return _json(found)
    lines = [
        visible(report.title or report.id),
        " · ".join(
            visible(part) for part in (report.publisher, report.published, report.byline, report.url) if part
        ),
        plural("{n} version", "{n} versions", count) + " · " + plural("{n} copy", "{n} copies", len(shared)),
    ]
    if whence is not None:
        lines.append(_("origin") + ": " + _told(whence.whole, names, share=whence.share))
    headings = (_("id"), _("speaker"), _("cue"), _("content"), _("origin"))
    cells = [
        (
            row["statement"],
            row["speaker"] or "—",
            row["cue"],
            row["content"],
            _named(statements.get(row["statement"], _UNKNOWN)),
        )
        for row in rows
    ]
    _table(lines, headings, cells, (5, 28, 14, 70, 28))
    return 0


def run_copies(name: str, corpus: Path, form: str, *, passages: bool = False) -> int:
    """Show who repeats a report and whom it repeats, if `passages` what of it; 0. Raises `CorpusError`."""
    from musnad.export.tables import copy_row

    with _opened(corpus) as opened:
        held = _newest(opened, name)
        names = names_of(opened)
        found = sorted(copies_of(opened, held.report.version), key=lambda one: -one.containment)
        if form == "json":
            return _json([copy_row(one, names) for one in found])
        others = {one: version(opened, one) for copy in found for one in (copy.later, copy.earlier)}
    lines = [visible(held.report.title or held.report.id), plural("{n} copy", "{n} copies", len(found))]
    headings = (
        _("report"),
        _("publisher"),
        _("published"),
        _("relation"),
        _("shared"),
        _("passages"),
        _("why"),
    )
    cells = [_copy_cells(one, held.report.version, others, names) for one in found]
    _table(lines, headings, cells, (34, 20, 16, 18, 6, 8, 70))
    if passages:
        for one, row in zip(found, cells, strict=True):
            _abreast(one, row, held.report, others)
    return 0


def _abreast(one: Copy, row: Sequence[str], own: Report, others: dict[str, StoredVersion]) -> None:
    """The passages that a report shares with another, side by side."""
    is_later = one.later == own.version
    other = others[one.earlier if is_later else one.later].report
    spans = [(p.later, p.earlier) if is_later else (p.earlier, p.later) for p in one.passages]
    rows = [
        (
            [(piece.text, piece.differs) for piece in stretch.one],
            [(piece.text, piece.differs) for piece in stretch.other],
        )
        for stretch in collated(own.text, other.text, spans)
    ]
    lines = [" \u00b7 ".join(visible(cell) for cell in row[:5])]
    if not rows:
        lines.append(_("no passage of six words and more"))
    abreast(lines, (_("this report"), visible(other.publisher or row[0])), rows, sys.stdout)


def _copy_cells(
    one: Copy, own: str, others: dict[str, StoredVersion], names: dict[str, str]
) -> tuple[str, ...]:
    other = others[one.earlier if one.later == own else one.later].report
    if not one.directed:
        relation = _("direction unknown")
    else:
        relation = _("from it") if one.later == own else _("repeats this one")
    return (
        names[other.version],
        other.publisher or "—",
        (other.published or "—")[:16],
        f"{_(_COPIES[one.kind])}{'،' if arabic() else ','} {relation}",
        f"{one.containment:.2f}",
        str(len(one.passages)),
        _reasons(one.reasons, names),
    )


def run_origins(name: str | None, corpus: Path, form: str) -> int:
    """Show the origins of one report, or of the whole corpus; 0. Raises `CorpusError`."""
    with _opened(corpus) as opened:
        names = names_of(opened)
        if name is None:
            every = list(origins_of(opened))
            size = size_of(opened)
        else:
            held = _newest(opened, name)
            whence = next(origins_of(opened, held.report.version), None)
    if name is None:
        return _summary(every, size.reports, form)
    if form == "json":
        statements = [] if whence is None else [
            {"statement": key, **_parts(one, names)} for key, one in whence.statements
        ]  # fmt: skip
        return _json(
            {
                "report": names[held.report.version],
                "origin": _origin_part(whence, names),
                "statements": statements,
            }
        )
    lines = [visible(held.report.title or held.report.id)]
    if whence is not None:
        lines.append(_("origin") + ": " + _told(whence.whole, names, share=whence.share))
    contents = _contents(held)
    cells = [
        (key, contents.get(key, ""), _named(one), _(KINDS[one.kind]), _reasons(one.reasons, names))
        for key, one in (whence.statements if whence is not None else ())
    ]
    headings = (_("id"), _("content"), _("origin"), _("kind"), _("why"))
    _table(lines, headings, cells, (5, 60, 28, 18, 60))
    return 0


def _contents(held: StoredVersion) -> dict[str, str]:
    reading = held.reading()
    attributions = {one.id: one for one in reading.attributions}
    return {
        one.id: " … ".join(span.of(held.report.text) for span in attributions[one.attribution].content)
        for one in reading.statements
    }


def _summary(every: Sequence[ReportOrigins], reports: int, form: str) -> int:
    """The origins of a whole corpus: how many reports and statements each has."""
    whole: Counter[str] = Counter(one.whole.key for one in every)
    said: Counter[str] = Counter(origin.key for one in every for _key, origin in one.statements)
    first: dict[str, Origin] = {}
    for one in every:
        for origin in (one.whole, *(origin for _key, origin in one.statements)):
            first.setdefault(origin.key, origin)
    known = sum(count for key, count in whole.items() if key)
    order = sorted(first, key=lambda key: (not key, -whole[key], -said[key], key))
    if form == "json":
        found = [
            {
                "origin": first[key].name,
                "ref": first[key].ref,
                "kind": first[key].kind if key else "unknown",
                "reports": whole[key],
                "statements": said[key],
            }
            for key in order
        ]
        return _json({"reports": reports, "known": known, "origins": found})
    lines = [
        plural("{n} report", "{n} reports", reports)
        + " · "
        + plural("{n} report of known origin", "{n} reports of known origin", known)
    ]
    cells = [
        (
            first[key].name or _("unknown") if key else _("unknown"),
            _(KINDS[first[key].kind]) if key else "—",
            str(whole[key]),
            str(said[key]),
        )
        for key in order
    ]
    _table(lines, (_("origin"), _("kind"), _("reports"), _("statements")), cells, (44, 22, 9, 11))
    return 0


def run_export(what: str, corpus: Path, form: str, target: Path | None) -> int:
    """Write one table of a corpus to a file or to the standard output; 0. Raises `CorpusError`."""
    from musnad.export.tables import TABLES
    from musnad.export.tabular import WRITERS

    table = TABLES[what]
    with _opened(corpus) as opened:
        if target is None:
            WRITERS[form](table, table.rows(opened), sys.stdout.buffer)
        else:
            with output.replacing(target) as out:
                WRITERS[form](table, table.rows(opened), out)
    return 0


def run_story(name: str, corpus: Path, target: Path) -> int:
    """Write the page of the story that a report is part of; 0. Raises `CorpusError`."""
    from musnad.export import story

    with _opened(corpus) as opened:
        held = _newest(opened, name)
        every = list(copies_of(opened))
        found = set(story.members(every, held.report.version))
        reports = [version(opened, one).report for one in sorted(found)]
        whence = {one: told for one in found if (told := next(origins_of(opened, one), None)) is not None}
        among = [one for one in every if one.later in found and one.earlier in found]
        page = story.render(reports, among, whence, names_of(opened))
    output.write(target, page)
    say(plural("{n} report", "{n} reports", len(reports)) + f": {safe(str(target))}")
    if len(reports) == story.MOST_REPORTS:
        say(_("the story is larger; only the nearest reports are shown"))
    return 0


# --- what these share ---


@contextmanager
def _opened(corpus: Path) -> Iterator[Corpus]:
    """The corpus, open to read; says where its copies and origins are not up to date."""
    with open_corpus(corpus) as opened:
        if stale(opened):
            say(_("copies and origins are older than the reports: run musnad update"))
        yield opened


def _newest(opened: Corpus, name: str) -> StoredVersion:
    found = next(iter(stored(opened, [resolve(opened, name)])), None)
    if found is None:
        raise CorpusError("unknown", f"{name}: there is no such report in the corpus", name=name)
    return found


def _json(found: object) -> int:
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


def _table(
    lines: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[str]], widest: Sequence[int]
) -> None:
    cells = [
        tuple(shortened(visible(cell), width) for cell, width in zip(row, widest, strict=True))
        for row in rows
    ]
    tabular(list(lines), tuple(headings), cells, sys.stdout)


def _named(origin: Origin) -> str:
    return origin.name or _(KINDS[origin.kind])


def _told(origin: Origin, names: dict[str, str], *, share: float | None = None) -> str:
    part = "" if share is None or origin.kind == "unknown" else f" ({share:.0%})"
    return f"{visible(_named(origin))}{part} · {_(KINDS[origin.kind])} · {_reasons(origin.reasons, names)}"


def _reasons(reasons: Sequence[Reason], names: dict[str, str]) -> str:
    place = 0 if arabic() else 1
    return visible("; ".join(told(one, names)[place] for one in reasons))


def _origin_part(whence: ReportOrigins | None, names: dict[str, str]) -> dict[str, Any] | None:
    return None if whence is None else {**_parts(whence.whole, names), "share": whence.share}


def _parts(origin: Origin, names: dict[str, str]) -> dict[str, Any]:
    from musnad.export.tables import reasons

    return {
        "origin": origin.name,
        "ref": origin.ref,
        "kind": origin.kind,
        "reasons": reasons(origin.reasons, names),
    }
