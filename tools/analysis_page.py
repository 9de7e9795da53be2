"""The worked examples of docs/analysis.md, run over an archive of the sample reports.

    python tools/analysis_page.py    writes what they print now into the page

`tests/test_docs_analysis.py` compares what they print with what the page says.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import duckdb

from musnad.archive import ArchiveOptions, archive
from musnad.reader import ReadOptions
from tools.sample_rows import rows

PAGE = Path(__file__).resolve().parents[1] / "docs" / "analysis.md"
EXAMPLE = re.compile(r"^```(sql|python)\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def make(folder: Path) -> None:
    """Make the archive that the page is about, `samples`, in a folder."""
    source = folder / "samples.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows()), "utf-8")
    options = ArchiveOptions(read=ReadOptions(engine="grammar"), workers=1)
    list(archive([str(source)], folder / "samples", options))


def printed(language: str, code: str) -> str:
    """What an example prints in the present folder: of SQL a table, as `.mode markdown` of DuckDB has it."""
    if language == "sql":
        with duckdb.connect() as connection:
            found = connection.execute(code)
            head = [name for name, *_ in found.description or ()]
            return "".join(_lines([head, ["---"] * len(head), *found.fetchall()]))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, PAGE.name, "exec"), {})
    return out.getvalue()


def _lines(cells: Sequence[Sequence[object]]) -> Iterator[str]:
    for row in cells:
        yield "| " + " | ".join("" if cell is None else str(cell) for cell in row) + " |\n"


def main() -> int:
    """Write the page."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        before = Path.cwd()
        os.chdir(folder)
        try:
            text = EXAMPLE.sub(
                lambda one: f"```{one[1]}\n{one[2]}```\n\n```text\n{printed(one[1], one[2])}```",
                PAGE.read_text("utf-8"),
            )
        finally:
            os.chdir(before)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
