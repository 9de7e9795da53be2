"""The same person, body, medium, state or place in several reports: who is who, how sure, and why.

Pure functions over readings. What each report knows of an entity is gathered (`known`), two are weighed
against each other (`weigh`), and a set is linked (`link`), which gives edges and leaves doubt unlinked.
Weights are fitted on labelled pairs by ``tools/fit_entities.py`` (`lang/entities.tsv`), as in the record
linkage of Fellegi and Sunter (1969).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from musnad.lang import cells, table
from musnad.lang.known import named
from musnad.lang.people import People, people
from musnad.media import medium_named
from musnad.model import Edge, Entity, EntityKind, Judgement, Reading, Span
from musnad.names import WORD, Key, is_common, is_rare, name_key, stem
from musnad.spelling import aligned, bones, is_latin, own_words, spells
from musnad.spots import opens
from musnad.text import fold
from musnad.titles import ends_name
from musnad.words import frequency

SURE = 0.5
"""From this score on two entities are linked; see docs/entities.md for the precision it gives."""

DOUBTFUL = 0.2
"""From this score on a pair that is not linked is still listed as a candidate."""

_NEAR = 0.78
"""Likeness from which two words may be one name: «غوتيريش» and «جوتيريس» have 0.83, «مايك» and «مارك» 0.75.
"""

_READ_BACK = 24
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s?[\"«“(]?$")
_WORD_BEHIND = re.compile(r" ([^\W\d_]{3,})(?![^\W_])")

_FORMS = 6
_LONGEST = 8
_THEME = 40
_BORNE = 4
_MOSTLY = 0.6
_ORIGIN = 0.6
_NOUN = 0.4
_UNTOLD = 0.25
_COMMON = 3000
"""Words seen more often in the press say nothing of what a report is about."""


class Profile(NamedTuple):
    """What is weighed of an entity whatever report names it; equal for most of those who are named often."""

    kind: EntityKind
    forms: tuple[Key, ...]
    ref: str | None
    roles: frozenset[str]
    posts: frozenset[str]
    states: frozenset[str]
    tabled: frozenset[str]
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """An entity as one report knows it; `report` is the version, `entity` the id within its reading.

    `names` are those that the report prints, the fullest first, `forms` the same in folded words. `role` is
    the title as printed, `roles` its bare nouns, `posts` its other words, `states` the codes of states that
    role or name tell, `tabled` the references of whom the tables know by such a name, `heads` the nouns
    of kind that stand before the name of a body («نادي»). `mentions` counts the
    places, `company` holds the full names beside it, `theme` rare words of the report.
    """

    report: str
    entity: str
    kind: EntityKind
    names: tuple[str, ...]
    forms: tuple[Key, ...]
    ref: str | None = None
    role: str | None = None
    mentions: int = 0
    roles: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    tabled: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    company: frozenset[Key] = frozenset()
    theme: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The name of `key` in edges."""
        return f"{self.report}/{self.entity}"

    @property
    def profile(self) -> Profile:
        """What of it is weighed apart from its report."""
        return Profile(
            self.kind, self.forms, self.ref, self.roles, self.posts, self.states, self.tabled, self.heads
        )

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others: report version and entity."""
        return self.report, self.entity


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two are one, from 0 to 1, and the features that told so, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


def known(reading: Reading) -> tuple[Known, ...]:
    """What a reading knows of each entity that has a name; unnamed sources, documents and groups without one
    are left out.
    """
    lang = people(reading.report.language or "ar")
    theme = themes(reading.report.text)
    chosen = [entity for entity in reading.entities if linkable(entity)]
    full = {entity.id: own_words(key_of(entity.name)) for entity in chosen}
    company = {key for key in full.values() if len(key) > 1}
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for mention in reading.mentions:
        spans[mention.entity].append(mention.span)
        if mention.kind in ("organisation", "medium", "group"):
            heads[mention.entity] |= head_before(reading.report.text, mention.span)
    return tuple(
        replace(
            made,
            heads=made.heads | heads[entity.id],
            mentions=len(spans[entity.id]),
            company=frozenset(company - {full[entity.id]}),
            theme=theme,
        )
        for entity in chosen
        for made in (
            _continued(
                of_entity(entity, reading.report.version, lang), reading.report.text, spans[entity.id], lang
            ),
        )
    )


def head_before(text: str, span: Span) -> frozenset[str]:
    """The noun of kind that stands right before a name: «نادي» of «نادي العنبر»; empty without one."""
    match = _WORD_BEFORE.search(text, max(0, span.start - _READ_BACK), span.start)
    opening = opens(fold(match.group(1)).text) if match is not None else None
    if opening is None or not (opening.body or opening.medium):
        return frozenset()
    return frozenset({opening.word.removeprefix("ال")})


def _continued(made: Known, text: str, spans: Sequence[Span], lang: People) -> Known:
    """A person known by a given name alone with the word behind it where that can be the last name."""
    if made.kind != "person" or any(len(form) > 1 for form in made.forms):
        return made
    found: list[Key] = []
    for span in spans:
        match = _WORD_BEHIND.match(text, span.end)
        first = own_words(key_of(span.of(text)))
        if match is None or len(first) != 1 or not _is_given(first[0]):
            continue
        word = fold(match.group(1)).text
        if _last_name(word, lang):
            found.append((*first, word))
    return replace(made, forms=(*dict.fromkeys(found), *made.forms)[:_FORMS]) if found else made


def _last_name(word: str, lang: People) -> bool:
    if word in lang.adjectives or word in lang.roles or word in lang.states or word in lang.capitals:
        return False
    if word.startswith("ال"):
        return len(word) > 4 and not is_common(word) and not ends_name(word)
    # «تيريزا ماي»: a month that stands right behind a given name.
    return is_rare(word) and (word in _months() or not ends_name(word))


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(fold(form).text for forms in table("ar", "furniture")["months"] for form in forms)


def _is_given(word: str) -> bool:
    return word in people().classes.given or _given_share(word) > _MOSTLY


def linkable(entity: Entity) -> bool:
    """Whether an entity may be known in other reports: one with a name."""
    return not entity.anonymous and entity.kind in (
        "person",
        "organisation",
        "medium",
        "state",
        "place",
        "group",
    )


def of_entity(entity: Entity, report: str, lang: People) -> Known:
    """What a report says of one entity, apart from whom else it names and what it is about."""
    printed = sorted({entity.name, *entity.aliases}, key=lambda name: (name != entity.name, -len(name), name))
    keys = [key_of(name)[:_LONGEST] for name in printed]
    keys = _cleaned(keys, lang) if entity.kind == "person" else [_unprefixed(key) for key in keys]
    forms = tuple(dict.fromkeys(own_words(key) for key in keys))[:_FORMS]
    roles, posts, states = _role(key_of(entity.role or ""), lang)
    if entity.kind not in ("person", "state"):
        states |= _role(key_of(entity.name), lang)[2]
    return Known(
        report, entity.id, entity.kind, tuple(printed), tuple(form for form in forms if form) or (("",),),
        entity.ref, entity.role, roles=roles, posts=posts, states=states, tabled=_tabled(entity),
        heads=frozenset({_head(form) for form in forms if form and entity.kind != "person"} - {""}),
    )  # fmt: skip


def _unprefixed(key: Key) -> Key:
    """The words of the name of a body without a preposition tied to its noun of kind: «بنادي»."""
    opening = opens(key[0]) if len(key) > 1 else None
    return (opening.word, *key[1:]) if opening is not None and opening.body else key


def _cleaned(keys: Sequence[Key], lang: People) -> list[Key]:
    """Names of a person without words that are none of it; those that needed no cleaning first.

    A headline or a list runs a name on into what stands beside it: «المزروقي الانتخابية».
    """
    cut = [_person_words(key, lang) for key in keys]
    return sorted((key for key in cut if key), key=lambda key: key not in keys) or list(keys)


def _person_words(key: Key, lang: People) -> Key:
    """The words of a person's name: no title, common noun or preposition before it, no adjective at its
    end.
    """
    first, last = 0, len(key)
    while last - first > 1 and _before_name(key[first], lang):
        first += 1
    while last - first > 1 and _behind_name(key[last - 1], lang):
        last -= 1
    return key[first:last]


def _before_name(word: str, lang: People) -> bool:
    classes = lang.classes
    if word in classes.given or word in classes.namesakes or _bearers().get(word, 0) >= _BORNE:
        return False
    return (
        word in classes.honorifics or word in lang.roles or word in classes.bodies
        or word in lang.adjectives or ends_name(word) or (is_common(word) and not word.startswith("ال"))
    )  # fmt: skip


def _behind_name(word: str, lang: People) -> bool:
    if word in lang.classes.given or _bearers().get(word, 0) or len(word) < 4:
        return False
    adjective = word.startswith("ال") and word.endswith("يه") and is_common(word)
    return adjective or word in lang.classes.joined


def _tabled(entity: Entity) -> frozenset[str]:
    """The references of whom the tables know by the name of an entity: several where it is ambiguous."""
    if entity.ref is not None:
        return frozenset({entity.ref})
    found = {match.entry.ref for match in named(entity.name)}
    medium = medium_named(entity.name)
    if medium is not None and medium.ref and not medium.common:
        found.add(f"medium/{medium.ref}")
    return frozenset(found)


def key_of(name: str) -> Key:
    """The folded words of a printed name."""
    return name_key(tuple(WORD.findall(fold(name).text)))


def _role(words: Key, lang: People) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The role nouns of a title, its other words, and the codes of states in it."""
    roles, others, states = set(), set(), set()
    for word in words:
        bare = _bare(word, lang)
        code = lang.adjectives.get(bare) or lang.states.get(bare) or lang.capitals.get(bare)
        if code:
            states.add(code)
        elif bare in lang.roles:
            roles.add(lang.roles[bare])
        elif bare not in lang.classes.honorifics and len(bare) > 2:
            others.add(stem(bare))
    return frozenset(roles), frozenset(others), frozenset(states)


def _bare(word: str, lang: People) -> str:
    """A word of a title without what is joined to its front."""
    if word.startswith("لل") and len(word) > 4:
        return "ال" + word[2:]
    known = word in lang.adjectives or word in lang.states or word in lang.roles
    return word[1:] if word[0] in "ولب" and not known and len(word) > 3 else word


def themes(text: str) -> frozenset[str]:
    """The rarest words of the opening of a text that are known words of the press: what it is about."""
    words = dict.fromkeys(stem(word) for word in WORD.findall(fold(text[:6000]).text) if len(word) > 3)
    told = sorted((frequency(word) or _COMMON, word) for word in words if frequency(word) < _COMMON)
    return frozenset(word for _, word in told[:_THEME])


# --- two of them ---


def weigh(left: Known, right: Known) -> Likeness:
    """How likely two entities are one."""
    if left.ref is not None and right.ref is not None:
        return Likeness(1.0 if left.ref == right.ref else 0.0, ("ref",))
    return _likeness(of_names(left, right), of_reports(left, right))


def _likeness(named: dict[str, float], around: dict[str, float]) -> Likeness:
    weights = _weights()
    told = {name: value * weights.get(name, 0.0) for name, value in (*named.items(), *around.items())}
    total = weights.get("bias", 0.0) + sum(told.values())
    reasons = sorted(
        (name for name, part in told.items() if abs(part) > 0.3), key=lambda n: (-abs(told[n]), n)
    )
    return Likeness(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), tuple(reasons))


def _total(found: dict[str, float]) -> float:
    """What features weigh, in log-odds and without the bias."""
    weights = _weights()
    return sum(value * weights.get(name, 0.0) for name, value in found.items())


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    read = files("musnad.lang").joinpath("entities.tsv").read_text("utf-8").split("\n")[1:]
    return {name: float(value) for name, _, value in (line.partition("\t") for line in read if line)}


def features(left: Known, right: Known) -> dict[str, float]:
    """What speaks for and against two entities being one, by name; see docs/entities.md."""
    return {**of_names(left, right), **of_reports(left, right)}


def of_reports(left: Known, right: Known) -> dict[str, float]:
    """What the reports around two entities say: who else stands there, and what they are about."""
    company = len(left.company & right.company)
    return {"company": min(company, 4) / 4, "theme": _nearness(left.theme, right.theme)}


def of_names(left: Known, right: Known) -> dict[str, float]:
    """What two profiles say: names, titles, and whom tables know by them."""
    if (len(right.forms[0]), right.forms) > (len(left.forms[0]), left.forms):
        left, right = right, left
    found: dict[str, float] = {}
    sort = "person" if "person" in (left.kind, right.kind) else "body"
    one, other = _headless(left, right, sort)
    shape = shape_of(one, other, rare if sort == "person" else telling)
    found[f"{sort} {shape.name}"] = 1.0
    found[f"{sort} {shape.name} rarity"] = shape.rarity
    # What holds for persons and bodies alike is learned of both.
    found[shape.name] = 1.0
    found[f"{shape.name} rarity"] = shape.rarity
    found[sort] = 1.0
    found["near"] = shape.near
    if left.kind != right.kind:
        found["kinds differ"] = 1.0
    if sort == "person" and len(right.forms[0]) == 1:
        given = right.forms[0][0] in people().classes.given or _given_share(right.forms[0][0]) > _MOSTLY
        found["one given name" if given else "one name"] = 1.0
    for name, mine, theirs in (
        ("role", left.roles, right.roles),
        ("post", left.posts, right.posts),
        ("state", left.states, right.states),
        ("table", left.tabled, right.tabled),
        ("head", left.heads, right.heads),
    ):
        if mine & theirs:
            found[f"{name} shared"] = 1.0
        elif mine and theirs:
            found[f"{name} differs"] = 1.0
    return found


def _nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the rarer words that two reports have in common, from 0 to 1."""
    if not one or not other:
        return 0.0
    weight = sum(_rarity(word) for word in one & other)
    return min(1.0, 4 * weight / min(len(one), len(other)))


@lru_cache(maxsize=16384)
def _rarity(word: str) -> float:
    return max(0.0, 1.0 - math.log10(1 + frequency(word)) / 4)


def _headless(left: Known, right: Known, sort: str) -> tuple[Key, Key]:
    """Two names without the nouns of kind before them, unless these differ: «نادي النصر» and «النصر»."""
    one, other = left.forms[0], right.forms[0]
    if (sort == "person" and left.kind == right.kind) or (
        left.heads and right.heads and not left.heads & right.heads
    ):
        return one, other
    return one[bool(_head(one)) :], other[bool(_head(other)) :]


def _head(form: Key) -> str:
    """The noun of kind that a name of a body opens with, without its article; empty where there is none."""
    classes = people().classes
    bare = form[0].removeprefix("ال") if len(form[0]) > 4 else form[0]
    known = bare in classes.shells or bare in classes.bodies or bare in classes.media
    return bare if known and len(form) > 1 else ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How two names relate: `rarity` of the words they share and how `near` these are, both from 0 to 1."""

    name: str
    rarity: float = 0.0
    near: float = 0.0


def shape_of(long: Key, short: Key, tells: Callable[[str], float]) -> Shape:
    """How two names relate, in one of some dozen ways; `tells` says how much a word does."""
    if len(short) > len(long):
        long, short = short, long
    if is_latin(long[0]) != is_latin(short[0]):
        latin, arabic = (long, short) if is_latin(long[0]) else (short, long)
        if len(latin) == 1 and spells(latin[0], arabic):
            return Shape("equal", 1.0, 1.0)
    pairs: Sequence[tuple[int, int, float]] = aligned(long, short, _NEAR)
    if not pairs:
        return Shape("none")
    told = [max(tells(long[i]), tells(short[j])) for i, j, _ in pairs]
    pairs, told = _without_clashes(pairs, told, long, short)
    if not pairs:
        return Shape("none")
    rarity = 1.0 - math.prod(1.0 - one for one in told)
    near = min(near for _, _, near in pairs)
    return Shape(_relation(pairs, len(long), len(short), near), rarity, near)


def _without_clashes(
    pairs: Sequence[tuple[int, int, float]], told: Sequence[float], long: Key, short: Key
) -> tuple[list[tuple[int, int, float]], list[float]]:
    """The aligned words without those that are two names: «فيصل بن سلمان» and «فيصل بن سلطان».

    The rarer the words beside them, the likelier they are spellings of one: «ميشيل» and «ميشال بلاتيني».
    """
    kept = [
        place
        for place, (i, j, _) in enumerate(pairs)
        if not two_names(long[i], short[j])
        or math.prod(1.0 - one for at, one in enumerate(told) if at != place) < _UNTOLD
    ]
    return [pairs[place] for place in kept], [told[place] for place in kept]


def _relation(pairs: Sequence[tuple[int, int, float]], long: int, short: int, near: float) -> str:
    ends = any(pair[:2] == (long - 1, short - 1) for pair in pairs)
    begins = any(pair[:2] == (0, 0) for pair in pairs)
    if len(pairs) == short == long:
        return "equal" if near == 1.0 else "variant"
    if len(pairs) == short:
        if begins and ends and short > 1:
            return "part first and last"
        return "part last" if ends else "part first" if begins else "part within"
    return "family" if ends else "first name" if begins else "some"


def two_names(one: str, other: str) -> bool:
    """Whether two words are near in letters and yet two names of Arabs: «محمد» and «محمود»."""
    return one != other and min(_bearers().get(one, 0), _bearers().get(other, 0)) >= _BORNE


@lru_cache(maxsize=1)
def _bearers() -> dict[str, int]:
    columns = cells("ar", "names")
    return dict(zip(columns[::3], map(int, columns[1::3]), strict=True))


@lru_cache(maxsize=1)
def _firsts() -> dict[str, int]:
    columns = cells("ar", "names")
    return dict(zip(columns[::3], map(int, columns[2::3]), strict=True))


def _given_share(word: str) -> float:
    """The share of those who bear a word for whom it is the given name; 0 where nobody is known to."""
    return _firsts().get(word, 0) / max(1, _bearers().get(word, 0))


def rare(word: str) -> float:
    """How much a word of a name tells: 0 for the most borne name to 1 for one that nobody is known to bear.

    A name of origin or tribe («الزهراني») is borne by many, whoever of them is known.
    """
    article = word.startswith("ال") and len(word) > 4
    bare = word[2:] if article else word
    borne = max(_bearers().get(word, 0), _bearers().get(bare, 0))
    told = max(0.02, 1.0 - math.log10(1 + borne) / 4)
    return min(told, _ORIGIN) if article and word.endswith("ي") else told


def telling(word: str) -> float:
    """How much a word of the name of a body tells: little where it is a noun, which takes the article."""
    noun = not is_latin(word) and (word.startswith("ال") or frequency("ال" + word) > 0)
    return _NOUN if noun else 1.0


# --- many of them ---


def link(everybody: Iterable[Known]) -> tuple[Edge, ...]:
    """The edges between entities of different reports, those that are sure and those in doubt, in order.

    Those of one reference are tied to the first of them. Of others, candidates share the consonants of a word
    of their names; entities of one profile are weighed with another as one, and only what the reports around
    them say pair by pair. The answer does not depend on the order of `everybody`.
    """
    ordered = sorted(everybody, key=lambda one: one.key)
    edges = {(one.key, other.key): Edge(one.id, other.id, "same-entity", "same", 1.0, ("ref",))
             for one, other in _of_one_reference(ordered)}  # fmt: skip
    for one, other, found in _weighed(ordered):
        first, last = (one, other) if one.key < other.key else (other, one)
        judgement: Judgement | None = "same" if found.score >= SURE else None
        edges[first.key, last.key] = Edge(
            first.id, last.id, "same-entity", judgement, round(found.score, 4), found.reasons
        )
    return tuple(edges[key] for key in sorted(edges))


def _of_one_reference(ordered: Sequence[Known]) -> Iterable[tuple[Known, Known]]:
    """Each entity that tables know with the first of its reference in another report."""
    held: defaultdict[str, list[Known]] = defaultdict(list)
    for one in ordered:
        if one.ref is not None:
            held[one.ref].append(one)
    for same in held.values():
        for one in same[1:]:
            if one.report != same[0].report:
                yield same[0], one


def _weighed(ordered: Sequence[Known]) -> Iterable[tuple[Known, Known, Likeness]]:
    """The pairs of different reports that are linked or in doubt, each once."""
    profiles: defaultdict[Profile, list[Known]] = defaultdict(list)
    for one in ordered:
        profiles[one.profile].append(one)
    weights = _weights()
    least = math.log(DOUBTFUL / (1.0 - DOUBTFUL)) - weights.get("bias", 0.0) - 1e-6
    most = sum(max(0.0, weights.get(name, 0.0)) for name in ("company", "theme"))
    for mine, theirs in candidates(list(profiles)):
        left, right = profiles[mine], profiles[theirs]
        named = of_names(left[0], right[0])
        lacks = least - _total(named)
        if lacks > most:
            continue
        for at, one in enumerate(left):
            for other in left[at + 1 :] if left is right else right:
                if one.report == other.report:
                    continue
                around = of_reports(one, other)
                if _total(around) < lacks:
                    continue
                found = _likeness(named, around)
                if found.score >= DOUBTFUL:
                    yield one, other, found


def candidates(profiles: Sequence[Profile]) -> Iterable[tuple[Profile, Profile]]:
    """Pairs of profiles that may be one entity and that no reference decides, each once."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(profiles):
        for block in blocking(one.forms[:1]):
            blocks[block].append(place)
    seen: set[tuple[int, int]] = set()
    for held in blocks.values():
        for i, place in enumerate(held):
            for other in held[i:]:
                one, two = profiles[place], profiles[other]
                if (place, other) not in seen and (one.ref is None or two.ref is None):
                    seen.add((place, other))
                    yield one, two


def blocking(forms: Iterable[Key]) -> frozenset[str]:
    """The keys under which an entity is looked for: the consonants of the telling words of its names."""
    keys: set[str] = set()
    for form in forms:
        telling = form if len(form) == 1 else [word for word in form if rare(word) > 0.3] or form[-1:]
        keys |= {bones(word) or word for word in telling}
    return frozenset(keys)


@dataclass(frozen=True, slots=True)
class Group:
    """One entity over all reports: `members` are what each report knows of it, in order; `doubts` are the
    edges left open.

    `name` is its fullest form, the most frequent of equals; `ref` that of a table, where one of the reports
    knew it.
    """

    name: str
    kind: EntityKind
    ref: str | None
    members: tuple[Known, ...]
    doubts: tuple[Edge, ...]


def groups(everybody: Iterable[Known], edges: Iterable[Edge]) -> tuple[Group, ...]:
    """Who is one over all reports, by the surest edges first.

    Two entities that one report keeps apart, and two that tables know under different references, are never
    joined: an edge that would join them is left among the doubts. The answer does not depend on the order
    given.
    """
    ordered = sorted(everybody, key=lambda one: one.key)
    leader = {one.id: one.id for one in ordered}
    held = {one.id: [one] for one in ordered}

    def lead(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    doubts: list[Edge] = []
    for edge in sorted(edges, key=lambda e: (-e.score, e.left, e.right)):
        one, other = lead(edge.left), lead(edge.right)
        if one == other:
            continue
        if edge.judgement != "same" or not _joinable(held[one], held[other]):
            doubts.append(edge)
            continue
        one, other = sorted((one, other))
        leader[other] = one
        held[one] += held.pop(other)
    open_: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in doubts:
        ends = {lead(edge.left), lead(edge.right)}
        for end in ends if len(ends) == 2 else ():
            open_[end].append(edge)
    made = [_group(sorted(held[name], key=lambda one: one.key), open_[name]) for name in sorted(held)]
    return tuple(
        sorted(made, key=lambda group: (-len(group.members), group.kind, group.name, group.members[0].key))
    )


def _joinable(left: Sequence[Known], right: Sequence[Known]) -> bool:
    refs = {one.ref for one in (*left, *right) if one.ref is not None}
    return len(refs) < 2 and not {one.report for one in left} & {one.report for one in right}


def _group(members: Sequence[Known], doubts: Sequence[Edge]) -> Group:
    names = Counter(one.names[0] for one in members)
    kinds = Counter(one.kind for one in members)
    fullest = max(names, key=lambda name: (len(own_words(key_of(name))), names[name], name))
    ref = next((one.ref for one in members if one.ref is not None), None)
    kind = max(kinds, key=lambda kind: (kinds[kind], kind))
    return Group(fullest, kind, ref, tuple(members), tuple(doubts))
