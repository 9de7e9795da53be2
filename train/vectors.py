"""The encoder as it came, as the file that `musnad.vectors` opens: ``python -m train.vectors``.

Nothing is fitted or rounded. The matrices of the layers keep the 4 bits and the scales of their source in the
operator ``MatMulNBits`` of onnxruntime; the rows of the pieces are the files of the tagger, which must be
exported already and whose rows must be the encoder's own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from musnad.pieces import load_vocabulary
from musnad.vectors import CARD, FILES, NETWORK, SCHEMA
from train.materials import MissingError, Start, start
from train.weights import BLOCK, Weights

NAME = "musnad-vectors-1"

# 4 would compute in int8, 0 takes the values as they are: docs/vectors.md has the figures.
_ACCURACY = 0
_OPSET, _FORMAT = 20, 9
_OWN = "com.microsoft"


@dataclass(frozen=True, slots=True)
class _Graph:
    """A graph in the making; each method adds to it and gives the name of what it computes."""

    weights: Weights
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    values: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.values.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **given: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **given))
        return name

    def dense(self, x: str, name: str) -> str:
        blocks = self.weights.blocks[f"{name}.weight"]
        rows, columns = blocks.codes.shape
        # The operator reads the first of two neighbours from the low half of a byte, and takes 8 off each.
        packed = (blocks.codes[:, 0::2] | blocks.codes[:, 1::2] << 4).reshape(
            rows, columns // BLOCK, BLOCK // 2
        )
        codes = self.constant(f"{name}.codes", packed)
        # float16 in the file; onnxruntime folds the cast when it opens it.
        halves = self.constant(f"{name}.scales.half", blocks.scales)
        scales = self.node("Cast", [halves], f"{name}.scales", to=TensorProto.FLOAT)
        bias = self.constant(f"{name}.bias", self.weights.tensors[f"{name}.bias"])
        inputs = [x, codes, scales, "", "", bias]
        shape = {"N": rows, "K": columns, "bits": 4, "block_size": BLOCK}
        return self.node("MatMulNBits", inputs, name, _OWN, **shape, accuracy_level=_ACCURACY)

    def norm(self, x: str, name: str) -> str:
        weight, bias = (
            self.constant(f"{name}.{part}", self.weights.tensors[f"{name}.{part}"])
            for part in ("weight", "bias")
        )
        epsilon = self.weights.shape.epsilon
        return self.node("LayerNormalization", [x, weight, bias], f"{name}.of", epsilon=epsilon, axis=-1)

    def layer(self, x: str, name: str) -> str:
        parts = [self.dense(x, f"{name}.{part}") for part in ("query", "key", "value")]
        heads = self.weights.shape.heads
        mixed = self.node("MultiHeadAttention", parts, f"{name}.mixed", _OWN, num_heads=heads)
        attended = self.dense(mixed, f"{name}.attended")
        x = self.norm(self.node("Add", [x, attended], f"{name}.seen"), f"{name}.attended_norm")
        wide = self.node("Gelu", [self.dense(x, f"{name}.widen")], f"{name}.wide")
        narrow = self.dense(wide, f"{name}.narrow")
        return self.norm(self.node("Add", [x, narrow], f"{name}.read"), f"{name}.norm")


def network(weights: Weights) -> onnx.ModelProto:
    """Vectors of pieces, (batch, length, hidden), to the mean of what the last layer makes of them.

    All rows of a batch have the same length, so there is no mask. The result, ``mean``, is (batch, hidden).
    """
    graph = _Graph(weights)
    tensors = weights.tensors
    zero = graph.constant("zero", np.array([0], np.int64))
    one = graph.constant("one", np.array([1], np.int64))
    position = graph.constant("position", tensors["position"] + tensors["type"])
    length = graph.node("Shape", ["vectors"], "length", start=1, end=2)
    here = graph.node("Slice", [position, zero, length, zero], "here")
    x = graph.norm(graph.node("Add", ["vectors", here], "placed"), "norm")
    for number in range(weights.shape.layers):
        x = graph.layer(x, f"layer.{number}")
    graph.node("ReduceMean", [x, one], "mean", keepdims=0)
    hidden = weights.shape.hidden
    made = helper.make_graph(
        graph.nodes,
        "vectors",
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", "length", hidden])],
        [helper.make_tensor_value_info("mean", TensorProto.FLOAT, ["batch", hidden])],
        graph.values,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_OWN, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=_FORMAT, producer_name="train.vectors")


def export(start: Start, folder: Path) -> None:
    """Write the files of the sentence vectors to a folder beside that of the tagger's model.

    Raises ValueError where the tagger's rows of pieces are not those of the encoder, OSError where they are
    not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _same_rows(start, folder)
    (folder / NETWORK).write_bytes(network(start.weights).SerializeToString(deterministic=True))
    told = {
        "schema": SCHEMA,
        "name": NAME,
        "size": start.weights.shape.positions,
        "files": {name: _entry(folder / name) for name in FILES},
    }
    (folder / CARD).write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _same_rows(start: Start, folder: Path) -> None:
    vocabulary, pieces, scales = (folder / name for name in FILES if name != NETWORK)
    rows = start.weights.tensors["word"]
    step = np.load(scales)
    held = np.load(pieces) * step
    known = load_vocabulary(vocabulary)
    if known.pieces != start.pruned.vocabulary.pieces or held.shape != rows.shape:
        raise ValueError(f"{vocabulary}: not the vocabulary that the encoder was pruned to")
    # Half a step is what rounding takes; the little more is that of float32.
    if (np.abs(held - rows) > 0.501 * step).any():
        raise ValueError(f"{pieces}: not the rows of the encoder")


def _entry(path: Path) -> dict[str, int | str]:
    return {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m train.vectors", description="Make the sentence vectors.")
    root = Path(__file__).resolve().parents[1]
    parser.add_argument("--work", type=Path, default=root / "build" / "train", help="where packages are kept")
    parser.add_argument("--out", type=Path, default=root / "musnad-models" / "musnad_models" / "vectors")
    chosen = parser.parse_args(arguments)
    try:
        export(start(chosen.work / "packages"), chosen.out)
    except (MissingError, OSError, ValueError) as error:
        sys.stderr.write(f"train: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
