"""A page to its article: main text, title, date, publisher, byline, canonical address.

Main text by trafilatura (docs/decisions/0002-html-extraction.md); JSON-LD (schema.org Article and its
kinds) and meta elements for the rest.
"""

from __future__ import annotations

import logging
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from musnad.address import canonical_url, iso_date
from musnad.linked import attribute, body_of, clean, collapsed, linked_data, name_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Article:
    """What a page states. `published` is ISO 8601 with its zone as given; `date_lines` are visible texts
    beside the title that may be a date; `paragraphs` hold no line breaks."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    published: str | None = None
    date_lines: tuple[str, ...] = ()
    publisher: str | None = None
    byline: str | None = None
    canonical: str | None = None


def extract(html: str, url: str | None = None) -> Article | None:
    """The article of a page, or None where there is none. `url` resolves a relative canonical link."""
    tree = _parse(html)
    if tree is None:
        return None
    linked = linked_data(tree)
    meta = _meta(tree)
    printed = _printed(tree)
    publisher = (
        name_of(linked.get("publisher"))
        or clean(meta.get("og:site_name"))
        or clean(meta.get("application-name"))
    )
    title = _title(tree, linked, meta, printed)
    canonical = _canonical(tree, meta, url)
    published = _published(tree, linked, meta)
    dates = _date_lines(tree)
    byline = _byline(tree, linked, meta, publisher)
    body = body_of(linked.get("articleBody"))
    paragraphs = _without_furniture(_parted(_paragraphs(tree), printed), (title, *dates))
    if _size(body) > 1.5 * _size(paragraphs) or (body and not _shared(body, paragraphs)):
        paragraphs = _without_furniture(body, (title,))
    if not _is_article(paragraphs) or (not linked and _is_list(paragraphs, printed)):
        return None
    return Article(tuple(paragraphs), title, published, dates, publisher, byline, canonical)


# --- the tree ---


# What XML 1.0 does not hold (2.2 Char): lxml reads it from a page, but refuses to write it back.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _parse(html: str) -> HtmlElement | None:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # A str with an XML encoding declaration is refused by lxml, and a NUL ends the document.
    data = _UNFIT.sub("", html).encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _text_of(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The content of each meta element under its name, property or itemprop, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = attribute(element, "content").strip()
        for key in ("property", "name", "itemprop"):
            if content and (name := attribute(element, key).strip().lower()):
                found.setdefault(name, content)
    return found


# --- title, date, byline, address ---


def _title(
    tree: HtmlElement, linked: dict[str, object], meta: dict[str, str], printed: list[_Line]
) -> str | None:
    """The headline without the site's name: as the page prints it, where it does."""
    heads = [t for t in (clean(_text_of(h)) for h in tree.iter("h1")) if t]
    stated = clean(linked.get("headline")) or clean(meta.get("og:title")) or clean(meta.get("twitter:title"))
    whole = next((t for t in (clean(_text_of(e)) for e in tree.iter("title")) if t), None)
    title = stated or (heads[0] if len(heads) == 1 else None) or whole or (heads[0] if heads else None)
    if title is None:
        return None
    inside = [h for h in heads if len(h) >= 10 and h in title]
    if not inside and title == whole:
        inside = [
            line.text for line in printed if len(line.text) >= 15 and line.links < 0.5 and line.text in title
        ]
    if inside:
        return max(inside, key=len)
    for site in filter(None, (name_of(linked.get("publisher")), clean(meta.get("og:site_name")))):
        title = re.sub(rf"\s*[|\-–—:»«]+\s*{re.escape(site)}\s*$", "", title) or title
    if title == whole and len(cut := re.split(r"\s+[|–—»]\s+|\s+-\s+", title)[0]) >= 15:
        return cut
    return title


_DATE_META = (
    "article:published_time", "og:published_time", "article:published", "datepublished", "date.published",
    "publishdate", "publish_date", "published_time", "pubdate", "publication_date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created",
    "og:article:published_time", "rnews:datepublished", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip


def _published(tree: HtmlElement, linked: dict[str, object], meta: dict[str, str]) -> str | None:
    candidates: list[object] = [
        linked.get("datePublished"),
        linked.get("dateCreated"),
        *(meta.get(k) for k in _DATE_META),
    ]
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        candidates += [element.get("datetime"), element.get("content"), _text_of(element)]
    for element in tree.xpath("//time[@pubdate or ancestor::article or ancestor::main]"):
        if not _aside(element):
            candidates.append(element.get("datetime"))
    return next((date for date in map(iso_date, candidates) if date), None)


_DATE_CLASS = re.compile(r"date|time|publish|posted|meta|info|تاريخ", re.IGNORECASE)
_ASIDE_CLASS = re.compile(
    r"today|current|now\b|header|footer|related|sidebar|widget|comment|ticker|most|latest|breadcrumb|share|popular|update",
    re.IGNORECASE,
)


def _aside(element: HtmlElement) -> bool:
    for node in (element, *element.iterancestors()):
        if node.tag in ("nav", "aside", "footer", "form"):
            return True
        if node.tag not in ("body", "html") and _ASIDE_CLASS.search(
            f"{attribute(node, 'class')} {attribute(node, 'id')}"
        ):
            return True
    return False


def _date_lines(tree: HtmlElement) -> tuple[str, ...]:
    """Short visible texts near the heading, or in the article, marked as a date."""
    heads = list(tree.iter("h1"))
    near = heads[0] if len(heads) == 1 else None
    for _ in range(3):
        parent = near.getparent() if near is not None else None
        if parent is None or parent.tag in ("body", "html"):
            break
        near = parent
    roots = [e for e in (near, *tree.iter("article")) if e is not None][:3]
    lines: list[str] = []
    for root in roots:
        for element in root.iter("time", "span", "div", "p", "small", "li", "td", "font", "i"):
            marked = element.tag == "time" or _DATE_CLASS.search(
                f"{attribute(element, 'class')} {attribute(element, 'id')}"
            )
            if marked and len(element) < 6 and not _aside(element):
                text = _text_of(element)
                if 8 <= len(text) <= 90 and text not in lines:
                    lines.append(text)
    return tuple(lines[:8])


def _byline(
    tree: HtmlElement, linked: dict[str, object], meta: dict[str, str], publisher: str | None
) -> str | None:
    stated = name_of(linked.get("author")) or clean(meta.get("author")) or clean(meta.get("article:author"))
    if stated and not stated.startswith(("http", "www.")) and stated != publisher:
        return stated
    marked = (
        "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author')]"
    )
    for element in tree.xpath(marked):
        if not _aside(element) and (text := clean(_text_of(element), 80)):
            return text
    return None


def _canonical(tree: HtmlElement, meta: dict[str, str], url: str | None) -> str | None:
    links = [e.get("href") for e in tree.iter("link") if "canonical" in attribute(e, "rel").lower().split()]
    for link in (*links, meta.get("og:url")):
        if not isinstance(link, str) or not link.strip():
            continue
        try:
            address = urljoin(url or "", link.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        # A canonical link to the front page is a mistake of the site: it would make all its reports one.
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
            return canonical_url(address)
    return None


# --- main text ---

_BLOCKS = frozenset(("p", "head", "item", "quote", "cell", "code", "fw", "ab"))


@lru_cache(maxsize=1)
def _stand_ins() -> tuple[dict[int, str], dict[int, str], re.Pattern[str]]:
    """Printable stand-ins for the characters that trafilatura drops or changes, and the way back.

    It drops all format characters (Cf: bidi marks, zero-width joiners, soft hyphens), turns every Unicode
    space to a plain one and applies NFC, which reorders shadda with a vowel. Cuneiform letters pass
    unharmed and are not met in the press.
    """
    fragile = [
        chr(c)
        for c in (*range(0x80, 0x2100), *range(0x3000, 0x3001), *range(0xFB00, 0x10000))
        if unicodedata.category(chr(c)) in ("Cf", "Zs", "Mn", "Zl", "Zp")
        or not unicodedata.is_normalized("NFC", chr(c))
    ]
    away = {ord(c): chr(0x12000 + i) for i, c in enumerate(fragile)}
    back = {ord(stand_in): chr(c) for c, stand_in in away.items()}
    return away, back, re.compile("[" + re.escape("".join(fragile)) + "]")


@lru_cache(maxsize=1)
def _extractor() -> Callable[..., object]:
    """Trafilatura's, imported when first needed; what it logs of a page stays off stderr."""
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return bare_extraction


def _paragraphs(tree: HtmlElement) -> list[str]:
    """The paragraphs of the main text as trafilatura finds it, character for character as on the page."""
    away, back, fragile = _stand_ins()
    for element in tree.iter():
        if element.tag == "script":
            # Trafilatura would take an articleBody in there over the page, on one line and cleaned.
            element.text = None
        if not isinstance(element.tag, str) or element.tag == "style":
            continue
        if element.text and not element.text.isspace() and fragile.search(element.text):
            element.text = _UNFIT.sub("", element.text).translate(away)
        if element.tail and not element.tail.isspace() and fragile.search(element.tail):
            element.tail = _UNFIT.sub("", element.tail).translate(away)
    found = _extractor()(tree, favor_recall=True, include_comments=False, include_tables=True)
    body = getattr(found, "body", None)
    if body is None:
        return []
    lines: list[str] = []
    _collect(body, lines)
    return [line for line in (collapsed(line.translate(back)) for line in lines) if line]


def _collect(body: HtmlElement, lines: list[str]) -> None:
    """The text of `body`, a line for each block and for each line break, in reading order."""
    parts: list[str] = []

    def close() -> None:
        if parts:
            lines.append("".join(parts))
            parts.clear()

    # Walked with an explicit stack: pages nest deeper than Python recurses.
    stack: list[tuple[HtmlElement, bool]] = [(body, False)]
    while stack:
        element, leaving = stack.pop()
        block = element.tag in _BLOCKS
        if leaving:
            if block:
                close()
            if element is not body and element.tail:
                parts.append(element.tail.replace("\n", " "))
            continue
        if block or element.tag == "lb":
            close()
        if element.text and element.tag != "lb":
            parts.append(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    close()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as the page shows it; `links` is the share of its characters that stand in links."""

    text: str
    links: float


_HIDDEN = frozenset(("script", "style", "noscript", "template", "head", "svg", "button", "select", "option"))
_PARTING = frozenset(
    ("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
     "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
     "table", "tbody", "td", "th", "thead", "tr", "ul")
)  # fmt: skip


def _printed(tree: HtmlElement) -> list[_Line]:
    """The lines of the page, parted at block elements and line breaks."""
    lines: list[_Line] = []
    parts: list[tuple[str, bool]] = []
    links = 0

    def close() -> None:
        text = collapsed("".join(part for part, _ in parts))
        if text:
            linked = sum(len(part.strip()) for part, in_link in parts if in_link)
            lines.append(_Line(text, linked / len(text)))
        parts.clear()

    stack: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while stack:
        element, leaving = stack.pop()
        known = isinstance(element.tag, str) and element.tag not in _HIDDEN
        if known and element.tag in _PARTING:
            close()
        if not leaving and known:
            links += element.tag == "a"
            if element.text:
                parts.append((element.text, links > 0))
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        if known:
            links -= element.tag == "a"
        if element.tail and element is not tree:
            parts.append((element.tail, links > 0))
    close()
    return lines


def _parted(paragraphs: list[str], printed: list[_Line]) -> list[str]:
    """`paragraphs`, those that trafilatura made of several lines of the page parted again.

    Its last resort is the whole page as one run, and after <br> it glues the next block on. Of a parted
    run the lines that are mostly links are left out.
    """
    by_start: dict[str, list[_Line]] = {}
    for line in sorted({line.text: line for line in printed}.values(), key=lambda line: -len(line.text)):
        by_start.setdefault(line.text[:4].rstrip(), []).append(line)
    whole = {line.text for line in printed}
    parted: list[str] = []
    for paragraph in paragraphs:
        if paragraph in whole:
            parted.append(paragraph)
            continue
        rest, pieces = paragraph, []
        while rest:
            keys = {rest[:n].rstrip() for n in range(1, 5)}
            fits = [line for key in keys for line in by_start.get(key, ()) if rest.startswith(line.text)]
            if not fits:
                break
            line = max(fits, key=lambda line: len(line.text))
            pieces.append(line)
            rest = rest[len(line.text) :].lstrip()
        if len(pieces) + bool(rest) < 2:
            parted.append(paragraph)
            continue
        parted += [line.text for line in pieces if line.links < 0.5]
        parted += [rest] if rest else []
    return parted


def _is_list(paragraphs: list[str], printed: list[_Line]) -> bool:
    """Whether this is a page of teasers: most paragraphs follow a line that is a link."""
    before = {line.text: previous.links for previous, line in pairwise(printed)}
    return len(paragraphs) >= 3 and sum(before.get(p, 0.0) > 0.8 for p in paragraphs) * 2 > len(paragraphs)


@lru_cache(maxsize=1)
def _boilerplate() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(files("musnad.lang").joinpath("ar", "furniture.toml").read_text("utf-8"))
    whole = "|".join(map(re.escape, data["page_lines"]))
    opening = "|".join(map(re.escape, data["page_openings"]))
    return re.compile(rf"[\W_]*(?:{whole})[\W_]*\d*[\W_]*", re.IGNORECASE), re.compile(
        rf"[\W_]*(?:{opening})\b", re.IGNORECASE
    )


def _without_furniture(paragraphs: list[str], stated: tuple[str | None, ...]) -> list[str]:
    """Paragraphs without what is `stated` elsewhere, share buttons, «اقرأ أيضاً» links and the like."""
    whole, opening = _boilerplate()
    kept: list[str] = []
    for n, line in enumerate(paragraphs):
        if n < 4 and any(other and _same(line, other) for other in stated):
            continue
        if len(line) <= 60 and whole.fullmatch(line):
            continue
        if len(line) <= 200 and opening.match(line):
            continue
        kept.append(line)
    return kept


def _same(left: str, right: str) -> bool:
    return re.sub(r"\W+", "", left) == re.sub(r"\W+", "", right)


def _size(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))


def _shared(body: list[str], paragraphs: list[str]) -> bool:
    """Whether at least half of `body` stands in `paragraphs` too, by its eight-letter pieces."""
    letters = re.sub(r"\W+", "", "".join(body))
    pieces = {letters[i : i + 8] for i in range(0, max(1, len(letters) - 8), 8)}
    whole = re.sub(r"\W+", "", "".join(paragraphs))
    return sum(piece in whole for piece in pieces) * 2 >= len(pieces)


def _is_article(paragraphs: list[str]) -> bool:
    """Whether there is running text: one paragraph of a dozen words, or a few that end as sentences do."""
    words = [len(line.split()) for line in paragraphs]
    return max(words, default=0) >= 12 or (
        sum(words) >= 20 and any(re.search(r"[.؟!»\"”]\s*$", line) for line in paragraphs)
    )
