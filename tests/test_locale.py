"""The Arabic catalogue: whole, compiled, and fit for the strings that it translates."""

from __future__ import annotations

import gettext
import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import musnad.cli

CLI = Path(str(musnad.cli.__file__)).parent
PO = CLI.parent / "locale" / "ar" / "LC_MESSAGES" / "musnad.po"
# What of click can speak to whoever types a command; the rest asks questions, edits or draws bars.
CLICK = [
    Path(str(click.__file__)).parent / name
    for name in ("core.py", "decorators.py", "exceptions.py", "formatting.py", "parser.py", "types.py")
]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2)}


def catalogue() -> Catalog:
    with PO.open("rb") as stream:
        return read_po(stream, locale="ar", domain="musnad")


def said() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Every message in the sources, with the file that says it."""
    for path in (*sorted(CLI.glob("*.py")), CLI.parent / "complaints.py", *CLICK):
        for _line, message, _comments, _context in extract_from_file("python", str(path), keywords=KEYWORDS):
            yield path.name, message


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def fields(text: str) -> set[str]:
    plain = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return plain | set(re.findall(r"%\((\w+)\)s", text))


def test_every_message_is_translated() -> None:
    ids = {message.id for message in catalogue() if message.id and all(texts(message))}
    missing = [(name, message) for name, message in said() if message not in ids]
    assert not missing


def test_nothing_is_translated_that_is_not_said() -> None:
    known = {message for _, message in said()}
    assert [message.id for message in catalogue() if message.id and message.id not in known] == []


def test_translations_hold_the_same_fields_and_arabic() -> None:
    for message in catalogue():
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set().union(*map(fields, ids))
        for text in texts(message):
            assert fields(text) <= wanted, message.id
            assert re.search("[\u0600-\u06ff]", text), message.id
        if isinstance(message.id, str):
            assert fields(texts(message)[0]) == wanted, message.id
        assert not message.fuzzy


def test_plurals_have_the_six_forms_of_arabic() -> None:
    assert catalogue().num_plurals == 6
    for message in catalogue():
        assert isinstance(message.id, str) or len(texts(message)) == 6


def test_compiled_catalogue_is_that_of_the_source() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    compiled.seek(0)
    with PO.with_suffix(".mo").open("rb") as stream:
        shipped = gettext.GNUTranslations(stream)
    fresh = gettext.GNUTranslations(compiled)
    both = [{key: text for key, text in vars(made)["_catalog"].items() if key} for made in (shipped, fresh)]
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("number", "form"), [(0, 0), (1, 1), (2, 2), (7, 3), (11, 5), (99, 5), (100, 4), (103, 3)]
)
def test_plural_form(number: int, form: int) -> None:
    with PO.with_suffix(".mo").open("rb") as stream:
        shipped = gettext.GNUTranslations(stream)
    one, many = "{n} report read", "{n} reports read"
    message = catalogue().get((one, many))
    assert message is not None
    assert shipped.ngettext(one, many, number) == texts(message)[form]


def test_the_catalogue_of_the_reading_room_is_whole_and_compiled() -> None:
    from tools import catalogue

    found = catalogue.read("web")
    said = {message for _, message in catalogue.said_by_web()}
    assert {message.id for message in found if message.id} == said
    for message in found:
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            for text in texts(message):
                assert re.search("[\u0600-\u06ff]", text), message.id
                assert fields(text) <= set().union(*map(fields, ids)), message.id
            assert isinstance(message.id, str) or len(texts(message)) == catalogue.FORMS
    compiled = io.BytesIO()
    write_mo(compiled, found)
    assert (catalogue.CATALOGUES / "web.mo").read_bytes() == compiled.getvalue()
