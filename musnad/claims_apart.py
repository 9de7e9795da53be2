"""What a judged speaker keeps apart: his statement stands in no claim of anybody else's.

Copies of one text are tied to each other whoever they say speaks, for one of them may be misread. Where a
person told the speaker of one, nothing of it is: by its ties to the rest, or to a third of which nobody knows
who speaks, it is held in no claim that its speaker cannot hold. Pure functions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from musnad.claims import Member
from musnad.claims_evidence import NOBODY, Voice
from musnad.claims_voices import relation
from musnad.components import Components
from musnad.model import Edge


def kept_apart(
    members: Sequence[Member], edges: Iterable[Edge], voices: Mapping[str, Voice], judged: Collection[str]
) -> tuple[Edge, ...]:
    """Edges that keep statements apart, by the ids of places: those whose speaker a person told, from all of
    another's voice with which ties of one claim or a common stretch connect them.

    `voices` has the voice of each statement. Where nobody is named, or one speaks for the other, nothing is
    kept apart. Edges that a person made outrank these.
    """
    of = set(judged)
    if of.isdisjoint(one.id for one in members):
        return ()
    joined = Components(one.id for one in members)
    known = {one.id for one in members}
    stretches: dict[object, str] = {}
    for one in members:
        joined.join(stretches.setdefault((one.place.version, one.content), one.id), one.id)
    for edge in edges:
        if edge.relation == "same-claim" and edge.judgement == "same" and {edge.left, edge.right} <= known:
            joined.join(edge.left, edge.right)
    groups = (group for group in joined.groups() if not of.isdisjoint(group))
    return tuple(
        Edge(min(own, other), max(own, other), "same-claim", "different", 1.0, ("judged",))
        for group in groups
        for own, other in _two_voices(sorted(group), voices, of)
    )


def _two_voices(
    group: Sequence[str], voices: Mapping[str, Voice], judged: Collection[str]
) -> Iterator[tuple[str, str]]:
    for own in group:
        for other in group if own in judged else ():
            if other in judged and other <= own:
                continue  # named the other way round
            if relation(voices.get(own, NOBODY), voices.get(other, NOBODY)) in ("persons", "other"):
                yield own, other
