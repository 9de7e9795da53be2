"""What was judged of a page holds for its later versions, where the words that were judged stand there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad import corpus as store
from musnad.anchors import Judge, moment, of_none, of_pair, of_spans, of_speaker, of_statement, of_whole
from musnad.corpus import Attached, Corpus, CorpusError, open_corpus
from musnad.corpus.correcting import corrected
from musnad.gold_checked import gold
from musnad.judged import standings
from musnad.upkeep import refresh
from musnad.upkeep_judged import apply, take_back
from tests.test_claims_update import TEXTS, made
from tests.test_upkeep_judged import REPORTS, Step, contents, rebuilt, run, steps

SALMA = Judge("سلمى")
LEAD = "افتتح المعرض السنوي للخيول في ميدان الرباط صباح الأحد وسط حضور كبير.\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of all reports, up to date."""
    path = tmp_path_factory.mktemp("base") / "press.musnad"
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(corpus, [made(name) for name in REPORTS])
        refresh(corpus)
    return path


@pytest.fixture
def press(base: Path, tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(Path(shutil.copy(base, tmp_path / "press.musnad")), write=True) as corpus:
        yield corpus


def change(corpus: Corpus, name: str, edit: Callable[[str], str], day: int = 10) -> str:
    """Add a page that changed, and bring it in; the id of the new version."""
    store.add(corpus, [made(name, edit(TEXTS[name]), f"2026-03-{day:02}T08:00:00Z")])
    refresh(corpus)
    return store.newest(corpus, name).report.version


def speaker(corpus: Corpus, version: str, statement: str) -> str | None:
    reading = store.version(corpus, version).reading()
    names = {one.id: one.name for one in reading.entities}
    (found,) = (one for one in reading.statements if one.id == statement)
    return names.get(found.speaker or "")


def only(corpus: Corpus, *, undone: bool = False) -> Attached:
    (found,) = store.judgements(corpus, undone=undone)
    return found


def state(corpus: Corpus) -> str:
    (found,) = standings(store.judgements(corpus)).values()
    return found.state


MOVED: tuple[Callable[[str], str], ...] = (
    lambda text: LEAD + text,
    lambda text: text + "\n" + LEAD.strip(),
    lambda text: text.replace("ثلاثين", "ثلاث وثلاثين"),
    lambda text: text.replace("وزير الري", "وزير الري السابق"),
)
GONE: tuple[Callable[[str], str], ...] = (
    lambda _: LEAD.strip(),
    # The words stay, and another is said to have said them.
    lambda text: text.replace("وزير الري عاصم البرهومي", "نقيب المزارعين"),
    lambda text: text.replace("وزير الري عاصم", "وزير الري سالم"),
    lambda text: text.replace(
        "سد الأرجوان سيروي ثلاثين قرية قبل نهاية الصيف، وإن الوزارة رصدت له",
        "الأمطار تأخرت كثيراً هذا العام، وإن الوزارة تنتظر",
    ),
)


@pytest.mark.parametrize("edit", MOVED)
def test_a_corrected_speaker_stays_where_the_words_stand(press: Corpus, edit: Callable[[str], str]) -> None:
    before = store.newest(press, "r4").report.version
    text = "قال وزير الري عاصم البرهومي إن سد الأرجوان سيروي ثلاثين قرية قبل نهاية الصيف."
    store.add(press, [made("r9", text)])
    refresh(press)
    apply(press, of_speaker(press, "r9:s1", "نعمان السروي", SALMA))
    old = store.newest(press, "r9").report.version
    store.add(press, [made("r9", edit(text), "2026-03-10T08:00:00Z")])
    refresh(press)
    new = store.newest(press, "r9").report.version
    assert new != old
    found = only(press)
    assert (found.judgement.left.version, found.kept.left.version, state(press)) == (new, old, "holds")
    assert speaker(press, new, found.left or "") == speaker(press, old, "s1") == "نعمان السروي"
    assert corrected(press).keys() == {old, new}
    after = contents(press)
    assert rebuilt(press) == after
    take_back(press, found.number, "سلمى", moment())
    assert corrected(press) == {}
    assert speaker(press, new, found.left or "") == "عاصم البرهومي"
    assert rebuilt(press) == contents(press)
    assert store.newest(press, "r4").report.version == before


@pytest.mark.parametrize("edit", GONE)
def test_what_does_not_stand_any_more_is_told(press: Corpus, edit: Callable[[str], str]) -> None:
    apply(press, of_speaker(press, "r1:s1", "نعمان السروي", SALMA))
    old = store.newest(press, "r1").report.version
    new = change(press, "r1", edit)
    found = only(press)
    assert found.orphaned
    assert (found.judgement.left.version, state(press)) == (old, "lost")
    # The former version keeps it.
    assert corrected(press).keys() == {old}
    assert speaker(press, old, "s1") == "نعمان السروي"
    assert "نعمان السروي" not in {one.name for one in store.version(press, new).reading().entities}
    # It may fit again.
    last = change(press, "r1", lambda text: text + " نهاية.", 11)
    assert (only(press).judgement.left.version, state(press)) == (last, "holds")
    assert [one.judgement.left.version for one in only(press).former] == [old]


def test_spans_move_with_the_text(press: Corpus) -> None:
    text = store.newest(press, "r1").report.text
    anchor = of_statement(press, "r1:s1")
    end = text.index("، وإن الوزارة")
    start = anchor.content[0].start
    apply(press, of_spans(press, "r1:s1", {"content": [(start, end)]}, SALMA))
    change(press, "r1", lambda text: LEAD + text)
    found = only(press)
    held = store.newest(press, "r1")
    reading = held.reading()
    (statement,) = (one for one in reading.statements if one.id == found.left)
    (at,) = (one for one in reading.attributions if one.id == statement.attribution)
    assert [span.of(held.report.text) for span in at.content] == [text[start:end]]
    assert rebuilt(press) == contents(press)


def test_what_is_no_attribution_stays_none(press: Corpus) -> None:
    apply(press, of_none(press, "r1:s1", SALMA))
    before = len(store.uncorrected(press, store.newest(press, "r1").report.version).reading().statements)
    new = change(press, "r1", lambda text: LEAD + text)
    assert len(store.version(press, new).reading().statements) < before + 1
    assert only(press).left not in {one.id for one in store.version(press, new).reading().statements}


@pytest.mark.parametrize(
    ("relation", "verdict", "ends"),
    [
        ("same-claim", "different", ("r1:s1", "r2:s1")),
        ("same-claim", "same", ("r1:s1", "r5:s1")),
        ("copy", "no", ("r1", "r2")),
        ("same-entity", "different", ("r1:عاصم البرهومي", "r4:عاصم البرهومي")),
        ("disputes", "no", ("r1:s1", "r6:s1")),
    ],
)
def test_what_two_are_to_each_other_stays(
    press: Corpus, relation: str, verdict: str, ends: tuple[str, str]
) -> None:
    done = apply(press, of_pair(press, relation, verdict, ends, SALMA))
    versions = {change(press, "r1", lambda text: LEAD + text)}
    found = only(press)
    assert versions <= {one.version for one in found.judgement.anchors}
    assert (state(press), found.former) == ("holds", ())
    # Judged once more of the present version it is the same judgement.
    assert apply(press, of_pair(press, relation, verdict, ends, SALMA)).before
    after = contents(press)
    assert rebuilt(press) == after
    take_back(press, done.number, "سلمى", moment())
    after = contents(press)
    assert rebuilt(press) == after


def test_a_copy_is_judged_anew_where_most_of_the_text_is_new(press: Corpus) -> None:
    apply(press, of_pair(press, "copy", "no", ("r1", "r2"), SALMA))
    change(press, "r1", lambda text: text[: len(text) // 3] + LEAD * 4)
    assert state(press) == "lost"


def test_a_report_checked_whole_is_so_as_it_was_read(press: Corpus) -> None:
    apply(press, of_whole(press, "r1", SALMA))
    old = store.newest(press, "r1").report.version
    new = change(press, "r1", lambda text: LEAD + text)
    assert (only(press).judgement.left.version, state(press)) == (old, "holds")
    apply(press, of_speaker(press, "r1:s1", "نعمان السروي", SALMA))
    apply(press, of_speaker(press, "r3:s1", "نعمان السروي", SALMA))
    other = change(press, "r3", lambda text: LEAD + text)
    assert [one.values["text"] for one in gold(press)] == [store.version(press, old).report.text]
    texts = {store.version(press, name).report.text for name in (old, other)}
    assert {one.values["text"] for one in gold(press, every=True)} == texts
    assert new not in (old, other)


def test_the_newest_holds_whichever_version_it_was_judged_in(press: Corpus) -> None:
    one = apply(press, of_speaker(press, "r1:s1", "نعمان السروي", SALMA))
    new = change(press, "r1", lambda text: LEAD + text)
    name = only(press).left
    other = apply(press, of_speaker(press, f"r1:{name}", "هند الأثلية", Judge("رياض")))
    assert other.against == ((one.number, "سلمى"),)
    assert speaker(press, new, name or "") == "هند الأثلية"
    take_back(press, other.number, "رياض", moment())
    assert speaker(press, new, name or "") == "نعمان السروي"
    # What is judged of a page holds for no earlier one.
    apply(press, of_speaker(press, f"r1:{name}", "رويترز", SALMA))
    former, *_ = store.versions(press, store.resolve(press, "r1"))
    assert speaker(press, former.report.version, "s1") == "نعمان السروي"


def backwards(text: str) -> str:
    return text[::-1]


@given(steps, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 4), st.integers(0, 3)), max_size=3))
@settings(max_examples=8, deadline=None)
def test_whatever_changes_it_is_what_a_rebuild_gives(
    base: Path, found: list[Step], pages: list[tuple[int, int, int]]
) -> None:
    path = base.with_name("work.musnad")
    shutil.copy(base, path)
    edits = (*MOVED, backwards)
    with open_corpus(path, write=True) as corpus:
        kept, half = run(corpus, found[: len(found) // 2]), found[len(found) // 2 :]
        for day, (number, edit, when) in enumerate(pages, 10):
            name = REPORTS[number % len(REPORTS)]
            # Some came in late, and were captured before the newest.
            text = edits[edit](TEXTS[name])
            store.add(corpus, [made(name, text, f"2026-03-{day - 2 * when:02}T08:00:00Z")])
            if when % 2:
                refresh(corpus)
        kept += run(corpus, half)
        refresh(corpus)
        after = contents(corpus)
        assert list(store.verify(corpus)) == []
        assert rebuilt(corpus) == after
        for number in kept:
            take_back(corpus, number, "سلمى", moment())
        assert corrected(corpus) == {}
        after = contents(corpus)
        assert rebuilt(corpus) == after


def test_what_is_judged_again_by_its_number_is_the_same(press: Corpus) -> None:
    done = apply(press, of_speaker(press, "r1:s1", "نعمان السروي", SALMA))
    change(press, "r1", lambda text: LEAD + text)
    again = replace(store.numbered_judgement(press, done.number), at=moment())
    assert apply(press, again).before
    with pytest.raises(CorpusError):
        take_back(press, 99, "سلمى", moment())
