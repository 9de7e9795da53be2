"""The pages of claims: the list, and one claim with its counts, its graph and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import jsonschema
import pytest

from musnad import corpus as store
from musnad.corpus import open_corpus
from musnad.web import claim, claims
from musnad.web.openapi import description
from musnad.web.rendering import html
from musnad.web.room import Room
from tests.claim_cases import DAM, press
from tests.corpus_cases import entry
from tests.web_cases import Visitor, settings, visitor


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    path = press(tmp_path_factory.mktemp("claims") / "press.musnad")
    with open_corpus(path) as corpus:
        yield Room(settings(path), corpus)


@pytest.fixture(scope="module")
def reader(room: Room) -> Visitor:
    return visitor(room.corpus)


@pytest.fixture(scope="module")
def dam(room: Room) -> claim.Claim:
    """The claim of four reports."""
    return claim.tell(room, claim.Asked("r1:s1"))


# --- the list ---


def test_the_list_has_reports_against_origins(room: Room) -> None:
    told = claims.tell(room, claims.Asked())
    assert told.total == 1
    (one,) = told.claims
    assert (one.figures.reports, one.figures.low, one.figures.high) == (4, 1, 2)
    assert (one.publisher, one.first, one.statement) == ("المزولة", "2026-03-03", "s1")
    assert one.disputed
    assert len(one.report) == 64


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        (claims.Asked(reports=1), 3), (claims.Asked(reports=1, disputed=True), 2),
        (claims.Asked(reports=1, speaker="البيلسان"), 1), (claims.Asked(outlet="شادوف"), 1),
        (claims.Asked(reports=1, kind="deny"), 1), (claims.Asked(agency="رويترز"), 1),
        (claims.Asked(reports=1, since="2026-03-06"), 1), (claims.Asked(until="2026-03-02"), 0),
        (claims.Asked(reports=5), 0),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(room: Room, asked: claims.Asked, total: int) -> None:
    assert claims.tell(room, asked).total == total


def test_a_name_that_nothing_goes_by_is_told_with_those_near(room: Room) -> None:
    told = claims.tell(room, claims.Asked(outlet="شادو", agency="رويتزر", speaker="..."))
    assert {(one.filter, one.near[:1]) for one in told.unmet} == {
        ("outlet", ("شادوف",)), ("agency", ("رويترز",)), ("speaker", ()),
    }  # fmt: skip
    assert told.claims == ()


def test_the_list_is_paged(reader: Visitor) -> None:
    first = reader.told("/claims?reports=1&limit=2")
    rest = reader.told("/claims?reports=1&limit=100&offset=2")
    assert first["total"] == len(first["claims"]) + len(rest["claims"])
    assert not {one["id"] for one in first["claims"]} & {one["id"] for one in rest["claims"]}
    page = reader.shown("/claims?reports=1&limit=2&order=newest")
    (further,) = re.findall(r'rel="next" href="([^"]+)"', page)
    assert set(further.partition("?")[2].split("&amp;")) == {
        "offset=2",
        "limit=2",
        "order=newest",
        "reports=1",
    }


def test_what_cannot_be_asked_is_refused(reader: Visitor) -> None:
    for query in (
        "order=none",
        "limit=0",
        "limit=101",
        "since=yesterday",
        "since=2026-02-02&until=2026-01-01",
    ):
        assert reader.get(f"/api/claims?{query}").status_code == 400, query


# --- one claim ---


def test_every_number_opens_into_its_reasons(dam: claim.Claim) -> None:
    assert [one.name for one in dam.counts.named] == ["رويترز"]
    reuters = dam.counts.named[0]
    assert len(reuters.reports) == 3
    assert reuters.reasons[0].code == "credit-byline"
    assert "رويترز" in reuters.reasons[0].ar
    assert [len(one.reports) for one in dam.counts.unknown] == [1]
    assert len(dam.counts.reports) == dam.figures.reports
    assert len(dam.counts.earliest) == 1


def test_the_wordings_of_a_claim(dam: claim.Claim) -> None:
    assert dam.wordings == 3
    assert len(dam.worded[0].reports) == 2
    assert sum(one.statements for one in dam.worded) == dam.statements == 4


def test_a_dispute_says_what_is_denied(dam: claim.Claim) -> None:
    (one,) = dam.disputes
    assert one.claim.publisher == "الشراع"
    assert one.own is not None
    assert one.other is not None
    assert one.other.cue == "نفت"
    assert one.own.publisher == "المزولة"
    (same,) = dam.corroborated
    assert same.claim.speaker == "رابعة البيلسان"


def test_members_tell_where_they_stand(dam: claim.Claim) -> None:
    one = dam.members[0]
    assert (one.statement, one.publisher, one.cue) == ("s1", "المزولة", "قال")
    assert (one.chain[0].kind, one.chain[-1].kind) == ("publisher", "speaker")
    assert one.tie is not None
    assert one.tie.score == 0.9
    start, end = one.content_spans[0]
    assert end - start == len(one.content)


def test_members_are_paged(room: Room, dam: claim.Claim) -> None:
    part = claim.tell(room, claim.Asked(dam.id, offset=3, limit=20))
    assert part.members == dam.members[3:]
    assert claim.tell(room, claim.Asked(dam.id, offset=9)).members == ()


def test_names_of_a_claim_lead_to_it(room: Room, dam: claim.Claim) -> None:
    for name in (dam.id[:12], dam.name, "r2:s1"):
        assert claim.tell(room, claim.Asked(name)).id == dam.id


def test_a_claim_that_is_gone_offers_a_search(reader: Visitor) -> None:
    answer = reader.get(f"/en/claims/{'0' * 64}")
    assert answer.status_code == 404
    assert "Claims change as reports come" in answer.text
    assert 'action="/en/search"' in answer.text
    assert reader.get(f"/api/claims/{'0' * 64}").json()["error"]["code"] == "no-claim"
    assert reader.get("/api/claims/r1:s99").status_code == 404


def test_the_api_is_the_page(reader: Visitor, dam: claim.Claim) -> None:
    told = reader.told("/claims/r1:s1")
    document = description()
    answer = document["paths"]["/claims/{id}"]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    jsonschema.validate(told, {**schema, "components": document["components"]})
    assert told["id"] == dam.id
    assert told["graph"]["nodes"][0]["kind"] == "speaker"
    assert told["counts"]["named"][0]["reasons"][0]["code"] == "credit-byline"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_both_languages_show_it(reader: Visitor, dam: claim.Claim, language: str) -> None:
    page = reader.shown(f"/claims/{dam.id}", language)
    assert 'class="versus"' in page
    assert page.count("<tr id=") == len(dam.graph.nodes)
    ids = set(re.findall(r'<tr id="(n\d+)"', page))
    assert set(re.findall(r'data-from="(n\d+)"', page)) <= ids
    assert ("المناشئ المعروفة" if language == "ar" else "Named origins") in page
    assert f"/{language}/claims/{quote(dam.name)}/pack" in page
    listed = reader.shown("/claims", language)
    assert f"/{language}/claims/{dam.id}" in listed


def test_anchors_of_a_page_are_its_own(reader: Visitor, dam: claim.Claim) -> None:
    page = reader.shown(f"/claims/{dam.id}")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


HOSTILE = "<script>alert(1)</script>\u202e&\"'"


def test_hostile_words_are_shown_and_not_run(dam: claim.Claim) -> None:
    member = dam.members[0]
    bad = replace(
        dam,
        speaker=HOSTILE,
        worded=(replace(dam.worded[0], text=HOSTILE, parts=()), *dam.worded[1:]),
        members=(
            replace(member, publisher=HOSTILE, title=HOSTILE, source=HOSTILE, cue=HOSTILE, content=HOSTILE,
                    speaks_for=HOSTILE, origin=HOSTILE, language='"><hr>'),
        ),
        counts=replace(
            dam.counts,
            carriers=(HOSTILE,),
            reports=tuple(replace(one, publisher=HOSTILE) for one in dam.counts.reports),
        ),
        graph=replace(
            dam.graph, nodes=tuple(replace(one, name=HOSTILE, published=HOSTILE) for one in dam.graph.nodes)
        ),
    )  # fmt: skip
    page = html(
        "claim.html.j2", "en", page="claim", asked=claim.Asked(dam.id), told=bad, here="/", query="",
        writable=True,
        by="ليلى",
    )  # fmt: skip
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "<hr>" not in page


def test_a_claim_of_one_report_has_its_page(tmp_path: Path) -> None:
    path = tmp_path / "one.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(corpus, [entry(DAM, external_id="r1", publisher="المزولة", title="سد")])
    from musnad.cli import main

    assert main(["update", "--corpus", str(path)]) == 0
    with open_corpus(path) as corpus:
        found = visitor(corpus)
        (one,) = [row for row in found.told("/claims?reports=1")["claims"] if row["statement"] == "s1"]
        assert found.told(f"/claims/{one['id']}")["figures"]["reports"] == 1
        found.shown(f"/claims/{one['id']}", "en")
