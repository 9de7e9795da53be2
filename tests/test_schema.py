from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any, get_args, get_type_hints

import pytest
from jsonschema import Draft202012Validator

from musnad import record as parts
from musnad.model import CueClass, EntityKind, LinkKind, PublishedFrom, Quote
from musnad.record import record
from tests.sample_reading import READING

SCHEMA: dict[str, Any] = json.loads(
    resources.files("musnad").joinpath("schema", "report-1.schema.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)
DEFINED = SCHEMA["$defs"]


def objects(node: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object schema, with where it stands."""
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield path, node
        for key, value in node.items():
            yield from objects(value, f"{path}/{key}")


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_record_is_valid() -> None:
    VALIDATOR.validate(record(READING))


def test_every_object_is_closed_and_requires_all_it_has() -> None:
    found = list(objects(SCHEMA))
    assert len(found) == 11
    for path, schema in found:
        assert schema["additionalProperties"] is False, path
        assert sorted(schema["required"]) == sorted(schema["properties"]), path


def test_every_field_is_described() -> None:
    for path, schema in objects(SCHEMA):
        for name, field in schema["properties"].items():
            assert field["description"].endswith("."), f"{path}/{name}"


@pytest.mark.parametrize(
    ("schema", "part"),
    [
        (SCHEMA, parts.Record),
        (SCHEMA["properties"]["reader"], parts.ReaderPart),
        (DEFINED["span"], parts.SpanPart),
        (DEFINED["named_span"], parts.NamedSpanPart),
        (DEFINED["cue"], parts.CuePart),
        (DEFINED["attribution"], parts.AttributionPart),
        (DEFINED["speaker"], parts.SpeakerPart),
        (DEFINED["link"], parts.LinkPart),
        (DEFINED["entity"], parts.EntityPart),
    ],
)
def test_schema_has_the_fields_of_the_types_in_their_order(schema: dict[str, Any], part: type) -> None:
    assert list(schema["properties"]) == list(get_type_hints(part))


def test_schema_has_the_labels_of_the_types() -> None:
    assert DEFINED["cue"]["properties"]["class"]["enum"] == list(get_args(CueClass))
    assert DEFINED["attribution"]["properties"]["quote"]["enum"] == list(get_args(Quote))
    assert DEFINED["link"]["properties"]["kind"]["enum"] == list(get_args(LinkKind))
    assert DEFINED["entity"]["properties"]["kind"]["enum"] == list(get_args(EntityKind))
    assert SCHEMA["properties"]["published_from"]["enum"] == [*get_args(PublishedFrom), None]


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), "musnad/report/2"),
        (("id",), "e3b0"),
        (("published",), "8 October 2024"),
        (("attributions", 0, "quote"), "none"),
        (("attributions", 0, "cue", "class"), "shout"),
        (("attributions", 0, "cue", "start"), -1),
        (("attributions", 0, "cue", "start"), "4"),
        (("attributions", 0, "content"), []),
        (("attributions", 0, "confidence"), 1.2),
        (("attributions", 0, "said_on"), "yesterday"),
        (("attributions", 0, "inside"), "e1"),
        (("attributions", 0, "speker"), None),
        (("attributions", 0, "chain", 0, "kind"), "uncle"),
        (("entities", 0, "mentions"), [[1]]),
        (("credits", 0, "entity"), ""),
    ],
)
def test_a_wrong_value_or_name_fails(path: tuple[str | int, ...], wrong: object) -> None:
    made: Any = json.loads(json.dumps(record(READING)))
    node = made
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = wrong
    assert not VALIDATOR.is_valid(made)


def test_a_lost_field_fails() -> None:
    made: Any = record(READING)
    del made["attributions"][0]["via"]
    assert not VALIDATOR.is_valid(made)


@pytest.mark.parametrize("day", ["2024-05-17", "2024-05", "2024-05-17/2024-05-19"])
def test_said_on_takes_days_and_intervals(day: str) -> None:
    made: Any = record(READING)
    made["attributions"][0]["said_on"] = day
    assert VALIDATOR.is_valid(made)
