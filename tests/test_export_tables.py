"""The tables of a corpus, the page of a story, and the commands that show them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from musnad import corpus as store
from musnad.cli import main
from musnad.corpus import open_corpus
from musnad.export.tables import TABLES
from musnad.export.tabular import WRITERS
from musnad.model import Reading
from tests.corpus_cases import BODY
from tests.test_ingest import row, table

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("press")
    rows = [
        row(1, byline="الوادي - رويترز", date="2026-01-02T08:00:00+00:00"),
        row(2, date="2026-01-02T09:00:00+00:00", title="=1+1"),
        row(3, text="قالت البلدية إن المعرض يفتح أبوابه يوم السبت المقبل.", byline="محمد الريحان"),
    ]
    table(folder / "a.jsonl", *rows)
    corpus = folder / "press.musnad"
    assert main(["add", str(folder / "a.jsonl"), "--corpus", str(corpus), "--engine", "grammar"]) == 0
    table(
        folder / "b.jsonl",
        row(1, text=BODY.replace("ثلاثين", "أربعين"), byline="الوادي - رويترز", date="2026-01-03"),
    )
    assert main(["add", str(folder / "b.jsonl"), "--corpus", str(corpus), "--engine", "grammar"]) == 0
    return corpus


def exported(press: Path, what: str, form: str = "jsonl") -> bytes:
    out = io.BytesIO()
    with open_corpus(press) as corpus:
        WRITERS[form](TABLES[what], TABLES[what].rows(corpus), out)
    return out.getvalue()


def rows_of(press: Path, what: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(press, what).decode().splitlines()]


@pytest.mark.parametrize("what", TABLES)
def test_every_field_is_there_and_documented(press: Path, what: str) -> None:
    found = rows_of(press, what)
    assert found
    assert all(list(one) == list(TABLES[what].fields) for one in found)
    text = (DOCS / "export.md").read_text("utf-8").split(f"\n## {what}\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == list(TABLES[what].fields)


def test_copies_go_by_the_ids_given(press: Path) -> None:
    (only,) = rows_of(press, "copies")
    assert {only["later"], only["earlier"]} == {"r1", "r2"}
    assert (only["direction"], only["kind"]) == ("known", "copy")
    with open_corpus(press) as corpus:
        text = {one.report.external_id: one.report.text for one in store.stored(corpus)}
    for a, b, c, d in only["passages"]:
        assert text[only["later"]][a:b] == text[only["earlier"]][c:d]


def test_origins_of_reports(press: Path) -> None:
    found = {one["report"]: (one["origin"], one["ref"], one["kind"]) for one in rows_of(press, "origins")}
    assert found["r1"] == ("رويترز", "medium/reuters", "agency")
    assert found["r2"] == ("رويترز", "medium/reuters", "agency")
    assert found["r3"][2] == "publisher"


def test_statements_read_back(press: Path) -> None:
    with open_corpus(press) as corpus:
        text = {one.report.external_id: one.report.text for one in store.stored(corpus)}
    for one in rows_of(press, "statements"):
        assert text[one["report"]][one["cue_start"] : one["cue_end"]] == one["cue"]
        spans = [text[one["report"]][a:b] for a, b in one["content_spans"]]
        assert " […] ".join(spans) == one["content"]


def test_csv_is_safe_for_spreadsheets(press: Path) -> None:
    data = exported(press, "reports", "csv").decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(data, newline="")))
    assert {one["title"] for one in found} == {"سد جديد", "'=1+1"}
    (only,) = csv.DictReader(io.StringIO(exported(press, "copies", "csv").decode("utf-8-sig"), newline=""))
    assert json.loads(only["passages"])
    claims = list(
        csv.DictReader(io.StringIO(exported(press, "claims", "csv").decode("utf-8-sig"), newline=""))
    )
    assert all(json.loads(one["statements"])[0][0] in json.loads(one["reports"]) for one in claims)


@pytest.mark.parametrize("what", TABLES)
def test_parquet_holds_the_same(press: Path, what: str) -> None:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

    back = pq.read_table(io.BytesIO(exported(press, what, "parquet"))).to_pylist()
    assert back == rows_of(press, what)


@pytest.mark.parametrize("what", ["reports", "statements", "copies", "origins"])
def test_tables_are_read_in_parts(press: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exported(press, what)
    monkeypatch.setattr("musnad.corpus.streams.AT_ONCE", 1)
    monkeypatch.setattr("musnad.corpus.streams._ASKED", 1)
    assert exported(press, what) == whole


def test_the_first_row_is_given_before_the_last_is_read(press: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    made = store.StoredVersion.reading

    def counted(one: store.StoredVersion) -> Reading:
        read.append(one.report.version)
        return made(one)

    monkeypatch.setattr("musnad.corpus.streams.AT_ONCE", 1)
    monkeypatch.setattr(store.StoredVersion, "reading", counted)
    with open_corpus(press) as corpus:
        rows = TABLES["statements"].rows(corpus)
        next(rows)
        assert len(read) == 1
        assert sum(1 for _ in rows) > 1
    assert len(read) == 3


def test_a_table_is_of_one_state_whatever_is_written_meanwhile(press: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.musnad"
    copy.write_bytes(press.read_bytes())
    with open_corpus(copy) as corpus, open_corpus(copy, write=True) as other:
        whole = list(TABLES["reports"].rows(corpus))
        rows = TABLES["reports"].rows(corpus)
        first = next(rows)
        last = whole[-1]["id"]
        store.forget(other, last, reason="طلب")
        assert [first, *rows] == whole
        assert last not in {one["id"] for one in TABLES["reports"].rows(corpus)}


def test_relayers_are_told_outermost_first(tmp_path: Path) -> None:
    text = "نقلت صحيفة الميناء عن وكالة الساحل عن الوزير سمير حداد قوله إن الجسر جاهز للعبور."
    table(tmp_path / "a.jsonl", row(1, text=text))
    corpus = tmp_path / "press.musnad"
    assert main(["add", str(tmp_path / "a.jsonl"), "--corpus", str(corpus), "--engine", "grammar"]) == 0
    found = [one["via"] for one in rows_of(corpus, "statements")]
    assert ["صحيفة الميناء", "وكالة الساحل"] in found


@pytest.mark.parametrize("form", WRITERS)
def test_an_empty_corpus_gives_empty_tables(tmp_path: Path, form: str) -> None:
    with open_corpus(tmp_path / "empty.musnad", write=True, create=True) as corpus:
        for one in TABLES.values():
            out = io.BytesIO()
            WRITERS[form](one, one.rows(corpus), out)
            assert len(out.getvalue()) > 0 or form == "jsonl"


# --- the commands ---


def shown(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    out, err = capsysbinary.readouterr()
    return status, out.decode(), err.decode()


def test_report_copies_and_origins_are_shown(press: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    at = ("--corpus", str(press))
    status, out, _ = shown(capsysbinary, "report", "r1", *at)
    assert status == 0
    assert "2 versions" in out
    assert "رويترز" in out
    status, out, _ = shown(capsysbinary, "report", "r1", *at, "--format", "json")
    found = json.loads(out)
    assert (len(found["versions"]), found["origin"]["ref"], len(found["copies"])) == (2, "medium/reuters", 1)
    assert len(found["statements"]) == 3
    status, out, _ = shown(capsysbinary, "copies", "r2", *at)
    assert "share" in out
    status, out, _ = shown(capsysbinary, "copies", "r2", *at, "--format", "json")
    assert json.loads(out)[0]["kind"] == "copy"
    status, out, _ = shown(capsysbinary, "origins", *at, "--format", "json")
    assert json.loads(out)["known"] == 3
    status, out, _ = shown(capsysbinary, "origins", *at)
    assert "3 reports of known origin" in out
    status, out, _ = shown(capsysbinary, "origins", "r2", *at)
    assert "credited to رويترز" in out
    status, out, _ = shown(capsysbinary, "origins", "r2", *at, "--format", "json")
    assert len(json.loads(out)["statements"]) == 3


def test_diff_shows_what_changed(press: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, out, _ = shown(capsysbinary, "diff", "r1", "--corpus", str(press))
    assert status == 0
    assert "أربعين" in out
    status, out, _ = shown(capsysbinary, "diff", "r1", "--corpus", str(press), "--format", "json")
    assert [one["fate"] for one in json.loads(out)[0]["changes"]] == ["changed"]
    status, _, err = shown(capsysbinary, "diff", "r3", "--corpus", str(press))
    assert "only one version" in err


def test_export_and_story_write_files(
    press: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    at = ("--corpus", str(press))
    assert shown(capsysbinary, "export", "copies", *at)[1].count("\n") == 1
    target = tmp_path / "copies.parquet"
    assert shown(capsysbinary, "export", "copies", *at, "-f", "parquet", "-o", str(target))[0] == 0
    assert target.read_bytes().startswith(b"PAR1")
    page = tmp_path / "story.html"
    assert shown(capsysbinary, "story", "r1", *at, "-o", str(page))[0] == 0
    assert page.read_text("utf-8").count('class="dot"') == 2


def test_verify_forget_and_update(
    press: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    copy = tmp_path / "copy.musnad"
    copy.write_bytes(press.read_bytes())
    at = ("--corpus", str(copy))
    assert shown(capsysbinary, "verify", *at)[0] == 0
    assert shown(capsysbinary, "forget", "r1", *at, "--reason", "طلب", "--yes")[0] == 0
    assert shown(capsysbinary, "copies", "r1", *at)[0] == 1
    status, _, err = shown(capsysbinary, "update", *at, "--engine", "grammar", "--reread")
    assert status == 0
    assert "up to date" in err
    assert shown(capsysbinary, "update", *at, "--anew")[0] == 0
    assert shown(capsysbinary, "verify", *at)[0] == 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_wrong_is_one_line(
    language: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSNAD_LANG", language)
    status, out, err = shown(capsysbinary, "verify", "--corpus", str(tmp_path / "none.musnad"))
    assert (status, out, err.count("\n")) == (1, "", 1)
    (tmp_path / "text").write_text("ليس مدوّنة", "utf-8")
    status, _, err = shown(capsysbinary, "origins", "--corpus", str(tmp_path / "text"))
    assert (status, err.count("\n")) == (1, 1)
    assert "Traceback" not in err


def test_a_bad_map_is_a_usage_error(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    corpus = str(tmp_path / "x.musnad")
    assert shown(capsysbinary, "add", "x", "--corpus", corpus, "--columns", "nothing")[0] == 2
    assert not Path(corpus).exists()


def test_passages_stand_side_by_side(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSNAD_LANG", "en")
    corpus = str(tmp_path / "press.musnad")
    table(
        tmp_path / "a.jsonl",
        row(1, date="2026-01-02T08:00:00+00:00"),
        row(2, text=BODY.replace("ثلاثين", "أربعين"), date="2026-01-02T09:00:00+00:00"),
    )
    assert main(["add", str(tmp_path / "a.jsonl"), "--corpus", corpus, "--engine", "grammar"]) == 0
    capfd.readouterr()
    assert main(["copies", "r2", "--corpus", corpus]) == 0
    plain = capfd.readouterr().out
    assert main(["copies", "r2", "--passages", "--corpus", corpus]) == 0
    shown = capfd.readouterr().out
    assert shown.startswith(plain)
    (line,) = (line for line in shown.splitlines() if "⟦ثلاثين⟧" in line or "⟦أربعين⟧" in line)
    mine, other = (part for part in line.split("  ") if part)
    assert "⟦أربعين⟧" in mine
    assert "⟦ثلاثين⟧" in other
    assert "this report" in shown
    for form in (["--passages"], []):
        assert main(["copies", "r2", "--format", "json", "--corpus", corpus, *form]) == 0
    once, again = capfd.readouterr().out.split("]\n[")
    assert once[1:].strip() == again.rstrip()[:-1].strip()
