"""``musnad judge``: the commands by which a person says what the program should have found."""

from __future__ import annotations

import getpass
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import click

from musnad.cli.messages import _
from musnad.cli.options import DIGITS, command, corpus_option

_RANGE: Final = re.compile(r"(\d{1,12})-(\d{1,12})")


def judge_command() -> click.Command:
    """The group of commands, with help in the chosen language."""
    return click.Group(
        "judge",
        commands=[
            _pair("same", "same-claim", "same", _("Judge that two statements say the same.")),
            _pair(
                "different", "same-claim", "different", _("Judge that two statements do not say the same.")
            ),
            _pair(
                "no-dispute",
                "disputes",
                "no",
                _("Judge that the claims of two statements do not dispute each other."),
            ),
            _pair(
                "no-corroboration",
                "corroborates",
                "no",
                _("Judge that the claims of two statements do not say the same by two voices."),
            ),
            _speaker(),
            _span(),
            _none(),
            _entity(),
            _copy(),
            _whole(),
            _list(),
            _undo(),
        ],
        help=_(
            "Judge what the program found: it holds at once, is kept with who said so and when, and can be "
            "undone.\n\n"
            "STATEMENT is a report and the id of one of its statements, as r1:s2; ENTITY a report and the id "
            "or the name of somebody whom it names, as r1:e3. Of judgements that contradict each other the "
            "newest holds."
        ),
        subcommand_metavar=_("COMMAND [ARGS]..."),
        options_metavar=_("[OPTIONS]"),
    )


def _judging() -> list[click.Parameter]:
    """The options of every command that judges."""
    return [
        corpus_option(),
        click.Option(
            ["--by"], metavar=_("NAME"), callback=_whoever, help=_("Who judges; the login name by default.")
        ),
        click.Option(["--note"], metavar=_("TEXT"), help=_("Why, in your own words.")),
    ]


def _statement(name: str = "left") -> click.Argument:
    return click.Argument([name], metavar=_("STATEMENT"))


def _pair(name: str, relation: str, verdict: str, text: str) -> click.Command:
    def run(left: str, right: str, **given: Any) -> int:
        from musnad.cli.judging import Asked, run_pair

        return run_pair(relation, verdict, left, right, Asked(**given))

    return command(name, run, [_statement(), _statement("right"), *_judging()], text)


def _speaker() -> click.Command:
    def run(left: str, name: str, **given: Any) -> int:
        from musnad.cli.judging import Asked, run_speaker

        return run_speaker(left, name, Asked(**given))

    return command(
        "speaker",
        run,
        [_statement(), click.Argument(["name"], metavar=_("NAME")), *_judging()],
        _("Judge who says it: NAME as it should be, or '' where the report does not say who."),
    )


def _span() -> click.Command:
    def run(left: str, content: Any, source: Any, cue: Any, **given: Any) -> int:
        from musnad.cli.judging import Asked, run_span

        spans = {"content": content, "source": source, "cue": cue}
        if not any(spans.values()):
            raise click.UsageError(_("Nothing is corrected: give --content, --source or --cue."))
        return run_span(left, {part: told for part, told in spans.items() if told}, Asked(**given))

    return command(
        "span",
        run,
        [
            _statement(),
            click.Option(
                ["--content"],
                metavar="START-END[;...]",
                callback=_spans,
                help=_("Where the content stands: offsets in characters, several parts with ; between them."),
            ),
            click.Option(
                ["--source"], metavar="START-END", callback=_one_span, help=_("Where the source stands.")
            ),
            click.Option(["--cue"], metavar="START-END", callback=_one_span, help=_("Where the cue stands.")),
            *_judging(),
        ],
        _("Judge where the parts of an attribution stand in the text of its report."),
    )


def _none() -> click.Command:
    def run(left: str, **given: Any) -> int:
        from musnad.cli.judging import Asked, run_none

        return run_none(left, Asked(**given))

    return command("none", run, [_statement(), *_judging()], _("Judge that it is no attribution at all."))


def _entity() -> click.Command:
    def run(verdict: str, left: str, right: str, **given: Any) -> int:
        from musnad.cli.judging import Asked, run_pair

        return run_pair("same-entity", verdict, left, right, Asked(**given))

    ends: list[click.Parameter] = [click.Argument([name], metavar=_("ENTITY")) for name in ("left", "right")]
    verdict = click.Argument(["verdict"], type=click.Choice(("same", "different")))
    return command(
        "entity", run, [verdict, *ends, *_judging()], _("Judge whether two reports name the same one.")
    )


def _copy() -> click.Command:
    def run(verdict: str, left: str, right: str, **given: Any) -> int:
        from musnad.cli.judging import Asked, run_pair

        return run_pair("copy", verdict, left, right, Asked(**given))

    ends: list[click.Parameter] = [click.Argument([name], metavar=_("REPORT")) for name in ("left", "right")]
    verdict = click.Argument(["verdict"], type=click.Choice(("yes", "no")))
    return command(
        "copy",
        run,
        [verdict, *ends, *_judging()],
        _("Judge whether one of two reports repeats the other's text."),
    )


def _whole() -> click.Command:
    def run(left: str, **given: Any) -> int:
        from musnad.cli.judging import Asked, run_whole

        return run_whole(left, Asked(**given))

    return command(
        "whole",
        run,
        [click.Argument(["left"], metavar=_("REPORT")), *_judging()],
        _("Mark a report as checked from beginning to end: musnad export gold writes it."),
    )


def _list() -> click.Command:
    def run(corpus: Path, form: str, undone: bool, lost: bool) -> int:
        from musnad.cli.judging import run_list

        return run_list(corpus, form, undone=undone, lost=lost)

    return command(
        "list",
        run,
        [
            corpus_option(),
            click.Option(["--undone"], is_flag=True, help=_("List those too that were undone.")),
            click.Option(
                ["--lost"], is_flag=True, help=_("List only those that fit nothing in the present readings.")
            ),
            click.Option(
                ["-f", "--format", "form"],
                type=click.Choice(("table", "json")),
                default="table",
                show_default=True,
                help=_("How to print."),
            ),
        ],
        _("List the judgements, each with its number and how it stands."),
    )


def _undo() -> click.Command:
    def run(number: int, corpus: Path, by: str) -> int:
        from musnad.cli.judging import run_undo

        return run_undo(number, corpus, by)

    return command(
        "undo",
        run,
        [
            click.Argument(["number"], type=click.IntRange(min=1), metavar="N"),
            *(one for one in _judging() if one.name != "note"),
        ],
        _("Undo a judgement, by its number; it stays on record."),
    )


def _whoever(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    """Who judges, or else the login name."""
    if value is None:
        try:
            value = getpass.getuser()
        except (OSError, KeyError, ImportError):
            value = ""
    if not value.strip():
        raise click.BadParameter(_("it is not known who judges: give a name."))
    return value.strip()


def _spans(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> tuple[tuple[int, int], ...] | None:
    """Stretches given as START-END, in order and apart."""
    if value is None:
        return None
    found = []
    for part in value.translate(DIGITS).replace("؛", ";").split(";"):
        told = _RANGE.fullmatch(part.strip())
        if told is None or int(told[1]) >= int(told[2]):
            raise click.BadParameter(
                _("{value!r} is no stretch: write it as 120-164, the end behind its last character.").format(
                    value=part
                )
            )
        found.append((int(told[1]), int(told[2])))
    found.sort()
    if any(one[1] > other[0] for one, other in pairwise(found)):
        raise click.BadParameter(_("the stretches overlap."))
    return tuple(found)


def _one_span(
    context: click.Context, option: click.Parameter, value: str | None
) -> tuple[tuple[int, int], ...] | None:
    found = _spans(context, option, value)
    if found is not None and len(found) > 1:
        raise click.BadParameter(_("only one stretch can be given here."))
    return found
