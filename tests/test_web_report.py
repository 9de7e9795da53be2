"""The pages of reports: what they tell, in both languages, and what hostile reports do to them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad import corpus as store
from musnad.corpus import open_corpus
from musnad.export.frame import CONTROLS
from musnad.model import Reading, Report
from musnad.reader import read
from musnad.web.parting import LONGEST, OF_STATEMENT, parts
from musnad.web.precision import measured
from musnad.web.printing import printed
from musnad.web.report import of_reading
from tests.claim_cases import press
from tests.corpus_cases import GRAMMAR, entry, reading
from tests.sample_reading import READING
from tests.soup import mutated
from tests.web_cases import Visitor, visitor

LANGUAGES = ("ar", "en")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202eقلب"
LARGEST = 200_000
"""Bytes of a page beside its scripts and fonts: with them it stays below 400 KB."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return press(tmp_path_factory.mktemp("press") / "press.musnad")


@pytest.fixture
def reader(file: Path) -> Iterator[Visitor]:
    with open_corpus(file) as corpus:
        yield visitor(corpus)


class Shown(HTMLParser):
    """The characters that a browser would show and copy of the text of a report."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.open = "", list[str]()
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            assert tag != "a" or "a" not in self.open
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(made: Reading, part: int = 1) -> str:
    """The text of a part as its lines would be copied."""
    lines = printed(of_reading(made, part))
    return "\n".join(
        "\n" * line.html.count("\n") if line.gap else Shown(str(line.html)).text for line in lines
    )


# --- what is told ---


def test_a_statement_has_its_chain_origin_and_claim(reader: Visitor) -> None:
    told = reader.told("/reports/r1")
    first = told["statements"][0]
    assert (first["id"], first["speaker"]["name"]) == ("s1", "عاصم البرهومي")
    assert [link["kind"] for link in first["chain"]] == ["publisher", "credit", "speaker"]
    assert first["origin"]["kind"] == "agency"
    assert {one["code"] for one in first["origin"]["reasons"]} == {"credit-byline"}
    assert first["claim"]["reports"] == 4
    assert [one["publisher"] for one in first["claim"]["elsewhere"]] == ["الشراع", "شادوف", "الميناء"]
    assert first["claim"]["disputed"]
    assert told["origin"]["origin"]["kind"] == "agency"
    assert all(one["ar"] and one["en"] for one in told["origin"]["origin"]["reasons"])


def test_every_stretch_reads_back(reader: Visitor) -> None:
    for name in ("r1", "r2", "r3", "r4", "r5", "r6"):
        told = reader.told(f"/reports/{name}")
        text = told["part"]["text"]
        for one in told["statements"]:
            for part in (
                one["cue"],
                *one["content"],
                *one["via"],
                one["source"],
                one["addressee"],
                one["medium"],
            ):
                assert part is None or text[part["start"] : part["end"]] == part["text"]


def test_a_copy_tells_whence_and_where(reader: Visitor) -> None:
    later, earlier = reader.told("/reports/r2"), reader.told("/reports/r1")
    assert [one["way"] for one in later["copies"]] == ["from"]
    assert [one["way"] for one in earlier["copies"]] == ["to"]
    copy = later["copies"][0]
    assert (copy["report"], copy["publisher"]) == (earlier["id"], "المزولة")
    for passage in copy["passages"]:
        here = later["part"]["text"][passage["start"] : passage["end"]]
        assert here == earlier["part"]["text"][passage["other_start"] : passage["other_end"]]
    page = reader.shown("/reports/r2", "en")
    margin = page[page.index('class="whence"') :]
    assert f"/en/compare?one={later['id']}&amp;other={earlier['id']}" in margin.split("</div>")[0]
    assert 'class="whence"' not in reader.shown("/reports/r1", "en")


def test_an_unknown_origin_is_said_so_with_what_was_measured(reader: Visitor) -> None:
    one = reader.told("/reports/r4")["statements"][0]
    assert one["origin"]["kind"] == "unknown"
    band = one["measured"]
    assert band["low"] <= one["confidence"] < band["high"]
    page = reader.shown("/reports/r4", "en")
    assert "tells whence it comes" in page
    assert f"Of {band['read']} attributions" in page
    assert f"{100 * band['right'] / band['read']:.0f} in 100 were right" in page
    assert "لا شيء في هذا التقرير" in reader.shown("/reports/r4", "ar")


def test_what_was_measured_covers_every_confidence_and_arabic_alone() -> None:
    for engine in ("grammar", "both"):
        found = [measured(engine, "ar", step / 100) for step in range(101)]
        assert all(one is not None and one.right <= one.read for one in found)
        shares = [one.share for one in dict.fromkeys(found) if one is not None]
        assert shares[-1] == max(shares) > 0.9
    assert measured("grammar", "en", 0.9) is None
    assert measured("tagger", "ar", 0.9) is None


def test_each_statement_is_opened_by_a_link_and_stands_in_the_text(reader: Visitor) -> None:
    for language in LANGUAGES:
        page = reader.shown("/reports/r1", language)
        for one in reader.told("/reports/r1")["statements"]:
            assert len(re.findall(f'<a [^>]*href="#{one["id"]}" id="t-{one["id"]}"', page)) == 1
            assert page.count(f'id="{one["id"]}"') == 1


def test_reports_are_listed_what_came_in_last_first(reader: Visitor) -> None:
    told = reader.told("/reports?limit=4")
    assert told["total"] == 6
    days = [one["published"] for one in told["reports"]]
    assert days == sorted(days, reverse=True)
    rest = reader.told("/reports?limit=4&offset=4")["reports"]
    assert len({one["id"] for one in (*told["reports"], *rest)}) == 6
    of = reader.told("/reports", params={"outlet": "المزولة", "since": "2026-03-04", "until": "2026-03-05"})
    assert [one["title"] for one in of["reports"]] == ["البلدية"]
    assert reader.get("/api/reports?outlet=nobody").json()["error"]["code"] == "no-outlet"
    assert reader.get("/api/reports?since=yesterday").status_code == 400
    assert "سد الأرجوان" in reader.shown("/reports", "ar")


def test_an_unknown_report_is_none(reader: Visitor) -> None:
    assert reader.get("/api/reports/r99").status_code == 404
    assert reader.get("/ar/reports/r99").status_code == 404
    other = reader.told("/reports/r1")["version"]
    assert reader.get(f"/api/reports/r2?version={other}").status_code == 404


# --- versions ---


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[Visitor]:
    path = tmp_path / "changed.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        said = "قال الوزير عاصم البرهومي إن السد سيروي {n} قرية قبل الصيف.\n"
        for text, title in (
            (said.format(n="ثلاثين") + "قالت رابعة إن الطريق مفتوحة.", "سد"),
            (said.format(n="عشرين") + "ونفى نعمان السروي أن يكون الجسر مغلقاً.", "جسر"),
        ):
            store.add(
                corpus, [entry(text, external_id="v1", title=title)], at=f"2026-03-0{len(title)}T00:00:00Z"
            )
    with open_corpus(path) as corpus:
        yield visitor(corpus)


def test_versions_tell_what_changed(changed: Visitor) -> None:
    told = changed.told("/reports/v1/versions")
    newest, oldest = told["versions"]
    assert (told["total"], newest["number"], oldest["number"]) == (2, 2, 1)
    assert newest["title_before"] == "سد"
    assert sorted(one["fate"] for one in newest["changes"]) == ["added", "changed", "dropped"]
    edited = next(one for one in newest["changes"] if one["fate"] == "changed")
    assert "ثلاثين" in edited["before"]["content"]
    assert "عشرين" in edited["after"]["content"]
    assert not oldest["compared"]
    for language in LANGUAGES:
        assert "ثلاثين" in changed.shown("/reports/v1/versions", language)
    assert [one["number"] for one in changed.told("/reports/v1/versions?limit=1&offset=1")["versions"]] == [1]


def test_an_older_version_says_that_it_is(changed: Visitor) -> None:
    old = changed.told("/reports/v1/versions")["versions"][1]["version"]
    told = changed.told(f"/reports/v1?version={old}")
    assert (told["version"], told["newest"], told["versions"]) == (old, False, 2)
    assert "older version" in changed.shown(f"/reports/v1?version={old}", "en")
    assert "older version" not in changed.shown("/reports/v1", "en")


# --- hostile reports, and long ones ---


def test_a_hostile_report_is_shown_as_text(tmp_path: Path) -> None:
    path = tmp_path / "hostile.musnad"
    text = f"قال وزير {HOSTILE} عاصم إن السد «{HOSTILE}» سيروي القرى.\n{HOSTILE}"
    with open_corpus(path, write=True, create=True) as corpus:
        known = {"title": HOSTILE, "byline": HOSTILE, "publisher": HOSTILE, "url": "javascript:alert(1)"}
        store.add(corpus, [entry(text, external_id="x", **known)])
    with open_corpus(path) as corpus:
        guest = visitor(corpus)
        for language in LANGUAGES:
            for where in ("/reports", "/reports/x", "/reports/x/versions"):
                page = guest.shown(where, language)
                assert "alert(1)" in page
                assert "<script>alert" not in page
                assert "<img" not in page
                assert "javascript:" not in page
                # What turns the direction stands in a piece of its own, by its name; attributes turn nothing.
                bare = re.sub(' value="[^"]*"', "", page)
                for at in (found.start() for found in re.finditer("\u202e", bare)):
                    assert bare[:at].endswith('<bdi class="ctl" data-c="RLO">')
            assert escape(HOSTILE[:25]) in page


def test_a_title_of_ten_megabytes_is_answered_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "long.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(corpus, [entry("قال الوزير إن السد قريب.", external_id="x", title="سد الوادي " * 600_000)])
    with open_corpus(path) as corpus:
        guest = visitor(corpus)
        for where in (
            "/reports",
            "/reports/x",
            "/reports/x?part=7",
            "/reports/x?part=999999",
            "/reports/x/versions",
        ):
            begun = time.process_time()
            for prefix in ("/ar", "/en", "/api"):
                assert len(guest.get(prefix + where).content) < LARGEST
            assert time.process_time() - begun < 10
        told = guest.told("/reports/x?part=999999")["part"]
        assert told["number"] == told["of"] > 100
        assert "?part=2" in guest.shown("/reports/x")
        assert guest.told("/reports/x?at=s1")["statements"][0]["id"] == "s1"


def test_a_report_full_of_statements_stays_within_a_page(tmp_path: Path) -> None:
    path = tmp_path / "full.musnad"
    line = (
        "قال الوزير عاصم البرهومي إن السد رقم {n} سيروي القرى، "
        "ونقلت وكالة الساحل عن رابعة قولها إن الطريق {n} مغلقة.\n"
    )
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(corpus, [entry("".join(line.format(n=n) for n in range(400)), external_id="x")])
    with open_corpus(path) as corpus:
        guest = visitor(corpus)
        told = guest.told("/reports/x")
        assert told["totals"]["statements"] > 400
        seen = set[str]()
        for part in range(1, told["part"]["of"] + 1):
            seen |= {one["id"] for one in guest.told(f"/reports/x?part={part}")["statements"]}
            assert len(guest.get(f"/ar/reports/x?part={part}").content) < LARGEST
        assert len(seen) == told["totals"]["statements"]


# --- the text as printed ---


def test_marks_add_no_text() -> None:
    assert text_of(READING) == READING.report.text.removesuffix("\n")


@given(mutated())
def test_no_text_is_changed_by_its_marks(text: str) -> None:
    made = read(Report(id="r", version="v", text=text.replace("\r", ""), language="ar"), GRAMMAR)
    page = of_reading(made)
    wanted = page.part.text.removesuffix("\n")
    lost = str.maketrans({"\0": "\ufffd", **{chr(code): "\ufffd" for code in range(0xD800, 0xE000)}})
    assert text_of(made) == wanted.translate(lost)


def test_a_control_of_direction_is_kept_and_named() -> None:
    made = reading("قال الوزير \u202eإن السد قريب\u202c.")
    assert text_of(made) == made.report.text
    html = "".join(str(line.html) for line in printed(of_reading(made)))
    assert [CONTROLS[one] for one in "\u202e\u202c"] == re.findall('data-c="(\\w+)"', html)


def test_half_a_word_gets_no_sign() -> None:
    made = reading("فقال الوزير عاصم البرهومي إن السد قريب.")
    cue = made.attributions[0].cue
    html = "".join(str(line.html) for line in printed(of_reading(made)))
    classes = re.findall('class="m cue [^"]*"', html)
    inside = cue.start > 0 and made.report.text[cue.start - 1].isalpha()
    assert ("first" in classes[0]) is not inside


@given(
    st.text("اب \n", max_size=200).map(lambda text: text * 300),
    st.lists(st.integers(0, 60_000), max_size=90).map(sorted),
)
def test_parts_cover_a_text_and_stay_small(text: str, cues: list[int]) -> None:
    found = parts(text, cues)
    assert "".join(text[start:end] for start, end in found) == text
    for start, end in found:
        inside = sum(start <= cue < end for cue in cues)
        assert end - start + OF_STATEMENT * inside <= LONGEST or end - start <= 1
