"""What a medium's page counts, made once for each state of the corpus. `docs/reading-room.md` defines each
figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from musnad import briefs
from musnad.corpus import Corpus
from musnad.corpus.derived import reasons_of, state
from musnad.corpus.entry import unpacked
from musnad.corpus.media_counts import (
    PrintedReport,
    Repeat,
    packed_briefs,
    repeats,
    reports_at,
    reports_by,
    reports_from,
)
from musnad.corpus.reading_parts import parts
from musnad.corpus.statement_counts import Sums, Whose, by_day, speakers_of, sums
from musnad.names import WORD
from musnad.origins_links import publisher_of
from musnad.search_speakers import Speaker
from musnad.text import fold_text
from musnad.web.over_time import OverTime, over_time
from musnad.web.roll import Medium, State

Manner = Literal["credited", "elsewhere", "silent", "unknown"]
"""How a report that repeats another's text tells of it: it names that medium; it does not, and the text is
known to be a third's; it does not, and nothing tells of a third; or which came first is not known.
"""
Telling = Literal["itself", "copies", "wording"]
"""How it is known that a report's text came through a medium: it says so itself; others that print the same
words do; or nobody does, and its wording tells.
"""

# What a text is once a third carried it: not the publisher's own, and not unknown.
_CARRIED: Final = frozenset({"agency", "joint", "medium", "document"})
_ITSELF: Final = frozenset({
    "publisher-agency", "credit-text", "credit-byline", "agencies-unnamed", "relayed-medium", "source-medium",
    "told-medium", "said-in", "same-telling", "same-speaker",
})  # fmt: skip
_COPIES: Final = frozenset({"passage-credited", "passage-heard", "shared", "conflict"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A report and one of another publisher that it shares text with, as keys of versions.

    `later` repeats `earlier` where `manner` is known; `outlet` is the publisher of the other's side.
    """

    later: int
    earlier: int
    outlet: str | None
    manner: Manner
    kind: str
    containment: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted of a medium; reports stand newest first, pairs with most in common first."""

    printed: tuple[PrintedReport, ...]
    carried: tuple[tuple[PrintedReport, Telling], ...]
    copied: tuple[Pair, ...]
    copies: tuple[Pair, ...]
    shared: tuple[Pair, ...]
    sums: Sums | None
    relayed: Sums
    speakers: tuple[Speaker, ...]
    over_time: OverTime


def figures(corpus: Corpus, medium: Medium) -> Figures:
    """What is counted of a medium. Raises `CorpusError`."""
    return _figures(corpus, state(corpus), medium)


# Of a publisher of 1,000 reports they take a megabyte.
@lru_cache(maxsize=64)
def _figures(corpus: Corpus, _of: State, medium: Medium) -> Figures:
    own = medium.publishers
    printing, carrying = Whose("printed", own), Whose("carried", ref=medium.key)
    through = reports_from(corpus, medium.key) if medium.whole else ()
    copied, copies, shared = _pairs(corpus, medium)
    return Figures(
        printed=reports_by(corpus, own) if own else (),
        carried=tuple((one, _telling(one)) for one in through if one.publisher not in own),
        copied=copied,
        copies=copies,
        shared=shared,
        sums=sums(corpus, printing) if own else None,
        relayed=sums(corpus, carrying),
        speakers=speakers_of(corpus, medium.key),
        over_time=over_time(by_day(corpus, printing if own else carrying)),
    )


def _telling(report: PrintedReport) -> Telling:
    codes = {reason.code for reason in reasons_of(report.reasons or "[]")}
    if codes & _ITSELF:
        return "itself"
    return "copies" if codes & _COPIES else "wording"


def _pairs(corpus: Corpus, medium: Medium) -> tuple[tuple[Pair, ...], tuple[Pair, ...], tuple[Pair, ...]]:
    """The reports of others that repeat a medium's; its own that repeat others'; and its own of which it is
    not known. Each report stands once, with that which it shares most with.
    """
    own = medium.publishers
    if not own:
        return (), (), ()
    before, behind = repeats(corpus, own, "earlier"), repeats(corpus, own, "later")
    copied = _once((one.later, one) for one in before if one.directed)
    copies = _once((one.later, one) for one in behind if one.directed)
    open_ = [(one.earlier, one) for one in before] + [(one.later, one) for one in behind]
    shared = _once((key, one) for key, one in open_ if not one.directed)
    known = (*copied, *copies)
    named = _named(corpus, {one.later for one in known})
    whole = {
        one.version: one
        for one in reports_at(corpus, [key for one in known for key in (one.later, one.earlier)])
    }
    told = [tuple(_pair(one, own, named, whole) for one in some) for some in (copied, copies, shared)]
    return told[0], told[1], told[2]


def _once(found: Iterable[tuple[int, Repeat]]) -> list[Repeat]:
    held: dict[int, Repeat] = {}
    for key, one in sorted(found, key=lambda pair: (-pair[1].containment, pair[1].later, pair[1].earlier)):
        held.setdefault(key, one)
    return list(held.values())


def _pair(
    one: Repeat,
    own: Sequence[str],
    named: Mapping[int, _Naming],
    whole: Mapping[int, PrintedReport],
) -> Pair:
    outlet = one.later_publisher if one.earlier_publisher in own else one.earlier_publisher
    manner: Manner = "unknown"
    if one.directed:
        source = _key(one.earlier_publisher)
        if one.later in named and named[one.later].has(one.earlier_publisher):
            manner = "credited"
        elif any(_is_of_third(whole.get(version), source) for version in (one.later, one.earlier)):
            manner = "elsewhere"
        else:
            manner = "silent"
    return Pair(one.later, one.earlier, outlet, manner, one.kind, one.containment)


@lru_cache(maxsize=1024)
def _key(publisher: str | None) -> str:
    found = publisher_of(publisher, None)
    return "" if found is None else found.key


def _is_of_third(report: PrintedReport | None, key: str) -> bool:
    return report is not None and report.kind in _CARRIED and key not in (report.key or "").split("|")


@dataclass(frozen=True, slots=True)
class _Naming:
    """The media that a report names: by their keys, and the words of each name that no table knows."""

    keys: frozenset[str]
    names: tuple[frozenset[str], ...]

    def has(self, publisher: str | None) -> bool:
        """Whether it names a publisher, with a noun before the name or without."""
        if publisher is None:
            return False
        words = _words(publisher)
        return _key(publisher) in self.keys or any(words <= name for name in self.names if words)


def _named(corpus: Corpus, versions: set[int]) -> dict[int, _Naming]:
    """The media that each version names: credited, in the chain of a statement, or anywhere else."""
    if not versions:
        return {}
    found = {}
    held = parts(corpus, versions)
    for version, data in packed_briefs(corpus, sorted(versions)).items():
        entities = held[version].entities
        keys = (*(briefs.media_named(unpacked(data)) or ()), *(one.ref for one in entities if one.ref))
        unknown = tuple(_words(one.name) for one in entities if one.kind == "medium" and not one.ref)
        found[version] = _Naming(frozenset(keys), unknown)
    return found


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(WORD.findall(fold_text(name)))
