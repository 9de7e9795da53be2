"""What stands before every request: hosts, token, origin, sizes, headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from musnad.corpus import open_corpus
from musnad.web.guard import LONGEST_BODY, POLICY
from tests.web_cases import HERE, Visitor, visitor

TOKEN = "a-token-long-enough"


def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_of_its_own(guest: Visitor) -> None:
    headers = guest.get("/ar/").headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example"])
def test_other_names_get_nothing(guest: Visitor, host: str) -> None:
    answer = guest.get("/ar/", headers={"host": host})
    assert answer.status_code == 421
    assert "8,176" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8400", "localhost", "LOCALHOST:1", "[::1]:8400"])
def test_names_of_this_machine_are_answered(guest: Visitor, host: str) -> None:
    assert guest.get("/ar/", headers={"host": host}).status_code == 200


def test_a_name_that_was_allowed_is_answered(sample_corpus: Path) -> None:
    with open_corpus(sample_corpus) as corpus:
        somebody = visitor(corpus, hosts=("desk.example",))
        assert somebody.get("/ar/", headers={"host": "desk.example:8400"}).status_code == 200


def test_without_the_token_nothing_is_told(sample_corpus: Path) -> None:
    with open_corpus(sample_corpus) as corpus:
        somebody = visitor(corpus, token=TOKEN)
        for path in ("/ar/", "/api/", "/static/room.css", "/api/openapi.json", "/ar/?token=wrong", "/nix"):
            assert somebody.get(path).status_code == 401, path
        answer = somebody.get("/en/?token=wrong").text
        assert "token" in answer
        assert TOKEN not in answer


def test_the_token_opens_the_room_once_in_the_address_then_as_a_cookie(sample_corpus: Path) -> None:
    with open_corpus(sample_corpus) as corpus:
        somebody = visitor(corpus, token=TOKEN)
        answer = somebody.get(f"/ar/?token={TOKEN}&x=1")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/ar/?x=1"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        assert somebody.get("/ar/", headers={"cookie": cookie.split(";")[0]}).status_code == 200
        assert somebody.get("/ar/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert somebody.get("/ar/", headers={"authorization": f"Basic {TOKEN}"}).status_code == 401


def test_the_token_leads_to_no_other_place(sample_corpus: Path) -> None:
    with open_corpus(sample_corpus) as corpus:
        answer = visitor(corpus, token=TOKEN).get(f"//evil.example/?token={TOKEN}")
        assert not answer.headers.get("location", "/").startswith("//")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
    ],
)
def test_other_sites_may_not_act(guest: Visitor, headers: dict[str, str]) -> None:
    answer = guest.ask("POST", "/ar/", headers=headers)
    assert answer.status_code == 403


def test_a_page_of_the_room_may_act(guest: Visitor) -> None:
    # The front page takes nothing: it is asked, not stopped before.
    answer = guest.ask("POST", "/ar/", headers={"origin": HERE, "sec-fetch-site": "same-origin"})
    assert answer.status_code == 405


@pytest.mark.parametrize("length", [str(LONGEST_BODY + 1), "9" * 30, "-1", "x", "١٢"])
def test_a_body_that_says_it_is_too_long_is_refused(guest: Visitor, length: str) -> None:
    given = {"content-length": length.encode()}
    assert guest.ask("POST", "/ar/", headers=given).status_code == 413


def test_what_is_not_there_is_told_in_each_language(guest: Visitor) -> None:
    assert "لا توجد صفحة" in guest.get("/ar/nix").text
    assert "There is no such page" in guest.get("/en/nix").text
    assert guest.get("/api/nix").json()["error"]["code"] == "nothing"


def test_the_room_opens_in_the_language_of_the_browser_arabic_first(guest: Visitor) -> None:
    assert guest.get("/").headers["location"] == "/ar/"
    assert guest.get("/", headers={"accept-language": "en-GB,ar;q=0.5"}).headers["location"] == "/en/"
    assert guest.get("/", headers={"accept-language": "fr, en;q=0.2, ar;q=0.3"}).headers["location"] == "/ar/"
    assert guest.get("/", headers={"accept-language": "en;q=x,,;"}).headers["location"] == "/ar/"


def test_files_that_do_not_change_are_kept(guest: Visitor) -> None:
    page = guest.shown("/")
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = guest.get(sheet)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert guest.get("/static/../app.py").status_code == 404
    assert guest.get("/static/%2e%2e/app.py").status_code == 404
