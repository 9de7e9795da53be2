"""Who an entity of a report is across reports: the `ref` that tables give it, and None in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from musnad.lang.people import people
from musnad.media import medium_in
from musnad.model import EntityKind
from musnad.names import WORD
from musnad.text import fold


def ref_of(kind: EntityKind, names: Sequence[str], role: str | None, codes: frozenset[str]) -> str | None:
    """The ref of an entity of a report, under all its names; None where no table knows it, or two rows fit.

    `role` is the title that the report gives, `codes` are those of the states that it goes with there.
    """
    del role, codes
    found: set[str] = set()
    for name in names:
        if kind == "state":
            code = people().states.get(" ".join(WORD.findall(fold(name).text)))
            if code is not None:
                found.add(f"state/{code}")
        elif kind == "medium":
            medium = medium_in(name)
            if medium is not None and medium.ref:
                found.add(f"medium/{medium.ref}")
    return found.pop() if len(found) == 1 else None
