"""The index of search: the terms of each version kept packed, and put into two tables of FTS5 and out of
them.

The tables of FTS5 hold no text (SQLite, FTS5, contentless tables): what was put in must be named to be taken
out, so the terms are kept. Taking out leaves the terms in older parts of an index until these are merged;
`purge` merges them all, which with PRAGMA secure_delete overwrites what is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, text

from musnad.corpus import tables
from musnad.corpus.entry import packed_terms, unpacked_terms
from musnad.corpus.store import Corpus, reading, writing
from musnad.search_words import FORM, STEM, Terms, term, terms_of, word
from musnad.spelling import alike, arabised, may_be_alike
from musnad.words import frequency

INDEXES: Final = ("found_report", "found_statement")
"""The tables of FTS5: a row a version, by its key; a row a statement, by `statement_key`."""

_SHIFT: Final = 16
_MOST: Final = 1 << _SHIFT
_PUT: Final = (
    text("INSERT INTO found_report(rowid, title, body) VALUES (:key, :title, :body)"),
    text("INSERT INTO found_statement(rowid, speaker, content) VALUES (:key, :speaker, :content)"),
)
_TAKE: Final = (
    text("INSERT INTO found_report(found_report, rowid, title, body) VALUES ('delete', :key, :title, :body)"),
    text(
        "INSERT INTO found_statement(found_statement, rowid, speaker, content) "
        "VALUES ('delete', :key, :speaker, :content)"
    ),
)


def statement_key(version: int, number: int) -> int:
    """The key of a statement in its index, by that of its version and its number there."""
    return version << _SHIFT | number


def of_key(key: int) -> tuple[int, int]:
    """The version and the number that `statement_key` was given."""
    return key >> _SHIFT, key & (_MOST - 1)


def put_terms(connection: Connection, packed: Mapping[int, bytes]) -> None:
    """Keep the packed terms of versions, by their keys, and put them into the indexes."""
    if not packed:
        return
    rows = [{"version": key, "form": FORM, "data": data} for key, data in packed.items()]
    connection.execute(insert(tables.term), rows)
    _run(connection, _PUT, {key: unpacked_terms(data) for key, data in packed.items()})


def take_terms(connection: Connection, versions: Sequence[int]) -> None:
    """Take versions, by their keys, out of the indexes, and drop their terms."""
    t = tables.term.c
    held = dict(connection.execute(select(t.version, t.data).where(t.version.in_(versions))).all())
    _run(connection, _TAKE, {key: unpacked_terms(data) for key, data in held.items()})
    connection.execute(delete(tables.term).where(t.version.in_(versions)))


def _run(connection: Connection, orders: Sequence[Any], held: Mapping[int, Terms]) -> None:
    reports = [{"key": key, "title": one.title, "body": one.body} for key, one in held.items()]
    said = [
        {"key": statement_key(key, part.number), "speaker": part.speaker, "content": part.content}
        for key, one in held.items()
        for part in one.statements
        if part.number < _MOST
    ]
    for order, rows in zip(orders, (reports, said), strict=True):
        if rows:
            connection.execute(order, rows)


def purge(connection: Connection) -> None:
    """Merge all parts of the indexes into one, so that nothing stays of what was taken out.

    Takes time with the size of the indexes (SQLite, FTS5, the 'optimize' command).
    """
    for name in INDEXES:
        connection.execute(text(f"INSERT INTO {name}({name}) VALUES ('optimize')"))


def unindexed(corpus: Corpus) -> int:
    """How many versions stand in no index of search, or in one of another form."""
    with reading(corpus) as connection:
        return int(connection.execute(_missing(func.count())).scalar_one())


def _missing(*columns: Any) -> Any:
    t, v = tables.term.c, tables.version.c
    joined = tables.version.outerjoin(tables.term, (t.version == v.pk) & (t.form == FORM))
    return select(*columns).select_from(joined).where(t.version.is_(None))


def index_missing(corpus: Corpus, at_once: int = 256) -> Iterator[int]:
    """Index the versions that `unindexed` counts; how many each step did, which is one transaction.

    Raises `CorpusError`.
    """
    from musnad.corpus.queries import stored_keys

    while True:
        with reading(corpus) as connection:
            keys = list(connection.execute(_missing(tables.version.c.pk).limit(at_once)).scalars())
            held = stored_keys(connection, keys)
        if not keys:
            return
        made = {key: packed_terms(terms_of(one.reading())) for key, one in held}
        with writing(corpus) as connection:
            take_terms(connection, keys)
            there = set(
                connection.execute(select(tables.version.c.pk).where(tables.version.c.pk.in_(keys))).scalars()
            )
            put_terms(connection, {key: data for key, data in made.items() if key in there})
        yield len(keys)


def faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """Where the indexes differ from the terms that are kept: the name of an index and what is wrong in it.

    Each term's number of rows and occurrences is compared (SQLite, FTS5, fts5vocab).
    """
    kept: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    rows: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    asked = select(tables.term.c.data)
    for (data,) in connection.execution_options(yield_per=256).execute(asked):
        one = unpacked_terms(data)
        _tally(kept[0], rows[0], f"{one.title} {one.body}")
        for part in one.statements:
            if part.number < _MOST:
                _tally(kept[1], rows[1], f"{part.speaker} {part.content}")
    for name, counts, of in zip(INDEXES, kept, rows, strict=True):
        found = _vocabulary(connection, name)
        wrong = {one for one in counts.keys() | found.keys() if found.get(one) != (of[one], counts[one])}
        if wrong:
            yield name, f"{len(wrong)} terms differ from those that are kept, as {min(wrong)!r}"


def _tally(counts: Counter[str], rows: Counter[str], told: str) -> None:
    words = told.split()
    counts.update(words)
    rows.update(set(words))


def _vocabulary(connection: Connection, name: str) -> dict[str, tuple[int, int]]:
    connection.execute(text(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, {name}, row)"))
    found = connection.execute(text("SELECT term, doc, cnt FROM temp.vocabulary"))
    held = {term: (doc, count) for term, doc, count in found}
    connection.execute(text("DROP TABLE temp.vocabulary"))
    return held


# --- other spellings ---

# Letters that spellings of one name begin with in one another's place.
_FIRST: Final = ("جغقكگخ", "وفبپڤ", "تط", "سصثزش", "دضذ", "اعه")
_LIKE: Final = 0.84
_LIKE_LATIN: Final = 0.9
_FARTHEST: Final = 2
_RARE: Final = 3
"""Rows that a word stands in at most to be looked for in other spellings, which must stand in more."""
_MOST_VARIANTS: Final = 6
_SHORTEST: Final = 4


def variants(connection: Connection, index: str, folded: str) -> tuple[tuple[str, ...], ...]:
    """Terms of an index that spell a word otherwise, the likest first, where it stands in hardly a row.

    Only for what may be a name: a word of the language is spelt as it is.
    """
    own = term(folded).split()
    if len(own) > 1 or len(folded) < _SHORTEST or " " in folded or folded[0].isdigit():
        return ()
    letters = arabised(word(folded).bare)
    held = _rows_of(connection, index, own[0])
    if frequency(folded) or held > _RARE or folded[0].islower():
        return ()
    least = _LIKE if folded[0] == letters[0] else _LIKE_LATIN
    found: list[tuple[float, int, str]] = []
    begins = "ا" if folded[0] in "aeiouAEIOU" else letters[:1]
    for first in next((some for some in _FIRST if begins in some), begins):
        for other, rows in _beginning(connection, index, first, len(letters), held):
            bare = other[:-1]
            if not may_be_alike(letters, bare):
                continue
            if (near := alike(letters, bare)) >= least and not (other[-1] == STEM and frequency(bare)):
                found.append((-near, -rows, other))
    return tuple((other,) for *_, other in sorted(found)[:_MOST_VARIANTS])


def _rows_of(connection: Connection, index: str, own: str) -> int:
    _vocabulary_of(connection, index)
    asked = text(f"SELECT doc FROM temp.of_{index} WHERE term = :term")
    return int(connection.execute(asked, {"term": own}).scalar() or 0)


def _beginning(
    connection: Connection, index: str, first: str, length: int, held: int
) -> list[tuple[str, int]]:
    """Names, and words that have no other form, that begin with a letter, are about so long and stand in more
    than `held` rows, with the number of these.
    """
    _vocabulary_of(connection, index)
    asked = text(
        f"SELECT term, doc FROM temp.of_{index} WHERE term >= :first AND term < :last AND doc > :held "
        "AND length(term) BETWEEN :shortest AND :longest AND (term LIKE '%=' OR term LIKE '%\\_' ESCAPE '\\')"
    )
    values = {
        "first": first,
        "last": first + "\U0010ffff",
        "held": held,
        # With the sign of its kind behind it.
        "shortest": length - _FARTHEST + 1,
        "longest": length + _FARTHEST + 1,
    }
    return [(one, rows) for one, rows in connection.execute(asked, values)]


def _vocabulary_of(connection: Connection, index: str) -> None:
    connection.execute(
        text(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.of_{index} USING fts5vocab(main, {index}, row)")
    )
