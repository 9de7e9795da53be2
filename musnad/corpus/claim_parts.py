"""All of one claim, statement by statement, and the table of all claims, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, Final

from sqlalchemy import Connection, bindparam, text

from musnad.claims_counts import Counted, count
from musnad.claims_evidence import content_words
from musnad.corpus.claim_queries import CLAIM_SUMS, ClaimSums, Listed, listed_in, sums_of, unknown_claim
from musnad.corpus.derived import copies_of_claim, reasons_of
from musnad.corpus.entry import statement_rows
from musnad.corpus.queries import stored_keys
from musnad.corpus.searching import Place as Where
from musnad.corpus.searching import Said
from musnad.corpus.store import Corpus, reading
from musnad.model import Copy, Origin, Place, Reading, Span

_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of a claim: where it stands, who said it how, the links of its chain as kind and name from
    the publisher inwards, and its origin. `source` is its speaker as printed.
    """

    place: Where
    said: Said
    source: str | None
    cue: str
    path: tuple[tuple[str, str], ...]
    origin: Origin

    @property
    def content(self) -> str:
        """What is said; stretches are joined by ``[…]``."""
        return " […] ".join(self.place.text[start:end] for start, end in self.said.content)

    @property
    def counted(self) -> Counted:
        """The statement as `claims_counts.count` takes it."""
        spans = tuple(Span(start, end) for start, end in self.said.content)
        place = Place(self.place.version, self.said.id)
        words = content_words(self.place.text, spans)
        return Counted(place, spans, self.origin, self.place.publisher, self.place.published, words)


@dataclass(frozen=True, slots=True)
class Tied:
    """Why two statements of a claim are one: how likely, from 0 to 1, and what speaks for it."""

    left: Place
    right: Place
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WholeClaim:
    """A claim with its statements in their order, what ties them, the copies between their reports, and the
    claims of others that say the same or otherwise.
    """

    sums: ClaimSums
    statements: tuple[Stated, ...]
    ties: tuple[Tied, ...]
    copies: tuple[Copy, ...]
    corroborated: tuple[Listed, ...]
    disputed: tuple[Listed, ...]


_UNKNOWN: Final = Origin("unknown", "")
_ONE: Final = text(f"SELECT {CLAIM_SUMS} FROM claim c WHERE c.id = :id")
_MEMBERS: Final = text(
    "SELECT m.version, m.statement, v.id, o.kind, o.key, o.name, o.ref, o.reasons FROM member m "
    "JOIN version v ON v.pk = m.version "
    "LEFT JOIN origin o ON o.version = m.version AND o.statement = m.statement "
    "WHERE m.claim = :claim ORDER BY m.place"
)
_BESIDE: Final = text(
    f"SELECT {CLAIM_SUMS} FROM beside b JOIN claim c ON c.pk = b.other "
    "WHERE b.claim = :claim AND b.relation = :relation "
    "ORDER BY c.reports DESC, c.first IS NULL, c.first, c.id"
)
_TIES: Final = text(
    "SELECT a.id, t.left_statement, b.id, t.right_statement, t.score, t.reasons FROM member m "
    "JOIN tie t ON t.left = m.version AND t.left_statement = m.statement "
    "JOIN member n ON n.version = t.right AND n.statement = t.right_statement AND n.claim = m.claim "
    "JOIN version a ON a.pk = t.left JOIN version b ON b.pk = t.right "
    "WHERE m.claim = :claim AND t.relation = 'same-claim' AND t.judgement = 'same' "
    "ORDER BY t.score DESC, a.id, t.left_statement, b.id, t.right_statement"
)


def claim(corpus: Corpus, name: str, *, tied: bool = True) -> WholeClaim:
    """All of the claim of that id, of one state of the corpus; its ties only where `tied`: a claim of a
    hundred statements has three thousand, which take as long to read as all else.

    Raises `CorpusError` (``no-claim``).
    """
    with reading(corpus) as connection:
        row = connection.execute(_ONE, {"id": name}).one_or_none()
        if row is None:
            raise unknown_claim(name)
        of = {"claim": row[0]}
        return WholeClaim(
            sums_of(row),
            tuple(_stated(connection, connection.execute(_MEMBERS, of).all())),
            tuple(_ties(connection, of)) if tied else (),
            tuple(copies_of_claim(connection, row[0])),
            *(
                tuple(listed_in(connection, connection.execute(_BESIDE, {**of, "relation": relation}).all()))
                for relation in ("corroborates", "disputes")
            ),
        )


_FIRST: Final = text(
    "SELECT v.id, m.statement FROM claim c JOIN member m ON m.claim = c.pk "
    "JOIN version v ON v.pk = m.version WHERE c.id = :id ORDER BY m.place LIMIT 1"
)


def first_of(corpus: Corpus, name: str) -> Place:
    """Where the earliest statement of the claim of that id stands. Raises `CorpusError` (``no-claim``)."""
    with reading(corpus) as connection:
        row = connection.execute(_FIRST, {"id": name}).one_or_none()
    if row is None:
        raise unknown_claim(name)
    return Place(row[0], row[1])


def _stated(connection: Connection, members: Sequence[Any]) -> Iterator[Stated]:
    """The statements of rows of `_MEMBERS`, in their order; each version is unpacked once."""
    wanted: dict[int, list[Any]] = {}
    for row in members:
        wanted.setdefault(row[0], []).append(row)
    found = dict[tuple[int, str], Stated]()
    keys = list(wanted)
    for at in range(0, len(keys), _AT_ONCE):
        for key, held in stored_keys(connection, keys[at : at + _AT_ONCE]):
            made = held.reading()
            for row in wanted[key]:
                found[key, row[1]] = _one(made, row)
    for row in members:
        yield found[row[0], row[1]]


def _one(made: Reading, row: Sequence[Any]) -> Stated:
    _, name, _, kind, key, called, ref, reasons = row
    report = made.report
    at = next(one for one in statement_rows(made) if one.id == name)
    statement = next(one for one in made.statements if one.id == name)
    source = next(one.source for one in made.attributions if one.id == statement.attribution)
    names = {one.id: one.name for one in made.entities}
    return Stated(
        Where(
            report.version, report.external_id or report.id, report.publisher, report.published,
            report.title, report.url, report.text,
        ),
        Said(
            at.id, at.speaker, at.speaker_ref, at.speaks_for, at.cue_class, at.said_on, at.cue, at.content
        ),
        None if source is None else source.of(report.text),
        report.text[at.cue[0] : at.cue[1]],
        tuple((link.kind, names.get(link.entity, "")) for link in statement.chain),
        _UNKNOWN if kind is None else Origin(kind, key, called, ref, reasons_of(reasons)),
    )  # fmt: skip


def _ties(connection: Connection, of: Mapping[str, int]) -> Iterator[Tied]:
    for left, of_left, right, of_right, score, reasons in connection.execute(_TIES, of):
        yield Tied(Place(left, of_left), Place(right, of_right), score, tuple(json.loads(reasons)))


def _half(own: str, other: str) -> str:
    return (
        f"SELECT m.place AS place, a.id AS own, t.{own}_statement AS own_statement, b.id AS other, "
        f"t.{other}_statement AS other_statement, t.score AS score, t.reasons AS reasons "
        f"FROM claim c JOIN member m ON m.claim = c.pk "
        f"JOIN tie t ON t.{own} = m.version AND t.{own}_statement = m.statement "
        f"JOIN member n ON n.version = t.{other} AND n.statement = t.{other}_statement AND n.claim = c.pk "
        f"JOIN version a ON a.pk = t.{own} JOIN version b ON b.pk = t.{other} "
        "WHERE c.id = :id AND m.place >= :first AND m.place < :behind "
        "AND t.relation = 'same-claim' AND t.judgement = 'same'"
    )


# Both halves are SQL of this module; what is asked for is bound.
_STRONGEST: Final = text(
    "SELECT own, own_statement, other, other_statement, score, reasons FROM (SELECT *, row_number() OVER ("
    "PARTITION BY place ORDER BY score DESC, other, other_statement) AS rank "
    f"FROM ({_half('left', 'right')} UNION ALL {_half('right', 'left')})) WHERE rank = 1"
)


def strongest_ties(corpus: Corpus, name: str, first: int, behind: int) -> dict[Place, Tied]:
    """What holds each statement of a claim in it most, of those from place `first` up to `behind`, exclusive:
    `left` is the statement itself. Raises `CorpusError`.
    """
    asked = {"id": name, "first": first, "behind": behind}
    with reading(corpus) as connection:
        return {
            Place(own, statement): Tied(
                Place(own, statement), Place(other, theirs), score, tuple(json.loads(reasons))
            )
            for own, statement, other, theirs, score, reasons in connection.execute(_STRONGEST, asked)
        }


# --- the table of all claims ---


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as its table has it: `reports` are what its reports go by, `statements` these with the id of a
    statement each, in the order of the claim. `named` are the origins that are known, `earliest` the reports
    before which none was surely published.
    """

    sums: ClaimSums
    speaker: str | None
    speaker_ref: str | None
    reports: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    carriers: tuple[str, ...]
    named: tuple[Origin, ...]
    earliest: tuple[str, ...]
    corroborated: tuple[str, ...]
    disputed: tuple[str, ...]


_ALL: Final = text(
    f"SELECT {CLAIM_SUMS}, v.id, coalesce(r.external_id, r.id), r.publisher, v.published, m.statement, "
    "s.speaker, s.speaker_ref, c.origins FROM claim c JOIN member m ON m.claim = c.pk "
    "JOIN version v ON v.pk = m.version JOIN report r ON r.pk = v.report "
    "JOIN statement s ON s.version = m.version AND s.id = m.statement ORDER BY c.id, m.place"
)
_OTHERS: Final = text(
    "SELECT b.claim, b.relation, c.id FROM beside b JOIN claim c ON c.pk = b.other "
    "WHERE b.claim IN :claims ORDER BY c.id"
).bindparams(bindparam("claims", expanding=True))


def claim_rows(corpus: Corpus) -> Iterator[ClaimRow]:
    """All claims by their ids, one state of the corpus, read in small parts. Raises `CorpusError`."""
    with reading(corpus) as connection:
        rows = connection.execute(_ALL, execution_options={"yield_per": 1000})
        groups = (list(group) for _, group in groupby(rows, key=lambda row: row[0]))
        while some := list(islice(groups, _AT_ONCE)):
            beside: dict[tuple[int, str], list[str]] = {}
            claims = {"claims": [group[0][0] for group in some]}
            for key, relation, other in connection.execute(_OTHERS, claims):
                beside.setdefault((key, relation), []).append(other)
            for group in some:
                yield _row(group, beside)


def _row(group: Sequence[Sequence[Any]], beside: Mapping[tuple[int, str], list[str]]) -> ClaimRow:
    names = {row[11]: row[12] for row in group}
    speaker, ref = next(((row[16], row[17]) for row in group if row[16] is not None), (None, None))
    # Origins are kept with the claim; what is counted here needs neither copies nor reasons.
    found = count(
        (
            Counted(
                Place(row[11], row[15]),
                (),
                _UNKNOWN,
                row[13],
                row[14],
            )
            for row in group
        ),
        (),
    )
    key = group[0][0]
    return ClaimRow(
        sums_of(group[0]),
        speaker,
        ref,
        tuple(names.values()),
        tuple((row[12], row[15]) for row in group),
        found.carriers,
        tuple(Origin(*one) for one in json.loads(group[0][18])),
        tuple(names[version] for version in found.earliest),
        tuple(beside.get((key, "corroborates"), ())),
        tuple(beside.get((key, "disputes"), ())),
    )
