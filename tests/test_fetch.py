"""Fetching against servers in threads on 127.0.0.1, and refusals by what a name resolves to."""

from __future__ import annotations

import gzip
import pickle
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from musnad.fetch import FetchError, FetchOptions, fetch, is_public

PAGE = "<html><body><p>قالت وزارة الري إن السد آمن.</p></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers by path; what a path does stands in `do_GET`."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's signature
        del format, args

    def answer(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/page":
            self.answer(PAGE, Content_Type="text/html; charset=Windows-1256")
        elif path.startswith("/%D8"):
            self.answer(self.path.encode())
        elif path == "/gzip":
            self.answer(gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]), Content_Encoding="gzip")
        elif path == "/deflate":
            raw = zlib.compressobj(wbits=-15)
            self.answer(raw.compress(PAGE) + raw.flush(), Content_Encoding="deflate")
        elif path == "/bomb":
            self.answer(gzip.compress(b"\x00" * 20_000_000), Content_Encoding="gzip")
        elif path == "/cut-gzip":
            self.answer(gzip.compress(PAGE)[:-12], Content_Encoding="gzip")
        elif path == "/brotli":
            self.answer(b"x", Content_Encoding="br")
        elif path == "/says-large":
            self.answer(b"x", Content_Length="99999999")
        elif path == "/says-more":
            self.answer(PAGE, Content_Length=str(len(PAGE) + 10))
            self.close_connection = True
        elif path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return
        elif path == "/drip":
            self.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", b"x")
        elif path == "/drip-head":
            self.drip(b"HTTP/1.1 200 OK\r\nX-Long: ", b"y")
        elif path == "/loop":
            self.answer(b"", status=302, Location="/loop")
        elif path == "/to-page":
            self.answer(b"", status=301, Location="page#part")
        elif path == "/to-file":
            self.answer(b"", status=302, Location="file:///etc/passwd")
        elif path == "/to-inner":
            port = self.connection.getsockname()[1]
            self.answer(b"", status=302, Location=f"http://inner.example:{port}/page")
        else:
            self.answer(b"", status=404)

    def drip(self, start: bytes, then: bytes) -> None:
        try:
            self.wfile.write(start)
            for _ in range(100):
                self.wfile.write(then)
                time.sleep(0.1)
        except OSError:
            return


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        running.block_on_close = False
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


OPEN = FetchOptions(allow_private=True, timeout=10)


def code_of(url: str, options: FetchOptions = OPEN) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, options)
    assert str(caught.value)
    return caught.value.code


def test_a_page(server: str) -> None:
    fetched = fetch(f"{server}/page#top", OPEN)
    assert fetched.data == PAGE
    assert (fetched.content_type, fetched.charset) == ("text/html", "windows-1256")
    assert fetched.final_url == f"{server}/page"
    assert fetched.captured.endswith("+00:00")


def test_a_relative_redirect(server: str) -> None:
    assert fetch(f"{server}/to-page", OPEN).final_url == f"{server}/page"


def test_arabic_letters_in_the_path(server: str) -> None:
    assert fetch(f"{server}/خبر", OPEN).data == b"/%D8%AE%D8%A8%D8%B1"


@pytest.mark.parametrize("path", ["gzip", "deflate"])
def test_compressed(server: str, path: str) -> None:
    assert fetch(f"{server}/{path}", OPEN).data == PAGE


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("missing", "status"),
        ("loop", "redirects"),
        ("to-file", "address"),
        ("says-large", "over-limit"),
        ("says-more", "incomplete"),
        ("cut-gzip", "incomplete"),
        ("bomb", "over-limit"),
        ("endless", "over-limit"),
        ("brotli", "compression"),
    ],
)
def test_what_goes_wrong(server: str, path: str, code: str) -> None:
    assert code_of(f"{server}/{path}") == code


@pytest.mark.parametrize("path", ["drip", "drip-head"])
def test_a_drip_ends_with_the_time(server: str, path: str) -> None:
    assert code_of(f"{server}/{path}", FetchOptions(allow_private=True, timeout=0.5)) == "timeout"


def test_a_hanging_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert code_of(url, FetchOptions(allow_private=True, timeout=0.3)) == "timeout"


def test_a_hanging_resolver() -> None:
    done = threading.Event()

    def slow(*_: object) -> list[str]:
        done.wait(5)
        return []

    assert code_of("http://slow.example/", FetchOptions(timeout=0.2, resolver=slow)) == "timeout"
    done.set()


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "file:///etc/passwd", "http://", "http://[::1", "خبر", "", "http://a\n.example/"],
)
def test_no_web_address(url: str) -> None:
    assert code_of(url) == "address"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert code_of(f"http://127.0.0.1:{port}/") == "unreachable"


def test_plain_text_where_tls_is_due(server: str) -> None:
    assert code_of(server.replace("http:", "https:") + "/page") == "tls"


def test_an_unknown_name() -> None:
    def nothing(*_: object) -> list[str]:
        raise socket.gaierror

    assert code_of("http://nowhere.example/", FetchOptions(resolver=nothing)) == "unknown-host"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused(server: str, host: str) -> None:
    assert code_of(server.replace("127.0.0.1", host) + "/page", FetchOptions(timeout=5)) == "private"


def test_a_redirect_into_a_private_network_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolver(host: str, _port: int) -> list[str]:
        asked.append(host)
        return {"outer.example": ["127.0.0.1"], "inner.example": ["127.0.0.2"]}[host]

    # 127.0.0.1 stands for the public internet here, 127.0.0.2 for a private network.
    monkeypatch.setattr("musnad.fetch_connections.is_public", lambda address: address == "127.0.0.1")
    outer = server.replace("127.0.0.1", "outer.example")
    options = FetchOptions(resolver=resolver, timeout=5)
    assert fetch(f"{outer}/page", options).data == PAGE
    with pytest.raises(FetchError) as caught:
        fetch(f"{outer}/to-inner", options)
    assert caught.value.code == "private"
    assert str(caught.value.parameters["redirected"]).startswith("http://inner.example:")
    assert asked == ["outer.example", "outer.example", "inner.example"]


def test_a_name_that_changes_its_answer_is_resolved_once(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    monkeypatch.setattr("musnad.fetch_connections.is_public", lambda address: address == "127.0.0.1")
    options = FetchOptions(resolver=lambda *_: next(answers), timeout=5)
    assert fetch(server.replace("127.0.0.1", "turning.example") + "/page", options).data == PAGE
    assert next(answers) == ["127.0.0.2"]


def test_private_addresses_of_a_mixed_answer_are_passed_over(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musnad.fetch_connections.is_public", lambda address: address == "127.0.0.1")
    options = FetchOptions(resolver=lambda *_: ["10.0.0.1", "127.0.0.1"], timeout=5)
    assert fetch(server.replace("127.0.0.1", "mixed.example") + "/page", options).data == PAGE


def test_proxies_of_the_environment_are_not_used(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert fetch(f"{server}/page", OPEN).data == PAGE


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.1.2.3", "127.1", "[::1]"])
def test_a_proxy_is_not_asked_for_private_addresses(server: str, host: str) -> None:
    assert code_of(f"http://{host}/", FetchOptions(proxy=server, timeout=5)) == "private"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.8",
        "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1", "fc00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "no address",
        "",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public(address: str) -> None:
    assert is_public(address)


def test_an_error_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(FetchError("late", code="timeout", seconds="3")))
    assert (str(error), error.code, error.parameters) == ("late", "timeout", {"seconds": "3"})
