"""Claims brought up to date: what is new is compared with all, what was compared before is kept.

What two statements are to each other depends on the two alone, and claims are made anew of all edges, so that
an update equals a rebuild.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from musnad.claims import Member, claims
from musnad.claims_apart import kept_apart
from musnad.claims_counts import Counted, count
from musnad.claims_evidence import Said
from musnad.claims_pairs import Statement
from musnad.claims_reading import Content, PairOdds, of_rows
from musnad.claims_weighing import edges
from musnad.corpus import Claimed
from musnad.direction import day_number
from musnad.model import Claim, Copy, Edge, Origin, Place, ReaderInfo, Report, ReportOrigins, numbered
from musnad.pair_reading import side

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORM: Final = 6
"""Raised where what two statements are to each other, the passages that two texts share, or whence they come
and how that is counted, are found otherwise than before.
"""


@dataclass(frozen=True, slots=True)
class Stated:
    """The statements of the newest version of a report, by what reader, and the report without its text.

    `story` are hashes of the names in it.
    """

    report: Report
    reader: ReaderInfo
    said: tuple[Said, ...]
    story: frozenset[int]

    def mark(self, pairs: str | None) -> str:
        """By what statements are compared: where it differs from what is kept they are compared again."""
        return "|".join(
            (str(FORM), self.reader.version, self.reader.engine, self.reader.model or "", pairs or "")
        )


def of_this_form(mark: str) -> bool:
    """Whether a mark tells of a comparison as this version makes it, whoever read."""
    return mark.partition("|")[0] == str(FORM)


def compared_so(stated: Iterable[Stated], marks: Mapping[str, str], reads: PairOdds | None) -> frozenset[str]:
    """The versions that `marks` tells to have been compared just as they would be now."""
    name = None if reads is None else reads.name
    return frozenset(one.report.version for one in stated if marks.get(one.report.version) == one.mark(name))


def fresh_edges(
    stated: Sequence[Stated],
    marks: Mapping[str, str],
    texts: Callable[[str], str],
    reads: PairOdds | None,
) -> tuple[list[Edge], dict[str, str]]:
    """The edges of statements in versions that were not compared so before, and by what they are now.

    `marks` tells by what each version was compared. `texts` gives the text of a version.
    """
    name = None if reads is None else reads.name
    ordered = sorted(stated, key=lambda one: one.report.version)
    same = compared_so(ordered, marks, reads)
    new = {one.report.version: one.mark(name) for one in ordered if one.report.version not in same}
    statements = [
        Statement(one.report.version, said, day_number(one.report.published), one.story)
        for one in ordered
        for said in one.said
    ]
    rows = [row for row, one in enumerate(statements) if one.version in new]
    if not rows:
        return [], new

    def odds(wanted: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        if reads is None:  # edges does not ask then
            raise RuntimeError("nothing reads pairs")
        return of_rows(reads, lambda row: content(texts, statements[row]), wanted)

    all_new = len(rows) == len(statements)
    found = edges(statements, None if all_new else rows, None if reads is None else odds)
    return list(found), new


def content(texts: Callable[[str], str], one: Statement) -> Content:
    """The content of a statement as pairs are read; `texts` gives the text of a version."""
    return Content(one.version, side(texts(one.version), one.said.content))


def joined(
    stated: Iterable[Stated],
    known: Iterable[Edge],
    origins: Iterable[ReportOrigins],
    copies: Iterable[Copy],
    judged: Collection[str] = (),
) -> tuple[Claimed, ...]:
    """All claims with their counts, by their ids; `judged` are the statements whose speaker a person told."""
    given = {one.report.version: one for one in stated}
    said = {(version, said.id): said for version, one in given.items() for said in one.said}
    whence = {(one.version, name): origin for one in origins for name, origin in one.statements}
    between: defaultdict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        between[copy.later].append(copy)
    members = [
        Member(Place(version, held.id), held.content, one.report.published, nth[held.id])
        for version, one in given.items()
        for nth in [numbered((held.id, held.content) for held in one.said)]
        for held in one.said
    ]
    reports = {version: one.report for version, one in given.items()}
    edges = list(known)
    if judged:
        voices = {Place(version, name).id: one.voice for (version, name), one in said.items()}
        edges += kept_apart(members, edges, voices, judged)
    return tuple(claimed(claim, said, reports, whence, between) for claim in claims(members, edges))


_Spot = tuple[str, str]


def claimed(
    claim: Claim,
    said: Mapping[_Spot, Said],
    reports: Mapping[str, Report],
    whence: Mapping[_Spot, Origin],
    between: Mapping[str, Sequence[Copy]],
) -> Claimed:
    """A claim with its counts, by what its statements hold and whence they come, by version and id.

    `between` has the copies of which each version is the later.
    """
    versions = {at.version for at in claim.statements}
    counted = [
        Counted(
            at,
            said[at.version, at.statement].content,
            whence.get((at.version, at.statement), _UNKNOWN),
            reports[at.version].publisher,
            reports[at.version].published,
            said[at.version, at.statement].words,
        )
        for at in claim.statements
    ]
    shared = [copy for version in versions if len(versions) > 1 for copy in between.get(version, ())]
    found = count(counted, shared)
    days = [one.published[:10] for one in counted if one.published is not None]
    return Claimed(claim, found, min(days, default=None))


_UNKNOWN: Final = Origin("unknown", "")


def without(stated: Iterable[Stated], removed: frozenset[tuple[str, str]]) -> tuple[Stated, ...]:
    """The same statements but for those that a person judged to be none, by version and id."""
    return tuple(
        replace(one, said=tuple(said for said in one.said if (one.report.version, said.id) not in removed))
        for one in stated
    )
