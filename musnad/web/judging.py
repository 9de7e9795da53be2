"""Acts of somebody who judges: what is asked, kept in one transaction with all that follows, and told."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal
from urllib.parse import unquote

import msgspec

from musnad.anchors import Judge, moment, of_none, of_pair, of_spans, of_speaker, of_whole
from musnad.corpus import (
    Corpus,
    CorpusError,
    Judgement,
    StoredVersion,
    newest,
    numbered_judgement,
    open_corpus,
    together,
)
from musnad.corpus.claim_parts import first_of
from musnad.corpus.claim_queries import resolve_claim
from musnad.model import Attribution
from musnad.upkeep_judged import apply, take_back
from musnad.web.effects import Done, Wanted, looked, told
from musnad.web.fault import Fault
from musnad.web.printed_words import spans_at, words_at
from musnad.web.room import PATIENCE, Room

By = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Note = Annotated[str, msgspec.Meta(max_length=1000)]
Thing = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Seen = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{6,64}(\.[0-9]{1,9})?$", max_length=80)]
At = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][\w.:-]{0,99}$", max_length=100)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Range = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,9}-[0-9]{1,9}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Who judges, and why; by default whom the room was opened for.

    `back` is the path of the page that somebody judges on, below its language, and `at` the anchor in it;
    `claim` the id of the claim that was looked at. What was seen of a statement (`seen`, `one_seen`,
    `other_seen`) is the beginning of the id of its version, with a dot and the offset of its cue behind it:
    where these are others now, nothing is judged.
    """

    by: By | None = None
    note: Note | None = None
    back: Thing | None = None
    at: At | None = None
    claim: Annotated[str, msgspec.Meta(max_length=64)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStatement(Judging):
    """A statement as ``REPORT:s2``, or the address of one in this room."""

    statement: Thing
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoSays(OfStatement):
    """Who says it: a name as it should be, or `nobody` where the report does not say."""

    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    nobody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches(OfStatement):
    """Where a part stands: `spans` as START-END in code points, or else `words` as they are printed, pieces
    with ``[…]`` between them; of several places of the words the nearest is meant.
    """

    part: Literal["content", "source", "cue"]
    spans: Annotated[tuple[Range, ...], msgspec.Meta(max_length=20)] = ()
    words: Annotated[str, msgspec.Meta(max_length=20_000)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Same(Judging):
    """Two statements that say the same, or do not. One may be given by a claim, for its earliest statement,
    or by its address in this room.
    """

    one: Thing
    other: Thing
    one_seen: Seen | None = None
    other_seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart(Same):
    """That the claims of two statements do not stand beside each other so."""

    relation: Literal["disputes", "corroborates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities(Judging):
    """Whether two names are one: each as ``REPORT:e3`` or ``REPORT:NAME``."""

    one: Thing
    other: Thing
    verdict: Literal["same", "different"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied(Judging):
    """Whether one of two reports repeats the text of the other."""

    one: Thing
    other: Thing
    verdict: Literal["yes", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Judging):
    """A report that was checked from beginning to end."""

    report: Thing
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered(Judging):
    """A judgement by its number."""

    number: Number


# --- acts ---


def same(room: Room, asked: Same) -> Done:
    """Judge two statements to say the same. Raises `Fault` and `CorpusError`."""
    return _of_two(room, asked, "same-claim", "same")


def different(room: Room, asked: Same) -> Done:
    """Judge two statements not to say the same. Raises `Fault` and `CorpusError`."""
    return _of_two(room, asked, "same-claim", "different")


def apart(room: Room, asked: Apart) -> Done:
    """Judge two claims to be in no dispute, or no two voices. Raises `Fault` and `CorpusError`."""
    return _of_two(room, asked, asked.relation, "no")


def _of_two(room: Room, asked: Same, relation: str, verdict: str) -> Done:
    def judged(corpus: Corpus, judge: Judge) -> Judgement:
        ends = (
            _one(corpus, asked.one, asked.one_seen),
            _one(corpus, asked.other, asked.other_seen),
        )
        return of_pair(corpus, relation, verdict, ends, judge)

    return _keep(room, asked, judged)


def entities(room: Room, asked: Entities) -> Done:
    """Judge two names to be one, or not. Raises `Fault` and `CorpusError`."""
    ends = (asked.one, asked.other)
    return _keep(
        room, asked, lambda corpus, judge: of_pair(corpus, "same-entity", asked.verdict, ends, judge)
    )


def copied(room: Room, asked: Copied) -> Done:
    """Judge one report to repeat another, or not. Raises `Fault` and `CorpusError`."""
    ends = (_report(asked.one), _report(asked.other))
    return _keep(room, asked, lambda corpus, judge: of_pair(corpus, "copy", asked.verdict, ends, judge))


def who(room: Room, asked: WhoSays) -> Done:
    """Judge who says a statement. Raises `Fault` and `CorpusError`."""
    name = " ".join(asked.name.split())
    if bool(name) == asked.nobody:
        raise Fault("asked", "name or nobody")

    def judged(corpus: Corpus, judge: Judge) -> Judgement:
        return of_speaker(corpus, _one(corpus, asked.statement, asked.seen), name, judge)

    return _keep(room, asked, judged)


def where(room: Room, asked: Stretches) -> Done:
    """Judge where a part of an attribution stands. Raises `Fault` and `CorpusError`."""

    def judged(corpus: Corpus, judge: Judge) -> Judgement:
        name = _one(corpus, asked.statement, asked.seen)
        held = newest(corpus, name.rpartition(":")[0])
        text = held.report.text
        if asked.spans:
            found = spans_at(text, asked.spans)
        else:
            found = words_at(text, asked.words, _near(_attribution(held, name), asked.part))
        if asked.part != "content" and len(found) > 1:
            raise Fault("asked", "one stretch")
        spans = {str(asked.part): [(one.start, one.end) for one in found]}
        return of_spans(corpus, name, spans, judge)

    return _keep(room, asked, judged)


def none(room: Room, asked: OfStatement) -> Done:
    """Judge a statement to be none. Raises `Fault` and `CorpusError`."""

    def judged(corpus: Corpus, judge: Judge) -> Judgement:
        return of_none(corpus, _one(corpus, asked.statement, asked.seen), judge)

    return _keep(room, asked, judged)


def whole(room: Room, asked: Whole) -> Done:
    """Judge a report to be checked from beginning to end. Raises `Fault` and `CorpusError`."""

    def judged(corpus: Corpus, judge: Judge) -> Judgement:
        held = newest(corpus, _report(asked.report))
        _as_seen(held, None, asked.seen)
        return of_whole(corpus, held.report.version, judge)

    return _keep(room, asked, judged)


def again(room: Room, asked: Numbered) -> Done:
    """Judge once more what was judged before, as of now. Raises `Fault` and `CorpusError`."""

    def judged(corpus: Corpus, judge: Judge) -> Judgement:
        held = numbered_judgement(corpus, asked.number)
        return replace(
            held, by=judge.by, at=moment(), note=judge.note or held.note, undone_by=None, undone_at=None
        )

    return _keep(room, asked, judged)


def undo(room: Room, asked: Numbered) -> Done:
    """Undo a judgement. Raises `Fault` and `CorpusError`."""
    by = _by(room, asked)
    with _writing(room) as corpus:
        held = numbered_judgement(corpus, asked.number)
        before = looked(corpus, held, asked.claim)
        found = take_back(corpus, asked.number, by, moment())
        done = told(corpus, _wanted(asked), held, (found, before), undone=True)
    room.told.keep(done.done.number, done)
    return done.done


def may_write(room: Room) -> bool:
    """Whether the corpus of the room may be written to."""
    path = room.settings.corpus
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


# --- keeping ---


@contextmanager
def _writing(room: Room) -> Iterator[Corpus]:
    """The corpus of the room, all that is done with which is one transaction."""
    with (
        open_corpus(room.settings.corpus, write=True, patience=PATIENCE) as corpus,
        together(corpus) as one,
    ):
        yield one


def _by(room: Room, asked: Judging) -> str:
    found = " ".join((asked.by or room.settings.by or "").split())
    if not found:
        raise Fault("who")
    return found


def _keep(room: Room, asked: Judging, ask: Callable[[Corpus, Judge], Judgement]) -> Done:
    judge = Judge(_by(room, asked), (asked.note or "").strip() or None)
    with _writing(room) as corpus:
        judged = ask(corpus, judge)
        before = looked(corpus, judged, asked.claim)
        found = apply(corpus, judged)
        done = told(corpus, _wanted(asked), judged, (found, before), undone=False)
    room.told.keep(done.done.number, done)
    return done.done


def _wanted(asked: Judging) -> Wanted:
    return Wanted(asked.back, asked.at, asked.claim)


def _one(corpus: Corpus, told: str, seen: str | None) -> str:
    """A statement as ``VERSION:s2``, of the newest version of its report, which must be as it was seen."""
    name = _statement(corpus, told)
    report, _, statement = name.rpartition(":")
    held = newest(corpus, report) if report else None
    if held is None:
        raise CorpusError("no-statement", f"{told}: write a statement as REPORT:sN", name=told)
    _as_seen(held, statement, seen)
    return f"{held.report.version}:{statement}"


def _as_seen(held: StoredVersion, statement: str | None, seen: str | None) -> None:
    """Raise the `Fault` ``stale`` where a page showed another version or another cue."""
    version, _, cue = (seen or "").partition(".")
    if not held.report.version.startswith(version):
        raise Fault("stale")
    if cue and statement is not None:
        found = _attribution(held, f":{statement}")
        if found is None or found.cue.start != int(cue):
            raise Fault("stale")


def _attribution(held: StoredVersion, name: str) -> Attribution | None:
    """The attribution of a statement as it is read now; None where it is judged to be none."""
    reading, wanted = held.reading(), name.rpartition(":")[2]
    of = next((one.attribution for one in reading.statements if one.id == wanted), None)
    return next((one for one in reading.attributions if one.id == of), None)


def _near(one: Attribution | None, part: str) -> int:
    if one is None:
        return 0
    if part == "content" and one.content:
        return one.content[0].start
    return one.source.start if part == "source" and one.source is not None else one.cue.start


_ADDRESS: Final = re.compile(r"(?:^|/)(claims|reports)/([^?#\s]+)(?:\?[^#\s]*)?(?:#(\S*))?$")
_ID: Final = re.compile(r"s[0-9]{1,9}")
_NAMED: Final = re.compile(r".+:s[0-9]{1,9}", re.DOTALL)


def _statement(corpus: Corpus, told: str) -> str:
    """The name of a statement, from that, from an address of this room, or from a claim."""
    told = told.strip()
    found = _ADDRESS.search(told)
    if found is not None and found[1] == "reports" and _ID.fullmatch(found[3] or ""):
        return f"{unquote(found[2])}:{found[3]}"
    name = unquote(found[2]) if found is not None else told
    if _NAMED.fullmatch(name):
        return name
    if found is not None and found[1] == "reports":
        raise CorpusError("no-statement", f"{told}: names no statement", name=told)
    first = first_of(corpus, resolve_claim(corpus, name))
    return f"{first.version}:{first.statement}"


def _report(told: str) -> str:
    found = _ADDRESS.search(told.strip())
    return unquote(found[2]) if found is not None and found[1] == "reports" else told.strip()
