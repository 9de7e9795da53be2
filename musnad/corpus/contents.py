"""All that a corpus holds in an order of its own, so that two compare whatever their keys and hours."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, select

from musnad.corpus import tables
from musnad.corpus.store import Corpus, reading


def contents(corpus: Corpus) -> tuple[str, ...]:
    """One line for each row, sorted: ids for keys, hashes for blobs, and no hour of this machine."""
    with reading(corpus) as connection:
        return tuple(sorted(_lines(connection)))


def _lines(connection: Connection) -> list[str]:
    v, r, w = tables.version.c, tables.report.c, tables.raw.c
    names = {None: None, **dict(connection.execute(select(v.pk, v.id)).all())}
    reports = dict(connection.execute(select(r.pk, r.id)).all())
    raws = {None: None, **dict(connection.execute(select(w.pk, w.hash)).all())}
    claims = dict(connection.execute(select(tables.claim.c.pk, tables.claim.c.id)).all())
    lines = []
    for table in tables.METADATA.sorted_tables:
        if table in (tables.feed, tables.feed_entry, tables.alerted):
            continue  # what is to be fetched when is a matter of this machine
        if table in (tables.pair_odds, tables.pair_odds_of):
            continue  # whether a pair was asked for before depends on what has been removed since
        skipped = {"pk", "added", "at", "seen"} | ({"value"} if table is tables.counter else set())
        for row in connection.execute(select(table)).mappings():
            values: dict[str, Any] = {k: value for k, value in row.items() if k not in skipped}
            for column in ("newest", "version", "later", "earlier", "left", "right"):
                if column in values and table is not tables.judgement:
                    values[column] = names.get(values[column])
            for column in ("claim", "other"):
                if column in values:
                    values[column] = claims[values[column]]
            if table is tables.version:
                values["report"] = reports[values["report"]]
            if table is tables.capture:
                values["raw"] = raws[values["raw"]]
            lines.append(
                json.dumps([table.name, {k: _plain(value) for k, value in values.items()}], sort_keys=True)
            )
    return lines


def _plain(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
