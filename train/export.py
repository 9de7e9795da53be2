"""A fitted network as the files that `musnad.model_files` opens: matrices and rows of pieces in int8."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]
from torch import Tensor, nn
from torch.nn import functional

from musnad.model_files import SCHEMA, Decision
from musnad.pieces import Vocabulary
from train import vocabulary as vocabulary_file
from train.network import Layer, Network


class _Attention(torch.autograd.Function):
    """Attention as one operator of onnxruntime: twice as fast there as its parts."""

    @staticmethod
    def forward(_ctx: Any, query: Tensor, _key: Tensor, _value: Tensor, _heads: int) -> Tensor:
        """Only the shape counts here: the function is there to be exported."""
        return query

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        """The operator, of onnxruntime's own set; queries are scaled by it."""
        found = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        return found.setType(query.type())


def attention(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
    """Attention, for export, over all pieces of what is read."""
    return cast(Tensor, _Attention.apply(query, key, value, heads))  # type: ignore[no-untyped-call]


class _Encode(nn.Module):
    """Vectors of the pieces of one window to vectors of words, the probabilities of cue tags and of names."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, vectors: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        encoder = self.network.encoder
        x = encoder.norm(vectors + encoder.position[: vectors.shape[1]] + encoder.segment)
        for held in encoder.layer:
            layer = cast(Layer, held)
            mixed = attention(layer.query(x), layer.key(x), layer.value(x), layer.heads)
            x = layer.attended_norm(x + layer.attended(mixed))
            x = layer.norm(x + layer.narrow(functional.gelu(layer.widen(x))))
        words = self.network.words(x, first, last)
        kinds = torch.softmax(self.network.kind(words), -1)
        return words, torch.softmax(self.network.cue(words), -1), kinds


class _Read(nn.Module):
    """The reader, with the probability that a cue attributes."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, words: Tensor, cue: Tensor, distance: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        tags, valid, classes = self.network.reader(words, cue, distance, mask)
        return tags, torch.sigmoid(valid), classes


def export(
    network: Network, vocabulary: Vocabulary, folder: Path, name: str, size: int, overlap: int
) -> None:
    """Write the model's files to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval().float()
    hidden = network.encoder.word.weight.shape[1]
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch)
        batch, pieces, words = 2, 24, 12
        torch.onnx.export(
            _Encode(network),
            (
                torch.zeros(1, pieces, hidden),
                torch.zeros(1, words, dtype=torch.long),
                torch.zeros(1, words, dtype=torch.long),
            ),
            str(whole / "encode.onnx"),
            input_names=["vectors", "first", "last"],
            output_names=["words", "chances", "kinds"],
            dynamic_axes={"vectors": {1: "pieces"}, "first": {1: "words"}, "last": {1: "words"}},
            custom_opsets={"com.microsoft": 1},
            dynamo=False,
        )
        torch.onnx.export(
            _Read(network),
            (
                torch.zeros(batch, words, network.sizes.word),
                torch.zeros(batch, network.sizes.word),
                torch.zeros(batch, words, dtype=torch.long),
                torch.ones(batch, words),
            ),
            str(whole / "read.onnx"),
            input_names=["words", "cue", "distance", "mask"],
            output_names=["tags", "valid", "classes"],
            dynamic_axes={
                "words": {0: "cues", 1: "around"},
                "cue": {0: "cues"},
                "distance": {0: "cues", 1: "around"},
                "mask": {0: "cues", 1: "around"},
            },
            dynamo=False,
        )
        for part in ("encode.onnx", "read.onnx"):
            quantize_dynamic(
                whole / part,
                folder / part,
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul", "Gemm"],
            )
    rows = network.encoder.word.weight.detach().numpy()
    scales = np.maximum(np.abs(rows).max(1, keepdims=True) / 127.0, 1e-12).astype(np.float32)
    np.save(folder / "pieces.npy", np.round(rows / scales).astype(np.int8))
    np.save(folder / "scales.npy", scales)
    field = network.field
    begin = (field.begin + cast(Tensor, field.barred_first)).detach().numpy()
    step = (field.step + cast(Tensor, field.barred)).detach().numpy()
    np.save(folder / "field.npy", np.concatenate((begin[None], step)).astype(np.float32))
    vocabulary_file.write(vocabulary, folder / "vocabulary.tsv")
    told = {
        "schema": SCHEMA,
        "name": name,
        "size": size,
        "overlap": overlap,
        "reach": network.sizes.reach,
        "decisions": {engine: {"weights": {"bias": 0.0}, "threshold": 0.5} for engine in ("tagger", "both")},
        "files": {
            path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in sorted(folder.iterdir())
            if path.suffix in (".onnx", ".npy", ".tsv")
        },
    }
    (folder / "model.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def write_decisions(folder: Path, name: str, decisions: Mapping[str, Decision]) -> None:
    """Give an exported model its name and how each engine decides with it."""
    path = folder / "model.json"
    told = json.loads(path.read_text("utf-8"))
    told["name"] = name
    for engine, decision in decisions.items():
        told["decisions"][engine] = {"weights": decision.weights, "threshold": decision.threshold}
    path.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
