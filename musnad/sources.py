"""What was asked to be read: files, folders, addresses and ``-``, each to a Report.

`expand` turns arguments into items without reading any; `load` reads one. A source that cannot be
read is an error value or exception that names no source: whoever calls knows which one it asked for.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, Literal
from urllib.parse import unquote, urlsplit

from musnad.model import Report

if TYPE_CHECKING:
    from musnad.text import Source

SUFFIXES: Final = frozenset({".txt", ".html", ".htm", ".xhtml", ".pdf"})
"""What is read of a folder; a file that is named itself may have any suffix."""

MAX_BYTES: Final = 20 * 1024 * 1024
TIMEOUT: Final = 20.0

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
# Not for file names anywhere, or steering a terminal; the rest of Unicode may stay in a name.
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_LONGEST_NAME = 120


class SourceError(ValueError):
    """A source that cannot be read; `code` is stable, `parameters` fill a translated message.

    Codes: ``missing``, ``no-files``, ``permission``, ``scheme`` (`scheme`), ``unreadable`` (`reason`),
    ``over-limit`` (`limit`).
    """

    def __init__(self, code: str, message: str, **parameters: str | int) -> None:
        super().__init__(message)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Item:
    """One source: `name` as it was asked for or found, `stem` its place in an output folder.

    `stem` is relative, below the folder that was given, without suffix.
    """

    kind: Literal["file", "url", "stdin"]
    name: str
    stem: PurePosixPath


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not even be looked at, and why."""

    name: str
    error: SourceError


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What is known of the reports beforehand, and the limits: bytes, and seconds for an address."""

    publisher: str | None = None
    published: str | None = None
    max_bytes: int = MAX_BYTES
    timeout: float = TIMEOUT
    allow_private: bool = False


def is_text(name: str) -> bool:
    """Whether a file of that name is read of a folder."""
    return Path(name).suffix.lower() in SUFFIXES


def expand(arguments: Iterable[str], wanted: Callable[[str], bool] = is_text) -> Iterator[Item | Failure]:
    """The items that `arguments` stand for, a folder's in order of their paths.

    A folder is searched through for names that are `wanted`; what is hidden (``.name``) or no regular file
    is passed over, and links to folders are not followed. Never raises.
    """
    for argument in arguments:
        scheme = _SCHEME.match(argument)
        if argument == "-":
            yield Item("stdin", "-", PurePosixPath("stdin"))
        elif scheme is not None:
            if scheme[1].lower() in ("http", "https"):
                yield Item("url", argument, url_stem(argument))
            else:
                message = f"{scheme[1]}: is not read: give an http or https address, or a file"
                yield Failure(argument, SourceError("scheme", message, scheme=scheme[1]))
        else:
            yield from _expand_path(argument, wanted)


def _expand_path(argument: str, wanted: Callable[[str], bool]) -> Iterator[Item | Failure]:
    path = Path(argument)
    try:
        mode = os.stat(argument).st_mode  # noqa: PTH116 - Path("") is the current folder
    except (OSError, ValueError) as error:
        yield Failure(argument, _os_error(error))
        return
    if not stat.S_ISDIR(mode):
        yield Item("file", argument, PurePosixPath(_stem(path.name)))
        return
    found = False
    for entry in _walk(path, wanted):
        found = True
        if isinstance(entry, Failure):
            yield entry
        else:
            relative = entry.relative_to(path)
            yield Item("file", str(entry), PurePosixPath(*relative.parts[:-1], _stem(relative.name)))
    if not found:
        kinds = ", ".join(sorted(SUFFIXES))
        message = f"no report in this folder: none of its files ends in {kinds}"
        yield Failure(argument, SourceError("no-files", message, kinds=kinds))


def _walk(folder: Path, wanted: Callable[[str], bool]) -> Iterator[Path | Failure]:
    # Path.walk would be 3.12; os.walk keeps no folder open, so depth is no limit.
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as entries:
                inside = sorted((entry for entry in entries if entry.name[0] != "."), key=lambda e: e.name)
        except OSError as error:
            yield Failure(str(current), _os_error(error))
            continue
        folders = [Path(entry.path) for entry in inside if entry.is_dir(follow_symlinks=False)]
        pending += reversed(folders)
        for entry in inside:
            if wanted(entry.name) and entry.is_file():
                yield Path(entry.path)


def _stem(name: str) -> str:
    suffix = Path(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in SUFFIXES else name


def url_stem(url: str) -> PurePosixPath:
    """A place for the output of `url`: its host, then its path, with the query in the last name.

    Names are safe on every common file system, and no longer than 120 bytes: a hash ends a cut one.
    """
    try:
        parts = urlsplit(url)
        host, path, query = parts.netloc.rpartition("@")[2], parts.path, parts.query
    except ValueError:
        host, path, query = url, "", ""
    names = [unquote(name) for name in path.split("/") if name]
    last = _stem(names.pop()) if names else ""
    if query:
        last = f"{last}_{unquote(query)}"
    return PurePosixPath(*(_fit(name) for name in (host, *names, last or "page")))


def _fit(name: str) -> str:
    fit = _UNFIT.sub("_", name).strip(". ") or "_"
    if len(fit.encode()) <= _LONGEST_NAME:
        return fit
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return fit.encode()[: _LONGEST_NAME - 9].decode("utf-8", "ignore") + f"-{digest}"


@dataclass(frozen=True, slots=True)
class Obtained:
    """The bytes of a source, what is known of them, and the headers that they came with, if any."""

    data: bytes
    source: Source
    headers: tuple[tuple[str, str], ...] = ()


def load(item: Item, options: LoadOptions, stdin: BinaryIO | BufferedIOBase | None = None) -> Report:
    """Read one item; `stdin` is what ``-`` stands for.

    Raises `SourceError`, `musnad.text.ReadError`, or `musnad.fetch.FetchError`: all ValueErrors with a
    `code` and `parameters`.
    """
    from musnad.text import read_bytes

    obtained = obtain(item, options, stdin)
    return read_bytes(obtained.data, obtained.source)


def obtain(item: Item, options: LoadOptions, stdin: BinaryIO | BufferedIOBase | None = None) -> Obtained:
    """The bytes of one item, as `load` reads them. Raises `SourceError` and `musnad.fetch.FetchError`."""
    from musnad.text import Source

    source = Source(publisher=options.publisher, published=options.published)
    if item.kind == "url":
        from musnad.fetch import FetchOptions, fetch

        fetched = fetch(
            item.name,
            FetchOptions(
                timeout=options.timeout, max_bytes=options.max_bytes, allow_private=options.allow_private
            ),
        )
        source = replace(
            source,
            url=fetched.final_url,
            captured=fetched.captured,
            charset=fetched.charset,
            content_type=fetched.content_type,
        )
        return Obtained(fetched.data, source, fetched.headers)
    try:
        if item.kind == "file":
            with Path(item.name).open("rb") as stream:
                data = _limited(stream, options.max_bytes)
        else:
            data = b"" if stdin is None else _limited(stdin, options.max_bytes)
    except (OSError, ValueError) as error:
        raise error if isinstance(error, SourceError) else _os_error(error) from error
    return Obtained(data, source)


def _limited(stream: BinaryIO | BufferedIOBase, limit: int) -> bytes:
    """All of `stream`, read no further than one byte past `limit`; a terminal or pipe has no size to ask."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        message = f"more than {limit} bytes: split it into single reports, or raise the limit"
        raise SourceError("over-limit", message, limit=limit)
    return data


def _os_error(error: OSError | ValueError) -> SourceError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceError("missing", "no such file or folder: check the name")
    if isinstance(error, PermissionError):
        return SourceError("permission", "may not be read: change its permissions")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return SourceError("unreadable", f"could not be read: {reason}", reason=reason)
