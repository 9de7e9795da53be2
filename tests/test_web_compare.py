"""The page of two texts side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest

from musnad import corpus as store
from musnad.copies import between, document, find
from musnad.corpus import Corpus, CorpusError, open_corpus, version_of
from musnad.web import compare
from tests.corpus_cases import BODY, entry, reading
from tests.web_cases import Visitor, visitor

CHANGED = BODY.replace("ثلاثين قرية", "أربعين قرية").replace("قبل نهاية الصيف، ", "قبل نهاية الصيف المقبل، ")
HOSTILE = "<script>alert(1)</script>\u202e"
OTHER = (
    "The mayor of Larchwood said the orchard would be felled before winter. "
    "Nobody in the valley agreed with her."
)
LONG = " ".join(f"كلمة{n}" for n in range(30_000))


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    path = tmp_path_factory.mktemp("compare") / "press.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(
            corpus,
            [
                entry(BODY, external_id="dam"),
                entry(CHANGED, external_id="copy", publisher="شادوف", published="2026-01-03"),
                entry(OTHER, external_id="orchard", title="Orchard", publisher="The Sundial"),
                entry(
                    f"{HOSTILE} {BODY} {HOSTILE}",
                    external_id="hostile",
                    title=HOSTILE,
                    publisher=HOSTILE,
                    published="2026-01-04",
                ),
                entry(LONG, external_id="long", title="طويل"),
                entry(f"{LONG} نهاية", external_id="longer", title="أطول"),
                entry(f"{LONG} خاتمة", external_id="longest", title="الأطول", published="2026-01-09"),
                entry(BODY, external_id="edited", title="سد", captured="2026-01-02T08:00:00Z"),
                entry(CHANGED, external_id="edited", title="سد", captured="2026-01-02T09:00:00Z"),
            ],
        )
        some = [one.reading() for one in store.stored(corpus)]
        pairs = [
            [document(one) for one in some if one.report.external_id in names]
            for names in (("dam", "copy"), ("long", "longest"))
        ]
        copies = [copy for pair in pairs for copy in find(pair)]
        store.replace_derived(corpus, copies, [], store.changes(corpus))
    with open_corpus(path) as corpus:
        yield corpus


@pytest.fixture
def press(held: Corpus) -> Visitor:
    return visitor(held)


def told(press: Visitor, one: str, other: str, **more: Any) -> Any:
    return press.told("/compare?" + urlencode({"one": one, "other": other, **more}))


def text(cell: Any) -> str:
    return "".join(part["text"] for part in cell["parts"])


def test_the_answer_is_as_described(press: Visitor) -> None:
    document = press.told("/openapi.json")
    schema = document["paths"]["/compare"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(told(press, "copy", "dam"), {**schema, "components": document["components"]})


def test_what_differs_stands_beside_each_other(press: Visitor) -> None:
    found = told(press, "copy", "dam")
    differing: dict[int, list[str]] = {}
    for row in found["stretches"]:
        for side in ("one", "other"):
            for part in row[side]["parts"]:
                if part["difference"] is not None:
                    differing.setdefault(part["difference"], []).append(part["text"])
    assert list(differing.values()) == [["أربعين", "ثلاثين"], ["المقبل", ""]]
    assert list(differing) == [0, 1]


def test_both_texts_are_told_whole_with_their_offsets(press: Visitor, held: Corpus) -> None:
    found = told(press, "copy", "dam")
    for side, name in (("one", "copy"), ("other", "dam")):
        whole = version_of(held, name).report.text
        assert "".join(text(row[side]) for row in found["stretches"]) == whole
        for row in found["stretches"]:
            for part in row[side]["parts"]:
                assert whole[part["start"] : part["end"]] == part["text"]


def test_a_stored_copy_tells_its_direction_and_why(press: Visitor) -> None:
    found = told(press, "copy", "dam")
    assert (found["kind"], found["versions"], found["later"]) == ("copy", False, "one")
    assert [one["code"] for one in found["reasons"]] == ["shingles", "day"]
    turned = told(press, "dam", "copy")
    assert turned["later"] == "other"
    assert (turned["one"]["share"], turned["other"]["share"]) == (
        found["other"]["share"],
        found["one"]["share"],
    )


def test_two_that_are_no_stored_copy_are_compared_at_once(press: Visitor) -> None:
    found = told(press, "hostile", "dam")
    assert found["kind"] is None
    assert found["passages"]
    assert found["later"] == "one"
    nothing = told(press, "orchard", "dam")
    assert (nothing["passages"], [row["shared"] for row in nothing["stretches"]]) == (0, [False])
    page = press.shown("/compare?one=orchard&other=dam", "en")
    assert "no passage of six words" in page
    assert 'lang="en" dir="ltr"' in page
    assert 'lang="ar" dir="rtl"' in page


def test_two_versions_of_one_report(press: Visitor, held: Corpus) -> None:
    report = store.resolve(held, "edited")
    first, second = (one.report.version for one in store.versions(held, report))
    found = told(press, second, first)
    assert (found["versions"], found["later"], found["reasons"]) == (True, "one", [])
    assert found["one"]["report"] == found["other"]["report"]
    assert "Two versions" in press.shown(f"/compare?one={second}&other={first}", "en")
    assert told(press, first[:12], "edited")["later"] == "other"


def test_statements_of_both_are_joined_by_their_passage(press: Visitor) -> None:
    found = told(press, "copy", "dam")
    joined = [row for row in found["said"] if row["by"] == "passage"]
    assert joined
    for row in joined:
        assert row["one"]["speaker"] == row["other"]["speaker"]
    assert {row["by"] for row in told(press, "orchard", "dam")["said"]} == {None}


def test_long_texts_are_bounded_and_told_in_parts(press: Visitor) -> None:
    found = told(press, "long", "longer")
    assert found["compared"] == 200_000
    assert max(len(text(row[side])) for row in found["stretches"] for side in ("one", "other")) <= compare.CUT
    assert any(row["one"]["cut"] for row in found["stretches"])
    assert len(press.shown("/compare?one=long&other=longer")) < 80_000
    stored = told(press, "longest", "long")
    assert (stored["kind"], stored["compared"], stored["later"]) == ("copy", 200_000, "one")
    assert stored["stretches"][-1]["other"]["end"] <= len(LONG) + 10


def test_a_page_of_stretches_ends_and_goes_on(press: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = told(press, "copy", "dam")
    monkeypatch.setattr(compare, "PAGE", 10)
    part = told(press, "copy", "dam")
    rows = list(part["stretches"])
    while part["next"] is not None:
        part = told(press, "copy", "dam", offset=part["next"])
        rows += part["stretches"]
    assert rows == whole["stretches"]
    assert told(press, "copy", "dam", offset=1)["stretches"][0]["number"] == 1
    assert "offset=1" in press.shown("/compare?one=copy&other=dam")


@pytest.mark.parametrize(
    ("query", "status"),
    [("one=dam&other=dam", 409), ("one=dam&other=nothing", 404), ("one=dam&other=copy&offset=x", 400)],
)
def test_what_cannot_be_compared_is_refused(press: Visitor, query: str, status: int) -> None:
    assert press.get(f"/api/compare?{query}").status_code == status
    assert press.get(f"/ar/compare?{query}").status_code == status


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("query", "given"), [("", ()), ("?one=dam", ("dam",)), ("?one=&other=dam", ("dam",))]
)
def test_a_form_asks_for_what_is_not_given(
    press: Visitor, language: str, query: str, given: tuple[str, ...]
) -> None:
    page = press.shown(f"/compare{query}", language)
    form = page[page.index('<form class="give"') : page.index("</form>", page.index('<form class="give"'))]
    assert f'action="/{language}/compare"' in form
    values = re.findall(r'<input id="(one|other)" [^>]*value="([^"]*)"', form)
    assert [name for name, _ in values] == ["one", "other"]
    assert tuple(value for _, value in values if value) == given
    # What a field names is told beside it, and what came in last is offered by ids that lead there.
    assert ("سد جديد في وادي السرو" in form.partition("<datalist")[0]) is bool(given)
    offered = re.findall(r'<option value="(\w+)" label="([^"]*)"', form)
    listed = press.told("/reports")["reports"]
    assert {one["id"][:12] for one in listed} == {value for value, _ in offered}
    assert "<script>" not in form
    first, second = (value for value, _ in offered[:2])
    assert "one=" in press.shown("/compare?" + urlencode({"one": first, "other": second}), language)
    # Programs are told what is missing.
    assert press.get(f"/api/compare{query}").status_code == 400


def test_a_form_tells_of_a_name_that_is_not_known(press: Visitor) -> None:
    assert press.get("/en/compare?one=nothing").status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_hostile_report_is_but_text(press: Visitor, language: str) -> None:
    page = press.shown("/compare?one=hostile&other=copy", language)
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_a_report_is_not_compared_with_itself() -> None:
    with pytest.raises(ValueError, match="itself"):
        between(reading(), reading())


def test_what_two_share_is_that_of_a_copy_and_bounded() -> None:
    one, other = reading(), reading(CHANGED, publisher="شادوف", published="2026-01-03")
    (copy,) = find([document(one), document(other)])
    found = between(one, other)
    assert (found.passages, found.directed, found.later) == (copy.passages, copy.directed, copy.later)
    assert between(one, other, most=10).passages == ()


def test_a_version_goes_by_its_id_and_a_report_by_its_newest(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "x.musnad", write=True, create=True) as corpus:
        old = entry(BODY, external_id="x", captured="2026-01-02T08:00:00Z")
        new = entry(CHANGED, external_id="x", captured="2026-01-02T09:00:00Z")
        store.add(corpus, [old, new])
        assert version_of(corpus, "x").report.version == new.report.version
        assert version_of(corpus, old.report.id).report.version == new.report.version
        assert version_of(corpus, old.report.version).report.version == old.report.version
        assert version_of(corpus, old.report.version[:10]).report.version == old.report.version
        with pytest.raises(CorpusError, match="no such report"):
            version_of(corpus, "y")
