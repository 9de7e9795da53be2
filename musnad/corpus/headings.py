"""What versions go by: enough of each to name and to link it, without its text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from musnad.corpus import tables
from musnad.corpus.store import Corpus, reading

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Heading:
    """A version as it is named: `report` is the id of its report, `name` the id given at ingest or else
    that.
    """

    version: str
    report: str
    name: str
    publisher: str | None
    published: str | None
    title: str | None
    language: str | None
    url: str | None


def headings(corpus: Corpus, versions: Collection[str]) -> dict[str, Heading]:
    """The headings of the versions of these ids, those that the corpus lacks left out.

    Raises `CorpusError`.
    """
    v, r = tables.version.c, tables.report.c
    asked = select(
        v.id, r.id, r.external_id, r.publisher, v.published, v.title, v.language, r.url
    ).join(tables.report, r.pk == v.report)  # fmt: skip
    wanted, found = sorted(versions), dict[str, Heading]()
    with reading(corpus) as connection:
        for at in range(0, len(wanted), _AT_ONCE):
            for row in connection.execute(asked.where(v.id.in_(wanted[at : at + _AT_ONCE]))):
                version, report, given, publisher, published, title, language, url = row
                found[version] = Heading(
                    version, report, given or report, publisher, published, title, language, url
                )
    return found
