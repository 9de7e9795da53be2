"""A PDF file to its text: paragraphs in the order of reading, title, and when the file says that it was made.

The file is opened by a process of its own, bounded in time and memory, for a small file may ask for any
amount of either. What is measured of the text is in docs/decisions/0016-watching-feeds-and-reading-pdf.md.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from musnad.encoding import ReadError
from musnad.pdf_layout import Paragraph

MAX_PAGES: Final = 300
MAX_GLYPHS: Final = 1_500_000
SECONDS: Final = 60.0
MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space of the process that opens a file, where the system bounds it."""

_CHILD: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from musnad.pdf_glyphs import serve; serve(sys.argv[2])"
)
# What a process says that ran out of memory or processor time, as far as it can still say it.
_KILLED: Final = {-9: "too-large", -24: "too-slow", -6: "too-large"}
_LONGEST_TITLE: Final = 220


class PdfError(ReadError):
    """A PDF file that gives no report; `kind`: ``encrypted``, ``damaged``, ``no-text`` (pictures of pages
    alone), ``unmapped`` (letters that it does not tell), ``too-long`` (`limit`, in pages), ``too-large``,
    ``too-slow`` (`limit`, in seconds)."""

    code = "pdf"


_MENDS: Final = {
    "encrypted": "the PDF file is locked with a password: save it without one",
    "damaged": "the PDF file is damaged: get it again, or give its text, saved as .txt",
    "no-text": "the PDF file holds pictures of pages and no text: give its text, saved as .txt",
    "unmapped": "the PDF file does not tell which letters its glyphs are: give its text, saved as .txt",
    "too-long": "the PDF file has more than {limit} pages: split it into single reports",
    "too-large": "the PDF file unfolds to more than can be read: split it, or give its text, saved as .txt",
    "too-slow": "the PDF file was not read within {limit} seconds: split it, or give its text, saved as .txt",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file: pages, glyphs, seconds, bytes of memory."""

    pages: int = MAX_PAGES
    glyphs: int = MAX_GLYPHS
    seconds: float = SECONDS
    memory: int = MEMORY


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds. `created` is what it says of itself, ISO 8601 in UTC; `paragraphs` hold no line
    breaks and do not repeat the title."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    created: str | None = None


def is_pdf(data: bytes, content_type: str | None = None) -> bool:
    """Whether this is a PDF file, by its first bytes; where it was sent as one, within the first thousand."""
    head = data[:1024]
    return head.lstrip(b"\x00\t\n\r \xef\xbb\xbf").startswith(b"%PDF-") or (
        content_type == "application/pdf" and b"%PDF-" in head
    )


def extract(data: bytes, limits: Limits | None = None) -> Document:
    """The text of a file, right-to-left text in the order of reading. Raises `PdfError`."""
    limits = Limits() if limits is None else limits
    told = _opened(data, limits)
    if kind := told.get("error"):
        raise _error(kind, limits)
    found = [Paragraph(*one) for one in told["paragraphs"]]
    unmapped, mapped = told["unmapped"], told["mapped"]
    if unmapped > 40 and unmapped * 3 > mapped:
        raise _error("unmapped", limits)
    if not found:
        raise _error("no-text", limits)
    title, rest = titled(found, told["title"])
    return Document(tuple(one.text for one in rest), title, told["created"])


def _error(kind: str, limits: Limits) -> PdfError:
    known = kind if kind in _MENDS else "damaged"
    amounts: dict[str, dict[str, str | int]] = {
        "too-long": {"limit": limits.pages},
        "too-slow": {"limit": f"{limits.seconds:g}"},
    }
    amount = amounts.get(known, {})
    return PdfError(_MENDS[known].format_map(amount), kind=known, **amount)


def _opened(data: bytes, limits: Limits) -> dict[str, Any]:
    """What the process that opens the file says of it."""
    root = str(Path(__file__).resolve().parent.parent)
    bounds = json.dumps([limits.pages, limits.glyphs, limits.seconds, limits.memory])
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _CHILD, root, bounds],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
    except subprocess.TimeoutExpired:
        return {"error": "too-slow"}
    if done.returncode:
        return {"error": _KILLED.get(done.returncode, "damaged")}
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return {"error": "damaged"}
    return told if isinstance(told, dict) else {"error": "damaged"}


# --- the title ---

# What programs put there unasked.
_NO_TITLE: Final = re.compile(
    r"untitled.*|microsoft \w+ - .*|.*\.(?:docx?|indd|pdf|qxd|odt|html?|rtf|txt)|(?:slide|page|صفحة) ?\d+|"
    r"بلا عنوان.*|(?:https?|file)://.*|about:blank|\W*",
    re.IGNORECASE,
)


def titled(found: Sequence[Paragraph], stated: str | None) -> tuple[str | None, list[Paragraph]]:
    """The title, and the paragraphs without it.

    It is the paragraph of the first page that says what the file states as its title; else the largest
    letters of that page, where they are larger than the body's; else what the file states, if a person may
    have written it.
    """
    stated = " ".join(stated.split()) if stated else None
    if stated is not None and (_NO_TITLE.fullmatch(stated) or len(stated) > _LONGEST_TITLE):
        stated = None
    first = [n for n, one in enumerate(found) if one.page == found[0].page]
    if stated is not None:
        for n in first[:8]:
            if _same(found[n].text, stated):
                return found[n].text, [one for m, one in enumerate(found) if m != n]
    body = _body_size(found)
    short = [
        n for n in first if len(found[n].text) <= _LONGEST_TITLE and re.search(r"[^\W\d_]", found[n].text)
    ]
    largest = max(short, key=lambda n: (round(found[n].size, 1), -n), default=None)
    if largest is not None and len(found) > 1 and found[largest].size >= 1.15 * body:
        return found[largest].text, [one for m, one in enumerate(found) if m != largest]
    return stated, list(found)


def _body_size(found: Sequence[Paragraph]) -> float:
    """The size of most letters."""
    return median(size for one in found for size in [one.size] * max(1, len(one.text) // 20))


def _same(left: str, right: str) -> bool:
    return re.sub(r"[\W_ـ]+", "", left) == re.sub(r"[\W_ـ]+", "", right)
