"""The gold format into model types."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.gold import GoldError, GoldReport, load
from musnad.model import Span

TEXT = "وزيرة النهر تعد بجسر\n\nقالت مي إن الجسر قريب، وقالت مي إن العمل بدأ.\nكتب سالم: قالت.\n"
LABEL: dict[str, Any] = {
    "id": "a1",
    "para": 1,
    "source": ["مي", 1],
    "cue": ["وقالت", 0],
    "content": [["إن العمل بدأ", 0]],
    "quote": "indirect",
    "cue_class": "say",
    "addressee": None,
    "medium": None,
    "via": [],
    "speaker": "مي الهادي",
    "anonymous": False,
    "inside": None,
}
META = {
    "outlet": "نشرة الضفة",
    "date": "2024-03-05",
    "title": "وزيرة  النهر تعد بجسر",
    "url": "https://daffa.example/1",
}


def write(
    folder: Path, *labels: dict[str, Any], text: str = TEXT, meta: dict[str, Any] | None = None
) -> Path:
    (folder / "r1.txt").write_bytes(text.encode("utf-8"))
    (folder / "r1.meta").write_text(json.dumps(META if meta is None else meta), encoding="utf-8")
    (folder / "r1.json").write_text(
        json.dumps({"id": "r1", "credits": ["وكالة الضفة"], "attributions": list(labels)}), encoding="utf-8"
    )
    return folder


def only(folder: Path) -> GoldReport:
    (report,) = load(folder)
    return report


def test_spans_are_absolute_and_count_occurrences_within_their_paragraph(tmp_path: Path) -> None:
    gold = only(write(tmp_path, LABEL))
    (a,) = gold.attributions
    assert a.source is not None
    assert a.source.of(gold.report.text) == "مي"
    assert a.source.start == TEXT.index("مي", TEXT.index("وقالت"))
    assert a.cue.of(gold.report.text) == "وقالت"
    assert [span.of(gold.report.text) for span in a.content] == ["إن العمل بدأ"]
    assert (a.paragraph, a.speaker, gold.credits) == (1, "مي الهادي", ("وكالة الضفة",))


def test_occurrences_do_not_overlap(tmp_path: Path) -> None:
    label = LABEL | {"para": 0, "cue": ["لا لا", 1], "source": None, "content": [["نعم", 0]]}
    (a,) = only(write(tmp_path, label, text="لا لا لا لا نعم")).attributions
    assert a.cue == Span(6, 11)


def test_report_takes_its_meta_and_its_title_only_where_it_is_the_first_line(tmp_path: Path) -> None:
    report = only(write(tmp_path, LABEL)).report
    assert report.title == "وزيرة النهر تعد بجسر"
    assert (report.publisher, report.published, report.published_from) == (
        "نشرة الضفة",
        "2024-03-05",
        "metadata",
    )
    assert report.url == "https://daffa.example/1"
    assert only(write(tmp_path, LABEL, meta=META | {"title": "غير ذلك"})).report.title is None
    assert only(write(tmp_path, LABEL, meta={})).report.publisher is None


def test_byte_order_mark_and_crlf_go_before_offsets_are_counted(tmp_path: Path) -> None:
    plain = only(write(tmp_path, LABEL))
    other = only(write(tmp_path, LABEL, text="\ufeff" + TEXT.replace("\n", "\r\n")))
    assert other == plain


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cue": ["همس", 0]}, "a1 cue: no occurrence 0"),
        ({"source": ["مي", 2]}, "a1 source: no occurrence 2"),
        ({"content": []}, "a1 content: an attribution needs one"),
        ({"content": [["إن العمل بدأ"]]}, "a1 content: expected"),
        ({"via": [["ناقل", 0]]}, "a1 via: no occurrence 0"),
        ({"via": "ناقل"}, "a1 via: expected a list"),
        ({"medium": ["", 0]}, "a1 medium: expected"),
        ({"para": 7}, "a1 para: 7 is none of the 3"),
        ({"cue": None}, "a1 cue: expected"),
        ({"cue_class": "shout"}, "a1 cue_class: 'shout'"),
        ({"quote": None}, "a1 quote: None"),
        ({"speaker": 3}, "a1 speaker: expected"),
        ({"inside": "a9"}, "a1 inside: 'a9'"),
        ({"inside": "a1"}, "a1 inside: 'a1'"),
        ({"id": None}, "attributions: each is an object with an id"),
    ],
)
def test_a_wrong_label_is_named_with_its_file(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(GoldError) as error:
        load(write(tmp_path, LABEL | change))
    assert said in str(error.value)
    assert "r1.json" in str(error.value)


def _no_text(folder: Path) -> None:
    (folder / "r1.txt").unlink()


def _not_json(folder: Path) -> None:
    (folder / "r1.json").write_text("{", encoding="utf-8")


def _not_utf8(folder: Path) -> None:
    (folder / "r1.txt").write_bytes("قال".encode("cp1256"))


def _nothing(folder: Path) -> None:
    (folder / "r1.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_no_text, "r1.txt: "),
        (_not_json, "not JSON at line 1"),
        (_not_utf8, "not UTF-8"),
        (_nothing, "no NAME.json"),
    ],
)
def test_a_folder_that_cannot_be_read_says_why(
    tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(write(tmp_path, LABEL))
    with pytest.raises(GoldError, match=said):
        load(tmp_path)


def test_an_id_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="stands twice"):
        load(write(tmp_path, LABEL, LABEL))


@given(st.text(alphabet="ab \n", max_size=60), st.data())
def test_every_occurrence_that_can_be_counted_is_found(text: str, data: st.DataObject) -> None:
    """What `str.count` counts in a paragraph, and no more, can be labelled."""
    from musnad.gold import _Paragraph, paragraphs

    for line, start in paragraphs(text):
        assert text[start : start + len(line)] == line
        piece = data.draw(st.text(alphabet="ab ", min_size=1, max_size=3))
        paragraph = _Paragraph(line, start, "r a1")
        found = [paragraph.find("cue", [piece, n]) for n in range(line.count(piece))]
        assert all(span.of(text) == piece for span in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        with pytest.raises(GoldError):
            paragraph.find("cue", [piece, line.count(piece)])
