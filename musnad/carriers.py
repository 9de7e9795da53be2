"""The media through which a report came: its publisher, whom it credits, whom its chains name.

What `copies` and `origins` know of a report is made here once from its reading, small and without its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from musnad import furniture_english
from musnad.furniture import furniture, named_in
from musnad.lang import cells, table
from musnad.media import medium_named, medium_of, nouns
from musnad.mentions import known_medium
from musnad.model import Entity, Reading, Report, Span, Statement
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


@dataclass(frozen=True, slots=True)
class Path:
    """The inner part of the path of a statement: carriers with the reason code of each, outermost first."""

    id: str
    content: tuple[Span, ...]
    inner: tuple[tuple[Carrier, str], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one report tells of where its words come from.

    `length` is that of its text in code points; `correspondent` names whoever of the publisher's own wrote
    it, «خاص» where it says that it is its own; None where it does not tell.
    """

    version: str
    length: int
    publisher: Carrier | None
    credits: tuple[Carrier, ...]
    correspondent: str | None
    paths: tuple[Path, ...]


def evidence(reading: Reading) -> Evidence:
    """The evidence of one report. Linear in its statements."""
    report = reading.report
    publisher = publisher_of(report)
    agencies = credited(reading)
    named = _Named(reading, frozenset(one.key for one in agencies))
    return Evidence(
        version=report.version,
        length=len(report.text),
        publisher=publisher,
        credits=agencies,
        correspondent=None if agencies else correspondent(report),
        paths=tuple(named.path(statement) for statement in reading.statements),
    )


class _Named:
    """The entities of one reading, and those who stand in the paths of its statements."""

    def __init__(self, reading: Reading, head: frozenset[str]) -> None:
        self.entities = {one.id: one for one in reading.entities}
        self.attributions = {one.id: one for one in reading.attributions}
        self.media = [
            (mention.span, self.entities[mention.entity])
            for mention in reading.mentions
            if self.entities[mention.entity].kind == "medium"
        ]
        self.head = head
        self.report = reading.report
        publisher = publisher_of(reading.report)
        self.own = publisher.ref.removeprefix("medium/") if publisher is not None and publisher.ref else None

    def path(self, statement: Statement) -> Path:
        """The path of a statement behind publisher and credits: relayers, media said to or in, the source."""
        at = self.attributions[statement.attribution]
        links = [(link.kind, self.entities[link.entity]) for link in statement.chain]
        found = [_relayer(entity) for kind, entity in links if kind == "relayer"]
        speaker = next((entity for kind, entity in links if kind == "speaker"), None)
        for span in (at.addressee, at.medium):
            if span is not None:
                found.extend(self._told(span, speaker))
        if speaker is not None and speaker.kind in ("medium", "document"):
            found.append(_relayer(speaker))
        inner = tuple(one for one in found if one is not None and one[0].key not in self.head)
        return Path(statement.id, at.content, inner)

    def _told(self, span: Span, speaker: Entity | None) -> Iterator[tuple[Carrier, str]]:
        """The media that words were said to or in; on a platform they are a post of whoever says them."""
        for carrier in self._named_in(span):
            if not carrier.platform:
                yield carrier, "said-to"
            elif speaker is not None:
                key = f"post/{carrier.key}/{_folded(speaker.ref or speaker.name)}"
                name = f"{carrier.name}: {speaker.name}"
                yield Carrier(key, name, "document", None, "chain"), "document"

    def _named_in(self, span: Span) -> Iterator[Carrier]:
        """The media named in a stretch: those that the reading mentions, else the one that a noun tells."""
        found = [_medium(entity) for at, entity in self.media if span.covers(at)]
        if found:
            yield from found
            return
        words = span.of(self.report.text).split()
        for n, word in enumerate(words):
            # «قناة» itself, or with a preposition before it.
            if n == 0 or fold(word).text in nouns().kinds:
                medium = known_medium(" ".join(words[n:]), self.report.language, publisher=self.own)
                carrier = _by_ref(f"medium/{medium.ref}", "chain") if medium is not None else None
                if carrier is not None:
                    yield carrier
                    return


def _relayer(entity: Entity) -> tuple[Carrier, str] | None:
    """The carrier that a relayer or source is; None for persons and bodies, who speak and carry nothing."""
    if entity.kind == "medium" and not entity.anonymous:
        return _medium(entity), "chain"
    if entity.kind == "document":
        return Carrier(
            f"document/{_folded(entity.name)}", entity.name, "document", entity.ref, "chain"
        ), "document"
    if entity.kind in ("unnamed", "medium"):
        return Carrier("", entity.name, "unnamed", None, "chain"), "unnamed-relayer"
    return None


def _medium(entity: Entity) -> Carrier:
    return _by_ref(entity.ref, "chain") or unknown_medium(entity.name, "chain")


def _folded(text: str) -> str:
    return " ".join(fold(text).text.split())


# --- who of the publisher's own wrote it ---

_PARTS = re.compile(r"[-–—ـ:،,;؛/|+()\[\]\n\u00a0]+| من (?=\S)|  +")
_MOST_WORDS = 5


def correspondent(report: Report) -> str | None:
    """Whom a report names as its writer, in its byline or in a line of its text; «خاص» where it calls itself
    so.

    None where the line names another medium, or nobody.
    """
    lines = [report.byline or ""]
    if report.language != "en":
        lines += [one.span.of(report.text) for one in furniture(report.text) if one.kind == "byline"]
    for line in lines:
        for part in _PARTS.split(line[:_LONGEST]):
            words = _folded(part).split()
            if words and words[0] in own_words() and len(words) <= _MOST_WORDS:
                return " ".join(part.split())
            if 2 <= len(words) <= _MOST_WORDS and words[0] in given_names() and medium_named(part) is None:
                return " ".join(part.split())
    return None


_LONGEST = 200


@lru_cache(maxsize=1)
def own_words() -> frozenset[str]:
    """Words by which a publisher calls a report its own, folded."""
    return frozenset(fold(word).text for word in table("ar", "furniture")["own"])


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Words that are mostly given names of persons, folded."""
    columns = cells("ar", "names")
    counted = zip(columns[::3], map(int, columns[1::3]), map(int, columns[2::3]), strict=True)
    return frozenset(word for word, every, given in counted if given >= _PEOPLE and given >= every * _MOSTLY)


_PEOPLE = 5
_MOSTLY = 0.5
