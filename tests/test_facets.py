"""Facets: their counts are what a search would find with the value put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from musnad import corpus as store
from musnad.corpus import Corpus, facets, open_corpus
from musnad.corpus.columns import NAMES, Name, columns_of, names_near
from musnad.corpus.facets import Facet
from musnad.corpus.searching import NO_FILTERS, Filters, Kind, search
from musnad.model import Origin, ReportOrigins
from musnad.search_query import parse
from tests.corpus_cases import entry

FIELDS: Final[dict[Name, str]] = {
    "outlet": "publishers",
    "origin": "origins",
    "speaker": "said_by",
    "class": "classes",
    "period": "periods",
}
DENIED = "نفى المهندس نعمان السروي أن يكون السد قد تصدع، وقال إن السد متين."
ASKED = "طالبت رابعة البيلسان بتوسيع السد. وقالت المهندسة دعد الزعفران إن السد لا يكفي."


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    path = tmp_path_factory.mktemp("facets") / "press.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(
            corpus,
            [
                entry(),
                entry(DENIED, title="نفي", publisher="شادوف", published="2026-02-05"),
                entry(ASKED, title="مطالب", publisher="شادوف", published="2025-12-30T10:00:00+03:00"),
                entry("لا جديد في السد.", title="صمت", published="2026-02-06"),
            ],
        )
        agency, unknown = Origin("agency", "medium/khuzama", "وكالة الخزامى"), Origin("unknown", "")
        versions = [one.report.version for one in store.stored(corpus)]
        store.replace_derived(
            corpus,
            [],
            [
                ReportOrigins(one, (agency, unknown)[n % 2], 1.0, (("s1", unknown), ("s2", agency)))
                for n, one in enumerate(versions)
            ],
            store.changes(corpus),
        )
        yield corpus


def of(found: tuple[Facet, ...], name: Name) -> dict[str, int]:
    return {one.key: one.count for facet in found if facet.name == name for one in facet.values}


def with_value(filters: Filters, name: Name, key: str) -> Filters:
    changed: dict[str, Any] = {FIELDS[name]: (key,)}
    return replace(filters, **changed)


CHOSEN = (
    NO_FILTERS,
    Filters(publishers=("شادوف",)),
    Filters(classes=("deny", "demand")),
    Filters(said_by=("نعمان السروي",), classes=("say",)),
    Filters(periods=("2026-02",), origins=("unknown",)),
    Filters(since="2026-01-01", publishers=("شادوف",)),
    Filters(speakers=parse("البيلسان").wanted),
    Filters(origins=("medium/khuzama",), said_by=("رابعة البيلسان", "نعمان السروي")),
    Filters(periods=("2026",)),
)


@pytest.mark.parametrize("kind", ["reports", "statements"])
@pytest.mark.parametrize("query", ["", "السد", "السروي"])
@pytest.mark.parametrize("filters", CHOSEN)
def test_a_count_is_what_the_value_leaves(held: Corpus, kind: Kind, query: str, filters: Filters) -> None:
    asked = parse(query)
    found = facets.facets(held, asked, kind, filters)
    assert [one.name for one in found] == list(NAMES)
    for facet in found:
        for value in facet.values:
            narrowed = with_value(filters, facet.name, value.key)
            assert value.count == search(held, asked, kind, narrowed).whole, (facet.name, value)
            assert value.chosen == (value.key in getattr(filters, FIELDS[facet.name]))


def test_values_are_told_by_their_names(held: Corpus) -> None:
    found = facets.facets(held, parse("السد"), "statements", NO_FILTERS)
    assert of(found, "outlet") == {"المزولة": 1, "شادوف": 4}
    origins = next(one for one in found if one.name == "origin").values
    assert {(one.key, one.name, one.kind) for one in origins} <= {
        ("medium/khuzama", "وكالة الخزامى", "agency"),
        ("unknown", "unknown", "unknown"),
    }
    assert list(of(found, "period")) == sorted(of(found, "period"), reverse=True)


def test_the_most_frequent_stand_first_and_what_is_chosen_stays(held: Corpus) -> None:
    filters = Filters(said_by=("رابعة البيلسان",))
    found = facets.facets(held, parse(""), "statements", filters, most=1)
    speaker = next(one for one in found if one.name == "speaker")
    assert [one.key for one in speaker.values if one.chosen] == ["رابعة البيلسان"]
    assert len(speaker.values) <= 2 < speaker.total
    counts = [one.count for one in speaker.values if not one.chosen]
    assert counts == sorted(counts, reverse=True)


def test_years_are_told_where_months_are_many(held: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST_MONTHS", 1)
    found = facets.facets(held, parse(""), "reports", NO_FILTERS)
    assert of(found, "period") == {"2026": 3, "2025": 1}
    found = facets.facets(held, parse(""), "reports", Filters(periods=("2026",)))
    assert of(found, "period") == {"2026": 3, "2026-02": 2, "2026-01": 1, "2025": 1}


def test_what_is_added_is_counted(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "x.musnad", write=True, create=True) as corpus:
        empty = facets.facets(corpus, parse("السد"), "reports", NO_FILTERS)
        assert [one.values for one in empty] == [()] * len(NAMES)
        store.add(corpus, [entry()])
        assert of(facets.facets(corpus, parse("السد"), "reports", NO_FILTERS), "outlet") == {"المزولة": 1}
        store.add(corpus, [entry(DENIED)])
        assert of(facets.facets(corpus, parse("السد"), "reports", NO_FILTERS), "outlet") == {"المزولة": 2}


def test_who_speaks_goes_by_the_name_used_most(held: Corpus) -> None:
    assert columns_of(held).called(["نعمان السروي", "لا أحد"]) == {"نعمان السروي": "نعمان السروي"}


def test_names_are_near_by_their_words(held: Corpus) -> None:
    assert names_near(held, "البيلصان") == (("رابعة البيلسان", "رابعة البيلسان"),)
    assert names_near(held, "قطار") == ()
