"""``musnad search``: reports and statements that hold what was asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from musnad.cli.load import say
from musnad.cli.messages import _, plural
from musnad.cli.table import CLOSED, OPENED, class_label, shortened, tabular, visible
from musnad.cli.telling import KINDS
from musnad.corpus import Corpus, open_corpus, size, stale, unindexed
from musnad.corpus.narrowing import Named, narrowed
from musnad.corpus.searching import NO_FILTERS, Answer, Filters, Found, Kind, Whence, search
from musnad.export.tables import FieldKind, Row, Table
from musnad.export.tabular import WRITERS
from musnad.search_hits import matches, snippet
from musnad.search_query import Query, parse

FIELDS: Final[dict[str, FieldKind]] = {
    "report": "text",
    "version": "text",
    "published": "text",
    "publisher": "text",
    "title": "text",
    "url": "text",
    "statement": "text",
    "speaker": "text",
    "speaker_ref": "text",
    "speaks_for": "text",
    "class": "text",
    "said_on": "text",
    "content": "text",
    "origin": "text",
    "origin_ref": "text",
    "origin_kind": "text",
    "score": "number",
    "whole": "flag",
    "snippet": "text",
    "snippet_start": "count",
    "matches": "spans",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command, as they were given."""

    within: str
    speaker: str | None
    outlet: tuple[str, ...]
    agency: tuple[str, ...]
    classes: tuple[str, ...]
    origin: tuple[str, ...]
    since: str | None
    until: str | None
    limit: int
    page: int


def run_search(text: str, corpus: Path, form: str, asked: Asked) -> int:
    """Print one page of what is found; 0. Raises `CorpusError`."""
    kind: Kind = "statements" if asked.within == "statements" else "reports"
    query = parse(text)
    with open_corpus(corpus) as opened:
        filters = _filters(opened, asked)
        _warn(opened, query)
        nothing = not query.wanted and (bool(text.strip()) or filters == NO_FILTERS)
        if filters is None:
            say(_("there is no word in the name of the speaker"))
            answer = Answer(0, 0, (), query)
        elif nothing:
            say(_why_nothing(query, text))
            answer = Answer(0, 0, (), query)
        else:
            offset = (asked.page - 1) * asked.limit
            answer = search(opened, query, kind, filters, limit=asked.limit, offset=offset)
            if not answer.total and not size(opened).reports:
                say(_("the corpus holds no report yet: musnad add adds some"))
    rows = [row_of(one, answer.query) for one in answer.found]
    pages = -(-answer.total // asked.limit)
    if answer.total and asked.page > pages:
        say(plural("there is only {n} page", "there are only {n} pages", pages))
    if form == "json":
        head = {"query": text, "in": kind, "total": answer.total, "whole": answer.whole, "page": asked.page}
        printed({**head, "pages": pages, "hits": rows})
    elif form == "table":
        _show(answer, rows, kind, (asked.page, pages))
    else:
        write(form, FIELDS, rows)
    return 0


def _why_nothing(query: Query, text: str) -> str:
    if query.common:
        return _("these words stand in every text: put them in quotation marks to look for them as a phrase")
    if query.unwanted:
        return _("there are only words to leave out: give one to look for")
    if text.strip():
        return _("there is no word in the query")
    return _("give words to look for, or an option that narrows the reports")


def _filters(opened: Corpus, asked: Asked) -> Filters | None:
    """What was asked for; None where it names a speaker by no word."""
    return narrowed(
        opened,
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


def _warn(opened: Corpus, query: Query) -> None:
    if missing := unindexed(opened):
        say(
            plural("{n} version is not indexed yet", "{n} versions are not indexed yet", missing)
            + ": "
            + _("run musnad update")
        )
    if stale(opened):
        say(_("copies and origins are older than the reports: run musnad update"))
    if query.cut:
        say(_("the query is long: only its first words are looked for"))


def row_of(one: Found, query: Query) -> Row:
    """A hit as a row of `FIELDS`; offsets are into the text of the report."""
    place, said = one.place, one.said
    spans = () if said is None else said.content
    within = (spans[0][0], spans[-1][1]) if spans else None
    shown = snippet(place.text, matches(place.text, query, within), within)
    return {
        "report": place.report,
        "version": place.version,
        "published": place.published,
        "publisher": place.publisher,
        "title": place.title,
        "url": place.url,
        "statement": None if said is None else said.id,
        "speaker": None if said is None else said.speaker,
        "speaker_ref": None if said is None else said.speaker_ref,
        "speaks_for": None if said is None else said.speaks_for,
        "class": None if said is None else said.cue_class,
        "said_on": None if said is None else said.said_on,
        "content": None if said is None else " […] ".join(place.text[a:b] for a, b in spans),
        **origin_cells(one.origin),
        "score": one.score,
        "whole": one.whole,
        "snippet": place.text[shown.start : shown.end],
        "snippet_start": shown.start,
        "matches": [[start, end] for start, end in shown.matches],
    }


def origin_cells(origin: Whence | None) -> Row:
    """The cells of an origin."""
    if origin is None:
        return {"origin": None, "origin_ref": None, "origin_kind": None}
    return {"origin": origin.name, "origin_ref": origin.ref, "origin_kind": origin.kind}


def origin_shown(row: Row) -> str:
    """An origin for the eye: its name, or else its kind."""
    kind = row["origin_kind"]
    return row["origin"] or (_(KINDS[kind]) if kind else "—")


def _show(answer: Answer, rows: Sequence[Row], kind: Kind, at: tuple[int, int]) -> None:
    if kind == "reports":
        heading = plural("{n} report holds it all", "{n} reports hold it all", answer.whole)
    else:
        heading = plural("{n} statement holds it all", "{n} statements hold it all", answer.whole)
    parts = [heading]
    if answer.total > answer.whole:
        parts.append(plural("{n} more holds a part", "{n} more hold a part", answer.total - answer.whole))
    if at[1] > 1:
        parts.append(_("page {page} of {pages}").format(page=at[0], pages=at[1]))
    titles, widths, cells = _of_reports(rows) if kind == "reports" else _of_statements(rows)
    table([" · ".join(parts)], titles, cells, widths)


_Cells = tuple[tuple[str, ...], tuple[int, ...], list[tuple[str, ...]]]


def _of_reports(rows: Sequence[Row]) -> _Cells:
    titles = (_("report"), _("published"), _("publisher"), _("title"), _("where"), _("origin"))
    cells: list[tuple[str, ...]] = [
        (*_at(row), row["title"] or "—", _marked(row), origin_shown(row)) for row in rows
    ]
    return titles, (34, 10, 18, 44, 240, 20), cells


def _of_statements(rows: Sequence[Row]) -> _Cells:
    titles = (_("report"), _("published"), _("publisher"), _("id"), _("speaker"), _("class"))
    cells: list[tuple[str, ...]] = [
        (
            *_at(row),
            row["statement"],
            row["speaker"] or "—",
            class_label(row["class"]),
            _marked(row),
            origin_shown(row),
        )
        for row in rows
    ]
    return (*titles, _("content"), _("origin")), (34, 10, 18, 5, 26, 10, 240, 20), cells


def _at(row: Row) -> tuple[str, str, str]:
    return row["report"], (row["published"] or "—")[:10], row["publisher"] or "—"


def _marked(row: Row) -> str:
    """The snippet of a row with its matches marked, clean otherwise."""
    out, done, start = [], 0, row["snippet_start"]
    for begins, ends in row["matches"]:
        before, inside = row["snippet"][done : begins - start], row["snippet"][begins - start : ends - start]
        out += [_spaced(before), OPENED, visible(inside), CLOSED]
        done = ends - start
    return "".join([*out, _spaced(row["snippet"][done:])]).strip()


def _spaced(text: str) -> str:
    """`visible` text that keeps a space at either end."""
    return (
        (" " if text[:1].isspace() else "")
        + visible(text)
        + (" " if text[-1:].isspace() and text.strip() else "")
    )


def table(
    lines: Sequence[str], titles: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> None:
    """Print cells as a table, each cut to its width."""
    cells = [
        tuple(
            shortened(cell if OPENED in cell else visible(cell), width)
            for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    ]
    tabular(lines, titles, cells, sys.stdout)


def printed(found: Any) -> None:
    """Print a value as JSON."""
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def write(form: str, fields: dict[str, FieldKind], rows: Iterable[Row]) -> None:
    """Write rows to the standard output in one of the forms of tables."""
    WRITERS[form](Table(fields, lambda _corpus: iter(())), rows, sys.stdout.buffer)
