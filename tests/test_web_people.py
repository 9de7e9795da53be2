"""Pages of speakers and of media: who is found, what is counted, and that nothing of a report acts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from musnad import corpus as store
from musnad.corpus import open_corpus
from musnad.upkeep import refresh
from musnad.web.mapped import _capitals
from musnad.web.media import Asked as MediaAsked
from musnad.web.over_time import MOST, over_time
from tests.corpus_cases import BODY, entry
from tests.web_cases import Visitor, visitor

HOSTILE = "<script>alert(1)</script>"
SILENT = BODY + "\nواستمر العمل في الوادي ثلاثة أيام أخرى وفق ما رآه الزوار هناك."


def printed(name: str, publisher: str, day: int, text: str, byline: str | None = None) -> store.Entry:
    more = {} if byline is None else {"byline": byline}
    published = f"2026-01-0{day}"
    return entry(text, external_id=name, publisher=publisher, published=published, title=name, **more)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A room over four papers: one text, printed first by the sundial, then by others that name it or not."""
    with open_corpus(tmp_path_factory.mktemp("press") / "p.musnad", write=True, create=True) as corpus:
        reports = [
            printed("first", "المزولة", 1, BODY, "المزولة - نعيم الأقحوان"),
            printed("silent", "بريد الشلال", 2, SILENT),
            printed("naming", "صحيفة الطواحين", 3, f"{BODY}\nوذكرت صحيفة المزولة أن السد متين."),
            printed(
                HOSTILE, f"ورق {HOSTILE}", 4, f'قال {HOSTILE} نعمان السروي إن "السد\u202e عال" في باريس.'
            ),
            printed(
                "places", "جريدة القصب", 5, "قال نعمان السروي إن الوفد زار باريس ولندن، وإن فرنسا رحبت به."
            ),
        ]
        store.add(corpus, reports)
        refresh(corpus)
        yield visitor(corpus)


def medium(press: Visitor, name: str, **asked: str) -> dict:  # type: ignore[type-arg]
    found: dict = press.told(f"/media/{name}", params=asked)  # type: ignore[type-arg]
    return found


# --- speakers ---


def test_the_most_quoted_come_first_and_pages_do_not_overlap(guest: Visitor) -> None:
    whole = guest.told("/speakers", params={"limit": 100})["speakers"]
    assert [one["statements"] for one in whole] == sorted((one["statements"] for one in whole), reverse=True)
    pages = [guest.told("/speakers", params={"limit": 3, "offset": at})["speakers"] for at in (0, 3)]
    assert pages[0] + pages[1] == whole[:6]


@pytest.mark.parametrize("asked", ["غياث الدفلاوي", "الدفلاوي", "غياث دفلاوي"])
def test_a_speaker_is_found_by_other_spellings(guest: Visitor, asked: str) -> None:
    assert guest.told("/speakers", params={"q": asked})["meant"]["name"] == "غياث الدفلاوي"


def test_a_speaker_has_every_statement_once_in_the_order_of_time(guest: Visitor) -> None:
    whole = guest.told("/speakers/غياث الدفلاوي", params={"limit": 100})
    assert len(whole["statements"]) == whole["total"] == whole["totals"]["statements"]
    days = [(one["said_on"] or one["published"] or "9")[:10] for one in whole["statements"]]
    assert days == sorted(days)
    assert sum(part["statements"] for part in whole["classes"]) == whole["total"]
    bars = whole["over_time"]["bars"]
    assert sum(bar["statements"] for bar in bars) + whole["over_time"]["undated"] == whole["total"]
    some = guest.told("/speakers/غياث الدفلاوي", params={"classes": ["deny", "warn"], "limit": 100})
    assert {one["cue_class"] for one in some["statements"]} <= {"deny", "warn"}
    counted = {part["cue_class"]: part["statements"] for part in whole["classes"]}
    assert some["total"] == counted.get("deny", 0) + counted.get("warn", 0)


def test_a_bar_leads_to_as_many_statements_as_it_has(guest: Visitor) -> None:
    for bar in guest.told("/speakers/غياث الدفلاوي")["over_time"]["bars"]:
        days = {"since": bar["since"], "until": bar["until"]}
        assert guest.told("/speakers/غياث الدفلاوي", params=days)["total"] == bar["statements"]


def test_statements_without_a_named_speaker_say_so(guest: Visitor) -> None:
    rows = guest.told("/speakers/مصدر في الدفاع المدني")["statements"]
    assert all("unnamed-speaker" in one["doubts"] for one in rows)
    assert "القائل غير مسمّى" in guest.shown("/speakers/مصدر في الدفاع المدني")


def test_where_several_may_be_meant_none_is_chosen(press: Visitor, guest: Visitor) -> None:
    several = guest.told("/speakers", params={"q": "مصدر"})
    assert len(several["speakers"]) > 1
    assert guest.get("/api/speakers/لا أحد بهذا الاسم").json()["error"]["code"] == "no-speaker"
    assert press.get("/en/speakers/nobody-at-all").status_code == 404


def test_media_of_a_speaker_add_up(guest: Visitor) -> None:
    told = guest.told("/speakers/غياث الدفلاوي", params={"show": "media"})
    total = told["totals"]["statements"]
    assert sum(one["statements"] for one in told["media"]["origins"]) == total
    assert sum(one["statements"] for one in told["media"]["outlets"]) == total
    for one in told["media"]["origins"]:
        asked = {"origin": one["key"] or one["kind"]}
        assert guest.told("/speakers/غياث الدفلاوي", params=asked)["total"] == one["statements"]


def test_what_tables_know_of_a_state_is_told(press: Visitor) -> None:
    told = press.told("/speakers/نعمان السروي", params={"show": "places"})
    spots = {one["ref"]: one for one in told["places"]["spots"]}
    assert spots["state/FR"]["capital"] is True
    assert spots["state/FR"]["english"] == "France"
    london = next(one for one in spots.values() if one["english"] == "London")
    assert 51 < london["latitude"] < 52
    page = press.shown("/speakers/نعمان السروي", "en", params={"show": "places"})
    assert "no position on any border" in page
    assert 'data-name="London"' in page


def test_most_states_have_a_city_to_stand_at() -> None:
    assert {"SA", "US", "FR", "SG", "PS", "IL", "YE"} <= set(_capitals())


# --- media ---


def test_who_repeats_a_medium_is_counted_by_whether_it_is_named(press: Visitor) -> None:
    told = medium(press, "المزولة")
    assert told["printed"] == 1
    assert told["copied"] == {"reports": 2, "credited": 1, "elsewhere": 0, "silent": 1}
    silent = medium(press, "المزولة", show="copied", manner="silent")
    assert [one["later"]["report"] for one in silent["pairs"]] == ["silent"]
    credited = medium(press, "المزولة", show="copied", manner="credited")
    assert [one["later"]["report"] for one in credited["pairs"]] == ["naming"]


def test_a_medium_whose_reports_are_copies_tells_of_whom(press: Visitor) -> None:
    told = medium(press, "بريد الشلال")
    assert told["copies"]["reports"] == told["copies"]["silent"] == 1
    assert [one["outlet"] for one in told["copied_from"]] == ["المزولة"]


def test_every_figure_opens_into_a_list_as_long(press: Visitor, guest: Visitor) -> None:
    checked = 0
    for room in (press, guest):
        for one in room.told("/media", params={"limit": 100})["media"]:
            told = room.told(f"/media/{one['key']}")
            figures = {
                "printed": told["printed"],
                "relayed": told["relayed"]["statements"],
                "speakers": told["relays"],
                "carried": told["carried"]["reports"],
                "copied": told["copied"]["reports"],
                "copies": told["copies"]["reports"],
                "shared": told["shared"],
            }
            for show, number in figures.items():
                opened = room.told(f"/media/{one['key']}", params={"show": show, "limit": 1})
                assert opened["total"] == number, (one["key"], show)
                checked += number > 0
            if told["statements"]:
                asked = {"show": "statements", "unnamed": "true"}
                assert (
                    room.told(f"/media/{one['key']}", params=asked)["total"] == told["statements"]["unnamed"]
                )
            for origin in told["origins"]:
                asked = {"show": "printed", "origin": origin["key"] or origin["kind"]}
                assert room.told(f"/media/{one['key']}", params=asked)["total"] >= origin["reports"]
    assert checked > 10


def test_an_agency_without_reports_of_its_own_has_what_came_through_it(guest: Visitor) -> None:
    found = guest.told("/media", params={"order": "statements"})["media"][0]
    assert found["name"] == "وكالة الطود للأنباء"
    told = guest.told(f"/media/{found['key']}")
    assert told["statements"] is None
    assert told["relayed"]["statements"] == found["statements"]
    parts = told["carried"]
    assert parts["itself"] + parts["copies"] + parts["wording"] == parts["reports"] > 0


def test_a_medium_is_found_by_a_part_of_its_name(press: Visitor) -> None:
    assert [one["name"] for one in press.told("/media", params={"q": "شلال"})["media"]] == ["بريد الشلال"]
    assert press.get("/api/media/nothing").json()["error"]["code"] == "no-medium"
    assert MediaAsked().limit == 40


def test_a_report_is_text_whatever_it_holds(press: Visitor) -> None:
    for language in ("ar", "en"):
        pages = [
            press.shown("/speakers", language),
            press.shown("/media", language),
            press.shown("/speakers/نعمان السروي", language),
            press.shown(f"/media/ورق {HOSTILE.replace('/', '%2F')}", language, params={"show": "statements"}),
            press.shown(f"/media/ورق {HOSTILE.replace('/', '%2F')}", language, params={"show": "printed"}),
            press.shown("/speakers", language, params={"q": HOSTILE}),
        ]
        assert not any(HOSTILE in page or "\u202e" in page for page in pages)
        assert "&lt;script&gt;" in pages[3]


def test_pages_say_the_same_in_both_languages(guest: Visitor) -> None:
    for path in ("/speakers", "/media", "/speakers/غياث الدفلاوي", "/media/المزولة"):
        assert 'dir="rtl"' in guest.shown(path)
        assert 'dir="ltr"' in guest.shown(path, "en")


def test_what_cannot_be_asked_is_refused(guest: Visitor) -> None:
    for query in ("show=nothing", "since=yesterday", "limit=1000", "offset=-1", "classes=sing"):
        assert guest.get(f"/api/speakers/غياث الدفلاوي?{query}").status_code == 400, query


@pytest.mark.parametrize("path", ["/speakers/غياث الدفلاوي", "/media/المزولة"])
def test_pages_of_one_are_as_described(guest: Visitor, path: str) -> None:
    document = guest.get("/api/openapi.json").json()
    described = document["paths"][f"/{path.split('/')[1]}/{{key}}"]["get"]
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    (show,) = (one["schema"] for one in described["parameters"] if one["name"] == "show")
    for one in show["enum"]:
        told = guest.told(path, params={"show": one})
        jsonschema.validate(told, {**schema, "components": document["components"]})


@pytest.mark.parametrize("key", ["؟", "%00", "%ED%A0%80", "//", "a" * 2001, "%F0%9F%98%80"])
def test_keys_of_nobody_are_refused(guest: Visitor, key: str) -> None:
    for kind in ("speakers", "media"):
        assert guest.get(f"/api/{kind}/{key}").status_code in (400, 404), key


# --- over time ---


def test_time_without_statements_is_a_gap_and_no_bar() -> None:
    told = over_time([("2026-01-01", "say", 2), ("2026-01-01", "deny", 1), ("2026-01-05", "say", 1)])
    assert [(one.since, one.statements, one.gap) for one in told.bars] == [
        ("2026-01-01", 3, 0),
        ("2026-01-05", 1, 3),
    ]
    assert [(one.cue_class, one.statements) for one in told.bars[0].classes] == [("say", 2), ("deny", 1)]
    assert (told.unit, told.most, told.undated) == ("day", 3, 0)


def test_many_days_are_weeks_months_or_years() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    assert over_time((day, "say", 1) for day in days[:MOST]).unit == "day"
    weeks = over_time((day, "say", 1) for day in days[: MOST + 1])
    assert weeks.unit == "week"
    # 1 January 2026 is a Thursday; weeks begin on Monday.
    assert (weeks.bars[0].since, weeks.bars[0].until) == ("2025-12-29", "2026-01-04")
    months = over_time((f"20{year}-{day[5:]}", "say", 1) for day in days for year in (24, 26))
    assert (months.unit, len(months.bars), months.bars[1].until) == ("month", 24, "2024-02-29")
    years = over_time((f"{year:04}-05-01", "say", 1) for year in (1, 1999, *range(2000, 2060), 9999))
    assert (years.unit, years.bars[1].gap, years.bars[-1].until) == ("year", 1997, "9999-12-31")


def test_what_is_no_day_is_undated() -> None:
    told = over_time([(None, "say", 2), ("2026-13-01", "say", 1), ("", "say", 4)])
    assert (told.bars, told.undated, told.most) == ((), 7, 0)


def test_a_roll_holds_as_long_as_the_corpus(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "p.musnad", write=True, create=True) as corpus:
        store.add(corpus, [printed("one", "المزولة", 1, BODY)])
        room = visitor(corpus)
        before = {one["name"] for one in room.told("/speakers")["speakers"]}
        store.add(corpus, [printed("two", "بريد الشلال", 2, "قال سهيل الزعفراني إن المطر قريب.")])
        after = {one["name"] for one in room.told("/speakers")["speakers"]}
        assert after - before == {"سهيل الزعفراني"}
        assert "بريد الشلال" in {one["name"] for one in room.told("/media")["media"]}
