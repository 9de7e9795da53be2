"""What one report tells of whence its text and its statements come: made once of each reading, and small.

`evidence` looks at one report alone; `origins.py` sets many beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from musnad.lang.grammar import grammar_words
from musnad.media import Medium, medium_named, medium_of, nouns
from musnad.mentions import known_medium, medium_key
from musnad.model import Attribution, Entity, OriginKind, Reading, Reason, Span, Statement
from musnad.names import WORD, clean
from musnad.origins_bylines import read_byline, words
from musnad.origins_marks import Marks, weigh
from musnad.text import fold

_MEDIUM = "medium/"
_REACH = 20
"""Words of a phrase among which a medium is sought."""
_LONGEST = 300
_NAMING = 3
"""Words by which a document is known whoever issued it: «تقرير لجنة السدود»."""


@dataclass(frozen=True, slots=True, order=True)
class Carrier:
    """Who may have carried words first: the parts of an `Origin` without its reasons.

    Two are one where their `key` is, however their names are spelt.
    """

    kind: OriginKind = field(compare=False)
    key: str
    name: str = field(compare=False)
    ref: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Credit:
    """A medium credited for the whole report. `several`: agencies that are not named (وكالات)."""

    carrier: Carrier
    where: Literal["text", "byline"]
    printed: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One statement: where its content stands, and the innermost link that may be its origin, with the
    reason.

    `inner` is None where only whoever carried the text can be. `lost` names a document that nothing tells
    apart.
    """

    id: str
    content: tuple[Span, ...]
    inner: Carrier | None = None
    reason: Reason | None = None
    lost: Reason | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one version of a report tells of origins; `length` is that of its text in code points.

    `publisher` is None where unknown. `own` are reasons to hold that the publisher heard for itself.
    """

    version: str
    length: int
    publisher: Carrier | None
    credits: tuple[Credit, ...] = ()
    own: tuple[Reason, ...] = ()
    statements: tuple[Told, ...] = ()
    marks: Marks = field(default_factory=Marks)

    @property
    def agencies(self) -> tuple[Carrier, ...]:
        """The media to which the text is credited, each once; none where no agency is named (وكالات).

        An agency that prints a text credits itself.
        """
        if self.publisher is not None and self.publisher.kind == "agency":
            return (self.publisher,)
        if all(credit.several for credit in self.credits):
            return ()
        return tuple(sorted({credit.carrier for credit in self.credits}, key=lambda one: one.key))


def evidence(reading: Reading) -> Evidence:
    """The evidence of one reading: a pure function, linear in its size, that never raises."""
    report = reading.report
    publisher = publisher_of(report.publisher, report.language)
    own = publisher.key if publisher is not None else ""
    entities = {entity.id: entity for entity in reading.entities}
    attributions = {attribution.id: attribution for attribution in reading.attributions}
    page = _Page(reading, publisher, entities)
    credited = tuple(credit for credit in page.credits() if credit.carrier.key != own)
    statements = tuple(page.told(s, attributions[s.attribution]) for s in reading.statements)
    arabic = report.language != "en"
    return Evidence(
        report.version,
        len(report.text),
        publisher,
        credited,
        tuple(page.own(statements)),
        statements,
        weigh(fold(report.text[:_WEIGHED]).text) if arabic else Marks(),
    )


_WEIGHED = 40_000
"""Code points that are folded for the wording of a text: marks gone, `origins_marks.WINDOW` are left."""


# --- media ---


def publisher_of(name: str | None, language: str | None) -> Carrier | None:
    """A publisher by its name as a carrier; None where nobody is named."""
    if name is None or not name.strip():
        return None
    found = _known(name, language)
    carrier = _carrier(found, name)
    if carrier.kind == "agency":
        return carrier
    return Carrier("publisher", carrier.key, carrier.name, carrier.ref)


def _known(name: str, language: str | None) -> Medium | None:
    """The medium that goes by a name where only media stand, in either language."""
    first, second = ("en", "ar") if language == "en" else ("ar", "en")
    found = known_medium(name, first, credit=True) or known_medium(name, second, credit=True)
    # Agencies that are not named are no medium that a phrase means, but a credit all the same.
    return found or medium_named(name)


def _carrier(found: Medium | None, printed: str, publisher: Carrier | None = None) -> Carrier:
    """A medium as a carrier: an agency where the tables or the noun before its name say so.

    The publisher's own pages are the publisher: «الميناء أونلاين».
    """
    name = clean(printed)
    shown = name if found is None else found.arabic or found.name
    if publisher is not None and (_same_house(shown, publisher.name) or _same_house(name, publisher.name)):
        return publisher
    if found is not None and found.ref:
        kind: OriginKind = "agency" if found.kind == "agency" else "medium"
        return Carrier(kind, _MEDIUM + found.ref, shown, _MEDIUM + found.ref)
    letters = _letters(name)
    if found is not None:
        name = " ".join((letters or name).replace(".", " ").split())
        return Carrier("agency", _spelt(name), name)
    if letters is None and not _is_agency(name):
        return Carrier("medium", _spelt(name), name)
    return Carrier("agency", _spelt(letters or _core(name)), name)


def _same_house(name: str, publisher: str) -> bool:
    """Whether a name is the publisher's with nothing behind it but a word for its pages on the net."""
    found, own = WORD.findall(_parted(name)), WORD.findall(_parted(publisher))
    return bool(own) and found[: len(own)] == own and all(w in words().editions for w in found[len(own) :])


def _parted(name: str) -> str:
    """A folded name with points and hyphens between its words gone: «الميناء.نت»."""
    return re.sub(r"[._-]", " ", fold(name).text.lower())


def _letters(name: str) -> str | None:
    """The abbreviation in brackets behind a name: «وكالة ... للأنباء (س ص ع)»."""
    before, opened, rest = name.partition("(")
    inner = rest.partition(")")[0].strip()
    if not opened or not before.strip():
        return None
    found = known_medium(inner, "ar", credit=True)
    return inner if found is None and _form(inner) else None


def _form(name: str) -> bool:
    parts = name.replace(".", " ").split()
    return len(parts) == _NAMING and all(len(part) == 1 for part in parts)


def _is_agency(name: str) -> bool:
    first = fold(name).text.split()[:1]
    return bool(first) and first[0].removeprefix("ال") == "وكاله"


def _core(name: str) -> str:
    """What tells an agency from others: «وكالة الطود للأنباء» and «وكالة الطود» are one."""
    found = [word for word in name.split() if fold(word).text not in _OF_AGENCIES]
    return " ".join(found) or name


_OF_AGENCIES = frozenset(("وكاله", "الوكاله", "للانباء", "الانباء", "انباء"))


def _spelt(name: str) -> str:
    """A key for what no table knows, the same however it is spelt."""
    # The points of «ط.و.د» are no part of it.
    return "name:" + " ".join(" ".join(medium_key(name)).replace(".", " ").split())


class _Page:
    """One report while its evidence is gathered."""

    def __init__(self, reading: Reading, publisher: Carrier | None, entities: dict[str, Entity]) -> None:
        self.reading = reading
        self.text = reading.report.text
        self.language = reading.report.language
        self.publisher = publisher
        self.entities = entities
        self.own_ref = (publisher.ref or "").removeprefix(_MEDIUM) if publisher is not None else ""
        self.byline = read_byline(reading.report.byline, self.language)

    def credits(self) -> Iterator[Credit]:
        """The media credited in the text and in the byline."""
        seen: set[str] = set()
        printed = [("text", m.span.of(self.text)) for m in self.reading.credits]
        printed += [("byline", name) for name in self.byline.media]
        for where, name in printed:
            medium = _known(name, self.language)
            carrier = _carrier(medium, name, self.publisher)
            if carrier.key not in seen:
                seen.add(carrier.key)
                several = medium is not None and medium.several
                yield Credit(carrier, "text" if where == "text" else "byline", clean(name), several)

    def own(self, statements: tuple[Told, ...]) -> Iterator[Reason]:
        """Why the publisher is held to have heard for itself."""
        if self.byline.special:
            yield Reason("own-special", (clean(self.reading.report.byline or ""),))
        if self.byline.writers:
            yield Reason("own-writer", self.byline.writers)
        for told in statements:
            if told.inner is not None and told.inner == self.publisher and told.reason is not None:
                yield told.reason
                return

    def _carrier(self, medium: Medium | None, printed: str) -> Carrier:
        return _carrier(medium, printed, self.publisher)

    # --- statements ---

    def told(self, statement: Statement, attribution: Attribution) -> Told:
        """One statement with the innermost of its links that may be its origin."""
        content = attribution.content
        lost: Reason | None = None
        for found, reason in self._inward(statement, attribution):
            if found is None:
                lost = lost or reason
            elif self.publisher is not None and found.key == self.publisher.key:
                own = {"told-medium": "own-told", "said-in": "own-told"}.get(reason.code, "own-says")
                return Told(statement.id, content, self.publisher, Reason(own, reason.details), lost)
            else:
                return Told(statement.id, content, found, reason, lost)
        return Told(statement.id, content, None, None, lost)

    def _inward(
        self, statement: Statement, attribution: Attribution
    ) -> Iterator[tuple[Carrier | None, Reason]]:
        """The links that may be the origin, the innermost first; None for a document nothing tells apart."""
        speaker = self.entities.get(statement.speaker or "")
        if speaker is not None and (found := self._cited(speaker, statement, "source")) is not None:
            yield found
        if attribution.medium is not None:
            yield from self._said_in(attribution.medium, statement)
        if attribution.addressee is not None:
            phrase = attribution.addressee.of(self.text)[:_LONGEST]
            medium = known_medium(phrase, self.language, publisher=self.own_ref or None)
            if medium is not None and medium.ref and medium.kind != "platform":
                yield (
                    self._carrier(medium, phrase),
                    Reason("told-medium", (medium.arabic or medium.name, phrase)),
                )
        for link in reversed(statement.chain):
            entity = self.entities.get(link.entity)
            if link.kind == "relayer" and entity is not None:
                relayed = self._cited(entity, statement, "relayed")
                if relayed is not None:
                    yield relayed

    def _cited(
        self, entity: Entity, statement: Statement, how: Literal["source", "relayed"]
    ) -> tuple[Carrier | None, Reason] | None:
        """A speaker or relayer as an origin: a medium, a document, an unnamed relayer; else None."""
        unnamed = entity.anonymous or _bare(entity.name)
        if entity.kind == "medium" and not unnamed:
            medium = medium_of((entity.ref or "").removeprefix(_MEDIUM))
            if medium is not None and medium.several:
                return Carrier("unnamed", "unnamed:" + medium.ref, medium.name), Reason(
                    f"{how}-unnamed", (entity.name,)
                )
            return self._carrier(medium, entity.name), Reason(f"{how}-medium", (entity.name,))
        if entity.kind == "document":
            return self._document(entity.name, statement, entity)
        if entity.kind == "medium" or (how == "relayed" and entity.kind == "unnamed"):
            key = " ".join(WORD.findall(fold(entity.name).text))
            return Carrier("unnamed", "unnamed:" + key, entity.name), Reason(f"{how}-unnamed", (entity.name,))
        return None

    def _said_in(self, span: Span, statement: Statement) -> Iterator[tuple[Carrier | None, Reason]]:
        """What a phrase of means tells: the document or post, then the medium."""
        phrase = span.of(self.text)[:_LONGEST]
        posted, medium = self._medium_within(phrase)
        if self.language != "en" and (_noun(phrase) is not None or posted):
            found = self._document(phrase, statement, None, posted=posted)
            if found is not None:
                yield found
        if medium is not None:
            yield (
                self._carrier(medium, phrase),
                Reason("said-in", (medium.arabic or medium.name, clean(phrase))),
            )

    def _medium_within(self, phrase: str) -> tuple[bool, Medium | None]:
        """Whether a phrase names a platform, and the first medium in it that is none."""
        tokens = phrase.split()[:_REACH]
        posted = False
        for at in range(len(tokens)):
            if at and not _leads(tokens[at - 1]) and not tokens[at].startswith("ل"):
                continue
            rest = " ".join(tokens[at:])
            medium = known_medium(rest, self.language, publisher=self.own_ref or None)
            if medium is None or not medium.ref:
                continue
            if medium.kind != "platform":
                return posted, medium
            posted = True
        return posted, None

    def _document(
        self, phrase: str, statement: Statement, entity: Entity | None, *, posted: bool = False
    ) -> tuple[Carrier | None, Reason] | None:
        """A document or post by its noun and whoever issued it, or by a name of its own.

        The day is no part of the key: what is compared says the same, and two papers date one statement a day
        apart.
        """
        noun = _noun(phrase) or ("منشور" if posted else None)
        said = clean(phrase)
        if noun is None:
            # «قانون», «قرار»: the entity says that it is a document, no list how it is called.
            noun = (WORD.findall(fold(phrase).text) or [""])[0].removeprefix("ال")
        issuer = self._issuer(statement, entity)
        if issuer is not None:
            key, name = issuer
            return Carrier("document", f"document:{noun}|{key}", f"{noun} {name}"), Reason(
                "cited-document", (said, name)
            )
        named = _naming(phrase)
        if entity is not None and len(named) >= _NAMING:
            return Carrier("document", "document:" + " ".join(named), said), Reason("cited-document", (said,))
        return None, Reason("document-untold", (said,))

    def _issuer(self, statement: Statement, entity: Entity | None) -> tuple[str, str] | None:
        """Key and name of whoever issued a document: whom it speaks for, or whoever said it there."""
        known = self.entities.get(statement.speaks_for or "")
        if entity is None and known is None:
            known = self.entities.get(statement.speaker or "")
        if known is None or known is entity or known.anonymous or known.kind in ("document", "unnamed"):
            return None
        return known.ref or " ".join(WORD.findall(fold(known.name).text)), known.name


def _bare(name: str) -> bool:
    """Whether a name of a medium is but a noun of media: «صحيفة», «الموقع»."""
    found = fold(name).text.split()
    return len(found) == 1 and found[0].removeprefix("ال") in nouns().kinds


def _leads(token: str) -> bool:
    return fold(token).text in words().before


def _noun(phrase: str) -> str | None:
    """The name of the kind of document that a phrase opens with; None where it opens with none."""
    for word in WORD.findall(fold(phrase).text)[:2]:
        for form in (word, word[1:], word[2:], word[3:]):
            cut = word[: len(word) - len(form)]
            if cut in _CLITICS:
                for bare in (form, *(form[: -len(own)] for own in _OWNERS if form.endswith(own))):
                    if bare in words().documents:
                        return words().documents[bare]
    return None


_CLITICS = frozenset(("", "و", "ف", "ب", "ل", "ال", "وال", "بال", "وب", "لل"))
_OWNERS = ("هم", "ها", "هما", "ه")


def _naming(phrase: str) -> tuple[str, ...]:
    """The folded words of a document's name that tell it from others of its kind."""
    found = WORD.findall(fold(phrase).text)
    prepositions = grammar_words().prepositions
    return tuple(word for word in found if word not in words().qualities and word not in prepositions)
