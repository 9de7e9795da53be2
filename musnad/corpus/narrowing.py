"""What the filters of a search stand for in a corpus: speakers, outlets and origins by their names."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final, get_args

from sqlalchemy import select, text

from musnad.corpus import tables
from musnad.corpus.errors import CorpusError
from musnad.corpus.searching import Filters
from musnad.corpus.store import Corpus, reading
from musnad.furniture_english import medium_named as english_medium
from musnad.media import medium_named
from musnad.model import OriginKind
from musnad.search_query import parse
from musnad.search_speakers import refs_named
from musnad.text import fold_text

_NEAR: Final = 5


@dataclass(frozen=True, slots=True)
class Named:
    """Filters as somebody names them; `Filters` has what they mean."""

    speaker: str | None = None
    outlets: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


def narrowed(corpus: Corpus, named: Named) -> Filters | None:
    """What named filters mean in a corpus; None where the speaker is named by no word, which nobody goes by.

    Raises `CorpusError` (``no-outlet``, ``no-agency``, ``no-origin``).
    """
    speakers = parse(named.speaker).wanted if named.speaker is not None else ()
    refs = refs_named(named.speaker) if named.speaker else ()
    if named.speaker is not None and not speakers and not refs:
        return None
    return Filters(
        speakers=speakers,
        refs=refs,
        publishers=tuple(one for name in named.outlets for one in publishers(corpus, name)),
        since=named.since,
        until=named.until,
        classes=named.classes,
        origins=tuple(one for name in named.origins for one in origin_keys(corpus, name)),
        agencies=tuple(one for name in named.agencies for one in origin_keys(corpus, name, agency=True)),
    )


def publishers(corpus: Corpus, name: str) -> tuple[str, ...]:
    """The publishers, as stored, that a name stands for: itself, or another name of the same medium.

    Raises `CorpusError` (``no-outlet``), with those whose names are nearest.
    """
    with reading(corpus) as connection:
        column = tables.report.c.publisher
        held = [one for one in connection.execute(select(column).distinct()).scalars() if one]
    wanted, ref = _key(name), _ref(name)
    found = tuple(
        sorted(one for one in held if _key(one) == wanted or (ref is not None and _ref(one) == ref))
    )
    if not found:
        raise _unknown("no-outlet", name, held)
    return found


def origin_keys(corpus: Corpus, name: str, *, agency: bool = False) -> tuple[str, ...]:
    """The kinds and keys of origins that a name stands for; a joint origin holds the keys of its agencies.

    Raises `CorpusError` (``no-origin``, ``no-agency``), with those whose names are nearest.
    """
    if not agency and name in get_args(OriginKind):
        return (name,)
    kinds = " WHERE kind IN ('agency', 'joint')" if agency else ""
    with reading(corpus) as connection:
        asked = text(f"SELECT DISTINCT key, name FROM origin{kinds}")
        rows = [(key, called) for key, called in connection.execute(asked) if key]
    wanted, ref = _key(name), _ref(name)
    found = {key for key, called in rows if name == key or (called and _key(called) == wanted)}
    if ref is not None:
        found.update(key for key, _ in rows if ref in key.replace("+", " ").replace("|", " ").split())
    if not found:
        raise _unknown("no-agency" if agency else "no-origin", name, [called for _, called in rows if called])
    return tuple(sorted(found))


def _key(name: str) -> str:
    return " ".join(fold_text(name).casefold().split())


def _ref(name: str) -> str | None:
    medium = english_medium(name) if name.isascii() else medium_named(name)
    return f"medium/{medium.ref}" if medium is not None and medium.ref else None


def _unknown(code: str, name: str, held: list[str]) -> CorpusError:
    by_key = {_key(one): one for one in held}
    near = [by_key[one] for one in difflib.get_close_matches(_key(name), list(by_key), _NEAR, 0.5)]
    known = ", ".join(near or sorted(by_key.values())[:_NEAR])
    return CorpusError(code, f"{name}: there is none of that name; near are {known}", name=name, known=known)
