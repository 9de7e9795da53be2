"""``musnad update``, ``diff``, ``forget`` and ``verify``: what keeps a corpus in order."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from musnad.cli.add import bar, bring_up_to_date
from musnad.cli.load import prepare, say
from musnad.cli.messages import N_, _, plural, safe
from musnad.cli.table import shortened, tabular, visible
from musnad.model import Engine

if TYPE_CHECKING:
    from musnad.changes import Change, Said
    from musnad.corpus import Corpus

_FATES: Final = {"added": N_("added"), "changed": N_("changed"), "dropped": N_("dropped")}
_HEADINGS: Final = (N_("change"), N_("speaker"), N_("cue"), N_("content"))
_WIDEST: Final = (10, 30, 16, 90)


def run_update(corpus: Path, *, reread: bool, anew: bool, engine: Engine | None) -> int:
    """Bring a corpus up to date; 0. Raises `CorpusError`."""
    from musnad import upkeep
    from musnad.corpus import open_corpus

    with open_corpus(corpus, write=True) as opened:
        if reread:
            done = 0
            with bar(_("reading")) as step:
                for some in upkeep.reread(opened, prepare(engine, 1)):
                    done += some
                    step(some)
            say(plural("{n} report read again", "{n} reports read again", done))
            _list_unfit(opened)
        if not bring_up_to_date(opened, anew=anew):
            say(_("everything is up to date"))
    return 0


def _list_unfit(corpus: Corpus) -> None:
    """List the judgements that fit no statement of the present readings; they are kept."""
    from musnad.corpus import judgements

    unfit = [one for one in judgements(corpus) if one.orphaned]
    for one in unfit:
        made = one.judgement
        anchors = [made.left] if one.left is None else []
        if made.right is not None and one.right is None:
            anchors.append(made.right)
        for anchor in anchors:
            where = f"{anchor.version}\t{anchor.cue.start}-{anchor.cue.end}"
            click.echo(f"{where}\t{safe(made.relation)}\t{safe(made.verdict)}\t{safe(made.by)}\t{made.at}")
    if unfit:
        say(
            plural(
                "{n} judgement fits no statement any more",
                "{n} judgements fit no statement any more",
                len(unfit),
            )
        )


def run_diff(report: str, corpus: Path, form: str) -> int:
    """Show what changed from version to version; 0. Raises `CorpusError`."""
    from musnad.changes import changes
    from musnad.corpus import open_corpus, resolve, versions

    with open_corpus(corpus) as opened:
        held = versions(opened, resolve(opened, report))
    readings = [one.reading() for one in held]
    steps = [
        (old.seen, new.seen, changes(before, after))
        for old, new, before, after in zip(held, held[1:], readings, readings[1:], strict=False)
    ]
    if form == "json":
        out = [{"from": a, "to": b, "changes": [_part(one) for one in found]} for a, b, found in steps]
        sys.stdout.buffer.write(
            (json.dumps(out, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
        )
        return 0
    if not steps:
        say(_("there is only one version of this report"))
    for before, after, found in steps:
        head = f"{safe(before)} → {safe(after)} · " + plural("{n} change", "{n} changes", len(found))
        tabular([head], _HEADINGS, [_row(one) for one in found], sys.stdout)
    return 0


def _part(change: Change) -> dict[str, Any]:
    return {"fate": change.fate, "before": _said(change.before), "after": _said(change.after)}


def _said(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {"statement": said.statement, "speaker": said.speaker, "cue": said.cue, "content": said.content}


def _row(change: Change) -> tuple[str, ...]:
    shown = change.after or change.before
    if shown is None:
        return ("", "", "", "")
    content = shown.content
    if change.before is not None and change.after is not None:
        content = f"{change.before.content} → {content}"
    cells = (_(_FATES[change.fate]), visible(shown.speaker or "—"), visible(shown.cue), visible(content))
    return tuple(shortened(cell, width) for cell, width in zip(cells, _WIDEST, strict=True))


def run_forget(report: str, corpus: Path, reason: str, by: str | None, *, confirmed: bool) -> int:
    """Remove a report for good; 0, or 1 where the user says no. Raises `CorpusError`."""
    from musnad.corpus import forget, open_corpus, resolve, versions

    with open_corpus(corpus, write=True) as opened:
        name = resolve(opened, report)
        title = versions(opened, name)[-1].report.title or name
        asked = _("Remove «{title}» for good, with all its versions?").format(title=safe(title))
        if not confirmed and not click.confirm(asked, err=True):
            say(_("nothing was removed"))
            return 1
        removed = forget(opened, name, reason, by)
        say(plural("{n} version removed", "{n} versions removed", removed.versions) + f": {name}")
        bring_up_to_date(opened)
    return 0


def run_verify(corpus: Path) -> int:
    """Check a whole corpus; 0 where all is well, else 1. Raises `CorpusError`."""
    from musnad.corpus import open_corpus, size, stale, verify

    found = 0
    with open_corpus(corpus) as opened:
        for fault in verify(opened):
            found += 1
            click.echo(f"{fault.code}\t{safe(fault.where)}\t{safe(fault.what)}")
        held = size(opened)
        say(
            plural("{n} report", "{n} reports", held.reports)
            + " · "
            + plural("{n} version", "{n} versions", held.versions)
            + " · "
            + plural("{n} statement", "{n} statements", held.statements)
        )
        if stale(opened):
            say(_("copies and origins are older than the reports: run musnad update"))
    say(plural("{n} fault", "{n} faults", found) if found else _("no fault found"))
    return 1 if found else 0
