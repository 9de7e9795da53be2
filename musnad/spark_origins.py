"""Origins on Spark: exactly what `origins.origins` gives, report by report.

Names of carriers are counted by key and settled for those alone that have several; every copy tells both its
reports of their passages; reports of one text are judged together by `spark_components`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from musnad.briefs import unpacked
from musnad.corpus.entry import read_back, told
from musnad.export.tables import Row, origin_cells, origin_row, report_row
from musnad.export.tabular import clean_value
from musnad.model import Copy, OriginKind, Report
from musnad.origins import Evidence, Sound, printed_too, report_origins, sound_of
from musnad.origins_carriers import (
    ABBREVIATED,
    ABBREVIATION,
    Canon,
    Carried,
    Held,
    abbreviations,
    called,
    carried,
    forms,
    held_of,
    settled,
)
from musnad.origins_links import Carrier, Credit
from musnad.origins_marks import Marks
from musnad.spark_components import components
from musnad.spark_tables import Batches, Stages, batches, final_schema, mapped, rows_of, shape

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def final(stages: Stages, documents: DataFrame, edges: DataFrame) -> DataFrame:
    """The stage of all that the tables say of each report, of documents and the copies among them."""
    from pyspark.sql import functions as f

    names = stages.context.broadcast(told(_canon(stages, documents)))
    bare = stages.keep(
        mapped(documents.select("key", "brief"), partial(_bare, names=names), _bare_shape()), "bare"
    )
    ends = stages.keep(_ends(edges, bare), "ends")
    groups = components(stages, edges.where("one_text").select("left", "right"))
    sounds = _sounds(stages, bare, ends, groups)
    held = (
        ends.where("held is not null")
        .groupBy("key")
        .agg(f.collect_list(f.struct("at", "held", "other", "name")).alias("passages"))
    )
    every = documents.join(held, "key", "left").join(groups, "key", "left")
    every = every.withColumn("root", f.coalesce("root", "key")).join(sounds, "root", "left")
    chosen = every.select(
        "day", "version", "name", "versions", "characters", "known", "brief", "statement_rows", "entity_rows",
        "passages", "sound",
    )  # fmt: skip
    return stages.keep(mapped(chosen, partial(_final, names=names), final_schema()), "final")


def _evidence(brief: bytes) -> Evidence:
    held = unpacked(brief)
    if held is None:
        raise ValueError("the brief of a document is of another form")
    return held.evidence


# --- names ---


def _canon(stages: Stages, documents: DataFrame) -> Canon:
    """What carriers go by; what comes to the driver are carriers of three letters, and those that are spelt
    in several ways.
    """
    from pyspark.sql import functions as f

    short = mapped(documents.select("brief"), _lettered, shape(carried="bytes")).distinct().collect()
    owners = abbreviations(read_back(bytes(row.carried), Carried) for row in short)
    known = stages.context.broadcast(told(owners))
    counted = mapped(documents.select("brief"), partial(_forms, owners=known), _form_shape())
    summed = counted.groupBy("key", "name", "kind", "ref").agg(f.sum("often").alias("often"))
    varied = (
        summed.groupBy("key")
        .agg(
            f.count("name").alias("names"),
            f.count("kind").alias("kinds"),
            f.collect_list(f.struct("name", "kind", "ref", "often")).alias("forms"),
        )
        .where("names > 1 or kinds > 1")
        .collect()
    )
    names: dict[str, dict[str, int]] = {}
    kinds: dict[str, dict[tuple[OriginKind, str], int]] = {}
    for row in varied:
        for form in row.forms:
            if form.name is not None:
                names.setdefault(row.key, {})[form.name] = form.often
            else:
                kinds.setdefault(row.key, {})[form.kind, form.ref] = form.often
    return settled(owners, names, kinds)


def _lettered(found: Batches) -> Iterator[Any]:
    """What tells whose abbreviations are, of the reports that have some, each once."""
    held: set[bytes] = set()
    for row in rows_of(found):
        one = carried(_evidence(row["brief"]))
        if any(_is_lettered(carrier) for carrier in one.every):
            credited = tuple(sorted(filter(_is_lettered, one.credits)))
            held.add(told(Carried(one.publisher, credited, tuple(sorted(filter(_is_lettered, one.inner))))))
    return batches(({"carried": one} for one in sorted(held)), shape(carried="bytes"))


def _is_lettered(carrier: Carrier) -> bool:
    return bool(ABBREVIATION.fullmatch(carrier.key) or ABBREVIATED.fullmatch(carrier.key))


def _form_shape() -> Any:
    return shape(key="text", name="text", kind="text", ref="text", often="whole")


def _forms(found: Batches, owners: Any) -> Iterator[Any]:
    known = read_back(owners.value, dict[str, Carrier])
    names: Counter[tuple[str, str]] = Counter()
    kinds: Counter[tuple[str, tuple[OriginKind, str]]] = Counter()
    for row in rows_of(found):
        spelt, sorts = forms(carried(_evidence(row["brief"])), known)
        names.update(spelt)
        kinds.update(sorts)

    def made() -> Iterator[Row]:
        for (key, name), often in names.items():
            yield {"key": key, "name": name, "often": often}
        for (key, (kind, ref)), often in kinds.items():
            yield {"key": key, "kind": kind, "ref": ref, "often": often}

    return batches(made(), _form_shape())


# --- what copies tell ---


def _bare_shape() -> Any:
    return shape(key="whole", evidence="bytes", marks="bytes", credits="bytes")


def _bare(found: Batches, names: Any) -> Iterator[Any]:
    """What of evidence others are told by, under canonical names: without statements."""
    known = read_back(names.value, Canon)

    def made() -> Iterator[Row]:
        for row in rows_of(found):
            one = called(_evidence(row["brief"]), known)
            bare = Evidence(one.version, one.length, one.publisher, one.credits, one.own)
            marks = told(one.marks) if one.marks.scores else None
            yield {"key": row["key"], "evidence": told(bare), "marks": marks, "credits": told(one.credits)}

    return batches(made(), _bare_shape())


def _end_shape() -> Any:
    return shape(key="whole", printed="flag", at="text", held="bytes", other="text", name="text")


def _ends(edges: DataFrame, bare: DataFrame) -> DataFrame:
    """For both reports of every copy what it tells of their passages."""
    later = bare.selectExpr("key as later", "evidence as of_later")
    earlier = bare.selectExpr("key as earlier", "evidence as of_earlier")
    both = edges.join(later, "later").join(earlier, "earlier")
    chosen = both.select("later", "earlier", "later_name", "earlier_name", "copy", "of_later", "of_earlier")
    return mapped(chosen, _end_rows, _end_shape())


def _end_rows(found: Batches) -> Iterator[Any]:
    def made() -> Iterator[Row]:
        for row in rows_of(found):
            copy = read_back(row["copy"], Copy)
            later, earlier = (read_back(row[name], Evidence) for name in ("of_later", "of_earlier"))
            printed = printed_too(copy, later, earlier)
            passages = held_of(copy, later, earlier)
            at = f"{copy.later} {copy.earlier} {copy.kind}"
            for key, other, version, so, some in (
                ("later", "earlier", copy.earlier, printed[0], passages[0]),
                ("earlier", "later", copy.later, printed[1], passages[1]),
            ):
                yield {
                    "key": row[key],
                    "printed": so,
                    "at": at,
                    "held": told(some) if some else None,
                    "other": version,
                    "name": row[f"{other}_name"],
                }

    return batches(made(), _end_shape())


# --- what wording tells of reports of one text ---


def _sounds(stages: Stages, bare: DataFrame, ends: DataFrame, groups: DataFrame) -> DataFrame:
    from pyspark.sql import functions as f

    printed = ends.groupBy("key").agg(f.max("printed").alias("printed"))
    every = bare.select("key", "marks", "credits").join(groups, "key", "left").join(printed, "key", "left")
    # Of reports whose wording tells nothing it still counts that others print them.
    chosen = every.where("marks is not null or printed").select(
        f.coalesce("root", "key").alias("root"), "key", "marks", "credits", "printed"
    )
    sorted_rows = chosen.repartition(stages.partitions, "root").sortWithinPartitions("root", "key")
    return mapped(sorted_rows, _sound_rows, shape(root="whole", sound="bytes"))


def _sound_rows(found: Batches) -> Iterator[Any]:
    def made() -> Iterator[Row]:
        for root, some in groupby(rows_of(found), key=lambda row: int(row["root"])):
            members = list(some)
            scored = [_scored(row) for row in members if row["marks"] is not None]
            sound = sound_of(scored, copied=any(row["printed"] for row in members))
            if sound is not None:
                yield {"root": root, "sound": told(sound)}

    return batches(made(), shape(root="whole", sound="bytes"))


def _scored(row: Row) -> Evidence:
    credited = read_back(row["credits"], tuple[Credit, ...])
    return Evidence("", 0, None, credited, marks=read_back(row["marks"], Marks))


# --- all of a report ---


def _final(found: Batches, names: Any) -> Iterator[Any]:
    known = read_back(names.value, Canon)
    return batches((_row(row, known) for row in rows_of(found)), final_schema())


def _row(row: Row, known: Canon) -> Row:
    evidence = called(_evidence(row["brief"]), known)
    passages: list[Held] = []
    reports = {row["version"]: row["name"]}
    for one in sorted(row["passages"] or (), key=lambda one: str(one["at"])):
        passages += read_back(one["held"], list[Held])
        reports[one["other"]] = one["name"]
    sound = None if row["sound"] is None else read_back(row["sound"], Sound)
    whence = report_origins(evidence, passages, sound)
    of = dict(whence.statements)
    statements = msgspec.json.decode(row["statement_rows"])
    for told_of in statements:
        told_of.update(origin_cells(of.get(told_of["statement"]), reports))
    report = report_row(read_back(row["known"], Report), row["versions"], whence)
    return {
        "day": row["day"],
        "version": row["version"],
        "reports": _clean({**report, "characters": row["characters"]}),
        "origins": _clean(origin_row(whence, reports)),
        "statements": [_clean(one) for one in statements],
        "entities": msgspec.json.decode(row["entity_rows"]),
    }


def _clean(row: Row) -> Row:
    return {name: clean_value(value) for name, value in row.items()}
