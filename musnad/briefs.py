"""What copies, origins and claims take of a reading, packed small beside it: no text is read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import msgspec
import numpy as np

from musnad.claims_evidence import Said, said
from musnad.copies import Document, side
from musnad.corpus import StoredVersion
from musnad.corpus.entry import read_back, told
from musnad.direction import Side
from musnad.model import Reading
from musnad.origins import Evidence, evidence
from musnad.origins_links import Credit, Told
from musnad.rewrites import Features, features
from musnad.shingles import Hashes

FORM: Final = 10
"""Raised where what a brief holds, or how it is found, changes: older ones are made anew from the readings.
"""


@dataclass(frozen=True, slots=True)
class Brief:
    """What one version of a report gives to copies, origins and claims."""

    side: Side
    features: Features
    evidence: Evidence
    said: tuple[Said, ...]


def brief(reading: Reading) -> Brief:
    """The brief of a reading; linear in its text."""
    return Brief(side(reading), features(reading), evidence(reading), said(reading))


def packed(held: Brief) -> bytes:
    """A brief as bytes, with its form."""
    parts = (held.features.numbers, held.features.names, held.features.quoted)
    kept = told((held.side, held.evidence, held.said)).decode()
    return msgspec.msgpack.encode((FORM, kept, [one.astype("<u8").tobytes() for one in parts]))


def unpacked(data: bytes) -> Brief | None:
    """The brief that `packed` was given; None where it is of another form."""
    if not data:
        return None
    form, kept, parts = msgspec.msgpack.decode(data, type=tuple[int, str, list[bytes]])
    if form != FORM:
        return None
    at, of, stated = read_back(kept.encode(), tuple[Side, Evidence, tuple[Said, ...]])
    numbers, names, quoted = map(_hashes, parts)
    return Brief(at, Features(numbers, names, quoted), of, stated)


@dataclass(frozen=True, slots=True)
class _Naming:
    """The part of an `Evidence` that names media."""

    credits: tuple[Credit, ...] = ()
    statements: tuple[Told, ...] = ()


def media_named(data: bytes) -> frozenset[str] | None:
    """The keys of the media that a report credits, and of the innermost carriers that its statements name, of
    a brief as `packed` gave it; None where it is of another form.

    Of 300 briefs it takes 12 ms, where `unpacked` takes 27.
    """
    if not data:
        return None
    form, kept, _ = msgspec.msgpack.decode(data, type=tuple[int, str, msgspec.Raw])
    if form != FORM:
        return None
    _, named, _ = read_back(kept.encode(), tuple[Any, _Naming, Any])
    told_by = (one.inner.key for one in named.statements if one.inner is not None)
    return frozenset((*(one.carrier.key for one in named.credits), *told_by))


@dataclass(frozen=True, slots=True)
class Taken:
    """What copies, origins and claims are found by, of a version that is stored.

    `renewed` is its brief, packed, where what was stored is of another form: to be stored in its place.
    """

    document: Document
    evidence: Evidence
    said: tuple[Said, ...]
    renewed: bytes | None = None


def of_stored(version: StoredVersion) -> Taken:
    """What copies, origins and claims are found by, of a version that is stored."""
    held, renewed = unpacked(version.brief()), None
    if held is None:
        held = brief(version.reading())
        renewed = packed(held)
    report = version.report
    document = Document(report.version, report.text, version.words, held.side, held.features)
    return Taken(document, held.evidence, held.said, renewed)


def _hashes(data: bytes) -> Hashes:
    return np.frombuffer(data, dtype="<u8").astype(np.uint64, copy=False)
