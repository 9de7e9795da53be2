"""The worked examples of docs/analysis.md: each is run over an archive of the sample reports, and prints what
the page says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.analysis_page import EXAMPLE, PAGE, make, printed

TEXT = PAGE.read_text("utf-8")
EXAMPLES = EXAMPLE.findall(TEXT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive that the page is about."""
    found = tmp_path_factory.mktemp("analysis")
    make(found)
    return found


def test_the_page_has_examples_of_each_kind() -> None:
    kinds = [language for language, _, _ in EXAMPLES]
    assert kinds.count("sql") >= 4
    assert kinds.count("python") >= 2
    assert len(EXAMPLES) == TEXT.count("```text\n")


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_prints_what_the_page_says(
    number: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    language, code, wanted = EXAMPLES[number]
    monkeypatch.chdir(folder)
    # Where this fails because the reader reads better, `python tools/analysis_page.py` writes the page anew.
    assert printed(language, code) == wanted
