"""The page of a story."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from musnad.export import story
from musnad.model import Copy, Origin, Passage, Reason, Report, ReportOrigins, Span
from tools.browser import Browser

SHARED = "قالت البلدية إن المعرض يفتح أبوابه يوم السبت المقبل في الساحة القديمة. "


def edge(later: str, earlier: str, containment: float = 0.9, kind: Any = "copy", passages: Any = ()) -> Copy:
    why = (Reason("day", ("1", "2")),)
    return Copy(later, earlier, True, kind, containment, containment, containment, passages, why)


def report(name: str, text: str = "", **known: Any) -> Report:
    title = f"عنوان {name}"
    return Report(name, name, f"{title}\n{text or name}", title=title, language="ar", **known)


def whence(name: str, *, by: str = "credit-text", key: str = "medium/reuters") -> ReportOrigins:
    origin = Origin("agency", key, "رويترز", key, (Reason(by, ("رويترز", "0.9", "0.8")),))
    return ReportOrigins(name, origin, 0.75, ())


def three() -> str:
    """The page of three reports: with an hour, with a day only, without either."""
    reports = [
        report("v1", SHARED + "وحضر العمدة.", publisher="المزولة", published="2026-01-02T08:30:00+03:00"),
        report(
            "v2", "خبر: " + SHARED, publisher="الشادوف", published="2026-01-03", url="https://example.org/2"
        ),
        report("v3", "نص آخر", publisher="المزولة", url="javascript:alert(1)"),
    ]
    at = len("عنوان v1\n")
    passages = (Passage(Span(at + 5, at + 5 + len(SHARED) - 2), Span(at, at + len(SHARED) - 2)),)
    edges = [edge("v2", "v1", 0.9, "copy", passages), edge("v3", "v1", 0.2, "rewrite"), edge("v3", "v2", 0.1)]
    return story.render(reports, edges, {"v1": whence("v1"), "v2": whence("v2", by="marks")}, {})


def data(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_a_story_is_what_is_mostly_one_text() -> None:
    found = [edge("a", "b", 0.3), edge("b", "c"), edge("c", "d", 0.3), edge("x", "y")]
    assert story.members(found, "a") == ("a", "b", "c")
    assert story.members(found, "x") == ("x", "y")
    assert story.members(found, "lonely") == ("lonely",)
    many = [edge(f"v{n}", "hub") for n in range(500)]
    assert len(story.members(many, "hub")) == story.MOST_REPORTS


def test_a_page_of_every_size_is_drawn() -> None:
    for count in (1, 2, 40):
        reports = [
            report(f"v{n:02}", publisher=f"صحيفة {n % 7}", published=f"2026-01-{n % 9 + 1:02}")
            for n in range(count)
        ]
        reports.append(report("undated"))
        edges = [edge(f"v{n:02}", "v00") for n in range(1, count)]
        page = story.render(reports, edges, {}, {})
        assert page.count('class="dot"') == count + 1
        assert page.count('<path class="edge copy') == count - 1
        assert "http" not in page.replace("http-equiv", "")


def test_the_order_of_reports_and_copies_changes_nothing() -> None:
    reports = [report(f"v{n}", publisher="المزولة", published=f"2026-01-0{n % 3 + 1}") for n in range(6)]
    edges = [edge(f"v{n}", f"v{m}", 0.5) for n in range(6) for m in range(n)]
    assert story.render(reports, edges, {}, {}) == story.render(reports[::-1], edges[::-1], {}, {})


def test_days_are_spans_and_what_is_inferred_shows_it() -> None:
    page = three()
    assert page.count('<rect class="span') == 2  # one of them in the legend
    assert page.count('class="node o1 inferred"') == 1
    assert "UTC+3" in page
    assert "بلا تاريخ" in page
    assert "08:30" in page


def test_only_the_strongest_ties_are_shown_at_first() -> None:
    page = three()
    assert page.count('copy weak directed"') == 1
    assert 'id="every"' in page
    assert page.count('class="edge rewrite directed"') == 1


def test_only_addresses_of_the_web_are_linked() -> None:
    assert "https://example.org/2" in three()
    assert "javascript:" not in three()


def test_what_came_from_reports_is_escaped() -> None:
    bad = Report(
        "v1", "v1", "</script><b>نص</b>", title="<script>alert(1)</script>", publisher='"><img src=x>'
    )
    page = story.render([bad], [], {}, {})
    assert page.count("</script>") == 2
    assert "<b>نص" not in page
    assert "<img" not in page
    assert data(page)["texts"] == ["</script><b>نص</b>"]


def test_the_script_is_given_texts_and_passages() -> None:
    found = data(three())
    (pair,) = (one for one in found["pairs"] if one[:2] == [1, 2])
    ((a, b, c, d),) = pair[5]
    assert found["texts"][0][a:b].strip() == found["texts"][1][c:d].strip() == SHARED.strip()
    assert found["reasons"][pair[7][0]][1] == "days of publication: 1 and 2"


def test_times_of_other_zones_stand_where_they_belong() -> None:
    reports = [
        report("v1", publisher="أ", published="2026-01-02T23:30:00+00:00"),
        report("v2", publisher="ب", published="2026-01-03T02:31:00+03:00"),
        report("v3", publisher="ج", published="2026-01-03T02:29:00+03:00"),
        report("v4", publisher="د", published="كانون"),
    ]
    page = story.render(reports, [], {}, {})
    assert re.findall(r'<tr id="r(\d)">.*?عنوان (v\d)', page, re.DOTALL) == [
        ("1", "v3"), ("2", "v1"), ("3", "v2"), ("4", "v4")
    ]  # fmt: skip


@pytest.mark.browser
def test_two_chosen_reports_stand_side_by_side(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "story.html"
    page.write_text(three(), "utf-8")
    shown = browser.dom(page, "pair-1-2")
    pair = shown.split('<div id="pair"')[1].split("<template")[0]
    pair, sides = pair.split('<div class="sides"')
    assert "90%" in pair
    assert re.findall(r"<ins>(.*?)</ins>", sides, re.DOTALL) == [
        "عنوان v1",
        "عنوان v2\nخبر:",
        "وحضر العمدة.",
    ]
    assert len(re.findall("<mark>قالت البلدية", sides)) == 2
    assert len(re.findall('<button[^>]*aria-pressed="true"', shown)) == 2
    assert "edge copy directed on" in shown


@pytest.mark.browser
def test_reports_without_text_in_common_say_so(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "story.html"
    page.write_text(story.render([report("v1"), report("v2")], [], {}, {}), "utf-8")
    pair = browser.dom(page, "pair-1-2").split('<div id="pair"')[1].split("<template")[0]
    assert "No text in common" in pair
