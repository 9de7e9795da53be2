"""Whence the text of each report comes, and each of its statements: copies, credits and chains counted
together.

The path of a statement leads from the publisher over the agency that the report credits, or that the passage
with its content came from, and the relayers of its chain, to a medium that it was said to or that says it.
Its origin is the innermost link of the path that is a medium, a document or an unnamed relayer.
`docs/origins.md` explains the counting; pure functions, and the order of what they are given changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from musnad.components import Components
from musnad.media import medium_of
from musnad.model import Copy, Origin, Reason, ReportOrigins, Span
from musnad.origins_carriers import (
    MOST,
    Canon,
    Held,
    Weighed,
    because,
    canonical,
    held,
    origin,
    settle,
    weigh,
)
from musnad.origins_evidence import Evidence, evidence
from musnad.origins_links import Carrier, Told
from musnad.origins_marks import AGENCIES, shares

__all__ = ["REASONS", "Evidence", "evidence", "origins"]

REASONS: tuple[str, ...] = (
    "publisher-agency",
    "credit-text",
    "credit-byline",
    "agencies-unnamed",
    "passage-credited",
    "passage-heard",
    "conflict",
    "own-writer",
    "own-special",
    "own-told",
    "own-says",
    "told-medium",
    "said-in",
    "source-medium",
    "source-unnamed",
    "relayed-medium",
    "relayed-unnamed",
    "cited-document",
    "document-untold",
    "same-telling",
    "same-speaker",
    "shared",
    "marks",
    "no-evidence",
)
"""Every code of a reason given here and by the parts of this; `docs/origins.md` says what each means."""


@dataclass(frozen=True, slots=True)
class Bar:
    """From where on wording tells an agency, by the shares that `origins_marks.shares` gives.

    `lead` is how far the agency must lead the other agencies (its share among them); `alone` the share of
    agencies together, against papers' own texts, from which wording tells by itself; `copied` the same where
    other publishers print most of the text too, or it says that agencies gave it.

    Chosen for each of four parts by day on the other days, a bar tells 0.53 of 1,189 reports whose byline
    names one agency with precision 0.952, and takes 11 in 100 of 5,588 others for an agency's
    (`bench/origins.py`). Of the present one, with all days in sight: `lead` of 0.70 tells 0.56 with 0.94 and
    takes 12, 0.75 tells 0.54 with 0.958 and takes 11; `alone` of 0.9 would tell 0.45 and take 7.
    """

    lead: float = 0.75
    alone: float = 0.6
    copied: float = 0.1


BAR = Bar()


@dataclass(frozen=True, slots=True)
class Sound:
    """The agency that the wording of a text tells, with that of the reports that print it whole."""

    carrier: Carrier
    reason: Reason


def origins(
    evidences: Iterable[Evidence], copies: Iterable[Copy], bar: Bar = BAR, *, by: Canon | None = None
) -> tuple[ReportOrigins, ...]:
    """The origins of every report, in the order of their versions; wording tells from `bar` on.

    `copies` may name reports that are not given; these tell nothing. A report given twice counts once. Where
    the reports given are only some, `by` is what carriers go by in all.
    """
    known = canonical({one.version: one for one in sorted(evidences, key=lambda one: one.version)}, by)
    edges = sorted(copies, key=lambda copy: (copy.later, copy.earlier, copy.kind))
    passages = held(known, edges)
    sounds = _sounds(known, edges, bar)
    return tuple(
        report_origins(one, passages.get(version, []), sounds.get(version)) for version, one in known.items()
    )


def report_origins(one: Evidence, passages: Sequence[Held], sound: Sound | None) -> ReportOrigins:
    """The origins of one report under canonical names, of its passages and of what wording tells of it."""
    whole, share = _whole(one, passages, sound)
    return ReportOrigins(
        one.version,
        whole,
        share,
        tuple((told.id, _statement(one, told, passages, sound)) for told in one.statements),
    )


def _whole(one: Evidence, passages: Sequence[Held], sound: Sound | None) -> tuple[Origin, float]:
    """The origin of most of a text, and the share of its characters that has it."""
    weighed = weigh((Span(0, one.length),), passages)
    found, carriers = _carried(one, weighed, sound)
    if found.reasons[0].code.startswith("passage-"):
        return found, round(weighed.part(carriers), 4)
    others = {c for sets in (weighed.credited, weighed.heard) for s in sets for c in s if c not in carriers}
    return found, round(1 - weighed.part(others), 4)


def _statement(one: Evidence, told: Told, passages: Sequence[Held], sound: Sound | None) -> Origin:
    """The origin of a statement: its innermost link, or who carried the passage with its content.

    A link that is told only of what its speaker says nearby is asked where nothing else is told.
    """
    lost = (told.lost,) if told.lost is not None else ()
    if told.inner is not None and told.reason is not None and told.reason.code != "same-speaker":
        return origin((told.inner,), (told.reason, *lost))
    found, _ = _carried(one, weigh(told.content, passages), sound)
    if told.inner is not None and told.reason is not None and not found.told:
        return origin((told.inner,), (told.reason, *lost))
    return Origin(found.kind, found.key, found.name, found.ref, (*found.reasons, *lost)) if lost else found


def _carried(one: Evidence, weighed: Weighed, sound: Sound | None) -> tuple[Origin, frozenset[Carrier]]:
    """Who carried a stretch of text to the page, with all who may have."""
    own = frozenset(one.agencies)
    sets = weighed.most("credited")
    if own:
        return _credited(one, own, sets, weighed)
    if sets:
        found = settle(sets)
        reasons = because(found, weighed)
        if len(found) > 1 and not any(found <= s for s in sets):
            reasons.append(Reason("conflict", tuple(sorted(c.name for c in found))))
        return origin(found, reasons), found
    heard = settle(weighed.most("heard"))
    if len(heard) == 1:
        return origin(heard, because(heard, weighed)), heard
    unnamed = tuple(Reason("agencies-unnamed", (credit.printed,)) for credit in one.credits if credit.several)
    if one.own and one.publisher is not None and not unnamed:
        if weighed.shared <= MOST:
            mine = frozenset((one.publisher,))
            return origin(mine, one.own), mine
        if sound is None:
            return Origin("unknown", "", None, None, (_shared(weighed), *one.own)), frozenset()
    if sound is not None:
        return origin((sound.carrier,), (sound.reason, *unnamed, *one.own)), frozenset((sound.carrier,))
    if unnamed:
        return Origin("unknown", "", None, None, unnamed), frozenset()
    reason = _shared(weighed) if weighed.shared > MOST else Reason("no-evidence")
    return Origin("unknown", "", None, None, (reason,)), frozenset()


def _credited(
    one: Evidence, own: frozenset[Carrier], sets: Sequence[frozenset[Carrier]], weighed: Weighed
) -> tuple[Origin, frozenset[Carrier]]:
    """What a report credits, and what the passages say of it: they choose among several, or contradict."""
    reasons = _credits(one, own)
    if not sets:
        return origin(own, reasons), own
    told = settle(sets)
    both = own & told
    if both:
        if both != own:
            reasons = [*because(both, weighed), *reasons]
        return origin(both, reasons), both
    union = own | told
    reasons += [*because(told, weighed), Reason("conflict", tuple(sorted(c.name for c in union)))]
    return origin(union, reasons), union


def _credits(one: Evidence, own: frozenset[Carrier]) -> list[Reason]:
    if one.publisher is not None and one.publisher in own:
        return [Reason("publisher-agency", (one.publisher.name,))]
    return [
        Reason(f"credit-{credit.where}", (credit.carrier.name, credit.printed))
        for credit in one.credits
        if credit.carrier in own
    ]


def _shared(weighed: Weighed) -> Reason:
    """That others print the words too: which reports, the longest passage first."""
    among = sorted((p for p in weighed.passages if p.how == "shared"), key=lambda p: (-len(p.span), p.other))
    return Reason("shared", tuple(dict.fromkeys(p.other for p in among))[:3])


# --- wording ---


def _sounds(known: Mapping[str, Evidence], copies: Sequence[Copy], bar: Bar) -> dict[str, Sound]:
    """What wording tells of each report; reports that print one text whole are judged together, and alike."""
    groups = _groups(known, copies)
    copied = _copied(known, copies)
    found: dict[str, Sound] = {}
    for group in groups:
        printed = any(version in copied for version in group)
        sound = sound_of([known[version] for version in group], copied=printed, bar=bar)
        if sound is not None:
            found.update((version, sound) for version in group)
    return found


def sound_of(group: Sequence[Evidence], *, copied: bool, bar: Bar = BAR) -> Sound | None:
    """What wording tells of the reports that print one text, if anything; `copied` where another publisher
    prints most of one of them too.
    """
    scored = [one for one in group if one.marks.scores]
    if not scored:
        return None
    copied = copied or any(credit.several for one in scored for credit in one.credits)
    mean = tuple(
        math.fsum(column) / len(scored) for column in zip(*(e.marks.scores for e in scored), strict=True)
    )
    parts = shares(mean)[: len(AGENCIES)]
    together = math.fsum(parts)
    at = max(range(len(parts)), key=lambda n: parts[n])
    sure = parts[at] / together
    medium = medium_of(AGENCIES[at])
    if sure < bar.lead or together < (bar.copied if copied else bar.alone) or medium is None:
        return None
    ref = "medium/" + medium.ref
    words = sorted({word for one in scored for word in one.marks.words[at]})
    counts = {word: sum(word in one.marks.words[at] for one in scored) for word in words}
    told = sorted(words, key=lambda word: (-counts[word], word))[:3]
    name = medium.arabic or medium.name
    return Sound(
        Carrier("agency", ref, name, ref), Reason("marks", (name, f"{sure:.2f}", f"{together:.2f}", *told))
    )


def _groups(known: Mapping[str, Evidence], copies: Sequence[Copy]) -> list[list[str]]:
    """Reports that print one text: joined where a copy has more than half of both."""
    joined = Components(known)
    for copy in copies:
        if copy.later in known and copy.earlier in known and whole_copy(copy):
            joined.join(copy.later, copy.earlier)
    return joined.groups()


def whole_copy(copy: Copy) -> bool:
    """Whether two reports print one text: whether a copy has more than half of both."""
    return copy.kind == "copy" and min(copy.containment_later, copy.containment_earlier) > MOST


def printed_too(copy: Copy, later: Evidence, earlier: Evidence) -> tuple[bool, bool]:
    """Whether another publisher prints more than half of the later report, and of the earlier."""
    if later.publisher == earlier.publisher or copy.kind != "copy":
        return False, False
    return copy.containment_later > MOST, copy.containment_earlier > MOST


def _copied(known: Mapping[str, Evidence], copies: Sequence[Copy]) -> set[str]:
    """The reports of whose text another publisher prints more than half."""
    found: set[str] = set()
    for copy in copies:
        later, earlier = known.get(copy.later), known.get(copy.earlier)
        if later is not None and earlier is not None:
            both = zip(printed_too(copy, later, earlier), (copy.later, copy.earlier), strict=True)
            found.update(version for so, version in both if so)
    return found
