from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from musnad import archive_broken, encoding, fetch
from musnad import sources as sources_
from musnad.archive import ArchiveError
from musnad.cli.messages import activate, explain, safe
from musnad.complaints import COMPLAINTS
from musnad.sources import SourceError


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def test_every_code_that_reading_can_raise_is_explained() -> None:
    sources = [Path(str(module.__file__)).read_text("utf-8") for module in (encoding, fetch, sources_)]
    codes = set(re.findall(r'code ?= ?"([a-z-]+)"|SourceError\(\s*"([a-z-]+)"', "".join(sources)))
    plain = {first or second for first, second in codes} - {"unreadable"}
    assert len(plain) > 15
    assert plain <= set(COMPLAINTS)
    kinds = set(re.findall(r'kind="([a-z]+)"', sources[0])) | set(encoding._MENDS)
    known = {key.split()[-1] for key in COMPLAINTS if " " in key}
    # The message without a kind serves for the rest.
    assert kinds - known == {"encoding", "unknown"}


def test_explain_gives_sizes_in_words() -> None:
    assert "20 MB" in explain(SourceError("over-limit", "", limit=20 * 1024 * 1024))
    assert "more than 5 times" in explain(fetch.FetchError("", code="redirects", limit=5))


def test_explain_speaks_for_errors_it_does_not_know() -> None:
    class NewError(ValueError):
        code = "new"

    assert explain(NewError("what\x1b")) == "what\\x1b"
    assert explain(NewError()) == "NewError"


def test_safe_spells_out_what_steers() -> None:
    assert safe("a\x1b\x9b\u202e\udcffخ") == "a\\x1b\\x9b\\u202e\\xffخ"


def test_only_what_came_from_outside_is_spelt_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "ar")
    activate()
    assert "\u200e--max-bytes" in explain(SourceError("over-limit", "", limit=9))
    said = explain(fetch.FetchError("", code="unreachable", reason="a\u200e\x1b"))
    assert "a\\u200e\\x1b" in said
    assert "\x1b" not in said


def test_a_redirect_names_where_it_led() -> None:
    error = fetch.FetchError("", code="status", status=404, redirected="https://b.example/\x1b")
    assert explain(error).startswith("redirects to https://b.example/\\x1b: the server answered 404")


def of_archives() -> Iterator[tuple[str, frozenset[str]]]:
    """The code of every error of archives, on one machine or on Spark, with what it is told with."""
    for path in sorted(Path(str(sources_.__file__)).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "ArchiveError":
                code = node.args[0]
                assert isinstance(code, ast.Constant), ast.unparse(node)
                yield str(code.value), frozenset(str(one.arg) for one in node.keywords)


def test_every_error_of_archives_and_spark_is_explained_with_what_it_names() -> None:
    found = set(of_archives())
    codes = {code for code, _ in found}
    assert {"archive busy", "spark missing", "spark start", "spark size", "store folder"} <= codes
    for code, given in found:
        fields = {name for _, name, _, _ in string.Formatter().parse(COMPLAINTS[code]) if name is not None}
        assert fields <= given, code
    assert {code for code in COMPLAINTS if code.startswith(("archive ", "store ", "spark "))} <= codes


def test_every_way_in_which_a_source_is_not_read_to_its_end_is_explained() -> None:
    text = Path(str(archive_broken.__file__)).read_text("utf-8")
    stated = set(re.findall("``([a-z]+)``", text.split("`code` is ``source``")[1].split('"""')[0]))
    assert {"unreadable", "columns", "truncated", "damaged"} <= stated
    assert {f"source {code}" for code in stated} == {one for one in COMPLAINTS if one.startswith("source ")}


def test_errors_of_spark_speak_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = [
        ArchiveError("spark missing", ""),
        ArchiveError("spark start", "", reason="no java\x1b"),
        ArchiveError("spark size", "", source="a.warc", limit=str(3 * 1024 * 1024)),
        ArchiveError("store other", "", path="s3a://press/store"),
    ]
    monkeypatch.setenv("LANGUAGE", "en")
    activate()
    assert list(map(explain, errors)) == [
        "Spark is not installed; pip install 'musnad[spark]' adds it",
        "Spark could not be started (no java\\x1b); it needs Java 17 or later",
        "a.warc: larger than 3 MB, the most that Spark hands over whole; split it",
        "s3a://press/store: was read in another way; give the same options, or another store",
    ]
    monkeypatch.setenv("LANGUAGE", "ar")
    activate()
    told = list(map(explain, errors))
    assert all(re.search("[\u0621-\u064a]{3}", one) for one in told)
    assert ["musnad[spark]" in told[0], "no java" in told[1], "a.warc" in told[2]] == [True] * 3
