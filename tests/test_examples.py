"""The sample reports and the record of what they are agree."""

import html
import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from musnad.text import read_bytes

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


class Sample(NamedTuple):
    file: str
    story: str
    language: str
    encoding: str
    publisher: str
    title: str
    published: str
    published_in: str | None
    credit: str | None
    copy_of: str | None
    how: str
    silent: bool
    relays: list[str]
    frame: list[str]
    attributions: int
    cues: list[str]

    @property
    def text(self) -> str:
        return (EXAMPLES / self.file).read_bytes().decode(self.encoding)

    @property
    def lines(self) -> list[str]:
        """The visible lines of the file, those of a page without its head, scripts and tags."""
        text = self.text
        if self.file.endswith(".html"):
            text = re.sub(r"(?is)<head>.*?</head>|<script.*?</script>", "", text)
            text = html.unescape(re.sub(r"<[^>]+>", "\n", text.replace("\n", " ")))
        return [line.strip() for line in text.splitlines() if line.strip()]

    @property
    def body(self) -> list[str]:
        """The paragraphs of a text file without title, dateline, byline and closing credit."""
        return [line for line in self.lines if line != self.title and line not in self.frame]


@cache
def samples() -> dict[str, Sample]:
    record = json.loads((EXAMPLES / "truth.json").read_text(encoding="utf-8"))
    return {row["file"]: Sample(**row) for row in record["reports"]}


def copies(how: str) -> list[Sample]:
    return [sample for sample in samples().values() if sample.how == how]


each = pytest.mark.parametrize("sample", samples().values(), ids=samples().keys())
each_page = pytest.mark.parametrize("sample", [s for s in samples().values() if s.file.endswith(".html")])


def test_every_file_is_recorded_and_every_record_has_its_file() -> None:
    found = {p.relative_to(EXAMPLES).as_posix() for p in EXAMPLES.glob("*/*")}
    assert found == set(samples())
    assert len(found) == 16


@each
def test_stands_as_recorded(sample: Sample) -> None:
    assert sample.title in sample.lines
    assert set(sample.frame) <= set(sample.lines)
    assert sample.story == Path(sample.file).stem.rsplit("-", 1)[0]
    assert (sample.copy_of is None) == (sample.how == "none")
    assert ({sample.copy_of} - {None}) | set(sample.relays) <= set(samples())
    assert 140 <= len(" ".join(sample.lines).split()) <= 500
    assert sample.credit is None or any(sample.credit in line for line in sample.frame)


@each
def test_cues_stand_in_the_text_in_order(sample: Sample) -> None:
    assert sample.attributions == len(sample.cues) > 0
    lines = [line for line in sample.lines if line not in sample.frame]
    rest = "\n".join(lines[lines.index(sample.title) :])
    for cue in sample.cues:
        pattern = re.escape(cue) if cue == ":" else rf"(?<!\w){re.escape(cue)}(?!\w)"
        match = re.search(pattern, rest)
        assert match is not None, cue
        rest = rest[match.end() :]


@pytest.mark.parametrize("copy", copies("verbatim"), ids=lambda s: s.file)
def test_a_verbatim_copy_holds_the_body_whole(copy: Sample) -> None:
    original = samples()[copy.copy_of or ""].body
    at = copy.lines.index(original[0])
    assert copy.lines[at : at + len(original)] == original


def test_a_shortened_or_rewritten_copy_holds_it_not_whole() -> None:
    for copy in copies("shortened") + copies("rewrite"):
        assert not set(samples()[copy.copy_of or ""].body) <= set(copy.lines)


@pytest.mark.parametrize("sample", samples().values(), ids=lambda s: s.file)
def test_only_a_copy_is_silent_and_a_silent_one_never_names_the_agency(sample: Sample) -> None:
    if sample.silent:
        assert sample.copy_of is not None
        assert sample.credit is None
        assert not re.search(r"ط[ .]و[ .]د(?!\w)|الطود|Tawd", sample.text)
    elif sample.copy_of is not None:
        assert re.search(r"ط[ .]و[ .]د(?!\w)|الطود|Tawd", sample.text)


@each
def test_reads_into_a_report_that_holds_the_recorded_title(sample: Sample) -> None:
    report = read_bytes((EXAMPLES / sample.file).read_bytes())
    assert report.language == sample.language
    assert report.title is not None
    if "<h1" in sample.text or sample.file.endswith(".txt"):
        assert report.title == sample.title
    else:
        assert report.title.endswith(sample.title)


@each_page
def test_a_page_gives_the_publisher_and_instant_that_its_metadata_states(sample: Sample) -> None:
    report = read_bytes((EXAMPLES / sample.file).read_bytes())
    if sample.published_in == "metadata":
        assert report.publisher == sample.publisher
        assert report.published is not None
        assert datetime.fromisoformat(report.published) == datetime.fromisoformat(sample.published)
    assert report.publisher in {None, sample.publisher}


@each
def test_the_table_in_the_readme_says_the_same(sample: Sample) -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{sample.file}` |"))
    _, story, source, how, credit, count = (cell.strip() for cell in row.strip("|").split("|"))
    assert (story, source.strip("`"), credit) == (sample.story, sample.copy_of or "", sample.credit or "")
    assert how.startswith(sample.how if sample.copy_of else "own")
    assert ("silent" in how) == sample.silent
    assert int(count) == sample.attributions
