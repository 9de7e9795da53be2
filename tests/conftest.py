"""What several test modules share: how hypothesis searches, and a browser to draw pages with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from musnad.corpus import open_corpus
from musnad.model import Engine
from tests.web_cases import Visitor, made, visitor
from tools.browser import Browser, find_browser

# Every run tries the same inputs, so that a failure is a change's doing; --hypothesis-profile=search
# looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("repeatable")

_AS_INSTALLED = ("test_docs", "test_engines", "test_model_files")


@pytest.fixture(scope="module", autouse=True)
def the_grammar_where_no_engine_is_named(request: pytest.FixtureRequest) -> Iterator[None]:
    """Most tests are of the grammar and the stages behind it: there it reads, where a user would get both."""
    with pytest.MonkeyPatch.context() as patch:
        if request.module.__name__.rpartition(".")[2] not in _AS_INSTALLED:
            patch.setattr("musnad.engines.usual", _grammar)
        yield


def _grammar() -> Engine:
    return "grammar"


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


@pytest.fixture(scope="session")
def sample_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a corpus of the sample reports; a test that writes copies it."""
    return made(tmp_path_factory.mktemp("samples") / "press.musnad")


@pytest.fixture
def guest(sample_corpus: Path) -> Iterator[Visitor]:
    """Somebody in a reading room over the sample reports."""
    with open_corpus(sample_corpus) as corpus:
        yield visitor(corpus)


@pytest.fixture
def judge(sample_corpus: Path, tmp_path: Path) -> Iterator[Visitor]:
    """The same, over a copy that may be written to."""
    own = tmp_path / "press.musnad"
    shutil.copyfile(sample_corpus, own)
    with open_corpus(own) as corpus:
        yield visitor(corpus)
