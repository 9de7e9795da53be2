"""One speaker: all that was said, by time and class, through whom, for whom, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec

from musnad.corpus import Corpus
from musnad.corpus.media_counts import reports_at
from musnad.corpus.reading_parts import Parts, parts
from musnad.corpus.statement_counts import Uttered, Whose, uttered
from musnad.model import CueClass
from musnad.search_speakers import Candidate, bearer, meant
from musnad.web.fault import Fault
from musnad.web.known import Known, known
from musnad.web.mapped import NEWEST, Mapped, of_statements
from musnad.web.over_time import OverTime, Part, over_time
from musnad.web.roll import looked_up, rolled
from musnad.web.room import Room
from musnad.web.speakers import Limit, Offset, SpeakerRow, row_of
from musnad.web.statement_rows import StatementRow, relayers, statement_rows

Show = Literal["statements", "media", "places"]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
MOST: Final = 200
"""Names of media, parties and titles that one list holds."""
TITLES: Final = 40
OTHERS: Final = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """`key` is a reference, or a name as it stands. `show` tells which list stands below: what was said,
    through whom, or the places named. `classes`, `since`, `until` (the day as the list has it) and `origin`
    (the key of one) narrow the list of statements.
    """

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    show: Show = "statements"
    classes: tuple[CueClass, ...] = ()
    since: Day | None = None
    until: Day | None = None
    origin: Annotated[str, msgspec.Meta(max_length=400)] | None = None
    offset: Offset = 0
    limit: Limit = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """Somebody or something by name, with the statements and reports that it has part in; `leads` is the path
    of its page, None where it has none.
    """

    name: str | None
    key: str | None
    kind: str | None
    statements: int
    reports: int
    leads: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all that a speaker said: `said_for` of the statements are of others who speak for this one."""

    statements: int
    reports: int
    outlets: int
    days: int
    first: str | None
    last: str | None
    said_for: int


@dataclass(frozen=True, slots=True)
class Title:
    """A title of a speaker as so many reports print it, the newest of which is `report`."""

    title: str
    reports: int
    report: str


@dataclass(frozen=True, slots=True)
class Media:
    """Through whom the words came: first carriers (`origins`), all agencies and relayers of the chains
    (`relayers`), who printed them (`outlets`), and titles as reports print them (`titles`). `unnamed` of the
    statements passed through a relayer without a name.
    """

    origins: tuple[Counted, ...]
    relayers: tuple[Counted, ...]
    outlets: tuple[Counted, ...]
    titles: tuple[Title, ...]
    unnamed: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker's page. Where several may be meant by the key `who` is None and `others` are they; else
    these bear names alike.

    `total` is of the statements that the filters leave; `media` and `places` only where they are shown.
    """

    key: str
    who: SpeakerRow | None
    others: tuple[SpeakerRow, ...]
    known: Known | None
    totals: Totals | None
    classes: tuple[Part, ...]
    speaks_for: tuple[Counted, ...]
    spoken_for_by: tuple[Counted, ...]
    over_time: OverTime | None
    media: Media | None
    places: Mapped | None
    total: int
    offset: int
    limit: int
    statements: tuple[StatementRow, ...]


def tell(room: Room, asked: Asked) -> Speaker:
    """The page of a speaker. Raises `Fault` (``no-speaker``) and `CorpusError`."""
    held = rolled(room.corpus)
    one = bearer(held, asked.key)
    if one is None:
        found = looked_up(room.corpus, asked.key)
        one = meant(asked.key, found)
        if one is None:
            return _several(asked, found)
    every = uttered(room.corpus, Whose("speaker", one.names, one.ref or ""))
    left = [some for some in every if _is_asked(some, asked)]
    page = left[asked.offset : asked.offset + asked.limit] if asked.show == "statements" else []
    own = set(one.names)
    return Speaker(
        key=asked.key,
        who=row_of(one),
        others=(),
        known=known(room.corpus, one.ref),
        totals=_totals(every, own, one.ref),
        classes=tuple(Part(*pair) for pair in _ordered(Counter(some.cue_class for some in every))),
        speaks_for=_parties((some.speaks_for, some) for some in every if _is_own(some, own, one.ref)),
        spoken_for_by=_parties(
            (some.speaker_ref or some.speaker, some) for some in every if not _is_own(some, own, one.ref)
        ),
        over_time=over_time((some.day, some.cue_class, 1) for some in every),
        media=_media(room.corpus, every, one) if asked.show == "media" else None,
        places=of_statements(room.corpus, every[-NEWEST:], len(every)) if asked.show == "places" else None,
        total=len(left),
        offset=asked.offset,
        limit=asked.limit,
        statements=statement_rows(room.corpus, page),
    )


def _several(asked: Asked, found: Sequence[Candidate]) -> Speaker:
    if not found:
        raise Fault("no-speaker", asked.key)
    others = tuple(row_of(one, scored=True) for one in found[:OTHERS])
    return Speaker(
        key=asked.key, who=None, others=others, known=None, totals=None, classes=(), speaks_for=(),
        spoken_for_by=(), over_time=None, media=None, places=None, total=0, offset=0, limit=asked.limit,
        statements=(),
    )  # fmt: skip


def _is_asked(one: Uttered, asked: Asked) -> bool:
    return (
        (not asked.classes or one.cue_class in asked.classes)
        and (asked.since is None or (one.day or "") >= asked.since)
        and (asked.until is None or (one.day is not None and one.day <= asked.until))
        and (asked.origin is None or asked.origin in (one.origin_key, one.origin_kind))
    )


def _is_own(one: Uttered, names: set[str], ref: str | None) -> bool:
    """Whether it was said by the speaker, and not by others for him."""
    return (ref is not None and one.speaker_ref == ref) or (one.speaker in names and one.speaker_ref is None)


def _totals(every: Sequence[Uttered], names: set[str], ref: str | None) -> Totals:
    days = sorted({one.day for one in every if one.day})
    return Totals(
        len(every),
        len({one.version for one in every}),
        len({one.publisher for one in every if one.publisher}),
        len(days),
        days[0] if days else None,
        days[-1] if days else None,
        sum(not _is_own(one, names, ref) for one in every),
    )


def _ordered(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _parties(pairs: Iterable[tuple[str | None, Uttered]]) -> tuple[Counted, ...]:
    """Who stands beside statements, under the name that most of them give."""
    held: dict[str, list[Uttered]] = {}
    for key, one in pairs:
        if key:
            held.setdefault(key, []).append(one)
    made = []
    for key, some in held.items():
        names = Counter(one.speaker for one in some if key in (one.speaker_ref, one.speaker))
        name = max(names, key=lambda one: (names[one], one or "")) if names else key
        made.append(Counted(name, key, None, len(some), len({one.version for one in some})))
    return _most(made)


def _most(made: Iterable[Counted]) -> tuple[Counted, ...]:
    order = sorted(made, key=lambda one: (-one.statements, one.name or "", one.key or ""))
    return tuple(order[:MOST])


def _media(corpus: Corpus, every: Sequence[Uttered], who: Candidate) -> Media:
    origins: dict[tuple[str, str], list[Uttered]] = {}
    outlets: dict[str, list[Uttered]] = {}
    for one in every:
        origins.setdefault((one.origin_kind or "unknown", one.origin_key or ""), []).append(one)
        outlets.setdefault(one.publisher or "", []).append(one)
    held = parts(corpus, {one.version for one in every})
    through, unnamed = _relayers(held, every)
    return Media(
        origins=_most(
            Counted(
                some[0].origin_name,
                key or None,
                kind,
                len(some),
                len({one.version for one in some}),
                f"/media/{key}" if kind in ("agency", "medium", "publisher") else None,
            )
            for (kind, key), some in origins.items()
        ),
        relayers=through,
        outlets=_most(
            Counted(
                name or None,
                name or None,
                None,
                len(some),
                len({one.version for one in some}),
                f"/media/{name}" if name else None,
            )
            for name, some in outlets.items()
        ),
        titles=_titles(corpus, held, who),
        unnamed=unnamed,
    )


def _relayers(held: Mapping[int, Parts], every: Sequence[Uttered]) -> tuple[tuple[Counted, ...], int]:
    """The relayers of all statements, and how many passed through one without a name."""
    names: dict[str, Counter[str]] = {}
    through: dict[str, list[int]] = {}
    chains = {version: relayers(some) for version, some in held.items()}
    unnamed = 0
    for one in every:
        found = chains[one.version].get(one.id, ())
        unnamed += any(relayer.unnamed for relayer in found)
        for key, name in {(some.ref or some.name): some.name for some in found if not some.unnamed}.items():
            names.setdefault(key, Counter())[name] += 1
            through.setdefault(key, []).append(one.version)
    made = (
        Counted(names[key].most_common(1)[0][0], key, None, len(some), len(set(some)), _leads(key))
        for key, some in through.items()
    )
    return _most(made), unnamed


def _leads(key: str) -> str | None:
    """Where a relayer has its page: known by a reference alone, for a name may be that of no origin."""
    if "/" not in key or not key.isascii():
        return None
    return f"/media/{key}" if key.startswith("medium/") else f"/speakers/{key}"


def _titles(corpus: Corpus, held: Mapping[int, Parts], who: Candidate) -> tuple[Title, ...]:
    printed: dict[str, set[int]] = {}
    for version, some in held.items():
        for entity in some.entities:
            if entity.role and (entity.ref == who.ref if who.ref else entity.name in who.names):
                printed.setdefault(entity.role, set()).add(version)
    order = sorted(printed.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:TITLES]
    reports = reports_at(corpus, [version for _, some in order for version in some])
    # The newest come first.
    return tuple(
        Title(role, len(some), next(one.report for one in reports if one.version in some))
        for role, some in order
    )
