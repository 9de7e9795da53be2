"""What a fetch connects through: its limits and its time, names resolved and checked, errors.

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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any, Final

from musnad.encoding import ReadError

if TYPE_CHECKING:
    import httpcore
    from httpcore import SOCKET_OPTION

Resolver = Callable[[str, int], list[str]]

MAX_BYTES: Final = 10 * 1024 * 1024
TIMEOUT: Final = 20.0
MAX_REDIRECTS: Final = 5
USER_AGENT: Final = "musnad/0.1 (reads one page for its reader)"
ACCEPT: Final = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"


class FetchError(ReadError):
    """An address that gave no bytes; `code` is stable, `parameters` fill a translated message.

    Codes: ``address``, ``private`` (`host`), ``unknown-host`` (`host`), ``unreachable`` (`reason`), ``tls``
    (`reason`), ``timeout`` (`seconds`), ``redirects`` (`limit`), ``status`` (`status`, and `retry_after` as
    the server states it), ``over-limit`` (`limit`), ``incomplete``, ``compression`` (`encoding`), ``robots``
    where `FetchOptions.allowed` refuses. Behind a redirect also `redirected`, the address that it led to.
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
    numbers can be refused. `resolver` returns the addresses of a host, and is there for tests. `headers` are
    sent too; with ``If-None-Match`` or ``If-Modified-Since`` among them a 304 is an answer. With `cut` a body
    over the limit is no error but ends there. `allowed` is asked before a redirect is followed, with the
    address that it leads to, and may raise.
    """

    timeout: float = TIMEOUT
    max_bytes: int = MAX_BYTES
    max_redirects: int = MAX_REDIRECTS
    allow_private: bool = False
    proxy: str | None = None
    resolver: Resolver = _system_resolver
    headers: tuple[tuple[str, str], ...] = ()
    user_agent: str = USER_AGENT
    accept: str = ACCEPT
    language: str = "ar"
    cut: bool = False
    allowed: Callable[[str], None] | None = None


# --- time ---


@dataclass(frozen=True, slots=True)
class Clock:
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


def refuse_literal(host: str, options: FetchOptions) -> None:
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


def pool(clock: Clock) -> httpcore.ConnectionPool:
    """Connections that end with the clock, and lead where the options of the clock allow."""
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


def _resolved(host: str, port: int, clock: Clock) -> list[str]:
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


def _backend(clock: Clock, *, checked: bool) -> httpcore.NetworkBackend:
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
