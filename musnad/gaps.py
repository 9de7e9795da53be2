"""What stands between a cue and its content: source, addressee, medium, relayer, asides."""

from __future__ import annotations

from dataclasses import dataclass

from musnad.lang.grammar import grammar_words
from musnad.morphology import Form
from musnad.phrases import (
    RELATIVES,
    is_complementiser,
    is_participle,
    masdar_like,
    name_quotation,
    noun_phrase,
    opener_kind,
    proclitic,
    relay_start,
)
from musnad.text import fold_text
from musnad.tokens import Range, Tokens, finite
from musnad.words import frequency, looks_like_verb, split

# Longest gap, in tokens, between a cue and the opener of its content: in the training reports 99 % of the
# gaps have at most 18, and none has more than 38.
_REACH = 45


# More phrases of no known role than this between cue and content, and they no longer belong together.
_STRAYS = 3
# A noun seen less often than this in the counted news says nothing of the letter before it.
_KNOWN = 5


_FAINT = frozenset(("في", "عن", "من", "ل"))


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between a cue and its content: the parts found, and where the content opens.

    `opener` is the index of the first token of the content or of the colon before it, -1 if none;
    `rest` then is the index of the first token that has no part in the gap.
    """

    opener: int
    kind: str
    rest: int
    source: Range | None = None
    addressee: Range | None = None
    medium: Range | None = None
    via: tuple[Range, ...] = ()


def read_gap(tokens: Tokens, start: int, form: Form, past: int = -1) -> Gap:
    """Read from behind the cue at `start` - 1 up to the opener of its content.

    Asides in commas or dashes, adverbs and phrases with a preposition are passed over; another cue, or
    more than `_STRAYS` phrases of no known role, end the search. No token up to `past` opens the content.
    """
    words = grammar_words()
    stop = min(start + _REACH, tokens.quotation_end(start - 1))
    gap = _Parts()
    index = start
    if index < stop and is_participle(tokens, index):
        # وتابع قائلاً: the first verb is the cue, the participle only fills it out.
        index += 1
    rest = -1
    strays = 0
    faint: tuple[int, str] | None = None
    while index < stop:
        word = tokens.words[index]
        kind = opener_kind(tokens, index, form) if index > past else ""
        if kind == "quote" and tokens.closer[index] and name_quotation(tokens, index):
            close = tokens.closer[index]
            if index == start and close < stop and opener_kind(tokens, close, form):
                gap.source = gap.source or (index, close)
                index = close
                continue
            if index > start and _opens_later(tokens, close, stop, form):
                index = close
                continue
        if kind:
            if kind == "inna" and faint is not None and faint[0] == index - 1:
                return gap.opened(*faint, rest)
            if kind not in _FAINT or "inna" not in form.cue.complements:
                return gap.opened(index, kind, rest)
            faint = faint or (index, kind)
        if not word[0].isalnum() and not tokens.closer[index]:
            if word == "،" and rest < 0 and _object_follows(tokens, index, form, gap):
                rest = index + 1
                break
            after = _aside(tokens, index, stop, form, gap)
            if after <= index:
                break
            index = after
            continue
        if kind and form.takes(word):
            return gap.opened(index, kind, rest)
        after = _known_part(tokens, index, stop, form, gap)
        if after > index:
            index = after
            continue
        if index > start and (_other_cue(tokens, index) or is_participle(tokens, index)):
            break
        if word in words.time or word in words.resumptive:
            index += 1
        elif word in words.prepositions or proclitic(word, "ب") or proclitic(word, "ل"):
            begin = index + 1 if word in words.prepositions else index
            index = max(index + 1, noun_phrase(tokens, begin, stop, form))
        else:
            strays += 1
            if strays > _STRAYS:
                break
            rest = index if rest < 0 else rest
            index = max(index + 1, noun_phrase(tokens, index, stop, form))
    if faint is not None:
        return gap.opened(*faint, rest)
    return gap.opened(-1, "", rest if rest >= 0 else index)


def _object_follows(tokens: Tokens, comma: int, form: Form, gap: _Parts) -> bool:
    """Whether a bare object stands behind the comma: «أعلنت الوزارة، الثلاثاء، سقوط ...»."""
    if "object" not in form.cue.complements or gap.source is None or comma + 1 >= len(tokens):
        return False
    if masdar_like(tokens, comma + 1):
        return True
    words = grammar_words()
    word, prior = tokens.words[comma + 1], tokens.words[comma - 1]
    if prior not in words.time or word in words.prepositions or word in words.time or word in RELATIVES:
        return False
    return (
        word[0].isalpha()
        and not is_complementiser(word)
        and not looks_like_verb(word)
        and word not in words.relays
    )


@dataclass(slots=True)
class _Parts:
    """The parts of a gap while it is read."""

    source: Range | None = None
    addressee: Range | None = None
    medium: Range | None = None
    via: tuple[Range, ...] = ()

    def opened(self, index: int, kind: str, rest: int) -> Gap:
        return Gap(index, kind, rest, self.source, self.addressee, self.medium, self.via)


def _known_part(tokens: Tokens, index: int, stop: int, form: Form, gap: _Parts) -> int:
    """Read a medium, addressee, relayer or the source at `index` into `gap`; where it ends, else `index`."""
    end = medium_phrase(tokens, index, stop, form)
    if end > index:
        verb = _carrier_within(tokens, index + 1, end, gap)
        gap.medium = gap.medium or (index, verb)
        return end
    end = addressee_phrase(tokens, index, stop, form)
    if end > index + (tokens.words[index] in grammar_words().prepositions):
        free = tokens.words[index] in grammar_words().prepositions
        gap.addressee = gap.addressee or (index + free, end)
        return end
    if tokens.words[index] in grammar_words().relays:
        begin = relay_start(tokens, index)
        end = noun_phrase(tokens, begin, stop, form)
        if end > begin:
            gap.via = (*gap.via, (begin, end))
            return end
        return index
    if gap.source is None and not _carries_on(tokens, index):
        end = noun_phrase(tokens, index, stop, form)
        if end > index:
            end = _apposition(tokens, end, stop, form)
            gap.source = (index, end)
            return end
    return index


def _aside(tokens: Tokens, index: int, stop: int, form: Form, gap: _Parts) -> int:
    """Where the clause goes on behind an aside in commas, dashes or brackets; `index` if it does not."""
    word = tokens.words[index]
    if word == "." and not tokens.spaced(index):
        return index + 1
    closers = {"(": ")", "[": "]", "،": "،", ",": ",", "-": "-", "–": "–", "—": "—"}
    mark = closers.get(word)
    if mark is None:
        return index + 1 if word in "/)]" else index
    close = _closing(tokens, index, min(index + 30, stop), mark)
    if word in "،,":
        if index + 1 < stop and (
            opener_kind(tokens, index + 1, form) or tokens.words[index + 1] in grammar_words().time
        ):
            return index + 1
        if index + 1 >= stop or is_participle(tokens, index + 1) or _other_cue(tokens, index + 1):
            return index
        if close < 0:
            follower = tokens.words[index + 1]
            return index + 1 if follower in grammar_words().prepositions else index
    if close < 0:
        return index
    if word != "(":
        behind = _known_part(tokens, index + 1, close, form, _aside_parts(gap))
        _carrier_within(tokens, behind, close, gap)
    return close + 1


def _closing(tokens: Tokens, start: int, stop: int, mark: str) -> int:
    """Where the aside that opens at `start` closes, -1 if a colon or a quotation comes first."""
    for at in range(start + 1, stop):
        if tokens.words[at] == mark:
            return at
        if tokens.words[at] == ":" or (tokens.closer[at] and not name_quotation(tokens, at)):
            return -1
    return -1


def _aside_parts(gap: _Parts) -> _Parts:
    return gap if gap.source is not None else _Parts(source=(0, 0))


def _carrier_within(tokens: Tokens, start: int, stop: int, gap: _Parts) -> int:
    """Read a relayer named by who printed or broadcast it: «في تصريحات نقلتها وكالة ...».

    Returns where its verb stands, `stop` where there is none.
    """
    carried = grammar_words().carried
    for at in range(start, stop):
        if tokens.words[at] in carried:
            begin = at + 1
            while begin < stop and tokens.words[begin] in grammar_words().time:
                begin += 1
            end = noun_phrase(tokens, begin, stop)
            if end > begin:
                gap.via = (*gap.via, (begin, end))
                return at
    return stop


def _opens_later(tokens: Tokens, index: int, stop: int, form: Form) -> bool:
    """Whether content opens within a few tokens behind a quoted name."""
    for later in range(index, min(index + 12, stop)):
        if tokens.words[later] in ".؛":
            return False
        if opener_kind(tokens, later, form):
            return True
    return False


def _carries_on(tokens: Tokens, index: int) -> bool:
    """Whether the token cannot begin a source: an adverb, a preposition or a mark."""
    word = tokens.words[index]
    words = grammar_words()
    if not word[0].isalnum():
        return not (tokens.closer[index] and name_quotation(tokens, index))
    if word in words.time or word in words.prepositions or word in words.resumptive:
        return True
    return (
        proclitic(word, "ب")
        or proclitic(word, "ل")
        or looks_like_verb(word)
        or split(word)[1] in words.prepositions
    )


def _other_cue(tokens: Tokens, index: int) -> bool:
    """Whether another verb of saying stands here; one with a pronoun belongs to a relative clause."""
    if not finite(tokens, index):
        return False
    form = tokens.forms[index][0]
    return (
        not form.pronoun and form.cue.evidence == "strong" and form.cue.lemma not in grammar_words().transmit
    )


def _apposition(tokens: Tokens, end: int, stop: int, form: Form) -> int:
    """Take in a name set off by two commas: «الرئيس السوري، بشار الأسد، إن»."""
    if tokens.word(end) != "،" or end + 1 >= stop or _carries_on(tokens, end + 1):
        return end
    after = noun_phrase(tokens, end + 1, min(stop, end + 9), form)
    if after == end + 1 or tokens.word(end + 1) in ("الذي", "التي", "الذين"):
        return end
    closing = tokens.word(after) == "،" and after + 1 < stop
    if closing or (after < stop and opener_kind(tokens, after, form)):
        return after
    return end


def medium_phrase(tokens: Tokens, index: int, stop: int, form: Form) -> int:
    """The end of a phrase of means or occasion that begins at `index`, else `index`."""
    words = grammar_words()
    word = tokens.words[index]
    if word not in words.medium_openers or index + 1 >= stop:
        return index
    head = index + 2 if tokens.word(index + 1) in ("خلال", "هامش", "علي") else index + 1
    if not any(
        tokens.word(at) in words.medium_nouns or split(tokens.word(at))[1] in words.medium_nouns
        for at in (head, head + 1)
    ):
        return index
    end = head + 1
    while end < stop:
        word = tokens.words[end]
        if word == "(":
            break
        if not word[0].isalnum():
            if tokens.closer[end] and name_quotation(tokens, end):
                end = tokens.closer[end]
                continue
            if word == "/" and not tokens.spaced(end):
                end += 1
                continue
            break
        kind = opener_kind(tokens, end, form)
        if is_complementiser(word) or word in words.relays or kind in ("inna", "quote"):
            break
        if any(f.part == "past" and not f.pronoun for f in tokens.forms[end]) and looks_like_verb(word):
            break
        if end > head + 1 and kind and kind not in _FAINT:
            break
        if "object" in form.cue.complements and end > head and word in words.demonstratives:
            break
        end += 1
    return min(end, stop)


def addressee_phrase(tokens: Tokens, index: int, stop: int, form: Form) -> int:
    """The end of the phrase that names who is told, marked by لـ, else `index`."""
    words = grammar_words()
    word = tokens.words[index]
    if form.cue.addressee in ("من", "إلى", "على") and word == fold_text(form.cue.addressee):
        return max(index + 1, noun_phrase(tokens, index + 1, stop, form))
    if not word.startswith("ل") or word in words.prepositions:
        return index
    if word == "ل":
        return min(stop, max(index + 2, noun_phrase(tokens, index + 1, stop, form)))
    stem = split(word)[1]
    if not proclitic(word, "ل"):
        return index
    told = stem in words.addressees or "ال" + stem in words.addressees
    # A name such as ليلى only looks like لـ with a noun.
    if not told and (form.cue.addressee != "ل" or frequency(stem) < _KNOWN):
        return index
    return noun_phrase(tokens, index, stop, form)
