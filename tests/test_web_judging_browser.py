"""Judging in a browser: from a claim to a corrected speaker and back, and stretches by selecting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from musnad import briefs
from musnad import corpus as store
from musnad.corpus import Raw, open_corpus, pack
from tests.claim_cases import derive, press
from tests.test_web_report_browser import TRAPS, trapped
from tests.web_browser import AXE, listening
from tools.browser import Browser

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Site:
    """A room that listens, a browser, and the corpus."""

    address: str
    browser: Any
    path: Path

    def page(self, path: str, width: int = 1200, **given: Any) -> Any:
        context = self.browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **given)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complaints = []
        page.on("console", lambda told: page.complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(self.address + path)
        return page


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    from playwright.sync_api import sync_playwright

    path = press(tmp_path / "press.musnad")
    with open_corpus(path, write=True) as corpus:
        made = trapped()
        made = replace(made, report=replace(made.report, external_id="traps"))
        raw = Raw(TRAPS.encode(), captured=None)
        store.add(corpus, [pack(made, raw, "traps.txt", "traps", briefs.packed(briefs.brief(made)))])
        derive(corpus)
    with listening(path) as address, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.executable, args=["--no-sandbox"])
        yield Site(address, chromium, path)
        chromium.close()


def reports(page: Any) -> str:
    return str(page.locator(".sheets.big b").inner_text())


def member(page: Any, publisher: str) -> Any:
    return page.locator(".member").filter(has=page.locator("h3", has_text=publisher))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_correct_a_speaker_see_the_count_change_and_undo(site: Site, language: str) -> None:
    page = site.page(f"/{language}/claims/r1:s1")
    assert reports(page) == "4"
    card = member(page, "الميناء")
    card.scroll_into_view_if_needed()
    card.locator(".judge summary").click()
    card.locator("input[name=name]").fill("نعمان السروي")
    card.locator("input[name=by]").fill("سلمى")
    card.locator("button.main").click()
    page.wait_for_selector("#judged")
    assert reports(page) == "3"
    notice = page.locator("#judged")
    assert "نعمان السروي" in notice.inner_text()
    assert page.evaluate("document.activeElement.id") == "judged"
    assert "judged" not in page.url
    notice.locator("button").click()
    page.wait_for_function("document.querySelector('.sheets.big b')?.textContent === '4'")
    # Who judges is remembered.
    assert member(page, "الميناء").locator("input[name=by]").input_value() == "سلمى"
    page.goto(f"{site.address}/{language}/judgements")
    assert page.locator(".judgement").count() == 1
    assert page.complaints == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_with_the_keyboard_alone(site: Site, language: str) -> None:
    page = site.page(f"/{language}/claims/r1:s1")

    def to(selector: str) -> None:
        for _ in range(200):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(selector)

    to(".member:nth-of-type(4) .judge > summary")
    page.keyboard.press("Enter")
    to(".member:nth-of-type(4) input[name=name]")
    page.keyboard.type("نعمان السروي")
    page.keyboard.press("Enter")
    page.wait_for_selector("#judged")
    assert reports(page) == "3"
    # The notice has the focus: the next stops are its own.
    to("#judged button")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.sheets.big b')?.textContent === '4'")
    assert page.complaints == []


def test_without_script_it_is_the_same(site: Site) -> None:
    page = site.page("/ar/claims/r1:s1", java_script_enabled=False)
    card = member(page, "الميناء")
    card.locator(".judge summary").click()
    card.locator("input[name=name]").fill("نعمان السروي")
    card.locator("button.main").click()
    page.wait_for_selector("#judged")
    assert reports(page) == "3"
    page.locator("#judged button").click()
    page.wait_for_load_state()
    assert reports(page) == "4"


def test_the_readers_place_is_kept(site: Site) -> None:
    page = site.page("/en/claims/r1:s1", width=360)
    card = member(page, "شادوف")
    card.scroll_into_view_if_needed()
    card.locator(".judge summary").click()
    before = card.bounding_box()["y"]
    card.locator("button[name=nobody]").evaluate("one => one.click()")
    page.wait_for_selector("#judged")
    page.wait_for_load_state("load")
    box = member(page, "شادوف")
    if box.count():
        assert abs(box.bounding_box()["y"] - before) < 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_is_refused_is_said_in_the_form(site: Site) -> None:
    page = site.page("/ar/claims/r1:s1")
    card = member(page, "الميناء")
    card.locator(".judge summary").click()
    card.locator("input[name=other]").fill("لا شيء")
    card.locator("button[formaction$=same]").click()
    answer = card.locator(".answer")
    answer.wait_for()
    assert "لا توجد مقولة" in answer.inner_text()
    assert card.locator("input[name=other]").input_value() == "لا شيء"
    assert page.url.endswith("/ar/claims/r1:s1")


SELECT = """([from, to]) => {
  const sheet = document.querySelector(".sheet");
  const walker = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
  const find = (part, end) => {
    walker.currentNode = sheet;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(part);
      if (at >= 0) return [node, end ? at + part.length : at];
    }
  };
  const [a, b] = [find(from, false), find(to, true)];
  getSelection().setBaseAndExtent(...a, ...b);
}"""


@pytest.mark.parametrize(
    ("start", "end"),
    [("كلمة", "بعد"), ("\U0001d4b3", "الوزير،"), ("مسافات", "وعلامة."), ("كتب", "تمّ"), ("كلمة", "مقلوب")],
)
def test_a_selection_is_sent_in_code_points(site: Site, start: str, end: str) -> None:
    """Behind letters beyond the basic plane, blank lines and controls of direction."""
    page = site.page("/ar/reports/traps#s1")
    page.locator("#s1 .judge summary").click()
    page.evaluate(SELECT, [start, end])
    page.locator("#s1 .take").click()
    page.locator("#s1 button[formaction$=span]").click()
    page.wait_for_selector("#judged")
    at = TRAPS.index(start)
    with open_corpus(site.path) as corpus:
        made = store.newest(corpus, "traps").reading()
    (one,) = (one for one in made.attributions if one.id == "a1")
    (span,) = one.content
    assert span.start == at
    assert span.of(TRAPS).startswith(start)
    assert span.of(TRAPS).endswith(end)
    assert page.locator("details[open] #s1").count() == 1
    assert page.complaints == []


def test_a_second_stretch_is_added(site: Site) -> None:
    page = site.page("/en/reports/traps#s1")
    page.locator("#s1 .judge summary").click()
    page.evaluate(SELECT, ["مسافات", "مسافات"])
    page.locator("#s1 .take").click()
    page.evaluate(SELECT, ["English", "minister"])
    page.locator("#s1 .add").click()
    page.locator("#s1 button[formaction$=span]").click()
    page.wait_for_selector("#judged")
    with open_corpus(site.path) as corpus:
        made = store.newest(corpus, "traps").reading()
    (one,) = (one for one in made.attributions if one.id == "a1")
    assert [span.of(TRAPS) for span in one.content] == ["مسافات", "English line: the minister"]


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("path", ["/ar/judgements", "/en/claims/r1:s1", "/ar/reports/traps"])
def test_axe_finds_nothing_serious(site: Site, path: str, width: int) -> None:
    first = site.page("/ar/claims/r1:s1")
    card = member(first, "الميناء")
    card.locator(".judge summary").click()
    card.locator("input[name=name]").fill("نعمان السروي")
    card.locator("button.main").click()
    first.wait_for_selector("#judged")
    page = site.page(f"{path}?judged=1", width)
    for one in page.locator("details").all():
        one.evaluate("one => { one.open = true; }")
    page.add_script_tag(content=AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in serious] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []
