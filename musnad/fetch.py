"""An address to bytes, limited in time, size and redirects, with no way into private networks.

Each name is resolved once per hop, each address of it checked, and the connection made to the checked
address itself, so that a name that changes its answer (DNS rebinding) gains nothing; TLS still verifies
the name. Proxies named in the environment are not used. Address ranges: the IANA special-purpose
registries (RFC 6890) as `ipaddress` knows them, and what IPv6 embeds of IPv4 (RFC 4291, 6052, 3056, 4380).
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any, Final

from musnad.encoding import ReadError

if TYPE_CHECKING:
    import httpcore
    import httpx
    from httpcore import SOCKET_OPTION

Resolver = Callable[[str, int], list[str]]

MAX_BYTES: Final = 10 * 1024 * 1024
TIMEOUT: Final = 20.0
MAX_REDIRECTS: Final = 5
USER_AGENT: Final = "musnad/0.1 (reads one page for its reader)"
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"


class FetchError(ReadError):
    """An address that gave no bytes; `code` is stable, `parameters` fill a translated message.

    Codes: ``address``, ``private`` (`host`), ``unknown-host`` (`host`), ``unreachable`` (`reason`), ``tls``
    (`reason`), ``timeout`` (`seconds`), ``redirects`` (`limit`), ``status`` (`status`), ``over-limit``
    (`limit`), ``incomplete``, ``compression`` (`encoding`). Behind a redirect also `redirected`, the address
    that it led to.
    """

    def __init__(self, message: str, *, code: str = "unreachable", **parameters: str | int) -> None:
        super().__init__(message, **parameters)
        self.code = code


def _system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Limits: seconds for everything together, decoded bytes, redirects.

    `proxy` is the address of an HTTP proxy, which then resolves names itself: only addresses given as
    numbers can be refused. `resolver` returns the addresses of a host, and is there for tests.
    """

    timeout: float = TIMEOUT
    max_bytes: int = MAX_BYTES
    max_redirects: int = MAX_REDIRECTS
    allow_private: bool = False
    proxy: str | None = None
    resolver: Resolver = _system_resolver


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `content_type` and `charset` as the header states them, in lower case;
    `captured` is an ISO 8601 date-time in UTC; names of `headers` are in lower case."""

    data: bytes
    final_url: str
    content_type: str | None
    charset: str | None
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    captured: str


def fetch(url: str, options: FetchOptions | None = None) -> Fetched:
    """The bytes at an http or https address, after redirects, decompressed. Raises `FetchError`."""
    options = FetchOptions() if options is None else options
    clock = _Clock(time.monotonic() + options.timeout, options)
    address = _address(url)
    with _pool(clock) as pool:
        for hop in range(options.max_redirects + 1):
            try:
                answer = _hop(pool, address, clock)
            except FetchError as error:
                if hop == 0 or "redirected" in error.parameters:
                    raise
                raise _redirected(error, address) from error
            if isinstance(answer, Fetched):
                return answer
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


def _hop(pool: httpcore.ConnectionPool, address: httpx.URL, clock: _Clock) -> Fetched | httpx.URL:
    """`_get`, with the errors of the connection as `FetchError`."""
    import httpcore

    try:
        return _get(pool, address, clock)
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


def _get(pool: httpcore.ConnectionPool, address: httpx.URL, clock: _Clock) -> Fetched | httpx.URL:
    """The page at `address`, or the address that it redirects to."""
    import httpcore

    options = clock.options
    if options.proxy:
        _refuse_literal(address.host, options)
    host = address.netloc
    with pool.stream(
        "GET",
        httpcore.URL(
            scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
        ),
        headers=[
            (b"Host", host),
            (b"User-Agent", USER_AGENT.encode()),
            (b"Accept", _ACCEPT.encode()),
            (b"Accept-Language", b"ar,*;q=0.5"),
            (b"Accept-Encoding", b"gzip, deflate"),
            (b"Connection", b"close"),
        ],
        extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), clock.left())},
    ) as response:
        headers = [(k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in response.headers]
        named = dict(reversed(headers))
        if response.status in _MOVED and named.get("location"):
            return _moved(address, named["location"])
        if not 200 <= response.status < 300:
            raise FetchError(
                f"the server answered {response.status}: check that the page opens in a browser",
                code="status",
                status=response.status,
            )
        if named.get("content-length", "").isdigit() and int(named["content-length"]) > options.max_bytes:
            raise _over(options.max_bytes)
        data = _body(response.iter_stream(), named.get("content-encoding", ""), clock)
    kind, charset = _content_type(named.get("content-type"))
    return Fetched(
        data=data,
        final_url=str(address.copy_with(userinfo=b"", fragment=None)),
        content_type=kind,
        charset=charset,
        headers=tuple(headers),
        captured=datetime.now(UTC).isoformat(timespec="seconds"),
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


def _body(chunks: Iterator[bytes], encoding: str, clock: _Clock) -> bytes:
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


# --- time ---


@dataclass(frozen=True, slots=True)
class _Clock:
    """When all must be over."""

    deadline: float
    options: FetchOptions

    def left(self) -> float:
        """Seconds left; raises `FetchError` where there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self.out()
        return left

    def sooner(self, timeout: float | None) -> float:
        """The seconds left, or `timeout` where that is less."""
        return self.left() if timeout is None else min(timeout, self.left())

    def out(self) -> FetchError:
        """The error for a time that is over."""
        seconds = self.options.timeout
        return FetchError(
            f"no complete answer within {seconds:g} seconds: try again later, or allow more time",
            code="timeout",
            seconds=f"{seconds:g}",
        )


# --- connections ---

_NAT64 = ip_network("64:ff9b::/96")
_REFUSED_6 = tuple(
    IPv6Network(net) for net in ("64:ff9b:1::/48", "2001::/32", "fec0::/10", "::/96", "100::/64", "5f00::/16")
)
_REFUSED_4 = tuple(ip_network(net) for net in ("192.88.99.0/24", "192.0.0.0/24", "0.0.0.0/8"))


def is_public(address: str) -> bool:
    """Whether a numeric address, and every IPv4 address that it embeds, lies in the public internet."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip.sixtofour is not None:
            ip = ip.sixtofour
        elif any(ip in net for net in _REFUSED_6):
            return False
    if isinstance(ip, IPv4Address) and any(ip in net for net in _REFUSED_4):
        return False
    kept = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_unspecified
    return ip.is_global and not (kept or ip.is_multicast or ip.is_reserved)


def _private(host: str) -> FetchError:
    return FetchError(
        f"{host} is in a private network: allow private addresses if it is meant", code="private", host=host
    )


def _refuse_literal(host: str, options: FetchOptions) -> None:
    """Behind a proxy: refuse what can be seen to be private without resolving it."""
    if options.allow_private:
        return
    name = host.rstrip(".").lower()
    try:
        numeric = socket.inet_ntoa(socket.inet_aton(name))  # 127.1 and 0x7f000001 are addresses too
    except OSError:
        numeric = name if ":" in name else ""
    local = name == "localhost" or name.endswith((".localhost", ".local", ".internal"))
    if local or (numeric and not is_public(numeric)):
        raise _private(host)


def _pool(clock: _Clock) -> httpcore.ConnectionPool:
    import httpcore

    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    proxy = clock.options.proxy
    return httpcore.ConnectionPool(
        ssl_context=context,
        proxy=httpcore.Proxy(proxy) if proxy else None,
        network_backend=_backend(clock, checked=not (proxy or clock.options.allow_private)),
    )


def _resolved(host: str, port: int, clock: _Clock) -> list[str]:
    """The addresses of `host`; the system may take as long as it likes to find them, this does not."""
    found: list[list[str]] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            found.append(clock.options.resolver(host, port))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(clock.left())
    if thread.is_alive():
        raise clock.out()
    if not found or not found[0]:
        raise FetchError(f"the name {host} is not known: check the address", code="unknown-host", host=host)
    return list(dict.fromkeys(found[0]))


def _backend(clock: _Clock, *, checked: bool) -> httpcore.NetworkBackend:
    """Connections for the pool: resolved, checked and timed here (httpcore is imported when first needed)."""
    import httpcore

    plain = httpcore.SyncBackend()

    class Stream(httpcore.NetworkStream):
        """A connection that ends with the clock, however slowly bytes drip."""

        def __init__(self, stream: httpcore.NetworkStream) -> None:
            self._stream = stream

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            return self._stream.read(max_bytes, clock.sooner(timeout))

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            self._stream.write(buffer, clock.sooner(timeout))

        def close(self) -> None:
            self._stream.close()

        def start_tls(
            self,
            ssl_context: ssl.SSLContext,
            server_hostname: str | None = None,
            timeout: float | None = None,
        ) -> httpcore.NetworkStream:
            return Stream(self._stream.start_tls(ssl_context, server_hostname, clock.sooner(timeout)))

        def get_extra_info(self, info: str) -> Any:
            return self._stream.get_extra_info(info)

    class Backend(httpcore.NetworkBackend):
        """Connects to an address that was checked, and to no other."""

        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[SOCKET_OPTION] | None = None,
        ) -> httpcore.NetworkStream:
            addresses = _resolved(host, port, clock)
            allowed = [a for a in addresses if not checked or is_public(a)]
            if not allowed:
                raise _private(host)
            for n, address in enumerate(allowed):
                try:
                    stream = plain.connect_tcp(
                        address,
                        port,
                        clock.sooner(timeout) / (len(allowed) - n),
                        local_address,
                        socket_options,
                    )
                except (httpcore.ConnectError, httpcore.ConnectTimeout):
                    if n + 1 == len(allowed):
                        raise
                    continue
                peer = stream.get_extra_info("server_addr")
                if checked and not is_public(str(peer[0])):
                    stream.close()
                    raise _private(host)
                return Stream(stream)
            raise _private(host)

    return Backend()
