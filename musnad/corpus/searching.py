"""Search over the indexes: which reports or statements hold what a query asks for, the likeliest first.

A query comes as terms (`search_query.parse`), never as text: whatever somebody typed, no sign of it means anything to
SQLite. Ranked by bm25 (SQLite, FTS5), ties by the day, the newest first, then by id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, text

from musnad.corpus.entry import unpacked_text
from musnad.corpus.indexing import of_key, terms_in
from musnad.corpus.store import Corpus, reading
from musnad.search_query import Group, Query, Term

Kind = Literal["reports", "statements"]

ENOUGH: Final = 10
"""Where fewer hold all that is asked for, those that hold a part of it follow."""

# Weights of the columns of each index, and of what is rather there than not.
_WEIGHTS: Final = {"reports": (4.0, 1.0), "statements": (2.0, 1.0)}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must also be: each is left open where it is empty.

    `speakers` are terms of names and `refs` references, of which the speaker has one or is spoken for by one that has;
    `publishers` as stored; `since` and `until` ISO 8601 days of publication; `classes` of cues. `origins` are kinds,
    references, keys or names of origins of the statement, or of most of the report; `agencies` the same of agencies.
    """

    speakers: tuple[Term, ...] = ()
    refs: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    classes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One report or statement that was found: `score` is comparable within one answer alone, more is likelier.

    `whole` tells that it holds all that was asked for. `statement`, `speaker`, `cue_class`, `said_on`, `cue` and `content`
    (spans of the text) are None or empty for a report. `origin_*` are None where it was not sought yet.
    """

    version: str
    report: str
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None
    text: str
    score: float
    whole: bool
    statement: str | None = None
    speaker: str | None = None
    speaks_for: str | None = None
    cue_class: str | None = None
    said_on: str | None = None
    cue: tuple[int, int] | None = None
    content: tuple[tuple[int, int], ...] = ()
    origin_kind: str | None = None
    origin: str | None = None
    origin_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How many there are, how many of them hold all that was asked for, and one page of them."""

    total: int
    whole: int
    found: tuple[Found, ...]


def search(
    corpus: Corpus, query: Query, kind: Kind, filters: Filters = Filters(), limit: int = 10, offset: int = 0
) -> Answer:
    """The newest versions, or their statements, that a query and filters are true of; without words, of the filters.

    Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        ask = _Ask(connection, kind, filters)
        ranked = ask.rank(query)
        whole = sum(1 for one in ranked if one[3])
        page = ranked[offset : offset + limit]
        return Answer(len(ranked), whole, tuple(ask.filled(page)))


_Ranked = tuple[float, int, str, bool]
"""Score, key, version id, whether all is held."""


class _Ask:
    def __init__(self, connection: Connection, kind: Kind, filters: Filters) -> None:
        self._connection = connection
        self._kind = kind
        self._where, self._values = _conditions(kind, filters)
        self._filters = filters

    def rank(self, query: Query) -> list[_Ranked]:
        """All that is found, the likeliest first."""
        best = self._run(expression(query, every=True))
        ranked = [(score, key, name, True) for key, score, _, name in best]
        if len(best) < ENOUGH and len(query.wanted) > 1:
            held = {key for key, *_ in best}
            more = self._run(expression(query, every=False))
            ranked += [(score, key, name, False) for key, score, _, name in more if key not in held]
        return ranked

    def _run(self, match: str) -> list[Any]:
        values = dict(self._values)
        if match:
            values["match"] = match
        asked = text(_sql(self._kind, bool(match), self._where))
        lists = [name for name, value in values.items() if isinstance(value, list)]
        asked = asked.bindparams(*(bindparam(name, expanding=True) for name in lists))
        return list(self._connection.execute(asked, values))

    def filled(self, page: Sequence[_Ranked]) -> list[Found]:
        """The hits of one page with all that is known of them."""
        found = []
        for score, key, _, whole in page:
            version, number = (key, 0) if self._kind == "reports" else of_key(key)
            row = self._connection.execute(_REPORT, {"pk": version, "statement": ""}).one()
            made = {
                "version": row.id, "report": row.external_id or row.report, "publisher": row.publisher,
                "published": row.published, "title": row.title, "url": row.url, "text": unpacked_text(row.text),
                "score": -score, "whole": whole,
            }  # fmt: skip
            found.append(Found(**made))
        return found


_REPORT: Final = text(
    "SELECT v.id, v.title, v.published, v.text, r.external_id, r.id AS report, r.publisher, r.url "
    "FROM version v JOIN report r ON r.pk = v.report WHERE v.pk = :pk"
)


def _sql(kind: Kind, match: bool, where: Sequence[str]) -> str:
    title, rest = _WEIGHTS[kind]
    index = "found_report" if kind == "reports" else "found_statement"
    version = "f.rowid" if kind == "reports" else "f.rowid >> 16"
    score = f"bm25({index}, {title}, {rest})" if match else "0.0"
    conditions = [f"{index} MATCH :match"] if match else []
    return (
        f"SELECT f.rowid, {score} AS score, v.published, v.id FROM {index} f "
        f"JOIN version v ON v.pk = {version} JOIN report r ON r.newest = v.pk "
        + (f"WHERE {' AND '.join([*conditions, *where])} " if conditions or where else "")
        + "ORDER BY score, v.published DESC, v.id, f.rowid"
    )


def _conditions(kind: Kind, filters: Filters) -> tuple[list[str], dict[str, Any]]:
    return [], {}


# --- queries of FTS5 ---


def expression(query: Query, *, every: bool) -> str:
    """A query in the language of FTS5: all parts, or any. Each term stands in quotation marks and holds none."""
    if not query.wanted:
        return ""
    parts = [_group(one) for one in query.wanted]
    if every:
        wanted = " AND ".join(parts)
        if near := _neighbours(query.wanted):
            # Terms beside one another as they were asked for weigh more; they change nothing in what is found.
            wanted = f"({wanted}) OR ({wanted} AND ({' OR '.join(near)}))"
    else:
        wanted = " OR ".join(parts)
    for one in query.unwanted:
        wanted = f"({wanted}) NOT {_group(one)}"
    return wanted


def _group(group: Group) -> str:
    words = " AND ".join(f"({' OR '.join(map(_term, any_))})" for any_ in group.words)
    exact = [_term(Term((one,))) for one in group.exact] if len(group.words) == 1 and len(group.exact) == 1 else []
    others = [f"({words})", *exact, *map(_term, group.instead)]
    return f"({' OR '.join(others)})"


def _term(term: Term) -> str:
    return f'"{" ".join(term.terms)}"' + ("*" if term.prefix else "")


def _neighbours(groups: Sequence[Group]) -> list[str]:
    exact = [group.exact for group in groups]
    return [_term(Term((one[-1], other[0]))) for one, other in zip(exact, exact[1:], strict=False) if one and other]
