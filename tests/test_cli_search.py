"""``musnad search`` and ``musnad who``: formats, messages in both languages, and what they are refused."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from musnad import corpus as store
from musnad.cli import finding, main, table
from musnad.cli.search import FIELDS
from musnad.cli.who import CANDIDATES
from musnad.cli.who import FIELDS as SAID
from musnad.corpus import open_corpus
from tests.corpus_cases import entry

DOCS = Path(__file__).resolve().parent.parent / "docs"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "press.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(
            corpus,
            [
                entry(external_id="dam"),
                entry(
                    "نفى نعمان السروي أن يكون السدّ قد تصدع.",
                    external_id="crack",
                    title="نفي تصدع السد",
                    publisher="شادوف",
                    published="2026-01-05",
                ),
            ],
        )
        store.replace_derived(corpus, [], [], store.changes(corpus))
    return path


@pytest.fixture
def run(press: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANGUAGE", "en")

    def call(*arguments: str, corpus: Path = press, language: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("MUSNAD_LANG", language)
        status = main([arguments[0], "--corpus", str(corpus), *arguments[1:]])
        out, err = capfdbinary.readouterr()
        return status, out.decode("utf-8", "replace"), err.decode()

    return call


def test_json_gives_offsets_of_the_matches(run: Run, press: Path) -> None:
    status, out, err = run("search", "سدود", "-f", "json")
    found = json.loads(out)
    assert (status, err, found["total"], found["in"], found["pages"]) == (0, "", 2, "reports", 1)
    assert set(found["hits"][0]) == set(FIELDS)
    with open_corpus(press) as corpus:
        texts = {one.report.external_id: one.report.text for one in store.stored(corpus)}
    for hit in found["hits"]:
        text = texts[hit["report"]]
        assert text[hit["snippet_start"] :].startswith(hit["snippet"])
        assert hit["matches"]
        assert all("سد" in text[start:end].replace("\u0651", "") for start, end in hit["matches"])


def test_every_format_holds_the_same(run: Run) -> None:
    lines = [json.loads(line) for line in run("search", "السد", "-f", "jsonl")[1].splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("search", "السد", "-f", "csv")[1].removeprefix("\ufeff"))))
    assert [line["report"] for line in lines] == [row["report"] for row in rows] == ["crack", "dam"]
    assert run("search", "السد", "-f", "parquet")[1].startswith("PAR1")
    shown = run("search", "السد")[1]
    assert "2 reports hold it all" in shown
    assert "*السد*" in shown


def test_statements_and_their_filters(run: Run) -> None:
    _, out, _ = run("search", "--in", "statements", "--class", "deny", "--speaker", "السروي", "-f", "jsonl")
    (row,) = map(json.loads, out.splitlines())
    assert (row["report"], row["class"], row["speaker"]) == ("crack", "deny", "نعمان السروي")
    assert "نعمان" in run("search", "تصدع", "--in", "statements")[1]
    assert (
        run("search", "السد", "--outlet", "شادوف", "--since", "2026-01-05", "-f", "csv")[1].count("crack,")
        == 1
    )


def test_who_lists_what_was_said_by_time(run: Run) -> None:
    status, out, _ = run("who", "سروي", "-f", "json")
    found = json.loads(out)
    assert status == 0
    assert found["meant"]["name"] == "نعمان السروي"
    assert set(found["meant"]) == set(CANDIDATES)
    assert [set(row) == set(SAID) for row in found["statements"]] == [True] * found["total"]
    assert [row["report"] for row in found["statements"]][-1] == "crack"
    for form in ("table", "csv", "jsonl"):
        assert "crack" in run("who", "نعمان", "السروي", "-f", form)[1]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("arguments", "english"),
    [
        (("search", "؟!"), "there is no word in the query"),
        (("search", "من", "في"), "these words stand in every text"),
        (("search",), "give words to look for"),
        (("search", "--", "-السد"), "there are only words to leave out"),
        (("search", "السد " * 100), "only its first words"),
        (("search", "السد", "--page", "9"), "there is only 1 page"),
        (("search", "السد", "--speaker", "؟!"), "no word in the name of the speaker"),
        (("who", "السروي", "--page", "9"), "there is only 1 page"),
    ],
)
def test_what_gives_nothing_is_said(
    run: Run, arguments: tuple[str, ...], english: str, language: str
) -> None:
    status, _, err = run(*arguments, language=language)
    assert status == 0
    assert (english in err) == (language == "en")
    assert bool(re.search("[\u0600-\u06ff]", err)) == (language == "ar")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("arguments", "english"),
    [
        (("search", "السد", "--outlet", "لا شيء"), "no outlet of that name"),
        (("search", "السد", "--agency", "لا شيء"), "no agency of that name"),
        (("search", "السد", "--origin", "لا شيء"), "no origin of that name"),
        (("who", "قرنفلة"), "nobody of that name"),
    ],
)
def test_what_is_unknown_is_said(run: Run, arguments: tuple[str, ...], english: str, language: str) -> None:
    status, _, err = run(*arguments, language=language)
    assert status == 1
    assert (english in err) == (language == "en")


def test_an_empty_corpus_is_said_to_be_empty(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.musnad"
    with open_corpus(empty, write=True, create=True):
        pass
    assert "holds no report yet" in run("search", "السد", corpus=empty)[2]
    assert "holds no report yet" in run("who", "السروي", corpus=empty)[2]


def test_a_query_of_100_000_characters_is_answered(run: Run) -> None:
    assert run("search", "سد" * 50_000)[0] == 0


def test_several_who_may_be_meant_are_listed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(
            corpus,
            [entry(external_id="dam"), entry("قالت هدى السروي إن المطر قريب.", external_id="rain")],
        )
    status, out, err = run("who", "السروي", corpus=path)
    assert (status, "2 speakers may be meant" in out, "several may be meant" in err) == (0, True, True)


def test_matches_are_bold_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = Terminal()
    table.tabular([], ["where"], [(f"before {table.OPENED}match{table.CLOSED} behind",)], out)
    assert "\x1b[1mmatch" in out.getvalue()
    assert table.OPENED not in out.getvalue()


def test_every_field_is_documented() -> None:
    page = (DOCS / "search.md").read_text("utf-8")
    rows = {
        name
        for cell in re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", cell)
    }
    assert {*FIELDS, *SAID, *CANDIDATES} <= rows
    assert set(finding.FORMATS) == {"table", "json", "jsonl", "csv", "parquet"}
