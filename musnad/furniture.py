"""What surrounds the text of a report: datelines, bylines and closing credits, with the media they name.

Pure functions over the text; only the first four and the last three lines that are not blank are looked
at, each up to 200 characters. Names are those of ``media.py``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from musnad.media import Medium, medium_named, nouns
from musnad.model import Span
from musnad.text import Folded, fold, fold_text

FurnitureKind = Literal["dateline", "byline", "credit"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch that is no running text; `names` are the media credited in it, without marks."""

    kind: FurnitureKind
    span: Span
    names: tuple[Span, ...] = ()


def furniture(text: str, folded: Folded | None = None) -> tuple[Furniture, ...]:
    """The datelines, bylines and closing credits of `text`, in order. Never raises.

    Constant time where `folded` is given.
    """
    folded = fold(text) if folded is None else folded
    head, tail = _ends(folded.text)
    found: list[Furniture] = []
    close = tail[-1][0] if tail else len(text)
    for n, (start, line) in enumerate(head):
        piece = _opening(line, first=n == 0)
        if piece is not None and piece.kind == "byline" and n > 0 and start >= close:
            continue
        if piece is not None:
            found.append(_lifted(folded, start, piece))
    last_opened = found[-1].span.end if found else -1
    for start, line in tail:
        piece = _closing(line)
        if piece is not None:
            lifted = _lifted(folded, start, piece)
            if lifted.span.start >= last_opened:
                found.append(lifted)
    return tuple(found)


def credited(text: str, folded: Folded | None = None) -> tuple[tuple[Span, Medium | None], ...]:
    """The media that `text` credits as a whole: the first span of each, with its entry in the word list."""
    seen: set[str] = set()
    found: list[tuple[Span, Medium | None]] = []
    for piece in furniture(text, folded):
        for span in piece.names:
            medium = medium_named(span.of(text))
            key = medium.name if medium else fold_text(span.of(text))
            if key not in seen:
                seen.add(key)
                found.append((span, medium))
    return tuple(found)


def named_in(byline: str) -> tuple[str, ...]:
    """The names of the media in a byline that stands outside the text: «الرياض - واس» gives «واس»."""
    line = " ".join(byline.split())
    piece = _byline(fold_text(line)[:_WINDOW], first=False)
    return () if piece is None else tuple(fold(line).span(*name).of(line) for name in piece.names)


def own_link(folded: Folded) -> Span | None:
    """What links to the report itself within its last three lines, lines one behind the other as one stretch,
    mostly with its title: «رابط الخبر بصحيفة مرسى: ...»; None where nothing does. Constant time.
    """
    text = folded.text
    end = len(text.rstrip())
    first, last = -1, end
    for _ in range(_LAST):
        start = max(text.rfind("\n", max(0, end - _REACH), end) + 1, end - _REACH)
        found = _patterns().link.search(text, start, end)
        if found is not None:
            first, last = found.start("link"), last if first >= 0 else end
        elif first >= 0:
            break
        if start <= 0 or text[start - 1] != "\n":
            break
        end = max(0, start - _REACH) + len(text[max(0, start - _REACH) : start].rstrip())
    return folded.span(first, last) if first >= 0 else None


_LAST = 3


# --- lines ---

_Line = tuple[int, str]
_WINDOW, _REACH = 200, 4000


def _ends(text: str) -> tuple[list[_Line], list[_Line]]:
    """The first four and the last three lines that count, at folded offsets; of a long last line its end."""
    head: list[_Line] = []
    at = 0
    for line in text[:_REACH].split("\n"):
        if line.strip() and len(head) < 4:
            head.append((at, line[:_WINDOW]))
        at += len(line) + 1
    tail: list[_Line] = []
    end = len(text.rstrip())
    for line in reversed(text[max(0, end - _REACH) : end].split("\n")):
        start = max(end - len(line), end - _WINDOW)
        if line.strip() and len(tail) < 3 and not _patterns().after_end.match(line[-_WINDOW:]):
            tail.append((start, line[-_WINDOW:]))
        end -= len(line) + 1
    # The first line is a heading, unless it is all there is.
    if len(head) > 1:
        tail = [line for line in tail if line[0] >= head[1][0]]
    return head, tail[::-1]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Furniture in one line: offsets in the line."""

    kind: FurnitureKind
    start: int
    end: int
    names: tuple[tuple[int, int], ...] = ()


def _lifted(folded: Folded, offset: int, piece: _Piece) -> Furniture:
    return Furniture(
        piece.kind,
        folded.span(offset + piece.start, offset + piece.end),
        tuple(folded.span(offset + start, offset + end) for start, end in piece.names),
    )


@dataclass(frozen=True, slots=True)
class _Patterns:
    bracketed: re.Pattern[str]
    run_in: re.Pattern[str]
    stamped: re.Pattern[str]
    writer: re.Pattern[str]
    credit: re.Pattern[str]
    end_bracket: re.Pattern[str]
    end_slash: re.Pattern[str]
    relay: re.Pattern[str]
    after_end: re.Pattern[str]
    link: re.Pattern[str]


_DASH = r"[-–—−]{1,3}"
_PART = r"\"?[^\W\d_][^\n:()\[\].؟!–—−-]{0,38}?"


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = tomllib.loads(files("musnad.lang").joinpath("ar", "furniture.toml").read_text("utf-8"))

    def words(key: str) -> str:
        return "|".join(
            re.escape(w) for w in sorted((fold_text(w) for w in data[key]), key=len, reverse=True)
        )

    return _Patterns(
        # «دبي، الإمارات (CNN)--»، «(رويترز) -»
        bracketed=re.compile(
            rf" *(?P<place>[^\n():.؟!]{{0,60}}?) ?\( ?(?P<names>[^()\n]{{2,50}}) ?\) ?(?:{_DASH}|:)"
        ),
        # «الرياض - واس:»، «واس- عمّان: »، «سبق، واس - الباحة:»; of a tatweel as dash two spaces are left
        run_in=re.compile(
            rf" *(?P<names>{_PART}(?: ?(?:{_DASH}|/) ?{_PART}|  {_PART}){{1,2}}) ?(?::| {_DASH} |--)"
        ),
        # «وادي الورد 3 صفر 1447 هـ الموافق 28 يوليو 2025 م واس»
        stamped=re.compile(
            r"[^\n]{0,30}?\d{1,2} [^\n]{3,25}?1[34]\d\d ?ه[^\n]{0,14}?\d{1,2} [^\n]{3,25}?(?:19|20)\d\d "
            r"?م? (?P<names>[^\W\d_][^\n\d]{1,25})$"
        ),
        writer=re.compile(rf' *"?(?:{words("writers")})"? ?(?:{_DASH}|[:/]|  )'),
        credit=re.compile(rf"[ *\-–—(\[]*(?P<lead>(?:{words('credits')})(?: ?[:：] ?| |(?=\"))) *"),
        end_bracket=re.compile(r'(?:^|[.!؟"»…] ?)(?P<all>\( ?(?P<names>[^()\n]{2,60}) ?\))[. ]*$'),
        end_slash=re.compile(r"(?P<all>/ ?(?P<names>[^/\n]{2,40}?) ?/?)[. ]*$"),
        relay=re.compile(rf"(?:^| )[ولب]?(?:ال|ل)?(?:{words('media_nouns')})\b"),
        after_end=re.compile(
            rf"[\W_]*(?:{words('after_end')})\b[^\n]{{0,120}}$|[\W_]*\d\d?:\d\d ?(?:ت "
            rf"?م|جمت|gmt)?[\W_]*$|[\W_]*$"
        ),
        # Behind a sentence in one line with it only where nothing but a title follows.
        link=re.compile(
            rf"(?:(?:^|(?<=\n))[^\w\n]*|[.!؟…»)] *(?=[^\n.!؟]{{0,200}}$))(?P<link>(?:{words('links')})\b)"
        ),
    )


# --- names ---

_SEPARATOR = re.compile(r" ?(?:[-–—−]{1,3}|[:،,;؛/|+&()\[\]]|  | من (?=[^\W\d_])| و(?=\"|رويترز|وكالات)) ?")
_QUOTED = re.compile(r' *"(?P<name>[^"\n]{2,30})" *$')


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    medium: Medium | None
    quoted: bool

    @property
    def sure(self) -> bool:
        """Whether it names a medium that reports, and cannot be a place or an ordinary word."""
        medium = self.medium
        return medium is not None and medium.kind != "platform" and (self.quoted or not medium.common)


def _parts(line: str, start: int, end: int) -> list[_Part]:
    """The parts of line[start:end] between separators, without marks, each with the medium it names."""
    cuts = [(m.start(), m.end()) for m in _SEPARATOR.finditer(line, start, end)]
    starts, ends = [start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end]
    parts = []
    for left, right in zip(starts, ends, strict=True):
        text = line[left:right]
        noun = nouns().strip.match(text.lstrip())
        lead = len(text) - len(text.lstrip()) + (noun.end() if noun and medium_named(text) else 0)
        quoted = _QUOTED.match(text, lead)
        stripped = text[lead:].strip(" .*\"'")
        if not stripped:
            continue
        if noun and lead and not quoted:
            stripped, lead = text.strip(" .*\"'"), 0
        at = left + text.index(stripped, lead)
        stop = at + len(stripped)
        # «أ. ف. ب.»: the last point was stripped with the full stop, which does no harm.
        parts.append(_Part(at, stop, medium_named(stripped), bool(quoted) or bool(noun)))
    return parts


def _names(parts: list[_Part]) -> tuple[tuple[int, int], ...]:
    return tuple((p.start, p.end) for p in parts if p.sure)


def _bare(line: str, parts: list[_Part], words: int = 4) -> bool:
    """Whether the parts are names: short, and none like «قالت وكالة كذا», a noun of media after a verb."""
    for part in parts:
        if len(line[part.start : part.end].split()) > words:
            return False
        relay = _patterns().relay.search(line, part.start, part.end)
        if relay and relay.start() > part.start:
            return False
    return True


# --- the first lines ---


def _opening(line: str, *, first: bool) -> _Piece | None:
    patterns = _patterns()
    if "(" in line and (found := patterns.bracketed.match(line)):
        parts = _parts(line, *found.span("names"))
        # «قالت وكالة كذا (واس):» is a relay, not a place.
        place = found["place"].split()
        if any(p.sure for p in parts) and len(place) <= 7 and not patterns.relay.search(found["place"]):
            return _Piece("dateline", 0, found.end(), _names(parts))
    if found := patterns.stamped.match(line):
        parts = _parts(line, *found.span("names"))
        if len(parts) == 1 and parts[0].medium:
            return _Piece("dateline", 0, found.end(), ((parts[0].start, parts[0].end),))
    if not first and (found := patterns.run_in.match(line)):
        parts = _parts(line, *found.span("names"))
        if any(p.sure for p in parts) and 2 <= len(parts) <= 4 and _bare(line, parts):
            return _Piece("dateline", 0, found.end(), _names(parts))
    return _byline(line, first=first)


def _byline(line: str, *, first: bool) -> _Piece | None:
    """A whole line of a place, writers and media: «باريس - رويترز»، «لندن: "الشرق الأوسط"»، «كتب - فلان»."""
    body = line.rstrip(" .:")
    if len(body) > 80:
        return None
    parts = _parts(line, 0, len(body))
    if not 1 <= len(parts) <= 5 or not _bare(line, parts):
        return None
    start = len(line) - len(line.lstrip())
    if any(p.sure for p in parts):
        # A lone name as the first line is a heading rather than a credit.
        return (
            None
            if first and (len(parts) == 1 or ":" in body)
            else _Piece("byline", start, len(body), _names(parts))
        )
    if _patterns().writer.match(line) and len(body.split()) <= 7 and not (first and ":" in body):
        return _Piece("byline", start, len(body))
    return None


# --- the last lines ---


def _closing(line: str) -> _Piece | None:
    patterns = _patterns()
    body = line.rstrip(" .")
    start = len(line) - len(line.lstrip())
    if len(body) <= 80:
        lead = patterns.credit.match(line)
        parts = _parts(line, lead.end() if lead else 0, len(body))
        known = [p for p in parts if p.medium]
        if known and len(parts) <= 6 and _bare(line, parts) and (lead or ":" not in body):
            bracketed = body.lstrip(" *").startswith("(") and body.endswith(")")
            # In brackets or after «المصدر:» everything is a name; else only what is one beyond doubt.
            if (bracketed and any(p.sure for p in known)) or (lead and ":" in lead["lead"]):
                return _Piece("credit", start, len(body), tuple((p.start, p.end) for p in parts))
            if any(p.sure for p in known):
                return _Piece("credit", start, len(body), _names(parts))
    for mark, pattern in (("(", patterns.end_bracket), ("/", patterns.end_slash)):
        if mark in line and (found := pattern.search(line)):
            parts = _parts(line, *found.span("names"))
            if parts and all(p.medium for p in parts) and any(p.sure for p in parts):
                return _Piece("credit", *found.span("all"), tuple((p.start, p.end) for p in parts))
    return None
