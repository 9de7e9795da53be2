"""Claims asked for: lists of them under filters, one by its id, and the claim of each statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, TextClause, bindparam, text

from musnad.corpus.entry import unpacked_text
from musnad.corpus.errors import CorpusError
from musnad.corpus.queries import resolve
from musnad.corpus.searching import NO_FILTERS, Filters, of_origin, of_report, of_statement, said_of
from musnad.corpus.store import Corpus, reading

Order = Literal["reports", "newest", "origins"]
ID: Final = 64
"""Digits of the id of a claim."""
SHORTEST: Final = 6
"""Ids are found by their beginnings from this length on."""
_HEXADECIMAL: Final = frozenset("0123456789abcdef")
_STATEMENT: Final = re.compile("s[0-9]{1,9}")

CLAIM_SUMS: Final = (
    "c.pk, c.id, c.first, c.reports, c.carriers, c.named, c.unknown, c.unnamed, c.low, c.high, c.disputed"
)
"""The columns of a claim ``c`` that `sums_of` reads, its key in front."""
# An order never ends in a tie: the last word has the id, which says nothing of a claim.
_ORDERS: Final[Mapping[Order, str]] = {
    "reports": "c.reports DESC, c.high, c.unnamed, c.first IS NULL, c.first DESC, c.id",
    "newest": "c.first IS NULL, c.first DESC, c.reports DESC, c.id",
    "origins": "1.0 * c.high / c.reports, c.reports DESC, c.first IS NULL, c.first DESC, c.id",
}


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What a claim must also be: each is left open where it is empty.

    `said` is asked of its statements: one of them must meet all of it. `reports` is the least number of
    reports, `low` and `high` the most that its origins may be, at least and at most; `disputed` asks for
    claims that another disputes.
    """

    said: Filters = NO_FILTERS
    reports: int = 1
    low: int | None = None
    high: int | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class ClaimSums:
    """The sums of a claim; `first` is the day on which it was first published, None where none is dated."""

    id: str
    first: str | None
    reports: int
    carriers: int
    named: int
    unknown: int
    unnamed: int
    low: int
    high: int
    disputed: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A claim in a list: its sums, and its earliest statement with where that stands.

    `speaker` is whom the earliest statement that names anybody names. `report` is what its report goes by.
    """

    sums: ClaimSums
    report: str
    version: str
    publisher: str | None
    statement: str
    speaker: str | None
    speaker_ref: str | None
    cue_class: str
    content: str


def listed(
    corpus: Corpus,
    filters: ClaimFilters = ClaimFilters(),
    *,
    order: Order = "reports",
    limit: int = 10,
    offset: int = 0,
) -> tuple[int, tuple[Listed, ...]]:
    """How many claims filters are true of, and one page of them. Raises `CorpusError`."""
    where, values = _where(filters)
    of = f"FROM claim c WHERE {' AND '.join(where)}"
    with reading(corpus) as connection:
        asked = (
            f"SELECT {CLAIM_SUMS}, count(*) OVER () {of} ORDER BY {_ORDERS[order]} "
            "LIMIT :limit OFFSET :offset"
        )
        rows = connection.execute(_bound(asked, values), {**values, "limit": limit, "offset": offset}).all()
        if not rows and offset:
            counted = connection.execute(_bound(f"SELECT count(*) {of}", values), values)
            return int(counted.scalar_one()), ()
        return (int(rows[0][-1]) if rows else 0), tuple(listed_in(connection, rows))


def _where(filters: ClaimFilters) -> tuple[list[str], dict[str, Any]]:
    """What filters ask of a claim ``c``, in SQL of this module, and the values that it is bound to."""
    found, values = ["c.reports >= :reports"], dict[str, Any](reports=filters.reports)
    for name in ("low", "high"):
        most = getattr(filters, name)
        if most is not None:
            found.append(f"c.{name} <= :{name}")
            values[name] = most
    if filters.disputed:
        found.append("c.disputed")
    if said := _of_members(filters.said, values):
        found.append(f"c.pk IN (SELECT m.claim FROM member m WHERE {' AND '.join(said)})")
    return found, values


def _of_members(said: Filters, values: dict[str, Any]) -> list[str]:
    """What filters ask of one row ``m`` of members, each in a set of its own: a join with all versions took
    0.4 to 1.4 s where these take some 30 ms (54,810 statements).
    """
    found = []
    if of := of_report(said, values):
        tables = "version v JOIN report r ON r.newest = v.pk"
        found.append(f"m.version IN (SELECT v.pk FROM {tables} WHERE {' AND '.join(of)})")
    sets = [("s.version, s.id FROM statement s", " AND ".join(of_statement(said, values)))]
    sets += [("o.version, o.statement FROM origin o", one) for one in of_origin(said, values)]
    found += [f"(m.version, m.statement) IN (SELECT {of} WHERE {where})" for of, where in sets if where]
    return found


def _bound(asked: str, values: Mapping[str, Any]) -> TextClause:
    lists = (name for name, value in values.items() if isinstance(value, tuple))
    return text(asked).bindparams(*(bindparam(name, expanding=True) for name in lists))


def sums_of(row: Sequence[Any]) -> ClaimSums:
    """The sums in a row of `CLAIM_SUMS`, the key in front left out."""
    name, first, reports, carriers, named, unknown, unnamed, low, high, disputed = row[1:11]
    return ClaimSums(
        name, first, reports, carriers, named, unknown, unnamed, low, high, disputed=bool(disputed)
    )


_FIRST: Final = text(
    "SELECT m.version, m.statement, v.id, coalesce(r.external_id, r.id), r.publisher, v.text FROM member m "
    "JOIN version v ON v.pk = m.version JOIN report r ON r.pk = v.report WHERE m.claim = :claim "
    "ORDER BY m.place LIMIT 1"
)
_SPEAKER: Final = text(
    "SELECT s.speaker, s.speaker_ref FROM member m "
    "JOIN statement s ON s.version = m.version AND s.id = m.statement "
    "WHERE m.claim = :claim AND s.speaker IS NOT NULL ORDER BY m.place LIMIT 1"
)


def listed_in(connection: Connection, rows: Iterable[Sequence[Any]]) -> Iterator[Listed]:
    """What `listed` tells of the claims in rows of their sums, within a transaction."""
    for row in rows:
        claim = {"claim": row[0]}
        pk, name, version, report, publisher, packed = connection.execute(_FIRST, claim).one()
        said = said_of(connection, pk, name)
        speaker, ref = connection.execute(_SPEAKER, claim).one_or_none() or (None, None)
        whole = unpacked_text(packed)
        content = " […] ".join(whole[start:end] for start, end in said.content)
        yield Listed(sums_of(row), report, version, publisher, name, speaker, ref, said.cue_class, content)


_TO_TELL: Final = text(
    f"SELECT {CLAIM_SUMS} FROM claim c "
    "WHERE (c.reports >= :reports AND c.low = 1) OR c.disputed ORDER BY c.id"
)
_DISPUTED_BY: Final = text(
    "SELECT b.claim, c.id FROM beside b JOIN claim c ON c.pk = b.other "
    "WHERE b.relation = 'disputes' ORDER BY c.id"
)


def claims_to_tell(corpus: Corpus, reports: int) -> Iterator[tuple[Listed, tuple[str, ...]]]:
    """The claims in so many reports of which one origin is sure, and those in dispute, each with the ids of
    the claims that dispute it. Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        disputes: dict[int, list[str]] = {}
        for key, other in connection.execute(_DISPUTED_BY):
            disputes.setdefault(key, []).append(other)
        rows = connection.execute(_TO_TELL, {"reports": reports}).all()
        for row, one in zip(rows, listed_in(connection, rows), strict=True):
            yield one, tuple(disputes.get(row[0], ()))


_DISPUTES: Final = text(
    "SELECT a.pk, b.pk FROM beside d JOIN claim a ON a.pk = d.claim JOIN claim b ON b.pk = d.other "
    "WHERE d.relation = 'disputes' AND a.id < b.id "
    "ORDER BY max(coalesce(a.first, ''), coalesce(b.first, '')) DESC, a.id, b.id LIMIT :limit OFFSET :offset"
)
_DISPUTE_COUNT: Final = text("SELECT count(*) / 2 FROM beside WHERE relation = 'disputes'")
_BY_KEY: Final = text(f"SELECT {CLAIM_SUMS} FROM claim c WHERE c.pk = :claim")


def disputes(
    corpus: Corpus, *, limit: int = 10, offset: int = 0
) -> tuple[int, tuple[tuple[Listed, Listed], ...]]:
    """How many pairs of claims are in dispute, and one page of them, the newest first; of each pair the claim
    that was published first stands in front. Raises `CorpusError`.
    """
    with reading(corpus) as connection:
        total = int(connection.execute(_DISPUTE_COUNT).scalar_one())
        pairs = connection.execute(_DISPUTES, {"limit": limit, "offset": offset}).all()
        rows = [connection.execute(_BY_KEY, {"claim": key}).one() for pair in pairs for key in pair]
        found = list(listed_in(connection, rows))
    both = zip(found[::2], found[1::2], strict=True)
    return total, tuple(
        (other, one) if (other.sums.first or "~") < (one.sums.first or "~") else (one, other)
        for one, other in both
    )


# --- one claim ---


def resolve_claim(corpus: Corpus, name: str) -> str:
    """The id of the claim that a name stands for: its id, the beginning of that from six digits on, or
    ``REPORT:STATEMENT``, a report as `resolve` takes it and the id of a statement of its newest version.

    Raises `CorpusError` (``unknown``, ``no-claim``, ``ambiguous``).
    """
    report, mark, statement = name.rpartition(":")
    if mark and _STATEMENT.fullmatch(statement):
        return _of_statement(corpus, resolve(corpus, report), statement, name)
    wanted = name.strip().lower()
    found = list[str]()
    if SHORTEST <= len(wanted) <= ID and not set(wanted) - _HEXADECIMAL:
        with reading(corpus) as connection:
            # "g" follows all digits: a range, which the index serves.
            asked = text("SELECT id FROM claim WHERE id >= :name AND id < :name || 'g' ORDER BY id LIMIT 4")
            found = list(connection.execute(asked, {"name": wanted}).scalars())
    if not found:
        raise unknown_claim(name)
    if len(found) > 1:
        several = ", ".join(one[:12] for one in found)
        raise CorpusError("ambiguous", f"{name}: may be any of {several}", name=name, found=several)
    return found[0]


def _of_statement(corpus: Corpus, report: str, statement: str, name: str) -> str:
    asked = text(
        "SELECT c.id FROM report r JOIN member m ON m.version = r.newest AND m.statement = :statement "
        "JOIN claim c ON c.pk = m.claim WHERE r.id = :report"
    )
    with reading(corpus) as connection:
        found = connection.execute(asked, {"report": report, "statement": statement}).scalar()
    if found is None:
        raise unknown_claim(name)
    return str(found)


def unknown_claim(name: str) -> CorpusError:
    """The error that no claim goes by a name."""
    return CorpusError("no-claim", f"{name}: there is no such claim in the corpus", name=name)


# --- the claims of statements ---


def claims_of(corpus: Corpus, version: str) -> dict[str, ClaimSums]:
    """The sums of the claim that each statement of the version of that id belongs to, by the statement.

    Raises `CorpusError`.
    """
    asked = text(
        f"SELECT m.statement, {CLAIM_SUMS} FROM version v JOIN member m ON m.version = v.pk "
        "JOIN claim c ON c.pk = m.claim WHERE v.id = :version"
    )
    with reading(corpus) as connection:
        return {row[0]: sums_of(row[1:]) for row in connection.execute(asked, {"version": version})}


def claims_at(corpus: Corpus, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], ClaimSums]:
    """The sums of the claims of statements, by version and statement. Raises `CorpusError`."""
    wanted: dict[str, set[str]] = {}
    for version, statement in places:
        wanted.setdefault(version, set()).add(statement)
    return {
        (version, statement): sums
        for version, statements in wanted.items()
        for statement, sums in claims_of(corpus, version).items()
        if statement in statements
    }


def claim_count(corpus: Corpus, reports: int = 1) -> int:
    """How many claims there are in so many reports or more. Raises `CorpusError`."""
    asked = text("SELECT count(*) FROM claim WHERE reports >= :reports")
    with reading(corpus) as connection:
        return int(connection.execute(asked, {"reports": reports}).scalar_one())
