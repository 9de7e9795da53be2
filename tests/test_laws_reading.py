"""The laws for a whole reading: offsets, no text that raises, the same answer, a reason for everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import musnad
from musnad.export.json import render
from musnad.model import Attribution, Engine, Reading, Span
from musnad.record import record
from tests.soup import SENTENCES, texts

PUBLISHERS = st.sampled_from((None, "صحيفة الميناء", "وكالة الساحل"))
SAMPLE = "\n".join(SENTENCES)
HARD = (
    "",
    " ",
    '"' * 3_000,
    "ا" * 20_000,
    "قال " * 3_000,
    '"ا ' * 3_000,
    "قال إن " * 2_000,
    "نقلت عن " * 2_000,
    "وقال: «" * 1_000,
    "\u202b" * 500,
    "ﷲ" * 500,
    "\ud800" * 50,
    "<html><body><p>قال",
    ". " * 3_000,
    "قال\n" * 2_000,
    # Found by tools/fuzz.py: each once gave an empty span or an exception.
    "]:–حسب م",
    ".::حسبما ذ",
    "طلب من خارج به",
    "طلب من بلم ",
    "\u0651قال وزير في",
)
slow = settings(suppress_health_check=[HealthCheck.too_slow])


engines = pytest.mark.parametrize("engine", ("grammar", "both"))


def read(text: str, publisher: str | None = None, engine: Engine = "grammar") -> Reading:
    return musnad.read(text, musnad.ReadOptions(source=musnad.Source(publisher=publisher), engine=engine))


def spans(reading: Reading) -> Iterator[Span]:
    """Every span of a reading."""
    for mention in (*reading.credits, *reading.mentions):
        yield mention.span
    for found in reading.attributions:
        yield found.cue
        yield from found.content
        yield from found.via
        yield from (s for s in (found.source, found.addressee, found.medium) if s is not None)
    for statement in reading.statements:
        yield from (link.span for link in statement.chain if link.span is not None)


# Law 1: offsets


@engines
@slow
@given(texts, PUBLISHERS)
def test_every_span_lies_in_the_text(engine: Engine, text: str, publisher: str | None) -> None:
    reading = read(text, publisher, engine)
    for span in spans(reading):
        assert 0 <= span.start < span.end <= len(reading.report.text)
    for found in reading.attributions:
        assert list(found.content) == sorted(found.content)
        assert not any(a.overlap(b) for a in found.content for b in found.content if a != b)


@engines
@slow
@given(texts)
def test_the_record_re_reads_as_recorded(engine: Engine, text: str) -> None:
    whole = record(read(text, None, engine))
    stack: list[object] = [whole]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            if {"start", "end", "text"} <= part.keys():
                assert part["text"] == whole["text"][part["start"] : part["end"]]
            stack += part.values()
        elif isinstance(part, list):
            stack += part


@slow
@given(texts)
def test_the_text_is_never_normalised(text: str) -> None:
    kept = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    assert read(text).report.text in (text, kept)


# Law 2: total


@pytest.mark.parametrize("text", HARD, ids=lambda text: repr(text[:6]))
@engines
def test_soup_gets_a_reading(engine: Engine, text: str) -> None:
    reading = read(text, "صحيفة الميناء", engine)
    assert json.loads(render(record(reading)))["schema"] == "musnad/report/1"
    assert all(0 <= span.start < span.end <= len(reading.report.text) for span in spans(reading))


# Law 3: the same answer


@engines
@slow
@given(texts, PUBLISHERS)
def test_the_same_report_gets_the_same_reading(engine: Engine, text: str, publisher: str | None) -> None:
    assert read(text, publisher, engine) == read("".join(list(text)), publisher, engine)


@engines
def test_another_process_gives_the_same_record(engine: Engine) -> None:
    # Sets and dicts of strings run in another order there.
    program = (
        "import sys, musnad\n"
        "from musnad.export.json import render\n"
        "from musnad.record import record\n"
        "text = sys.stdin.buffer.read().decode('utf-8')\n"
        "reading = musnad.read(text, musnad.ReadOptions(engine=sys.argv[1]))\n"
        "sys.stdout.buffer.write(render(record(reading)).encode('utf-8'))\n"
    )
    for seed in ("1", "2024"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        there = subprocess.run(
            [sys.executable, "-c", program, engine],
            input=SAMPLE.encode(),
            capture_output=True,
            check=True,
            env=environment,
        )
        assert there.stdout.decode("utf-8") == render(record(read(SAMPLE, engine=engine)))


# Law 5: reasons, and references that hold


@engines
@slow
@given(texts, PUBLISHERS)
def test_everything_says_why(engine: Engine, text: str, publisher: str | None) -> None:
    reading = read(text, publisher, engine)
    for found in reading.attributions:
        assert found.rule and 0 <= found.confidence <= 1
        assert found.content and found.lemma
    for statement in reading.statements:
        for link in statement.chain:
            assert link.rule and 0 <= link.score <= 1


@engines
@slow
@given(texts, PUBLISHERS)
def test_references_resolve(engine: Engine, text: str, publisher: str | None) -> None:
    reading = read(text, publisher, engine)
    entities = [entity.id for entity in reading.entities]
    attributions = {found.id: found for found in reading.attributions}
    assert len(set(entities)) == len(entities)
    assert len(attributions) == len(reading.attributions)
    assert len({statement.id for statement in reading.statements}) == len(reading.statements)
    assert {mention.entity for mention in (*reading.mentions, *reading.credits)} <= set(entities)
    for statement in reading.statements:
        assert statement.attribution in attributions
        assert {link.entity for link in statement.chain} <= set(entities)
        assert {statement.speaker, statement.speaks_for} - {None} <= set(entities)
    for found in reading.attributions:
        assert found.inside is None or found.inside in attributions
        assert found.continues is None or found.continues in attributions
    assert len({statement.attribution for statement in reading.statements}) == len(reading.statements)


@engines
@slow
@given(texts)
def test_the_inner_stands_in_the_outer(engine: Engine, text: str) -> None:
    attributions = {found.id: found for found in read(text, None, engine).attributions}
    for found in attributions.values():
        if found.inside is not None:
            outer = attributions[found.inside]
            # The content may be split around what stands between: its first and last places bound it.
            assert outer.content[0].start <= found.cue.start and found.cue.end <= outer.content[-1].end
        for step in ("inside", "continues"):
            seen = set()
            here: Attribution | None = found
            while here is not None:
                assert here.id not in seen, f"{step} goes in a circle"
                seen.add(here.id)
                above = getattr(here, step)
                here = attributions[above] if above is not None else None


@engines
@slow
@given(texts, PUBLISHERS)
def test_a_chain_runs_from_the_publisher_to_the_speaker(
    engine: Engine, text: str, publisher: str | None
) -> None:
    reading = read(text, publisher, engine)
    for statement in reading.statements:
        kinds = [link.kind for link in statement.chain]
        order = ["publisher", "credit", "relayer", "speaker"]
        assert [order.index(kind) for kind in kinds] == sorted(order.index(kind) for kind in kinds)
        assert kinds.count("publisher") == (1 if reading.report.publisher else 0)
        if statement.speaker is None:
            assert "speaker" not in kinds
        else:
            assert kinds[-1] == "speaker" and kinds.count("speaker") == 1
            assert statement.chain[-1].entity == statement.speaker


@engines
def test_the_laws_see_attributions(engine: Engine) -> None:
    # Guards the tests above against a reader that finds nothing and so breaks nothing.
    reading = read(SAMPLE, "صحيفة الميناء", engine)
    assert len(reading.attributions) > 8
    assert any(found.inside for found in reading.attributions)
    assert any(link.kind == "relayer" for statement in reading.statements for link in statement.chain)
