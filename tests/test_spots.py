from __future__ import annotations

import pytest

from musnad.names import is_common, is_rare
from musnad.spots import opens


@pytest.mark.parametrize(
    ("word", "cut"), [("وسامي", 1), ("لمصر", None), ("سامي", 0), ("للوزير", 0), ("حجر", None)]
)
def test_what_a_word_opens(word: str, cut: int | None) -> None:
    found = opens(word)
    assert (found.cut if found is not None else None) == cut


def test_a_noun_that_takes_the_article_is_common_and_a_name_is_rare() -> None:
    assert is_common("بيت")
    assert not is_common("هنداوي")
    assert is_rare("هنداوي")
    assert not is_rare("بيت")
    assert not is_rare("قالت")
