"""A column that is filled from the rows: how long the text of a version is packed."""

import sqlalchemy as sa
from alembic import op

from tests.migrations import FORMER

revision = "9001"
down_revision = FORMER


def upgrade() -> None:
    """Add the column, fill it, and keep an index of it."""
    op.add_column("version", sa.Column("packed_length", sa.Integer(), nullable=True))
    op.execute("UPDATE version SET packed_length = length(text)")
    op.create_index("ix_version_packed_length", "version", ["packed_length"])
