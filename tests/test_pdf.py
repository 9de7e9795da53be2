"""PDF files: text in the order of reading, and files that are none, or too much."""

from __future__ import annotations

import random
import time
import zlib
from pathlib import Path

import pytest

from musnad.pdf import Limits, PdfError, extract, is_pdf, titled
from musnad.pdf_layout import Paragraph
from musnad.text import Source, read_bytes
from tools.make_pdfs import BODY, TITLE, Set, assembled, build, by_hand, line, wrapped

DATA = Path(__file__).resolve().parent / "data"


def page(*texts: str, right: float = 390, top: float = 560, most: int = 50, size: float = 12) -> list[Set]:
    """A page of paragraphs, one below the other."""
    out, y = [], top
    for text in texts:
        for one in wrapped(text, most):
            out.append(line(one, right, y, size))
            y -= size * 1.35
        y -= size
    return out


def kind_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(PdfError) as caught:
        extract(data, limits)
    assert str(caught.value)
    return str(caught.value.parameters["kind"])


@pytest.mark.parametrize("name", ["chromium.pdf", "set-by-hand.pdf"])
def test_arabic_in_the_order_of_reading(name: str) -> None:
    report = read_bytes((DATA / name).read_bytes())
    assert report.text.split("\n") == [TITLE, *BODY]
    assert (report.title, report.language) == (TITLE, "ar")


def test_the_file_set_by_hand_is_what_the_tool_makes() -> None:
    assert (DATA / "set-by-hand.pdf").read_bytes() == by_hand()


def test_the_day_of_making_is_no_day_of_publication() -> None:
    report = read_bytes((DATA / "set-by-hand.pdf").read_bytes())
    assert (report.published, report.captured) == (None, "2026-03-15T06:00:00+00:00")
    known = read_bytes((DATA / "set-by-hand.pdf").read_bytes(), Source(captured="2026-04-01T00:00:00Z"))
    assert known.captured == "2026-04-01T00:00:00Z"


def test_two_columns_are_read_one_after_the_other() -> None:
    right, left = BODY[0], BODY[2]
    whole = line("عنوان يمتد فوق العمودين كليهما على عرض الصفحة", 390, 570, 14)
    columns = [*page(right, top=530, most=26), *page(left, right=190, top=524, most=26)]
    found = extract(build([[whole, *columns]]))
    assert found.paragraphs == (right, left)


def test_a_paragraph_goes_on_over_the_page() -> None:
    first, second = page(BODY[0])[:2], page(BODY[0])[2:]
    assert second
    found = extract(build([first, [Set(o.glyphs, o.x, o.y + 30, o.size) for o in second]]))
    assert found.paragraphs == (BODY[0],)


def test_pages_in_english() -> None:
    def set_in_english(text: str, y: float) -> Set:
        return Set(tuple(text), 30, y, 12)

    lines = ["The mayor said on Monday that", "the dam (built in 1999) is safe."]
    found = extract(build([[set_in_english(one, 500 - 16 * n) for n, one in enumerate(lines)]]))
    assert found.paragraphs == ("The mayor said on Monday that the dam (built in 1999) is safe.",)


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("الخبر الأول هنا", "الخبر الأول هنا"),
        ("Microsoft Word - خبر.docx", "العنوان بأكبر الحروف"),
        (None, "العنوان بأكبر الحروف"),
        ("عنوان لا يرد في النص", "العنوان بأكبر الحروف"),
    ],
)
def test_which_title(stated: str | None, title: str) -> None:
    found = [Paragraph("الخبر الأول هنا", 12, 0), Paragraph("العنوان بأكبر الحروف", 18, 0)]
    found += [Paragraph("متن الخبر " * 20, 12, 0)]
    assert titled(found, stated)[0] == title
    assert title not in [one.text for one in titled(found, stated)[1]]


def test_a_stated_title_where_no_letters_are_larger() -> None:
    assert titled([Paragraph("متن الخبر", 12, 0)], "عنوان")[0] == "عنوان"


def test_which_files() -> None:
    assert is_pdf(b"%PDF-1.4")
    assert is_pdf(b"junk\n%PDF-1.4", "application/pdf")
    assert not is_pdf(b"<p>%PDF-1.4", "text/html")


# --- files that give no report ---

ENCRYPTED = (
    b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%b> /U <%b> >> /ID [<00> <00>]"
    % (
        b"a1" * 32,
        b"b2" * 32,
    )
)


def picture_alone() -> bytes:
    kids = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    content = b"<< /Length 30 >>\nstream\nq 100 0 0 100 0 0 cm /I Do Q  \nendstream"
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    )
    image += b"/Length 1 >>\nstream\n0\nendstream"
    one = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", kids, one, content, image, b"<< >>"])


def unfolding(size: int) -> bytes:
    """A page whose content unfolds to `size` bytes of drawn letters."""
    packed = zlib.compress(b"BT /F 12 Tf 1 1 Td " + b"<0001> Tj " * (size // 10) + b"ET", 9)
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
    made = build([page(BODY[0])])
    objects = [one.split(b"obj\n", 1)[1].rstrip(b"\n") for one in made.split(b"endobj\n")[:-1]]
    return assembled([*objects[:-1], content])


def test_what_is_wrong_is_told() -> None:
    assert kind_of(build([page(BODY[0])], more=ENCRYPTED)) == "encrypted"
    assert kind_of(picture_alone()) == "no-text"
    assert kind_of(build([page(*BODY)], mapped=False)) == "unmapped"
    assert kind_of(b"%PDF-1.7\n" + b"\x00\x01" * 400) == "damaged"
    assert kind_of((DATA / "chromium.pdf").read_bytes()[:3000]) == "damaged"


def test_what_is_too_much_is_told() -> None:
    assert kind_of(build([page(BODY[0])] * 12), Limits(pages=10)) == "too-long"
    assert kind_of(unfolding(2_000_000), Limits(glyphs=5000)) == "too-large"
    assert kind_of(unfolding(600_000_000), Limits(memory=400 * 1024 * 1024)) == "too-large"
    began = time.monotonic()
    assert kind_of(unfolding(60_000_000), Limits(seconds=2, glyphs=10**9)) in ("too-slow", "too-large")
    assert time.monotonic() - began < 20


def test_arrays_in_arrays_end() -> None:
    made = build([page(BODY[0])]).replace(b"/Kids [7 0 R]", b"/Kids " + b"[" * 20_000 + b"]" * 20_000)
    with pytest.raises(PdfError):
        extract(made)


def test_pages_that_hold_themselves_end() -> None:
    made = build([page(BODY[0])]).replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]")
    assert extract(made).paragraphs == (BODY[0],)


def test_a_year_that_ends_a_text_is_no_page_number() -> None:
    found = extract(build([[*page(BODY[0] + " وكان ذلك في عام 2025", most=46), line("7", 210, 30, 8)]]))
    assert found.paragraphs[-1].endswith("2025")


@pytest.mark.parametrize("seed", range(12))
def test_what_is_damaged_anywhere_is_read_or_told(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray((DATA / ("chromium.pdf" if seed % 2 else "set-by-hand.pdf")).read_bytes())
    for _ in range(30):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    try:
        found = extract(bytes(data), Limits(seconds=20))
    except PdfError as error:
        assert error.parameters["kind"]
    else:
        assert found.paragraphs
