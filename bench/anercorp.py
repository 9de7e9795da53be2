"""How well names are found against ANERcorp, four classes: by the tagger's second head, by rules and tables
alone, and by both as a record has them.

    MUSNAD_ANERCORP=FILE python bench/anercorp.py [--model FOLDER] [--json FILE]

ANERcorp (Benajiba and Rosso 2008; CC BY-SA 4.0) is one token a line with its tag, sentences apart by empty
lines or full stops. Split as CAMeL Lab and its author agreed (Obeid et al. 2020): the sentences that hold the
first five sixths of the words are for training, the others for testing. Counted is the exact F1 of spans of
tokens, as in CoNLL 2003. What is called a medium here is an organisation there, a state a place; roles are
not marked there. Of the names of rules those count whose rule is right more often than not on the training
part.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad import mentions, places
from musnad.hearing import weighed
from musnad.model import Report, Span
from musnad.model_files import ModelError
from musnad.naming import name_all
from musnad.segment import segment
from musnad.spots import SURE
from musnad.spotting import spot
from musnad.text import fold

if TYPE_CHECKING:
    from musnad.tagger import Name

PLACE = "MUSNAD_ANERCORP"
KINDS = {"PERS": "person", "PER": "person", "LOC": "place", "ORG": "organisation", "MISC": "other"}
PUBLISHED = 0.8395
"""F1 of AraELECTRA (Antoun et al. 2021), a larger encoder, as its paper gives it."""

_MARKED = {"medium": "organisation", "group": "organisation", "state": "place"}

Token = tuple[str, str]
_TOGETHER = 5
"""Sentences of a paragraph: the corpus is running text whose paragraphs are lost."""


class CorpusError(ValueError):
    """A file that is not the corpus; the message names it."""


@dataclass(frozen=True, slots=True)
class Document:
    """Sentences as a text: `tokens` are their spans in it, `names` spans of tokens with their kind."""

    text: str
    tokens: tuple[Span, ...]
    names: frozenset[tuple[int, int, str]]


def sentences(path: Path) -> list[list[Token]]:
    """The sentences of the corpus as tokens with their tags. Raises CorpusError."""
    found: list[list[Token]] = [[]]
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}") from error
    for line in lines:
        parts = line.replace("\u200f", "").split()
        if len(parts) == 2:
            found[-1].append((parts[0], parts[1]))
        if (len(parts) != 2 or not parts[0].strip(".·•")) and found[-1]:
            found.append([])
    whole = [sentence for sentence in found if sentence]
    tags = {tag for sentence in whole for _, tag in sentence} - {"O"}
    if not tags or any(tag[:2] not in ("B-", "I-") or tag[2:] not in KINDS for tag in tags):
        raise CorpusError(f"{path}: no tags of names in it, or others than those of ANERcorp")
    return whole


def split(whole: Sequence[list[Token]]) -> tuple[list[list[Token]], list[list[Token]]]:
    """The sentences for training and those for testing."""
    limit = sum(map(len, whole)) * 5 / 6
    seen, at = 0, 0
    while at < len(whole) and seen + len(whole[at]) <= limit:
        seen += len(whole[at])
        at += 1
    return list(whole[:at]), list(whole[at:])


def documents(chosen: Sequence[list[Token]], paragraphs: int) -> list[Document]:
    """The sentences as texts of so many paragraphs each."""
    size = _TOGETHER * paragraphs
    return [_document(chosen[at : at + size]) for at in range(0, len(chosen), size)]


def _document(chosen: Sequence[list[Token]]) -> Document:
    text: list[str] = []
    tokens: list[Span] = []
    tags: list[str] = []
    at = 0
    for number, sentence in enumerate(chosen, 1):
        for place, (token, tag) in enumerate(sentence, 1):
            tokens.append(Span(at, at + len(token)))
            tags.append(tag)
            end = place == len(sentence) and number % _TOGETHER == 0
            text.append(token + ("\n" if end else " "))
            at += len(token) + 1
    return Document("".join(text), tuple(tokens), frozenset(names(tags)))


def names(tags: Sequence[str]) -> Iterable[tuple[int, int, str]]:
    """The names of tagged tokens: first token, the one behind the last, kind."""
    start = 0
    for at, tag in enumerate([*tags, "O"]):
        before = tags[at - 1] if at else "O"
        if before != "O" and (tag[:2] != "I-" or tag[2:] != before[2:]):
            yield start, at, KINDS[before[2:]]
        if tag != "O" and (tag[:2] == "B-" or before == "O" or tag[2:] != before[2:]):
            start = at


def predicted(document: Document, found: Iterable[tuple[Span, str]]) -> set[tuple[int, int, str]]:
    """Names found as names of tokens; a name covers every token that it touches."""
    starts, ends = [t.start for t in document.tokens], [t.end for t in document.tokens]
    made = set()
    for span, kind in found:
        if kind != "role":
            marked = _MARKED.get(kind, kind)
            made.add((bisect_right(ends, span.start), bisect_left(starts, span.end), marked))
    return made


def scores(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    """F1 by kind and over `all`, from counts of (kind, right | found | wanted)."""
    kinds = sorted({kind for kind, _ in counts})
    result = {}
    for kind in [*kinds, "all"]:
        right, found, wanted = (
            sum(counts[k, what] for k in (kinds if kind == "all" else [kind]))
            for what in ("right", "found", "wanted")
        )
        result[kind] = 2 * right / max(1, found + wanted)
    return result


def read_off(document: Document, heard: Sequence[Name] = ()) -> set[tuple[int, int, str]]:
    """The names of rules and tables, weighed with those `heard`, whose `other` stay as they are."""
    text = document.text
    folded, segments = fold(text), segment(text, "ar")
    words = mentions.find(Report("", "", text, language="ar"), folded, segments).words
    spots = spot(text, folded, words, places.mentions(folded, words))
    spots = weighed(spots, heard, text, words) if heard else spots
    kept = [one for one in spots if one.sure >= SURE or one.rule == "heard"]
    found, _ = name_all(text, folded, words, kept, ((), ()))
    sure = [(mention.span, str(mention.kind)) for mention in found]
    others = [n.span for n in heard if n.kind == "other"]
    free = [(span, "other") for span in others if not any(span.overlap(one) for one, _ in sure)]
    return predicted(document, [*sure, *free])


def measure(path: Path, model: Path | None) -> dict[str, dict[str, float]]:
    """F1 on the test part by reader: `tagger`, `both` and `grammar`.

    Raises CorpusError, and ModelError where the model cannot be opened.
    """
    from musnad.engines import choose
    from musnad.tagger import name

    opened = choose("tagger", model)
    if opened is None:
        raise CorpusError("no model")
    counts: dict[str, Counter[tuple[str, str]]] = {
        reader: Counter() for reader in ("tagger", "both", "grammar")
    }
    for document in documents(split(sentences(path))[1], paragraphs=4):
        heard = name(document.text, segment(document.text, "ar"), opened)
        found = {
            "tagger": predicted(document, ((n.span, n.kind) for n in heard)),
            "both": read_off(document, heard),
            "grammar": read_off(document),
        }
        for reader, got in found.items():
            for side, held in (("found", got), ("wanted", document.names), ("right", got & document.names)):
                counts[reader].update((kind, side) for _, _, kind in held)
    return {reader: scores(counted) for reader, counted in counts.items()}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the names that are found on ANERcorp.")
    parser.add_argument("--model", type=Path, help="the folder of another model than the installed one")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    given = parser.parse_args(arguments)
    place = os.environ.get(PLACE)
    if not place:
        sys.stderr.write(f"{PLACE} names no file: ANERcorp is not part of the project\n")
        return 1
    try:
        found = measure(Path(place), given.model)
    except (CorpusError, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{'':<14}{''.join(f'{reader:>9}' for reader in found)}\n")
    for kind in found["tagger"]:
        figures = "".join(f"{scored.get(kind, 0.0):>9.3f}" for scored in found.values())
        sys.stdout.write(f"{kind:<14}{figures}\n")
    sys.stdout.write(f"{'AraELECTRA':<14}{PUBLISHED:>9.3f}\n")
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
