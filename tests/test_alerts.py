"""When there is a word to say, and that it is said once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from musnad.alerts import Alert, AlertLimits, Counted, alerts
from musnad.corpus import Corpus, open_corpus
from musnad.watch_alerts import append, counted, prepare, told
from tests.claim_cases import press

LIMITS = AlertLimits(reports=5)


def kinds(claims: Iterable[Counted], limits: AlertLimits = LIMITS) -> list[tuple[str, str]]:
    return [(one.claim, one.kind) for one in alerts(claims, limits)]


def claim(
    name: str = "c", reports: int = 5, low: int = 1, high: int = 1, by: tuple[str, ...] = ()
) -> Counted:
    return Counted(name, "نص", reports, low, high, by)


def test_one_origin_in_many_reports() -> None:
    assert kinds([claim(reports=5)]) == [("c", "one-origin")]
    assert kinds([claim(reports=9)]) == [("c", "one-origin")]
    assert kinds([claim(reports=4)]) == []
    assert kinds([claim(reports=9, low=2, high=2)]) == []


def test_origins_that_are_not_known_count_only_where_asked() -> None:
    assert kinds([claim(reports=9, high=3)]) == []
    assert kinds([claim(reports=9, high=3)], AlertLimits(5, unknown=True)) == [("c", "one-origin")]
    assert kinds([claim(reports=9, low=0, high=3)], AlertLimits(5, unknown=True)) == []


def test_a_dispute() -> None:
    assert kinds([claim(reports=2)]) == []
    assert kinds([claim(reports=2, by=("d", "e"))]) == [("c", "disputed")]
    assert kinds([claim(by=("d",))], AlertLimits(5, disputed=False)) == [("c", "one-origin")]


def test_the_order_of_claims_changes_nothing() -> None:
    some = [claim("b"), claim("a", by=("b",))]
    assert (
        kinds(some) == kinds(reversed(some)) == [("a", "one-origin"), ("a", "disputed"), ("b", "one-origin")]
    )


def test_the_claims_of_a_corpus_as_alerts_count_them(tmp_path: Path) -> None:
    path = press(tmp_path / "press.musnad")
    with open_corpus(path) as corpus:
        found = {one.reports: one for one in counted(corpus)}
    assert set(found) == {4, 1}
    spread, denial = found[4], found[1]
    assert spread.text.startswith("إن سد الأرجوان")
    assert (spread.low, spread.high, spread.disputed_by) == (1, 2, (denial.id,))
    assert denial.disputed_by == (spread.id,)
    assert kinds(found.values(), AlertLimits(4, unknown=True)) == sorted(
        [(spread.id, "one-origin"), (spread.id, "disputed"), (denial.id, "disputed")], key=lambda one: one[0]
    )


# --- the file ---


@pytest.fixture
def held(tmp_path: Path) -> Iterable[Corpus]:
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        yield corpus


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_an_alert_is_written_once(held: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "alerts.jsonl"
    now = [claim("old", 9)]
    prepare(held, lambda _: now, LIMITS)
    assert told(held, lambda _: now, LIMITS, file, "2026-03-01") == ()
    now = [claim("old", 9), claim("new", 6, by=("d",))]
    assert [one.claim for one in told(held, lambda _: now, LIMITS, file, "2026-03-01")] == ["new", "new"]
    assert told(held, lambda _: now, LIMITS, file, "2026-03-02") == ()
    prepare(held, lambda _: [], LIMITS)
    assert told(held, lambda _: now, LIMITS, file, "2026-03-02") == ()
    assert [(one["claim"], one["kind"], one["reports"], one["origins"]) for one in lines(file)] == [
        ("new", "one-origin", 6, [1, 1]),
        ("new", "disputed", 6, [1, 1]),
    ]


def test_ended_between_the_file_and_the_corpus(
    held: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "alerts.jsonl"
    prepare(held, lambda _: [], LIMITS)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("musnad.watch_alerts.note_alerted", killed)
        with pytest.raises(KeyboardInterrupt):
            told(held, lambda _: [claim()], LIMITS, file, "2026-03-01")
    told(held, lambda _: [claim()], LIMITS, file, "2026-03-02")
    assert len(lines(file)) == 1


def test_a_line_that_broke_off_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "alerts.jsonl"
    file.write_bytes(b'{"id": "a')
    append(file, Alert("disputed", "c", "نص\nآخر", 2, 1, 1, ("d",)), "2026-03-01")
    first, second = file.read_text("utf-8").splitlines()
    assert first == '{"id": "a'
    assert json.loads(second)["text"] == "نص\nآخر"


def test_a_line_is_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    real = os.write

    def write(handle: int, data: bytes) -> int:
        written.append(data)
        return real(handle, data)

    monkeypatch.setattr("os.write", write)
    append(tmp_path / "a.jsonl", Alert("disputed", "c", "نص", 2, 1, 1, ()), "2026-03-01")
    assert len(written) == 1
    assert written[0].endswith(b"\n")
