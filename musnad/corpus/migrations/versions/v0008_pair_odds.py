"""What was read of pairs of contents, in place of vectors of contents."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Drop the vectors, which nothing asks for any more, and make the tables; an update fills them."""
    op.drop_table("vector_of")
    op.drop_table("vector")
    op.create_table(
        "pair_odds",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "pair_odds_of",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pair", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["version.pk"]),
        sa.ForeignKeyConstraint(["pair"], ["pair_odds.pk"]),
        sa.PrimaryKeyConstraint("version", "pair"),
    )
    op.create_index("ix_pair_odds_of_pair", "pair_odds_of", ["pair"])
