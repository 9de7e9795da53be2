"""RSS, Atom and sitemaps to the addresses that they list.

Read by lxml as it comes, broken markup mended where it can be, no entity and no external file resolved
(docs/decisions/0016-watching-feeds-and-reading-pdf.md). RSS 0.9x to 2.0 and RDF, Atom (RFC 4287), sitemaps
and their indexes (sitemaps.org, 0.9).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urljoin, urlsplit

from musnad.address import canonical_url, iso_date
from musnad.encoding import ReadError, decode

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES: Final = 8 * 1024 * 1024
MOST_ENTRIES: Final = 50_000
"""Entries of one file that are looked at; a sitemap has no more (sitemaps.org, 0.9)."""

_LONGEST: Final = 2048
_DEEPEST: Final = 60
# What clocks and zones are wrong by; later is no date.
_EARLY: Final = timedelta(days=1)
_CHUNK: Final = 65_536
_LONGEST_ENTRY: Final = 500_000
_OPENING: Final = re.compile(r"(?=<(?:\w+:)?(?:item|entry|url|sitemap)[\s>/])")
_NAME: Final = re.compile(r"<((?:\w+:)?\w+)")
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATES: Final = (
    "updated",
    "modified",
    "lastmod",
    "published",
    "issued",
    "pubDate",
    "date",
    "publication_date",
)

Kind = Literal["feed", "sitemap"]
Fault = Literal["no-link", "address", "again"]
Note = Literal["date", "future"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry: its number in the file, from 1, the address that it leads to, and when it was published or
    changed last, ISO 8601 in UTC, where that can be told. With `index`, the address of another sitemap."""

    number: int
    link: str
    stamp: str | None = None
    notes: tuple[Note, ...] = ()
    index: bool = False


@dataclass(frozen=True, slots=True)
class Faulty:
    """An entry of which nothing can be fetched, and why: no link, a link that is no web address, or one that
    an entry before it has."""

    number: int
    why: Fault


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file lists, in its order. `kind` is None where it is neither feed nor sitemap; `more` says that
    it went on beyond what was looked at, `broken` that its markup is damaged."""

    kind: Kind | None
    entries: tuple[Listed, ...]
    faults: tuple[Faulty, ...]
    more: bool = False
    broken: bool = False


def listing(data: bytes, base: str, now: datetime, most: int = MOST_ENTRIES) -> Listing:
    """What the bytes of a feed or sitemap list; packed ones are unfolded first, up to `MAX_BYTES`.

    `base` is the address that they came from, `now` the present moment, in UTC. Never raises.
    """
    data, cut = _unfolded(data)
    walk = _Walk(base, now, most)
    broken = walk.take(data)
    if broken and walk.kind is not None:
        # A mark that is never closed takes the entries behind it with it: each is read by itself then.
        again = _Walk(base, now, most, walk.kind)
        again.take_pieces(data)
        walk = again
    return Listing(walk.kind, tuple(walk.entries), tuple(walk.faults), cut or walk.full, broken)


def _unfolded(data: bytes) -> tuple[bytes, bool]:
    if data[:2] != b"\x1f\x8b":
        return data[:MAX_BYTES], len(data) > MAX_BYTES
    try:
        unfolded = zlib.decompressobj(31).decompress(data, MAX_BYTES + 1)
    except zlib.error:
        return b"", False
    return unfolded[:MAX_BYTES], len(unfolded) > MAX_BYTES


class _TooDeepError(Exception):
    """Marks in marks, as no feed has them: some were not closed."""


class _Walk:
    """One file, taken piece by piece: what is behind is let go, so that it takes no more than its entries."""

    def __init__(self, base: str, now: datetime, most: int, kind: Kind | None = None) -> None:
        self.kind: Kind | None = kind
        self.entries: list[Listed] = []
        self.faults: list[Faulty] = []
        self.full = False
        self._base, self._now, self._most = base, now, most
        self._seen: set[str] = set()
        self._number = self._depth = self._inside = 0

    def take(self, data: bytes) -> bool:
        """Read it; whether its markup is broken."""
        from lxml import etree

        parser = etree.XMLPullParser(
            ("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            for at in range(0, len(data), _CHUNK):
                parser.feed(data[at : at + _CHUNK])
                for event, element in parser.read_events():
                    if self._full_after(event, element):
                        return False
            parser.close()
            for event, element in parser.read_events():
                if self._full_after(event, element):
                    return False
        except (etree.XMLSyntaxError, _TooDeepError):
            return True
        return bool(len(parser.feed_error_log.filter_from_errors()))

    def take_pieces(self, data: bytes) -> None:
        """Read what stands between each mark that opens an entry and the next."""
        from lxml import etree

        try:
            text, _ = decode(data)
        except ReadError:
            return
        for piece in _OPENING.split(text)[1:]:
            name = _NAME.match(piece)
            if name is None or not self._is_entry(name[1].rpartition(":")[2]):
                continue
            if self._number >= self._most:
                self.full = True
                return
            self._number += 1
            parser = etree.XMLParser(
                recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                encoding="utf-8",
            )  # fmt: skip
            whole = _UNFIT.sub("", piece.partition(f"</{name[1]}>")[0][:_LONGEST_ENTRY]) + f"</{name[1]}>"
            try:
                element = etree.fromstring(whole.encode("utf-8", "replace"), parser)
            except etree.XMLSyntaxError:
                element = None
            if element is None:
                self.faults.append(Faulty(self._number, "no-link"))
            else:
                self._entry(element)

    def _full_after(self, event: str, element: _Element) -> bool:
        name = _local(element)
        if event == "start":
            self._depth += 1
            if self.kind is None and name in ("rss", "feed", "RDF", "urlset", "sitemapindex"):
                self.kind = "sitemap" if name in ("urlset", "sitemapindex") else "feed"
            self._inside += self._is_entry(name)
            if self._depth > _DEEPEST:
                raise _TooDeepError
            return False
        self._depth -= 1
        if self._is_entry(name):
            self._inside -= 1
            if self._number >= self._most:
                self.full = True
                return True
            self._number += 1
            self._entry(element)
        if self._inside == 0:
            # What is read is done with; the parser would keep it all.
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        return False

    def _is_entry(self, name: str) -> bool:
        return name in (("item", "entry") if self.kind == "feed" else ("url", "sitemap")) and bool(self.kind)

    def _entry(self, element: _Element) -> None:
        raw = _link(element)
        if not raw:
            self.faults.append(Faulty(self._number, "no-link"))
            return
        link = _address(raw, self._base)
        if link is None:
            self.faults.append(Faulty(self._number, "address"))
            return
        if link in self._seen:
            self.faults.append(Faulty(self._number, "again"))
            return
        self._seen.add(link)
        stamp, notes = self._stamp(element)
        self.entries.append(Listed(self._number, link, stamp, notes, _local(element) == "sitemap"))

    def _stamp(self, element: _Element) -> tuple[str | None, tuple[Note, ...]]:
        texts = {
            _local(child): (child.text or "").strip() for child in element.iter() if child is not element
        }
        stated = next((texts[name] for name in _DATES if texts.get(name)), None)
        if stated is None:
            return None, ()
        when = moment(stated)
        if when is None:
            return None, ("date",)
        return (None, ("future",)) if when > self._now + _EARLY else (written(when), ())


def _local(element: _Element) -> str:
    tag = element.tag
    # A prefix that is bound to nothing stays in the name.
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _link(element: _Element) -> str | None:
    """Where an entry leads: its link, or an id that is said to be one."""
    guid = None
    for child in element:
        name = _local(child)
        text = (child.text or "").strip()
        if name == "link" and (found := (child.get("href") or text).strip()):
            if child.get("rel", "alternate") == "alternate":
                return found
        elif name == "loc" and text:
            return text
        elif name == "guid" and child.get("isPermaLink", "true") != "false" and text.startswith("http"):
            guid = text
    return guid


def _address(raw: str, base: str) -> str | None:
    """The address in the form under which it is known; None where it is no web address."""
    if len(raw) > _LONGEST:
        return None
    try:
        whole = urljoin(base, raw.strip())
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return None
        _ = parts.port
        return canonical_url(whole)
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """A date of a feed (RFC 5322, RFC 3339, ISO 8601) in UTC; without a zone it counts as UTC."""
    found = iso_date(text[:60])
    if found is None:
        return None
    try:
        when = datetime.fromisoformat(found)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def written(when: datetime) -> str:
    """A moment in UTC as it is kept: ``2026-05-17T08:00:00Z``."""
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")
