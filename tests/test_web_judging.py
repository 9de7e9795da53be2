"""Judging in the reading room: by form and as JSON, what it changes at once, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from musnad import corpus as store
from musnad.corpus import Corpus, open_corpus
from musnad.web import room as of_room
from musnad.web.fault import Fault
from musnad.web.printed_words import spans_at, words_at
from tests.claim_cases import press
from tests.web_cases import HERE, Visitor, visitor

SAME = {"origin": HERE, "sec-fetch-site": "same-origin"}
NASTY = "<script>alert(1)</script>\u202egnp.exe\u202c\"'>"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return press(tmp_path / "press.musnad")


@pytest.fixture
def corpus(path: Path) -> Iterator[Corpus]:
    with open_corpus(path) as held:
        yield held


@pytest.fixture
def reader(corpus: Corpus) -> Visitor:
    return visitor(corpus)


def judge(reader: Visitor, act: str, expected: int = 200, **body: Any) -> Any:
    answer = reader.ask("POST", f"/api/judgements/{act}", json=body)
    assert answer.status_code == expected, answer.text
    return answer.json()


def reports(reader: Visitor, name: str) -> int:
    return int(reader.told(f"/claims/{name}")["figures"]["reports"])


# --- what it changes ---


def test_a_judgement_takes_effect_at_once_and_is_undone(reader: Visitor) -> None:
    assert reports(reader, "r1:s1") == 4
    done = judge(reader, "speaker", statement="r4:s1", name="نعمان السروي", by="سلمى", note="من النص")
    assert (done["number"], done["before"], done["undone"], done["by"]) == (1, False, False, "سلمى")
    assert done["en"] == "«نعمان السروي» says it."
    (one, *_) = done["counts"]
    assert (one["statement"], one["was"]["figures"]["reports"]) == ("s1", 4)
    assert one["now"]["figures"]["reports"] != 4
    assert done["claims_made"] == len(done["claims"]) > 0
    assert reports(reader, "r1:s1") == 3
    back = judge(reader, "1/undo", by="سلمى")
    assert (back["undone"], back["counts"][0]["now"]["figures"]["reports"]) == (True, 4)
    assert reports(reader, "r1:s1") == 4
    assert judge(reader, "1/undo", by="سلمى")["before"]
    again = judge(reader, "1/again", by="رياض")
    assert (again["number"], reports(reader, "r1:s1")) == (2, 3)


def test_what_reads_the_corpus_in_the_room_notices(reader: Visitor) -> None:
    """Pages that keep what they made for one state of the corpus make it anew."""
    who = "/speakers?q=نعمان"
    before = reader.told(who)
    assert reader.told("/judgements")["total"] == 0
    judge(reader, "speaker", statement="r4:s1", name="نعمان السروي")
    assert reader.told(who) != before
    assert reader.told("/judgements")["total"] == 1
    judge(reader, "1/undo")
    assert reader.told(who) == before
    assert reader.told("/judgements")["states"]["undone"] == 1


def test_two_statements_that_are_one_claim_or_not(reader: Visitor) -> None:
    judge(reader, "different", one="r1:s1", other="r4:s1")
    assert reader.told("/claims/r1:s1")["id"] != reader.told("/claims/r4:s1")["id"]
    told = judge(reader, "same", one="r4:s1", other=f"{HERE}/ar/claims/r5:s1?judged=3#m-1")
    assert {one["statement"] for one in told["counts"]} == {"s1"}
    assert reader.told("/claims/r5:s1")["id"] == reader.told("/claims/r4:s1")["id"]
    judge(reader, "same", one="r6:s1", other=f"{HERE}/en/reports/r5#s1")
    assert reader.told("/claims/r5:s1")["id"] == reader.told("/claims/r6:s1")["id"]
    judge(reader, "same", 409, one="r6:s1", other="r6:s1")
    judge(reader, "same", 404, one="r6:s1", other="r9:s1")
    judge(reader, "same", 404, one="r6:s1", other="nothing of that name")


@pytest.mark.parametrize(
    ("relation", "other", "listed"),
    [("disputes", "r6:s1", "disputes"), ("corroborates", "r5:s1", "corroborated")],
)  # fmt: skip
def test_claims_that_do_not_stand_beside_each_other(
    reader: Visitor, relation: str, other: str, listed: str
) -> None:
    assert len(reader.told("/claims/r1:s1")[listed]) == 1
    judge(reader, "beside", one="r1:s1", other=other, relation=relation)
    assert reader.told("/claims/r1:s1")[listed] == []


def test_what_is_no_attribution_leads_to_its_report(reader: Visitor) -> None:
    done = judge(reader, "none", statement="r4:s1", back="/claims/r4:s1")
    assert done["counts"][0]["now"] is None
    assert done["shows"].startswith("/reports/")
    assert reports(reader, "r1:s1") == 3
    reader.get("/api/claims/r4:s1")


def test_a_copy_an_entity_and_a_whole_report(reader: Visitor, corpus: Corpus) -> None:
    done = judge(reader, "copy", one="r1", other=f"{HERE}/ar/reports/r2", verdict="no")
    assert len(done["copies"]) == 1
    judge(reader, "whole", report="r1")
    assert reader.told("/judgements?relation=whole")["total"] == 1
    gold = reader.get("/ar/judgements/gold")
    assert gold.headers["content-type"].startswith("application/x-ndjson")
    (line,) = map(json.loads, gold.text.splitlines())
    assert line["id"] == "r1"
    name = store.newest(corpus, "r1").reading().entities[0].name
    other = store.newest(corpus, "r4").reading().entities[0].name
    told = judge(reader, "entity", one=f"r1:{name}", other=f"r4:{other}", verdict="different")
    assert told["shows"].startswith("/judgements")
    (held,) = reader.told("/judgements?relation=same-entity")["judgements"]
    assert {end["words"] for end in held["ends"]} == {name, other} or len(held["ends"]) == 2


def test_a_report_has_forms_for_its_copies_and_for_the_whole(reader: Visitor) -> None:
    for language in ("ar", "en"):
        page = reader.shown("/reports/r1", language)
        for act in ("copy", "whole", "span", "speaker"):
            assert f'action="/{language}/judgements/{act}"' in page
    answer = reader.sends("/judgements/whole", report="r1", back="/reports/r1", at="whole")
    assert answer.headers["location"] == "/ar/reports/r1?judged=1#whole"
    assert reader.get(answer.headers["location"].partition("#")[0]).status_code == 200


# --- stretches ---


def test_a_stretch_by_offsets_or_by_words(reader: Visitor, corpus: Corpus) -> None:
    text = store.newest(corpus, "r4").report.text
    start = text.index("ثلاثين")
    end = text.index(" من سد")
    judge(reader, "span", statement="r4:s1", part="content", spans=[f"{start}-{end + 1}"])
    assert content(corpus) == [(start, end)]
    judge(reader, "span", statement="r4:s1", part="content", words="ثلاثين   قرية […] الصيف")
    at = text.index("الصيف")
    assert content(corpus) == [(start, start + len("ثلاثين قرية")), (at, at + len("الصيف"))]
    told = judge(reader, "span", 422, statement="r4:s1", part="content", words="ليس في النص")
    assert told["error"]["code"] == "not-printed"
    judge(reader, "span", 409, statement="r4:s1", part="content", spans=["0-99999"])
    judge(reader, "span", 400, statement="r4:s1", part="content", spans=["9-9"])
    judge(reader, "span", 400, statement="r4:s1", part="content", spans=["1-9", "5-12"])
    judge(reader, "span", 400, statement="r4:s1", part="cue", spans=["1-4", "8-12"])
    judge(reader, "span", 400, statement="r4:s1", part="via", words="قال")
    judge(reader, "span", 400, statement="r4:s1", part="content")


def content(corpus: Corpus) -> list[tuple[int, int]]:
    (one, *_) = store.newest(corpus, "r4").reading().attributions
    return [(span.start, span.end) for span in one.content]


def test_the_nearest_whole_words_are_meant() -> None:
    text = "مقال قال نعم. قال لا. 😀 قالت"
    assert [span.of(text) for span in words_at(text, "قال", 0)] == ["قال"]
    assert words_at(text, "قال", 0)[0].start == 5
    assert words_at(text, "قال", 20)[0].start == 14
    assert words_at(text, "لت", 0)[0].of(text) == "لت"
    assert spans_at(text, ["4-9"])[0].start == 5
    with pytest.raises(Fault):
        words_at(text, "   ", 0)


# --- forms ---


def test_a_form_leads_back_with_what_changed(reader: Visitor) -> None:
    for language, said in (("ar", "حُكم بأن"), ("en", "Judged:")):
        page = reader.shown("/claims/r1:s1", language)
        assert f'action="/{language}/judgements/speaker"' in page
        fields = {
            "statement": "r4:s1",
            "name": f"نعمان {language}",
            "by": "سلمى",
            "back": "/claims/r1:s1?limit=5",
        }
        answer = reader.sends("/judgements/speaker", language, **fields, at="m-1")
        assert answer.status_code == 303, answer.text
        where = urlsplit(answer.headers["location"])
        number = where.query.rpartition("=")[2]
        assert (unquote(where.path), where.query, where.fragment) == (
            f"/{language}/claims/r1:s1", f"limit=5&judged={number}", "m-1",
        )  # fmt: skip
        shown = reader.shown(where.path.removeprefix(f"/{language}") + "?" + where.query, language)
        assert said in shown
        assert f'action="/{language}/judgements/{number}/undo"' in shown
        undone = reader.sends(f"/judgements/{number}/undo", language, back="/claims/r1:s1")
        assert undone.status_code == 303
        assert reports(reader, "r1:s1") == 4


def test_who_judges_is_remembered(reader: Visitor) -> None:
    answer = reader.sends("/judgements/none", statement="r6:s1", by="سلمى «الأولى»; x=1")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    page = reader.shown("/claims/r1:s1", headers={"cookie": cookie.partition(";")[0]})
    assert 'value="سلمى «الأولى»; x=1"' in page
    assert 'value="ليلى"' in reader.shown("/claims/r1:s1")
    assert reader.told("/judgements")["judgements"][0]["by"] == "سلمى «الأولى»; x=1"


def test_nobody_judges_without_a_name(corpus: Corpus) -> None:
    nameless = visitor(corpus, by=None)
    assert judge(nameless, "none", 400, statement="r6:s1")["error"]["code"] == "who"
    assert judge(nameless, "none", 400, statement="r6:s1", by="  ")["error"]["code"] == "who"
    judge(nameless, "none", statement="r6:s1", by="سلمى")


@pytest.mark.parametrize(
    ("back", "leads"),
    [("//evil.example/x", "/claims/"), ("https://evil.example/", "/claims/"), ("/read", "/claims/"),
     ("/claims/0123456789ab", "/claims/"), ("javascript:alert(1)", "/claims/"),
     ("/reports/r1", "/reports/r1"), ("/\\evil.example", "/claims/"), ("/claims", "/claims?"),
     ("/claims/r1:s1\r\nset-cookie: a=b", "/claims/")],
)  # fmt: skip
def test_it_leads_to_pages_of_the_room_alone(reader: Visitor, back: str, leads: str) -> None:
    answer = reader.sends("/judgements/speaker", statement="r4:s1", nobody="true", back=back)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/ar{leads}")
    assert "set-cookie" not in answer.headers


# --- what is refused ---


def test_only_pages_of_the_room_may_judge(reader: Visitor) -> None:
    body = {"statement": "r4:s1"}
    for headers in (
        {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
        {"origin": "null"},
    ):  # fmt: skip
        answer = reader.ask("POST", "/ar/judgements/none", data=body, headers=headers)
        assert answer.status_code == 403
        answer = reader.ask("POST", "/api/judgements/none", json=body, headers=headers)
        assert answer.status_code == 403
    # A form of elsewhere that passes for JSON is none.
    answer = reader.ask(
        "POST", "/api/judgements/none", content=json.dumps(body), headers={"content-type": "text/plain"}
    )
    assert answer.status_code == 415
    assert reader.get("/ar/judgements/none").status_code == 405
    assert reader.told("/judgements")["total"] == 0


@pytest.mark.parametrize(
    ("act", "fields"),
    [("speaker", {"statement": "r4:s1", "name": "س" * 201}), ("speaker", {"statement": "r4:s1"}),
     ("speaker", {"statement": "r4:s1", "name": "س", "nobody": True}),
     ("none", {"statement": "r4:s1", "by": "س" * 81}), ("none", {"statement": "r4:s1", "note": "س" * 1001}),
     ("none", {"statement": "س" * 2001}), ("none", {}), ("same", {"one": "r1:s1"}),
     ("speaker", {"statement": "r4:s1", "name": "س" * 10_000_000}), ("none", {"statement": 4}),
     ("span", {"statement": "r4:s1", "part": "content", "spans": ["1-9"] * 21}),
     ("span", {"statement": "r4:s1", "part": "content", "words": "س " * 10_001}),
     ("beside", {"one": "r1:s1", "other": "r6:s1", "relation": "same-claim"})],
)  # fmt: skip
def test_what_is_asked_is_bounded(reader: Visitor, act: str, fields: dict[str, Any]) -> None:
    assert judge(reader, act, 400, **fields)["error"]["code"] == "asked"
    assert reader.told("/judgements")["total"] == 0


def test_hostile_names_and_notes_are_text(reader: Visitor) -> None:
    judge(reader, "speaker", statement="r4:s1", name=NASTY, by=NASTY, note=NASTY + "\x00")
    for path in (
        "/judgements",
        "/judgements?by=" + httpx.QueryParams({"by": NASTY})["by"],
        "/claims/r4:s1?judged=1",
    ):
        for language in ("ar", "en"):
            page = reader.shown(path, language)
            assert "<script>alert" not in page
            assert "\u202e" not in re.sub(r'value="[^"]*"', "", page)
    reader.told("/judgements")


def test_a_stale_page_judges_nothing(reader: Visitor, corpus: Corpus) -> None:
    held = store.newest(corpus, "r4")
    cue = held.reading().attributions[0].cue.start
    version = held.report.version
    assert judge(reader, "none", 409, statement="r4:s1", seen="0" * 16)["error"]["code"] == "stale"
    told = judge(reader, "none", 409, statement="r4:s1", seen=f"{version[:16]}.{cue + 1}")
    assert told["error"]["code"] == "stale"
    judge(reader, "none", statement="r4:s1", seen=f"{version[:16]}.{cue}")
    # It is none now: what a page of before shows is no more.
    judge(reader, "speaker", 409, statement="r4:s1", name="س", seen=f"{version[:16]}.{cue}")
    # A judgement without what was seen is one of the statement as the reader found it.
    assert judge(reader, "speaker", statement="r4:s1", name="س", claim="f" * 64)["moved"]


def test_a_corpus_that_cannot_be_written_to_shows_no_forms(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_corpus(path) as corpus:
        reader = visitor(corpus)
        assert "/judgements/speaker" in reader.shown("/claims/r1:s1")
        monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
        for page in ("/claims/r1:s1", "/reports/r1", "/judgements"):
            assert "/judgements/speaker" not in reader.shown(page)
            assert 'method="post"' not in reader.shown(page)
        assert judge(reader, "none", 403, statement="r4:s1")["error"]["code"] == "read-only"


# --- together ---


def test_while_another_writes_nothing_is_lost(
    reader: Visitor, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musnad.web.judging.PATIENCE", 0.1)
    with open_corpus(path, write=True) as other, store.together(other):
        assert judge(reader, "none", 503, statement="r4:s1")["error"]["code"] == "busy"
        answer = reader.sends("/judgements/speaker", statement="r4:s1", name="نعمان <السروي>", note="لأن")
        assert answer.status_code == 503
    # What was sent stands in the page, to be sent again.
    assert 'name="name" value="نعمان &lt;السروي&gt;"' in answer.text
    assert 'name="note" value="لأن"' in answer.text
    assert 'action="/ar/judgements/speaker"' in answer.text
    assert reader.told("/judgements")["total"] == 0
    assert of_room.PATIENCE > 1


def test_two_who_judge_at_once_lose_nothing(reader: Visitor, corpus: Corpus) -> None:
    failed: list[str] = []

    def work(by: str) -> None:
        for n in range(6):
            name = f"r{n % 6 + 1}:s1"
            answer = reader.ask(
                "POST", "/api/judgements/speaker", json={"statement": name, "name": f"{by} {n}", "by": by}
            )
            if answer.status_code != 200:
                failed.append(answer.text)

    threads = [threading.Thread(target=work, args=(by,)) for by in ("سلمى", "رياض")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    told = reader.told("/judgements?limit=100")
    assert told["total"] == 12
    assert told["states"]["holds"] + told["states"]["superseded"] == 12
    assert told["contradictory_total"] == 12
    assert list(store.verify(corpus)) == []


def test_the_list_is_narrowed_and_tells_what_contradicts(reader: Visitor) -> None:
    judge(reader, "speaker", statement="r4:s1", name="أ", by="سلمى")
    judge(reader, "speaker", statement="r4:s1", name="ب", by="رياض")
    judge(reader, "none", statement="r6:s1", by="رياض")
    told = reader.told("/judgements")
    assert [one["number"] for one in told["judgements"]] == [3, 2, 1]
    assert {one["number"]: one["against"] for one in told["contradictory"]} == {2: [1], 1: [2]}
    assert told["states"] == {"holds": 2, "superseded": 1, "lost": 0, "undone": 0}
    assert reader.told("/judgements?by=رياض&relation=speaker")["total"] == 1
    assert reader.told("/judgements?state=superseded")["judgements"][0]["number"] == 1
    assert reader.told("/judgements?limit=1&offset=1")["judgements"][0]["number"] == 2
    assert reader.get("/api/judgements?relation=other").status_code == 400
    for language in ("ar", "en"):
        page = reader.shown("/judgements", language)
        assert page.count('class="card judgement"') == 3
