"""Who said it, how did it reach this page, and how many independent origins does it have?

>>> import musnad
>>> reading = musnad.read("قال الوزير إن الجسر سيفتح غدا.")

Names are imported when first used, so that ``import musnad`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from musnad.model import Attribution, Entity, Link, Mention, Reading, Report, Span, Statement
    from musnad.reader import ReadOptions
    from musnad.text import ReadError, Source

__all__ = [
    "Attribution",
    "Entity",
    "Link",
    "Mention",
    "ReadError",
    "ReadOptions",
    "Reading",
    "Report",
    "Source",
    "Span",
    "Statement",
    "read",
]

_HOMES = {
    "Attribution": "model",
    "Entity": "model",
    "Link": "model",
    "Mention": "model",
    "ReadError": "text",
    "ReadOptions": "reader",
    "Reading": "model",
    "Report": "model",
    "Source": "text",
    "Span": "model",
    "Statement": "model",
}


def read(source: str | bytes | Path, options: ReadOptions | None = None) -> Reading:
    """Read one report: a str is always its text, bytes are decoded, a Path is opened.

    No str makes it raise. Bytes and files raise `ReadError` where they hold no report (nothing but white
    space, binary data, a page without an article), and OSError where a file cannot be opened.
    """
    from musnad.reader import ReadOptions
    from musnad.reader import read as read_report
    from musnad.text import read_bytes, read_text

    chosen = ReadOptions() if options is None else options
    if isinstance(source, str):
        report = read_text(source, chosen.source)
    else:
        data = source if isinstance(source, bytes) else source.read_bytes()
        report = read_bytes(data, chosen.source)
    return read_report(report, chosen)


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
