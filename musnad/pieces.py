"""Words cut into the pieces that the tagger's encoder knows: unigram segmentation, one word at a time.

The best cut of a word is the one whose pieces have the greatest sum of log-probabilities (Kudo 2018,
"Subword Regularization"), found by the Viterbi algorithm. The vocabulary is that of the multilingual
encoder, pruned to the scripts of the reports; a character that no piece covers becomes one unknown piece.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

START, PAD, END, UNKNOWN = 0, 1, 2, 3
"""Ids of the pieces that begin a window, fill it up, end it, or stand for what is unknown."""

OPENER = "▁"
"""What stands before a word that follows a blank."""

# A cut into pieces that includes an unknown character is always the worst one.
_UNKNOWN_SCORE = -30.0
_LONGEST_PIECE = 16
_LONGEST_WORD = 64
_MARKS = re.compile(
    "[\u0300-\u036f\u0640\u064b-\u065f\u0610-\u061a\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces by id with their log-probabilities; `cut` remembers the words that it has seen."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    _known: dict[str, tuple[int, float]] = field(default_factory=dict, repr=False, compare=False)
    _words: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for number, piece in enumerate(self.pieces):
            if number > UNKNOWN:
                self._known.setdefault(piece, (number, self.scores[number]))

    def __len__(self) -> int:
        return len(self.pieces)

    def cut(self, word: str, opens: bool) -> tuple[int, ...]:
        """The ids of the pieces of one word, never none; `opens` says that a blank stands before it."""
        key = (OPENER if opens else "") + word
        found = self._words.get(key)
        if found is None:
            found = self._cut((OPENER if opens else "") + plain(word))
            # Reports repeat their words; a bound keeps a long-lived reader's memory flat.
            if len(self._words) < 200_000:
                self._words[key] = found
        return found

    def _cut(self, text: str) -> tuple[int, ...]:
        whole = self._known.get(text)
        if whole is not None:
            return (whole[0],)
        text = text[:_LONGEST_WORD]
        size = len(text)
        best = [0.0] + [float("-inf")] * size
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (size + 1)
        for end in range(1, size + 1):
            for start in range(max(0, end - _LONGEST_PIECE), end):
                piece = self._known.get(text[start:end])
                if piece is None:
                    if end - start > 1:
                        continue
                    piece = (UNKNOWN, _UNKNOWN_SCORE)
                score = best[start] + piece[1]
                if score > best[end]:
                    best[end], back[end] = score, (start, piece[0])
        found: list[int] = []
        while size:
            size, piece_id = back[size]
            found.append(piece_id)
        return tuple(reversed(found)) or (UNKNOWN,)


def plain(word: str) -> str:
    """The word as the encoder reads it: compatibility forms composed, vowel marks and tatweel dropped.

    The encoder was trained on text of which nearly all is unvowelled; offsets are not needed here, since a
    word is tagged whole.
    """
    return word if word.isascii() else _MARKS.sub("", unicodedata.normalize("NFKC", word))


def load_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary of a file that holds a piece, a tab and its log-probability a line, in order of id.

    Raises ValueError where a line is not of that form, OSError where the file cannot be read.
    """
    pieces: list[str] = []
    scores: list[float] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line:
            piece, tab, score = line.partition("\t")
            if not tab or not piece:
                raise ValueError(f"{path}: line {number} is no piece with its score")
            pieces.append(piece)
            scores.append(float(score))
    return Vocabulary(tuple(pieces), tuple(scores))
