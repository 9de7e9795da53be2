"""How many reports carry a claim, and on how many independent origins it rests, at least and at most.

`docs/claims.md` explains the counting. A pure function: the order of what it is given changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from musnad.components import Components
from musnad.direction import later_of
from musnad.model import Copy, Count, Origin, Place, Span, document_kind
from musnad.text import fold_text
from musnad.words import split

MOST = 0.5
"""The share of a content that a passage must hold for both to be one text."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A statement as it is counted: where it stands, its content, its origin, who published it and when.

    `published` is an ISO 8601 day or date-time, None where unknown; `words` are the stems of the content.
    """

    place: Place
    content: tuple[Span, ...]
    origin: Origin
    publisher: str | None
    published: str | None
    words: tuple[str, ...] = ()

    @property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """The runs of three stems in its content."""
        return frozenset(zip(self.words, self.words[1:], self.words[2:], strict=False))


def count(statements: Iterable[Counted], copies: Iterable[Copy]) -> Count:
    """The counts of one claim. `copies` may hold copies between other reports too.

    Reports that print its words as one text have one origin: an agency, medium or document that any of them
    tells; where all that is told is that several papers call the text their own, which of them heard it is
    unknown.
    An origin that is inferred, from wording or from what its speaker says nearby, counts as unknown here.
    """
    given = sorted(statements, key=lambda one: (one.place.version, one.place.statement))
    of: dict[str, list[Counted]] = {}
    for one in given:
        of.setdefault(one.place.version, []).append(one)
    named: dict[str, Origin] = {}
    unnamed: dict[str, Origin] = {}
    unknown: list[tuple[str, ...]] = []
    own: list[tuple[str, ...]] = []
    for text in _texts(of, copies):
        told = [one.origin for version in text for one in of[version] if one.origin.told]
        carried = [origin for origin in told if origin.kind not in ("publisher", "unnamed")]
        # What one report tells of further in than another does, both have from there.
        carried = [origin for origin in carried if origin.kind == "document"] or carried
        heard = _of_one(carried or _own(text, of))
        if heard and not carried:
            own.append(text)
        for origin in heard:
            named.setdefault(_same_document(origin, named), origin)
        for origin in told:
            if origin.kind == "unnamed":
                unnamed.setdefault(origin.key, origin)
        if not heard and not any(origin.kind == "unnamed" for origin in told):
            unknown.append(text)
    unknown = _said_once(unknown, own, of)
    low = _apart(named)
    return Count(
        tuple(of),
        tuple(sorted({one.publisher for one in given if one.publisher is not None})),
        tuple(named[key] for key in sorted(named)),
        tuple(unnamed[key] for key in sorted(unnamed)),
        tuple(unknown),
        low,
        len(named) + len(unknown),
        _earliest(given),
    )


def _own(text: Sequence[str], of: Mapping[str, Sequence[Counted]]) -> list[Origin]:
    """The publisher where a report calls the text its own, and no other publisher prints it."""
    told = [one.origin for version in text for one in of[version] if one.origin.told]
    publishers = {one.publisher for version in text for one in of[version]}
    return [origin for origin in told if origin.kind == "publisher"] if len(publishers) == 1 else []


def _of_one(heard: Sequence[Origin]) -> list[Origin]:
    """The origins of one text: where one report credits several agencies jointly and another fewer of them,
    it is of the fewer; documents of one kind are one, by the name that most reports give it.
    """
    members = {origin.key: frozenset(origin.key.split("|")) for origin in heard}
    times = Counter(origin.key for origin in heard)
    named: dict[str, str] = {}
    for origin in sorted(heard, key=lambda one: (-times[one.key], one.key)):
        if origin.kind == "document":
            named.setdefault(document_kind(origin.key), origin.key)
    return [
        origin
        for origin in heard
        if (origin.kind != "joint" or not any(other < members[origin.key] for other in members.values()))
        and (origin.kind != "document" or named[document_kind(origin.key)] == origin.key)
    ]


def one_text(statements: Iterable[Counted], copies: Iterable[Copy]) -> tuple[tuple[str, ...], ...]:
    """The versions of a claim, those that print its words as one text together; each stands in one group."""
    of: dict[str, list[Counted]] = {}
    for one in sorted(statements, key=lambda one: (one.place.version, one.place.statement)):
        of.setdefault(one.place.version, []).append(one)
    return _texts(of, copies)


def carrying(statements: Iterable[Counted], copies: Iterable[Copy]) -> Iterator[Copy]:
    """The copies of the words of a claim: those whose passages hold most of a content on either side."""
    of: dict[str, list[Counted]] = {}
    for one in statements:
        of.setdefault(one.place.version, []).append(one)
    for copy in copies:
        if copy.later in of and copy.earlier in of and _shares(copy, of):
            yield copy


def _same_document(origin: Origin, named: Mapping[str, Origin]) -> str:
    """The key under which an origin counts: that of a document named before in nearly the same words."""
    if origin.kind != "document":
        return origin.key
    words = set((origin.name or "").split())
    for key, other in named.items():
        others = set((other.name or "").split())
        alike = len(words & others) >= _ONE_DOCUMENT * min(len(words), len(others))
        if other.kind == "document" and (alike or _bare_words(origin) == _bare_words(other)):
            return key
    return origin.key


def _bare_words(origin: Origin) -> frozenset[str]:
    """The words of its name without clitics: two parties of a document stand in either order."""
    return frozenset(split(fold_text(word))[1] for word in (origin.name or "").split())


_ONE_DOCUMENT = 0.6
"""The share of the words of the shorter name of a document that the other must have, within one claim."""


def _apart(named: Mapping[str, Origin]) -> int:
    """How many origins are surely distinct. A joint one may be any of its members, so it counts only where
    none of them is there by itself or in a joint one already counted. Whoever carried a claim may have it
    from a document of the same words: documents and carriers are two counts, of which the larger is sure.
    """
    documents = sum(one.kind == "document" for one in named.values())
    used = {key for key, one in named.items() if one.kind not in ("joint", "document")}
    carriers = len(used)
    for key in sorted(key for key, one in named.items() if one.kind == "joint"):
        members = set(key.split("|"))
        if not members & used:
            carriers += 1
            used |= members
    return max(documents, carriers)


def _texts(of: Mapping[str, Sequence[Counted]], copies: Iterable[Copy]) -> tuple[tuple[str, ...], ...]:
    """The versions of a claim, those whose contents are one text together."""
    if len(of) == 1:
        return (tuple(of),)
    joined = Components(sorted(of))
    for copy in copies:
        if copy.later in of and copy.earlier in of and copy.kind == "copy" and _shares(copy, of):
            joined.join(copy.later, copy.earlier)
    for one, other in _alike(of):
        joined.join(one, other)
    return tuple(map(tuple, joined.groups()))


def _alike(of: Mapping[str, Sequence[Counted]]) -> Iterator[tuple[str, str]]:
    """The pairs of versions that print a content in nearly the same words, in reports that share no more."""
    runs = [(version, one.runs) for version, some in of.items() for one in some if len(one.words) >= _FEWEST]
    for at, (version, held) in enumerate(runs):
        for other, theirs in runs[at + 1 :]:
            if other != version and len(held & theirs) >= _WORDED * min(len(held), len(theirs)):
                yield version, other


_FEWEST = 5
_WORDED = 0.4
"""The share of the runs of three stems of the shorter content that the other has too, to be one text: by
bench/claim_counts.py and the rows of its tables that may be listed."""


def _said_once(
    unknown: Sequence[tuple[str, ...]],
    own: Sequence[tuple[str, ...]],
    of: Mapping[str, Sequence[Counted]],
) -> list[tuple[str, ...]]:
    """Texts of unknown origin, those as one in which one publisher says the same again in like words.

    What a publisher alone prints, and says again of a text of its own, is left out.
    """
    kept = [text for text in unknown if not _of_its_own(text, own, of)]
    printed: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for at, text in enumerate(kept):
        for publisher, words in _printed(text, of):
            printed.setdefault(publisher, []).append((at, words))
    joined = Components(range(len(kept)))
    for again in printed.values():
        for number, (one, words) in enumerate(again):
            for other, others in again[number + 1 :]:
                if one != other and _again(words, others):
                    joined.join(one, other)
    return sorted(tuple(sorted(v for at in group for v in kept[at])) for group in joined.groups())


def _of_its_own(
    text: Sequence[str], own: Sequence[tuple[str, ...]], of: Mapping[str, Sequence[Counted]]
) -> bool:
    """Whether one publisher alone prints a text, and says so again what it says in one of its own."""
    here = list(_printed(text, of))
    if len({said.publisher for version in text for said in of[version]}) != 1:
        return False
    there = (printed for other in own for printed in _printed(other, of))
    return any(p == publisher and _again(w, words) for p, w in there for publisher, words in here)


def _printed(
    text: Sequence[str], of: Mapping[str, Sequence[Counted]]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Who printed a text, with the stems of each content, where these are enough to tell."""
    for said in (said for version in text for said in of[version]):
        words = frozenset(said.words)
        if said.publisher is not None and len(words) >= _FEWEST_AGAIN:
            yield said.publisher, words


def _again(words: frozenset[str], others: frozenset[str]) -> bool:
    return len(words & others) >= _SAID_AGAIN * min(len(words), len(others))


_FEWEST_AGAIN = 3
_SAID_AGAIN = 0.5
"""The share of the stems of the shorter content, three and more, where one publisher prints both."""


def _shares(copy: Copy, of: Mapping[str, Sequence[Counted]]) -> bool:
    """Whether passages of a copy hold most of a content on either side."""
    later = [passage.later for passage in copy.passages]
    earlier = [passage.earlier for passage in copy.passages]
    return any(_held(one.content, later) for one in of[copy.later]) and any(
        _held(one.content, earlier) for one in of[copy.earlier]
    )


def _held(content: Sequence[Span], passages: Sequence[Span]) -> bool:
    size = sum(map(len, content))
    return sum(span.overlap(passage) for span in content for passage in passages) > MOST * size


def _earliest(given: Sequence[Counted]) -> tuple[str, ...]:
    """The versions before which none was surely published, as far as days and clock times tell."""
    dated = {one.place.version: one.published for one in given if one.published is not None}
    moments = set(dated.values())
    if len(moments) < 2:
        return tuple(sorted(dated))
    return tuple(
        version for version in sorted(dated) if not any(_before(other, dated[version]) for other in moments)
    )


def _before(one: str, other: str) -> bool:
    """Whether one stated day or date-time is surely before another."""
    found = later_of(one, other)
    return found is not None and found[0] < 0
