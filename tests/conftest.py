"""What several test modules share: how hypothesis searches, and a browser to draw pages with."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tools.browser import Browser, find_browser

# Every run tries the same inputs, so that a failure is a change's doing; --hypothesis-profile=search
# looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def browser() -> Browser:
    """A headless Chromium for tests marked `browser`; MUSNAD_REQUIRE_BROWSER=1 makes its lack an error."""
    executable = find_browser()
    if executable is not None:
        return Browser(executable)
    missing = "no Chromium found: install one, or name it in MUSNAD_BROWSER"
    if os.environ.get("MUSNAD_REQUIRE_BROWSER") == "1":
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)
