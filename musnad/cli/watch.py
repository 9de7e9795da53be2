"""``musnad watch``: feeds and sitemaps into a corpus, and a word where something deserves one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from musnad.cli.add import bring_up_to_date
from musnad.cli.load import prepare, say
from musnad.cli.messages import N_, _, explain, plural, safe
from musnad.cli.options import command, corpus_option, engine_option, file_name, loading_options
from musnad.model import Engine
from musnad.sources import LoadOptions

if TYPE_CHECKING:
    from musnad.alerts import Counted
    from musnad.corpus import Corpus
    from musnad.feeds_table import Watchlist
    from musnad.watch import Told
    from musnad.watch_alerts import Count


def _counted(corpus: Corpus) -> Iterable[Counted]:
    from musnad.watch_alerts import counted

    return counted(corpus)


COUNT: Count = _counted
"""Gives the claims of a corpus as alerts count them."""

_ODD: Final = {
    "no-link": N_("has no link"),
    "address": N_("its link is no web address"),
    "again": N_("its link is that of an entry before it"),
    "date": N_("its date is in no form that is read"),
    "future": N_("its date is in the future and is not believed"),
}
_OF_FEEDS: Final = {
    "cut": N_("goes on beyond what is looked at; the rest was left"),
    "broken": N_("its markup is damaged; what could be read was read"),
    "kind": N_("is not the kind that the list of feeds says; it was read as what it is"),
}
# Beyond so many lines of one feed the same complaint says nothing new.
_MOST_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``musnad watch`` was asked."""

    corpus: Path
    load: LoadOptions
    engine: Engine | None = None
    once: bool = False
    alerts: Path | None = None
    update: bool = True


def watch_command() -> click.Command:
    """The command, with help in the chosen language."""
    return command(
        "watch",
        _watch,
        [
            click.Argument(["feeds"], type=click.Path(path_type=Path), metavar=_("FEEDS.TOML")),
            corpus_option(),
            click.Option(["--once"], is_flag=True, help=_("Visit what is due, and end.")),
            click.Option(
                ["--alerts"],
                metavar=_("FILE"),
                callback=file_name,
                help=_("Append a line to this file where a claim of one origin spreads, or is disputed."),
            ),
            click.Option(
                ["--no-update"],
                is_flag=True,
                help=_("Leave it to musnad update to find copies and origins."),
            ),
            engine_option(),
            *(one for one in loading_options() if one.name not in ("publisher", "published")),
        ],
        _(
            "Watch RSS and Atom feeds and sitemaps, and add what they list to a corpus.\n\n"
            "FEEDS.TOML lists them. Each is visited in its interval, by the rules of its site, until the "
            "command is ended; what it was at is gone on with the next time."
        ),
    )


def _watch(  # click passes each option by its name
    feeds: Path,
    corpus: Path,
    once: bool,
    alerts: Path | None,
    no_update: bool,
    engine: Engine | None,
    **loading: Any,
) -> int:
    return run(feeds, Settings(corpus, LoadOptions(**loading), engine, once, alerts, not no_update))


def run(feeds: Path, settings: Settings) -> int:
    """Watch until ended, or once; 0 where all went well, else 1. Raises `CorpusError` and `OSError`."""
    from musnad.corpus import open_corpus
    from musnad.feeds_table import read_watchlist
    from musnad.ingest import IngestOptions
    from musnad.lang.tables import TableError
    from musnad.watch import Watch, WatchOptions
    from musnad.watch_alerts import prepare as prepare_alerts

    try:
        watched = read_watchlist(feeds)
    except TableError as error:
        say(safe(str(error)))
        return 1
    reading = IngestOptions(load=settings.load, read=prepare(settings.engine, 1), workers=1)
    options = WatchOptions(reading)
    with open_corpus(settings.corpus, write=True, create=True) as corpus:
        prepare_alerts(corpus, COUNT, watched.alerts)
        if settings.update:
            # Where a process ended between adding and telling, it is told now.
            bring_up_to_date(corpus)
            _alert(corpus, watched, settings.alerts)
        watch = Watch(corpus, watched, options)
        while True:
            counts: Counter[str] = Counter()
            for one in watch.round():
                _tell(one, counts)
            _conclude(counts)
            if settings.once and not counts and (then := watch.due()) is not None:
                say(_("no feed is due before {time}").format(time=then.isoformat(timespec="minutes")))
            if counts["new"] + counts["version"] and settings.update:
                bring_up_to_date(corpus)
                _alert(corpus, watched, settings.alerts)
            if settings.once:
                return 1 if counts["failed"] + counts["refused"] else 0
            if (then := watch.due()) is not None:
                options.pace.sleep(max(1.0, (then - options.pace.now()).total_seconds()))


def _alert(corpus: Corpus, watched: Watchlist, file: Path | None) -> None:
    """Write the alerts that are due, and say each."""
    from musnad.watch_alerts import told

    for alert in told(corpus, COUNT, watched.alerts, file, datetime.now(UTC).isoformat(timespec="seconds")):
        reports = plural("{n} report", "{n} reports", alert.reports)
        if alert.kind == "disputed":
            say(_("a claim is now disputed") + f" · {reports} · {safe(alert.text)}")
        else:
            say(_("a claim of one origin spreads") + f" · {reports} · {safe(alert.text)}")


def _tell(one: Told, counts: Counter[str]) -> None:
    """Count one thing that happened, and say what is wrong with it."""
    counts[one.what] += one.count if one.what == "listed" else 1
    line = _line(one)
    if line is None:
        return
    counts[one.feed] += 1
    if counts[one.feed] <= _MOST_LINES:
        say(line)
    elif counts[one.feed] == _MOST_LINES + 1:
        say(f"{safe(one.feed)}: " + _("there is more of this, which is only counted"))


def _line(one: Told) -> str | None:
    """What is to be said of it; None where nothing is."""
    where = safe(one.link or one.feed) + (f"#{one.number}" if one.number is not None else "")
    if one.error is not None:
        later = " · " + _("will be tried again") if one.what == "later" else ""
        return f"{where}: {explain(one.error)}{later}"
    if one.what in _OF_FEEDS:
        return f"{where}: {_(_OF_FEEDS[one.what])}"
    if one.what == "left":
        return f"{where}: " + plural("{n} left, being older", "{n} left, being older", one.count)
    odd = _ODD.get(one.why or one.what)
    return None if odd is None else f"{where}: {_(odd)}"


def _conclude(counts: Counter[str]) -> None:
    parts = [
        plural("{n} report added", "{n} reports added", counts["new"]),
        plural("{n} new version", "{n} new versions", counts["version"]),
        plural("{n} as before", "{n} as before", counts["same"]),
    ]
    if counts["refused"]:
        parts.append(plural("{n} refused", "{n} refused", counts["refused"]))
    if counts["later"]:
        parts.append(plural("{n} to be tried again", "{n} to be tried again", counts["later"]))
    if counts["faulty"]:
        parts.append(plural("{n} broken entry", "{n} broken entries", counts["faulty"]))
    if counts["failed"]:
        parts.append(plural("{n} feed failed", "{n} feeds failed", counts["failed"]))
    say(" · ".join(parts))
