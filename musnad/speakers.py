"""Who the phrases of one report speak of: short names, roles and «الوزارة» tied to the fullest name.

A registry is filled with every phrase that names somebody, then asked for the rest. Look-ups go by
dictionary over words and try a bounded number of candidates: the time is linear in the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from musnad.lang.people import People
from musnad.mentions import medium_key
from musnad.model import Entity, EntityKind
from musnad.names import Key, same_person, skeleton, stem, within
from musnad.parties import Party

_RECENT = 60
"""Candidates tried for one look-up; the most recent count."""

_NAMESAKES = 4
"""Actors with one word in their names that are tried for a last name."""

_NAMED = frozenset({"person", "organisation", "medium", "role"})


class Names(Protocol):
    """The names of a report's running text, as `Lookup` gives them for Arabic."""

    lang: People

    def count(self, *names: str) -> int:
        """How often the words stand in the text."""

    def holders(self, role: str) -> list[Party]:
        """The persons named behind the bare role noun `role`, in order."""


@dataclass(slots=True)
class Actor:
    """One speaker while the report is being read.

    `order` ranks the actors by first naming, at offset `first`. `heads`, `roles` and `marks` gather what
    its phrases say (see `parties.Party`); `keys` are its names, full and short. `printed` is whether a
    state is named by its name, `joint` whether several speak as one. An actor merged `into` another has an
    empty name. `last` is where he spoke last so far, -1 where he has not.
    """

    order: int
    name: str
    key: Key
    kind: EntityKind
    first: int
    role: str | None = None
    gender: str = ""
    number: str = "s"
    anonymous: bool = False
    state: str | None = None
    printed: bool = False
    joint: bool = False
    roles: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    heads: dict[str, None] = field(default_factory=dict)
    keys: dict[Key, None] = field(default_factory=dict)
    aliases: dict[str, None] = field(default_factory=dict)
    into: Actor | None = None
    last: int = -1

    @property
    def head(self) -> str | None:
        """The first noun of kind that it was named with."""
        return next(iter(self.heads), None)


class Registry:
    """The actors of one report."""

    def __init__(self, lookup: Names) -> None:
        self.lookup = lookup
        self.lang = lookup.lang
        self.actors: list[Actor] = []
        self.by_key: dict[Key, Actor] = {}
        self.by_word: dict[str, list[Actor]] = {}
        self.by_state: dict[str, Actor] = {}
        self.by_head: dict[str, list[Actor]] = {}
        self.by_role: dict[str, list[Actor]] = {}
        self.by_bones: dict[str, Actor] = {}

    def add(self, party: Party, at: int) -> Actor:
        """The actor that `party`, which names somebody, stands for; a new one where none has its name."""
        if party.key == ("المملكه",):
            party = replace(party, state=self._kingdom(), rule="kingdom")
        party = self._lawful(party)
        if party.state is not None:
            actor = self._add_state(party, party.state, at)
        else:
            key = self.filed(party)
            known = self.by_key.get(key)
            actor = self._new(party, at) if known is None else whole(known)
            self.by_key[key] = actor
        self.learn(actor, party)
        return actor

    def _add_state(self, party: Party, code: str, at: int) -> Actor:
        """A state goes by its longest printed name, else by the name of the table."""
        actor = self.by_state.get(code)
        if actor is None:
            actor = self.by_state[code] = self._new(party, at)
            actor.name = self.lang.state_names[code]
        if party.rule == "source" and (not actor.printed or len(party.name) > len(actor.name)):
            actor.name, actor.key, actor.printed = party.name, party.key, True
        return actor

    def _lawful(self, party: Party) -> Party:
        """An article with only its figure belongs to the law of the last article named with one."""
        if party.kind != "document" or len(party.key) != 2 or not party.key[1][0].isdigit():
            return party
        for actor in reversed(self.by_head.get(party.head or "", [])[-_RECENT:]):
            law = actor.name.split(" ", 2)[2:]
            if law and len(actor.key) > 2 and actor.key[1][0].isdigit():
                return replace(party, name=f"{party.name} {law[0]}", key=(*party.key, *actor.key[2:]))
        return party

    def _kingdom(self) -> str:
        """Which kingdom the report calls so: the one that it names most."""
        rivals = (("المغرب", "المغربيه", "MA"), ("الاردن", "الاردنيه", "JO"), ("البحرين", "البحرينيه", "BH"))
        most, code = max((self.lookup.count(name, female), code) for name, female, code in rivals)
        return code if most > self.lookup.count("السعوديه", "السعودي") else "SA"

    def filed(self, party: Party) -> Key:
        """Under which key the actor of a phrase is filed: bodies without articles and endings."""
        if party.kind == "medium":
            return medium_key(party.name, self.lang.language)
        if self.lang.language == "en":
            return tuple(word.lower() for word in party.key)
        if party.kind in ("organisation", "role"):
            return tuple(stem(word) for word in party.key)
        return party.key

    def _new(self, party: Party, at: int) -> Actor:
        actor = Actor(
            len(self.actors), party.name, party.key, party.kind, at, gender=party.gender,
            number=party.number, anonymous=party.anonymous, state=party.state,
            joint=bool(party.parts),
        )  # fmt: skip
        self.actors.append(actor)
        return actor

    def surnamed(self, word: str) -> Actor | None:
        """The person whose last name the folded word is."""
        for known in self.by_word.get(word, ())[-_NAMESAKES:]:
            actor = whole(known)
            if actor.kind == "person" and actor.name and actor.key[-1:] == (word,):
                return actor
        return None

    def learn(self, actor: Actor, party: Party) -> None:
        """Note what a phrase that means `actor` says of it: name, head, role, gender."""
        if party.key not in actor.keys:
            actor.keys[party.key] = None
            for word in dict.fromkeys(party.key):
                self.by_word.setdefault(word, []).append(actor)
        if party.name != actor.name:
            actor.aliases[party.name] = None
        if party.head is not None:
            self._head(actor, party.head)
            if party.head in self.lang.classes.ministries:
                self._head(actor, "وزاره")
        self.learn_role(actor, party)
        if party.kind == "person":
            actor.kind = "person"
            if party.role:
                actor.gender = party.gender or actor.gender
            if len(party.key) > 1:
                self.by_bones.setdefault(skeleton(party.key[-1]), actor)

    def _head(self, actor: Actor, head: str) -> None:
        if head not in actor.heads:
            actor.heads[head] = None
            self.by_head.setdefault(head, []).append(actor)

    def learn_role(self, actor: Actor, party: Party) -> None:
        """Note the role that a phrase gives to `actor`; the longest is shown."""
        for role in sorted(party.roles - actor.roles):
            self.by_role.setdefault(role, []).append(actor)
        actor.roles |= party.roles
        actor.marks |= party.marks
        if party.role and (actor.role is None or len(party.role) > len(actor.role)):
            actor.role = party.role

    def merge(self) -> None:
        """Give every short name to the one longer name that holds it."""
        for actor in sorted(self.actors, key=lambda a: (-len(a.key), a.order)):
            if actor.kind not in _NAMED or actor.anonymous:
                continue
            longer = self.longer(actor.key, actor.first, actor)
            if longer is None and actor.kind == "person" and len(actor.key) == 1:
                longer = self._alike(actor.key[0])
            if longer is not None and longer is not actor:
                self.unite(longer, actor)

    def unite(self, longer: Actor, short: Actor) -> None:
        """Make `short` one with `longer`, under whose name both go on."""
        longer = whole(longer)
        short.into = longer
        for head in short.heads:
            self._head(longer, head)
        for role in sorted(short.roles - longer.roles):
            self.by_role.setdefault(role, []).append(longer)
        longer.roles |= short.roles
        longer.marks |= short.marks
        longer.aliases.update({short.name: None, **short.aliases})
        longer.keys.update(short.keys)
        longer.role = longer.role or short.role
        longer.gender = longer.gender or short.gender
        longer.first = min(longer.first, short.first)
        short.name = ""

    def _alike(self, word: str) -> Actor | None:
        """A person whose last name has the consonants of `word`: «ترامب» and «ترمب»."""
        bones = skeleton(word)
        actor = self.by_bones.get(bones) if len(bones) > 2 else None
        return actor if actor is not None and actor.name else None

    def longer(self, key: Key, at: int, own: Actor | None = None) -> Actor | None:
        """The actor whose longer name holds the words of `key`: the last before `at`, else the first behind.

        `own` is the actor that the short name stands for so far.
        """
        best: Actor | None = None
        rarest = min((self.by_word.get(word, []) for word in key), key=len, default=[])
        for actor in rarest[-_RECENT:]:
            if actor is own or not actor.name or len(actor.key) <= len(key):
                continue
            if actor.anonymous or actor.state or not self._mergeable(actor, own, len(key)):
                continue
            if not (same_person if actor.kind == "person" else within)(key, actor.key):
                continue
            if best is None or (actor.first <= at and (best.first > at or actor.first > best.first)):
                best = actor
        return best

    def _mergeable(self, actor: Actor, own: Actor | None, size: int) -> bool:
        """Whether a short name of the kind of `own` may be one of `actor`."""
        if actor.kind == "document" or actor.joint:
            return False
        if own is None:
            return True
        if own.kind == "person" and self.lang.language == "en":
            rest = {word.lower() for word in actor.key[size:]}
            firm = actor.kind in ("organisation", "medium") and rest <= self.lang.classes.shells
            return actor.kind == "person" or (size == 1 and firm and not own.gender)
        if own.kind == "person":
            return actor.kind == "person" or (size == 1 and actor.head not in self.lang.classes.offices)
        if actor.kind in ("group", "unnamed", "person"):
            return False
        return not (own.kind == "organisation" and own.head and actor.head and own.head != actor.head)

    def holder(self, party: Party, at: int) -> Actor | None:
        """The person who holds a role (الوزير، الرئيس الروسي): one who speaks, else one of the text."""
        best = self.spoken_holder(party, at)
        if best is not None or party.roles & self.lang.classes.vague:
            return best
        return self.named_holder(party, at)

    def named_holder(self, party: Party, at: int) -> Actor | None:
        """The person whom the text, though no phrase that speaks, names with a role."""
        english = self.lang.language == "en"
        if not party.marks and english:
            return None
        named = [
            other
            for role in sorted(party.roles)
            for other in self.lookup.holders(role)
            if role in other.roles and self.plausible(other)
        ]
        if not party.marks:
            # «الوزير»: the last one named before.
            before = [other for other in named if other.at[0] < at]
            return self.add(max(before, key=lambda other: other.at[0]), at) if before else None
        fitting = next((other for other in named if party.marks <= other.marks), None)
        if fitting is None and not english:
            fitting = next((other for other in named if _stateless(party, other)), None)
        return self.add(fitting, at) if fitting is not None else None

    def plausible(self, party: Party) -> bool:
        """Whether a name read in running text holds a given name, or ends as a name that speaks."""
        if any(word in self.lang.classes.given for word in party.key):
            return True
        last = party.key[-1]
        return any(a.kind == "person" and a.key[-1:] == (last,) for a in self.by_word.get(last, ()))

    def spoken_holder(self, party: Party, at: int) -> Actor | None:
        """The known person who fits a role best: most of its marks, then the last named before `at`."""
        states, others = _parted(party.marks)
        best: tuple[tuple[int, bool, int], Actor] | None = None
        for role in sorted(party.roles):
            for actor in self.by_role.get(role, [])[-_RECENT:]:
                if actor.kind != "person" or not actor.name or (party.gender == "f" and actor.gender == "m"):
                    continue
                of, _ = _parted(actor.marks)
                if (states and of and not states & of) or (others and not others & actor.marks):
                    continue
                before = actor.first <= at
                last = max(actor.first, actor.last)
                rank = (-len(party.marks - actor.marks), before, last if before else -actor.first)
                if best is None or rank > best[0]:
                    best = (rank, actor)
        return best[1] if best is not None else None

    def pointed(self, party: Party, at: int, recent: Sequence[Actor]) -> Actor | None:
        """What «الوزارة», «المصدر ذاته», «الوكالة» point back to: the last with that head, with its marks."""
        head = party.head
        if head is None:
            return None
        last = [actor for actor in reversed(recent[-_RECENT:]) if head in actor.heads and actor.name]
        for actor in last:
            if not actor.marks or party.marks <= actor.marks:
                return actor
        states, _ = _parted(party.marks)
        for actor in last:
            if states <= actor.marks and party.kind != "role":
                return actor
        best: Actor | None = None
        for actor in self.by_head.get(head, [])[-_RECENT:]:
            if not actor.name or not party.marks <= actor.marks:
                continue
            later = best is not None and actor.first <= at and actor.first >= best.first
            nearer = best is not None and best.first > at and actor.first < best.first
            if best is None or later or nearer:
                best = actor
        return best


def whole(actor: Actor) -> Actor:
    """The actor that this one was merged into, if it was."""
    while actor.into is not None:
        actor = actor.into
    return actor


def _parted(marks: Iterable[str]) -> tuple[set[str], set[str]]:
    """The codes of states among marks, and the rest."""
    states = {mark for mark in marks if mark.isascii()}
    return states, {mark for mark in marks if mark not in states}


def _stateless(party: Party, other: Party) -> bool:
    """Whether `other` has all that a role says but its state, and no state of his own."""
    states, rest = _parted(party.marks)
    own, _ = _parted(other.marks)
    return bool(rest) and rest <= other.marks and not (states and own)


def entities(
    actors: Sequence[Actor], given: Mapping[int, str], refs: Mapping[int, str]
) -> tuple[tuple[Entity, ...], dict[int, str]]:
    """The actors as entities of a reading, and the id of each actor by its order.

    `given` holds the ids of some, which are e1 and so on; the others go on from there. `refs` holds the refs
    of those known across reports.
    """
    others = [actor.order for actor in actors if actor.order not in given]
    ids = {**given, **{order: f"e{i}" for i, order in enumerate(others, len(given) + 1)}}
    found = tuple(
        Entity(
            ids[actor.order],
            actor.name,
            actor.kind,
            tuple(alias for alias in actor.aliases if alias and alias != actor.name),
            actor.role,
            refs.get(actor.order),
            anonymous=actor.anonymous,
        )
        for actor in actors
    )
    return found, ids
