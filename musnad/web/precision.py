"""How often attributions were right on annotated reports, by the confidence that they were read with.

`tools/measure_confidence.py` counts it and writes the table; `docs/reading-room.md` tells on what.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

_TABLE: Final = "precision.tsv"


@dataclass(frozen=True, slots=True)
class Measured:
    """Of `read` attributions with a confidence from `low` on and below `high`, `right` were right."""

    low: float
    high: float
    read: int
    right: int

    @property
    def share(self) -> float:
        """The share of them that was right."""
        return self.right / self.read if self.read else 0.0


def measured(engine: str, language: str | None, confidence: float) -> Measured | None:
    """What was measured of an engine at a confidence; None where nothing was, as for other languages than
    Arabic.
    """
    if language != "ar":
        return None
    return next((one for one in _bands().get(engine, ()) if one.low <= confidence < one.high), None)


@lru_cache(maxsize=1)
def _bands() -> dict[str, tuple[Measured, ...]]:
    text = resources.files("musnad.web").joinpath(_TABLE).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, list[Measured]] = {}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        band = Measured(float(row["from"]), float(row["below"]), int(row["read"]), int(row["right"]))
        found.setdefault(row["engine"], []).append(band)
    return {engine: tuple(bands) for engine, bands in found.items()}
