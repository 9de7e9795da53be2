"""The grammar of attribution: who is said to have said what, as spans of one report.

Each sentence is read from left to right. A word that the lexicon knows as a cue opens one of a few
patterns (verb, participle, noun, relay, heading); a pattern that finds content yields a draft in token
offsets, and the drafts of a sentence are then reconciled: closing relays go to what they close, an
attribution inside another's content is marked so, one speaker's belief inside his own speech is dropped.
Spans follow PolNeAR (Newell et al. 2018) with addressee, medium and via beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from musnad.clauses import cites, closes_relay, content_range, quote_label, trim
from musnad.lang.grammar import grammar_words
from musnad.drafts import Draft
from musnad.evidence import features, probability, weights
from musnad.model import Attribution, CueClass, Quotation, Segments, Span
from musnad.morphology import Cue, Form, phrase_at
from musnad.phrases import (
    Gap,
    begins_object,
    is_complementiser,
    is_participle,
    masdar_like,
    medium_phrase,
    noun_phrase,
    opener_kind,
    read_gap,
    relay_start,
)
from musnad.tokens import Range, Tokens, finite, tokenise
from musnad.words import looks_like_verb, split


# Longest heading, in code points; in the training reports 99 % of the titles are shorter.
_HEADING = 160


@dataclass(frozen=True, slots=True)
class GrammarOptions:
    """`threshold` is the least confidence, in [0, 1], at which a draft is kept.

    `trace`, for fitting, collects the features and the cue of every draft weighed.
    """

    threshold: float = 0.45
    trace: list[tuple[tuple[str, ...], Span]] | None = None


def attribute(
    text: str, segments: Segments, options: GrammarOptions = GrammarOptions()
) -> tuple[Attribution, ...]:
    """The attributions of a report, in order of their cues; linear in the length of the text.

    Ids are ``a1``, ``a2``, ...; `inside` is set, `continues` is left to `chain.resolve`.
    """
    found: list[Attribution] = []
    quotations = segments.quotations
    first = 0
    headings = _headings(text, segments)
    for number, sentence in enumerate(segments.sentences):
        while first < len(quotations) and quotations[first].span.end <= sentence.span.start:
            first += 1
        here = _overlapping(quotations, first, sentence.span)
        tokens = tokenise(text, sentence, here)
        if len(tokens) < 2:
            continue
        drafts = read_sentence(tokens, number in headings, options)
        found.extend(_attributions(tokens, drafts, len(found)))
    return tuple(found)


def _headings(text: str, segments: Segments) -> frozenset[int]:
    """The sentences that begin a short paragraph without a final stop."""
    found: set[int] = set()
    paragraph = -1
    for number, sentence in enumerate(segments.sentences):
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            span = segments.paragraphs[paragraph]
            if len(span) <= _HEADING and text[span.end - 1] not in ".؟!،":
                found.add(number)
    return frozenset(found)


def _overlapping(quotations: tuple[Quotation, ...], first: int, span: Span) -> tuple[Quotation, ...]:
    last = first
    while last < len(quotations) and quotations[last].span.start < span.end:
        last += 1
    return quotations[first:last]


def read_sentence(tokens: Tokens, heads: bool, options: GrammarOptions) -> list[Draft]:
    """The reconciled drafts of one sentence; `heads` says that it may be a heading."""
    drafts: list[Draft] = []
    taken = 0
    if heads and (heading := _heading(tokens)) is not None:
        drafts.append(heading)
    for index, forms in enumerate(tokens.forms):
        if index < taken or not (forms or tokens.words[index][0].isalpha()):
            continue
        draft = _draft(tokens, index, options)
        if draft is not None:
            drafts.append(draft)
            taken = draft.cue[1]
            if draft.closing or draft.fronted:
                taken = max(taken, draft.source[1] if draft.source else 0)
    return _reconcile(tokens, drafts)


def _draft(tokens: Tokens, index: int, options: GrammarOptions) -> Draft | None:
    """The first draft at `index` that is likely enough: a relay, a phrase, then each reading of the word."""
    if tokens.words[index] in grammar_words().relays and (relay := _relay(tokens, index)) is not None:
        return relay
    if (phrased := _phrased(tokens, index)) is not None:
        return _weighed(tokens, index, *phrased, options)
    for form in tokens.forms[index]:
        pattern = _PATTERNS.get(form.part)
        draft = pattern(tokens, index, form) if pattern is not None else None
        if draft is not None and (kept := _weighed(tokens, index, draft, form, options)) is not None:
            return kept
    return None


def _weighed(
    tokens: Tokens, index: int, draft: Draft, form: Form, options: GrammarOptions
) -> Draft | None:
    """The draft with its probability, or None where that is below the threshold."""
    found = features(tokens, index, form, draft)
    confidence = probability(found, weights())
    if options.trace is not None:
        options.trace.append((found, tokens.span(draft.cue)))
    return replace(draft, confidence=confidence) if confidence >= options.threshold else None


def _phrased(tokens: Tokens, index: int) -> tuple[Draft, Form] | None:
    """A light verb with the noun that says what is voiced: أعرب عن قلقه، وجّه اتهامات لـ."""
    match = phrase_at(tokens.words, index, tokens.quotation_end(index))
    if match is None:
        return None
    phrase, form = match.phrase, match.form
    base = form if form is not None else Form(Cue(phrase.particle, "say", (), "weak"), "past")
    cue = Cue(phrase.head or phrase.particle, phrase.cue_class, phrase.complements, "strong")
    led = replace(base, cue=cue)
    stop = tokens.quotation_end(index)
    cue_at = {"head": (index, index + 1), "noun": (match.noun, match.noun + 1)}.get(phrase.cue, (index, match.noun + 1))
    before = match.particle if match.particle > index else match.noun
    end = noun_phrase(tokens, index + 1, before)
    source: Range | None = (index + 1, end) if end > index + 1 else _subject_before(tokens, index)
    addressee = medium = None
    if phrase.content == "noun":
        opener, kind = before, "preposition"
    else:
        gap = read_gap(tokens, match.noun + 1, led)
        if gap.opener < 0 or gap.opener - match.noun > 12:
            return None
        opener, kind = gap.opener, gap.kind
        source, addressee, medium = source or gap.source, gap.addressee, gap.medium
    content = content_range(tokens, opener, kind, stop)
    if content is None:
        return None
    return (
        Draft(
            cue=cue_at,
            content=(content,),
            lemma=cue.lemma,
            cue_class=phrase.cue_class,
            rule="light-verb",
            confidence=0.0,
            source=source,
            addressee=addressee,
            medium=medium,
        ),
        led,
    )


def _verb(tokens: Tokens, index: int, form: Form) -> Draft | None:
    words = grammar_words()
    start = index - 1 if tokens.word(index - 1) in words.negations else index
    if form.person == 1 and tokens.within[index] < 0:
        return None
    if form.cue.lemma in words.transmit and (relayed := _transmitted(tokens, index, form)) is not None:
        return relayed
    gap = read_gap(tokens, index + 1, form)
    stop = tokens.quotation_end(index)
    if gap.opener < 0:
        return _quotation_first(tokens, (start, index + 1), form, gap) or _bare_object(tokens, start, index, form, gap)
    if form.cue.lemma in words.calling:
        return _called(tokens, start, index, form, gap)
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
        confidence=0.0,
        source=source,
        addressee=addressee,
        medium=gap.medium or _medium_before(tokens, start, form),
        via=gap.via,
        negated=start < index,
    )


def _kind_name(kind: str) -> str:
    return kind if kind in ("inna", "quote", "object") else "preposition"


def _called(tokens: Tokens, start: int, index: int, form: Form, gap: Gap) -> Draft | None:
    """وصف فلان كذا بأنه ...، ما سمّاه «...»: what is called so belongs to the content."""
    words = grammar_words()
    stop = tokens.quotation_end(index)
    source = _subject_before(tokens, start)
    opener, kind = gap.opener, gap.kind
    if tokens.closer[opener] and opener == index + 1:
        content: Range | None = (opener, min(tokens.closer[opener], stop))
    else:
        if gap.rest >= 0 and gap.rest < opener:
            source, opener = gap.source or source, gap.rest
        elif gap.source is not None and (source is not None or form.number == "p"):
            opener = gap.source[0]
        elif gap.source is not None and source is None and tokens.words[gap.source[0]] in words.demonstratives:
            opener = gap.source[0]
        else:
            source = source or gap.source
        content = content_range(tokens, opener, "preposition" if kind != "inna" else kind, stop)
    if content is None:
        return None
    return Draft(
        cue=(start, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=form.cue.cue_class,
        rule="verb-called",
        confidence=0.0,
        source=source,
        medium=gap.medium,
        via=gap.via,
        negated=start < index,
    )


def _told_as_object(tokens: Tokens, form: Form, gap: Gap) -> bool:
    """Whether the phrase behind the verb is what was said, though a preposition follows: أكد استعداد ... لـ"""
    if "object" not in form.cue.complements or gap.kind == "inna" or tokens.words[gap.opener] == ":":
        return False
    if form.cue.addressee == "object":
        return False
    if gap.rest >= 0 and masdar_like(tokens, gap.rest):
        return True
    return gap.source is not None and masdar_like(tokens, gap.source[0])


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
        confidence=0.0,
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
        confidence=0.0,
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
    if end <= gap.rest < len(tokens):
        return gap.source, gap.rest
    # One phrase only: it is the subject of a verb that goes without an object, or the object of a verb
    # whose subject stands before it or is dropped.
    return None, start


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


def _antecedent(tokens: Tokens, verb: int) -> Range | None:
    """The noun phrase that a relative clause belongs to: المصدر الذي قال ..."""
    at = verb - 1
    if tokens.word(at) in ("قد", "كان", "كانت"):
        at -= 1
    if tokens.word(at) not in ("الذي", "التي", "الذين", "والتي", "والذي", "ممن"):
        return None
    end = at - 1 if tokens.word(at - 1) == "،" else at
    words = grammar_words()
    start = end
    while start > 0 and end - start < 10:
        prior = tokens.words[start - 1]
        if not (prior[0].isalnum() or prior == '"') or prior in words.prepositions or is_complementiser(prior):
            break
        if looks_like_verb(prior) or finite(tokens, start - 1) or is_participle(tokens, start - 1):
            break
        start -= 1
    return (start, end) if start < end else None


def _subject_before(tokens: Tokens, verb: int) -> Range | None:
    """The noun phrase that fills the clause before the verb at `verb`: واشنطن تعتبر ..."""
    antecedent = _antecedent(tokens, verb)
    if antecedent is not None:
        return antecedent
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
    if at < verb and (looks_like_verb(tokens.words[at]) or finite(tokens, at)):
        return None
    if at >= verb or tokens.words[at] in ("لكنه", "لكنها", "لكنهم", "ولكنه", "ولكنها", "هذا", "ذلك", "من", "الذي", "التي", "الذين", "و", "قد", "وقد", "هذا"):
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
    bare = "object" in form.cue.complements and index + 1 < len(tokens) and masdar_like(tokens, index + 1)
    if not bare and gap.opener >= 0 and gap.opener - index < 12 and gap.kind in (*form.cue.complements, "inna", "quote"):
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
        confidence=0.0,
        addressee=addressee or gap.addressee,
        medium=gap.medium,
        via=gap.via,
    )


def _nominal(tokens: Tokens, index: int, form: Form) -> Draft | None:
    """A noun of saying with its clause or topic: تأكيده أن، تحذيرات أميركية من، إعلان الوزارة عن."""
    gap = read_gap(tokens, index + 1, form)
    opener, kind = gap.opener, gap.kind
    if gap.source is not None and gap.rest >= 0 and (opener < 0 or gap.rest < opener) and masdar_like(tokens, gap.rest):
        opener, kind = gap.rest, "object"
    if opener < 0 or opener - index > 14 or kind not in (*form.cue.complements, "object"):
        return None
    content = content_range(tokens, opener, kind, tokens.quotation_end(index))
    if content is None:
        return None
    rule = f"noun-{'pronoun-' if form.pronoun else 'source-' if gap.source else ''}{_kind_name(kind)}"
    return Draft(
        cue=(index, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=form.cue.cue_class,
        rule=rule,
        confidence=0.0,
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
    if not said and not (closes_relay(tokens, index) and (tokens.word(index - 1) in '،,"-–' or cites(tokens, index))):
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
    closed = [
        d
        for d in spoken
        if d.cue[1] <= at and d.content[-1][1] >= start - 1 and not d.rule.startswith("noun")
    ]
    if closed:
        outermost = min(closed, key=lambda d: d.cue)
        if relay.source is None:
            return [_cut(tokens, d, at) for d in spoken]
        return [
            replace(_cut(tokens, d, at), via=(relay.source, *d.via)) if d is outermost else _cut(tokens, d, at)
            for d in spoken
        ]
    if start > 1 and tokens.words[start - 1] == "وذلك":
        start = trim(tokens, 0, start - 1)
    if start <= 0:
        return spoken
    spoken = [_cut(tokens, d, at) for d in spoken]
    begin = max((d.content[-1][1] for d in spoken if d.content[-1][1] <= start), default=0)
    begin = 0 if all(d.rule.startswith("noun") for d in spoken) else begin
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
