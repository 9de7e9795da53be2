"""Why a claim stands beside others: the statements of both that say the same, or that are in dispute."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from musnad.corpus.searching import Place as Where
from musnad.corpus.searching import Said, place_of, said_of
from musnad.corpus.store import Corpus, reading
from musnad.model import Place


@dataclass(frozen=True, slots=True)
class Ground:
    """What relates a claim to another most: a statement of each, how likely, from 0 to 1, and the reasons.

    `one` is of the claim that was asked for; of the other there is where it stands and what it says.
    """

    one: Place
    place: Where
    said: Said
    score: float
    reasons: tuple[str, ...]

    @property
    def content(self) -> str:
        """What the other says; stretches are joined by ``[…]``."""
        return " […] ".join(self.place.text[start:end] for start, end in self.said.content)

    @property
    def cue(self) -> str:
        """The cue of the other as printed."""
        return self.place.text[self.said.cue[0] : self.said.cue[1]]


def _half(own: str, other: str) -> str:
    return (
        f"SELECT c.id AS other, v.id AS version, t.{own}_statement AS statement, t.{other} AS pk, "
        f"t.{other}_statement AS theirs, t.score AS score, t.reasons AS reasons "
        "FROM claim k JOIN member m ON m.claim = k.pk "
        f"JOIN tie t ON t.{own} = m.version AND t.{own}_statement = m.statement "
        f"JOIN member n ON n.version = t.{other} AND n.statement = t.{other}_statement "
        f"JOIN claim c ON c.pk = n.claim JOIN version v ON v.pk = t.{own} "
        "WHERE k.id = :claim AND t.relation = :relation AND n.claim <> k.pk"
    )


# Both halves are SQL of this module; what is asked for is bound.
_GROUNDS: Final = text(
    f"{_half('left', 'right')} UNION ALL {_half('right', 'left')} "
    "ORDER BY score DESC, other, version, statement, pk, theirs"
)


def grounds(corpus: Corpus, claim: str, relation: str, others: Sequence[str]) -> dict[str, Ground]:
    """What relates the claim of that id to each of others, by their ids: of several edges the likeliest.

    `relation` is ``corroborates`` or ``disputes``. An other that no kept edge relates is left out.

    Raises `CorpusError`.
    """
    wanted, found = set(others), dict[str, Ground]()
    with reading(corpus) as connection:
        for row in connection.execute(_GROUNDS, {"claim": claim, "relation": relation}).all():
            other, version, statement, pk, theirs, score, reasons = row
            if other in wanted and other not in found:
                found[other] = Ground(
                    Place(version, statement),
                    place_of(connection, pk),
                    said_of(connection, pk, theirs),
                    score,
                    tuple(json.loads(reasons)),
                )
    return found
