"""The first tables: reports, versions, readings, copies, origins, judgements, the log of removals."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, and the counters at nothing."""
    _reports()
    _readings()
    _followings()
    _logs()


def _reports() -> None:
    op.create_table(
        "raw",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("hash"),
    )
    op.create_table(
        "report",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("newest", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_report_external_id", "report", ["external_id"])
    op.create_index("ix_report_newest", "report", ["newest"])
    op.create_index("ix_report_url", "report", ["url"])
    op.create_table(
        "version",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("known", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report"],
            ["report.pk"],
        ),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_version_published", "version", ["published"])
    op.create_index("ix_version_report", "version", ["report"])
    op.create_table(
        "capture",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("final_url", sa.String(), nullable=True),
        sa.Column("content_type", sa.String(), nullable=True),
        sa.Column("headers", sa.String(), nullable=False),
        sa.Column("captured", sa.String(), nullable=True),
        sa.Column("added", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["raw"],
            ["raw.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["version"],
            ["version.pk"],
        ),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_capture_raw", "capture", ["raw"])
    op.create_index("ix_capture_version", "capture", ["version"])


def _readings() -> None:
    op.create_table(
        "reading",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("brief", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["version.pk"],
        ),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "statement",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cue_start", sa.Integer(), nullable=False),
        sa.Column("cue_end", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("cue_class", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("speaker_kind", sa.String(), nullable=True),
        sa.Column("speaker_ref", sa.String(), nullable=True),
        sa.Column("speaks_for", sa.String(), nullable=True),
        sa.Column("said_on", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["version.pk"],
        ),
        sa.PrimaryKeyConstraint("version", "id"),
    )
    op.create_index("ix_statement_speaker_ref", "statement", ["speaker_ref"])


def _followings() -> None:
    op.create_table(
        "copy",
        sa.Column("later", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=False),
        sa.Column("directed", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.Column("containment_later", sa.Float(), nullable=False),
        sa.Column("containment_earlier", sa.Float(), nullable=False),
        sa.Column("passages", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["earlier"],
            ["version.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["later"],
            ["version.pk"],
        ),
        sa.PrimaryKeyConstraint("later", "earlier"),
    )
    op.create_index("ix_copy_earlier", "copy", ["earlier"])
    op.create_table(
        "origin",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("ref", sa.String(), nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["version.pk"],
        ),
        sa.PrimaryKeyConstraint("version", "statement"),
    )
    op.create_index("ix_origin_key", "origin", ["key"])


def _logs() -> None:
    op.create_table(
        "judgement",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("left_version", sa.String(), nullable=False),
        sa.Column("left_cue", sa.String(), nullable=False),
        sa.Column("left_content", sa.String(), nullable=False),
        sa.Column("right_version", sa.String(), nullable=True),
        sa.Column("right_cue", sa.String(), nullable=True),
        sa.Column("right_content", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("relation", "left_version", "left_cue", "right_version", "right_cue", "by", "at"),
    )
    op.create_index("ix_judgement_left_version", "judgement", ["left_version"])
    op.create_index("ix_judgement_right_version", "judgement", ["right_version"])
    op.create_table(
        "removal",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    counters = sa.table("counter", sa.column("name", sa.String), sa.column("value", sa.Integer))
    op.bulk_insert(counters, [{"name": "changed", "value": 0}, {"name": "derived", "value": 0}])
