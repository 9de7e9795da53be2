"""A report to its reading: the stages together."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from musnad.attribution import GrammarOptions
from musnad.model import Reading, Report, Span
from musnad.reader import ReadOptions, read

TEXT = """وزير المياه: لن نرفع الأسعار هذا العام
رأس المها - وكالة الطود
قال وزير المياه سامر الدالي لصحيفة المزولة إن السد آمن. وأضاف أن الشقوق سطحية.
ونقلت وكالة الساحل عن مصدر أمني قوله إن الدالي حذر من انهيار السد.
"""


def report(text: str) -> Report:
    return Report("r", "v", text, publisher="المزولة", published="2025-09-14")


def reading(text: str = TEXT) -> Reading:
    return read(report(text))


def test_the_report_comes_back_untouched() -> None:
    given_report = report(TEXT)
    assert read(given_report).report is given_report


def test_nobody_says_anything_in_a_link_to_the_report_itself() -> None:
    linked = f"{TEXT}رابط الخبر بصحيفة المزولة: وزير المياه: لن نرفع الأسعار هذا العام\n"
    found = [cue.cue for cue in reading(linked).attributions]
    assert found == [cue.cue for cue in reading().attributions]


def test_each_attribution_has_one_statement() -> None:
    found = reading()
    assert [s.attribution for s in found.statements] == [a.id for a in found.attributions]


def test_ids_are_unique_and_resolve() -> None:
    found = reading()
    entities = {e.id for e in found.entities}
    attributions = {a.id for a in found.attributions}
    assert len(entities) == len(found.entities)
    assert {m.entity for m in (*found.mentions, *found.credits)} <= entities
    assert {s.speaker for s in found.statements} - {None} <= entities
    assert {link.entity for s in found.statements for link in s.chain} <= entities
    assert {a.inside for a in found.attributions} | {
        a.continues for a in found.attributions
    } <= attributions | {None}


def test_a_dropped_subject_continues_its_speaker() -> None:
    found = reading()
    said = next(a for a in found.attributions if a.cue.of(TEXT) == "قال")
    added = next(a for a in found.attributions if a.cue.of(TEXT) == "وأضاف")
    speakers = {s.attribution: s.speaker for s in found.statements}
    assert added.continues == said.id
    assert speakers[added.id] == speakers[said.id] is not None


def test_the_chain_runs_from_the_publisher_to_the_speaker() -> None:
    found = reading()
    relayed = next(a for a in found.attributions if a.cue.of(TEXT) == "قوله")
    chain = next(s.chain for s in found.statements if s.attribution == relayed.id)
    names = {e.id: e.name for e in found.entities}
    assert (chain[0].kind, chain[-1].kind) == ("publisher", "speaker")
    assert names[chain[0].entity] == "المزولة"
    assert "وكالة الساحل" in [names[link.entity] for link in chain]


def test_the_reader_says_who_it_is() -> None:
    assert (reading().reader.engine, reading().reader.model) == ("grammar", None)
    assert reading().reader.version


def test_options_reach_the_grammar() -> None:
    strict = read(report(TEXT), ReadOptions(grammar=GrammarOptions(threshold=1.1)))
    assert len(strict.attributions) < len(reading().attributions)


def test_reading_twice_gives_the_same() -> None:
    assert reading() == reading()


def test_an_empty_report_has_an_empty_reading() -> None:
    found = reading("")
    assert (found.attributions, found.statements, found.mentions) == ((), (), ())


WORDS = (
    "قال",
    "وأضاف",
    "الدالي",
    "وكالة",
    "الطود",
    "إن",
    "أن",
    "بحسب",
    "«",
    "»",
    '"',
    ":",
    ".",
    "،",
    "\n",
    "\u202e",
    "\ud800",
    "ﷺ",
)


def spans_of(value: object) -> list[Span]:
    """Every span inside a value."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple | list):
        return [span for item in value for span in spans_of(item)]
    if dataclasses.is_dataclass(value):
        return [span for f in dataclasses.fields(value) for span in spans_of(getattr(value, f.name))]
    return []


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_spans_of_any_text_lie_in_it(text: str) -> None:
    for span in spans_of(reading(text)):
        assert 0 <= span.start < span.end <= len(text)
