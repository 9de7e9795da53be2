"""Nothing: the place of the migration before the next, made elsewhere."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change nothing."""
