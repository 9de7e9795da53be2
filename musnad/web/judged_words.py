"""What a judgement says, in words of either language, and of what: as pieces, so that names stay apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from musnad.corpus import Corpus, Judgement
from musnad.corpus.headings import Heading, headings
from musnad.corpus.reading_parts import texts
from musnad.model import Span
from musnad.web.wording import LANGUAGES, N_, Language, translations

LONGEST: Final = 300
"""Code points of the words of a statement that is judged."""

_SAYS: Final[Mapping[tuple[str, str], str]] = {
    ("same-claim", "same"): N_("These two statements say the same."),
    ("same-claim", "different"): N_("These two statements do not say the same."),
    ("disputes", "no"): N_("The claims of these two statements do not dispute each other."),
    ("corroborates", "no"): N_("The claims of these two statements are no two voices for the same."),
    ("attribution", "none"): N_("This is no attribution."),
    ("same-entity", "same"): N_("These two names are one."),
    ("same-entity", "different"): N_("These two names are not one."),
    ("copy", "yes"): N_("One of these two reports repeats the text of the other."),
    ("copy", "no"): N_("Neither of these two reports repeats the text of the other."),
    ("whole", "yes"): N_("The report was checked from beginning to end."),
}
_SPEAKER: Final = N_("{name} says it.")
_NOBODY: Final = N_("The report does not say who says it.")
_PARTS: Final[Mapping[str, str]] = {
    "content": N_("The content is {words}."),
    "source": N_("The source is {words}."),
    "cue": N_("The cue is {words}."),
}
_OTHERWISE: Final = N_("A judgement of another kind.")
_FIELD: Final = re.compile(r"(\{\w+\})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence; `name` where it is of a report or of a person, and not of this program."""

    text: str
    name: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """What a judgement is of: a statement, an entity or a whole report, as that stands now.

    `id` is that of the statement or entity in the present reading; None where none fits, or of a whole
    report. `words` are those of the content that was judged, or the name.
    """

    report: str
    version: str
    id: str | None
    publisher: str | None
    published: str | None
    title: str | None
    language: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts and headings of the versions that some judgements are of."""

    texts: Mapping[str, str]
    headings: Mapping[str, Heading]


def known(corpus: Corpus, judged: tuple[Judgement, ...]) -> Texts:
    """What is needed to tell of some judgements. Raises `CorpusError`."""
    versions = {end.version for one in judged for end in one.anchors}
    return Texts(texts(corpus, versions), headings(corpus, versions))


def ends(one: Judgement, now: tuple[str | None, str | None], of: Texts) -> tuple[End, ...]:
    """What a judgement is of; `now` are the ids that its anchors mean."""
    found = []
    for anchor, name in zip(one.anchors, now, strict=False):
        where = of.headings[anchor.version]
        spans = (anchor.cue,) if one.relation == "same-entity" else anchor.content
        words = _joined(of.texts[anchor.version], spans)
        found.append(
            End(
                where.report, where.version, name or None, where.publisher, where.published,
                None if where.title is None else where.title[:LONGEST], where.language, words,
            )
        )  # fmt: skip
    return tuple(found)


def pieces(one: Judgement, of: Texts, language: Language) -> tuple[Piece, ...]:
    """What a judgement says, in a language."""
    told = translations(language).gettext
    if one.relation == "speaker":
        return tuple(_filled(told(_SPEAKER if one.value else _NOBODY), one.value or ""))
    if one.relation == "span":
        text, spans = of.texts[one.left.version], json.loads(one.value or "{}")
        return tuple(
            piece
            for n, part in enumerate(name for name in _PARTS if spans.get(name))
            for piece in (
                *((Piece(" "),) if n else ()),
                *_filled(told(_PARTS[part]), _joined(text, [Span(*span) for span in spans[part]])),
            )
        )
    return (Piece(told(_SAYS.get((one.relation, one.verdict), _OTHERWISE))),)


def sentences(one: Judgement, of: Texts) -> dict[Language, tuple[Piece, ...]]:
    """What a judgement says, in each language."""
    return {language: pieces(one, of, language) for language in LANGUAGES}


def plain(said: tuple[Piece, ...]) -> str:
    """A sentence as text; what is not of this program stands in quotation marks."""
    return "".join(f"«{one.text}»" if one.name else one.text for one in said)


def _filled(sentence: str, name: str) -> Iterator[Piece]:
    for part in _FIELD.split(sentence):
        if _FIELD.fullmatch(part):
            yield Piece(name, True)
        elif part:
            yield Piece(part)


def _joined(text: str, spans: tuple[Span, ...] | list[Span]) -> str:
    words = " […] ".join(span.of(text[: span.start + LONGEST]) for span in spans[:3])
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"
