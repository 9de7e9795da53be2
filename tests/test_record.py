from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

from musnad.export.json import record as exported
from musnad.model import Reading
from musnad.record import record
from tests.sample_reading import READING, TEXT


def test_every_stretch_reads_back_from_the_text() -> None:
    def check(node: object) -> int:
        if isinstance(node, list):
            return sum(check(item) for item in node)
        if not isinstance(node, dict):
            return 0
        seen = 0
        if "text" in node and "start" in node:
            assert TEXT[node["start"] : node["end"]] == node["text"]
            seen = 1
        return seen + sum(check(value) for value in node.values())

    assert check(record(READING)) == 33


def test_attribution_is_joined_with_its_statement() -> None:
    found = {a["id"]: a for a in record(READING)["attributions"]}
    minister = found["a2"]["speaker"]
    assert minister is not None
    assert (minister["name"], minister["speaks_for"]) == ("هدى الراسي", "e8")
    assert found["a2"]["said_on"] == "2024-10-08"
    unnamed = found["a4"]["speaker"]
    assert unnamed is not None
    assert unnamed["anonymous"]
    assert found["a9"]["speaker"] is None
    assert found["a9"]["chain"] == []


def test_link_without_a_stretch_has_null_offsets() -> None:
    chain = record(READING)["attributions"][4]["chain"]
    assert [link["kind"] for link in chain] == ["publisher", "credit", "relayer", "relayer", "speaker"]
    assert (chain[0]["start"], chain[0]["end"]) == (None, None)
    assert chain[2]["start"] is not None
    assert [link["inherited"] for link in chain] == [False, False, True, True, False]


def test_via_names_its_entity_by_the_chain_before_the_mention() -> None:
    assert [via["entity"] for via in record(READING)["attributions"][4]["via"]] == ["e2", "e4"]
    bare = replace(READING, statements=(), mentions=())
    attribution = record(bare)["attributions"][4]
    assert [via["entity"] for via in attribution["via"]] == [None, None]
    assert attribution["speaker"] is None
    assert attribution["said_on"] is None


def test_mentions_are_sorted_once_each() -> None:
    doubled = replace(READING, mentions=(*reversed(READING.mentions), *READING.mentions))
    entities = {e["id"]: e for e in record(doubled)["entities"]}
    assert entities["e2"]["mentions"] == sorted(entities["e2"]["mentions"])
    assert len(entities["e2"]["mentions"]) == 2
    assert entities["e8"]["mentions"] == []


def test_record_is_plain_json() -> None:
    made = record(READING)
    assert json.loads(json.dumps(made)) == made
    assert exported is record


def test_empty_reading() -> None:
    empty = Reading(READING.report, (), (), (), (), ())
    assert record(empty)["attributions"] == []


def test_importing_the_package_reads_nothing_else() -> None:
    code = "import sys, musnad; print([m for m in sys.modules if m.startswith('musnad.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_exist() -> None:
    import musnad

    for name in musnad.__all__:
        assert getattr(musnad, name) is not None
    assert set(musnad.__all__) <= set(dir(musnad))
    assert not hasattr(musnad, "nothing")
