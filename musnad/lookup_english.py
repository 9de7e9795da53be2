"""Persons named in the running text of an English report, where no phrase that speaks gives them in full."""

from __future__ import annotations

from bisect import bisect_left

from musnad.furniture_english import medium_named
from musnad.lang.english import english
from musnad.mentions import WINDOW, Words
from musnad.names import Key
from musnad.parties import Party
from musnad.parties_english_persons import names_body, person
from musnad.text import Folded
from musnad.titles_english import (
    Phrase,
    marks_of,
    name_run,
    plural_role,
    role_base,
    state_code,
    surname,
    titled,
    words_of,
)

_PLACES = 40
"""How many places of a word are tried; bounds the work on a text that repeats one word."""
_KEPT = 2_000
"""Persons, and bodies, of one report that are kept."""
_TITLE_WORDS = 8
_LONGEST_NAME = 4
_LONGEST_BODY = 8
_HEADLINES = 40
"""Words within which a line may be a headline."""


class EnglishLookup:
    """The indexed words of one report.

    `list` are its words, `starts` and `origins` where each begins in the folded text and in the text itself.
    `persons` are those named in full or behind a title, `bodies` those with a noun of bodies in their name or
    an acronym for one; each in order, with its offset in the text.
    """

    def __init__(self, text: str, folded: Folded, words: Words) -> None:
        self.text = text
        self.folded = folded
        self.words = words
        self.english = english()
        self.lang = self.english.people
        self.list = tuple(words_of(folded, 0, min(len(folded.text), WINDOW)))
        self.starts = [word.start for word in self.list]
        even = len(folded.text) == len(text)
        self.origins = self.starts if even else [folded.origin(start) for start in self.starts]
        self.bodies: list[tuple[int, Party]] = []
        self.persons: list[tuple[int, Party]] = []
        self._name_all()
        self._by_word: dict[str, list[Party]] = {}
        for _, party in self.persons:
            for word in dict.fromkeys((party.key[0], party.key[-1])):
                self._by_word.setdefault(word, []).append(party)

    def count(self, *names: str) -> int:
        """How often the words stand in the text."""
        return sum(len(self.words.index.get(name, ())) for name in names)

    def holders(self, role: str) -> list[Party]:
        """The persons named behind the role `role`, in order."""
        return [party for _, party in self.persons if role in party.roles][:_PLACES]

    def at(self, start: int) -> int:
        """The first word at or behind folded offset `start`."""
        return bisect_left(self.starts, start)

    def behind(self, offset: int) -> int:
        """The first word at or behind `offset` of the text itself."""
        return bisect_left(self.origins, offset)

    def _name_all(self) -> None:
        """Fill `persons` and `bodies`."""
        for first, last in self._runs():
            party, known = self._person(first, last), self.persons
            if party is None:
                party, known = self._body(first, last), self.bodies
            if party is not None and len(known) < _KEPT:
                known.append((party.at[0], party))

    def _body(self, first: int, last: int) -> Party | None:
        """The body that a run of capitals names."""
        words, lang = self.list, self.english
        if words[first].text in lang.openers and last - first > 1:
            first += 1
        inner = words[first:last]
        head = next((w.low for w in reversed(inner) if w.low in lang.bodies or w.low in lang.firms), None)
        acronym = len(inner) == 1 and inner[0].text.isupper() and len(inner[0].text) > 2
        if (head is None and not acronym) or (len(inner) == 1 and not acronym) or len(inner) > _LONGEST_BODY:
            return None
        if state_code(" ".join(w.text for w in inner), lang) is not None:
            return None
        phrase = Phrase(self.text, self.folded, words, ())
        if medium_named(phrase.shown(first, last)) is not None:
            return None
        return Party(
            phrase.shown(first, last), phrase.key(first, last), phrase.at(first, last), "organisation",
            head=head, marks=marks_of(inner, lang), gender="n",
        )  # fmt: skip

    def _runs(self) -> list[tuple[int, int]]:
        """The runs of capitals in the text, headlines in title case left out."""
        words, lang = self.list, self.english
        runs: list[tuple[int, int]] = []
        line_end, headline = 0, False
        i = 0
        while i < len(words):
            word = words[i]
            if word.start >= line_end:
                stop = self.folded.text.find("\n", word.start)
                line_end = len(self.folded.text) if stop < 0 else stop + 1
                headline = i < _HEADLINES and self._headline(i, min(self.at(line_end), i + 30), line_end)
            if not word.capital or headline or not word.text[0].isalpha():
                i += 1
                continue
            last = self._unbroken(i, name_run(words, i, min(len(words), i + 12), lang))
            last = self._joined(last)
            runs.append((i, last))
            i = last
        return runs

    def _headline(self, first: int, last: int, end: int) -> bool:
        """Whether a line is a headline in title case, whose capitals tell nothing."""
        long = [word for word in self.list[first:last] if len(word.text) > 4 and word.text.isalpha()]
        stopped = self.folded.text[:end].rstrip()[-1:] in (".", "!", "?", '"', ":")
        return not stopped and len(long) > 2 and all(word.capital for word in long)

    def _joined(self, last: int) -> int:
        """The end of a body's name that goes on with «and» or «of»: «Roads and Bridges Authority»."""
        words, lang = self.list, self.english
        if last + 1 >= len(words) or words[last].low not in ("and", "of") or words[last].gap != " ":
            return last
        behind = last + 1 + (words[last + 1].low == "the")
        stop = self._unbroken(behind, name_run(words, behind, min(len(words), behind + 6), lang))
        if stop == behind or words[behind].gap != " " or words[last - 1].possessive:
            return last
        noun = words[stop - 1] if words[last].low == "and" else words[last - 1]
        return stop if noun.low in lang.bodies or noun.low in lang.firms else last

    def _unbroken(self, first: int, last: int) -> int:
        """The end of the run of words that spaces, initials and nicknames join."""
        for i in range(first + 1, last):
            gap = self.list[i].gap
            before = self.list[i - 1]
            short = (
                len(before.text) == 1 or before.low in self.english.honorifics or before.low in ("jr", "sr")
            )
            if gap.strip(' "') not in ("", ".") or (gap.strip().startswith(".") and not short):
                return i
        return last

    def _person(self, first: int, last: int) -> Party | None:
        """The person whom the run of capitals names, with the title before or in it."""
        words, lang = self.list, self.english
        name = first
        for i in range(first, last):
            if (
                (titled(words[i], lang) and not plural_role(words[i].low, lang) and i + 1 < last)
                or (words[i].low in lang.topics and self._complement(i) and i + 1 < last)
                or (state_code(words[i].text, lang) is not None and name == i and i + 1 < last)
            ):
                name = i + 1
        # Words of a nationality or body before the title: «Bellator President Jo Hill».
        if words[first].low in lang.openers and name == first and last - first > 1:
            name = first + 1
        start = name
        if first < name and words[first].text not in lang.openers and not words[first].possessive:
            start = first
        while start and name - start < _TITLE_WORDS and self._of_title(start - 1):
            start -= 1
        has_title = any(titled(w, lang) for w in words[start:name])
        size = last - name
        given = words[name].text in lang.given and size > 1
        if not (given or (has_title and size >= 1)) or size > _LONGEST_NAME + 1:
            return None
        if words[name].low in lang.calendar and (
            size == 1 or words[name].low not in ("april", "may", "june", "august")
        ):
            return None
        if names_body(words[name:last], lang) or (
            titled(words[last - 1], lang) and not surname(words, last - 1, name, lang)
        ):
            return None
        if state_code(" ".join(w.text for w in words[name:last]), lang) is not None:
            return None
        if not has_title:
            start = name
        phrase = Phrase(self.text, self.folded, words, ())
        return person(words, phrase, name, last, (start, name))

    def _of_title(self, index: int) -> bool:
        """Whether a word before a name belongs to its title."""
        words, lang = self.list, self.english
        word, behind = words[index], words[index + 1]
        if word.possessive:
            return False
        dot = behind.gap.strip() == "." and word.low in lang.honorifics
        if not (not behind.gap.strip() or dot) or plural_role(word.low, lang):
            return False
        low = word.low
        return (
            role_base(low, lang) is not None
            or low in lang.honorifics
            or low in lang.qualities
            or (state_code(word.text, lang) is not None and word.capital)
            or (low in lang.bodies and titled(behind, lang))
        )

    def _complement(self, index: int) -> bool:
        """Whether a word ends the complement of a role: «Secretary of State»."""
        words = self.list
        first = index
        while first > index - 3 and first and words[first].low in self.english.topics:
            first -= 1
        return first > 0 and words[first].low == "of" and titled(words[first - 1], self.english)

    def full(self, key: Key) -> Party | None:
        """The person named in full whose name ends in the words of `key`, or begins with them."""
        begins: Party | None = None
        known: list[Party] = [*self._by_word.get(key[-1], []), *self._by_word.get(key[0], [])]
        for party in known[:_PLACES]:
            if len(party.key) > len(key):
                if party.key[-len(key) :] == key:
                    return party
                if begins is None and party.key[: len(key)] == key:
                    begins = party
        return begins or self._unknown(key)

    def _unknown(self, key: Key) -> Party | None:
        """A run of two to four capitals within a sentence that ends in the words of `key`."""
        words, lang = self.list, self.english
        for place in self.words.index.get(key[0], [])[:_PLACES]:
            i = self.at(self.words.starts[place])
            last = i + len(key)
            if tuple(w.text for w in words[i:last]) != key:
                continue
            first = i
            while first and i - first < _LONGEST_NAME - 1 and self._tied(first):
                first -= 1
            if first < i and name_run(words, first, last, lang) == last:
                phrase = Phrase(self.text, self.folded, words, ())
                return person(words, phrase, first, last, (first, first))
        return None

    def _tied(self, index: int) -> bool:
        """Whether the word before `index` may belong to the same name."""
        word, behind = self.list[index - 1], self.list[index]
        return (
            behind.gap in (" ", "-")
            and (
                word.capital
                or (word.low in self.english.joined and word.low not in ("of", "the", "and", "for"))
            )
            and not word.possessive
            and not titled(word, self.english)
            and word.low not in self.english.bodies
            and word.text not in self.english.openers
            and state_code(word.text, self.english) is None
            and (word.gap == " " or word.text in self.english.given or len(word.text) == 1)
        )
