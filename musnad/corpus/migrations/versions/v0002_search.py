"""What search asks: the terms of every version, and an index of reports and one of statements.

The index is empty at first; `musnad update` fills it, for that takes longer than opening a file may.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of terms and both indexes (SQLite, FTS5, contentless)."""
    op.create_table(
        "term",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["version.pk"],
        ),
        sa.PrimaryKeyConstraint("version"),
    )
    # Terms are made before they come here: this tokenizer only parts them at spaces.
    tokens = """tokenize="ascii tokenchars '_=.'", content='' """
    op.execute(f"CREATE VIRTUAL TABLE found_report USING fts5(title, body, {tokens})")
    op.execute(f"CREATE VIRTUAL TABLE found_statement USING fts5(speaker, content, {tokens})")
