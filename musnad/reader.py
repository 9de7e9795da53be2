"""One report to its reading: the stages, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from musnad import chain, mentions, places, times, times_english_find
from musnad.attribution import GrammarOptions
from musnad.engines import Views, conclude, consider, opened
from musnad.furniture import own_link
from musnad.hearing import weighed
from musnad.media import medium_named
from musnad.mentions import WINDOW, Words
from musnad.model import Engine, ReaderInfo, Reading, Report, TimeExpression
from musnad.naming import name_all
from musnad.parallel import ahead, cores
from musnad.segment import segment
from musnad.spots import Spot
from musnad.spotting import spot
from musnad.spotting_english import spot as spot_english
from musnad.text import Folded, Source, fold

if TYPE_CHECKING:
    from musnad.model_files import Model
    from musnad.tagger import Name


@lru_cache(maxsize=1)
def _version() -> str:
    # Imported late: a sixteenth of the start-up of `musnad read`.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("musnad")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: what is known of the report beforehand, the engine, and the settings of the grammar.

    `source` serves `musnad.read`, where the report is still to be made; `read` takes a whole Report.
    `engine` None is the best that can be opened (`engines.opened`). One other than the grammar needs a model:
    `model` is the folder of another one than the installed; `threads` is how many cores it takes, 0 for all.
    """

    source: Source = field(default_factory=Source)
    grammar: GrammarOptions = field(default_factory=GrammarOptions)
    engine: Engine | None = None
    model: Path | None = None
    threads: int = 0


def read(report: Report, options: ReadOptions | None = None) -> Reading:
    """Read one report; a pure function, linear in the length of its text, that never raises on a text.

    Raises `model_files.ModelError` where an engine was asked for whose model is missing or damaged.
    """
    return examine(report, options)[0]


def examine(report: Report, options: ReadOptions | None = None) -> tuple[Reading, Views]:
    """The reading of one report, as `read` gives it, and the views of the engines that decided it."""
    chosen = options if options is not None else ReadOptions()
    engine, model = opened(chosen.engine, chosen.model, chosen.threads)
    folded = fold(report.text)
    segments = segment(report.text, report.language)
    named = mentions.find(report, folded, segments)
    views = consider(report.text, segments, folded, chosen.grammar, engine, model)
    attributions = conclude(views, report.text, segments, folded, engine, model)
    link = own_link(folded)
    if link is not None:
        attributions = tuple(one for one in attributions if not link.overlap(one.cue))
    resolved = chain.resolve(report, folded, segments, named, attributions)
    arabic = _tables(report) == "ar"
    where = places.mentions(folded, named.words, _near(report)) if arabic else ()
    spots = _spotted(report, folded, named.words, where, views.names)
    known = (resolved.entities, resolved.mentions)
    mentioned, entities = name_all(report.text, folded, named.words, spots, known, _tables(report))
    reading = Reading(
        report=report,
        credits=named.credits,
        mentions=mentioned,
        entities=entities,
        attributions=resolved.attributions,
        statements=resolved.statements,
        reader=_info(engine, model),
        times=_times(report, folded),
        places=places.located(where, mentioned),
    )
    return reading, views


def reader_info(options: ReadOptions | None = None) -> ReaderInfo:
    """The reader that `read` would be with these options. Raises as `read` does."""
    chosen = options if options is not None else ReadOptions()
    return _info(*opened(chosen.engine, chosen.model, chosen.threads))


def _info(engine: Engine, model: Model | None) -> ReaderInfo:
    return ReaderInfo(version=_version(), engine=engine, model=None if model is None else model.name)


def _near(report: Report) -> tuple[str, ...]:
    """The state that the publisher is of, which its places may be of too."""
    medium = medium_named(report.publisher) if report.publisher else None
    return (medium.country,) if medium is not None and medium.country else ()


def _times(report: Report, folded: Folded) -> tuple[TimeExpression, ...]:
    if report.language == "en":
        return times_english_find.find(report.text, report.published)
    return times.find(report.text, folded, report.published)


def _tables(report: Report) -> str:
    """The language whose tables of names a report is read with."""
    return "en" if report.language == "en" else "ar"


def _spotted(
    report: Report,
    folded: Folded,
    words: Words,
    where: tuple[places.PlaceMention, ...],
    heard: tuple[Name, ...],
) -> tuple[Spot, ...]:
    """The names in a report; those that the tagger heard are weighed with those of the rules."""
    text = report.text
    english = _tables(report) == "en"
    found = spot_english(text, folded, words) if english else spot(text, folded, words, where)
    end = folded.origin(WINDOW)
    within = [name for name in heard if name.span.end <= end]
    return weighed(found, within, text, words) if within else found


def read_all(reports: Iterable[Report], options: ReadOptions | None = None) -> Iterator[Reading]:
    """Read many reports, in order; with a model each core reads a report of its own.

    That takes two cores further than sharing out one report does: most of its work is one chain. Raises as
    `read` does.
    """
    chosen = options if options is not None else ReadOptions()
    engine, _ = opened(chosen.engine, chosen.model, 1)
    workers = 1 if engine == "grammar" else chosen.threads or cores()
    yield from ahead(partial(read, options=replace(chosen, engine=engine, threads=1)), reports, workers)
