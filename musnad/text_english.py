"""The day that the opening lines of an English report state: «Sept. 3, 2024», «3 September 2024»."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from musnad.address import iso_day

_PUBLISHED = r"(?:(?:first )?(?:published|updated|posted|last updated|last modified)(?: (?:on|at))?:? ?)?"
_CLOCK = r"(?:,? ?(?:at |[-–|•] ?)?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: ?[a-z]{2,4})?)?"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
    """A line that is nothing but a date, a dateline that holds one, and the months by their first letters."""
    data = tomllib.loads(files("musnad.lang").joinpath("en", "times.toml").read_text("utf-8"))
    months = {name[:3]: number for number, name in enumerate(data["months"], 1)}
    names = "|".join(f"{name}|{name[:4]}\\.?|{name[:3]}\\.?" for name in data["months"])
    days = "|".join(f"{day}|{day[:4]}\\.?|{day[:3]}\\.?" for day in data["weekdays"])
    date = (
        rf"(?:(?P<m>{names}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)"
        rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{names}),? (?P<y2>(?:19|20)\d\d))"
    )
    alone = rf"{_PUBLISHED}(?:\d{{1,2}}:\d\d(?: ?[a-z]{{2,4}})?,? )?(?:(?:{days}),? )?{date}{_CLOCK}\W*"
    dateline = rf"[^\W\d_][^\n():]{{0,40}}?, {date} ?\([^()\n]{{2,30}}\) ?[-–—]"
    return re.compile(alone, re.IGNORECASE), re.compile(dateline, re.IGNORECASE), months


def english_day(lines: Sequence[str], *, lone: bool) -> str | None:
    """The one day (``YYYY-MM-DD``) that the lines state, else None.

    Counts a line that is nothing but a date, the first line only where it stands alone (`lone`), and a
    dateline with place, date and agency.
    """
    alone, dateline, months = _patterns()
    days = set()
    for number, line in enumerate(lines):
        plain = " ".join(line.split())
        found = alone.fullmatch(plain) if number or lone else None
        found = found or (None if lone else dateline.match(plain))
        if found is not None:
            day, month, year = (
                (found["d"], found["m"], found["y"]) if found["d"] else found.group("d2", "m2", "y2")
            )
            days.add(iso_day(int(year), months[month[:3].lower()], int(day)))
    return days.pop() if len(days) == 1 else None
