"""The media of a corpus: who prints, and through whom words came first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from musnad.text import fold_text
from musnad.web.roll import Medium, media
from musnad.web.room import Room
from musnad.web.speakers import Limit, Offset

Order = Literal["reports", "statements"]


@dataclass(frozen=True, slots=True)
class Asked:
    """`q` is a part of a name; `order` what those listed first have most of: reports that they printed, or
    statements that came through them.
    """

    q: Annotated[str, msgspec.Meta(max_length=200)] = ""
    order: Order = "reports"
    offset: Offset = 0
    limit: Limit = 40


@dataclass(frozen=True, slots=True)
class MediaList:
    """So many media, and a page of them; `printing` of all print reports, `carrying` are an origin."""

    q: str
    total: int
    printing: int
    carrying: int
    offset: int
    limit: int
    media: tuple[Medium, ...]


def tell(room: Room, asked: Asked) -> MediaList:
    """Media by what they printed or carried. Raises `CorpusError`."""
    every = media(room.corpus)
    wanted = fold_text(asked.q.strip()).casefold()
    found = [one for one in every if wanted in _names(one)] if wanted else list(every)
    if asked.order == "statements":
        found.sort(key=lambda one: (-one.statements, -one.reports, one.name, one.key))
    return MediaList(
        asked.q.strip(),
        len(found),
        sum(one.reports > 0 for one in every),
        sum(one.statements > 0 for one in every),
        asked.offset,
        asked.limit,
        tuple(found[asked.offset : asked.offset + asked.limit]),
    )


def _names(one: Medium) -> str:
    names = (one.name, one.english or "", one.key, *one.publishers)
    return fold_text(" | ".join(names)).casefold()
