"""Language data and its loaders: TOML tables written by hand, TSV tables written by tools/."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=32)
def table(language: str, name: str) -> dict[str, Any]:
    """The TOML table `name` of a language, as parsed.

    Raises FileNotFoundError where the language has no such table.
    """
    return tomllib.loads((files(__name__) / language / f"{name}.toml").read_text(encoding="utf-8"))


def cells(language: str, name: str) -> list[str]:
    """All cells of the TSV table `name` of a language, row after row, its header line left out.

    Raises FileNotFoundError where the language has no such table.
    """
    text = (files(__name__) / language / f"{name}.tsv").read_text(encoding="utf-8")
    return text.partition("\n")[2].rstrip("\n").replace("\n", "\t").split("\t")
