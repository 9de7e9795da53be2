"""A claim with its counts opened into their reasons, and claims as rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from musnad.claims_counts import Counted, count
from musnad.corpus.claim_parts import Stated, WholeClaim
from musnad.corpus.claim_queries import ClaimSums, Listed
from musnad.export.tables import FieldKind, Row, reasons
from musnad.model import Count, Origin, Reason

LISTED: Final[dict[str, FieldKind]] = {
    "claim": "text",
    "first": "text",
    "speaker": "text",
    "speaker_ref": "text",
    "class": "text",
    "content": "text",
    "report": "text",
    "version": "text",
    "statement": "text",
    "publisher": "text",
    "reports": "count",
    "carriers": "count",
    "named": "count",
    "unknown": "count",
    "unnamed": "count",
    "low": "count",
    "high": "count",
    "disputed": "flag",
}
"""The fields of a claim in a list."""

STATED: Final[dict[str, FieldKind]] = {
    "report": "text",
    "version": "text",
    "published": "text",
    "publisher": "text",
    "title": "text",
    "url": "text",
    "statement": "text",
    "speaker": "text",
    "speaker_ref": "text",
    "speaks_for": "text",
    "source": "text",
    "cue": "text",
    "class": "text",
    "said_on": "text",
    "content": "text",
    "path": "texts",
    "origin": "text",
    "origin_ref": "text",
    "origin_kind": "text",
    "origin_reasons": "texts",
}
"""The fields of a statement of a claim."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One thing that is counted: an origin, None where nothing tells it; the versions that have it; why."""

    origin: Origin | None
    versions: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OpenedCount:
    """A count with each of its parts opened.

    `repeated` are versions with a statement of unknown origin that add none: another statement of the claim
    in the same report tells whence it has it, or another report of its publisher, which it says again.
    """

    count: Count
    named: tuple[Opened, ...]
    unknown: tuple[Opened, ...]
    unnamed: tuple[Opened, ...]
    repeated: tuple[Opened, ...]


def opened(whole: WholeClaim, counted: Sequence[Counted] | None = None) -> OpenedCount:
    """The count of a claim, made anew of its statements and the copies between their reports; `counted` are
    the statements as they are counted, where whoever asks has them.
    """
    found = count(counted or [one.counted for one in whole.statements], whole.copies)
    lost = [one for one in whole.statements if one.origin.kind == "unknown"]
    grouped = {version for group in found.unknown for version in group}

    return OpenedCount(
        found,
        tuple(_opened(origin, _of(whole.statements, origin)) for origin in found.named),
        tuple(_opened(None, [one for one in lost if one.place.version in group]) for group in found.unknown),
        tuple(_opened(origin, _of(whole.statements, origin)) for origin in found.unnamed),
        tuple(
            _opened(None, [one for one in lost if one.place.version == version])
            for version in dict.fromkeys(one.place.version for one in lost)
            if version not in grouped
        ),
    )


def _of(statements: Iterable[Stated], origin: Origin) -> list[Stated]:
    """The statements that count for an origin: named and unnamed ones of one key are two."""
    unnamed = origin.kind == "unnamed"
    return [
        one
        for one in statements
        if one.origin.key == origin.key
        and one.origin.kind != "unknown"
        and (one.origin.kind == "unnamed") == unnamed
    ]


def _opened(origin: Origin | None, found: Iterable[Stated]) -> Opened:
    held = list(found)
    return Opened(
        origin,
        tuple(dict.fromkeys(one.place.version for one in held)),
        tuple(dict.fromkeys(reason for one in held for reason in one.origin.reasons)),
    )


def listed_row(one: Listed) -> Row:
    """A claim in a list as a row of `LISTED`."""
    return {
        "claim": one.sums.id,
        "first": one.sums.first,
        "speaker": one.speaker,
        "speaker_ref": one.speaker_ref,
        "class": one.cue_class,
        "content": one.content,
        "report": one.report,
        "version": one.version,
        "statement": one.statement,
        "publisher": one.publisher,
        **sums_row(one.sums),
    }


def sums_row(sums: ClaimSums) -> Row:
    """The sums of a claim."""
    return {
        "reports": sums.reports,
        "carriers": sums.carriers,
        "named": sums.named,
        "unknown": sums.unknown,
        "unnamed": sums.unnamed,
        "low": sums.low,
        "high": sums.high,
        "disputed": sums.disputed,
    }


def stated_row(one: Stated, names: Mapping[str, str]) -> Row:
    """A statement of a claim as a row of `STATED`; `names` has what each version's report goes by."""
    return {
        "report": one.place.report,
        "version": one.place.version,
        "published": one.place.published,
        "publisher": one.place.publisher,
        "title": one.place.title,
        "url": one.place.url,
        "statement": one.said.id,
        "speaker": one.said.speaker,
        "speaker_ref": one.said.speaker_ref,
        "speaks_for": one.said.speaks_for,
        "source": one.source,
        "cue": one.cue,
        "class": one.said.cue_class,
        "said_on": one.said.said_on,
        "content": one.content,
        "path": [f"{kind}: {name}" for kind, name in one.path],
        "origin": one.origin.name,
        "origin_ref": one.origin.ref,
        "origin_kind": one.origin.kind,
        "origin_reasons": reasons(one.origin.reasons, names),
    }


def claim_part(whole: WholeClaim, names: Mapping[str, str]) -> dict[str, Any]:
    """All of a claim as plain values, ready for JSON."""
    told = opened(whole)
    return {
        "claim": whole.sums.id,
        "first": whole.sums.first,
        "statements": [stated_row(one, names) for one in whole.statements],
        "count": {
            "reports": [names[one] for one in told.count.reports],
            "carriers": list(told.count.carriers),
            "named": [_opened_part(one, names) for one in told.named],
            "unknown": [_opened_part(one, names) for one in told.unknown],
            "unnamed": [_opened_part(one, names) for one in told.unnamed],
            "repeated": [_opened_part(one, names) for one in told.repeated],
            "low": told.count.low,
            "high": told.count.high,
            "earliest": [names[one] for one in told.count.earliest],
        },
        "ties": [
            {
                "left": [names[one.left.version], one.left.statement],
                "right": [names[one.right.version], one.right.statement],
                "score": one.score,
                "reasons": list(one.reasons),
            }
            for one in whole.ties
        ],
        "corroborated": [listed_row(one) for one in whole.corroborated],
        "disputed": [listed_row(one) for one in whole.disputed],
    }


def _opened_part(one: Opened, names: Mapping[str, str]) -> dict[str, Any]:
    origin = one.origin
    told = {} if origin is None else {"origin": origin.name, "ref": origin.ref, "kind": origin.kind}
    return {
        **told,
        "reports": [names[version] for version in one.versions],
        "reasons": reasons(one.reasons, names),
    }
