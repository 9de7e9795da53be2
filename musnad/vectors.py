"""Texts as vectors of length 1, the nearer the closer they are in meaning, Arabic and English in one space.

The encoder is multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text Embeddings"). Its model card
asks for "query: " before every text that is compared as an equal, in any language, and for the mean of the
last layer over all pieces (`average_pool` there), those of the prefix and the two marks at the ends included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musnad.model import Span
from musnad.model_files import ModelError, checked, open_rows, opening, package, session
from musnad.pieces import END, START, Vocabulary
from musnad.windows import cut, words_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import onnxruntime  # type: ignore[import-untyped]

SCHEMA = "musnad/vectors/1"
CARD = "vectors.json"
NETWORK = "encode.onnx"
FILES = (NETWORK, "../tagger/vocabulary.tsv", "../tagger/pieces.npy", "../tagger/scales.npy")
"""The network, and what is shared with the tagger's model, which stands beside it."""

PREFIX = "query: "

# Pieces encoded at once: the matrices are unpacked once for all of them, and more takes memory alone.
_TOGETHER = 1_024


@dataclass(frozen=True, slots=True)
class Embedder:
    """An opened encoder.

    `pieces` (pieces, hidden) int8 and `scales` (pieces, 1) give the vectors of the pieces; `size` is the
    most pieces that are encoded as one window.
    """

    name: str
    vocabulary: Vocabulary
    pieces: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    encode: onnxruntime.InferenceSession
    size: int


def embed(texts: Sequence[str], model: Embedder | None = None) -> npt.NDArray[np.float32]:
    """The vectors of some texts, (texts, 384), each of length 1; their dot product is the cosine.

    A text longer than a window is read in windows side by side, whose means are averaged by their number of
    pieces. An empty one gets the vector of the prefix alone. A vector depends on its text alone, whatever
    stands beside it, but for the last digit of float32. Linear in the length of the texts. `model` None
    takes the installed one, opened once. Raises ModelError where that is missing or damaged, TypeError for a
    single str in place of several.
    """
    if isinstance(texts, str):
        raise TypeError("embed takes a sequence of texts, not one str")
    opened = open_embedder() if model is None else model
    # Behind the opening, which says in one line what is not installed.
    import numpy as np

    # Reprints repeat their sentences: each is encoded once.
    rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    sums = np.zeros((len(rows), opened.pieces.shape[1]), np.float32)
    for windows in _groups(rows, opened):
        ids = np.array([window.pieces for window in windows])
        (means,) = opened.encode.run(["mean"], {"vectors": opened.pieces[ids] * opened.scales[ids]})
        np.add.at(sums, [window.row for window in windows], means * np.float32(ids.shape[1]))
    sums /= np.linalg.norm(sums, axis=1, keepdims=True)
    return sums[np.array([rows[text] for text in texts], np.intp)]


@lru_cache(maxsize=4)
def open_embedder(folder: Path | None = None, threads: int = 0) -> Embedder:
    """The encoder of a folder, None for the installed one; `threads` 0 takes all cores. Raises ModelError."""
    folder = folder or _installed()
    told = _told(folder)
    with opening(folder):
        rows = open_rows(folder.parent / "tagger")
        return Embedder(
            name=str(told["name"]),
            vocabulary=rows.vocabulary,
            pieces=rows.pieces,
            scales=rows.scales,
            encode=session(folder / NETWORK, threads),
            size=int(told["size"]),
        )


def installed_name() -> str:
    """The name of the installed encoder, whose files are as they are to be; none is opened. Raises
    ModelError.
    """
    if find_spec("onnxruntime") is None:
        raise ModelError("the model needs onnxruntime: pip install onnxruntime")
    return str(_told(_installed())["name"])


def _installed() -> Path:
    home = package()
    if home is None:
        raise ModelError("no model is installed: pip install ./musnad-models")
    return home / "vectors"


@lru_cache(maxsize=4)
def _told(folder: Path) -> dict[str, Any]:
    return checked(folder, CARD, SCHEMA, FILES)


@dataclass(frozen=True, slots=True)
class _Window:
    pieces: tuple[int, ...]
    row: int


def _groups(rows: Mapping[str, int], model: Embedder) -> Iterator[list[_Window]]:
    """The windows of all texts, those of one length together: nothing is filled up, so no mask is needed."""
    before = (START, *(piece for pieces in _words(PREFIX, model.vocabulary) for piece in pieces))
    found = [_Window(pieces, row) for text, row in rows.items() for pieces in _windows(text, before, model)]
    found.sort(key=lambda window: len(window.pieces))
    for length, group in groupby(found, key=lambda window: len(window.pieces)):
        same = list(group)
        step = max(1, _TOGETHER // length)
        for first in range(0, len(same), step):
            yield same[first : first + step]


def _windows(text: str, before: tuple[int, ...], model: Embedder) -> Iterator[tuple[int, ...]]:
    """The pieces of a text in whole words, `size` at most with those `before` it and the mark behind it."""
    window = list(before)
    for pieces in _words(text, model.vocabulary):
        if len(window) + len(pieces) >= model.size:
            yield (*window, END)
            window = list(before)
        window.extend(pieces)
    yield (*window, END)


def _words(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, ...]]:
    for word in words_of(text, Span(0, len(text))):
        yield cut(text, word, vocabulary)
