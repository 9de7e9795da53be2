"""Entities over all reports of a run, as rows: for the eye, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from musnad.entities import Group, groups, link
from musnad.export.csv import BOM, cell
from musnad.model import Edge, EntityKind
from musnad.profiles import Profile

COLUMNS: tuple[str, ...] = ("id", "kind", "name", "ref", "roles", "names", "reports", "mentions", "doubts")


class MemberPart(TypedDict):
    """What one report knows of an entity."""

    report: str
    version: str
    source: str
    entity: str
    name: str
    mentions: int


class DoubtPart(TypedDict):
    """Another entity that may be the same."""

    id: str
    score: float
    reasons: list[str]


class EntityRow(TypedDict):
    """One entity over all reports."""

    id: str
    kind: EntityKind
    name: str
    ref: str | None
    roles: list[str]
    names: list[str]
    reports: list[MemberPart]
    doubts: list[DoubtPart]


def rows(
    profiles: Sequence[Profile], told: Mapping[str, tuple[str, str]], judged: Iterable[Edge] = ()
) -> list[EntityRow]:
    """The entities of a run, those in most reports first, numbered `x1` and on.

    `told` gives for a version the id of its report and the name of its source; `judged` are the edges that
    persons made.
    """
    found = groups(profiles, (*link(profiles), *judged))
    names = {member.id: f"x{number}" for number, group in enumerate(found, 1) for member in group.members}
    return [_row(f"x{number}", group, names, told) for number, group in enumerate(found, 1)]


def _row(name: str, group: Group, names: Mapping[str, str], told: Mapping[str, tuple[str, str]]) -> EntityRow:
    printed = dict.fromkeys(form for member in group.members for form in member.names)
    doubts: dict[str, DoubtPart] = {}
    for edge in group.doubts:
        other = next(end for end in (names[edge.left], names[edge.right]) if end != name)
        doubts.setdefault(other, {"id": other, "score": edge.score, "reasons": list(edge.reasons)})
    return {
        "id": name,
        "kind": group.kind,
        "name": group.name,
        "ref": group.ref,
        "roles": list(dict.fromkeys(member.role for member in group.members if member.role)),
        "names": [form for form in printed if form != group.name],
        "reports": [
            {
                "report": told[member.report][0],
                "version": member.report,
                "source": told[member.report][1],
                "entity": member.entity,
                "name": member.names[0],
                "mentions": member.mentions,
            }
            for member in group.members
        ],
        "doubts": list(doubts.values()),
    }


def as_json(found: Sequence[EntityRow]) -> str:
    """One array, indented."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_lines(found: Iterable[EntityRow]) -> str:
    """An entity a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)


def as_csv(found: Iterable[EntityRow]) -> str:
    """A row an entity, as `export.csv` writes them; lists are parted by `` | ``."""
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in found:
        writer.writerow([cell(value) for value in values(row)])
    return out.getvalue()


def values(row: EntityRow) -> tuple[object, ...]:
    """The cells of a row, in the order of `COLUMNS`."""
    doubts = (f"{doubt['id']} {doubt['score']:.2f}" for doubt in row["doubts"])
    return (
        row["id"], row["kind"], row["name"], row["ref"] or "",
        " | ".join(row["roles"]), " | ".join(row["names"]),
        len(row["reports"]), sum(member["mentions"] for member in row["reports"]), " | ".join(doubts),
    )  # fmt: skip
