from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from musnad.export import json as export
from musnad.export import jsonl
from musnad.model import Reading
from musnad.record import record
from tests.sample_reading import READING

ANY_TEXT = st.text(st.characters(codec=None))  # lone surrogates too


def made_of(text: str) -> Reading:
    return Reading(replace(READING.report, text=text, title=text, publisher=text), (), (), (), (), ())


@given(ANY_TEXT)
def test_any_text_comes_back_exactly(text: str) -> None:
    made = record(made_of(text))
    assert json.loads(export.render(made).encode()) == made
    assert json.loads(jsonl.render(made).encode()) == made


@given(ANY_TEXT)
def test_a_line_is_one_line_for_every_reader(text: str) -> None:
    line = jsonl.render(record(made_of(text)))
    assert len(line.splitlines()) == 1
    assert line.endswith("}\n")


def test_arabic_stays_readable() -> None:
    assert "وزيرة النقل" in export.render(record(READING))
    assert export.render(record(READING)).startswith('{\n  "schema": "musnad/report/1",\n')


def test_nothing_steers_a_terminal() -> None:
    shown = export.render(record(made_of("a\x1b[31mb\x9b31m\x7f\x85")))
    assert not {"\x1b", "\x9b", "\x7f", "\x85"} & set(shown)


def test_the_layout_is_that_of_the_plain_encoder() -> None:
    made = record(READING)
    plain = json.dumps(made, ensure_ascii=False, indent=2)
    assert export.render(made) == export.escape(plain) + "\n"
