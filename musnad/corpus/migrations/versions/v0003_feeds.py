"""What is watched: feeds, their entries, and which alerts were written."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "feed",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("modified", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("url"),
    )
    op.create_table(
        "feed_entry",
        sa.Column("feed", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("stamp", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next", sa.String(), nullable=False),
        sa.Column("listed", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feed"],
            ["feed.pk"],
        ),
        sa.PrimaryKeyConstraint("feed", "key"),
    )
    op.create_index("ix_feed_entry_report", "feed_entry", ["report"])
    op.create_index("ix_feed_entry_state", "feed_entry", ["feed", "state", "next"])
    op.create_table(
        "alerted",
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
