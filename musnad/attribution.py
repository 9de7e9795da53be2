"""The grammar of attribution: who is said to have said what, as spans of one report.

Each sentence is read from left to right. A word that the lexicon knows as a cue opens one of a few
patterns (verb, participle, noun, relay, heading); a pattern that finds content yields a draft in token
offsets, and the drafts of a sentence are then reconciled: closing relays go to what they close, an
attribution inside another's content is marked so, one speaker's belief inside his own speech is dropped.
Spans follow PolNeAR (Newell et al. 2018) with addressee, medium and via beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from musnad.clauses import closes_relay, content_range, quote_label, trim
from musnad.lang.grammar import evidence, grammar_words
from musnad.model import Attribution, CueClass, Quotation, Segments, Sentence, Span
from musnad.morphology import Form
from musnad.phrases import (
    Gap,
    addressee_phrase,
    is_complementiser,
    masdar_like,
    medium_phrase,
    noun_phrase,
    opener_kind,
    read_gap,
    relay_start,
)
from musnad.tokens import Range, Tokens, finite, tokenise
from musnad.words import looks_like_verb, split


@dataclass(frozen=True, slots=True)
class GrammarOptions:
    """`threshold` is the least confidence, in [0, 1], at which a draft is kept."""

    threshold: float = 0.35


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in token offsets of one sentence."""

    cue: Range
    content: tuple[Range, ...]
    lemma: str
    cue_class: CueClass
    rule: str
    confidence: float
    source: Range | None = None
    addressee: Range | None = None
    medium: Range | None = None
    via: tuple[Range, ...] = ()
    negated: bool = False
    closing: bool = False
    fronted: bool = False


def attribute(
    text: str, segments: Segments, options: GrammarOptions = GrammarOptions()
) -> tuple[Attribution, ...]:
    """The attributions of a report, in order of their cues; linear in the length of the text.

    Ids are ``a1``, ``a2``, ...; `inside` is set, `continues` is left to `chain.resolve`.
    """
    found: list[Attribution] = []
    quotations = segments.quotations
    first = 0
    last_in_paragraph = _last_in_paragraph(segments)
    for number, sentence in enumerate(segments.sentences):
        while first < len(quotations) and quotations[first].span.end <= sentence.span.start:
            first += 1
        here = _overlapping(quotations, first, sentence.span)
        tokens = tokenise(text, sentence, here)
        if len(tokens) < 2:
            continue
        drafts = read_sentence(tokens, number in last_in_paragraph, options)
        found.extend(_attributions(tokens, drafts, len(found)))
    return tuple(found)


def _last_in_paragraph(segments: Segments) -> frozenset[int]:
    """The sentences that are their paragraph's only one: headings are sought among them."""
    count: dict[int, int] = {}
    for sentence in segments.sentences:
        count[sentence.paragraph] = count.get(sentence.paragraph, 0) + 1
    return frozenset(i for i, s in enumerate(segments.sentences) if count[s.paragraph] == 1)


def _overlapping(quotations: tuple[Quotation, ...], first: int, span: Span) -> tuple[Quotation, ...]:
    last = first
    while last < len(quotations) and quotations[last].span.start < span.end:
        last += 1
    return quotations[first:last]


def read_sentence(tokens: Tokens, alone: bool, options: GrammarOptions) -> list[Draft]:
    """The reconciled drafts of one sentence; `alone` says that it is a paragraph by itself."""
    drafts: list[Draft] = []
    taken = 0
    if alone and (heading := _heading(tokens)) is not None:
        drafts.append(heading)
    for index, forms in enumerate(tokens.forms):
        if not forms and tokens.words[index] not in grammar_words().relays:
            continue
        if index < taken:
            continue
        draft = _draft(tokens, index, options)
        if draft is not None:
            drafts.append(draft)
            taken = draft.cue[1]
            if draft.closing or draft.fronted:
                taken = max(taken, draft.source[1] if draft.source else 0)
    return _reconcile(tokens, drafts)


def _draft(tokens: Tokens, index: int, options: GrammarOptions) -> Draft | None:
    if tokens.words[index] in grammar_words().relays:
        relay = _relay(tokens, index)
        if relay is not None:
            return relay
    for form in tokens.forms[index]:
        reader = _PATTERNS.get(form.part)
        if reader is None:
            continue
        draft = reader(tokens, index, form)
        if draft is not None and draft.confidence >= options.threshold:
            return draft
    return None


def _confidence(form: Form, rule: str) -> float:
    """How often a cue of this lemma, read by this rule, is an attribution in the annotated reports."""
    return evidence().precision(form.cue.lemma, rule)


def _verb(tokens: Tokens, index: int, form: Form) -> Draft | None:
    words = grammar_words()
    start = index - 1 if tokens.word(index - 1) in words.negations else index
    if form.cue.lemma in words.transmit and (relayed := _transmitted(tokens, index, form)) is not None:
        return relayed
    gap = read_gap(tokens, index + 1, form)
    stop = tokens.quotation_end(index)
    if gap.opener < 0:
        return _quotation_first(tokens, (start, index + 1), form, gap) or _bare_object(tokens, start, index, form, gap)
    if _told_as_object(tokens, form, gap):
        return _bare_object(tokens, start, index, form, gap)
    content = content_range(tokens, gap.opener, gap.kind, stop)
    if content is None:
        return None
    source, rule = gap.source, f"verb-subject-{_kind_name(gap.kind)}"
    if source is None:
        source = _subject_before(tokens, start)
        rule = f"subject-verb-{_kind_name(gap.kind)}" if source else f"verb-{_kind_name(gap.kind)}"
    addressee = gap.addressee
    if form.cue.addressee == "object" and gap.source is not None and gap.kind not in ("quote",):
        source, addressee = _split_object(tokens, gap.source, source, addressee, start)
    return Draft(
        cue=(start, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=_class(tokens, form, source),
        rule=rule,
        confidence=_confidence(form, rule),
        source=source,
        addressee=addressee,
        medium=gap.medium or _medium_before(tokens, start, form),
        via=gap.via,
        negated=start < index,
    )


def _kind_name(kind: str) -> str:
    return kind if kind in ("inna", "quote", "object") else "preposition"


def _told_as_object(tokens: Tokens, form: Form, gap: Gap) -> bool:
    """Whether the phrase behind the verb is what was said, though a preposition follows: أكد استعداد ... لـ"""
    if gap.source is None or gap.kind in ("inna", "quote") or "object" not in form.cue.complements:
        return False
    if form.cue.addressee == "object":
        return False
    start, end = gap.source
    return masdar_like(tokens, start) or any(_begins_object(tokens, at) for at in range(start + 1, end))


def _split_object(
    tokens: Tokens, phrase: Range, source: Range | None, addressee: Range | None, verb: int
) -> tuple[Range | None, Range | None]:
    """Part «subject object» behind a verb that takes both: a party named behind the first begins the object."""
    before = _subject_before(tokens, verb)
    if before is not None:
        return before, phrase
    words = grammar_words()
    for at in range(phrase[0] + 1, phrase[1]):
        prior = tokens.words[at - 1]
        if tokens.words[at] in words.parties and prior not in words.role_heads and not _construct(prior):
            return (phrase[0], at), (at, phrase[1])
    return source, addressee


def _construct(word: str) -> bool:
    """Whether a noun without the article can head the next: رئيس الحكومة، وزارة ..."""
    return not word.startswith(("ال", "لل")) and word in grammar_words().parties | grammar_words().role_heads


def _quotation_first(tokens: Tokens, cue: Range, form: Form, gap: Gap) -> Draft | None:
    """«...»، قال فلان: the quotation stands before its cue."""
    if "quote" not in form.cue.complements:
        return None
    at = cue[0] - 1
    if tokens.word(at) in ("،", ",", "هكذا", "-"):
        at -= 1
    if at < 0 or tokens.words[at] != '"':
        return None
    opened = next((i for i in range(at - 1, -1, -1) if tokens.closer[i] == at + 1), -1)
    if opened < 0 or at - opened < 4:
        return None
    return Draft(
        cue=cue,
        content=((opened, at + 1),),
        lemma=form.cue.lemma,
        cue_class=_class(tokens, form, gap.source),
        rule="quotation-verb",
        confidence=_confidence(form, "quotation-verb"),
        source=gap.source,
        addressee=gap.addressee,
        medium=gap.medium,
        via=gap.via,
    )


def _bare_object(tokens: Tokens, start: int, index: int, form: Form, gap: Gap) -> Draft | None:
    """The content is a bare noun phrase: أعلنت الشرطة مقتل فلان."""
    if "object" not in form.cue.complements:
        return None
    words = grammar_words()
    stop = tokens.quotation_end(index)
    source, opener = _object_after(tokens, index, gap)
    if source is None:
        source = _subject_before(tokens, start)
    if not 0 <= opener < stop or not (tokens.words[opener][0].isalnum() or tokens.closer[opener]):
        return None
    word = tokens.words[opener]
    if word in words.prepositions or word in words.time or is_complementiser(word) or looks_like_verb(word):
        return None
    content = content_range(tokens, opener, "object", stop)
    if content is None:
        return None
    rule = "verb-subject-object" if source else "verb-object"
    return Draft(
        cue=(start, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=_class(tokens, form, source),
        rule=rule,
        confidence=_confidence(form, rule),
        source=source,
        medium=gap.medium,
        via=gap.via,
        negated=start < index,
    )


def _object_after(tokens: Tokens, index: int, gap: Gap) -> tuple[Range | None, int]:
    """Part «subject object» behind a verb: the source, and where the object begins (-1 if nowhere)."""
    if gap.source is None:
        return None, index + 1
    start, end = gap.source
    if masdar_like(tokens, start):
        return None, start
    for at in range(start + 1, end):
        if _begins_object(tokens, at):
            return (start, at), at
    if end <= gap.rest < len(tokens):
        return gap.source, gap.rest
    # One phrase only: it is the subject of a verb that goes without an object, or the object of a verb
    # whose subject stands before it or is dropped.
    return None, start


def _begins_object(tokens: Tokens, index: int) -> bool:
    """Whether a bare object begins here, inside what was read as one phrase."""
    if not _definite(tokens, index - 1):
        return False
    if masdar_like(tokens, index):
        return True
    printed = tokens.printed(index)
    return "\u064b" in printed[-2:] and not tokens.words[index].startswith("ال")


def _definite(tokens: Tokens, index: int) -> bool:
    """Whether a noun phrase can end with this word: it has the article or is a name."""
    word = tokens.words[index]
    return word.startswith(("ال", "لل")) or word in ')"' or word not in grammar_words().role_heads


def _transmitted(tokens: Tokens, index: int, form: Form) -> Draft | None:
    """نقلت وكالة عن فلان قوله إن: the innermost act is the cue, the relayer goes to via."""
    stop = min(tokens.quotation_end(index), index + 30)
    relayer_end = noun_phrase(tokens, index + 1, stop)
    at = relayer_end
    while at < stop and (tokens.words[at] in grammar_words().time or tokens.words[at] in "،"):
        at += 1
    if tokens.word(at) not in ("عن", "الي"):
        return None
    act, inner = _act_behind(tokens, at + 1, stop)
    end = act if act >= 0 else noun_phrase(tokens, at + 1, stop, form)
    if end <= at + 1:
        return None
    source: Range = (at + 1, noun_phrase(tokens, at + 1, end))
    relayer: Range | None = (index + 1, relayer_end) if relayer_end > index + 1 else _subject_before(tokens, index)
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
        via=(relayer,) if relayer else (),
    )


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


def _subject_before(tokens: Tokens, verb: int) -> Range | None:
    """The noun phrase that fills the clause before the verb at `verb`: واشنطن تعتبر ..."""
    words = grammar_words()
    start = verb
    floor = tokens.within[verb] + 1 if verb < len(tokens) else 0
    while start > floor and verb - start < 18:
        word = tokens.words[start - 1]
        if word in words.boundaries or is_complementiser(word):
            break
        start -= 1
    at = start
    while at < verb and tokens.words[at] in words.time:
        at += 1
    while at < verb and tokens.words[at] in ("كان", "كانت", "وكان", "وكانت", "وقد", "قد"):
        at += 1
    if at >= verb or tokens.words[at] in ("من", "الذي", "التي", "الذين", "و", "قد", "وقد", "هذا"):
        return None
    end = noun_phrase(tokens, at, verb)
    while end < verb and (tokens.words[end] in words.time or tokens.words[end] in ("قد", "كان", "كانت")):
        end += 1
    if end != verb:
        return None
    return (at, noun_phrase(tokens, at, verb)) if noun_phrase(tokens, at, verb) > at else None


def _medium_before(tokens: Tokens, verb: int, form: Form) -> Range | None:
    """A phrase of occasion that opens the sentence: وفي بيان، قال ..."""
    if verb > 25:
        return None
    end = medium_phrase(tokens, 0, verb, form)
    return (0, end) if end > 0 and (end == verb or tokens.word(end) == "،") else None


def _participle(tokens: Tokens, index: int, form: Form) -> Draft | None:
    if form.definite or form.preposition:
        return None
    gap = read_gap(tokens, index + 1, form)
    content: Range | None
    addressee: Range | None = None
    if gap.opener >= 0 and gap.opener - index < 12 and gap.kind in (*form.cue.complements, "inna", "quote"):
        content = content_range(tokens, gap.opener, gap.kind, tokens.quotation_end(index))
        kind = gap.kind
        if gap.source is not None:
            addressee = gap.source
    elif "object" in form.cue.complements and not is_complementiser(tokens.word(index + 1)):
        if tokens.word(index + 1) in grammar_words().prepositions:
            return None
        content = content_range(tokens, index + 1, "object", tokens.quotation_end(index)) if index + 1 < len(tokens) else None
        kind = "object"
    else:
        return None
    if content is None:
        return None
    rule = f"participle-{_kind_name(kind)}"
    return Draft(
        cue=(index, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=form.cue.cue_class,
        rule=rule,
        confidence=_confidence(form, rule),
        addressee=addressee or gap.addressee,
        medium=gap.medium,
        via=gap.via,
    )


def _nominal(tokens: Tokens, index: int, form: Form) -> Draft | None:
    """A noun of saying with its clause or topic: تأكيده أن، تحذيرات أميركية من، إعلان الوزارة عن."""
    gap = read_gap(tokens, index + 1, form)
    if gap.opener < 0 or gap.opener - index > 14:
        return None
    if gap.kind not in form.cue.complements:
        return None
    content = content_range(tokens, gap.opener, gap.kind, tokens.quotation_end(index))
    if content is None:
        return None
    rule = f"noun-{'pronoun-' if form.pronoun else 'source-' if gap.source else ''}{_kind_name(gap.kind)}"
    return Draft(
        cue=(index, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=form.cue.cue_class,
        rule=rule,
        confidence=_confidence(form, rule),
        source=gap.source if not form.pronoun else None,
        addressee=gap.addressee,
        medium=gap.medium,
        via=gap.via,
    )


def _relay(tokens: Tokens, index: int) -> Draft | None:
    """بحسب، وفق، حسبما ...: at the front of a sentence or at the end of the clause that it closes."""
    words = grammar_words()
    word = tokens.words[index]
    start = relay_start(tokens, index)
    verb = start - 1 if start - 1 > index and tokens.words[start - 1] not in ("ما", "لما", "مما") else -1
    if word == "كما" and (verb < 0 or verb != index + 1 or tokens.word(index - 1) != "،"):
        return None
    if word in ("استنادا", "بناء"):
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
        source = _without_preposition(tokens, (start, end))
    cue = (verb, verb + 1) if verb > 0 else (index, index + 1)
    cue_class: CueClass = "say"
    lemma = word
    if verb > 0:
        form = next(f for f in tokens.forms[verb] if f.part in ("past", "present"))
        cue_class, lemma = _class(tokens, form, source), form.cue.lemma
    front = index <= 1 or tokens.word(index - 1) in ("و", '"') and index <= 2
    draft = Draft(cue, (), lemma, cue_class, "relay", 0.9, source, closing=not front, fronted=front)
    if front:
        return _fronted(tokens, draft, end)
    if not said and not closes_relay(tokens, index):
        return None
    return draft


def _without_preposition(tokens: Tokens, source: Range) -> Range:
    return source


def _fronted(tokens: Tokens, draft: Draft, end: int) -> Draft | None:
    """بحسب الوكالة، ...: the content is the rest of the sentence."""
    comma = next(
        (
            at
            for at in range(end, min(end + 20, len(tokens)))
            if tokens.words[at] in "،:" or is_complementiser(tokens.words[at]) or looks_like_verb(tokens.words[at])
        ),
        -1,
    )
    if comma < 0:
        return None
    content = content_range(tokens, comma, "inna", len(tokens))
    return replace(draft, content=(content,), rule="relay-front") if content else None


def _heading(tokens: Tokens) -> Draft | None:
    """«فلان: كذا» as a heading: the colon is the cue."""
    words = grammar_words()
    colon = next((i for i in range(1, min(9, len(tokens))) if tokens.words[i] == ":"), -1)
    if colon < 1 or colon + 2 >= len(tokens) or len(tokens) > 30 or tokens.words[-1] == ".":
        return None
    name = tokens.words[:colon]
    if any(tokens.forms[i] or looks_like_verb(word) for i, word in enumerate(name)) or name[-1] in words.labels:
        return None
    if name[0] in words.prepositions or name[0] in words.labels or any(word.isdigit() for word in name):
        return None
    start = next((i + 1 for i in range(colon - 1, -1, -1) if name[i] in ".،؟!؛-|/"), 0)
    start = start if start < colon else 0
    content = (colon + 1, trim(tokens, colon + 1, len(tokens)))
    if content[1] <= content[0]:
        return None
    return Draft((colon, colon + 1), (content,), ":", "say", "heading-colon", 0.75, (start, colon))


def _class(tokens: Tokens, form: Form, source: Range | None) -> CueClass:
    """The lemma's class; what a medium reports is relayed, what a document says is shown."""
    if source is None:
        return form.cue.cue_class
    words = grammar_words()
    head = next((tokens.words[i] for i in range(*source) if tokens.words[i][0].isalnum()), "")
    if form.cue.lemma in ("أفاد", "ذكر", "أورد", "نشر", "نقل") and head in words.media_heads:
        return "relay"
    if form.cue.lemma in ("أشار", "كشف", "أظهر", "بيّن", "بين", "أوضح", "دل") and head in words.documents:
        return "show"
    return form.cue.cue_class


_PATTERNS = {
    "past": _verb,
    "present": _verb,
    "participle": _participle,
    "masdar": _nominal,
    "noun": _nominal,
}


def _reconcile(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    spoken = [d for d in drafts if not d.closing and not d.fronted]
    for relay in (d for d in drafts if d.fronted):
        spoken = _under_front(spoken, relay)
    for relay in (d for d in drafts if d.closing):
        spoken = _closed_by(tokens, spoken, relay)
    spoken = [d for d in spoken if not _own_belief(tokens, d, spoken)]
    return sorted(spoken, key=lambda d: d.cue)


def _under_front(spoken: list[Draft], relay: Draft) -> list[Draft]:
    """An opening relay is via of what is said behind it, else an attribution of its own."""
    content = relay.content[0]
    behind = [d for d in spoken if d.cue[0] >= content[0] and not d.rule.startswith("noun")]
    if behind and behind[0].cue[0] - content[0] <= 8 and relay.source is not None:
        first = behind[0]
        return [replace(d, via=(relay.source, *d.via)) if d is first else d for d in spoken]
    return [*spoken, relay]


def _closed_by(tokens: Tokens, spoken: list[Draft], relay: Draft) -> list[Draft]:
    """A closing relay is via of the attribution that it closes, else one of its own."""
    at = relay.cue[0]
    while at > 0 and tokens.words[at] not in grammar_words().relays:
        at -= 1
    start = trim(tokens, 0, at)
    closed = [d for d in spoken if d.cue[1] <= at and d.content[-1][1] >= start - 1]
    if closed:
        outermost = min(closed, key=lambda d: d.cue)
        if relay.source is None:
            return [_cut(tokens, d, at) for d in spoken]
        return [
            replace(_cut(tokens, d, at), via=(relay.source, *d.via)) if d is outermost else _cut(tokens, d, at)
            for d in spoken
        ]
    if start <= 0:
        return spoken
    begin = max((d.content[-1][1] for d in spoken if d.content[-1][1] <= start), default=0)
    while begin < start and tokens.words[begin] in '.،"؛':
        begin += 1
    begin = 0 if start - begin < 3 else begin
    return [*spoken, replace(relay, content=((begin, start),), rule="relay-closing")]


def _cut(tokens: Tokens, draft: Draft, at: int) -> Draft:
    """Leave out of the content what stands from `at` on."""
    start, end = draft.content[-1]
    if not start < at < end:
        return draft
    return replace(draft, content=(*draft.content[:-1], (start, trim(tokens, start, at))))


def _own_belief(tokens: Tokens, draft: Draft, spoken: list[Draft]) -> bool:
    """Whether the draft is what a speaker says of himself inside an attribution already marked."""
    if draft.source is not None:
        return False
    for outer in spoken:
        if outer is draft or not any(start <= draft.cue[0] < end for start, end in outer.content):
            continue
        prior = tokens.word(draft.cue[0] - 1)
        if is_complementiser(prior) or prior == '"' or tokens.within[draft.cue[0]] >= 0:
            return True
    return False


def _attributions(tokens: Tokens, drafts: list[Draft], count: int) -> list[Attribution]:
    names = {id(draft): f"a{count + i + 1}" for i, draft in enumerate(drafts)}
    made: list[Attribution] = []
    for draft in drafts:
        outer = _innermost(draft, drafts)
        via = draft.via
        if outer is not None and outer.source is not None:
            via = (*outer.via, outer.source, *via)
        made.append(
            Attribution(
                id=names[id(draft)],
                source=tokens.span(draft.source) if draft.source else None,
                cue=tokens.span(draft.cue),
                content=tuple(tokens.span(part) for part in draft.content),
                lemma=draft.lemma,
                cue_class=draft.cue_class,
                quote=quote_label(tokens, draft.content, tokens.within[draft.cue[0]]),
                rule=draft.rule,
                confidence=round(draft.confidence, 3),
                addressee=tokens.span(draft.addressee) if draft.addressee else None,
                medium=tokens.span(draft.medium) if draft.medium else None,
                via=tuple(tokens.span(part) for part in via),
                negated=draft.negated,
                inside=names[id(outer)] if outer is not None else None,
            )
        )
    return made


def _innermost(draft: Draft, drafts: list[Draft]) -> Draft | None:
    """The draft with the shortest content that holds the whole of this one's cue."""
    holders = [
        d
        for d in drafts
        if d is not draft and any(start <= draft.cue[0] and draft.cue[1] <= end for start, end in d.content)
    ]
    # Of two that hold each other, the one with the earlier cue is the outer one.
    holders = [d for d in holders if not (_holds(draft, d) and d.cue > draft.cue)]
    return min(holders, key=lambda d: (d.content[0][0] * -1, d.content[-1][1]), default=None)


def _holds(outer: Draft, inner: Draft) -> bool:
    return any(start <= inner.cue[0] and inner.cue[1] <= end for start, end in outer.content)
