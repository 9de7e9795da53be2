"""The tables of an archive: their fields, kinds and Arrow schemas, and the day by which they are parted.

Reading on one machine (`archive`) and on many (`spark`) make these same rows; `docs/archive.md` explains
every field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from musnad.export.tables import TABLES as EXPORTED
from musnad.export.tables import FieldKind, Row
from musnad.export.tabular import arrow_schema, clean_value

SCHEMA: Final = "musnad/archive/1"
"""What `musnad.json` names its form; raised where a field changes its meaning."""

UNDATED: Final = "undated"
"""The day of what has none."""

FIELDS: Final[Mapping[str, Mapping[str, FieldKind]]] = {
    "reports": EXPORTED["reports"].fields,
    "statements": EXPORTED["statements"].fields,
    "entities": {
        "report": "text",
        "entity": "text",
        "kind": "text",
        "name": "text",
        "ref": "text",
        "role": "text",
        "aliases": "texts",
        "anonymous": "flag",
        "mentions": "spans",
    },
    "copies": EXPORTED["copies"].fields,
    "origins": EXPORTED["origins"].fields,
    "records": {
        "source": "text",
        "number": "count",
        "offset": "count",
        "length": "count",
        "inner": "count",
        "address": "text",
        "status": "text",
        "code": "text",
        "detail": "text",
        "report": "text",
        "version": "text",
    },
}
"""The fields of every table of an archive, in their order, each with its kind."""

ORIGIN_FIELDS: Final = ("origin", "origin_ref", "origin_kind", "origin_reasons")
"""What of a statement is known only when all reports are."""


def schema(table: str) -> Any:
    """The Arrow schema (`pyarrow.Schema`) of a table."""
    return arrow_schema(FIELDS[table])


def versions_schema() -> Any:
    """The Arrow schema of what a part keeps of each version that was read.

    `version` and `id` are hexadecimal; `name` is what the report goes by; `seen` is when it was captured,
    null where that is not known; `known` is the report without its text, `brief` what `briefs.packed` gives,
    `words` what `shingles.hashes` does (64 bits, little endian), `text` UTF-8 with surrogates passed.
    """
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types

    text, data, whole = pa.string(), pa.binary(), pa.int64()
    kinds = {
        "version": text,
        "id": text,
        "name": text,
        "day": text,
        "seen": text,
        "published": text,
        "source": text,
        "number": whole,
        "statements": whole,
        "characters": whole,
        "known": data,
        "text": data,
        "words": data,
        "brief": data,
    }
    return pa.schema(list(kinds.items()))


def staged_schema(table: str) -> Any:
    """The Arrow schema of rows of a version before the newest of each report is known.

    That of the table, without what is known only of all reports. `record` is the place of its version among
    those that were read with it, for two records of one version may differ in what is known of them; `place`
    the place among the rows of that record.
    """
    import pyarrow as pa

    kept = [one for one in schema(table) if one.name not in ORIGIN_FIELDS]
    return pa.schema([*kept, ("record", pa.int64()), ("place", pa.int64())])


def arrow(rows: Iterable[Row], shape: Any) -> Any:
    """Rows as an Arrow table of that schema; fields that it has not are left out.

    Lone surrogates, which Arrow refuses, become question marks.
    """
    import pyarrow as pa

    names = shape.names
    return pa.Table.from_pylist([{name: clean_value(row[name]) for name in names} for row in rows], shape)


def day_of(published: str | None) -> str:
    """The day by which what is of a report is parted: ``YYYY-MM-DD``, or `UNDATED`."""
    try:
        return date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return UNDATED
