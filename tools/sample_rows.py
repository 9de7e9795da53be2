"""The sample reports of examples/ as rows of JSON Lines, for tables and archives.

    python tools/sample_rows.py > samples.jsonl

Each row has what `examples/truth.json` states of a report, and the text that musnad takes out of its file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.text import read_bytes

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def rows() -> Iterator[dict[str, str]]:
    """A row for each sample report, in the order of `truth.json`."""
    for stated in json.loads((EXAMPLES / "truth.json").read_text("utf-8"))["reports"]:
        report = read_bytes((EXAMPLES / stated["file"]).read_bytes())
        yield {
            "id": stated["file"],
            "outlet": stated["publisher"],
            "date": report.published or stated["published"],
            "title": stated["title"],
            "text": report.text,
        }


def main() -> int:
    """Print the rows."""
    for row in rows():
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
