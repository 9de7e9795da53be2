"""What ``musnad judge`` does: keep a judgement, have the corpus heed it, and list those that are kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from musnad.cli import output
from musnad.cli.load import say
from musnad.cli.messages import N_, _, plural, safe
from musnad.cli.telling import newest, opened, print_json, print_table
from musnad.corpus import (
    Anchor,
    Attached,
    Corpus,
    CorpusError,
    Judgement,
    attributed,
    entities_of,
    judge,
    judgements,
    names,
    open_corpus,
    statements_of,
    uncorrected,
    undo,
    version,
)
from musnad.gold_lines import gold_line
from musnad.judged import Standing, standings, verdicts
from musnad.model import Span
from musnad.profiles import key_of
from musnad.upkeep import refresh

_STATES: Final = {
    "holds": N_("holds"),
    "superseded": N_("superseded"),
    "lost": N_("lost"),
    "undone": N_("undone"),
}
_RELATIONS: Final = {
    "same-claim": N_("claim"),
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
_NOTHING: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """In which corpus somebody judges, who, and why."""

    corpus: Path
    by: str
    note: str | None = None


def run_pair(relation: str, verdict: str, left: str, right: str, asked: Asked) -> int:
    """Judge two statements, entities or reports; 0. Raises `CorpusError`."""
    find = {"same-claim": _statement, "same-entity": _entity, "copy": _report}[relation]
    with open_corpus(asked.corpus, write=True) as corpus:
        ends = sorted(
            (find(corpus, left), find(corpus, right)), key=lambda one: (one.version, one.cue, one.content)
        )
        if ends[0] == ends[1]:
            raise CorpusError("one-thing", f"{left} and {right} are one", one=left, other=right)
        return _keep(corpus, Judgement(relation, verdict, ends[0], ends[1], asked.by, _now(), asked.note))


def run_speaker(left: str, name: str, asked: Asked) -> int:
    """Judge who says a statement; 0. Raises `CorpusError`."""
    with open_corpus(asked.corpus, write=True) as corpus:
        anchor = _statement(corpus, left)
        value = " ".join(name.split())
        return _keep(
            corpus, Judgement("speaker", "is", anchor, None, asked.by, _now(), asked.note, value=value)
        )


def run_span(left: str, spans: Mapping[str, Sequence[tuple[int, int]]], asked: Asked) -> int:
    """Judge where the parts of an attribution stand; 0. Raises `CorpusError`."""
    with open_corpus(asked.corpus, write=True) as corpus:
        anchor = _statement(corpus, left)
        length = len(version(corpus, anchor.version).report.text)
        for start, end in (span for told in spans.values() for span in told):
            if end > length:
                message = f"{start}-{end} lies outside the text, which has {length} characters"
                raise CorpusError("outside", message, span=f"{start}-{end}", length=length)
        value = json.dumps(spans, sort_keys=True, separators=(",", ":"))
        return _keep(corpus, Judgement("span", "is", anchor, None, asked.by, _now(), asked.note, value=value))


def run_none(left: str, asked: Asked) -> int:
    """Judge that a statement is none; 0. Raises `CorpusError`."""
    with open_corpus(asked.corpus, write=True) as corpus:
        anchor = _statement(corpus, left)
        return _keep(corpus, Judgement("attribution", "none", anchor, None, asked.by, _now(), asked.note))


def run_whole(left: str, asked: Asked) -> int:
    """Mark a report as checked from beginning to end; 0. Raises `CorpusError`."""
    with open_corpus(asked.corpus, write=True) as corpus:
        anchor = _report(corpus, left)
        value = attributed(uncorrected(corpus, anchor.version).reading())
        return _keep(
            corpus, Judgement("whole", "yes", anchor, None, asked.by, _now(), asked.note, value=value)
        )


def run_undo(number: int, path: Path, by: str) -> int:
    """Undo the judgement of that number; 0. Raises `CorpusError`."""
    with open_corpus(path, write=True) as corpus:
        held = {one.number: one for one in judgements(corpus, undone=True)}
        if number not in held:
            raise CorpusError("no-judgement", f"{number}: there is no such judgement", name=str(number))
        if held[number].judgement.undone_at is not None:
            say(_("judgement {n} was undone before").format(n=number))
            return 0
        undo(corpus, held[number].judgement, by, _now())
        refresh(corpus)
        say(_("judgement {n} is undone").format(n=number))
    return 0


def _now() -> str:
    """The present moment, finer than two judgements of one person can follow each other."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


# --- what is meant ---


def _report(corpus: Corpus, name: str) -> Anchor:
    return Anchor(newest(corpus, name).report.version, _NOTHING, ())


def _statement(corpus: Corpus, name: str) -> Anchor:
    """The anchor of a statement given as REPORT:sN, of the reading as it is without judgements."""
    report, _colon, number = name.rpartition(":")
    if not report:
        message = f"{name}: write a statement as REPORT:sN"
        raise CorpusError("no-statement", message, name=name)
    held = uncorrected(corpus, newest(corpus, report).report.version)
    anchor = dict(statements_of(held.reading())).get(number)
    if anchor is None:
        raise CorpusError("no-statement", f"{name}: the report has no such statement", name=name)
    return anchor


def _entity(corpus: Corpus, name: str) -> Anchor:
    """The anchor of an entity given as REPORT:eN or REPORT:NAME."""
    report, _colon, told = name.rpartition(":")
    if not report:
        raise CorpusError("no-entity", f"{name}: write an entity as REPORT:eN", name=name)
    reading = uncorrected(corpus, newest(corpus, report).report.version).reading()
    anchors = dict(entities_of(reading))
    key = key_of(told)
    ids = [one.id for one in reading.entities if key and key in map(key_of, (one.name, *one.aliases))]
    anchor = next((anchors[one] for one in (told, *ids) if one in anchors), None)
    if anchor is None:
        raise CorpusError("no-entity", f"{name}: the report names no such one", name=name)
    return anchor


# --- keeping ---


def _keep(corpus: Corpus, judgement: Judgement) -> int:
    """Keep a judgement, have the corpus heed it, and say what it contradicts; 0."""
    before = judgements(corpus)
    stood = standings(before)
    same = next((one for one in before if _same(one, judgement) and stood[one.number].state == "holds"), None)
    if same is not None:
        say(_("judged so before, as judgement {n}: nothing changed").format(n=same.number))
        return 0
    judge(corpus, judgement)
    after = judgements(corpus)
    refresh(corpus)
    standing = standings(after)
    number = next(one.number for one in reversed(after) if one.judgement == judgement)
    say(_("kept as judgement {n}").format(n=number))
    for one in before:
        now = standing[one.number]
        own = one.judgement.by == judgement.by
        if own and stood[one.number].state == "holds" and now.state == "superseded":
            say(_("it contradicts your judgement {n}: the newer holds").format(n=one.number))
        if number in now.against:
            told = _(
                "it contradicts judgement {n} of {name}: the newer holds, and both are listed as in conflict"
            )
            say(told.format(n=one.number, name=safe(one.judgement.by)))
    return 0


def _same(one: Attached, judgement: Judgement) -> bool:
    """Whether somebody judged just this before, be the note what it may."""
    held = one.judgement
    return (held.relation, held.verdict, held.left, held.right, held.value, held.by) == (
        judgement.relation, judgement.verdict, judgement.left, judgement.right, judgement.value, judgement.by
    )  # fmt: skip


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
            for name in {end.version for one in found for end in _ends(one)}
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


def _ends(one: Attached) -> tuple[Anchor, ...]:
    held = one.judgement
    return (held.left,) if held.right is None else (held.left, held.right)


def _part(one: Attached, standing: Standing, called: Mapping[str, str]) -> dict[str, Any]:
    held = one.judgement
    return {
        "number": one.number,
        "state": standing.state,
        "against": list(standing.against),
        "relation": held.relation,
        "verdict": held.verdict,
        "value": _value(held),
        "left": _end(held.left, one.left, called),
        "right": None if held.right is None else _end(held.right, one.right, called),
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


def _end(anchor: Anchor, name: str | None, called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "report": called[anchor.version],
        "version": anchor.version,
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
        for anchor, name in zip(_ends(one), (one.left, one.right), strict=False)
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


# --- gold ---


def run_gold(path: Path, target: Path | None, *, every: bool) -> int:
    """Write the reports judged whole, or all with a judged attribution, as gold; 0. Raises `CorpusError`."""
    with opened(path) as corpus:
        told = verdicts(judgements(corpus))
        wanted = told.whole | (told.corrections.keys() if every else set())
        called = names(corpus)
        lines = [gold_line(version(corpus, name).reading(), called[name]) for name in sorted(wanted)]
    text = "".join(json.dumps(one.values, ensure_ascii=False) + "\n" for one in lines)
    data = text.encode("utf-8", "replace")
    if target is None:
        sys.stdout.buffer.write(data)
    else:
        with output.replacing(target) as out:
            out.write(data)
    left_out = sum(one.left_out for one in lines)
    if left_out:
        say(
            plural(
                "{n} attribution left out, whose content stands in another paragraph than its cue",
                "{n} attributions left out, whose content stands in another paragraph than their cue",
                left_out,
            )
        )
    say(plural("{n} report", "{n} reports", len(lines)))
    return 0
