"""``musnad judge``: what is judged holds at once, is kept, undone, found again, and written as gold."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from musnad import corpus as store
from musnad.cli import main
from musnad.corpus import open_corpus
from musnad.evaluate import evaluate
from musnad.gold import GoldError, load
from musnad.model import Reading, Report
from musnad.upkeep import refresh
from tests.corpus_cases import entry

ROOT = Path(__file__).resolve().parents[1]
OTHER = (
    "أعلنت رئيسة البلدية رابعة البيلسان أن السد الجديد سيروي ثلاثين قرية قبل نهاية الصيف.\n"
    "وقال الصياد غانم الدالية إن الأسماك عادت إلى النهر."
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSNAD_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def press(tmp_path: Path) -> Path:
    path = tmp_path / "press.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(
            corpus,
            [
                entry(external_id="r1", publisher="المزولة"),
                entry(OTHER, external_id="r2", publisher="الصفصاف", title="السد والأسماك"),
            ],
        )
        refresh(corpus)
    return path


def judge(path: Path, *arguments: str, by: str = "سلمى") -> int:
    return main(["judge", *arguments, "--corpus", str(path), "--by", by])


def contents(path: Path) -> list[str]:
    with open_corpus(path) as corpus:
        assert list(store.verify(corpus)) == []
        assert not store.stale(corpus)
        return [line for line in store.contents(corpus) if not line.startswith('["judgement"')]


def of(path: Path, name: str) -> Reading:
    with open_corpus(path) as corpus:
        return store.versions(corpus, store.resolve(corpus, name))[-1].reading()


def speakers(reading: Reading) -> dict[str, str | None]:
    names = {one.id: one.name for one in reading.entities}
    return {one.id: names.get(one.speaker or "") for one in reading.statements}


def claims(path: Path) -> list[list[str]]:
    with open_corpus(path) as corpus:
        called = store.names(corpus)
        found = [
            [f"{called[at.version]}:{at.statement}" for at in one.statements] for one in store.claims(corpus)
        ]
    return sorted(sorted(one) for one in found)


def listed(path: Path, capsysbinary: pytest.CaptureFixture[bytes], *more: str) -> list[dict[str, Any]]:
    capsysbinary.readouterr()
    assert main(["judge", "list", "--corpus", str(path), "--format", "json", *more]) == 0
    found: list[dict[str, Any]] = json.loads(capsysbinary.readouterr().out)
    return found


def anew(path: Path) -> None:
    """That what stands in the corpus is what all of it found from nothing would be."""
    before = contents(path)
    with open_corpus(path, write=True) as corpus:
        refresh(corpus, anew=True)
    assert contents(path) == before


JUDGED = [
    ("same", "r1:s3", "r2:s2"),
    ("different", "r1:s1", "r2:s1"),
    ("speaker", "r1:s1", "نعمان السروي"),
    ("speaker", "r1:s1", "حسناء اليعفوري"),
    ("speaker", "r1:s1", ""),
    ("span", "r1:s1", "--content", "45-70;80-90", "--source", "24-40"),
    ("none", "r1:s2"),
    ("copy", "yes", "r1", "r2"),
    ("copy", "no", "r1", "r2"),
    ("entity", "different", "r1:رابعة البيلسان", "r2:رابعة البيلسان"),
    ("whole", "r1"),
]


@pytest.mark.parametrize("judged", JUDGED, ids=" ".join)
def test_undoing_restores_what_was_before(press: Path, judged: tuple[str, ...]) -> None:
    before = contents(press)
    assert judge(press, *judged) == 0
    after = contents(press)
    if judged[0] in ("speaker", "span", "none"):
        assert after != before
    anew(press)
    assert judge(press, "undo", "1") == 0
    assert contents(press) == before


def test_statements_judged_the_same_are_one_claim(press: Path) -> None:
    assert ["r1:s3", "r2:s2"] not in claims(press)
    assert judge(press, "same", "r1:s3", "r2:s2") == 0
    assert ["r1:s3", "r2:s2"] in claims(press)
    assert judge(press, "different", "r2:s2", "r1:s3") == 0
    assert ["r1:s3"] in claims(press)


def test_a_corrected_speaker_is_shown_and_searched(
    press: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert judge(press, "speaker", "r2:s2", "رابعة البيلسان") == 0
    assert speakers(of(press, "r2"))["s2"] == "رابعة البيلسان"
    assert judge(press, "speaker", "r2:s2", "حسناء اليعفوري") == 0
    assert speakers(of(press, "r2"))["s2"] == "حسناء اليعفوري"
    capsysbinary.readouterr()
    assert main(["report", "r2", "--corpus", str(press), "--format", "json"]) == 0
    shown = json.loads(capsysbinary.readouterr().out)["statements"]
    assert [one["speaker"] for one in shown if one["statement"] == "s2"] == ["حسناء اليعفوري"]
    assert main(["who", "حسناء اليعفوري", "--corpus", str(press), "--format", "json"]) == 0
    assert [one["statement"] for one in json.loads(capsysbinary.readouterr().out)["statements"]] == ["s2"]
    assert judge(press, "speaker", "r2:s2", "") == 0
    assert speakers(of(press, "r2"))["s2"] is None


def test_a_statement_judged_none_leaves_counts_and_claims(press: Path) -> None:
    assert any("r1:s2" in one for one in claims(press))
    assert judge(press, "none", "r1:s2") == 0
    assert not any("r1:s2" in one for one in claims(press))
    assert list(speakers(of(press, "r1"))) == ["s1", "s3"]
    # A newer judgement of its speaker says that it is one.
    assert judge(press, "speaker", "r1:s2", "نعمان السروي") == 0
    assert speakers(of(press, "r1"))["s2"] == "نعمان السروي"


def test_corrected_spans_are_those_of_the_reading(press: Path) -> None:
    assert judge(press, "span", "r1:s1", "--content", "٤٥-٧٠", "--cue", "17-21") == 0
    assert judge(press, "span", "r1:s1", "--source", "22-40") == 0
    (at,) = [
        one for one in of(press, "r1").attributions if one.id == of(press, "r1").statements[0].attribution
    ]
    assert (at.cue.start, at.cue.end) == (17, 21)
    assert [(span.start, span.end) for span in at.content] == [(45, 70)]
    assert at.source is not None and (at.source.start, at.source.end) == (22, 40)


def test_a_copy_can_be_denied_and_added(press: Path) -> None:
    def pairs() -> dict[tuple[str, ...], Any]:
        with open_corpus(press) as corpus:
            called = store.names(corpus)
            return {tuple(sorted((called[c.later], called[c.earlier]))): c for c in store.copies(corpus)}

    other = "قال الحارس وسيم العرعري إن المتحف أغلق أبوابه قبل ساعة من الموعد."
    with open_corpus(press, write=True) as corpus:
        store.add(corpus, [entry(external_id="r3", publisher="السنديان")])
        store.add(corpus, [entry(other, external_id="r4", publisher="الأرجوان", title="متحف يغلق")])
        refresh(corpus)
    assert ("r1", "r3") in pairs()
    assert ("r1", "r4") not in pairs()
    assert judge(press, "copy", "no", "r1", "r3") == 0
    assert judge(press, "copy", "yes", "r4", "r1") == 0
    assert ("r1", "r3") not in pairs()
    added = pairs()["r1", "r4"]
    assert (added.kind, added.reasons[0].code, added.reasons[0].details) == ("copy", "judged", ("سلمى",))
    anew(press)


def test_entities_are_joined_and_parted(press: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    def rows() -> dict[str, list[str]]:
        capsysbinary.readouterr()
        assert main(["export", "entities", "--corpus", str(press)]) == 0
        out = capsysbinary.readouterr().out.decode()
        found = [json.loads(line) for line in out.splitlines()]
        return {f"{one['name']} {number}": one["reports"] for number, one in enumerate(found)}

    def apart(name: str) -> int:
        return sum(key.startswith(name) for key in rows())

    assert apart("رابعة البيلسان") == 1
    assert judge(press, "entity", "different", "r1:رابعة البيلسان", "r2:رابعة البيلسان") == 0
    assert apart("رابعة البيلسان") == 2
    assert judge(press, "entity", "same", "r1:نعمان السروي", "r2:غانم الدالية") == 0
    assert apart("نعمان السروي") + apart("غانم الدالية") == 1


def test_the_newer_holds_and_says_so(press: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert judge(press, "same", "r1:s1", "r2:s1") == 0
    assert judge(press, "same", "r2:s1", "r1:s1") == 0
    assert b"nothing changed" in capsysbinary.readouterr().err
    assert judge(press, "different", "r1:s1", "r2:s1") == 0
    assert b"contradicts your judgement 1: the newer holds" in capsysbinary.readouterr().err
    assert judge(press, "same", "r1:s1", "r2:s1", by="رياض") == 0
    assert "contradicts judgement 2 of سلمى" in capsysbinary.readouterr().err.decode()
    found = listed(press, capsysbinary)
    assert [(one["state"], one["against"]) for one in found] == [
        ("holds", []), ("superseded", [3]), ("holds", [2])
    ]  # fmt: skip
    # Undone, the former one holds again.
    assert judge(press, "undo", "3", by="رياض") == 0
    assert [one["state"] for one in listed(press, capsysbinary)] == ["superseded", "holds"]
    states = [one["state"] for one in listed(press, capsysbinary, "--undone")]
    assert states == ["superseded", "holds", "undone"]
    assert main(["judge", "list", "--corpus", str(press), "--undone"]) == 0
    assert "3 judgements" in capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("same", "r1:s1", "r1:s1"), 1, "one and the same"),
        (("same", "r1:s1", "r9:s1"), 1, "no such report"),
        (("same", "r1:s1", "r2:s77"), 1, "no such statement"),
        (("same", "r1:s1", "r2"), 1, "no such statement"),
        (("none", ""), 1, "no such statement"),
        (("span", "r1:s1"), 2, "--content"),
        (("span", "r1:s1", "--content", "5-999999"), 1, "outside the text"),
        (("span", "r1:s1", "--content", "9-5"), 2, "no stretch"),
        (("span", "r1:s1", "--content", "5-9;7-12"), 2, "overlap"),
        (("span", "r1:s1", "--cue", "5-9;17-22"), 2, "only one"),
        (("entity", "same", "r1:e1", "r2:e99"), 1, "no such one"),
        (("entity", "same", "r1:e1", "r1:e1"), 1, "one and the same"),
        (("copy", "yes", "r1", "r1"), 1, "one and the same"),
        (("copy", "perhaps", "r1", "r2"), 2, "perhaps"),
        (("undo", "5"), 1, "no such judgement"),
        (("undo", "0"), 2, "0"),
    ],
)
def test_what_cannot_be_judged_is_told(
    press: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int, said: str
) -> None:
    before = contents(press)
    assert judge(press, *arguments) == status
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err
    assert contents(press) == before
    with open_corpus(press) as corpus:
        assert store.judgements(corpus, undone=True) == ()


def test_nobody_can_judge_without_a_name(press: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judge(press, "none", "r1:s1", by=" ") == 2
    assert "give a name" in capsys.readouterr().err


def test_after_rereading_a_judgement_has_the_same_effects(
    press: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert judge(press, "speaker", "r1:s1", "حسناء اليعفوري") == 0
    assert judge(press, "none", "r1:s2") == 0
    assert judge(press, "same", "r1:s3", "r2:s2") == 0
    assert judge(press, "whole", "r1") == 0
    after = contents(press)
    made = entry(external_id="r1", publisher="المزولة")
    with open_corpus(press, write=True) as corpus:
        store.put_readings(corpus, {made.report.version: made.reading})
        refresh(corpus)
    assert contents(press) == after
    # A reader that finds other statements: what fits none of them is lost, and the report is no longer whole.
    rows = made.reading.statements
    reading = replace(of(press, "r2"))
    assert reading.statements
    with open_corpus(press, write=True) as corpus:
        (held_,) = [one for one in store.stored(corpus) if one.report.version == made.report.version]
        bare = replace(held_.reading(), statements=(), attributions=())
        store.put_readings(corpus, {made.report.version: store.packed_reading(bare)})
        refresh(corpus)
    assert len(rows) == 3
    assert {one["state"] for one in listed(press, capsysbinary, "--lost")} == {"lost"}
    assert len(listed(press, capsysbinary, "--lost")) == 4
    assert judge(press, "undo", "1") == 0


CHILD = """
import os, signal, sys
from musnad.corpus import derived, judging, store as of_store
from musnad.cli import main

after = int(sys.argv[1])
done = 0

def counted(connection, *rest):
    global done
    done += 1
    if done > after:
        os.kill(os.getpid(), signal.SIGKILL)

from sqlalchemy import event
from sqlalchemy.engine import Engine

@event.listens_for(Engine, "before_cursor_execute")
def before(connection, cursor, statement, *rest):
    if statement.lstrip().split(" ")[0].upper() in ("INSERT", "UPDATE", "DELETE"):
        counted(connection)

main(["judge", "speaker", "r1:s1", "حسناء اليعفوري", "--corpus", sys.argv[2], "--by", "سلمى"])
print(done)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_in_the_middle_nothing_is_half_done(press: Path, tmp_path: Path) -> None:
    def copied(name: str) -> Path:
        made = tmp_path / name
        made.write_bytes(press.read_bytes())
        return made

    def run(after: int, path: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", CHILD, str(after), str(path)], cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    with open_corpus(press) as corpus:
        store.size(corpus)
    whole = copied("whole.musnad")
    total = int(run(10_000, whole).stdout)
    wanted, before = contents(whole), contents(press)
    assert total > 6
    for after in sorted({0, 1, 2, 3, total // 2, total - 1}):
        path = copied(f"{after}.musnad")
        assert run(after, path).returncode == -9
        with open_corpus(path, write=True) as corpus:
            assert list(store.verify(corpus)) == []
            assert store.judgements(corpus, undone=True) == ()
            assert not store.stale(corpus)
        assert contents(path) == before
        assert judge(path, "speaker", "r1:s1", "حسناء اليعفوري") == 0
        assert contents(path) == wanted


def test_two_who_judge_at_once_lose_nothing(press: Path) -> None:
    orders = [
        ["speaker", "r1:s1", "حسناء اليعفوري"],
        ["none", "r1:s2"],
        ["same", "r1:s3", "r2:s2"],
        ["speaker", "r2:s1", ""],
    ]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "musnad.cli", "judge", *order, "--corpus", str(press), "--by", f"ن{n}"],
            cwd=ROOT,
        )
        for n, order in enumerate(orders)
    ]
    assert [one.wait() for one in running] == [0] * len(orders)
    with open_corpus(press, write=True) as corpus:
        assert len(store.judgements(corpus)) == len(orders)
        assert not store.stale(corpus)
    assert speakers(of(press, "r1"))["s1"] == "حسناء اليعفوري"
    assert "s2" not in speakers(of(press, "r1"))
    anew(press)


def exported(path: Path, target: Path, *more: str) -> int:
    return main(["export", "gold", "--corpus", str(path), "--output", str(target), *more])


def test_gold_is_read_back_and_scores_full_marks(press: Path, tmp_path: Path) -> None:
    target = tmp_path / "gold.jsonl"
    assert judge(press, "speaker", "r1:s1", "حسناء اليعفوري") == 0
    assert judge(press, "none", "r1:s2") == 0
    assert exported(press, target) == 0
    assert target.read_text("utf-8") == ""
    with pytest.raises(GoldError):
        load(target)
    assert exported(press, target, "--all") == 0
    assert [one.name for one in load(target)] == ["r1"]
    assert judge(press, "whole", "r1") == 0
    assert judge(press, "whole", "r2") == 0
    assert exported(press, target) == 0
    gold = load(target)
    assert sorted(one.name for one in gold) == ["r1", "r2"]
    readings = {of(press, name).report.text: of(press, name) for name in ("r1", "r2")}

    def read(report: Report) -> Reading:
        return readings[report.text]

    scores = evaluate(gold, read)
    assert scores.gold == scores.predicted == 4
    values = [count.f1 for count in (m.count for m in scores.measures) if count.gold or count.predicted]
    assert len(values) > 8
    assert set(values) == {1.0}
    assert main(["evaluate", str(target), "--engine", "grammar"]) == 0
    # A folder in the format of the guidelines is the same gold.
    folder = tmp_path / "folder"
    folder.mkdir()
    for line in target.read_text("utf-8").splitlines():
        told = json.loads(line)
        (folder / f"{told['id']}.txt").write_bytes(told.pop("text").encode())
        (folder / f"{told['id']}.meta").write_text(json.dumps(told.pop("meta")), "utf-8")
        (folder / f"{told['id']}.json").write_text(json.dumps(told), "utf-8")
    assert sorted(load(folder), key=lambda one: one.name) == sorted(gold, key=lambda one: one.name)


def test_gold_has_one_format_and_all_is_of_gold(press: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "gold", "--corpus", str(press), "--format", "csv"]) == 2
    assert main(["export", "copies", "--corpus", str(press), "--all"]) == 2
    assert main(["export", "gold", "--corpus", str(press)]) == 0
    assert re.search("0 reports", capsys.readouterr().err)


def test_the_list_speaks_arabic(
    press: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert judge(press, "span", "r1:s1", "--content", "45-70") == 0
    assert judge(press, "whole", "r2") == 0
    monkeypatch.setenv("MUSNAD_LANG", "ar")
    monkeypatch.setenv("LANGUAGE", "ar")
    capsysbinary.readouterr()
    assert main(["judge", "list", "--corpus", str(press)]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert "حكمان" in out
    assert "content 45-70" in out
