"""``musnad watch`` on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from musnad.alerts import Counted
from musnad.cli import main
from musnad.corpus import Corpus
from tests.feed_cases import BODY, Site, item, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSNAD_LANG", "en")


def watch(folder: Path, *more: str, feeds: str) -> int:
    (folder / "feeds.toml").write_text(feeds, "utf-8")
    return main([
        "watch", str(folder / "feeds.toml"), "--corpus", str(folder / "press.musnad"), "--once",
        "--engine", "grammar", "--allow-private", *more,
    ])  # fmt: skip


def one(site: Site) -> str:
    return f'[watch]\ndelay = 0\n\n[alerts]\nreports = 2\n\n[[feed]]\nurl = "{site.root}/feed"\n'


def test_once(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.page("/1")
    site.feed(item("/1"), "<item/>", item("/missing"))
    assert watch(tmp_path, feeds=one(site)) == 1
    said = capsys.readouterr().err
    assert f"musnad: {site.root}/feed#2: has no link\n" in said
    assert f"{site.root}/missing: the server answered 404" in said
    assert "1 report added" in said
    assert "1 refused · 1 broken entry" in said
    assert watch(tmp_path, feeds=one(site)) == 0
    said = capsys.readouterr().err
    assert "1 report added" not in said
    assert "no feed is due before 20" in said


def test_many_faults_of_one_feed_are_counted(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.feed(*["<item/>"] * 1000)
    assert watch(tmp_path, feeds=one(site)) == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) < 30
    assert "1000 broken entries" in lines[-1]
    assert any(line.endswith("which is only counted") for line in lines)


def test_a_fault_in_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(tmp_path, feeds='[[feed]]\nurl = "x"\n') == 1
    assert f"{tmp_path / 'feeds.toml'}:2:8: url 'x' is malformed" in capsys.readouterr().err


def test_a_list_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", str(tmp_path / "none.toml"), "--corpus", str(tmp_path / "c.musnad")]) == 1
    assert "none.toml: No such file" in capsys.readouterr().err


def test_alerts(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def count(corpus: Corpus) -> list[Counted]:
        from musnad.corpus import size

        return [Counted("c", "السد آمن", size(corpus).reports, 1, 1)]

    monkeypatch.setattr("musnad.cli.watch.COUNT", count)
    file = tmp_path / "alerts.jsonl"
    for n in range(3):
        site.page(f"/{n}", BODY + f" رقم {n}.")
    site.feed(item("/0"))
    assert watch(tmp_path, "--alerts", str(file), feeds=one(site)) == 0
    assert not file.exists()
    site.feed(item("/1"), item("/2"), path="/more")
    feeds = one(site).replace("/feed", "/more")
    assert watch(tmp_path, "--alerts", str(file), feeds=feeds) == 0
    (row,) = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert (row["kind"], row["reports"], row["origins"]) == ("one-origin", 3, [1, 1])
    assert "a claim of one origin spreads · 3 reports · السد آمن" in capsys.readouterr().err


def test_ended_between_adding_and_telling(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(corpus: Corpus) -> list[Counted]:
        from musnad.corpus import size

        return [Counted("c", "السد آمن", size(corpus).reports, 1, 1)]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("musnad.cli.watch.COUNT", count)
    file = tmp_path / "alerts.jsonl"
    for n in range(2):
        site.page(f"/{n}", BODY + f" رقم {n}.")
    site.feed(item("/0"), item("/1"))
    with monkeypatch.context() as patched:
        patched.setattr("musnad.cli.watch._conclude", killed)
        assert watch(tmp_path, "--alerts", str(file), feeds=one(site)) == 130
    assert not file.exists()
    assert watch(tmp_path, "--alerts", str(file), feeds=one(site)) == 0
    assert len(file.read_text("utf-8").splitlines()) == 1
