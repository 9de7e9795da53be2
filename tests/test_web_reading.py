"""A text, a page or a file brought to the reading room: read, added, or refused in words."""

from __future__ import annotations

import base64
from pathlib import Path

import httpx
import pytest

from musnad.corpus import open_corpus, stale
from musnad.sources import LoadOptions
from musnad.web import Room, application, reading, renewing
from tests.claim_cases import press
from tests.web_cases import HERE, Visitor, settings, visitor

TEXT = "قال وزير الري عاصم البرهومي لصحيفة شادوف إن سد الأرجوان سيروي ثلاثين قرية قبل أن ينقضي الصيف."
OWN = {"origin": HERE, "sec-fetch-site": "same-origin"}


def sent(guest: Visitor, path: str, language: str = "ar", **fields: str | bytes) -> httpx.Response:
    """The answer to the form, as a browser sends it: a file as a file, what is left empty as empty."""
    files = {name: ("report.txt", value) for name, value in fields.items() if isinstance(value, bytes)}
    data = {"text": "", "url": "", "publisher": "", "published": "", "title": ""}
    data |= {name: value for name, value in fields.items() if isinstance(value, str)}
    return guest.ask("POST", f"/{language}{path}", data=data, files=files or {"file": ("", b"")}, headers=OWN)


def test_a_text_is_read_and_not_kept(judge: Visitor) -> None:
    before = judge.told("/")["reports"]
    for language, said in (("ar", "ولم يُحفظ"), ("en", "read and not kept")):
        answer = sent(judge, "/read", language, text=TEXT)
        assert answer.status_code == 200
        assert said in answer.text
        assert 'href="#s1" id="t-s1"' in answer.text
        assert "عاصم البرهومي" in answer.text
    told = judge.ask(
        "POST", "/api/read", json={"text": TEXT, "publisher": "المزولة", "published": "2026-01-02"}
    )
    page = told.json()
    assert (page["stored"], page["publisher"], page["published"]) == (False, "المزولة", "2026-01-02")
    assert page["statements"][0]["addressee"]["text"] == "لصحيفة شادوف"
    assert judge.told("/")["reports"] == before


def test_a_file_is_read(judge: Visitor) -> None:
    assert "عاصم البرهومي" in sent(judge, "/read", file=TEXT.encode("cp1256")).text
    page = f"<html><body><article><h1>سد الأرجوان</h1><p>{TEXT}</p></article></body></html>".encode()
    told = judge.ask("POST", "/api/read", json={"file": base64.b64encode(page).decode()}).json()
    assert told["statements"][0]["speaker"]["name"] == "عاصم البرهومي"
    pdf = (Path(__file__).parent / "data" / "chromium.pdf").read_bytes()
    assert sent(judge, "/read", file=pdf).status_code == 200


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return press(tmp_path_factory.mktemp("press") / "press.musnad")


@pytest.mark.parametrize(
    ("fields", "status", "arabic", "english"),
    [
        ({}, 400, "هات واحداً من ثلاثة", "Give one of three"),
        ({"text": TEXT, "url": "https://example.org/"}, 400, "هات واحداً من ثلاثة", "Give one of three"),
        ({"url": "http://127.0.0.1:8400/"}, 422, "شبكة خاصة", "private network"),
        ({"url": "http://localhost/"}, 422, "شبكة خاصة", "private network"),
        ({"url": "file:///etc/hostname"}, 422, "لا تُقرأ", "file: addresses are not read"),
        ({"url": "/etc/hostname"}, 422, "لا تُقرأ", "addresses are not read"),
        ({"file": b"%PDF-1.7\nnothing"}, 422, "PDF", "the PDF file is damaged"),
        ({"file": b"PK\x03\x04" + bytes(40)}, 422, "مضغوط", "compressed archive"),
        ({"text": TEXT, "published": "2026-13-45"}, 400, "2026-13-45", "2026-13-45"),
        ({"text": TEXT * 2_000}, 422, "بايت", "larger than"),
    ],
    ids=["none", "two", "loopback", "localhost", "scheme", "path", "pdf", "archive", "day", "large"],
)
def test_what_cannot_be_read_is_told_in_both_languages(
    file: Path, fields: dict[str, str | bytes], status: int, arabic: str, english: str
) -> None:
    with open_corpus(file) as corpus:
        guest = visitor(corpus, load=LoadOptions(max_bytes=100_000, timeout=5))
        for path in ("/read", "/reports"):
            for language, said in (("ar", arabic), ("en", english)):
                answer = sent(guest, path, language, **fields)
                assert answer.status_code == status
                assert said in answer.text
                assert str(file.parent) not in answer.text
        assert guest.told("/")["reports"] == 6


def test_a_text_is_added_and_leads_to_its_page(tmp_path: Path) -> None:
    path = press(tmp_path / "press.musnad")
    with open_corpus(path) as corpus:
        guest = visitor(corpus)
        known = {"publisher": "الناعورة", "published": "2026-03-04"}
        answer = sent(guest, "/reports", "en", text=TEXT, **known)
        assert answer.status_code == 303
        where = answer.headers["location"]
        told = guest.told(where.removeprefix("/en"))
        assert where == f"/en/reports/{told['id']}"
        assert (told["publisher"], told["stored"], told["stale"]) == ("الناعورة", True, False)
        assert told["origin"] is not None
        assert told["statements"][0]["claim"]["reports"] >= 1
        again = guest.ask("POST", "/api/reports", json={"text": TEXT, **known}).json()
        assert again == {"report": told["id"], "what": "same", "current": True}


def test_a_large_corpus_is_brought_up_to_date_beside_the_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = press(tmp_path / "press.musnad")
    started = list[Room]()
    monkeypatch.setattr(renewing, "SMALL", 0)
    monkeypatch.setattr(renewing, "_start", started.append)
    monkeypatch.setattr(renewing, "ahead_in_processes", lambda work, items, _workers: map(work, items))
    with open_corpus(path) as corpus:
        room = Room(settings(path), corpus)
        guest = Visitor(application(room))
        added = guest.ask("POST", "/api/reports", json={"text": TEXT}).json()
        assert (added["what"], added["current"]) == ("new", False)
        assert stale(corpus)
        assert guest.told(f"/reports/{added['report']}")["stale"]
        assert "musnad update" in guest.shown(f"/reports/{added['report']}", "en")
        assert started == [room]
        renewing.while_stale(room)
        assert not stale(corpus)
        assert not guest.told(f"/reports/{added['report']}")["stale"]
        assert not room.renewing.locked()


def test_one_text_is_read_at_a_time(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "QUEUE", 0.01)
    with open_corpus(file) as corpus:
        room = Room(settings(file), corpus)
        guest = Visitor(application(room))
        with room.desk:
            busy = guest.ask("POST", "/api/read", json={"text": TEXT})
        assert (busy.status_code, busy.json()["error"]["code"]) == (503, "desk")
        assert guest.ask("POST", "/api/read", json={"text": TEXT}).status_code == 200
