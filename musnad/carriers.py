"""The media through which a report came: its publisher, whom it credits, whom its chains name.

What `copies` and `origins` know of a report is made here once from its reading, small and without its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from musnad import furniture_english
from musnad.furniture import named_in
from musnad.media import medium_named, medium_of, nouns
from musnad.mentions import known_medium
from musnad.model import Reading, Report
from musnad.names import clean
from musnad.text import fold

Where = Literal["publisher", "text", "byline", "chain"]
_WORD = re.compile(r"\w+")

CarrierKind = Literal["agency", "medium", "document", "unnamed"]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A medium, document or unnamed relayer: two are one where their `key` is.

    `name` is canonical, in Arabic where the tables have it; `where` is how the report names it: as its
    ``publisher``, in its ``text`` or its ``byline``, or in a ``chain``. `several` marks what stands for
    agencies that are not named («وكالات»), `platform` what carries the posts of others.
    """

    key: str
    name: str
    kind: CarrierKind
    ref: str | None
    where: Where
    several: bool = False
    platform: bool = False


def publisher_of(report: Report) -> Carrier | None:
    """Who published a report, as a carrier; None where it is not known."""
    if not report.publisher or not report.publisher.strip():
        return None
    return _named(report.publisher, report.language, "publisher", None)


def credited(reading: Reading) -> tuple[Carrier, ...]:
    """The media that a report credits as a whole, in its text and byline, in order; never its publisher."""
    report = reading.report
    publisher = publisher_of(report)
    own = publisher.ref if publisher is not None else None
    entities = {one.id: one for one in reading.entities}
    found: dict[str, Carrier] = {}
    for mention in reading.credits:
        entity = entities[mention.entity]
        carrier = _by_ref(entity.ref, "text") or _named(entity.name, report.language, "text", own)
        found.setdefault(carrier.key, carrier)
    names = furniture_english.named_in if report.language == "en" else named_in
    for name in names(report.byline or ""):
        carrier = _named(name, report.language, "byline", own)
        found.setdefault(carrier.key, carrier)
    return tuple(one for one in found.values() if publisher is None or not _is_own(one, publisher))


def _is_own(carrier: Carrier, publisher: Carrier) -> bool:
    """Whether a medium is the publisher, or goes by its name: its site («العربية.نت» of «العربية»)."""
    if carrier.key == publisher.key:
        return True
    one, other = (_bare(name) for name in (carrier.name, publisher.name))
    return carrier.kind != "agency" and (one.startswith(f"{other} ") or other.startswith(f"{one} "))


def _bare(name: str) -> str:
    return " ".join(_WORD.findall(fold(name).text))


def _by_ref(ref: str | None, where: Where) -> Carrier | None:
    """The carrier of a medium known by its ref, as `Entity.ref` has it."""
    if ref is None or not ref.startswith("medium/"):
        return None
    medium = medium_of(ref.removeprefix("medium/"))
    if medium is None:
        return None
    kind: CarrierKind = "agency" if medium.kind == "agency" else "medium"
    name = medium.arabic or medium.name
    return Carrier(ref, name, kind, ref, where, medium.several, medium.kind == "platform")


def _named(
    name: str,
    language: str | None,
    where: Where,
    publisher: str | None,
) -> Carrier:
    """The carrier that a name stands for where only media are named."""
    own = publisher.removeprefix("medium/") if publisher else None
    medium = known_medium(name, language, credit=True, publisher=own)
    if medium is None:
        other = "ar" if language == "en" else "en"
        medium = known_medium(name, other, credit=True) or medium_named(name)
    if medium is not None and medium.ref:
        known = _by_ref(f"medium/{medium.ref}", where)
        if known is not None:
            return known
    kind: CarrierKind = "agency" if medium is not None and medium.kind == "agency" else "medium"
    return unknown_medium(clean(name) or name, where, kind)


def unknown_medium(name: str, where: Where, kind: CarrierKind = "medium") -> Carrier:
    """The carrier of a medium that no table knows, by its name folded, points left out («ط.و.د»)."""
    printed = " ".join(name.split())
    told = nouns().kinds.get(fold(printed).text.split(" ")[0], frozenset())
    kind = "agency" if told == {"agency"} else kind
    return Carrier(f"name/{_bare(printed)}", printed, kind, None, where)


def relayed(reading: Reading) -> tuple[Carrier, ...]:
    """The media that stand in chains of a report's statements, beside its publisher and its credits."""
    entities = {one.id: one for one in reading.entities}
    head = {one.key for one in credited(reading)}
    if (publisher := publisher_of(reading.report)) is not None:
        head.add(publisher.key)
    found: dict[str, Carrier] = {}
    for statement in reading.statements:
        for link in statement.chain:
            entity = entities[link.entity]
            if entity.kind == "medium" and link.kind in ("relayer", "speaker"):
                carrier = _by_ref(entity.ref, "chain") or unknown_medium(entity.name, "chain")
                if carrier.key not in head:
                    found.setdefault(carrier.key, carrier)
    return tuple(found.values())
