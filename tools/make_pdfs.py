"""Make the PDF files of tests/data: one by Chromium, one set by hand as old programs set Arabic.

python tools/make_pdfs.py tests/data

The same bytes come out every time, of Chromium as long as it and its fonts are the same; without Chromium its
file is left as it is. The letters are DejaVu Sans's, of which Chromium puts the glyphs used into the file.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.browser import find_browser

TITLE = "سدّ وادي السرو يفتح بواباته"
BODY = (
    (
        "قالت رئيسة البلدية رابعة البيلسان إن السد سيروي 30 قرية قبل نهاية الصيف، وأضافت أن العمال أنهوا "
        "الجدار الشرقي في 14 آذار 2026."
    ),
    (
        "وذكر المهندس نعمان السروي لوكالة «ط و د» أن الكلفة بلغت 4.5 ملايين دينار (نحو 1.2 مليون دولار)، "
        "وأن شركة Blue Valley Works شاركت في حفر القناة."
    ),
    'ونفى متحدث باسم الاتحاد الزراعي ذلك قائلاً: "لا علم لنا بهذا"، مؤكداً أنّ الآبار لم تُغلق بعد.',
)
MADE = "D:20260315090000+03'00'"


# --- shaping and order, as far as these texts need it ---


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """For each letter its presentation forms by name (Unicode, Arabic Presentation Forms-B)."""
    found: dict[str, dict[str, str]] = {}
    for code in range(0xFE80, 0xFEFD):
        kind, *letters = unicodedata.decomposition(chr(code)).split()
        found.setdefault("".join(chr(int(one, 16)) for one in letters), {})[kind.strip("<>")] = chr(code)
    return found


def shaped(word: str) -> list[str]:
    """The glyphs of a word in the order of reading, each as a presentation form; marks by themselves."""
    letters = re.findall(r"ل[اأإآ]|.", "".join(c for c in word if not unicodedata.combining(c)))
    marks = {}
    plain = -1
    for sign in word:
        plain += 0 if unicodedata.combining(sign) else 1
        if unicodedata.combining(sign):
            marks[plain] = sign
    out, at = [], 0
    for n, one in enumerate(letters):
        forms = _forms().get(one, {})
        before = n > 0 and "initial" in _forms().get(letters[n - 1], {})
        behind = n + 1 < len(letters) and "initial" in forms and "final" in _forms().get(letters[n + 1], {})
        name = {(0, 0): "isolated", (0, 1): "initial", (1, 0): "final", (1, 1): "medial"}[(before, behind)]
        out.append(forms.get(name, one))
        at += len(one)
        if at - 1 in marks:
            out.append(marks[at - 1])
    return out


def displayed(line: str) -> list[str]:
    """The glyphs of a line in Arabic from left to right: Latin and numbers as they are, brackets turned."""
    out: list[str] = []
    turned = dict(zip("()«»[]", ")(»«][", strict=True))
    for run in re.findall(r"[A-Za-z0-9](?:[A-Za-z0-9 .@]*[A-Za-z0-9])?|[\u0620-\u0652]+|.", line):
        glyphs = list(reversed(run)) if re.match(r"[A-Za-z0-9]", run) else shaped(turned.get(run, run))
        out += glyphs
    return list(reversed(out))


# --- a file ---


@dataclass(frozen=True, slots=True)
class Set:
    """A line as it is set: its glyphs from left to right, left end and baseline, and the size, in points."""

    glyphs: tuple[str, ...]
    x: float
    y: float
    size: float


def line(text: str, right: float, y: float, size: float = 12) -> Set:
    """A line in Arabic that ends at `right`."""
    glyphs = tuple(displayed(text))
    return Set(glyphs, right - sum(map(width, glyphs)) * size, y, size)


def width(glyph: str) -> float:
    """How wide a glyph is, in ems."""
    if unicodedata.combining(glyph[0]):
        return 0.0
    return 0.28 if glyph in ' .,:،"()' else 0.55


def build(
    pages: Sequence[Sequence[Set]], info: dict[str, str] | None = None, more: bytes = b"", mapped: bool = True
) -> bytes:
    """A file of these pages; `more` goes into its trailer. Glyphs that are not `mapped` tell no letters."""
    signs = sorted({glyph for page in pages for one in page for glyph in one.glyphs})
    code = {glyph: n + 1 for n, glyph in enumerate(signs)}
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{7 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    to_unicode = " /ToUnicode 5 0 R" if mapped else ""
    objects.append(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Set /Encoding /Identity-H /DescendantFonts [4 0 R]"
        f"{to_unicode} >>".encode()
    )
    widths = " ".join(f"{code[glyph]} [{width(glyph) * 1000:g}]" for glyph in signs)
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Set /CIDSystemInfo << /Registry (Adobe) /Ordering "
        b"(Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Set /Flags 4 "
        b"/Ascent 800 /Descent -200 /FontBBox [0 -200 1000 800] >> /W [" + widths.encode() + b"] >>"
    )
    table = "".join(f"<{code[g]:04x}> <{g.encode('utf-16-be').hex()}>\n" for g in signs)
    objects.append(_stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange\n{len(signs)} beginbfchar\n{table}endbfchar\nendcmap end end".encode()
    ))  # fmt: skip
    told = " ".join(f"/{key} <feff{value.encode('utf-16-be').hex()}>" for key, value in (info or {}).items())
    objects.append(f"<< {told} >>".encode())
    for n, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents {8 + 2 * n} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        drawn = "\n".join(_drawn(one, code) for one in page)
        objects.append(_stream(drawn.encode()))
    return assembled(objects, more)


def _drawn(one: Set, code: dict[str, int]) -> str:
    shown = "".join(f"{code[glyph]:04x}" for glyph in one.glyphs)
    return f"BT /F {one.size:g} Tf {one.x:.2f} {one.y:g} Td <{shown}> Tj ET"


def _stream(data: bytes) -> bytes:
    return f"<< /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def assembled(objects: Iterable[bytes], more: bytes = b"") -> bytes:
    """A file of objects, numbered from 1; the first is the catalogue, the sixth the information."""
    out = b"%PDF-1.7\n"
    places = []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(places) + 1
    return out + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R ".encode()
        + more
        + f" >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def wrapped(text: str, most: int) -> list[str]:
    """The words of a text in lines of at most `most` letters."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > most and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def by_hand() -> bytes:
    """Title and body as presentation forms from left to right; two pages, a running head, numbers."""
    pages: list[list[Set]] = []
    for n, part in enumerate((BODY[:2], BODY[2:])):
        y = 500.0
        page = [line("نشرة الوادي الأسبوعية", 390, 560, 8)]
        for text in wrapped(TITLE, 22) if n == 0 else ():
            page.append(line(text, 390, y, 20))
            y -= 28
        for paragraph in part:
            y -= 10
            for text in wrapped(paragraph, 50):
                page.append(line(text, 390, y))
                y -= 16
        pages.append([*page, line(str(n + 1), 210, 30, 8)])
    return build(pages, {"Title": "نشرة 12.indd", "CreationDate": MADE})


def by_chromium(browser: str) -> bytes:
    """Title and body as Chromium prints a page, the times in the file set to one."""
    page = (
        '<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>'
        f"{TITLE}</title><style>@page{{size:A5;margin:15mm}}body{{font:12pt 'DejaVu Sans'}}"
        f"h1{{font-size:18pt;font-weight:400}}</style><h1>{TITLE}</h1>"
        + "".join(f"<p>{one}</p>" for one in BODY)
        + "</html>"
    )
    with tempfile.TemporaryDirectory(prefix="musnad-pdf-") as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, "utf-8")
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
             f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", str(source)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip
        made = target.read_bytes()
    return re.sub(rb"/(CreationDate|ModDate) \(D:\d{14}", rb"/\1 (D:20260315060000", made)


def main(arguments: Sequence[str]) -> int:
    """Write the files into a folder."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "set-by-hand.pdf").write_bytes(by_hand())
    browser = find_browser()
    if browser is not None:
        (folder / "chromium.pdf").write_bytes(by_chromium(browser))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
