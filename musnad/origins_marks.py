"""Which news agency a text sounds like: its words and build, weighed by a table fitted on credited reports.

Agencies write by books of style: how a paragraph opens, which words a market report uses, how princes are
named. The table ``lang/ar/agency_marks.tsv`` is fitted by ``tools/fit_agencies.py`` on reports whose byline
names one agency or a paper's own desk. What it tells is inferred and no credit: `origins.py` marks it as
such.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from musnad.lang import cells

AGENCIES = ("afp", "dpa", "reuters", "spa")
CLASSES = (*AGENCIES, "own")
"""The columns of the table: agencies by the refs of their media, and papers' own texts."""

BIAS = "bias"
WINDOW = 20_000
"""Code points of a text that are weighed."""

_TOLD = 3
_WORD = re.compile(r"[\u0621-\u064a]+")
_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"[.\n]")


@dataclass(frozen=True, slots=True)
class Marks:
    """How much speaks for each of `CLASSES` (log odds, comparable with each other), and the words that do
    most.

    `words` holds up to three words for each of `AGENCIES`. Both are empty where a text says nothing.
    """

    scores: tuple[float, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()


def features(folded: str) -> frozenset[str]:
    """The features of a folded text: its words, those that open parts of it (``P=``), and how it is built."""
    text = folded[:WINDOW]
    paragraphs = [line for line in text.split("\n") if line.strip()]
    body = "\n".join(paragraphs[1:]) if len(paragraphs) > 1 else text
    words = _WORD.findall(text)
    sentences = [part for part in _SENTENCE.split(body) if part.strip()]
    found = set(words)
    found.update(_openers("P=", paragraphs[1:]))
    found.update(_openers("S=", sentences))
    found.update(_openers("F=", [body]))
    found.update(_openers("T=", paragraphs[:1]))
    size = max(1, len(words))
    found.add(f"#words={int(math.log2(size))}")
    found.add(f"#sentence={int(2 * math.log2(max(1.0, size / max(1, len(sentences)))))}")
    found.add(f"#paragraphs={int(1.5 * math.log2(len(paragraphs) + 1))}")
    found.add(f"#quotes={min(5, body.count(chr(34)) // 2 * 100 // size)}")
    found.add(f"#brackets={min(5, body.count('(') * 100 // size)}")
    found.add(f"#commas={min(8, body.count('،') * 50 // size)}")
    found.add(f"#numbers={min(6, len(_NUMBER.findall(body)) * 60 // size)}")
    return frozenset(found)


def _openers(kind: str, parts: list[str]) -> set[str]:
    """The first word of each part, marked with its kind."""
    return {kind + first[0] for part in parts if (first := _WORD.search(part)) is not None}


@lru_cache(maxsize=1)
def weights() -> dict[str, tuple[float, ...]]:
    """The weights of each feature for `CLASSES`."""
    columns = cells("ar", "agency_marks")
    size = len(CLASSES) + 1
    return {
        columns[at]: tuple(float(cell) for cell in columns[at + 1 : at + size])
        for at in range(0, len(columns), size)
    }


def weigh(folded: str, table: Mapping[str, tuple[float, ...]] | None = None) -> Marks:
    """What the wording of a folded Arabic text says, by `weights` or another table of that form.

    Linear in `WINDOW` at most; never raises.
    """
    table = weights() if table is None else table
    found = sorted(feature for feature in features(folded) if feature in table and feature != BIAS)
    if not found or BIAS not in table:
        return Marks()
    rows = [table[feature] for feature in found]
    norm = math.sqrt(len(found))
    scores = tuple(
        round(bias + math.fsum(column) / norm, 6)
        for bias, column in zip(table[BIAS], zip(*rows, strict=True), strict=True)
    )
    return Marks(scores, tuple(_telling(found, rows, at) for at in range(len(AGENCIES))))


def _telling(found: list[str], rows: list[tuple[float, ...]], at: int) -> tuple[str, ...]:
    """The words that speak most for one agency against the others."""
    gains = [
        (row[at] - (sum(row) - row[at]) / (len(row) - 1), feature.partition("=")[2] or feature)
        for feature, row in zip(found, rows, strict=True)
        if feature[0] != "#"
    ]
    best = sorted((gain, word) for gain, word in gains if gain > 0)[::-1]
    return tuple(dict.fromkeys(word for _, word in best[: 2 * _TOLD]))[:_TOLD]


def shares(scores: tuple[float, ...]) -> tuple[float, ...]:
    """The scores as shares that add up to one (softmax)."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = math.fsum(powers)
    return tuple(power / total for power in powers)
