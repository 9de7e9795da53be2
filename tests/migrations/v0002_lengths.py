"""A column that is filled from the rows: how long the text of a version is packed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column, fill it, and keep an index of it."""
    op.add_column("version", sa.Column("packed_length", sa.Integer(), nullable=True))
    op.execute("UPDATE version SET packed_length = length(text)")
    op.create_index("ix_version_packed_length", "version", ["packed_length"])
