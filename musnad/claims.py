"""Claims: statements that say the same, by one speaker or the party spoken for; who else says it, who denies.

`claims_weighing.py` makes edges of pairs; here edges become claims. Pure functions: the order of statements
changes nothing, and whether two are joined depends on the edges alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from musnad.direction import instant
from musnad.model import Claim, Edge, Place, Span, claim_id

LINKED: Final = 1 / 2
"""The share of pairs between two groups that must be edges for the two to be one claim: what keeps a chain of
statements, each like the next, from joining the first with the last."""


@dataclass(frozen=True, slots=True)
class Member:
    """A statement as claims order it: where it stands, its content, when its report was published; how many
    of the same report that have this content stand before it.
    """

    place: Place
    content: tuple[Span, ...]
    published: str | None
    nth: int = 0

    @property
    def id(self) -> str:
        """What edges call it."""
        return self.place.id


def claims(members: Iterable[Member], edges: Iterable[Edge]) -> tuple[Claim, ...]:
    """The claims of some statements, each in exactly one, in the order of their ids.

    Edges that name others tell nothing. A person's judgement outranks the program's: what is judged the same
    is joined whatever else speaks against it, what is judged different is kept apart, and claims of which two
    statements are judged to be in no dispute, or to be no two voices, do not stand beside each other so. No
    statement is lost.
    """
    known = {one.id: one for one in members}
    given = sorted(
        (edge for edge in edges if edge.left in known and edge.right in known and edge.undone_at is None),
        key=lambda edge: (-edge.score, edge.left, edge.right, edge.relation),
    )
    groups = _grouped([known[name] for name in sorted(known)], given)
    named: dict[str, str] = {}
    ordered: dict[str, tuple[Member, ...]] = {}
    for group in groups:
        found = tuple(sorted((known[name] for name in group), key=_order))
        name = claim_id(found[0].place.version, found[0].content, found[0].nth)
        ordered[name] = found
        named.update((one.id, name) for one in found)
    beside: dict[str, defaultdict[str, set[str]]] = {
        "corroborates": defaultdict(set), "disputes": defaultdict(set),
    }  # fmt: skip
    apart = {
        (edge.relation, frozenset((named[edge.left], named[edge.right])))
        for edge in given
        if edge.relation in beside and edge.judgement == "different"
    }
    for edge in given:
        one, other = named[edge.left], named[edge.right]
        wanted = edge.relation in beside and one != other
        if wanted and (edge.relation, frozenset((one, other))) not in apart:
            beside[edge.relation][one].add(other)
            beside[edge.relation][other].add(one)
    return tuple(
        Claim(
            name,
            tuple(one.place for one in ordered[name]),
            tuple(sorted(beside["corroborates"][name])),
            tuple(sorted(beside["disputes"][name])),
        )
        for name in sorted(ordered)
    )


def _order(one: Member) -> tuple[bool, str, str, str]:
    return one.published is None, instant(one.published), one.place.version, one.place.statement


def _grouped(members: Sequence[Member], edges: Sequence[Edge]) -> list[list[str]]:
    """The groups that edges of one claim make, those of persons first, then the likeliest.

    Statements of one and the same stretch, as of an agency and of whom it quotes, are one claim in any case:
    it is named after where its earliest statement stands.
    """
    groups = _Groups([one.id for one in members])
    stretches: dict[tuple[str, tuple[Span, ...]], str] = {}
    for one in members:
        groups.join(stretches.setdefault((one.place.version, one.content), one.id), one.id)
    same = [edge for edge in edges if edge.relation == "same-claim"]
    for edge in same:
        if edge.by is not None and edge.judgement == "same":
            groups.join(edge.left, edge.right)
    for edge in same:
        if edge.judgement == "different":
            groups.part(edge.left, edge.right)
    for edge in same:
        if edge.judgement == "same":
            groups.link(edge.left, edge.right)
    for edge in same:
        if edge.judgement == "same" and groups.may_join(edge.left, edge.right):
            groups.join(edge.left, edge.right)
    return groups.all()


class _Groups:
    """Groups of statements, with how many edges tie each two and which are to stay apart."""

    def __init__(self, names: Sequence[str]) -> None:
        self._of = {name: name for name in names}
        self._members: dict[str, list[str]] = {name: [name] for name in names}
        self._ties: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._apart: defaultdict[str, set[str]] = defaultdict(set)

    def link(self, left: str, right: str) -> None:
        """Count an edge between two groups."""
        one, other = self._of[left], self._of[right]
        if one != other:
            self._ties[one][other] += 1
            self._ties[other][one] += 1

    def part(self, left: str, right: str) -> None:
        """Keep two groups apart."""
        one, other = self._of[left], self._of[right]
        if one != other:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def may_join(self, left: str, right: str) -> bool:
        one, other = self._of[left], self._of[right]
        if one == other or other in self._apart[one]:
            return False
        pairs = len(self._members[one]) * len(self._members[other])
        return self._ties[one][other] >= LINKED * pairs

    def join(self, left: str, right: str) -> None:
        one, other = self._of[left], self._of[right]
        if one == other:
            return
        # The smaller is poured into the larger, so that each name moves a few times only.
        one, other = sorted((one, other), key=lambda lead: (-len(self._members[lead]), lead))
        for name in self._members[other]:
            self._of[name] = one
        self._members[one] += self._members.pop(other)
        _merge(self._ties, one, other)
        for third in self._apart.pop(other, set()):
            self._apart[third].discard(other)
            self._apart[third].add(one)
            self._apart[one].add(third)

    def all(self) -> list[list[str]]:
        """The members of every group."""
        return list(self._members.values())


def _merge(ties: defaultdict[str, defaultdict[str, int]], one: str, other: str) -> None:
    for third, number in ties.pop(other, {}).items():
        ties[third].pop(other, None)
        if third != one:
            ties[one][third] += number
            ties[third][one] += number
