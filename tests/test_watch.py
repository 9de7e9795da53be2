"""Feeds and sitemaps into a corpus, from a site on 127.0.0.1 and by a clock that nobody waits for."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from musnad import corpus as store
from musnad.corpus import Corpus, open_corpus
from musnad.feeds_table import Feed, Watchlist
from musnad.ingest import IngestOptions
from musnad.sources import LoadOptions
from musnad.watch import MOST_TRIES, Told, Watch, WatchOptions
from tests.corpus_cases import GRAMMAR
from tests.feed_cases import BODY, Answer, Hours, Site, item, serving

ROOT = Path(__file__).resolve().parents[1]
READ = IngestOptions(load=LoadOptions(allow_private=True, timeout=10), read=GRAMMAR, workers=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        yield corpus


@pytest.fixture
def hours() -> Hours:
    return Hours()


def watching(corpus: Corpus, site: Site, hours: Hours, *feeds: Feed, delay: int = 2) -> Watch:
    listed = feeds or (Feed(f"{site.root}/feed", publisher="المزولة"),)
    return Watch(corpus, Watchlist(listed, delay=delay), WatchOptions(READ, hours.pace()))


def counted(found: list[Told]) -> dict[str, int]:
    return dict(Counter(one.what for one in found))


def code(one: Told) -> str:
    return str(getattr(one.error, "code", None))


def test_what_a_feed_lists_is_added(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    site.page("/2", BODY + " ثم ختم.")
    site.feed(item("/1?utm_source=x"), item(f"{site.root}/2"))
    found = list(watching(held, site, hours).round())
    assert counted(found) == {"listed": 1, "new": 2}
    assert [one.count for one in found if one.what == "listed"] == [2]
    reports = [one.report for one in store.stored(held)]
    assert {one.publisher for one in reports} == {"المزولة"}
    # The day is what the page says, and it says none.
    assert {one.published for one in reports} == {None}
    assert {one.url for one in reports} == {f"{site.root}/1", f"{site.root}/2"}


def test_a_feed_that_did_not_change_is_asked_by_its_marks(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    site.feed(item("/1"), ETag='"a"', **{"Last-Modified": "Sun, 01 Mar 2026 08:00:00 GMT"})
    watch = watching(held, site, hours)
    assert counted(list(watch.round())) == {"listed": 1, "new": 1}
    assert list(watch.round()) == []  # not due
    hours.at += timedelta(minutes=16)
    assert counted(list(watch.round())) == {"unchanged": 1}
    headers = site.asked[-1][1]
    assert headers["If-None-Match"] == '"a"'
    assert headers["If-Modified-Since"] == "Sun, 01 Mar 2026 08:00:00 GMT"
    assert headers["User-Agent"].startswith("musnad/")


def test_a_later_stamp_brings_a_new_version(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    site.feed(item("/1"))
    watch = watching(held, site, hours)
    list(watch.round())
    site.page("/1", BODY + " ونفى المقاول ذلك.")
    hours.at += timedelta(minutes=16)
    assert counted(list(watch.round())) == {"listed": 1}
    site.feed(item("/1", "Sun, 01 Mar 2026 11:00:00 GMT"))
    hours.at += timedelta(minutes=16)
    assert counted(list(watch.round())) == {"listed": 1, "version": 1}


def test_what_was_forgotten_does_not_come_back(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    site.feed(item("/1"))
    watch = watching(held, site, hours)
    (new,) = [one for one in watch.round() if one.what == "new"]
    store.forget(held, str(new.report), "a test")
    site.feed(item("/1", "Sun, 01 Mar 2026 11:00:00 GMT"))
    hours.at += timedelta(minutes=16)
    assert counted(list(watch.round())) == {"listed": 1}
    assert store.size(held).reports == 0


def test_a_sitemap_and_an_index(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    site.page("/2", BODY + " ثم ختم.")
    one = (
        "<urlset><url><loc>{0}/1</loc><lastmod>2026-02-28</lastmod></url><url><loc>{0}/2</loc></url></urlset>"
    )
    site.answers["/one.xml"] = Answer(one.format(site.root))
    site.answers["/map.xml"] = Answer(
        f"<sitemapindex><sitemap><loc>{site.root}/one.xml</loc></sitemap></sitemapindex>"
    )
    found = list(watching(held, site, hours, Feed(f"{site.root}/map.xml")).round())
    assert counted(found) == {"listed": 1, "new": 2}


# --- manners ---


def test_a_host_is_asked_in_its_own_time(site: Site, held: Corpus, hours: Hours) -> None:
    site.answers["/robots.txt"] = Answer("User-agent: musnad\nCrawl-delay: 30\nDisallow: /private*\n")
    site.page("/1")
    site.page("/private/2")
    site.feed(item("/1"), item("/private/2"))
    found = list(watching(held, site, hours).round())
    assert counted(found) == {"listed": 1, "new": 1, "refused": 1}
    assert [code(one) for one in found if one.what == "refused"] == ["robots"]
    assert site.paths() == ["/feed", "/1"]
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert hours.slept == [30.0, 30.0]


def test_a_feed_behind_robots_is_not_fetched(site: Site, held: Corpus, hours: Hours) -> None:
    site.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /feed\n")
    site.feed(item("/1"))
    (found,) = watching(held, site, hours).round()
    assert (found.what, code(found)) == ("failed", "robots")
    assert site.paths() == []


def test_rules_that_cannot_be_had_keep_off(site: Site, held: Corpus, hours: Hours) -> None:
    site.answers["/robots.txt"] = Answer(status=500)
    site.feed(item("/1"))
    (found,) = watching(held, site, hours).round()
    assert (found.what, code(found)) == ("failed", "status")
    assert site.paths() == []


def test_a_redirect_is_followed_by_the_rules_of_where_it_leads(
    site: Site, held: Corpus, hours: Hours
) -> None:
    with serving() as other:
        other.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n")
        other.page("/1")
        site.answers["/1"] = Answer(status=302, headers={"Location": f"{other.root}/1"})
        site.feed(item("/1"))
        found = list(watching(held, site, hours).round())
        assert [code(one) for one in found if one.what == "refused"] == ["robots"]
        assert other.paths() == []


def test_a_failing_feed_is_asked_ever_later(site: Site, held: Corpus, hours: Hours) -> None:
    site.answers["/feed"] = Answer(status=500)
    watch = watching(held, site, hours)
    waits = []
    for _ in range(9):
        (found,) = watch.round()
        assert found.what == "failed"
        due = watch.due()
        assert due is not None
        waits.append((due - hours.at).total_seconds() / 60)
        hours.at = due
    assert waits[:4] == [15, 30, 60, 120]
    assert waits[-1] == 24 * 60
    site.feed()
    assert counted(list(watch.round())) == {"listed": 1}
    assert store.feed_state(held, f"{site.root}/feed").failures == 0


@pytest.mark.parametrize(
    ("stated", "minutes"),
    [("7200", 120), ("Sun, 01 Mar 2026 15:00:00 GMT", 180), ("99999999999", 7 * 24 * 60)],
)
def test_retry_after_is_kept_within_reason(
    site: Site, held: Corpus, hours: Hours, stated: str, minutes: int
) -> None:
    site.answers["/feed"] = Answer(status=503, headers={"Retry-After": stated})
    watch = watching(held, site, hours)
    list(watch.round())
    due = watch.due()
    assert due is not None
    assert round((due - hours.at).total_seconds() / 60) == minutes


def test_a_host_that_is_busy_is_left_alone(site: Site, held: Corpus, hours: Hours) -> None:
    for n in range(4):
        site.answers[f"/{n}"] = Answer(status=429, headers={"Retry-After": "600"})
    site.feed(*(item(f"/{n}") for n in range(4)))
    watch = watching(held, site, hours)
    assert counted(list(watch.round())) == {"listed": 1, "later": 1}
    assert len(site.paths()) == 2
    for n in range(4):
        site.page(f"/{n}", BODY + f" رقم {n}.")
    hours.at += timedelta(minutes=16)
    assert counted(list(watch.round())) == {"listed": 1, "new": 4}


def test_an_entry_is_given_up_after_some_tries(site: Site, held: Corpus, hours: Hours) -> None:
    site.answers["/1"] = Answer(status=500)
    site.feed(item("/1"))
    watch = watching(held, site, hours)
    found = []
    for _ in range(MOST_TRIES + 3):
        found += [one.what for one in watch.round() if one.link]
        hours.at += timedelta(hours=40)
    assert found == ["later"] * (MOST_TRIES - 1) + ["refused"]


def test_hosts_that_are_done_with_are_let_go(
    site: Site, held: Corpus, hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musnad.watch_visits._MOST_HOSTS", 1)
    site.answers["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 30\n")
    with serving() as other:
        other.page("/1")
        site.page("/2", BODY + " ثم ختم.")
        site.feed(item(f"{other.root}/1"), item("/2"))
        # The first host is waited for, so that its delay is not forgotten with the rest.
        assert counted(list(watching(held, site, hours).round())) == {"listed": 1, "new": 2}
        # Which of the two is visited first goes by its address, and its port is any.
        assert hours.slept in ([30.0, 2.0, 28.0], [30.0, 30.0, 2.0])
        assert [path for path, _ in site.asked].count("/robots.txt") == 1


# --- feeds that are broken, endless, or lie ---


def test_a_thousand_broken_entries_do_not_hide_the_good_one(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/good")
    bad = ["<item><title>a & b < c</item>", item("mailto:a@a.example"), item("/good"), "<item><link/></item>"]
    site.feed(*(bad[n % 4] for n in range(1000)))
    found = list(watching(held, site, hours).round())
    counts = counted(found)
    assert counts["new"] == 1
    assert counts["faulty"] >= 900
    numbers = [one.number or 0 for one in found if one.what == "faulty"]
    assert numbers == sorted(set(numbers))
    assert counts["broken"] == 1


def test_a_feed_that_never_ends_is_cut(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    site.feed(item("/1"))
    start = str(site.answers["/feed"].body).removesuffix("</channel></rss>")
    site.answers["/feed"] = Answer(start, endless=b"<item><title>x</title></item>" * 1000)
    began = time.monotonic()
    found = list(watching(held, site, hours).round())
    assert time.monotonic() - began < 30
    assert {"cut", "new"} <= set(counted(found))


def test_a_million_entries_are_bounded(site: Site, held: Corpus, hours: Hours) -> None:
    site.feed(*(f"<item><link>/{n}</link></item>" for n in range(60_000)))
    feed = Feed(f"{site.root}/feed", entries=5)
    found = [one for one in watching(held, site, hours, feed).round() if one.link is None]
    assert [(one.what, one.count) for one in found] == [("cut", 0), ("left", 49_995), ("listed", 5)]


@pytest.mark.parametrize(("stated", "wrong"), [("9", "no-feed"), ("99999", "incomplete")])
def test_a_length_that_lies(site: Site, held: Corpus, hours: Hours, stated: str, wrong: str) -> None:
    site.feed(item("/1"), **{"Content-Length": stated})
    (found,) = watching(held, site, hours).round()
    assert (found.what, code(found)) == ("failed", wrong)


@pytest.mark.parametrize("body", ["<html><p>خبر</p></html>", "", "{}", "%PDF-1.4", "<rs"])
def test_what_is_no_feed(site: Site, held: Corpus, hours: Hours, body: str) -> None:
    site.answers["/feed"] = Answer(body, headers={"Content-Type": "application/rss+xml"})
    (found,) = watching(held, site, hours).round()
    assert (found.what, code(found)) == ("failed", "no-feed")


def test_the_wrong_content_type_is_no_matter(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    site.feed(item("/1"), **{"Content-Type": "image/png"})
    feed = Feed(f"{site.root}/feed", kind="sitemap")
    found = list(watching(held, site, hours, feed).round())
    assert counted(found) == {"kind": 1, "listed": 1, "new": 1}


def test_dates_to_come_are_told_and_not_believed(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    site.page("/2", BODY + " ثم ختم.")
    site.feed(item("/1", "Fri, 01 Jan 2999 08:00:00 GMT"), item("/2", "yesterday"))
    assert counted(list(watching(held, site, hours).round())) == {
        "future": 1,
        "date": 1,
        "listed": 1,
        "new": 2,
    }


def test_ids_that_change_bring_nothing_twice(site: Site, held: Corpus, hours: Hours) -> None:
    site.page("/1")
    watch = watching(held, site, hours)
    for n in range(3):
        site.feed(f"<item><guid isPermaLink='false'>{n}</guid><link>/1?utm_id={n}#{n}</link></item>")
        list(watch.round())
        hours.at += timedelta(minutes=16)
    assert site.paths().count("/1") == 1


def test_a_link_into_a_private_network_is_refused(
    site: Site, held: Corpus, hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musnad.fetch_connections.is_public", lambda address: address == "127.0.0.1")
    site.feed(item("http://10.0.0.1/x"), item("http://[::1]:1/x"), item("file:///etc/passwd"))
    closed = IngestOptions(load=LoadOptions(timeout=5), read=GRAMMAR, workers=1)
    watch = Watch(held, Watchlist((Feed(f"{site.root}/feed"),)), WatchOptions(closed, hours.pace()))
    found = list(watch.round())
    assert counted(found) == {"faulty": 1, "listed": 1, "refused": 2}
    assert {code(one) for one in found if one.what == "refused"} == {"private"}


def test_entities_are_not_unfolded_and_files_not_read(
    site: Site, held: Corpus, hours: Hours, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("/secret", "utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    site.answers["/feed"] = Answer(
        f'<!DOCTYPE r [<!ENTITY l0 "/x">{laughs}<!ENTITY f SYSTEM "file://{secret}">]>'
        "<rss version='2.0'><channel><item><link>/&l11;</link></item><item><link>/a&f;</link></item>"
        "</channel></rss>"
    )
    began = time.monotonic()
    list(watching(held, site, hours).round())
    assert time.monotonic() - began < 10
    assert site.paths()[0] == "/feed"
    assert not any("secret" in path or len(path) > 100 for path in site.paths())


# --- ended in the middle ---


def test_a_round_that_is_broken_off_is_gone_on_with(site: Site, held: Corpus, hours: Hours) -> None:
    for n in range(5):
        site.page(f"/{n}", BODY + f" رقم {n}.")
    site.feed(*(item(f"/{n}") for n in range(5)), ETag='"a"')
    begun = watching(held, site, hours).round()
    assert next(begun).what == "listed"
    assert next(begun).what == "new"
    begun.close()  # type: ignore[attr-defined]  # a generator, promised as an iterator
    assert store.size(held).reports == 1
    hours.at += timedelta(minutes=16)
    assert counted(list(watching(held, site, hours).round())) == {"unchanged": 1, "new": 4}
    assert store.size(held).reports == 5


def test_killed_in_the_middle_nothing_is_half_done(site: Site, tmp_path: Path) -> None:
    for n in range(12):
        site.page(f"/{n}", BODY + f" رقم {n}.")
    site.feed(*(item(f"/{n}") for n in range(12)))
    feeds, corpus = tmp_path / "feeds.toml", tmp_path / "press.musnad"
    feeds.write_text(f'[watch]\ndelay = 0\n\n[[feed]]\nurl = "{site.root}/feed"\n', "utf-8")
    command = [
        sys.executable, "-m", "musnad.cli", "watch", str(feeds), "--corpus", str(corpus), "--once",
        "--engine", "grammar", "--allow-private", "--no-update",
    ]  # fmt: skip
    running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(site.paths()) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.kill()
    running.wait()
    with open_corpus(corpus) as opened:
        assert list(store.verify(opened)) == []
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    with open_corpus(corpus, write=True) as opened:
        # The feed is not due yet, and what it listed is fetched all the same.
        assert store.size(opened).reports == 12
        assert list(store.verify(opened)) == []
