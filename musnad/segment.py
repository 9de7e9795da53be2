"""Paragraphs, sentences and quotations of a text.

Quotation marks are paired paragraph by paragraph by the cheapest reading of all of them together:
every mark opens, closes or is a stray, at a cost (in hundredths) set by its shape and its neighbours.
Straight marks have no direction of their own, so that by counting alone one missing mark would turn
every later pair inside out. Offsets are those of the text itself; no fold is needed here, because
folding unifies just those shapes of the marks that decide.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from musnad.model import Quotation, Segments, Sentence, Span
from musnad.text import Folded, fold

LONGEST_SENTENCE = 4_000
"""Code points after which a sentence is cut, so that later stages stay linear in the text."""

_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = "\u00ad\u061c\u180e\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e" + "".join(
    map(chr, range(0x2060, 0x2070))
)
_SPACES = "".join(map(chr, (*range(0x21), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)))) + (
    "\u2028\u2029\u202f\u205f\u3000"
)
_BLANK = _SPACES + _INVISIBLE
_ARABIC = (
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    "\ufb50-\ufdff\ufe70-\ufefc"
)

_LINE = re.compile(f"[^{_BREAKS}]+")
_ARABIC_LETTER = re.compile(f"[{_ARABIC}]")
# One leading character class: `re` then skips ahead ten times faster than with alternatives.
_RUN = re.compile("""[«»"“”„‟❝❞〝〞＂″‹›<>'‘’‚‛`][«»"“”„‟❝❞〝〞＂″‹›<>'‘’‚‛`]*+""")
_DOUBLE, _SINGLE = frozenset('«»“”„‟❝❞〝〞"＂″‹›'), frozenset("'‘’‚‛`")
_FEET = re.compile(r"\d'\d{1,3}$")
_STOP = re.compile("[.!?؟…][.!?؟…]*+")
_BRACKETS = re.compile(r"\([^()\n]{0,300}+\)")
_LONG_WORD = re.compile(r"[^\W\d_]{6}$")
_LAST_WORD = re.compile(f"[\\w.{_ARABIC}]{{1,12}}$")
_FIRST_WORD = re.compile(r"\w+")
_UNIT_OR_AGENCY = re.compile(r"(?:\d\s?|(?:^|\s)\w\s)\wـ*$")
_CLOSERS = frozenset(")]}»”’'\"“›❞〞＂″" + _INVISIBLE)
_OPENERS = frozenset('([«“"”‹‘')

_GLYPHS: dict[str, tuple[str, int, int]] = {
    **dict.fromkeys(("«", "‹", "<<"), ("guillemet", 0, 120)),
    **dict.fromkeys(("»", "›", ">>"), ("guillemet", 120, 0)),
    **dict.fromkeys("“„‟❝〝", ("curly", 0, 45)),
    **dict.fromkeys("”❞〞", ("curly", 45, 0)),
    **dict.fromkeys(('"', "＂", "″", "''"), ("straight", 0, 0)),
}
"""Family, cost of opening and cost of closing of each mark."""

_LEFT = {  # What stands before the mark: cost of opening there, cost of closing there.
    "edge": (0, 400), "space": (0, 80), "bracket": (0, 150), "colon": (0, 100),
    "letter": (120, 0), "digit": (150, 0), "stop": (70, 0),
}  # fmt: skip
_RIGHT = {  # What stands after it.
    "edge": (400, 0), "space": (80, 0), "bracket": (0, 30), "colon": (150, 0),
    "letter": (0, 120), "digit": (0, 120), "stop": (120, 0), "dots": (20, 20),
}  # fmt: skip
_FAR_LEFT = _DOUBLE | _SINGLE | frozenset(_INVISIBLE + "ـبلكوف0123456789")
_FAR_RIGHT = _DOUBLE | _SINGLE | frozenset(_INVISIBLE + ".…")
_PROCLITIC, _NEVER = (20, 60), 10_000
_STRAY, _STRAY_AFTER_COLON = 200, 240
_UNCLOSED, _UNCLOSED_AFTER_COLON, _EMPTY = 190, 120, 300
_MIXED = {"guillemet": 80, "curly": 50, "straight": 40}
_NESTED_ALIKE = 15
_PER_LENGTH, _LENGTH_CAP = 25, 60
_SURE, _SURELY_NOT = 45, 80
_DEEPEST, _BEAM = 3, 8
_REMEMBERED = 100_000
_WEIGHED = 50_000  # Marks of one text that are weighed together; soup beyond that is paired greedily.
_PARAGRAPHS_ON = 5
_LONGEST_SINGLE = 1_500

_LEFT_OUT, _OPEN, _CLOSE = range(3)


class _Costs(NamedTuple):
    """What it costs to read a mark as opening or closing; `colon` says whether it follows one."""

    family: str
    opening: int
    closing: int
    colon: bool


_Mark = tuple[int, int, _Costs]
"""Start and end of a mark, and what its uses cost; a bare tuple, made four times as fast as a named one."""
_Trail = tuple[int, "_Trail"] | None
"""The acts that led to a state, the last one first."""
_Range = tuple[int, int, int, int, bool]
"""Start, end, inner start and inner end of a quotation, and whether it is closed."""


class _Paired(NamedTuple):
    """The marks of one paragraph after pairing."""

    pairs: list[tuple[_Mark, _Mark]]
    unclosed: _Mark | None
    strays: list[_Mark]
    first: _Mark


@lru_cache(maxsize=1)
def _language() -> tuple[frozenset[str], re.Pattern[str]]:
    """Abbreviations, and the pattern of a proclitic that ends where a mark begins."""
    data = tomllib.loads(resources.files("musnad.lang.ar").joinpath("segment.toml").read_text("utf-8"))
    return frozenset(data["abbreviations"]), re.compile(f"(?:^|[^{_ARABIC}])" + data["proclitics"] + "$")


def segment(text: str, _folded: Folded | None = None) -> Segments:
    """Paragraphs, sentences and quotations of `text`, as spans over its code points.

    A paragraph is a line of `str.splitlines` that shows something. A quotation, with the clause that
    leads to it, stays in one sentence however many it holds, up to `LONGEST_SENTENCE`. A quotation
    without its closing mark ends with its paragraph. Never raises; linear in the length of the text. The
    folded text is taken so that all stages are called alike; no rule here needs it.
    """
    paragraphs = tuple(_paragraphs(text))
    quotations = _quotations(text, paragraphs)
    return Segments(paragraphs, tuple(_sentences(text, paragraphs, quotations)), quotations)


def _paragraphs(text: str) -> list[Span]:
    found = []
    for line in _LINE.finditer(text):
        span = _trim(text, *line.span())
        if span:
            found.append(span)
    return found


def _trim(text: str, start: int, end: int) -> Span | None:
    """The stretch without blanks at its ends, None where nothing is left."""
    piece = text[start:end]
    left = piece.lstrip(_BLANK)
    if not left:
        return None
    start = end - len(left)
    return Span(start, start + len(left.rstrip(_BLANK)))


# Quotations


def _quotations(text: str, paragraphs: tuple[Span, ...]) -> tuple[Quotation, ...]:
    costs: dict[str, _Costs] = {}
    budget = _WEIGHED
    paired: dict[int, _Paired] = {}
    singles: list[_Range] = []
    for number, paragraph in enumerate(paragraphs):
        marks, single_marks = _marks(text, paragraph, costs)
        if marks:
            found = _pair_plain(marks)
            if found is None and len(marks) <= budget:
                budget -= len(marks)
                found = _pair_weighed(text, marks, paragraph.end)
            paired[number] = found or _pair_greedily(marks)
        singles += _pair_singles(text, single_marks)
    doubles: list[_Range] = []
    joined: set[int] = set()
    for number, found in paired.items():
        doubles += [(o[0], c[1], o[1], c[0], True) for o, c in found.pairs]
        opener = found.unclosed
        if opener is None:
            continue
        closer = _closer_further_on(paragraphs, paired, number, joined)
        if closer is not None:
            joined.add(closer[0])
            doubles.append((opener[0], closer[1], opener[1], closer[0], True))
        else:
            end = paragraphs[number].end
            doubles.append((opener[0], end, opener[1], end, False))
    return _nested(doubles, singles)


def _marks(text: str, paragraph: Span, known: dict[str, _Costs]) -> tuple[list[_Mark], list[int]]:
    """The double marks of a paragraph with the cost of each of their uses; where its single marks are.

    Runs of five and more are drawing, not quoting.
    """
    marks: list[_Mark] = []
    singles: list[int] = []
    size = len(text)
    for run in _RUN.finditer(text, paragraph.start, paragraph.end):
        start, last = run.span()
        if last - start > 4:
            continue
        end = start
        while end < last:
            start, end = end, end + 1
            if text[start] not in _DOUBLE:
                if text[start : end + 1] not in ("''", "<<", ">>"):
                    if text[start] in _SINGLE:
                        singles.append(start)
                    continue
                end += 1
            around = text[max(0, start - 1) : end + 1]
            if start < 9 or end + 9 > size:
                costs = _costs(text, start, end)
            elif around in known:
                costs = known[around]
            else:
                # A letter may be a proclitic, a dot the first of three: these need a wider view.
                if len(around) > 3 or around[0] in _FAR_LEFT or around[2] in _FAR_RIGHT:
                    around = text[start - 9 : end + 9]
                found = known.get(around)
                costs = found if found is not None else _costs(text, start, end)
                if found is None and len(known) < _REMEMBERED:
                    known[around] = costs
            marks.append((start, end, costs))
    return marks, singles


@lru_cache(maxsize=4096)
def _side(char: str) -> str:
    """The kind of one neighbour of a mark; "look" for marks and invisible ones, to look beyond."""
    if not char or char in _BREAKS:
        return "edge"
    if char in _SPACES:
        return "space"
    if char in _INVISIBLE or char in _DOUBLE or char in _SINGLE:
        return "look"
    if char in "([{-–—/\\|*•+=":
        return "bracket"
    if char == ":":
        return "colon"
    if char in ".,،؛;!?؟…)]}%٪":
        return "stop"
    if char.isdigit():
        return "digit"
    return "arabic" if _ARABIC_LETTER.match(char) else "letter"


def _costs(text: str, start: int, end: int) -> _Costs:
    """Costs from the nearest neighbours that are neither marks nor invisible, eight away at most."""
    before, after = start, end
    left, right = _side(text[before - 1 : before] if before else ""), _side(text[after : after + 1])
    while left == "look" and start - before < 8:
        before -= 1
        left = _side(text[before - 1 : before] if before else "")
    while right == "look" and after - end < 8:
        after += 1
        right = _side(text[after : after + 1])
    at_left, at_right = _LEFT.get(left, _LEFT["letter"]), _RIGHT.get(right, _RIGHT["letter"])
    if left == "digit" and _FEET.search(text[max(0, before - 6) : before]):
        return _Costs("straight", _NEVER, _NEVER, False)
    if left == "arabic" and _language()[1].search(text[max(0, before - 9) : before]):
        at_left = _PROCLITIC
    if text.startswith(("..", "…"), after):
        at_right = _RIGHT["dots"]
    family, opening, closing = _GLYPHS[text[start:end]]
    return _Costs(
        family, opening + at_left[0] + at_right[0], closing + at_left[1] + at_right[1], left == "colon"
    )


def _pair_plain(marks: list[_Mark]) -> _Paired | None:
    """The pairs where the marks, of one family, plainly open and close by turns; None elsewhere."""
    if len(marks) == 1:
        opens = marks[0][2].opening + _UNCLOSED < _STRAY
        return _Paired([], marks[0], [], marks[0]) if opens else _Paired([], None, marks, marks[0])
    if len(marks) % 2:
        return None
    openers, closers = marks[::2], marks[1::2]
    family = marks[0][2].family
    for _, _, costs in openers:
        if costs.opening > _SURE or costs.closing < _SURELY_NOT or costs.family != family:
            return None
    for _, _, costs in closers:
        if costs.closing > _SURE or costs.opening < _SURELY_NOT or costs.family != family:
            return None
    return _Paired(list(zip(openers, closers, strict=True)), None, [], marks[0])


def _pair_weighed(text: str, marks: list[_Mark], end: int) -> _Paired | None:
    """The cheapest use of all marks together (a beam over stacks of open marks)."""
    # A state: its cost, the open marks, and the acts that led to it as a linked list.
    states: list[tuple[int, tuple[int, ...], _Trail]] = [(0, (), None)]
    for at, (_, _, costs) in enumerate(marks):
        reached: dict[tuple[int, ...], tuple[int, _Trail]] = {}
        for cost, stack, trail in states:
            ways = [(cost + (_STRAY_AFTER_COLON if costs.colon else _STRAY), stack, _LEFT_OUT)]
            if stack:
                ways.append((cost + _closing_cost(text, marks[stack[-1]], marks[at]), stack[:-1], _CLOSE))
            if len(stack) < _DEEPEST:
                alike = _NESTED_ALIKE if stack and marks[stack[-1]][2].family == costs.family else 0
                ways.append((cost + costs.opening + alike, (*stack, at), _OPEN))
            for new, after, act in ways:
                if after not in reached or new < reached[after][0]:
                    reached[after] = (new, (act, trail))
        ordered = sorted(reached.items(), key=lambda item: (item[1][0], item[0]))
        states = [(cost, stack, trail) for stack, (cost, trail) in ordered[:_BEAM]]
    best: tuple[int, tuple[int, ...], _Trail] | None = None
    for cost, stack, trail in states:
        whole = cost
        if len(stack) > 1:
            continue
        if stack:
            _, after_mark, costs = marks[stack[0]]
            whole = cost + (_UNCLOSED_AFTER_COLON if costs.colon else _UNCLOSED)
            if stack[0] != len(marks) - 1:
                whole += min(_LENGTH_CAP, (end - after_mark) // _PER_LENGTH)
        if best is None or whole < best[0]:
            best = (whole, stack, trail)
    return None if best is None else _replay(marks, best[2])


def _closing_cost(text: str, opener: _Mark, closer: _Mark) -> int:
    length = closer[0] - opener[1]
    cost = closer[2].closing + min(_LENGTH_CAP, length // _PER_LENGTH)
    if opener[2].family != closer[2].family:
        cost += max(_MIXED[opener[2].family], _MIXED[closer[2].family])
    if length <= 2 and not text[opener[1] : closer[0]].strip(_BLANK):
        cost += _EMPTY
    return cost


def _replay(marks: list[_Mark], trail: _Trail) -> _Paired:
    acts = []
    while trail is not None:
        acts.append(trail[0])
        trail = trail[1]
    pairs, strays, stack = [], [], []
    for mark, act in zip(marks, reversed(acts), strict=True):
        if act == _OPEN:
            stack.append(mark)
        elif act == _CLOSE:
            pairs.append((stack.pop(), mark))
        else:
            strays.append(mark)
    return _Paired(pairs, stack[0] if stack else None, strays, marks[0])


def _pair_greedily(marks: list[_Mark]) -> _Paired:
    """Each closing mark with the nearest opening one before it, without nesting."""
    pairs, strays = [], []
    opener: _Mark | None = None
    for mark in marks:
        costs = mark[2]
        if opener is not None and costs.closing <= costs.opening and mark[0] > opener[1]:
            pairs.append((opener, mark))
            opener = None
        else:
            if opener is not None:
                strays.append(opener)
            opener = mark if costs.opening <= costs.closing and costs.opening < _STRAY else None
            if opener is None:
                strays.append(mark)
    return _Paired(pairs, opener, strays, marks[0])


def _closer_further_on(
    paragraphs: tuple[Span, ...], paired: dict[int, _Paired], number: int, taken: set[int]
) -> _Mark | None:
    """The unmatched closing mark, a few paragraphs on, of the quotation left open in paragraph `number`.

    None where a paragraph before it opens a quotation that stays open, or begins with an opening mark:
    the press repeats that mark with each paragraph of a quotation that runs on.
    """
    for later in range(number + 1, min(number + 1 + _PARAGRAPHS_ON, len(paragraphs))):
        found = paired.get(later)
        if found is None:
            continue
        if found.first[0] == paragraphs[later].start and found.first not in found.strays:
            return None
        for mark in found.strays[:20]:
            at, _, costs = mark
            inside = any(o[0] < at < c[0] for o, c in found.pairs[:400])
            if costs.closing <= _SURE and costs.opening >= _SURELY_NOT and not inside:
                return None if at in taken else mark
        if found.unclosed is not None:
            return None
    return None


def _pair_singles(text: str, marks: list[int]) -> list[_Range]:
    """Pairs of single marks; one between letters or after a digit is an apostrophe or a minute."""
    found: list[_Range] = []
    opener: int | None = None
    for at in marks:
        left, right = _side(text[at - 1 : at] if at else ""), _side(text[at + 1 : at + 2])
        open_left = left in ("edge", "space", "bracket", "colon", "look")
        open_right = right in ("edge", "space", "stop", "colon", "look", "bracket")
        if opener is None or at - opener > _LONGEST_SINGLE:
            opener = at if open_left and right in ("arabic", "letter", "digit") else None
        elif open_right and left != "space":
            found.append((opener, at + 1, opener + 1, at, True))
            opener = None
        elif open_left and right in ("arabic", "letter", "digit"):
            opener = at
    return found


def _nested(doubles: list[_Range], singles: list[_Range]) -> tuple[Quotation, ...]:
    """All quotations in order with their depth; of two that cross, the single-marked or later one goes."""
    single = {s[0] for s in singles}
    dropped: set[int] = set()
    stack: list[_Range] = []
    placed: list[tuple[_Range, int]] = []
    for here in sorted(doubles + singles, key=lambda r: (r[0], -r[1])):
        while stack and stack[-1][1] <= here[0]:
            stack.pop()
        while stack and stack[-1][1] < here[1] and stack[-1][0] in single:
            dropped.add(stack.pop()[0])
        if stack and stack[-1][1] < here[1]:
            continue
        placed.append((here, len(stack)))
        stack.append(here)
    if dropped:
        return _nested(doubles, [s for s in singles if s[0] not in dropped])
    return tuple(
        Quotation(Span(start, end), Span(inner, inner_end), depth, closed)
        for (start, end, inner, inner_end, closed), depth in placed
    )


# Sentences


def _sentences(text: str, paragraphs: tuple[Span, ...], quotations: tuple[Quotation, ...]) -> list[Sentence]:
    found: list[Sentence] = []
    starts, ends, quoted = _guarded(text, quotations)
    openers = {q.span.start for q in quotations}
    for number, paragraph in enumerate(paragraphs):
        start = paragraph.start
        worded = _FIRST_WORD.search(text, start, paragraph.end)
        for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
            if worded is None or stop.start() < worded.start():
                continue
            end = stop.end()
            while end < paragraph.end and text[end] in _CLOSERS and end not in openers:
                end += 1
            if end >= paragraph.end:
                break
            guard = bisect_right(starts, end) - 1
            if guard >= 0 and starts[guard] < end < ends[guard]:
                continue
            guard = bisect_right(starts, stop.start()) - 1
            in_guard = guard >= 0 and stop.start() < ends[guard]
            if in_guard and not (quoted[guard] and _ends_with_quotation(text, stop, end)):
                continue
            if not in_guard and not _ends_sentence(text, start, stop, end):
                continue
            found += _cut(text, start, end, number)
            start = end
            worded = _FIRST_WORD.search(text, start, paragraph.end)
        found += _cut(text, start, paragraph.end, number)
    return found


def _guarded(text: str, quotations: tuple[Quotation, ...]) -> tuple[list[int], list[int], list[bool]]:
    """Starts and ends of the stretches that no sentence end divides, and whether each is a quotation.

    A quotation whose end was only inferred counts where it follows a colon or begins its line: elsewhere
    one stray mark would hold its whole paragraph together.
    """
    ranges = [
        (q.span.start, q.span.end, True)
        for q in quotations
        if q.depth == 0
        and (q.closed or text[max(0, q.span.start - 9) : q.span.start].rstrip(_BLANK)[-1:] in ("", ":"))
    ]
    ranges += [(*bracket.span(), False) for bracket in _BRACKETS.finditer(text)]
    ranges.sort()
    starts: list[int] = []
    ends: list[int] = []
    quoted: list[bool] = []
    for start, end, quote in ranges:
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
            quoted[-1] |= quote
        else:
            starts.append(start)
            ends.append(end)
            quoted.append(quote)
    return starts, ends, quoted


def _ends_with_quotation(text: str, stop: re.Match[str], end: int) -> bool:
    """Whether the sentence ends with the quotation that ends with `stop`.

    After a question or a call the clause mostly runs on: سأل: "من أنت؟" ثم خرج.
    """
    return stop[0] == "." or text[end : end + 3].lstrip(_BLANK)[:1] == "و"


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether the sentence from `start` ends with `stop` and the closing marks up to `end`."""
    following = text[end]
    glued = following not in _BLANK
    if glued and not _ARABIC_LETTER.match(following) and following not in _OPENERS:
        return False
    before = text[max(start, stop.start() - 24) : stop.start()]
    if stop.start() - start < 24 and before.strip(_BLANK).isdigit():  # the number of an item in a list
        return False
    if stop[0] != ".":
        return True
    return end > stop.end() or not _abbreviated(before, text[end : end + 24], glued)


def _abbreviated(before: str, after: str, glued: bool) -> bool:
    """Whether a full stop between the two belongs to an abbreviation or initials."""
    if _LONG_WORD.search(before):
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    parts = _bare(word[0]).split(".")
    last = parts[-1]
    if glued:
        # Initials are one letter each, or the names of Latin letters: أ.ف.ب and إم.دي.بي.
        following = _FIRST_WORD.match(after)
        return len(last) == 1 or (len(last) == 2 and following is not None and len(_bare(following[0])) <= 2)
    if last in _language()[0]:
        return True
    if len(last) != 1 or not last.isalpha():
        return False
    if last.isascii():
        return after.lstrip(_BLANK)[:1].isascii()
    # After a number the letter is a unit or an era (1436 هـ.); three initials are an agency (ا ف ب.).
    return len(parts) < 3 and not _UNIT_OR_AGENCY.search(before)


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    return fold(word).text.lower()


def _cut(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    """The stretch as one sentence, or as several where it is too long."""
    whole = _trim(text, start, end)
    if whole is None:
        return []
    if len(whole) <= LONGEST_SENTENCE:
        return [Sentence(whole, paragraph)]
    found = []
    start = whole.start
    while start < whole.end:
        head = text[start : min(start + LONGEST_SENTENCE, whole.end)]
        size = len(head)
        if start + size < whole.end and len(parts := head.rsplit(None, 1)) == 2:
            size = len(parts[0])
        piece = _trim(text, start, start + size)
        if piece is not None:
            found.append(Sentence(piece, paragraph))
        start += size
    return found
