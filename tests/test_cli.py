from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from musnad.cli import main, output
from musnad.cli.messages import plural
from musnad.model import Attribution, Entity, Link, Mention, Reading, Report, Span, Statement
from musnad.reader import ReadOptions

TEXT = "قال سمير حداد إن الجسر سيفتح غدا."
ARABIC = re.compile("[\u0600-\u06ff]")


def simple_read(report: Report, options: ReadOptions | None = None) -> Reading:
    """One attribution where the text says «قال», by no grammar: these tests are about the command."""
    del options
    at = report.text.find("قال")
    if at < 0:
        return Reading(report, (), (), (), (), ())
    cue, source = Span(at, at + 3), Span(at + 4, at + 13)
    content = Span(at + 14, len(report.text.rstrip(" .\n")))
    return Reading(
        report=report,
        credits=(),
        mentions=(Mention(source, "person", "e1"),),
        entities=(Entity("e1", source.of(report.text), "person"),),
        attributions=(Attribution("a1", source, cue, (content,), "قال", "say", "indirect", "test", 0.9),),
        statements=(Statement("s1", "a1", "e1", (Link("speaker", "e1", "source", 0.9, source),)),),
    )


@pytest.fixture(autouse=True)
def _simple(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MUSNAD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr("musnad.reader.read", simple_read)


@dataclass
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process; `stdin` is what ``-`` reads, `lang` the language."""

    def run(*arguments: object, stdin: bytes = b"", lang: str = "en") -> Result:
        monkeypatch.setenv("LANGUAGE", lang)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        done = capfd.readouterr()
        return Result(status, done.out, done.err)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    for name in ("a.txt", "sub/b.txt"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(TEXT, encoding="utf-8")
    return made


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, with the real reader."""
    command = [sys.executable, "-m", "musnad.cli", *map(str, arguments)]
    env = os.environ | {"LANGUAGE": "en"} | environment
    return subprocess.run(command, capture_output=True, env=env, check=False, timeout=60)


# --- formats ---


def test_table_in_a_pipe_is_plain(run: Run, folder: Path) -> None:
    done = run("read", folder / "a.txt")
    assert done.status == 0
    assert not done.err
    assert [line.split()[0] for line in done.out.splitlines() if line] == ["1", "id", "a1"]
    assert "سمير حداد" in done.out
    assert not set(done.out) & set("\x1b\u2068\u2069")


def test_table_says_which_source_where_there_are_several(run: Run, folder: Path) -> None:
    done = run("read", folder)
    assert [line for line in done.out.splitlines() if line.endswith(".txt")] == [
        str(folder / "a.txt"),
        str(folder / "sub" / "b.txt"),
    ]


def test_json_is_one_valid_record(run: Run, folder: Path) -> None:
    done = run("read", folder / "a.txt", "--format", "json", "--publisher", "الميناء", "--date", "٢٠٢٤-١٠-٠٨")
    made = json.loads(done.out)
    Draft202012Validator(json.loads(run("schema").out)).validate(made)
    assert (made["publisher"], made["published"], made["published_from"]) == (
        "الميناء",
        "2024-10-08",
        "option",
    )


def test_jsonl_is_a_line_a_report(run: Run, folder: Path) -> None:
    done = run("read", "-f", "jsonl", folder, folder / "a.txt")
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == [TEXT] * 3


def test_csv_has_one_header(run: Run, folder: Path) -> None:
    done = run("read", "--format", "csv", folder)
    rows = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))
    assert [row["speaker"] for row in rows] == ["سمير حداد"] * 2


def test_standard_input(run: Run) -> None:
    done = run("read", "-", "--format", "json", stdin=TEXT.encode("cp1256"))
    assert json.loads(done.out)["text"] == TEXT


@pytest.mark.parametrize("form", ["json", "html", "brat"])
def test_formats_of_one_report_take_one_source_on_standard_output(run: Run, folder: Path, form: str) -> None:
    assert run("read", "--format", form, folder / "a.txt").status == 0
    done = run("read", "--format", form, folder)
    assert (done.status, done.out) == (2, "")
    assert "give --output DIR" in done.err


# --- output folder ---


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (None, ["a.json", "sub/b.json"]),
        ("json", ["a.json", "sub/b.json"]),
        ("html", ["a.html", "index.html", "sub/b.html"]),
        ("csv", ["a.csv", "sub/b.csv"]),
        ("brat", ["a.ann", "a.txt", "annotation.conf", "sub/b.ann", "sub/b.txt"]),
        ("jsonl", ["readings.jsonl"]),
    ],
)
def test_output_keeps_relative_paths(run: Run, folder: Path, form: str | None, names: list[str]) -> None:
    out = folder.parent / "out"
    done = run("read", folder, "--output", out, *(["--format", form] if form else []))
    assert (done.status, done.out) == (0, "")
    assert done.err == f"musnad: 2 reports read: {out}\n"
    assert files(out) == names
    assert all((out / name).stat().st_size for name in names)


def test_page_of_contents_links_the_pages(run: Run, folder: Path) -> None:
    out = folder.parent / "out"
    run("read", folder, "--format", "html", "--output", out)
    hrefs = re.findall(r'<a href="([^"]+)"', (out / "index.html").read_text("utf-8"))
    assert hrefs == ["a.html", "sub/b.html"]


def test_a_source_called_index_keeps_its_page(run: Run, folder: Path) -> None:
    (folder / "index.htm").write_text(TEXT, encoding="utf-8")
    out = folder.parent / "out"
    done = run("read", folder, "--format", "html", "--output", out)
    assert done.status == 0
    assert "no page of contents" in done.err
    assert "سمير حداد" in (out / "index.html").read_text("utf-8")


@pytest.mark.parametrize("names", [("c.txt", "c.html"), ("x.json/y.txt", "x.txt"), ("x.txt", "x.json/y.txt")])
def test_collision_is_an_error_before_anything_is_read(
    run: Run, tmp_path: Path, names: tuple[str, ...]
) -> None:
    for name in names:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(TEXT, encoding="utf-8")
    done = run("read", tmp_path / "in", "--output", tmp_path / "out")
    assert done.status == 2
    assert "nothing was written" in done.err
    assert not (tmp_path / "out").exists()


def test_same_source_twice_collides(run: Run, folder: Path) -> None:
    done = run("read", folder / "a.txt", folder, "-o", folder.parent / "out")
    assert done.status == 2
    assert "Choose another --output for each" in done.err
    assert "its own output" not in done.err


def test_an_empty_name_is_shown(run: Run) -> None:
    done = run("read", "")
    assert (done.status, done.err) == (1, 'musnad: "": no such file or folder; check the name\n')


@pytest.mark.parametrize("form", ["brat", "html"])
def test_output_never_replaces_a_source(run: Run, folder: Path, form: str) -> None:
    (folder / "p.html").write_text(TEXT, encoding="utf-8")
    done = run("read", folder, "--format", form, "--output", folder)
    assert done.status == 2
    assert "its own output would replace it" in done.err
    assert files(folder) == ["a.txt", "p.html", "sub/b.txt"]
    assert (folder / "a.txt").read_text("utf-8") == TEXT


def test_folder_in_the_place_of_a_file(run: Run, folder: Path) -> None:
    (folder.parent / "out" / "a.json").mkdir(parents=True)
    done = run("read", folder / "a.txt", "-o", folder.parent / "out")
    assert done.status == 2
    assert "is a folder" in done.err


def test_existing_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.json"
    output.write(target, "old")
    with pytest.raises(KeyboardInterrupt), output.replacing(target) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert target.read_text("utf-8") == "old"
    output.write(target, "خبر")
    assert files(tmp_path) == ["new/a.json"]
    assert target.read_text("utf-8") == "خبر"


def test_output_that_cannot_be_written_is_one_line(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_target: Path, _text: str) -> None:
        raise OSError(28, "No space left on device", "out/a.json")

    monkeypatch.setattr(output, "write", full)
    done = run("read", folder, "-o", folder.parent / "out")
    assert (done.status, done.err) == (1, "musnad: out/a.json: No space left on device\n")


def test_table_has_no_files(run: Run, folder: Path) -> None:
    assert run("read", folder, "--format", "table", "-o", folder.parent / "out").status == 2


# --- bad input ---

BAD = {
    "empty.txt": (b"  \n\t", "no text in it"),
    "pdf.txt": (b"%PDF-1.7\n\x00\x01", "PDF"),
    "binary.txt": (bytes(range(256)) * 8, "text"),
    "menu.html": (b"<html><body><nav><a href=a>b</a></nav></body></html>", "no article"),
    "big.txt": (b"a" * 5000, "larger than 4000 bytes"),
}


def test_bad_sources_are_named_with_the_mend_and_the_rest_is_read(run: Run, folder: Path) -> None:
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    missing = folder / "none.txt"
    done = run("read", missing, folder, "--format", "jsonl", "--max-bytes", 4000)
    assert done.status == 1
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == [TEXT] * 2
    lines = done.err.splitlines()
    assert len(lines) == 1 + len(BAD)
    assert lines[0] == f"musnad: {missing}: no such file or folder; check the name"
    for name, (_, said) in BAD.items():
        line = next(line for line in lines if f"/{name}: " in line)
        assert said in line


@pytest.mark.parametrize("name", ["-a.txt", "a\u202eb.txt", "a\x1b[31m.txt", "a\nb.txt", b"a\xff.txt"])
def test_odd_names(run: Run, tmp_path: Path, name: str | bytes) -> None:
    path = os.fsdecode(os.path.join(os.fsencode(tmp_path), os.fsencode(name)))  # noqa: PTH118 - bytes
    Path(path).write_bytes(b"%PDF-")
    done = run("read", "--", path, "none\x1b\u202e")
    assert done.status == 1
    assert len(done.err.splitlines()) == 2
    assert not set(done.err) & set("\x1b\u202e\udcff")
    assert "none\\x1b\\u202e: " in done.err
    Path(path).write_text(TEXT, encoding="utf-8")
    assert run("read", path, "-o", tmp_path / "out").status == 0


def test_a_fault_of_ours_spoils_one_source_only(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [RuntimeError("\x1b"), ValueError("x")]

    def read(report: Report, _options: ReadOptions) -> Reading:
        if faults:
            raise faults.pop()
        return simple_read(report)

    monkeypatch.setattr("musnad.reader.read", read)
    done = run("read", folder, folder / "a.txt", "-f", "jsonl")
    assert done.status == 1
    assert len(done.out.splitlines()) == 1
    assert done.err.count("a fault in musnad itself") == 2
    assert "\x1b" not in done.err


# --- usage ---


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["raed"],
        ["read", "--formt", "json", "a"],
        ["read", "--format", "xml", "a"],
        ["read", "--date", "yesterday", "a"],
        ["read", "--date", "2024-13-01", "a"],
        ["read", "--max-bytes", "0", "a"],
        ["read", "--timeout", "-1", "a"],
        ["read", "--timeout", "nan", "a"],
        ["read", "--timeout", "inf", "a"],
        ["read", "-o", "", "a"],
        ["read", "-", "-"],
        ["evaluate", "no-such-folder"],
        ["schema", "more\x1b"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_wrong_usage(run: Run, arguments: list[str], lang: str) -> None:
    done = run(*arguments, lang=lang)
    assert (done.status, done.out) == (2, "")
    assert "\x1b" not in done.err
    said = done.err.splitlines()[-1]
    assert said.startswith("خطأ: " if lang == "ar" else "Error: ")
    # Names of commands, options and files stay; no English sentence does.
    assert lang == "en" or not re.search("[a-z]{3,} [a-z]{2,}", said)


@pytest.mark.parametrize("command", [[], ["read"], ["evaluate"], ["schema"]])
def test_help_in_both_languages(run: Run, command: list[str]) -> None:
    english, arabic = (run(*command, "--help", lang=lang) for lang in ("en", "ar"))
    assert english.status == arabic.status == 0
    assert not ARABIC.search(english.out)
    options = re.compile(r"--[a-z-]+")
    assert set(options.findall(english.out)) == set(options.findall(arabic.out))
    for line in arabic.out.splitlines():
        assert ARABIC.search(line) or not re.search("[a-z]{3,} [a-z]{3,}", line), line


def test_version(run: Run) -> None:
    assert re.fullmatch(r"musnad \d+\.\d+\S*\n", run("--version").out)


@pytest.mark.parametrize(
    ("environment", "arabic"),
    [
        ({"LC_ALL": "ar_EG.UTF-8"}, True),
        ({"LC_MESSAGES": "ar"}, True),
        ({"LANG": "ar_SY.UTF-8"}, True),
        ({"LANG": "ar_SY.UTF-8", "LC_ALL": "en_GB.UTF-8"}, False),
        ({"LANG": "ar_SY.UTF-8", "MUSNAD_LANG": "en"}, False),
        ({"LC_ALL": "C", "MUSNAD_LANG": "ar"}, True),
        ({"LANG": "xx"}, False),
        ({}, False),
    ],
)
def test_language_is_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
    environment: dict[str, str],
    arabic: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert bool(ARABIC.search(run("--help", lang="").out)) is arabic


def test_counts_agree_in_arabic(run: Run, folder: Path) -> None:
    said = [run("read", folder / name, "-o", folder.parent / name, lang="ar").err for name in ("a.txt", "")]
    assert "قُرئ تقرير واحد" in said[0]
    assert "قُرئ تقريران" in said[1]
    counts = {0: "لا إسناد", 3: "3 إسنادات", 11: "11 إسناداً", 100: "100 إسناد"}
    for number, form in counts.items():
        assert plural("{n} attribution", "{n} attributions", number) == form


# --- evaluate ---


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    made = tmp_path / "gold"
    made.mkdir()
    labels = {
        "id": "n1",
        "credits": [],
        "attributions": [
            {
                "id": "a1", "para": 0, "source": ["سمير حداد", 0], "cue": ["قال", 0],
                "content": [["إن الجسر سيفتح غدا", 0]], "quote": "indirect", "cue_class": "assert",
                "addressee": None, "medium": None, "via": [], "speaker": "سمير حداد", "anonymous": False,
                "inside": None,
            }
        ],
    }  # fmt: skip
    (made / "n1.txt").write_text(TEXT, encoding="utf-8")
    (made / "n1.json").write_text(json.dumps(labels), encoding="utf-8")
    (made / "n1.meta").write_text("{}", encoding="utf-8")
    return made


def test_evaluate_prints_the_figures(run: Run, gold: Path) -> None:
    done = run("evaluate", gold)
    assert done.status == 0
    assert re.search(r"attribution F1 +1\.000", done.out)
    assert TEXT not in done.out
    assert TEXT[:30] in run("evaluate", gold, "--errors").out


def test_evaluate_as_data(run: Run, gold: Path) -> None:
    assert isinstance(json.loads(run("evaluate", gold, "--format", "json").out), dict)


def test_evaluate_of_no_gold_folder_is_one_line(run: Run, folder: Path) -> None:
    done = run("evaluate", folder)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1


# --- as a process ---


def test_broken_pipe_is_quiet(folder: Path) -> None:
    for number in range(300):
        (folder / f"n{number}.txt").write_text(TEXT * 50, encoding="utf-8")
    command = (
        f'"{sys.executable}" -m musnad.cli read -f jsonl "{folder}" | head -c 10; exit ${{PIPESTATUS[0]}}'
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&-"])
def test_closed_streams_are_quiet(folder: Path, closed: str) -> None:
    for arguments in ("read a.txt", "read -f json a.txt", "schema", "--version"):
        command = f'"{sys.executable}" -m musnad.cli {arguments} {closed}'
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, capture_output=True, check=False, timeout=60
        )
        assert (done.returncode in (1, 141), done.stderr) == (True, b"")


def test_interrupt_at_the_start_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("musnad.cli.messages.activate", interrupted)
    assert main(["schema"]) == 130


def test_interrupt_ends_quietly(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_report: Report, _options: ReadOptions) -> Reading:
        raise KeyboardInterrupt

    monkeypatch.setattr("musnad.reader.read", interrupted)
    done = run("read", folder, "-o", folder.parent / "out")
    assert (done.status, done.out, done.err.strip()) == (130, "", "")


def test_data_is_utf_8_whatever_the_locale(folder: Path) -> None:
    latin = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}
    done = process("read", "-f", "json", folder / "a.txt", **latin)
    assert done.returncode == 0
    assert json.loads(done.stdout)["text"] == TEXT
    assert process("read", folder / "a.txt", **latin).returncode == 0


def test_slow_packages_wait_until_they_are_needed(folder: Path) -> None:
    code = (
        "import sys; from musnad.cli import main; main(sys.argv[1:]);"
        "slow = {'rich', 'jinja2', 'httpx', 'trafilatura', 'babel', 'lxml'};"
        "print(*slow & set(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "read", str(folder / "a.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr.strip() == ""
