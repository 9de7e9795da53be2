from __future__ import annotations

from musnad.model import Span
from musnad.pieces import Vocabulary
from musnad.roles import KINDS, ROLES
from train.examples import Annotated, Example, Marked, examples

TEXT = "قال سالم إن السد، كما ترى، سيفتح."
VOCABULARY = Vocabulary(("<s>", "<pad>", "</s>", "<unk>", "▁"), (0.0,) * 5)
SOURCE, CONTENT = ROLES.index("source"), ROLES.index("content")


def span(part: str) -> Span:
    start = TEXT.index(part)
    return Span(start, start + len(part))


def only(report: Annotated) -> Example:
    (found,) = examples(report, VOCABULARY, 128, 32, 160)
    return found


def test_each_piece_of_an_interrupted_content_begins_anew() -> None:
    marked = Marked(span("قال"), ((span("سالم"),), (span("إن السد"), span("سيفتح")), (), (), ()), "say")
    example = only(Annotated("r", TEXT, (marked,)))
    (cue,) = example.cues
    assert example.cue_tags[:2] == (1, 0)
    begin, goes_on = 2 * CONTENT + 1, 2 * CONTENT + 2
    assert cue.tags[:4] == (0, 2 * SOURCE + 1, begin, goes_on)
    assert [tag for tag in cue.tags[4:] if tag] == [begin]


def test_of_a_content_that_leaves_the_window_the_rest_is_learned() -> None:
    marked = Marked(span("قال"), ((span("سالم"),), (span("إن السد، كما ترى، سيفتح"),), (), (), ()), "say")
    report = Annotated("r", TEXT, (marked,))
    first, *others = examples(report, VOCABULARY, 24, 6, 160)
    assert others and not any(example.cues for example in others)
    (cue,) = first.cues
    tags = [tag for tag in cue.tags if tag]
    assert tags == [2 * SOURCE + 1, 2 * CONTENT + 1] + [2 * CONTENT + 2] * (len(first.window.words) - 3)


def test_words_may_have_every_tag_that_nobody_looked_for() -> None:
    report = Annotated(
        "n", TEXT, (), names=((span("سالم"), "person"),), sought=frozenset({"person"}), cued=False
    )
    example = only(report)
    assert not example.cued
    person = 2 * KINDS.index("person") + 1
    place = 2 * KINDS.index("place") + 1
    assert [tag for tag, open_to in enumerate(example.kinds[1]) if open_to] == [person]
    assert example.kinds[0][0] and example.kinds[0][place] and not example.kinds[0][person]


def test_a_report_without_names_says_nothing_of_them() -> None:
    assert only(Annotated("r", TEXT, ())).kinds == ()
