"""The commands that show a corpus: report, copies, origins, export, story, pack."""

from __future__ import annotations

from pathlib import Path

import click

from musnad.cli.messages import _
from musnad.cli.options import command, corpus_option, file_name

TABLES = ("reports", "statements", "copies", "origins", "claims", "entities")
FORMATS = ("jsonl", "csv", "parquet")


def commands() -> list[click.Command]:
    """The commands, with help in the chosen language."""
    named = _("REPORT is an id given at ingest, an address, or an id of the corpus or its beginning.")
    return [
        command(
            "report",
            report,
            [_report(), corpus_option(), _form()],
            _("Show one report: versions, credits, origin, copies, and statements with chain and origin.")
            + "\n\n"
            + named,
        ),
        command(
            "copies",
            copies,
            [
                _report(),
                corpus_option(),
                _form(),
                click.Option(
                    ["--passages"],
                    is_flag=True,
                    help=_("Show the shared passages too, side by side, what differs in them marked."),
                ),
            ],
            _("Show who repeats a report and whom it repeats, how much, and why.") + "\n\n" + named,
        ),
        command(
            "origins",
            origins,
            [_report(required=False), corpus_option(), _form()],
            _("Show whence the statements of a report come, or sum up the origins of the whole corpus.")
            + "\n\n"
            + named,
        ),
        command(
            "story",
            story,
            [
                _report(),
                corpus_option(),
                click.Option(
                    ["-o", "--output", "target"],
                    required=True,
                    metavar=_("FILE"),
                    callback=file_name,
                    help=_("The page to write."),
                ),
            ],
            _("Write a page that shows the reports of one story, their shared passages and their origins.")
            + "\n\n"
            + named,
        ),
        command(
            "pack",
            pack,
            [
                click.Argument(["name"], metavar=_("REPORT|CLAIM")),
                corpus_option(),
                click.Option(
                    ["-o", "--output", "target"],
                    required=True,
                    metavar=_("FILE"),
                    callback=file_name,
                    help=_("The page to write."),
                ),
            ],
            _(
                "Write one page with all that vouches for a report or a claim: texts, offsets, hashes, "
                "captures, chains, counts with their reasons. It needs nothing else, and is fit to be "
                "attached to a published fact check."
            )
            + "\n\n"
            + named
            + " "
            + _("CLAIM is the id of a claim, its beginning, or a report and a statement, as r1:s2."),
        ),
        _export(),
    ]


def _export() -> click.Command:
    return command(
        "export",
        export,
        [
            click.Argument(["what"], type=click.Choice((*TABLES, "gold")), metavar=_("TABLE")),
            corpus_option(),
            click.Option(
                ["-f", "--format", "form"],
                type=click.Choice(FORMATS),
                default="jsonl",
                show_default=True,
                help=_("How to write."),
            ),
            click.Option(
                ["-o", "--output", "target"],
                metavar=_("FILE"),
                callback=file_name,
                help=_("Write to this file instead of printing."),
            ),
            click.Option(
                ["--all", "every"],
                is_flag=True,
                help=_("Of gold, every report with a judged attribution, not only those judged whole."),
            ),
        ],
        _(
            "Write a table of a corpus.\n\nTABLE is reports, statements, copies, origins, claims or "
            "entities; or gold, the reports that persons judged whole, in the format of annotated reports."
        ),
    )


def _report(*, required: bool = True) -> click.Argument:
    return click.Argument(["name"], required=required, metavar=_("REPORT") if required else _("[REPORT]"))


def _form() -> click.Option:
    return click.Option(
        ["-f", "--format", "form"],
        type=click.Choice(("table", "json")),
        default="table",
        show_default=True,
        help=_("How to print."),
    )


def report(name: str, corpus: Path, form: str) -> int:
    """Run ``musnad report``; the exit status."""
    from musnad.cli.views_report import run_report

    return run_report(name, corpus, form)


def copies(name: str, corpus: Path, form: str, *, passages: bool) -> int:
    """Run ``musnad copies``; the exit status."""
    from musnad.cli.views import run_copies

    return run_copies(name, corpus, form, passages=passages)


def origins(name: str | None, corpus: Path, form: str) -> int:
    """Run ``musnad origins``; the exit status."""
    from musnad.cli.views_origins import run_origins

    return run_origins(name, corpus, form)


def story(name: str, corpus: Path, target: Path) -> int:
    """Run ``musnad story``; the exit status."""
    from musnad.cli.views import run_story

    return run_story(name, corpus, target)


def pack(name: str, corpus: Path, target: Path) -> int:
    """Run ``musnad pack``; the exit status."""
    from musnad.cli.views import run_pack

    return run_pack(name, corpus, target)


def export(what: str, corpus: Path, form: str, target: Path | None, *, every: bool) -> int:
    """Run ``musnad export``; the exit status."""
    if what == "gold":
        from musnad.cli.gold import run_gold

        if form != "jsonl":
            raise click.UsageError(_("Gold is written as jsonl alone."))
        return run_gold(corpus, target, every=every)
    if every:
        raise click.UsageError(_("--all is for gold alone."))
    from musnad.cli.views import run_export

    return run_export(what, corpus, form, target)
