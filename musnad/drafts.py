"""An attribution while its sentence is still being read."""

from __future__ import annotations

from dataclasses import dataclass

from musnad.model import CueClass
from musnad.tokens import Range


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
