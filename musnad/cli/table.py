"""A reading as a table for human eyes: drawn on a terminal, plain aligned text in a pipe."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, TextIO

from musnad.cli.messages import N_, _, plural
from musnad.record import AttributionPart, Record

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Marked = Sequence[tuple[str, bool]]
"""A text in pieces, and which of them are marked."""

_HEADINGS = (N_("id"), N_("speaker"), N_("cue"), N_("class"), N_("content"), N_("via"))
_WIDEST = (14, 32, 16, 12, 72, 48)
_CLASSES = {
    "say": N_("say"), "assert": N_("assert"), "announce": N_("announce"), "deny": N_("deny"),
    "claim": N_("claim"), "warn": N_("warn"), "accuse": N_("accuse"), "demand": N_("demand"),
    "promise": N_("promise"), "ask": N_("ask"), "thank": N_("thank"), "believe": N_("believe"),
    "show": N_("show"), "relay": N_("relay"),
}  # fmt: skip
_COLOURS = {
    "say": "", "relay": "", "assert": "blue", "announce": "blue", "show": "green",
    "believe": "green", "deny": "red", "claim": "red", "warn": "magenta", "accuse": "magenta",
    "demand": "cyan", "ask": "cyan", "promise": "yellow", "thank": "yellow",
}  # fmt: skip
_SPACE = re.compile(r"[\s\u2028\u2029]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKED = re.compile("\x02([^\x03]*)\x03?")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OPENED, CLOSED = "\x02", "\x03"
"""What stands around a part of a cell that is to be seen first; `visible` leaves neither in a text."""

# An isolate keeps the direction of a cell from turning its neighbours round (UAX 9, 3.1.3).
_ISOLATE, _END = "\u2068", "\u2069"
# Room between six columns, and the least that a column of running text is given.
_FRAME, _NARROWEST = 18, 8
# The widest column of a text beside another; what is marked stands between these, which no text keeps.
_ABREAST = 64
_OPEN, _SHUT = "\u27e6", "\u27e7"
_MARKS = re.compile(f"([{_OPEN}{_SHUT}])")
_NO_MARKS = str.maketrans(_OPEN + _SHUT, "[]")


def visible(text: str) -> str:
    """`text` on one line, without anything that steers a terminal or turns the direction of a line."""
    return visible_inside(text).strip()


def visible_inside(text: str) -> str:
    """The same of a piece of a line, which keeps the spaces at its ends."""
    return _CONTROL.sub("\ufffd", _BIDI.sub("", _SPACE.sub(" ", text)))


def shortened(text: str, width: int) -> str:
    """`text` in at most `width` columns, a cut marked by ``…``."""
    if _columns(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += _columns(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def _columns(text: str) -> int:
    """How many columns a terminal gives `text`: marks take none, wide East Asian letters two."""
    return sum(
        0
        if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc")
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def show(record: Record, name: str | None, out: TextIO) -> None:
    """Write the table of `record` to `out`, headed by `name` where several sources are read."""
    rows = list(_rows(record))
    if not out.isatty():
        lines = [*_heading(record, name), *_plain(rows), ""]
        out.write("".join(f"{line}\n" for line in lines))
        return
    from rich.console import Console

    _draw(Console(file=out), [f"{_ISOLATE}{line}{_END}" for line in _heading(record, name)], rows)


def _heading(record: Record, name: str | None) -> list[str]:
    facts = [record["publisher"], record["published"]]
    facts.append("، ".join(dict.fromkeys(credit["text"] for credit in record["credits"])))
    lines = [] if name is None else [name]
    lines += [visible(record["title"] or "")]
    lines += [" · ".join(visible(fact) for fact in facts if fact)]
    count = len(record["attributions"])
    lines += [plural("{n} attribution", "{n} attributions", count) if count else _("no attribution found")]
    return [line for line in lines if line]


def _rows(record: Record) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The class and the cells of each attribution, shortened."""
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    inside = {found["id"]: found["inside"] for found in record["attributions"]}
    for found in record["attributions"]:
        depth, outer = 0, found["inside"]
        while outer is not None and depth < 5:  # a record made by hand could hold a circle
            depth, outer = depth + 1, inside.get(outer)
        label = _CLASSES[found["cue"]["class"]]
        cells = (
            "  " * depth + visible(found["id"]),
            visible(_speaker(found)),
            visible(found["cue"]["text"]),
            _(label),
            visible(" […] ".join(span["text"] for span in found["content"])),
            visible(_relayers(found, names)),
        )
        widths = zip(cells, _WIDEST, strict=True)
        yield found["cue"]["class"], tuple(shortened(cell, width) for cell, width in widths)


def _speaker(found: AttributionPart) -> str:
    if found["speaker"] is not None:
        name = found["speaker"]["name"]
        return _("{name} (unnamed)").format(name=name) if found["speaker"]["anonymous"] else name
    return "–" if found["source"] is None else found["source"]["text"]


def _relayers(found: AttributionPart, names: dict[str, str]) -> str:
    """Whoever stands between the publisher's agency and the speaker; an inherited one in brackets."""
    relayers = [link for link in found["chain"] if link["kind"] == "relayer"]
    named = ((names.get(link["entity"], ""), link["inherited"]) for link in relayers)
    return " ← ".join(f"({name})" if inherited else name for name, inherited in named)


def tabular(
    heading: Sequence[str], titles: Sequence[str], rows: Sequence[tuple[str, ...]], out: TextIO
) -> None:
    """Write any table to `out` under the lines of `heading`; on a terminal cells are cut until it fits."""
    if not out.isatty():
        starred = [tuple(_MARKED.sub(r"*\1*", cell) for cell in row) for row in rows]
        out.write("".join(f"{line}\n" for line in [*heading, *_aligned(titles, starred), ""]))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out)
    for line in heading:
        console.print(Text(f"{_ISOLATE}{line}{_END}", style="bold"))
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in titles:
        table.add_column(Text(_(title)), no_wrap=True)
    natural = [max(_columns(cell) for cell in (_(title), *column)) for title, column in _by(titles, rows)]
    widths = _shrunk(natural, console.width - 3 * len(titles))
    for row in rows:
        cells = (shortened(cell, width) for cell, width in zip(row, widths, strict=True))
        table.add_row(*map(_text, cells))
    console.print(table)


def abreast(
    heading: Sequence[str], titles: tuple[str, str], rows: Sequence[tuple[Marked, Marked]], out: TextIO
) -> None:
    """Write two texts side by side under the lines of `heading`, nothing cut; what is marked in ``⟦⟧``.

    A line is broken in each column by itself, and its letters stay in the order in which they are read.
    """
    if not out.isatty():
        lines: list[tuple[str, ...]] = []
        for row in rows:
            sides = ([text for text, _ in _lines(marked, _ABREAST)] for marked in row)
            lines += [*zip_longest(*sides, fillvalue=""), ("", "")]
        out.write("".join(f"{line}\n" for line in [*heading, *_aligned(titles, lines), ""]))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out)
    for line in heading:
        console.print(Text(f"{_ISOLATE}{line}{_END}", style="bold"))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_lines=True)
    width = max(_NARROWEST, min(_ABREAST, (console.width - 6) // 2))
    for title in titles:
        table.add_column(Text(f"{_ISOLATE}{shortened(title, width)}{_END}"), no_wrap=True)
    for row in rows:
        table.add_row(*(_drawn(_lines(marked, width)) for marked in row))
    console.print(table)


def _lines(marked: Marked, width: int) -> list[tuple[str, bool]]:
    """A text in lines of at most `width` columns, and whether a mark is open where each begins."""
    plain = ((visible_inside(text).translate(_NO_MARKS), differs) for text, differs in marked)
    text = "".join(f"{_OPEN}{part}{_SHUT}" if differs else part for part, differs in plain).strip()
    found: list[tuple[str, bool]] = []
    line, opened = "", False
    for word in _broken(text, width):
        if line and _columns(line) + 1 + _columns(word) > width:
            found.append((line, opened))
            opened = _stays(line, opened=opened)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*found, (line, opened)] if line else found


def _broken(text: str, width: int) -> Iterable[str]:
    """The words of a text, those that no line has room for in pieces."""
    for word in text.split(" "):
        if _columns(word) <= width:
            yield from (word,) if word else ()
        else:
            yield from (word[at : at + width] for at in range(0, len(word), width))


def _stays(line: str, *, opened: bool) -> bool:
    last = max(line.rfind(_OPEN), line.rfind(_SHUT))
    return opened if last < 0 else line[last] == _OPEN


def _drawn(lines: Sequence[tuple[str, bool]]) -> Text:
    """Lines for a terminal, each an isolate, what is marked in colour too."""
    from rich.text import Text

    found = Text()
    for number, (line, marked) in enumerate(lines):
        found.append("\n" if number else "")
        found.append(_ISOLATE)
        inside = marked
        for part in _MARKS.split(line):
            inside = part == _OPEN or (inside and part != _SHUT)
            found.append(part, style="bold red" if inside or part == _SHUT else "")
        found.append(_END)
    return found


def _text(cell: str) -> Text:
    """A cell as it is drawn, what is marked in bold; a mark that a cut left open ends with the cell."""
    from rich.text import Text

    drawn = Text(_ISOLATE)
    for number, part in enumerate(re.split(f"[{OPENED}{CLOSED}]", cell)):
        drawn.append(part, style="bold" if number % 2 else "")
    return drawn.append(_END)


def class_label(cue_class: str) -> str:
    """A class of cues in the chosen language."""
    return _(_CLASSES[cue_class])


def _shrunk(widths: Sequence[int], room: int) -> list[int]:
    """The widths with the widest cut down, none below `_NARROWEST`, until they fit into `room`."""
    found = list(widths)
    while sum(found) > room and max(found) > _NARROWEST:
        found[found.index(max(found))] -= 1
    return found


def _plain(rows: Sequence[tuple[str, tuple[str, ...]]]) -> list[str]:
    return _aligned(_HEADINGS, [cells for _class, cells in rows])


def _aligned(titles: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    table = [tuple(_(title) for title in titles), *rows]
    widths = [max(_columns(row[i]) for row in table) for i in range(len(titles))]
    return [
        "  ".join(
            cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in table
    ]


def _draw(console: Console, heading: Sequence[str], rows: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    for i, line in enumerate(heading):
        console.print(Text(line, style="bold" if i == 0 else "dim"))
    if rows:
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for title in _HEADINGS:
            table.add_column(Text(_(title)), no_wrap=True)
        widths = _fitted([cells for _class, cells in rows], console.width)
        for cue_class, cells in rows:
            styles = ("", "", _COLOURS[cue_class], _COLOURS[cue_class], "", "")
            parts = zip(cells, widths, styles, strict=True)
            table.add_row(*(Text(_isolated(cell, width), style=style) for cell, width, style in parts))
        console.print(table)
    console.print()


def _fitted(rows: Sequence[tuple[str, ...]], width: int) -> list[int]:
    """The widths of the columns on a terminal `width` wide: speaker and relayers yield, content fills."""
    natural = [max(_columns(cell) for cell in (_(title), *column)) for title, column in _by(_HEADINGS, rows)]
    left = width - _FRAME - natural[0] - natural[2] - natural[3]
    speaker, via = (max(_NARROWEST, min(natural[i], int(left * 0.3))) for i in (1, 5))
    content = max(_NARROWEST, min(natural[4], left - speaker - via))
    return [natural[0], speaker, natural[2], natural[3], content, via]


def _by(titles: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Iterable[tuple[str, tuple[str, ...]]]:
    columns: Iterable[tuple[str, ...]] = zip(*rows, strict=True) if rows else (() for _title in titles)
    return zip(titles, columns, strict=True)


def _isolated(cell: str, width: int) -> str:
    """`cell` in lines of at most `width`, each an isolate: one that went on would swallow the next cell."""
    indent = len(cell) - len(cell.lstrip())
    lines = textwrap.wrap(cell.strip(), max(1, width - indent))
    return "\n".join(f"{' ' * indent}{_ISOLATE}{line}{_END}" for line in lines)
