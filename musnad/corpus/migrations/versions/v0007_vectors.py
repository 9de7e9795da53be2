"""The vectors of contents whose meaning was asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables; they are filled as meanings are asked for."""
    op.create_table(
        "vector",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "vector_of",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("vector", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["version.pk"]),
        sa.ForeignKeyConstraint(["vector"], ["vector.pk"]),
        sa.PrimaryKeyConstraint("version", "vector"),
    )
    op.create_index("ix_vector_of_vector", "vector_of", ["vector"])
