"""Measure how often attributions are right, by the confidence that they are read with.

    python tools/measure_confidence.py      writes musnad/web/precision.tsv

Counted on the Arabic reports of train/labels that were kept aside from all fitting (first pass), whose texts
lie beside the checkout (../shared/corpus). An attribution is right where it matches a label as
`musnad evaluate` matches them. Bands with fewer attributions than `_LEAST` are joined to the one below.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import aside
from musnad.evaluate import match
from musnad.gold import GoldReport
from musnad.model import Engine
from musnad.reader import ReadOptions, read
from train.materials import MissingError, corpus, text_of

TABLE: Final = Path(__file__).parents[1] / "musnad" / "web" / "precision.tsv"
HEAD: Final = ("engine", "from", "below", "read", "right")
EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_ENGINES: Final[tuple[Engine, ...]] = ("both", "grammar")
# A share of so many lies within 0.1 of the truth in 19 cases of 20.
_LEAST: Final = 50

Judged = tuple[float, bool]


def judged(held: Iterable[GoldReport], options: ReadOptions) -> list[Judged]:
    """The confidence of each attribution that is read, and whether it is right."""
    found = []
    for one in held:
        made = read(one.report, options).attributions
        right = {predicted.id for _, predicted in match(one.attributions, made)}
        found += [(each.confidence, each.id in right) for each in made]
    return found


def bands(found: Sequence[Judged]) -> list[tuple[float, float, int, int]]:
    """How many were read and how many were right in each band: its least confidence, and that of the next."""
    made: list[tuple[float, float, int, int]] = []
    for low, high in zip(EDGES, (*EDGES[1:], 1.01), strict=True):
        inside = [right for confidence, right in found if low <= confidence < high]
        made.append((low, high, len(inside), sum(inside)))
    joined = made[:1]
    for low, high, read_, right in made[1:]:
        last = joined[-1]
        if last[2] < _LEAST or read_ < _LEAST:
            joined[-1] = (last[0], high, last[2] + read_, last[3] + right)
        else:
            joined.append((low, high, read_, right))
    return joined


def measured_on(held: Iterable[GoldReport]) -> str:
    """The hash of the texts and labels that were counted."""
    digest = hashlib.sha256()
    for one in held:
        for part in (one.report.text, *(repr((a.cue, a.content)) for a in one.attributions)):
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def main() -> int:
    """Write the table; 1 where the texts are not there."""
    try:
        texts = {str(row["id"]): text_of(row) for row in corpus()}
    except MissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    held = [one for one in aside.reports(texts, "first") if one.report.language == "ar"]
    lines = [
        f"# {len(held)} Arabic reports kept aside; SHA-256 of their texts and labels {measured_on(held)}",
        "\t".join(HEAD),
    ]
    for engine in _ENGINES:
        for low, high, made, right in bands(judged(held, ReadOptions(engine=engine))):
            lines.append(f"{engine}\t{low:.2f}\t{high:.2f}\t{made}\t{right}")
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
