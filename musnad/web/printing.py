"""The text of a report as HTML, exactly as printed: selecting and copying it gives the original characters.

Marks are inline elements that add no text and no width, so that letters that join stay joined where a stretch
begins or ends inside a word, and nothing moves. What would turn the direction unseen is kept, held in a
piece of its own where it turns nothing, and named by the style sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from musnad.export.frame import CONTROLS
from musnad.export.html import Mark, Role, Tags, annotate
from musnad.web.report import CopyPart, ReportPage
from musnad.web.statements import Cue, StatementPart, Stretch

if TYPE_CHECKING:
    from markupsafe import Markup

HEADLINE: Final = 400
"""Characters of a first line that may stand as a heading."""
MOST_NOTES: Final = 3
_DEEPEST: Final = 3
_CONTROL: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
# No character of HTML: browsers drop a NUL, and a lone surrogate has no UTF-8 form.
_LOST: Final = re.compile("[\x00\ud800-\udfff]")
_JOINERS: Final = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text as HTML, or a gap of blank ones.

    `notes` are the reports that share it, where these are others than those of the line before; `more` are
    left out.
    """

    html: Markup
    headline: bool = False
    gap: bool = False
    shared: bool = False
    notes: tuple[CopyPart, ...] = ()
    more: int = 0


def printed(page: ReportPage) -> tuple[Line, ...]:
    """The lines of the part of a report that a page shows."""
    from markupsafe import Markup

    text, at = page.part.text, page.part.start
    title = (page.title or "").strip()
    tags, found, blank = _tags(text), list[Line](), 0
    before: tuple[CopyPart, ...] = ()
    for start, end, marks in _lines(text, sorted(_marks(page), key=_order)):
        if start == end:
            blank += 1
            continue
        if blank:
            found.append(_gap(blank))
            blank = 0
        copies = tuple(one for one in page.copies if one.way != "to" and _shares(one, at + start, at + end))
        fresh = copies if copies != before else ()
        before = copies
        found.append(
            Line(
                Markup(annotate(text, start, end, marks, tags)),
                headline=at == start == 0 and end <= HEADLINE and text[:end].strip() == title != "",
                shared=bool(copies),
                notes=fresh[:MOST_NOTES],
                more=len(fresh[MOST_NOTES:]),
            )
        )
    return (*found, _gap(blank)) if blank else tuple(found)


def _gap(lines: int) -> Line:
    from markupsafe import Markup

    return Line(Markup("\n" * (lines - 1) + "<br>"), gap=True)


def _lines(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Start and end of each line of a text, with the marks that overlap it; the end of a text is no line."""
    at = done = 0
    carried: list[Mark] = []
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        while done < len(marks) and marks[done].start < end:
            carried.append(marks[done])
            done += 1
        carried = [mark for mark in carried if mark.end > at]
        yield at, end, list(carried)
        at = end + 1


def _shares(one: CopyPart, start: int, end: int) -> bool:
    return any(passage.start < end and start < passage.end for passage in one.passages)


# --- marks ---


def _order(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, -mark.height


def _marks(page: ReportPage) -> Iterator[Mark]:
    """The marks of a part, in its own offsets."""
    start, length = page.part.start, len(page.part.text)

    def made(
        one: Stretch | Cue, role: Role, of: StatementPart | None = None, height: int = 0
    ) -> Iterator[Mark]:
        a, b = max(one.start - start, 0), min(one.end - start, length)
        if a < b:
            name, kind = (of.id, of.cue.cue_class) if of is not None else ("", "")
            yield Mark(a, b, role, name, kind, height)

    heights = _heights(page.statements)
    for credit in page.credits:
        yield from made(credit, "credit")
    for one in page.statements:
        for role, stretch in _named(one):
            yield from made(stretch, role, one)
        for content in one.content:
            yield from made(content, "content", one, heights[one.id])
    for a, b in _passages(page):
        yield from made(Stretch(a, b, ""), "passage")


def _named(one: StatementPart) -> Iterator[tuple[Role, Stretch | Cue]]:
    """The stretches of a statement beside what was said."""
    yield "cue", one.cue
    yield from (("via", via) for via in one.via)
    found: tuple[tuple[Role, Stretch | None], ...] = (
        ("source", one.source),
        ("addressee", one.addressee),
        ("medium", one.medium),
    )
    yield from ((role, stretch) for role, stretch in found if stretch is not None)


def _passages(page: ReportPage) -> Iterator[tuple[int, int]]:
    """The stretches that are shared with a report that may have been first, each once."""
    spans = sorted((p.start, p.end) for one in page.copies if one.way != "to" for p in one.passages)
    last: tuple[int, int] | None = None
    for start, end in spans:
        if last is not None and start <= last[1]:
            last = last[0], max(last[1], end)
        else:
            if last is not None:
                yield last
            last = start, end
    if last is not None:
        yield last


def _heights(statements: Sequence[StatementPart]) -> dict[str, int]:
    """How many levels of statements lie inside each, at most `_DEEPEST`; a circle ends there too."""
    heights = {one.id: 0 for one in statements}
    for _ in range(_DEEPEST):
        for one in statements:
            if one.inside is not None and one.inside in heights:
                heights[one.inside] = min(_DEEPEST, max(heights[one.inside], heights[one.id] + 1))
    return heights


# --- tags ---


def _tags(text: str) -> Tags:
    def opening(marks: Sequence[Mark], first: bool) -> str:
        mark = marks[-1]
        if mark.role in ("credit", "passage"):
            return f'<span class="{mark.role}">'
        classes = f"m {mark.role} k-{escape(mark.cue_class)}"
        if mark.height:
            classes += f" h{mark.height}"
        # A sign before half a word would tear it.
        if first and not _inside_word(text, mark.start):
            classes += " first"
        name = escape(mark.attribution)
        if not _leads(marks, len(marks) - 1):
            return f'<span class="{classes}" data-s="{name}">'
        own = f' id="t-{name}"' if first else ""
        return f'<a class="{classes}" data-s="{name}" href="#{name}"{own}>'

    def closing(marks: Sequence[Mark], at: int) -> str:
        return "</a>" if _leads(marks, at) else "</span>"

    return Tags(opening, closing, _exactly)


def _leads(marks: Sequence[Mark], at: int) -> bool:
    """Whether the mark at `at` is a link: a cue is, but HTML allows no link inside a link."""
    return marks[at].role == "cue" and not any(mark.role == "cue" for mark in marks[:at])


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and _of_word(text[at - 1]) and _of_word(text[at])


def _of_word(letter: str) -> bool:
    return letter.isalnum() or letter in _JOINERS or unicodedata.combining(letter) > 0


def _exactly(text: str) -> str:
    """Characters as HTML; a control of direction keeps its place, and acts on nothing but itself."""
    return _CONTROL.sub(
        lambda found: f'<bdi class="ctl" data-c="{CONTROLS[found[0]]}">{found[0]}</bdi>',
        escape(_LOST.sub("\ufffd", text)),
    )
