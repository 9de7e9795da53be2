"""Origins and reasons as pages and the API tell them: in words of both languages, beside their codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from musnad.corpus import Corpus
from musnad.corpus.headings import Heading, headings
from musnad.export.reasons import told
from musnad.model import Origin, Reason

_VERSION: Final = re.compile("[0-9a-f]{64}")
_DAY: Final = len("2000-01-01")


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: its code with its details, which may name versions by their ids, and in words."""

    code: str
    details: tuple[str, ...]
    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Whence:
    """An origin: its kind, its name and reference where it has them, and why it is held to be the origin."""

    kind: str
    name: str | None
    ref: str | None
    reasons: tuple[Why, ...]


def named_in(corpus: Corpus, reasons: Iterable[Reason]) -> dict[str, str]:
    """What the versions that reasons name go by: publisher and day. Raises `CorpusError`."""
    ids = {detail for one in reasons for detail in one.details if _VERSION.fullmatch(detail)}
    return {key: called(one) for key, one in headings(corpus, ids).items()}


def called(one: Heading) -> str:
    """What people call a report in passing: its publisher and its day, which runs from left to right."""
    name, day = one.publisher or one.name, (one.published or "")[:_DAY]
    return f"{name} \u200e{day}\u200e" if day else name


def why(reason: Reason, names: Mapping[str, str]) -> Why:
    """A reason in words; `names` has what each version goes by."""
    arabic, english = told(reason, names)
    return Why(reason.code, reason.details, arabic, english)


def whence(origin: Origin, names: Mapping[str, str]) -> Whence:
    """An origin in words."""
    return Whence(origin.kind, origin.name, origin.ref, tuple(why(one, names) for one in origin.reasons))
