"""What the commands of a corpus say where something is wrong with what they are given, word for word."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from musnad import corpus as store
from musnad.cli import main
from musnad.cli.messages import explain
from musnad.corpus import Anchor, CorpusError, Judgement, open_corpus
from musnad.model import Span

ROOT = Path(__file__).resolve().parents[1]
TEXT = "قالت البلدية إن السد سيفتح غدا."
NOTHING_FOUND = "musnad: 0 copies · 0 rewrites · "


class Command:
    """`musnad` with its corpus, and the lines that it wrote on standard error."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.corpus = folder / "press.musnad"
        self._capsys = capsys

    def __call__(self, *arguments: str | Path, status: int = 0) -> list[str]:
        """Run it, and see that it ends so."""
        found = main([*map(str, arguments), "--corpus", str(self.corpus)])
        said = self._capsys.readouterr().err.replace(f"{self.folder}{os.sep}", "").splitlines()
        assert found == status, said
        return said

    def add(self, name: str, data: bytes, *more: str, status: int = 0) -> list[str]:
        """Add a file of that name and content, and leave copies and origins."""
        path = self.folder / name
        path.write_bytes(data)
        return self("add", path, "--engine", "grammar", "--no-update", *more, status=status)


@pytest.fixture
def musnad(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in ("MUSNAD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    return Command(tmp_path, capsys)


def lines(*values: Any) -> bytes:
    return b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in values)


# --- rows ---


def test_bad_lines_are_named_by_number_and_the_rest_goes_on(musnad: Command) -> None:
    table = lines(
        {"id": "1", "text": TEXT},
        b'{"id": 2',
        [1],
        b"\xff",
        {"id": "5", "text": " "},
        {"id": "6", "text": {"a": 1}},
        {"id": ["7"], "text": TEXT},
        None,
        b"[" * 100_000,
        {"id": "10", "text": TEXT + " ثم."},
    )
    assert musnad.add("a.jsonl", table, status=1) == [
        "musnad: a.jsonl:2: the line is no JSON (Expecting ',' delimiter)",
        "musnad: a.jsonl:3: a row is an object of columns, and this is none",
        "musnad: a.jsonl:4: the line is not UTF-8",
        "musnad: a.jsonl:5: the row has no text",
        "musnad: a.jsonl:6: the column text holds no text",
        "musnad: a.jsonl:7: the column id holds no text",
        "musnad: a.jsonl:8: a row is an object of columns, and this is none",
        "musnad: a.jsonl:9: the line is no JSON (nested too deeply)",
        "musnad: 2 reports added · 0 new versions · 0 as before · 8 refused",
    ]


def test_a_line_of_five_megabytes(musnad: Command) -> None:
    table = lines({"id": "1", "text": TEXT + "x" * 5_000_000}, {"id": "2", "text": TEXT})
    assert musnad.add("a.jsonl", table, "--max-bytes", "1048576", status=1) == [
        "musnad: a.jsonl:1: the line is longer than 1 MB; raise --max-bytes",
        "musnad: 1 report added · 0 new versions · 0 as before · 1 refused",
    ]
    assert musnad.add("a.jsonl", table) == ["musnad: 1 report added · 0 new versions · 1 as before"]
    assert musnad("verify")[-1] == "musnad: no fault found"


def test_lone_surrogates_and_controls_are_kept(musnad: Command) -> None:
    odd = "\ud800 \x00 \u202e "
    row = {key: f"{key}{odd}" for key in ("id", "outlet", "title", "byline", "url")}
    musnad.add("a.jsonl", lines({**row, "text": f"{odd}{TEXT}\udfff"}))
    assert musnad("verify")[-1] == "musnad: no fault found"
    assert musnad("update")[0].startswith(NOTHING_FOUND)
    with open_corpus(musnad.corpus) as corpus:
        (held,) = store.stored(corpus)
    assert held.report.text.endswith(f"{odd}{TEXT}\udfff")
    assert held.report.external_id == row["id"]


@pytest.mark.parametrize(
    ("name", "pack"), [("gz", gzip.compress), ("xz", lzma.compress), ("zst", zstd.compress)]
)
def test_a_bomb_is_bounded(musnad: Command, name: str, pack: Callable[[bytes], bytes]) -> None:
    assert musnad.add(f"a.jsonl.{name}", pack(bytes(200_000_000)), status=1) == [
        f"musnad: a.jsonl.{name}: unpacks to more than 400 times its size, as no text does",
        "musnad: 0 reports added · 0 new versions · 0 as before · 1 refused",
    ]


def test_two_texts_of_one_id_are_versions_and_said_to_be(musnad: Command) -> None:
    table = lines({"id": "1", "text": TEXT}, {"id": "1", "text": TEXT + " ثم."}, {"id": "1", "text": TEXT})
    assert musnad.add("a.jsonl", table) == ["musnad: 1 report added · 1 new version · 1 as before"]
    assert musnad("verify")[0] == "musnad: 1 report · 2 versions · 2 statements"


def test_dates_to_come_of_no_form_and_missing(musnad: Command) -> None:
    dates = ("2999-01-01", "قبل أيام", None, "", "2026-01-02")
    rows = [{"id": str(n), "text": TEXT, "date": day} for n, day in enumerate(dates)]
    assert musnad.add("a.jsonl", lines(*rows, {"id": "5", "text": TEXT})) == [
        "musnad: a.jsonl:1: the date is in the future",
        "musnad: a.jsonl:2: the date is in no form that is read; the report is kept without it",
        "musnad: 6 reports added · 0 new versions · 0 as before · 2 with a doubtful date",
    ]
    musnad("update")
    with open_corpus(musnad.corpus) as corpus:
        held = {one.report.external_id: one.report.published for one in store.stored(corpus)}
    assert held == {"0": "2999-01-01", "1": None, "2": None, "3": None, "4": "2026-01-02", "5": None}


def test_a_map_of_columns_that_does_not_fit(musnad: Command) -> None:
    table = lines({"id": "1", "body": TEXT})
    assert musnad.add("a.jsonl", table, status=1) == [
        "musnad: a.jsonl:1: the row has no text",
        "musnad: a.jsonl: no row has the column text; name the one that holds the text, of id, body",
        "musnad: 0 reports added · 0 new versions · 0 as before · 2 refused",
    ]
    assert musnad.add("a.jsonl", table, "--columns", "body=text", status=2)[-1] == (
        "Error: body=text maps no column; write field=column, with a field of id, outlet, date, title, "
        "byline, url, text"
    )
    assert musnad.add("a.jsonl", table, "--columns", "text=body") == [
        "musnad: 1 report added · 0 new versions · 0 as before"
    ]


def test_a_cut_parquet(musnad: Command) -> None:
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise

    path = musnad.folder / "whole.parquet"
    pq.write_table(pa.table({"id": [str(n) for n in range(50)], "text": [TEXT] * 50}), path)
    data = path.read_bytes()
    for part in (data[: len(data) // 2], data[:6], b""):
        refused, counts = musnad.add("a.parquet", part, status=1)
        assert refused.startswith("musnad: a.parquet: the file is damaged (")
        assert counts == "musnad: 0 reports added · 0 new versions · 0 as before · 1 refused"


# --- the file ---


def test_every_command_on_an_empty_corpus(musnad: Command) -> None:
    assert musnad.add("a.jsonl", b"") == ["musnad: 0 reports added · 0 new versions · 0 as before"]
    unknown = ["musnad: r1: there is no such report in the corpus"]
    assert musnad("verify") == ["musnad: 0 reports · 0 versions · 0 statements", "musnad: no fault found"]
    assert musnad("update") == ["musnad: everything is up to date"]
    assert musnad("update", "--reread", "--engine", "grammar") == [
        "musnad: 0 reports read again",
        "musnad: everything is up to date",
    ]
    assert musnad("update", "--anew") == [f"{NOTHING_FOUND}0 reports of known origin"]
    assert musnad("diff", "r1", status=1) == unknown
    assert musnad("forget", "r1", "--reason", "x", "--yes", status=1) == unknown
    assert musnad("report", "r1", status=1) == unknown
    assert musnad("copies", "r1", status=1) == unknown
    assert musnad("origins") == []
    for what in ("copies", "origins", "statements", "reports"):
        assert musnad("export", what) == []


def test_a_folder_another_file_and_none(musnad: Command) -> None:
    none = "musnad: press.musnad: there is no such corpus; musnad add makes one"
    assert musnad("verify", status=1) == [none]
    musnad.corpus.write_bytes(b"plain text " * 40)
    other = ["musnad: press.musnad: is no corpus of musnad"]
    assert musnad("verify", status=1) == other
    assert musnad.add("a.jsonl", lines({"id": "1", "text": TEXT}), status=1) == other
    assert musnad.corpus.read_bytes() == b"plain text " * 40
    musnad.corpus.unlink()
    musnad.corpus.mkdir()
    assert musnad("verify", status=1) == other
    assert musnad("update", status=1) == other


def test_a_newer_corpus(musnad: Command) -> None:
    musnad.add("a.jsonl", lines({"id": "1", "text": TEXT}))
    with sqlite3.connect(musnad.corpus) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    newer = ["musnad: press.musnad: was made by a newer version of musnad; update musnad"]
    for command in (["verify"], ["update"], ["origins"], ["forget", "1", "--reason", "x", "--yes"]):
        assert musnad(*command, status=1) == newer


def test_a_file_that_may_not_be_written_to(musnad: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    table = lines({"id": "1", "text": TEXT})
    musnad.add("a.jsonl", table)
    # Root may write anywhere, whatever the permissions say.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    refused = (
        "musnad: press.musnad: may not be written to; look at the permissions of the file and its folder"
    )
    assert musnad("update", status=1) == [refused]
    assert musnad.add("b.jsonl", table, status=1) == [refused]
    assert musnad("verify")[-1] == "musnad: no fault found"


def test_another_writer(musnad: Command) -> None:
    musnad.add("a.jsonl", lines({"id": "1", "text": TEXT}))
    other = sqlite3.connect(musnad.corpus, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(CorpusError) as error, open_corpus(musnad.corpus, write=True, patience=0.1):
            pass
        assert explain(error.value) == f"{musnad.corpus}: another process is writing to it; try again"
        assert musnad("verify")[-1] == "musnad: no fault found"
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_corrupt_page(musnad: Command) -> None:
    musnad.add("a.jsonl", lines(*({"id": str(n), "text": f"{TEXT} {n}"} for n in range(60))))
    whole = musnad.corpus.read_bytes()
    for page in range(1, len(whole) // 4096):
        musnad.corpus.write_bytes(whole[: page * 4096] + b"\xff" * 4096 + whole[(page + 1) * 4096 :])
        status = main(["verify", "--corpus", str(musnad.corpus)])
        said = musnad._capsys.readouterr()
        assert "Traceback" not in said.err
        # A page may hold nothing; where one is damaged it is said which, or that the file is.
        assert status == 0 or said.out.startswith("page\t") or "press.musnad: is damaged (" in said.err, page
    musnad.corpus.write_bytes(whole)
    assert musnad("verify")[-1] == "musnad: no fault found"


CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from musnad.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes")
def test_a_disk_that_takes_no_more(musnad: Command) -> None:
    rows = musnad.folder / "a.jsonl"
    rows.write_bytes(lines(*({"id": str(n), "text": f"{TEXT} {n}"} for n in range(130))))
    arguments = ["add", str(rows), "--corpus", str(musnad.corpus), "--engine", "grammar", "--jobs", "1"]
    # The first limit that takes one batch of reports, and not the second.
    for limit in range(400_000, 1_000_000, 25_000):
        for left in musnad.folder.glob(f"{musnad.corpus.name}*"):
            left.unlink()
        command = [sys.executable, "-c", CHILD, str(limit), *arguments]
        done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 1
        added, refused = done.stderr.splitlines()[-2:]
        if not added.startswith("musnad: 0 "):
            break
    assert refused == (
        f"musnad: {musnad.corpus}: the disk takes no more; what was said to be added is kept, nothing else"
    )
    assert musnad("verify")[0].split(" · ")[0].split()[1] == added.split()[1]
    assert added == "musnad: 64 reports added · 0 new versions · 0 as before"
    assert musnad.add("a.jsonl", rows.read_bytes()) == [
        "musnad: 66 reports added · 0 new versions · 64 as before"
    ]
    assert musnad("verify")[-1] == "musnad: no fault found"


# --- reading again ---


def test_reading_again_is_resumed_where_it_was_killed(musnad: Command) -> None:
    rows = lines(*({"id": str(n), "text": f"{TEXT} {n}"} for n in range(200)))
    musnad.add("a.jsonl", rows, "--jobs", "1")
    musnad("update")
    with open_corpus(musnad.corpus) as corpus:
        before, reader = store.contents(corpus), next(store.stored(corpus)).reader
    of_another_version(musnad.corpus)
    arguments = ["update", "--reread", "--engine", "grammar", "--corpus", str(musnad.corpus)]
    child = subprocess.Popen([sys.executable, "-m", "musnad.cli", *arguments], cwd=ROOT)
    try:
        left = 200
        while left == 200 and child.poll() is None:
            time.sleep(0.01)
            with open_corpus(musnad.corpus) as corpus:
                left = len(store.to_reread(corpus, reader, limit=200))
    finally:
        child.kill()
        child.wait()
    with open_corpus(musnad.corpus) as corpus:
        left = len(store.to_reread(corpus, reader, limit=200))
        assert list(store.verify(corpus)) == []
    assert 0 < left < 200
    assert musnad("update", "--reread", "--engine", "grammar")[0] == f"musnad: {left} reports read again"
    with open_corpus(musnad.corpus) as corpus:
        assert store.contents(corpus) == before
    assert musnad("update", "--reread", "--engine", "grammar") == [
        "musnad: 0 reports read again",
        "musnad: everything is up to date",
    ]


def test_judgements_are_found_again_and_those_that_no_longer_fit_listed(
    musnad: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    musnad.add("a.jsonl", lines({"id": "1", "text": TEXT}))
    at = "2026-01-03T10:00:00Z"
    with open_corpus(musnad.corpus, write=True) as corpus:
        (held,) = store.stored(corpus)
        version, said = held.report.version, held.reading().attributions[0]
        kept = Judgement("same-claim", "different", Anchor(version, said.cue, said.content), None, "سلمى", at)
        store.judge(corpus, kept)
        gone = Anchor(version, Span(8, 12), (Span(0, 5),))
        store.judge(corpus, Judgement("same-claim", "same", kept.left, gone, "سلمى", at))
    of_another_version(musnad.corpus)
    assert main(["update", "--reread", "--engine", "grammar", "--corpus", str(musnad.corpus)]) == 0
    told = capsys.readouterr()
    assert told.out == f"{version}\t8-12\tsame-claim\tsame\tسلمى\t{at}\n"
    assert told.err.splitlines()[:2] == [
        "musnad: 1 report read again",
        "musnad: 1 judgement fits no statement any more",
    ]
    with open_corpus(musnad.corpus) as corpus:
        assert [(one.left, one.right) for one in store.judgements(corpus)] == [("s1", None), ("s1", None)]


def of_another_version(corpus: Path) -> None:
    """Let the readings of a corpus be those of another version of the reader."""
    with sqlite3.connect(corpus) as raw:
        raw.execute("UPDATE reading SET reader = '0.0'")
    raw.close()
