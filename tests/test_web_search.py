"""The pages of search and the front page: what they find, what they say of nothing, and hostile reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from musnad import corpus as store
from musnad.corpus import open_corpus
from tests.corpus_cases import entry
from tests.web_cases import Visitor, visitor

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202e'
DENIED = "نفى المهندس نعمان السروي أن يكون السد قد تصدع، وقال إن السد متين."


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    path = tmp_path_factory.mktemp("search") / "press.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(
            corpus,
            [
                entry(external_id="dam"),
                entry(
                    DENIED,
                    external_id="crack",
                    title="نفي تصدع السد",
                    publisher="شادوف",
                    published="2026-01-05",
                ),
                entry(
                    f"قال {HOSTILE} إن القطار تأخر. وأكدت سلمى الدفلى أن القطار {HOSTILE} وصل.",
                    external_id="hostile",
                    title=f"قطار {HOSTILE}",
                    publisher=f"صحيفة {HOSTILE}",
                    published="2026-02-01",
                ),
            ],
        )
        store.replace_derived(corpus, [], [], store.changes(corpus))
    with open_corpus(path) as corpus:
        yield visitor(corpus)


def told(press: Visitor, **asked: Any) -> Any:
    return press.told("/search?" + urlencode(asked, doseq=True))


def test_reports_are_found_with_what_matches(press: Visitor) -> None:
    found = told(press, q="سدود")
    assert (found["total"], found["whole"], found["why"]) == (2, 2, None)
    assert {one["report"] for one in found["hits"]} == {"dam", "crack"}
    for hit in found["hits"]:
        assert "سد" in "".join(one["text"] for one in hit["snippet"] if one["match"])
    assert any(one["match"] for one in found["hits"][0]["title"])


def test_statements_tell_who_said_them(press: Visitor) -> None:
    found = told(press, **{"q": "السد", "in": "statements", "class": "deny"})
    said = [hit["said"] for hit in found["hits"]]
    assert all(one["cue_class"] == "deny" for one in said)
    assert ("نعمان السروي", "نفى") in [(one["speaker"], one["cue"]) for one in said]


def test_facets_lead_to_what_they_count(press: Visitor) -> None:
    found = told(press, q="السد")
    for facet in found["facets"]:
        for value in facet["values"]:
            narrowed = told(press, **{"q": "السد", facet["name"]: value["key"]})
            assert narrowed["whole"] == value["count"]
            chosen = [one["key"] for one in _values(narrowed, facet["name"]) if one["chosen"]]
            assert chosen == [value["key"]]
    both = told(press, q="السد", outlet=["شادوف", "المزولة"])
    assert both["whole"] == found["whole"]


def _values(found: Any, name: str) -> list[Any]:
    return next(list(one["values"]) for one in found["facets"] if one["name"] == name)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_facet_is_a_link_that_puts_its_value_in_and_takes_it_out(press: Visitor, language: str) -> None:
    page = press.shown("/search?q=السد&outlet=شادوف", language)
    links = re.findall(r'href="(/\w\w/search[^"]*)"', page)
    key = urlencode({"outlet": "شادوف"})
    assert f"/{language}/search?q=%D8%A7%D9%84%D8%B3%D8%AF" in links
    assert any("class=deny" in link and key in link for link in links)
    assert '<input type="hidden" name="outlet" value="شادوف">' in page


@pytest.mark.parametrize(
    ("query", "why"), [("", "nothing"), ("؟!", "no-word"), ("من في", "common"), ("-السد", "left-out")]
)
def test_why_nothing_is_looked_for(press: Visitor, query: str, why: str) -> None:
    found = told(press, q=query)
    assert (found["why"], found["total"], found["hits"]) == (why, 0, [])
    for language in ("ar", "en"):
        assert "<h1>" in press.shown(f"/search?{urlencode({'q': query})}", language)


def test_without_words_filters_list_the_latest_first(press: Visitor) -> None:
    found = told(press, since="2026-01-03")
    assert [one["report"] for one in found["hits"]] == ["hostile", "crack"]
    assert told(press, since="2026-01-03", until="2026-01-31")["total"] == 1


def test_no_hit_tells_what_was_looked_for_and_names_near(press: Visitor) -> None:
    found = told(press, q="زرافة", outlet="المزولة")
    parts = {one["printed"]: one for one in found["parts"]}
    assert found["total"] == 0
    assert parts["زرافه"]["hits"] == 0
    near = told(press, q="البيلزات")
    assert [name for _, name in near["parts"][0]["near"]] == ["رابعة البيلسان"]
    page = press.shown("/search?q=البيلزات", "en")
    assert "Nothing was found" in page
    assert "رابعة البيلسان" in page


def test_filters_that_leave_nothing_tell_what_there_is_without_them(press: Visitor) -> None:
    found = told(press, q="القطار", outlet="شادوف")
    assert (found["total"], found["unfiltered"]) == (0, 1)


def test_a_value_that_nothing_goes_by_is_told_with_names_near(press: Visitor) -> None:
    found = told(press, q="السد", outlet="شادووف")
    assert [(one["facet"], one["value"]) for one in found["strange"]] == [("outlet", "شادووف")]
    assert "شادوف" in found["strange"][0]["near"]
    found = told(press, q="السد", speaker="نعمانن")
    assert found["strange"][0]["near"] == ["نعمان السروي"]
    assert "شادوف" in press.shown("/search?q=السد&outlet=شادووف")


def test_pages_follow_one_another(press: Visitor) -> None:
    every = [one["version"] for one in told(press, q="السد")["hits"]]
    parts = [told(press, q="السد", limit=1, offset=at)["hits"] for at in range(3)]
    assert [one["version"] for part in parts for one in part] == every
    assert 'rel="next"' in press.shown("/search?q=السد&limit=1")
    links = re.findall(r'rel="nofollow" href="([^"]*)"', press.shown("/search?q=السد&limit=1&offset=1"))
    assert links
    assert not any("offset" in link for link in links)


@pytest.mark.parametrize("query", ['" OR 1=1 --', "NEAR(a b)", "title:سد*", "'; DROP TABLE report", "\x00ب"])
def test_signs_of_sql_and_search_are_words(press: Visitor, query: str) -> None:
    found = told(press, q=query, speaker=query, outlet=query, origin=query, **{"class": query})
    assert found["total"] == 0
    assert told(press, q="السد")["total"] == 2


@pytest.mark.parametrize(
    "asked", ["in=x", "limit=0", "limit=101", "offset=-1", "since=gestern", "until=2026-13"]
)
def test_what_cannot_be_asked_is_refused(press: Visitor, asked: str) -> None:
    assert press.get(f"/api/search?{asked}").status_code == 400
    assert press.get(f"/ar/search?{asked}").status_code == 400


@pytest.mark.parametrize("path", ["/", "/search?q=القطار", "/search?q=القطار&in=statements"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_hostile_report_is_but_text(press: Visitor, path: str, language: str) -> None:
    page = press.shown(path, language)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u202e" not in page


def test_a_query_is_shown_as_text(press: Visitor) -> None:
    page = press.shown("/search?" + urlencode({"q": HOSTILE, "outlet": HOSTILE}), "en")
    assert "<script>alert" not in page
    assert "<img" not in page


# --- the front page ---


def test_the_front_page_tells_what_came_in(press: Visitor) -> None:
    found = press.told("/")
    assert (found["reports"], found["claims"], found["disputed"]) == (3, 0, 0)
    assert [one["report"] for one in found["newest"]] == ["hostile", "crack", "dam"]
    assert [(one["day"], one["reports"]) for one in found["days"]] == [
        ("2026-02-01", 1),
        ("2026-01-05", 1),
        ("2026-01-02", 1),
    ]
    captured = press.told("/?by=captured")
    assert sum(one["reports"] for one in captured["days"]) == 3
    assert all(one["statements"] for one in found["newest"])


def test_claims_and_disputes_stand_on_the_front_page(guest: Visitor) -> None:
    found = guest.told("/")
    counts = [(one["reports"], one["high"]) for one in found["carried"]]
    assert counts
    assert counts == sorted(counts, key=lambda pair: (-pair[0], pair[1]))
    assert all(reports >= 2 and high <= 1 for reports, high in counts)
    for pair in found["disputes"]:
        assert pair["one"]["id"] != pair["other"]["id"]
        assert (pair["one"]["first"] or "~") <= (pair["other"]["first"] or "~")
    for language in ("ar", "en"):
        page = guest.shown("/", language)
        assert all(f"/claims/{one['id']}" in page for one in found["carried"])


def test_an_empty_corpus_says_how_to_begin(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "empty.musnad", write=True, create=True) as corpus:
        pass
    with open_corpus(tmp_path / "empty.musnad") as corpus:
        here = visitor(corpus)
        assert here.told("/")["newest"] == []
        assert "musnad add" in here.shown("/", "ar")
        assert "/en/read" in here.shown("/", "en")
        assert "<h1>" in here.shown("/search?q=سد", "en")


def test_what_was_never_brought_up_to_date_is_said(tmp_path: Path) -> None:
    path = tmp_path / "new.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(corpus, [entry()])
    with open_corpus(path) as corpus:
        here = visitor(corpus)
        assert here.told("/")["stale"]
        assert "musnad update" in here.shown("/", "en")
        assert "musnad update" in here.shown("/search?q=السد", "en")
    with open_corpus(path, write=True) as corpus:
        store.replace_derived(corpus, [], [], store.changes(corpus))
    with open_corpus(path) as corpus:
        assert not visitor(corpus).told("/")["stale"]
