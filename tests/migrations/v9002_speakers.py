"""A table made out of another, and rows rewritten: who speaks, and how often."""

import sqlalchemy as sa
from alembic import op

revision = "9002"
down_revision = "9001"


def upgrade() -> None:
    """Make the table out of the statements, and rewrite a column of theirs."""
    op.create_table(
        "speaker",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.execute(
        "INSERT INTO speaker (name, statements) SELECT speaker, count(*) FROM statement "
        "WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY speaker"
    )
    op.execute("UPDATE statement SET said_on = coalesce(said_on, 'unknown')")
    op.execute("UPDATE reading SET model = coalesce(model, 'none')")
