"""What a judgement puts in place of what was read, and the readings as they were before judgements."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the column and the table, and count what was judged apart from what was added."""
    op.add_column("judgement", sa.Column("value", sa.String(), nullable=True))
    op.create_table(
        "uncorrected",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("brief", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["version.pk"]),
        sa.PrimaryKeyConstraint("version"),
    )
    counter = sa.table("counter", sa.column("name", sa.String()), sa.column("value", sa.Integer()))
    op.bulk_insert(counter, [{"name": name, "value": 0} for name in ("judged", "heeded")])
