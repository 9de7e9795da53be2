"""What two contents are to each other, read together: read once, kept in the corpus, and taken from there
whenever it is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from musnad.corpus import Corpus
from musnad.corpus.pair_odds import Asked, packed_odds, pair_odds_kept, unpacked_odds
from musnad.model_files import ModelError
from musnad.pair_reading import Side, installed_name, key, odds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Content(NamedTuple):
    """A content with the words around it, and the id of the version in which it stands."""

    version: str
    side: Side


Couple = tuple[Content, Content]


@dataclass(frozen=True, slots=True)
class PairOdds:
    """What reads pairs: the name of the model, and what gives the log odds of pairs, (pairs, 2): that the
    contents are the same, and that they are one claim.
    """

    name: str
    of: Callable[[Sequence[Couple]], NDArray[np.float32]]


def installed_reading() -> PairOdds | None:
    """The installed reader of pairs, None where there is none; the model is opened when it is first asked."""
    try:
        name = installed_name()
    except ModelError:
        return None
    return PairOdds(name, lambda pairs: odds([(left.side, right.side) for left, right in pairs]))


def of_rows(
    reads: PairOdds, content: Callable[[int], Content], pairs: Sequence[tuple[int, int]]
) -> NDArray[np.float32]:
    """The odds of pairs of rows, (pairs, 2); `content` gives the content of a row.

    So many are read at once that what is read of them takes little memory.
    """
    import numpy as np

    found = [np.zeros((0, 2), np.float32)]
    for at in range(0, len(pairs), _AT_ONCE):
        some = pairs[at : at + _AT_ONCE]
        held = {row: content(row) for row in sorted({*chain(*some)})}
        found.append(reads.of([(held[left], held[right]) for left, right in some]))
    return np.concatenate(found)


_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Recalled:
    """What was asked for so far through `recalling`."""

    data: dict[bytes, bytes] = field(default_factory=dict)
    keys: defaultdict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))

    def all(self) -> Asked:
        """All of it, as a corpus keeps it."""
        return Asked(self.data, self.keys)


def recalling(corpus: Corpus, reads: PairOdds, noted: Recalled) -> PairOdds:
    """The same odds, those that the corpus has taken from it; what is asked for is noted, to be kept.

    They are the same whether they were kept or not: what is read is packed before it is used.
    """

    def of(pairs: Sequence[Couple]) -> NDArray[np.float32]:
        keys = [key(reads.name, left.side, right.side) for left, right in pairs]
        for pair, name in zip(pairs, keys, strict=True):
            for one in pair:
                noted.keys[one.version].add(name)
        noted.data.update(pair_odds_kept(corpus, set(keys) - noted.data.keys()))
        missing = {name: pair for name, pair in zip(keys, pairs, strict=True) if name not in noted.data}
        if missing:
            made = reads.of(list(missing.values()))
            noted.data.update(zip(missing, map(packed_odds, made), strict=True))
        return unpacked_odds([noted.data[name] for name in keys])

    return PairOdds(reads.name, of)
