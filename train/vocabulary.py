"""The encoder's vocabulary, pruned to what Arabic and English reports are written with.

Kept are the pieces of the Arabic alphabet (with پ چ ڤ گ), those that frequent English words are cut
into, every Latin piece of up to two letters (accented ones too), digits and marks: about 33,000 of
250,000. Every character of a kept script stays, so that no word of it becomes unknown.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from musnad.pieces import OPENER, UNKNOWN, Vocabulary

_ARABIC = re.compile(
    "^[\u0621-\u064a\u067e\u0686\u06a4\u06af\u06a9\u06cc\u060c\u061b\u061f\u0660-\u0669\u06f0-\u06f9\u066a-\u066c]+$"
)
_LATIN = re.compile("^[A-Za-z\u00c0-\u024f]+$")
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Pruned:
    """The pruned vocabulary and, for each of its ids, the id in the whole one."""

    vocabulary: Vocabulary
    kept: tuple[int, ...]


def read_tokenizer(path: Path) -> Vocabulary:
    """The whole vocabulary of a ``tokenizer.json`` with a unigram model."""
    model = json.loads(path.read_text("utf-8"))["model"]
    if model["type"] != "Unigram" or model["unk_id"] != UNKNOWN:
        raise ValueError(f"{path}: no unigram vocabulary whose piece {UNKNOWN} is the unknown one")
    # The list ends with the piece that masks, for which the encoder has an embedding and no use is made here.
    entries = [(piece, score) for piece, score in model["vocab"] if piece != "<mask>"]
    return Vocabulary(tuple(piece for piece, _ in entries), tuple(score for _, score in entries))


def prune(whole: Vocabulary, english: Iterable[str]) -> Pruned:
    """The pieces worth keeping; `english` holds frequent words in the forms that they are printed in."""
    wanted = {piece for word in english for opens in (True, False) for piece in whole.cut(word, opens)}
    kept = [
        number
        for number, piece in enumerate(whole.pieces)
        if number <= UNKNOWN or number in wanted or _common(piece.removeprefix(OPENER))
    ]
    pieces = tuple(whole.pieces[number] for number in kept)
    return Pruned(Vocabulary(pieces, tuple(whole.scores[number] for number in kept)), tuple(kept))


def _common(piece: str) -> bool:
    if not piece or _ARABIC.match(piece):
        return True
    if _LATIN.match(piece):
        return len(piece) <= _SHORT
    return all(_mark_or_digit(letter) for letter in piece)


def _mark_or_digit(letter: str) -> bool:
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return letter.isascii() or "\u0660" <= letter <= "\u06f9"
    return kind[0] in "PSZ" and ord(letter) < 0x2E80


def write(vocabulary: Vocabulary, path: Path) -> None:
    """Write the file that `musnad.pieces.load_vocabulary` reads."""
    lines = (
        f"{piece}\t{score!r}\n" for piece, score in zip(vocabulary.pieces, vocabulary.scores, strict=True)
    )
    path.write_text("".join(lines), "utf-8")
