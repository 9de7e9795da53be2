"""Glyphs of pages to paragraphs: lines, columns, what joins two lines, and what is no text of the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from musnad.pdf_order import (
    Direction,
    Glyph,
    Mirrored,
    brackets,
    direction,
    logical,
    mirrored,
    seated,
    spaced,
)

Page = Sequence[Glyph]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column: its glyphs from left to right, its box and baseline in points, and its page."""

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    y: float
    size: float
    page: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a paragraph, the size of its letters, and the page that it begins on, from 0."""

    text: str
    size: float
    page: int


def paragraphs(pages: Sequence[Page]) -> tuple[Paragraph, ...]:
    """The paragraphs of pages in the order of reading, without page numbers and running heads."""
    pages = [seated(page) for page in pages]
    trusted = _has_spaces(pages)
    base = direction(glyph.text for page in pages for glyph in page)
    told = [_lines(page, n, trusted) for n, page in enumerate(pages)]
    shapes = mirrored(
        found for lines in told for line in lines if base == "rtl" for found in brackets(line.glyphs)
    )
    kept = _without_running(told, lambda line: logical(line.glyphs, base, shapes))
    columns = [_column(lines, base, shapes) for page in kept for lines in _columns(page, base)]
    out: list[Paragraph] = []
    open_end = False
    for column in columns:
        for n, group in enumerate(_groups(column)):
            text = _joined([column.texts[at] for at in group])
            size = median(column.lines[at].size for at in group)
            if n == 0 and open_end and out and _near(size, out[-1].size):
                out[-1] = Paragraph(_joined([out[-1].text, text]), out[-1].size, out[-1].page)
            elif text:
                out.append(Paragraph(text, size, column.lines[group[0]].page))
            last = column.lines[group[-1]]
            full = column.room(last) <= 0.15 * (column.right - column.left)
            open_end = full and not _ENDED.search(text)
    return tuple(out)


# --- lines ---


def _has_spaces(pages: Sequence[Page]) -> bool:
    """Whether these pages print spaces as glyphs: most words are parted by them then."""
    signs = sum(len(page) for page in pages)
    return sum(glyph.text.isspace() for page in pages for glyph in page) * 12 >= signs


def _lines(page: Page, number: int, trusted: bool) -> list[Line]:
    """The lines of a page from top to bottom, each parted where a gap is as wide as between columns."""
    bases = sorted((one for one in page if one.text.strip()), key=lambda one: -one.y)
    rows: list[list[Glyph]] = []
    for glyph in bases:
        if rows and rows[-1][0].y - glyph.y <= 0.4 * min(rows[-1][0].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    levels = [(median(one.y for one in row), max(one.size for one in row)) for row in rows]
    for glyph in page:
        if glyph.text.isspace() and levels:
            at = min(range(len(levels)), key=lambda n: abs(levels[n][0] - glyph.y))
            if abs(levels[at][0] - glyph.y) <= 0.4 * levels[at][1]:
                rows[at].append(glyph)
    for row in rows:
        row.sort(key=lambda one: (one.x0, one.x1))
    return [line for row in rows for line in _parted(spaced(row, trusted=trusted), number)]


def _parted(row: Sequence[Glyph], page: int) -> list[Line]:
    parts: list[list[Glyph]] = [[]]
    for glyph in row:
        wide = glyph.text.isspace() and glyph.x1 - glyph.x0 > 1.1 * glyph.size
        if wide:
            parts.append([])
        else:
            parts[-1].append(glyph)
    out = []
    for part in parts:
        shown = [one for one in part if not one.text.isspace()]
        if shown:
            size = median(one.size for one in shown)
            y = median(one.y for one in shown)
            out.append(Line(tuple(part), shown[0].x0, max(one.x1 for one in shown), y, size, page))
    return out


# --- columns ---


def _columns(lines: Sequence[Line], base: Direction) -> list[list[Line]]:
    """The lines of a page by columns in the order of reading; what reaches over several parts them."""
    gutter = _gutter(lines)
    if gutter is None:
        return [_whole(lines)] if lines else []
    out: list[list[Line]] = []
    zone: list[Line] = []

    def close() -> None:
        left = [line for line in zone if line.x1 <= gutter]
        right = [line for line in zone if line.x0 >= gutter]
        for side in (right, left) if base == "rtl" else (left, right):
            out.extend(_columns(side, base))
        zone.clear()

    over: list[Line] = []
    for line in lines:
        if line.x0 < gutter < line.x1:
            if zone:
                close()
            over.append(line)
        else:
            if over:
                out.append(_whole(over))
                over = []
            zone.append(line)
    if over:
        out.append(_whole(over))
    if zone:
        close()
    return out


def _gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the gap between two columns, where there are such: few lines reach over it, and on both
    sides stand three at the same height."""
    if len(lines) < 6:
        return None
    best: tuple[float, float, float] | None = None
    lefts = sorted({line.x0 for line in lines})
    rights = sorted({line.x1 for line in lines})
    for start in lefts:
        ends = [x for x in rights if x < start]
        if not ends or start - ends[-1] < 0.5 * lines[0].size:
            continue
        x = (start + ends[-1]) / 2
        left = [line for line in lines if line.x1 <= x]
        right = [line for line in lines if line.x0 >= x]
        over = len(lines) - len(left) - len(right)
        beside = _beside(left, right)
        if beside < 3 or over * 2 > beside or min(_width(left), _width(right)) < 5 * lines[0].size:
            continue
        score = (beside - 2.0 * over, start - ends[-1], x)
        best = score if best is None else max(best, score)
    return None if best is None else best[2]


def _beside(left: Sequence[Line], right: Sequence[Line]) -> int:
    """How many lines of the smaller side stand where the other has lines too."""
    if not left or not right:
        return 0
    top = min(max(line.y for line in left), max(line.y for line in right))
    low = max(min(line.y for line in left), min(line.y for line in right))
    return min(sum(low - 1 <= line.y <= top + 1 for line in side) for side in (left, right))


def _width(lines: Sequence[Line]) -> float:
    return max(line.x1 for line in lines) - min(line.x0 for line in lines) if lines else 0.0


def _whole(lines: Sequence[Line]) -> list[Line]:
    """Lines of one column, those of one row joined again."""
    out: list[Line] = []
    for line in lines:
        before = out[-1] if out else None
        if before is not None and abs(before.y - line.y) < 0.4 * min(before.size, line.size):
            first, last = sorted((before, line), key=lambda one: one.x0)
            gap = Glyph(" ", first.x1, last.x0, line.y, line.size)
            out[-1] = Line(
                (*first.glyphs, gap, *last.glyphs),
                first.x0,
                max(first.x1, last.x1),
                before.y,
                max(before.size, line.size),
                line.page,
            )
        else:
            out.append(line)
    return out


# --- paragraphs ---

_ENDED: Final = re.compile(r"[.!?؟:؛…][\"»”')\]]*\s*$")


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.12 * max(one, other)


@dataclass(frozen=True, slots=True)
class _Column:
    """The lines of a column, what is read on each, where it ends on both sides, and the usual size."""

    lines: tuple[Line, ...]
    texts: tuple[str, ...]
    left: float
    right: float
    size: float
    base: Direction

    def room(self, line: Line) -> float:
        """What is empty behind the end of a line."""
        return line.x0 - self.left if self.base == "rtl" else self.right - line.x1

    def indent(self, line: Line) -> float:
        """What is empty before the start of a line."""
        return self.right - line.x1 if self.base == "rtl" else line.x0 - self.left


def _column(lines: Sequence[Line], base: Direction, shapes: Mirrored) -> _Column:
    return _Column(
        tuple(lines),
        tuple(" ".join(logical(line.glyphs, base, shapes).split()) for line in lines),
        min(line.x0 for line in lines),
        max(line.x1 for line in lines),
        median(line.size for line in lines),
        base,
    )


def _groups(column: _Column) -> list[list[int]]:
    """The lines of a column by paragraph, by their places in it."""
    lines = column.lines
    steps = [(a.size, a.y - b.y) for a, b in pairwise(lines) if _near(a.size, b.size) and a.y > b.y]
    out: list[list[int]] = []
    for n, line in enumerate(lines):
        pitches = sorted(step for size, step in steps if _near(size, line.size))
        # More steps lead to the next line than to the next paragraph, but in texts of single lines.
        pitch = min(pitches[len(pitches) // 3], 2.0 * line.size) if pitches else 0.0
        if n == 0 or _begins(column, n, pitch):
            out.append([n])
        else:
            out[-1].append(n)
    return out


def _begins(column: _Column, n: int, pitch: float) -> bool:
    """Whether a paragraph begins with line `n`; `pitch` is the step from one line to the next."""
    before, line = column.lines[n - 1 : n + 1]
    if not _near(before.size, line.size) or before.y - line.y > 1.3 * max(pitch, line.size):
        return True
    if line.size > 1.15 * column.size:
        return False
    width, room = column.right - column.left, column.room(before)
    # The first word would have fitted on the line before: that was ended, not full. Ragged lines leave less.
    fitted = room > _first_word(line, column.base) + 0.6 * line.size
    ended = fitted and (bool(_ENDED.search(column.texts[n - 1])) or room > 0.25 * width)
    indent = column.indent(line) - column.indent(before)
    return ended or (0.8 * line.size < indent < 4 * line.size and before.x1 - before.x0 > 0.6 * width)


def _first_word(line: Line, base: Direction) -> float:
    """The width of the word that a line begins with."""
    order = reversed(line.glyphs) if base == "rtl" else iter(line.glyphs)
    width = 0.0
    for glyph in order:
        if glyph.text.isspace():
            break
        width += glyph.x1 - glyph.x0
    return width


def _joined(texts: Sequence[str]) -> str:
    """Lines as one; a Latin word parted by a hyphen at the end of a line is one again."""
    whole = ""
    for text in texts:
        if re.search(r"[a-z]-$", whole) and re.match(r"[a-z]", text):
            whole = whole[:-1] + text
        else:
            whole = f"{whole} {text}" if whole and text else whole or text
    return whole


# --- what runs along ---

_PAGE_NUMBER: Final = re.compile(
    r"[-–—|\s]*(?:(?:page|صفحة|ص)[\s.:]*)?\d{1,4}(?:\s*(?:of|من|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)
# What browsers print in the margins: an address with the number of the page, a day with the time.
_PRINTED: Final = re.compile(
    r"(?:(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d(?: [AP]M)?\b.*)",
    re.IGNORECASE,
)


def _without_running(pages: list[list[Line]], read: Callable[[Line], str]) -> list[list[Line]]:
    """Pages without their numbers, what browsers print in margins, and lines that stand at the edge of at
    least three pages, or of both of two, but for their digits."""
    edges = [_edges(lines) for lines in pages]
    forms = [{id(line): re.sub(r"\W*\d+\W*", "#", read(line).strip()) for line in edge} for edge in edges]
    counts = Counter(form for page in forms for form in set(page.values()))
    least = max(2, min(3, len(pages)))
    out = []
    for lines, edge, page in zip(pages, edges, forms, strict=True):
        printed = [line.y for line in edge if _PRINTED.fullmatch(read(line).strip())]
        dropped = {
            id(line)
            for line in edge
            if (_PAGE_NUMBER.fullmatch(read(line)) and _stands_apart(line, lines))
            or counts[page[id(line)]] >= least
            or any(abs(line.y - y) < line.size / 2 for y in printed)
        }
        out.append([line for line in lines if id(line) not in dropped])
    return out


def _stands_apart(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the next line is further away than the lines of a text are from each other."""
    others = [abs(line.y - other.y) for other in lines if abs(line.y - other.y) > 0.4 * line.size]
    return min(others, default=0.0) > 1.8 * line.size


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The two topmost and the two lowest rows of a page."""
    levels = sorted({round(line.y, 1) for line in lines}, reverse=True)
    most = 1 if len(levels) < 4 else 2
    ends = {*levels[:most], *levels[-most:]}
    return [line for line in lines if round(line.y, 1) in ends]
