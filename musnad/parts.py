"""The parts of an attribution beside cue and content, where tagger and grammar hold different ones.

The tagger's stand but where the other shows them wrong: one phrase has one role, a relayer stands in the
sentence of what it relays, and what the grammar reads by a mark (بحسب رويترز، في كلمة بثتها قناة) is there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from musnad.lang.grammar import grammar_words
from musnad.lang.people import people
from musnad.model import Attribution, Segments, Span
from musnad.morphology import analyse
from musnad.objects import transitive
from musnad.phrases import RELATIVES, is_complementiser
from musnad.text import fold_text
from musnad.words import split

if TYPE_CHECKING:
    from musnad.tagger import Proposal

_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"[،,:؛.]|\s[-–]")
_CLOSING = "\"»”')"
# What sets a clause apart from the medium that it is about.
_TIES = ("،", ",", *RELATIVES)
_QUOTES = "\"«“'"
_STOPS = " \u200e\u200f،,-–"


@dataclass(frozen=True, slots=True)
class Page:
    """A text with the starts of its sentences in order, and what each draft, by its id, is relayed by.

    `own` leaves out the relayers that a draft only has from the one that holds it.
    """

    text: str
    starts: Sequence[int]
    own: Mapping[str, tuple[Span, ...]]


def page(text: str, segments: Segments, drafts: Sequence[Attribution]) -> Page:
    """The page that `parts` reads; linear in the number of sentences and drafts."""
    by_id = {draft.id: draft for draft in drafts}
    own = {draft.id: _own(draft, by_id.get(draft.inside or "")) for draft in drafts if draft.via}
    return Page(text, [sentence.span.start for sentence in segments.sentences], own)


def _own(draft: Attribution, outer: Attribution | None) -> tuple[Span, ...]:
    # Those of the outer one and its source come first, however that source was cut since.
    above = 0 if outer is None or outer.source is None else len(outer.via) + 1
    return draft.via[above:]


def parts(page: Page, proposal: Proposal, draft: Attribution | None) -> Proposal:
    """The proposal with each of its parts as both readers together show it."""
    proposal = _without_request(proposal, page.text)
    via = tuple(span for span in proposal.via if _near(page, proposal, span))
    proposal = replace(proposal, via=via)
    if proposal.medium is not None and _doubted(page.text, proposal.cue, proposal.medium):
        proposal = replace(proposal, medium=None)
    if draft is not None:
        proposal = _sourced(proposal, draft, page.text)
    if proposal.via:
        return proposal
    if draft is not None:
        for span in page.own.get(draft.id, ()):
            if _names_relayer(page.text, draft, span):
                proposal = _relayed(proposal, span, page.text)
    carrier = None if proposal.via else _carrier(proposal, page.text)
    return proposal if carrier is None else _relayed(proposal, carrier, page.text)


def _carrier(proposal: Proposal, text: str) -> Span | None:
    """Who printed or broadcast the words, in a clause about them: «في الفيديو، الذي بثه موقع ...»."""
    stretches = [] if proposal.medium is None else [proposal.medium]
    if proposal.content and proposal.cue.end < proposal.content[0].start:
        stretches.append(Span(proposal.cue.end, proposal.content[0].start))
    if proposal.medium is not None and proposal.medium.end < proposal.cue.start:
        # «وفي الفيديو، الذي بثه موقع الميناء، قال»
        stretches.append(Span(proposal.medium.end, proposal.cue.start))
    words = grammar_words()
    for stretch in stretches:
        for found in _WORD.finditer(text, stretch.start, stretch.end):
            if fold_text(found[0]) not in words.carried or found[0].endswith("ة"):
                continue
            medium, before = proposal.medium, text[stretch.start : found.start()].rstrip()
            if (
                medium is not None
                and medium.start <= found.start() < medium.end
                and not before.endswith(_TIES)
            ):
                continue
            stop = _END.search(text, found.end(), stretch.end)
            phrase = _phrase(text, found.end(), stretch.end if stop is None else stop.start())
            if phrase is not None and _medium(phrase.of(text)):
                return phrase
    return None


def _medium(phrase: str) -> bool:
    """Whether a phrase is headed by a kind of medium or the name of one: وكالة الأنباء، «الميناء»."""
    words = grammar_words()
    return phrase.startswith(tuple(_QUOTES)) or fold_text(phrase).partition(" ")[0] in words.media_heads


def _phrase(text: str, start: int, end: int) -> Span | None:
    """The noun phrase between two places, without what tells the time around it."""
    words = grammar_words()
    inside = [(found, fold_text(found[0])) for found in _WORD.finditer(text, start, end)]
    while inside and inside[0][1] in words.time:
        inside.pop(0)
    for i, (found, word) in enumerate(inside):
        if is_complementiser(word) or word in words.time or found[0] == "على":
            inside = inside[:i]
            break
    if not inside or inside[0][1] in words.prepositions:
        return None
    first, behind = inside[0][0].start(), inside[-1][0].end()
    # Quotation marks around a name belong to it.
    first -= first > start and text[first - 1] in _QUOTES
    behind += behind < end and text[behind] in _CLOSING
    return Span(first, behind)


def _near(page: Page, proposal: Proposal, via: Span) -> bool:
    """Whether a relayer stands in a sentence of what it relays."""
    held = [proposal.cue, *proposal.content, *([proposal.source] if proposal.source is not None else [])]
    first = bisect_right(page.starts, min(span.start for span in held))
    last = bisect_right(page.starts, max(span.end for span in held) - 1)
    return first <= bisect_right(page.starts, via.start) <= last


def _sourced(proposal: Proposal, draft: Attribution, text: str) -> Proposal:
    """Who speaks and who is told, as the grammar has it where no mark or the mark لـ tells them apart."""
    source, told = proposal.source, proposal.addressee
    if draft.source is None and draft.rule.startswith("participle"):
        # «، لافتا إلى» goes on for who spoke before: of 1,100 such participles ten have a source.
        return replace(proposal, source=None)
    if draft.source is not None and source is None:
        if told is not None and draft.source.start == told.start and not _may_be_told(text, draft, told):
            return replace(proposal, source=told, addressee=None)
        relayer = next((via for via in proposal.via if via.start == draft.source.start), None)
        if relayer is not None:
            return replace(proposal, source=relayer, via=tuple(v for v in proposal.via if v != relayer))
    if source is None or told is not None or draft.addressee is None or not _to(text, draft.addressee):
        return proposal
    if source.start <= draft.addressee.start and source.end == draft.addressee.end:
        rest = len(text[source.start : draft.addressee.start].rstrip(_STOPS))
        cut = Span(source.start, source.start + rest) if rest else None
        return replace(proposal, source=cut, addressee=draft.addressee)
    return proposal


def _may_be_told(text: str, draft: Attribution, phrase: Span) -> bool:
    """Whether a phrase behind a verb may name who is told: marked by لـ, or the object of such a verb."""
    return _to(text, phrase) or (draft.rule.startswith("verb") and draft.lemma in transitive())


def _to(text: str, span: Span) -> bool:
    """Whether a phrase begins with the preposition لـ."""
    found = _WORD.search(span.of(text))
    word = fold_text(found[0]) if found else ""
    before = split(word)[0]
    return word == "ل" or (before.endswith("ل") and not before.endswith("ال"))


def _without_request(proposal: Proposal, text: str) -> Proposal:
    """The proposal without the request not to be named before its content: «طلب عدم الكشف عن اسمه بأن ...»
    belongs to its source.
    """
    first = proposal.content[0] if proposal.content else None
    if first is None:
        return proposal
    opening = [fold_text(word) for word in text[first.start : first.start + _REQUEST].split()[:2]]
    classes = people().classes
    if len(opening) < 2 or opening[0] not in classes.asks or opening[1] not in classes.unnaming:
        return proposal
    opener = next(
        (
            word.start()
            for word in _WORD.finditer(text, first.start, min(first.end, first.start + _REQUEST))
            if is_complementiser(fold_text(word[0]))
        ),
        None,
    )
    if opener is None:
        return proposal
    content = (Span(opener, first.end), *proposal.content[1:])
    source = proposal.source
    behind = source is not None and not text[source.end : first.start].strip(_STOPS)
    if source is not None and behind:
        source = Span(source.start, first.start + len(text[first.start : opener].rstrip(_STOPS)))
    return replace(proposal, content=content, source=source)


_REQUEST = 80
"""Code points that a request not to be named takes at most."""


def _doubted(text: str, cue: Span, medium: Span) -> bool:
    """Whether the verb of a phrase takes it for its object: «شككت الوزارة في التقرير»."""
    before = (cue.of(text), *_WORD.findall(text[max(0, medium.start - 40) : medium.start])[-1:])
    head = _WORD.search(medium.of(text))
    opener = "" if head is None else fold_text(head[0])
    return any(form.takes(opener) for word in before for form in analyse(word))


def _names_relayer(text: str, draft: Attribution, via: Span) -> bool:
    """Whether a draft's relayer is one: by a rule of relays, a verb before it or the phrase itself."""
    if draft.rule.startswith("relay"):
        return True
    words = grammar_words()
    before = _WORD.findall(text[max(0, via.start - 40) : via.start])[-2:]
    if any(_carries(word) for word in before):
        return True
    phrase = via.of(text)
    head = fold_text(phrase).partition(" ")[0]
    stem = split(head)[1]
    heads = (head, stem, "ال" + stem)
    return phrase.startswith(tuple(_QUOTES)) or any(
        head in words.media_heads or head in words.role_heads or head in words.documents for head in heads
    )


def _carries(word: str) -> bool:
    """Whether a printed word is a verb of passing on: نقلته، ذكرت، بثتها."""
    words = grammar_words()
    if fold_text(word) in words.carried:
        return True
    return any(
        form.part in ("past", "present")
        and (form.cue.lemma in words.transmit or form.cue.lemma in words.reporting)
        for form in analyse(word)
    )


def _relayed(proposal: Proposal, via: Span, text: str) -> Proposal:
    """The proposal with one more relayer, cut out of the part that holds it."""
    told = proposal.addressee
    if told is not None and told.overlap(via):
        proposal = replace(proposal, addressee=None)
    medium = proposal.medium
    if medium is not None and medium.overlap(via):
        # The verb that carries ends it, with what ties it on: «في الفيديو، الذي بثه موقع ...».
        found = _WORD.finditer(text, medium.start, via.start)
        verb = next((word for word in found if fold_text(word[0]) in grammar_words().carried), None)
        before = text[medium.start : via.start if verb is None else verb.start()].rstrip(_STOPS)
        words = before.split()
        while words and words[-1] in RELATIVES:
            before = before.removesuffix(words.pop()).rstrip(_STOPS)
        proposal = replace(
            proposal, medium=Span(medium.start, medium.start + len(before)) if before else None
        )
    taken = [proposal.source, proposal.cue, *proposal.content]
    if any(span is not None and span.overlap(via) for span in taken):
        return proposal
    return replace(proposal, via=(*proposal.via, via))
