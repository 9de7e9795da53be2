"""Which reader finds the attributions: the grammar, the tagger, or both weighed together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from musnad.attribution import GrammarOptions, attribute
from musnad.model import Attribution, Engine, Segments
from musnad.settle import settle
from musnad.text import Folded

if TYPE_CHECKING:
    from musnad.model_files import Model
    from musnad.tagger import Name, Proposal

# numpy and onnxruntime come with the model: nothing that needs them is imported for the grammar alone.


def usual() -> Engine:
    """The engine where none is named: both where a model and its runtime are installed, else the grammar."""
    from importlib.util import find_spec

    from musnad.model_files import installed

    return "both" if installed() is not None and find_spec("onnxruntime") is not None else "grammar"


def opened(named: Engine | None, folder: Path | None = None, threads: int = 0) -> tuple[Engine, Model | None]:
    """The engine and its model: the engine named, else the best that can be opened.

    Raises `model_files.ModelError` only where an engine or the folder of a model was named.
    """
    if named is not None:
        return named, choose(named, folder, threads)
    if folder is not None:
        return "both", choose("both", folder, threads)
    if usual() == "grammar":
        return "grammar", None
    from musnad.model_files import ModelError

    try:
        return "both", choose("both", None, threads)
    except ModelError:
        return "grammar", None


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


@dataclass(frozen=True, slots=True)
class Views:
    """What each engine alone holds of a text, None where it was not asked.

    `drafts` are the grammar's attributions, `proposals` what the tagger found, each in order of its cues;
    `names` are the names that it found in the same pass, none for the grammar alone.
    """

    drafts: tuple[Attribution, ...] | None
    proposals: tuple[Proposal, ...] | None
    names: tuple[Name, ...] = ()


def consider(
    text: str,
    segments: Segments,
    folded: Folded,
    grammar: GrammarOptions,
    engine: Engine,
    model: Model | None,
) -> Views:
    """The views that one engine decides by; `model` may be None for the grammar alone."""
    if engine == "grammar" or model is None:
        return Views(attribute(text, segments, grammar, folded), None)
    from musnad.tagger import view

    drafts = None if engine == "tagger" else attribute(text, segments, grammar, folded)
    seen = view(text, segments, model)
    return Views(drafts, seen.proposals, seen.names)


def conclude(
    views: Views, text: str, segments: Segments, folded: Folded, engine: Engine, model: Model | None
) -> tuple[Attribution, ...]:
    """The attributions of a text, decided from the views of its engine."""
    if views.proposals is None or model is None:
        return views.drafts or ()
    from musnad.decide import decide, pair

    candidates = pair(views.proposals, views.drafts or ())
    decision = model.decisions[engine]
    decided = decide(text, segments, candidates, decision.weights, decision.threshold)
    return tuple(settle(folded, text, list(decided)))
