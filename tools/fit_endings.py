"""Fit the weights by which the grammar tells where content ends.

    python tools/fit_endings.py    writes musnad/lang/ar/endings.tsv

Fitted on the labels of train/labels, whose texts lie beside the checkout (../shared/corpus). Of the places at
which annotated content might end, the last is where it does and those before are where it goes on; what
stands behind says nothing. Needs the extra ``fit``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.attribution import sentences
from musnad.clauses import trim
from musnad.endings import stops, weights
from musnad.gold import GoldAttribution, GoldReport
from musnad.lang.grammar import grammar_words
from musnad.phrases import is_complementiser, proclitic
from musnad.segment import segment
from musnad.tokens import Tokens
from tools.annotated import annotated, logistic, write
from train.materials import MissingError

_TABLE = Path(__file__).parents[1] / "musnad" / "lang" / "ar" / "endings.tsv"
# Of 0.1, 0.3 and 1.0 the likeliest on the half of the reports not fitted on.
_STRENGTH = 0.3
# With 3 instead, contents are as often right, and the table is twice as long.
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Row:
    """The features of one place, and whether the content ends there."""

    features: tuple[str, ...]
    ends: bool


def rows(report: GoldReport) -> list[Row]:
    """The places of every unbroken content of one report."""
    text = report.report.text
    found: list[Row] = []
    read = [tokens for _, tokens in sentences(text, segment(text)) if len(tokens)]
    for attribution in report.attributions:
        if len(attribution.content) != 1:
            continue
        start = attribution.content[0].start
        tokens = next((t for t in reversed(read) if t.base <= start), None)
        if tokens is not None:
            found += _places(tokens, attribution)
    return found


def _places(tokens: Tokens, attribution: GoldAttribution) -> list[Row]:
    content, cue = attribution.content[0], attribution.cue
    spans = [tokens.span((at, at + 1)) for at in range(len(tokens))]
    opened = next((at for at, span in enumerate(spans) if span.start == content.start), None)
    if opened is None:
        return []
    cued = next((at for at, span in enumerate(spans) if span.start >= cue.start), len(spans) - 1)
    stop = tokens.quotation_end(cued) if cue.start >= tokens.base else len(spans)
    found: list[Row] = []
    for index, features in stops(tokens, opened, _kind(tokens, opened), stop):
        last = trim(tokens, opened, index) - 1
        if last < opened or spans[last].end > content.end:
            if last >= opened:
                break
            continue
        found.append(Row(features, spans[last].end == content.end))
        if found[-1].ends:
            break
    return found


def _kind(tokens: Tokens, opened: int) -> str:
    """How the content opens, as a cue would have it."""
    word = tokens.words[opened]
    if tokens.word(opened - 1) == ":" or tokens.closer[opened]:
        return "quote"
    asks = word in ("هل", "اذا", "لماذا") or (word in ("ما", "عما") and tokens.word(opened + 1) == "اذا")
    if is_complementiser(word) or asks:
        return "inna"
    led = word in grammar_words().prepositions or word in ("ب", "ل")
    return "preposition" if led or proclitic(word, "ب") or proclitic(word, "ل") else "object"


def fit(samples: list[Row]) -> dict[str, float]:
    """The weight of each feature."""
    return logistic([(row.features, row.ends) for row in samples], _STRENGTH, _LEAST)


def main() -> int:
    """Write the table."""
    try:
        reports = annotated()
    except MissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    write(_TABLE, fit([row for report in reports for row in rows(report)]))
    weights.cache_clear()
    return 0


if __name__ == "__main__":
    sys.exit(main())
