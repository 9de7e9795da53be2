"""The browser that other tests and the README's picture are drawn with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.browser import Browser, BrowserError, find_browser, main

PAGE = """<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><p id="p"></p><script>
document.getElementById("p").textContent = "قال " + getComputedStyle(document.body).direction + location.hash
</script>"""


@pytest.mark.browser
def test_dom_is_the_page_after_its_scripts(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "صفحة one.html"
    page.write_text(PAGE, encoding="utf-8")
    assert '<p id="p">قال rtl#a1</p>' in browser.dom(page, "a1")


@pytest.mark.browser
def test_picture_has_the_size_asked_for(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    png = browser.picture(page, (640, 480))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (640, 480)


def test_a_named_browser_that_is_not_there_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSNAD_BROWSER", "no-such-browser")
    assert find_browser() is None
    assert main(["page.html", "picture.png"]) == 1


def test_a_browser_that_fails_says_so(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    with pytest.raises(BrowserError, match="failed"):
        Browser("false").dom(page)
    with pytest.raises(BrowserError, match="no picture"):
        Browser("true").picture(page)
