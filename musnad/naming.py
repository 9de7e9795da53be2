"""Everybody and everything that a report names, tied to those who speak in it.

`chain` knows who speaks; `spotting` finds the names. Here names that mean the same one become one entity:
the same name, a short one and the full one, a name and the letters in brackets behind it. Two full names
that share a last word are two; the last word alone is then the one's that was named last before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import attrgetter

from musnad.lang.people import People, people
from musnad.mentions import Words, medium_key
from musnad.model import Entity, EntityKind, Mention, Span
from musnad.names import WORD, Key, clean, is_common, is_rare, name_key, same_person, skeleton, stem
from musnad.references import ref_of
from musnad.spots import Spot
from musnad.text import Folded, fold_text

_GROUPS = {
    "person": "person", "organisation": "body", "medium": "body", "group": "body", "state": "land",
    "place": "land",
}  # fmt: skip
_RIVALS = 40
"""Entities with one word in their names that are tried for another name; bounds the work."""
_PLACES = 200
"""Places of one short name that are looked at."""
_HEARD = 0.4
"""A name of the tagger alone is left out where it is less sure."""
# Spans in order, compared as pairs: their own comparison takes four times as long.
_PLACE: Callable[[Span], tuple[int, int]] = attrgetter("start", "end")
_BRACKET = re.compile(
    r"[\"»”'’]?\s?\(\s?[\"«“]?"
    r"(?P<name>[A-Za-z][A-Za-z0-9 .&'’/-]{0,60}[A-Za-z0-9.]|[^\W\d_]{3,12})[\"»”]?\s?\)"
)


@dataclass(slots=True)
class _Holder:
    """One entity while the report is read; `given` is what `chain` found, `at` where it is named so far."""

    group: str
    kind: EntityKind
    name: str
    given: Entity | None = None
    key: Key = ()
    keys: dict[Key, None] = field(default_factory=dict)
    forms: dict[str, None] = field(default_factory=dict)
    at: list[int] = field(default_factory=list)
    short: dict[Key, None] = field(default_factory=dict)
    role: str | None = None
    roles: dict[str, None] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    ref: str | None = None


def name_all(
    text: str,
    folded: Folded,
    words: Words,
    spots: Sequence[Spot],
    known: tuple[Sequence[Entity], Sequence[Mention]],
    language: str = "ar",
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """All mentions in order of the text, and all entities.

    `known` are the entities of those who speak or pass on, which keep their ids and come first, and their
    mentions, which stay as they are. New mentions overlap one another nowhere; they may lie within the phrase
    that names a speaker. Linear in the number of names.
    """
    entities, mentions = known
    naming = _Naming(text, folded, words, people(language))
    naming.add(entities, mentions)
    naming.link(spots)
    naming.short_names()
    return naming.result(mentions)


class _Naming:
    """The entities of one report, by their names."""

    def __init__(self, text: str, folded: Folded, words: Words, lang: People) -> None:
        self.text = text
        self.folded = folded
        self.words = words
        self.lang = lang
        self.holders: list[_Holder] = []
        self.by_key: dict[tuple[str, Key], _Holder] = {}
        self.by_word: dict[tuple[str, str], list[_Holder]] = {}
        self.by_ref: dict[str, _Holder] = {}
        self.new: list[tuple[Span, _Holder]] = []
        self.busy: list[Span] = []
        self.full: dict[str, list[Key]] = {}
        self.by_id: dict[str, _Holder] = {}
        self.held: dict[Span, _Holder] = {}

    def add(self, entities: Sequence[Entity], mentions: Sequence[Mention]) -> None:
        """Take in the entities of those who speak, and their mentions."""
        self.busy = sorted({mention.span for mention in mentions}, key=_PLACE)
        for entity in entities:
            self._given(entity)
        for mention in mentions:
            holder = self.by_id[mention.entity]
            holder.at.append(mention.span.start)
            self.held.setdefault(mention.span, holder)
        for holder in self.holders:
            holder.at.sort()

    def _given(self, entity: Entity) -> None:
        group = _GROUPS.get(entity.kind, "") if not entity.anonymous else ""
        holder = _Holder(group, entity.kind, entity.name, entity, role=entity.role, ref=entity.ref)
        if entity.role is not None:
            holder.roles[entity.role] = None
        self.holders.append(holder)
        self.by_id[entity.id] = holder
        if not group:
            return
        if holder.ref is None and group in ("body", "land"):
            holder.ref = ref_of(entity.kind, (entity.name, *entity.aliases))
        elif (
            entity.kind == "person"
            and entity.role is None
            and (ref := ref_of("organisation", (entity.name,)))
        ):
            # A phrase taken for a person that is the name of a body.
            holder.group, holder.kind, holder.ref = "body", "organisation", ref
        for name in (entity.name, *entity.aliases):
            self._learn(holder, self._key(holder.group, holder.kind, name), name)
        if holder.ref is not None:
            self.by_ref.setdefault(holder.ref, holder)

    def _key(self, group: str, kind: EntityKind, name: str) -> Key:
        return _filed(name, kind == "medium", group == "body", self.lang.language)

    def _learn(self, holder: _Holder, key: Key, name: str) -> None:
        """Note a name of an entity; the longest of a person's is the key that others are compared with."""
        if not key:
            return
        holder.forms[name] = None
        if key in holder.keys:
            return
        holder.keys[key] = None
        if len(key) > len(holder.key):
            holder.key = key
        self.by_key.setdefault((holder.group, key), holder)
        for word in dict.fromkeys((key[0], key[-1], skeleton(key[-1]))):
            rivals = self.by_word.setdefault((holder.group, word), [])
            if holder not in rivals[-_RIVALS:]:
                rivals.append(holder)

    # --- names to entities ---

    def link(self, spots: Sequence[Spot]) -> None:
        """Tie the names to entities: those in full first, then single words of persons."""
        spots = [spot for spot in spots if spot.rule != "heard" or spot.sure >= _HEARD]
        todo = [spot for spot in spots if self._free(spot)]
        single = [spot for spot in todo if spot.kind == "person" and len(spot.key) == 1]
        for spot in spots:
            if spot.kind == "person" and len(spot.key) > 1:
                key = name_key(spot.key)
                self.full.setdefault(key[-1], []).append(key)
        whole = [spot for spot in todo if spot.kind == "person" and len(spot.key) > 1]
        for spot in (*whole, *(spot for spot in todo if spot.kind != "person")):
            self._note(self._of(spot), spot)
        for spot in single:
            holder = self._last(spot.key[0], spot.span.start)
            if holder is None:
                holder = self._new(spot, name_key(spot.key))
            self._note(holder, spot)

    def _free(self, spot: Spot) -> bool:
        """Whether a name is still to be tied; one within a mention of the same entity only teaches it."""
        group = _GROUPS[spot.kind]
        key = self._key(group, spot.kind, spot.name)
        for span in self._over(spot.span):
            holder = self.held[span]
            within = span.start <= spot.span.start and spot.span.end <= span.end
            around = spot.span.start <= span.start and span.end <= spot.span.end
            if not (within or around):
                return False
            if within and holder.kind == "person" and group == "body" and self._misread(holder, key):
                holder.kind, holder.group = spot.kind, "body"
            if span == spot.span:
                return False
            if holder.group == group and (group == "land" or self._related(holder, key)):
                self._teach(holder, spot)
                return False
            opens = any(known[: len(key)] == key for known in holder.keys)
            if holder.group == group and (around or (group == "body" and opens)):
                return False  # «لجنة النقل | في البرلمان»
        return True

    def _misread(self, holder: _Holder, key: Key) -> bool:
        """Whether whoever was taken for a person bears the name of a body: «قناة كذا»."""
        return holder.role is None and any(
            tuple(stem(w) for w in known[-len(key) :]) == key for known in holder.keys
        )

    def _over(self, span: Span) -> Iterator[Span]:
        """The mentions of who speaks that overlap a span; a few before it are tried, for they may be long."""
        at = bisect_left(self.busy, _PLACE(span), key=_PLACE)
        for one in self.busy[max(at - 4, 0) : at]:
            if one.end > span.start:
                yield one
        while at < len(self.busy) and self.busy[at].start < span.end:
            yield self.busy[at]
            at += 1

    def _related(self, holder: _Holder, key: Key) -> bool:
        return any(
            _same(holder.group, key, other) or _same(holder.group, other, key) for other in holder.keys
        )

    def _of(self, spot: Spot) -> _Holder:
        """The entity that a name means; a new one where none of the report has it."""
        if spot.ref is not None and spot.ref in self.by_ref:
            return self.by_ref[spot.ref]
        group = _GROUPS[spot.kind]
        key = self._key(group, spot.kind, spot.name)
        found = self.by_key.get((group, key))
        if found is None and spot.rule == "heard" and group != "person" and len(spot.key) == 1:
            found = self._last(spot.key[0], spot.span.start)  # «قوات سامي» are no body of his name
        if found is None and group != "land":
            found = self._fitting(group, key)
        if found is not None or group != "body":
            return found if found is not None else self._new(spot, key)
        ref = ref_of(spot.kind, (spot.name,))
        if ref is None:
            return self._new(spot, key)
        return self.by_ref.get(ref) or self._new(replace(spot, ref=ref), key)

    def _fitting(self, group: str, key: Key) -> _Holder | None:
        """The one entity of which this is a longer or a shorter name; None where several are."""
        rivals: dict[int, _Holder] = {}
        for word in dict.fromkeys((key[0], key[-1], skeleton(key[-1]))):
            for holder in self.by_word.get((group, word), ())[-_RIVALS:]:
                last = group == "person" and holder.key == key[-1:]
                if last or self._related(holder, key) or _alike(holder.key, key):
                    rivals[id(holder)] = holder
        # A last name that speaks is that of the one full name that ends so.
        alone = [h for h in rivals.values() if len(h.key) == 1]
        whole = [h for h in rivals.values() if len(h.key) > 1]
        if len(whole) == 1:
            return whole[0]
        if not whole and len(alone) == 1 and self._only(key):
            return alone[0]
        return None

    def _only(self, key: Key) -> bool:
        """Whether all full names of the report with the last word of `key` can be one person's."""
        rivals = self.full.get(key[-1], ())[:_RIVALS]
        return all(same_person(other, key) or same_person(key, other) for other in rivals)

    def _last(self, word: str, at: int) -> _Holder | None:
        """The person whom one word of a name means: the only one, else who was named last before `at`."""
        exact = self.by_key.get(("person", (word,)))
        if exact is not None:
            return exact
        rivals = [
            h for h in self.by_word.get(("person", word), ())[-_RIVALS:] if word in (h.key[0], h.key[-1])
        ]
        ending = [h for h in rivals if h.key[-1] == word] or rivals
        if len(ending) == 1:
            return ending[0]
        before = [(bisect_left(h.at, at), h) for h in ending]
        named = [(h.at[i - 1], h) for i, h in before if i]
        return max(named, key=lambda pair: pair[0])[1] if named else None

    def _new(self, spot: Spot, key: Key) -> _Holder:
        holder = _Holder(_GROUPS[spot.kind], spot.kind, spot.name, ref=spot.ref)
        self.holders.append(holder)
        self._learn(holder, key, spot.name)
        if spot.ref is not None:
            self.by_ref[spot.ref] = holder
        return holder

    def _note(self, holder: _Holder, spot: Spot) -> None:
        """A mention of an entity, with what stands in brackets behind it."""
        if holder.group != _GROUPS[spot.kind]:
            spot = replace(spot, kind=holder.kind)
        self.new.append((spot.span, holder))
        insort(holder.at, spot.span.start)
        self._teach(holder, spot)

    def _teach(self, holder: _Holder, spot: Spot) -> None:
        self._learn(holder, self._key(holder.group, spot.kind, spot.name), spot.name)
        if spot.role is not None:
            holder.codes |= {mark for mark in spot.role.marks if mark.isascii()}
            holder.roles[spot.role.text] = None
            if holder.given is None or holder.role is None:
                text = spot.role.text
                text = "ال" + text[2:] if text.startswith("لل") else text
                holder.role = text if holder.role is None or len(text) > len(holder.role) else holder.role
        if holder.group not in ("person", "body"):
            return
        bracket = _BRACKET.match(self.text, spot.span.end)
        if bracket is None:
            return
        name = clean(bracket["name"])
        latin = name[:1].isascii()
        if (latin and len(name) > 1) or (holder.group == "body" and not is_common(fold_text(name))):
            self._learn(holder, self._key(holder.group, holder.kind, name), name)
            holder.short[tuple(WORD.findall(fold_text(name)))] = None

    # --- short names ---

    def short_names(self) -> None:
        """The other places of last names of persons, and of the short names of bodies."""
        taken = sorted([*self.busy, *(span for span, _ in self.new)], key=_PLACE)
        found: list[tuple[Span, _Holder]] = []
        bodies = {key[0]: h for h in self.holders if h.group == "body" for key in h.short if len(key) == 1}
        for word in dict.fromkeys(word for holder in self.holders for word in self._shorts(holder)):
            for place in self._places(word):
                start = self.words.starts[place] + len(self.words.words[place]) - len(word)
                span = self.folded.span(start, self.words.ends[place])
                at = bisect_right(taken, _PLACE(span), key=_PLACE)
                if any(one.overlap(span) for one in taken[max(at - 4, 0) : at + 1]):
                    continue
                holder = bodies.get(word) or self._last(word, span.start)
                if holder is not None:
                    found.append((span, holder))
                    holder.forms[clean(span.of(self.text))] = None
        self.new.extend(found)

    def _shorts(self, holder: _Holder) -> Iterable[str]:
        """The single words that name an entity elsewhere."""
        if holder.group == "body":
            return [key[0] for key in holder.short if len(key) == 1 and self._telling(key[0])]
        if holder.group == "person" and len(holder.key) > 1 and self._telling(holder.key[-1]):
            return [holder.key[-1]]
        return ()

    def _telling(self, word: str) -> bool:
        """Whether a word alone names somebody wherever it stands."""
        lang, classes = self.lang, self.lang.classes
        known = word in classes.given or word in lang.adjectives or word in lang.roles or word in lang.states
        known = known or word in classes.faith
        return len(word) > 2 and not known and word not in lang.capitals and not is_common(word)

    def _places(self, word: str) -> list[int]:
        forms = (word, "و" + word, "ل" + word, "ب" + word, "ف" + word)
        return sorted(place for form in forms for place in self.words.index.get(form, ())[:_PLACES])

    # --- what is given back ---

    def result(self, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
        """All mentions and entities."""
        firsts = {id(holder): holder.at[0] for holder in self.holders if holder.at}
        old = [holder for holder in self.holders if holder.given is not None]
        fresh = sorted((h for h in self.holders if h.given is None), key=lambda h: firsts[id(h)])
        ids = {id(h): h.given.id for h in old if h.given is not None}
        ids |= {id(h): f"e{i}" for i, h in enumerate(fresh, len(ids) + 1)}
        made = [self._entity(h, ids[id(h)]) for h in (*old, *fresh)]
        kinds = {entity.id: entity.kind for entity in made}
        every = [
            mention if mention.kind == kinds[mention.entity] else replace(mention, kind=kinds[mention.entity])
            for mention in mentions
        ]
        every += [
            Mention(span, kinds[ids[id(h)]], ids[id(h)])
            for span, h in self.new
            if all(self.held[one] is not h for one in self._over(span))
        ]
        return tuple(sorted(every, key=lambda m: (m.span.start, m.span.end, m.entity))), tuple(made)

    def _entity(self, holder: _Holder, name: str) -> Entity:
        ref = holder.ref or (
            ref_of(holder.kind, tuple(holder.forms), tuple(holder.roles), holder.codes)
            if holder.group
            else None
        )
        given = holder.given
        if given is None:
            best = max(holder.forms, key=lambda form: len(form.split()) if not form.isascii() else 0)
            aliases = tuple(form for form in holder.forms if form != best)
            return Entity(name, best, holder.kind, aliases, holder.role, ref)
        shown = given.name
        if holder.group == "person" and " " not in shown:
            # The name that the report gives at its fullest, where a phrase that speaks had its last word.
            longer = [form for form in holder.forms if form.split()[-1:] == [shown] and " " in form]
            shown = max(longer, key=len, default=shown)
        aliases = tuple(dict.fromkeys(a for a in (*given.aliases, *holder.forms) if a != shown))
        role = given.role or holder.role if holder.group != "body" else None
        return Entity(given.id, shown, holder.kind, aliases, role, given.ref or ref, given.anonymous)


@lru_cache(maxsize=16384)
def _filed(name: str, medium: bool, body: bool, language: str) -> Key:
    """The words under which a name is filed: those of a body without articles and endings."""
    if medium:
        return medium_key(name, language)
    words = tuple(WORD.findall(fold_text(name)))
    return tuple(stem(word) for word in words) if body else name_key(words)


def _same(group: str, short: Key, long: Key) -> bool:
    """Whether `short` is another form of the name `long`."""
    if group == "person":
        return len(short) > 1 and same_person(short, long)
    if short == long:
        return True
    if 1 < len(short) < len(long) and long[: len(short)] == short and not short[0].isascii():
        # «مجلس الأمن» and «مجلس الأمن الدولي».
        proper = all(is_rare(word) for word in short) or long[len(short)][0] == "ل"
        return proper or all(word.endswith("ي") for word in long[len(short) :])
    return len(long) == len(short) + 1 and long[1:] == short and long[0] in _classing()


@lru_cache(maxsize=1)
def _classing() -> frozenset[str]:
    return frozenset(stem(word) for word in people().classes.classing)


def _alike(one: Key, other: Key) -> bool:
    """Whether two full names differ in vowels or in a space alone: «ترامب» and «ترمب»."""
    if "".join(one) == "".join(other):
        return True
    if len(one) != len(other) or len(one) < 2:
        return False
    return all(
        a == b or (len(skeleton(a)) > 2 and skeleton(a) == skeleton(b))
        for a, b in zip(one, other, strict=True)
    )
