"""The grammar of attribution: who is said to have said what, as spans of one report.

Each sentence is read from left to right. A word that the lexicon knows as a cue opens one of a few
patterns (verb, participle, noun, relay, heading); a pattern that finds content yields a draft in token
offsets, and the drafts of a sentence are then reconciled: closing relays go to what they close, an
attribution inside another's content is marked so, one speaker's belief inside his own speech is dropped.
Spans follow PolNeAR (Newell et al. 2018) with addressee, medium and via beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from musnad.alternatives import alternatives
from musnad.clauses import quote_label
from musnad.drafts import Draft
from musnad.evidence import features, probability, weights
from musnad.lang.grammar import grammar_words
from musnad.model import Attribution, Quotation, Segments, Span
from musnad.morphology import Form, heads_phrase, opens_phrase, phrase_particles
from musnad.patterns import PATTERNS, heading, phrased
from musnad.phrases import is_complementiser
from musnad.relays import closed_by, relay, under_front
from musnad.settle import settle
from musnad.text import Folded, fold
from musnad.tokens import Tokens, tells_dots, tokenise

_SAYING = frozenset(("قائلا", "قائله", "قائلين"))
# A sentence of 80 of the training reports holds at most 19 words that may be cues; only soup holds many more.
_CANDIDATES = 60
# Above this the pattern's own draft is kept without a look at further ones.
_SURE = 0.7
# Longest heading, in code points; no first line of the 232 training reports is longer.
_HEADING = 160


@dataclass(frozen=True, slots=True)
class Weighed:
    """A draft as it was weighed: its features, and where its cue and content stand."""

    features: tuple[str, ...]
    cue: Span
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GrammarOptions:
    """`threshold` is the least confidence, in [0, 1], at which a draft is kept.

    `trace`, for fitting, collects every draft weighed.
    """

    threshold: float = 0.4
    trace: list[Weighed] | None = None


def attribute(
    text: str,
    segments: Segments,
    options: GrammarOptions = GrammarOptions(),
    folded: Folded | None = None,
) -> tuple[Attribution, ...]:
    """The attributions of a report, in order of their cues; linear in the length of the text.

    Ids are ``a1``, ``a2``, ...; `inside` is set, `continues` is left to `chain.resolve`.
    """
    found: list[Attribution] = []
    headings = _headings(text, segments)
    folded = fold(text) if folded is None else folded
    for number, tokens in sentences(text, segments, folded):
        if len(tokens) < 2:
            continue
        drafts = read_sentence(tokens, number in headings, options)
        found.extend(_attributions(tokens, drafts, len(found)))
    return tuple(settle(folded, text, found))


def sentences(text: str, segments: Segments, folded: Folded | None = None) -> Iterator[tuple[int, Tokens]]:
    """Each sentence by its number, in order, as its tokens; `folded` is ``fold(text)`` where it is known."""
    quotations = segments.quotations
    begun = 0
    open_here: list[Quotation] = []
    dotted = tells_dots(text)
    for number, sentence in enumerate(segments.sentences):
        open_here = [q for q in open_here if q.span.end > sentence.span.start]
        while begun < len(quotations) and quotations[begun].span.start < sentence.span.end:
            if quotations[begun].span.end > sentence.span.start:
                open_here.append(quotations[begun])
            begun += 1
        yield number, tokenise(text, sentence, tuple(open_here), dotted, folded)


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


def read_sentence(tokens: Tokens, heads: bool, options: GrammarOptions) -> list[Draft]:
    """The reconciled drafts of one sentence; `heads` says that it may be a heading."""
    drafts: list[Draft] = []
    taken = 0
    if heads and (headed := heading(tokens)) is not None:
        drafts.append(headed)
    candidates = 0
    relays, particles = grammar_words().relays, phrase_particles()
    for index, forms in enumerate(tokens.forms):
        word = tokens.words[index]
        if index < taken or not (forms or word in relays or word in particles or heads_phrase(word)):
            continue
        if word in particles and not (forms or opens_phrase(word, tokens.word(index + 1))):
            continue
        candidates += 1
        if candidates > _CANDIDATES:
            break
        draft = _draft(tokens, index, options)
        if draft is not None:
            drafts.append(draft)
            taken = draft.cue[1]
            if tokens.word(taken) in _SAYING and draft.content and draft.content[0][0] > taken:
                # وتابع قائلاً: the participle only fills the verb out.
                taken += 1
            if draft.closing or draft.fronted:
                taken = max(taken, draft.source[1] if draft.source else 0)
    return _reconcile(tokens, drafts)


def _draft(tokens: Tokens, index: int, options: GrammarOptions) -> Draft | None:
    """The first draft at `index` that is likely enough: a relay, a phrase, then each reading of the word."""
    if tokens.words[index] in grammar_words().relays and (relayed := relay(tokens, index)) is not None:
        return relayed
    if (pair := phrased(tokens, index)) is not None:
        return _weighed(tokens, index, *pair, options)
    if tokens.word(index + 1) in grammar_words().identity:
        # ذكر اسمه، كشف هويته: a name that is kept or told, and nothing said.
        return None
    negated = tokens.word(index - 1) in grammar_words().negations
    best: Draft | None = None
    for form in tokens.forms[index]:
        pattern = PATTERNS.get(form.part)
        if pattern is None or (form.jussive and not negated):
            continue
        first = pattern(tokens, index, form)
        if first is not None and first.rule == "quotation-leads":
            return first if first.confidence >= options.threshold else None
        if first is not None:
            kept = _weighed(tokens, index, first, form, options)
            if kept is not None and kept.confidence >= _SURE:
                return kept
            best = _likelier(best, kept)
        for other in alternatives(tokens, index, form, first):
            best = _likelier(best, _weighed(tokens, index, other, form, options))
    return best


def _likelier(best: Draft | None, kept: Draft | None) -> Draft | None:
    return kept if best is None or (kept is not None and kept.confidence > best.confidence) else best


def _weighed(tokens: Tokens, index: int, draft: Draft, form: Form, options: GrammarOptions) -> Draft | None:
    """The draft with its probability, or None where that is below the threshold."""
    found = features(tokens, index, form, draft)
    confidence = probability(found, weights())
    if options.trace is not None:
        content = tuple(tokens.span(part) for part in draft.content)
        options.trace.append(Weighed(found, tokens.span(draft.cue), content))
    return replace(draft, confidence=confidence) if confidence >= options.threshold else None


def _reconcile(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    spoken = [d for d in drafts if not d.closing and not d.fronted]
    # أفادت الوكالة نقلا عن مصدر بأن: one statement, the source's, with the agency in its via.
    passed = {d.content[0][0]: d for d in spoken if tokens.words[d.cue[0]] == "نقلا" and d.source is not None}
    spoken = [d for d in spoken if passed.get(d.content[0][0], d) is d]
    for over in (d for d in drafts if d.fronted):
        spoken = under_front(spoken, over)
    for over in (d for d in drafts if d.closing):
        spoken = closed_by(tokens, spoken, over)
    spoken = [d for d in spoken if not _own_belief(tokens, d, spoken)]
    return sorted(spoken, key=lambda d: d.cue)


def _own_belief(tokens: Tokens, draft: Draft, spoken: list[Draft]) -> bool:
    """Whether the draft is what a speaker says of himself inside an attribution already marked."""
    if draft.source is not None:
        return False
    at = draft.cue[0]
    prior = tokens.word(at - 1)
    if not (is_complementiser(prior) or prior == '"' or tokens.within[at] >= 0):
        return False
    return any(start <= at < end for outer in spoken if outer is not draft for start, end in outer.content)


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
