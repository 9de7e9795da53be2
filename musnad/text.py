"""Bytes to Report, and the folded form on which everything matches.

`Report.text` is never normalised; `fold()` gives the form to match on, with an alignment that maps
every folded offset back.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

from musnad.address import canonical_url, iso_day, url_day
from musnad.encoding import (
    BinaryInputError,
    EmptyInputError,
    NoArticleError,
    NotTextError,
    ReadError,
    TooLargeError,
    decode,
    empty_error,
    looks_like_html,
    refuse_binary,
    too_large_error,
)
from musnad.model import PublishedFrom, Report, Span, report_id, version_id
from musnad.page import extract
from musnad.script import language
from musnad.text_english import english_day

__all__ = [
    "BinaryInputError",
    "EmptyInputError",
    "Folded",
    "NoArticleError",
    "NotTextError",
    "ReadError",
    "Source",
    "TooLargeError",
    "decode",
    "fold",
    "fold_text",
    "language",
    "read_bytes",
    "read_html",
    "read_pdf",
    "read_text",
    "stated_day",
]

_MARKS = (
    "\u0640\u0670"
    + "".join(map(chr, range(0x0610, 0x061B)))
    + "".join(map(chr, range(0x064B, 0x0660)))
    + "".join(map(chr, range(0x06D6, 0x06DD)))
    + "".join(map(chr, range(0x06DF, 0x06E9)))
    + "".join(map(chr, range(0x06EA, 0x06EE)))
    + "".join(map(chr, range(0x08D3, 0x08FF)))
)
_DROPPED = (
    _MARKS
    + "\u00ad\u061c\u180e\ufeff"
    + "".join(map(chr, range(0x200B, 0x2010)))
    + "".join(map(chr, range(0x202A, 0x202F)))
    + "".join(map(chr, range(0x2060, 0x2070)))
)
_UNIFIED = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك",
    "#": " ", "_": " ", "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\t": " ",
    **dict.fromkeys("«»“”„‟❝❞〝〞＂‹›", '"'), **dict.fromkeys("‘’‚‛", "'"),
    **{chr(base + i): str(i) for base in (0x660, 0x6F0) for i in range(10)},
}  # fmt: skip


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, str | None], re.Pattern[str]]:
    """The translation table, and a pattern of the characters that change the length."""
    # A letter that stays itself is looked up faster than one that is missing: a third of the time of folding.
    table: dict[int, str | None] = {code: chr(code) for code in range(0x700)}
    table |= dict.fromkeys(map(ord, _DROPPED))
    table |= {ord(c): folded for c, folded in _UNIFIED.items()}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            table[code] = plain.translate(table)
    uneven = [chr(code) for code, folded in table.items() if folded is None or len(folded) != 1]
    return table, re.compile("[" + re.escape("".join(uneven)) + "]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with its alignment to the text that it came from.

    `_folded` and `_original` hold, for each point where folding changed the length, the pair of
    offsets from which both run on in step.
    """

    text: str
    _folded: tuple[int, ...]
    _original: tuple[int, ...]
    _source: str

    def origin(self, offset: int) -> int:
        """The original offset of the character that stands at folded `offset`."""
        if offset >= len(self.text):
            return len(self._source)
        if not self._folded:
            return offset
        i = bisect_left(self._folded, offset + 1) - 1
        if i < 0:
            return offset
        base = self._original[i] + (offset - self._folded[i])
        # Inside a ligature that unfolded into several letters, all letters stand for the one.
        return min(base, self._original[i + 1] if i + 1 < len(self._original) else len(self._source))

    def span(self, start: int, end: int) -> Span:
        """The stretch of the original text that folded [start, end) stands for.

        Vowel marks on the last letter belong to it: «مؤكداً» comes back whole.
        """
        return Span(*self.bounds(start, end))

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of `span`, where no Span is asked for."""
        at = self.origin(start)
        if end <= start:
            return at, at
        stop = self.origin(end - 1) + 1
        while stop < len(self._source) and self._source[stop] in _MARKS:
            stop += 1
        return at, stop

    def part(self, start: int, end: int) -> Folded:
        """``fold(text[start:end])`` of the text that this is of, cut out of what is folded already."""
        begun, ended = self._forward(start), self._forward(end)
        first, last = bisect_left(self._original, start), bisect_right(self._original, end)
        return Folded(
            self.text[begun:ended],
            tuple([at - begun for at in self._folded[first:last]]),
            tuple([at - start for at in self._original[first:last]]),
            self._source[start:end],
        )

    def _forward(self, offset: int) -> int:
        """The folded offset of the first letter that stands at original `offset` or behind it."""
        i = bisect_left(self._original, offset)
        if i < len(self._original) and self._original[i] == offset:
            return self._folded[i]
        at = self._folded[i - 1] + offset - self._original[i - 1] if i else offset
        # Among dropped characters the letters behind them come next.
        return min(at, self._folded[i] if i < len(self._folded) else len(self.text))


def fold(text: str) -> Folded:
    """Fold `text` for matching: marks and tatweel dropped, letter shapes, digits and quotes unified.

    Length may change; the alignment of the result leads back. Linear in the length.
    """
    return _remembered(text) if _LONG <= len(text) <= _HUGE else _fold(text)


# Several stages fold the whole text of one report: the last one is kept, which saves 3 % of reading and
# storing. Names and phrases do not push it out; of huge texts none is held.
_LONG: Final = 200
_HUGE: Final = 1_000_000


@lru_cache(maxsize=2)
def _remembered(text: str) -> Folded:
    return _fold(text)


def _fold(text: str) -> Folded:
    table, uneven = _tables()
    parts: list[str] = []
    folded_at: list[int] = []
    original_at: list[int] = []
    done = size = 0
    for match in uneven.finditer(text):
        start, end = match.span()
        if start > done:
            piece = text[done:start].translate(table)
            parts.append(piece)
            size += len(piece)
        for at in range(start, end):
            letters = table[ord(text[at])]
            if letters:
                for letter in letters:
                    folded_at.append(size)
                    original_at.append(at)
                    parts.append(letter)
                    size += 1
        folded_at.append(size)
        original_at.append(end)
        done = end
    parts.append(text[done:].translate(table))
    return Folded("".join(parts), tuple(folded_at), tuple(original_at), text)


def fold_text(text: str) -> str:
    """``fold(text).text``, at a quarter of its cost for a word: where no way back is asked for."""
    return _remembered(text).text if _LONG <= len(text) <= _HUGE else text.translate(_tables()[0])


# --- reading ---

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PAGE_BYTES: Final = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a text from outside it; whatever is given here wins over what the page says.

    `published` is an ISO 8601 day or date-time, `captured` a date-time in UTC, `charset` and
    `content_type` as an HTTP header states them. ``title=""`` says that the text has no title.
    """

    publisher: str | None = None
    published: str | None = None
    byline: str | None = None
    url: str | None = None
    title: str | None = None
    external_id: str | None = None
    captured: str | None = None
    charset: str | None = None
    content_type: str | None = None


_NOTHING_KNOWN = Source()
_INVISIBLE = re.compile(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f]*")


def read_text(text: str, source: Source = _NOTHING_KNOWN) -> Report:
    """The report of a plain text, kept as it is but for a leading BOM and CRLF or CR line ends.

    A title given in `source` becomes the first line unless it stands there already; without one, the
    first line is the title where it looks like a heading. Never raises: a text may be empty.
    """
    text = _fixed(text)
    title: str | None
    if source.title is None:
        title = _heading(text)
    else:
        title = " ".join(source.title.split()) or None
        if title is not None and _first_line(text) != title:
            text = f"{title}\n{text}"
    day = None if source.published else stated_day(text)
    return _report(
        text, replace(source, title=title, published=source.published or day), "text" if day else None
    )


def read_bytes(data: bytes, source: Source = _NOTHING_KNOWN) -> Report:
    """The report of a file's or a page's bytes: PDF and HTML are told from text, the encoding found.

    Raises a `ReadError`: empty, binary, not text, no article, a PDF file that gives none, or larger than
    `MAX_BYTES` (pages: `MAX_PAGE_BYTES`).
    """
    if len(data) > MAX_BYTES:
        raise too_large_error(len(data), MAX_BYTES)
    if b"%PDF-" in data[:1024]:
        from musnad.pdf import is_pdf

        if is_pdf(data, source.content_type):
            return read_pdf(data, source)
    refuse_binary(data, source.content_type)
    text, _ = decode(data, source.charset)
    if _INVISIBLE.fullmatch(text):
        raise empty_error()
    if not looks_like_html(text, source.content_type):
        return read_text(text, source)
    if len(data) > MAX_PAGE_BYTES:
        raise too_large_error(len(data), MAX_PAGE_BYTES)
    return read_html(text, source)


def read_html(html: str, source: Source = _NOTHING_KNOWN) -> Report:
    """The report of a decoded page: title, newline, one paragraph a line. Raises `NoArticleError`."""
    if _INVISIBLE.fullmatch(html):
        raise empty_error()
    article = extract(html, source.url)
    if article is None:
        raise NoArticleError(
            "no article was found in this page: give the address of a single article, or paste its text"
        )
    title = source.title if source.title is not None else article.title
    title = " ".join(title.split()) if title else None
    url = article.canonical or source.url
    published, origin = source.published, None
    if published is None:
        published, origin = _page_date(article.published, article.date_lines, url)
    text = _fixed("\n".join((*([title] if title else []), *article.paragraphs)))
    if published is None and (published := stated_day(text)):
        origin = "text"
    known = replace(
        source,
        title=title,
        url=url,
        publisher=source.publisher or article.publisher,
        byline=source.byline or article.byline,
        published=published,
    )
    return _report(text, known, origin)


def read_pdf(data: bytes, source: Source = _NOTHING_KNOWN) -> Report:
    """The report of a PDF file: title, newline, one paragraph a line, in the order of reading.

    When the file says that it was made is taken for when it was captured, where that is not known, and never
    for the day of publication. Raises `musnad.pdf.PdfError`.
    """
    from musnad.pdf import extract as extract_pdf

    found = extract_pdf(data)
    title = source.title if source.title is not None else found.title
    title = " ".join(title.split()) if title else None
    text = _fixed("\n".join((*([title] if title else []), *found.paragraphs)))
    day = None if source.published else stated_day(text)
    known = replace(
        source,
        title=title,
        published=source.published or day,
        captured=source.captured or found.created,
    )
    return _report(text, known, "text" if day else None)


def _page_date(
    stated: str | None, lines: tuple[str, ...], url: str | None
) -> tuple[str | None, PublishedFrom | None]:
    if stated:
        return stated, "metadata"
    for line in lines:
        if day := stated_day(f"\n{line}", lone=True):
            return day, "metadata"
    if url and (day := url_day(url)):
        return day, "url"
    return None, None


def _report(text: str, known: Source, published_from: PublishedFrom | None) -> Report:
    if published_from is None and known.published:
        published_from = "option"
    url = canonical_url(known.url) if known.url else None
    published = known.published
    if published is None and url and (published := url_day(url)):
        published_from = "url"
    identity = report_id(
        known.publisher, known.external_id or url, known.title, published[:10] if published else None, text
    )
    return Report(
        id=identity,
        version=version_id(identity, text),
        text=text,
        title=known.title,
        language=language(text),
        publisher=known.publisher,
        published=published,
        published_from=published_from,
        byline=known.byline,
        url=url,
        external_id=known.external_id,
        captured=known.captured,
    )


def _fixed(text: str) -> str:
    """The text as it is hashed: a leading BOM goes, CRLF and CR become LF, nothing else changes."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


# --- title and date ---

# Of 1,500 reports of ../shared/corpus read as title and text, 0.999 of the titles are found; of the same
# without their title 0.02 show one, mostly sub-headings and captions.
_MAX_TITLE = 160
_FINAL_STOP = re.compile(r"(?<![.…])[.؛;،,:…]\s*$")
_BYLINE = re.compile(r"(?:\S+ ){1,3}?[-–—ـ:] ?(?:\S+ ?){1,3}|(?:\S+ ){0,2}\S+ ?\([^()]+\)")
_NOT_TITLE = re.compile(
    r"\(\s*[^()\n]{2,40}\)\s*[-–—:ـ]|\s--|--\s|^\s*[^\n:]{2,40}:\s*$|^\s*\S+@\S+\s*$|https?://"
)


def _first_line(text: str) -> str:
    start = re.compile(r"\s*").match(text)
    at = start.end() if start else 0
    end = text.find("\n", at)
    return text[at : end if end >= 0 else len(text)].strip()


def _heading(text: str) -> str | None:
    line = _first_line(text)
    if not 3 <= len(line) <= _MAX_TITLE or _FINAL_STOP.search(line) or _NOT_TITLE.search(line):
        return None
    if len(line) <= 40 and _BYLINE.fullmatch(line):
        return None
    at = text.find(line) + len(line)
    rest = text[at : at + 4000].strip()
    if len(rest) <= len(line) or stated_day(f"\n{line}", lone=True):
        return None
    return line


@lru_cache(maxsize=1)
def _dates() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
    """Patterns over folded text: a line that is nothing but a date, and a dateline that holds one."""
    data = tomllib.loads(files("musnad.lang").joinpath("ar", "furniture.toml").read_text("utf-8"))
    months = {fold_text(name): n for n, names in enumerate(data["months"], 1) for name in names}
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    words = {key: "|".join(re.escape(fold_text(w)) for w in data[key]) for key in ("weekdays", "published")}
    date = (
        rf"(?:(?P<d>\d{{1,2}}) (?P<m>{month})(?: ?[/-] ?(?:{month})| \((?:{month})\))?,? ?،? "
        rf"?(?P<y>(?:19|20)\d\d)"
        r"|(?P<y2>(?:19|20)\d\d)[-/](?P<m2>\d\d)[-/](?P<d2>\d\d)"
        r"|(?P<d3>1[3-9]|2\d|3[01])[-/.](?P<m3>0?[1-9]|1[0-2])[-/.](?P<y3>(?:19|20)\d\d))"
    )
    # Group names may stand but once in a pattern.
    date_again = re.sub(r"\?P<(\w+)>", r"?P<again_\1>", date)
    hijri = r"\d{1,2} [^\W\d]+(?: [^\W\d]+)? 1[34]\d\d ?ه[ـ.]?"
    weekday = rf"(?:(?:{words['weekdays']})[,،]? ?)?"
    clock = (
        r"(?: ?[-–|,،]? ?(?:الساعه )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?"
        r" ?(?:ص|م|صباحا|مساء|ت ?م|جرينتش|غرينتش|gmt|am|pm)?)?"
    )
    alone = (
        rf" *(?:(?:{words['published']}) ?(?:في|بتاريخ|يوم)? ?[:：]? ?)?{weekday}"
        rf"(?:{hijri} ?[-,،/]? ?(?:الموافق )?)?"
        rf"{date} ?م?\b{clock}(?: ?[-–|(] ?[^\n]{{0,40}})? *"
    )
    place = r" *[^\W\d]+(?:[ ,،-]{1,2}[^\W\d]+){0,4}?"
    dateline = (
        rf"(?:{place}[,، /-]{{0,3}})?(?:{weekday}{date}[,،]? ?\([^\n()\d]{{2,30}}\) ?[-–—:]"
        rf"|{weekday}{hijri} ?[-,،/]? ?الموافق {weekday}{date_again} ?م? [^\W\d][^\n\d]{{0,24}}$)"
    )
    return re.compile(alone, re.IGNORECASE), re.compile(dateline, re.MULTILINE | re.IGNORECASE), months


_YEAR = re.compile(r"(?<!\d)[12١٢][09٠٩]\d\d(?!\d)")


def stated_day(text: str, *, lone: bool = False) -> str | None:
    """The day (``YYYY-MM-DD``) that the opening lines state beyond doubt, else None.

    Counts only a line that is nothing but a full date (after the first line, unless `lone`), or a
    dateline with place, full date and agency. Nothing is completed from the present day.
    """
    head = "\n".join([line[:120] for line in text[:1200].split("\n") if lone or line.strip()][:4])
    if not _YEAR.search(head):
        return None
    if language(text) == "en" and (day := english_day(head.split("\n"), lone=lone)) is not None:
        return day
    alone, dateline, months = _dates()
    lines = fold_text(head).split("\n")
    days = set()
    for n, line in enumerate(lines):
        if not _YEAR.search(line):
            continue
        found = alone.fullmatch(line) if (n or lone) else None
        found = found or (None if lone else dateline.match(line))
        if found:
            days.add(_day(found, months))
    return days.pop() if len(days) == 1 else None


def _day(match: re.Match[str], months: dict[str, int]) -> str | None:
    found = {name.removeprefix("again_"): value for name, value in match.groupdict().items() if value}
    if "d" in found:
        year, month, day = int(found["y"]), months[found["m"].lower()], int(found["d"])
    elif "d2" in found:
        year, month, day = int(found["y2"]), int(found["m2"]), int(found["d2"])
    else:
        year, month, day = int(found["y3"]), int(found["m3"]), int(found["d3"])
    return iso_day(year, month, day)
