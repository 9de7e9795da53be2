"""Conditions, limits that cut, and refusals on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from musnad.fetch import FetchError, FetchOptions, fetch
from tests.feed_cases import Answer, Site, serving

OPEN = FetchOptions(allow_private=True, timeout=10)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def test_nothing_newer_is_an_answer_where_it_was_asked_for(site: Site) -> None:
    site.answers["/a"] = Answer("x", headers={"ETag": '"1"'})
    asked = FetchOptions(allow_private=True, headers=(("If-None-Match", '"1"'),))
    assert (fetch(f"{site.root}/a", asked).unchanged, fetch(f"{site.root}/a", asked).data) == (True, b"")
    site.answers["/b"] = Answer(status=304)
    with pytest.raises(FetchError):
        fetch(f"{site.root}/b", OPEN)


def test_a_cut_body_ends_at_the_limit(site: Site) -> None:
    site.answers["/a"] = Answer("head", endless=b"x" * 1000)
    got = fetch(f"{site.root}/a", FetchOptions(allow_private=True, max_bytes=5000, cut=True))
    assert (len(got.data), got.cut) == (5000, True)
    site.answers["/b"] = Answer("x" * 5000)
    assert not fetch(f"{site.root}/b", FetchOptions(allow_private=True, max_bytes=5000, cut=True)).cut


def test_how_long_to_wait_is_told(site: Site) -> None:
    site.answers["/a"] = Answer(status=503, headers={"Retry-After": "120"})
    with pytest.raises(FetchError) as caught:
        fetch(f"{site.root}/a", OPEN)
    assert caught.value.parameters == {"status": 503, "retry_after": "120"}


def test_a_redirect_may_be_refused(site: Site) -> None:
    site.answers["/a"] = Answer(status=302, headers={"Location": "/b"})
    site.answers["/b"] = Answer("x")

    def allowed(url: str) -> None:
        assert url == f"{site.root}/b"
        raise FetchError("no", code="robots")

    with pytest.raises(FetchError) as caught:
        fetch(f"{site.root}/a", FetchOptions(allow_private=True, allowed=allowed))
    assert caught.value.code == "robots"
    assert site.paths() == ["/a"]


def test_who_asks_is_stated(site: Site) -> None:
    site.answers["/a"] = Answer("x")
    fetch(f"{site.root}/a", FetchOptions(allow_private=True, user_agent="musnad/0.1 (a)", language="en"))
    headers = site.asked[-1][1]
    assert (headers["User-Agent"], headers["Accept-Language"]) == ("musnad/0.1 (a)", "en,*;q=0.5")
