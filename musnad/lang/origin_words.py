"""The words by which a report tells whence its text comes: bylines, correspondents, documents, the press."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from musnad.lang import table
from musnad.text import fold


@dataclass(frozen=True, slots=True)
class Words:
    """The words of ``origins.toml``, folded; `documents` gives the name of each noun, `came` finds «جاء ذلك
    في ...» with its phrase from the preposition on.
    """

    special: frozenset[str]
    correspondents: frozenset[str]
    ours: frozenset[str]
    colleagues: frozenset[str]
    papers: frozenset[str]
    official: frozenset[str]
    before_writers: frozenset[str]
    titles: frozenset[str]
    no_names: frozenset[str]
    press: re.Pattern[str]
    no_writers: frozenset[str]
    editions: frozenset[str]
    before: frozenset[str]
    qualities: frozenset[str]
    of_others: frozenset[str]
    accounts: frozenset[str]
    came: re.Pattern[str]
    documents: dict[str, str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words by which whence a text comes is told."""
    data = table("ar", "origins")

    def folded(key: str) -> frozenset[str]:
        return frozenset(fold(word).text for word in data[key])

    def any_of(listed: list[str]) -> str:
        forms = sorted({fold(word).text for word in listed}, key=lambda word: (-len(word), word))
        return f"(?:{'|'.join(forms)})(?!\\w)"

    came = {key: any_of(listed) for key, listed in data["came"].items()}
    return Words(
        folded("special"),
        folded("correspondents"),
        folded("ours"),
        folded("colleagues"),
        folded("papers"),
        folded("official"),
        folded("before_writers"),
        folded("titles"),
        folded("no_names"),
        re.compile(any_of(data["press"])),
        folded("no_writers"),
        folded("editions"),
        frozenset(fold(word).text for word in data["before"]["medium"]),
        frozenset(fold(word).text for word in data["qualities"]["documents"]),
        frozenset(data["qualities"]["of_others"]),
        frozenset(fold(word).text for word in data["before"]["platform"]),
        re.compile(
            rf"(?<!\w){came['verbs']} {came['what']} (?:ال\w+ )?"
            rf"(?P<phrase>{came['where']} (?!{came['no_place']})(?:(?! حيث )[^\n.،:؛]){{2,110}})"
        ),
        {fold(form).text: name for name, forms in data["documents"].items() for form in forms},
    )
