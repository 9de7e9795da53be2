"""Ties between statements and the claims that follow from them: written with copies and origins."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, delete, insert, literal, or_, select

from musnad.corpus import tables
from musnad.corpus.pair_odds import Asked
from musnad.corpus.store import Corpus, reading
from musnad.model import Claim, Count, Edge, Place

_AT_ONCE: Final = 500
_NONE: Final = Asked()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim with its counts, and the day on which it was first published."""

    claim: Claim
    count: Count
    first: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing statements gave: new edges, what each version was compared by, all claims, and the
    what was read of pairs.
    """

    ties: tuple[Edge, ...]
    marks: Mapping[str, str]
    claims: tuple[Claimed, ...]
    odds: Asked = _NONE


def drop_ties(connection: Connection, versions: Sequence[int]) -> None:
    """Forget what related the statements of these versions (by key) to others, and their places in claims."""
    t, m, b = tables.tie.c, tables.member.c, tables.beside.c
    for at in range(0, len(versions), _AT_ONCE):
        some = versions[at : at + _AT_ONCE]
        connection.execute(delete(tables.tie).where(or_(t.left.in_(some), t.right.in_(some))))
        for table in (tables.compared, tables.digest):
            connection.execute(delete(table).where(table.c.version.in_(some)))
        lost = select(m.claim).where(m.version.in_(some)).scalar_subquery()
        keys = list(
            connection.execute(select(tables.claim.c.pk).where(tables.claim.c.pk.in_(lost))).scalars()
        )
        connection.execute(delete(tables.beside).where(or_(b.claim.in_(keys), b.other.in_(keys))))
        connection.execute(delete(tables.member).where(m.claim.in_(keys)))
        connection.execute(delete(tables.claim).where(tables.claim.c.pk.in_(keys)))


def marks(corpus: Corpus) -> dict[str, str]:
    """By what the statements of each version, by its id, have been compared with all others."""
    c, v = tables.compared.c, tables.version.c
    with reading(corpus) as connection:
        return dict(connection.execute(select(v.id, c.mark).join(tables.compared, c.version == v.pk)).all())


def ties(corpus: Corpus, *, bare: bool = False) -> Iterator[Edge]:
    """The edges that the program found between statements; `bare` of their reasons, in half the time.

    Raises `CorpusError`.
    """
    t = tables.tie.c
    left, right = tables.version.alias("l"), tables.version.alias("r")
    reasons = literal("[]") if bare else t.reasons
    asked = (
        select(
            left.c.id,
            t.left_statement,
            right.c.id,
            t.right_statement,
            t.relation,
            t.judgement,
            t.score,
            reasons,
        )
        .join(left, left.c.pk == t.left)
        .join(right, right.c.pk == t.right)
    )
    with reading(corpus) as connection:
        for a, of_a, b, of_b, relation, judgement, score, told in connection.execution_options(
            yield_per=1000
        ).execute(asked):
            why = () if bare else tuple(json.loads(told))
            yield Edge(Place(a, of_a).id, Place(b, of_b).id, relation, judgement, score, why)


def put_ties(
    connection: Connection, keys: Mapping[str, int], made: Iterable[Edge], compared: Mapping[str, str]
) -> None:
    """Write new edges, and that the versions of `compared` have been compared, by what.

    What these versions had before goes, and so does what former versions of reports had. `keys` has the key
    of each version by its id.
    """
    c, r = tables.compared.c, tables.report.c
    former = select(c.version).where(c.version.not_in(select(r.newest)))
    gone = set(connection.execute(former).scalars()) - {keys[name] for name in compared if name in keys}
    drop_ties(connection, sorted(gone))
    drop_ties(connection, [keys[name] for name in compared if name in keys])
    rows = [
        tie_row(one, keys)
        for one in made
        if all(Place.of(end).version in keys for end in (one.left, one.right))
    ]
    if rows:
        connection.execute(insert(tables.tie), rows)
    told = [{"version": keys[name], "mark": mark} for name, mark in compared.items() if name in keys]
    if told:
        connection.execute(insert(tables.compared), told)


def tie_row(one: Edge, keys: Mapping[str, int]) -> dict[str, Any]:
    """The row of an edge; `keys` has the keys of its versions by their ids."""
    left, right = Place.of(one.left), Place.of(one.right)
    return {
        "left": keys[left.version],
        "left_statement": left.statement,
        "right": keys[right.version],
        "right_statement": right.statement,
        "relation": one.relation,
        "judgement": one.judgement,
        "score": one.score,
        "reasons": json.dumps(one.reasons),
    }


def put_claims(connection: Connection, keys: Mapping[str, int], found: Sequence[Claimed]) -> None:
    """Have these claims stand for all there were; only what differs is written."""
    c = tables.claim.c
    wanted = {one.claim.id: claim_row(one) for one in found}
    held = {row["id"]: dict(row) for row in connection.execute(select(tables.claim)).mappings()}
    gone = [row["pk"] for name, row in held.items() if name not in wanted]
    connection.execute(delete(tables.beside))
    members = _members(found, keys)
    pks = {name: row["pk"] for name, row in held.items() if name in wanted}
    _drop_members(connection, members, {pk: name for name, pk in pks.items()})
    for at in range(0, len(gone), _AT_ONCE):
        connection.execute(delete(tables.claim).where(c.pk.in_(gone[at : at + _AT_ONCE])))
    changed = [
        {**row, "b_pk": pks[name]}
        for name, row in wanted.items()
        if name in pks and {**row, "pk": pks[name]} != held[name]
    ]
    for row in changed:
        pk = row.pop("b_pk")
        connection.execute(tables.claim.update().where(c.pk == pk).values(**row))
    if fresh := [row for name, row in wanted.items() if name not in pks]:
        connection.execute(insert(tables.claim), fresh)
        pks = dict(connection.execute(select(c.id, c.pk)).all())
    present = {
        tuple(row) for row in connection.execute(select(tables.member.c.version, tables.member.c.statement))
    }
    rows = [
        {"version": version, "statement": statement, "claim": pks[name], "place": place}
        for (version, statement), (name, place) in members.items()
        if (version, statement) not in present
    ]
    if rows:
        connection.execute(insert(tables.member), rows)
    others = [
        {"claim": pks[one.claim.id], "other": pks[other], "relation": relation}
        for one in found
        for relation, names in (("corroborates", one.claim.corroborated), ("disputes", one.claim.disputed))
        for other in names
    ]
    if others:
        connection.execute(insert(tables.beside), others)


_Member = tuple[int, str]


def _members(found: Sequence[Claimed], keys: Mapping[str, int]) -> dict[_Member, tuple[str, int]]:
    return {
        (keys[at.version], at.statement): (one.claim.id, place)
        for one in found
        for place, at in enumerate(one.claim.statements)
        if at.version in keys
    }


def _drop_members(
    connection: Connection, members: Mapping[_Member, tuple[str, int]], names: Mapping[int, str]
) -> None:
    """Drop the rows of members that no longer hold."""
    m = tables.member.c
    rows = connection.execute(select(m.version, m.statement, m.claim, m.place)).all()
    gone = [
        {"b_version": version, "b_statement": statement}
        for version, statement, claim, place in rows
        if members.get((version, statement)) != (names.get(claim), place)
    ]
    if gone:
        match = and_(m.version == bindparam("b_version"), m.statement == bindparam("b_statement"))
        connection.execute(delete(tables.member).where(match), gone)


def claim_row(one: Claimed) -> dict[str, Any]:
    """The row of a claim with its counts."""
    return {
        "id": one.claim.id,
        "reports": len(one.count.reports),
        "carriers": len(one.count.carriers),
        "named": len(one.count.named),
        "unknown": len(one.count.unknown),
        "unnamed": len(one.count.unnamed),
        "low": one.count.low,
        "high": one.count.high,
        "first": one.first,
        "disputed": bool(one.claim.disputed),
        # ASCII, as lone surrogates may stand in a name.
        "origins": json.dumps([[o.kind, o.key, o.name, o.ref] for o in one.count.named]),
    }


def claims(corpus: Corpus) -> Iterator[Claim]:
    """All claims, by their ids. Raises `CorpusError`."""
    m, v, c = tables.member.c, tables.version.c, tables.claim.c
    asked = (
        select(c.pk, c.id, v.id, m.statement)
        .join(tables.member, m.claim == c.pk)
        .join(tables.version, v.pk == m.version)
        .order_by(c.id, m.place)
    )
    with reading(corpus) as connection:
        beside = _beside(connection)
        places: list[Place] = []
        last: tuple[int, str] | None = None
        for pk, name, version, statement in connection.execution_options(yield_per=1000).execute(asked):
            if last is not None and last != (pk, name):
                yield _claim(last, places, beside)
                places = []
            last = (pk, name)
            places.append(Place(version, statement))
        if last is not None:
            yield _claim(last, places, beside)


def _beside(connection: Connection) -> dict[tuple[int, str], list[str]]:
    b, c = tables.beside.c, tables.claim.c
    found: dict[tuple[int, str], list[str]] = {}
    asked = select(b.claim, b.relation, c.id).join(tables.claim, c.pk == b.other).order_by(c.id)
    for pk, relation, other in connection.execute(asked):
        found.setdefault((pk, relation), []).append(other)
    return found


def _claim(
    at: tuple[int, str], places: Sequence[Place], beside: Mapping[tuple[int, str], list[str]]
) -> Claim:
    pk, name = at
    return Claim(
        name,
        tuple(places),
        tuple(beside.get((pk, "corroborates"), ())),
        tuple(beside.get((pk, "disputes"), ())),
    )
