"""The links of one report that may be an origin: the media that it credits, and the innermost medium,
document or unnamed relayer of each of its statements, as far as the words of that statement tell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from musnad.lang.grammar import grammar_words
from musnad.lang.origin_words import words
from musnad.media import Medium, medium_named, medium_of, nouns
from musnad.mentions import known_medium, medium_key
from musnad.model import Attribution, Entity, OriginKind, Reading, Reason, Span, Statement
from musnad.names import WORD, clean
from musnad.origins_bylines import printed_byline, read_byline
from musnad.origins_phrases import (
    came,
    document_noun,
    is_press,
    listed_noun,
    names_colleague,
    of_the_paper,
    reports_for,
    told_before,
)
from musnad.text import fold

_MEDIUM = "medium/"
_REACH = 20
"""Words of a phrase among which a medium is sought."""
_LONGEST = 300
_SENTENCE = re.compile(r"[.\n]")
NEAR = 500
"""Code points between what is said and what tells whence it came."""
_ISSUERS = frozenset(("person", "role", "organisation", "state", "group"))
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


class Page:
    """One report while its evidence is gathered."""

    def __init__(self, reading: Reading, publisher: Carrier | None, entities: dict[str, Entity]) -> None:
        self.reading = reading
        self.text = reading.report.text
        self.language = reading.report.language
        self.publisher = publisher
        self.entities = entities
        self.own_ref = (publisher.ref or "").removeprefix(_MEDIUM) if publisher is not None else ""
        self.byline = read_byline(reading.report.byline, self.language)
        if not (reading.report.byline or "").strip() and self.language != "en":
            self.byline = printed_byline(self.text)
        self.came = self._came()
        self.instead: dict[str, tuple[Carrier, Reason]] = {}

    def _came(self) -> dict[str, Span]:
        """The phrase of «جاء ذلك في ...», by the statement right before it and one within its sentence."""
        places = list(came(fold(self.text))) if self.language != "en" else []
        if not places:
            return {}
        said = {one.id: one for one in self.reading.attributions}
        order = sorted(
            (said[one.attribution].cue.start, one.id, one.attribution) for one in self.reading.statements
        )
        found: dict[str, Span] = {}
        for span in places:
            at = bisect_left(order, (span.start, "", ""))
            for _, name, attribution in order[max(0, at - 1) : at]:
                if span.start - said[attribution].content[-1].end <= NEAR:
                    found[name] = span
            stop = _SENTENCE.search(self.text, span.end, span.end + _LONGEST)
            for start, name, _ in order[at : at + 1]:
                if start < (span.end + _LONGEST if stop is None else stop.start()):
                    found[name] = span
        return found

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
        """Why the publisher is held to have heard for itself: by its byline, or where it was told most of
        what the report states.
        """
        if self.byline.special:
            yield Reason("own-special", (clean(self.byline.line),))
        if self.byline.writers:
            yield Reason("own-writer", self.byline.writers)
        told = [one.reason for one in statements if one.inner is not None and one.inner == self.publisher]
        if 2 * len(told) > len(statements):
            own = (reason for reason in told if reason is not None and reason.code.startswith("own-"))
            yield from islice(own, 1)

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
                return Told(statement.id, content, found, reason, None if found.kind == "document" else lost)
        return Told(statement.id, content, None, None, lost)

    def _inward(
        self, statement: Statement, attribution: Attribution
    ) -> Iterator[tuple[Carrier | None, Reason]]:
        """The links that may be the origin, the innermost first; None for a document nothing tells apart."""
        speaker = self.entities.get(statement.speaker or "")
        if (
            attribution.source is not None
            and (issued := self._issued(attribution.source, statement)) is not None
        ):
            yield issued
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
            elif (told := self._reporting(phrase) or self._colleague(phrase)) is not None:
                yield told, Reason("told-medium", (told.name, phrase))
        if statement.id in self.came:
            yield from self._came_in(self.came[statement.id], statement)
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
        for phrase in (entity.name, entity.role or ""):
            if (whose := self._reporting(phrase)) is not None:
                return whose, Reason(f"{how}-medium", (phrase,))
        unnamed = entity.anonymous or (entity.ref is None and _bare(entity.name))
        if entity.kind == "medium" and not unnamed:
            medium = medium_of((entity.ref or "").removeprefix(_MEDIUM))
            if medium is not None and medium.several:
                return Carrier("unnamed", "unnamed:" + medium.ref, medium.name), Reason(
                    f"{how}-unnamed", (entity.name,)
                )
            return self._carrier(medium, entity.name), Reason(f"{how}-medium", (entity.name,))
        if entity.kind == "document":
            return self._document(entity.name, statement, entity)
        relays = how == "relayed" and entity.kind == "unnamed"
        if entity.kind == "medium" or relays or (entity.anonymous and is_press(entity.name)):
            key = " ".join(WORD.findall(fold(entity.name).text))
            return Carrier("unnamed", "unnamed:" + key, entity.name), Reason(f"{how}-unnamed", (entity.name,))
        return None

    def _issued(self, source: Span, statement: Statement) -> tuple[Carrier | None, Reason] | None:
        """The document as which a source is printed, whoever issued it being the speaker: «بيان للوزارة»."""
        phrase = source.of(self.text)[:_LONGEST]
        speaker = self.entities.get(statement.speaker or "")
        named = "" if speaker is None else speaker.name
        if self.language == "en" or listed_noun(phrase, 1) is None or listed_noun(named, 1) is not None:
            return None
        return self._document(phrase, statement, None)

    def _reporting(self, phrase: str) -> Carrier | None:
        """The medium for which a correspondent reports."""
        rest = reports_for(phrase)
        if rest is None:
            return None
        medium = known_medium(rest, self.language, publisher=self.own_ref or None)
        if medium is not None and medium.ref:
            return self._carrier(medium, rest)
        own = [] if self.publisher is None else WORD.findall(_parted(self.publisher.name))
        named = own and WORD.findall(_parted(rest))[: len(own)] == own
        return self.publisher if not rest or named or of_the_paper(rest) else None

    def _colleague(self, phrase: str) -> Carrier | None:
        return self.publisher if names_colleague(phrase) else None

    def _came_in(self, span: Span, statement: Statement) -> Iterator[tuple[Carrier | None, Reason]]:
        """What «جاء ذلك في ...» tells: a medium, or a document or post of whoever the phrase names."""
        phrase = span.of(self.text)[:_LONGEST]
        posted, medium = self._medium_within(phrase)
        if (through := self._said_through(phrase, medium)) is not None:
            yield through
        elif listed_noun(phrase) is not None or posted:
            found = self._document(phrase, statement, self._named_in(span), posted=posted)
            if found is not None:
                yield found

    def _named_in(self, span: Span) -> Entity | None:
        """Whoever a stretch names first that may issue a document."""
        inside = (one for one in self.reading.mentions if span.start <= one.span.start < span.end)
        named = ((one.span, self.entities[one.entity]) for one in inside)
        some = [(at, one) for at, one in named if one.kind in _ISSUERS]
        return min(some, key=lambda one: one[0])[1] if some else None

    def _said_in(self, span: Span, statement: Statement) -> Iterator[tuple[Carrier | None, Reason]]:
        """What a phrase of means tells: the document or post, then the medium."""
        phrase = span.of(self.text)[:_LONGEST]
        posted, medium = self._medium_within(phrase)
        if self.language != "en" and (listed_noun(phrase) is not None or posted):
            found = self._document(phrase, statement, None, posted=posted)
            if found is not None:
                yield found
        if (through := self._said_through(phrase, medium)) is not None:
            yield through

    def _said_through(self, phrase: str, medium: Medium | None) -> tuple[Carrier, Reason] | None:
        """The medium that a phrase names, or the publisher where it names a colleague."""
        if medium is not None:
            said = (medium.arabic or medium.name, clean(phrase))
            return self._carrier(medium, phrase), Reason("said-in", said)
        own = self._colleague(phrase)
        return None if own is None else (own, Reason("said-in", (own.name, clean(phrase))))

    def _medium_within(self, phrase: str) -> tuple[bool, Medium | None]:
        """Whether a phrase names a platform, and the first medium in it that is none."""
        tokens = phrase.split()[:_REACH]
        folded = [fold(token).text for token in tokens]
        timed = next((at for at, token in enumerate(folded) if token in grammar_words().time), len(tokens))
        posted = False
        for at in range(len(tokens)):
            leads = not at or folded[at - 1] in words().before or tokens[at].startswith("ل")
            if not leads and folded[at - 1] not in words().accounts:
                continue
            medium = self._medium(" ".join(tokens[at:])) or self._medium(" ".join(tokens[at:timed]))
            if medium is None:
                continue
            if medium.kind == "platform":
                posted = True
            elif leads:
                return posted, medium
        return posted, None

    def _medium(self, phrase: str) -> Medium | None:
        """The medium of the tables that a phrase names, if any."""
        found = known_medium(phrase, self.language, publisher=self.own_ref or None) if phrase else None
        return found if found is not None and found.ref else None

    def _document(
        self, phrase: str, statement: Statement, entity: Entity | None, *, posted: bool = False
    ) -> tuple[Carrier | None, Reason] | None:
        """A document or post by its noun and whoever issued it, or by a name of its own.

        The day is no part of the key: what is compared says the same, and two papers date one statement a day
        apart.
        """
        noun = "منشور" if posted and listed_noun(phrase) is None else document_noun(phrase)
        said = clean(phrase)
        issuer = self._issuer(statement, entity)
        if issuer is not None:
            key, name = issuer
            issued = Carrier("document", f"document:{fold(noun).text}|{key}", f"{noun} {name}")
            if entity is not None or not told_before(phrase):
                return issued, Reason("cited-document", (said, name))
            if noun not in words().of_others:
                self.instead[statement.id] = issued, Reason("cited-document", (said, name))
        named = _naming(phrase)
        if entity is not None and len(named) >= _NAMING:
            return Carrier("document", "document:" + " ".join(named), said), Reason("cited-document", (said,))
        return None, Reason("document-untold", (said,))

    def _issuer(self, statement: Statement, entity: Entity | None) -> tuple[str, str] | None:
        """Key and name of whoever issued a document: whom it speaks for, or whoever said it there."""
        known = self.entities.get(statement.speaks_for or "")
        if entity is not None and entity.kind != "document":
            known = entity
        elif entity is None and known is None:
            known = self.entities.get(statement.speaker or "")
        if known is None or known.anonymous or known.kind in ("document", "unnamed"):
            return None
        return known.ref or " ".join(WORD.findall(fold(known.name).text)), known.name


def _bare(name: str) -> bool:
    """Whether a name of a medium names none: «صحيفة», «الموقع», «وكالة الأنباء», «صحيفة محلية»; what is
    called «التلفزيون الرسمي» is one.
    """
    found = fold(name).text.split()
    if not found or found[0].removeprefix("ال") not in nouns().kinds:
        return False
    said = [word for word in found[1:] if word not in _OF_AGENCIES]
    if _is_agency(name):
        return words().official.issuperset(said)
    # «الكترونيه» begins with two letters that are no article.
    indefinite = all(_quality("ال" + word) or (_quality(word) and not word.startswith("ال")) for word in said)
    return not said or (indefinite and not found[0].startswith("ال"))


def _quality(word: str) -> bool:
    """Whether a word says nothing of a name, in either gender."""
    return not {word, word + "ه", word.removesuffix("ه")}.isdisjoint(nouns().qualities)


def _naming(phrase: str) -> tuple[str, ...]:
    """The folded words of a document's name that tell it from others of its kind."""
    found = WORD.findall(fold(phrase).text)
    prepositions = grammar_words().prepositions
    return tuple(word for word in found if word not in words().qualities and word not in prepositions)
