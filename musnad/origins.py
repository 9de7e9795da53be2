"""Whence each statement comes, and most of each report: the innermost carrier on its path.

The path of a statement, outermost first: the publisher; the agencies that the report credits, or those that
the copied passage which holds its content came from; the relayers of its chain; a medium that it was said to
or in; the source itself where that is a medium or a document. Its origin is the innermost of these, and a
publisher is one on evidence only. What nothing tells is unknown. A pure function of the evidence of all
reports and their copies; `docs/origins.md` tells how to read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from musnad.carriers import Carrier, Evidence, Path
from musnad.model import Copy, Origin, Reason, ReportOrigins, Span

REASONS: Final = (
    "chain",
    "said-to",
    "document",
    "unnamed-relayer",
    "credit",
    "byline-credit",
    "several-agencies",
    "agency-publishes",
    "copied-from",
    "copied-along-with",
    "conflict",
    "correspondent",
    "said-to-publisher",
    "publisher-says",
    "nothing",
)

# Half of a content or a text, so that the carrier is of most of it.
_MOST: Final = 0.5

UNKNOWN: Final = Origin("unknown", "", reasons=(Reason("nothing"),))


@dataclass(frozen=True, slots=True)
class _Carried:
    """Stretches of one report that another report holds too, whose carrier is known, and why."""

    spans: tuple[Span, ...]
    origin: Origin


def origins(evidence: Iterable[Evidence], copies: Sequence[Copy]) -> tuple[ReportOrigins, ...]:
    """The origins of every report and of its statements, by version.

    `copies` are edges between the versions of `evidence`; what names another is left out. The order of
    neither changes anything. Linear in the statements and in the passages of the copies.
    """
    of = {one.version: one for one in evidence}
    own = {version: _own(one) for version, one in of.items()}
    carried: defaultdict[str, list[_Carried]] = defaultdict(list)
    for copy in sorted(copies, key=lambda one: (one.later, one.earlier)):
        if copy.later in of and copy.earlier in of:
            later, earlier = tuple(p.later for p in copy.passages), tuple(p.earlier for p in copy.passages)
            _carry(of[copy.earlier], own[copy.earlier], later, carried[copy.later])
            _carry(of[copy.later], own[copy.later], earlier, carried[copy.earlier])
    return tuple(_of_report(of[name], own[name], carried[name]) for name in sorted(of))


def _own(evidence: Evidence) -> Origin | None:
    """The origin of a report as a whole, by what it says itself: the agencies it credits, or that it is of
    one.
    """
    agencies = evidence.credits
    if len(agencies) > 1 or any(one.several for one in agencies):
        single = len(agencies) == 1
        key = "" if single else " ".join(sorted(one.key for one in agencies))
        name = "، ".join(sorted(one.name for one in agencies))
        return Origin("joint", key, name, None, (Reason("several-agencies", (name,)),))
    if agencies:
        one = agencies[0]
        code = "byline-credit" if one.where == "byline" else "credit"
        return _origin(one, Reason(code, (one.name,)))
    publisher = evidence.publisher
    if publisher is not None and publisher.kind == "agency":
        return _origin(publisher, Reason("agency-publishes", (publisher.name,)))
    return None


def _origin(carrier: Carrier, *reasons: Reason) -> Origin:
    return Origin(carrier.kind, carrier.key, carrier.name, carrier.ref, reasons)


def _publisher(publisher: Carrier, *reasons: Reason) -> Origin:
    return Origin("publisher", publisher.key, publisher.name, publisher.ref, reasons)


def _carry(other: Evidence, own: Origin | None, spans: tuple[Span, ...], into: list[_Carried]) -> None:
    """What a report that shares these stretches tells of whom they came from."""
    if own is None or not own.key or not spans:
        return
    itself = other.publisher is not None and own.key == other.publisher.key
    reason = Reason("copied-from" if itself else "copied-along-with", (other.version, own.name or ""))
    into.append(_Carried(spans, Origin(own.kind, own.key, own.name, own.ref, (reason,))))


def _of_report(evidence: Evidence, own: Origin | None, carried: Sequence[_Carried]) -> ReportOrigins:
    statements = tuple((one.id, _of_statement(one, evidence, own, carried)) for one in evidence.paths)
    whole, share = _whole(evidence, own, carried)
    return ReportOrigins(evidence.version, whole, round(share, 4), statements)


def _of_statement(path: Path, evidence: Evidence, own: Origin | None, carried: Sequence[_Carried]) -> Origin:
    publisher = evidence.publisher
    for carrier, code in reversed(path.inner):
        if publisher is not None and carrier.key == publisher.key:
            own_code = "said-to-publisher" if code == "said-to" else "publisher-says"
            return _publisher(publisher, Reason(own_code, (publisher.name,)))
        return _origin(carrier, Reason(code, (carrier.name,)))
    if own is not None:
        return own
    held = _agreed(path.content, carried)
    if held is not None:
        return held
    if publisher is not None and evidence.correspondent:
        return _publisher(publisher, Reason("correspondent", (evidence.correspondent,)))
    return UNKNOWN


def _whole(evidence: Evidence, own: Origin | None, carried: Sequence[_Carried]) -> tuple[Origin, float]:
    """The origin of most of the text, and the share of it that has it."""
    if own is not None:
        return own, 1.0
    body = (Span(0, evidence.length),)
    share = _covered(body, [span for one in carried for span in one.spans])
    held = _agreed(body, carried)
    if held is not None:
        same = [span for one in carried if one.origin.key == held.key for span in one.spans]
        return held, _covered(body, same)
    publisher = evidence.publisher
    if publisher is not None and evidence.correspondent:
        return _publisher(publisher, Reason("correspondent", (evidence.correspondent,))), 1.0 - share
    return UNKNOWN, 1.0 - share


def _agreed(content: Sequence[Span], carried: Sequence[_Carried]) -> Origin | None:
    """The one origin of the passages that hold most of `content`, as reports that share them tell it.

    Where they tell different agencies, one that holds it where no other does; else it is in conflict.
    """
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    told: dict[str, list[Origin]] = defaultdict(list)
    for one in carried:
        spans[one.origin.key].extend(one.spans)
        told[one.origin.key].append(one.origin)
    covers = {key: _covered(content, held) for key, held in spans.items()}
    enough = sorted(key for key, share in covers.items() if share >= _MOST)
    if not enough:
        return None
    if len(enough) > 1:
        names = tuple(sorted(told[key][0].name or "" for key in enough))
        return Origin("unknown", "", reasons=(Reason("conflict", names),))
    return min(told[enough[0]], key=lambda one: one.reasons[0].details)


def _covered(content: Sequence[Span], spans: Sequence[Span]) -> float:
    """The share of the characters of `content` that lie in one of `spans`."""
    total = sum(map(len, content))
    if not total:
        return 0.0
    held = 0
    at = 0
    for part in sorted(content):
        at = max(at, part.start)
        for span in sorted(spans):
            start, end = max(at, span.start), min(part.end, span.end)
            if end > start:
                held += end - start
                at = end
    return held / total
