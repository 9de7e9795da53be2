"""What somebody does in the reading room, in a browser, in both languages; and what every page keeps to."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

import httpx
import pytest

from musnad.web.pages import PAGES
from tests.web_browser import Site, fits, grave_faults, site
from tools.browser import Browser

pytestmark = pytest.mark.browser

LANGUAGES: Final = ("ar", "en")
HEAVIEST: Final = 400 * 1024
"""Bytes over the wire of a page that nothing of is in the cache, but for the map."""
MAP: Final = "countries-110m.json"
PASTED: Final = (
    "قالت رئيسة البلدية رابعة البيلسان لإذاعة سهل الرمان إن السد الجديد سيروي ثلاثين قرية قبل نهاية الصيف.\n"
    "ونقلت وكالة الطود للأنباء عن المهندس نعمان السروي قوله إن كلفة المشروع بلغت أربعة ملايين دينار."
)


@pytest.fixture(scope="module")
def room(sample_corpus: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A room over a copy of the sample reports, where Layla may judge."""
    own = tmp_path_factory.mktemp("room") / "press.musnad"
    shutil.copyfile(sample_corpus, own)
    with site(own, browser) as opened:
        yield opened


def told(room: Site, path: str) -> Any:
    """The JSON of a page."""
    answer = httpx.get(f"{room.address}/api{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def widespread(room: Site) -> Any:
    """A claim in several reports, all of one origin."""
    claims = told(room, "/claims?order=origins")["claims"]
    return next(one for one in claims if one["figures"]["low"] == one["figures"]["high"] == 1)


def copied(room: Site) -> tuple[str, str]:
    """Two reports that share text."""
    for one in told(room, "/reports")["reports"]:
        if found := told(room, f"/reports/{one['id']}")["copies"]:
            return one["id"], found[0]["report"]
    raise AssertionError("no report is a copy")


def addresses(room: Site) -> dict[str, tuple[str, ...]]:
    """Where each page is looked at, by its name."""
    claim, (one, other) = widespread(room), copied(room)
    speaker, medium = (
        quote(told(room, f"/{name}")[name][0]["key"], safe="/:") for name in ("speakers", "media")
    )
    return {
        "front": ("/",),
        "search": ("/search", "/search?q=" + quote("السد"), "/search?in=statements&q=" + quote("السد")),
        "compare": (f"/compare?one={one}&other={other}", "/compare"),
        "reports": ("/reports",),
        "report": (f"/reports/{one}", f"/reports/{claim['report']}#{claim['statement']}"),
        "versions": (f"/reports/{one}/versions",),
        "read": ("/read",),
        "speakers": ("/speakers",),
        "speaker": (
            f"/speakers/{speaker}",
            f"/speakers/{speaker}?show=media",
            f"/speakers/{speaker}?show=places",
        ),
        "media": ("/media",),
        "medium": (f"/media/{medium}", f"/media/{medium}?show=places"),
        "claims": ("/claims",),
        "claim": (f"/claims/{claim['id']}",),
        "judgements": ("/judgements",),
    }


# --- journeys ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pasted_report_is_read(room: Site, language: str) -> None:
    before = told(room, "/reports")["total"]
    with room.visit(f"/{language}/") as (page, watched):
        page.locator(f"header nav a[href='/{language}/read']").click()
        page.locator("#text").fill(PASTED)
        page.locator("form.give button.main").click()
        assert page.locator("article.sheet").inner_text().split() == PASTED.split()
        page.locator("article.sheet .cue.first").first.click()
        opened = page.locator("details.statement[open] .way li")
        assert opened.last.is_visible()
        assert "رابعة البيلسان" in opened.last.inner_text()
        assert grave_faults(page) == []
        assert watched.faults == []
    assert told(room, "/reports")["total"] == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_claim_to_its_origin_in_three_clicks(room: Site, language: str) -> None:
    claim = widespread(room)
    origin = told(room, f"/claims/{claim['id']}")["counts"]["named"][0]["name"]
    with room.visit(f"/{language}/claims?order=origins") as (page, watched):
        page.locator(f"a[href='/{language}/claims/{claim['id']}']").click()
        page.locator("details.counted:visible > summary").first.click()
        page.locator("details.counted[open] a[href*='/reports/']").first.click()
        page.wait_for_url(re.compile(r"/reports/.*#s\d+$"))
        statement = page.url.rpartition("#")[2]
        assert page.locator(f"#{statement} .way").is_visible()
        assert origin in page.locator(f"#{statement} .about").inner_text()
        assert watched.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["claims", "reports"])
def test_an_evidence_pack_opens_by_itself(room: Site, tmp_path: Path, language: str, kind: str) -> None:
    claim = widespread(room)
    path = f"/{kind}/{claim['id' if kind == 'claims' else 'report']}"
    with room.visit(f"/{language}{path}") as (page, watched), page.expect_download() as kept:
        page.locator("main a[href$='/pack']").click()
        assert watched.faults == []
    pack = tmp_path / kept.value.suggested_filename
    assert pack.suffix == ".html"
    pack.write_bytes(httpx.get(f"{room.address}/{language}{path}/pack").content)
    with room.visit(offline=True) as (page, watched):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pack.as_uri())
        assert asked == [pack.as_uri()]
        assert claim["content"].strip(' "«»')[:40] in page.locator("body").inner_text()
        assert page.evaluate("() => document.documentElement.lang") == language
        assert watched.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_is_narrowed_by_a_facet(room: Site, language: str) -> None:
    with room.visit(f"/{language}/") as (page, watched):
        page.keyboard.press("/")
        page.keyboard.type("السد")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?*")
        facet = page.locator("a[href*='outlet=']").first
        outlet = re.search(r"outlet=([^&]+)", facet.get_attribute("href"))
        assert outlet is not None
        facet.click()
        page.wait_for_url("**outlet=*")
        hits = told(room, f"/search?q={quote('السد')}&outlet={outlet[1]}")
        assert 0 < hits["total"] < told(room, f"/search?q={quote('السد')}")["total"]
        shown = page.locator("main ol > li, main article.card").all_inner_texts()
        assert len(shown) == hits["total"]
        assert all(unquote(outlet[1]) in one for one in shown)
        assert watched.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_reports_are_compared(room: Site, language: str) -> None:
    one, _ = copied(room)
    with room.visit(f"/{language}/reports/{one}") as (page, watched):
        page.locator("#copies ~ .wide a.beside").first.click()
        page.wait_for_url("**/compare?*")
        assert page.locator(".head a[href*='/reports/']").count() == 2
        assert page.locator(".row.shared").first.is_visible()
        assert watched.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_speaker_is_corrected_and_the_count_follows_until_it_is_undone(room: Site, language: str) -> None:
    # Reports of an agency's text stay one claim, whoever is said to speak: one that each report tells in its
    # own words is taken.
    every = [(one["figures"], one) for one in told(room, "/claims?limit=100")["claims"]]
    claim = next(one for figures, one in every if figures["high"] == figures["reports"] > 1)
    before = claim["figures"]["reports"]
    with room.visit(f"/{language}/claims/{claim['id']}") as (page, watched):

        def reports() -> int:
            return int(page.locator(".sheets.big b").inner_text())

        assert reports() == before
        card = page.locator(".member").last
        card.locator(".judge summary").click()
        card.locator("input[name=name]").fill("نعمان السروي")
        card.locator("input[name=by]").fill("سلمى")
        card.locator("button.main").click()
        notice = page.locator("#judged")
        notice.wait_for()
        assert reports() == before - 1
        assert grave_faults(page) == []
        notice.locator("button").click()
        page.wait_for_function(f"() => document.querySelector('.sheets.big b').innerText === '{before}'")
        assert watched.faults == []
    assert told(room, "/judgements")["total"] >= 1


def by_tab(page: Any, selector: str, most: int = 150) -> None:
    """Go on with the tab key until what a selector names has the focus, and is seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the tab key does not reach {selector}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_alone_leads_from_the_front_page_to_an_origin(room: Site, language: str) -> None:
    claim = widespread(room)["id"]
    with room.visit(f"/{language}/") as (page, watched):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        by_tab(page, f"main a[href='/{language}/claims']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/claims")
        by_tab(page, f"a[href='/{language}/claims/{claim}']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/claims/*")
        by_tab(page, "details.counted > summary")
        page.keyboard.press("Enter")
        by_tab(page, "details.counted[open] a[href*='/reports/']")
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        page.keyboard.press("Enter")
        page.wait_for_url("**/reports/**")
        assert page.locator(f"#{page.url.rpartition('#')[2]} .way").is_visible()
        assert watched.faults == []


# --- every page ---


def test_every_page_is_looked_at(room: Site) -> None:
    assert set(addresses(room)) == {page.name for page in PAGES}


@pytest.mark.parametrize("name", [page.name for page in PAGES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_keeps_to_the_rules(room: Site, language: str, name: str, record_property: Any) -> None:
    """No serious fault in light or dark, no scrolling sideways, no error, nothing of elsewhere, not heavy."""
    for path in addresses(room)[name]:
        with room.visit(f"/{language}{path}") as (page, watched):
            page.wait_for_load_state("networkidle")
            heavy = {url: size for url, size in watched.weights.items() if MAP not in url}
            record_property(f"bytes {path}", sum(heavy.values()))
            record_property(f"first paint ms {path}", page.evaluate(PAINT))
            assert sum(heavy.values()) <= HEAVIEST, heavy
            assert grave_faults(page) == []
            assert fits(page)
            page.emulate_media(color_scheme="dark")
            page.set_viewport_size({"width": 360, "height": 800})
            assert grave_faults(page) == []
            assert fits(page)
            assert watched.faults == []
            if folder := os.environ.get("MUSNAD_PICTURES"):
                page.screenshot(path=f"{folder}/{name}-{language}-360.png", full_page=True)


PAINT: Final = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_lead_to_each_other(room: Site, language: str) -> None:
    """No link of a page that is looked at leads nowhere."""
    links: set[str] = set()
    with httpx.Client(base_url=room.address) as client:
        for paths in addresses(room).values():
            for path in paths:
                page = client.get(f"/{language}{path}").text
                links |= set(re.findall(rf'href="(/{language}/[^"#]*)', page))
        # Of lists that are alike a part is asked: each shape of address, the first dozen of it.
        shapes: dict[str, list[str]] = {}
        for link in sorted(links):
            shapes.setdefault("/".join(link.partition("?")[0].split("/")[:3]), []).append(link)
        lost = {
            link: answer.status_code
            for some in shapes.values()
            for link in some[:12]
            if (answer := client.get(link.replace("&amp;", "&"))).status_code != 200
        }
    assert not lost
