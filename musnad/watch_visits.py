"""Fetching as a guest: a host is asked in its own time, by its rules, and not again soon where it says so.

Robots.txt as RFC 9309 has it, Retry-After as RFC 9110. Time, sleep and chance are given, so that a test takes
none.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from musnad import robots as rules
from musnad.fetch import Fetched, FetchError, FetchOptions, fetch

AGENT: Final = "musnad"
_ROBOTS_KEPT: Final = timedelta(hours=24)
_DAY: Final = 86400.0
_MOST_HOSTS: Final = 1000
LONGEST_WAIT: Final = 7 * _DAY
"""Seconds beyond which no Retry-After is believed."""

_BUSY: Final = frozenset({429, 503})
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_PASSING_CODES: Final = frozenset({"timeout", "unreachable", "unknown-host", "incomplete"})


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """The present moment, in UTC; how to wait some seconds; and a number from 0 to 1 by chance."""

    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = field(default_factory=lambda: random.Random().random)


def user_agent(contact: str | None) -> str:
    """How a watch presents itself, with how to reach whoever runs it."""
    return f"{AGENT}/0.1 (watches feeds{f'; {contact}' if contact else ''})"


def passing(error: Exception) -> bool:
    """Whether what went wrong may be right later."""
    if not isinstance(error, FetchError):
        return False
    return error.code in _PASSING_CODES or error.parameters.get("status") in _PASSING


def back_off(error: Exception | None, failures: int, base: float, pace: Pace) -> float:
    """The seconds to wait after so many failures on end: twice as many each time, up to a day, a quarter more
    or less by chance; but no fewer than the server asks for."""
    seconds = min(base * 2.0 ** min(failures, 20), _DAY) * (0.75 + 0.5 * pace.chance())
    return max(seconds, retry_after(error, pace.now()))


def retry_after(error: Exception | None, now: datetime) -> float:
    """The seconds that an answer asks to wait (RFC 9110, 10.2.3), at most `LONGEST_WAIT`; 0 where none."""
    stated = error.parameters.get("retry_after") if isinstance(error, FetchError) else None
    if not isinstance(stated, str):
        return 0.0
    if stated.strip().isdecimal():
        return min(float(stated), LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(stated)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
        return min(max((when - now).total_seconds(), 0.0), LONGEST_WAIT)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0


class Visitor:
    """Whoever fetches: keeps when each host may be asked next, and the rules of each."""

    def __init__(self, options: FetchOptions, delay: float, pace: Pace) -> None:
        self._options = options
        self._delay = delay
        self._pace = pace
        self._ready: dict[str, datetime] = {}
        self._held: dict[str, datetime] = {}
        self._robots: dict[str, tuple[datetime, rules.Robots]] = {}

    def ready(self, url: str) -> datetime:
        """When the host of an address may be asked next."""
        return self._ready.get(_host(url), datetime.min.replace(tzinfo=UTC))

    def held(self, url: str) -> datetime | None:
        """Until when the host asked to be left alone; None where it did not, or that is over."""
        until = self._held.get(_host(url))
        return until if until is not None and until > self._pace.now() else None

    def get(self, url: str, **changes: object) -> Fetched:
        """What an address gives, once its host may be asked, where its rules allow. Raises `FetchError`.

        `changes` are fields of `FetchOptions`.
        """
        self._check(url)
        options = replace(self._options, allowed=self._check, **changes)  # type: ignore[arg-type]  # by name
        return self._asked(url, options)

    def _asked(self, url: str, options: FetchOptions) -> Fetched:
        host = _host(url)
        wait = (self.ready(url) - self._pace.now()).total_seconds()
        if wait > 0:
            self._pace.sleep(wait)
        try:
            return fetch(url, options)
        except FetchError as error:
            if error.parameters.get("status") in _BUSY:
                seconds = max(retry_after(error, self._pace.now()), 60.0)
                self._held[host] = self._pace.now() + timedelta(seconds=seconds)
            raise
        finally:
            known = self._robots.get(host)
            asked = known[1].delay(AGENT) if known is not None else 0.0
            self._ready[host] = self._pace.now() + timedelta(seconds=max(self._delay, asked))

    def _check(self, url: str) -> None:
        """Raise the `FetchError` of an address that the rules of its host keep back."""
        if not self._rules(url).allows(url, AGENT):
            raise FetchError("the site asks programs not to fetch this (robots.txt)", code="robots")

    def _rules(self, url: str) -> rules.Robots:
        """The rules of a host: none where it has no robots.txt; where it does not answer, its error."""
        host, now = _host(url), self._pace.now()
        known = self._robots.get(host)
        if known is not None and known[0] > now:
            return known[1]
        found = rules.Robots()
        try:
            got = self._asked(
                f"{host}/robots.txt",
                replace(self._options, max_bytes=rules.MAX_BYTES, cut=True, accept="text/plain,*/*;q=0.5"),
            )
            found = rules.robots(got.data)
        except FetchError as error:
            status = error.parameters.get("status")
            missing = isinstance(status, int) and 400 <= status < 500 and status not in _BUSY
            if not missing and error.code not in ("redirects", "compression", "address"):
                raise
        if len(self._robots) >= _MOST_HOSTS:
            self._let_go(now)
        self._robots[host] = (now + _ROBOTS_KEPT, found)
        asked = timedelta(seconds=max(self._delay, found.delay(AGENT)))
        self._ready[host] = self._pace.now() + asked
        return found

    def _let_go(self, now: datetime) -> None:
        """Forget the hosts that need not be waited for: feeds may name ever new ones."""
        waiting = {host for host in self._ready if max(self._ready[host], self._held.get(host, now)) > now}
        for known in (self._robots, self._ready, self._held):
            for host in [one for one in known if one not in waiting]:
                del known[host]


def _host(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
