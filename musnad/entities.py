"""The same person, body, medium, state or place in several reports: who is who, how sure, and why.

Pure functions over readings. What each report knows of an entity is gathered by `profiles`, two are weighed
against each other (`weigh`), and a set is linked (`link`), which gives edges and leaves doubt unlinked.
Weights are fitted on labelled pairs by ``tools/fit_entities.py`` (`lang/entities.tsv`), as in the record
linkage of Fellegi and Sunter (1969).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from musnad.lang.people import people
from musnad.model import Edge, EntityKind, Judgement
from musnad.names import Key
from musnad.profiles import Known, Profile, bearers, given_share, key_of, noun_of_kind
from musnad.spelling import aligned, bones, is_latin, own_words, spells
from musnad.words import frequency

SURE = 0.5
"""From this score on two entities are linked; see docs/entities.md for the precision it gives."""

DOUBTFUL = 0.2
"""From this score on a pair that is not linked is still listed as a candidate."""

_NEAR = 0.78
"""Likeness from which two words may be one name: «غوتيريش» and «جوتيريس» have 0.83, «مايك» and «مارك» 0.75.
"""


_BORNE = 4
_MOSTLY = 0.6
_ORIGIN = 0.6
_NOUN = 0.4
_UNTOLD = 0.25


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two are one, from 0 to 1, and the features that told so, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


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
        given = right.forms[0][0] in people().classes.given or given_share(right.forms[0][0]) > _MOSTLY
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
    return one[bool(noun_of_kind(one)) :], other[bool(noun_of_kind(other)) :]


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
    return one != other and min(bearers().get(one, 0), bearers().get(other, 0)) >= _BORNE


def rare(word: str) -> float:
    """How much a word of a name tells: 0 for the most borne name to 1 for one that nobody is known to bear.

    A name of origin or tribe («الزهراني») is borne by many, whoever of them is known.
    """
    article = word.startswith("ال") and len(word) > 4
    bare = word[2:] if article else word
    borne = max(bearers().get(word, 0), bearers().get(bare, 0))
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
