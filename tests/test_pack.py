"""Evidence packs: one page that needs nothing else, with all that vouches for a claim or a report."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from musnad import corpus as store
from musnad.cli import main
from musnad.corpus import Corpus, CorpusError, open_corpus
from musnad.corpus.claim_queries import resolve_claim
from musnad.export import pack as packs
from musnad.export.pack import Pack, claim_pack, pack, report_pack
from musnad.model import text_hash
from tests.claim_cases import DAM, press
from tests.corpus_cases import entry
from tests.web_cases import visitor

WHEN = "2026-04-01T12:00:00+00:00"
HOSTILE = '<script>alert("1")</script>\u202e<b>'


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return press(tmp_path_factory.mktemp("pack") / "press.musnad")


@pytest.fixture(scope="module")
def corpus(path: Path) -> Iterator[Corpus]:
    with open_corpus(path) as found:
        yield found


@pytest.fixture(scope="module")
def of_claim(corpus: Corpus) -> Pack:
    return claim_pack(corpus, "r1:s1", WHEN)


@pytest.fixture(scope="module")
def of_report(corpus: Corpus) -> Pack:
    return report_pack(corpus, "r1", WHEN)


def said(page: str) -> str:
    """The words of a page, without its marks and its style."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def test_a_page_needs_nothing_else(of_claim: Pack, of_report: Pack) -> None:
    for page in (of_claim.page, of_report.page):
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src &#39;sha256-{digest}&#39;" in policy
        assert "default-src &#39;none&#39;" in policy
        assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import|\bstyle=", page)
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_same_corpus_and_moment_give_the_same_bytes(corpus: Corpus, of_claim: Pack) -> None:
    assert claim_pack(corpus, "r2:s1", WHEN) == of_claim


def test_a_claim_has_its_hashes_captures_and_count(corpus: Corpus, of_claim: Pack) -> None:
    text = said(of_claim.page)
    for name in ("r1", "r2", "r3", "r4"):
        (held,) = store.stored(corpus, [store.resolve(corpus, name)])
        assert text_hash(held.report.text) in text
        assert held.report.version in text
        assert held.report.id in text
        for one in store.captures(corpus, held.report.version):
            assert str(one.raw_hash) in text
    assert resolve_claim(corpus, "r1:s1") in text
    assert "credited in the byline to رويترز" in text
    assert WHEN in text
    assert "musnad verify --corpus FILE" in text
    assert "المناشئ المستقلة" in text


def test_statements_are_marked_at_their_offsets(corpus: Corpus, of_claim: Pack) -> None:
    (held,) = store.stored(corpus, [store.resolve(corpus, "r1")])
    whole = held.report.text
    first = of_claim.page.partition('id="t1"')[2].partition("</article>")[0]
    (place,) = re.findall(r'<span class="place">(\d+)–(\d+)</span>', first)
    start, end = map(int, place)
    assert (
        said(first.partition('class="place"')[2].partition("</span>")[2].partition("</p>")[0]).strip()
        == (whole[start:end])
    )
    (marked,) = re.findall(r'<span class="m content k-say" data-s="1:s1">(.*?)</span>', first)
    assert said(marked).startswith("إن سد الأرجوان سيروي")


def test_a_dispute_stands_with_what_denies_it(of_claim: Pack) -> None:
    text = said(of_claim.page)
    assert "نقابة المزارعين" in text
    assert "رابعة البيلسان" in text


def test_a_report_has_its_whole_text(corpus: Corpus, of_report: Pack) -> None:
    (held,) = store.stored(corpus, [store.resolve(corpus, "r1")])
    text = said(of_report.page)
    for line in held.report.text.split("\n"):
        assert re.sub(r"\s+", " ", line).strip() in text
    assert text_hash(held.report.text) in text


def test_copies_of_a_report_are_told(of_report: Pack) -> None:
    assert "ثلاثون قرية" in said(of_report.page)


def test_long_texts_are_cut_and_say_so(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "LONGEST_TEXT", 60)
    assert "the text is cut here for its length" in said(report_pack(corpus, "r1", WHEN).page)
    monkeypatch.setattr(packs, "LONGEST_PARAGRAPH", 90)
    monkeypatch.setattr(packs, "_AROUND", 5)
    cut = said(claim_pack(corpus, "r4:s1", WHEN).page)
    assert "paragraph cut" in cut


def test_hostile_fields_are_shown(tmp_path: Path) -> None:
    bad = entry(
        f"{HOSTILE}\nقال وزير الري عاصم البرهومي إن {HOSTILE} سد الأرجوان سيروي القرى.",
        external_id="r1", publisher=HOSTILE, title=HOSTILE, byline=HOSTILE,
    )  # fmt: skip
    with open_corpus(tmp_path / "bad.musnad", write=True, create=True) as corpus:
        store.add(corpus, [bad])
        page = report_pack(corpus, "r1", WHEN).page
    assert "<script" not in page
    assert "\u202e" not in page


def test_judgements_in_force_are_told(tmp_path: Path) -> None:
    path = press(tmp_path / "judged.musnad")
    judged = [
        "judge",
        "speaker",
        "r1:s1",
        "نعمان السروي",
        "--corpus",
        str(path),
        "--by",
        "ليلى",
        "--note",
        "سمعته",
    ]
    assert main(judged) == 0
    with open_corpus(path) as corpus:
        text = said(report_pack(corpus, "r1", WHEN).page)
    assert "نعمان السروي" in text
    assert "ليلى" in text
    assert "سمعته" in text


def test_files_of_this_machine_are_named_without_their_folders(tmp_path: Path) -> None:
    folder = tmp_path / "secret"
    folder.mkdir()
    (folder / "report.txt").write_text(DAM, encoding="utf-8")
    target = tmp_path / "own.musnad"
    with open_corpus(target, write=True, create=True):
        pass
    added = ["add", str(folder), "--corpus", str(target), "--engine", "grammar", "--jobs", "1"]
    assert main(added) == 0
    with open_corpus(target) as corpus:
        ((one, *_),) = [tuple(store.stored(corpus))]
        page = report_pack(corpus, one.report.id, WHEN).page
    assert "report.txt" in page
    assert "secret" not in page


# --- the command ---


def test_the_command_writes_what_goes_by_a_name(path: Path, tmp_path: Path) -> None:
    for name, word in (("r1:s1", "Evidence pack of a claim"), ("r1", "Evidence pack of a report")):
        target = tmp_path / "pack.html"
        assert main(["pack", name, "--corpus", str(path), "-o", str(target)]) == 0
        assert word in target.read_text("utf-8")


def test_a_name_of_nothing_is_said(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "pack.html"
    assert main(["pack", "nobody", "--corpus", str(path), "-o", str(target)]) != 0
    assert "nobody" in capsys.readouterr().err
    assert not target.exists()


def test_digits_that_begin_two_ids_are_refused(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    claimed = resolve_claim(corpus, "r1:s1")
    monkeypatch.setattr(packs, "resolve", lambda _corpus, _name: "0" * 64)
    with pytest.raises(CorpusError, match="may be any of"):
        pack(corpus, claimed[:8], WHEN)


# --- the room ---


@pytest.mark.parametrize("at", ["/ar", "/en", "/api"])
def test_the_room_gives_packs_as_files(corpus: Corpus, at: str) -> None:
    reader = visitor(corpus)
    for address, name in (("/claims/r1:s1/pack", "musnad-claim-"), ("/reports/r1/pack", "musnad-report-")):
        answer = reader.get(at + address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}')
        assert answer.headers["x-content-type-options"] == "nosniff"
        first = "ui-en" if at == "/en" else "ui-ar"
        assert f'id="{first}" checked' in answer.text
    assert reader.get(f"{at}/claims/{'0' * 64}/pack").status_code == 404
