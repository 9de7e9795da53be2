"""The language of a text, told by its script and letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache

# First and last letter of each block, with its script or language.
_SCRIPTS = (
    (0x41, 0x5A, "latin"), (0x61, 0x7A, "latin"), (0xC0, 0x24F, "latin"), (0x370, 0x3FF, "el"),
    (0x400, 0x4FF, "ru"), (0x5D0, 0x5EA, "he"), (0x620, 0x64A, "arabic"), (0x671, 0x6D3, "arabic"),
    (0x6D5, 0x6D5, "arabic"), (0x6FA, 0x6FF, "arabic"), (0x750, 0x77F, "arabic"), (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"), (0xAC00, 0xD7A3, "ko"), (0xFB50, 0xFDFF, "arabic"), (0xFE70, 0xFEFC, "arabic"),
)  # fmt: skip
_SCRIPT_STARTS = tuple(start for start, _, _ in _SCRIPTS)
_LATIN_WORDS = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "that",
            "is",
            "was",
            "for",
            "on",
            "said",
            "with",
            "by",
            "at",
            "from",
            "has",
        ]
    ),
    "fr": frozenset(
        ["le", "la", "les", "des", "et", "du", "une", "dans", "que", "est", "pour", "par", "sur", "qui", "au"]
    ),
    "es": frozenset(
        ["el", "la", "los", "de", "las", "del", "y", "que", "en", "una", "por", "con", "para", "su", "es"]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "den",
            "von",
            "zu",
            "mit",
            "im",
            "ist",
            "des",
            "dem",
            "ein",
            "nicht",
            "auf",
        ]
    ),
    "tr": frozenset(
        ["ve", "bir", "bu", "da", "de", "için", "ile", "olarak", "olan", "daha", "çok", "ise", "gibi"]
    ),
}
_SAMPLE = 500


@lru_cache(maxsize=512)
def _script(letter: str) -> str:
    at = bisect_left(_SCRIPT_STARTS, ord(letter) + 1) - 1
    return _SCRIPTS[at][2] if at >= 0 and ord(letter) <= _SCRIPTS[at][1] else ""


def language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text` by script and letters, None where nothing can be told.

    Looks at the first 500 characters. Persian, Urdu, Pashto and Kurdish are told from Arabic by their
    letters and by the share of words with the article.
    """
    sample = text[:_SAMPLE]
    counts: dict[str, int] = {}
    for letter in set(sample):
        if script := _script(letter):
            counts[script] = counts.get(script, 0) + sample.count(letter)
    script, most = max(counts.items(), key=lambda item: item[1], default=("", 0))
    if most < 2 or most * 2 < sum(counts.values()):
        return None
    if script == "arabic":
        return _arabic_script(sample, most)
    if script == "latin":
        words = Counter(re.findall(r"[a-zß-ɏ]+", sample.lower()))
        total = words.total()
        best, hits = max(
            ((code, sum(words[w] for w in known)) for code, known in _LATIN_WORDS.items()),
            key=lambda item: item[1],
        )
        return best if hits >= 2 and hits * 12 >= total else None
    return "ja" if script == "zh" and counts.get("ja", 0) * 10 > most else script


def _arabic_script(sample: str, letters: int) -> str | None:
    def share(chars: str) -> float:
        return sum(map(sample.count, chars)) / letters

    words = sample.split()
    if sum(w.startswith(("ال", "وال", "بال", "لل")) for w in words) * 100 >= 8 * len(words):
        return "ar"
    if share("ٹڈڑےںھہ") >= 0.03:
        return "ur"
    if share("ښځڅړږۍټډ") >= 0.01:
        return "ps"
    if share("ێۆڕڵە") >= 0.03:
        return "ku"
    if share("پچژگ") >= 0.01 or (share("یک") >= 0.05 and share("يك") < 0.01):
        return "fa"
    return "ar"
