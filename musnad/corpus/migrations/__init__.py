"""The numbered migrations of a corpus, run by Alembic inside the transaction of whoever opens it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection) -> Config:
    """What Alembic needs to know; there is no file of settings."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the corpus that `connection` is in a transaction with to a migration."""
    command.upgrade(config(connection), to)
