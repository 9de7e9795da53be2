from __future__ import annotations

from musnad.model import Span
from musnad.pieces import Vocabulary
from musnad.roles import ROLES, spans
from musnad.segment import segment
from musnad.windows import Window, windows
from train.examples import Annotated, Marked
from train.flat_labels import Told, told

TEXT = "قال سالم وأكد ناصر إن هالة ذكرت أن السد سيفتح."
VOCABULARY = Vocabulary(("<s>", "<pad>", "</s>", "<unk>", "▁"), (0.0,) * 5)
SOURCE, CONTENT = ROLES.index("source"), ROLES.index("content")


def span(part: str) -> Span:
    start = TEXT.index(part)
    return Span(start, start + len(part))


def marked(cue: str, source: str, content: str) -> Marked:
    return Marked(span(cue), ((span(source),), (span(content),), (), (), ()), "say")


def flat(*attributions: Marked, size: int = 128, number: int = 0) -> tuple[Window, Told]:
    cut: list[Window] = windows(TEXT, segment(TEXT).paragraphs, VOCABULARY, size, 4)
    return cut[number], told(Annotated("r", TEXT, attributions), cut)[cut[number]]


def printed(window: Window, labels: Told) -> list[tuple[int, str]]:
    """The spans that the tags tell, 0 for cues and a role's number and one more for its spans."""
    return [
        (role, TEXT[window.words[first].start : window.words[behind - 1].end])
        for role, first, behind in spans(list(labels.tags))
    ]


OUTER = marked("أكد", "ناصر", "إن هالة ذكرت أن السد سيفتح")
INNER = marked("ذكرت", "هالة", "أن السد سيفتح")


def test_an_attribution_inside_another_is_lost() -> None:
    window, labels = flat(INNER, OUTER)
    told_spans = [(0, "وأكد"), (SOURCE + 1, "ناصر"), (CONTENT + 1, "إن هالة ذكرت أن السد سيفتح")]
    assert printed(window, labels) == told_spans
    assert len(labels.cues) == 1


def test_each_span_is_linked_to_its_cue_among_those_of_the_paragraph() -> None:
    _, labels = flat(marked("قال", "سالم", "أن السد"), marked("أكد", "ناصر", "سيفتح"))
    assert {(link.role, tuple(link.right)) for link in labels.links if link.place[0] < 4} == {
        (SOURCE, ((0, 1),)),
        (SOURCE, ((2, 3),)),
    }
    assert all(link.cues == ((0, 1), (2, 3)) for link in labels.links)


def test_a_source_of_two_cues_is_linked_to_both() -> None:
    _, labels = flat(marked("قال", "سالم", "أن السد"), marked("أكد", "سالم", "سيفتح"))
    (source,) = [link for link in labels.links if link.role == SOURCE]
    assert source.right == {(0, 1), (2, 3)}


def test_words_of_a_cue_that_the_window_does_not_see_keep_their_tags_without_a_link() -> None:
    window, labels = flat(OUTER, size=12, number=-1)
    assert window.words[0].start > OUTER.cue.end
    assert (CONTENT + 1) in {role for role, _ in printed(window, labels)}
    assert not labels.cues and not labels.links
