"""The page of an evaluation: figures, counts, and each error with both engines' views."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.engines import Views
from musnad.evaluate import KINDS, NAMES, Options, Scores, evaluate
from musnad.export import frame
from musnad.findings import BLAMES, Case, by_blame, gather
from musnad.findings_page import render
from musnad.gold import GoldReport
from musnad.model import CueClass, Report, Span
from tests.test_export_html import Tree, assert_self_contained
from tests.test_findings import BOTH, GOLD, PREDICTED, REPORT, TAGGER_ALONE, TEXT, reading
from tools.browser import Browser

HOSTILE = "</style></script><script>alert(1)</script><b onclick='x'>\"&amp;{{ 7*7 }}"


def scored(gold: GoldReport = GOLD) -> Scores:
    return evaluate([gold], lambda report: reading(report, PREDICTED), Options(resamples=0))


def found(views: Views = BOTH, gold: GoldReport = GOLD) -> tuple[Case, ...]:
    return gather(scored(gold), {gold.report.version: views}, TAGGER_ALONE)


PAGE = render(scored(), found())


def article(page: str, number: int) -> str:
    made = re.search(rf'<article class="case" id="f{number}".*?</article>', page, re.DOTALL)
    assert made is not None
    return made[0]


def side(page: str, number: int, name: str) -> str:
    made = re.search(rf'<section class="side {name} .*?</section>', article(page, number), re.DOTALL)
    assert made is not None
    return made[0]


def test_counts_are_those_of_the_scores() -> None:
    scores = scored()
    wanted = Counter(finding.kind for finding in scores.findings)
    cells = dict(re.findall(r'<td data-kind="(\w+)">(\d+)</td>', PAGE))
    assert cells == {kind: str(n) for kind, n in wanted.items()}
    shown = [
        finding.split(":") for one in re.findall(r'data-findings="(.*?)"', PAGE) for finding in one.split()
    ]
    assert Counter(kind for kind, _ in shown) == wanted
    assert Counter(map(tuple, shown)) == by_blame(found())


def test_every_figure_is_there() -> None:
    table = PAGE[PAGE.index('id="figures"') :]
    text = Tree("<div>" + table[table.index("<table>") : table.index("</details>")]).text
    for measure in scored().measures:
        assert frame.labels()["measure"][measure.name][1] in text
        if measure.value is not None:
            assert f"{measure.value:.3f}" in text


def test_labels_are_there_for_every_kind_figure_and_blame() -> None:
    labels = frame.labels()
    assert list(labels["kind"]) == list(KINDS)
    assert list(labels["measure"]) == list(NAMES)
    assert list(labels["blame"]) == list(BLAMES)


def test_both_engines_stand_beside_gold_and_reading() -> None:
    for number in range(1, 5):
        names = re.findall(r'<section class="side (\w+) ', article(PAGE, number))
        assert names == ["gold", "read", "grammar", "tagger"]
    source = side(PAGE, 1, "read")
    assert '<span class="source off">مي</span>' in source
    assert '<span class="source off">مي الهادي</span>' in side(PAGE, 1, "gold")
    assert "Spans as in the gold." in side(PAGE, 1, "grammar")
    assert "✓" in side(PAGE, 1, "grammar")
    assert "Spans as read." in side(PAGE, 1, "tagger")
    assert "✗" in side(PAGE, 1, "tagger")
    assert "Nothing was read here." in side(PAGE, 2, "read")
    assert "Silent on this cue." in side(PAGE, 2, "grammar")
    assert "No such attribution in the gold." in side(PAGE, 4, "gold")


def test_the_tagger_s_chances_are_shown_and_what_is_too_weak() -> None:
    shown = Tree(side(PAGE, 4, "tagger")).text
    for part in ("80%", "20%", "70%", "too weak to be kept alone"):
        assert part in shown
    assert "bare" in Tree(side(PAGE, 4, "read")).text


def test_a_sentence_is_as_printed_and_every_span_is_marked() -> None:
    shown = side(PAGE, 3, "gold")
    assert TEXT.split("\n")[1] in Tree(shown).text
    for role, part in (("source", "سالم"), ("cue", "وأكد")):
        assert f'<span class="{role}">{part}</span>' in shown
    assert '<span class="content off">أن الماء صاف</span>' in shown


def test_sentences_follow_their_language_and_names_stand_alone() -> None:
    assert len(re.findall('<p dir="rtl" lang="ar">', PAGE)) == len(re.findall("<p dir=", PAGE)) > 4
    english = replace(GOLD, report=replace(REPORT, language="en"))
    page = render(scored(english), found(gold=english))
    assert '<p dir="ltr" lang="en">' in page
    assert re.search(r'id="ui-en" checked', page)
    for name in (GOLD.name, REPORT.publisher):
        assert f"<bdi>{name}</bdi>" in article(PAGE, 1)
    controls = replace(GOLD, report=replace(REPORT, publisher="a\u202eb"))
    page = render(scored(controls), found(gold=controls))
    assert "\u202e" not in page
    assert '<bdi class="ctl" dir="ltr">RLO</bdi>' in page


@pytest.mark.parametrize(
    ("views", "names"),
    [
        (Views(BOTH.drafts, None), ["gold", "read", "grammar"]),
        (Views(None, BOTH.proposals), ["gold", "read", "tagger"]),
    ],
)
def test_an_engine_that_was_not_asked_has_no_view(views: Views, names: list[str]) -> None:
    page = render(scored(), found(views))
    assert re.findall(r'<section class="side (\w+) ', article(page, 1)) == names
    assert 'data-name="blame"' not in page
    assert frame.labels()["blame"]["neither"][1] not in page


def test_without_errors_no_text_of_a_report_is_there() -> None:
    page = render(scored(), found(), errors=False)
    assert re.findall(r'<td data-kind="(\w+)">(\d+)</td>', page) == re.findall(
        r'<td data-kind="(\w+)">(\d+)</td>', PAGE
    )
    assert "<script" not in page
    for word in ("الجسر", "النهر", "الهادي", "n1"):
        assert word not in page


def test_without_any_error_the_page_says_so() -> None:
    page = render(
        evaluate(
            [replace(GOLD, attributions=())],
            lambda r: replace(reading(r, PREDICTED), attributions=()),
            Options(resamples=0),
        ),
        (),
    )
    assert "No errors." in page
    assert "<article" not in page
    assert "<script" not in page


def test_page_is_self_contained_and_admits_only_its_own_code() -> None:
    assert_self_contained(PAGE)


def test_every_link_has_its_target_and_every_id_is_one() -> None:
    elements = Tree(PAGE).elements
    ids = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    assert max(ids.values()) == 1
    for tag, attributes in elements:
        for name in ("href", "aria-labelledby", "form"):
            if attributes.get(name):
                assert (attributes[name] or "").removeprefix("#") in ids, (tag, name)


def everywhere(text: str) -> str:
    """The page of a gold whose names, texts and rules are all `text`."""
    gold = replace(
        GOLD,
        name=text,
        report=replace(REPORT, text=TEXT.replace("الجسر", "الجسر " + text, 1), publisher=text, language=text),
        attributions=tuple(replace(label, speaker=text) for label in GOLD.attributions),
    )
    read = tuple(replace(one, rule=text) for one in PREDICTED)
    scores = evaluate([gold], lambda report: reading(report, read), Options(resamples=0))
    return render(scores, gather(scores, {"v1": BOTH}, TAGGER_ALONE))


def test_nothing_in_a_report_becomes_code() -> None:
    tree = Tree(everywhere(HOSTILE))
    tags = Counter(tag for tag, _ in tree.elements)
    assert tags["script"] == tags["style"] == 1
    assert "b" not in tags
    assert "49" not in tree.text
    assert "{{ 7*7 }}" in tree.text


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_makes_a_page(text: str) -> None:
    page = everywhere(text)
    page.encode()
    Tree(page)


def test_a_sentence_without_end_is_cut_around_its_cue() -> None:
    text = "ا " * 5000 + TEXT + " ا" * 5000
    gap = 10_000
    moved = tuple(
        replace(
            label,
            source=None,
            cue=Span(label.cue.start + gap, label.cue.end + gap),
            content=tuple(Span(part.start + gap, part.end + gap) for part in label.content),
        )
        for label in GOLD.attributions[:1]
    )
    gold = replace(GOLD, report=replace(REPORT, text=text), attributions=moved)
    scores = evaluate(
        [gold], lambda report: replace(reading(report, PREDICTED), attributions=()), Options(resamples=0)
    )
    shown = Tree(side(render(scores, gather(scores, {})), 1, "gold")).text
    assert "… " in shown
    assert "قالت" in shown
    assert len(shown) < 2000


def test_time_and_size_are_linear_in_the_errors() -> None:
    def page(reports: int) -> tuple[float, int]:
        gold = [replace(GOLD, name=f"n{i}", report=replace(REPORT, id=f"id{i}")) for i in range(reports)]
        scores = evaluate(gold, lambda report: reading(report, PREDICTED), Options(resamples=0))
        begun = time.perf_counter()
        made = render(scores, gather(scores, {"v1": BOTH}, TAGGER_ALONE))
        return time.perf_counter() - begun, len(made.encode())

    page(1)
    (_, small), (slow, large) = page(30), page(240)
    base = len(render(scored(), found(), errors=False).encode())
    assert (large - base) / (small - base) < 8.5
    # 960 cases take half a second.
    assert slow < 10
    assert large < 4_000_000


def test_class_of_a_case_is_one_that_has_a_style() -> None:
    classes = set(re.findall(r'<section class="side \w+ k-(\w*)"', PAGE))
    assert classes <= set(CueClass.__args__)  # type: ignore[attr-defined]


@pytest.mark.browser
def test_script_filters_by_kind_and_counts(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    shown = browser.dom(page)
    assert re.search(r'<html[^>]* class="js"', shown)
    assert len(re.findall(r'<article class="case"[^>]* hidden', shown)) == 0
    # The page admits no other script, so the choice comes from a copy without its policy.
    policy = re.search(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", PAGE)
    assert policy is not None
    click = "<script>document.querySelector('[name=kind][value=spurious]').click()</script></body>"
    page.write_text(PAGE.replace(policy[0], "").replace("</body>", click), encoding="utf-8")
    shown = browser.dom(page)
    hidden = re.findall(r'<article class="case" id="(f\d)"[^>]* hidden', shown)
    assert hidden == ["f1", "f2"]
    assert re.search(r"<output[^>]*>2</output>", shown)
    blamed = re.search(r'value="tagger">.*?<small>(\d)</small>', shown, re.DOTALL)
    assert blamed is not None
    assert blamed[1] == "1"


def test_the_reports_of_one_name_and_text_are_told_apart_by_version() -> None:
    other = Report("id2", "v2", TEXT, language="ar", publisher="نشرة التل")
    gold = [GOLD, replace(GOLD, report=other)]
    scores = evaluate(gold, lambda report: reading(report, PREDICTED), Options(resamples=0))
    cases = gather(scores, {"v1": BOTH, "v2": Views((), ())}, TAGGER_ALONE)
    assert Counter(case.outlet for case in cases) == {"نشرة الضفة": 4, "نشرة التل": 4}
