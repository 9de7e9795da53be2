"""A PDF file to the glyphs of its pages, in a process that does nothing else.

pdfminer.six reads the file: it gives each glyph with its box and with the letters of its `ToUnicode` map
untouched (ISO 32000-1, 9.10), from which `pdf_layout` has the text.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from musnad.pdf_layout import paragraphs
from musnad.pdf_order import Glyph, letters

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument


class _BoundError(Exception):
    """The file is locked, or goes over a bound; `kind` is that of `PdfError`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def serve(bounds: str) -> None:
    """Read a file from the standard input, and write what was found to the standard output, as JSON.

    `bounds` is a JSON array: pages, glyphs, seconds of processor time, bytes of memory.
    """
    pages, glyphs, seconds, memory = json.loads(bounds)
    data = sys.stdin.buffer.read()
    _bound(int(seconds) + 1, int(memory))
    try:
        told = _read(data, pages, glyphs)
    except _BoundError as refused:
        told = {"error": refused.kind}
    except (MemoryError, RecursionError):
        told = {"error": "too-large"}
    except Exception:  # pdfminer raises what Python does, and more, on files that are none
        told = {"error": "damaged"}
    sys.stdout.buffer.write(json.dumps(told).encode("ascii"))
    sys.stdout.buffer.flush()


def _bound(seconds: int, memory: int) -> None:
    """Bound this process; where the system cannot, the time that is waited for it bounds it alone."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _read(data: bytes, most_pages: int, most_glyphs: int) -> dict[str, Any]:
    document = _document(data)
    pages: list[list[Glyph]] = []
    unmapped = 0
    for page, missing in _pages(document, most_pages, most_glyphs):
        pages.append(page)
        unmapped += missing
    title, created = _stated(document)
    return {
        "paragraphs": [astuple(one) for one in paragraphs(pages)],
        "title": title,
        "created": created,
        "mapped": sum(map(len, pages)),
        "unmapped": unmapped,
    }


def _document(data: bytes) -> PDFDocument:
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    start = data.find(b"%PDF-")
    try:
        # With no password, which opens what is only guarded against changes.
        return PDFDocument(PDFParser(io.BytesIO(data[max(start, 0) :])))
    except PDFPasswordIncorrect as error:
        raise _BoundError("encrypted") from error


def _pages(document: PDFDocument, most_pages: int, most_glyphs: int) -> Iterator[tuple[list[Glyph], int]]:
    """The glyphs of each page, and how many there are whose letters are not told."""
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    resources = PDFResourceManager()
    device = _device(most_glyphs)
    interpreter = PDFPageInterpreter(resources, device)
    for n, page in enumerate(PDFPage.create_pages(document)):
        if n >= most_pages:
            raise _BoundError("too-long")
        interpreter.process_page(page)
        yield device.taken()


def _device(most: int) -> Any:
    """What the interpreter draws on: it keeps the glyphs of a page. Here, for pdfminer is slow to import."""
    from pdfminer.pdfdevice import PDFTextDevice
    from pdfminer.pdffont import PDFUnicodeNotDefined
    from pdfminer.psparser import PSLiteral
    from pdfminer.utils import decode_text

    class Device(PDFTextDevice):
        """Gathers glyphs, as many as are allowed."""

        def __init__(self) -> None:
            self.ctm = None
            self._glyphs: list[Glyph] = []
            self._unmapped = 0
            self._all = 0
            # For each mark that is open: the text that stands for what it holds, and where that begins.
            self._open: list[tuple[str, int]] = []

        def taken(self) -> tuple[list[Glyph], int]:
            """What the page held."""
            found = [one for one in self._glyphs if one.text]
            missing = sum(not one.text for one in self._glyphs)
            self._glyphs, self._open = [], []
            return found, missing

        def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
            """Note a stretch whose text is given beside it (ISO 32000-1, 14.9.4)."""
            del tag
            text = props.get("ActualText") if isinstance(props, dict) else None
            plain = letters(decode_text(text)) if isinstance(text, bytes) else ""
            self._open.append((plain, len(self._glyphs)))

        def end_tag(self) -> None:
            """Give a stretch with glyphs of unknown letters the text that stands for it."""
            text, begun = self._open.pop() if self._open else ("", 0)
            inside = self._glyphs[begun:]
            if text and inside and not all(one.text for one in inside):
                left, right = min(one.x0 for one in inside), max(one.x1 for one in inside)
                self._glyphs[begun:] = [replace(inside[0], text=text, x0=left, x1=right)]

        def render_char(self, *drawn: Any) -> float:
            """Keep one glyph; how far the next one stands from it."""
            matrix, font, fontsize, scaling, rise, cid = drawn[:6]
            self._all += 1
            if self._all > most:
                raise _BoundError("too-large")
            try:
                text = letters(font.to_unichr(cid))
            except PDFUnicodeNotDefined:
                text = ""
            advance = float(font.char_width(cid) * fontsize * scaling)
            across, skew_b, skew_c, up, x, y = matrix
            size = abs(fontsize * up)
            # Turned text is a stamp or a legend beside a picture; what has no size is not seen.
            if abs(skew_b) > 0.2 * abs(across) or abs(skew_c) > 0.5 * abs(up) or not 0.5 < size < 2000:
                return advance
            ends = sorted((x, x + advance * across))
            name = str(getattr(font, "fontname", ""))
            self._glyphs.append(Glyph(text, ends[0], ends[1], y + rise * up, size, name))
            return advance

    return Device()


# --- what a file says of itself ---

_MADE: Final = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?'?|Z.*)?")


def _stated(document: PDFDocument) -> tuple[str | None, str | None]:
    """The title and the day of making, as the file states them."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found: dict[str, str] = {}
    for part in reversed(document.info):
        for key in ("Title", "CreationDate"):
            with suppress(Exception):  # a broken entry is none
                value = resolve1(part.get(key))
                if isinstance(value, bytes) and len(value) < 4000:
                    found[key] = letters(decode_text(value)).strip()
    return found.get("Title") or None, _moment(found.get("CreationDate", ""))


def _moment(text: str) -> str | None:
    """A date of PDF (ISO 32000-1, 7.9.4) as an ISO 8601 date-time in UTC; None where it is none."""
    made = _MADE.fullmatch(text.strip())
    if made is None:
        return None
    year, month, day, hour, minute, second = (int(made[n] or (n in (2, 3))) for n in range(1, 7))
    zone = timedelta(hours=int(made[8] or 0), minutes=int(made[9] or 0))
    try:
        local = datetime(
            year, month, day, hour, minute, second, tzinfo=timezone(-zone if made[7] == "-" else zone)
        )
        return local.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None
