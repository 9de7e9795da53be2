"""Origins as pages and the API tell them, with their reasons in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from musnad.corpus import Corpus
from musnad.corpus.headings import headings
from musnad.model import Origin, Reason
from musnad.web.why import Why, called, whys

_VERSION: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Whence:
    """An origin: its kind, its name and reference where it has them, and why it is held to be the origin."""

    kind: str
    name: str | None
    ref: str | None
    reasons: tuple[Why, ...]


def named_in(corpus: Corpus, reasons: Iterable[Reason]) -> dict[str, str]:
    """What the versions that reasons name go by. Raises `CorpusError`."""
    ids = {detail for one in reasons for detail in one.details if _VERSION.fullmatch(detail)}
    return {key: called(one) for key, one in headings(corpus, ids).items()}


def whence(origin: Origin, names: Mapping[str, str]) -> Whence:
    """An origin in words; `names` has what each version goes by."""
    return Whence(origin.kind, origin.name, origin.ref, whys(origin.reasons, names))
