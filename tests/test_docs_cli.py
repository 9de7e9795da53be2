"""Every command, option, format, status and field of the record is documented, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import click
import pytest

from musnad.cli.commands import FORMATS, build
from musnad.export import FORMATS as EXPORTS
from musnad.export.csv import COLUMNS
from musnad.export.entities import COLUMNS as ENTITY_COLUMNS
from musnad.export.entities import DoubtPart, EntityRow, MemberPart

DOCS = Path(__file__).resolve().parent.parent / "docs"
COMMAND = (DOCS / "command.md").read_text("utf-8")
RECORD = (DOCS / "record.md").read_text("utf-8")
NAMES = sorted(build().commands)


def section(name: str) -> str:
    """The part of the page under the heading of one command."""
    found = re.search(rf"^## musnad {name}$(.*?)(?=^## |\Z)", COMMAND, re.MULTILINE | re.DOTALL)
    assert found is not None, f"docs/command.md has no section «musnad {name}»"
    return found[1]


def options(command: click.Command) -> set[str]:
    if isinstance(command, click.Group):
        return set().union(*map(options, command.commands.values()))
    opts = (param.opts for param in command.params if isinstance(param, click.Option))
    return {opt for group in opts for opt in group if opt.startswith("-")}


def fields(schema: dict[str, Any], defined: dict[str, Any], path: str = "") -> Iterator[str]:
    """The path of every field: ``attributions[].cue.lemma``."""
    if "$ref" in schema:
        schema = defined[schema["$ref"].rpartition("/")[2]]
    for branch in schema.get("oneOf", ()):
        yield from fields(branch, defined, path)
    if "items" in schema:
        yield from fields(schema["items"], defined, f"{path}[]")
    for name, field in schema.get("properties", {}).items():
        inner = f"{path}.{name}".removeprefix(".")
        yield inner
        yield from fields(field, defined, inner)


def record_fields() -> list[str]:
    text = resources.files("musnad").joinpath("schema", "report-1.schema.json").read_text("utf-8")
    schema = json.loads(text)
    # A stretch is explained once; a link of a chain, which may lack one, on its own.
    stretch = re.compile(r"^(?!.*chain\[\]).*\.(start|end|text)$")
    return list(dict.fromkeys(stretch.sub(r"\1", path) for path in fields(schema, schema["$defs"])))


def rows(page: str) -> set[str]:
    """Everything in backticks in the first column of the page's tables."""
    first = re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
    return {name for cell in first for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_documented(name: str) -> None:
    assert options(build().commands[name]) <= rows(section(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_documented_option_exists(name: str) -> None:
    stated = {row for row in rows(section(name)) if row.startswith("-")}
    assert stated == options(build().commands[name])


def test_no_command_is_documented_that_is_not_there() -> None:
    assert sorted(re.findall(r"^## musnad (\w+)$", COMMAND, re.MULTILINE)) == NAMES


def test_general_options_are_documented() -> None:
    for word in ("`-h`", "`--help`", "`--version`", "MUSNAD_LANG"):
        assert word in COMMAND


def test_every_format_is_documented_and_written() -> None:
    assert set(FORMATS) == {"table", *EXPORTS}
    for name in FORMATS:
        assert re.search(rf"^### {name}$", section("read"), re.MULTILINE), name


def test_every_column_is_documented() -> None:
    part = section("read").split("### csv")[1].split("### brat")[0]
    assert re.findall(r"`([a-z_]+)`", part.split("Columns:")[1]) == list(COLUMNS)


def test_every_status_is_documented() -> None:
    assert {"0", "1", "2", "130", "141"} <= set(re.findall(r"^\| (\d+) \|", COMMAND, re.MULTILINE))


def test_every_field_of_an_entity_over_reports_is_documented() -> None:
    page = (DOCS / "entities.md").read_text("utf-8")
    fields = {
        *EntityRow.__annotations__,
        *(f"reports[].{name}" for name in MemberPart.__annotations__),
        *(f"doubts[].{name}" for name in DoubtPart.__annotations__),
    }
    assert rows(page) == fields | set(ENTITY_COLUMNS)
    assert re.findall(r"`([a-z]+)`", page.split("the columns")[1].split("lists joined")[0]) == list(
        ENTITY_COLUMNS
    )


@pytest.mark.parametrize("path", record_fields())
def test_every_field_is_documented(path: str) -> None:
    assert path in rows(RECORD)


def test_every_documented_field_exists() -> None:
    assert rows(RECORD) == set(record_fields())


def test_fields_are_those_of_the_whole_schema() -> None:
    assert len(record_fields()) > 55
    assert {"start", "attributions[].cue.class", "attributions[].chain[].score"} <= set(record_fields())
