"""Migrations beyond the newest, for tests of what becomes of a corpus whose migration is broken off."""
