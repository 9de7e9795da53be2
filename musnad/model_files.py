"""The files of a model: found, checked, and opened without reading more than is needed.

A tagger's model is a folder with ``model.json`` (what it is, and the size and SHA-256 of every other file),
the vocabulary, the vectors of the pieces (int8 rows with one scale each, mapped into memory), and the two
parts of the network in ONNX. The reader of pairs (`pair_reading`) shares the means.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musnad.pieces import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import onnxruntime  # type: ignore[import-untyped]

SCHEMA = "musnad/tagger/2"
PLACE = "MUSNAD_MODEL"
"""The environment variable that names the folder of another model than the installed one."""

_CARD = "model.json"
_FILES = ("vocabulary.tsv", "pieces.npy", "scales.npy", "field.npy", "encode.onnx", "read.onnx")


class ModelError(Exception):
    """A model that is missing, damaged or of another kind; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How an engine decides: the weights of what the readers hold, and the least probability kept."""

    weights: dict[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Rows:
    """The encoder's vocabulary, and the vector of each piece: `pieces` (pieces, hidden) times `scales`."""

    vocabulary: Vocabulary
    pieces: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """An opened model.

    `pieces` (pieces, hidden) int8 and `scales` (pieces, 1) give the vectors of the pieces; `begin` (tags)
    and `step` (from, to) are the scores of sequences of role tags; `size`, `overlap` are in pieces and
    `reach` in words, as the network was fitted.
    """

    name: str
    vocabulary: Vocabulary
    pieces: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    begin: npt.NDArray[np.float32]
    step: npt.NDArray[np.float32]
    encode: onnxruntime.InferenceSession
    read: onnxruntime.InferenceSession
    size: int
    overlap: int
    reach: int
    decisions: dict[str, Decision]


def installed() -> Path | None:
    """The folder of the model to use: that of the environment variable, else of the installed package."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    home = package()
    return None if home is None else home / "tagger"


def package() -> Path | None:
    """The folder of the package that carries the models, None where it is not installed."""
    found = util.find_spec("musnad_models")
    return None if found is None or found.origin is None else Path(found.origin).parent


@lru_cache(maxsize=4)
def open_model(folder: Path, threads: int = 0) -> Model:
    """The model of a folder; `threads` 0 takes all cores. Raises ModelError."""
    told = checked(folder, _CARD, SCHEMA, _FILES)
    with opening(folder):
        import numpy as np

        field = np.load(folder / "field.npy")
        rows = open_rows(folder)
        return Model(
            name=str(told["name"]),
            vocabulary=rows.vocabulary,
            pieces=rows.pieces,
            scales=rows.scales,
            begin=field[0],
            step=field[1:],
            encode=session(folder / "encode.onnx", threads),
            # A second pool of threads would wait in a loop while the first works: two thirds of the speed.
            read=session(folder / "read.onnx", 1),
            size=int(told["size"]),
            overlap=int(told["overlap"]),
            reach=int(told["reach"]),
            decisions={
                engine: Decision(
                    {name: float(weight) for name, weight in told["decisions"][engine]["weights"].items()},
                    float(told["decisions"][engine]["threshold"]),
                )
                for engine in ("tagger", "both")
            },
        )


@lru_cache(maxsize=4)
def open_rows(folder: Path) -> Rows:
    """The pieces of a tagger's folder, shared by all that read with them; for use within `opening`."""
    import numpy as np

    return Rows(
        vocabulary=load_vocabulary(folder / "vocabulary.tsv"),
        pieces=np.load(folder / "pieces.npy", mmap_mode="r"),
        scales=np.load(folder / "scales.npy"),
    )


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """A network, on `threads` cores, 0 for all; for use within `opening`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Threads that wait for work sleep: turning over, as by default, they take twice the processor time where
    # other processes want the cores, and the work takes twice as long.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """Whatever goes wrong within it is a ModelError about the folder."""
    try:
        yield
    except ImportError as error:
        raise ModelError("the model needs onnxruntime: pip install onnxruntime") from error
    # onnxruntime raises types of its own, which derive from Exception alone.
    except Exception as error:
        line = " ".join(str(error).split())[:200]
        raise ModelError(f"{folder}: the model cannot be opened ({line})") from error


def checked(folder: Path, card: str, schema: str, files: tuple[str, ...]) -> dict[str, Any]:
    """What the `card` of a folder tells, once each of the `files` has proved to be the one that it names.

    Raises ModelError.
    """
    try:
        told = json.loads((folder / card).read_text("utf-8"))
    except OSError as error:
        raise ModelError(f"{folder}: no model here ({error.strerror})") from error
    except ValueError as error:
        raise ModelError(f"{folder}: {card} cannot be read; install the model again") from error
    if not isinstance(told, dict) or told.get("schema") != schema:
        raise ModelError(f"{folder}: not a model of the kind {schema}, which this version of Musnad reads")
    known = told.get("files")
    for name in files:
        entry = known.get(name) if isinstance(known, dict) else None
        if not isinstance(entry, dict):
            raise ModelError(f"{folder}: {card} does not name {name}; install the model again")
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(
                f"{folder}: {name} is missing ({error.strerror}); install the model again"
            ) from error
        if found != entry.get("sha256"):
            raise ModelError(f"{folder}: {name} is truncated or not the one of this model; install it again")
    return told
