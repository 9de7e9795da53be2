"""Bring the Arabic catalogue of the reading room up to date with what the sources say, and compile it.

    python tools/catalogue.py              list what is not translated yet; exit status 1 if there is any
    python tools/catalogue.py WORDS.tsv    first take translations from a table: the English and the Arabic, a
                                           tab between; of a plural the singular and its six Arabic forms

Of the reading room alone, so far: ``web.po``. New messages are added, those that
nothing says any more are dropped, and the catalogue is written the same way every time.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "musnad"
CATALOGUES: Final = PACKAGE / "locale" / "ar" / "LC_MESSAGES"
KEYWORDS: Final = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2)}
WIDTH: Final = 110
FORMS: Final = 6
HEAD: Final = "# Arabic messages of the reading room, written by tools/catalogue.py."
# The same day every time: the file changes only where a message does.
WRITTEN: Final = datetime(2024, 1, 1, tzinfo=UTC)

Said = str | tuple[str, ...]


def said_by_web() -> Iterator[tuple[str, Said]]:
    """Every message of the reading room, with the file that says it."""
    for path in sorted((PACKAGE / "web").rglob("*")):
        method = {".py": "python", ".j2": "jinja2"}.get(path.suffix)
        if method is None:
            continue
        options = {"trimmed": "true"} if method == "jinja2" else {}
        for _line, message, _comments, _context in extract_from_file(
            method, str(path), keywords=KEYWORDS, options=options
        ):
            yield path.name, message


def read(name: str) -> Catalog:
    """A catalogue as it stands."""
    path = CATALOGUES / f"{name}.po"
    with path.open("rb") as stream:
        return read_po(stream, locale="ar", domain=name)


def write(name: str, catalogue: Catalog) -> None:
    """Write a catalogue, and what programs read of it."""
    with (CATALOGUES / f"{name}.po").open("wb") as out:
        write_po(out, catalogue, width=WIDTH, sort_output=True)
    with (CATALOGUES / f"{name}.mo").open("wb") as out:
        write_mo(out, catalogue)


def brought_up(catalogue: Catalog, said: Iterator[tuple[str, Said]], words: dict[str, list[str]]) -> Catalog:
    """A catalogue of just what is said, with the translations that there are."""
    before = {(one.id if isinstance(one.id, str) else one.id[0]): one for one in catalogue if one.id}
    found = Catalog(
        locale="ar",
        domain=catalogue.domain,
        header_comment=HEAD,
        project="musnad",
        version="0.1",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        last_translator="musnad",
        language_team="ar",
        fuzzy=False,
    )
    for _name, message in said:
        key = message if isinstance(message, str) else message[0]
        given = words.get(key)
        old = before.get(key)
        if isinstance(message, str):
            text: Said = given[0] if given else (str(old.string or "") if old is not None else "")
        else:
            text = (
                tuple(given)
                if given
                else (tuple(map(str, old.string or ())) if old is not None else ("",) * FORMS)
            )
        found.add(message, text)
    return found


def main() -> int:
    """Bring both up to date; 1 if something is not translated."""
    words: dict[str, list[str]] = {}
    for name in sys.argv[1:]:
        with Path(name).open(encoding="utf-8", newline="") as lines:
            words |= {row[0]: row[1:] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    catalogue = brought_up(read("web"), said_by_web(), words)
    write("web", catalogue)
    left = [
        one.id
        for one in catalogue
        if one.id and not all((one.string,) if isinstance(one.string, str) else tuple(one.string or ()))
    ]
    sys.stdout.write("".join(f"{one}\n" for one in left))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
