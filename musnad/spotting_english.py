"""The names that stand in an English report, whoever speaks, by capitals, titles and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from musnad.furniture_english import medium_named
from musnad.lang.english import english
from musnad.lang.people import people
from musnad.lookup_english import EnglishLookup
from musnad.mentions import Words
from musnad.model import EntityKind, Span
from musnad.parties import Party
from musnad.spots import PRECISION, Spot
from musnad.text import Folded
from musnad.titles import Role

_LONGEST = 5
"""Words of a state or a medium that are looked up."""


def spot(text: str, folded: Folded, words: Words) -> tuple[Spot, ...]:
    """The names in an English text, in order; none overlaps another. Never raises; linear in the words."""
    lookup = EnglishLookup(text, folded, words)
    parties = [party for _, party in sorted((*lookup.persons, *lookup.bodies), key=lambda pair: pair[0])]
    found = [_of(party) for party in parties if party.key and not _dateline(text, party)]
    found.extend(_tabled(text, folded, words))
    found.sort(key=lambda one: (one.span.start, -one.span.end))
    kept: list[Spot] = []
    for one in found:
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return tuple(kept)


def _dateline(text: str, party: Party) -> bool:
    """Whether capitals at the head of a line are the place of a dateline: «SIRWAN (Reuters) -»."""
    start, end = party.at
    return party.name.isupper() and text[start - 1 : start] in ("", "\n") and text[end : end + 2] == " ("


def _parted(party: Party) -> Party:
    """The body behind letters that «and» joins to it: «WHO and the Dock Workers Union»."""
    letters, joint, rest = party.name.partition(" and ")
    if not joint or not letters.isupper() or " " in letters:
        return party
    rest = rest.removeprefix("the ")
    size = len(rest.split())
    return replace(party, name=rest, key=party.key[-size:], at=(party.at[1] - len(rest), party.at[1]))


def _of(party: Party) -> Spot:
    """A person named in full or behind a title, or a body."""
    party = _parted(party) if party.kind == "organisation" else party
    person = party.kind == "person"
    role = Role(party.role, party.roles, party.marks, party.gender) if person and party.role else None
    rule = "title given" if person else "organisation of"
    return Spot(Span(*party.at), party.name, party.key, party.kind, rule, PRECISION[rule], role)


def _tabled(text: str, folded: Folded, words: Words) -> Iterator[Spot]:
    """States, capitals and media by name."""
    lang, sizes = people("en"), _sizes()
    done = 0
    for i, word in enumerate(words.words):
        if i < done or word not in sizes or word in english().openers:
            continue
        for size in range(min(sizes[word], len(words.words) - i), 0, -1):
            name = folded.text[words.starts[i] : words.ends[i + size - 1]]
            kind: EntityKind | None = None
            if name in lang.states:
                kind = "state"
            elif name in lang.capitals:
                kind = "place"
            elif (medium := medium_named(name)) is not None and not medium.common and not medium.several:
                kind = "medium"
            if kind is not None:
                span = folded.span(words.starts[i], words.ends[i + size - 1])
                rule = f"table {kind}"
                ref = f"state/{lang.states[name]}" if kind == "state" else None
                key = tuple(words.words[i : i + size])
                yield Spot(span, span.of(text), key, kind, rule, PRECISION[rule], ref=ref)
                done = i + size
                break


@lru_cache(maxsize=1)
def _sizes() -> dict[str, int]:
    """The first words of names in tables, with the most words that such a name has."""
    from musnad.media import media

    lang = people("en")
    forms = [form for medium in media("en") for form in (medium.name, *medium.aliases)]
    found: dict[str, int] = {}
    for name in (*lang.states, *lang.capitals, *forms):
        parts = name.split()
        if parts and parts[0][:1].isupper():
            found[parts[0]] = min(_LONGEST, max(found.get(parts[0], 1), len(parts)))
    return found
