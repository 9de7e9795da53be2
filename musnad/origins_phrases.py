"""Phrases that tell whence words come: documents by their nouns, correspondents and colleagues, the press at
large, and «جاء ذلك في ...».
"""

from __future__ import annotations

from collections.abc import Iterator

from musnad.lang.grammar import grammar_words
from musnad.lang.origin_words import words
from musnad.model import Span
from musnad.names import WORD
from musnad.text import Folded, fold

_REACH = 20
"""Words of a phrase that are looked at."""
_NAMED = 2
"""Words of a phrase of means among which its noun stands: «في بيان», «عبر بيان»."""
_CLITICS = frozenset(("", "و", "ف", "ب", "ل", "ال", "وال", "بال", "وب", "لل"))
_OWNERS = ("هم", "ها", "هما", "ه")
_ARTICLES = frozenset(("a", "an", "the"))


def document_noun(phrase: str) -> str:
    """The name of the kind of document that a phrase names; where no list has it its own first word."""
    if (listed := listed_noun(phrase)) is not None:
        return listed
    found = (word for word in WORD.findall(fold(phrase).text) if word.lower() not in _ARTICLES)
    return next(found, "").removeprefix("ال")


def listed_noun(phrase: str, among: int = _NAMED) -> str | None:
    """The name of the kind of document that a list has for one of the first words of a phrase."""
    documents = words().documents
    for word in WORD.findall(fold(phrase).text)[:among]:
        for form in (word, word[1:], word[2:], word[3:]):
            cut = word[: len(word) - len(form)]
            if cut in _CLITICS:
                for bare in (form, *(form[: -len(own)] for own in _OWNERS if form.endswith(own))):
                    if bare in documents:
                        return documents[bare]
    return None


def told_before(phrase: str) -> bool:
    """Whether a phrase calls a document by its noun alone, as one that was told of before: «البيان», «في
    التقرير».
    """
    prepositions = grammar_words().prepositions
    found = [word for word in WORD.findall(fold(phrase).text) if word not in prepositions]
    return len(found) == 1 and ("ال" in found[0][:3] or found[0].startswith("لل"))


def is_press(name: str) -> bool:
    """Whether a name means the press at large: «وسائل إعلام محلية»."""
    return words().press.match(fold(name).text) is not None


def reports_for(phrase: str) -> str | None:
    """For whom a correspondent reports, as printed behind his noun; "" for one of the paper's own
    («مراسلنا»), None for a phrase of no correspondent, and for one of whom nothing more is told.
    """
    head, _, rest = phrase.partition(" ")
    forms = _forms(fold(head).text)
    if not forms.isdisjoint(words().ours):
        return ""
    return rest.strip() or None if not forms.isdisjoint(words().correspondents) else None


def of_the_paper(rest: str) -> bool:
    """Whether what stands behind a correspondent is the paper itself: «الصحيفة», «القناة في عدن»."""
    found = WORD.findall(fold(rest).text)
    closed = len(found) < 2 or found[1] in grammar_words().prepositions
    return bool(found) and found[0] in words().papers and closed


def names_colleague(phrase: str) -> bool:
    """Whether a phrase names a colleague of whoever prints it: «مع الزميلة فلانة», not «الزميل النائب»."""
    found = WORD.findall(fold(phrase).text)[:_REACH]
    for word, behind in zip(found, (*found[1:], ""), strict=True):
        if not _forms(word).isdisjoint(words().colleagues):
            return not behind.startswith("ال")
    return False


def _forms(word: str) -> set[str]:
    """A folded word with and without «لـ» before it."""
    return {word, word.removeprefix("ل"), "ال" + word[2:] if word.startswith("لل") else word}


def came(folded: Folded) -> Iterator[Span]:
    """The phrases behind «جاء ذلك» that say in or on what it came, up to the next mark or clause; linear."""
    for found in words().came.finditer(folded.text):
        yield folded.span(*found.span("phrase"))
