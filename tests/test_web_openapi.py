"""The description of the API: whole, and true of what is answered."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from musnad.web.openapi import description
from musnad.web.pages import ACTS, FILES, PAGES, Page
from tests.web_cases import Visitor

ROOT = Path(__file__).resolve().parent.parent


def operations() -> list[tuple[str, str]]:
    """The names and paths of all pages, files and acts."""
    read = [*((one.name, one.path) for one in PAGES), *((one.name, one.path) for one in FILES)]
    return [*read, *((one.name, one.path) for one in ACTS)]


def test_every_page_and_act_is_described() -> None:
    paths = description()["paths"]
    for path in (*(one.path for one in PAGES), *(one.path for one in FILES)):
        assert "get" in paths[re.sub(r"\{(\w+):\w+\}", r"{\1}", path)]
    for act in ACTS:
        assert "post" in paths[re.sub(r"\{(\w+):\w+\}", r"{\1}", act.path)]


def test_names_of_operations_are_one_each() -> None:
    names = [name for name, _ in operations()]
    assert len(names) == len(set(names))


def test_every_operation_is_documented_and_no_other() -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    rows = set(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", page, re.MULTILINE))
    assert rows == set(operations())


def refs(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for one in value.values() for found in refs(one)]
    return [found for one in value for found in refs(one)] if isinstance(value, list) else []


def test_every_reference_leads_somewhere() -> None:
    schemas = description()["components"]["schemas"]
    for ref in refs(description()):
        assert ref.removeprefix("#/components/schemas/") in schemas


def asks_nothing(page: Page) -> bool:
    return "{" not in page.path and all(one.default is not MISSING for one in fields(page.asked))


@pytest.mark.parametrize("page", [one for one in PAGES if asks_nothing(one)], ids=lambda one: str(one.name))
def test_answers_are_as_described(guest: Visitor, page: Any) -> None:
    document = guest.get("/api/openapi.json").json()
    schema = document["paths"][page.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(guest.told(page.path), {**schema, "components": document["components"]})
