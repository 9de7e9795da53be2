"""The names that rules read off a text weighed with those that the tagger hears in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from musnad.lang.known import named
from musnad.lang.people import people
from musnad.mentions import Words
from musnad.model import EntityKind, Span
from musnad.names import WORD, clean, is_common
from musnad.spots import SURE, Spot, opens
from musnad.text import fold_text
from musnad.words import frequency, split

if TYPE_CHECKING:
    from musnad.tagger import Name

_PRINTED = re.compile(r"[^\W_]+")
_FIRM = ("organisation described", "medium described")
"""Rules whose bounds hold against those of the tagger."""
_LONGEST = 4
_CERTAIN = 0.8
_PRONOUNS = frozenset({"ه", "ها", "هم", "هن", "نا"})
_UNHEARD = 0.35
"""The share of them that stays where the tagger, having read the text, hears no name."""
_LEFT_OUT = frozenset({"given", "title rare", "title one", "organisation classed"})
"""Rules whose names are wrong nine times in ten where the tagger, which reads such names well, hears none."""

_ALIKE = {"medium": "organisation", "group": "organisation", "state": "place"}


def weighed(found: Sequence[Spot], heard: Sequence[Name], text: str, words: Words) -> tuple[Spot, ...]:
    """The names of the rules weighed with those of the tagger; of names that overlap the surer stays."""
    out: list[Spot] = []
    rest = list(found)
    taken: set[int] = set()
    starts = [one.span.start for one in rest]
    for name in heard:
        if name.kind not in ("person", "place", "organisation", "medium"):
            continue
        first = max(bisect_left(starts, name.span.start) - 1, 0)
        over = [
            i for i in range(first, bisect_left(starts, name.span.end)) if rest[i].span.overlap(name.span)
        ]
        agreed = [
            i for i in over if _ALIKE.get(rest[i].kind, rest[i].kind) == _ALIKE.get(name.kind, name.kind)
        ]
        if not over:
            if (one := _heard(name, text, words)) is not None:
                out.append(one)
        elif agreed:
            one = rest[agreed[0]]
            taken.update(over)
            if one.rule in ("table state", "table place"):
                # «الولايات المتحدة | الأمريكية»
                end = max(one.span.end, name.span.end) if len(over) == 1 else one.span.end
                one = replace(one, span=Span(one.span.start, end))
            elif one.span != name.span and not one.rule.startswith(_FIRM):
                one = _bounded(one, name, text, words)
            out.append(replace(one, rule=f"{one.rule} heard", sure=1 - (1 - one.sure) * (1 - name.chance)))
        elif (
            all(i not in taken and _yields(rest[i], name) for i in over)
            and (one := _heard(name, text, words)) is not None
        ):
            taken.update(over)
            out.append(one)
    out += [
        replace(one, sure=one.sure * _UNHEARD)
        for i, one in enumerate(rest)
        if i not in taken and one.rule not in _LEFT_OUT
    ]
    out.sort(key=lambda one: one.span.start)
    kept: list[Spot] = []
    for one in out:
        if kept and one.span.start < kept[-1].span.end:
            if one.sure > kept[-1].sure:
                kept[-1] = one
            continue
        if kept and _goes_on(kept[-1], one, text):
            kept[-1] = _joined(kept[-1], one, text)
            continue
        kept.append(one)
    return tuple(kept)


def _goes_on(before: Spot, one: Spot, text: str) -> bool:
    """Whether one word right behind a person's name is its last: «سامي | العنبري»."""
    tied = text[before.span.end : one.span.start] == " "
    return tied and before.kind == one.kind == "person" and len(one.key) == 1 and len(before.key) < _LONGEST


def _joined(before: Spot, one: Spot, text: str) -> Spot:
    span = Span(before.span.start, one.span.end)
    return replace(before, span=span, name=clean(span.of(text)), key=(*before.key, *one.key))


def _yields(one: Spot, name: Name) -> bool:
    """Whether a name of the rules gives way to one of another kind: a surer one, or one that holds it."""
    inside = name.span.start <= one.span.start and one.span.end <= name.span.end
    return one.sure < name.chance or (inside and one.span != name.span and name.chance >= SURE)


def _heard(name: Name, text: str, words: Words) -> Spot | None:
    """A name of the tagger alone, without the title words that open it."""
    span = _untitled(name.span, text, words) if name.kind == "person" else _bare(name.span, text, words)
    key = tuple(WORD.findall(fold_text(span.of(text))))
    kind = cast(EntityKind, name.kind)
    doubtful = kind == "medium" or (kind in ("organisation", "place") and name.chance < _CERTAIN)
    doubtful = doubtful or (kind == "person" and bool(key) and split(key[0])[2] in _PRONOUNS)
    single = len(key) == 1 and (_pointing(key[0]) or (doubtful and _ordinary(key[0])))
    if not key or single:
        return None
    return Spot(span, clean(span.of(text)), key, kind, "heard", name.chance)


def _ordinary(word: str) -> bool:
    """Whether one word that is to be a body is a common noun, and no name that the tables know."""
    plain = "ال" + word[2:] if word.startswith("لل") else word
    return (is_common(plain) or split(plain)[2] in _PRONOUNS) and not named(plain)


def _pointing(word: str) -> bool:
    """Whether a word alone names nobody: «المنظمة», «رئيس»."""
    lang, bare = people(), word.removeprefix("ال")
    if bare in lang.classes.institutions:
        return False
    if (
        (word.isascii() and word.islower())
        or word == "The"
        or (word[-1] == "ا" and word[:-1] in lang.adjectives)
    ):
        return True
    return (
        bare in lang.classes.bodies
        or bare in lang.classes.media
        or word in lang.roles
        or bare in lang.classes.directions
    )


def _bounded(one: Spot, name: Name, text: str, words: Words) -> Spot:
    """A name that both found, in the tagger's bounds: where they part these are right three times in four."""
    span = _untitled(name.span, text, words) if one.kind == "person" else _bare(name.span, text, words)
    key = tuple(WORD.findall(fold_text(span.of(text))))
    if not key or (len(key) == 1 and len(one.key) > 1 and _pointing(key[0])):
        return one
    return replace(one, span=span, name=clean(span.of(text)), key=key)


def _untitled(span: Span, text: str, words: Words) -> Span:
    """A person's name without the titles before it and the letter of a clitic."""
    lang = people()
    start = span.start
    for match in _PRINTED.finditer(text, span.start, span.end):
        word = fold_text(match.group())
        start = match.start()
        title = word in lang.classes.honorifics or word in lang.roles
        if (
            match.end() >= span.end
            or not title
            or word in lang.classes.namesakes
            or word in lang.classes.given
        ):
            break
    return _bare(Span(start, span.end), text, words)


def _bare(span: Span, text: str, words: Words) -> Span:
    """A name without the clitic or article of its first word, and without a bracket behind it."""
    bracket = text.find(" (", span.start, span.end)
    if bracket > span.start:
        span = Span(span.start, bracket)
    if text[span.start : span.start + 4].lower() == "the " and span.end - span.start > 4:
        return Span(span.start + 4, span.end)
    match = _PRINTED.match(text, span.start, span.end)
    if match is None:
        return span
    word = fold_text(match.group())
    opening = opens(word)
    if opening is not None:
        return Span(span.start + opening.cut, span.end)
    rest = word[1:]
    known = len(word) > 4 and word[0] in "وفبل"
    known = known and (rest in words.index or opens(rest) is not None or frequency(rest) > 0)
    return Span(span.start + 1, span.end) if known and frequency(word) <= frequency(rest) else span
