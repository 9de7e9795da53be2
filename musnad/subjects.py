"""The subject of a cue where it stands before the verb, or beside an object with no mark between."""

from __future__ import annotations

from musnad.gaps import medium_phrase
from musnad.lang.grammar import grammar_words
from musnad.morphology import Form
from musnad.objects import oblique
from musnad.phrases import RELATIVES, is_complementiser, is_participle, noun_phrase
from musnad.tokens import Range, Tokens, finite
from musnad.words import looks_like_verb


def antecedent(tokens: Tokens, verb: int) -> Range | None:
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
        if (
            not (prior[0].isalnum() or prior == '"')
            or prior in words.prepositions
            or is_complementiser(prior)
        ):
            break
        if looks_like_verb(prior) or finite(tokens, start - 1) or is_participle(tokens, start - 1):
            break
        start -= 1
    return (start, end) if start < end else None


def subject_before(tokens: Tokens, verb: int) -> Range | None:
    """The noun phrase that fills the clause before the verb at `verb`: واشنطن تعتبر ..."""
    described = antecedent(tokens, verb)
    if described is not None:
        return described
    if tokens.word(verb - 1) == "،":
        return _with_apposition(tokens, verb - 1)
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
        return _described(tokens, verb)
    if at >= verb or tokens.words[at] in words.not_subjects:
        return None
    noun = end = noun_phrase(tokens, at, verb)
    while end < verb and (tokens.words[end] in words.time or tokens.words[end] in ("قد", "كان", "كانت")):
        end += 1
    if end != verb:
        return _described(tokens, verb)
    return (at, noun) if noun > at else None


def _described(tokens: Tokens, verb: int) -> Range | None:
    """The indefinite noun that the verb describes with no pronoun between: «صورا تظهر ...»."""
    words = grammar_words()
    start = verb
    while start > 0 and verb - start < 6:
        prior = tokens.words[start - 1]
        if not prior[0].isalnum() or prior in words.prepositions or is_complementiser(prior):
            break
        if looks_like_verb(prior) or finite(tokens, start - 1) or prior in words.boundaries:
            break
        start -= 1
        bare = tokens.words[start].removesuffix("ا")
        if bare in words.documents or bare in words.role_heads:
            return (start, verb) if not bare.startswith("ال") else None
    return None


def _with_apposition(tokens: Tokens, comma: int) -> Range | None:
    """The subject with what stands in apposition to it: «فلان، رئيس البلدية، قال»."""
    opened = next((i for i in range(comma - 1, max(comma - 14, 0), -1) if tokens.words[i] == "،"), -1)
    if opened <= 0 or tokens.words[opened + 1] in grammar_words().prepositions:
        return None
    start = opened
    while start > 0 and opened - start < 14:
        prior = tokens.words[start - 1]
        if prior in grammar_words().boundaries or is_complementiser(prior):
            break
        start -= 1
    if start == opened or looks_like_verb(tokens.words[start]) or finite(tokens, start):
        return None
    if noun_phrase(tokens, start, opened) != opened:
        return None
    if tokens.words[opened + 1] in RELATIVES or tokens.words[opened + 1] in ("وهو", "وهي", "وهم"):
        return (start, opened)
    return (start, comma) if noun_phrase(tokens, opened + 1, comma) == comma else None


def split_object(
    tokens: Tokens, phrase: Range, parts: tuple[Range | None, Range | None], verb: int, form: Form
) -> tuple[Range | None, Range | None]:
    """Part «subject object» behind a verb that takes both into source and addressee.

    `parts` are the two as read so far. A party named behind the first noun begins the object; a phrase
    that does not agree with the verb is the object whole.
    """
    before = subject_before(tokens, verb)
    if before is not None:
        return before, phrase
    words = grammar_words()
    if _object_alone(tokens.words[phrase[0]], form):
        return None, phrase
    for at in range(phrase[0] + 1, phrase[1]):
        prior = tokens.words[at - 1]
        if tokens.words[at] in words.parties and prior not in words.role_heads and not _construct(prior):
            return (phrase[0], at), (at, phrase[1])
    return parts


def _object_alone(head: str, form: Form) -> bool:
    """Whether the noun behind the verb cannot be its subject: «دعا المنظمات», «طالب المسؤولين»."""
    if form.number == "p" or oblique(head):
        return True
    feminine = head.endswith("ات") or (
        head.endswith("ه") and head not in ("الخليفه", "خليفه", "العلامه", "طه")
    )
    return form.gender == "m" and form.person == 3 and feminine


def _construct(word: str) -> bool:
    """Whether a noun without the article can head the next: رئيس الحكومة، وزارة ..."""
    words = grammar_words()
    return not word.startswith(("ال", "لل")) and (word in words.parties or word in words.role_heads)


def medium_before(tokens: Tokens, verb: int, form: Form) -> Range | None:
    """A phrase of occasion that opens the sentence: وفي بيان، قال ..."""
    if verb > 25:
        return None
    end = medium_phrase(tokens, 0, verb, form)
    return (0, end) if end > 0 and (end == verb or tokens.word(end) == "،") else None
