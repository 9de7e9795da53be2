"""Two texts that share passages, set beside each other: what both have in a row, and what only one has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from musnad.alignment import words_of
from musnad.collation import differing
from musnad.model import Passage, Span

_WEIGHED = 400
"""Passages that are weighed against each other for their order; a text of more is cut to its longest."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of both texts, either of which may be empty: `shared` where it is one passage."""

    earlier: Span
    later: Span
    shared: bool


def in_order(passages: Sequence[Passage]) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """The passages that follow each other in both texts, as much text as can be, and those moved about.

    Those in order overlap in neither text. At worst quadratic in the number of passages, which is bounded.
    """
    longest = sorted(passages, key=lambda one: (-len(one.later), one.later, one.earlier))[:_WEIGHED]
    some = sorted(longest, key=lambda one: (one.later, one.earlier))
    best: list[tuple[int, int]] = []
    for at, one in enumerate(some):
        before = max(
            ((best[n][0], -n) for n in range(at) if _follows(some[n], one)),
            default=(0, 1),
        )
        best.append((before[0] + len(one.later), -before[1]))
    chain: list[Passage] = []
    at = max(range(len(some)), key=lambda n: (best[n][0], -n), default=-1)
    while at >= 0:
        chain.append(some[at])
        at = best[at][1]
    kept = set(chain)
    return tuple(reversed(chain)), tuple(one for one in some if one not in kept)


def _follows(one: Passage, other: Passage) -> bool:
    return one.later.end <= other.later.start and one.earlier.end <= other.earlier.start


def joined(passages: Sequence[Passage], earlier: str, later: str) -> tuple[Passage, ...]:
    """Passages in order, each with the marks and spaces behind it; those with no word between are one."""
    found: list[Passage] = []
    for one in passages:
        if found and not (
            _worded(earlier, found[-1].earlier.end, one.earlier.start)
            or _worded(later, found[-1].later.end, one.later.start)
        ):
            last = found.pop()
            later_span = Span(last.later.start, one.later.end)
            found.append(Passage(later_span, Span(last.earlier.start, one.earlier.end)))
        else:
            found.append(one)
    ends = [*((one.earlier.start, one.later.start) for one in found[1:]), (len(earlier), len(later))]
    return tuple(
        Passage(
            Span(one.later.start, _reach(later, one.later.end, end)),
            Span(one.earlier.start, _reach(earlier, one.earlier.end, start)),
        )
        for one, (start, end) in zip(found, ends, strict=False)
    )


def _worded(text: str, start: int, end: int) -> bool:
    return any(letter.isalnum() for letter in text[start:end])


def _reach(text: str, at: int, end: int) -> int:
    """Where the next word begins, or its line or opening mark; `end` at most."""
    while at < end and not text[at].isalnum() and not _opens(text, at):
        at += 1
        if text[at - 1] == "\n":
            break
    return at


def _opens(text: str, at: int) -> bool:
    """Whether a mark belongs to what follows; a straight quotation mark behind a word closes."""
    return text[at] in _OPENING and (text[at] != '"' or at == 0 or text[at - 1].isspace())


_OPENING = frozenset('«"“‘([{-–—#@')


def rows(passages: Sequence[Passage], earlier: str, later: str) -> tuple[Row, ...]:
    """Two texts as rows that cover both whole, in their order; `passages` are those of `joined`."""
    return tuple(_rows(passages, len(earlier), len(later)))


def _rows(kept: Sequence[Passage], earlier: int, later: int) -> Iterator[Row]:
    a = b = 0
    for one in kept:
        if one.earlier.start > a or one.later.start > b:
            yield Row(Span(a, one.earlier.start), Span(b, one.later.start), shared=False)
        yield Row(one.earlier, one.later, shared=True)
        a, b = one.earlier.end, one.later.end
    if a < earlier or b < later:
        yield Row(Span(a, earlier), Span(b, later), shared=False)


# --- with what differs inside ---


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of both texts: where they share it, its runs of words that differ, beside each other, one of
    which may be empty; where they do not, either may be empty.
    """

    earlier: Span
    later: Span
    shared: bool
    differing: tuple[tuple[Span, Span], ...] = ()


def stretches(passages: Sequence[Passage], earlier: str, later: str) -> tuple[Stretch, ...]:
    """Two texts whole, in their order: passages with at most `collation.GAP` words between are one stretch,
    and a stretch ends where a line of the later text does. `passages` are those of `joined`.
    """
    lines = [part for one in passages for part in _lines(one, earlier, later)]
    found: list[Stretch] = []
    for row in rows(lines, earlier, later):
        one = Stretch(row.earlier, row.later, row.shared)
        if row.shared and len(found) > 1 and not found[-1].shared and found[-2].shared:
            gap = found[-1]
            between = differing(gap.earlier.of(earlier), gap.later.of(later))
            if between is not None:
                found[-2:] = [_merged(found[-2], gap, one, between)]
                continue
        found.append(one)
    return tuple(found)


def _merged(before: Stretch, gap: Stretch, behind: Stretch, between: Sequence[tuple[Span, Span]]) -> Stretch:
    inside = tuple(
        (_moved(left, gap.earlier.start), _moved(right, gap.later.start)) for left, right in between
    )
    return Stretch(
        Span(before.earlier.start, behind.earlier.end),
        Span(before.later.start, behind.later.end),
        True,
        (*before.differing, *inside),
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _lines(one: Passage, earlier: str, later: str) -> Iterator[Passage]:
    """A passage in parts that end where lines of the later text do."""
    left, right = words_of(one.earlier.of(earlier)), words_of(one.later.of(later))
    a, b = one.earlier.start, one.later.start
    if left.found == right.found and "\n" in one.later.of(later):
        for n in range(1, len(right.found)):
            end = one.later.start + right.span(n - 1, n).end
            start = one.later.start + right.span(n, n + 1).start
            if "\n" in later[end:start]:
                before = one.earlier.start + left.span(n - 1, n).end
                behind = one.earlier.start + left.span(n, n + 1).start
                cut = _reach(earlier, before, behind), _reach(later, end, start)
                yield Passage(Span(b, cut[1]), Span(a, cut[0]))
                a, b = cut
    yield Passage(Span(b, one.later.end), Span(a, one.earlier.end))
