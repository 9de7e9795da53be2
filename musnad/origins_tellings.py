"""Whom or what else a telling was told to: what one sentence says of it holds for all that its speaker tells
there, before and behind.

Of 200 statements drawn from claims in several reports (seed 20261130), whose origin was judged from the whole
text of their report, one in six has its origin in another sentence: «وأضاف» behind «قال لوكالة ...», the lead
before «وكتب في تغريدة», «وذكر البيان» behind «في بيان للوزارة».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from musnad.model import Attribution, Reason, Statement
from musnad.origins_links import Told, document_noun


def carried_on(
    told: Sequence[Told], statements: Sequence[Statement], attributions: Mapping[str, Attribution]
) -> tuple[Told, ...]:
    """The statements with the link that their own sentence names, or else another of the same telling.

    A document called by its noun alone is the one of that noun before it. A statement within another has the
    link of that, as has one that goes on for another, whose subject is not printed again. Any other has the
    link of its speaker, or of who speaks for him, where all that the report tells of him came one way. Both
    sequences are in one order; linear.
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
                _near(one, ways.get(statement.speaker or "", ())),
            )
            way = next((way for way in may_be if way is not None and way.inner is not None), None)
            found[at] = one = one if way is None else _as(one, way)
        elif one.inner.kind == "document":
            documents[one.inner.key.removeprefix("document:").partition("|")[0]] = one
        if statement.speaker is not None:
            last[statement.speaker] = one
    return tuple(found)


def _place(attribution: Attribution) -> tuple[int, int]:
    """Where a statement stands: what holds others goes before them."""
    return min(attribution.cue.start, attribution.content[0].start), -attribution.content[-1].end


def _document(one: Told, documents: Mapping[str, Told]) -> Told | None:
    """The document of that noun before it, for one that nothing else tells apart."""
    return None if one.lost is None else documents.get(document_noun(one.lost.details[-1]))


def _before(statement: Statement, last: Mapping[str, Told]) -> Told | None:
    """The statement that this one goes on from."""
    goes_on = any(link.kind == "speaker" and link.inherited for link in statement.chain)
    return last.get(statement.speaker or "") if goes_on else None


def _as(one: Told, way: Told) -> Told:
    """A statement told in the way of another, if that has any."""
    if way.inner is None or way.reason is None:
        return one
    again = way.reason.code == "same-telling"
    details = way.reason.details if again else (way.inner.name, way.reason.details[-1])
    return replace(one, inner=way.inner, reason=Reason("same-telling", details), lost=None)


def _near(one: Told, ways: Sequence[Told]) -> Told | None:
    """The nearest of some statements with a link, if it is near."""
    at = one.content[0].start
    best = min(ways, key=lambda way: abs(way.content[0].start - at), default=None)
    return best if best is not None and abs(best.content[0].start - at) <= REACH else None


REACH = 500
"""Code points between the contents of two statements of one speaker that may be one telling."""


def _ways(told: Iterable[Told], statements: Iterable[Statement]) -> dict[str, list[Told]]:
    """The statements with a link of each speaker all whose links are one; of who speaks for him too."""
    own, others = dict[str, list[Told]](), dict[str, list[Told]]()
    for one, statement in zip(told, statements, strict=True):
        if one.inner is not None:
            for held, who in ((own, statement.speaker), (others, statement.speaks_for)):
                if who is not None:
                    held.setdefault(who, []).append(one)
    return {who: some for who, some in {**others, **own}.items() if len({one.inner for one in some}) == 1}
