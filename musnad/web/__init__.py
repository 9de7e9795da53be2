"""The reading room: a corpus as pages in Arabic and English, and the same as JSON.

`docs/reading-room.md` tells what its pages show, `docs/api.md` what the API answers.
"""

from musnad.web.app import application
from musnad.web.room import Room, Settings

__all__ = ["Room", "Settings", "application"]
