"""What is watched: when a feed is due, what it listed, which of that is still to be fetched, and which alerts
were written.

Times are ISO 8601 in UTC, as `musnad.feeds.written` gives them, so that they compare as texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from musnad.corpus import tables
from musnad.corpus.store import Corpus, reading, writing

MOST_KEPT: Final = 100_000
"""Entries of one feed that are remembered; of more those listed longest ago go."""

_AT_ONCE: Final = 500

EntryState = Literal["wanted", "done", "refused", "forgotten"]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed: the marks of its last answer, how often it failed since, when it is due."""

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    next: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry that is to be fetched: its key and address, and how often that failed."""

    key: str
    link: str
    failures: int


def entry_key(link: str) -> str:
    """The key of an entry: the hash of its address."""
    return hashlib.sha256(link.encode("utf-8", "surrogatepass")).hexdigest()


def feed_state(corpus: Corpus, url: str) -> FeedState:
    """What is known of the feed at an address. Raises `CorpusError`."""
    f = tables.feed.c
    with reading(corpus) as connection:
        row = connection.execute(select(f.etag, f.modified, f.failures, f.next).where(f.url == url)).first()
    return FeedState() if row is None else FeedState(*row)


def note_visit(
    corpus: Corpus, url: str, state: FeedState, listed: Sequence[tuple[str, str | None]], at: str
) -> int:
    """Keep what a visit found, in one transaction: the state, and the entries, each an address and a stamp;
    how many of them are to be fetched that were not before.

    An entry that is done is fetched again where its stamp is another; one that was forgotten never is. Raises
    `CorpusError`.
    """
    e = tables.feed_entry.c
    with writing(corpus) as connection:
        feed = _put(connection, url, state)
        keys = {entry_key(link): (link, stamp) for link, stamp in listed}
        held: dict[str, tuple[str | None, str]] = {}
        for some in _chunks(list(keys)):
            rows = connection.execute(select(e.key, e.stamp, e.state).where(e.feed == feed, e.key.in_(some)))
            held.update((key, (stamp, state)) for key, stamp, state in rows)
            connection.execute(
                update(tables.feed_entry).where(e.feed == feed, e.key.in_(some)).values(listed=at)
            )
        fresh = [
            {"feed": feed, "key": key, "link": link, "stamp": stamp, "state": "wanted",
             "failures": 0, "next": at, "listed": at}
            for key, (link, stamp) in keys.items()
            if key not in held
        ]  # fmt: skip
        if fresh:
            connection.execute(insert(tables.feed_entry), fresh)
        changed = 0
        for key, (before, was) in held.items():
            link, stamp = keys[key]
            if was == "done" and stamp is not None and stamp != before:
                connection.execute(
                    update(tables.feed_entry)
                    .where(e.feed == feed, e.key == key)
                    .values(state="wanted", link=link, stamp=stamp, failures=0, next=at)
                )
                changed += 1
        _prune(connection, feed)
        return len(fresh) + changed


def note_failure(corpus: Corpus, url: str, state: FeedState) -> None:
    """Keep the state of a feed that could not be visited. Raises `CorpusError`."""
    with writing(corpus) as connection:
        _put(connection, url, state)


def wanted(corpus: Corpus, url: str, at: str, most: int) -> tuple[Wanted, ...]:
    """Entries of a feed that are to be fetched and due, at most so many, the latest listed first. Raises
    `CorpusError`."""
    e, f = tables.feed_entry.c, tables.feed.c
    asked = (
        select(e.key, e.link, e.failures)
        .join(tables.feed, f.pk == e.feed)
        .where(f.url == url, e.state == "wanted", e.next <= at, e.link.is_not(None))
        .order_by(e.listed.desc(), e.stamp.desc().nulls_last(), e.key)
        .limit(most)
    )
    with reading(corpus) as connection:
        return tuple(Wanted(*row) for row in connection.execute(asked))


def settle_entry(
    corpus: Corpus,
    url: str,
    entry: Wanted,
    state: EntryState,
    *,
    report: str | None = None,
    next_at: str = "",
) -> None:
    """Keep what became of an entry: done with its report, refused for good, or wanted again from `next_at`
    on. Raises `CorpusError`."""
    e, f = tables.feed_entry.c, tables.feed.c
    again = state == "wanted"
    feed = select(f.pk).where(f.url == url).scalar_subquery()
    values = {
        "state": state,
        "link": entry.link if again else None,
        "failures": entry.failures + 1 if again else 0,
        "next": next_at,
    }
    if report is not None:
        values["report"] = report
    with writing(corpus) as connection:
        connection.execute(
            update(tables.feed_entry)
            .where(e.feed == feed, e.key == entry.key, e.state != "forgotten")
            .values(values)
        )


def alerted(corpus: Corpus) -> frozenset[str] | None:
    """The ids of alerts that were written; None where none were ever looked for. Raises `CorpusError`."""
    with reading(corpus) as connection:
        ids = frozenset(connection.execute(select(tables.alerted.c.id)).scalars())
    return ids - {""} if ids else None


def note_alerted(corpus: Corpus, ids: Collection[str]) -> None:
    """Keep that these alerts were written, and that alerts were looked for. Raises `CorpusError`."""
    with writing(corpus) as connection:
        held = set(connection.execute(select(tables.alerted.c.id)).scalars())
        if fresh := sorted({*ids, ""} - held):
            connection.execute(insert(tables.alerted), [{"id": one} for one in fresh])


def _put(connection: Connection, url: str, state: FeedState) -> int:
    """Keep the state of a feed; its key."""
    f = tables.feed.c
    values = {"etag": state.etag, "modified": state.modified, "failures": state.failures, "next": state.next}
    pk = connection.execute(select(f.pk).where(f.url == url)).scalar()
    if pk is None:
        connection.execute(insert(tables.feed).values(url=url, **values))
        pk = connection.execute(select(f.pk).where(f.url == url)).scalar_one()
    else:
        connection.execute(update(tables.feed).where(f.pk == pk).values(values))
    return int(pk)


def _prune(connection: Connection, feed: int) -> None:
    """Let go of what was listed longest ago, beyond `MOST_KEPT`; but not of what is wanted or forgotten."""
    e = tables.feed_entry.c
    count = connection.execute(select(func.count()).where(e.feed == feed)).scalar_one()
    if count <= MOST_KEPT:
        return
    old = (
        select(e.key)
        .where(e.feed == feed, or_(e.state == "done", e.state == "refused"))
        .order_by(e.listed, e.key)
        .limit(count - MOST_KEPT)
    )
    keys = list(connection.execute(old).scalars())
    for some in _chunks(keys):
        connection.execute(delete(tables.feed_entry).where(e.feed == feed, e.key.in_(some)))


def _chunks(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE)]
