"""The errors of an evaluation, each beside what every engine alone holds of its cue, and their counts.

A case gathers the findings about one attribution: those of a matched pair, or one missed and one spurious
whose cues touch. For each finding it says which engine had it right, so that one sees where it was lost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeVar

from musnad.decide import Candidate, features, probability
from musnad.engines import Views
from musnad.evaluate import Finding, Scores, sentence
from musnad.gold import GoldAttribution
from musnad.matching import alike
from musnad.model import Attribution, Report, Segments, Span
from musnad.quoting import quote_of
from musnad.segment import segment
from musnad.settle import TAGGER

if TYPE_CHECKING:
    from musnad.model_files import Decision
    from musnad.tagger import Proposal

T = TypeVar("T")
EngineName = Literal["grammar", "tagger"]
Blame = Literal["neither", "grammar", "tagger", "both", "later"]
BLAMES: tuple[Blame, ...] = ("neither", "grammar", "tagger", "both", "later")
"""Which engines had right what the reading has wrong; `later`: it is decided after them."""

LATER = frozenset({"speaker", "inside"})
"""The kinds that no engine decides: speakers and nesting come from the attributions kept."""

NO_RULE = "–"
NO_OUTLET = "–"


@dataclass(frozen=True, slots=True)
class Held:
    """What one engine holds of a cue, as an attribution.

    `proposal` is the tagger's own, with its chances. `kept` says whether the engine would keep it if it read
    alone; what the grammar drafts it keeps.
    """

    attribution: Attribution
    proposal: Proposal | None = None
    kept: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """One engine's view of a case: what it holds, None where it is silent.

    `right` says for each kind of the case whether that engine had it right; kinds that it does not decide
    are left out.
    """

    engine: EngineName
    held: Held | None
    right: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Case:
    """The findings about one attribution; `stretch` holds all that is shown of it.

    `kinds` follow the order of the findings, `blames` the kinds, and is empty without two views. A speaker is
    the name in the gold, and that in the reading.
    """

    name: str
    report: Report
    stretch: Span
    kinds: tuple[str, ...]
    gold: GoldAttribution | None
    predicted: Attribution | None
    speakers: tuple[str | None, str | None]
    views: tuple[View, ...] = ()
    blames: tuple[Blame, ...] = ()

    @property
    def cue_class(self) -> str:
        """The class in the gold, or that of the reading where the gold has nothing."""
        side = self.gold or self.predicted
        return "" if side is None else side.cue_class

    @property
    def outlet(self) -> str:
        """Who published the report."""
        return self.report.publisher or NO_OUTLET

    @property
    def rule(self) -> str:
        """The rule that read it."""
        return NO_RULE if self.predicted is None else self.predicted.rule


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of each kind a row has; `counts` holds the kinds that occur."""

    name: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All findings of the row."""
        return sum(self.counts.values())


def gather(scores: Scores, views: Mapping[str, Views], alone: Decision | None = None) -> tuple[Case, ...]:
    """The cases of an evaluation, report by report and down each text.

    `views` are those of each report by its version; `alone` is how the tagger decides by itself.
    """
    cases: list[Case] = []
    for _, group in groupby(scores.findings, key=lambda finding: (finding.name, finding.report.version)):
        found = list(group)
        report = found[0].report
        held = _held(report, views.get(report.version, Views(None, None)), alone)
        made = [_case(bundle, held) for bundle in _bundles(found)]
        cases += sorted(made, key=lambda case: (case.stretch, _anchors(case.gold, case.predicted)))
    return tuple(cases)


def by_kind(cases: Iterable[Case]) -> Counter[str]:
    """How many findings there are of each kind."""
    return Counter(kind for case in cases for kind in case.kinds)


def by_blame(cases: Iterable[Case]) -> Counter[tuple[str, Blame]]:
    """How many findings there are of each kind and blame; empty without two views."""
    return Counter(pair for case in cases for pair in zip(case.kinds, case.blames, strict=False))


def tallies(cases: Iterable[Case], facet: Callable[[Case], str]) -> tuple[Tally, ...]:
    """The counts by one property of the cases, the largest first."""
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        table[facet(case)].update(case.kinds)
    rows = [Tally(name, counts) for name, counts in table.items()]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def _bundles(findings: Sequence[Finding]) -> Iterator[tuple[Finding, ...]]:
    """The findings of one report, those about one attribution together."""
    pairs: dict[tuple[str, str], list[Finding]] = {}
    spurious: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.gold is None and finding.predicted is not None:
            _enter(spurious, finding.predicted, finding)
        elif finding.gold is not None:
            read = finding.predicted.id if finding.predicted else ""
            pairs.setdefault((finding.gold.id, read), []).append(finding)
    joined: set[str] = set()
    for found in pairs.values():
        if found[0].predicted is None:
            near = (f for f in _at(spurious, found[0].gold) if f.predicted and f.predicted.id not in joined)
            other = next(near, None)
            if other is not None and other.predicted is not None:
                joined.add(other.predicted.id)
                found.append(other)
        yield tuple(found)
    for finding in findings:
        if finding.gold is None and finding.predicted is not None and finding.predicted.id not in joined:
            yield (finding,)


def _case(findings: Sequence[Finding], held: Mapping[EngineName, Mapping[int, list[Held]]]) -> Case:
    gold = next((f.gold for f in findings if f.gold), None)
    predicted = next((f.predicted for f in findings if f.predicted), None)
    kinds = tuple(finding.kind for finding in findings)
    found: list[View] = []
    for engine, at in held.items():
        best = _best(_near(at, gold, predicted), gold, predicted)
        right = {kind: _right(kind, gold, predicted, best) for kind in kinds if kind not in LATER}
        found.append(View(engine, best, right))
    views = tuple(found)
    sides = (gold, predicted, *(view.held.attribution for view in views if view.held))
    spans = [span for side in sides if side is not None for span in _spans(side)]
    report = findings[0].report
    return Case(
        name=findings[0].name,
        report=report,
        stretch=sentence(report.text, spans),
        kinds=kinds,
        gold=gold,
        predicted=predicted,
        speakers=(
            next((f.speakers[0] for f in findings if f.gold), None),
            next((f.speakers[1] for f in findings if f.predicted), None),
        ),
        views=views,
        blames=tuple(_blame(kind, views) for kind in kinds) if len(views) > 1 else (),
    )


def _blame(kind: str, views: Sequence[View]) -> Blame:
    if kind in LATER:
        return "later"
    right = [view.engine for view in views if view.right[kind]]
    return "both" if len(right) > 1 else right[0] if right else "neither"


def _right(kind: str, gold: GoldAttribution | None, predicted: Attribution | None, held: Held | None) -> bool:
    """Whether an engine alone had right what the reading has wrong."""
    kept = held is not None and held.kept
    if kind == "missed":
        return kept and held is not None and gold is not None and alike(gold, held.attribution) > 0
    if kind == "spurious":
        return not (
            kept and held is not None and predicted is not None and alike(predicted, held.attribution) > 0
        )
    if gold is None or held is None:
        return False
    return part(gold, kind) == part(held.attribution, kind)


def part(side: GoldAttribution | Attribution, kind: str) -> object:
    """The part of an attribution that findings of a kind are about."""
    parts: dict[str, object] = {
        "source": side.source,
        "cue": side.cue,
        "content": tuple(sorted(side.content)),
        "class": side.cue_class,
        "quote": side.quote,
        "via": side.via,
        "addressee": side.addressee,
        "medium": side.medium,
    }
    return parts[kind]


def _spans(side: GoldAttribution | Attribution) -> Iterator[Span]:
    yield side.cue
    yield from side.content
    yield from side.via
    yield from (span for span in (side.source, side.addressee, side.medium) if span is not None)


def _anchors(*sides: GoldAttribution | Attribution | None) -> tuple[Span, ...]:
    return tuple(side.cue for side in sides if side is not None)


def _held(report: Report, views: Views, alone: Decision | None) -> dict[EngineName, dict[int, list[Held]]]:
    """What each engine that was asked holds, by the places of its cues."""
    found: dict[EngineName, dict[int, list[Held]]] = {}
    if views.drafts is not None:
        found["grammar"] = {}
        for draft in views.drafts:
            _enter(found["grammar"], draft, Held(draft))
    if views.proposals is not None:
        found["tagger"] = {}
        segments = segment(report.text, report.language)
        for proposal in views.proposals:
            held = _proposed(report.text, segments, proposal, alone)
            _enter(found["tagger"], held.attribution, held)
    return found


def _proposed(text: str, segments: Segments, proposal: Proposal, alone: Decision | None) -> Held:
    kept = bool(proposal.content) and (
        alone is None
        or probability(features(Candidate(proposal, None), text), alone.weights) >= alone.threshold
    )
    attribution = Attribution(
        id="",
        source=proposal.source,
        cue=proposal.cue,
        content=proposal.content,
        lemma="",
        cue_class=proposal.cue_class,
        quote=quote_of(text, segments, proposal.cue, proposal.content) if proposal.content else "indirect",
        rule=TAGGER,
        confidence=proposal.valid,
        addressee=proposal.addressee,
        medium=proposal.medium,
        via=proposal.via,
    )
    return Held(attribution, proposal, kept)


def _enter(at: dict[int, list[T]], side: Attribution | None, value: T) -> None:
    """Note `value` at each place that the cue touches."""
    if side is not None:
        for place in range(side.cue.start, side.cue.end + 1):
            at.setdefault(place, []).append(value)


def _at(at: Mapping[int, list[T]], side: GoldAttribution | Attribution | None) -> list[T]:
    if side is None:
        return []
    return [value for place in range(side.cue.start, side.cue.end + 1) for value in at.get(place, ())]


def _near(at: Mapping[int, list[Held]], *sides: GoldAttribution | Attribution | None) -> list[Held]:
    """What an engine holds whose cue touches that of a side, each once."""
    found = {id(held): held for side in sides for held in _at(at, side)}
    return list(found.values())


def _best(near: Iterable[Held], gold: GoldAttribution | None, predicted: Attribution | None) -> Held | None:
    """What is about the same attribution: most alike in content, then in cue; None where cues only abut."""
    ranked: list[tuple[int, int, int, bool]] = []
    held = list(near)
    for one in held:
        same = [alike(side, one.attribution) if side else 0 for side in (gold, predicted)]
        shared = max(cue.overlap(one.attribution.cue) for cue in _anchors(gold, predicted))
        ranked.append((same[0], same[1], shared, one.kept))
    best = max(range(len(held)), key=ranked.__getitem__, default=None)
    return None if best is None or not any(ranked[best][:3]) else held[best]
