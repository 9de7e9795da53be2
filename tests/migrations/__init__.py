"""Migrations beyond the newest, for tests of what becomes of a corpus whose migration is broken off."""

from musnad.corpus.tables import HEAD

FORMER = HEAD
"""The newest migration of the package: that which these come behind."""

NEWEST = "9002"
"""The last of these."""
