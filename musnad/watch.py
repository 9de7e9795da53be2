"""Feeds and sitemaps into a corpus, round after round: what is new is fetched, read and added, a report a
transaction.

Whatever ends the process, the next run goes on: a feed's answer is kept together with what it listed, and
what was listed is wanted until it is settled.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from musnad.corpus import (
    Corpus,
    FeedState,
    Wanted,
    feed_state,
    note_failure,
    note_visit,
    settle_entry,
    wanted,
)
from musnad.feeds import MAX_BYTES as MOST_BYTES
from musnad.feeds import Faulty, Listed, Listing, listing, written
from musnad.feeds_table import Feed, Watchlist
from musnad.fetch import Fetched, FetchError, FetchOptions
from musnad.ingest import Done, IngestOptions, Job, Refusal, ingest
from musnad.text import Source
from musnad.watch_visits import Pace, Visitor, back_off, passing, user_agent

MOST_TRIES: Final = 6
"""How often an entry is tried before it is given up."""

_MOST_SITEMAPS: Final = 10
# Entries are fetched for so long before the feeds are looked at again.
_ROUND: Final = timedelta(hours=1)
_FEED_TYPES: Final = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"

What = Literal[
    "unchanged", "listed", "failed", "cut", "broken", "kind", "left", "faulty", "date", "future",
    "new", "version", "same", "refused", "later",
]  # fmt: skip


class FeedError(ValueError):
    """An answer that is neither a feed nor a sitemap."""

    def __init__(self) -> None:
        super().__init__("is neither RSS, Atom nor a sitemap: check the address")
        self.code = "no-feed"
        self.parameters: dict[str, str | int] = {}


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How pages are fetched and read, and by which clock."""

    ingest: IngestOptions = field(default_factory=IngestOptions)
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened. Of a feed: ``unchanged``; ``listed`` with how many entries are new; ``failed``
    with its error; ``cut`` (more than is looked at), ``broken`` (damaged markup), ``kind`` (not what
    ``feeds.toml`` says), ``left`` with how many entries were not taken. Of an entry, by its number in the
    feed: ``faulty`` with the reason, ``date``, ``future``. Of a page, by its address: ``new``, ``version``,
    ``same`` with the id of the report; ``refused`` and ``later`` with the error."""

    what: What
    feed: str
    number: int | None = None
    link: str | None = None
    error: Exception | None = None
    count: int = 0
    why: str | None = None
    report: str | None = None


class Watch:
    """A list of feeds watched for a corpus; kept from round to round for what is known of the hosts."""

    def __init__(self, corpus: Corpus, watched: Watchlist, options: WatchOptions) -> None:
        self._corpus = corpus
        self._watched = watched
        self._options = options
        self._pace = options.pace
        load = options.ingest.load
        fetching = FetchOptions(
            timeout=load.timeout,
            max_bytes=load.max_bytes,
            allow_private=load.allow_private,
            user_agent=user_agent(watched.contact),
        )
        self._visitor = Visitor(fetching, watched.delay, self._pace)

    def due(self) -> datetime | None:
        """When the next feed is due; None where it is now."""
        now = written(self._pace.now())
        ahead = [feed_state(self._corpus, feed.url).next for feed in self._watched.feeds]
        first = min(ahead, default="")
        return None if first <= now else datetime.fromisoformat(first)

    def round(self) -> Iterator[Told]:
        """Visit the feeds that are due, and fetch what is wanted of all. Raises `CorpusError`."""
        for feed in self._watched.feeds:
            state = feed_state(self._corpus, feed.url)
            if state.next > written(self._pace.now()):
                continue
            if (until := self._visitor.held(feed.url)) is not None:
                note_failure(self._corpus, feed.url, replace(state, next=written(until)))
                continue
            yield from self._visit(feed, state)
        yield from self._fetch_wanted()

    # --- feeds ---

    def _visit(self, feed: Feed, state: FeedState) -> Iterator[Told]:
        conditions = tuple(
            (name, value)
            for name, value in (("If-None-Match", state.etag), ("If-Modified-Since", state.modified))
            if value
        )
        try:
            got = self._visitor.get(
                feed.url, headers=conditions, language=feed.language, max_bytes=MOST_BYTES, cut=True,
                accept=_FEED_TYPES,
            )  # fmt: skip
            if got.unchanged:
                note_failure(self._corpus, feed.url, self._after(feed, state.etag, state.modified))
                yield Told("unchanged", feed.url)
                return
            found = listing(got.data, got.final_url, self._pace.now())
            if found.kind is None:
                raise FeedError
        except (FetchError, FeedError) as error:
            seconds = back_off(error, state.failures, feed.interval * 60.0, self._pace)
            failed = FeedState(state.etag, state.modified, state.failures + 1, self._in(seconds))
            note_failure(self._corpus, feed.url, failed)
            yield Told("failed", feed.url, error=error)
            return
        yield from self._oddities(feed, found, cut=got.cut)
        entries = list(found.entries)
        if any(one.index for one in entries):
            entries = yield from self._of_sitemaps(feed, entries)
        taken = sorted(entries, key=lambda one: one.stamp or "", reverse=True)[: feed.entries]
        if len(taken) < len(entries):
            yield Told("left", feed.url, count=len(entries) - len(taken))
        named = dict(got.headers)
        after = self._after(feed, _mark(named.get("etag")), _mark(named.get("last-modified")))
        listed = [(one.link, one.stamp) for one in taken]
        fresh = note_visit(self._corpus, feed.url, after, listed, written(self._pace.now()))
        yield Told("listed", feed.url, count=fresh)

    def _of_sitemaps(self, feed: Feed, index: list[Listed]) -> Generator[Told, None, list[Listed]]:
        """The entries of the sitemaps that an index lists, those that changed last."""
        entries = [one for one in index if not one.index]
        below = sorted((one for one in index if one.index), key=lambda one: one.stamp or "", reverse=True)
        for child in below[:_MOST_SITEMAPS]:
            try:
                got = self._visitor.get(child.link, max_bytes=MOST_BYTES, cut=True, accept=_FEED_TYPES)
            except FetchError as error:
                yield Told("failed", feed.url, link=child.link, error=error)
                continue
            found = listing(got.data, got.final_url, self._pace.now())
            yield from self._oddities(feed, found, cut=got.cut, link=child.link)
            entries += [one for one in found.entries if not one.index]
        if len(below) > _MOST_SITEMAPS:
            yield Told("left", feed.url, count=len(below) - _MOST_SITEMAPS, why="sitemaps")
        return entries

    def _oddities(self, feed: Feed, found: Listing, *, cut: bool, link: str | None = None) -> Iterator[Told]:
        """What is wrong with a feed, and with each of its entries by number."""
        if cut or found.more:
            yield Told("cut", feed.url, link=link)
        elif found.broken:
            yield Told("broken", feed.url, link=link)
        if feed.kind is not None and found.kind is not None and found.kind != feed.kind:
            yield Told("kind", feed.url, link=link, why=found.kind)
        odd: list[Listed | Faulty] = [*found.faults, *(one for one in found.entries if one.notes)]
        for one in sorted(odd, key=lambda one: one.number):
            if isinstance(one, Faulty):
                yield Told("faulty", feed.url, number=one.number, link=link, why=one.why)
            else:
                for note in one.notes:
                    yield Told(note, feed.url, number=one.number, link=link)

    def _after(self, feed: Feed, etag: str | None, modified: str | None) -> FeedState:
        """The state of a feed that answered."""
        return FeedState(etag, modified, 0, self._in(feed.interval * 60.0))

    def _in(self, seconds: float) -> str:
        return written(self._pace.now() + timedelta(seconds=seconds))

    # --- pages ---

    def _fetch_wanted(self) -> Iterator[Told]:
        """Fetch what is wanted, always from the host that may be asked first; one that asked to be left alone
        is."""
        until = self._pace.now() + _ROUND
        now = written(self._pace.now())
        queues = [
            (feed, list(reversed(wanted(self._corpus, feed.url, now, feed.entries))))
            for feed in self._watched.feeds
        ]
        while self._pace.now() < until:
            asking = [
                (feed, queue)
                for feed, queue in queues
                if queue and self._visitor.held(queue[-1].link) is None
            ]
            if not asking:
                return
            feed, queue = min(asking, key=lambda one: self._visitor.ready(one[1][-1].link))
            yield self._page(feed, queue.pop())

    def _page(self, feed: Feed, entry: Wanted) -> Told:
        """Fetch, read and add one page."""
        try:
            got = self._visitor.get(entry.link, language=feed.language)
        except FetchError as error:
            return self._spoilt(feed, entry, error)
        (done,) = ingest(self._corpus, [_job(feed, entry, got)], self._options.ingest)
        if isinstance(done, Refusal):
            return self._spoilt(feed, entry, done.error)
        return self._done(feed, entry, done)

    def _done(self, feed: Feed, entry: Wanted, done: Done) -> Told:
        settle_entry(self._corpus, feed.url, entry, "done", report=done.report)
        return Told(done.what, feed.url, link=entry.link, report=done.report)

    def _spoilt(self, feed: Feed, entry: Wanted, error: Exception) -> Told:
        if not passing(error) or entry.failures + 1 >= MOST_TRIES:
            settle_entry(self._corpus, feed.url, entry, "refused")
            return Told("refused", feed.url, link=entry.link, error=error)
        seconds = back_off(error, entry.failures, 60.0, self._pace)
        settle_entry(self._corpus, feed.url, entry, "wanted", next_at=self._in(seconds))
        return Told("later", feed.url, link=entry.link, error=error)


def _job(feed: Feed, entry: Wanted, got: Fetched) -> Job:
    """What is to be read of a page. What a feed says of its day is not asked: the page says it, or nobody."""
    source = Source(
        publisher=feed.publisher,
        url=got.final_url,
        captured=got.captured,
        charset=got.charset,
        content_type=got.content_type,
    )
    return Job(entry.link, None, got.data, source, headers=got.headers)


def _mark(value: str | None) -> str | None:
    """A mark as it may be sent back; one that is too long to be one is none."""
    fit = value is not None and len(value) <= 300 and value.isprintable() and value.isascii()
    return value if fit else None
