"""``feeds.toml``: what is watched, checked key by key, each fault named by file, line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, cast

from musnad.alerts import AlertLimits
from musnad.feeds import Kind
from musnad.lang.tables import Field, Table, TableError

_ADDRESS: Final = r"https?://[^\s/@]+(?:/\S*)?"
_ROWS: Final = {
    "url": Field(required=True, form=_ADDRESS),
    "kind": Field(allowed=("feed", "sitemap")),
    "publisher": Field(),
    "language": Field(form=r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "interval": Field(of=int),
    "entries": Field(of=int),
}
_BOUNDS: Final = {
    "interval": (1, 7 * 24 * 60),
    "entries": (1, 5000),
    "reports": (2, 100_000),
    "delay": (0, 600),
}
_TABLES: Final[dict[str, dict[str, type]]] = {
    "watch": {"contact": str, "delay": int},
    "alerts": {"reports": int, "unknown": bool, "disputed": bool},
}
_SAID: Final = {int: "a whole number", str: "a string", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Feed:
    """What is watched: its address, what it is where that is stated, who publishes its pages, the language
    that is asked for, minutes between two visits, and how many entries are taken of one visit."""

    url: str
    kind: Kind | None = None
    publisher: str | None = None
    language: str = "ar"
    interval: int = 15
    entries: int = 100


@dataclass(frozen=True, slots=True)
class Watchlist:
    """All of ``feeds.toml``: the feeds, how to be reached (for the user agent), the least seconds between two
    requests to one host, and when an alert is due."""

    feeds: tuple[Feed, ...]
    contact: str | None = None
    delay: int = 2
    alerts: AlertLimits = field(default_factory=AlertLimits)


def read_watchlist(file: Path) -> Watchlist:
    """What a file says. Raises `musnad.lang.tables.TableError` and `OSError`."""
    try:
        table = Table(file)
    except UnicodeDecodeError as error:
        raise TableError(str(file), 1, 1, "is not UTF-8") from error
    for key in table.data:
        if key != "feed" and key not in _TABLES:
            raise _fault(table, key, f"unknown table {key!r}; there are feed, {', '.join(_TABLES)}")
    rows = table.rows("feed", _ROWS, unique=("url",))
    for number, row in enumerate(rows):
        for name in ("interval", "entries"):
            if name in row and not _BOUNDS[name][0] <= row[name] <= _BOUNDS[name][1]:
                raise table.error("feed", number, _outside(name), name)
    watch, alerts = (_checked(table, name) for name in ("watch", "alerts"))
    return Watchlist(
        tuple(_feed(row) for row in rows),
        contact=watch.get("contact"),
        delay=watch.get("delay", 2),
        alerts=AlertLimits(**alerts),
    )


def _feed(row: dict[str, Any]) -> Feed:
    known = {name: row[name] for name in ("publisher", "language", "interval", "entries") if name in row}
    return Feed(row["url"], cast("Literal['feed', 'sitemap'] | None", row.get("kind")), **known)


def _checked(table: Table, name: str) -> dict[str, Any]:
    """The keys of one of the single tables."""
    found = table.data.get(name, {})
    if not isinstance(found, dict):
        raise _fault(table, name, f"[{name}] is a table")
    for key, value in found.items():
        wanted = _TABLES[name].get(key)
        if wanted is None:
            raise _fault(table, key, f"unknown key {key!r} in [{name}]; it has {', '.join(_TABLES[name])}")
        if type(value) is not wanted:
            raise _fault(table, key, f"{key} must be {_SAID[wanted]}")
        if isinstance(value, int) and key in _BOUNDS and not _BOUNDS[key][0] <= value <= _BOUNDS[key][1]:
            raise _fault(table, key, _outside(key))
        if isinstance(value, str) and not (value.isascii() and value.isprintable() and value.strip()):
            raise _fault(table, key, f"{key} goes into a header: plain ASCII")
    return found


def _outside(name: str) -> str:
    return f"{name} must be from {_BOUNDS[name][0]} to {_BOUNDS[name][1]}"


def _fault(table: Table, key: str, reason: str) -> TableError:
    """The error at the line where `key` stands."""
    return TableError(table.file, *table.line_of(key), reason)
