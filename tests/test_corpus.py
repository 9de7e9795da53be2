"""The store: what is kept, what is refused, and what nothing may lose."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad import corpus as store
from musnad.corpus import Corpus, CorpusError, open_corpus
from musnad.corpus.entry import unpacked_reading, unpacked_report, unpacked_text
from musnad.corpus.migrations import upgrade
from musnad.corpus.store import _engine
from musnad.corpus.tables import HEAD, METADATA
from musnad.model import Copy, Origin, Passage, Reason, ReportOrigins, Span
from tests.corpus_cases import BODY, entry, reading

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "press.musnad"


@pytest.fixture
def held(path: Path) -> Iterator[Corpus]:
    with open_corpus(path, write=True, create=True) as corpus:
        yield corpus


def code(asked: Callable[[], object]) -> str:
    with pytest.raises(CorpusError) as error:
        asked()
    assert str(error.value)
    return error.value.code


def opening(path: Path, **how: bool) -> Callable[[], object]:
    def run() -> None:
        with open_corpus(path, **how) as corpus:
            store.size(corpus)

    return run


# --- keeping ---


def test_a_reading_comes_back_whole(held: Corpus) -> None:
    made = reading()
    assert [one.what for one in store.add(held, [entry()])] == ["new"]
    (back,) = store.stored(held)
    assert back.report == made.report
    assert back.reading() == made


@given(st.text(alphabet=st.characters(blacklist_categories=()), max_size=300))
@settings(max_examples=60)
def test_packing_loses_nothing(text: str) -> None:
    made = reading(text or "نص")
    packed = entry(text or "نص")
    report = unpacked_report(packed.known, unpacked_text(packed.text))
    assert report == made.report
    assert unpacked_reading(report, packed.reading.data) == made


def test_lone_surrogates_are_kept_and_shown_as_question_marks(held: Corpus) -> None:
    text = BODY + "\ud800 نهاية"
    store.add(held, [entry(text, title="سد\udc00")])
    (back,) = store.stored(held)
    assert back.report.text.endswith("\ud800 نهاية")
    assert back.report.title == "سد\udc00"
    assert list(store.verify(held)) == []


def test_adding_twice_changes_nothing(held: Corpus) -> None:
    store.add(held, [entry()])
    before, changes = store.contents(held), store.changes(held)
    assert [one.what for one in store.add(held, [entry(), entry()])] == ["same", "same"]
    assert store.contents(held) == before
    assert store.changes(held) == changes


def test_the_same_text_by_other_bytes_is_another_capture(held: Corpus) -> None:
    store.add(held, [entry(key="a")])
    changes = store.changes(held)
    assert store.add(held, [entry(key="b")])[0].what == "same"
    (version,) = store.stored(held)
    assert len(store.captures(held, version.report.version)) == 2
    assert store.changes(held) == changes
    assert set(store.seen(held, ["a", "b", "c"])) == {"a", "b"}


def test_a_changed_text_is_a_new_version(held: Corpus) -> None:
    first = entry(external_id="r1")
    changed = entry(BODY + "\nوأكدت البلدية الخبر.", external_id="r1")
    assert [one.what for one in store.add(held, [first, changed])] == ["new", "version"]
    (newest,) = store.stored(held)
    assert [one.report.version for one in store.versions(held, newest.report.id)] == [
        *sorted((first.report.version, changed.report.version))
    ]


def test_the_newest_version_is_that_captured_last_whatever_the_order(tmp_path: Path) -> None:
    early = entry(external_id="r1", captured="2026-01-02T08:00:00Z")
    late = entry(BODY + " خبر أحدث.", external_id="r1", captured="2026-01-02T09:00:00Z")
    for number, order in enumerate(((early, late), (late, early))):
        with open_corpus(tmp_path / f"{number}.musnad", write=True, create=True) as corpus:
            store.add(corpus, order[:1])
            store.add(corpus, order[1:])
            (newest,) = store.stored(corpus)
            assert newest.report.version == late.report.version


def test_within_a_run_order_changes_nothing(tmp_path: Path) -> None:
    entries = [entry(BODY + f" رقم {n}.", external_id=f"r{n % 3}") for n in range(9)]
    found = []
    for number, order in enumerate((entries, entries[::-1])):
        with open_corpus(tmp_path / f"{number}.musnad", write=True, create=True) as corpus:
            for one in order:
                store.add(corpus, [one], at="2026-01-05T00:00:00Z")
            found.append((store.contents(corpus), [one.report for one in store.stored(corpus)]))
    assert found[0] == found[1]


def test_raw_bytes_come_back(held: Corpus) -> None:
    store.add(held, [entry()])
    (version,) = store.stored(held)
    (capture,) = store.captures(held, version.report.version)
    assert capture.raw_hash is not None
    assert store.raw_bytes(held, capture.raw_hash) == BODY.encode()


@pytest.mark.parametrize("name", ["r1", "https://example.org/a", "id", "prefix"])
def test_a_report_goes_by_several_names(held: Corpus, name: str) -> None:
    made = entry(external_id="r1", url="https://example.org/a")
    store.add(held, [made, entry(BODY + " غيره.", external_id="r2")])
    asked = {"id": made.report.id, "prefix": made.report.id[:9]}.get(name, name)
    assert store.resolve(held, asked) == made.report.id


@pytest.mark.parametrize("name", ["", "r9", "abc", "%", "zzzzzzzz"])
def test_an_unknown_name_is_said_to_be_unknown(held: Corpus, name: str) -> None:
    store.add(held, [entry(external_id="r1")])
    assert code(lambda: store.resolve(held, name)) == "unknown"


def test_a_name_of_two_reports_is_ambiguous(held: Corpus) -> None:
    store.add(held, [entry(external_id="r1"), entry(external_id="r1", publisher="شادوف")])
    assert code(lambda: store.resolve(held, "r1")) == "ambiguous"


# --- what follows from the reports ---


def derived(first: str, second: str) -> tuple[list[Copy], list[ReportOrigins]]:
    shared = Passage(Span(3, 9), Span(5, 11))
    copy = Copy(first, second, True, "copy", 0.5, 0.5, 0.25, (shared,), (Reason("shingles", ("0.50",)),))
    origin = Origin("agency", "medium/x", "وكالة", "medium/x", (Reason("credit", ("وكالة\ud800",)),))
    unknown = Origin("unknown", "")
    return [copy], [ReportOrigins(first, origin, 1.0, (("s1", origin), ("s2", unknown)))]


def test_copies_and_origins_come_back(held: Corpus) -> None:
    one, other = entry(), entry(BODY + " غيره.", external_id="r2")
    store.add(held, [one, other])
    assert store.stale(held)
    copies, origins = derived(one.report.version, other.report.version)
    assert store.replace_derived(held, copies, origins, store.changes(held)) == (4, 0)
    assert not store.stale(held)
    assert list(store.copies(held)) == copies
    assert list(store.copies(held, other.report.version)) == copies
    assert list(store.origins(held)) == origins
    assert store.replace_derived(held, copies, origins, store.changes(held)) == (0, 0)
    assert store.replace_derived(held, [], origins, store.changes(held)) == (0, 1)


def test_what_was_added_meanwhile_keeps_it_stale(held: Corpus) -> None:
    store.add(held, [entry()])
    of = store.changes(held)
    store.add(held, [entry(BODY + " غيره.", external_id="r2")])
    store.replace_derived(held, [], [], of)
    assert store.stale(held)


def test_a_reading_is_replaced_by_a_newer_one(held: Corpus) -> None:
    made = entry()
    store.add(held, [made])
    newer = replace(made.reading, reader="9.9", statements=())
    reader = reading().reader
    assert store.to_reread(held, reader) == ()
    assert len(store.to_reread(held, replace(reader, version="9.9"))) == 1
    assert store.put_readings(held, {made.report.version: newer, "gone": newer}) == 1
    assert store.to_reread(held, replace(reader, version="9.9")) == ()


# --- removal ---


def test_a_forgotten_report_is_gone_from_the_file(held: Corpus, path: Path) -> None:
    secret = "كلمةسريةجداً"
    doomed, kept = entry(BODY + secret, external_id="r1"), entry(BODY + " غيره.", external_id="r2")
    store.add(held, [doomed, kept])
    copies, origins = derived(doomed.report.version, kept.report.version)
    store.replace_derived(held, copies, origins, store.changes(held))
    held.engine.dispose()
    assert any(doomed.text in data for data in files(path))
    removal = store.forget(held, doomed.report.id, "طلب صاحبه", by="مكتب")
    held.engine.dispose()
    assert not any(doomed.text in data or doomed.raw in data for data in files(path))
    assert (removal.versions, removal.by) == (1, "مكتب")
    assert store.removals(held) == (removal,)
    assert [one.report.id for one in store.stored(held)] == [kept.report.id]
    assert list(store.copies(held)) == []
    assert store.stale(held)
    assert list(store.verify(held)) == []


def files(path: Path) -> list[bytes]:
    return [one.read_bytes() for one in path.parent.glob(f"{path.name}*")]


def test_bytes_that_another_report_came_from_stay(held: Corpus) -> None:
    one, other = entry(key="a", external_id="r1"), entry(key="b", external_id="r2")
    assert one.raw_hash == other.raw_hash
    store.add(held, [one, other])
    store.forget(held, one.report.id, "سبب")
    assert store.raw_bytes(held, one.raw_hash) == BODY.encode()
    store.forget(held, other.report.id, "سبب")
    assert code(lambda: store.raw_bytes(held, one.raw_hash)) == "unknown"


def test_what_is_not_there_cannot_be_forgotten(held: Corpus) -> None:
    assert code(lambda: store.forget(held, "0" * 64, "سبب")) == "unknown"


# --- what goes wrong ---


def test_a_missing_file_is_missing(path: Path) -> None:
    assert code(opening(path)) == "missing"
    assert code(opening(path, write=True)) == "missing"
    assert code(opening(path.parent / "none" / "x", write=True, create=True)) == "missing"
    assert not path.exists()


def test_other_files_are_no_corpus(path: Path) -> None:
    path.write_bytes(b"\x00\x01 anything at all" * 50)
    assert code(opening(path, write=True, create=True)) == "not-a-corpus"
    assert path.read_bytes().startswith(b"\x00\x01 anything")
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (x)")
    other.close()
    assert code(opening(path, write=True, create=True)) == "not-a-corpus"
    assert code(opening(path)) == "not-a-corpus"
    assert code(opening(path.parent, write=True)) == "not-a-corpus"


def test_a_newer_corpus_is_left_alone(path: Path) -> None:
    opening(path, write=True, create=True)()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    before = path.read_bytes()
    assert code(opening(path, write=True)) == "newer"
    assert code(opening(path)) == "newer"
    assert path.read_bytes() == before


def test_a_file_that_may_not_be_written_is_read_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opening(path, write=True, create=True)()
    # Root may write anywhere, whatever the permissions say.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    assert code(opening(path, write=True)) == "read-only"
    opening(path)()


def test_a_corpus_opened_to_read_takes_no_entries(path: Path) -> None:
    opening(path, write=True, create=True)()
    with open_corpus(path) as corpus:
        assert code(lambda: store.add(corpus, [entry()])) == "read-only"


def test_another_writer_is_waited_for_and_then_told(path: Path) -> None:
    opening(path, write=True, create=True)()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:

        def patient() -> None:
            with open_corpus(path, write=True, patience=0.2):
                pass

        assert code(patient) == "busy"
        opening(path)()
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_full_disk_keeps_what_was_there(held: Corpus) -> None:
    store.add(held, [entry()])
    before = store.contents(held)
    with held.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count={pages + 1}")
    many = [entry(BODY * 40 + str(n), external_id=f"n{n}") for n in range(30)]
    assert code(lambda: store.add(held, many)) == "disk-full"
    assert store.contents(held) == before
    assert list(store.verify(held)) == []


def test_damage_is_found(held: Corpus, path: Path, tmp_path: Path) -> None:
    store.add(held, [entry(BODY + str(n), external_id=f"r{n}") for n in range(40)])
    assert list(store.verify(held)) == []
    held.engine.dispose()
    broken = tmp_path / "broken.musnad"
    shutil.copy(path, broken)
    with broken.open("r+b") as stream:
        size = broken.stat().st_size
        for at in range(8192, size, 16384):
            stream.seek(at)
            stream.write(b"\xff" * 2048)

    def checked() -> list[store.Fault]:
        with open_corpus(broken) as corpus:
            return list(store.verify(corpus))

    try:
        assert checked()
    except CorpusError as error:
        assert error.code in ("damaged", "not-a-corpus")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE raw SET hash = 'x'", "raw"),
        ("UPDATE version SET id = 'x'", "version-id"),
        ("UPDATE report SET id = 'x'", "report-id"),
        ("UPDATE report SET newest = 99", "newest"),
        ("UPDATE version SET text = x'00'", "text"),
        ("UPDATE reading SET data = x'00'", "reading"),
        ("UPDATE reading SET words = x'0000000000000000'", "words"),
        ("DELETE FROM statement WHERE id = 's1'", "statements"),
        ("DELETE FROM reading", "reading"),
        ("DELETE FROM counter", "counter"),
    ],
)
def test_verify_finds(held: Corpus, path: Path, change: str, fault: str) -> None:
    store.add(held, [entry()])
    with sqlite3.connect(path) as raw:
        raw.execute(change)
    raw.close()
    assert fault in {one.code for one in store.verify(held)}


# --- several at once, and death at any moment ---


def test_two_write_and_four_read_at_once(path: Path) -> None:
    opening(path, write=True, create=True)()
    entries = [[entry(BODY + f" {w} {n}", external_id=f"{w}-{n}") for n in range(12)] for w in "ab"]
    errors: list[BaseException] = []
    done = threading.Event()

    def write(mine: list[store.Entry]) -> None:
        try:
            with open_corpus(path, write=True) as corpus:
                for one in mine:
                    store.add(corpus, [one])
        except BaseException as error:
            errors.append(error)

    def look() -> None:
        try:
            while not done.is_set():
                with open_corpus(path) as corpus:
                    before = store.size(corpus).reports
                    assert before <= len(list(store.stored(corpus)))
        except BaseException as error:
            errors.append(error)

    writers = [threading.Thread(target=write, args=(mine,)) for mine in entries]
    readers = [threading.Thread(target=look) for _ in range(4)]
    for thread in (*writers, *readers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert errors == []
    with open_corpus(path) as corpus:
        assert store.size(corpus).reports == 24
        assert list(store.verify(corpus)) == []


CHILD = """
    import sys
    from musnad import corpus as store
    from tests.corpus_cases import BODY, entry
    entries = [entry(BODY + f" {n}", external_id=f"r{n}") for n in range(int(sys.argv[2]))]
    print("ready", flush=True)
    with store.open_corpus(sys.argv[1], write=True, create=True) as corpus:
        for at in range(0, len(entries), 3):
            store.add(corpus, entries[at : at + 3], at="2026-01-05T00:00:00Z")
            print(at, flush=True)
"""


def test_killed_at_any_moment_it_ends_as_an_unbroken_run(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.musnad", tmp_path / "broken.musnad"
    run = [sys.executable, "-c", textwrap.dedent(CHILD)]
    subprocess.run([*run, str(whole), "30"], cwd=ROOT, check=True, capture_output=True)
    for wait in range(0, 10, 2):
        child = subprocess.Popen([*run, str(broken), "30"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for _ in range(wait + 1):
            child.stdout.readline()
        child.kill()
        child.wait()
        child.stdout.close()
        if broken.exists() and broken.stat().st_size:
            with open_corpus(broken, write=True, create=True) as corpus:
                assert list(store.verify(corpus)) == []
    subprocess.run([*run, str(broken), "30"], cwd=ROOT, check=True, capture_output=True)
    with open_corpus(whole) as one, open_corpus(broken) as other:
        assert store.contents(one) == store.contents(other)


# --- migrations ---


def test_the_migrations_make_the_tables_of_the_code(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from musnad.corpus.migrations import config

    opening(path, write=True, create=True)()
    # The tables of FTS5 and those that it makes beside them are no tables of SQLAlchemy.
    options = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("found_")}
    with open_corpus(path) as corpus, corpus.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
        assert ScriptDirectory.from_config(config(connection)).get_current_head() == HEAD


def test_a_migration_that_is_broken_off_leaves_no_trace(path: Path) -> None:
    engine = _engine(path, write=True, patience=1)
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        upgrade(connection)
        raise ZeroDivisionError
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
    engine.dispose()
    opening(path, write=True, create=True)()
