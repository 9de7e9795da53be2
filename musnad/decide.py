"""One decision out of two readers: what the grammar drafted and what the tagger proposed, weighed together.

Drafts and proposals whose cues touch are one candidate. Its probability is a logistic function of what
each reader holds of it, fitted for each engine on reports that the tagger had not seen; it becomes
`confidence`. The record's rule names who proposed what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import TYPE_CHECKING

from musnad.lang.grammar import grammar_words
from musnad.lexicon_english import lemma_and_class, negated
from musnad.model import LONGEST_CHAIN, Attribution, CueClass, Segments, Span
from musnad.morphology import Form, analyse
from musnad.parts import Page, page, parts
from musnad.quoting import quote_of
from musnad.settle import TAGGER
from musnad.text import fold_text
from musnad.words import split

if TYPE_CHECKING:
    from musnad.tagger import Proposal

_NEAR_ONE = 1e-4
# Attributions on each side among which the one that holds another is looked for.
_NEAR = 40
# A comma right before a cue, with the blanks around it, and where it is looked for, in code points.
_COMMA = re.compile(r"\s*[،,]\s*$")
_COMMA_REACH = 8
# What may stand between a content and a noun that goes on with it: blanks, a closing mark, one word.
_TIED = re.compile(r"[\"»”]?[^\S\n]+(?:(?P<word>[^\W\d_]+)[^\S\n]+)?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A draft, a proposal, or both where their cues touch."""

    proposal: Proposal | None
    draft: Attribution | None


def pair(proposals: Sequence[Proposal], drafts: Sequence[Attribution]) -> list[Candidate]:
    """Every proposal and draft once; those with equal cues are joined first, then those that touch."""
    free = {draft.cue: draft for draft in drafts}
    joined: dict[int, Attribution] = {}
    for number, proposal in enumerate(proposals):
        same = free.pop(proposal.cue, None)
        if same is not None:
            joined[number] = same
    rest = sorted(free.values(), key=lambda draft: draft.cue.start)
    at = 0
    taken: set[str] = set()
    for number, proposal in enumerate(proposals):
        if number in joined:
            continue
        while at < len(rest) and rest[at].cue.end <= proposal.cue.start:
            at += 1
        if at < len(rest) and rest[at].cue.start < proposal.cue.end:
            joined[number] = rest[at]
            taken.add(rest[at].id)
            at += 1
    made = [Candidate(proposal, joined.get(number)) for number, proposal in enumerate(proposals)]
    made.extend(Candidate(None, draft) for draft in rest if draft.id not in taken)
    return made


def features(candidate: Candidate, text: str) -> dict[str, float]:
    """What the readers hold of a candidate, 0 where one is silent, and what kind of word its cue is.

    Log-odds, shares and marks (0 or 1). With the kind of word attributions of the folds are read at F1 0.867
    instead of 0.864, and those inside another at 0.486 instead of 0.465.
    """
    proposal, draft = candidate.proposal, candidate.draft
    found = _kind_of_word(cue_of(candidate).of(text))
    if proposal is not None:
        found["proposed"] = 1.0
        found["chance"] = _odds(proposal.chance)
        found["valid"] = _odds(proposal.valid)
        found["likely"] = _odds(proposal.likely)
        found["sourced"] = float(proposal.source is not None)
        found["empty"] = float(not proposal.content)
        found[f"class {proposal.cue_class}"] = 1.0
    if draft is not None:
        kind = "agreed" if proposal is not None else "alone"
        found[kind] = 1.0
        found[f"{kind} odds"] = _odds(draft.confidence)
    if proposal is not None and draft is not None:
        found["same cue"] = float(proposal.cue == draft.cue)
        found["same source"] = float(proposal.source == draft.source)
        found["shared content"] = _shared(proposal.content, draft.content)
    return found


def _kind_of_word(printed: str) -> dict[str, float]:
    """What the lexicon knows of a cue, as marks: one with a pronoun is right in half of the cases."""
    words = printed.split()
    if printed.isascii():
        return {"known": 1.0} if words and lemma_and_class(words, source_is_medium=False) else {}
    form = _form(words)
    if form is None:
        return {}
    found = {"known": 1.0, f"part {form.part}": 1.0}
    if form.pronoun:
        found["pronoun"] = 1.0
    if form.person in (1, 2):
        found["first person"] = 1.0
    return found


def _form(words: Iterable[str]) -> Form | None:
    """The likeliest reading of the first of the printed words of a cue that the lexicon knows."""
    return next((forms[0] for word in words if (forms := analyse(word))), None)


def _shared(left: Sequence[Span], right: Sequence[Span]) -> float:
    """The share of the code points of either content that both have; pieces of one content do not overlap."""
    both = sum(a.overlap(b) for a in left for b in right)
    return both / max(1, sum(map(len, left)) + sum(map(len, right)) - both)


def _odds(chance: float) -> float:
    chance = min(1.0 - _NEAR_ONE, max(_NEAR_ONE, chance))
    return log(chance / (1.0 - chance))


def probability(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability, in [0, 1], that a candidate is an attribution."""
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in found.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def decide(
    text: str,
    segments: Segments,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    threshold: float,
) -> tuple[Attribution, ...]:
    """The attributions of a report, in order of their cues, ids ``a1`` and on; `continues` is left open."""
    weighed = sorted(
        ((probability(features(c, text), weights), c) for c in candidates if content_of(c)),
        key=lambda one: (-one[0], cue_of(one[1]).start),
    )
    kept: list[Attribution] = []
    taken: set[int] = set()
    read = page(text, segments, [c.draft for c in candidates if c.draft is not None])
    for chance, candidate in weighed:
        if chance < threshold:
            break
        cue = cue_of(candidate)
        if any(at in taken for at in range(cue.start, cue.end)):
            continue
        taken.update(range(cue.start, cue.end))
        kept.append(_attribution(read, segments, candidate, round(chance, 3)))
    kept.sort(key=lambda a: a.cue.start)
    names = [f"a{number}" for number in range(1, len(kept) + 1)]
    kept = _on_to_nouns(text, _before_participles(text, segments, kept))
    holders = _holders(kept)
    relayed = _relayed(kept, holders)
    return tuple(
        replace(a, id=name, inside=None if holder is None else names[holder], via=via)
        for a, name, holder, via in zip(kept, names, holders, relayed, strict=True)
    )


def cue_of(candidate: Candidate) -> Span:
    """The cue of a candidate, the tagger's where it has one."""
    held = candidate.proposal if candidate.proposal is not None else candidate.draft
    # A candidate is made of one of them at least.
    return held.cue if held is not None else Span(0, 0)


def content_of(candidate: Candidate) -> tuple[Span, ...]:
    """The content of a candidate, the tagger's where it found any."""
    if candidate.proposal is not None and candidate.proposal.content:
        return candidate.proposal.content
    return candidate.draft.content if candidate.draft is not None else ()


def _attribution(read: Page, segments: Segments, candidate: Candidate, confidence: float) -> Attribution:
    proposal, draft, text = candidate.proposal, candidate.draft, read.text
    if proposal is None or not proposal.content:
        if draft is None:
            raise ValueError("a candidate without draft and without content")
        return replace(draft, confidence=confidence)
    proposal = parts(read, proposal, draft)
    lemma, cue_class, denied = _word(text, proposal)
    # Where both readers have the cue and differ, the tagger's spans are right much oftener (sources 78 times
    # against 21, contents 91 against 25, relayers 23 against 8), and the lexicon's class, 42 times against
    # 17, but for media that relay and documents that show (78 training reports new to the tagger).
    if draft is not None:
        lemma, cue_class = draft.lemma, _class(draft.cue_class, proposal.cue_class)
    return Attribution(
        id="",
        source=proposal.source,
        cue=proposal.cue,
        content=proposal.content,
        lemma=lemma,
        cue_class=cue_class,
        quote=quote_of(text, segments, proposal.cue, proposal.content),
        rule=TAGGER if draft is None else f"{TAGGER}+{draft.rule}",
        confidence=confidence,
        addressee=proposal.addressee,
        medium=proposal.medium,
        via=proposal.via,
        negated=denied,
    )


def _word(text: str, proposal: Proposal) -> tuple[str, CueClass, bool]:
    """Lemma and class of a cue, and whether it holds a negation."""
    printed = proposal.cue.of(text)
    words = printed.split()
    if words and printed.isascii():
        known = lemma_and_class(words, source_is_medium=False)
        return (known[0] if known else printed.casefold()), proposal.cue_class, negated(words)
    folded = fold_text(printed).split()
    denied = any(word in grammar_words().negations for word in folded[:-1])
    form = _form(words)
    if form is not None:
        return form.cue.lemma, _class(form.cue.cue_class, proposal.cue_class), denied
    return " ".join(split(word)[1] or word for word in folded) or printed, proposal.cue_class, denied


def _class(known: CueClass, guessed: CueClass) -> CueClass:
    """The lexicon's class, unless the network sees a medium relaying or a document showing."""
    return guessed if guessed in ("relay", "show") else known


def _before_participles(text: str, segments: Segments, kept: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, a content ending where a participle behind a comma goes on for the same speaker.

    «أكدت الشركة أن الخط سليم، نافية تعطله»: so the annotators have all four that the tagger puts inside.
    """
    found = list(kept)
    for at, inner in enumerate(kept):
        comma = _COMMA.search(text, max(0, inner.cue.start - _COMMA_REACH), inner.cue.start)
        forms = analyse(inner.cue.of(text)) if inner.source is None and comma else ()
        if comma is None or not forms or forms[0].part != "participle" or forms[0].definite:
            continue
        end = comma.start()
        for number in range(max(0, at - _NEAR), at):
            content = found[number].content
            if content and content[-1].start < end and inner.cue.end <= content[-1].end:
                last = Span(content[-1].start, end)
                if not any(last.start <= q.span.start < end < q.span.end for q in segments.quotations):
                    found[number] = replace(found[number], content=(*content[:-1], last))
    return found


def _on_to_nouns(text: str, kept: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, a content going on with the noun right behind it and what that attributes.

    «تعهد سالم بأن يدرس دعوات إلى الحوار»: it is not over where no mark and no word that opens a clause stands
    between.
    """
    found = list(kept)
    for at, inner in enumerate(kept):
        form = _form(inner.cue.of(text).split())
        if form is None or form.part not in ("masdar", "noun") or form.conjunction:
            continue
        if inner.content[0].start < inner.cue.end:
            continue
        for number in range(max(0, at - _NEAR), at):
            content = found[number].content
            end = content[-1].end
            tied = _TIED.fullmatch(text, end, inner.cue.start)
            if tied and fold_text(tied["word"] or "") in grammar_words().boundaries:
                continue
            if tied and found[number].cue.end <= content[-1].start:
                last = Span(content[-1].start, inner.content[-1].end)
                found[number] = replace(found[number], content=(*content[:-1], last))
    return found


def _holders(kept: Sequence[Attribution]) -> list[int | None]:
    """For each attribution the one with the shortest content that holds all of its cue."""
    found: list[int | None] = []
    for at, inner in enumerate(kept):
        best: tuple[int, int] | None = None
        # Contents lie in their cue's paragraph: a holder is a near neighbour.
        for number in range(max(0, at - _NEAR), min(len(kept), at + _NEAR + 1)):
            outer = kept[number]
            if number == at or not _holds(outer, inner):
                continue
            if _holds(inner, outer) and outer.cue.start > inner.cue.start:
                continue
            size = sum(len(part) for part in outer.content)
            if best is None or size < best[0]:
                best = (size, number)
        found.append(None if best is None else best[1])
    return found


def _relayed(kept: Sequence[Attribution], holders: Sequence[int | None]) -> list[tuple[Span, ...]]:
    """The relayers of each attribution: those of the one that holds it and its source, then its own.

    So the annotators have it in 169 of 191 nested ones; the tagger alone finds half of them.
    """
    found: dict[int, tuple[Span, ...]] = {}
    for number in range(len(kept)):
        way = [number]
        while way[-1] not in found:
            holder = holders[way[-1]]
            # Contents that hold each other in a ring are told from the first on.
            if holder is None or holder in way or len(way) > LONGEST_CHAIN:
                break
            way.append(holder)
        for at in reversed(way):
            if at not in found:
                found[at] = _through(kept, holders[at], at, found)
    return [found[number] for number in range(len(kept))]


def _through(
    kept: Sequence[Attribution], holder: int | None, at: int, found: Mapping[int, tuple[Span, ...]]
) -> tuple[Span, ...]:
    own = kept[at].via
    if holder is None:
        return own
    source = kept[holder].source
    above = found.get(holder, ())
    if source is not None and source not in above:
        above = (*above, source)
    fresh = (span for span in own if not any(span.overlap(other) for other in above))
    return (*above, *fresh)[-LONGEST_CHAIN:]


def _holds(outer: Attribution, inner: Attribution) -> bool:
    return any(part.start <= inner.cue.start and inner.cue.end <= part.end for part in outer.content)
