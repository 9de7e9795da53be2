"""Whom a sentence tells of before a cue: the subjects of its finite verbs, and what stands before one."""

from __future__ import annotations

from musnad.lang.grammar import grammar_words
from musnad.lang.people import people
from musnad.phrases import is_complementiser, noun_phrase
from musnad.subjects import subject_before
from musnad.tokens import Range, Tokens, finite
from musnad.words import frequency, looks_like_verb, split

REACH = 40
"""Words before the cue in which subjects are looked for."""

_AUXILIARY = frozenset({"قد", "كان", "كانت", "كانوا", "لقد"})

_COMMON = 4
"""Uses with the article by which a noun counts as common."""

Subject = tuple[Range, str, str]
"""A noun phrase, the gender of its verb where that tells, and how it stands: `subject` or `topic` of another
verb, behind or before it, or right `before` the cue."""


def subjects(tokens: Tokens, at: int) -> list[Subject]:
    """The subjects of finite verbs before token `at`, with the gender of the verb, and how they stand."""
    found: list[Subject] = []
    words = grammar_words()
    i = max(0, at - REACH)
    while i < at:
        word = tokens.words[i]
        verb = looks_like_verb(word) or finite(tokens, i)
        if verb:
            begin = i + 1
            while begin < at and tokens.words[begin] in _AUXILIARY:
                begin += 1
            end = _noun_phrase(tokens, begin, at) if begin < at else begin
            if end > begin and not looks_like_verb(tokens.words[begin]):
                found.append(((begin, end), _female(word), "subject"))
                i = end
                continue
        elif i == 0 or tokens.words[i - 1] in words.boundaries or is_complementiser(tokens.words[i - 1]):
            begin = i
            while begin < at and (
                tokens.words[begin].removeprefix("و") in _AUXILIARY or _time(tokens.words[begin])
            ):
                begin += 1
            if begin < at and tokens.words[begin] not in words.not_subjects:
                if _may_be_verb(tokens, begin, at):
                    end = _noun_phrase(tokens, begin + 1, at)
                    if end > begin + 1:
                        found.append(((begin + 1, end), "", "subject"))
                        i = end
                        continue
                end = _noun_phrase(tokens, begin, at)
                verbal = end < at and (
                    looks_like_verb(tokens.words[end])
                    or finite(tokens, end)
                    or tokens.words[end] in _AUXILIARY
                    or (tokens.words[end] == "،" and not tokens.words[begin].startswith("و"))
                )
                if end > begin and (verbal or end == at):
                    found.append(((begin, end), _female(tokens.words[end]) if end < at else "", "topic"))
                    i = end
                    continue
        i += 1
    before = subject_before(tokens, at) if at < len(tokens) else None
    if (
        before is not None
        and not _accusative(tokens.words[before[0]])
        and all(span != before for span, _, _ in found)
    ):
        found.append((before, "", "before"))
    return found


def _may_be_verb(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether a word that opens a clause, of no class that a subject begins with, stands before a subject."""
    word = tokens.words[index]
    bare = word[1:] if word[0] == "و" and len(word) > 3 else word
    if index + 1 >= stop or bare.startswith("ال") or not bare.isalpha():
        return False
    lang = people()
    classes = lang.classes

    def opens(noun: str) -> bool:
        plain = noun.removeprefix("ال")
        if plain in classes.bodies or plain in classes.media or plain in classes.heads:
            return True
        if noun in classes.honorifics or noun in classes.given or noun in classes.quantifiers:
            return True
        if noun in classes.documents or noun in classes.complements:
            return True
        return noun in lang.roles or noun in lang.states or noun in lang.capitals

    follower = tokens.words[index + 1]
    if opens(word) or opens(bare) or word in classes.prepositions or bare in classes.prepositions:
        return False
    return opens(follower) or (bare != word and follower.startswith("ال"))


def _time(word: str) -> bool:
    time = grammar_words().time
    return word in time or word.removeprefix("و") in time


def _noun_phrase(tokens: Tokens, start: int, stop: int) -> int:
    """The end of a noun phrase before an object: an accusative or a figure behind it begins one."""
    first = tokens.words[start]
    if _time(first) or first[0].isdigit() or _accusative(first):
        return start
    end = noun_phrase(tokens, start, stop)
    for i in range(start + 1, end):
        word = tokens.words[i]
        if _accusative(word) or (word[0].isdigit() and tokens.words[i - 1] not in ('"', "(")):
            return i
    return end


def _accusative(word: str) -> bool:
    """Whether the folded word is a common noun in the accusative: «بيانا»."""
    if len(word) < 4 or word[-1] != "ا" or word in people().states:
        return False
    return frequency("ال" + word[:-1]) > _COMMON


def _female(verb: str) -> str:
    """The gender of a finite verb by its letters; empty where they do not tell."""
    if not looks_like_verb(verb):
        return ""
    bare = split(verb)[1]
    return "f" if bare.endswith("ت") or bare.startswith("ت") else "m"
