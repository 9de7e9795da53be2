"""What a noun phrase that speaks says of its speaker: a name, a role, a body, a state, a document.

Nothing here looks outside the phrase; `speakers` ties phrases of one report together.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace

from musnad.lang.grammar import grammar_words
from musnad.lang.people import People, people
from musnad.model import EntityKind
from musnad.morphology import analyse
from musnad.text import Folded, fold

WORD = re.compile(r"[^\W_]+(?:[.\-'/][^\W_]+)*")
_BREAK = re.compile(r"[,،;؛:()\[\]\n]|(?:^|\s)[-–—]|[-–—](?:\s|$)")
_PREPOSITIONS = frozenset(
    "في من عن على الي لدي باسم بين حول مع ضد بشان خلال عبر بعد قبل منذ حتي بان ان ضمن عند امام خارج داخل".split()
)
_ON = "على"  # the folded form of a name too, so told apart by its printed last letter
_JOINED = frozenset("عبد عبيد بن بنت ابن ابو ابي ابا ام ال ذو ذي دي فان فون دو دا لا لو".split())
_LONGEST_NAME = 6
_GENERIC = frozenset("وكاله شبكه صحيفه جريده موقع".split())


@dataclass(frozen=True, slots=True)
class Party:
    """Who a phrase speaks of.

    `name` is the phrase as printed without titles, marks and descriptions; `key` its folded words.
    `head` is the bare noun that names the kind (وزاره، مصدر), `roles` the bare role nouns, `marks` the
    other words of the role, adjectives of states as the state's code. `points` marks a phrase that
    needs an antecedent (الوزير، المصدر ذاته). `issuer` is the phrase behind a document.
    `at` is where the name stands in the phrase, in code points.
    """

    name: str
    key: tuple[str, ...]
    kind: EntityKind
    at: tuple[int, int]
    head: str | None = None
    role: str | None = None
    roles: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    anonymous: bool = False
    points: bool = False
    gender: str = ""
    number: str = "s"
    state: str | None = None
    rule: str = "source"
    issuer: tuple[int, int] | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Where a phrase stands: behind a preposition, with a nominal cue; `known` are words of its report."""

    governed: bool = False
    nominal: bool = False
    known: Container[str] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a phrase; `breaks[i]` is whether punctuation, `marks[i]` whether a quotation mark, precedes word i."""

    text: str
    folded: Folded
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[bool, ...]
    quotes: tuple[bool, ...]

    def shown(self, first: int, last: int) -> str:
        """Words [first, last) as printed, without hashtags, quotation marks and tatweel."""
        if first >= last:
            return ""
        start, end = self.at(first, last)
        return clean(self.text[start:end])

    def at(self, first: int, last: int) -> tuple[int, int]:
        span = self.folded.span(self.starts[first], self.ends[last - 1])
        return span.start, span.end


_NOISE = re.compile(r"[#\"«»“”„‟❝❞〝〞＂‹›\u0640\u00ad\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f]")
_HARD = re.compile(r"[.؟?!:()\n\[\]]")
_SPACE = re.compile(r"[\s_]+")


def clean(text: str) -> str:
    """A name as it is shown: no hashtags, quotation marks, tatweel or invisible marks, single spaces."""
    name = _SPACE.sub(" ", _NOISE.sub("", text)).strip(" ,،;؛:-–—.")
    return name + ")" if name.count("(") > name.count(")") else name


def stem(word: str) -> str:
    """A folded word without the article and the feminine ending."""
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    return word[:-1] if word.endswith("ه") and len(word) > 3 else word


def name_key(words: tuple[str, ...]) -> tuple[str, ...]:
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


def _phrase(text: str) -> Phrase:
    folded = fold(text)
    matches = list(WORD.finditer(folded.text))
    return phrase_of(
        text, folded, tuple(m.group() for m in matches), tuple(m.start() for m in matches), tuple(m.end() for m in matches)
    )


def phrase_of(text: str, folded: Folded, words: tuple[str, ...], starts: tuple[int, ...], ends: tuple[int, ...]) -> Phrase:
    """A phrase over words of `folded`; the offsets of what is read from it are those of `text`."""
    body = folded.text
    breaks = [False]
    quotes = [bool(starts) and '"' in body[max(starts[0] - 2, 0) : starts[0]]]
    for i in range(1, len(words)):
        gap = body[ends[i - 1] : starts[i]]
        if gap == " ":
            breaks.append(False)
            quotes.append(False)
        else:
            breaks.append(_BREAK.search(gap) is not None)
            quotes.append('"' in gap)
    if "علي" in words:
        words = tuple(_ON if w == "علي" and text[folded.origin(ends[i] - 1)] == "ى" else w for i, w in enumerate(words))
    return Phrase(text, folded, words, starts, ends, tuple(breaks), tuple(quotes))


def unprefixed(word: str, lang: People) -> str:
    """The word without a proclitic that is surely one: «للبيان» gives «البيان», «ووالد» «والد»."""
    if word.startswith("لل") and len(word) > 4:
        return "ال" + word[2:]
    if len(word) > 3 and word[0] in "وفلب" and word not in lang.complements and word not in lang.roles:
        rest = word[1:]
        if (
            rest in lang.roles
            or rest in lang.bodies
            or rest in lang.media
            or rest in lang.unnamed
            or rest in lang.documents
            or rest in lang.states
            or rest in lang.capitals
            or (rest.startswith("ال") and len(rest) > 4)
        ):
            return rest
    return word


def parse(text: str, context: Context = Context()) -> Party:
    """The party that `text`, a noun phrase, names where it stands in `context`.

    Never raises; a phrase without words is a role with the text as its name.
    """
    phrase = _phrase(text)
    if not phrase.words:
        return Party(clean(text) or text, (), "unnamed", (0, len(text)))
    return _Parser(phrase, context).party()


def parse_words(phrase: Phrase) -> tuple[Party, int] | None:
    """The person named behind the title that opens `phrase`, a run of text, with the words read; None without."""
    parser = _Parser(phrase, Context())
    body = phrase.folded.text
    for i in range(1, parser.end):
        if phrase.breaks[i] and _HARD.search(body, phrase.ends[i - 1], phrase.starts[i]):
            parser.end = i
            break
    first, last = parser.behind(0, parser.end)
    last = parser.run(first, last)
    if first >= last or first == 0:
        return None
    role = parser.role(0, first)
    party = replace(parser.make(first, last, "person"), role=role.text, roles=role.roles, marks=role.marks)
    return replace(party, gender="f" if parser.first in parser.lang.feminine else "m"), last


@dataclass(frozen=True, slots=True)
class _Role:
    text: str
    roles: frozenset[str]
    marks: frozenset[str]
    gender: str


class _Parser:
    """One phrase being read, left to right."""

    def __init__(self, phrase: Phrase, context: Context) -> None:
        self.p = phrase
        self.lang = people()
        self.first = unprefixed(phrase.words[0], self.lang)
        if context.governed and self.first == phrase.words[0] and len(self.first) > 3 and self.first[0] == "ل":
            self.first = self.first[1:]
        if self.first == phrase.words[0] and len(self.first) > 4 and self.first[0] in "ول" and self.first[1:] in context.known:
            if self.first[0] == "و" or self.first[1:] not in self.lang.complements:
                self.first = self.first[1:]
        self.cut = len(phrase.words[0]) - len(self.first) if phrase.words[0].endswith(self.first) else 0
        self.words = (self.first, *phrase.words[1:])
        self.pointing = self.words[0] in _DEMONSTRATIVES and len(self.words) > 1
        if self.pointing or self.words[:2] == ("كل", "من") and len(self.words) > 2:
            self._drop(1 if self.pointing else 2)
        self.same = self.pointing or any(w in self.lang.same for w in self.words[1:])
        self.context = context
        self.end = self._end()

    def _drop(self, count: int) -> None:
        """Read the phrase without its first words."""
        p = self.p
        self.p = replace(
            p, words=p.words[count:], starts=p.starts[count:], ends=p.ends[count:],
            breaks=(False, *p.breaks[count + 1 :]), quotes=p.quotes[count:],
        )  # fmt: skip
        self.words, self.first, self.cut = self.p.words, self.p.words[0], 0

    def _end(self) -> int:
        """Where the description of a named source begins, or the number of words."""
        for i in range(1, len(self.words)):
            word = self.words[i]
            if word in self.lang.relatives or word in self.lang.same:
                return i
        return len(self.words)

    def name(self, first: int, last: int) -> str:
        shown = self.p.shown(first, last)
        if first == 0 and self.first != self.p.words[0]:
            at = self.p.at(0, last)
            printed = self.p.text[at[0] : at[1]].lstrip('#"«“')
            rest = printed[1:] if self.cut else printed
            if self.p.words[0].startswith("لل") and self.first.startswith("ال"):
                rest = "ال" + printed[2:]
            elif not self.cut:
                rest = printed
            shown = clean(rest)
        return shown

    def make(self, first: int, last: int, kind: EntityKind) -> Party:
        """A party named by words [first, last)."""
        at = self.p.at(first, last)
        if first == 0 and self.cut == 1 and self.p.text[at[0] : at[0] + 1] not in '#"«“':
            at = (at[0] + 1, at[1])
        return Party(self.name(first, last), name_key(self.words[first:last]), kind, at)

    def party(self) -> Party:
        lang, words, first = self.lang, self.words, self.first
        state = self.state()
        if state is not None:
            return state
        bare = first[2:] if first.startswith("ال") else first
        definite = first is not bare and first.startswith("ال")
        alone = self.end == 1 or all(w in lang.same for w in words[1:])
        if bare in lang.documents or first in lang.documents or (bare[-1:] == "ا" and bare[:-1] in lang.documents):
            return self.document(bare if bare in lang.documents or first in lang.documents else bare[:-1])
        if first in lang.quantifiers or first[0].isdigit() or (first[-1:] == "ا" and first[:-1] in lang.unnamed):
            return self.unnamed(bare)
        if first in lang.roles or first in lang.honorifics or words[:2] in lang.phrases or words[:3] in lang.phrases:
            return self.titled(bare, definite)
        if first in lang.unnamed or (definite and bare in lang.unnamed):
            return self.unnamed(bare)
        if bare in lang.media or bare in lang.bodies:
            return self.body(bare, definite, alone)
        if first in lang.seats or " ".join(words[:2]) in lang.seats:
            return replace(self.make(0, self.end, "organisation"), rule="source")
        if first in lang.outlets:
            return replace(self.make(0, self.end, "medium"), gender="f")
        if self._plural(first):
            return self.group()
        return self.plain()

    def state(self) -> Party | None:
        lang, words = self.lang, self.words
        end = self.end
        for stop in range(min(end, 4), 0, -1):
            name = " ".join(words[:stop])
            if stop < end and not self.p.breaks[stop] and words[stop] not in _APPOSED:
                continue
            if name in lang.states:
                code = lang.states[name]
                return replace(self.make(0, stop, "state"), state=code, gender=self._state_gender(code))
            if name in lang.capitals:
                code = lang.capitals[name]
                return replace(self.make(0, stop, "state"), state=code, rule="capital", gender=self._state_gender(code))
        if end == 1 and self.context.nominal and words[0] in lang.adjectives and not words[0].startswith("ال"):
            code = lang.adjectives[words[0]]
            return replace(self.make(0, 1, "state"), state=code, rule="adjective", gender=self._state_gender(code))
        return None

    @staticmethod
    def _state_gender(code: str) -> str:
        return "m" if code in {"IQ", "LB", "JO", "SD", "YE", "MA", "SO", "VA"} else "f"

    @staticmethod
    def _plural(word: str) -> bool:
        return len(word) > 5 and word.startswith("ال") and word[-2:] in ("ون", "ين")

    def document(self, bare: str) -> Party:
        """A document; where its issuer follows, the issuer's words are `issuer`."""
        lang, words = self.lang, self.words
        gender = "f" if self.first.endswith("ه") or self.first.endswith("ات") or bare in ("نتائج", "ارقام", "صور") else "m"
        issuer = self._issuer(bare)
        last = next((i for i in range(1, self.end) if self.p.breaks[i] and not self._parenthesis(i)), self.end)
        last = next((i for i in range(2, last) if self.p.breaks[i] and self.p.breaks[i - 1] and words[i][0].isdigit()), last)
        party = self.make(0, last, "document")
        numbered = any(w[0].isdigit() for w in words[1:last])
        definite = self.first.startswith("ال")
        points = definite and not numbered and (last == 1 or self.same or (last == 2 and words[1].startswith("ال")))
        if bare in ("بيان", "بلاغ") and issuer is None:
            points = True
        return replace(
            party, name=indefinite(party.name), head=bare.removesuffix("ا") if bare not in lang.documents else bare, gender=gender,
            points=points, anonymous=not definite and issuer is None and last == 1, issuer=issuer,
        )  # fmt: skip

    def _issuer(self, bare: str) -> tuple[int, int] | None:
        """Where the words stand of whoever speaks through a document: «بيان صادر عن وزارة الصحة»."""
        lang, words = self.lang, self.words
        if bare not in lang.issued:
            return None
        start, sure = 1, False
        while start < len(words):
            word = words[start]
            if word in lang.issuing or word in lang.relatives:
                sure = sure or word not in lang.relatives
            elif not (word in lang.adjectives or word in _STATEMENT):
                break
            start += 1
        if start >= len(words) or (not sure and self.first.startswith("ال")):
            return None
        word = unprefixed(words[start], lang)
        bare = word[2:] if word.startswith("ال") else word
        if not (sure or word != words[start] or word in lang.roles or bare in lang.bodies or bare in lang.media or word in lang.states or word in lang.outlets):
            return None
        stop = next((i for i in range(start, len(words)) if words[i] in lang.relatives), len(words))
        if word not in lang.roles:
            stop = next((i for i in range(start + 1, stop) if self.p.breaks[i]), stop)
        if start >= stop or words[start] in _WEEK:
            return None
        return self.p.at(start, stop)

    def unnamed(self, bare: str) -> Party:
        """A source that is described: anonymous, unless a definite noun points back to a named one."""
        words = self.words
        head = bare
        if self.first in self.lang.quantifiers and len(words) > 1:
            head = words[1][2:] if words[1].startswith("ال") else words[1]
        end = self.end
        while end > 1 and words[end - 1][0].isdigit() and self.p.breaks[end - 1]:
            end -= 1
        party = self.make(0, end, "unnamed")
        name, plural = party.name, False
        if self.first[-2:] in ("ون", "ين") and len(self.first) > 4 or self.first[-1] in "وي" and self.first[:-1] + "ون" in self.lang.unnamed:
            name, plural = nominative(name), True
        elif self.context.governed and self.first in _PEOPLE:
            name = " ".join(_subject(w) for w in name.split(" "))
        name = indefinite(_FIGURES.sub("", name))
        if self.first in ("مصادر", "المصادر", "تقارير", "وسائل", "صور", "مشاهد", "لقطات", "مقاطع", "جماعات", "منظمات", "المنظمات") or self.first.endswith("ات"):
            gender = "f"
        else:
            gender = "f" if self.first.endswith("ه") else "m"
        number = "p" if plural or self.first in ("شهود", "سكان", "خبراء", "نشطاء", "بعض", "عدد") else "s"
        definite = self.first.startswith("ال")
        points = definite and (end == 1 or self.same or end == 2)
        kind: EntityKind = "group" if number == "p" or gender == "f" and self.first not in ("مصادر", "المصادر") else "unnamed"
        return replace(
            party, name=name, head=head, gender=gender, number=number, anonymous=True, points=points, kind=kind,
            marks=self._marks(1, end), roles=frozenset({stem(bare)}),
        )  # fmt: skip

    def group(self) -> Party:
        """«المستثمرون»: people by what they do; «الحوثيون» by what they are."""
        name = nominative(self.make(0, self.end, "group").name)
        anonymous = self.first[-3:] not in ("يون", "يين")
        return replace(self.make(0, self.end, "group"), name=name, anonymous=anonymous, number="p", gender="m", head=self.first[2:])

    def _marks(self, first: int, last: int) -> frozenset[str]:
        found: set[str] = set()
        for word in self.words[first:last]:
            code = self.lang.adjectives.get(word) or self.lang.states.get(word)
            if code:
                found.add(code)
                continue
            if word in _PREPOSITIONS or word in self.lang.roles or word in self.lang.same or len(word) < 3:
                continue
            if word[0] in "وب" and word[1:3] == "ال":
                word = word[1:]
            elif word.startswith("لل"):
                word = "ال" + word[2:]
            found.add(stem(word))
        return frozenset(found)

    def body(self, bare: str, definite: bool, alone: bool) -> Party:
        """A body or medium under its name; «الوزارة» points back."""
        lang, words = self.lang, self.words
        kind: EntityKind = "medium" if bare in lang.media else "organisation"
        gender = "f" if bare.endswith("ه") or bare in ("قوات", "وحدات", "كتائب") else "m"
        end = self.end
        for i in range(1, end):
            if self.p.breaks[i] and not self._parenthesis(i):
                end = i
                break
        first, last = 0, end
        quoted = next((i for i in range(1, end) if self.p.quotes[i]), 0)
        if self.p.quotes[0] and quoted:
            end = last = quoted
            quoted = 0
        if quoted:
            close = next((i for i in range(quoted + 1, end) if self.p.quotes[i]), end)
            last = close
            if bare in _GENERIC and 1 <= quoted <= 2:
                first = quoted
            elif quoted > 2 and bare == "وكاله":
                last = quoted
        elif kind == "medium" and end > 1 and words[1] in lang.outlets and bare in _GENERIC and words[1] in ("رويترز", "فرانس"):
            first = 1
        if kind == "medium" and bare == "وكاله" and first == 0:
            for i in range(1, last):
                if words[i] in ("الرسميه", "الحكوميه") or self._parenthesis(i):
                    last = i
                    break
        if bare == "منظمه" and not quoted and last > 1 and (words[1:last] == ("الامم", "المتحده") or not words[1].startswith("ال")):
            if not definite and words[1] not in lang.complements and words[1][0] != "ل":
                first = 1
        party = self.make(first, last, kind)
        points = definite and (alone or end == 1 or self.same or all(self._adjective(w) for w in words[1:end]))
        return replace(party, head=bare, gender=gender, points=points, marks=self._marks(1, last))

    def _parenthesis(self, index: int) -> bool:
        gap = self.p.folded.text[self.p.ends[index - 1] : self.p.starts[index]]
        return "(" in gap and not self.words[index].isascii()

    @staticmethod
    def _adjective(word: str) -> bool:
        return word.startswith("ال") and word.endswith(("ي", "يه"))

    def plain(self) -> Party:
        """A phrase that opens with a name, perhaps with a role behind it."""
        lang, words = self.lang, self.words
        stop = self.end
        for i in range(1, stop):
            if self.p.breaks[i] and not self._parenthesis(i):
                stop = i
                break
            if words[i] in lang.roles and words[i - 1] not in _JOINED and not self._like_name(i):
                stop = i
                break
            if i > 1 and words[i] in _PREPOSITIONS:
                stop = i
                break
        if self.p.quotes[0]:
            stop = next((i for i in range(1, stop) if self.p.quotes[i]), stop)
        joint = any(w[0] == "و" and w[1:] in lang.states for w in words[1:stop])
        latin = words[0].isascii()
        definite = self.first.startswith("ال")
        kind: EntityKind = "person"
        if joint or latin or self._has_body(1, stop):
            kind = "organisation"
        party = self.make(0, stop, kind)
        if stop < len(words) and words[stop] in lang.roles:
            return _with(party, self.role(stop, self.end))
        roles = next((i for i in range(stop, len(words)) if words[i] in lang.roles), None)
        if roles is not None:
            return _with(party, self.role(roles, len(words)))
        return replace(party, points=definite and self.same, joint=joint)

    def _described(self) -> bool:
        """Whether an indefinite role only describes: «وزير بريطاني», «مدير كبير», «متحدث باسم ...»."""
        lang, words = self.lang, self.words
        if self.first.startswith("ال") or self.first not in lang.roles:
            return False
        if len(words) > 1 and not words[1].startswith("ال") and (words[1] in lang.adjectives or words[1] in _QUALITIES):
            return not any(self.p.breaks[2:]) and not any(w in lang.given for w in words[2:])
        return self.first in lang.unnamed and not any(self.p.breaks[1:])

    def _like_name(self, index: int, first: int = 0) -> bool:
        """Whether a word that may be a role stands as part of a name: «رحيم أمين», «خولة الخطيب»."""
        word = self.words[index]
        bare = word[2:] if word.startswith("ال") else word
        if bare not in _AMBIGUOUS or self.p.breaks[index]:
            return False
        if word is bare:
            return not self._next_complement(index)
        return index == first + 1 and bare not in ("مشير", "امام")

    def _has_body(self, first: int, last: int) -> bool:
        return any(w in self.lang.bodies or w in self.lang.outlets for w in self.words[first:last])

    def role(self, first: int, last: int) -> _Role:
        """What words [first, last) say as a role."""
        last = next((i for i in range(first + 1, last) if self.words[i] in self.lang.relatives), last)
        words = self.words[first:last]
        return _Role(
            self.name(first, last),
            frozenset(self.lang.roles[w] for w in words if w in self.lang.roles),
            self._marks(first, last),
            "f" if words[0] in self.lang.feminine else "m",
        )

    def titled(self, bare: str, definite: bool) -> Party:
        """A phrase that opens with a title or role: the name behind it, or the role alone."""
        lang, words = self.lang, self.words
        first, last = (self.end, self.end) if self._described() else self.behind(0, self.end)
        gender = "f" if self.first in lang.feminine else "m"
        if first < last:
            party = self.make(first, last, "person")
            role = self.role(0, first)
            after = next((i for i in range(last, len(words)) if words[i] in lang.roles), None)
            if after is not None:
                extra = self.role(after, len(words))
                role = replace(role, roles=role.roles | extra.roles, marks=role.marks | extra.marks)
            return replace(_with(party, role), gender=gender)
        base = lang.roles.get(self.first, bare)
        anonymous = not definite and self.first in lang.unnamed
        party = self.make(0, self.end, "unnamed" if anonymous else "role")
        role = self.role(0, self.end)
        return replace(
            party, head=stem(base), gender=gender, anonymous=anonymous, points=not anonymous,
            role=role.text, roles=role.roles, marks=role.marks,
        )  # fmt: skip

    def run(self, first: int, last: int) -> int:
        """Where a name that begins at word `first` of a running text ends, at most `last`."""
        lang, words, grammar = self.lang, self.words, grammar_words()
        i = first
        while i < last and i - first < _LONGEST_NAME:
            word = words[i]
            joined = i > first and words[i - 1] in _JOINED
            if not joined and (
                word[0].isdigit()
                or self.p.quotes[i] and i > first
                or word in lang.complements
                or word in lang.adjectives
                or word in lang.states
                or word in lang.relatives
                or word in grammar.time
                or word in grammar.prepositions
                or word in grammar.complementisers
                or word in grammar.resume
                or (i > first and (word in lang.unnamed or word in lang.bodies or (len(word) > 3 and analyse(word))))
                or (i > first and word[0] == "و" and len(word) > 4 and (word[1:] in lang.roles or word[1:] in lang.complements or word[1:3] == "ال"))
                or (i == first and (word in lang.unnamed or word in lang.documents or analyse(word)))
            ):
                break
            i += 1
            if word.startswith("ال") and len(word) > 4 and not joined and i > first + 1:
                break
        return i

    def behind(self, start: int, end: int) -> tuple[int, int]:
        """The words of the name behind a title that begins at `start`; equal bounds where there is none."""
        lang, words = self.lang, self.words
        i = start
        opened = False  # a noun in the construct state asks for its complement
        person = False  # the last word was a title that only a name follows
        while i < end:
            word = words[i]
            if i > start and self.p.breaks[i] and not (word in lang.roles or word in lang.honorifics):
                break
            if any(words[i : i + n] in lang.phrases for n in (2, 3)):
                i += 3 if words[i : i + 3] in lang.phrases else 2
                opened, person = False, True
                continue
            if word in lang.honorifics and not (opened and not word.startswith("ال")):
                person, opened = True, False
            elif word in lang.roles and not (
                not word.startswith("ال")
                and i > start
                and (person or (word in _AMBIGUOUS and not opened))
                and not self._next_complement(i)
            ):
                opened = not word.startswith("ال")
                person = not opened
            elif word in _PREPOSITIONS or word[0] in "بل" and (
                word[1:] in lang.complements or word[1:] in lang.states or word[1:] in lang.roles or word[1:] in ("اسمها", "اسمه", "اسمهم") or self._hamza(i)
            ):
                opened, person = True, False
            elif word in lang.adjectives:
                opened, person = False, not opened or person
            elif word.startswith(("ال", "وال", "لل", "بال")) and len(word) > 4:
                opened = False
            elif word in lang.states or " ".join(words[i : i + 2]) in lang.states:
                i += 1 if word in lang.states else 2
                opened = False
                continue
            elif (word in lang.complements or word in lang.bodies or word in lang.media or word[0] == "و" and word[1:] in lang.complements) and not (
                person and words[i - 1] in lang.honorifics
            ):
                opened = True
            elif opened:
                opened = False
            elif word in lang.outlets and i > start and words[i - 1] in lang.outlets:
                pass
            else:
                break
            i += 1
        if i >= end or (i == end - 1 and words[i] in lang.same):
            if end - start >= 2 and words[end - 2] in lang.honorifics and words[end - 1] not in lang.roles and words[end - 1] not in lang.adjectives:
                return end - 1, end
            return i, i
        first = i
        if self.p.breaks[first] and words[first] in lang.roles:
            return first, first
        while i < end:
            word = words[i]
            if i > first:
                if self.p.breaks[i]:
                    break
                if words[i - 1] not in _JOINED and not self._like_name(i, first) and (word in lang.roles or word in lang.honorifics and word.startswith("ال") and len(word) > 4):
                    break
                if word in _PREPOSITIONS:
                    break
            i += 1
        return first, i

    def _hamza(self, index: int) -> bool:
        """Whether the printed word has a hamza behind its first letter, which is then a particle (لأوبك)."""
        at = self.p.at(index, index + 1)
        return self.p.text[at[0] + 1 : at[0] + 2] in ("أ", "إ", "آ")

    def _next_complement(self, index: int) -> bool:
        """Whether the word behind `index` makes it a role: an article, a noun of roles, a state."""
        if index + 1 >= len(self.words):
            return False
        word = self.words[index + 1]
        return word.startswith("ال") or word in self.lang.complements or word in self.lang.bodies or word in self.lang.states


def _with(party: Party, role: _Role) -> Party:
    return replace(party, kind="person", role=role.text, roles=role.roles, marks=role.marks, gender=role.gender)


def indefinite(name: str) -> str:
    """A noun phrase without the accusative ending of its first words: «تقريراً» gives «تقرير»."""
    words = name.split(" ")
    for i, word in enumerate(words):
        folded = fold(word).text
        if folded.endswith("ا") and len(folded) > 4 and (i > 0 or folded[:-1] in people().documents | people().unnamed | people().quantifiers):
            words[i] = word[:-1] if word.endswith("ا") else re.sub("[\u064b\u064c\u064d]?ا[\u064b]?$", "", word)
        else:
            break
    return " ".join(words)


def nominative(name: str) -> str:
    """A group as a subject: «مسؤولين أميركيين» gives «مسؤولون أميركيون», «مسلحي» «مسلحو»."""
    words = name.split(" ")
    head = words[0]
    if head.endswith("ين") and len(head) > 4:
        words[0] = head[:-2] + "ون"
        for i, word in enumerate(words[1:], 1):
            joined = word[1:] if word.startswith("و") else word
            if joined.endswith("ين") and len(joined) > 4 and (joined.startswith("ال") == head.startswith("ال")):
                words[i] = word[:-2] + "ون"
            else:
                break
    elif head.endswith("ي") and len(head) > 4 and len(words) > 1 and fold(head[:-1]).text + "ون" in people().unnamed | _GROUPS:
        words[0] = head[:-1] + "و"
    return " ".join(words)


_PEOPLE = frozenset("سكان شهود خبراء نشطاء علماء نواب عمال تجار اهالي طلاب زعماء قاده".split())
_FIGURES = re.compile(r"\s*\([^)]*[0-9٠-٩][^)]*\)")


def _subject(word: str) -> str:
    return word[:-2] + "ون" if word.endswith("ين") and len(word) > 4 else word


_AMBIGUOUS = frozenset("شاهد امين امير سلطان مختار نجم بطل ملك عميد حارس سيد شيخ صاحب عالم امام خطيب شاعر راعي ناظر مشير".split())
_QUALITIES = frozenset("كبير كبيره رفيع رفيعه بارز بارزه سابق سابقه محلي محليه حكومي حكوميه حوثي حوثيه متطرف حزبي امني عسكري دولي اوروبي غربي عربي ايزيدي كردي".split())
_STATEMENT = frozenset("مقتضب مشترك رسمي صحفي صحافي ختامي اخر جديد الاخيره الاخير جديده سابق مكتوب منفصل".split())
_WEEK = frozenset("السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه اليوم امس اعلن".split())
_APPOSED = frozenset("حليفه حليف جاره جار اقوي اكبر ابرز اقرب".split())
_DEMONSTRATIVES = frozenset("هذا هذه هذان هذين هؤلاء ذلك تلك".split())
_GROUPS = frozenset("مسلحون سائقون ممثلون قياديون محامون موظفون مسؤولون محققون".split())
