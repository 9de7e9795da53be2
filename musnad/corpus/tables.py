"""The tables of a corpus. What each holds is told in docs/corpus.md.

Texts and readings are blobs, for a text may hold lone surrogates, which no column of text takes; columns
that are shown or searched have these replaced (`shown`).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

HEAD: Final = "0008"
"""The newest migration; a test holds it to that of the scripts."""

METADATA: Final = MetaData()

report: Final = Table(
    "report",
    METADATA,
    Column("pk", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("external_id", String, index=True),
    Column("url", String, index=True),
    Column("publisher", String),
    # The newest version; no foreign key, for the two refer to each other.
    Column("newest", Integer, index=True),
)

version: Final = Table(
    "version",
    METADATA,
    Column("pk", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("report", ForeignKey("report.pk"), nullable=False, index=True),
    Column("title", String),
    Column("language", String),
    Column("published", String, index=True),
    Column("seen", String, nullable=False),
    Column("known", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
)

raw: Final = Table(
    "raw",
    METADATA,
    Column("pk", Integer, primary_key=True),
    Column("hash", String, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
)

capture: Final = Table(
    "capture",
    METADATA,
    Column("pk", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("version", ForeignKey("version.pk"), nullable=False, index=True),
    Column("raw", ForeignKey("raw.pk"), index=True),
    Column("source", String, nullable=False),
    Column("final_url", String),
    Column("content_type", String),
    Column("headers", String, nullable=False),
    Column("captured", String),
    Column("added", String, nullable=False),
)

reading: Final = Table(
    "reading",
    METADATA,
    Column("version", ForeignKey("version.pk"), primary_key=True),
    Column("reader", String, nullable=False),
    Column("engine", String, nullable=False),
    Column("model", String),
    Column("data", LargeBinary, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("brief", LargeBinary, nullable=False),
)

statement: Final = Table(
    "statement",
    METADATA,
    Column("version", ForeignKey("version.pk"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("cue_start", Integer, nullable=False),
    Column("cue_end", Integer, nullable=False),
    Column("content", String, nullable=False),
    Column("cue_class", String, nullable=False),
    Column("speaker", String),
    Column("speaker_kind", String),
    Column("speaker_ref", String, index=True),
    Column("speaks_for", String),
    Column("said_on", String),
    Column("confidence", Float, nullable=False),
)

# The terms that stand in the index of search for a version, packed: what is taken out of it again with the
# version.
term: Final = Table(
    "term",
    METADATA,
    Column("version", ForeignKey("version.pk"), primary_key=True),
    Column("form", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)


def _copies(name: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("later", ForeignKey("version.pk"), primary_key=True),
        Column("earlier", ForeignKey("version.pk"), primary_key=True),
        Column("directed", Boolean, nullable=False),
        Column("kind", String, nullable=False),
        Column("containment", Float, nullable=False),
        Column("containment_later", Float, nullable=False),
        Column("containment_earlier", Float, nullable=False),
        Column("passages", String, nullable=False),
        Column("reasons", String, nullable=False),
        Index(f"ix_{name}_earlier", "earlier"),
    )


copy: Final = _copies("copy")

# Copies that the program found and that stand no longer, or otherwise, by judgement: what undoing brings
# back.
overruled: Final = _copies("overruled")

origin: Final = Table(
    "origin",
    METADATA,
    Column("version", ForeignKey("version.pk"), primary_key=True),
    # The statement whose origin it is, or "" for that of most of the text.
    Column("statement", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False, index=True),
    Column("name", String),
    Column("ref", String),
    Column("share", Float),
    Column("reasons", String, nullable=False),
)

tie: Final = Table(
    "tie",
    METADATA,
    # What relates two statements, found by the program: an edge (model.Edge), the smaller id first.
    Column("left", ForeignKey("version.pk"), primary_key=True),
    Column("left_statement", String, primary_key=True),
    Column("right", ForeignKey("version.pk"), primary_key=True),
    Column("right_statement", String, primary_key=True),
    Column("relation", String, primary_key=True),
    Column("judgement", String),
    Column("score", Float, nullable=False),
    Column("reasons", String, nullable=False),
    Index("ix_tie_right", "right", "right_statement"),
)

compared: Final = Table(
    "compared",
    METADATA,
    # Whose statements have been compared with those of all others, and by what.
    Column("version", ForeignKey("version.pk"), primary_key=True),
    Column("mark", String, nullable=False),
)

digest: Final = Table(
    "digest",
    METADATA,
    # What is looked at of every version whenever something is judged: hashes of the stems by which each of
    # its statements is compared with others, and the carriers that it tells of; `form` tells how both were
    # made.
    Column("version", ForeignKey("version.pk"), primary_key=True),
    Column("form", String, nullable=False),
    Column("stems", LargeBinary, nullable=False),
    Column("carriers", LargeBinary, nullable=False),
)

pair_odds: Final = Table(
    "pair_odds",
    METADATA,
    # What a model holds of two contents read together, packed; `key` is the hash of all three.
    Column("pk", Integer, primary_key=True),
    Column("key", LargeBinary, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
)

pair_odds_of: Final = Table(
    "pair_odds_of",
    METADATA,
    # In which versions a content of the pair stands: what no version has left is removed.
    Column("version", ForeignKey("version.pk"), primary_key=True),
    Column("pair", ForeignKey("pair_odds.pk"), primary_key=True, index=True),
)

claim: Final = Table(
    "claim",
    METADATA,
    Column("pk", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("reports", Integer, nullable=False, index=True),
    Column("carriers", Integer, nullable=False),
    Column("named", Integer, nullable=False),
    Column("unknown", Integer, nullable=False),
    Column("unnamed", Integer, nullable=False),
    Column("low", Integer, nullable=False),
    Column("high", Integer, nullable=False),
    Column("first", String, index=True),
    Column("disputed", Boolean, nullable=False),
    # The named origins, as kind, key, name and reference each.
    Column("origins", String, nullable=False),
)

member: Final = Table(
    "member",
    METADATA,
    Column("version", ForeignKey("version.pk"), primary_key=True),
    Column("statement", String, primary_key=True),
    Column("claim", ForeignKey("claim.pk"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
)

beside: Final = Table(
    "beside",
    METADATA,
    # Claims of others that say the same («corroborates») or otherwise («disputes»): both ways.
    Column("claim", ForeignKey("claim.pk"), primary_key=True),
    Column("other", ForeignKey("claim.pk"), primary_key=True),
    Column("relation", String, primary_key=True),
)

judgement: Final = Table(
    "judgement",
    METADATA,
    Column("pk", Integer, primary_key=True),
    Column("relation", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("left_version", String, nullable=False, index=True),
    Column("left_cue", String, nullable=False),
    Column("left_content", String, nullable=False),
    Column("right_version", String, index=True),
    Column("right_cue", String),
    Column("right_content", String),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("note", String),
    Column("undone_by", String),
    Column("undone_at", String),
    # What the judgement puts in place of what was read, where it does so.
    Column("value", String),
    UniqueConstraint("relation", "left_version", "left_cue", "right_version", "right_cue", "by", "at"),
)

uncorrected: Final = Table(
    "uncorrected",
    METADATA,
    # The reading of a version, with its brief, as it was before judgements corrected it; `mark` tells how.
    Column("version", ForeignKey("version.pk"), primary_key=True),
    Column("mark", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("brief", LargeBinary, nullable=False),
)

removal: Final = Table(
    "removal",
    METADATA,
    Column("pk", Integer, primary_key=True),
    Column("report", String, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("by", String),
    Column("at", String, nullable=False),
    Column("reason", String, nullable=False),
)

counter: Final = Table(
    "counter",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)

feed: Final = Table(
    "feed",
    METADATA,
    Column("pk", Integer, primary_key=True),
    Column("url", String, nullable=False, unique=True),
    Column("etag", String),
    Column("modified", String),
    Column("failures", Integer, nullable=False),
    Column("next", String, nullable=False),
)

feed_entry: Final = Table(
    "feed_entry",
    METADATA,
    Column("feed", ForeignKey("feed.pk"), primary_key=True),
    # The hash of the address; the address itself only as long as it is to be fetched.
    Column("key", String, primary_key=True),
    Column("link", String),
    Column("stamp", String),
    Column("state", String, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("next", String, nullable=False),
    Column("listed", String, nullable=False),
    Column("report", String, index=True),
    Index("ix_feed_entry_state", "feed", "state", "next"),
)

alerted: Final = Table(
    "alerted",
    METADATA,
    # The id of an alert that was written, or "" once what held before was noted.
    Column("id", String, primary_key=True),
)


def shown(text: str | None) -> str | None:
    """A text as a column takes it: lone surrogates become question marks."""
    return None if text is None else text.encode("utf-8", "replace").decode()
