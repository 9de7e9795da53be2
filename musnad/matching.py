"""What counts as the same when a reading is scored: contents, one-to-one assignment, and speakers' names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Protocol

from musnad.model import Entity, Span
from musnad.text import fold_text

_WORD = re.compile(r"\w+")


class Told(Protocol):
    """Anything with a cue and content, whoever found it."""

    @property
    def cue(self) -> Span:
        """The span that signals it."""

    @property
    def content(self) -> tuple[Span, ...]:
        """The spans of what was said."""


def alike(left: Told, right: Told) -> int:
    """Millionths of the union of two contents that both have; 0 below half, or if the cues lie apart."""
    if left.cue.start > right.cue.end or right.cue.start > left.cue.end:
        return 0
    shared, union = _overlap(left.content, right.content)
    return shared * 1_000_000 // union if union and 2 * shared >= union else 0


def _merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return merged


def _overlap(a: Iterable[Span], b: Iterable[Span]) -> tuple[int, int]:
    """Code points in both and in either, each counted once."""
    left, right = _merged(a), _merged(b)
    shared = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in left for y in right)
    return shared, sum(end - start for start, end in left + right) - shared


def assign(weights: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """The assignment of left to right nodes with most pairs, and among those the heaviest.

    `weights` holds the allowed pairs. Each step augments along the heaviest alternating path, found by
    Bellman and Ford's relaxation, so that the matching stays the heaviest of its size (Ahuja, Magnanti
    and Orlin 1993, section 12.4). Time is pairs made times edges times path length: small here, where
    an edge needs touching cues.
    """
    edges: dict[int, dict[int, int]] = {}
    for (i, j), weight in sorted(weights.items()):
        edges.setdefault(i, {})[j] = weight
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    while True:
        gain, before = _paths(edges, left, right)
        ends = [j for j in gain if j not in right]
        if not ends:
            return left
        j = max(ends, key=lambda end: (gain[end], -end))
        while True:
            i = before[j]
            taken = left.get(i)
            left[i], right[j] = j, i
            if taken is None:
                break
            j = taken


def _paths(
    edges: Mapping[int, Mapping[int, int]], left: Mapping[int, int], right: Mapping[int, int]
) -> tuple[dict[int, int], dict[int, int]]:
    """For each right node, the heaviest alternating path from a free left node, and its last left node."""
    gain: dict[int, int] = {}
    before: dict[int, int] = {}
    todo = [(i, 0) for i in edges if i not in left]
    while todo:
        changed = {}
        for i, so_far in todo:
            for j, weight in edges[i].items():
                if j != left.get(i) and (j not in gain or so_far + weight > gain[j]):
                    gain[j], before[j] = so_far + weight, i
                    changed[j] = True
        todo = [(right[j], gain[j] - edges[right[j]][j]) for j in changed if j in right]
    return gain, before


def words(name: str) -> tuple[str, ...]:
    """The words of a name, folded and in lower case; punctuation, quotation marks and `#` are gone."""
    return tuple(_WORD.findall(fold_text(name).casefold()))


def same_name(a: str, b: str, *, bare: bool = False) -> bool:
    """Whether two names have the same words; `bare` leaves out titles and words of kind before them."""
    return _bare(words(a)) == _bare(words(b)) if bare else words(a) == words(b)


def same_speaker(gold: str, entity: Entity, rivals: Iterable[str], entities: Iterable[Entity]) -> bool:
    """The lenient rule: whether the entity can only be the speaker that the gold names.

    One of its names of two words or more (aliases count) must equal the gold's, titles before it left
    out, or one of the two must begin with the whole of the other, the entity's at most twice as long as
    the gold's: what runs on further is no name. It is refused where it fits another
    of the gold's speakers (`rivals`), or where another entity fits as well: an entity that swallows
    several people gains nothing.
    """
    if not _fits(gold, entity):
        return False
    if any(_fits(name, entity) for name in rivals if words(name) != words(gold)):
        return False
    return not any(_fits(gold, other) for other in entities if other.id != entity.id)


def _fits(gold: str, entity: Entity) -> bool:
    wanted = _bare(words(gold))
    names = [_bare(words(entity.name)), *(n for alias in entity.aliases if len(n := _bare(words(alias))) > 1)]
    return any(
        name == wanted or _begins(name, wanted) or (len(name) <= 2 * len(wanted) and _begins(wanted, name))
        for name in names
        if name
    )


def _begins(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether `long` goes on from all of `short`, two units at least, with no second speaker joined."""
    if not short or len(short) >= len(long) or long[: len(short)] != short:
        return False
    compounds = _lists()["compounds"]
    units = sum(word not in compounds for word in short)
    rest = long[len(short)]
    # «و» may join another speaker, «ل» and «ب» may make another body of the same first words.
    return units >= 2 and short[-1] not in compounds and rest[0] not in "ولب"


def _bare(name: tuple[str, ...]) -> tuple[str, ...]:
    """The name without leading titles and words of kind, as long as something is left.

    A definite adjective that follows a title goes with it: «الرئيس السوري فلان».
    """
    lists = _lists()
    at = 0
    while at < len(name) and name[at] in lists["titles"]:
        at += 1
        if at + 2 < len(name) and re.fullmatch(r"ال\w+(?:ي|يه)", name[at]):
            at += 1
    if at < len(name) and name[at] in lists["heads"]:
        at += 1
    return name[at:] or name


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    data = resources.files("musnad.lang.ar").joinpath("scoring.toml").read_text(encoding="utf-8")
    return {key: frozenset(w for v in value for w in words(v)) for key, value in tomllib.loads(data).items()}
