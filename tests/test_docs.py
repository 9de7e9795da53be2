"""The documentation keeps up with the tree: links resolve, words are explained, data has an origin."""

from __future__ import annotations

import doctest
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest

from musnad import model
from tests.test_house import PACKAGE, ROOT, tracked

WORDS = (
    "report", "version", "attribution", "via", "chain", "statement", "speaker", "copy", "claim", "origin",
    "judgement", "source", "cue", "content", "addressee", "medium", "link", "mention", "entity", "reading",
)  # fmt: skip
LABELS = {
    "Cue classes": model.CueClass,
    "Quotes": model.Quote,
    "Kinds of entities": model.EntityKind,
    "Kinds of links": model.LinkKind,
    "Engines": model.Engine,
    "Where a date comes from": model.PublishedFrom,
}
# Code and templates; everything else in the package is data and has an origin to state.
CODE = {".py", ".typed", ".html", ".css", ".js", ".j2", ".svg"}


VENDORED = PACKAGE / "web" / "static" / "vendor"


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def links(page: Path) -> Iterator[str]:
    """The targets of a page's links and pictures, code left out."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", read(page), flags=re.DOTALL)
    yield from re.findall(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)", prose)
    yield from re.findall(r"(?:href|src)=\"([^\"]+)\"", prose)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual renderers make them."""
    headings = re.findall(
        r"^#+ +(.+?) *$", re.sub(r"```.*?```", "", read(page), flags=re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def tables(page: Path) -> dict[str, list[list[str]]]:
    """The table rows of a page by the heading over them, header rows and rules left out."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in read(page).splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        elif line.startswith("|") and not set(line) <= set("|-: "):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {heading: rows[1:] for heading, rows in found.items()}


def test_relative_links_resolve() -> None:
    wrong = []
    for page in pages():
        for link in links(page):
            target, _, anchor = unquote(link).partition("#")
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            file = (page.parent / target).resolve() if target else page
            if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
                wrong.append(f"{page.relative_to(ROOT)}: {link}")
    assert not wrong, "\n".join(wrong)


def test_every_page_is_reached_from_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    reached = {(index.parent / link).resolve() for link in links(index)} | {index}
    missing = [p.relative_to(ROOT) for p in pages() if (ROOT / "docs") in p.parents and p not in reached]
    assert not missing


@pytest.mark.parametrize("word", WORDS)
def test_the_glossary_explains_each_word_in_both_languages(word: str) -> None:
    rows = {row[0]: row for row in tables(ROOT / "docs" / "glossary.md")["Words"]}
    row = rows[f"`{word}`"]
    assert re.search(r"[\u0621-\u064a]", row[1])
    assert len(row[2]) > 20


@pytest.mark.parametrize("heading", LABELS)
def test_the_glossary_explains_each_label_of_the_model(heading: str) -> None:
    rows = tables(ROOT / "docs" / "glossary.md")[heading]
    assert [row[0].strip("`") for row in rows] == list(get_args(LABELS[heading]))
    assert all(re.search(r"[\u0621-\u064a]", row[1]) and row[2] for row in rows)


def test_every_data_file_has_its_origin_and_licence() -> None:
    (found,) = tables(ROOT / "docs" / "data.md").values()
    rows = {row[0].strip("`"): row for row in found}
    wrong = [name for name, row in rows.items() if len(row) != 4 or not all(row)]
    kept = [
        p.relative_to(PACKAGE).as_posix()
        for p in tracked()
        # What was vendored stands in a table of its own (tests/test_vendor.py), and has one row here.
        if PACKAGE in p.parents and p.suffix not in CODE and p.parent != VENDORED
    ]
    wrong += [name for name in kept if name not in rows]
    wrong += [name for name in rows if not (PACKAGE / name).exists() and not (ROOT / name).exists()]
    assert not wrong, "\n".join(wrong)


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"]
    entry = re.search(
        rf"^## {re.escape(version)}\b.*?$(.*?)(?=^## |\Z)",
        read(ROOT / "CHANGELOG.md"),
        re.MULTILINE | re.DOTALL,
    )
    assert entry
    assert entry[1].strip()


def test_commands_that_the_pages_name_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    named = {
        target
        for page in pages()
        for command in re.findall(r"(?:`|^)make ((?:[a-z]+ ?)+)(?=`|$|\s*#)", read(page), re.MULTILINE)
        for target in command.split()
    }
    assert {"demo", "test"} <= named <= targets


def test_every_command_and_option_is_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    from musnad.cli.commands import build

    page = read(ROOT / "docs" / "command.md")
    missing = []
    for name, command in build().commands.items():
        section = re.search(rf"^## musnad {name}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        options = [o for p in command.params if p.param_type_name == "option" for o in p.opts]
        missing += [f"{name} {o}" for o in options if not section or f"`{o}`" not in section[1]]
        missing += [] if section else [name]
    assert not missing, "\n".join(missing)


def test_every_field_of_the_record_is_documented() -> None:
    schema = json.loads(read(PACKAGE / "schema" / "report-1.schema.json"))
    quoted = re.findall(r"`([^`]+)`", read(ROOT / "docs" / "record.md"))
    named = {word for name in quoted for word in re.findall(r"\w+", name)}
    fields = set(schema["properties"]).union(*(d.get("properties", {}) for d in schema["$defs"].values()))
    assert not fields - named


def test_python_on_the_pages_prints_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    tried = 0
    for page in pages():
        for number, block in enumerate(re.findall(r"```pycon\n(.*?)```", read(page), re.DOTALL)):
            name = f"{page.relative_to(ROOT)} block {number}"
            example = doctest.DocTestParser().get_doctest(block, {}, name, str(page), 0)
            said: list[str] = []
            result = doctest.DocTestRunner(verbose=False).run(example, out=said.append)
            assert not result.failed, "".join(said)
            tried += result.attempted
    assert tried
