"""Ties between statements, and the claims that they make."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of ties, claims, their members, and claims beside each other."""
    op.create_table(
        "tie",
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("left_statement", sa.String(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("right_statement", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("judgement", sa.String(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["left"], ["version.pk"]),
        sa.ForeignKeyConstraint(["right"], ["version.pk"]),
        sa.PrimaryKeyConstraint("left", "left_statement", "right", "right_statement", "relation"),
    )
    op.create_index("ix_tie_right", "tie", ["right", "right_statement"])
    op.create_table(
        "compared",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["version.pk"]),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "claim",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("reports", "carriers", "named", "unknown", "unnamed", "low", "high")
        ),
        sa.Column("first", sa.String(), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("origins", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_claim_reports", "claim", ["reports"])
    op.create_index("ix_claim_first", "claim", ["first"])
    op.create_table(
        "member",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["version.pk"]),
        sa.ForeignKeyConstraint(["claim"], ["claim.pk"]),
        sa.PrimaryKeyConstraint("version", "statement"),
    )
    op.create_index("ix_member_claim", "member", ["claim"])
    op.create_table(
        "beside",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claim.pk"]),
        sa.ForeignKeyConstraint(["other"], ["claim.pk"]),
        sa.PrimaryKeyConstraint("claim", "other", "relation"),
    )
