"""Addresses and dates in the forms that pages and feeds state them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit


def iso_day(year: int, month: int, day: int) -> str | None:
    """``YYYY-MM-DD``, or None where there is no such day."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if 1 <= month <= 12 and 1 <= day <= (31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]:
        return f"{year:04}-{month:02}-{day:02}"
    return None


_URL_DAY = re.compile(r"[/_-]((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?=[/_.-]|$)")


def url_day(url: str) -> str | None:
    """The day in the path of an address such as ``/2018/05/04/``, else None."""
    found = _URL_DAY.search(url.split("?", 1)[0])
    return iso_day(*map(int, found.groups())) if found else None


_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|ocid|cmpid|ref_src|at_\w+|xtor|ns_\w+",
    re.IGNORECASE,
)


def canonical_url(url: str) -> str:
    """`url` with its scheme and host in lower case, without fragment, default port and tracking fields."""
    try:
        parts = urlsplit(url.strip())
        name = parts.hostname or ""
        host = (f"[{name}]" if ":" in name else name) + (
            f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        )
    except ValueError:
        return url.strip()
    if parts.scheme.lower() not in ("http", "https") or not host:
        return url.strip()
    query = "&".join(f for f in parts.query.split("&") if not _TRACKING.fullmatch(f.split("=", 1)[0]))
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, ""))


_ISO = re.compile(
    r"((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?\s*$",
    re.IGNORECASE,
)


def iso_date(value: object) -> str | None:
    """An ISO 8601 day or date-time, with the zone where `value` has one, from ISO-like or RFC 5322 text."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    found = _ISO.match(value)
    if found is None:
        return _mail_date(value)
    day = iso_day(int(found[1]), int(found[2]), int(found[3]))
    if day is None or found[4] is None:
        return day
    hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return day
    zone = (found[7] or "").upper()
    if zone in ("Z", "UTC", "GMT"):
        zone = "+00:00"
    elif zone:
        zone = f"{zone[:3]}:{zone[-2:] if len(zone) > 3 else '00'}"
    return f"{day}T{hour:02}:{minute:02}:{second:02}{zone}"


def _mail_date(value: str) -> str | None:
    if re.fullmatch(r"\d{10}|\d{13}", value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    if not re.search(r"[A-Za-z]{3}", value) or not re.search(r"\d{4}", value) or len(value) > 60:
        return None
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.isoformat() if when.year >= 1900 else None
