from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from musnad.export import frame, html
from musnad.export.html import Entry, Mark, Role, annotate, index, render
from musnad.model import Reading
from musnad.record import Record, record
from tests.sample_reading import READING, REPORT, TEXT
from tools.browser import Browser

PAGE = render(record(READING))
ROLES: tuple[Role, ...] = ("content", "medium", "addressee", "via", "source", "credit", "cue")
VOID = {"meta", "input", "br"}
CONTROL_NAMES = re.compile(r"<bdi class=\"ctl\" dir=\"ltr\">(\w+)</bdi>")


class Tree(HTMLParser):
    """What stands on a page: its elements, checked to nest; and the characters under each mark."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.covered: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert len(found) == len(attrs)
        self.elements.append((tag, found))
        if tag == "a":
            assert all(name != "a" for name, _ in self.open), "a link inside a link"
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        here = range(len(self.text), len(self.text) + len(data))
        for _, found in self.open:
            classes = (found.get("class") or "").split()
            if "m" in classes or "credit" in classes:
                role = "credit" if "credit" in classes else classes[1]
                self.covered[found.get("data-a") or "", role] |= set(here)
        self.text += data


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text("ابج <&\"'>", min_size=1, max_size=30))
    marks = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Mark(start, end, draw(st.sampled_from(ROLES)), f"a{number}", "say"))
    return text, marks


@given(marked())
@example(("0123456789", [Mark(0, 6, "content", "a1", "say"), Mark(3, 9, "content", "a2", "warn")]))
@example(("0123456789", [Mark(2, 8, "cue", "a1", "say"), Mark(1, 5, "cue", "a2", "warn")]))
def test_every_character_lies_in_exactly_the_marks_that_cover_it(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    tree = Tree(annotate(text, 0, len(text), marks))
    assert tree.text == text
    wanted: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for mark in marks:
        name = "" if mark.role == "credit" else mark.attribution
        wanted[name, mark.role] |= set(range(mark.start, mark.end))
    assert tree.covered == wanted


def test_nested_content_is_nested_in_the_page() -> None:
    inner = re.search(r'<span class="m content k-say h1 first" data-a="a4">(.*?)</p>', PAGE)
    assert inner is not None
    assert 'class="m content k-promise first" data-a="a5"' in inner[1]
    assert 'class="m source k-promise first" data-a="a5"' in inner[1]


def test_page_shows_the_report_as_printed() -> None:
    tree = Tree(PAGE)
    for line in TEXT.splitlines():
        assert line in tree.text
    covered = {span for attribution in READING.attributions for span in attribution.content}
    assert sum(1 for _, found in tree.elements if "first" in (found.get("class") or "")) > len(covered)


def test_every_attribution_has_its_card_and_every_link_its_target() -> None:
    tree = Tree(PAGE)
    ids = Counter(found["id"] for _, found in tree.elements if "id" in found)
    assert max(ids.values()) == 1
    for attribution in READING.attributions:
        assert attribution.id in ids
    for tag, found in tree.elements:
        target = found.get("href")
        if tag == "a" and target is not None:
            assert target == REPORT.url or target.removeprefix("#") in ids


def test_card_gives_the_chain_and_its_reasons() -> None:
    card = re.search(r'id="a5">.*?</details>', PAGE, re.DOTALL)
    assert card is not None
    shown = " ".join(Tree(f"<details {card[0]}").text.split())
    for part in (
        "وكالة الساحل",
        "مصدر في الشركة المنفذة",
        "naqalat-an",
        "0.95",
        "موروث",
        "84%",
        "verb-subject-inna",
    ):
        assert part in shown


def assert_self_contained(page: str) -> None:
    """The page asks for nothing, and its policy admits its own style and script by their hashes alone."""
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    stated = policy[1].replace("&#39;", "'")
    assert stated.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        code = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert code is not None
        digest = base64.b64encode(hashlib.sha256(code[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in stated
    for tag, found in Tree(page).elements:
        assert tag not in {"img", "link", "iframe", "object", "base"}
        assert not {name for name in found if name.startswith("on") or name in {"style", "src", "action"}}
    assert "url(" not in page
    assert "@import" not in page


def test_page_is_self_contained_and_admits_only_its_own_code() -> None:
    assert_self_contained(PAGE)
    assert all(tag != "form" for tag, _ in Tree(PAGE).elements)


HOSTILE = "</style></script><script>alert(1)</script><b onclick='x'>\"&amp;{{ 7*7 }}"


def everywhere(text: str) -> Record:
    report = replace(
        REPORT,
        text=f"{text} {TEXT}",
        title=text,
        publisher=text,
        byline=text,
        url=f"javascript:{text}",
        language=text,
    )
    entities = tuple(replace(entity, name=text, aliases=(text,)) for entity in READING.entities)
    attributions = tuple(replace(found, lemma=text, rule=text) for found in READING.attributions)
    return record(replace(READING, report=report, entities=entities, attributions=attributions))


def test_nothing_in_a_report_becomes_code() -> None:
    page = render(everywhere(HOSTILE))
    plain = Counter(tag for tag, _ in Tree(PAGE).elements)
    found = Tree(page)
    assert Counter(tag for tag, _ in found.elements)["script"] == plain["script"] == 1
    assert "b" not in Counter(tag for tag, _ in found.elements)
    assert not [
        value
        for _, attributes in found.elements
        for value in [attributes.get("href")]
        if "java" in (value or "")
    ]
    assert "49" not in found.text.replace(TEXT, "")


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_makes_a_page(text: str) -> None:
    page = render(everywhere(text))
    page.encode()
    Tree(page)


def test_direction_controls_are_shown_and_not_obeyed() -> None:
    page = render(everywhere("a\u202eb\u2067c"))
    body = page[page.index("<main") :]
    assert CONTROL_NAMES.findall(body)[:2] == ["RLO", "RLI"]
    assert not set(page) & {"\u202e", "\u2067"}


@pytest.mark.parametrize(
    ("language", "direction", "interface"),
    [
        ("ar", "rtl", "ar"),
        ("en", "ltr", "en"),
        ("fa", "rtl", "en"),
        (None, "rtl", "ar"),
        ("ar-EG", "rtl", "ar"),
    ],
)
def test_direction_follows_the_report(language: str | None, direction: str, interface: str) -> None:
    page = render(record(replace(READING, report=replace(REPORT, language=language))))
    assert f'dir="{direction}"' in page[: page.index("<head>")]
    assert re.search(rf'id="ui-{interface}" checked', page)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ur", "rtl"), ("en", "ltr")])
def test_paragraphs_follow_the_report_and_not_their_first_letter(language: str, direction: str) -> None:
    text = "\u202eabc قال\nLatin"
    report = replace(REPORT, text=text, title=None, language=language)
    page = render(record(Reading(report, (), (), (), (), ())))
    assert re.findall('<p dir="(.*?)">', page) == [direction] * 2
    assert 'dir="auto"' not in page


def test_report_without_attributions_or_title() -> None:
    page = render(record(Reading(replace(REPORT, title=None), (), (), (), (), ())))
    assert "لم يُعثر على إسناد" in page
    assert "<h1" not in page


def test_title_that_the_text_lacks_is_shown_once() -> None:
    page = render(record(Reading(replace(REPORT, title="عنوان آخر"), (), (), (), (), ())))
    assert len(re.findall("عنوان آخر", page[page.index("<body") :])) == 1
    assert REPORT.title is not None
    assert REPORT.title in page


def test_every_label_is_in_both_languages() -> None:
    for group, labels in frame.labels().items():
        for key, pair in labels.items():
            assert len(pair) == 2, (group, key)
            assert re.search("[\u0600-\u06ff]", pair[0]), (group, key)
            assert pair[1].isascii(), (group, key)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def schemes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", frame.resource("report.css"), re.DOTALL)
    return [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block)) for block in blocks]


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
def test_contrast_is_that_of_wcag_aa(scheme: dict[str, str]) -> None:
    hues = ("slate", "blue", "green", "red", "pink", "violet", "amber")
    for background in ("page", "card"):
        assert contrast(scheme["ink"], scheme[background]) >= 7
        assert contrast(scheme["soft"], scheme[background]) >= 4.5
        assert contrast(scheme["blue"], scheme[background]) >= 4.5  # links
        for hue in hues:
            assert contrast(scheme[hue], scheme[background]) >= 3, hue  # lines
    for hue in hues:
        assert contrast(scheme["on"], scheme[hue]) >= 4.5, hue  # cues and badges


def test_classes_are_told_apart_without_colour() -> None:
    css = frame.resource("report.css")
    found = re.findall(r"\.k-(\w+) \{ --c: var\(--(\w+)\); --stroke: (\w+); --glyph: \"(.)\"; \}", css)
    assert [name for name, *_ in found] == list(frame.labels()["class"])
    assert len({(colour, stroke) for _, colour, stroke, _ in found}) == 14
    assert len({glyph for *_, glyph in found}) == 14


def test_index_links_every_report() -> None:
    page = index(
        [
            Entry("a%20b.html", "<b>عنوان</b>", "الميناء", "2024-10-08", 3),
            Entry("c.html", None, None, None, 0),
        ]
    )
    tree = Tree(page)
    assert [found["href"] for tag, found in tree.elements if tag == "a"] == ["a%20b.html", "c.html"]
    assert "<b>عنوان</b>" in tree.text
    assert "<script" not in page


def test_time_is_linear_in_the_number_of_attributions() -> None:
    line = "قال سمير حداد إن الجسر سيفتح\n"
    text = line * 4000
    marks = [Mark(i * len(line), i * len(line) + 3, "cue", f"a{i}", "say") for i in range(4000)]
    pieces = list(html.lines_of(text, marks))
    assert len(pieces) == 4000
    assert all(len(inside) == 1 for _, _, inside in pieces)


@pytest.mark.browser
def test_script_is_admitted_and_a_click_opens_the_chain(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    assert re.search(r'<html[^>]* class="js"', browser.dom(page))
    # The page admits no other script, so the click comes from a copy without its policy.
    policy = re.search(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", PAGE)
    assert policy is not None
    click = "<script>document.querySelector('a.cue[data-a=\"a5\"]').click()</script></body>"
    page.write_text(PAGE.replace(policy[0], "").replace("</body>", click), encoding="utf-8")
    shown = browser.dom(page)
    assert re.search(r'<details class="card k-promise" id="a5" open', shown)
    assert len(re.findall(r"<details[^>]* open", shown)) == 1
    assert re.search(r'class="m source k-promise first on"', shown)
