"""The evidence packs of claims and reports, to be kept as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import msgspec

from musnad.corpus import now
from musnad.export.pack import Pack, claim_pack, report_pack
from musnad.web.files import Document
from musnad.web.room import Room
from musnad.web.wording import Language

MEDIA_TYPE: Final = "text/html"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose pack: any name by which the page of it is found."""

    id: Annotated[str, msgspec.Meta(max_length=2000)]


def of_claim(room: Room, asked: Asked, language: Language) -> Document:
    """The pack of a claim. Raises `CorpusError`."""
    return _document(claim_pack(room.corpus, asked.id, now(), language))


def of_report(room: Room, asked: Asked, language: Language) -> Document:
    """The pack of a report. Raises `CorpusError`."""
    return _document(report_pack(room.corpus, asked.id, now(), language))


def _document(made: Pack) -> Document:
    return Document(made.name, MEDIA_TYPE, made.page.encode())
