"""``musnad who``: who is meant by a name, and what this one said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from musnad.cli.load import say
from musnad.cli.messages import N_, _, plural
from musnad.cli.search import origin_cells, origin_shown, printed, table, write
from musnad.cli.table import class_label
from musnad.cli.telling import opened, ranged
from musnad.corpus import size
from musnad.corpus.claim_queries import ClaimSums, claims_at
from musnad.corpus.speaking import Spoken, relayed, speakers, spoken
from musnad.export.tables import FieldKind, Row
from musnad.search_speakers import Candidate, Speaker, candidates, meant

FIELDS: Final[dict[str, FieldKind]] = {
    "said_on": "text",
    "published": "text",
    "report": "text",
    "version": "text",
    "publisher": "text",
    "title": "text",
    "statement": "text",
    "speaker": "text",
    "speaker_ref": "text",
    "speaks_for": "text",
    "class": "text",
    "content": "text",
    "via": "texts",
    "origin": "text",
    "origin_ref": "text",
    "origin_kind": "text",
    "claim": "text",
    "reports": "count",
    "low": "count",
    "high": "count",
}
CANDIDATES: Final[dict[str, FieldKind]] = {
    "name": "text",
    "ref": "text",
    "kind": "text",
    "names": "texts",
    "statements": "count",
    "reports": "count",
    "first": "text",
    "last": "text",
    "score": "number",
}
_KINDS: Final = {
    "person": N_("person"), "role": N_("office"), "state": N_("state"), "organisation": N_("organisation"),
    "medium": N_("medium"), "place": N_("place"), "group": N_("group"), "document": N_("document"),
    "unnamed": N_("unnamed"),
}  # fmt: skip
_MOST: Final = 20
_NEAR: Final = 0.9


def run_who(
    name: str, corpus: Path, form: str, days: tuple[str | None, str | None], paging: tuple[int, int]
) -> int:
    """Print who is meant and what was said, or who may be; 1 where there is nobody. Raises `CorpusError`."""
    limit, page = paging
    with opened(corpus) as held_in:
        found = candidates(name, speakers(held_in))
        one = meant(name, found)
        claims = dict[tuple[str, str], ClaimSums]()
        total, said, media = 0, tuple[Spoken, ...](), tuple[Speaker, ...]()
        if one is not None:
            offset = (page - 1) * limit
            total, said = spoken(held_in, one.names, one.ref, days, limit=limit, offset=offset)
            claims = claims_at(held_in, ((some.place.version, some.said.id) for some in said))
            if one.ref is not None and one.kind == "medium":
                media = relayed(held_in, one.ref, _MOST)
        if not found:
            say(
                _("nobody of that name speaks in the corpus")
                if size(held_in).reports
                else _("the corpus holds no report yet: musnad add adds some")
            )
    rows = [_row(some, claims.get((some.place.version, some.said.id))) for some in said]
    others = [] if one is None else [other for other in found if other is not one and other.score >= _NEAR]
    pages = -(-total // limit)
    if total and page > pages:
        say(plural("there is only {n} page", "there are only {n} pages", pages))
    if found and one is None:
        say(_("several may be meant: give more of the name, or the reference"))
    if form == "json":
        meant_ = None if one is None else _candidate(one)
        head = {"name": name, "meant": meant_, "total": total, "page": page, "pages": pages}
        rest = [_candidate(other) for other in (others if one is not None else found)[:_MOST]]
        printed({**head, "statements": rows, "others": rest, "relayed": [_speaker(some) for some in media]})
    elif form != "table":
        some = [_candidate(other) for other in found[:_MOST]]
        write(form, *((FIELDS, rows) if one is not None else (CANDIDATES, some)))
    elif one is None:
        _list(found)
    else:
        _show(one, rows, (total, page, pages), (others, media))
    return 0 if found else 1


def _row(one: Spoken, sums: ClaimSums | None) -> Row:
    place, said = one.place, one.said
    return {
        "said_on": said.said_on,
        "published": place.published,
        "report": place.report,
        "version": place.version,
        "publisher": place.publisher,
        "title": place.title,
        "statement": said.id,
        "speaker": said.speaker,
        "speaker_ref": said.speaker_ref,
        "speaks_for": said.speaks_for,
        "class": said.cue_class,
        "content": " […] ".join(place.text[a:b] for a, b in said.content),
        "via": list(one.via),
        **origin_cells(one.origin),
        "claim": None if sums is None else sums.id,
        "reports": None if sums is None else sums.reports,
        "low": None if sums is None else sums.low,
        "high": None if sums is None else sums.high,
    }


def _candidate(one: Candidate) -> Row:
    return {
        "name": one.name, "ref": one.ref, "kind": one.kind, "names": list(one.names),
        "statements": one.statements, "reports": one.reports, "first": one.first, "last": one.last,
        "score": one.score,
    }  # fmt: skip


def _speaker(one: Speaker) -> Row:
    return {"name": one.name, "ref": one.ref, "kind": one.kind, "statements": one.statements}


def _list(found: Sequence[Candidate]) -> None:
    cells = [
        (
            one.name,
            one.ref or "—",
            _(_KINDS[one.kind]) if one.kind in _KINDS else "—",
            str(one.statements),
            f"{(one.first or '—')[:10]} – {(one.last or '—')[:10]}",
        )
        for one in found[:_MOST]
    ]
    titles = (_("name"), _("reference"), _("kind"), _("statements"), _("days"))
    lines = [plural("{n} speaker may be meant", "{n} speakers may be meant", len(found))] if found else []
    table(lines, titles, cells, (60, 40, 14, 11, 24))


def _show(
    one: Candidate,
    rows: Sequence[Row],
    at: tuple[int, int, int],
    beside: tuple[Sequence[Candidate], Sequence[Speaker]],
) -> None:
    total, page, pages = at
    others, media = beside
    lines = [" · ".join(part for part in (one.name, one.ref) if part)]
    if len(one.names) > 1:
        lines.append(_("also") + ": " + "، ".join(one.names[1:8]))
    counted = plural("{n} statement", "{n} statements", total)
    if pages > 1:
        counted += " · " + _("page {page} of {pages}").format(page=page, pages=pages)
    lines.append(counted)
    if media:
        lines.append(_("relays") + ": " + "، ".join(f"{some.name} ({some.statements})" for some in media[:8]))
    if others:
        lines.append(_("of like names") + ": " + "، ".join(other.name for other in others[:6]))
    titles: tuple[str, ...] = (_("said on"), _("report"), _("id"), _("publisher"), _("speaker"), _("class"))
    cells = [
        (
            row["said_on"] or (row["published"] or "—")[:10],
            row["report"],
            row["statement"],
            row["publisher"] or "—",
            row["speaker"] or "—",
            class_label(row["class"]),
            row["content"],
            " ← ".join(row["via"]) or "—",
            origin_shown(row),
            "—" if row["claim"] is None else str(row["reports"]),
            "—" if row["claim"] is None else ranged(row["low"], row["high"]),
        )
        for row in rows
    ]
    titles = (*titles, _("content"), _("via"), _("origin"), _("reports"), _("origins"))
    table(lines, titles, cells, (21, 34, 5, 18, 26, 10, 90, 30, 20, 7, 7))
