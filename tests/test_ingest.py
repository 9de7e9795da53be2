"""Sources into a corpus, and what follows from them."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from musnad import corpus as store
from musnad.briefs import brief, of_stored, packed, unpacked
from musnad.changes import changes
from musnad.copies import document
from musnad.corpus import Corpus, open_corpus
from musnad.ingest import Done, IngestOptions, Job, Refusal, ingest, is_source, jobs, made
from musnad.rows import columns
from musnad.sources import Item, LoadOptions, expand
from musnad.text import Source
from musnad.upkeep import refresh, reread
from tests.corpus_cases import BODY, GRAMMAR, reading

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = IngestOptions(read=GRAMMAR, workers=1)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        yield corpus


def row(number: int, text: str = BODY, **more: Any) -> dict[str, Any]:
    return {
        "id": f"r{number}",
        "outlet": f"صحيفة {number}",
        "date": "2026-01-02",
        "title": "سد جديد",
        "text": text,
        **more,
    }


def table(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")
    return path


def run(corpus: Corpus, *sources: Path | str, options: IngestOptions = OPTIONS) -> list[Done | Refusal]:
    return list(ingest(corpus, jobs(expand(map(str, sources), is_source), options), options))


def what(found: list[Done | Refusal]) -> list[str]:
    return [one.what if isinstance(one, Done) else str(getattr(one.error, "code", "?")) for one in found]


def test_files_pages_and_tables_of_a_folder(held: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(BODY, "utf-8")
    table(folder / "deep" / "b.jsonl", row(1), row(2))
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(json.dumps(row(3)).encode()))
    (folder / "d.pdf").write_bytes((ROOT / "tests" / "data" / "set-by-hand.pdf").read_bytes())
    (folder / "e.pdf").write_bytes(b"%PDF-1.7")
    assert what(run(held, folder)) == ["new", "new", "new", "pdf", "new", "new"]
    assert store.size(held).reports == 5
    captured = store.captures(held, next(store.stored(held)).report.version)
    assert len(captured) == 1


def test_an_ingest_is_resumed_by_asking_again(held: Corpus, tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", *(row(n) for n in range(5)))
    found = ingest(held, jobs(expand([str(path)], is_source), OPTIONS), OPTIONS)
    assert isinstance(next(found), Done)
    found.close()  # type: ignore[attr-defined]  # a generator, promised as an iterator
    assert what(run(held, path)) == ["same"] * 5
    table(path, *(row(n) for n in range(7)))
    assert what(run(held, path)) == ["same"] * 5 + ["new"] * 2


def test_bad_rows_are_told_and_the_rest_goes_on(held: Corpus, tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", row(1), ["no", "row"], row(2, text=" "), row(3))
    found = run(held, path, tmp_path / "none.txt")
    assert what(found) == ["new", "row", "text", "new", "missing"]
    assert [one.number for one in found] == [1, 2, 3, 4, None]


def test_a_table_that_fits_no_map_is_refused(held: Corpus, tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", {"body": BODY, "source": "المزولة"})
    assert what(run(held, path)) == ["text", "columns"]
    mapped = IngestOptions(read=GRAMMAR, workers=1, columns=columns("text=body,outlet=source"))
    assert what(run(held, path, options=mapped)) == ["new"]
    assert next(store.stored(held)).report.publisher == "المزولة"


def test_what_is_known_beforehand_makes_it_another_job(held: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY, "utf-8")
    assert what(run(held, path)) == ["new"]
    named = IngestOptions(load=LoadOptions(publisher="شادوف"), read=GRAMMAR, workers=1)
    assert what(run(held, path, options=named)) == ["new"]


def test_standard_input_as_rows(held: Corpus) -> None:
    options = IngestOptions(read=GRAMMAR, workers=1, as_rows=True)
    stream = io.BytesIO(json.dumps(row(1)).encode())
    item = Item("stdin", "-", PurePosixPath("stdin"))
    assert what(list(ingest(held, jobs([item], options, stream), options))) == ["new"]


def test_doubtful_dates_are_noted(held: Corpus, tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", row(1, date="منذ أيام"), row(2, date="2999-01-01"), row(3, date=None))
    assert [one.notes for one in run(held, path) if isinstance(one, Done)] == [("date",), ("future",), ()]


def test_several_processes_give_what_one_gives(tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", *(row(n, text=f"{BODY} رقم {n}.") for n in range(70)), {"id": 1})
    found = []
    for workers in (1, 2):
        options = IngestOptions(read=GRAMMAR, workers=workers)
        with open_corpus(tmp_path / f"{workers}.musnad", write=True, create=True) as corpus:
            results = run(corpus, path, options=options)
            found.append((what(results), store.contents(corpus)))
    assert found[0] == found[1]


def test_a_report_that_cannot_be_read_does_not_end_it(held: Corpus) -> None:
    good = Job("a", 1, b"{}", Source(), BODY)
    bad = Job("b", None, b"\x00\x01\x02\x03" * 100, Source())
    found = list(ingest(held, [bad, good], OPTIONS))
    assert what(found) == ["binary", "new"]


# --- what follows ---


def stories(count: int) -> list[dict[str, Any]]:
    agencies = ["الوادي - رويترز", None, "محمد الريحان"]
    return [row(n, text=f"{BODY}\nوختم الخبر رقم {n % 4}.", byline=agencies[n % 3]) for n in range(count)]


def derived(corpus: Corpus) -> tuple[list[Any], list[Any]]:
    return list(store.copies(corpus)), list(store.origins(corpus))


def test_refresh_finds_copies_and_origins_once(held: Corpus, tmp_path: Path) -> None:
    run(held, table(tmp_path / "a.jsonl", *stories(6)))
    done = refresh(held)
    assert done is not None
    assert done.reports == 6
    assert done.copies == 15
    assert done.known == 6
    assert refresh(held) is None
    assert refresh(held, anew=True) == done
    assert list(store.verify(held)) == []


def test_an_update_equals_a_rebuild_in_any_order(tmp_path: Path) -> None:
    rows = stories(9)
    found = []
    for number, order in enumerate((rows, rows[::-1], random.Random(3).sample(rows, 9))):
        with open_corpus(tmp_path / f"{number}.musnad", write=True, create=True) as corpus:
            for at in (0, 3, 6) if number else (0,):
                part = order[at : at + 3] if number else order
                run(corpus, table(tmp_path / f"{number}-{at}.jsonl", *part))
                refresh(corpus)
            found.append(derived(corpus))
    assert found[0] == found[1] == found[2]


def test_forgetting_brings_back_what_would_have_been(held: Corpus, tmp_path: Path) -> None:
    rows = stories(5)
    run(held, table(tmp_path / "a.jsonl", *rows))
    refresh(held)
    store.forget(held, store.resolve(held, "r0"), "سبب")
    refresh(held)
    with open_corpus(tmp_path / "other.musnad", write=True, create=True) as other:
        run(other, table(tmp_path / "b.jsonl", *rows[1:]))
        refresh(other)
        assert derived(held) == derived(other)


def test_briefs_hold_what_copies_and_origins_take(held: Corpus, tmp_path: Path) -> None:
    run(held, table(tmp_path / "a.jsonl", row(1)))
    (version,) = store.stored(held)
    taken = of_stored(version)
    of, evidence, stated = taken.document, taken.evidence, taken.said
    assert taken.renewed is None
    made_of = brief(version.reading())
    assert unpacked(version.brief()) is not None
    assert (evidence, stated) == (made_of.evidence, made_of.said)
    expected = document(version.reading())
    assert (of.version, of.text, of.side) == (expected.version, expected.text, expected.side)
    assert of.words.tolist() == expected.words.tolist()
    assert of.features.names.tolist() == expected.features.names.tolist()


def test_a_brief_of_another_form_is_made_anew() -> None:
    import msgspec

    assert unpacked(b"") is None
    assert unpacked(msgspec.msgpack.encode((0, "", []))) is None
    assert unpacked(packed(brief(reading("نص\ud800", title="سد\udc00")))) is not None


def test_rereading_goes_on_where_it_stood(held: Corpus, tmp_path: Path) -> None:
    run(held, table(tmp_path / "a.jsonl", *(row(n, text=f"{BODY} رقم {n}.") for n in range(70))))
    refresh(held)
    assert list(reread(held, GRAMMAR)) == []
    with held.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reading SET reader = 'old'")
    steps = reread(held, GRAMMAR, workers=1)
    assert next(steps) == 64
    steps.close()  # type: ignore[attr-defined]  # a generator, promised as an iterator
    assert list(reread(held, GRAMMAR, workers=1)) == [6]
    assert store.stale(held)
    assert list(store.verify(held)) == []


def test_changes_between_versions() -> None:
    before = reading(BODY)
    after = reading(
        BODY.replace("أربعة ملايين", "خمسة ملايين").split("، وأضافت")[0]
        + ".\n"
        + BODY.split("\n")[1].replace("أربعة", "خمسة")
        + "\nوأعلنت الشركة المنفذة أن القناة ستفتح في آذار."
    )
    found = changes(before, after)
    assert sorted(one.fate for one in found) == ["added", "changed", "dropped"]
    changed = next(one for one in found if one.fate == "changed")
    assert changed.before is not None
    assert changed.after is not None
    assert "خمسة" in changed.after.content
    assert changes(before, before) == ()


# --- death and company ---


def test_readers_of_a_killed_ingest_end_with_it(tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", *(row(n, text=f"{BODY} رقم {n}.") for n in range(3000)))
    corpus = tmp_path / "press.musnad"
    command = [sys.executable, "-m", "musnad.cli", "add", str(path), "--corpus", str(corpus)]
    options = ["--engine", "grammar", "--jobs", "2", "--no-update"]
    child = subprocess.Popen([*command, *options], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        until(lambda: len(descendants(child.pid)) >= 2)
        mine = descendants(child.pid)
    finally:
        child.kill()
        child.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in mine))
    with open_corpus(corpus, write=True, create=True) as held:
        assert list(store.verify(held)) == []


def until(ready: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    """The processes below one that have begun to read (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(path.parent.name))
    return found


if not Path("/proc/self/stat").exists():
    del test_readers_of_a_killed_ingest_end_with_it


def test_made_is_pure() -> None:
    job = Job("a", 1, b"{}", Source(publisher="المزولة"), BODY)
    assert made(job, GRAMMAR) == made(job, GRAMMAR)
