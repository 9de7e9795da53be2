"""Other places where content may begin."""

import pytest

from musnad.alternatives import alternatives
from musnad.patterns import verb
from tests.attribution_cases import at, form, tokens


def drafted(sentence: str, cue: str) -> dict[str, tuple[str, str]]:
    """By rule, the source and the content of the further drafts of a verb."""
    read = tokens(sentence)
    index = at(read, cue)
    known = form(read, index)

    def text(part: tuple[int, int] | None) -> str:
        return "" if part is None else read.span(part).of(sentence)

    return {
        d.rule: (text(d.source), text(d.content[0]))
        for d in alternatives(read, index, known, verb(read, index, known))
    }


@pytest.mark.parametrize(
    ("sentence", "cue", "rule", "source", "content"),
    [
        ("القرار الذي أعلنه الدالي، وهو قرار قديم", "اعلنه", "relative-object", "الدالي", "القرار"),
        ("الخطة التي تحدث عنها الدالي، وهي خطة قديمة", "تحدث", "relative-object", "الدالي", "الخطة"),
        (
            "وقال الدالي، عضو المجلس البلدي، الذي وصل متأخراً «إن السد آمن ولا خطر»",
            "وقال",
            "far-quote",
            "الدالي، عضو المجلس البلدي",
            "«إن السد آمن ولا خطر»",
        ),
        ("ودعا الدالي لأسباب كثيرة إلى هدم السد", "ودعا", "later-preposition", "الدالي", "إلى هدم السد"),
    ],
)
def test_what_else_may_be_the_content(sentence: str, cue: str, rule: str, source: str, content: str) -> None:
    assert drafted(sentence, cue)[rule] == (source, content)


def test_a_verb_of_the_clause_between_ends_the_search() -> None:
    assert not drafted("وقال الدالي كلمته وأكدت الرماح أن السد آمن", "وقال")
