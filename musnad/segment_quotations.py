"""Quotations: which mark opens, which closes, and what a missing one leaves open.

Marks are paired paragraph by paragraph by the cheapest reading of all of them together: every mark
opens, closes or is a stray, at a cost (in hundredths) set by its shape and its neighbours. Straight
marks have no direction of their own, so that by counting alone one missing mark would turn every later
pair inside out. Offsets are those of the text itself, not of its fold, which unifies just those shapes
of the marks that decide.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from musnad.model import Quotation, Span
from musnad.segment_english import pair_singles

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
INVISIBLE = "\u00ad\u061c\u180e\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e" + "".join(
    map(chr, range(0x2060, 0x2070))
)
SPACES = "".join(map(chr, (*range(0x21), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)))) + (
    "\u2028\u2029\u202f\u205f\u3000"
)
BLANK = SPACES + INVISIBLE
_BLANK_IN_LINE = "".join(c for c in BLANK if c not in BREAKS)
ARABIC = (
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    "\ufb50-\ufdff\ufe70-\ufefc"
)

"""Characters as the body of a character class."""

_ARABIC_LETTER = re.compile(f"[{ARABIC}]")
# One leading character class: `re` then skips ahead ten times faster than with alternatives.
_RUN = re.compile("""[«»"“”„‟❝❞〝〞＂″‹›<>'‘’‚‛`][«»"“”„‟❝❞〝〞＂″‹›<>'‘’‚‛`]*+""")
_DOUBLE, _SINGLE = frozenset('«»“”„‟❝❞〝〞"＂″‹›'), frozenset("'‘’‚‛`")
_FEET = re.compile(r"\d'\d{1,3}$")
_SENTENCE_END = re.compile(r"[.!?؟…][\s»”\"]*\s")

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
_FAR_LEFT = _DOUBLE | _SINGLE | frozenset(INVISIBLE + "ـبلكوف0123456789")
_FAR_RIGHT = _DOUBLE | _SINGLE | frozenset(INVISIBLE + ".…")
_PROCLITIC, _NEVER = (20, 60), 10_000
_STRAY, _STRAY_INTRODUCED = 200, 280
_UNCLOSED, _UNCLOSED_INTRODUCED, _EMPTY = 190, 120, 300
_MIXED = {"guillemet": 80, "curly": 50, "straight": 40}
_NESTED_ALIKE = 30
_PER_LENGTH, _LENGTH_CAP = 10, 60
_SURE, _SURELY_NOT = 45, 80
_DEEPEST, _BEAM = 3, 8
_REMEMBERED = 100_000
_WEIGHED = 50_000  # Marks of one text that are weighed together; soup beyond that is paired greedily.
_PARAGRAPHS_ON = 5
_LONGEST_SINGLE = 1_500

_LEFT_OUT, _OPEN, _CLOSE, _REOPEN = range(4)


class _Costs(NamedTuple):
    """What it costs to read a mark as opening or closing."""

    family: str
    opening: int
    closing: int


_Mark = tuple[int, int, _Costs]
"""Start and end of a mark, and what its uses cost; a bare tuple, made four times as fast as a named one."""
_Trail = tuple[int, "_Trail"] | None
"""The acts that led to a state, the last one first."""
_State = tuple[int, tuple[int, ...], _Trail]
"""A cost, the marks left open (by number), and the acts that led there."""
_Range = tuple[int, int, int, int, bool]
"""Start, end, inner start and inner end of a quotation, and whether it is closed."""


class _Paired(NamedTuple):
    """The marks of one paragraph after pairing; `cut` ends where the sentence before the next mark does."""

    pairs: list[tuple[_Mark, _Mark]]
    cut: list[tuple[_Mark, int]]
    unclosed: _Mark | None
    strays: list[_Mark]
    first: _Mark


@lru_cache(maxsize=1)
def _proclitic() -> re.Pattern[str]:
    """A proclitic as the whole of the letters at the end of a string."""
    data = tomllib.loads(resources.files("musnad.lang.ar").joinpath("segment.toml").read_text("utf-8"))
    return re.compile(f"(?:^|[^{ARABIC}])" + data["proclitics"] + "$")


def quotations(text: str, paragraphs: tuple[Span, ...], *, english: bool = False) -> tuple[Quotation, ...]:
    """All quotations of `text`, in order, none crossing another; linear in the length of the text.

    A quotation without its closing mark ends with its paragraph, or with the sentence before the next
    quotation. One that goes on over paragraphs is one quotation where its closing mark plainly stands a few
    paragraphs on; where every paragraph repeats the opening mark, each is a quotation of its own.
    """
    costs: dict[str, _Costs] = {}
    budget = _WEIGHED
    paired: dict[int, _Paired] = {}
    singles: list[_Range] = []
    for number, paragraph in enumerate(paragraphs):
        marks, single_marks = _marks(text, paragraph, costs)
        if marks:
            found = _pair_plain(text, marks)
            if found is None and len(marks) <= budget:
                budget -= len(marks)
                found = _pair_weighed(text, marks, paragraph.end)
            paired[number] = found or _pair_greedily(marks)
        singles += pair_singles(text, single_marks) if english else _pair_singles(text, single_marks)
    doubles: list[_Range] = []
    for number, found in paired.items():
        doubles += [(o[0], c[1], o[1], c[0], True) for o, c in found.pairs]
        doubles += [(o[0], end, o[1], end, False) for o, end in found.cut]
        opener = found.unclosed
        if opener is None:
            continue
        closer = _closer_further_on(text, paragraphs, paired, number)
        if closer is not None:
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
    if not char or char in BREAKS:
        return "edge"
    if char in SPACES:
        return "space"
    if char in INVISIBLE or char in _DOUBLE or char in _SINGLE:
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
        return _Costs("straight", _NEVER, _NEVER)
    if left == "arabic" and _proclitic().search(text[max(0, before - 9) : before]):
        at_left = _PROCLITIC
    if text.startswith(("..", "…"), after):
        at_right = _RIGHT["dots"]
    family, opening, closing = _GLYPHS[text[start:end]]
    return _Costs(family, opening + at_left[0] + at_right[0], closing + at_left[1] + at_right[1])


def _pair_plain(text: str, marks: list[_Mark]) -> _Paired | None:
    """The pairs where the marks, of one family, plainly open and close by turns; None elsewhere."""
    if len(marks) == 1:
        stray, unclosed = _prices(text, marks[0])
        opens = marks[0][2].opening + unclosed < stray
        return _Paired([], [], marks[0] if opens else None, [] if opens else marks, marks[0])
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
    return _Paired(list(zip(openers, closers, strict=True)), [], None, [], marks[0])


def introduced(text: str, at: int) -> bool:
    """Whether a mark at `at` follows a colon or begins its line, blanks aside."""
    before = text[max(0, at - 9) : at].rstrip(_BLANK_IN_LINE)
    return not before or before[-1] == ":" or before[-1] in BREAKS


def _prices(text: str, mark: _Mark) -> tuple[int, int]:
    """What it costs to leave the mark out, and to leave open what it opens."""
    if introduced(text, mark[0]):
        return _STRAY_INTRODUCED, _UNCLOSED_INTRODUCED
    return _STRAY, _UNCLOSED


def _pair_weighed(text: str, marks: list[_Mark], end: int) -> _Paired:
    """The cheapest use of all marks together (a beam over stacks of open marks)."""
    prices = [_prices(text, mark) for mark in marks]
    states: list[_State] = [(0, (), None)]
    for at in range(len(marks)):
        reached: dict[tuple[int, ...], tuple[int, _Trail]] = {}
        for cost, stack, trail in states:
            for more, after, act in _uses(text, marks, prices, stack, at):
                new = cost + more
                if after not in reached or new < reached[after][0]:
                    reached[after] = (new, (act, trail))
        ordered = sorted(reached.items(), key=lambda item: (item[1][0], item[0]))
        states = [(cost, stack, trail) for stack, (cost, trail) in ordered[:_BEAM]]

    def whole(state: _State) -> tuple[int, tuple[int, ...]]:
        cost, stack, _ = state
        if stack:
            # Only the outermost may stay open; what stands open inside it was a stray.
            cost += prices[stack[0]][1] + sum(prices[other][0] for other in stack[1:])
            if stack[0] != len(marks) - 1:
                cost += min(_LENGTH_CAP, (end - marks[stack[0]][1]) // _PER_LENGTH)
        return cost, stack

    _, stack, trail = min(states, key=whole)
    return _replay(text, marks, trail, stack)


def _uses(
    text: str, marks: list[_Mark], prices: list[tuple[int, int]], stack: tuple[int, ...], at: int
) -> list[tuple[int, tuple[int, ...], int]]:
    """The uses of mark `at` after the open marks `stack`: cost, open marks after it, act."""
    start, _, costs = marks[at]
    uses = [(prices[at][0], stack, _LEFT_OUT)]
    if stack:
        uses.append((_closing_cost(text, marks[stack[-1]], marks[at]), stack[:-1], _CLOSE))
    if len(stack) < _DEEPEST:
        alike = _NESTED_ALIKE if stack and marks[stack[-1]][2].family == costs.family else 0
        uses.append((costs.opening + alike, (*stack, at), _OPEN))
    if len(stack) == 1 and costs.opening <= _SURE and _sentence_end(text, marks[stack[0]][1], start):
        # The quotation before lost its closing mark, and its sentences ended.
        length = min(_LENGTH_CAP, (start - marks[stack[0]][1]) // _PER_LENGTH)
        uses.append((prices[stack[0]][1] + length + costs.opening, (at,), _REOPEN))
    return uses


def _sentence_end(text: str, start: int, end: int) -> int | None:
    """Where the last sentence before `end` ends, at most a thousand code points back."""
    ends = [m.start() + 1 for m in _SENTENCE_END.finditer(text, max(start, end - 1_000), end)]
    return ends[-1] if ends else None


def _closing_cost(text: str, opener: _Mark, closer: _Mark) -> int:
    length = closer[0] - opener[1]
    cost = closer[2].closing + min(_LENGTH_CAP, length // _PER_LENGTH)
    if opener[2].family != closer[2].family:
        cost += max(_MIXED[opener[2].family], _MIXED[closer[2].family])
    if length <= 2 and not text[opener[1] : closer[0]].strip(BLANK):
        cost += _EMPTY
    return cost


def _replay(text: str, marks: list[_Mark], trail: _Trail, left_open: tuple[int, ...]) -> _Paired:
    acts = []
    while trail is not None:
        acts.append(trail[0])
        trail = trail[1]
    pairs: list[tuple[_Mark, _Mark]] = []
    cut: list[tuple[_Mark, int]] = []
    strays = [marks[at] for at in left_open[1:]]
    stack: list[_Mark] = []
    for mark, act in zip(marks, reversed(acts), strict=True):
        if act == _CLOSE:
            pairs.append((stack.pop(), mark))
        elif act == _LEFT_OUT:
            strays.append(mark)
        else:
            if act == _REOPEN:
                before = stack.pop()
                cut.append((before, _sentence_end(text, before[1], mark[0]) or mark[0]))
            stack.append(mark)
    return _Paired(pairs, cut, stack[0] if stack else None, strays, marks[0])


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
    return _Paired(pairs, [], opener, strays, marks[0])


def _closer_further_on(
    text: str, paragraphs: tuple[Span, ...], paired: dict[int, _Paired], number: int
) -> _Mark | None:
    """The unmatched closing mark, a few paragraphs on, of the quotation left open in paragraph `number`.

    None where a paragraph up to it opens a quotation that stays open or follows a colon, or begins with an
    opening mark: the press repeats that mark with each paragraph of a quotation that runs on.
    """
    for later in range(number + 1, min(number + 1 + _PARAGRAPHS_ON, len(paragraphs))):
        found = paired.get(later)
        if found is None:
            continue
        if found.first[0] == paragraphs[later].start and found.first not in found.strays:
            return None
        between = [o[0] for o, _ in found.pairs[:400] if text[max(0, o[0] - 3) : o[0]].rstrip()[-1:] == ":"]
        for mark in found.strays[:20]:
            at, _, costs = mark
            if between and between[0] < at:
                return None
            inside = any(o[0] < at < c[0] for o, c in found.pairs[:400])
            if costs.closing <= _SURE and costs.opening >= _SURELY_NOT and not inside:
                return mark
        if found.unclosed is not None or found.cut or between:
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
