"""Reports that mean harm: whatever a field of theirs holds is text, on every page and in every pack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import pytest

from musnad import briefs
from musnad import corpus as store
from musnad.corpus import Raw, open_corpus, pack
from musnad.model import Attribution, Entity, Link, Reading, Span, Statement
from musnad.web.pages import FILES, PAGES
from tests.claim_cases import derive
from tests.corpus_cases import reading
from tests.web_browser import fits, site
from tests.web_cases import Visitor, visitor
from tools.browser import Browser

LANGUAGES: Final = ("ar", "en")
SCRIPT: Final = "</script><script>window.harmed=1</script>"
BREAKS: Final = (
    SCRIPT,
    "\"'><img src=x onerror=window.harmed=1>",
    "</title></textarea></style><svg onload=window.harmed=1>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "<!-- <![CDATA[ -->",
)
BIDI: Final = "\u202eمقلوب\u202c \u2067x\u2069 \u200f"
HARM: Final = " ".join(BREAKS) + " " + BIDI + " \x00\x1b[31m \ud800 end"
LONG: Final = 10 * 1024 * 1024
"""Characters of the longest title."""
MOST: Final = 400 * 1024
"""Bytes of a page, unpacked."""
MOST_JSON: Final = 2 * 1024 * 1024
SAID: Final = f"قال الوزير {HARM} إن السد {HARM} سيروي ثلاثين قرية.\nوأضافت {HARM} أن الصيف طويل.\n"


def harmful(number: int, **fields: Any) -> Reading:
    """A reading whose every field means harm; `fields` stand in their place.

    What is long is put in behind the reader, which reads a title too: 10 MB of it take four seconds.
    """
    given = {
        "publisher": f"المزولة {HARM}",
        "published": f"2026-03-0{number}T08:00:00+00:00",
        "title": f"سد {HARM}",
        "byline": f"الوادي {HARM}",
        "url": f"javascript:window.harmed=1//{number}",
        "external_id": f"r{number}",
    }
    made = reading(f"{SAID}\n{number}", **given)
    made = replace(made, report=replace(made.report, **fields))
    text = made.report.text
    cue = text.index("قال")
    source = Span(cue + 4, text.index(" إن السد"))
    content = Span(source.end + 1, text.index("\n", source.end))
    speaker = Entity("e1", f"الوزير {HARM}", "person", (HARM,), HARM)
    unnamed = Entity("e3", HARM, "unnamed", anonymous=True)
    agency = Entity("e2", f"وكالة {HARM}", "medium")
    chain = (
        Link("credit", "e2", HARM, 0.9, source),
        Link("relayer", "e3", "r", 0.9, source),
        Link("speaker", "e1", "r", 0.9, source),
    )
    said = Attribution(
        "a1", source, Span(cue, cue + 3), (content,), HARM, "say", "mixed", HARM, 0.5, source, source
    )
    return replace(
        made,
        attributions=(said,),
        entities=(speaker, agency, unnamed),
        statements=(Statement("s1", "a1", "e1", chain, "e2"),),
        times=(),
        places=(),
    )


@pytest.fixture(scope="module")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of reports that mean harm, one of them under a title of 10 MB, in claims and disputes."""
    path = tmp_path_factory.mktemp("harm") / "harm.musnad"
    long = (SCRIPT * (LONG // len(SCRIPT) + 1))[:LONG]
    made = [harmful(number) for number in range(1, 6)]
    made += [harmful(6, title=long), harmful(7, external_id=f"x {HARM}", publisher=long[:200_000])]
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(
            corpus,
            [
                pack(
                    one,
                    Raw(one.report.text.encode("utf-8", "surrogatepass"), captured=None),
                    HARM,
                    f"k{number}",
                    briefs.packed(briefs.brief(one)),
                )
                for number, one in enumerate(made)
            ],
        )
        derive(corpus)
    return path


@pytest.fixture(scope="module")
def reader(harm: Path) -> Iterator[Visitor]:
    """Somebody who reads such a corpus."""
    with open_corpus(harm) as corpus:
        yield visitor(corpus)


@pytest.fixture(scope="module")
def paths(reader: Visitor) -> dict[str, list[str]]:
    """Every page over every report, claim, speaker and medium, by the name of the page."""
    reports = [one["id"] for one in reader.told("/reports")["reports"]]
    claims = [one["id"] for one in reader.told("/claims?reports=1")["claims"]]
    speakers, media = (
        [quote(one["key"], safe="/:") for one in reader.told(f"/{name}")[name] if len(one["key"]) <= 500]
        for name in ("speakers", "media")
    )
    return {
        "front": ["/"],
        "search": ["/search?q=" + quote(word) for word in ("السد", HARM[:200].replace("\ud800", ""))]
        + ["/search?in=statements&q=" + quote("الوزير")],
        "compare": [f"/compare?one={reports[0]}&other={other}" for other in reports[1:]],
        "reports": ["/reports"],
        "report": [f"/reports/{one}" for one in reports],
        "versions": [f"/reports/{one}/versions" for one in reports[:2]],
        "read": ["/read"],
        "speakers": ["/speakers", "/speakers?q=" + quote("الوزير")],
        "speaker": [
            f"/speakers/{one}{show}" for one in speakers for show in ("", "?show=media", "?show=places")
        ],
        "media": ["/media"],
        "medium": [f"/media/{one}{show}" for one in media for show in ("", "?show=places")],
        "claims": ["/claims", "/claims?reports=1"],
        "judgements": ["/judgements"],
        "gold": ["/judgements/gold"],
        "claim": [f"/claims/{one}" for one in claims],
        "claim_pack": [f"/claims/{one}/pack" for one in claims[:3]],
        "report_pack": [f"/reports/{one}/pack" for one in reports[:3]],
    }


class Elements(HTMLParser):
    """The elements of a page, with what no page of the room may have of them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []
        self._kept = False

    def handle_data(self, data: str) -> None:
        # The text of a report keeps its controls, each in a box that they cannot turn: it can be copied.
        if not self._kept:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._kept = self._kept and tag != "article"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._kept = self._kept or (tag == "article" and "sheet" in given.get("class", ""))
        if tag in ("img", "iframe", "object", "embed", "base") or (tag == "svg" and "onload" in given):
            self.found.append(tag)
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            self.found.append(str(attrs))
        self.found += [name for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            if urlsplit(given.get(name, "").strip()).scheme not in ("", "http", "https"):
                self.found.append(given[name])


def test_every_page_is_asked_for(paths: dict[str, list[str]]) -> None:
    assert set(paths) == {one.name for one in (*PAGES, *FILES)}
    assert all(paths.values()), paths


@pytest.mark.parametrize("name", [one.name for one in (*PAGES, *FILES) if one.name != "gold"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_field_of_a_report_becomes_markup(
    reader: Visitor, paths: dict[str, list[str]], language: str, name: str
) -> None:
    for path in paths[name]:
        page = reader.shown(path, language)
        elements = Elements()
        elements.feed(page)
        if name.endswith("_pack"):
            elements.found = [one for one in elements.found if one != "style"]
        assert elements.found == [], path
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", "".join(elements.text)), path
        if not name.endswith("_pack"):
            assert len(page.encode()) <= MOST, path


@pytest.mark.parametrize("name", [one.name for one in PAGES])
def test_twins_are_json_and_bounded(reader: Visitor, paths: dict[str, list[str]], name: str) -> None:
    for path in paths[name]:
        answer = reader.get(f"/api{path}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        assert answer.json() is not None
        assert len(answer.content) <= MOST_JSON, path


@pytest.mark.parametrize(
    "name", [HARM[:300].replace("\ud800", ""), "../../etc/passwd", "%00", "/etc/passwd", "a" * 5000]
)
def test_errors_name_no_path_of_this_machine(reader: Visitor, harm: Path, name: str) -> None:
    for path in (
        "/reports/{}",
        "/claims/{}",
        "/speakers/{}",
        "/media/{}",
        "/compare?one={0}&other={0}",
        "/{}",
    ):
        for start in ("/ar", "/en", "/api"):
            answer = reader.get(start + path.format(quote(name, safe="")))
            assert answer.status_code in (200, 307, 400, 404, 409), answer.text
            assert str(harm.parent) not in answer.text
            assert "Traceback" not in answer.text
            assert "<script>window" not in answer.text or start == "/api"


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_report_runs(
    harm: Path, paths: dict[str, list[str]], browser: Browser, language: str
) -> None:
    """A browser opens a page of each kind: no flag is raised, the policy has nothing to stop."""
    with site(harm, browser) as room:
        for path in [
            some[0] for name, some in paths.items() if name != "gold" and not name.endswith("_pack")
        ]:
            with room.visit(f"/{language}{path}") as (page, watched):
                page.wait_for_load_state("networkidle")
                for summary in page.locator("summary:visible").all()[:5]:
                    summary.click()
                assert page.evaluate("() => window.harmed") is None
                assert watched.faults == [], path
                page.set_viewport_size({"width": 360, "height": 800})
                assert fits(page), path
