"""Which reader finds the attributions: the grammar, the tagger, or both weighed together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from musnad.attribution import GrammarOptions, attribute
from musnad.model import Attribution, Engine, Segments
from musnad.settle import settle
from musnad.text import Folded

if TYPE_CHECKING:
    from musnad.model_files import Model

# numpy and onnxruntime come with the model: nothing that needs them is imported for the grammar alone.


def choose(engine: Engine, folder: Path | None = None, threads: int = 0) -> Model | None:
    """The model that an engine reads with, None for the grammar.

    `folder` is that of another model than the installed one; `threads` 0 takes all cores. Raises
    `model_files.ModelError` where the model is missing or damaged.
    """
    if engine == "grammar":
        return None
    from musnad.model_files import ModelError, installed, open_model

    place = installed() if folder is None else folder
    if place is None:
        raise ModelError("no model is installed: pip install ./musnad-models, or read with --engine grammar")
    return open_model(place, threads)


def find(
    text: str,
    segments: Segments,
    folded: Folded,
    grammar: GrammarOptions,
    engine: Engine,
    model: Model | None,
) -> tuple[Attribution, ...]:
    """The attributions of a text by one engine; `model` may be None for the grammar alone."""
    if engine == "grammar" or model is None:
        return attribute(text, segments, grammar, folded)
    from musnad.decide import decide, pair
    from musnad.tagger import propose

    drafts = () if engine == "tagger" else attribute(text, segments, grammar, folded)
    candidates = pair(propose(text, segments, model), drafts)
    decision = model.decisions[engine]
    decided = decide(text, segments, candidates, decision.weights, decision.threshold)
    return tuple(settle(folded, text, list(decided)))
