from __future__ import annotations

import pytest

from musnad.model import Sentence, Span
from musnad.narration import subjects
from musnad.tokens import Tokens, tokenise


def tokens(text: str) -> Tokens:
    return tokenise(text, Sentence(Span(0, len(text)), 0), ())


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("نشرت وزارة النقل بيانا أكدت فيه أن الجسر آمن", "أكدت", [("وزارة النقل", "f", "subject")]),
        ("الوزارة نشرت بيانا أكدت فيه أن الجسر آمن", "أكدت", [("الوزارة", "f", "topic")]),
        ("وكان الوزير وصل أمس وأكد أن الجسر آمن", "وأكد", [("الوزير", "m", "subject")]),
        ("من دون علم أكدت أن الجسر آمن", "أكدت", []),
        ("عقد مجلس النقابة اجتماعا أعلن فيه أن الجسر آمن", "أعلن", [("مجلس النقابة", "", "subject")]),
        ("ورفع المزارعون لافتات كتب عليها أن الجسر آمن", "كتب", [("المزارعون", "", "subject")]),
        ("وبحث الوزراء على مدى يومين بناء الجسر وأكدوا أنه آمن", "وأكدوا", [("الوزراء", "", "subject")]),
        ("وفي المساء ، قوض سعيد البناء وأكد أن الجسر آمن", "وأكد", [("سعيد البناء", "", "subject")]),
    ],
)
def test_the_subjects_before_a_cue(text: str, cue: str, expected: list[tuple[str, str, str]]) -> None:
    read = tokens(text)
    at = text.split().index(cue)
    assert [(read.span(span).of(text), gender, how) for span, gender, how in subjects(read, at)] == expected


@pytest.mark.parametrize("words", [[], ["قال"], ["و"] * 300, ["نشرت"] * 300])
def test_any_words_have_an_answer(words: list[str]) -> None:
    read = tokens(" ".join(words))
    assert len(subjects(read, len(read))) <= 41
