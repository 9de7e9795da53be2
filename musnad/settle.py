"""Subject and object told apart with what the whole report shows.

«دعا فلان الحكومة إلى ...» puts two noun phrases side by side with no mark between. One sentence may not
tell where the first ends; the report often does: a person named alone elsewhere is a whole subject.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from musnad.lang.grammar import grammar_words
from musnad.lang.people import people
from musnad.model import Attribution, Span
from musnad.objects import beside, transitive, without_object
from musnad.text import Folded, fold_text
from musnad.words import frequency

_FOLDED = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\s،,:.؛()]+")
# Rules whose verb stands before its subject, so that an object may follow the subject.
_BOTH = ("verb-subject", "verb-called")
TAGGER = "tagger"
"""The rule of what only the tagger found; with a grammar's rule behind a plus, both found it."""
# Blanks between a verb and the subject right behind it.
_NEAR = 2
# A word with the article is a common noun, and no surname, where it and its bare form are both frequent.
_COMMON = 30


def _may_hold_object(a: Attribution) -> bool:
    """Whether the source stands behind its verb, by the rule or, for the tagger's, by its place."""
    if _of_tagger(a):
        return a.source is not None and a.cue.end < a.source.start <= a.cue.end + _NEAR
    return a.rule.startswith(_BOTH)


def _of_tagger(a: Attribution) -> bool:
    return a.rule.startswith(TAGGER)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the whole report shows: names that are subjects by themselves, words and pairs of words."""

    alone: Counter[str]
    words: Counter[str]
    pairs: Counter[tuple[str, str]]


def settle(folded: Folded, text: str, attributions: list[Attribution]) -> list[Attribution]:
    """Cut the object off the source wherever the report shows that the source holds both, or is an object."""
    attributions = _freed(text, attributions)
    chosen = [
        a
        for a in attributions
        if a.source is not None
        and a.lemma in transitive()
        and _may_hold_object(a)
        and " " in a.source.of(text)
    ]
    if not chosen:
        return attributions
    sources = [a.source.of(text) for a in attributions if a.source is not None]
    wanted = {
        word for a in chosen if a.source is not None for word in _FOLDED.findall(_plain(a.source.of(text)))
    }
    seen = _Seen(Counter(source for source in sources if " " not in source), Counter(), Counter())
    last = ""
    for word in _FOLDED.findall(folded.text):
        if word in wanted:
            seen.words[word] += 1
            if last in wanted:
                seen.pairs[last, word] += 1
        last = word
    return [
        _cut(text, seen, a) if a.source is not None and a.lemma in transitive() else a for a in attributions
    ]


def _freed(text: str, attributions: list[Attribution]) -> list[Attribution]:
    """The attributions without the sources that are objects; those relay nothing either."""
    found = [without_object(text, a) for a in attributions]
    gone = {a.source for a, b in zip(attributions, found, strict=True) if b is not a}
    if not gone:
        return found
    return [replace(a, via=tuple(span for span in a.via if span not in gone)) if a.via else a for a in found]


def _cut(text: str, seen: _Seen, attribution: Attribution) -> Attribution:
    source = attribution.source
    if source is None or not _may_hold_object(attribution):
        return attribution
    phrase = source.of(text)
    words = [(m.start(), m.group()) for m in _WORD.finditer(phrase)]
    for at in range(1, min(len(words), 16)):
        start = words[at][0]
        head = phrase[:start].rstrip()
        # The tagger tells subject and object apart by itself: only what the report shows beyond doubt is cut.
        splits = _apart if _of_tagger(attribution) else _splits
        if not splits(seen, head, words[at][1]):
            continue
        first = Span(source.start, source.start + len(head))
        rest = Span(source.start + start, source.end)
        return beside(text, replace(attribution, source=first), rest)
    return attribution


def _apart(seen: _Seen, head: str, follower: str) -> bool:
    """Whether the head ends in a name that is a subject elsewhere, and another such, or a noun, follows.

    A body cannot stand in apposition to a role with the article: «حمّل الوزير شركة النقل المسؤولية».
    """
    last = head.rpartition(" ")[2]
    if seen.alone[last] and _plain(last).startswith("ال") and _plain(last)[2:] in grammar_words().role_heads:
        return _plain(follower) in people().classes.bodies
    known = seen.alone[last] > 0 and not last.startswith("ال")
    return known and (_plain(follower).startswith("ال") or seen.alone[follower] > 0)


def _splits(seen: _Seen, head: str, follower: str) -> bool:
    """Whether the phrase is two: its head ends in a name that is a subject elsewhere, or a noun follows."""
    if _apart(seen, head, follower):
        return True
    last = head.rpartition(" ")[2]
    word = _plain(follower)
    article = word.startswith("ال")
    if _nominative(last) and not _agrees(word):
        return True
    if article and word.endswith("ين") and len(word) > 5 and _plain(last).startswith("ال"):
        return not _plain(last).endswith(("ين", "ات"))
    if article and _places(_plain(head)):
        return True
    pair = seen.pairs[_plain(last), word]
    if seen.alone[head] and pair <= 1:
        return True
    if seen.alone[follower] and " " not in head and not head.startswith("ال"):
        # «فلاديمير بوتين» always stands together; «كيم» stands without «بوتين» too.
        return seen.words[_plain(head)] > 2 * pair and not _heads(_plain(head))
    if not article:
        return False
    if " " in head:
        return _surname(_plain(last)) and _common(word)
    if head.startswith("ال"):
        return False
    name = _plain(head)
    return not _heads(name) and _common(word) and frequency("ال" + name) <= 2


def _places(name: str) -> bool:
    """Whether the folded name is that of a state or capital, which stands by itself."""
    known = people()
    return name in known.states or name in known.capitals


def _nominative(word: str) -> bool:
    """Whether a printed word is a sound plural in the nominative: المعارضون."""
    plain = _plain(word)
    return plain.endswith("ون") and len(plain) > 5 and (plain.startswith(("ال", "م")))


def _agrees(word: str) -> bool:
    """Whether a folded word can go on a nominative plural: an adjective of its, or a name with a link."""
    return (
        word.endswith(("ون", "ين"))
        or word.startswith(("ب", "ل", "و"))
        or word in grammar_words().prepositions
    )


def _common(word: str) -> bool:
    """Whether a folded word with the article is a common noun: no adjective of origin, and no role."""
    if word.endswith(("ي", "يه")) or word in grammar_words().role_heads:
        return False
    return min(frequency(word), frequency(word[2:])) >= _COMMON


def _surname(word: str) -> bool:
    """Whether a folded word that ends a phrase is a rare one, as surnames are."""
    return word.isalpha() and frequency(word) <= 2 and frequency(word.removeprefix("ال")) <= _COMMON


def _heads(word: str) -> bool:
    """Whether the folded word is a noun that heads a longer phrase: رئيس، وزارة، وكالة."""
    words = grammar_words()
    return (
        word in words.role_heads or word in words.parties or word in words.media_heads or word in words.naming
    )


@lru_cache(maxsize=4096)
def _plain(phrase: str) -> str:
    return fold_text(phrase)
