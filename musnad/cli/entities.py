"""``musnad entities``: who and what several sources name, and who is the same in them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from musnad.cli.load import complain, loaded, prepare
from musnad.cli.messages import N_, _, plural
from musnad.cli.table import shortened, tabular, visible
from musnad.model import Engine, EntityKind, Reading, Report
from musnad.parallel import ahead, cores
from musnad.sources import LoadOptions, expand

if TYPE_CHECKING:
    from musnad.export.entities import EntityRow

FORMATS = ("table", "json", "jsonl", "csv")
_HEADINGS = (
    N_("id"),
    N_("kind"),
    N_("name"),
    N_("reference"),
    N_("role"),
    N_("other names"),
    N_("reports"),
    N_("mentions"),
    N_("perhaps"),
)
_WIDEST = (6, 14, 36, 28, 40, 44, 9, 9, 20)
KINDS: dict[EntityKind, str] = {
    "person": N_("person"),
    "organisation": N_("organisation"),
    "medium": N_("news medium"),
    "state": N_("state"),
    "place": N_("place"),
    "group": N_("group"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``musnad entities`` was asked: the format, how to load, the engine, and the kinds wanted, none for
    all.
    """

    format: str
    load: LoadOptions
    engine: Engine | None = None
    kinds: tuple[str, ...] = ()


def run(sources: Sequence[str], settings: Settings) -> int:
    """List the entities of every source; 0 where all could be read, else 1. Raises `click.UsageError`."""
    from musnad.export import entities
    from musnad.profiles import Profile, profile

    if sources.count("-") > 1:
        raise click.UsageError(_("The standard input can be read only once."))
    found = list(expand(sources))
    many = len(found) > 1
    options = prepare(settings.engine, 1 if many else 0)
    from musnad.reader import read

    def reading(report: Report | Exception) -> Reading | Exception:
        if isinstance(report, Exception):
            return report
        try:
            return read(report, options)
        except Exception as error:  # the other reports are still to be read
            return error

    profiles: dict[str, Profile] = {}
    told: dict[str, tuple[str, str]] = {}
    failed = 0
    workers = cores() if many and options.engine != "grammar" else 1
    outcomes = ahead(reading, (loaded(entry, settings.load) for entry in found), workers)
    for entry, outcome in zip(found, outcomes, strict=True):
        if isinstance(outcome, Exception):
            failed += 1
            complain(entry, outcome)
            continue
        told.setdefault(outcome.report.version, (outcome.report.id, entry.name))
        profiles[outcome.report.version] = profile(outcome)
    rows = [
        row
        for row in entities.rows(list(profiles.values()), told)
        if not settings.kinds or row["kind"] in settings.kinds
    ]
    write = {"json": entities.as_json, "jsonl": entities.as_lines, "csv": entities.as_csv}.get(
        settings.format
    )
    if write is not None:
        sys.stdout.buffer.write(write(rows).encode("utf-8", "backslashreplace"))
        return 1 if failed else 0
    head = (
        plural("{n} entity", "{n} entities", len(rows))
        + " · "
        + plural("{n} report", "{n} reports", len(told))
    )
    cells = [_cells(row) for row in rows]
    tabular([head], _HEADINGS, cells, sys.stdout)
    return 1 if failed else 0


def _cells(row: EntityRow) -> tuple[str, ...]:
    from musnad.export.entities import values

    name, _kind, *others = values(row)
    shown = (str(name), _(KINDS[row["kind"]]), *(visible(str(value)) for value in others))
    return tuple(shortened(cell, width) for cell, width in zip(shown, _WIDEST, strict=True))
