"""What ``musnad judge`` does: keep a judgement, have the corpus heed it, and list those that are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from musnad.anchors import Judge, moment, of_none, of_pair, of_spans, of_speaker, of_whole
from musnad.cli.load import say
from musnad.cli.messages import N_, _, plural, safe
from musnad.cli.telling import opened, print_json, print_table
from musnad.corpus import Anchor, Attached, Corpus, Judgement, judgements, names, open_corpus, version
from musnad.judged import Standing, standings
from musnad.upkeep_judged import apply, take_back

_STATES: Final = {
    "holds": N_("holds"),
    "superseded": N_("superseded"),
    "lost": N_("lost"),
    "undone": N_("undone"),
}
_RELATIONS: Final = {
    "same-claim": N_("claim"),
    "disputes": N_("dispute"),
    "corroborates": N_("corroboration"),
    "speaker": N_("speaker"),
    "span": N_("span"),
    "attribution": N_("attribution"),
    "same-entity": N_("entity"),
    "copy": N_("copy"),
    "whole": N_("whole report"),
}
_VERDICTS: Final = {
    "same": N_("the same"),
    "different": N_("not the same"),
    "none": N_("none"),
    "yes": N_("yes"),
    "no": N_("no"),
}
_HEADINGS: Final = (
    N_("number"),
    N_("how it stands"),
    N_("what"),
    N_("judgement"),
    N_("of"),
    N_("and"),
    N_("by"),
    N_("when"),
    N_("note"),
)
_WIDTHS: Final = (6, 24, 14, 40, 70, 70, 18, 16, 40)


@dataclass(frozen=True, slots=True)
class Asked:
    """In which corpus somebody judges, who, and why."""

    corpus: Path
    by: str
    note: str | None = None

    @property
    def judge(self) -> Judge:
        """Who judges, and why."""
        return Judge(self.by, self.note)


def run_pair(relation: str, verdict: str, left: str, right: str, asked: Asked) -> int:
    """Judge two statements, entities or reports; 0. Raises `CorpusError`."""
    return _keep(asked, lambda corpus: of_pair(corpus, relation, verdict, (left, right), asked.judge))


def run_speaker(left: str, name: str, asked: Asked) -> int:
    """Judge who says a statement; 0. Raises `CorpusError`."""
    return _keep(asked, lambda corpus: of_speaker(corpus, left, name, asked.judge))


def run_span(left: str, spans: Mapping[str, Sequence[tuple[int, int]]], asked: Asked) -> int:
    """Judge where the parts of an attribution stand; 0. Raises `CorpusError`."""
    return _keep(asked, lambda corpus: of_spans(corpus, left, spans, asked.judge))


def run_none(left: str, asked: Asked) -> int:
    """Judge that a statement is none; 0. Raises `CorpusError`."""
    return _keep(asked, lambda corpus: of_none(corpus, left, asked.judge))


def run_whole(left: str, asked: Asked) -> int:
    """Mark a report as checked from beginning to end; 0. Raises `CorpusError`."""
    return _keep(asked, lambda corpus: of_whole(corpus, left, asked.judge))


def run_undo(number: int, path: Path, by: str) -> int:
    """Undo the judgement of that number; 0. Raises `CorpusError`."""
    with open_corpus(path, write=True) as corpus:
        done = take_back(corpus, number, by, moment())
    if done.before:
        say(_("judgement {n} was undone before").format(n=number))
    else:
        say(_("judgement {n} is undone").format(n=number))
    return 0


def _keep(asked: Asked, ask: Callable[[Corpus], Judgement]) -> int:
    """Keep a judgement, have the corpus heed it, and say what it contradicts; 0."""
    with open_corpus(asked.corpus, write=True) as corpus:
        done = apply(corpus, ask(corpus))
    if done.before:
        say(_("judged so before, as judgement {n}: nothing changed").format(n=done.number))
        return 0
    say(_("kept as judgement {n}").format(n=done.number))
    for number in done.superseded:
        say(_("it contradicts your judgement {n}: the newer holds").format(n=number))
    for number, name in done.against:
        told = _(
            "it contradicts judgement {n} of {name}: the newer holds, and both are listed as in conflict"
        )
        say(told.format(n=number, name=safe(name)))
    return 0


# --- listing ---


def run_list(path: Path, form: str, *, undone: bool, lost: bool) -> int:
    """List judgements; 0. Raises `CorpusError`."""
    with opened(path) as corpus:
        found = judgements(corpus, undone=undone)
        standing = standings(found)
        if lost:
            found = tuple(one for one in found if standing[one.number].state == "lost")
        called = names(corpus)
        if form == "json":
            return print_json([_part(one, standing[one.number], called) for one in found])
        texts = {
            name: version(corpus, name).report.text
            for name in {end.version for one in found for end in one.judgement.anchors}
        }
    lines = [plural("{n} judgement", "{n} judgements", len(found))]
    conflicts = sum(
        bool(one.against) for number, one in standing.items() if number in {f.number for f in found}
    )
    if conflicts:
        lines.append(plural("{n} in conflict", "{n} in conflict", conflicts))
    rows = [_row(one, standing[one.number], called, texts) for one in found]
    print_table(lines, [_(heading) for heading in _HEADINGS], rows, _WIDTHS)
    return 0


def _part(one: Attached, standing: Standing, called: Mapping[str, str]) -> dict[str, Any]:
    held = one.judgement
    ends = [
        _end(anchor, name, called, was.version)
        for anchor, name, was in zip(held.anchors, (one.left, one.right), one.kept.anchors, strict=False)
    ]
    return {
        "number": one.number,
        "state": standing.state,
        "against": list(standing.against),
        "relation": held.relation,
        "verdict": held.verdict,
        "value": _value(held),
        "left": ends[0],
        "right": ends[1] if len(ends) > 1 else None,
        "by": held.by,
        "at": held.at,
        "note": held.note,
        "undone_by": held.undone_by,
        "undone_at": held.undone_at,
    }


def _value(held: Judgement) -> Any:
    if held.relation == "whole":
        return None
    return json.loads(held.value) if held.relation == "span" and held.value else held.value


def _end(anchor: Anchor, name: str | None, called: Mapping[str, str], judged: str) -> dict[str, Any]:
    return {
        "report": called[anchor.version],
        "version": anchor.version,
        "judged_version": judged,
        "id": name or None,
        "cue": [anchor.cue.start, anchor.cue.end],
        "content": [[span.start, span.end] for span in anchor.content],
    }


def _row(
    one: Attached, standing: Standing, called: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[str, ...]:
    held = one.judgement
    state = _(_STATES[standing.state])
    if standing.against:
        numbers = ", ".join(map(str, standing.against))
        state += " · " + _("in conflict with {numbers}").format(numbers=numbers)
    ends = [
        _told(anchor, name, called, texts)
        for anchor, name in zip(held.anchors, (one.left, one.right), strict=False)
    ]
    return (
        str(one.number),
        state,
        _(_RELATIONS[held.relation]),
        _judged(held),
        ends[0],
        ends[1] if len(ends) > 1 else "—",
        held.by,
        held.at[:16].replace("T", " "),
        held.note or "—",
    )


def _judged(held: Judgement) -> str:
    if held.relation == "speaker":
        return held.value or _("nobody")
    if held.relation == "span":
        told = json.loads(held.value or "{}")
        return " ".join(
            f"{part} " + ";".join(f"{start}-{end}" for start, end in told[part]) for part in sorted(told)
        )
    return _(_VERDICTS[held.verdict])


def _told(anchor: Anchor, name: str | None, called: Mapping[str, str], texts: Mapping[str, str]) -> str:
    report = called[anchor.version]
    if len(report) == len(anchor.version):  # an id of the corpus, of which the beginning will do
        report = report[:12]
    if not anchor.content:
        return report
    words = " […] ".join(span.of(texts[anchor.version]) for span in anchor.content[:2])
    return f"{report}:{name or '?'} {words}"
