"""The commands that look something up in a corpus: search, who, claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from musnad.cli.messages import _
from musnad.cli.options import command, corpus_option, iso_day
from musnad.model import CueClass

FORMATS = ("table", "json", "jsonl", "csv", "parquet")
MOST_HITS = 10_000
ORDERS = ("reports", "newest", "origins")


def commands() -> list[click.Command]:
    """The commands, with help in the chosen language."""
    return [_search(), _who(), _claims()]


def _search() -> click.Command:
    return command(
        "search",
        search,
        [
            click.Argument(["query"], nargs=-1, metavar=_("QUERY...")),
            corpus_option(),
            click.Option(
                ["--in", "within"],
                type=click.Choice(("reports", "statements")),
                default="reports",
                show_default=True,
                help=_("What to look for."),
            ),
            click.Option(
                ["--speaker"], metavar=_("NAME"), help=_("Only where this one speaks, or is spoken for.")
            ),
            *_narrowing(),
            *_paging(),
        ],
        _(
            "Look for words in the reports of a corpus, or in what was said in them.\n\n"
            "Words are found in every form; «a phrase» in quotation marks is found as it stands; -word must "
            "not be there. Everything else is words. Without a QUERY all that the options leave is listed."
        ),
    )


def _who() -> click.Command:
    return command(
        "who",
        who,
        [
            click.Argument(["name"], nargs=-1, required=True, metavar=_("NAME...")),
            corpus_option(),
            *_paging(),
        ],
        _(
            "Show who is meant by a name, and all that this one said, in the order of time; of a medium also "
            "whom it relays.\n\n"
            "NAME is a name in any spelling, Arabic or Latin, or a reference. Where several may be meant, "
            "they are listed."
        ),
    )


def _narrowing() -> list[click.Parameter]:
    several = _("may be given several times")
    return [
        click.Option(
            ["--outlet"],
            multiple=True,
            metavar=_("NAME"),
            help=_("Only what this outlet published;") + " " + several + ".",
        ),
        click.Option(
            ["--agency"],
            multiple=True,
            metavar=_("NAME"),
            help=_("Only what has this agency for its origin;") + " " + several + ".",
        ),
        click.Option(
            ["--class", "classes"],
            type=click.Choice(get_args(CueClass)),
            multiple=True,
            help=_("Only statements of this class of cue, or reports that hold one;") + " " + several + ".",
        ),
        click.Option(
            ["--origin"],
            multiple=True,
            metavar=_("KIND|NAME"),
            help=_("Only what has an origin of this kind or name;") + " " + several + ".",
        ),
    ]


def _claims() -> click.Command:
    number = click.IntRange(min=0)
    return command(
        "claims",
        claims,
        [
            click.Argument(["name"], required=False, metavar=_("[CLAIM]")),
            corpus_option(),
            click.Option(
                ["--speaker"], metavar=_("NAME"), help=_("Only where this one speaks, or is spoken for.")
            ),
            *_narrowing(),
            click.Option(
                ["--reports"],
                type=click.IntRange(min=1),
                metavar="N",
                help=_("Only claims in so many reports or more; 2 unless --all is given."),
            ),
            click.Option(
                ["--low"],
                type=number,
                metavar="N",
                help=_("Only claims whose least number of origins is at most this."),
            ),
            click.Option(
                ["--high"],
                type=number,
                metavar="N",
                help=_("Only claims whose greatest number of origins is at most this."),
            ),
            click.Option(["--disputed"], is_flag=True, help=_("Only claims that another disputes.")),
            click.Option(["--all", "every"], is_flag=True, help=_("Claims in a single report too.")),
            click.Option(
                ["--order"],
                type=click.Choice(ORDERS),
                default="reports",
                show_default=True,
                help=_("Which come first: in most reports, the newest, or of fewest origins for a report."),
            ),
            *_paging(),
        ],
        _(
            "List what was said in several reports, with how many origins it has at least and at most; or "
            "show one claim with its statements and the reasons of each count.\n\n"
            "CLAIM is an id or its beginning, or REPORT:STATEMENT, as in r2:s3. Filters ask for claims of "
            "which one statement meets them all."
        ),
    )


def _paging() -> list[click.Parameter]:
    return [
        click.Option(
            ["--since"],
            metavar=_("DATE"),
            callback=iso_day,
            help=_("Only what was published on this day or later."),
        ),
        click.Option(
            ["--until"],
            metavar=_("DATE"),
            callback=iso_day,
            help=_("Only what was published on this day or before."),
        ),
        click.Option(
            ["--limit"],
            type=click.IntRange(1, MOST_HITS),
            default=10,
            show_default=True,
            metavar="N",
            help=_("How many to show on a page."),
        ),
        click.Option(
            ["--page"],
            type=click.IntRange(min=1),
            default=1,
            show_default=True,
            metavar="N",
            help=_("Which page to show."),
        ),
        click.Option(
            ["-f", "--format", "form"],
            type=click.Choice(FORMATS),
            default="table",
            show_default=True,
            help=_("How to print."),
        ),
    ]


def search(query: tuple[str, ...], corpus: Path, within: str, form: str, **asked: Any) -> int:
    """Run ``musnad search``; the exit status."""
    from musnad.cli.search import Asked, run_search

    return run_search(" ".join(query), corpus, form, Asked(within=within, **asked))


def who(  # click passes each option by its name
    name: tuple[str, ...],
    corpus: Path,
    since: str | None,
    until: str | None,
    limit: int,
    page: int,
    form: str,
) -> int:
    """Run ``musnad who``; the exit status."""
    from musnad.cli.who import run_who

    return run_who(" ".join(name), corpus, form, (since, until), (limit, page))


def claims(name: str | None, corpus: Path, form: str, **asked: Any) -> int:
    """Run ``musnad claims``; the exit status."""
    from musnad.cli.claims import Asked, run_claims

    return run_claims(name, corpus, form, Asked(**asked))
