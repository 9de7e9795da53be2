"""One self-contained page per report: its text with the attributions marked, each opening its chain.

No network, no font, no image: the style and the script stand in the page, admitted by their hashes in
its Content-Security-Policy. Filters, languages and the list of attributions work without the script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from musnad.export.frame import Code, labels, page, resource, shown
from musnad.record import AttributionPart, Record, SpanPart

Role = Literal["passage", "content", "medium", "addressee", "via", "source", "credit", "cue"]
# Where two marks cover the same stretch, the earlier role goes outside.
_ORDER: tuple[Role, ...] = ("passage", "content", "medium", "addressee", "via", "source", "credit", "cue")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text with its role; `height` counts the contents that lie inside a content."""

    start: int
    end: int
    role: Role
    attribution: str = ""
    cue_class: str = ""
    height: int = 0


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of open marks: `opening` that of the innermost, told whether it begins here; `closing` any.

    `letters` makes HTML of the characters between them.
    """

    opening: Callable[[Sequence[Mark], bool], str]
    closing: Callable[[Sequence[Mark], int], str]
    letters: Callable[[str], str] = shown


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents page; `href` is relative to it."""

    href: str
    title: str | None
    publisher: str | None
    published: str | None
    count: int


def render(record: Record) -> str:
    """The page of `record`."""
    from markupsafe import Markup

    text, title = record["text"], record["title"]
    lines = [Markup(annotate(text, *line)) for line in lines_of(text, marks_of(record))]
    heading = None
    if title is not None:
        heading = lines.pop(0) if text.lstrip().startswith(title.strip()) else Markup(shown(title))
    counts = Counter[str](found["cue"]["class"] for found in record["attributions"])
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    return page(
        "report.html.j2",
        record["language"],
        Code(_style(), resource("report.js")),
        record=record,
        heading=heading,
        paragraphs=lines,
        classes=[(name, counts[name]) for name in labels()["class"] if name in counts],
        cards=[_card(found, names, text) for found in record["attributions"]],
        address=safe_address(record["url"]),
    )


def index(entries: Sequence[Entry]) -> str:
    """The page of contents over several reports, Arabic first."""
    return page("index.html.j2", "ar", Code(_style()), entries=entries)


def annotate(text: str, start: int, end: int, marks: Sequence[Mark], tags: Tags | None = None) -> str:
    """The HTML of `text` from `start` to `end` with `marks`, all of which overlap it, as nested elements.

    Marks that cross are cut: the element that began later is closed and opened again, so that every
    character lies inside exactly the marks that cover it. Without `tags`, a cue links to its card.
    """
    tags = tags or Tags(_opening, _closing)
    starts: dict[int, list[Mark]] = {}
    for mark in marks:
        starts.setdefault(max(mark.start, start), []).append(mark)
    cuts = sorted({start, end, *starts, *(min(mark.end, end) for mark in marks)})
    out: list[str] = []
    open_marks: list[Mark] = []
    for at, following in zip(cuts, [*cuts[1:], end], strict=True):
        ended = next((i for i, mark in enumerate(open_marks) if mark.end <= at), len(open_marks))
        kept = [mark for mark in open_marks[ended:] if mark.end > at]
        out.extend(tags.closing(open_marks, i) for i in range(len(open_marks) - 1, ended - 1, -1))
        del open_marks[ended:]
        fresh = sorted(starts.get(at, ()), key=lambda mark: (-mark.end, _ORDER.index(mark.role)))
        for mark in (*kept, *fresh):
            if at < end:
                open_marks.append(mark)
                out.append(tags.opening(open_marks, at == mark.start))
        out.append(tags.letters(text[at:following]))
    out.extend(tags.closing(open_marks, i) for i in range(len(open_marks) - 1, -1, -1))
    return "".join(out)


def _is_link(open_marks: Sequence[Mark], at: int) -> bool:
    """Whether the mark at `at` is an ``a``: cues are, but HTML allows no link inside a link."""
    return open_marks[at].role == "cue" and not any(mark.role == "cue" for mark in open_marks[:at])


def _opening(open_marks: Sequence[Mark], first: bool) -> str:
    mark = open_marks[-1]
    if mark.role == "credit":
        return '<span class="credit">'
    classes = f"m {mark.role} k-{mark.cue_class}"
    if mark.height:
        classes += f" h{mark.height}"
    if first:
        classes += " first"
    data = f'class="{classes}" data-a="{mark.attribution}"'
    if _is_link(open_marks, len(open_marks) - 1):
        return f'<a {data} href="#c-{mark.attribution}">'
    return f"<span {data}>"


def _closing(open_marks: Sequence[Mark], at: int) -> str:
    return "</a>" if _is_link(open_marks, at) else "</span>"


def marks_of(record: Record) -> list[Mark]:
    """Every mark of the record, in an order that puts an outer attribution before an inner one."""
    heights = _heights(record["attributions"])
    marks = [Mark(credit["start"], credit["end"], "credit") for credit in record["credits"]]
    for found in record["attributions"]:
        name, kind = escape(found["id"]), escape(found["cue"]["class"])
        parts: list[tuple[Role, SpanPart | None]] = [
            ("source", found["source"]),
            ("addressee", found["addressee"]),
            ("medium", found["medium"]),
        ]
        marks += [Mark(span["start"], span["end"], role, name, kind) for role, span in parts if span]
        marks += [Mark(span["start"], span["end"], "via", name, kind) for span in found["via"]]
        marks.append(Mark(found["cue"]["start"], found["cue"]["end"], "cue", name, kind))
        height = heights[found["id"]]
        marks += [
            Mark(span["start"], span["end"], "content", name, kind, height) for span in found["content"]
        ]
    return sorted(
        (mark for mark in marks if mark.start < mark.end),
        key=lambda mark: (mark.start, -mark.end, -mark.height),
    )


def _heights(attributions: Sequence[AttributionPart]) -> dict[str, int]:
    """How many levels of attribution lie inside each, at most `_DEEPEST`; a cycle ends there too."""
    heights = {found["id"]: 0 for found in attributions}
    for _ in range(_DEEPEST):
        for found in attributions:
            outer = found["inside"]
            if outer in heights:
                heights[outer] = min(_DEEPEST, max(heights[outer], heights[found["id"]] + 1))
    return heights


def lines_of(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Start and end of each line of `text` that is not blank, with the marks that overlap it."""
    at = done = 0
    carried: list[Mark] = []
    for line in text.split("\n"):
        end = at + len(line)
        while done < len(marks) and marks[done].start < end:
            carried.append(marks[done])
            done += 1
        carried = [mark for mark in carried if mark.end > at]
        if line.strip():
            yield at, end, list(carried)
        at = end + 1


def _card(found: AttributionPart, names: dict[str, str], text: str) -> dict[str, object]:
    speaks_for = None if found["speaker"] is None else found["speaker"]["speaks_for"]
    return {
        "attribution": found,
        "content": " […] ".join(span["text"] for span in found["content"]),
        "speaks_for": None if speaks_for is None else names.get(speaks_for, speaks_for),
        "confidence": f"{found['confidence']:.0%}",
        "links": [
            {
                "kind": link["kind"],
                "name": names.get(link["entity"], link["entity"]),
                "inherited": link["inherited"],
                "text": None if link["start"] is None else text[link["start"] : link["end"]],
                "rule": link["rule"],
                "score": f"{link['score']:.2f}",
            }
            for link in found["chain"]
        ],
    }


def safe_address(url: str | None) -> str | None:
    """`url` where a browser may safely be sent there."""
    try:
        return url if url is not None and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _style() -> str:
    """The style sheet, with a rule for each class that the legend can switch off."""
    switched_off = "".join(
        f":root:has(#f-{name}:not(:checked)) .report .k-{name} {{ background: none; color: inherit;"
        " border-color: transparent; box-shadow: none; outline: 0; }\n"
        f":root:has(#f-{name}:not(:checked)) .report .k-{name}.cue::before {{ content: none; }}\n"
        f":root:has(#f-{name}:not(:checked)) .card.k-{name} {{ display: none; }}\n"
        for name in labels()["class"]
    )
    return resource("report.css") + switched_off
