"""Bytes to characters: what is refused, which encoding it is, whether it is a page.

The errors of reading live here too: each has a stable `code`, and a message that names the mend.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from math import log


class ReadError(ValueError):
    """An input that cannot become a report; `code` is stable, `parameters` fill a translated message."""

    code = "unreadable"

    def __init__(self, message: str, **parameters: str | int) -> None:
        super().__init__(message)
        self.parameters = parameters


class EmptyInputError(ReadError):
    """Nothing but white space."""

    code = "empty"


class BinaryInputError(ReadError):
    """A file that is not text; parameter `kind`: ``office``, ``image``, ``unknown``, ..."""

    code = "binary"


class NotTextError(ReadError):
    """Text that holds no report, or bytes in no known encoding; `kind`: ``encoding``, ``feed``, ``json``."""

    code = "not-text"


class NoArticleError(ReadError):
    """A page in which no article was found."""

    code = "no-article"


class TooLargeError(ReadError):
    """More than the limit; parameters `size` and `limit`, in bytes."""

    code = "too-large"


def empty_error() -> EmptyInputError:
    """The error for an input without a visible character."""
    return EmptyInputError("there is no text here: give the text of a report")


def too_large_error(size: int, limit: int) -> TooLargeError:
    """The error for an input of `size` bytes."""
    return TooLargeError(
        f"{size} bytes are more than the limit of {limit}: split the file into single reports",
        size=size,
        limit=limit,
    )


# --- bytes to characters ---

# Letters per thousand of all characters, over the 8,176 reports of ../shared/corpus.
_LETTER_SHARE = dict(
    zip("اليمونترعبةدفسقهأكحجشطإصخىزضذثئغءظؤآ", (
        122, 93, 62, 52, 43, 40, 38, 38, 27, 27, 27, 25, 20, 20, 18, 18, 16, 14, 14, 11, 8, 7.7, 7.5, 7.2,
        6.7, 6.7, 5.3, 5.2, 4.5, 4.3, 3.7, 2.9, 2.7, 1.9, 1, 0.8), strict=True)
)  # fmt: skip
_LETTER_SHARE |= dict.fromkeys("،«»", 0.5) | dict.fromkeys("ًٌٍَُِّْـ؟؛“”‘’–—…\u00a0\u200c\u200f\u200e", 0.2)
# Mac Arabic has the letters of ISO-8859-6 at the same bytes; cp864 holds visual forms that mimic others.
_CODE_PAGES = ("cp1256", "iso8859_6", "cp720")
# A character that Arabic text does not hold, and a byte that the code page leaves undefined.
_FOREIGN, _UNDEFINED = log(1e-6), log(1e-7)
_PRIOR = 8.0
_SAMPLE = 65_536
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "office"), (b"{\\rtf", "rtf"), (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\x00", "image"), (b"MM\x00*", "image"),
    (b"\x1f\x8b", "archive"), (b"7z\xbc\xaf", "archive"), (b"Rar!", "archive"), (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"), (b"\x7fELF", "program"), (b"MZ\x90", "program"),
    (b"SQLite format 3", "database"), (b"ID3", "media"),
    (b"OggS", "media"), (b"RIFF", "media"), (b"\x00\x00\x00\x18ftyp", "media"),
    (b"\x00\x00\x00\x20ftyp", "media"),
)  # fmt: skip
_MENDS = {
    "office": "this is an office file: save it as plain text (.txt) or HTML",
    "rtf": "this is an RTF file: save it as plain text (.txt)",
    "image": "this is an image: give the text of the report, not its picture",
    "archive": "this is a compressed archive: unpack it and give the files in it",
    "program": "this is a program, not a text",
    "database": "this is a database: export its reports as text",
    "media": "this is sound or video: give a transcript",
    "unknown": "this is binary data, not text: give a text or HTML file",
}


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The characters of `data` and the Python name of its encoding; a BOM is not among them.

    In order: BOM; UTF-16/32 by the place of the zero bytes; UTF-8 if the bytes are (nearly) that, since
    Arabic in a code page never is; then `declared` (HTTP) and the page's own declaration, believed only
    where the letters bear it out; then the Arabic code page whose letters are likeliest. Stray bytes
    become U+FFFD. Raises `BinaryInputError` and `NotTextError`.

    Why not charset-normalizer alone: of 60 pieces of 20 characters from ../shared/corpus it gets 0.75
    (windows-1256) and 0.00 (ISO-8859-6) right. Letter statistics get 0.997 and 0.996 of 1,500 such pieces,
    0.988 and 0.981 at 12 characters; from 60 characters on both are right nearly always.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(data[len(bom) :].decode(name, "replace"), name)
    if wide := _wide(data):
        return _checked(data.decode(wide, "replace"), wide)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    if _nearly_utf8(data, at):
        # A character cut off at the end goes, other stray bytes are replaced.
        return _checked(codecs.getincrementaldecoder("utf-8")("replace").decode(data), "utf-8")
    _refuse_controls(data[:_SAMPLE].decode("latin-1"), "[\x00-\x08\x0e-\x1f\x7f]")
    name = _code_page(data, [declared, _in_page(data)])
    return _checked(data.decode(name, "replace"), name)


def _nearly_utf8(data: bytes, first_bad: int) -> bool:
    """Whether four in five characters beyond ASCII are UTF-8, around the first bytes that are not."""
    start = max(0, first_bad - _SAMPLE // 2)
    sample = data[start : start + _SAMPLE]
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    bad = text.count("\ufffd") - sample.count(b"\xef\xbf\xbd")
    return len(text) - len(text.encode("ascii", "ignore")) - bad >= 4 * bad


def _in_page(data: bytes) -> str | None:
    found = _META_CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without BOM: the high byte of Arabic and ASCII is 0, 6 or 0x20 throughout."""
    sample = data[:4096]
    size = len(sample) // 4 * 4
    if size < 8:
        return None
    if sample[2:size:4].count(0) + sample[3:size:4].count(0) >= size // 2 - 1 and 0 not in sample[0:size:4]:
        return "utf-32-le"
    if sample[0:size:4].count(0) + sample[1:size:4].count(0) >= size // 2 - 1 and 0 not in sample[3:size:4]:
        return "utf-32-be"
    for high, low, name in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        tops, lows = sample[high:size:2], sample[low:size:2]
        near = sum(map(tops.count, (0, 6)))
        if near * 100 >= 90 * len(tops) and sum(map(lows.count, (0, 6))) * 100 < 30 * len(lows):
            return name
    return None


@lru_cache(maxsize=1)
def _page_scores() -> dict[str, tuple[float, ...]]:
    """For each Arabic code page the log share of what each byte from 0x80 stands for."""
    scores = {}
    for name in _CODE_PAGES:
        row = []
        for byte in range(0x80, 0x100):
            letter = unicodedata.normalize("NFKC", bytes([byte]).decode(name, "replace")).strip() or "\u00a0"
            share = _LETTER_SHARE.get(letter[0])
            row.append(log(share / 1000) if share else _UNDEFINED if letter == "\ufffd" else _FOREIGN)
        scores[name] = tuple(row)
    return scores


def _code_page(data: bytes, declared: list[str | None]) -> str:
    first = next(re.finditer(rb"[\x80-\xff]", data)).start()
    sample = data[max(0, first - 1000) : first + _SAMPLE]
    high = Counter(sample)
    total = sum(high[b] for b in range(0x80, 0x100))
    names = [name for name in map(_codec, declared) if name]
    runs = sum(map(len, re.findall(rb"[\x80-\xff]{2,}", sample)))
    if runs * 2 >= total:
        ranked = {
            name: sum(high[0x80 + i] * value for i, value in enumerate(row)) + _PRIOR * (name in names)
            for name, row in _page_scores().items()
        }
        best = max(ranked, key=ranked.__getitem__)
        # Arabic letters average a log share of about -3.3; other scripts read as Arabic fall below -6.
        if ranked[best] / total > -5.0:
            return best
    for name in names:
        if name not in ("utf-8", "ascii", *_CODE_PAGES) and _decodes(data, name):
            return name
    if runs * 2 < total:
        return "cp1252"
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    if found is None:
        raise _no_encoding()
    return found.encoding


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().lower())
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True):
        return None
    # WHATWG Encoding: the labels of Latin-1 mean windows-1252.
    return "cp1252" if found.name in ("iso8859-1", "latin-1") else found.name.replace("iso8859-", "iso8859_")


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeError, LookupError):
        return False
    return True


def _no_encoding() -> NotTextError:
    return NotTextError("the encoding of this text is unknown: save it as UTF-8", kind="encoding")


_CONTROLS = "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"


def _refuse_controls(sample: str, controls: str) -> None:
    found = len(re.findall(controls, sample))
    if found > 1 and (found * 50 > len(sample) or sample.count("\x00") * 500 > len(sample)):
        raise BinaryInputError(_MENDS["unknown"], kind="unknown")


def _checked(text: str, name: str) -> tuple[str, str]:
    sample = text if len(text) < 200_000 else text[:100_000] + text[-100_000:]
    _refuse_controls(sample, _CONTROLS)
    if sample.count("\ufffd") * 5 > len(sample):
        raise _no_encoding()
    return text, name


def refuse_binary(data: bytes, content_type: str | None) -> None:
    """Raise the `ReadError` that the first bytes or the stated type call for."""
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if data.startswith(b"PK\x03\x04"):
        office = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetypeapplication/")
        kind = "office" if any(mark in data[:4000] for mark in office) else "archive"
    elif kind is None and data[4:8] == b"ftyp":
        kind = "media"
    if kind:
        raise BinaryInputError(_MENDS[kind], kind=kind)
    if not data.strip():
        raise empty_error()
    mime = (content_type or "").split(";", 1)[0].strip().lower()
    if mime.endswith("json"):
        raise NotTextError("this is JSON data: give the text or the page of a report", kind="json")


# --- HTML or text ---

_HTML_START = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED_START = re.compile(r"[\s\ufeff]*<\?xml|[\s\ufeff]*<(?:rss|feed)\b", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</(?:p|div|span|body|head|title|script|article|td|h[1-6]|a|b|li)\s*>|<br\s*/?>|<p>", re.IGNORECASE
)


def looks_like_html(text: str, content_type: str | None = None) -> bool:
    """Whether `text` is a page (or half of one) rather than plain text. Raises `NotTextError` on a feed."""
    head = text[:20_000]
    if _HTML_START.match(head):
        return True
    if _FEED_START.match(head):
        raise NotTextError("this is XML or a feed: give the address of a single article", kind="feed")
    tags = len(_HTML_TAG.findall(head))
    if content_type and "html" in content_type.lower():
        return tags > 0
    return tags >= 3
