"""Whom or what else a telling was told to: what one sentence says of it holds for all that its speaker tells
there, before and behind.

Of 200 statements drawn from claims in several reports (seed 20261130), whose origin was judged from the whole
text of their report, one in six has its origin in another sentence: «وأضاف» behind «قال لوكالة ...», the lead
before «وكتب في تغريدة», «وذكر البيان» behind «في بيان للوزارة» (docs/decisions/0024).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from musnad.model import Attribution, Reason, Statement, document_kind
from musnad.origins_links import NEAR, Carrier, Told
from musnad.origins_phrases import document_noun, told_before
from musnad.text import fold_text

RIGHT_BEHIND: Final = 300
"""Characters between the beginnings of two contents of one speaker within which the second is told as the
first. Of 180 claims counted by hand two more ranges are exact so (from 150 on; 500: one more, and one origin
too many), and of 320 statements two more origins are right.
"""


def carried_on(
    told: Sequence[Told],
    statements: Sequence[Statement],
    attributions: Mapping[str, Attribution],
    instead: Mapping[str, tuple[Carrier, Reason]],
) -> tuple[Told, ...]:
    """The statements with the link that their own sentence names, or else another of the same telling.

    A document called by its noun alone is the one of that noun before it, and, where there is none, the one
    that `instead` has for the statement. A statement within another has the link of that, as has one that
    goes on for another, whose subject is not printed again. Any other has the link of what its speaker, or
    who speaks for him, says nearby, where all that the report tells of him came one way: right behind that it
    is told, else inferred. Both sequences are in one order; n log n in their length.
    """
    number = {statement.attribution: at for at, statement in enumerate(statements)}
    ways = _ways(told, statements)
    last: dict[str, Told] = {}
    documents: dict[str, Told] = {}
    found = list(told)
    for at in sorted(number.values(), key=lambda at: _place(attributions[statements[at].attribution])):
        one, statement = told[at], statements[at]
        if one.inner is None:
            outer = number.get(attributions[statement.attribution].inside or "")
            may_be = (
                _document(one, documents),
                None if outer is None else found[outer],
                _before(statement, last),
            )
            way = next((way for way in may_be if way is not None and way.inner is not None), None)
            if way is not None and (way is may_be[0] or one.id not in instead):
                one = _as(one, way)
            elif one.id in instead:
                inner, reason = instead[one.id]
                one = replace(one, inner=inner, reason=reason, lost=None)
            else:
                one = _by_speaker(one, ways.get(statement.speaker or "", ()))
            found[at] = one
        if one.inner is not None and one.inner.kind == "document":
            documents[document_kind(one.inner.key)] = one
        if statement.speaker is not None:
            last[statement.speaker] = one
    return tuple(found)


def _place(attribution: Attribution) -> tuple[int, int]:
    """Where a statement stands: what holds others goes before them."""
    return min(attribution.cue.start, attribution.content[0].start), -attribution.content[-1].end


def _document(one: Told, documents: Mapping[str, Told]) -> Told | None:
    """The document of that noun before it, for one that is called by its noun alone."""
    phrase = "" if one.lost is None else one.lost.details[-1]
    return documents.get(fold_text(document_noun(phrase))) if phrase and told_before(phrase) else None


def _before(statement: Statement, last: Mapping[str, Told]) -> Told | None:
    """The statement that this one goes on from."""
    goes_on = any(link.kind == "speaker" and link.inherited for link in statement.chain)
    return last.get(statement.speaker or "") if goes_on else None


def _by_speaker(one: Told, ways: Sequence[Told]) -> Told:
    """A statement told in the way of what its speaker says right before, or inferred to be of what he says
    nearby; `ways` are his statements with a link, in the order of the text.
    """
    start = _start(one)
    at = bisect_left(ways, start, key=_start)
    for before in ways[max(0, at - 1) : at]:
        if start - _start(before) <= RIGHT_BEHIND:
            return _as(one, before)
    best = min(ways[max(0, at - 1) : at + 1], key=lambda way: abs(_start(way) - start), default=None)
    return one if best is None or abs(_start(best) - start) > NEAR else _as(one, best, "same-speaker")


def _start(one: Told) -> int:
    return one.content[0].start


def _as(one: Told, way: Told, reach: Literal["same-telling", "same-speaker"] = "same-telling") -> Told:
    """A statement told in the way of another, if that has any; what is inferred of that is of this too."""
    if way.inner is None or way.reason is None:
        return one
    if way.reason.code == "same-speaker":
        reach = "same-speaker"
    reason = Reason(reach, (way.inner.name, way.reason.details[-1]))
    return replace(one, inner=way.inner, reason=reason, lost=None)


def _ways(told: Iterable[Told], statements: Iterable[Statement]) -> dict[str, list[Told]]:
    """The statements with a link of each speaker all whose links are one, in the order of the text; of who
    speaks for him too.
    """
    own, others = dict[str, list[Told]](), dict[str, list[Told]]()
    for one, statement in zip(told, statements, strict=True):
        if one.inner is not None:
            for held, who in ((own, statement.speaker), (others, statement.speaks_for)):
                if who is not None:
                    held.setdefault(who, []).append(one)
    every = {**others, **own}
    return {
        who: sorted(some, key=_start) for who, some in every.items() if len({one.inner for one in some}) == 1
    }
