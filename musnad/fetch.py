"""An address to bytes, limited in time, size and redirects, with no way into private networks.

What it connects to is checked by `fetch_connections`. With conditions in the headers that are sent, an answer
that nothing changed is one too (RFC 9110, 13).
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from typing import TYPE_CHECKING, Any, Final

from musnad.fetch_connections import (
    MAX_BYTES,
    MAX_REDIRECTS,
    TIMEOUT,
    USER_AGENT,
    Clock,
    FetchError,
    FetchOptions,
    is_public,
    pool,
    refuse_literal,
)

if TYPE_CHECKING:
    import httpcore
    import httpx

__all__ = [
    "MAX_BYTES",
    "MAX_REDIRECTS",
    "TIMEOUT",
    "USER_AGENT",
    "FetchError",
    "FetchOptions",
    "Fetched",
    "fetch",
    "is_public",
]

_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED: Final = 304


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `content_type` and `charset` as the header states them, in lower case;
    `captured` is an ISO 8601 date-time in UTC; names of `headers` are in lower case. `unchanged` says that
    the server has nothing newer than the conditions asked for; `cut` that there was more than the limit."""

    data: bytes
    final_url: str
    content_type: str | None
    charset: str | None
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    captured: str
    unchanged: bool = False
    cut: bool = False


def fetch(url: str, options: FetchOptions | None = None) -> Fetched:
    """The bytes at an http or https address, after redirects, decompressed. Raises `FetchError`."""
    options = FetchOptions() if options is None else options
    clock = Clock(time.monotonic() + options.timeout, options)
    address = _address(url)
    with pool(clock) as connections:
        for hop in range(options.max_redirects + 1):
            try:
                answer = _hop(connections, address, clock)
            except FetchError as error:
                if hop == 0 or "redirected" in error.parameters:
                    raise
                raise _redirected(error, address) from error
            if isinstance(answer, Fetched):
                return answer
            if options.allowed is not None:
                options.allowed(str(answer))
            address = answer
    raise FetchError(
        f"more than {options.max_redirects} redirects: give the address of the page itself",
        code="redirects",
        limit=options.max_redirects,
    )


def _redirected(error: FetchError, address: httpx.URL) -> FetchError:
    """`error`, naming the address that a redirect led to, without what it holds of a password."""
    shown = str(address.copy_with(userinfo=b""))
    return FetchError(
        f"redirects to {shown}: {error}", code=error.code, **{**error.parameters, "redirected": shown}
    )


def _hop(connections: httpcore.ConnectionPool, address: httpx.URL, clock: Clock) -> Fetched | httpx.URL:
    """`_get`, with the errors of the connection as `FetchError`."""
    import httpcore

    try:
        return _get(connections, address, clock)
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise clock.out() from error
    except httpcore.RemoteProtocolError as error:
        raise FetchError(
            "the answer breaks off before its end, or is no HTTP: try again later", code="incomplete"
        ) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, OSError) as error:
        raise _unreachable(error) from error


def _unreachable(error: Exception) -> FetchError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or cause.reason or "TLS"
            return FetchError(
                f"the connection is not secure ({reason}): check the address", code="tls", reason=str(reason)
            )
        cause = cause.__cause__ or cause.__context__
    reason = str(error) or type(error).__name__
    return FetchError(
        f"could not be reached ({reason}): check the address", code="unreachable", reason=reason
    )


def _address(url: str) -> httpx.URL:
    import httpx

    try:
        address = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError("this is no web address: check its spelling", code="address") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise FetchError("only http and https addresses can be fetched", code="address")
    return address


# --- one hop ---


def _get(connections: httpcore.ConnectionPool, address: httpx.URL, clock: Clock) -> Fetched | httpx.URL:
    """The page at `address`, or the address that it redirects to."""
    import httpcore

    options = clock.options
    if options.proxy:
        refuse_literal(address.host, options)
    host = address.netloc
    with connections.stream(
        "GET",
        httpcore.URL(
            scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
        ),
        headers=[
            (b"Host", host),
            (b"User-Agent", options.user_agent.encode()),
            (b"Accept", options.accept.encode()),
            (b"Accept-Language", f"{options.language},*;q=0.5".encode()),
            (b"Accept-Encoding", b"gzip, deflate"),
            (b"Connection", b"close"),
            *((name.encode("ascii"), value.encode("latin-1")) for name, value in options.headers),
        ],
        extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), clock.left())},
    ) as response:
        headers = [(k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in response.headers]
        named = dict(reversed(headers))
        if response.status in _MOVED and named.get("location"):
            return _moved(address, named["location"])
        unchanged = bool(options.headers) and response.status == _NOT_MODIFIED
        if not (200 <= response.status < 300 or unchanged):
            raise _status(response.status, named.get("retry-after"))
        stated = named.get("content-length", "")
        if not options.cut and stated.isdecimal() and int(stated[:20]) > options.max_bytes:
            raise _over(options.max_bytes)
        body = response.iter_stream()
        data = b"" if unchanged else _body(body, named.get("content-encoding", ""), clock)
    kind, charset = _content_type(named.get("content-type"))
    return Fetched(
        data=data[: options.max_bytes],
        final_url=str(address.copy_with(userinfo=b"", fragment=None)),
        content_type=kind,
        charset=charset,
        headers=tuple(headers),
        captured=datetime.now(UTC).isoformat(timespec="seconds"),
        unchanged=unchanged,
        cut=len(data) > options.max_bytes,
    )


def _status(status: int, retry_after: str | None) -> FetchError:
    more: dict[str, str | int] = {} if retry_after is None else {"retry_after": retry_after[:60]}
    return FetchError(
        f"the server answered {status}: check that the page opens in a browser",
        code="status",
        status=status,
        **more,
    )


def _moved(address: httpx.URL, location: str) -> httpx.URL:
    # Header bytes beyond ASCII are UTF-8 in practice, as browsers take them (WHATWG Fetch).
    import httpx

    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        target = address.join(location)
    except (ValueError, httpx.InvalidURL) as error:
        raise FetchError("the page redirects to something that is no address", code="address") from error
    try:
        return _address(str(target))
    except FetchError as error:
        raise _redirected(error, target) from error


def _content_type(value: str | None) -> tuple[str | None, str | None]:
    if not value:
        return None, None
    header = Message()
    header["content-type"] = value
    charset = header.get_param("charset")
    return header.get_content_type().lower(), charset.lower() if isinstance(charset, str) else None


def _over(limit: int) -> FetchError:
    return FetchError(
        f"more than {limit} bytes: save the text of the report alone", code="over-limit", limit=limit
    )


# --- the body ---


def _body(chunks: Iterator[bytes], encoding: str, clock: Clock) -> bytes:
    """The decoded body, counted as it grows: what a small answer unfolds to counts, not what it weighs."""
    limit = clock.options.max_bytes
    names = [
        name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in ("", "identity")
    ]
    if len(names) > 1 or (names and names[0] not in ("gzip", "x-gzip", "deflate")):
        raise FetchError(
            f"compressed in a way that was not asked for ({encoding[:40]})",
            code="compression",
            encoding=encoding[:40],
        )
    unfold = _Unfold() if names else None
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        clock.left()
        for part in unfold.feed(chunk, limit + 1 - size) if unfold else (chunk,):
            parts.append(part)
            size += len(part)
            if size > limit and clock.options.cut:
                return b"".join(parts)
            if size > limit:
                raise _over(limit)
    if unfold and not unfold.complete:
        raise FetchError("the answer breaks off before its end: try again later", code="incomplete")
    return b"".join(parts)


class _Unfold:
    """Gzip or deflate, with members one after the other, never more at once than is asked for."""

    def __init__(self) -> None:
        self._stream: Any = None
        self._pending = b""
        self.complete = True

    def feed(self, chunk: bytes, most: int) -> Iterator[bytes]:
        """What `chunk` unfolds to, in parts of at most `most` bytes; stops once that many came."""
        data = self._pending + chunk
        self._pending = b""
        while data and most > 0:
            if self._stream is None:
                if len(data) < 2:
                    self._pending = data
                    self.complete = False
                    return
                # Servers send both raw deflate and zlib's under the one name (RFC 9110, 8.4.1.2).
                zlib_header = data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
                gzip_header = data[:2] == b"\x1f\x8b"
                self._stream = zlib.decompressobj(47 if zlib_header or gzip_header else -15)
            try:
                part = self._stream.decompress(data, min(most, 65536))
            except zlib.error as error:
                raise FetchError(
                    "the compressed answer is broken: try again later", code="incomplete"
                ) from error
            most -= len(part)
            if part:
                yield part
            if self._stream.eof:
                data, self._stream = self._stream.unused_data.lstrip(b"\x00"), None
                self.complete = True
                if data and data[:2] != b"\x1f\x8b"[: len(data)]:
                    return  # rubbish after the end is passed over, as gzip does
            else:
                data = self._stream.unconsumed_tail
                self.complete = False
