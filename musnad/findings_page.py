"""One self-contained page of an evaluation: its figures, the kinds of errors left, each error in its place.

An error stands with the gold, the reading and what each engine alone holds side by side. The page loads
nothing and is whole without its script, which only filters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from musnad.evaluate import KINDS, Measure, Scores
from musnad.export.frame import Code, direction, page, resource, tag
from musnad.export.html import Mark, Role, Tags, annotate
from musnad.findings import BLAMES, Case, View, by_blame, by_kind, part, tallies
from musnad.gold import GoldAttribution
from musnad.model import Attribution, Span
from musnad.scorecard import FULL

if TYPE_CHECKING:
    from markupsafe import Markup

_LONGEST = 1500
"""Code points of a case that are printed: the longest sentence of the training reports has half as many."""

_SPAN_KINDS: tuple[Role, ...] = ("source", "cue", "content", "via", "addressee", "medium")
_SideName = Literal["gold", "read", "grammar", "tagger"]
_Parts = GoldAttribution | Attribution


@dataclass(frozen=True, slots=True)
class _Fact:
    """A label and its value, which is a key of `group` where it has one; `off` where it is not the gold's."""

    key: str
    value: str
    group: str = ""
    off: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side says of a case: its marked sentence, or a note in its place, and its facts."""

    name: _SideName
    cue_class: str
    sentence: Markup | None
    note: str | None
    facts: tuple[_Fact, ...]
    right: tuple[tuple[str, bool], ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Shown:
    """A case as the template takes it."""

    case: Case
    marks: str
    direction: str
    language: str
    sides: tuple[_Side, ...]


def render(scores: Scores, cases: Sequence[Case], *, errors: bool = True) -> str:
    """The page of an evaluation and its cases; without `errors` it holds figures and counts, no text."""
    languages = Counter(case.report.language for case in cases)
    kinds, blames = by_kind(cases), by_blame(cases)
    code = Code(
        resource("report.css") + resource("findings.css"), resource("findings.js") if errors and cases else ""
    )
    return page(
        "findings.html.j2",
        languages.most_common(1)[0][0] if languages else "ar",
        code,
        scores=scores,
        figures=[_figure(measure) for measure in scores.measures],
        kinds=[(kind, kinds[kind]) for kind in KINDS if kinds[kind]],
        blames=BLAMES if blames else (),
        blamed=blames,
        findings=sum(kinds.values()),
        tables=(
            ("class", tallies(cases, lambda case: case.cue_class)),
            ("outlet", tallies(cases, lambda case: case.outlet)),
            ("rule", tallies(cases, lambda case: case.rule)),
        ),
        count=len(cases),
        cases=map(_shown, cases) if errors else (),
        errors=errors,
    )


def _figure(measure: Measure) -> dict[str, str]:
    count, full = measure.count, measure.name in FULL
    interval = "" if measure.low is None else f"{_number(measure.low)}–{_number(measure.high)}"
    middle = f"{count.predicted} / " if full else ""
    return {
        "name": measure.name,
        "value": _number(measure.value),
        "interval": interval,
        "precision": _number(count.precision) if full else "",
        "recall": _number(count.recall) if full else "",
        "tally": f"{count.right} / {middle}{count.gold}",
    }


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _shown(case: Case) -> _Shown:
    blames = case.blames or ("",) * len(case.kinds)
    return _Shown(
        case=case,
        marks=" ".join(f"{kind}:{blame}" for kind, blame in zip(case.kinds, blames, strict=True)),
        direction=direction(case.report.language),
        language=tag(case.report.language),
        sides=(_gold(case), _read(case), *(_engine(case, view) for view in case.views)),
    )


def _gold(case: Case) -> _Side:
    side = case.gold
    if side is None:
        return _Side("gold", case.cue_class, None, "nothing_gold", ())
    facts = (
        _Fact("class", side.cue_class, "class"),
        *([_Fact("quote", side.quote, "quote")] if "quote" in case.kinds else ()),
        _speaker(case.speakers[0]),
    )
    return _Side("gold", side.cue_class, _sentence(case, side, case.predicted), None, facts)


def _read(case: Case) -> _Side:
    side = case.predicted
    if side is None:
        return _Side("read", case.cue_class, None, "nothing_read", ())
    facts = (
        *_labels(case, side),
        _speaker(case.speakers[1], off="speaker" in case.kinds),
        _Fact("rule", side.rule),
        _Fact("confidence", f"{side.confidence:.0%}"),
    )
    return _Side("read", side.cue_class, _sentence(case, side, case.gold), None, facts)


def _engine(case: Case, view: View) -> _Side:
    right = tuple(view.right.items())
    if view.held is None:
        return _Side(view.engine, case.cue_class, None, "silent", (), right)
    side, proposal = view.held.attribution, view.held.proposal
    note = "as_gold" if _same(side, case.gold) else "as_read" if _same(side, case.predicted) else None
    facts = [*_labels(case, side)]
    if proposal is None:
        facts += [_Fact("rule", side.rule), _Fact("confidence", f"{side.confidence:.0%}")]
    else:
        chances = (("chance", proposal.chance), ("valid", proposal.valid), ("likely", proposal.likely))
        facts += [_Fact(key, f"{chance:.0%}") for key, chance in chances]
    text = None if note else _sentence(case, side, case.gold)
    return _Side(view.engine, side.cue_class, text, note, tuple(facts), right, not view.held.kept)


def _labels(case: Case, side: Attribution) -> Iterator[_Fact]:
    """The class, and how much is quoted where it is at issue."""
    for key in ("class", "quote") if "quote" in case.kinds else ("class",):
        value = str(part(side, key))
        yield _Fact(key, value, key, case.gold is not None and value != part(case.gold, key))


def _speaker(name: str | None, *, off: bool = False) -> _Fact:
    if name is None:
        return _Fact("speaker", "unknown_speaker", "ui", off)
    return _Fact("speaker", name, "", off)


def _same(side: Attribution, other: _Parts | None) -> bool:
    return other is not None and all(part(side, kind) == part(other, kind) for kind in _SPAN_KINDS)


def _spans(side: _Parts) -> Iterator[tuple[Role, Span]]:
    for role in _SPAN_KINDS:
        value = part(side, role)
        spans = value if isinstance(value, tuple) else (value,)
        yield from ((role, span) for span in spans if isinstance(span, Span) and len(span))


def _sentence(case: Case, side: _Parts, other: _Parts | None) -> Markup:
    """The sentence with the spans of one side; those that the other side lacks are marked as off."""
    from markupsafe import Markup

    text, start, end = case.report.text, case.stretch.start, case.stretch.end
    if end - start > _LONGEST:
        start = max(start, side.cue.start - _LONGEST // 2)
        end = min(end, start + _LONGEST)
    known = None if other is None else set(_spans(other))
    marks = [
        Mark(span.start, span.end, role, "" if known is None or (role, span) in known else "off")
        for role, span in _spans(side)
        if span.start < end and span.end > start
    ]
    before = "… " if start > case.stretch.start else ""
    after = " …" if end < case.stretch.end else ""
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return Markup(f"{before}{annotate(text, start, end, marks, _TAGS)}{after}")


def _opening(open_marks: Sequence[Mark], _first: bool) -> str:
    mark = open_marks[-1]
    return f'<span class="{mark.role}{mark.attribution and " off"}">'


def _closing(_open_marks: Sequence[Mark], _at: int) -> str:
    return "</span>"


_TAGS = Tags(_opening, _closing)
