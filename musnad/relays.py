"""Relays: نقلت ... عن ... قوله, and بحسب، وفق، حسبما before or behind what they cover."""

from __future__ import annotations

from dataclasses import replace

from musnad.breaks import cites, closes_relay
from musnad.clauses import content_range, trim
from musnad.drafts import Draft, class_of
from musnad.gaps import addressee_phrase, read_gap
from musnad.lang.grammar import grammar_words
from musnad.model import CueClass
from musnad.morphology import Cue, Form
from musnad.phrases import is_complementiser, name_quotation, noun_phrase, relay_start
from musnad.subjects import subject_before
from musnad.tokens import Range, Tokens, finite
from musnad.words import looks_like_verb


def transmitted(tokens: Tokens, index: int, form: Form) -> Draft | None:
    """نقلت وكالة عن فلان قوله إن: the innermost act is the cue, the relayer goes to via."""
    stop = min(tokens.quotation_end(index), index + 30)
    passed = next((i for i in range(index + 1, stop) if tokens.words[i] == "عن"), stop)
    relayer_end = noun_phrase(tokens, index + 1, passed)
    at = relayer_end
    while at < stop and (tokens.words[at] in grammar_words().time or tokens.words[at] == "،"):
        at += 1
    if tokens.word(at - 1) == "،" and tokens.word(at) != "عن":
        # An aside: نقلت الوكالة، في وقت سابق، عن ...
        at = next((i + 1 for i in range(at, min(at + 8, stop)) if tokens.words[i] == "،"), at)
    if tokens.word(at) not in ("عن", "الي"):
        return None
    act, inner = _act_behind(tokens, at + 1, stop)
    end = act if act >= 0 else noun_phrase(tokens, at + 1, stop, form)
    if end <= at + 1:
        return None
    further, at = _passed_on(tokens, at, end)
    source: Range = (at + 1, noun_phrase(tokens, at + 1, end))
    if source[1] <= source[0]:
        return None
    relayer: Range | None = (
        (index + 1, relayer_end) if relayer_end > index + 1 else _relayer_before(tokens, index)
    )
    cue, lead = ((act, act + 1), inner) if act >= 0 and inner is not None else ((index, index + 1), form)
    gap = read_gap(tokens, cue[1] if act >= 0 else source[1], lead)
    if gap.opener < 0 or gap.source is not None:
        return None
    content = content_range(tokens, gap.opener, gap.kind, tokens.quotation_end(index))
    if content is None:
        return None
    return Draft(
        cue=cue,
        content=(content,),
        lemma=lead.cue.lemma,
        cue_class=lead.cue.cue_class,
        rule="relay-act" if act >= 0 else "relay-from",
        confidence=0.95,
        source=source,
        addressee=gap.addressee,
        medium=gap.medium,
        via=(relayer, *further) if relayer else further,
    )


def _passed_on(tokens: Tokens, at: int, end: int) -> tuple[tuple[Range, ...], int]:
    """The media through which a relay goes on, and the last عن: نقلت وكالة عن صحيفة عن مصدر."""
    further: list[Range] = []
    for behind in range(at + 2, end):
        if tokens.words[behind] == "عن" and tokens.words[at + 1] in grammar_words().media_heads:
            further.append((at + 1, behind))
            at = behind
    return tuple(further), at


def _relayer_before(tokens: Tokens, index: int) -> Range | None:
    """Who relays by نقلاً عن: the subject of the verb before it, or of the clause."""
    end = index - 1 if tokens.word(index - 1) in ("،", "-") else index
    for verb in range(end - 1, max(end - 12, -1), -1):
        if finite(tokens, verb):
            return (verb + 1, end) if verb + 1 < end and noun_phrase(tokens, verb + 1, end) == end else None
    return subject_before(tokens, index)


def _act_behind(tokens: Tokens, start: int, stop: int) -> tuple[int, Form | None]:
    """The noun of saying with a pronoun (قوله، تأكيدها) behind the source that begins at `start`."""
    for at in range(start + 1, stop):
        word = tokens.words[at]
        if is_complementiser(word) or word in ".؛:":
            break
        for form in tokens.forms[at]:
            if form.part in ("masdar", "noun") and form.pronoun:
                return at, form
    return -1, None


def relay(tokens: Tokens, index: int) -> Draft | None:
    """بحسب، وفق، حسبما ...: at the front of a sentence or at the end of the clause that it closes."""
    words = grammar_words()
    word = tokens.words[index]
    start = relay_start(tokens, index)
    verb = start - 1 if start - 1 > index and _reports(tokens, start - 1) else -1
    if word == "كما" and (verb < 0 or verb != index + 1 or tokens.word(index - 1) != "،"):
        return None
    if word in ("استنادا", "بناء") or (word == "نقلا" and tokens.word(index + 1) != "عن"):
        return None
    if word == "كما" and tokens.forms[verb][0].cue.lemma not in words.reporting:
        return None
    said = tokens.word(index + 1) in words.said
    if said:
        source: Range | None = None
        end = index + 2
    else:
        while tokens.word(start) in words.time or tokens.word(start) in ("به", "عنه", "عنها", "اليه"):
            start += 1
        end = noun_phrase(tokens, start, len(tokens))
        if end == start:
            return None
        if word == "كما" and end < len(tokens) and tokens.words[end] not in ".،":
            return None
        end = _apposed(tokens, end)
        behind = tokens.word(end) or "."
        if word == "نقلا" and (behind not in ".،" or is_complementiser(tokens.word(end + 1))):
            # Content of its own behind it makes it a cue: «نقلا عن مصدر، بأن ...».
            return None
        source = (start, trim(tokens, start, end))
        if source[1] <= source[0]:
            return None
    told = None if source is None else _told(tokens, end)
    end = end if told is None else told[1]
    cue = (verb, verb + 1) if verb > 0 else (index, index + 1)
    cue_class: CueClass = "say"
    lemma = word
    if verb > 0:
        form = next(f for f in tokens.forms[verb] if f.part in ("past", "present"))
        cue_class, lemma = class_of(tokens, form, source), form.cue.lemma
    front = index <= 1 or (tokens.word(index - 1) in ("و", '"') and index <= 2)
    draft = Draft(cue, (), lemma, cue_class, "relay", 0.9, source, told, closing=not front, fronted=front)
    if front:
        return _fronted(tokens, draft, end)
    if not said and not (
        closes_relay(tokens, index) and (tokens.word(index - 1) in '،,"-–' or cites(tokens, index))
    ):
        return None
    return draft


def _told(tokens: Tokens, index: int) -> Range | None:
    """Whom a source told, in the phrase that begins at `index`: «بحسب مصدر أمني لوكالة ...»."""
    word, named = tokens.word(index), index + 1
    if word == "ل" and not (
        named < len(tokens)
        and (
            tokens.words[named] in grammar_words().addressees
            or (tokens.closer[named] and name_quotation(tokens, named))
        )
    ):
        return None
    end = addressee_phrase(tokens, index, len(tokens), _OF_NONE) if index < len(tokens) else index
    return (index, end) if end > index + (word == "ل") else None


_OF_NONE = Form(Cue("", "say", (), "weak"), "past")
"""The form of no cue: it says nothing of how the one told is marked."""


def _reports(tokens: Tokens, index: int) -> bool:
    return any(form.part in ("past", "present") for form in tokens.forms[index])


def _apposed(tokens: Tokens, end: int) -> int:
    """Take in a short name behind a comma that ends the relay: «بيان لوزير الصحة، فلان»."""
    words = grammar_words()
    if tokens.word(end) != "،" or end + 1 >= len(tokens):
        return end
    word = tokens.words[end + 1]
    if word in words.prepositions or word[0] == "و" or not word[0].isalpha() or looks_like_verb(word):
        return end
    after = noun_phrase(tokens, end + 1, len(tokens))
    closed = after >= len(tokens) or tokens.words[after] in ".،"
    return after if closed and 1 < after - end - 1 <= 4 and not tokens.forms[end + 1] else end


def _fronted(tokens: Tokens, draft: Draft, end: int) -> Draft | None:
    """بحسب الوكالة، ...: the content is the rest of the sentence."""
    comma = next(
        (
            at
            for at in range(end, min(end + 20, len(tokens)))
            if tokens.words[at] in "،:"
            or is_complementiser(tokens.words[at])
            or looks_like_verb(tokens.words[at])
        ),
        -1,
    )
    if comma < 0:
        return None
    content = content_range(tokens, comma, "inna", len(tokens))
    return replace(draft, content=(content,), rule="relay-front") if content else None


def under_front(spoken: list[Draft], relay: Draft) -> list[Draft]:
    """An opening relay is via of what is said behind it, else an attribution of its own."""
    content = relay.content[0]
    behind = [d for d in spoken if d.cue[0] >= content[0] and not d.rule.startswith("noun")]
    if behind and behind[0].cue[0] - content[0] <= 8 and relay.source is not None:
        first = behind[0]
        return [replace(d, via=(relay.source, *d.via)) if d is first else d for d in spoken]
    return [*spoken, relay]


def closed_by(tokens: Tokens, spoken: list[Draft], relay: Draft) -> list[Draft]:
    """A closing relay is via of the attribution that it closes, else one of its own."""
    at = relay.cue[0]
    while at > 0 and tokens.words[at] not in grammar_words().relays:
        at -= 1
    start = trim(tokens, 0, at)
    closed = [
        d
        for d in spoken
        if d.cue[1] <= at and d.content[-1][1] >= start - 1 and not d.rule.startswith("noun")
    ]
    if closed:
        outermost = min(closed, key=lambda d: d.cue)
        if relay.source is not None and relay.source not in outermost.via:
            over = replace(outermost, via=(relay.source, *outermost.via))
            spoken = [over if d is outermost else d for d in spoken]
        return _cut(tokens, spoken, at)
    if start > 1 and tokens.words[start - 1] == "وذلك":
        start = trim(tokens, 0, start - 1)
    if start <= 0:
        return spoken
    spoken = _cut(tokens, spoken, at)
    begin = max((d.content[-1][1] for d in spoken if d.content[-1][1] <= start), default=0)
    begin = 0 if all(d.rule.startswith("noun") for d in spoken) else begin
    while begin < start and tokens.words[begin] in '.،"؛' and not tokens.closer[begin]:
        begin += 1
    begin = 0 if start - begin < 3 else begin
    return [*spoken, replace(relay, content=((begin, start),), rule="relay-closing")]


def _cut(tokens: Tokens, spoken: list[Draft], at: int) -> list[Draft]:
    """Leave out of all contents what stands from `at` on; a draft of which nothing is left goes."""
    kept: list[Draft] = []
    for draft in spoken:
        start, end = draft.content[-1]
        if start < at < end:
            stop = trim(tokens, start, at)
            parts = (*draft.content[:-1], (start, stop)) if stop > start else draft.content[:-1]
            if not parts:
                continue
            kept.append(replace(draft, content=parts))
        else:
            kept.append(draft)
    return kept
