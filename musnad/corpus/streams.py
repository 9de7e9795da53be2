"""A corpus read from end to end in parts, each with what belongs to it: memory stays that of one part.

All parts are of one state of the corpus, whatever others write meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import Connection, func, select

from musnad.corpus import tables
from musnad.corpus.derived import copies_in, origins_in
from musnad.corpus.queries import StoredVersion, stored_in
from musnad.corpus.store import Corpus, reading
from musnad.model import Copy, Reason, ReportOrigins

AT_ONCE: Final = 256
"""Versions or copies of one part: some megabytes."""
# SQLite before 3.32 takes no more parameters than 999.
_ASKED: Final = 900
_ID: Final = 64

_T = TypeVar("_T")

_v, _r = tables.version.c, tables.report.c


@dataclass(frozen=True, slots=True)
class Part:
    """Newest versions in the order of their ids, with the origins of each that has any, by its id.

    `counts` has how many versions each report has, by the id of the report; `names` what the versions go by
    that stand here or in a reason.
    """

    versions: tuple[StoredVersion, ...]
    origins: Mapping[str, ReportOrigins]
    counts: Mapping[str, int]
    names: Mapping[str, str]


def parts(corpus: Corpus) -> Iterator[Part]:
    """The newest version of every report, in parts. Raises `CorpusError`."""
    with reading(corpus) as connection:
        for versions in stored_in(connection, AT_ONCE):
            ids = [one.report.version for one in versions]
            found = {one.version: one for some in _some(ids) for one in origins_in(connection, some)}
            yield Part(
                versions,
                found,
                dict(_counts(connection, [one.report.id for one in versions])),
                dict(_names(connection, {*ids, *_told(_reasons(found.values()))})),
            )


def origin_parts(corpus: Corpus) -> Iterator[tuple[tuple[ReportOrigins, ...], Mapping[str, str]]]:
    """The origins of every newest version, in parts, with what versions go by. Raises `CorpusError`."""
    with reading(corpus) as connection:
        for some in _batched(origins_in(connection), AT_ONCE):
            wanted = {one.version for one in some} | _told(one for o in some for one in o.whole.reasons)
            yield some, dict(_names(connection, wanted))


def copy_parts(corpus: Corpus) -> Iterator[tuple[tuple[Copy, ...], Mapping[str, str]]]:
    """The copies of the corpus, in parts, with what versions go by. Raises `CorpusError`."""
    with reading(corpus) as connection:
        for some in _batched(copies_in(connection), AT_ONCE):
            ends = {end for one in some for end in (one.later, one.earlier)}
            yield some, dict(_names(connection, ends | _told(r for one in some for r in one.reasons)))


def _reasons(found: Iterable[ReportOrigins]) -> Iterator[Reason]:
    for one in found:
        yield from one.whole.reasons
        for _, origin in one.statements:
            yield from origin.reasons


def _told(reasons: Iterable[Reason]) -> set[str]:
    """The details that may be ids of versions."""
    return {detail for one in reasons for detail in one.details if len(detail) == _ID}


def _some(wanted: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return _batched(wanted, _ASKED)


def _batched(found: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    left = iter(found)
    while some := tuple(islice(left, size)):
        yield some


def _names(connection: Connection, wanted: Iterable[str]) -> Iterator[tuple[str, str]]:
    asked = select(_v.id, func.coalesce(_r.external_id, _r.id)).join(tables.report, _r.pk == _v.report)
    for some in _some(wanted):
        yield from ((name, goes_by) for name, goes_by in connection.execute(asked.where(_v.id.in_(some))))


def _counts(connection: Connection, wanted: Iterable[str]) -> Iterator[tuple[str, int]]:
    asked = select(_r.id, func.count()).join(tables.version, _v.report == _r.pk).group_by(_r.id)
    for some in _some(wanted):
        yield from ((name, number) for name, number in connection.execute(asked.where(_r.id.in_(some))))
