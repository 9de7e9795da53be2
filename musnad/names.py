"""Names as they are shown and compared: marks dropped, case endings normalised, short forms matched."""

from __future__ import annotations

import re
from functools import lru_cache

from musnad.lang.known import Person, index
from musnad.lang.people import People, people
from musnad.morphology import analyse
from musnad.text import fold_text
from musnad.words import frequency, looks_like_verb, split

WORD = re.compile(r"[^\W_]+(?:[.\-'/][^\W_]+)*")
"""A word of a folded text; «بي.بي.سي» and hyphened names are one."""

Key = tuple[str, ...]
"""The folded words of a name."""

_NOISE = re.compile(
    r"[#\"«»“”„‟❝❞〝〞＂‹›\u0640\u00ad\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f]"
)
_SPACE = re.compile(r"[\s_]+")
_FIGURES = re.compile(r"\s*\([^()]*[0-9٠-٩][^()]*\)")
_TANWIN = re.compile("[\u064b-\u064d]?ا[\u064b-\u064d]?$")


def clean(text: str) -> str:
    """A name as it is shown: no hashtags, quotation marks, tatweel or invisible marks, single spaces."""
    name = _SPACE.sub(" ", _NOISE.sub("", text)).strip(" ,،;؛:-–—.")
    return name + ")" if name.count("(") > name.count(")") else name


def without_figures(name: str) -> str:
    """A name without figures in brackets: «ثلث المشاركين (33%)»."""
    return _FIGURES.sub("", name)


def stem(word: str) -> str:
    """A folded word without the article and the feminine ending."""
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    return word[:-1] if word.endswith("ه") and len(word) > 3 else word


def name_key(words: Key) -> Key:
    """Folded words with «عبدالله» as two."""
    if not any(w.startswith("عبدال") and len(w) > 6 for w in words):
        return words
    out: list[str] = []
    for word in words:
        if word.startswith("عبدال") and len(word) > 6:
            out += ["عبد", word[3:]]
        else:
            out.append(word)
    return tuple(out)


def skeleton(word: str) -> str:
    """The consonants of a folded word."""
    return "".join(c for c in word if c not in "اويهء")


def within(short: Key, long: Key) -> bool:
    """Whether the words of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(word in rest for word in short)


def same_person(short: Key, long: Key) -> bool:
    """Whether `short` is a run of the words of `long`, or has its first and last."""
    size = len(short)
    if any(long[i : i + size] == short for i in range(len(long) - size + 1)):
        return size > 1 or short[0] not in people().classes.joined
    return size > 1 and short[0] == long[0] and short[-1] == long[-1] and within(short, long)


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether a word is a common noun too: one that stands with the article and without it."""
    if " " in word:
        return False
    if word.startswith("ال") and len(word) > 4:
        return frequency(word[2:]) > 0
    return frequency(word) > 0 and frequency("ال" + word) > 0


@lru_cache(maxsize=65536)
def is_rare(word: str) -> bool:
    """Whether a word is known for nothing else than a name: no common noun, no verb, no clitics before it."""
    before, _, after = split(word)
    if len(word) < 3 or is_common(word) or looks_like_verb(word) or before not in ("", "ال") or after:
        return False
    dual = word[0] == "ي" and len(word) > 5 and word.endswith(("ان", "ون"))
    accusative = word.endswith("ا") and frequency("ال" + word[:-1]) > 0
    return not accusative and not dual and not analyse(word)


def known_end(words: Key, first: int, stop: int) -> int:
    """Where the name of somebody whom the tables know ends, if one begins at word `first`; else `first`.

    A name that goes on as names do is a longer one, perhaps of somebody else.
    """
    for size in index().sizes.get(words[first], ()):
        end = first + size
        if size == 1 or end > stop:
            continue
        rows = index().rows.get(words[first:end], ())
        if any(isinstance(match.entry, Person) for match in rows):
            return end if end == stop or not _of_name(words[end]) else first
    return first


def _of_name(word: str) -> bool:
    classes = people().classes
    return (
        word in classes.given or word in classes.joined or (word.startswith("ال") and not is_common(word))
        or is_rare(word)
    )  # fmt: skip


def unprefixed(word: str, lang: People) -> str:
    """A folded word without a proclitic that is surely one: «للبيان» gives «البيان», «ووالد» «والد»."""
    if word.startswith("لل") and len(word) > 4:
        return "ال" + word[2:]
    if len(word) <= 3 or word[0] not in "وفلب" or word in lang.classes.complements or word in lang.roles:
        return word
    rest = word[1:]
    known = (
        rest in lang.roles
        or rest in lang.classes.bodies
        or rest in lang.classes.media
        or rest in lang.classes.heads
        or rest in lang.classes.documents
        or rest in lang.states
        or rest in lang.capitals
        or (rest.startswith("ال") and len(rest) > 4)
    )
    return rest if known else word


def indefinite(name: str) -> str:
    """A noun phrase without the accusative ending of its first words: «تقريراً» gives «تقرير»."""
    if not fold_text(name.split(" ", 1)[0]).endswith("ا"):
        return name
    classes = people().classes
    words = name.split(" ")
    for i, word in enumerate(words):
        folded = fold_text(word)
        if not folded.endswith("ا") or len(folded) < 4:
            break
        if i == 0 and not any(
            folded[:-1] in c for c in (classes.documents, classes.heads, classes.quantifiers)
        ):
            break
        words[i] = _TANWIN.sub("", word)
    return " ".join(words)


def _subject(word: str) -> str:
    return word[:-2] + "ون" if word.endswith("ين") and len(word) > 4 else word


def nominative(name: str) -> str:
    """A group as a subject: «مسؤولين محليين» gives «مسؤولون محليون», «ممثلي الشركة» «ممثلو الشركة»."""
    words = name.split(" ")
    head = words[0]
    if head.endswith("ين") and len(head) > 4:
        words[0] = _subject(head)
        for i, word in enumerate(words[1:], 1):
            bare = word.removeprefix("و")
            if not bare.endswith("ين") or len(bare) < 5 or bare.startswith("ال") != head.startswith("ال"):
                break
            words[i] = _subject(word)
    elif len(words) > 1 and len(head) > 4 and head.endswith("ي"):
        bare = fold_text(head[:-1])
        if bare + "ون" in people().classes.heads or bare in people().roles:
            words[0] = head[:-1] + "و"
    elif fold_text(head) in people().classes.peoples:
        words = [_subject(word) for word in words]
    return " ".join(words)
