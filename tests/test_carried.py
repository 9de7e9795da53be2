"""Who carried a claim from whom, as a graph; its wordings; what relates two statements, in words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from musnad.claims_disputes import Ground
from musnad.claims_voices import Relation
from musnad.claims_weighing import FEATURES
from musnad.corpus import open_corpus
from musnad.corpus.claim_beside import grounds
from musnad.corpus.claim_parts import WholeClaim, claim, strongest_ties
from musnad.corpus.claim_queries import resolve_claim
from musnad.export.carried import Carried, Node, carried
from musnad.export.claims import opened
from musnad.export.edges import Differing, differing, edge_told, ground_of, reason_of, texts
from musnad.export.wordings import wordings
from musnad.model import Origin, OriginKind, Reason
from tests.claim_cases import press


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return press(tmp_path_factory.mktemp("carried") / "press.musnad")


@pytest.fixture(scope="module")
def whole(path: Path) -> WholeClaim:
    with open_corpus(path) as corpus:
        return claim(corpus, resolve_claim(corpus, "r1:s1"))


@pytest.fixture(scope="module")
def drawn(whole: WholeClaim) -> Carried:
    counted = [one.counted for one in whole.statements]
    return carried(whole, counted, opened(whole).count.named)


def of(drawn: Carried, whole: WholeClaim) -> dict[str, Node]:
    """The nodes of reports by what these go by, the others by name."""
    names = {one.place.version: one.place.report for one in whole.statements}
    return {names.get(node.id, node.name or ""): node for node in drawn.nodes}


def ways(drawn: Carried, whole: WholeClaim) -> dict[tuple[str, str], str]:
    names = {node.id: name for name, node in of(drawn, whole).items()}
    return {(names[way.earlier], names[way.later]): way.kind for way in drawn.ways}


def test_every_report_of_the_claim_is_a_node(drawn: Carried, whole: WholeClaim) -> None:
    reports = {node.version for node in drawn.nodes if node.kind == "report"}
    assert reports == set(opened(whole).count.reports)


def test_a_credit_leads_from_its_agency_and_a_reprint_from_the_text(
    drawn: Carried, whole: WholeClaim
) -> None:
    found = ways(drawn, whole)
    assert found["رويترز", "r1"] == "credit"
    assert found["عاصم البرهومي", "رويترز"] == "said"
    assert found["r1", "r2"] == "copy"


def test_a_report_of_unknown_origin_says_so(drawn: Carried, whole: WholeClaim) -> None:
    nodes = of(drawn, whole)
    assert nodes["r4"].lost
    assert not nodes["r1"].lost
    assert ways(drawn, whole)["عاصم البرهومي", "r4"] == "unknown"


@pytest.mark.parametrize(
    ("code", "origin_kind", "way", "counts"),
    [
        ("same-telling", "agency", "told", True),
        ("same-telling", "document", "document", True),
        ("same-telling", "publisher", "own", True),
        ("same-speaker", "agency", "inferred", False),
    ],
)
def test_what_is_told_elsewhere_in_a_report_and_what_is_inferred(
    whole: WholeClaim, code: str, origin_kind: OriginKind, way: str, counts: bool
) -> None:
    some = Origin(origin_kind, "name:x", "الميناء", None, (Reason(code, ("الميناء", "لـ«الميناء»")),))
    given = replace(whole, statements=tuple(replace(one, origin=some) for one in whole.statements), copies=())
    drawn = carried(given, [one.counted for one in given.statements], opened(given).count.named)
    assert {one.kind for one in drawn.ways} == {"said", way}
    assert [node.counted for node in drawn.nodes if node.kind == "origin"] == [counts]


def test_columns_go_with_time(drawn: Carried, whole: WholeClaim) -> None:
    nodes = of(drawn, whole)
    assert nodes["عاصم البرهومي"].column == 0
    assert nodes["رويترز"].column == 1
    assert 1 < nodes["r1"].column < nodes["r2"].column < nodes["r3"].column < nodes["r4"].column
    assert [one.day for one in drawn.days] == ["2026-03-03", "2026-03-04", "2026-03-05"]
    assert [one.first for one in drawn.days] == [
        nodes["r1"].column, nodes["r3"].column, nodes["r4"].column,
    ]  # fmt: skip


def test_few_reports_are_not_folded(drawn: Carried) -> None:
    assert not any(node.fold for node in drawn.nodes)


def test_many_reports_of_one_text_fold(whole: WholeClaim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musnad.export.carried.FEW", 1)
    monkeypatch.setattr("musnad.export.carried._FOLDED", 2)
    counted = [one.counted for one in whole.statements]
    nodes = of(carried(whole, counted, opened(whole).count.named), whole)
    assert nodes["r1"].fold == nodes["r2"].fold == nodes["r1"].id
    assert nodes["r4"].fold is None


def test_the_order_of_statements_changes_nothing(whole: WholeClaim, drawn: Carried) -> None:
    turned = replace(whole, statements=whole.statements[::-1], copies=whole.copies[::-1])
    counted = [one.counted for one in turned.statements]
    again = carried(turned, counted, opened(turned).count.named)
    assert again.nodes == drawn.nodes
    assert {(way.earlier, way.later, way.kind) for way in again.ways} == {
        (way.earlier, way.later, way.kind) for way in drawn.ways
    }


# --- wordings ---


def test_wordings_are_one_where_folded_words_are() -> None:
    found = wordings(["السد سيروي القرى", "السَّد سيروى القرى", "السد سيسقي القرى كلها"])
    assert [one.statements for one in found] == [(0, 1), (2,)]
    parts = found[1].parts
    assert [part.text for part in parts if part.kind == "left-out"] == ["سيروي"]
    assert [part.text for part in parts if part.kind == "added"] == ["سيسقي", "كلها"]


@pytest.mark.parametrize("text", ["السد سيسقي «كل» القرى", "قرى", "أمس السد سيروي القرى", "السد سيروي"])
def test_the_parts_of_a_wording_are_its_text(text: str) -> None:
    parts = wordings(["السد سيروي القرى", text])[1].parts
    if parts:
        assert "".join(part.text for part in parts if part.kind != "left-out") == text


def test_wordings_without_a_phrase_in_common_are_not_set_beside() -> None:
    assert wordings(["السد سيروي القرى", "افتتح الوزير معرض الكتاب"])[1].parts == ()


# --- what relates two ---


def test_every_reason_of_an_edge_has_its_words() -> None:
    from typing import get_args

    wanted = {*FEATURES, *get_args(Ground), "read"}
    wanted |= {f"voices-{one}" for one in get_args(Relation)}
    assert set(texts()) == wanted
    for arabic, english in texts().values():
        assert re.search("[\u0600-\u06ff]", arabic)
        assert english.isascii()


def test_a_reason_of_an_edge_is_told() -> None:
    assert edge_told(reason_of("voices other"))[1] == "two speakers"
    assert edge_told(reason_of("grams 0.81"))[1] == "runs of words in common: 0.81"
    assert ground_of(("denial", "voices other")) == "denial"
    assert ground_of(("words 0.90",)) is None


def test_numbers_that_differ_are_told_with_what_is_counted() -> None:
    assert differing("أصيب سبعة عمال في الموقع", "أصيب 9 عمال") == (Differing("عمال", ("7",), ("9",)),)
    assert differing("أصيب سبعة عمال", "أصيب 7 عمال") == ()


def test_the_statements_of_a_dispute_are_told(path: Path, whole: WholeClaim) -> None:
    with open_corpus(path) as corpus:
        (other,) = whole.disputed
        (found,) = grounds(corpus, whole.sums.id, "disputes", [other.sums.id]).values()
    assert found.place.report == "r6"
    assert found.one.version == whole.statements[0].place.version
    assert found.reasons == ("words 0.90",)


def test_the_strongest_tie_of_each_statement(path: Path, whole: WholeClaim) -> None:
    with open_corpus(path) as corpus:
        found = strongest_ties(corpus, whole.sums.id, 0, 2)
        assert len(found) == 2
        assert all(place == tied.left != tied.right for place, tied in found.items())
        assert strongest_ties(corpus, whole.sums.id, len(whole.statements), 99) == {}
