"""The page of a report in a browser: what is selected and copied, where letters stand, what a click opens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from musnad import briefs
from musnad import corpus as store
from musnad.corpus import Raw, open_corpus, pack
from musnad.model import Attribution, Reading, Span, Statement
from tests.claim_cases import derive, press
from tests.corpus_cases import reading
from tests.web_browser import AXE, listening
from tools.browser import Browser

pytestmark = pytest.mark.browser

TRAPS = (
    "سد الأرجوان\n"
    "قال الوزير: «سنروي 30 قرية في 2026 (نحو 12.5%) بحسب خطة Green-Dam 7» وأضاف «نعم».\n"
    "\n\n"
    "وللوزارة كلمة 😀 بعد 𞤀𞤁 قال 😀𝒳 الوزير،  وفي النص  مسافات\tوعلامة.\n"
    "   \n"
    "فبالمدرسة وللمستشفيات ولمحمّدٍ كتب المهندس \u202eمقلوب\u202c تمّ.\n"
    "English line: the minister said “no” 12.5% (yes)."
)
"""Quotation marks, digits and Latin letters, letters beyond the basic plane, vowel marks, gaps, a control of
direction.
"""


def trapped() -> Reading:
    """A reading whose stretches begin and end in all the wrong places."""
    made = reading(TRAPS, title="سد الأرجوان", publisher="المزولة")
    text = made.report.text

    def span(part: str) -> Span:
        at = text.index(part)
        return Span(at, at + len(part))

    def one(number: int, cue: str, content: str, **more: Any) -> Attribution:
        return Attribution(
            f"a{number}",
            more.pop("source", None),
            span(cue),
            (span(content),),
            "قال",
            "say",
            "mixed",
            "r",
            0.9,
            **more,
        )

    found = (
        one(1, "قال الوزير", "«سنروي 30 قرية في 2026 (نحو 12.5%) بحسب خطة Green-Dam 7»"),
        one(2, "بحسب", "خطة Green", source=span("روي 30"), inside="a1"),
        one(3, "قال 😀", "𝒳 الوزير،  وفي الن", source=span("𞤁")),
        one(4, "المد", "رسة وللمست", source=span("شفيا"), addressee=span("مّ"), medium=span("حم")),
        one(5, "said", "“no” 12.5% (yes)"),
    )
    said = tuple(Statement(f"s{at}", f"a{at}", None, ()) for at in range(1, 6))
    return replace(made, attributions=found, statements=said, credits=(), places=())


@dataclass(frozen=True, slots=True)
class Site:
    """A room that listens, and a browser."""

    address: str
    browser: Any

    def page(self, path: str, width: int = 1200, **given: Any) -> Any:
        context = self.browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **given)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda told: page.complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(self.address + path)
        return page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    from playwright.sync_api import sync_playwright

    path = press(tmp_path_factory.mktemp("room") / "press.musnad")
    with open_corpus(path, write=True) as corpus:
        made = trapped()
        raw = Raw(TRAPS.encode(), captured=None)
        made = replace(made, report=replace(made.report, external_id="traps"))
        store.add(corpus, [pack(made, raw, "traps.txt", "traps", briefs.packed(briefs.brief(made)))])
        derive(corpus)
    with listening(path) as address, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.executable, args=["--no-sandbox"])
        yield Site(address, chromium)
        chromium.close()


SELECT = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector('.sheet'));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return getSelection().toString();
}"""
PASTE = """() => {
  document.execCommand('copy');
  document.body.insertAdjacentHTML('beforeend', '<textarea id="pasted"></textarea>');
  document.getElementById('pasted').focus();
}"""


@pytest.mark.parametrize("name", ["traps", "r2"])
def test_selecting_and_copying_give_the_original_text(site: Site, name: str) -> None:
    wanted = site.page(f"/api/reports/{name}").evaluate("() => JSON.parse(document.body.innerText).part.text")
    page = site.page(f"/ar/reports/{name}", permissions=["clipboard-read", "clipboard-write"])
    assert page.evaluate(SELECT) == wanted
    page.evaluate(PASTE)
    page.keyboard.press("Control+V")
    assert page.evaluate("() => document.getElementById('pasted').value") == wanted


# Where each character stands, with the marks and, in a copy of the text, without them.
PLACES = """() => {
  const style = new CSSStyleSheet();
  style.replaceSync('.cue.first::before { content: none !important; }');
  document.adoptedStyleSheets = [style];
  const lines = [...document.querySelectorAll('.sheet > div, .sheet > h1')].map((line) =>
    line.classList.contains('shared') ? line.firstElementChild : line);
  const places = (element) => {
    const found = [];
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      for (let at = 0; at < node.data.length; at += 1) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        found.push([Math.round(box.left * 8), Math.round(box.right * 8), Math.round(box.top * 8)]);
      }
    }
    return found;
  };
  return lines.filter((line) => line.textContent.trim() && !line.querySelector('.ctl')).map((line) => {
    const marked = places(line);
    line.textContent = line.textContent;
    return [marked, places(line)];
  });
}"""


def moved(marked: list[list[int]], plain: list[list[int]]) -> bool:
    """Whether a character stands elsewhere, by more than the browser rounds: a quarter of a pixel."""
    return len(marked) != len(plain) or any(
        abs(one - other) > 2
        for a, b in zip(marked, plain, strict=True)
        for one, other in zip(a, b, strict=True)
    )


@pytest.mark.parametrize("width", [1200, 360])
def test_marks_move_no_letter(site: Site, width: int) -> None:
    """Letters join over the edge of a stretch, marks there stay on their side, digits keep their order."""
    page = site.page("/ar/reports/traps", width)
    page.evaluate("() => document.fonts.ready")
    found = page.evaluate(PLACES)
    assert len(found) >= 4
    for marked, plain in found:
        assert not moved(marked, plain)


def test_a_pixel_would_move_letters(site: Site) -> None:
    """The test above can fail: with a pixel beside a stretch letters do move."""
    page = site.page("/ar/reports/traps")
    page.add_style_tag(content=".source, .cue { padding-inline: 1px !important; }")
    assert any(moved(marked, plain) for marked, plain in page.evaluate(PLACES))


def test_offsets_beyond_the_basic_plane_mark_what_they_name(site: Site) -> None:
    told = site.page("/api/reports/traps").evaluate("() => JSON.parse(document.body.innerText)")
    page = site.page("/ar/reports/traps")
    for one in told["statements"]:
        for role, parts in (("cue", [one["cue"]]), ("content", one["content"]), ("source", [one["source"]])):
            shown = page.locator(f'.sheet .{role}[data-s="{one["id"]}"]').all_text_contents()
            assert "".join(shown) == "".join(part["text"] for part in parts if part)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("by", ["click", "Enter"])
def test_one_click_or_enter_opens_the_chain(site: Site, language: str, by: str) -> None:
    page = site.page(f"/{language}/reports/r1")
    cue = page.locator("#t-s1")
    assert not page.locator("#s1").is_visible()
    if by == "click":
        cue.click()
    else:
        cue.focus()
        page.keyboard.press("Enter")
    assert page.locator("#s1 .way li").count() == 3
    assert page.locator("#s1 .way li").last.is_visible()
    tops = [page.locator("#s1 .way li").nth(at).bounding_box()["y"] for at in range(3)]
    assert tops == sorted(tops)
    assert page.locator("#s1 a[href*='/claims/']").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#s1").is_visible()
    assert page.evaluate("() => document.activeElement.id") == "t-s1"
    assert page.complaints == []


def test_without_scripts_a_cue_leads_to_its_chain(site: Site) -> None:
    page = site.page("/ar/reports/r1", java_script_enabled=False)
    page.locator("#t-s1").click()
    assert page.locator("#s1 .way").is_visible()


def test_an_address_with_a_statement_opens_it(site: Site) -> None:
    page = site.page("/ar/reports/r1#s1")
    assert page.locator("#s1").is_visible()
    assert page.locator('.cue[data-s="s1"].on').count() == 1


@pytest.mark.parametrize(
    "path", ["/reports", "/reports/r2", "/reports/r4#s1", "/reports/traps", "/reports/r1/versions", "/read"]
)
def test_no_page_has_a_serious_fault_or_is_wider_than_the_screen(site: Site, path: str) -> None:
    for language, scheme, width in (("ar", "light", 360), ("en", "dark", 1200)):
        page = site.page(f"/{language}{path}", width, color_scheme=scheme)
        page.add_script_tag(content=AXE.read_text("utf-8"))
        found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
        grave = [
            (one["id"], [node["html"] for node in one["nodes"]][:2])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert not grave
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert page.complaints == []
        if folder := os.environ.get("MUSNAD_PICTURES"):
            name = path.strip("/").replace("/", "-").replace("#", "-")
            page.screenshot(path=f"{folder}/{name}-{language}-{width}.png", full_page=True)


def test_a_pasted_text_is_read_in_the_browser(site: Site) -> None:
    page = site.page("/ar/read")
    page.locator("#text").fill("قالت رئيسة البلدية رابعة البيلسان إن السد الجديد سيروي ثلاثين قرية.")
    page.locator("form.give button.main").click()
    page.locator("#t-s1").click()
    assert page.locator("#s1 .way li").last.is_visible()
    assert page.complaints == []
