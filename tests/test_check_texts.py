"""The search for other people's text, on reports made up for it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tools.check_texts import main, reports, shared

REPORT = "قال راعي الجسر إن القطار الأزرق سيعبر الوادي قبل طلوع الشمس بساعة واحدة"


def test_a_copied_sentence_is_found_however_it_is_pointed() -> None:
    copied = 'TEXT = "قالَ راعي الجسر: «إن القطار الازرق سيعبر الوادي» قبل"'
    (line,) = shared([("tests/test_x.py", copied)], [("r1", REPORT)])
    assert line.startswith("tests/test_x.py: as in report r1: قال راعي الجسر")


def test_numbers_count_as_words() -> None:
    hours = "يفتح السوق من 9:15 صباحا حتى 17:45 مساء"
    assert len(shared([("tests/test_x.py", hours)], [("r1", f"{hours} كل يوم")])) == 1
    assert shared([("tests/test_x.py", hours.replace("17", "18"))], [("r1", hours)]) == []


def test_seven_words_alike_are_a_formula() -> None:
    alike = "قال راعي الجسر إن القطار الأزرق سيعبر البحر"
    assert shared([("README.md", alike)], [("r1", REPORT)]) == []


def test_in_a_table_each_string_stands_alone_and_may_be_a_long_name() -> None:
    rows = 'name = "قال راعي الجسر إن"\ntitle = "القطار الأزرق سيعبر الوادي قبل"'
    assert shared([("lang/x.toml", rows)], [("r1", REPORT)]) == []
    assert (
        shared([("lang/x.toml", 'name = "قال راعي الجسر إن القطار الأزرق سيعبر الوادي"')], [("r1", REPORT)])
        == []
    )
    (line,) = shared([("lang/x.toml", f'name = "{REPORT}"')], [("r1", REPORT)])
    assert line.startswith("lang/x.toml: as in report r1")


def test_reports_are_read_from_texts_and_packed_lines(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(REPORT, encoding="utf-8")
    with gzip.open(tmp_path / "more.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": 7, "text": REPORT}) + "\n")
        lines.write(json.dumps({"id": 8, "title": "عبور القطار", "text": REPORT}) + "\n")
    titled = f"عبور القطار\n{REPORT}"
    assert list(reports(tmp_path)) == [("one", REPORT), ("7", REPORT), ("8", titled)]


def test_a_missing_folder_is_no_finding(tmp_path: Path) -> None:
    assert main([str(tmp_path / "none")]) == 0


def test_one_word_over_and_over_is_nobodys_text() -> None:
    assert shared([("words.tsv", "و\n" * 9)], [("r1", "و " * 9)]) == []
