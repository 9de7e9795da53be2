"""WARC files packed by Zstandard: frames apart, a dictionary before them, and damage that costs its frame."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from musnad import archive_packing
from musnad.archive_record import Record, RecordOptions
from musnad.archive_records import records
from tests.archive_cases import STORM, answer, page, record, skippable, trained, zstandard

PAGES = [record(answer(page(f"عنوان {n}", f"{STORM}\nسطر {n}"))) for n in range(4)]
DICTIONARY = trained()


def read(path: Path, *pieces: bytes) -> list[Record]:
    """The records of a file of these pieces, of which the offsets are told to lead back to its bytes."""
    data = b"".join(pieces)
    path.write_bytes(data)
    found = list(records(str(path), RecordOptions()))
    ends = {0}
    for one in found:
        assert one.offset in ends and one.length is not None
        ends.add(one.offset + one.length)
    assert max(ends) == len(data)
    for one in found:
        # From wherever reading was broken off it gives what is left.
        assert list(records(str(path), RecordOptions(), one.behind)) == found[one.number :]
    return found


def told(found: list[Record]) -> list[str]:
    return [one.status if one.code is None else f"{one.status} {one.code}" for one in found]


def test_a_frame_for_each_record_is_read_as_the_plain_file_is(tmp_path: Path) -> None:
    plain = read(tmp_path / "a.warc", *PAGES)
    packed = read(tmp_path / "a.warc.zst", *map(zstandard, PAGES))
    assert told(packed) == ["read"] * 4
    assert [one.data for one in packed] == [one.data for one in plain]
    assert [one.offset for one in packed][:2] == [0, len(zstandard(PAGES[0]))]
    assert {one.inner for one in packed} == {0}


@pytest.mark.parametrize("pack", [bytes, zstandard])
def test_a_dictionary_before_them_serves_all(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    first = skippable(pack(DICTIONARY.dict_content))
    frames = [zstandard(one, DICTIONARY) for one in PAGES]
    found = read(tmp_path / "a.warc.zst", first, *frames)
    assert told(found) == ["skipped dictionary", *["read"] * 4]
    assert (found[0].offset, found[0].length, found[0].inner) == (0, len(first), None)
    assert found[0].detail == f"{len(DICTIONARY.dict_content)} bytes, of number {DICTIONARY.dict_id}"
    assert [one.data for one in found[1:]] == [one.data for one in read(tmp_path / "b.warc", *PAGES)]
    # Without it none of them can be unpacked: nothing is made up.
    assert set(told(read(tmp_path / "c.warc.zst", *frames))) == {"quarantined damaged"}


@pytest.mark.parametrize("dictionary", [None, DICTIONARY])
def test_damage_costs_its_frame_alone(tmp_path: Path, dictionary: object) -> None:
    first = [skippable(DICTIONARY.dict_content)] if dictionary else []
    frames = [zstandard(one, DICTIONARY if dictionary else None) for one in PAGES]
    whole = frames[1]
    spoilt = bytearray(whole)
    spoilt[len(spoilt) // 2] ^= 0xFF
    for bad, code in (
        (whole[: len(whole) // 2], "quarantined damaged"),
        (bytes(spoilt), "quarantined damaged"),
        (b"\x00" + whole[1:], "quarantined stray"),
        (b"junk", "quarantined stray"),
        (skippable(b"index", 0x184D2A50), "skipped extension"),
        (skippable(b"index")[:-2], "quarantined stray"),
        (skippable(b"")[:4] + b"\xff" * 8, "quarantined truncated"),
    ):
        found = told(read(tmp_path / "a.warc.zst", *first, frames[0], bad, *frames[2:]))
        if bad == skippable(b"index")[:-2]:
            # Two bytes of the frame behind are taken for those that are missing.
            assert found[-1:] == ["read"] and len(found) == len(first) + 4
            continue
        assert found[len(first) :] == ["read", code, "read", "read"], bad
    cut = told(read(tmp_path / "a.warc.zst", *first, *frames[:2], frames[2][:-5]))
    assert cut[-1] == "quarantined truncated" and cut[-3:-1] == ["read", "read"]


def test_one_frame_of_several_records_gives_those_before_its_end(tmp_path: Path) -> None:
    whole = zstandard(b"".join(PAGES * 40))
    assert told(read(tmp_path / "a.warc.zst", whole)) == ["read"] * 160
    cut = told(read(tmp_path / "a.warc.zst", zstandard(PAGES[0]), whole[: len(whole) // 2]))
    assert cut[-1] == "quarantined truncated"
    assert set(cut[:-1]) == {"read"}


def test_a_dictionary_that_is_none_costs_what_needs_it(tmp_path: Path) -> None:
    good = DICTIONARY.dict_content
    without = [zstandard(one) for one in PAGES]
    for first, code in (
        (skippable(b"none"), "quarantined damaged"),
        (skippable(zstandard(good)[:-9]), "quarantined damaged"),
        (skippable(good[:40]), "quarantined damaged"),
        (skippable(good)[:4] + b"\xff\xff\xff\xff" + good, "quarantined truncated"),
    ):
        assert told(read(tmp_path / "a.warc.zst", first, *without)) == [code, *["read"] * 4]


def test_what_unpacks_without_end_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zstandard(bytes(100_000_000))
    assert len(bomb) < 20_000
    found = read(tmp_path / "a.warc.zst", zstandard(PAGES[0]), bomb, zstandard(PAGES[1]))
    assert told(found) == ["read", "quarantined bomb", "read"]
    monkeypatch.setattr(archive_packing, "DICTIONARY", 1000)
    for first in (skippable(bytes(1001)), skippable(zstandard(bytes(50_000_000)))):
        found = read(tmp_path / "a.warc.zst", first, zstandard(PAGES[0]))
        assert told(found) == ["quarantined packing", "read"]


def test_a_frame_that_asks_for_too_much_memory_is_refused(tmp_path: Path) -> None:
    # Its header asks for a window of 2 GB; RFC 8878, 3.1.1.1.2.
    greedy = b"\x28\xb5\x2f\xfd\x00" + bytes([(31 - 10) << 3]) + b"\x01\x00\x00"
    found = told(read(tmp_path / "a.warc.zst", zstandard(PAGES[0]), greedy, zstandard(PAGES[1])))
    assert found == ["read", "quarantined damaged", "read"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard])
def test_damage_at_the_very_beginning_costs_no_more_than_elsewhere(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    pieces = [pack(one) for one in PAGES]
    found = told(read(tmp_path / "a.warc", b"\xee" + pieces[0][1:], *pieces[1:]))
    assert found == ["quarantined stray", *["read"] * 3]
