from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench import anercorp
from bench.anercorp import CorpusError, documents, main, names, predicted, scores, sentences, split
from musnad.model import Span
from musnad.tagger import Name

# Invented, in the form of the corpus.
LINES = """وصلت O
هدى B-PERS
الصباغ I-PERS
إلى O
أم B-LOC
السدر I-LOC
. O
وقالت O
وكالة B-ORG
الفرات I-ORG
إن O
السد O
امتلأ O
. O
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus"
    path.write_text(LINES * 6, "utf-8")
    return path


def test_a_full_stop_ends_a_sentence(corpus: Path) -> None:
    found = sentences(corpus)
    assert [len(sentence) for sentence in found] == [7, 7] * 6
    assert found[0][1] == ("هدى", "B-PERS")


def test_five_sixths_of_the_words_are_for_training(corpus: Path) -> None:
    training, testing = split(sentences(corpus))
    assert (sum(map(len, training)), sum(map(len, testing))) == (70, 14)


def test_names_of_tags() -> None:
    assert list(names(["O", "B-PERS", "I-PERS", "B-LOC", "I-ORG", "O", "I-MISC"])) == [
        (1, 3, "person"),
        (3, 4, "place"),
        (4, 5, "organisation"),
        (6, 7, "other"),
    ]


def test_a_document_re_reads_its_tokens(corpus: Path) -> None:
    (document,) = documents(sentences(corpus)[:6], paragraphs=4)
    printed = [token.of(document.text) for token in document.tokens]
    assert printed[:3] == ["وصلت", "هدى", "الصباغ"]
    assert document.text.count("\n") == 1
    assert (1, 3, "person") in document.names


def test_a_medium_is_an_organisation_there_and_a_role_is_nothing(corpus: Path) -> None:
    (document,) = documents(sentences(corpus)[:2], paragraphs=4)

    def span(text: str) -> Span:
        at = document.text.index(text)
        return Span(at, at + len(text))

    found = predicted(document, [(span("وكالة الفرات"), "medium"), (span("وصلت"), "role")])
    assert found == {(8, 10, "organisation")}


def test_scores_are_those_of_exact_spans() -> None:
    counts = Counter({("person", "right"): 1, ("person", "found"): 2, ("person", "wanted"): 2})
    counts["place", "wanted"] = 2
    assert scores(counts) == {"person": 0.5, "place": 0.0, "all": pytest.approx(1 / 3)}


@pytest.mark.parametrize("content", ["", "one two three\n", "كلمة O\n"])
def test_another_file_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x"
    path.write_text(content, "utf-8")
    with pytest.raises(CorpusError, match="x: no tags"):
        sentences(path)


def test_what_the_model_names_is_counted(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def name(text: str, _segments: object, _model: object) -> tuple[Name, ...]:
        # The person is right, the place cut short, and the medium stands for the organisation.
        wanted = (("هدى الصباغ", "person"), ("السدر", "place"), ("وكالة الفرات", "medium"))
        starts = [(text.index(printed), printed, kind) for printed, kind in wanted]
        return tuple(Name(Span(at, at + len(printed)), kind, 1.0) for at, printed, kind in starts)

    monkeypatch.setattr("musnad.tagger.name", name)
    found = anercorp.measure(corpus, None)
    assert found["tagger"] == {"organisation": 1.0, "person": 1.0, "place": 0.0, "all": pytest.approx(2 / 3)}
    assert set(found) == {"tagger", "both", "grammar"}
    assert found["both"]["person"] == 1.0


def test_without_a_file_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(anercorp.PLACE, raising=False)
    assert main([]) == 1
    assert capsys.readouterr().err.count("\n") == 1
