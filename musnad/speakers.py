"""Who the phrases of one report speak of: short names, roles and «the ministry» tied to the fullest name.

A registry is filled with every phrase that names somebody, then asked for the rest. Look-ups go by
dictionary over words, so that the time stays linear in the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from musnad.lang.grammar import grammar_words
from musnad.lang.people import People, people
from musnad.mentions import Words
from musnad.model import Entity, EntityKind, Span
from musnad.parties import WORD, Party, clean, name_key, parse_words, phrase_of, stem
from musnad.text import Folded, fold

_LOOKED = 40
_RECENT = 60
_BEHIND = 9
_OFFICES = frozenset("مكتب اداره فريق حكومه وفد حمله".split())
VAGUE = frozenset("مسؤول دبلوماسي سياسي مشرع ناشط كاتب خبير محلل باحث متحدث ناطق قيادي صحافي صحفي ضابط فنان رجل سيد مرشح اعلامي نادل فتاه مراه عضو طبيب محامي مستشار نائب استاذ مدرب لاعب".split())


@dataclass(slots=True)
class Actor:
    """One speaker while the report is being read; `order` is its rank of first naming."""

    order: int
    name: str
    key: tuple[str, ...]
    kind: EntityKind
    head: str | None = None
    role: str | None = None
    roles: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    gender: str = ""
    number: str = "s"
    anonymous: bool = False
    state: str | None = None
    first: int = 0
    aliases: dict[str, None] = field(default_factory=dict)
    keys: dict[tuple[str, ...], None] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: the actor and the name of the rule that led to it."""

    actor: Actor
    rule: str


def within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(word in rest for word in short)


def same_person(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether `short` is a run of the words of `long`, or its first and last words agree with it."""
    size = len(short)
    if any(long[i : i + size] == short for i in range(len(long) - size + 1)):
        return size > 1 or short[0] not in ("بن", "عبد", "ابو", "ال")
    return size > 1 and short[0] == long[0] and short[-1] == long[-1] and within(short, long)


class Registry:
    """The actors of one report."""

    def __init__(self, text: str, folded: Folded, words: Words) -> None:
        self.text = text
        self.folded = folded
        self.words = words
        self.lang: People = people()
        self.time = grammar_words().time
        self.actors: list[Actor] = []
        self.by_key: dict[tuple[str, ...], Actor] = {}
        self.by_word: dict[str, list[Actor]] = {}
        self.by_state: dict[str, Actor] = {}
        self.by_head: dict[str, list[Actor]] = {}
        self.by_role: dict[str, list[Actor]] = {}
        self._named_at: dict[int, Party | None] = {}
        self._body_at: dict[int, Party | None] = {}
        self._asked: dict[tuple[object, ...], Actor | None] = {}

    def add(self, party: Party, at: int) -> Actor:
        """The actor that `party`, which names somebody, stands for; a new one where none has its key."""
        if party.state is not None:
            actor = self.by_state.get(party.state)
            if actor is None:
                actor = self._new(party, at)
                actor.name = self.lang.state_names[party.state] if party.rule != "source" else party.name
                self.by_state[party.state] = actor
                actor.heads.add(party.rule)
            elif party.rule == "source" and "source" not in actor.heads:
                actor.name = party.name
                actor.heads.add("source")
            elif party.rule == "source" and len(party.name) > len(actor.name):
                actor.name = party.name
        else:
            key = self.key(party)
            known = self.by_key.get(key)
            actor = known if known is not None else self._new(party, at)
            self.by_key[key] = actor
        self._learn(actor, party)
        return actor

    def key(self, party: Party) -> tuple[str, ...]:
        """Under what the actor of a phrase is filed."""
        return party.key if party.kind not in ("organisation", "medium", "role") else tuple(stem(w) for w in party.key)

    def _new(self, party: Party, at: int) -> Actor:
        actor = Actor(len(self.actors), party.name, party.key, party.kind, first=at)
        actor.gender, actor.number, actor.anonymous, actor.state = party.gender, party.number, party.anonymous, party.state
        self.actors.append(actor)
        return actor

    def _learn(self, actor: Actor, party: Party) -> None:
        if party.key not in actor.keys:
            actor.keys[party.key] = None
            for word in party.key:
                known = self.by_word.setdefault(word, [])
                if not known or known[-1] is not actor:
                    known.append(actor)
        if party.name != actor.name:
            actor.aliases[party.name] = None
        if party.head and party.head not in actor.heads:
            actor.heads.add(party.head)
            actor.head = actor.head or party.head
            self.by_head.setdefault(party.head, []).append(actor)
        for role in party.roles - actor.roles:
            self.by_role.setdefault(role, []).append(actor)
        actor.roles |= party.roles
        actor.marks |= party.marks
        if party.role and (actor.role is None or len(party.role) > len(actor.role)):
            actor.role = party.role
        if party.kind == "person":
            actor.kind = "person"
            if party.role:
                actor.gender = party.gender or actor.gender

    def merge(self) -> None:
        """Give every short name to the one longer name that holds it."""
        for actor in sorted(self.actors, key=lambda a: (-len(a.key), a.order)):
            if actor.kind not in ("person", "organisation", "medium", "role") or actor.anonymous:
                continue
            longer = self.longer(actor.key, actor.first, actor)
            if longer is not None and longer is not actor:
                self._absorb(longer, actor)

    def _absorb(self, longer: Actor, short: Actor) -> None:
        for key, known in list(self.by_key.items()) if len(self.by_key) < 50 else ((k, self.by_key[k]) for k in short_keys(self, short)):
            if known is short:
                self.by_key[key] = longer
        longer.roles |= short.roles
        longer.marks |= short.marks
        longer.spans += short.spans
        for head in short.heads:
            if head not in longer.heads:
                longer.heads.add(head)
                self.by_head.setdefault(head, []).append(longer)
        for role in short.roles:
            self.by_role.setdefault(role, []).append(longer)
        longer.aliases[short.name] = None
        longer.aliases.update(short.aliases)
        longer.keys.update(short.keys)
        longer.role = longer.role or short.role
        longer.gender = longer.gender or short.gender
        longer.first = min(longer.first, short.first)
        short.kind = "unnamed"
        short.name = ""

    def longer(self, key: tuple[str, ...], at: int, own: Actor | None = None) -> Actor | None:
        """The actor with a longer name that holds the words of `key`: the last before `at`, else the first after."""
        if not key:
            return None
        rarest = min((self.by_word.get(w, []) for w in key), key=len)
        best: Actor | None = None
        for actor in rarest[-_RECENT:]:
            if actor is own or not actor.name or len(actor.key) <= len(key) or actor.anonymous or actor.state:
                continue
            if own is not None and own.kind == "person" and actor.kind != "person" and len(key) > 1:
                continue
            if actor.kind == "document" or (len(key) == 1 and actor.kind == "person" and own is not None and own.kind != "person"):
                continue
            if own is not None and own.kind == "person" and actor.head in _OFFICES:
                continue
            if own is not None and own.kind == "organisation" and own.head and actor.head and own.head != actor.head:
                continue
            fits = same_person if actor.kind == "person" else within
            if fits(key, actor.key) and (best is None or (actor.first <= at and (best.first > at or actor.first > best.first))):
                best = actor
        return best

    def named(self, key: tuple[str, ...]) -> Party | None:
        """The titled person of the text whose name ends in the words of `key`, cut there; else begins with them."""
        size = len(key)
        best: Party | None = None
        for place in self.words.index.get(key[0], [])[:_LOOKED]:
            party = self._titled(place)
            if party is None or len(party.key) <= size:
                continue
            for i in range(1, min(len(party.key) - size + 1, 4)):
                if party.key[i : i + size] == key:
                    return self._cut(party, i + size)
            if party.key[:size] == key and best is None and self._plausible(party):
                best = party
        return best or self._given(key)

    def _given(self, key: tuple[str, ...]) -> Party | None:
        """A name in the text with a given name before the words of `key`."""
        words = self.words
        for place in self.words.index.get(key[0], [])[:_LOOKED]:
            if words.words[place : place + len(key)] != key:
                continue
            first = place
            while first > 0 and place - first < 3 and not self._broken(first):
                if words.words[first - 1] in self.lang.given or (words.words[first - 1] in ("بن", "دي", "فان", "فون") and first > 1):
                    first -= 1
                elif first > 1 and words.words[first - 2] in self.lang.given and not self._broken(first - 1) and self._bare(first - 1):
                    first -= 2
                else:
                    break
            if first < place and words.words[first] in self.lang.given:
                last = place + len(key)
                span = self.folded.span(words.starts[first], words.ends[last - 1])
                return Party(clean(span.of(self.text)), name_key(words.words[first:last]), "person", (span.start, span.end))
        return None

    def _broken(self, index: int) -> bool:
        """Whether something other than a space, a hyphen or a mark stands before word `index`."""
        gap = self.folded.text[self.words.ends[index - 1] : self.words.starts[index]]
        return gap.strip(' "') not in ("", "-")

    def _bare(self, index: int) -> bool:
        word = self.words.words[index]
        return not word.startswith("ال") and word not in self.lang.complements and word not in self.lang.roles

    @staticmethod
    def _cut(party: Party, count: int) -> Party:
        if count == len(party.key):
            return party
        name, key = party.name, party.key
        parts = name.split(" ")
        while len(key) > count and len(parts) > 1:
            parts.pop()
            key = name_key(tuple(fold(" ".join(parts)).text.split()))
        return replace(party, name=" ".join(parts), key=key)

    def _titled(self, place: int) -> Party | None:
        """The person of the title that stands at most a few words before word `place`."""
        words, lang = self.words.words, self.lang
        start = None
        for i in range(place - 1, max(place - _BEHIND, -1), -1):
            gap = self.folded.text[self.words.ends[i] : self.words.starts[i + 1]]
            if any(c in gap for c in ".\n؟!:"):
                break
            word = words[i]
            bare = word[1:] if word[0] in "ولب" else word
            if word in lang.roles or bare in lang.roles or word in lang.honorifics or bare in lang.honorifics:
                start = i
            elif start is not None:
                break
        return None if start is None else self.person_at(start)

    def person_at(self, start: int) -> Party | None:
        """The person named behind the title at word `start`, or None."""
        if start not in self._named_at:
            words = self.words
            last = min(start + 14, len(words.words))
            phrase = phrase_of(
                self.text, self.folded, words.words[start:last], words.starts[start:last], words.ends[start:last]
            )
            named = parse_words(phrase)
            self._named_at[start] = named[0] if named else None
        return self._named_at[start]

    def holder(self, party: Party, at: int) -> Actor | None:
        """The person who holds the role `party` (الوزير، الرئيس الروسي): named as a source, else in the text."""
        best = self._best(party, at)
        if best is not None:
            return best
        if not party.marks or party.roles & VAGUE:
            return None
        for role in sorted(party.roles):
            for form in (role, "ال" + role, "و" + role, "ل" + role, role + "ه", "ال" + role + "ه", "لل" + role, "وال" + role):
                for place in self.words.index.get(form, [])[:_LOOKED]:
                    named = self.person_at(place)
                    if named is not None and party.marks <= named.marks and role in named.roles and self._plausible(named):
                        return self.add(named, at)
        return None

    def _plausible(self, party: Party) -> bool:
        """Whether a name read in running text is used again on its own."""
        last = party.key[-1]
        return len(self.words.index.get(last, ())) + len(self.words.index.get(party.key[0], ())) > 2

    def _best(self, party: Party, at: int) -> Actor | None:
        scored: list[tuple[tuple[int, int, int], Actor]] = []
        seen: set[int] = set()
        for role in party.roles:
            for actor in self.by_role.get(role, [])[-_RECENT:]:
                if actor.order in seen or actor.kind != "person" or not actor.name:
                    continue
                seen.add(actor.order)
                if party.gender == "f" and actor.gender == "m":
                    continue
                missing = len(party.marks - actor.marks)
                states = {m for m in party.marks if m.isascii()}
                others = {m for m in actor.marks if m.isascii()}
                if states and others and not states & others:
                    continue
                if missing and len(party.marks - states) > 0 and not (party.marks - states) & actor.marks and party.marks - states:
                    continue
                scored.append(((-missing, int(actor.first <= at), actor.first if actor.first <= at else -actor.first), actor))
        if not scored:
            return None
        return max(scored, key=lambda pair: pair[0])[1]

    def pointed(self, party: Party, at: int, recent: list[Actor]) -> Actor | None:
        """What «الوزارة», «المصدر ذاته», «الوكالة» point back to: the last with that head, with its marks."""
        head = party.head
        if head is None:
            return None
        for actor in reversed(recent[-_RECENT:]):
            if head in actor.heads and (not party.marks or party.marks <= actor.marks or not actor.marks):
                return actor
        states = {m for m in party.marks if m.isascii()}
        for actor in reversed(recent[-_RECENT:]):
            if head in actor.heads and states <= actor.marks and party.kind != "role":
                return actor
        best: Actor | None = None
        for actor in self.by_head.get(head, [])[-_RECENT:]:
            if not actor.name or (party.marks and not party.marks <= actor.marks):
                continue
            if best is None or (actor.first <= at and actor.first >= best.first) or (best.first > at and actor.first < best.first):
                best = actor
        return best

    def body(self, head: str, at: int) -> Party | None:
        """The last body of the text before folded offset `at` with the bare noun `head`, with its complement."""
        places = [p for form in (head, "ب" + head, "ل" + head, "و" + head, "ال" + head) for p in self.words.index.get(form, [])[:_LOOKED]]
        words = self.words
        best: tuple[int, int] | None = None
        for place in sorted(places):
            if words.starts[place] >= at and best is not None:
                break
            stop = self._complement(place)
            if stop > place + 1 and (best is None or stop - place >= best[1] - best[0] or words.starts[place] < at):
                best = (place, stop)
        if best is None:
            return None
        place, stop = best
        span = self.folded.span(words.starts[place], words.ends[stop - 1])
        name = clean(span.of(self.text))
        if words.words[place] not in (head, "ال" + head):
            name = name[1:]
        kind: EntityKind = "medium" if head in self.lang.media else "organisation"
        gender = "f" if head.endswith("ه") else "m"
        return Party(name, (head, *words.words[place + 1 : stop]), kind, (span.start, span.end), head=head, gender=gender)

    def _complement(self, place: int) -> int:
        """The end of the noun phrase that the noun at word `place` opens: its complement with adjectives."""
        words, body = self.words, self.folded.text
        i = place + 1
        while i < len(words.words) and i < place + 6:
            gap = body[words.ends[i - 1] : words.starts[i]]
            if gap.strip(' "'):
                break
            word = words.words[i]
            if i == place + 1:
                if word in ("في", "من", "عن", "علي", "الي"):
                    break
            elif not word.startswith(("ال", "لل", "وال")) or word in self.lang.relatives:
                break
            if i > place + 1 and word in self.time:
                break
            i += 1
        return i


def short_keys(registry: Registry, actor: Actor) -> list[tuple[str, ...]]:
    """The keys of the registry under which `actor` is known."""
    keys = [*actor.keys, *(tuple(stem(w) for w in key) for key in actor.keys)]
    return [key for key in dict.fromkeys(keys) if registry.by_key.get(key) is actor]


def entities(actors: list[Actor]) -> tuple[tuple[Entity, ...], dict[int, str]]:
    """The actors as entities of a reading, numbered from e1, and the id of each actor by its order."""
    ids = {actor.order: f"e{i}" for i, actor in enumerate(actors, 1)}
    found = tuple(
        Entity(
            ids[a.order], a.name, a.kind, tuple(x for x in a.aliases if x and x != a.name), a.role, None, a.anonymous
        )
        for a in actors
    )
    return found, ids


def name_spans(
    text: str, folded: Folded, words: Words, actors: list[Actor], taken: dict[Span, Actor]
) -> dict[Span, Actor]:
    """`taken`, with every other place that prints a name of `actors`: the longest first, none overlapping."""
    names: dict[str, list[tuple[tuple[str, ...], Actor]]] = {}
    for actor in actors:
        if actor.kind not in ("person", "organisation", "medium", "state", "role") or actor.anonymous:
            continue
        for key in dict.fromkeys([actor.key, *actor.keys]):
            if key and (len(key) > 1 or len(key[0]) > 2):
                names.setdefault(key[0], []).append((key, actor))
    for known in names.values():
        known.sort(key=lambda pair: -len(pair[0]))
    found = dict(taken)
    busy = sorted(taken)
    at = 0
    for start, end, actor in _runs(folded.text, names):
        span = folded.span(start, end)
        while at < len(busy) and busy[at].end <= span.start:
            at += 1
        if at < len(busy) and busy[at].start < span.end:
            continue
        found[span] = actor
    return found


def _runs(body: str, names: dict[str, list[tuple[tuple[str, ...], Actor]]]) -> Iterator[tuple[int, int, Actor]]:
    """Where `names` stand in `body`, with the offsets of each and its actor."""
    if not names:
        return
    done = 0
    for match in WORD.finditer(body):
        word, start = match.group(), match.start()
        if start < done:
            continue
        known = names.get(word)
        if known is None and word[0] in "ولبف":
            known = names.get(word[1:])
            start += 1
        for key, actor in known or ():
            end = _run_end(body, match.end(), key)
            if end:
                done = end
                yield start, end, actor
                break


def _run_end(body: str, at: int, key: tuple[str, ...]) -> int:
    """Where the words of `key` after the first end, read from offset `at`; 0 where they are not there."""
    for word in key[1:]:
        if body.startswith(" ", at):
            at += 1
        elif word != "ال" and not body.startswith(word, at):
            return 0
        if not body.startswith(word, at):
            return 0
        at += len(word)
    return 0 if body[at : at + 1].isalnum() else at
