"""Records of archives: all bytes accounted for, damage told, and the next record found again."""

from __future__ import annotations

import bz2
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.archive_frames import frames
from musnad.archive_reading import read_part
from musnad.archive_record import END, Place, Record, RecordOptions
from musnad.archive_records import is_archive, records
from musnad.rows import columns
from tests.archive_cases import STORM, answer, cases, lines, page, record, skippable, trained, zstandard
from tests.corpus_cases import GRAMMAR

OK = answer(page("ثلاث سفن تجنح", STORM))
GOOD = record(OK)


def warc(path: Path, *pieces: bytes, packed: bool = False) -> list[Record]:
    """The records of a file of these pieces, each a member of its own where packed."""
    path.write_bytes(b"".join(map(gzip.compress, pieces) if packed else pieces))
    return list(records(str(path), RecordOptions(max_bytes=100_000)))


def told(found: list[Record]) -> list[str]:
    return [one.status if one.code is None else f"{one.status} {one.code}" for one in found]


def one(tmp_path: Path, block: bytes, **how: str) -> str:
    """What is told of one record between two good ones, which are read whatever it is."""
    first, found, last = told(warc(tmp_path / "a.warc", GOOD, record(block, **how), GOOD))  # type: ignore[arg-type]
    assert (first, last) == ("read", "read")
    return found


def test_answers_that_are_no_pages_are_passed_over_with_a_reason(tmp_path: Path) -> None:
    assert one(tmp_path, answer(b"x", "404 Not Found")) == "skipped status"
    assert one(tmp_path, answer(b"x", "301 Moved Permanently")) == "skipped status"
    assert one(tmp_path, answer(b"")) == "skipped empty"
    assert one(tmp_path, answer(b"\x89PNG", Content_Type="image/png")) == "skipped media-type"
    assert one(tmp_path, answer(b"User-agent: *"), address="https://a.example/robots.txt") == "skipped robots"
    assert one(tmp_path, b"a.example. 60 A", address="dns:a.example", media="text/dns") == "skipped not-http"
    assert one(tmp_path, b"gopher", media="application/gopher") == "skipped not-http"
    assert one(tmp_path, b"no answer at all") == "skipped not-http"
    assert one(tmp_path, answer(b"x" * 100_001)) == "skipped over-limit"


@pytest.mark.parametrize("kind", ["warcinfo", "request", "metadata", "revisit", "conversion", "continuation"])
def test_records_of_other_types_are_passed_over(tmp_path: Path, kind: str) -> None:
    assert one(tmp_path, b"software: x", kind=kind) == "skipped type"


def test_a_resource_is_read_as_a_page(tmp_path: Path) -> None:
    text = "قالت البلدية إن الجسر سيُفتح غداً.".encode()
    (found,) = warc(tmp_path / "a.warc", record(text, "resource", media="text/plain; charset=utf-8"))
    assert (found.status, found.data, found.known.charset) == ("read", text, "utf-8")


def test_what_is_known_comes_from_the_headers(tmp_path: Path) -> None:
    body = page("عنوان", STORM, charset="windows-1256")
    sent = answer(body, Content_Type="text/html; charset=windows-1256")
    (found,) = warc(tmp_path / "a.warc", record(sent))
    assert found.known.captured == "2026-05-02T03:04:05Z"
    assert found.known.url == "https://mizwala.example/a"
    part = read_part([found], GRAMMAR)
    assert part.versions.column("text")[0].as_py().decode().startswith("عنوان\nقال المتحدث")


def test_a_body_that_is_packed_and_in_chunks_is_unpacked(tmp_path: Path) -> None:
    body = gzip.compress(page("عنوان", STORM))
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    sent = answer(chunked, Content_Encoding="gzip", Transfer_Encoding="chunked")
    (found,) = warc(tmp_path / "a.warc", record(sent))
    assert found.data == page("عنوان", STORM)
    assert one(tmp_path, answer(b"no gzip", Content_Encoding="gzip")) == "quarantined http"
    bomb = gzip.compress(b"x" * 10_000_000)
    assert one(tmp_path, answer(bomb, Content_Encoding="gzip")) == "skipped over-limit"


def test_a_time_beyond_all_times_is_none(tmp_path: Path) -> None:
    early = GOOD.replace(b"2026-05-02T03:04:05Z", b"0001-01-01T00:00:00+23:00")
    (found,) = warc(tmp_path / "a.warc", early)
    assert (found.status, found.known.captured) == ("read", None)


def test_a_fault_of_ours_costs_its_record_or_its_source_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ArithmeticError("one that nobody thought of")

    with monkeypatch.context() as patch:
        patch.setattr("musnad.archive_warc._captured", fault)
        found = warc(tmp_path / "a.warc", GOOD, record(b"x", "warcinfo"))
        assert told(found) == ["quarantined fault", "skipped type"]
        assert found[0].detail == "ArithmeticError: one that nobody thought of"
        assert (found[0].offset, found[0].length) == (0, len(GOOD))
    monkeypatch.setattr("musnad.archive_records.rows", fault)
    (only,) = records(str(lines(tmp_path / "a.jsonl", cases()[:2])), RecordOptions())
    assert (only.number, only.status, only.code, only.behind) == (0, "quarantined", "fault", END)


# --- damage ---


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (record(OK, length=len(OK) + 700), ("length", "truncated")),
        (record(OK, length=30), ("length", "length")),
        (record(OK, length=10**15), ("length", "truncated")),
        (GOOD.replace(b"Content-Length", b"Content-Depth"), ("header", "header")),
        (GOOD.replace(b"Content-Length: ", b"Content-Length: -"), ("header", "header")),
        (b"stray bytes of something else\r\n", ("stray", "stray")),
        (b"\x00" * 5000, ("stray", "stray")),
        (GOOD[:100], ("header", "truncated")),
    ],
)
def test_behind_damage_the_next_record_is_found(
    tmp_path: Path, bad: bytes, code: tuple[str, str], packed: bool
) -> None:
    found = warc(tmp_path / "a.warc.gz", GOOD, bad, GOOD, GOOD, packed=packed)
    assert told(found) == ["read", f"quarantined {code[packed]}", "read", "read"]
    if not packed:
        assert (found[1].offset, found[1].length) == (len(GOOD), len(bad))


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    packed = gzip.compress(GOOD)
    cut = packed[: len(packed) // 2]
    spoilt = bytearray(packed)
    spoilt[len(spoilt) // 2] ^= 0xFF
    several = gzip.compress(GOOD + GOOD)
    path = tmp_path / "a.warc.gz"
    for bad, wanted in (
        (cut, ["quarantined damaged"]),
        (bytes(spoilt), ["quarantined damaged"]),
        (b"junk", ["quarantined stray"]),
        (several, ["read", "read"]),
        (several[:-300], None),
    ):
        path.write_bytes(packed + bad + packed)
        found = list(records(str(path), RecordOptions()))
        assert told(found)[0] == told(found)[-1] == "read"
        if wanted is not None:
            assert told(found)[1:-1] == wanted
        assert found[1].offset == len(packed)
        assert found[-1].offset == len(packed) + len(bad)


def test_a_member_cut_at_the_end_gives_the_records_before_the_cut(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(record(answer(page(f"{n}", STORM[n:]))) for n in range(20)))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    found = told(list(records(str(path), RecordOptions())))
    assert found[-1] == "quarantined truncated"
    assert found[:-1] == ["read"] * (len(found) - 1)
    assert len(found) > 3


def test_what_is_packed_otherwise_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(bz2.compress(GOOD))
    (only,) = records(str(path), RecordOptions())
    assert told([only]) == ["quarantined packing"]
    assert list(records(str(path), RecordOptions(), only.behind)) == []


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [GOOD, record(b"x", "warcinfo"), record(OK, length=5), record(OK, length=9999), b"\r\n"]
        ),
        st.binary(max_size=60),
        st.integers(0, len(GOOD)).map(lambda at: GOOD[:at]),
    ),
    max_size=6,
)


DICTIONARY = trained()
PACKINGS: dict[str, Callable[[list[bytes]], bytes]] = {
    "not": b"".join,
    "gzip": lambda pieces: b"".join(map(gzip.compress, pieces)),
    "zstandard": lambda pieces: b"".join(map(zstandard, pieces)),
    "dictionary": lambda pieces: b"".join(
        [
            skippable(DICTIONARY.dict_content),
            *(zstandard(piece, DICTIONARY) for piece in pieces),
        ]
    ),
}


@given(PIECES, st.sampled_from(sorted(PACKINGS)), st.integers(0, 6))
def test_frames_cover_all_bytes_once_wherever_they_are_begun(
    pieces: list[bytes], packing: str, begin: int
) -> None:
    data = PACKINGS[packing](pieces)
    found = list(frames(io.BytesIO(data), 100_000))
    at = 0
    for number, frame in enumerate(found):
        assert frame.offset == at
        last = number + 1 == len(found)
        assert frame.next_offset in (at, frame.offset + frame.length) and (not last or frame.next_inner >= 0)
        if frame.next_offset == at:
            following = None if last else found[number + 1]
            if following is None or following.offset != at:
                at = frame.offset + frame.length
        else:
            at = frame.next_offset
    assert at == len(data)
    good = sum(piece == GOOD for piece in pieces)
    whole = sum(frame.code is None and frame.data + b"\r\n\r\n" == GOOD for frame in found)
    # What is cut off before a good record may swallow its beginning, but never more than that one.
    assert whole >= good - sum(piece != GOOD for piece in pieces)
    if begin < len(found):
        behind = found[begin]
        again = list(frames(io.BytesIO(data), 100_000, behind.next_offset, behind.next_inner))
        assert again == found[begin + 1 :]


# --- tables ---


def test_a_table_that_is_damaged_ends_with_a_fault_of_the_whole(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl.gz", cases())
    path.write_bytes(path.read_bytes()[:-200])
    found = list(records(str(path), RecordOptions()))
    assert (found[-1].number, found[-1].code, found[-1].behind) == (0, "damaged", END)
    assert {record.status for record in found[:-1]} <= {"read", "skipped"}
    assert list(records(str(path), RecordOptions(), END)) == []


def test_a_table_goes_on_behind_the_rows_that_are_done(tmp_path: Path) -> None:
    for path in (lines(tmp_path / "a.jsonl", cases()), tmp_path / "a.parquet"):
        if path.suffix == ".parquet":
            pq.write_table(pa.Table.from_pylist(cases()), path)
        whole = list(records(str(path), RecordOptions()))
        assert [one.number for one in whole] == list(range(1, len(cases()) + 1))
        assert whole[-1].behind.offset == path.stat().st_size
        again = list(records(str(path), RecordOptions(), Place(7)))
        assert [one.number for one in again] == [one.number for one in whole[7:]]
        assert [one.text for one in again] == [one.text for one in whole[7:]]


def test_columns_may_change_from_one_table_to_the_next(tmp_path: Path) -> None:
    old, new = tmp_path / "old.parquet", tmp_path / "new.parquet"
    pq.write_table(pa.Table.from_pylist([{"text": STORM, "day": "2026-01-01"}]), old)
    pq.write_table(pa.Table.from_pylist([{"body": STORM, "date": "2026-01-02", "words": 3}]), new)
    assert told(list(records(str(old), RecordOptions()))) == ["read"]
    found = list(records(str(new), RecordOptions()))
    assert told(found) == ["skipped text", "quarantined columns"]
    assert "body" in (found[-1].detail or "")
    (read,) = records(str(new), RecordOptions(columns("text=body")))
    assert (read.status, read.known.published) == ("read", "2026-01-02")


def test_sources_are_told_by_their_names() -> None:
    assert all(map(is_archive, ("a.warc", "A.WARC.GZ", "a.jsonl.zst", "a.parquet")))
    assert is_archive("a.warc.zst")
    assert not any(map(is_archive, ("a.txt", "a.html", "a.gz", "a.zst", "a.warc.xz")))


def test_no_record_makes_reading_raise() -> None:
    rows = [
        Record("a", 1, "read", Place(1), data=b"\x89PNG\r\n\x1a\n" + bytes(100)),
        Record("a", 2, "read", Place(2), data=b"<html><body><p>x</p></body></html>"),
        Record("a", 3, "read", Place(3), text="\ud800 قال \udfff"),
        Record("a", 4, "read", Place(4), data=b"\xff\xfe\x00"),
    ]
    part = read_part(rows, GRAMMAR)
    found = part.records.to_pylist()
    assert [one["status"] for one in found] == ["skipped", "skipped", "read", "skipped"]
    assert [one["code"] for one in found][:2] == ["binary", "no-article"]
    assert part.versions.column("text")[0].as_py().decode("utf-8", "surrogatepass") == "\ud800 قال \udfff"
