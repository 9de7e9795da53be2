"""Archives of reports, streamed: sources to a folder of Parquet tables, however large they are.

What was read is staged in parts, each there whole or not at all, with the place in the sources where the next
one begins; the steps behind it are folders of which the same holds. The same call goes on wherever a former
one was ended. `musnad.json` is written last: a folder without it is no archive yet.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from musnad.archive_broken import Broken, broken, told_of
from musnad.archive_copies import copies_in, find_out_of_core
from musnad.archive_documents import Documents, gather
from musnad.archive_origins import OriginsKept, origins_out_of_core
from musnad.archive_reading import Part, read_part
from musnad.archive_record import Place, Record, RecordOptions
from musnad.archive_records import records
from musnad.archive_spill import flush, remove, stage, staged, sweep, write_whole
from musnad.archive_tables import FIELDS, SCHEMA
from musnad.archive_writing import write_tables
from musnad.parallel import ahead_in_processes, cores
from musnad.reader import ReadOptions, reader_info

NAME: Final = "musnad.json"
"""The file that an archive has once it is whole."""

WORK: Final = "_work"
_RUN: Final = "run.json"

# One errand of a process, as in `ingest`, and what is staged at once: what a kill may cost.
_ERRAND: Final = 64
_ERRAND_BYTES: Final = 4 * 1024 * 1024
_PART: Final = 1_024
_PART_BYTES: Final = 64 * 1024 * 1024


class ArchiveError(ValueError):
    """A folder that cannot be written to as asked; `code` is stable, `parameters` fill a translated message.

    Codes: ``archive missing`` (`source`), ``archive folder`` (`path`), ``archive other`` (`path`),
    ``archive complete`` (`path`), ``archive changed`` (`path`, `source`), ``archive busy`` (`path`); of
    `spark` also ``store folder`` (`path`), ``store other`` (`path`), ``store changed`` (`path`, `source`),
    ``spark missing``, ``spark start`` (`reason`), ``spark size`` (`source`, `limit`, in bytes).
    """

    def __init__(self, code: str, message: str, **parameters: str) -> None:
        super().__init__(message)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """How to take records and to read them, and how many processes, 0 for one a core."""

    read: ReadOptions = field(default_factory=ReadOptions)
    records: RecordOptions = field(default_factory=RecordOptions)
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an archive is: the step, records and bytes of the sources so far and of all, and for steps
    behind the reading how much of them is done.

    `statuses` counts the records; `before` are the bytes that former calls read, `resumed` the records.
    """

    step: str
    done: int
    records: int
    passed: int
    size: int
    before: int
    statuses: tuple[tuple[str, int], ...] = ()
    resumed: int = 0


def archive(sources: Sequence[str], target: Path, options: ArchiveOptions) -> Iterator[Progress]:
    """Read the sources into a folder of tables, or go on with that where it ended; how far it is, as it goes.

    Sources are named as they are to be named in the table of records, and each once. Gives nothing where the
    archive is there already, of the same sources and options. Raises `ArchiveError` and OSError.
    """
    asked = _run(sources, options)
    if _begun(target, asked):
        return
    with _alone(target):
        work = target / WORK
        sweep(work)
        run = json.loads((work / _RUN).read_text("utf-8"))
        state = yield from _read(work, run, options)
        parts = staged(work / "parts")
        stage(work / "documents", partial(gather, parts, run["began"]))
        workers = options.workers or cores()
        for name in ("found", "whence"):
            (work / name).mkdir(exist_ok=True)
        for step, done in find_out_of_core(work / "documents", work / "found", workers):
            yield replace(state, step=step, done=done)
        for step, done in origins_out_of_core(work / "documents", work / "found", work / "whence", workers):
            yield replace(state, step=step, done=done)
        yield replace(state, step="tables", done=0)
        stage(work / "out", partial(_tables, work, run, parts))
        _publish(target, run, state)
        yield replace(state, step="done", done=state.records)


def broken_sources(target: Path) -> list[Broken]:
    """The sources of a whole archive that were not read, or not to their end, in their order."""
    return told_of(_json(target / NAME))


# --- the folder ---


def _run(sources: Sequence[str], options: ArchiveOptions) -> dict[str, Any]:
    """All that decides on what an archive holds; its `began` aside."""
    named = []
    for name in dict.fromkeys(sources):
        try:
            seen = Path(name).stat()
        except OSError as error:
            message = f"{name}: cannot be read: {error.strerror}"
            raise ArchiveError("archive missing", message, source=name) from error
        named.append({"name": name, "size": seen.st_size, "modified": seen.st_mtime_ns})
    reader = reader_info(options.read)
    return {
        "schema": SCHEMA,
        "reader": asdict(reader),
        "sources": named,
        "columns": dict(options.records.columns.names),
        "publisher": options.records.publisher,
        "max_bytes": options.records.max_bytes,
    }


def _begun(target: Path, asked: dict[str, Any]) -> bool:
    """Make a folder ready for a run, or see that it is one of the same run; whether it is whole already."""
    name = str(target)
    if (target / NAME).is_file():
        held = _json(target / NAME)
        if held.get("run", {}) != asked:
            message = f"{name}: holds another archive: give another folder"
            raise ArchiveError("archive complete", message, path=name)
        remove(target / WORK)
        return True
    run = target / WORK / _RUN
    if run.is_file():
        held = _json(run)
        held.pop("began", None)
        if held != asked:
            _tell_difference(name, held, asked)
        return False
    if target.exists() and (not target.is_dir() or any(one.name != WORK for one in target.iterdir())):
        message = f"{name}: is there already, and is no archive of musnad: give a new folder"
        raise ArchiveError("archive folder", message, path=name)
    run.parent.mkdir(parents=True, exist_ok=True)
    (run.parent / "parts").mkdir(exist_ok=True)
    began = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    write_whole(run, json.dumps({**asked, "began": began}, ensure_ascii=True, indent=1).encode())
    return False


def _tell_difference(name: str, held: dict[str, Any], asked: dict[str, Any]) -> None:
    former = {one["name"]: one for one in held.get("sources", [])}
    now = {one["name"]: one for one in asked["sources"]}
    changed = [source for source in now if source in former and former[source] != now[source]]
    if former.keys() == now.keys() and changed:
        message = f"{name}: {changed[0]} changed since this archive was begun: begin anew in another folder"
        raise ArchiveError("archive changed", message, path=name, source=changed[0])
    message = f"{name}: holds another archive that is not whole: end it as it was begun, or remove the folder"
    raise ArchiveError("archive other", message, path=name)


def _json(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError):
        return {}
    return held if isinstance(held, dict) else {}


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Have no other process write to the same folder meanwhile."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (target / WORK / "lock").open("ab") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = f"{target}: another process is writing to it"
            raise ArchiveError("archive busy", message, path=str(target)) from error
        yield


# --- reading ---


@dataclass(slots=True)
class _Staged:
    """What is read and not staged yet."""

    parts: list[Part]
    records: int = 0
    size: int = 0


_Place = tuple[int, Place]
"""A place in the sources: the number of one, and where in it."""


def _read(work: Path, run: dict[str, Any], options: ArchiveOptions) -> Generator[Progress, None, Progress]:
    """Read what is not read yet, and stage it; the last state."""
    sizes = [one["size"] for one in run["sources"]]
    folder = work / "parts"
    number, source, place, counts = _last(folder)
    state = _state(sizes, source, place, counts)
    before, resumed = state.passed, state.records
    state = replace(state, before=before, resumed=resumed)
    yield state
    if not (work / "read").exists():
        names = [one["name"] for one in run["sources"]]
        wanted = _errands(_from(names, source, place, options.records))
        first = list(islice(wanted, 3))
        workers = (options.workers or cores()) if len(first) == 3 else 1
        reading = replace(options.read, threads=1)
        staged = _Staged([])
        at = (source, place)
        work_on = partial(_work, options=reading)
        for at, made in ahead_in_processes(work_on, chain(first, wanted), workers):
            staged.parts.append(made)
            staged.records += made.records.num_rows
            staged.size += sum(table.nbytes for table in _tables_of(made).values())
            counts.update(made.records.column("status").to_pylist())
            if staged.records >= _PART or staged.size >= _PART_BYTES:
                _put(folder, number, staged.parts, at, counts)
                number, staged = number + 1, _Staged([])
            state = replace(_state(sizes, *at, counts), before=before, resumed=resumed)
            yield state
        if staged.parts:
            _put(folder, number, staged.parts, at, counts)
        write_whole(work / "read", b"")
    state = replace(_state(sizes, len(sizes), Place(), counts), before=before, resumed=resumed)
    yield state
    return state


def _from(
    names: Sequence[str], source: int, place: Place, options: RecordOptions
) -> Iterator[tuple[int, Record]]:
    for at in range(source, len(names)):
        for record in records(names[at], options, place if at == source else None):
            yield at, record


def _errands(found: Iterable[tuple[int, Record]]) -> Iterator[tuple[_Place, tuple[Record, ...]]]:
    """Records in small lots, each with where the next begins."""
    some: list[Record] = []
    size = at = 0
    for at, record in found:
        some.append(record)
        size += len(record.data)
        if len(some) >= _ERRAND or size >= _ERRAND_BYTES:
            yield (at, record.behind), tuple(some)
            some, size = [], 0
    if some:
        yield (at, some[-1].behind), tuple(some)


def _work(errand: tuple[_Place, tuple[Record, ...]], options: ReadOptions) -> tuple[_Place, Part]:
    return errand[0], read_part(errand[1], options)


def _tables_of(part: Part) -> dict[str, Any]:
    return {
        "records": part.records,
        "versions": part.versions,
        "statements": part.statements,
        "entities": part.entities,
    }


def _put(folder: Path, number: int, parts: Sequence[Part], at: _Place, counts: Counter[str]) -> None:
    """Stage a part with where the next begins."""
    import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise

    def make(target: Path) -> None:
        for name in ("records", "versions", "statements", "entities"):
            table = pa.concat_tables(_placed(parts, name))
            pq.write_table(table, target / f"{name}.parquet", compression="zstd", row_group_size=_ERRAND)
        behind = {"source": at[0], "place": asdict(at[1]), "counts": dict(counts)}
        (target / "behind.json").write_text(json.dumps(behind))

    stage(folder / f"{number:06}", make)


def _placed(parts: Sequence[Part], name: str) -> Iterator[Any]:
    """A table of several parts, whose records are counted through all of them."""
    import pyarrow as pa
    import pyarrow.compute as pc  # type: ignore[import-untyped]  # likewise

    before = 0
    for part in parts:
        table = _tables_of(part)[name]
        if "record" in table.column_names:
            at = table.column_names.index("record")
            table = table.set_column(at, "record", pc.add(table.column(at), pa.scalar(before, pa.int64())))
        before += part.versions.num_rows
        yield table


def _last(folder: Path) -> tuple[int, int, Place, Counter[str]]:
    """The number of the next part, the source and place where it begins, and the records before it."""
    parts = staged(folder)
    if not parts:
        return 0, 0, Place(), Counter()
    behind = json.loads((parts[-1] / "behind.json").read_text())
    return len(parts), behind["source"], Place(**behind["place"]), Counter(behind["counts"])


def _state(sizes: Sequence[int], source: int, place: Place, counts: Counter[str]) -> Progress:
    within = sizes[source] if source < len(sizes) and place.number < 0 else place.offset
    passed = sum(sizes[:source]) + (min(within, sizes[source]) if source < len(sizes) else 0)
    read = counts.total()
    return Progress("reading", read, read, passed, sum(sizes), 0, tuple(sorted(counts.items())))


# --- the end ---


def _tables(work: Path, run: dict[str, Any], parts: Sequence[Path], target: Path) -> None:
    held = Documents(work / "documents")
    found = write_tables(parts, held, work / "found", OriginsKept(work / "whence"), target)
    rewrites = sum(one.kind == "rewrite" for one in copies_in(work / "found"))
    (target / "rows.json").write_text(json.dumps({**found, "rewrites": rewrites}))
    sizes = {one["name"]: one["size"] for one in run["sources"]}
    unread = [one.told() for one in broken(parts, sizes)]
    (target / "broken.json").write_text(json.dumps(unread))


def _publish(target: Path, run: dict[str, Any], state: Progress) -> None:
    """Put the tables in their place, then say that they are whole, then take what is staged away."""
    out = target / WORK / "out"
    rows, unread = (json.loads((out / f"{name}.json").read_text()) for name in ("rows", "broken"))
    for table in FIELDS:
        if (out / table).exists():
            (out / table).rename(target / table)
    flush(target)
    began = run.pop("began")
    finished = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    statuses = {"read": 0, "skipped": 0, "quarantined": 0, **dict(state.statuses)}
    told = {
        "schema": SCHEMA,
        "began": began,
        "finished": finished,
        "records": statuses,
        "rows": rows,
        "broken": unread,
        "run": run,
    }
    write_whole(target / NAME, json.dumps(told, ensure_ascii=True, indent=1).encode())
    remove(target / WORK)
