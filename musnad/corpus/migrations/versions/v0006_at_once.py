"""What is looked at of every version whenever something is judged, and copies that judgements overrule."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "digest",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("stems", sa.LargeBinary(), nullable=False),
        sa.Column("carriers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["version.pk"]),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "overruled",
        sa.Column("later", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=False),
        sa.Column("directed", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Float(), nullable=False)
            for name in ("containment", "containment_later", "containment_earlier")
        ),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("passages", "reasons")),
        sa.ForeignKeyConstraint(["later"], ["version.pk"]),
        sa.ForeignKeyConstraint(["earlier"], ["version.pk"]),
        sa.PrimaryKeyConstraint("later", "earlier"),
    )
    op.create_index("ix_overruled_earlier", "overruled", ["earlier"])
    # What follows is found anew: which copies are overruled was not kept, and of statements of one version
    # with one content all but one stood in no claim.
    op.execute(
        "UPDATE counter SET value = value + 1 WHERE name = 'changed' AND EXISTS (SELECT 1 FROM compared)"
    )
