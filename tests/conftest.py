"""What several test modules share: how hypothesis searches, a browser to draw pages with, and Spark."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from musnad.corpus import open_corpus
from musnad.model import Engine
from tests.web_cases import Visitor, made, visitor
from tools.browser import Browser, find_browser

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

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
def spark_here() -> None:
    """What Spark runs on, for tests marked `spark`; MUSNAD_REQUIRE_SPARK=1 makes its lack an error."""
    lacking = [name for name, there in (("PySpark", find_spec("pyspark")), ("Java", java())) if not there]
    if lacking:
        missing = f"no {' and no '.join(lacking)} found, on which Spark runs"
        if os.environ.get("MUSNAD_REQUIRE_SPARK") == "1":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)


@pytest.fixture(scope="session")
def session(spark_here: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session of Spark for tests marked `spark`."""
    del spark_here
    from musnad import spark

    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas 3, by PySpark 4.3
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        settings = {
            "spark.driver.memory": "512m",
            "spark.default.parallelism": "2",
            "spark.sql.shuffle.partitions": "2",
            # Plans of a few rows: making them and code for them takes longer than the work.
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.wholeStage": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
            "spark.local.dir": str(tmp_path_factory.mktemp("spark")),
        }
        made = spark.session("local[2]", **settings)
        yield made
        made.stop()


def java() -> str | None:
    """The Java that Spark would run on."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")


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
