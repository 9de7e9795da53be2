"""Whom a sentence tells of before a cue: the subjects of its finite verbs, and what stands before one."""

from __future__ import annotations

from musnad.lang.grammar import grammar_words
from musnad.lang.people import people
from musnad.phrases import is_complementiser, noun_phrase, proclitic
from musnad.subjects import subject_before
from musnad.tokens import Range, Tokens, finite
from musnad.words import frequency, looks_like_verb, split

REACH = 40
"""Words before the cue in which subjects are looked for."""

_AUXILIARY = frozenset({"قد", "كان", "كانت", "كانوا", "لقد"})

_FRONT = 16
"""Words of an adverbial phrase that opens a sentence, at most."""

_COMMON = 4
"""Uses with the article by which a noun counts as common."""

_FREQUENT = 30
"""Uses with the article by which a noun is hardly part of a name."""

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
        elif _begins_clause(tokens, i):
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
                # «"كريم" توقف»: the mark behind the name is no part of it.
                verb_at = end + 1 if tokens.word(end) == '"' and tokens.word(begin - 1) == '"' else end
                verbal = verb_at < at and (
                    looks_like_verb(tokens.words[verb_at])
                    or finite(tokens, verb_at)
                    or tokens.words[verb_at] in _AUXILIARY
                    or (tokens.words[verb_at] == "،" and not tokens.words[begin].startswith("و"))
                )
                if end > begin and (verbal or verb_at == at):
                    gender = _female(tokens.words[verb_at]) if verb_at < at else ""
                    found.append(((begin, end), gender, "topic"))
                    i = verb_at
                    continue
        i += 1
    before = subject_before(tokens, at) if at < len(tokens) else None
    if (
        before is not None
        and not _accusative(tokens.words[before[0]])
        and not any(before[0] <= span[0] < before[1] for span, _, _ in found)
    ):
        found.append((before, "", "before"))
    return found


def _begins_clause(tokens: Tokens, index: int) -> bool:
    """Whether a clause begins with token `index`; a quotation mark may stand before its first word."""
    if index == 0:
        return True
    prior = tokens.words[index - 1]
    if prior == '"' and tokens.words[index] != '"':
        return index == 1 or is_complementiser(tokens.words[index - 2]) or tokens.words[index - 2] == ":"
    return prior in grammar_words().boundaries or is_complementiser(prior)


def _is_verb(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether a word that opens a clause must be a verb by what follows or by its letters.

    No genitive ends in ون («ورفع المحتجون»), an accusative behind the phrase is the object of a verb («عقد
    المجلس اجتماعا»), and a rare word in ت that takes no article is a verb in the feminine («فاجأت»).
    """
    word = tokens.words[index]
    bare = split(word)[1] if word[0] in "وف" else word
    follower = tokens.words[index + 1]
    if not bare.isalpha() or bare.startswith("ال") or not follower[0].isalpha():
        return False
    if follower.startswith("ال") and follower.endswith("ون") and len(follower) > 6:
        return frequency(follower[:-2] + "ين") > 0
    if len(bare) > 3 and bare.endswith("ت") and not frequency("ال" + bare):
        return not bare.endswith("ات") or not frequency(bare)
    end = _noun_phrase(tokens, index + 1, stop)
    if index + 1 < end < stop and _accusative(tokens.words[end]) and not _time(tokens.words[end]):
        return True
    if index == 0 and word[0] == "و" and follower.startswith("ال"):
        whole = noun_phrase(tokens, index, stop)
        return tokens.word(whole) in grammar_words().prepositions
    return _fronted(tokens, index) and not _names(word)


def _fronted(tokens: Tokens, index: int) -> bool:
    """Whether an adverbial phrase that ends in a comma stands before token `index`: «وفي المساء، عقد ...»."""
    if tokens.word(index - 1) != "،" or not index < _FRONT:
        return False
    first = tokens.words[0]
    return split(first)[1] in grammar_words().prepositions and "،" not in tokens.words[: index - 1]


def _names(word: str) -> bool:
    """Whether a phrase that names somebody may begin with the folded word."""
    lang = people()
    classes = lang.classes
    known = (classes.bodies, classes.media, classes.heads, classes.honorifics, classes.given)
    more = (classes.quantifiers, lang.roles, lang.states, lang.capitals)
    return any(word in group for group in (*known, *more))


def _may_be_verb(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether a word that opens a clause, of no class that a subject begins with, stands before a subject."""
    word = tokens.words[index]
    bare = word[1:] if word[0] == "و" and len(word) > 3 else word
    if index + 1 >= stop or bare.startswith("ال") or not bare.isalpha():
        return False
    if _is_verb(tokens, index, stop):
        return True
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
    if _time(first) or first[0].isdigit() or _accusative(first) or _prepositional(first):
        return start
    end = noun_phrase(tokens, start, stop)
    for i in range(start + 1, end):
        word = tokens.words[i]
        if _accusative(word) or (word[0].isdigit() and tokens.words[i - 1] not in ('"', "(")):
            return i
        prior = tokens.words[i - 1]
        if finite(tokens, i) and _definite(prior):
            return i
        if prior.startswith("ال") and _begins_other(prior, word):
            return i
    return end


def _begins_other(prior: str, word: str) -> bool:
    """Whether the folded word behind the definite `prior` begins another phrase: «المحتجون لافتات».

    Behind a plural in ون any word without the article does, behind another noun but a title a common one.
    """
    if word.startswith(("ال", "و")) or _prepositional(word) or not word.isalpha():
        return False
    if prior.endswith("ون"):
        return True
    lang = people()
    titled = prior in lang.roles or prior in lang.classes.honorifics
    return not titled and word not in lang.classes.given and frequency("ال" + word) >= _FREQUENT


def _prepositional(word: str) -> bool:
    """Whether the folded word is a noun behind «ب» or «ل»."""
    return word not in grammar_words().fused and (proclitic(word, "ب") or proclitic(word, "ل"))


def _definite(word: str) -> bool:
    """Whether no genitive can follow the folded word: it has the article, or is a name, which takes none."""
    if word.startswith("ال"):
        return True
    return word.isalpha() and not frequency("ال" + word) and not frequency(word + "ه")


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
