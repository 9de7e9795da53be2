"""Refuse text of other people's reports in the project.

    python tools/check_texts.py ../shared/gold ../shared/corpus

Looks in every file of the project for a run of `RUN` Arabic words and numbers (in tables of names, `NAMED`
within one string) that also stands in a report of the given folders (``*.txt``, and ``title`` and ``text`` of
``*.jsonl.gz``), compared folded. Exit status 1 on any; a folder that is not there is named and passed over.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from musnad.text import fold

# Newsroom formulas (… في تصريحات صحافية اليوم …) run to six words; sentences that were copied run longer.
RUN = 8
# In a table of names a string is a name or a title, and those of bodies and offices run to nine words.
NAMED = 10
# Numbers are words of a text too: hours, dates and scores are copied with what stands between them.
_WORD = re.compile(r"[\u0621-\u064a]+|\d+")
_STRING = re.compile(r'"[^"\n]*"|^#.*$', re.MULTILINE)


def runs(text: str, size: int = RUN) -> Iterator[tuple[str, ...]]:
    """Every run of `size` Arabic words and numbers of a text, folded, whatever stands between them.

    One word over and over is nobody's text: tables of words and lists of names have it.
    """
    words = _WORD.findall(fold(text).text)
    yield from (run for run in zip(*(words[n:] for n in range(size)), strict=False) if len(set(run)) > 1)


def reports(folder: Path) -> Iterator[tuple[str, str]]:
    """The name and text of each report under a folder."""
    for path in sorted(folder.rglob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8")
    for path in sorted(folder.rglob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield str(row["id"]), "\n".join(filter(None, (row.get("title"), row["text"])))


def passages(name: str, text: str) -> Iterator[str]:
    """The texts of a file: its strings one by one where it is a table of names, else the whole of it.

    A name in one row and a title in the next are no passage of anybody's, however often they meet in reports.
    """
    yield from _STRING.findall(text) if name.endswith(".toml") else (text,)


def shared(files: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> list[str]:
    """One line for each file with a run of words from another's report: where, from where, which."""
    ours: dict[tuple[str, ...], str] = {}
    for name, text in files:
        size = NAMED if name.endswith(".toml") else RUN
        for passage in passages(name, text):
            for run in runs(passage, size):
                ours.setdefault(run, name)
    found: dict[tuple[str, str], str] = {}
    for report, text in others:
        for size in (RUN, NAMED):
            for run in runs(text, size):
                if run in ours:
                    found.setdefault((ours[run], report), " ".join(run))
    return [f"{name}: as in report {report}: {run}" for (name, report), run in sorted(found.items())]


def project_files(root: Path) -> Iterator[tuple[str, str]]:
    """The name and text of each text file that git tracks or would."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode("utf-8")
    for name in filter(None, listed.split("\0")):
        path = root / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            yield name, content.decode("utf-8", "replace")


def main(folders: list[str]) -> int:
    """Check the project against the reports of the folders; 1 where they share a run of words."""
    there = [Path(folder) for folder in folders if Path(folder).is_dir()]
    for folder in folders:
        if Path(folder) not in there:
            sys.stdout.write(f"{folder}: not here, not compared\n")
    files = project_files(Path(__file__).resolve().parent.parent)
    found = shared(files, (report for folder in there for report in reports(folder)))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"{len(found)} passages of other people's reports\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
