"""Whom a dual means: «الوزيران», «الجانبان», «الكاتبان»."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from musnad.lookup import Lookup
from musnad.parties import Party
from musnad.speakers import Registry

_HOLDERS = 20
"""Persons of a role that are tried."""

_APART = 24
"""Words between two persons whom «و» joins, with the title of the first."""

_STOP = re.compile(r"[.؟!?\n]")

_STATES = 4000
"""Words that are searched for states."""


class Pairs:
    """The pairs of persons or states that one report speaks of."""

    def __init__(self, registry: Registry, lookup: Lookup) -> None:
        self.registry = registry
        self.lookup = lookup
        self.lang = lookup.lang

    def of(self, party: Party, at: int) -> Party | None:
        """The two that a dual at offset `at` means, as one party; None where they are not told."""
        sides = party.head in self.lang.classes.sides
        names = self._two_states() if sides else self._two_holders(party, at)
        return None if names is None else joined(*names)

    def _two_states(self) -> tuple[str, str] | None:
        """The two states that the report names most, in the order of their first naming."""
        most = self._states.most_common(3)
        if len(most) < 2 or most[1][1] < 2 or (len(most) > 2 and most[2][1] == most[1][1]):
            return None
        first, second = (code for code in self._states if code in (most[0][0], most[1][0]))
        return self._name(first), self._name(second)

    def _name(self, code: str) -> str:
        actor = self.registry.by_state.get(code)
        return actor.name if actor is not None and actor.name else self.lang.state_names[code]

    @cached_property
    def _states(self) -> Counter[str]:
        """How often each state is named, by name, capital or adjective."""
        found: Counter[str] = Counter()
        for word in self.lookup.words.words[:_STATES]:
            bare = word[1:] if word[:1] in "ولب" and word not in self.lang.states else word
            for name in dict.fromkeys((word, bare)):
                code = self.lang.states.get(name) or self.lang.adjectives.get(name)
                if code:
                    found[code] += 1
                    break
        return found

    def _two_holders(self, party: Party, at: int) -> tuple[str, str] | None:
        """The last two persons whom the text named with the role before `at`."""
        named: dict[tuple[str, ...], tuple[int, str]] = {}
        for actor in self.registry.by_role.get(party.head or "", ())[-_HOLDERS:]:
            if actor.name and actor.kind == "person" and actor.first < at:
                named[actor.key[-1:]] = actor.first, actor.name
        for other in self.lookup.holders(party.head or ""):
            if other.at[0] < at and self.registry.plausible(other):
                _, name = named.get(other.key[-1:], (0, ""))
                named[other.key[-1:]] = other.at[0], max(name, other.name, key=len)
        last = sorted(named.values())[-2:]
        if len(last) == 2:
            return last[0][1], last[1][1]
        return self._two_joined(at) if party.head in self.lang.classes.vague else None

    def _two_joined(self, at: int) -> tuple[str, str] | None:
        """The last two persons before offset `at` whom «و» joins: «سامي العنبري، مدير كذا، ونادر الدالي»."""
        words, origin = self.lookup.words, self.lookup.folded.origin
        places = [p for name in self.lang.classes.given for p in words.index.get("و" + name, ())[:_HOLDERS]]
        for place in sorted(places, reverse=True):
            if origin(words.starts[place]) >= at:
                continue
            before = (
                self.lookup.name_at(p) for p in range(max(place - _APART, 0), place) if self._leads(p, place)
            )
            one, two = next((name for name in before if name), ""), self.lookup.name_at(place)
            if " " in one and " " in two:
                return one, two[1:]
        return None

    def _leads(self, first: int, place: int) -> bool:
        """Whether a given name stands at word `first`, in the sentence of word `place`."""
        words = self.lookup.words
        if words.words[first] not in self.lang.classes.given:
            return False
        return not _STOP.search(self.lookup.folded.text, words.starts[first], words.starts[place])


def joined(first: str, second: str) -> Party:
    """Two who speak as one."""
    name = f"{first} و{second}"
    return Party(name, tuple(name.split()), (0, 0), "group", number="d", gender="m")
