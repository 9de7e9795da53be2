"""RSS, Atom and sitemaps to the addresses that they list."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.feeds import Listed, Listing, listing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BASE = "http://a.example/deep/feed"
HEAD = "<rss version='2.0'><channel>"


def of(text: str | bytes) -> Listing:
    return listing(text if isinstance(text, bytes) else text.encode(), BASE, NOW)


ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/self"/>'
    '<link href="1?x=1&amp;y=2"/>'
    "<published>2026-01-01T00:00:00Z</published><updated>2026-02-01T00:00:00+03:00</updated></entry></feed>"
)
RDF = (
    '<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d"><channel/><item rdf:about="x">'
    "<link>1?x=1&amp;y=2</link><dc:date>2026-01-31T21:00:00Z</dc:date></item></rdf:RDF>"
)
SITEMAP = (
    '<urlset xmlns="s"><url><loc>http://a.example/deep/1?x=1&amp;y=2</loc>'
    '<i:image xmlns:i="i"><i:loc>/i.png</i:loc></i:image>'
    '<n:news xmlns:n="n"><n:publication_date>2026-01-31T21:00:00Z</n:publication_date></n:news>'
    "</url></urlset>"
)
RSS = (
    f"{HEAD}<item><guid isPermaLink='true'>http://a.example/deep/1?x=1&amp;y=2</guid>"
    "<pubDate>Sun, 01 Feb 2026 00:00:00 +0300</pubDate></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("text", "kind"), [(ATOM, "feed"), (RDF, "feed"), (RSS, "feed"), (SITEMAP, "sitemap")]
)
def test_every_kind(text: str, kind: str) -> None:
    found = of(text)
    assert (found.kind, found.broken, found.more, found.faults) == (kind, False, False, ())
    assert found.entries == (Listed(1, "http://a.example/deep/1?x=1&y=2", "2026-01-31T21:00:00Z"),)
    assert of(gzip.compress(text.encode())) == found


def test_an_index() -> None:
    (one,) = of("<sitemapindex><sitemap><loc>/one.xml</loc></sitemap></sitemapindex>").entries
    assert one == Listed(1, "http://a.example/one.xml", index=True)


def test_in_a_code_page_of_its_own() -> None:
    item = "<item><title>خبر</title><link>/1</link></item></channel></rss>"
    found = of(f"<?xml version='1.0' encoding='windows-1256'?>{HEAD}{item}".encode("cp1256"))
    assert [one.link for one in found.entries] == ["http://a.example/1"]


@pytest.mark.parametrize(
    "broken", ["<item><title>a & b < c</item>", "<item><title>&nbsp;</title></item>", "<item><b><i></item>"]
)
def test_a_broken_entry_takes_no_other_with_it(broken: str) -> None:
    found = of(HEAD + broken * 500 + "<item><link>/1</link></item>" + broken * 499 + "</channel></rss>")
    assert found.broken
    assert [(one.number, one.link) for one in found.entries] == [(501, "http://a.example/1")]
    assert Counter(one.why for one in found.faults) == {"no-link": 999}


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("", "no-link"), ("javascript:alert(1)", "address"), ("file:///etc/passwd", "address"),
        ("http://user:secret@a.example/", "address"), ("http://a.example:99999/", "address"),
        ("/" + "x" * 3000, "address"), ("/first#again", "again"),
    ],
)  # fmt: skip
def test_links_that_are_none(link: str, why: str) -> None:
    found = of(f"{HEAD}<item><link>/first</link></item><item><link>{link}</link></item></channel></rss>")
    assert [(one.number, one.why) for one in found.faults] == [(2, why)]


@pytest.mark.parametrize(
    ("piece", "most"),
    [
        ("<item/>", 50_000),
        ("<a/>", 0),
        ("<a>", 0),
        ("<item>", 50_000),
        ("<item><link>/</link></item>", 50_000),
    ],
)
def test_what_goes_on_and_on_is_bounded(piece: str, most: int) -> None:
    found = of(HEAD + piece * (9 * 1024 * 1024 // len(piece)))
    assert found.more
    assert len(found.entries) + len(found.faults) == most


def test_a_packed_bomb_is_cut() -> None:
    found = of(gzip.compress(HEAD.encode() + b"<item><link>/1</link></item>" + b" " * 200_000_000))
    assert (found.more, len(found.entries)) == (True, 1)


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_never_raises(noise: str | bytes) -> None:
    data = noise if isinstance(noise, bytes) else noise.encode("utf-8", "surrogatepass")
    listing(data, BASE, NOW)
    listing(HEAD.encode() + b"<item><link>" + data + b"</link></item>", BASE, NOW)
