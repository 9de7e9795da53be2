"""The record as one line of JSON, for streams of many reports (https://jsonlines.org)."""

from __future__ import annotations

import json

from musnad.export.json import escape
from musnad.record import Record


def render(record: Record) -> str:
    """`record` as one line of JSON with its newline."""
    return escape(json.dumps(record, ensure_ascii=False, separators=(",", ":"))) + "\n"
