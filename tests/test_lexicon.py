"""The table of cues: what every row must hold, and what reading it may cost."""

from typing import get_args

import pytest

from musnad import lang
from musnad.lexicon import Cue, cue_rows, cues
from musnad.model import CueClass

COMPLEMENTS = {
    "inna",
    "an",
    "quote",
    "object",
    "clause",
    "ب",
    "إلى",
    "على",
    "من",
    "عن",
    "ل",
    "في",
    "حول",
    "إزاء",
    "حيال",
}


@pytest.mark.parametrize("cue", cues(), ids=lambda cue: f"{cue.cue_class}-{cue.lemma}")
def test_rows_are_whole(cue: Cue) -> None:
    assert set(cue.complements) <= COMPLEMENTS
    assert cue.complements
    assert cue.evidence in ("strong", "clause", "weak", "negated")
    assert cue.addressee in ("", "object", "ل", "إلى", "من", "على")
    assert cue.cue_class in get_args(CueClass)
    assert 0 <= cue.clause <= 1
    assert all(0 <= share <= 1 for _, share in cue.precision)


def test_every_class_has_cues_and_no_row_stands_twice() -> None:
    assert {cue.cue_class for cue in cues()} == set(get_args(CueClass))
    rows = [(cue.lemma, cue.cue_class, repr(parts)) for cue, parts in cue_rows()]
    assert len(rows) == len(set(rows))


def test_nouns_belong_to_verbs_of_the_language() -> None:
    verbs = {cue.verb for cue in cues() if cue.verb}
    assert all(len(verb) > 1 and " " not in verb for verb in verbs)


def test_mined_figures_name_rows_of_the_table() -> None:
    lemmas = {cue.lemma for cue in cues()}
    assert set(lang.cells("ar", "cues")[::5]) <= lemmas
    assert sum(cue.count > 0 for cue in cues()) > 0.9 * len(lemmas)


def test_reports_are_named_for_the_cues_that_the_corpus_has() -> None:
    counts, uses = lang.cells("ar", "cues"), lang.cells("ar", "cues_reports")
    seen = {(row[0], row[1]): int(row[2]) for row in zip(*[iter(counts)] * 5, strict=True)}
    reports = {(row[0], row[1]): row[2].split(" ") for row in zip(*[iter(uses)] * 3, strict=True)}
    assert set(reports) <= set(seen)
    # A rarer cue may never stand before what it takes.
    assert [key for key, count in seen.items() if count >= 20 and key not in reports] == []
    for ids in reports.values():
        assert 1 <= len(set(ids)) == len(ids) <= 3
        # ant-BB-economy-139-20180522 is of BB, snn-2015-08-01-aawsat-0065 of aawsat.
        assert len({i.split("-")[1 if i.startswith("ant-") else -2] for i in ids}) == len(ids)


def test_unknown_tables_are_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        lang.table("ar", "nothing")
    with pytest.raises(FileNotFoundError):
        lang.cells("xx", "words")
