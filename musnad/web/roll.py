"""Who speaks and which media there are in a corpus: made once for each state of it, for all pages.

To make the roll of 14,667 names takes 0.4 s of processor time, to look somebody up in it some milliseconds.
"""

from __future__ import annotations

import gc
import threading
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from musnad.corpus import Corpus
from musnad.corpus.derived import state
from musnad.corpus.media_counts import Carrying, Printer, carrying, printers
from musnad.corpus.speaking import speakers
from musnad.media import medium_of
from musnad.origins_links import publisher_of
from musnad.search_speakers import Candidate, Roll, named_in, roll
from musnad.text import fold_text

State = tuple[tuple[str, int], ...]
_MEDIUM: Final = "medium/"
# Whoever comes second waits, and finds what the first has made.
_MAKING: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium of the corpus. `key` is that of its origins, `publishers` the names that it prints under.

    `reports` are those that it printed, `statements` those that came through it first, in `relayed` reports,
    and `joint` those that it and other agencies carried together. `kind` is that of the tables, else
    ``agency`` or ``medium``.
    """

    key: str
    name: str
    english: str | None
    ref: str | None
    kind: str
    country: str | None
    publishers: tuple[str, ...]
    reports: int
    statements: int
    relayed: int
    whole: int
    joint: int
    first: str | None
    last: str | None


def rolled(corpus: Corpus) -> Roll:
    """The roll of those who speak. Raises `CorpusError`."""
    of = state(corpus)
    with _MAKING:
        return _roll(corpus, of)


def looked_up(corpus: Corpus, name: str) -> tuple[Candidate, ...]:
    """Who may be meant by a name, the likeliest first. Raises `CorpusError`."""
    return _looked_up(corpus, state(corpus), name)


def media(corpus: Corpus) -> tuple[Medium, ...]:
    """The media of the corpus, those of most reports first, then of most statements. Raises `CorpusError`."""
    of = state(corpus)
    with _MAKING:
        return _media(corpus, of)


def medium_meant(corpus: Corpus, name: str) -> Medium | None:
    """The medium that a key, a reference or a name stands for; None where there is none. Raises
    `CorpusError`.
    """
    held = media(corpus)
    known = publisher_of(name, None)
    keys = [name, _MEDIUM + name, *([known.key] if known is not None else [])]
    for key in keys:
        for one in held:
            if one.key == key:
                return one
    wanted = fold_text(name)
    return next((one for one in held if wanted in map(fold_text, (one.name, *one.publishers))), None)


@lru_cache(maxsize=1)
def _roll(corpus: Corpus, _of: State) -> Roll:
    made = roll(speakers(corpus))
    # Hundreds of thousands of objects that stay: each full collection would walk them for 0.1 s, in the
    # middle of a page.
    gc.collect()
    gc.freeze()
    return made


@lru_cache(maxsize=256)
def _looked_up(corpus: Corpus, _of: State, name: str) -> tuple[Candidate, ...]:
    return named_in(rolled(corpus), name)


@lru_cache(maxsize=1)
def _media(corpus: Corpus, _of: State) -> tuple[Medium, ...]:
    printing: defaultdict[str, list[Printer]] = defaultdict(list)
    carried: defaultdict[str, list[Carrying]] = defaultdict(list)
    joint: defaultdict[str, int] = defaultdict(int)
    for printer in printers(corpus):
        found = publisher_of(printer.name, None)
        if found is not None:
            printing[found.key].append(printer)
    for one in carrying(corpus):
        if one.kind != "joint":
            carried[one.key].append(one)
            continue
        for key in one.key.split("|"):
            joint[key] += one.statements
    made = [_medium(key, printing[key], carried[key], joint[key]) for key in {*printing, *carried, *joint}]
    return tuple(sorted(made, key=lambda one: (-one.reports, -one.statements, one.name, one.key)))


def _medium(key: str, printing: list[Printer], carried: list[Carrying], joint: int) -> Medium:
    known = medium_of(key.removeprefix(_MEDIUM)) if key.startswith(_MEDIUM) else None
    kind = "agency" if any(one.kind == "agency" for one in carried) else "medium"
    names = (*(one.name for one in carried if one.name), *(one.name for one in printing), key)
    days = [day for one in printing for day in (one.first, one.last) if day]
    return Medium(
        key=key,
        name=(known.arabic or known.name) if known is not None else names[0],
        english=known.english if known is not None else None,
        ref=key if known is not None else None,
        kind=known.kind if known is not None else kind,
        country=known.country if known is not None else None,
        publishers=tuple(one.name for one in printing),
        reports=sum(one.reports for one in printing),
        statements=sum(one.statements for one in carried),
        relayed=sum(one.reports for one in carried),
        whole=sum(one.whole for one in carried),
        joint=joint,
        first=min(days, default=None),
        last=max(days, default=None),
    )
