"""``musnad claims`` and what else shows claims: lists, one claim opened, formats, both languages."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from musnad import corpus as store
from musnad.claims_counts import count
from musnad.cli import finding, main
from musnad.corpus import CorpusError, open_corpus, verify
from musnad.corpus.claim_parts import claim, claim_rows
from musnad.corpus.claim_queries import ClaimFilters, claims_at, claims_of, listed, resolve_claim
from musnad.corpus.searching import Filters
from musnad.export.claims import LISTED, STATED, opened
from musnad.model import Origin, Reason
from tests.claim_cases import press as made

DOCS = Path(__file__).resolve().parent.parent / "docs"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("claims") / "press.musnad")


@pytest.fixture
def run(press: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANGUAGE", "en")

    def call(*arguments: str, corpus: Path = press, language: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("MUSNAD_LANG", language)
        status = main([arguments[0], "--corpus", str(corpus), *arguments[1:]])
        out, err = capfdbinary.readouterr()
        return status, out.decode("utf-8", "replace"), err.decode()

    return call


def found(run: Run, *arguments: str) -> list[dict[str, Any]]:
    status, out, _ = run("claims", *arguments, "-f", "jsonl")
    assert status == 0
    return [json.loads(line) for line in out.splitlines()]


def speakers(run: Run, *arguments: str) -> list[str]:
    return [row["speaker"] for row in found(run, *arguments)]


# --- lists ---


def test_claims_in_several_reports_are_listed(run: Run) -> None:
    (row,) = found(run)
    assert list(row) == list(LISTED)
    assert (row["speaker"], row["report"], row["statement"]) == ("عاصم البرهومي", "r1", "s1")
    assert (row["reports"], row["carriers"], row["first"]) == (4, 4, "2026-03-03")
    assert (row["named"], row["unknown"], row["unnamed"], row["disputed"]) == (1, 1, 0, True)
    assert (row["low"], row["high"]) == (1, 2)
    assert row["content"].startswith("إن سد الأرجوان")
    assert [one["reports"] for one in found(run, "--all")] == [4, 1, 1]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("--speaker", "البيلسان"), ["رابعة البيلسان"]),
        (("--speaker", "عاصم البرهومي"), ["عاصم البرهومي"]),
        (("--speaker", "قرنفلة"), []),
        (("--speaker", "person/nobody"), []),
        (("--outlet", "الميناء"), ["عاصم البرهومي"]),
        (("--outlet", "الميناء", "--speaker", "البيلسان"), []),
        (("--outlet", "الميناء", "--outlet", "المزولة"), ["عاصم البرهومي", "رابعة البيلسان"]),
        (("--outlet", "الميناء", "--until", "2026-03-04"), []),
        (("--agency", "رويترز", "--reports", "2"), ["عاصم البرهومي"]),
        (("--origin", "unknown", "--outlet", "الميناء"), ["عاصم البرهومي"]),
        (("--class", "deny"), ["نقابة المزارعين"]),
        (("--since", "2026-03-06"), ["نقابة المزارعين"]),
        (("--until", "2026-03-03"), ["عاصم البرهومي"]),
        (("--until", "2026-03-02"), []),
        (("--disputed",), ["عاصم البرهومي", "نقابة المزارعين"]),
        (("--reports", "4"), ["عاصم البرهومي"]),
        (("--reports", "5"), []),
        (("--high", "1"), ["نقابة المزارعين", "رابعة البيلسان"]),
        (("--high", "0"), []),
        (("--low", "0", "--disputed"), ["نقابة المزارعين"]),
        (("--order", "newest"), ["نقابة المزارعين", "رابعة البيلسان", "عاصم البرهومي"]),
        (("--order", "origins"), ["عاصم البرهومي", "نقابة المزارعين", "رابعة البيلسان"]),
        (("--limit", "1"), ["عاصم البرهومي"]),
        (("--limit", "1", "--page", "3"), ["رابعة البيلسان"]),
    ],
)
def test_filters_orders_and_pages(run: Run, arguments: tuple[str, ...], wanted: list[str]) -> None:
    assert speakers(run, "--all", *arguments) == wanted


def test_json_tells_how_many_there_are(run: Run) -> None:
    out = json.loads(run("claims", "--all", "--limit", "2", "--page", "2", "-f", "json")[1])
    assert {key: out[key] for key in ("total", "page", "pages")} == {"total": 3, "page": 2, "pages": 2}
    assert len(out["claims"]) == 1
    past = run("claims", "--all", "--limit", "2", "--page", "9", "-f", "json")
    assert (json.loads(past[1])["total"], "there are only 2 pages" in past[2]) == (3, True)


def test_every_format_holds_the_same(run: Run) -> None:
    for asked, fields in ((("--all",), LISTED), (("r4:s1",), STATED)):
        lines = found(run, *asked)
        text = run("claims", *asked, "-f", "csv")[1].removeprefix("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["report"] for row in rows] == [line["report"] for line in lines]
        assert list(rows[0]) == list(lines[0]) == list(fields)
        assert run("claims", *asked, "-f", "parquet")[1].startswith("PAR1")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("3 claims", "claim id", "reports", "origins", "1–2", "disputed")),
        ("ar", ("3 مقولات", "معرّف المقولة", "تقارير", "المناشئ", "1–2", "مطعون فيها")),
    ],
)
def test_a_list_in_both_languages(run: Run, language: str, words: tuple[str, ...]) -> None:
    status, out, err = run("claims", "--all", language=language)
    assert (status, err) == (0, "")
    assert all(word in out for word in words)
    assert "Project-Id" not in out


# --- one claim ---


def test_a_claim_goes_by_several_names(press: Path) -> None:
    with open_corpus(press) as corpus:
        (_, (one, *_rest)) = listed(corpus)
        wanted = one.sums.id
        for name in (wanted, wanted[:6], wanted[:9].upper(), "r1:s1", "r4:s1", f"{one.version[:12]}:s1"):
            assert resolve_claim(corpus, name) == wanted
        for name in ("", wanted[:5], "r1:s99", "r1:", "r1", "%", "zzzzzzzz", "0" * 65, "' OR 1=1 --"):
            with pytest.raises(CorpusError) as error:
                resolve_claim(corpus, name)
            assert error.value.code == "no-claim"
        with pytest.raises(CorpusError) as error:
            resolve_claim(corpus, "r9:s1")
        assert error.value.code == "unknown"


def test_a_beginning_of_two_ids_is_ambiguous(tmp_path: Path) -> None:
    path = made(tmp_path / "two.musnad")
    with open_corpus(path, write=True) as corpus, corpus.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE claim SET id = 'abcdef' || substr(id, 7)")
    with open_corpus(path) as corpus, pytest.raises(CorpusError) as error:
        resolve_claim(corpus, "abcdef")
    assert error.value.code == "ambiguous"


def test_a_claim_is_opened_into_its_reasons(run: Run) -> None:
    out = json.loads(run("claims", "r4:s1", "-f", "json")[1])
    assert [one["report"] for one in out["statements"]] == ["r1", "r2", "r3", "r4"]
    assert all(list(one) == list(STATED) for one in out["statements"])
    first = out["statements"][0]
    assert first["source"] == "وزير الري عاصم البرهومي"
    assert first["path"] == ["publisher: المزولة", "credit: رويترز", "speaker: عاصم البرهومي"]
    counted = out["count"]
    assert (sorted(counted["reports"]), len(counted["carriers"])) == (["r1", "r2", "r3", "r4"], 4)
    (named,) = counted["named"]
    assert (named["ref"], named["kind"], named["reports"][:2]) == ("medium/reuters", "agency", ["r1", "r2"])
    assert named["reasons"][0].startswith("credit-byline")
    assert any(reason.startswith("passage-credited") for reason in named["reasons"])
    assert counted["unknown"] == [{"reports": ["r4"], "reasons": ["no-evidence"]}]
    assert (counted["unnamed"], counted["repeated"]) == ([], [])
    assert (counted["low"], counted["high"], counted["earliest"]) == (1, 2, ["r1"])
    assert len(out["ties"]) == 6
    assert out["ties"][0]["reasons"] == ["words 0.90"]
    assert [one["speaker"] for one in out["corroborated"]] == ["رابعة البيلسان"]
    assert [one["speaker"] for one in out["disputed"]] == ["نقابة المزارعين"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("4 reports", "credited in the byline", "unknown origin", "nothing tells the origin",
             "first published by: r1",
             "others who say the same", "claims that dispute it", "origins: 1–2"),
        ),
        (
            "ar",
            ("4 تقارير", "منسوب في سطر الكاتب", "منشأ مجهول", "لا شيء يدل على المنشأ", "أول من نشرها: r1",
             "آخرون قالوا مثل ذلك", "مقولات تطعن فيها", "المناشئ: 1–2"),
        ),
    ],
)  # fmt: skip
def test_a_claim_in_both_languages(run: Run, language: str, words: tuple[str, ...]) -> None:
    status, out, err = run("claims", "r1:s1", language=language)
    assert (status, err) == (0, "")
    for word in words:
        assert word in out
    assert "المزولة ← رويترز ← عاصم البرهومي" in out


def test_the_counts_that_are_opened_are_those_that_are_kept(press: Path) -> None:
    with open_corpus(press) as corpus:
        for row in claim_rows(corpus):
            whole = claim(corpus, row.sums.id)
            told = opened(whole)
            assert told.count == count([one.counted for one in whole.statements], whole.copies)
            assert (told.count.low, told.count.high) == (row.sums.low, row.sums.high)
            assert len(told.named) == row.sums.named == len(row.named)
            assert len(told.unknown) == row.sums.unknown
            assert {version for one in told.named for version in one.versions} <= set(told.count.reports)


def test_a_report_that_says_again_what_its_publisher_heard_itself_is_opened_as_adding_none(
    press: Path,
) -> None:
    with open_corpus(press) as corpus:
        whole = claim(corpus, resolve_claim(corpus, "r1:s1"))
    first, *_, last = whole.statements
    own = replace(
        first, origin=Origin("publisher", "name:المزولة", "المزولة", reasons=(Reason("own-special"),))
    )
    again = replace(last, place=replace(last.place, publisher=first.place.publisher))
    told = opened(replace(whole, statements=(own, again), copies=()))
    assert [one.versions for one in told.repeated] == [(again.place.version,)]
    assert (told.unknown, told.count.low, told.count.high) == ((), 1, 1)
    apart = opened(replace(whole, statements=(own, last), copies=()))
    assert [one.versions for one in apart.unknown] == [(last.place.version,)]


def test_an_unknown_claim_is_said_to_be_unknown(run: Run) -> None:
    status, out, err = run("claims", "abcdef012")
    assert (status, out) == (1, "")
    assert "there is no such claim" in err
    assert "مقولة" in run("claims", "abcdef012", language="ar")[2]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("arguments", "english"),
    [
        (("--speaker", "؟!"), "no word in the name"),
        (("--reports", "9"), "no claim is like that"),
        (("--page", "9"), "there is only 1 page"),
    ],
)
def test_what_gives_nothing_is_said(
    run: Run, arguments: tuple[str, ...], english: str, language: str
) -> None:
    status, _, err = run("claims", *arguments, language=language)
    assert status == 0
    assert (english in err) == (language == "en")
    assert bool(re.search("[\u0600-\u06ff]", err)) == (language == "ar")


def test_why_there_are_no_claims_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.musnad"
    with open_corpus(path, write=True, create=True):
        pass
    assert "holds no report yet" in run("claims", corpus=path)[2]
    with open_corpus(path, write=True) as corpus:
        from tests.corpus_cases import entry

        store.add(corpus, [entry()])
        store.replace_derived(corpus, [], [], store.changes(corpus))
    assert "no claims were found yet" in run("claims", corpus=path)[2]


def test_a_filter_that_is_refused_is_named(run: Run) -> None:
    assert run("claims", "--outlet", "لا شيء")[0] == 1
    assert "no outlet of that name" in run("claims", "--outlet", "لا شيء")[2]
    assert run("claims", "--reports", "0")[0] == 2


def test_signs_of_sql_and_search_are_words(run: Run) -> None:
    for text in ('" OR 1=1 --', "speaker:*", "(((", "NEAR(a b)", "'; DROP TABLE claim"):
        assert run("claims", "--all", "--speaker", text)[0] == 0
    assert len(found(run, "--all")) == 3


# --- elsewhere ---


def test_a_report_tells_the_claims_of_its_statements(run: Run) -> None:
    out = json.loads(run("report", "r2", "-f", "json")[1])
    told = out["statements"][0]["claim"]
    assert (told["reports"], told["low"], told["high"], told["disputed"]) == (4, 1, 2, True)
    shown = run("report", "r2")[1]
    assert told["claim"][:10] in shown
    assert "1–2" in shown


def test_who_tells_them_too(run: Run) -> None:
    out = json.loads(run("who", "البرهومي", "-f", "json")[1])
    assert {(one["reports"], one["low"], one["high"]) for one in out["statements"]} == {(4, 1, 2)}


def test_claims_of_statements(press: Path) -> None:
    with open_corpus(press) as corpus:
        whole = claim(corpus, resolve_claim(corpus, "r1:s1"))
        version = whole.statements[0].place.version
        assert claims_of(corpus, version) == {"s1": whole.sums}
        assert claims_at(corpus, [(version, "s1"), (version, "s7"), ("x", "s1")]) == {
            (version, "s1"): whole.sums
        }
        assert claims_of(corpus, "x") == {}


def test_the_table_of_all_claims(run: Run) -> None:
    rows = [json.loads(line) for line in run("export", "claims")[1].splitlines()]
    assert [row["claim"] for row in rows] == sorted(row["claim"] for row in rows)
    (row,) = (one for one in rows if len(one["reports"]) > 1)
    assert row["reports"] == ["r1", "r2", "r3", "r4"]
    assert row["statements"] == [["r1", "s1"], ["r2", "s1"], ["r3", "s1"], ["r4", "s1"]]
    assert (row["named"], row["unknown"], row["unnamed"], row["low"], row["high"]) == (["رويترز"], 1, 0, 1, 2)
    assert (row["earliest"], row["first"], row["speaker"]) == (["r1"], "2026-03-03", "عاصم البرهومي")
    others = {one["speaker"]: one["claim"] for one in rows}
    assert row["corroborated"] == [others["رابعة البيلسان"]]
    assert row["disputed"] == [others["نقابة المزارعين"]]


def test_it_is_read_in_parts(press: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_corpus(press) as corpus:
        whole = list(claim_rows(corpus))
        monkeypatch.setattr("musnad.corpus.claim_parts._AT_ONCE", 1)
        assert list(claim_rows(corpus)) == whole


def test_a_corpus_with_claims_is_sound(run: Run) -> None:
    assert run("verify")[0] == 0


def test_a_list_is_quick(press: Path) -> None:
    with open_corpus(press) as corpus:
        asked = ClaimFilters(Filters(since="2026-03-01", classes=("say",)))
        listed(corpus, asked)
        start = time.perf_counter()
        listed(corpus, asked)
        assert time.perf_counter() - start < 1


def test_every_field_is_documented() -> None:
    page = (DOCS / "claims.md").read_text("utf-8")
    rows = {
        name
        for cell in re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", cell)
    }
    assert {*LISTED, *STATED} <= rows
    assert set(finding.ORDERS) == {"reports", "newest", "origins"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claim SET id = 'x' WHERE pk = 1",
        "UPDATE member SET statement = 's999' WHERE statement = 's1' AND version = 1",
        "UPDATE tie SET left_statement = 's998'",
        "UPDATE tie SET right_statement = 's998'",
    ],
)
def test_verify_sees_what_is_wrong_with_claims(press: Path, tmp_path: Path, change: str) -> None:
    path = tmp_path / "press.musnad"
    path.write_bytes(press.read_bytes())
    with open_corpus(path) as corpus:
        assert list(verify(corpus)) == []
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(change)
    with open_corpus(path) as corpus:
        assert {fault.code for fault in verify(corpus)} == {"claim"}
