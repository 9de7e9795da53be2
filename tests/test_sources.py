from __future__ import annotations

import io
import os
import sys
from pathlib import Path, PurePosixPath
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from musnad.sources import Failure, Item, LoadOptions, SourceError, expand, load, url_stem
from musnad.text import EmptyInputError

TEXT = "قالت هدى الراسي إن الجسر سيفتح غدا."


def write(folder: Path, *names: str) -> None:
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(TEXT, encoding="utf-8")


def stems(*arguments: Path | str) -> list[str]:
    return [str(item.stem) for item in expand(map(str, arguments)) if isinstance(item, Item)]


def codes(*arguments: Path | str) -> list[str]:
    return [entry.error.code for entry in expand(map(str, arguments)) if isinstance(entry, Failure)]


def test_folder_is_searched_through_in_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        "b.txt",
        "a.html",
        "z/خبر.HTM",
        "z/deep/x.xhtml",
        "z/deep/notes.md",
        "no suffix",
        ".hidden/a.txt",
    )
    write(tmp_path, ".a.txt")
    assert stems(tmp_path) == ["a", "b", "z/خبر", "z/deep/x"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert stems(tmp_path) == ["a"]


def test_what_is_no_regular_file_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert stems(tmp_path) == ["a"]


def test_named_file_may_have_any_suffix(tmp_path: Path) -> None:
    write(tmp_path, "report.v2", "a.b.txt", ".txt")
    assert stems(tmp_path / "report.v2", tmp_path / "a.b.txt", tmp_path / ".txt") == [
        "report.v2",
        "a.b",
        ".txt",
    ]


def test_what_cannot_be_looked_at_is_a_failure_in_its_place(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "empty").mkdir()
    found = list(
        expand([str(tmp_path / "none"), str(tmp_path / "a.txt"), str(tmp_path / "empty"), "ftp://a/b"])
    )
    assert [type(entry) for entry in found] == [Failure, Item, Failure, Failure]
    assert codes(tmp_path / "none", tmp_path / "empty", "ftp://a/b") == ["missing", "no-files", "scheme"]
    assert codes("") == ["missing"]
    assert codes("a\0b") == ["unreadable"]
    assert codes(tmp_path / "a.txt" / "b") == ["missing"]
    assert codes("a" * 5000) == ["unreadable"]


def test_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert codes(tmp_path) == ["permission"]


def test_standard_input() -> None:
    assert list(expand(["-"])) == [Item("stdin", "-", PurePosixPath("stdin"))]
    item = Item("stdin", "-", PurePosixPath("stdin"))
    assert load(item, LoadOptions(), io.BytesIO(TEXT.encode())).text == TEXT
    with pytest.raises(EmptyInputError):
        load(item, LoadOptions(), None)


@pytest.mark.parametrize(
    ("url", "stem"),
    [
        ("https://example.org/news/2024/bridge.html", "example.org/news/2024/bridge"),
        ("https://example.org", "example.org/page"),
        ("https://example.org/", "example.org/page"),
        ("https://user:secret@example.org:8080/a", "example.org_8080/a"),
        ("https://example.org/a?id=3&x=%2Fetc", "example.org/a_id=3&x=_etc"),
        ("https://example.org/%D8%AE%D8%A8%D8%B1.html", "example.org/خبر"),
        ("https://example.org/%2e%2e/%2e%2e/etc/passwd", "example.org/_/_/etc/passwd"),
        ("HTTP://EXAMPLE.org/a//b", "EXAMPLE.org/a/b"),
        ("http://[::1/a", "http_[_1_a/page"),
    ],
)
def test_url_has_a_place_of_its_own(url: str, stem: str) -> None:
    assert str(url_stem(url)) == stem


@given(st.text(st.characters(codec=None)))
@example("a/../../b")
@example("%00%2f..%5c" + "%D8" * 500)
def test_place_of_a_url_is_safe_and_short(path: str) -> None:
    stem = url_stem("https://example.org/" + path)
    assert stem.parts[0].startswith("example.org")
    for part in stem.parts:
        assert part not in {"", ".", ".."}
        assert len(part.encode()) <= 120
        assert not set(part) & set('<>:"\\|?*\0\x1b\u202e')


def test_long_urls_stay_apart() -> None:
    first, second = (url_stem(f"https://example.org/{'خ' * 200}{end}") for end in "ab")
    assert first != second


def test_file_over_the_limit_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as stream:
        stream.truncate(1 << 33)  # a hole: eight gigabytes that take no room
    item = Item("file", str(big), PurePosixPath("big"))
    with pytest.raises(SourceError) as raised:
        load(item, LoadOptions(max_bytes=1000))
    assert (raised.value.code, raised.value.parameters) == ("over-limit", {"limit": 1000})


def test_limit_is_inclusive(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    item = Item("file", str(tmp_path / "a.txt"), PurePosixPath("a"))
    assert load(item, LoadOptions(max_bytes=len(TEXT.encode()))).text == TEXT


def test_file_that_went_away(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        load(Item("file", str(tmp_path / "a.txt"), PurePosixPath("a")), LoadOptions())


def test_options_reach_the_report(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    item = Item("file", str(tmp_path / "a.txt"), PurePosixPath("a"))
    report = load(item, LoadOptions(publisher="الميناء", published="2024-10-08"))
    assert (report.publisher, report.published, report.published_from) == ("الميناء", "2024-10-08", "option")


def test_url_is_fetched_within_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, object]] = []
    fetching = ModuleType("musnad.fetch")

    def fetch(url: str, options: object) -> SimpleNamespace:
        asked.append((url, options))
        return SimpleNamespace(
            data=TEXT.encode("cp1256"),
            final_url="https://example.org/moved",
            content_type="text/plain",
            charset="windows-1256",
            headers=(("etag", "w1"),),
            captured="2024-10-09T06:00:00Z",
        )

    vars(fetching).update(fetch=fetch, FetchOptions=SimpleNamespace)
    monkeypatch.setitem(sys.modules, "musnad.fetch", fetching)
    item = Item("url", "https://example.org/a", PurePosixPath("a"))
    report = load(item, LoadOptions(timeout=3, max_bytes=99, allow_private=True))
    assert asked == [(item.name, SimpleNamespace(timeout=3, max_bytes=99, allow_private=True))]
    assert (report.text, report.url) == (TEXT, "https://example.org/moved")
    assert report.captured == "2024-10-09T06:00:00Z"
