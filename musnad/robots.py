"""What a host lets a program fetch: robots.txt (RFC 9309, the Robots Exclusion Protocol), by Protego.

A file is read up to 500 KiB, and of it no line that would take a pattern long to match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES: Final = 500 * 1024
"""What is read of a file (RFC 9309, 2.5)."""

LONGEST_DELAY: Final = 120.0
"""Seconds between two requests beyond which a host is not believed."""

# A pattern of many stars takes time that grows with their number as a power.
_LONGEST_LINE: Final = 1000
_MOST_STARS: Final = 6


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host; `rules` is None where there are none."""

    rules: Protego | None = None

    def allows(self, url: str, agent: str) -> bool:
        """Whether a program of that name may fetch an address."""
        return self.rules is None or bool(self.rules.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        """The seconds between two requests that the host asks for, at most `LONGEST_DELAY`."""
        stated = self.rules.crawl_delay(agent) if self.rules is not None else None
        return 0.0 if stated is None else min(max(float(stated), 0.0), LONGEST_DELAY)


def robots(data: bytes) -> Robots:
    """The rules of a file. Never raises: what is no rule is passed over."""
    from protego import Protego

    text = data[:MAX_BYTES].decode("utf-8", "replace")
    lines = (
        line
        for line in re.split(r"[\r\n]+", text)
        if len(line) <= _LONGEST_LINE and line.count("*") <= _MOST_STARS
    )
    return Robots(Protego.parse("\n".join(lines)))
