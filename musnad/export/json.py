"""The record as one indented JSON object."""

from __future__ import annotations

import json
import re

from musnad.record import Record, record

__all__ = ["escape", "record", "render"]

# JSON escapes C0 controls by itself. DEL and C1 may steer a terminal, U+0085, U+2028 and U+2029 end a
# line for many readers, and a lone surrogate has no UTF-8 form: all only ever stand inside strings.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def escape(text: str) -> str:
    r"""JSON `text` with the characters that are unsafe in a UTF-8 stream of lines as ``\uXXXX``."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def render(record: Record) -> str:
    """`record` as JSON, two spaces a level, with a final newline.

    Items of the long lists are written one by one: the indenting encoder keeps every piece of what it
    writes until it is done, which for a book of attributions is ten times the text.
    """
    fields = [f"  {json.dumps(name)}: {_value(value)}" for name, value in record.items()]
    return escape("{\n" + ",\n".join(fields) + "\n}\n")


def _value(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _indented(value, "\n  ")
    items = ",\n".join(f"    {_indented(item, chr(10) + '    ')}" for item in value)
    return f"[\n{items}\n  ]"


def _indented(value: object, line: str) -> str:
    # No string holds a bare line feed in JSON: every one of them is layout.
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", line)
