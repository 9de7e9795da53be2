"""The media that an English report names: in its dateline, byline and closing credits, and in a phrase.

Pure functions over the text; only the first four and the last three lines that are not blank are looked at,
each up to 200 characters. Names are in ``lang/en/media.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from musnad.media import Medium, media
from musnad.model import Span
from musnad.text import fold_text

_WINDOW, _REACH = 200, 4000
_LONGEST_NAME = 6
"""Words of a medium's name that are looked up."""

_DASH = r"[-–—−]{1,3}"
_ARTICLE = re.compile(r"the (?=\S)")
_WORD = re.compile(r"[^\W_][\w.&'/-]*")
_DATELINE = re.compile(
    r"[ \t]*(?P<place>[^\W\d_][^\n():?!]{0,60}?)?[ \t]*"
    rf"\([ \t]*(?P<names>[^()\n]{{2,50}}?)[ \t]*\)[ \t]*(?P<dash>{_DASH}|:)?"
)
_END_BRACKET = re.compile(rf"(?:[(\[]|{_DASH}|/)[ \t]*(?P<names>[^()\[\]\n/]{{2,50}}?)[ \t]*[)\]]?[. ]*$")
_SEPARATOR = re.compile(r"\s*(?:[,/|;&·•]|\band\b|\bvia\b|\s[-–—]\s)\s*")
_YEAR = re.compile(r"(?:\(c\)|©|copyright)?\s*(?:(?:19|20)\d\d)?\s*(?:by )?", re.IGNORECASE)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("musnad.lang").joinpath("en", f"{name}.toml").read_text("utf-8"))


class _Patterns(NamedTuple):
    writer: re.Pattern[str]
    credit: re.Pattern[str]
    behind: re.Pattern[str]
    beside: re.Pattern[str]
    nouns: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = _table("furniture")

    def words(key: str) -> str:
        longest = sorted(data[key], key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)

    return _Patterns(
        re.compile(rf"\s*(?:{words('writers')})\b\s*:?\s*", re.IGNORECASE),
        re.compile(rf"[\s*\-–—(\[]*(?:©|(?:{words('credits')})\b)\s*:?\s*", re.IGNORECASE),
        re.compile(rf"[\s.,]*(?:{words('contributed')})\b[\s.]*$", re.IGNORECASE),
        re.compile(rf"\s+(?:{words('beside')})\s+", re.IGNORECASE),
        frozenset(word for noun in data["media_nouns"] for word in noun.split()),
    )


def _key(name: str) -> str:
    """A name without case, article and full stops: «The A.P.» and «ap» are one."""
    plain = " ".join(fold_text(name).casefold().replace(".", "").strip(" \"'").split())
    return _ARTICLE.sub("", plain, count=1) if plain.startswith("the ") else plain


@lru_cache(maxsize=1)
def _by_form() -> dict[str, tuple[Medium, ...]]:
    """The media by each of their names, those of one name in the order of the list."""
    found: dict[str, dict[str, Medium]] = {}
    for medium in media("en"):
        for form in (medium.name, *medium.aliases):
            found.setdefault(_key(form), {}).setdefault(medium.ref, medium)
    return {key: tuple(of.values()) for key, of in found.items()}


def medium_named(name: str) -> Medium | None:
    """The medium of the word list that goes by `name`, with its article or without.

    A name that is also an ordinary word needs its article or a capital: «The Sun», «Time».
    """
    found = next(iter(_by_form().get(_key(name[:_WINDOW]), ())), None)
    plain = name.strip(" \"'“”‘’")
    return found if found is not None and (not found.common or not plain.islower()) else None


def medium_in(phrase: str) -> tuple[Medium, int, int] | None:
    """The medium that a noun phrase names beside a noun of media, or alone, and where its name stands.

    «German news magazine Der Spiegel», «the Xinhua news agency», «state-run TASS». The stretch leaves out
    the article.
    """
    words = [m.span() for m in _WORD.finditer(fold_text(phrase[:_WINDOW]))]
    if len(fold_text(phrase[:_WINDOW])) != len(phrase[:_WINDOW]):
        return None
    nouns = _patterns().nouns
    for first in range(min(len(words), _LONGEST_NAME + 2)):
        for last in range(min(len(words), first + _LONGEST_NAME), first, -1):
            start, end = words[first][0], words[last - 1][1]
            name = phrase[start:end]
            if not (name[0].isupper() or name.islower()) or (found := medium_named(name)) is None:
                continue
            before = [phrase[a:b].lower() for a, b in words[:first]]
            after = [phrase[a:b].lower() for a, b in words[last:]]
            beside = bool(before and before[-1] in nouns) or bool(after and after[0] in nouns)
            articled = before == ["the"] or name.lower().startswith("the ")
            alone = not after and (articled or (not before and not found.common))
            plain = not found.common and (not after or after[0] in nouns)
            if alone or beside or plain:
                cut = 4 if name.lower().startswith("the ") and not found.name.startswith("The ") else 0
                return found, start + cut, end
    return None


def medium_meant(phrase: str, *, credit: bool = False, publisher: str | None = None) -> Medium | None:
    """The medium that a phrase names (see `medium_in`); of several of one name that of the `publisher`.

    `credit`: the phrase stands where only media do.
    """
    if credit and medium_named(phrase) is not None:
        name = phrase[:_WINDOW]
    elif (named := medium_in(phrase)) is not None:
        name = phrase[named[1] : named[2]]
    else:
        return None
    alike = _by_form().get(_key(name), ())
    own = [m for m in alike if m.ref == publisher]
    return own[0] if own else alike[0] if len(alike) == 1 else None


def credited(text: str) -> tuple[tuple[Span, Medium | None], ...]:
    """The media that `text` credits as a whole: the first span of each, with its entry in the word list."""
    seen: set[str] = set()
    found: list[tuple[Span, Medium | None]] = []
    for span in _spans(text):
        medium = medium_named(span.of(text))
        if medium is not None and medium.name not in seen:
            seen.add(medium.name)
            found.append((span, medium))
    return tuple(found)


def named_in(byline: str) -> tuple[str, ...]:
    """The names of the media in a byline that stands outside the text: «Jo Hill, Reuters» gives «Reuters»."""
    line = " ".join(byline.split())[:_WINDOW]
    return tuple(line[start:end] for start, end in _names(line, 0, len(line), sure=True))


def _spans(text: str) -> Iterator[Span]:
    head, tail = _ends(text)
    for number, (start, line) in enumerate(head):
        for a, b in _opening(line, first=number == 0):
            yield Span(start + a, start + b)
    last = head[0][0] if head else -1
    for start, line in tail:
        if start > last:
            for a, b in _closing(line):
                yield Span(start + a, start + b)


def _ends(text: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The first four and the last three lines that show something, with offsets; of a long one its end."""
    head: list[tuple[int, str]] = []
    at = 0
    for line in text[:_REACH].split("\n"):
        if line.strip() and len(head) < 4:
            head.append((at, line[:_WINDOW]))
        at += len(line) + 1
    tail: list[tuple[int, str]] = []
    end = len(text)
    for line in reversed(text[max(0, end - _REACH) : end].split("\n")):
        if line.strip() and len(tail) < 3:
            start = max(end - len(line), end - _WINDOW)
            tail.append((start, line[-_WINDOW:]))
        end -= len(line) + 1
    return head, tail[::-1]


def _names(line: str, start: int, end: int, *, sure: bool) -> list[tuple[int, int]]:
    """The parts of line[start:end] that name media; `sure` leaves out ordinary words without an article."""
    cuts = [m.span() for m in _SEPARATOR.finditer(line, start, end)]
    cuts += [m.span() for m in _patterns().beside.finditer(line, start, end)]
    cuts.sort()
    found = []
    for left, right in zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True):
        part = line[left:right]
        stripped = part.strip(" \t.*\"'“”‘’()[]")
        medium = medium_named(stripped) if stripped else None
        if medium is None or medium.kind == "platform":
            continue
        article = stripped[:4].lower() == "the "
        if sure and medium.common and not article:
            continue
        at = left + part.index(stripped) + (4 if article and not medium.name.startswith("The ") else 0)
        found.append((at, left + part.index(stripped) + len(stripped)))
    return found


def _opening(line: str, *, first: bool) -> list[tuple[int, int]]:
    """The media of a dateline or byline."""
    if found := _DATELINE.match(line):
        names = _names(line, *found.span("names"), sure=False)
        place = found["place"] or ""
        # Without a dash only an agency's bare brackets, or a place in capitals, make a dateline.
        if names and len(place.split()) <= 7 and (found["dash"] or not place or place.isupper()):
            return names
    body = line.rstrip(" .:")
    if first or len(body) > 100 or len(body.split()) > 12:
        return []
    writer = _patterns().writer.match(line)
    names = _names(line, writer.end() if writer else 0, len(body), sure=True)
    if writer is not None or (names and _covered(body, names)):
        return names
    return []


def _covered(body: str, names: list[tuple[int, int]]) -> bool:
    """Whether a line is hardly more than the names in it: «AFP in Sirwan», «Reuters, Jo Hill»."""
    rest = body[: names[0][0]] + body[names[-1][1] :]
    return len(rest.split()) <= 4 and not any(w.islower() and len(w) > 4 for w in rest.split())


def _closing(line: str) -> list[tuple[int, int]]:
    """The media of a closing credit."""
    body = line.rstrip(" .")
    behind = _patterns().behind.search(line)
    lead = _patterns().credit.match(line)
    if len(body.split()) <= 16 and (behind is not None or lead is not None):
        start = lead.end() if lead is not None else 0
        if year := _YEAR.match(line, start):
            start = year.end()
        end = behind.start() if behind is not None else len(body)
        names = _names(line, min(start, end), end, sure=False)
        if names:
            return names
    if found := _END_BRACKET.search(line):
        names = _names(line, *found.span("names"), sure=False)
        opened = line[: found.start()].rstrip()
        whole = names and names[-1][1] >= found.end("names") - 1
        if whole and (not opened or opened[-1] in ".!?\"”'’"):
            return names
    if len(body.split()) <= 5:
        names = _names(line, 0, len(body), sure=True)
        return names if names and _covered(body, names) else []
    return []
