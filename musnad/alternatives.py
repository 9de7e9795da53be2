"""Further readings of a cue: other places where its content may begin than the pattern's own.

A clause may stand far behind its cue, a preposition before the one that opens the content, or what was said
before the relative clause that says so. All are drafted; `evidence` weighs them, and the likeliest is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from musnad.clauses import content_range
from musnad.drafts import Draft, class_of
from musnad.gaps import Gap, read_gap
from musnad.lang.grammar import grammar_words
from musnad.morphology import Form
from musnad.phrases import RELATIVES, noun_phrase, opener_kind
from musnad.subjects import antecedent
from musnad.tokens import Range, Tokens, finite

# A clause or quotation farther from its cue than this seldom belongs to it.
_FAR = 40


def alternatives(tokens: Tokens, index: int, form: Form, first: Draft | None) -> Iterator[Draft]:
    """The further drafts of the cue at `index`; `first` is the pattern's own."""
    seen = {first.content[0]} if first is not None else set()
    for draft in _drafts(tokens, index, form, first):
        if draft.content[0] not in seen:
            seen.add(draft.content[0])
            yield draft


def _drafts(tokens: Tokens, index: int, form: Form, first: Draft | None) -> Iterator[Draft]:
    if form.part in ("past", "present"):
        if (told := _relative(tokens, index, form)) is not None:
            yield told
        if first is None or not first.rule.endswith(("inna", "quote")):
            yield from _far(tokens, index, form, first)
    if first is not None and first.content[0][0] > index and first.rule.endswith("preposition"):
        yield from _later(tokens, index, form, first)


def _later(tokens: Tokens, index: int, form: Form, first: Draft) -> Iterator[Draft]:
    """The next opener behind that of `first`, which then stands in the gap."""
    gap = read_gap(tokens, index + 1, form, first.content[0][0])
    # على أن: the complementiser belongs to the preposition right before it.
    if gap.opener <= first.content[0][0] + 1:
        return
    content = content_range(tokens, gap.opener, gap.kind, tokens.quotation_end(index))
    if content is not None:
        yield replace(
            first,
            content=(content,),
            rule=f"later-{_kind_name(gap.kind)}",
            source=first.source or gap.source,
            addressee=gap.addressee or first.addressee,
            medium=gap.medium or first.medium,
        )


def _far(tokens: Tokens, index: int, form: Form, first: Draft | None) -> Iterator[Draft]:
    """Clauses and quotations that an aside without an end sets off from their cue."""
    end = tokens.quotation_end(index)
    within = index
    for at in range(index + 1, min(end, index + _FAR)):
        if at < within:
            continue
        if tokens.words[at] in ".؛" and tokens.spaced(at):
            return
        kind = opener_kind(tokens, at, form)
        if first is not None and at == first.content[0][0] + 1:
            # على أن: the complementiser belongs to the preposition right before it.
            return
        if kind in ("inna", "quote"):
            content = content_range(tokens, at, kind, end)
            if content is not None:
                gap = read_gap(tokens, index + 1, form)
                behind = noun_phrase(tokens, index + 1, at, form)
                named = gap.source or ((index + 1, behind) if behind > index + 1 else None)
                draft = _drafted(tokens, index, form, content, replace(gap, source=named))
                yield replace(draft, rule=f"far-{_kind_name(kind)}")
            if kind == "inna" or not tokens.closer[at]:
                return
            within = tokens.closer[at]
        elif finite(tokens, at) and tokens.word(at - 1) not in RELATIVES and not tokens.forms[at][0].pronoun:
            return


def _relative(tokens: Tokens, index: int, form: Form) -> Draft | None:
    """القرار الذي أعلنه فلان: what was said stands before its relative clause."""
    points_back = tokens.word(index + 1) in grammar_words().resumptive
    if not (form.pronoun or points_back or form.passive):
        return None
    told = antecedent(tokens, index)
    if told is None:
        return None
    start = index + 1 + points_back
    while tokens.word(start) in grammar_words().time:
        start += 1
    end = noun_phrase(tokens, start, tokens.quotation_end(index), form)
    gap = Gap(-1, "", end, (start, end) if end > start else None)
    return replace(_drafted(tokens, index, form, told, gap), rule="relative-object")


def _kind_name(kind: str) -> str:
    return kind if kind in ("inna", "quote") else "preposition"


def _drafted(tokens: Tokens, index: int, form: Form, content: Range, gap: Gap) -> Draft:
    negated = tokens.word(index - 1) in grammar_words().negations
    return Draft(
        cue=(index - negated, index + 1),
        content=(content,),
        lemma=form.cue.lemma,
        cue_class=class_of(tokens, form, gap.source),
        rule="",
        confidence=0.0,
        source=gap.source,
        addressee=gap.addressee,
        medium=gap.medium,
        via=gap.via,
        negated=negated,
    )
