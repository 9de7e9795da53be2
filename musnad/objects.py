"""Nouns behind a verb that are taken for its subject but can only be its object.

Arabic puts subject and object alike behind the verb. Where the phrase there does not agree with it, or the
verb has its subject already, the phrase is whom the verb is done to: «ودعت المجلس إلى ...», «لكنه أبلغ
الوزير». Then no source is printed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from musnad.lang.grammar import grammar_words
from musnad.lang.people import people
from musnad.model import Attribution, Span
from musnad.morphology import Form, analyse, cues
from musnad.text import fold_text
from musnad.words import frequency, split

_NEAR = 2
"""Blanks between a verb and the noun right behind it."""

_BEFORE = 40
"""Code points before a cue in which its own subject is looked for."""


def without_object(text: str, attribution: Attribution) -> Attribution:
    """The attribution; where its source can only be an object, that goes to the addressee or the content."""
    source = attribution.source
    if source is None or not attribution.cue.end < source.start <= attribution.cue.end + _NEAR:
        return attribution
    head = fold_text(source.of(text)[:40]).partition(" ")[0]
    form = _form(attribution.cue.of(text), attribution.lemma)
    if form is None:
        return attribution
    if form.part != "participle" and _told(head):
        return replace(attribution, source=None, addressee=attribution.addressee or source)
    if attribution.lemma in transitive() and _is_object(text, attribution, form, head):
        said = form.cue.addressee != "object"
        return beside(text, replace(attribution, source=None), source, said=said)
    return attribution


@lru_cache(maxsize=1)
def transitive() -> frozenset[str]:
    """The lemmas whose verb can take a bare object: what is said, or who is told or accused."""
    return frozenset(c.lemma for c in cues() if c.addressee == "object" or "object" in c.complements)


def beside(text: str, attribution: Attribution, rest: Span, *, said: bool = False) -> Attribution:
    """The attribution with the object `rest`: part of what was charged, or `said`, else the one told."""
    content = attribution.content
    if said or attribution.cue_class == "accuse" or attribution.rule.endswith(("object", "called")):
        gap = text[rest.end : content[0].start]
        if rest.end <= content[0].start and not gap.strip(" \u200e\u200f"):
            content = (Span(rest.start, content[0].end), *content[1:])
        return replace(attribution, content=content)
    return replace(attribution, addressee=attribution.addressee or rest)


def oblique(head: str) -> bool:
    """Whether the folded word is a sound plural in the genitive or accusative: «المسؤولين»."""
    if not head.startswith("ال") or len(head) < 7 or not head.endswith("ين"):
        return False
    return head not in people().states and frequency(head[:-2] + "ون") > 0


def _form(cue: str, lemma: str) -> Form | None:
    """How the active verb or participle of a cue is inflected; None for other cues."""
    for word in cue.split()[:4]:
        for form in analyse(word):
            if form.cue.lemma == lemma:
                known = form.part in ("past", "present", "participle")
                return form if known and not form.passive and not form.pronoun else None
    return None


def _told(head: str) -> bool:
    """Whether the folded word is one of those who are told, behind «ل»: «لوكالة كذا»."""
    before, bare, _ = split(head)
    told = grammar_words().addressees
    return before in ("ل", "لل") and (bare in told or "ال" + bare in told)


def _is_object(text: str, attribution: Attribution, form: Form, head: str) -> bool:
    if form.part == "participle":
        # In the accusative it describes a subject that stands before it: «متهما المجلس بـ».
        return not form.definite and not form.preposition and _accusative(attribution.cue.of(text))
    if form.number == "p" or oblique(head) or _has_subject(text, attribution.cue.start):
        return True
    return form.person == 3 and form.gender == "f" and _masculine(head)


def _accusative(cue: str) -> bool:
    """Whether a participle stands in the accusative by its letters, and is no verbal noun in ة besides."""
    bare = fold_text(cue)
    return bare.endswith(("ا", "ين")) or (
        bare.endswith("ه") and not any(form.part == "masdar" for form in analyse(cue))
    )


def _masculine(head: str) -> bool:
    """Whether the folded word is a body of masculine gender, or the title of one man."""
    if head in grammar_words().masculine_bodies:
        return True
    known = people()
    return head.startswith("ال") and head in known.roles and head not in known.women


def _has_subject(text: str, at: int) -> bool:
    """Whether a pronoun that is the subject stands before the verb at offset `at`: «أنه», «ولكنها لم»."""
    start = max(at - _BEFORE, text.rfind("\n", 0, at) + 1)
    words = fold_text(text[start:at]).split()
    while words and words[-1] in grammar_words().verb_particles:
        words.pop()
    last = words[-1] if words else ""
    return last in grammar_words().subject_pronouns
