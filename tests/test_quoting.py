from __future__ import annotations

import pytest

from musnad.model import Span
from musnad.quoting import quote_of
from musnad.segment import segment


def quoted(text: str, cue: str, *content: str) -> str:
    def at(part: str) -> Span:
        start = text.index(part)
        return Span(start, start + len(part))

    return quote_of(text, segment(text, "ar"), at(cue), tuple(at(part) for part in content))


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("قال سالم إن السد سيفتح غدا.", "قال", "إن السد سيفتح غدا", "indirect"),
        ("قال سالم: «سيفتح السد غدا».", "قال", "«سيفتح السد غدا»", "direct"),
        ("قال سالم إن «السد سيفتح غدا».", "قال", "إن «السد سيفتح غدا»", "direct"),
        ("قال سالم إن السد «سيفتح غدا».", "قال", "إن السد «سيفتح غدا»", "mixed"),
        ("قال سالم إن صحيفة «الضفة» أغلقت أبوابها.", "قال", "إن صحيفة «الضفة» أغلقت أبوابها", "indirect"),
        ("قال: «أخبرني سالم أن السد سيفتح».", "أخبرني", "أن السد سيفتح", "indirect"),
    ],
)
def test_how_much_is_quoted(text: str, cue: str, content: str, expected: str) -> None:
    assert quoted(text, cue, content) == expected


def test_content_in_two_stretches_is_direct_where_both_are_quoted() -> None:
    text = "«السد مغلق»، قال سالم، «وسيفتح غدا»."
    assert quoted(text, "قال", "«السد مغلق»", "«وسيفتح غدا»") == "direct"
