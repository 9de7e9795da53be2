"""Phrases inside one sentence: what opens content, and where a noun phrase ends."""

from __future__ import annotations

import re
from functools import lru_cache

from musnad.lang.grammar import grammar_words
from musnad.morphology import Form, cues, phrases
from musnad.text import fold_text
from musnad.tokens import Tokens
from musnad.words import looks_like_verb, split

_PHRASE = 28


# Prepositions that more often belong to the occasion than to the content of a verb that also takes a
# clause; they open the content only where no clause or quotation follows.
RELATIVES = frozenset(("الذي", "التي", "الذين", "اللذان", "اللتان", "والذي", "والتي"))


def is_complementiser(word: str) -> bool:
    """Whether the folded word is إنّ، أنّ، بأنّ or فإنّ, with or without a pronoun."""
    return word in grammar_words().complementisers


@lru_cache(maxsize=65536)
def proclitic(word: str, letter: str) -> bool:
    """Whether the folded word carries the one-letter preposition `letter` in front."""
    if letter not in word[:3] or word in grammar_words().prepositions:
        return False
    return letter in split(word)[0].replace("ال", "")


def is_participle(tokens: Tokens, index: int) -> bool:
    """Whether the token is a participle of saying in adverbial use: مشيراً، مؤكدة."""
    for form in tokens.forms[index]:
        if form.part == "participle" and not form.definite and not form.preposition:
            return True
    return False


def relay_start(tokens: Tokens, index: int) -> int:
    """The index of the noun that a relay word at `index` leads to: past لـ، ما، a verb and عن."""
    at = index + 1
    if tokens.words[index] == "نقلا" and tokens.word(at) == "عن":
        return at + 1
    if tokens.word(at) in ("ما", "لما", "مما"):
        at += 1
    if at < len(tokens) and any(f.part in ("past", "present") for f in tokens.forms[at]):
        at += 1
    return at


def opener_kind(tokens: Tokens, index: int, form: Form) -> str:
    """How the token at `index` opens the content of a cue of this form, or an empty string.

    ``inna``, ``quote`` (a colon or a quotation mark) or the preposition itself.
    """
    word = tokens.words[index]
    if not tokens.closer[index] and not _opens(word):
        return ""
    takes = _folded_complements(form.cue.complements)
    if is_complementiser(word):
        return "inna" if "inna" in takes or "an" in takes else ""
    if word == ":":
        return "quote" if "quote" in takes and index + 1 < len(tokens) else ""
    if tokens.closer[index]:
        return "quote" if "quote" in takes else ""
    if word in takes:
        return takes[word]
    if "inna" in takes and word in grammar_words().interrogatives and _asks(tokens, index):
        return "inna"
    for letter in ("ب", "ل"):
        if letter in takes and _fused_opener(tokens, index, letter):
            return letter
    return ""


@lru_cache(maxsize=65536)
def _opens(word: str) -> bool:
    """Whether the folded word may open the content of any cue."""
    words = grammar_words()
    particle = word in words.complementisers or word in words.interrogatives or word == ":"
    return particle or word[0] in "بل" or word in _complements()


@lru_cache(maxsize=1)
def _complements() -> frozenset[str]:
    """The complements of all cues, folded."""
    takes = [cue.complements for cue in cues()]
    takes += [phrase.complements for rows in phrases().values() for phrase in rows]
    return frozenset(fold_text(name) for names in takes for name in names)


@lru_cache(maxsize=4096)
def _folded_complements(complements: tuple[str, ...]) -> dict[str, str]:
    """The complements by their folded form."""
    return {fold_text(name): name for name in complements}


def _asks(tokens: Tokens, index: int) -> bool:
    """Whether an indirect question begins here: ما إذا، إذا كان، كيف ..."""
    word = tokens.words[index]
    if word in ("ما", "عما"):
        return tokens.word(index + 1) == "اذا"
    if word == "اذا":
        return tokens.word(index + 1).startswith(("كان", "ما"))
    return word in ("لماذا", "ماذا", "هل")


def _fused_opener(tokens: Tokens, index: int, letter: str) -> bool:
    word = tokens.words[index]
    if word in (letter, letter + "ـ"):
        return True
    words = grammar_words()
    if word in words.fused or word in words.relays or not word.startswith(letter):
        return False
    if letter == "ل" and split(word)[1] in words.addressees:
        return False
    return proclitic(word, letter)


def name_quotation(tokens: Tokens, index: int) -> bool:
    """Whether the quotation that opens at `index` holds a mere name: a few words and no speech."""
    close = tokens.closer[index]
    if not close or close - index > 10:
        return False
    inner = tokens.words[index + 1 : close - 1]
    if not inner or any(word in "،؟!:" or is_complementiser(word) for word in inner):
        return False
    if any(word in grammar_words().verbal for word in inner):
        return False
    if any(word == "." and tokens.spaced(index + 1 + at) for at, word in enumerate(inner)):
        return False
    return not any(looks_like_verb(word) for word in inner) and index > 0 and tokens.words[index - 1] != ":"


def noun_phrase(tokens: Tokens, start: int, stop: int, form: Form | None = None) -> int:
    """The index just behind the noun phrase that begins at `start`; `start` itself if none does.

    `form` is the cue whose content must not be swallowed. A relative clause without a comma stays
    inside; one behind a comma does not.
    """
    words = grammar_words()
    role = False
    index = start
    stop = min(stop, start + _PHRASE, len(tokens))
    while index < stop:
        word = tokens.words[index]
        if not word[0].isalnum():
            index = _past_mark(tokens, index, start, stop)
            if index < 0:
                return -index - 1
            continue
        if index == start and _begins_nothing(word):
            return start
        if index > start:
            if is_complementiser(word) or _is_time(tokens, index) or word in words.relays:
                return index
            if (
                form is not None
                and opener_kind(tokens, index, form)
                and not (role and word in words.within and _belongs(tokens, index))
            ):
                return index
            if form is not None and "object" in form.cue.complements and begins_object(tokens, index):
                return index
            if word in words.resumptive:
                return index
            if word in RELATIVES:
                return _relative_end(tokens, index, stop, form)
            if word in words.prepositions:
                if not _within(tokens, index, role):
                    return index
                index = min(index + 2, stop)
                continue
            if _ends_phrase(tokens, index):
                return index
        role = role or word in words.role_heads
        index += 1
    return index


def _begins_nothing(word: str) -> bool:
    """Whether no noun phrase begins with the folded word: a particle, with or without و."""
    words = grammar_words()
    if word in words.prepositions or word in RELATIVES or word in words.resumptive:
        return True
    return is_complementiser(word) or split(word)[1] in words.prepositions


def _belongs(tokens: Tokens, index: int) -> bool:
    """Whether the preposition at `index` ties a role to its place or body: مصدر في ...، عضوة ... عن حزب."""
    words = grammar_words()
    follower = tokens.word(index + 1)
    return not is_complementiser(follower) and follower in words.belongs


def _is_time(tokens: Tokens, index: int) -> bool:
    """Whether the word is an expression of time, and not the العام of النائب العام."""
    word = tokens.words[index]
    if word not in grammar_words().time:
        return False
    prior = tokens.word(index - 1)
    if word == "العام":
        return not (prior.startswith("ال") or prior in grammar_words().role_heads)
    # صباح and فجر are names too.
    return prior not in ("الشيخ", "الشيخه", "الامير", "الاميره", "بن", "بنت", "عبد")


def _within(tokens: Tokens, index: int, role: bool) -> bool:
    """Whether the preposition at `index` stands inside the phrase: مصدر في الحكومة، ناشط من منظمة."""
    words = grammar_words()
    word, follower = tokens.words[index], tokens.word(index + 1)
    if word not in words.within or follower in words.medium_nouns or follower in words.time:
        return False
    return role or word == "لدي" or follower in words.belongs


def _past_mark(tokens: Tokens, index: int, start: int, stop: int) -> int:
    """Where the phrase goes on behind the mark at `index`, or the negated end less one."""
    word = tokens.words[index]
    if tokens.closer[index] and name_quotation(tokens, index) and tokens.closer[index] <= stop:
        return tokens.closer[index]
    if (
        word == "."
        and len(tokens.words[index - 1]) <= 2
        and index > start
        and tokens.words[index - 1].isalpha()
    ):
        return index + 1
    if word == "(" and index > start:
        for close in range(index + 1, min(index + 7, stop)):
            if tokens.words[close] == ")":
                return close + 1
    if (
        word in "/-."
        and 0 < index < len(tokens) - 1
        and not tokens.spaced(index)
        and not tokens.spaced(index - 1)
    ):
        return index + 2
    return -index - 1


def _ends_phrase(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    words = grammar_words()
    if word in words.fused:
        return False
    if any(f.part in ("past", "present", "participle") and not f.definite for f in tokens.forms[index]):
        if is_participle(tokens, index) and word.endswith("ا"):
            return True
        return looks_like_verb(word) or any(f.conjunction == "و" for f in tokens.forms[index])
    if word == "ل":
        return True
    if proclitic(word, "ل"):
        return split(word)[1] in words.addressees or "ال" + split(word)[1] in words.addressees
    if proclitic(word, "ب"):
        return tokens.word(index - 1) not in words.role_heads
    return looks_like_verb(word)


def _relative_end(tokens: Tokens, index: int, stop: int, form: Form | None) -> int:
    """The end of a relative clause that no comma sets off: the content's opener or a mark."""
    for end in range(index + 1, stop):
        word = tokens.words[end]
        if word in "،؛-(" or (
            form is not None and (is_complementiser(word) or opener_kind(tokens, end, form) == "quote")
        ):
            return end
    return index


_TANWIN = "\u064b"
_MASDAR = re.compile(r"(?:ا(?:.ت..?ا.|ن..ا.|ست.{1,3}ا.)|ت..ي.|م.ا..ه)(?:ه|ها|هم|هما|نا)?")


@lru_cache(maxsize=65536)
def _patterned(word: str) -> bool:
    return bool(_MASDAR.fullmatch(word))


def masdar_like(tokens: Tokens, index: int) -> bool:
    """Whether the word can head a bare phrase of what was said: a verbal noun without the article."""
    word = tokens.word(index)
    if not word:
        return False
    if word in grammar_words().object_heads:
        return True
    if word.startswith("ال"):
        return False
    return _patterned(word) or any(f.part == "masdar" and not f.definite for f in tokens.forms[index])


def begins_object(tokens: Tokens, index: int) -> bool:
    """Whether a bare object begins at `index`, behind a noun phrase that can end there."""
    if not _can_end(tokens, index - 1):
        return False
    if masdar_like(tokens, index):
        return True
    if tokens.words[index].startswith("ال") or _TANWIN not in tokens.text:
        return False
    return _TANWIN in tokens.printed(index)[-2:]


def _can_end(tokens: Tokens, index: int) -> bool:
    """Whether a noun phrase can end with this word: it has the article, is a name or closes a bracket."""
    word = tokens.words[index]
    words = grammar_words()
    if word.startswith(("ال", "لل")) or word in ')"':
        return True
    if word in words.prepositions or word in words.fused or not word[0].isalpha():
        return False
    return word not in words.role_heads and word not in words.naming and word not in words.media_heads
