"""What contents mean, as vectors: encoded once, kept in the corpus, read back whenever they are asked for."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from musnad.corpus import Corpus
from musnad.corpus.embedding import Embedded, packed_vector, unpacked_vectors, vectors_kept
from musnad.model_files import ModelError
from musnad.vectors import embed, installed_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Content(NamedTuple):
    """The text of a content, and the id of the version in which it stands."""

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors by which meanings are compared: the name of the model, and what gives them for contents."""

    name: str
    vectors: Callable[[Sequence[Content]], NDArray[np.float32]]


def installed_meaning() -> Meaning | None:
    """The installed vectors, None where there are none; the model is opened when it is first asked."""
    try:
        name = installed_name()
    except ModelError:
        return None
    return Meaning(name, lambda contents: embed([one.text for one in contents]))


@dataclass(frozen=True, slots=True)
class Recalled:
    """What was asked for so far through `recalling`."""

    data: dict[bytes, bytes] = field(default_factory=dict)
    keys: defaultdict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))

    def all(self) -> Embedded:
        """All of it, as a corpus keeps it."""
        return Embedded(self.data, self.keys)


def recalling(corpus: Corpus, meaning: Meaning, noted: Recalled) -> Meaning:
    """The same vectors, those that the corpus has read from it; what is asked for is noted, to be kept.

    Each vector is the same whether it was kept or not: what is encoded is packed before it is used.
    """

    def vectors(contents: Sequence[Content]) -> NDArray[np.float32]:
        keys = [_key(meaning.name, one.text) for one in contents]
        for one, key in zip(contents, keys, strict=True):
            noted.keys[one.version].add(key)
        noted.data.update(vectors_kept(corpus, set(keys) - noted.data.keys()))
        missing = {key: one for key, one in zip(keys, contents, strict=True) if key not in noted.data}
        if missing:
            made = meaning.vectors(list(missing.values()))
            noted.data.update(zip(missing, map(packed_vector, made), strict=True))
        return unpacked_vectors([noted.data[key] for key in keys])

    return Meaning(meaning.name, vectors)


def _key(model: str, text: str) -> bytes:
    # A text may hold lone surrogates, the name of a model no mark of an end.
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).digest()
