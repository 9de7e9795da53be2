"""What a byline says of whence a text comes: media, writers of the paper's own, «خاص».

A byline stands apart from the text («جدة - فلان الفلاني»). Parts of it are a place, a writer, a medium, a
desk; only what is surely a person's name, or stands like one beside a place, counts as a writer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from musnad import furniture_english
from musnad.furniture import named_in
from musnad.lang.gazetteer import gazetteer
from musnad.lang.origin_words import words
from musnad.lang.people import people
from musnad.media import medium_named
from musnad.names import WORD, name_key
from musnad.profiles import given_share
from musnad.text import fold
from musnad.words import frequency

_LONGEST = 200
_MOSTLY_GIVEN = 0.3
_PARTS = re.compile(r"[^\w\s.'\u0640\u064b-\u0652]|\s+من\s+|\s[\u0640_]+\s")
_FROM = re.compile(r"\s+من\s+")
_TANWIN = re.compile(r"[\u0640\u064b-\u0652]")
_ENGLISH_WRITER = re.compile(r"^\s*(?:by|exclusive by)\s+(?=[A-Z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline tells: names of media as printed, names of writers, whether it says «خاص», and itself."""

    media: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    special: bool = False
    line: str = ""


def read_byline(byline: str | None, language: str | None = None) -> Byline:
    """The parts of a byline; of one in English only that it names a writer. Never raises."""
    if not byline or not byline.strip():
        return Byline()
    line = byline[:_LONGEST]
    if language == "en":
        media = furniture_english.named_in(line)
        before = None if media else _ENGLISH_WRITER.match(line)
        return Byline(media, () if before is None else (line[before.end() :].strip(),), line=line)
    media = named_in(line)
    parts = [(part, WORD.findall(fold(part).text)) for part in _PARTS.split(_TANWIN.sub("", line))]
    parts = [(part, found) for part, found in parts if found]
    special = any(found[0] in words().special for _, found in parts)
    parts = [(part, found) for part, found in parts if found[0] not in words().special]
    writers = [part.strip() for part, found in parts if _writer(found, part)]
    # «فلان من لندن» is how the writers of foreign papers stand beneath their texts in Arabic ones.
    if not writers and not _FROM.search(line) and any(_place(found) for _, found in parts):
        writers = [part.strip() for part, found in parts if _beside_a_place(found, part)]
    return Byline(media, tuple(writers), special, line)


def printed_byline(text: str) -> Byline:
    """The byline that an Arabic text itself prints behind its title: a line of names, places and media alone,
    as «فلانة الفلانية - مرسى»; an empty one where there is none.
    """
    lines = [line for line in text[:_HEAD].split("\n")[:_LINES] if line.strip()]
    for line in lines[1:]:
        parts = [part.strip() for part in _PARTS.split(_TANWIN.sub("", line)) if part.strip()]
        if len(line) <= _SHORT_LINE and all(map(_stands_in_a_byline, parts)):
            found = read_byline(line)
            if found.special or 0 < len(found.writers) < len(parts):
                return found
    return Byline()


_HEAD: Final = 1000
_LINES: Final = 4
_SHORT_LINE: Final = 60


def _stands_in_a_byline(part: str) -> bool:
    found = WORD.findall(fold(part).text)
    return (
        not found
        or found[0] in words().special
        or _writer(found, part)
        or medium_named(part) is not None
        or _place(found)
    )


def _place(found: list[str]) -> bool:
    """Whether a part of a byline, given by its folded words, is a place."""
    name = " ".join(found)
    return name in gazetteer() or name.removeprefix("ال") in gazetteer()


def _beside_a_place(found: list[str], part: str) -> bool:
    """Whether a part that stands beside a place is a writer's name, though no list knows it as one: two to
    four words, of which the first is rare in the press and none tells of a medium, a body or a desk.
    """
    while found and (found[0] in words().titles or found[0] in words().before_writers):
        found = found[1:]
    classes = people("ar").classes
    return (
        2 <= len(found) <= _LONGEST_NAME
        and not _place(found)
        and " ".join(found) not in words().no_writers
        and all(word.isalpha() and not word.isascii() for word in found)
        and not found[0].startswith("ال")
        and (words().no_names | words().editions | classes.bodies | classes.media).isdisjoint(found)
        and frequency(found[0]) <= _RARE
        and medium_named(part) is None
        and not any(medium_named(word) for word in found)
    )


_LONGEST_NAME: Final = 4
_RARE: Final = 160
"""How often the list of words of the press has the first word of a name at most. Of the bylines of 8,176
reports 82 name a writer by this and by nothing else; each of them was looked at."""


def _writer(found: list[str], part: str) -> bool:
    """Whether a part of a byline, given by its folded words, is a person's name: by its title, its given name
    or, where that is also a word, by the family behind it: «... الأحمري».
    """
    found = [word for one in found for word in one.split(".") if word]
    titled = bool(found) and found[0] in words().titles
    while found and (found[0].replace(".", "") in words().titles or found[0] in words().before_writers):
        found = found[1:]
    name = " ".join(found)
    key = name_key(tuple(found))
    if not 2 <= len(key) <= 7 or len(found) < 2 or name in words().no_writers:
        return False
    if medium_named(part) is not None or _place(found):
        return False
    if titled or given_share(found[0]) >= _MOSTLY_GIVEN or key[0] == "عبد":
        return True
    family = found[-1].startswith("ال") and found[-1].endswith("ي") and not found[0].startswith("ال")
    classes = people("ar").classes
    return family and found[0] not in words().no_names | classes.bodies | classes.media
