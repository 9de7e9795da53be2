"""Copies by passage: what other reports say of who carried the words that stand in this one.

A passage that another report prints too, and that report credits to an agency, came from that agency. Words
that a paper has on evidence of its own, and another printed later, came from that paper. That others print
the words, and nothing tells who had them first, is also told: it keeps one paper's correspondent from being a
witness for a text of all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from musnad.model import Copy, Origin, OriginKind, Reason, Span
from musnad.origins_evidence import Carrier, Evidence

LEAST = 80
"""Code points that a passage must have to tell anything, a dozen words: names and offices are shorter."""

MOST = 0.5
"""Share of a text or a content that passages must hold so as to tell whence it comes."""

_SHOWN = 3
"""Reports that a reason names; the others say the same."""


@dataclass(frozen=True, slots=True)
class Held:
    """A passage of the report at hand that stands in `other` too; `carriers` had it, all of them or one.

    ``credited``: the other report credits them. ``heard``: the other report's publisher has it on evidence,
    and came first or is the same. ``shared``: nothing tells whose it is; there are no carriers.
    """

    span: Span
    other: str
    carriers: frozenset[Carrier]
    how: Literal["credited", "heard", "shared"]


def canonical(evidences: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """The same evidence with one name, kind and reference for each key, whatever the order of reports.

    An abbreviation that one agency alone prints as its own is that agency. Of several names the one that most
    reports have is taken, then the shortest, then the first by letters. A publisher stays one in its own
    reports. Linear in what the evidence holds.
    """
    owners = abbreviations(evidences.values())
    spelt = {version: spelt_out(one, owners) for version, one in evidences.items()}
    called = namings(spelt.values())
    return {version: named(one, called) for version, one in spelt.items()}


def abbreviations(evidences: Iterable[Evidence]) -> dict[str, Carrier]:
    """The agencies that abbreviations stand for, by their keys; the evidence comes in the order of versions.

    Of «(ط و د)» an agency's own dateline tells whose it is, or that its letters are those of an agency's
    name, «الطود». What is held meanwhile grows with the carriers alone.
    """
    agencies: dict[str, Carrier] = {}
    printed: defaultdict[str, set[Carrier]] = defaultdict(set)
    for one in evidences:
        agencies.update((carrier.key, carrier) for carrier in carriers_of(one))
        if one.publisher is not None and one.publisher.kind == "agency":
            for credit in one.credits:
                if ABBREVIATION.fullmatch(credit.carrier.key):
                    printed[credit.carrier.key].add(one.publisher)
    owners: defaultdict[str, set[Carrier]] = defaultdict(set)
    for key in filter(ABBREVIATION.fullmatch, agencies):
        spelt = agencies.get(key.replace(" ", ""))
        if spelt is not None and spelt.kind == "agency":
            owners[key].add(spelt)
    for key, found in printed.items():
        owners[key] |= found
    return {key: min(found) for key, found in owners.items() if len(found) == 1}


def spelt_out(one: Evidence, owners: Mapping[str, Carrier]) -> Evidence:
    """The same evidence, abbreviations of agencies replaced by the agencies."""
    if not owners or not any(c.key in owners for c in carriers_of(one)):
        return one
    return _own_left_out(_renamed(one, lambda carrier: owners.get(carrier.key, carrier)))


@dataclass(frozen=True, slots=True)
class Namings:
    """The one name of each key, and the one kind and reference of those that have several; `varied` has the
    keys of which anything is to be replaced.
    """

    names: Mapping[str, str]
    sorts: Mapping[str, tuple[OriginKind, str]]
    varied: frozenset[str]


def namings(evidences: Iterable[Evidence]) -> Namings:
    """What each carrier is called, of evidence that is spelt out, in any order."""
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds: defaultdict[str, Counter[tuple[OriginKind, str]]] = defaultdict(Counter)
    for one in evidences:
        called, sorts = forms(one)
        for key, name in called:
            names[key][name] += 1
        for key, kind in sorts:
            kinds[key][kind] += 1
    return settled(names, kinds)


def forms(one: Evidence) -> tuple[set[tuple[str, str]], set[tuple[str, tuple[OriginKind, str]]]]:
    """The names that a report has for keys, and the kinds and references."""
    carriers = list(carriers_of(one))
    return (
        {(c.key, c.name) for c in carriers},
        {(c.key, (c.kind, c.ref or "")) for c in carriers if c.kind != "publisher"},
    )


def settled(
    names: Mapping[str, Mapping[str, int]], kinds: Mapping[str, Mapping[tuple[OriginKind, str], int]]
) -> Namings:
    """What carriers are called of whose names, kinds and references it was counted how many reports have
    each; those that have one name, one kind and one reference alone may be left out.
    """
    sorts = {key: min(found, key=lambda k: (-found[k], k)) for key, found in kinds.items() if len(found) > 1}
    return Namings(
        {key: min(found, key=lambda n: (-found[n], len(n), n)) for key, found in names.items()},
        sorts,
        frozenset(key for key, found in names.items() if len(found) > 1) | frozenset(sorts),
    )


def named(one: Evidence, called: Namings) -> Evidence:
    """The same evidence under the names that are used for all of it."""
    if not any(c.key in called.varied for c in carriers_of(one)):
        return one

    def one_of(carrier: Carrier) -> Carrier:
        kind, ref = carrier.kind, carrier.ref
        if kind != "publisher" and carrier.key in called.sorts:
            kind, ref = called.sorts[carrier.key][0], called.sorts[carrier.key][1] or None
        return Carrier(kind, carrier.key, called.names.get(carrier.key, carrier.name), ref)

    return _renamed(one, one_of)


# Three letters apart, as agencies are abbreviated in datelines, known to no table.
ABBREVIATION = re.compile(r"name:\w \w \w")
# The names that these letters may be.
ABBREVIATED = re.compile(r"name:\w{3}")


def _own_left_out(one: Evidence) -> Evidence:
    """A publisher's credit to itself is none."""
    own = one.publisher.key if one.publisher is not None else ""
    return replace(one, credits=tuple(credit for credit in one.credits if credit.carrier.key != own))


def carriers_of(one: Evidence) -> Iterator[Carrier]:
    """Every carrier that a report tells of."""
    if one.publisher is not None:
        yield one.publisher
    for credit in one.credits:
        yield credit.carrier
    for told in one.statements:
        if told.inner is not None:
            yield told.inner


def _renamed(one: Evidence, one_of: Callable[[Carrier], Carrier]) -> Evidence:
    return replace(
        one,
        publisher=None if one.publisher is None else replace(one.publisher, name=one_of(one.publisher).name),
        credits=tuple(replace(credit, carrier=one_of(credit.carrier)) for credit in one.credits),
        statements=tuple(
            told if told.inner is None else replace(told, inner=one_of(told.inner)) for told in one.statements
        ),
    )


def held(evidences: Mapping[str, Evidence], copies: Iterable[Copy]) -> dict[str, list[Held]]:
    """The passages of every report, by version; copies of reports that are not given tell nothing."""
    found: defaultdict[str, list[Held]] = defaultdict(list)
    for copy in copies:
        later, earlier = evidences.get(copy.later), evidences.get(copy.earlier)
        if later is None or earlier is None:
            continue
        of_later, of_earlier = held_of(copy, later, earlier)
        found[copy.later] += of_later
        found[copy.earlier] += of_earlier
    return found


def held_of(copy: Copy, later: Evidence, earlier: Evidence) -> tuple[list[Held], list[Held]]:
    """What one copy tells of the passages of the later and of the earlier report."""
    forth = _told(earlier, later, copy, first=copy.directed)
    back = _told(later, earlier, copy, first=False)
    of_later, of_earlier = list[Held](), list[Held]()
    for passage in copy.passages:
        if forth is not None and len(passage.later) >= LEAST:
            of_later.append(Held(passage.later, copy.earlier, *forth))
        if back is not None and len(passage.earlier) >= LEAST:
            of_earlier.append(Held(passage.earlier, copy.later, *back))
    return of_later, of_earlier


def _told(
    other: Evidence, own: Evidence, copy: Copy, *, first: bool
) -> tuple[frozenset[Carrier], Literal["credited", "heard", "shared"]] | None:
    """What `other` tells of the passages that it shares with `own`; `first`: it had them before."""
    if other.agencies:
        # Another paper credits this very one: that is evidence that it had the words itself.
        mine = own.publisher
        return frozenset(mine if mine and mine.key == c.key else c for c in other.agencies), "credited"
    same = own.publisher is not None and own.publisher == other.publisher
    if other.own and other.publisher is not None and (first or same):
        return frozenset((other.publisher,)), "heard"
    if same or (copy.directed and not first):
        return None
    return frozenset(), "shared"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What passages tell of some spans: the part of them that each set of carriers has, and the passages.

    `shared` is the part of which nothing tells more than that others print it too.
    """

    size: int
    credited: Mapping[frozenset[Carrier], int]
    heard: Mapping[frozenset[Carrier], int]
    shared: float
    passages: tuple[Held, ...]

    def most(self, how: Literal["credited", "heard"]) -> list[frozenset[Carrier]]:
        """The sets of carriers that have more than `MOST` of the spans, in their order."""
        among = self.credited if how == "credited" else self.heard
        return sorted((c for c, part in among.items() if part > MOST * self.size), key=sorted)

    def part(self, carriers: Iterable[Carrier]) -> float:
        """The share of the spans that passages of these carriers hold, the largest of their sets."""
        wanted = set(carriers)
        parts = [n for among in (self.credited, self.heard) for c, n in among.items() if c & wanted]
        return min(1.0, max(parts, default=0) / max(1, self.size))


def weigh(spans: Sequence[Span], passages: Sequence[Held]) -> Weighed:
    """How much of `spans` the passages hold. Linear in passages and spans together, but for sorting."""
    near = [p for p in passages if any(p.span.overlap(span) for span in spans)]
    parts: dict[tuple[str, frozenset[Carrier]], list[Span]] = {}
    for passage in near:
        parts.setdefault((passage.how, passage.carriers), []).append(passage.span)
    size = sum(map(len, spans))
    sizes = {key: _covered(spans, runs) for key, runs in parts.items()}
    return Weighed(
        size,
        {carriers: part for (how, carriers), part in sizes.items() if how == "credited"},
        {carriers: part for (how, carriers), part in sizes.items() if how == "heard"},
        sizes.get(("shared", frozenset()), 0) / max(1, size),
        tuple(near),
    )


def _covered(spans: Sequence[Span], runs: list[Span]) -> int:
    """Code points of `spans` that lie in one of `runs` at least."""
    joined: list[Span] = []
    for run in sorted(runs):
        if joined and run.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, run.end))
        else:
            joined.append(run)
    return sum(span.overlap(run) for span in spans for run in joined)


def settle(sets: Sequence[frozenset[Carrier]]) -> frozenset[Carrier]:
    """Whom several sets of carriers leave: those in all of them, or all where no one is in each."""
    if not sets:
        return frozenset()
    return frozenset.intersection(*sets) or frozenset.union(*sets)


def origin(carriers: Iterable[Carrier], reasons: Sequence[Reason]) -> Origin:
    """One carrier as an origin; several as one joint origin, unresolved and counted once."""
    found = sorted(carriers, key=lambda carrier: carrier.key)
    if len(found) == 1:
        one = found[0]
        return Origin(one.kind, one.key, one.name, one.ref, tuple(reasons))
    joint: OriginKind = "joint"
    return Origin(
        joint, "|".join(c.key for c in found), "، ".join(c.name for c in found), None, tuple(reasons)
    )


def because(carriers: frozenset[Carrier], weighed: Weighed) -> list[Reason]:
    """The passages that tell of `carriers`, the longest first: names, the other report, where in this."""
    told = [p for p in weighed.passages if p.carriers & carriers]
    longest: dict[str, Held] = {}
    for passage in sorted(told, key=lambda p: (-len(p.span), p.other, p.span)):
        longest.setdefault(passage.other, passage)
    return [
        Reason(
            f"passage-{p.how}",
            ("، ".join(sorted(c.name for c in p.carriers)), p.other, f"{p.span.start}-{p.span.end}"),
        )
        for p in list(longest.values())[:_SHOWN]
    ]
