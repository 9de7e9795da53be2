"""Copies by passage: what other reports say of who carried the words that stand in this one.

A passage that another report prints too, and that report credits to an agency, came from that agency. Words
that a paper has on evidence of its own, and another printed later, came from that paper. That others print
the words, and nothing tells who had them first, is also told: it keeps one paper's correspondent from being a
witness for a text of all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from musnad.model import Copy, Origin, OriginKind, Reason, Span
from musnad.origins_evidence import Evidence
from musnad.origins_links import Carrier

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


@dataclass(frozen=True, slots=True)
class Carried:
    """The carriers that one report tells of: its publisher, those of its credits and of its statements, each
    under every name once.
    """

    publisher: Carrier | None
    credits: tuple[Carrier, ...]
    inner: tuple[Carrier, ...]

    @property
    def every(self) -> tuple[Carrier, ...]:
        """All of them."""
        own = () if self.publisher is None else (self.publisher,)
        return (*own, *self.credits, *self.inner)

    def whole(self, known: Mapping[str, Carrier]) -> Carried:
        """The same with abbreviations replaced by the agencies; a publisher's credit to itself is none."""
        if not any(one.key in known for one in self.every):
            return self
        own = self.publisher
        if own is not None:
            own = replace(own, name=known.get(own.key, own).name)
        spelt = (known.get(one.key, one) for one in self.credits)
        return Carried(
            own,
            tuple(one for one in spelt if own is None or one.key != own.key),
            tuple(known.get(one.key, one) for one in self.inner),
        )


def carried(one: Evidence) -> Carried:
    """The carriers that a report tells of."""
    return Carried(
        one.publisher,
        _each_once(credit.carrier for credit in one.credits),
        _each_once(told.inner for told in one.statements if told.inner is not None),
    )


def _each_once(some: Iterable[Carrier]) -> tuple[Carrier, ...]:
    return tuple({_form(one): one for one in some}.values())


@dataclass(frozen=True, slots=True)
class Canon:
    """What carriers go by in all reports: the agencies that abbreviations stand for, the name of each key,
    and the kind and reference of those that have several.

    An abbreviation that one agency alone prints as its own is that agency. Of several names the one that most
    reports have is taken, then the shortest, then the first by letters.
    """

    whole: Mapping[str, Carrier]
    names: Mapping[str, str]
    kinds: Mapping[str, tuple[OriginKind, str]]
    varied: frozenset[str]

    def of(self, carrier: Carrier) -> Carrier:
        """A carrier under its name; a publisher stays one in its own reports."""
        kind, ref = carrier.kind, carrier.ref
        if kind != "publisher" and carrier.key in self.kinds:
            kind, ref = self.kinds[carrier.key][0], self.kinds[carrier.key][1] or None
        return Carrier(kind, carrier.key, self.names.get(carrier.key, carrier.name), ref)

    def differing(self, other: Canon) -> frozenset[str]:
        """The keys that go by something else in another."""

        def told(canon: Canon, key: str) -> tuple[object, ...]:
            whole = canon.whole.get(key)
            return canon.names.get(key), canon.kinds.get(key), None if whole is None else _form(whole)

        keys = self.names.keys() | other.names.keys() | self.whole.keys() | other.whole.keys()
        return frozenset(key for key in keys if told(self, key) != told(other, key))


def canon(reports: Iterable[Carried]) -> Canon:
    """What the carriers of some reports go by; the order of reports changes nothing. Linear in them.

    One object given for several reports is looked at once: a quarter of reports tell of other carriers than
    all before them.
    """
    every = list(reports)
    times, held = Counter(map(id, every)), list({id(one): one for one in every}.values())
    return canon_of(lambda: ((one, times[id(one)]) for one in held))


def canon_of(reports: Callable[[], Iterable[tuple[Carried, int]]]) -> Canon:
    """As `canon`, of carriers each with how many reports tell of them, which may be too many to be held: they
    are asked for twice, and what is held meanwhile grows with the carriers alone.
    """
    whole = abbreviations(one for one, _ in reports())
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds: defaultdict[str, Counter[tuple[OriginKind, str]]] = defaultdict(Counter)
    for one, times in reports():
        spelt, sorts = forms(one, whole)
        for key, name in spelt:
            names[key][name] += times
        for key, kind in sorts:
            kinds[key][kind] += times
    return settled(whole, names, kinds)


def forms(
    one: Carried, whole: Mapping[str, Carrier]
) -> tuple[set[tuple[str, str]], set[tuple[str, tuple[OriginKind, str]]]]:
    """The names that a report has for keys, and the kinds and references, abbreviations replaced."""
    carriers = (one.whole(whole) if whole else one).every
    return (
        {(c.key, c.name) for c in carriers},
        {(c.key, (c.kind, c.ref or "")) for c in carriers if c.kind != "publisher"},
    )


def settled(
    whole: Mapping[str, Carrier],
    names: Mapping[str, Mapping[str, int]],
    kinds: Mapping[str, Mapping[tuple[OriginKind, str], int]],
) -> Canon:
    """What carriers go by, of how many reports have each name, and each kind and reference, of a key; keys
    that have one of each alone may be left out.
    """
    named = {key: min(found, key=lambda n: (-found[n], len(n), n)) for key, found in names.items()}
    sorts = {key: min(found, key=lambda k: (-found[k], k)) for key, found in kinds.items() if len(found) > 1}
    varied = {key for key, found in names.items() if len(found) > 1} | set(sorts)
    return Canon(whole, named, sorts, frozenset(varied))


def canonical(evidences: Mapping[str, Evidence], by: Canon | None = None) -> dict[str, Evidence]:
    """The same evidence with one name, kind and reference for each key, whatever the order of reports.

    `by` is what carriers go by in all reports, where these are only some. Linear in what the evidence holds.
    """
    told = canon(map(carried, evidences.values())) if by is None else by
    return {version: called(one, told) for version, one in evidences.items()}


def called(one: Evidence, told: Canon) -> Evidence:
    """The evidence of one report under the names that carriers go by in all."""

    def whole(carrier: Carrier) -> Carrier:
        return told.whole.get(carrier.key, carrier)

    if told.whole and any(c.key in told.whole for c in carried(one).every):
        one = _own_left_out(_renamed(one, whole))
    varied = any(c.key in told.varied for c in carried(one).every)
    return _renamed(one, told.of) if varied else one


def abbreviations(reports: Iterable[Carried]) -> dict[str, Carrier]:
    """The agencies that abbreviations stand for. Of «(ط و د)» an agency's own dateline tells whose it is, or
    that its letters are those of an agency's name, «الطود».
    """
    forms: set[_Form] = set()
    owners: defaultdict[str, set[_Form]] = defaultdict(set)
    for held in reports:
        forms.update(map(_form, held.every))
        if held.publisher is not None and held.publisher.kind == "agency":
            for credit in held.credits:
                if ABBREVIATION.fullmatch(credit.key):
                    owners[credit.key].add(_form(held.publisher))
    # Of several forms of a key the last; what it is called is counted.
    agencies = {form[0]: form for form in sorted(forms)}
    for key in filter(ABBREVIATION.fullmatch, agencies):
        spelt = agencies.get(key.replace(" ", ""))
        if spelt is not None and spelt[1] == "agency":
            owners[key].add(spelt)
    known = {key: min(found) for key, found in owners.items() if len({form[0] for form in found}) == 1}
    return {key: Carrier(kind, of, name, ref or None) for key, (of, kind, name, ref) in known.items()}


_Form = tuple[str, OriginKind, str, str]


def _form(one: Carrier) -> _Form:
    """All of a carrier, which is equal to another of its key."""
    return one.key, one.kind, one.name, one.ref or ""


# Three letters apart, as agencies are abbreviated in datelines, known to no table.
ABBREVIATION = re.compile(r"name:\w \w \w")
# What these letters may be the name of.
ABBREVIATED = re.compile(r"name:\w{3}")


def _own_left_out(one: Evidence) -> Evidence:
    """A publisher's credit to itself is none."""
    own = one.publisher.key if one.publisher is not None else ""
    return replace(one, credits=tuple(credit for credit in one.credits if credit.carrier.key != own))


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
