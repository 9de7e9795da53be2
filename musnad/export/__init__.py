"""Records -> files: one module a format, listed in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from musnad.export import brat, csv, html, json, jsonl
from musnad.record import Record


@dataclass(frozen=True, slots=True)
class Format:
    """How one format is written.

    `files` gives the texts of a report's own files by suffix, and is empty where `stream` alone makes
    sense. `stream` gives what one report adds to a stream, told whether it is the first in it.
    `many` says whether a stream holds several reports.
    """

    files: Callable[[Record], dict[str, str]]
    stream: Callable[[Record, bool], str]
    suffixes: tuple[str, ...]
    many: bool


FORMATS: dict[str, Format] = {
    "json": Format(
        files=lambda record: {".json": json.render(record)},
        stream=lambda record, _first: json.render(record),
        suffixes=(".json",),
        many=False,
    ),
    "jsonl": Format(
        files=lambda _record: {},
        stream=lambda record, _first: jsonl.render(record),
        suffixes=(),
        many=True,
    ),
    "html": Format(
        files=lambda record: {".html": html.render(record)},
        stream=lambda record, _first: html.render(record),
        suffixes=(".html",),
        many=False,
    ),
    "csv": Format(
        files=lambda record: {".csv": csv.render(record)},
        stream=lambda record, first: csv.render(record, header=first),
        suffixes=(".csv",),
        many=True,
    ),
    "brat": Format(
        files=lambda record: {".txt": brat.text(record), ".ann": brat.render(record)},
        stream=lambda record, _first: brat.render(record),
        suffixes=(".txt", ".ann"),
        many=False,
    ),
}
