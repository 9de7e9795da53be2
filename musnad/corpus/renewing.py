"""What follows from a few statements, read and replaced where it stands: ties, claims, origins, copies."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, and_, bindparam, delete, exists, insert, select, text, update

from musnad.corpus import tables
from musnad.corpus.claiming import Claimed, claim_row, tie_row
from musnad.corpus.derived import all_heeded, copies_among, copy_rows, origin_rows, origins_in
from musnad.corpus.entry import unpacked_report
from musnad.corpus.queries import StoredVersion, stored_keys
from musnad.corpus.store import Corpus, count, reading, writing
from musnad.model import Claim, Copy, Edge, Place, ReportOrigins, Span

Value = TypeVar("Value")

_AT_ONCE: Final = 500
_v, _m, _t, _b = tables.version.c, tables.member.c, tables.tie.c, tables.beside.c


@dataclass(frozen=True, slots=True)
class Standing:
    """A version that is in claims: when its report was published, and the contents of its statements."""

    published: str | None
    contents: Mapping[str, tuple[Span, ...]]


def standing(corpus: Corpus, versions: Collection[str]) -> dict[str, Standing]:
    """Those of these versions, by their ids, that are the newest and were compared with others."""
    s, c, r = tables.statement.c, tables.compared.c, tables.report.c
    found = {}
    with reading(corpus) as connection:
        for some in _chunks(sorted(versions)):
            asked = (
                select(_v.pk, _v.id, _v.known)
                .join(tables.compared, c.version == _v.pk)
                .join(tables.report, r.newest == _v.pk)
                .where(_v.id.in_(some))
            )
            rows = connection.execute(asked).all()
            said: defaultdict[int, dict[str, tuple[Span, ...]]] = defaultdict(dict)
            of = select(s.version, s.id, s.content).where(s.version.in_([row.pk for row in rows]))
            for pk, name, content in connection.execute(of):
                said[pk][name] = tuple(Span(*span) for span in json.loads(content))
            for pk, name, known in rows:
                found[name] = Standing(unpacked_report(known, "").published, said[pk])
    return found


def versions_of(corpus: Corpus, versions: Collection[str]) -> Iterator[StoredVersion]:
    """These versions, by their ids, whole; in no order. Raises `CorpusError`."""
    with reading(corpus) as connection:
        keys = sorted(_keys(connection, versions).values())
        for some in _chunks(keys):
            yield from (held for _, held in stored_keys(connection, some))


def newest_of(corpus: Corpus, versions: Collection[str]) -> frozenset[str]:
    """Those of these versions that are the newest of their reports."""
    r = tables.report.c
    with reading(corpus) as connection:
        asked = select(_v.id).join(tables.report, r.newest == _v.pk)
        return frozenset(
            name
            for some in _chunks(sorted(versions))
            for name in connection.execute(asked.where(_v.id.in_(some))).scalars()
        )


# --- ties ---

# Ends in one parameter, each looked up in an index: a list of pairs has SQLite read the whole table.
_TIES: Final = tuple(
    text(
        f"SELECT t.left, t.left_statement, t.right, t.right_statement, t.relation, t.judgement, t.score "
        f"FROM json_each(:spots) s CROSS JOIN tie t ON t.{side} = json_extract(s.value, '$[0]') "
        f"AND t.{side}_statement = json_extract(s.value, '$[1]')"
    )
    for side in ("left", "right")
)


def ties_of(corpus: Corpus, places: Collection[Place]) -> dict[tuple[str, str, str], Edge]:
    """The ties of statements to others, without their reasons, by both ends and the relation."""
    found: dict[tuple[str, str, str], Edge] = {}
    with reading(corpus) as connection:
        keys = _keys(connection, {one.version for one in places})
        names = {key: name for name, key in keys.items()}
        spots = json.dumps([(keys[one.version], one.statement) for one in places if one.version in keys])
        rows = [row for asked in _TIES for row in connection.execute(asked, {"spots": spots})]
        names |= _names(connection, {end for row in rows for end in (row[0], row[2])} - names.keys())
        for a, of_a, b, of_b, relation, judgement, score in rows:
            edge = Edge(Place(names[a], of_a).id, Place(names[b], of_b).id, relation, judgement, score, ())
            found[edge.left, edge.right, edge.relation] = edge
    return found


def replace_ties(corpus: Corpus, places: Collection[Place], made: Iterable[Edge]) -> None:
    """Have these ties stand for all that statements had. Raises `CorpusError`."""
    edges = list(made)
    with writing(corpus) as connection:
        ends = {Place.of(end).version for edge in edges for end in (edge.left, edge.right)}
        keys = _keys(connection, ends | {one.version for one in places})
        spots = [
            {"b_version": keys[one.version], "b_statement": one.statement}
            for one in places
            if one.version in keys
        ]
        if spots:
            of_left = and_(_t.left == bindparam("b_version"), _t.left_statement == bindparam("b_statement"))
            of_right = and_(
                _t.right == bindparam("b_version"), _t.right_statement == bindparam("b_statement")
            )
            for match in (of_left, of_right):
                connection.execute(delete(tables.tie).where(match), spots)
        if edges:
            connection.execute(insert(tables.tie), [tie_row(edge, keys) for edge in edges])


# --- claims ---


def held_claims(corpus: Corpus, places: Collection[Place]) -> dict[str, tuple[Place, ...]]:
    """The claims in which statements stand, by their ids, each with all its statements in order."""
    with reading(corpus) as connection:
        pks = _claims_with(connection, places)
        return {name: tuple(found) for name, found in _members(connection, pks).items()}


def claim_of(corpus: Corpus, places: Collection[Place]) -> dict[str, str]:
    """The id of the claim in which each statement stands, by the id of the statement."""
    c = tables.claim.c
    found = {}
    with reading(corpus) as connection:
        wanted = {one.id for one in places}
        for some in _chunks(sorted({one.version for one in places})):
            asked = (
                select(_v.id, _m.statement, c.id)
                .join(tables.member, _m.version == _v.pk)
                .join(tables.claim, c.pk == _m.claim)
                .where(_v.id.in_(some))
            )
            for version, statement, name in connection.execute(asked):
                if (at := Place(version, statement).id) in wanted:
                    found[at] = name
    return found


def statements_held(corpus: Corpus, versions: Collection[str]) -> frozenset[Place]:
    """The statements of versions that stand in a claim or have ties, even if the reading lacks them now."""
    found: set[Place] = set()
    with reading(corpus) as connection:
        keys = {key: name for name, key in _keys(connection, versions).items()}
        for version, statement in (
            (_m.version, _m.statement),
            (_t.left, _t.left_statement),
            (_t.right, _t.right_statement),
        ):
            for some in _chunks(list(keys)):
                rows = connection.execute(select(version, statement).where(version.in_(some)))
                found.update(Place(keys[key], name) for key, name in rows)
    return frozenset(found)


def replace_claims(
    corpus: Corpus, gone: Collection[Place], found: Sequence[Claim], counted: Mapping[str, Claimed]
) -> tuple[str, ...]:
    """Have these claims stand for all in which their statements stood, and those that are gone.

    `found` are whole claims, with all that stand beside them; those `counted` are written, of the others only
    what stands beside them. Gives the ids of claims that are no more. Raises `CorpusError`.
    """
    c = tables.claim.c
    with writing(corpus) as connection:
        places = {at for one in found for at in one.statements} | set(gone)
        held = _claims_with(connection, places)
        # In a corpus that is out of date another may have the name.
        held |= {pk: name for name, pk in _claim_keys(connection, counted.keys()).items()}
        near = _near(connection, list(held))
        wanted = {one.id: one for one in found}
        rest = [pk for pk, name in held.items() if name not in wanted]
        renewed = [pk for pk, name in held.items() if name in counted]
        _delete(connection, tables.beside, _b.claim, list(held))
        _delete(connection, tables.beside, _b.other, list(held))
        _delete(connection, tables.member, _m.claim, [*rest, *renewed])
        _delete(connection, tables.claim, c.pk, rest)
        pks = {name: pk for pk, name in held.items() if name in wanted}
        for name, one in counted.items():
            if name in pks:
                connection.execute(update(tables.claim).where(c.pk == pks[name]).values(**claim_row(one)))
        fresh = [claim_row(one) for name, one in counted.items() if name not in pks]
        if fresh:
            connection.execute(insert(tables.claim), fresh)
        others = {other for one in found for other in (*one.corroborated, *one.disputed)}
        pks |= _claim_keys(connection, {*counted, *others} - pks.keys())
        keys = _keys(connection, {at.version for at in places})
        members = [
            {"version": keys[at.version], "statement": at.statement, "claim": pks[name], "place": place}
            for name in counted
            for place, at in enumerate(wanted[name].statements)
        ]
        if members:
            connection.execute(insert(tables.member), members)
        _put_beside(connection, found, pks)
        _settle_disputed(connection, {*near, *(pks[name] for name in (*wanted, *others))})
    return tuple(sorted(set(held.values()) - wanted.keys()))


def _put_beside(connection: Connection, found: Sequence[Claim], pks: Mapping[str, int]) -> None:
    pairs = {
        (*ends, relation)
        for one in found
        for relation, names in (("corroborates", one.corroborated), ("disputes", one.disputed))
        for other in names
        for ends in ((pks[one.id], pks[other]), (pks[other], pks[one.id]))
    }
    if pairs:
        rows = [{"claim": one, "other": other, "relation": relation} for one, other, relation in pairs]
        connection.execute(insert(tables.beside), rows)


def _settle_disputed(connection: Connection, keys: Collection[int]) -> None:
    """Have these claims tell whether one that disputes them stands beside them."""
    c = tables.claim.c
    beside = exists().where(_b.claim == c.pk, _b.relation == "disputes")
    for some in _chunks(sorted(keys)):
        of = c.pk.in_(some)
        connection.execute(update(tables.claim).where(of, c.disputed, ~beside).values(disputed=False))
        connection.execute(update(tables.claim).where(of, ~c.disputed, beside).values(disputed=True))


def _near(connection: Connection, keys: Sequence[int]) -> set[int]:
    """The claims beside some, by their keys."""
    return {
        other
        for some in _chunks(keys)
        for other in connection.execute(select(_b.other).where(_b.claim.in_(some))).scalars()
    } - set(keys)


def _claims_with(connection: Connection, places: Collection[Place]) -> dict[int, str]:
    """The claims in which statements stand: ids by keys."""
    c = tables.claim.c
    wanted = {(one.version, one.statement) for one in places}
    found: dict[int, str] = {}
    for some in _chunks(sorted({one.version for one in places})):
        asked = (
            select(_v.id, _m.statement, c.pk, c.id)
            .join(tables.member, _m.version == _v.pk)
            .join(tables.claim, c.pk == _m.claim)
            .where(_v.id.in_(some))
        )
        found |= {
            pk: name
            for version, statement, pk, name in connection.execute(asked)
            if (version, statement) in wanted
        }
    return found


def _members(connection: Connection, claims: Mapping[int, str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {name: [] for name in claims.values()}
    for some in _chunks(sorted(claims)):
        asked = (
            select(_m.claim, _v.id, _m.statement)
            .join(tables.version, _v.pk == _m.version)
            .where(_m.claim.in_(some))
            .order_by(_m.claim, _m.place)
        )
        for pk, version, statement in connection.execute(asked):
            found[claims[pk]].append(Place(version, statement))
    return found


def _claim_keys(connection: Connection, names: Collection[str]) -> dict[str, int]:
    c = tables.claim.c
    return {
        name: pk
        for some in _chunks(sorted(names))
        for name, pk in connection.execute(select(c.id, c.pk).where(c.id.in_(some)))
    }


# --- copies and origins ---


def origins_of(corpus: Corpus, versions: Collection[str]) -> dict[str, ReportOrigins]:
    """The origins of these versions, by their ids. Raises `CorpusError`."""
    with reading(corpus) as connection:
        return {
            one.version: one for some in _chunks(sorted(versions)) for one in origins_in(connection, some)
        }


def put_origins(corpus: Corpus, found: Iterable[ReportOrigins]) -> None:
    """Have these origins stand for those that their versions had. Raises `CorpusError`."""
    o = tables.origin
    with writing(corpus) as connection:
        given = list(found)
        keys = _keys(connection, {one.version for one in given})
        _delete(connection, o, o.c.version, sorted(keys.values()))
        names = [column.name for column in o.c]
        rows = [dict(zip(names, (*key, *row), strict=True)) for key, row in origin_rows(given, keys)]
        if rows:
            connection.execute(insert(o), rows)


def copies_of(corpus: Corpus, versions: Collection[str]) -> tuple[Copy, ...]:
    """The copies that any of these versions is part of, each once, in no order. Raises `CorpusError`."""
    found: dict[tuple[str, str], Copy] = {}
    with reading(corpus) as connection:
        for some in _chunks(sorted(_keys(connection, versions).values())):
            for one in copies_among(connection, tables.copy, some):
                found[one.later, one.earlier] = one
    return tuple(found.values())


def overruled_of(corpus: Corpus, versions: Collection[str]) -> tuple[Copy, ...]:
    """The copies of these versions that stand otherwise by judgement, as the program found them."""
    with reading(corpus) as connection:
        keys = sorted(_keys(connection, versions).values())
        return tuple(
            one for some in _chunks(keys) for one in copies_among(connection, tables.overruled, some)
        )


def put_copy(corpus: Corpus, pair: tuple[str, str], copy: Copy | None, overruled: Copy | None) -> None:
    """Have this copy stand between two versions, or none, and keep what the program found where it is not
    that. Raises `CorpusError`.
    """
    with writing(corpus) as connection:
        keys = _keys(connection, pair)
        ends = list(keys.values())
        for table, one in ((tables.copy, copy), (tables.overruled, overruled)):
            connection.execute(delete(table).where(table.c.later.in_(ends), table.c.earlier.in_(ends)))
            if one is not None:
                names = [column.name for column in table.c]
                for key, row in copy_rows([one], keys):
                    connection.execute(insert(table).values(dict(zip(names, (*key, *row), strict=True))))


# --- counters ---


def heed(corpus: Corpus) -> None:
    """Note that all follows that was judged. Raises `CorpusError`."""
    counter = tables.counter.c
    with writing(corpus) as connection:
        of = count(connection, "judged")
        connection.execute(update(tables.counter).where(counter.name == "heeded").values(value=of))


def heeded(corpus: Corpus) -> bool:
    """Whether all follows that was judged. Raises `CorpusError`."""
    with reading(corpus) as connection:
        return all_heeded(connection)


def _keys(connection: Connection, versions: Collection[str]) -> dict[str, int]:
    return {
        name: pk
        for some in _chunks(sorted(versions))
        for name, pk in connection.execute(select(_v.id, _v.pk).where(_v.id.in_(some)))
    }


def _names(connection: Connection, keys: Collection[int]) -> dict[int, str]:
    return {
        pk: name
        for some in _chunks(sorted(keys))
        for pk, name in connection.execute(select(_v.pk, _v.id).where(_v.pk.in_(some)))
    }


def _delete(connection: Connection, table: Any, column: Any, values: Sequence[int]) -> None:
    for some in _chunks(values):
        connection.execute(delete(table).where(column.in_(some)))


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


__all__ = [
    "Standing",
    "claim_of",
    "copies_of",
    "heed",
    "heeded",
    "held_claims",
    "newest_of",
    "origins_of",
    "overruled_of",
    "put_copy",
    "put_origins",
    "replace_claims",
    "replace_ties",
    "standing",
    "statements_held",
    "ties_of",
    "versions_of",
]
