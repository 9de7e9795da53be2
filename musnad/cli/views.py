"""``musnad copies``, ``export``, ``story`` and ``pack``: what a corpus tells, as tables, as a page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from musnad.cli import output
from musnad.cli.load import say
from musnad.cli.messages import _, arabic, plural, safe
from musnad.cli.table import abreast, visible
from musnad.cli.telling import COPY_HEADINGS, COPY_WIDTHS, copy_cells, opened, print_json, print_table
from musnad.collation import collated
from musnad.corpus import StoredVersion, newest, now, version
from musnad.corpus import copies as copies_of
from musnad.corpus import names as names_of
from musnad.corpus import origins as origins_of
from musnad.model import Copy, Report


def run_copies(name: str, corpus: Path, form: str, *, passages: bool = False) -> int:
    """Show who repeats a report and whom it repeats, if `passages` what of it; 0. Raises `CorpusError`."""
    from musnad.export.tables import copy_row

    with opened(corpus) as held_in:
        held = newest(held_in, name)
        names = names_of(held_in)
        found = sorted(copies_of(held_in, held.report.version), key=lambda one: -one.containment)
        if form == "json":
            return print_json([copy_row(one, names) for one in found])
        others = {one: version(held_in, one) for copy in found for one in (copy.later, copy.earlier)}
    lines = [visible(held.report.title or held.report.id), plural("{n} copy", "{n} copies", len(found))]
    cells = [copy_cells(one, held.report.version, others, names) for one in found]
    print_table(lines, [_(heading) for heading in COPY_HEADINGS], cells, COPY_WIDTHS)
    if passages:
        for one, row in zip(found, cells, strict=True):
            _abreast(one, row, held.report, others)
    return 0


def _abreast(one: Copy, row: Sequence[str], own: Report, others: dict[str, StoredVersion]) -> None:
    """The passages that a report shares with another, side by side."""
    is_later = one.later == own.version
    other = others[one.earlier if is_later else one.later].report
    spans = [(p.later, p.earlier) if is_later else (p.earlier, p.later) for p in one.passages]
    rows = [
        (
            [(piece.text, piece.differs) for piece in stretch.one],
            [(piece.text, piece.differs) for piece in stretch.other],
        )
        for stretch in collated(own.text, other.text, spans)
    ]
    lines = [" \u00b7 ".join(visible(cell) for cell in row[:5])]
    if not rows:
        lines.append(_("no passage of six words and more"))
    abreast(lines, (_("this report"), visible(other.publisher or row[0])), rows, sys.stdout)


def run_export(what: str, corpus: Path, form: str, target: Path | None) -> int:
    """Write one table of a corpus to a file or to the standard output; 0. Raises `CorpusError`."""
    from musnad.export.tables import TABLES
    from musnad.export.tabular import WRITERS

    table = TABLES[what]
    with opened(corpus) as held_in:
        if target is None:
            WRITERS[form](table, table.rows(held_in), sys.stdout.buffer)
        else:
            with output.replacing(target) as out:
                WRITERS[form](table, table.rows(held_in), out)
    return 0


def run_story(name: str, corpus: Path, target: Path) -> int:
    """Write the page of the story that a report is part of; 0. Raises `CorpusError`."""
    from musnad.export import story

    with opened(corpus) as held_in:
        held = newest(held_in, name)
        every = list(copies_of(held_in))
        found = set(story.members(every, held.report.version))
        reports = [version(held_in, one).report for one in sorted(found)]
        whence = {one: told for one in found if (told := next(origins_of(held_in, one), None)) is not None}
        among = [one for one in every if one.later in found and one.earlier in found]
        page = story.render(reports, among, whence, names_of(held_in))
    output.write(target, page)
    say(plural("{n} report", "{n} reports", len(reports)) + f": {safe(str(target))}")
    if len(reports) == story.MOST_REPORTS:
        say(_("the story is larger; only the nearest reports are shown"))
    return 0


def run_pack(name: str, corpus: Path, target: Path) -> int:
    """Write the evidence pack of a report or a claim; 0. Raises `CorpusError`."""
    from musnad.export.pack import pack

    with opened(corpus) as held_in:
        made = pack(held_in, name, now(), "ar" if arabic() else "en")
    output.write(target, made.page)
    say(safe(str(target)))
    return 0
