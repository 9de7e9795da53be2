"""The list of what is watched, and each fault of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from musnad.alerts import AlertLimits
from musnad.feeds_table import Feed, Watchlist, read_watchlist
from musnad.lang.tables import TableError

WHOLE = """
[watch]
contact = "desk@a.example"
delay = 5

[alerts]
reports = 3
unknown = true
disputed = false

[[feed]]
url = "https://a.example/feed"
publisher = "المزولة"
language = "en"
interval = 30
entries = 10

[[feed]]
url = "https://b.example/map.xml"
kind = "sitemap"
"""


def file(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_list(tmp_path: Path) -> None:
    assert read_watchlist(file(tmp_path, WHOLE)) == Watchlist(
        (
            Feed("https://a.example/feed", None, "المزولة", "en", 30, 10),
            Feed("https://b.example/map.xml", "sitemap"),
        ),
        contact="desk@a.example",
        delay=5,
        alerts=AlertLimits(3, True, False),
    )


ONE = '[[feed]]\nurl = "https://a.example/"\n'


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("", 1, 1, "no rows"),
        ("[[feed]]\nurl = 1\n", 2, 1, "a string"),
        ('[[feed]]\nkind = "feed"\n', 1, 1, "no url"),
        ('[[feed]]\nurl = "ftp://a.example/"\n', 2, 8, "malformed"),
        ('[[feed]]\nurl = "http://u:p@a.example/"\n', 2, 8, "malformed"),
        (ONE + 'kind = "blog"\n', 3, 9, "unknown kind"),
        (ONE + "intervall = 5\n", 3, 1, "unknown key"),
        (ONE + "interval = 0\n", 3, 1, "from 1 to"),
        (ONE + "interval = true\n", 3, 1, "whole number"),
        (ONE + ONE, 4, 8, "already"),
        ("x = 1\n" + ONE, 1, 1, "unknown table"),
        ("[alerts]\nreport = 5\n" + ONE, 2, 1, "unknown key"),
        ("[alerts]\nreports = 1\n" + ONE, 2, 1, "from 2 to"),
        ('[watch]\ncontact = "مكتب"\n' + ONE, 2, 1, "ASCII"),
        ('[watch]\ncontact = "a\\r\\nX: y"\n' + ONE, 2, 1, "ASCII"),
        ("[watch]\ndelay = '2'\n" + ONE, 2, 1, "whole number"),
        ("[[feed]\n", 1, 7, ""),
    ],
)
def test_each_fault_is_pointed_at(tmp_path: Path, text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(TableError) as caught:
        read_watchlist(file(tmp_path, text))
    assert (caught.value.line, caught.value.column) == (line, column)
    assert reason in caught.value.reason


def test_what_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TableError, match="UTF-8"):
        read_watchlist(tmp_path / "feeds.toml")
