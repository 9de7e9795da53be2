"""Where the reporter speaks again behind what somebody said: marks, closing relays, further cues."""

from __future__ import annotations

import re

from musnad.lang.grammar import grammar_words
from musnad.phrases import is_complementiser, is_participle, masdar_like, opener_kind, relay_start
from musnad.tokens import Tokens, finite
from musnad.words import looks_like_verb, split

# A closing relay («..., بحسب رويترز») is looked for no further than this from the sentence's end.
_RELAY_REACH = 24
# A participle in the accusative, which tells what the speaker did meanwhile: «، مستخدما ...».
_ADVERBIAL = re.compile(r"م\w{3,6}ا")


def breaks_off(tokens: Tokens, index: int, start: int, kind: str, stop: int) -> bool:
    """Whether, by rule, content of this kind that opens at `start` ends at `index`, bounded by `stop`."""
    running = runs_on(tokens, start, kind)
    word = tokens.words[index]
    if kind == "quote" and tokens.closer[start] == index and not running:
        return _quotation_done(tokens, index, stop)
    phrase = kind not in ("inna", "quote") and not is_complementiser(tokens.word(start + 1))
    if word in "؛;":
        return phrase or _speaks_again(tokens, index + 1, stop)
    if running:
        return is_participle(tokens, index) and _leads_on(tokens, index, stop)
    if word in "،,-–—":
        return _resumes(tokens, index + 1, stop) or (
            phrase and word in "،," and _ends_at_comma(tokens, index + 1)
        )
    return word[0].isalnum() and _breaks_bare(tokens, index, stop, phrase)


def runs_on(tokens: Tokens, start: int, kind: str) -> bool:
    """Whether the content at `start` is direct speech without a closing mark, or behind a bare colon."""
    return kind == "quote" and (start in tokens.unclosed or not tokens.closer[start])


def _ends_at_comma(tokens: Tokens, index: int) -> bool:
    """Whether a comma ends content that is a mere phrase: unless the phrase is plainly carried on."""
    word = tokens.word(index)
    if word in grammar_words().carry_on or not word or not word[0].isalnum():
        return False
    if word in ("وقد", "ولقد", "وكان", "وكانت") or any(
        f.conjunction and f.part in ("masdar", "noun") for f in tokens.forms[index]
    ):
        return True
    # «، والأمن ...»: a second member; «، وتوجه ...»: a clause of the reporter's.
    return not (split(word)[0].startswith("و") and not looks_like_verb(word) and not finite(tokens, index))


def _quotation_done(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether a quotation that ended before `index` ends the content as well."""
    if index >= stop:
        return True
    word = tokens.words[index]
    if word in ".؛؟!":
        return True
    if word in "،,":
        follower = tokens.word(index + 1)
        # «...»، و«...»: the quotation goes on under the same cue.
        return not (follower == "و" and tokens.word(index + 2) == '"')
    if word in "-–—(/":
        return True
    if word == "و" and tokens.word(index + 1) == '"':
        return False
    return _breaks_bare(tokens, index, stop, True) or (
        finite(tokens, index) and bool(tokens.forms[index][0].conjunction)
    )


def _resumes(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether, behind a comma, the reporter speaks again at `index`."""
    if index >= stop:
        return True
    words = grammar_words()
    word = tokens.words[index]
    follower = tokens.word(index + 1)
    if is_participle(tokens, index) and _has_complement(tokens, index, stop):
        return True
    if word in words.resume_sure or f"{word} {follower}" in words.resume_sure:
        return True
    if word == "في" and (follower in words.medium_nouns):
        return True
    if _ADVERBIAL.fullmatch(word) and not tokens.closer[index]:
        return True
    if word in ("الذي", "التي"):
        return False
    return _speaks_again(tokens, index, stop)


def _speaks_again(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether another verb of saying with content of its own begins the clause: «، حيث قال إن»."""
    for at in range(index, min(index + 5, stop)):
        word = tokens.words[at]
        if is_complementiser(word.removeprefix("و")) or word in ".،؛" or tokens.closer[at]:
            return False
        if finite(tokens, at) and tokens.word(at - 1) not in ("الذي", "التي", "ما"):
            # Without its conjunction, or a word such as حيث before it, the verb belongs to what is told.
            led = at > index or bool(tokens.forms[at][0].conjunction)
            return led and _has_complement(tokens, at, stop)
    return False


def _has_complement(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether content of its own follows the cue at `index` soon."""
    forms = tokens.forms[index]
    for at in range(index + 1, min(index + 16, stop)):
        if any(opener_kind(tokens, at, f) for f in forms):
            return True
        if tokens.words[at] in ".؛،":
            break
    if not any("object" in f.cue.complements for f in forms) or index + 1 >= stop:
        return False
    return (
        tokens.words[index + 1][0].isalnum() and tokens.words[index + 1] not in grammar_words().prepositions
    )


def _breaks_bare(tokens: Tokens, index: int, stop: int, phrase: bool) -> bool:
    """Whether the reporter speaks again at `index` though no comma says so.

    `phrase` says that the content is a phrase or has just been closed by its quotation mark.
    """
    words = grammar_words()
    word = tokens.words[index]
    if not tokens.forms[index] and word not in words.breakers:
        return False
    if is_participle(tokens, index) and word.endswith(("ا", "ه", "ين")):
        return _leads_on(tokens, index, stop)
    if word in words.relays and word != "كما" and len(tokens) - index <= _RELAY_REACH:
        return closes_relay(tokens, index) and cites(tokens, index)
    if f"{word} {tokens.word(index + 1)}" in words.resume_bare:
        return True
    if phrase and word in ("رغم", "برغم", "بينما", "دون"):
        return True
    if word in ("غير", "الا", "بيد") and is_complementiser(tokens.word(index + 1)):
        return phrase or _speaks_again(tokens, index + 2, stop)
    if word in ("بينما", "فيما", "وذلك"):
        return phrase or _speaks_again(tokens, index + 1, stop)
    return (
        phrase
        and finite(tokens, index)
        and bool(tokens.forms[index][0].conjunction)
        and _has_complement(tokens, index, stop)
    )


def cites(tokens: Tokens, index: int) -> bool:
    """Whether the relay word at `index` cites somebody, rather than a plan or a rule."""
    words = grammar_words()
    if (
        tokens.words[index] == "حسبما"
        or tokens.word(index + 1) in words.said
        or relay_start(tokens, index) > index + 1
    ):
        return True
    head = split(tokens.word(index + 1))[1]
    heads = (tokens.word(index + 1), head, "ال" + head)
    return tokens.word(index + 1) == '"' or any(
        h in words.media_heads or h in words.role_heads or h in words.documents for h in heads
    )


def _leads_on(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether the participle at `index` has content of its own right behind it."""
    at = index + 1
    if at >= stop:
        return False
    if any(
        opener_kind(tokens, at, f) or ("object" in f.cue.complements and masdar_like(tokens, at))
        for f in tokens.forms[index]
    ):
        return True
    return at + 1 < stop and is_complementiser(tokens.words[at + 1])


def closes_relay(tokens: Tokens, index: int) -> bool:
    """Whether the relay word at `index` leads to a short phrase that ends its clause."""
    words = grammar_words()
    follower = tokens.word(index + 1)
    if follower in words.said or follower in ("ما", "لما", "مما") or tokens.words[index] == "حسبما":
        return True
    start = relay_start(tokens, index)
    for at in range(start, min(start + 14, len(tokens))):
        if tokens.words[at] in ".،؛":
            return True
    return len(tokens) - start < 14
