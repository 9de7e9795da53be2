"""An attribution while its sentence is still being read."""

from __future__ import annotations

from dataclasses import dataclass

from musnad.lang.grammar import grammar_words
from musnad.model import CueClass
from musnad.morphology import Form
from musnad.tokens import Range, Tokens


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in token offsets of one sentence."""

    cue: Range
    content: tuple[Range, ...]
    lemma: str
    cue_class: CueClass
    rule: str
    confidence: float
    source: Range | None = None
    addressee: Range | None = None
    medium: Range | None = None
    via: tuple[Range, ...] = ()
    negated: bool = False
    closing: bool = False
    fronted: bool = False


def class_of(tokens: Tokens, form: Form, source: Range | None) -> CueClass:
    """The lemma's class; what a medium reports is relayed, what a document says is shown."""
    if source is None:
        return form.cue.cue_class
    words = grammar_words()
    head = next((tokens.words[i] for i in range(*source) if tokens.words[i][0].isalnum()), "")
    if form.cue.lemma in ("أفاد", "ذكر", "أورد", "نشر", "نقل") and head in words.media_heads:
        return "relay"
    if form.cue.lemma in ("أشار", "كشف", "أظهر", "بيّن", "بين", "أوضح", "دل") and head in words.documents:
        return "show"
    return form.cue.cue_class
