"""Two contents read together by a small network: how likely both say the same, and by one voice.

The encoder reads both at once, each with the words around it, so that every word of one sees every word of
the other (a cross-encoder, as in Devlin et al. 2019, section 4.1). What it holds of a pair depends on the two
alone, and not on their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from musnad.claims_evidence import stem_of
from musnad.model import Span
from musnad.model_files import ModelError, checked, open_rows, opening, package, session
from musnad.parallel import ahead, cores
from musnad.pieces import END, START, Vocabulary
from musnad.text import fold_text
from musnad.windows import PIECES_OF_A_WORD, opens, words_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import onnxruntime  # type: ignore[import-untyped]

SCHEMA: Final = "musnad/pairs/1"
CARD: Final = "pairs.json"
NETWORK: Final = "read.onnx"
FILES: Final = (NETWORK, "../tagger/vocabulary.tsv", "../tagger/pieces.npy", "../tagger/scales.npy")
"""The network, and what is shared with the tagger's model, which stands beside it."""

BEFORE: Final = 12
AFTER: Final = 4
LONGEST: Final = 56
"""Words read before a content, in its paragraph, behind it, and of it."""
MARKS: Final = 12
"""How many marks a piece may have: see `Marked`."""

PLACES: Final = 512
"""The most pieces that the encoder reads at once."""

# Characters in which words are looked for around a content and of it: a paragraph may be a megabyte.
_AROUND: Final = 1_000
_WITHIN: Final = 4_000
# Two sides and the marks around them.
_PIECES_OF_A_SIDE: Final = (PLACES - 3) // 2


class Word(NamedTuple):
    """A word of one side as it is printed, whether a blank stands before it, whether the content holds it."""

    text: str
    opens: bool
    said: bool


Side = tuple[Word, ...]
"""A content with the words around it, in their order."""


class Marked(NamedTuple):
    """A pair as the network reads it: the ids of the pieces, and a mark for each.

    A mark is 6 for the second side, plus 3 for words of a content, plus 1 for a word whose stem the other
    side lacks, 2 for one whose stem it has; a content's words are looked for in the other's content alone.
    """

    pieces: tuple[int, ...]
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PairReader:
    """An opened network; `pieces` (pieces, hidden) int8 and `scales` (pieces, 1) give vectors of pieces.

    So many threads read pairs beside each other, 0 as many as there are cores.
    """

    name: str
    vocabulary: Vocabulary
    pieces: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    network: onnxruntime.InferenceSession
    threads: int = 0


def side(text: str, content: Sequence[Span], around: tuple[int, int] = (BEFORE, AFTER)) -> Side:
    """A content, at most `LONGEST` words of it, with what stands around it in its paragraph.

    `content` are its pieces, in order, never none; `around` how many words are read before and behind it.
    Bounded work, whatever the text.
    """
    first, last = content[0].start, max(span.end for span in content)
    begin = max(text.rfind("\n", 0, first) + 1, first - _AROUND)
    line = text.find("\n", last, last + _AROUND)
    end = min(len(text), last + _AROUND) if line < 0 else line
    before = words_of(text, Span(begin, first))[-around[0] :]
    after = words_of(text, Span(last, end))[: around[1]]
    found, said = [], 0
    for word in (*before, *words_of(text, Span(first, min(last, first + _WITHIN))), *after):
        held = any(span.start <= word.start < span.end for span in content)
        said += held
        if not held or said <= LONGEST:
            found.append(Word(text[word.start : word.end], opens(text, word), held))
    return tuple(found)


def key(model: str, left: Side, right: Side) -> bytes:
    """What a pair is kept by: a hash of the model's name and of both sides, the same in both orders."""
    # A text may hold lone surrogates.
    told = [repr(one).encode("utf-8", "surrogatepass") for one in sorted((left, right))]
    return hashlib.sha256(b"\0".join((model.encode(), *told))).digest()


def marked(left: Side, right: Side, vocabulary: Vocabulary) -> Marked:
    """A pair as the network reads it, the same in both orders."""
    both = sorted((left, right))
    pieces, marks = [START], [0]
    for number, (one, other) in enumerate((both, both[::-1])):
        held = {stem for word in other if (stem := _stem(word.text))}
        said = {stem for word in other if word.said and (stem := _stem(word.text))}
        room = _PIECES_OF_A_SIDE
        for word in one:
            stem = _stem(word.text)
            mark = 6 * number + 3 * word.said
            if stem:
                mark += 1 + (stem in (said if word.said else held))
            cut = vocabulary.cut(word.text, word.opens)[: min(room, PIECES_OF_A_WORD)]
            room -= len(cut)
            pieces.extend(cut)
            marks.extend([mark] * len(cut))
        pieces.append(END)
        marks.append(6 * number)
    return Marked(tuple(pieces), tuple(marks))


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return stem_of(fold_text(word))


def odds(pairs: Sequence[tuple[Side, Side]], model: PairReader | None = None) -> npt.NDArray[np.float32]:
    """The log odds that the contents of each pair are the same, and that they are of one voice besides,
    (pairs, 2).

    Each pair is read by itself, so that what is held of it is the same whatever is read beside it. Linear in
    the number of pairs; the length of a pair is bounded. `model` None takes the installed one, opened once.
    Raises ModelError where that is missing or damaged.
    """
    opened = open_pair_reader() if model is None else model
    # Behind the opening, which says in one line what is not installed.
    import numpy as np

    def of(pair: tuple[Side, Side]) -> npt.NDArray[np.float32]:
        read = marked(*pair, opened.vocabulary)
        ids = np.array(read.pieces)
        given = {
            "vectors": (opened.pieces[ids] * opened.scales[ids])[None],
            "marks": np.array([read.marks], np.int64),
        }
        found: npt.NDArray[np.float32] = opened.network.run(["odds"], given)[0][0]
        return found

    workers = min(opened.threads or cores(), len(pairs))
    return np.array([*ahead(of, pairs, workers)], np.float32).reshape(-1, 2)


@lru_cache(maxsize=4)
def open_pair_reader(folder: Path | None = None, threads: int = 0) -> PairReader:
    """The network of a folder, None for the installed one; `threads` 0 takes all cores. Raises ModelError."""
    folder = folder or _installed()
    told = _told(folder)
    with opening(folder):
        rows = open_rows(folder.parent / "tagger")
        return PairReader(
            name=str(told["name"]),
            vocabulary=rows.vocabulary,
            pieces=rows.pieces,
            scales=rows.scales,
            # A pair is too small to be shared: two threads on one take a fifth more processor time.
            network=session(folder / NETWORK, 1),
            threads=threads,
        )


def installed_name() -> str:
    """The name of the installed network, whose files are as they are to be; none is opened. Raises
    ModelError.
    """
    if find_spec("onnxruntime") is None:
        raise ModelError("the model needs onnxruntime: pip install onnxruntime")
    return str(_told(_installed())["name"])


def _installed() -> Path:
    home = package()
    if home is None:
        raise ModelError("no model is installed: pip install ./musnad-models")
    return home / "pairs"


@lru_cache(maxsize=4)
def _told(folder: Path) -> dict[str, Any]:
    return checked(folder, CARD, SCHEMA, FILES)
