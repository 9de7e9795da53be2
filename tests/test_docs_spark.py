"""The example of docs/spark.md: the program and the command of the page, run on one machine."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from musnad.archive import ArchiveOptions, archive
from musnad.archive_record import RecordOptions
from musnad.archive_tables import FIELDS
from musnad.rows import columns
from tests.archive_cases import answer, cases, keyed, lines, page, read_tables, record
from tests.corpus_cases import GRAMMAR

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "spark.md").read_text("utf-8").split("## A run by spark-submit")[1].split("\n## ")[0]
(PROGRAM,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(COMMAND,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
WORDS = shlex.split(COMMAND.replace("\\\n", " "))
# What is another on one machine than on the cluster of the page.
HERE = {
    "spark://master.example:7077": "local[2]",
    "4g": "512m",
    "8g": "512m",
    "4": "1",
    "64": "2",
    "spark.pyspark.python=/opt/musnad/bin/python": f"spark.pyspark.python={sys.executable}",
}


def words(folder: Path) -> list[str]:
    """The words of the command, for this machine and a folder."""
    assert set(HERE) <= set(WORDS)
    found = [HERE.get(word, word) for word in WORDS]
    return [re.sub("^hdfs://", f"file://{folder}", word) for word in found]


def test_the_command_asks_for_every_option_of_the_program() -> None:
    stated = set(re.findall(r'add_argument\("(--[a-z-]+)"', PROGRAM))
    assert stated - set(WORDS) == {"--max-bytes"}


@pytest.mark.spark
@pytest.mark.usefixtures("spark_here")
def test_the_example_makes_the_archive_of_one_machine(tmp_path: Path) -> None:
    import pyspark

    crawl, exports = tmp_path / "crawl" / "2026-04", tmp_path / "exports"
    for folder in (crawl, exports):
        folder.mkdir(parents=True)
    pages = [
        record(answer(page(f"عنوان {n}", str(cases()[n]["text"]))), address=f"https://mizwala.example/{n}")
        for n in range(3)
    ]
    (crawl / "a.warc.gz").write_bytes(b"".join(pages))
    renamed = ({**one, "body": one["text"], "day": one["date"], "text": None} for one in cases()[:6])
    table = lines(exports / "april.jsonl.gz", renamed)
    # Broken off, so that the program has something to say of it.
    table.write_bytes(table.read_bytes()[:-20])
    (tmp_path / "press.py").write_text(PROGRAM, "utf-8")
    program, *rest = words(tmp_path)
    home = Path(str(pyspark.__file__)).parent
    done = subprocess.run(
        [str(home / "bin" / program), *rest],
        cwd=tmp_path,
        env={
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        check=False,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 1, done.stderr[-4000:]
    # spark-submit prints both streams of a program on the one.
    assert f"not read to its end: file:{table} damaged" in done.stdout, done.stdout[-4000:]
    sources = [str(crawl / "a.warc.gz"), str(table)]
    how = ArchiveOptions(GRAMMAR, RecordOptions(columns("text=body,date=day"), "المزولة"), workers=1)
    list(archive(sources, tmp_path / "one", how))
    found, wanted = read_tables(tmp_path / "press" / "2026-04"), read_tables(tmp_path / "one")
    assert len(wanted["reports"]) > 3
    for row in found["records"]:
        row["source"] = row["source"].removeprefix("file:")
    for name in FIELDS:
        assert keyed(found[name]) == keyed(wanted[name]), name
    assert (tmp_path / "press" / "store" / "store.json").is_file()
