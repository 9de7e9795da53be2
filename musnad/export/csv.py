"""One row per attribution, for spreadsheets: RFC 4180, UTF-8 with a byte order mark.

Excel reads UTF-8 Arabic as windows-1256 unless the file starts with the mark, so it is always there
(Python: ``encoding="utf-8-sig"``). A cell that a spreadsheet would run as a formula gets a leading
apostrophe, and control characters, which RFC 4180 does not allow, become U+FFFD.
"""

from __future__ import annotations

import csv
import io
import re

from musnad.record import AttributionPart, Record, SpanPart

COLUMNS: tuple[str, ...] = (
    "report", "version", "publisher", "published", "title", "url", "language", "credits",
    "id", "class", "lemma", "quote", "negated",
    "speaker", "speaker_entity", "anonymous", "speaks_for",
    "source", "source_start", "source_end",
    "cue", "cue_start", "cue_end",
    "content", "content_spans",
    "addressee", "addressee_start", "addressee_end",
    "medium", "medium_start", "medium_end",
    "via", "chain", "inside", "continues", "said_on", "confidence", "rule",
)  # fmt: skip

BOM = "\ufeff"
_FORMULA = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def render(record: Record, *, header: bool = True) -> str:
    """The rows of `record`; with `header`, the mark and the line of column names come first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if header:
        out.write(BOM)
        writer.writerow(COLUMNS)
    report = {
        "report": record["id"],
        "version": record["version"],
        "publisher": record["publisher"],
        "published": record["published"],
        "title": record["title"],
        "url": record["url"],
        "language": record["language"],
        "credits": " | ".join(credit["text"] for credit in record["credits"]),
    }
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    for attribution in record["attributions"]:
        row = report | _row(attribution, names)
        writer.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def _row(found: AttributionPart, names: dict[str, str]) -> dict[str, object]:
    speaker = found["speaker"]
    speaks_for = None if speaker is None else speaker["speaks_for"]
    return {
        "id": found["id"],
        "class": found["cue"]["class"],
        "lemma": found["cue"]["lemma"],
        "quote": found["quote"],
        "negated": found["negated"],
        "speaker": None if speaker is None else speaker["name"],
        "speaker_entity": None if speaker is None else speaker["entity"],
        "anonymous": None if speaker is None else speaker["anonymous"],
        "speaks_for": None if speaks_for is None else names.get(speaks_for, speaks_for),
        **_span("source", found["source"]),
        "cue": found["cue"]["text"],
        "cue_start": found["cue"]["start"],
        "cue_end": found["cue"]["end"],
        "content": " […] ".join(span["text"] for span in found["content"]),
        "content_spans": ";".join(f"{span['start']} {span['end']}" for span in found["content"]),
        **_span("addressee", found["addressee"]),
        **_span("medium", found["medium"]),
        "via": " | ".join(span["text"] for span in found["via"]),
        "chain": " | ".join(
            f"{link['kind']}: {names.get(link['entity'], link['entity'])}" for link in found["chain"]
        ),
        "inside": found["inside"],
        "continues": found["continues"],
        "said_on": found["said_on"],
        "confidence": found["confidence"],
        "rule": found["rule"],
    }


def _span(name: str, span: SpanPart | None) -> dict[str, object]:
    return {
        name: None if span is None else span["text"],
        f"{name}_start": None if span is None else span["start"],
        f"{name}_end": None if span is None else span["end"],
    }


def cell(value: object) -> object:
    """A value as a spreadsheet may have it: no formula, no control characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    value = _CONTROL.sub("\ufffd", value)
    return f"'{value}" if _FORMULA.match(value) else value
