"""The same person, body, medium, state or place in several reports: edges with reasons, and groups.

Pure functions of the set of profiles (`profiles.profile`), whatever their order. The profile of a report
depends on its reading alone and is kept as it is when reports are added or go. Edges and groups depend on all
profiles: which reports are neighbours, which words are frequent and who shares a name changes with each. So
`link` and `groups` are to be computed anew from the kept profiles, in time that grows with their number; no
text is read again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from musnad.candidates import blocking, names_that_meet, near_reports, neighbours
from musnad.components import Components
from musnad.likeness import (
    DOUBTFUL,
    SURE,
    Likeness,
    apart,
    comparable,
    likeness,
    namesakes,
    odds,
    of_names,
    of_reports,
    total,
)
from musnad.model import Edge, EntityKind, Judgement
from musnad.names import Key
from musnad.profiles import Known, Profile, Traits, key_of
from musnad.spelling import own_words

Place = tuple[str, str]
"""The key of an entity of a report."""

_UNITS = 6
"""Of two names, how many who bear them, the most frequent first, are compared each with each."""

_BEARERS = 12
"""Full names of one group against which another's are held before both are joined."""


_REFERENCE = Likeness(1.0, ("ref",))

_APART = Likeness(0.0, ("apart",))

_IMPOSSIBLE = -100.0
"""The log-odds of two whom names and kinds keep apart."""


@dataclass(slots=True)
class _Units:
    """Entities of equal traits as one, by number; `of` names the unit of a place, `named` what two weigh."""

    traits: list[Traits] = field(default_factory=list)
    members: list[list[Known]] = field(default_factory=list)
    of: dict[Place, int] = field(default_factory=dict)
    named: dict[tuple[int, int], tuple[dict[str, float], float]] = field(default_factory=dict)

    def weighed(self, one: int, other: int) -> tuple[dict[str, float], float]:
        """What the traits of two units say, and what that weighs."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.named:
            mine, theirs = self.traits[one], self.traits[other]
            weighable = comparable(mine, theirs) and not apart(mine, theirs)
            found = of_names(mine, theirs) if weighable else {}
            self.named[pair] = found, total(found) if found else _IMPOSSIBLE
        return self.named[pair]

    def likeness(self, one: Known, other: Known) -> Likeness:
        """How likely two entities are one; as `likeness.weigh`, with what their traits say kept."""
        named, _ = self.weighed(self.of[one.key], self.of[other.key])
        return likeness(named, of_reports(one, other)) if named else _APART


def link(profiles: Iterable[Profile]) -> tuple[Edge, ...]:
    """The edges between entities of different reports, those that are sure and those in doubt, in order.

    Those of one reference are tied to the first of them, two of one report too, and so are those of equal
    traits whose name is enough. Names that share words in consonants are weighed once for all who bear them.
    Where names are not enough, entities are looked for in the nearest reports. The answer does not depend on
    the order of `profiles`.
    """
    unique = {one.report: one for one in profiles}
    ordered = sorted((one for profile in unique.values() for one in profile.known), key=lambda one: one.key)
    units = _units(ordered)
    edges: dict[tuple[str, str], Edge] = {}
    for one, other in _of_one_reference(ordered):
        edges[one.id, other.id] = _edge(one, other, _REFERENCE)
    alike = ((one, other, units.likeness(one, other)) for one, other in _alike(units))
    for one, other, found in (*alike, *_of_near_reports(unique, units)):
        if found.score >= DOUBTFUL:
            edge = _edge(one, other, found)
            edges[edge.left, edge.right] = edge
    return tuple(edges[key] for key in sorted(edges))


def _edge(one: Known, other: Known, found: Likeness) -> Edge:
    if one.key > other.key:
        one, other = other, one
    judgement: Judgement | None = "same" if found.score >= SURE else None
    return Edge(one.id, other.id, "same-entity", judgement, round(found.score, 4), found.reasons)


def _units(ordered: Sequence[Known]) -> _Units:
    numbers: dict[Traits, int] = {}
    units = _Units()
    for one in ordered:
        traits = one.traits
        number = numbers.setdefault(traits, len(numbers))
        if number == len(units.traits):
            units.traits.append(traits)
            units.members.append([])
        units.members[number].append(one)
        units.of[one.key] = number
    return units


def _of_one_reference(ordered: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """Each entity that tables know with the first of its reference, of its own report too."""
    held: defaultdict[str, list[Known]] = defaultdict(list)
    for one in ordered:
        if one.ref is not None:
            held[one.ref].append(one)
    for same in held.values():
        for one in same[1:]:
            yield same[0], one


def _alike(units: _Units) -> Iterator[tuple[Known, Known]]:
    """Pairs of entities whose traits alone may make them one: an entity or two for all of equal traits."""
    least, sure = odds(DOUBTFUL), odds(SURE)
    bearers: defaultdict[Key, list[int]] = defaultdict(list)
    for number, traits in enumerate(units.traits):
        bearers[traits.forms[0]].append(number)
        if (
            traits.ref is None
            and len(units.members[number]) > 1
            and units.weighed(number, number)[1] >= least
        ):
            yield from _star(units.members[number])
    for held in bearers.values():
        held.sort(key=lambda number: (-len(units.members[number]), units.members[number][0].key))
    pairs = [(one, other) for held in bearers.values() for one, other in neighbours(held)]
    for one_form, other_form in sorted(names_that_meet(bearers)):
        left, right = bearers[one_form][:_UNITS], bearers[other_form][:_UNITS]
        pairs += [(one, other) for one in left for other in right]
    for one, other in pairs:
        if units.traits[one].ref is not None and units.traits[other].ref is not None:
            continue
        # A last name alone is looked for in near reports, unless names and titles are enough.
        lone = {len(units.traits[one].forms[0]), len(units.traits[other].forms[0])}
        if units.weighed(one, other)[1] >= (sure if 1 in lone and len(lone) > 1 else least):
            found = _first_two(units.members[one], units.members[other])
            if found is not None:
                yield found


def _star(members: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """Each with the first of another report."""
    first = members[0]
    second = next((one for one in members if one.report != first.report), None)
    for one in members[1:] if second is not None else ():
        if one.report != first.report:
            yield first, one
        elif second is not None:
            yield second, one


def _first_two(left: Sequence[Known], right: Sequence[Known]) -> tuple[Known, Known] | None:
    """The first of either that stand in different reports."""
    pairs = ((one, other) for one in left[:2] for other in right[:2] if one.report != other.report)
    return next(pairs, None)


def _of_near_reports(profiles: dict[str, Profile], units: _Units) -> Iterator[tuple[Known, Known, Likeness]]:
    """Pairs of entities of reports near to each other whose names share a word, weighed.

    Who is one with somebody in the other report is not somebody else there too: the likeliest pairs go first.
    """
    named = {report: _by_words(profile) for report, profile in profiles.items()}
    for one_report, other_report in near_reports(profiles.values()):
        left, right = named[one_report], named[other_report]
        met = {
            (one.entity, other.entity): (one, other)
            for word in left.keys() & right.keys()
            for one in left[word]
            for other in right[word]
        }
        yield from _matched(met.values(), units)


def _matched(pairs: Iterable[tuple[Known, Known]], units: _Units) -> Iterator[tuple[Known, Known, Likeness]]:
    told: list[tuple[float, Known, Known, Likeness]] = []
    sure = odds(SURE)
    for one, other in pairs:
        mine, theirs = units.of[one.key], units.of[other.key]
        if mine == theirs:
            # What is alike in all traits comes first; where these are enough it is tied already.
            tied = units.weighed(mine, mine)[1] >= sure
            told.append((2.0, one, other, _REFERENCE if tied else units.likeness(one, other)))
        elif one.ref is not None and other.ref is not None:
            if one.ref == other.ref:
                told.append((3.0, one, other, _REFERENCE))
        elif (found := units.likeness(one, other)).score >= DOUBTFUL:
            told.append((found.score, one, other, found))
    taken: set[str] = set()
    given: set[str] = set()
    for _, one, other, found in sorted(told, key=lambda row: (-row[0], row[1].key, row[2].key)):
        if one.entity in taken or other.entity in given:
            continue
        taken.add(one.entity)
        given.add(other.entity)
        if found is not _REFERENCE and found.score >= DOUBTFUL:
            yield one, other, found


def _by_words(profile: Profile) -> dict[str, list[Known]]:
    found: defaultdict[str, list[Known]] = defaultdict(list)
    for one in profile.known:
        for word in blocking(one.forms[0]):
            found[word].append(one)
    return found


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


@dataclass(slots=True)
class _Held:
    """What is joined so far: `reports` with name and reference there, references, names of several words."""

    members: list[Known]
    reports: dict[str, tuple[Key, str | None]]
    refs: set[str]
    bearers: set[tuple[EntityKind, Key]]


def groups(profiles: Iterable[Profile], edges: Iterable[Edge]) -> tuple[Group, ...]:
    """Who is one over all reports, by the surest edges first.

    Two entities that one report keeps apart by their names, two that tables know under different references,
    and two whose full names differ («نادر المزروقي» and «هالة المزروقي», both near to a mere «المزروقي») are
    never joined: an edge that would join them is left among the doubts. What a person judged the same is
    joined before all else and whatever speaks against it, what is judged different is kept apart unless other
    judgements join it. Edges that name others tell nothing. The answer does not depend on the order given.
    """
    everybody = {one.id: one for profile in profiles for one in profile.known}
    ordered = sorted(everybody.values(), key=lambda one: one.key)
    joined = Components(one.id for one in ordered)
    held = {one.id: _alone(one) for one in ordered}

    doubts: list[Edge] = []
    given = [
        edge
        for edge in edges
        if edge.left in everybody and edge.right in everybody and edge.undone_at is None
    ]
    parted = [(e.left, e.right) for e in given if e.by is not None and e.judgement == "different"]
    for edge in sorted(given, key=_rank):
        if edge.judgement == "different" and edge.by is not None:
            continue
        one, other = joined.root(edge.left), joined.root(edge.right)
        if one == other:
            continue
        if edge.by is None:
            if any({joined.root(left), joined.root(right)} == {one, other} for left, right in parted):
                continue
            if edge.judgement != "same" or not _joinable(held[one], held[other], edge):
                doubts.append(edge)
                continue
        one, other = sorted((one, other), key=lambda name: (-len(held[name].members), name))
        joined.join(one, other)
        larger = held.pop(one)
        _join(larger, held.pop(other))
        held[joined.root(one)] = larger
    open_: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in doubts:
        ends = {joined.root(edge.left), joined.root(edge.right)}
        for end in ends if len(ends) == 2 else ():
            open_[end].append(edge)
    made = [_group(sorted(one.members, key=lambda one: one.key), open_[name]) for name, one in held.items()]
    return tuple(
        sorted(made, key=lambda group: (-len(group.members), group.kind, group.name, group.members[0].key))
    )


def _rank(edge: Edge) -> tuple[bool, float, str, str]:
    """The order in which edges join: what persons judged, then the likeliest."""
    return edge.by is None, -edge.score, edge.left, edge.right


def _alone(one: Known) -> _Held:
    full = {(one.kind, one.forms[0])} if len(one.forms[0]) > 1 else set()
    return _Held(
        [one], {one.report: (one.forms[0], one.ref)}, {one.ref} if one.ref is not None else set(), full
    )


def _join(left: _Held, right: _Held) -> None:
    left.members += right.members
    left.reports |= right.reports
    left.refs |= right.refs
    left.bearers |= right.bearers


def _joinable(left: _Held, right: _Held, edge: Edge) -> bool:
    if len(left.refs | right.refs) > 1:
        return False
    few, many = sorted((left.reports, right.reports), key=len)
    if any(report in many and not _one_name(mine, many[report]) for report, mine in few.items()):
        return False
    if edge.reasons == ("ref",):
        return True
    return not any(
        namesakes(one, other, "person" if "person" in (sort, other_sort) else "body")
        for sort, one in sorted(left.bearers)[:_BEARERS]
        for other_sort, other in sorted(right.bearers)[:_BEARERS]
    )


def _one_name(mine: tuple[Key, str | None], theirs: tuple[Key, str | None]) -> bool:
    """Whether two of one report are known by one reference or one name, so that it keeps nobody apart."""
    return mine[1] == theirs[1] and (mine[1] is not None or mine[0] == theirs[0])


def _group(members: Sequence[Known], doubts: Sequence[Edge]) -> Group:
    names = Counter(one.names[0] for one in members)
    kinds = Counter(one.kind for one in members)
    fullest = max(names, key=lambda name: (len(own_words(key_of(name))), names[name], name))
    ref = next((one.ref for one in members if one.ref is not None), None)
    kind = max(kinds, key=lambda kind: (kinds[kind], kind))
    return Group(fullest, kind, ref, tuple(members), tuple(doubts))
