"""Titles and roles, and the names behind them, read word by word.

Arabic prints no capitals: where a role ends and a name begins follows from articles, construct states
and classes of words (`lang/ar/titles.toml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from musnad.lang.grammar import grammar_words
from musnad.lang.people import People, people
from musnad.morphology import analyse
from musnad.names import stem
from musnad.wording import Phrase
from musnad.words import frequency, looks_like_verb, split

_HARD = re.compile(r"[.؟?!:()\n\[\]]")
_LONGEST_NAME = 6
_ORDINARY = 20
"""A word seen so often with the article is a noun of the language."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a title says: as printed, its bare role nouns, other words (a state as its code), gender."""

    text: str
    roles: frozenset[str]
    marks: frozenset[str]
    gender: str


def role_of(phrase: Phrase, first: int, last: int) -> Role:
    """Words [first, last) of a phrase as a role."""
    lang = people()
    last = next((i for i in range(first + 1, last) if phrase.words[i] in lang.classes.relatives), last)
    words = phrase.words[first:last]
    roles = frozenset(lang.roles[w] for w in words if w in lang.roles)
    gender = "f" if words[0] in lang.women else "m"
    return Role(phrase.shown(first, last), roles, marks_of(words, lang), gender)


def marks_of(words: tuple[str, ...], lang: People) -> frozenset[str]:
    """What tells one holder of a role, or one body, from another: bare words, states as codes."""
    found: set[str] = set()
    for word in words:
        code = lang.adjectives.get(word) or lang.states.get(word)
        if code:
            found.add(code)
            continue
        if (
            len(word) < 3
            or word in lang.roles
            or word in lang.classes.prepositions
            or word in lang.classes.same
        ):
            continue
        if (word[0] in "وب" and word[1:3] == "ال") or (
            word[0] == "ل"
            and word[1] != "ل"
            and not (
                word in lang.classes.complements or word in lang.classes.given or word in lang.classes.bodies
            )
        ):
            found.add(stem(word[1:]))
        else:
            found.add(stem("ال" + word[2:] if word.startswith("لل") else word))
    return frozenset(found)


def describes(phrase: Phrase) -> bool:
    """Whether an indefinite role only describes: «وزير بريطاني», «مدير كبير», «متحدث باسم ...»."""
    lang = people()
    words, given = phrase.words, lang.classes.given
    if phrase.definite or phrase.first not in lang.roles:
        return False
    second = words[1] if len(words) > 1 else ""
    if second in lang.classes.qualities or (second in lang.adjectives and not second.startswith("ال")):
        return not any(phrase.breaks[2:]) and not any(w in given for w in words[2:])
    if phrase.first not in lang.classes.heads or any(phrase.breaks[1:]):
        return False
    prepositions = lang.classes.prepositions
    return not any(w in given and words[i - 1] not in prepositions for i, w in enumerate(words) if i > 1)


def like_name(phrase: Phrase, index: int, first: int = 0) -> bool:
    """Whether a word that may be a role is part of the name that begins at `first`: «سامي أمين»."""
    word = phrase.words[index]
    bare = word.removeprefix("ال")
    if bare not in people().classes.namesakes or phrase.breaks[index]:
        return False
    if word is bare:
        # «محمد صلاح نجم كذا»: behind two words of a name it is a role, unless it ends the phrase.
        whole = index > first + 1 and phrase.words[index - 1] not in people().classes.joined
        goes_on = index + 1 < len(phrase.words) and not phrase.breaks[index + 1]
        return not _asks(phrase, index) and not (whole and goes_on)
    return index == first + 1 and bare not in ("مشير", "امام")


def _asks(phrase: Phrase, index: int) -> bool:
    """Whether the word behind `index` makes it a role: an article, a noun of roles, a state."""
    if index + 1 >= len(phrase.words):
        return False
    lang, word = people(), phrase.words[index + 1]
    return (
        word.startswith("ال")
        or word in lang.classes.complements
        or word in lang.classes.bodies
        or word in lang.states
    )


def name_behind(phrase: Phrase, end: int) -> tuple[int, int]:
    """The words of the name behind the title that opens `phrase`; equal bounds where there is none."""
    lang, words = people(), phrase.words
    first = _after_title(phrase, end, lang)
    behind = apposed(phrase, end)
    if behind is not None and words[behind[0]] in lang.roles:
        return behind
    if behind is not None and first < behind[0] and words[first] not in lang.classes.given:
        return behind
    if first < end and _attached(words[first], lang):
        first = _past_places(phrase, first, end, lang)
    adjective = first == end - 1 and first > 0 and _describes_her(words[first - 1], words[first])
    if first >= end or adjective or (first == end - 1 and words[first] in lang.classes.same):
        alone = not adjective and end >= 2 and words[end - 2] in lang.classes.honorifics
        alone = alone and _namesake(phrase, end - 2, end, lang) < end
        if alone and words[end - 1] not in lang.roles and words[end - 1] not in lang.adjectives:
            return end - 1, end
        return first, first
    if phrase.breaks[first] and words[first] in lang.roles:
        return first, first
    if _acts(words, first, end, lang):
        return first, first
    i = first + 1
    while i < end and not phrase.breaks[i] and words[i] not in lang.classes.prepositions:
        if i > first and _joins(words[i], lang):
            break
        if (
            closes(phrase, i)
            and words[i - 1] not in lang.classes.joined
            and not (i == first + 1 and _governs_nothing(phrase, i))
        ):
            break
        word = words[i]
        title = word in lang.roles or (
            word in lang.classes.honorifics and word.startswith("ال") and len(word) > 4
        )
        if title and words[i - 1] not in lang.classes.joined and not like_name(phrase, i, first):
            break
        i += 1
    return first, i


def _acts(words: tuple[str, ...], first: int, end: int, lang: People) -> bool:
    """Whether the words behind a title tell what its holder does: «رئيس البلدية يؤجل موسم الحصاد».

    A word in the form of a verb, with a noun of the language behind it that no name has.
    """
    if end - first < 2 or words[first][0] != "ي" or words[first] in lang.classes.given:
        return False
    behind = words[first + 1]
    noun = not behind.startswith("ال") and frequency("ال" + behind) >= _ORDINARY
    return len(words[first]) > 3 and noun and behind not in lang.classes.given


def _past_places(phrase: Phrase, first: int, end: int, lang: People) -> int:
    """The given name behind places with a preposition attached: «مدير الفرع بتبوك وضباء | سامي العنبري»."""
    given = lang.classes.given
    stop = phrase.pause(first + 1, end)
    found = next((i for i in range(first + 1, stop) if phrase.words[i] in given), None)
    before = "" if found is None else phrase.words[found - 1]
    if found is None or before in lang.classes.joined or before in lang.classes.honorifics:
        return first
    return found if stop - found <= _LONGEST_NAME else first


def _attached(word: str, lang: People) -> bool:
    """Whether a word that no name opens with has a preposition in front: «بتبوك», «بالغرفة», «للحجاج»."""
    if word in lang.classes.given or len(word) < 4:
        return False
    return word.startswith(("بال", "لل")) or split(word)[0].startswith(("ب", "ل"))


def _joins(word: str, lang: People) -> bool:
    """Whether «و» joins somebody else to a name: «ونظيره», «ووزير»."""
    before, _, after = split(word)
    return before[:1] == "و" and len(word) > 4 and (bool(after) or word[1:] in lang.roles)


def name_within(phrase: Phrase, stop: int) -> tuple[int, int]:
    """The name in words [0, stop) behind definite words that describe its bearer; (0, stop) without one.

    «المفكر العراقي سامي العنبري», «الهولندي فان برغن», «مرشد الجماعة سامي العنبري».
    """
    lang, words = people(), phrase.words
    classes = lang.classes
    if words[0] in classes.given or words[0] in classes.joined or words[0] in lang.states:
        return 0, stop
    first = next((i for i in range(1, stop) if not _definite(phrase, i)), stop)
    if first == stop or words[first - 1] in classes.honorifics or closes(phrase, first):
        return 0, stop
    known = words[first] in classes.given and (first > 1 or phrase.article(0))
    of = first == 1 and words[0] in lang.adjectives and phrase.article(0)
    fit = known or (of and words[1] not in classes.joined and words[1][0] != "و")
    return (first, stop) if fit else (0, stop)


def _definite(phrase: Phrase, index: int) -> bool:
    """Whether word `index` has the article: «اليخاندرو» is no word without its first letters."""
    word = phrase.words[index]
    known = word.endswith(("ي", "يه")) or frequency(word[2:]) > 0
    return known and word.startswith("ال") and phrase.article(index)


def _describes_her(role: str, word: str) -> bool:
    """Whether the one definite word behind a woman's role is its adjective: «المحامية الشابة»."""
    return role in people().women and role.startswith("ال") and word.startswith("ال") and word.endswith("ه")


def _governs_nothing(phrase: Phrase, index: int) -> bool:
    """Whether a particle ends the phrase, and so is no particle but a name: «جون كي»."""
    word = phrase.words[index]
    return index + 1 == len(phrase.words) and not word[0].isdigit() and word not in grammar_words().time


def apposed(phrase: Phrase, end: int) -> tuple[int, int] | None:
    """The name that a comma sets off behind a long title: «رئيس اتحاد المكاتب والشركات، فلان الفلاني»."""
    lang, words = people(), phrase.words
    first = phrase.pause(1, end)
    last = phrase.pause(first + 1, end)
    name = words[first:last]
    if not 2 <= len(name) <= _LONGEST_NAME or name[0].startswith("ال"):
        return None
    given = lang.classes.given
    if any(
        (w in lang.roles and w not in given) or w in lang.classes.complements or ends_name(w) for w in name
    ):
        return None
    return (first, last) if any(w in given for w in name) else None


def _after_title(phrase: Phrase, end: int, lang: People) -> int:
    """The first word behind the titles, roles and their complements that open `phrase`."""
    classes, words = lang.classes, phrase.words
    i = 0
    opened = False  # a noun in the construct state asks for its complement
    person = False  # a title stands before, behind which only a name is left
    while i < end:
        word = words[i]
        if i and phrase.breaks[i] and word not in lang.roles and word not in classes.honorifics:
            break
        borne = _namesake(phrase, i, end, lang)
        if borne > i:
            opened, person = False, False
            i = borne
            continue
        size = next((n for n in (3, 2) if words[i : i + n] in lang.phrases), 0)
        if size:
            opened, person = False, True
            i += size
            continue
        bare = not word.startswith("ال")
        if word in classes.honorifics and not (opened and bare):
            opened, person = False, True
        elif word in lang.roles and not _role_as_name(phrase, i, opened, person):
            opened, person = bare, not bare
        elif word[0] == "و" and word[1:] in lang.roles and i:
            opened, person = not word.startswith("وال"), word.startswith("وال")
        elif word in classes.prepositions:
            opened, person = True, False
        elif i and word in classes.bound:  # «مدير الأرصاد فيها فلان»
            opened = False
        elif _fused(phrase, i, lang):
            rest = word[1:]
            opened = rest in classes.complements or rest in classes.bodies
            opened = opened or (rest in lang.roles and not rest.startswith("ال"))
            person = False
        elif word == "ال":
            i += 1
            opened = False
        elif person and bare and words[i - 1] in classes.honorifics and word in lang.adjectives:
            break  # «العقيد تركي العنبري»
        elif word in lang.adjectives:
            opened, person = False, not opened or person
        elif phrase.article(i):
            opened = False
        elif word in lang.states or " ".join(words[i : i + 2]) in lang.states:
            i += 0 if word in lang.states else 1
            opened = False
        elif _construct(word, lang) and not (
            person and (words[i - 1] in classes.honorifics or word in classes.given)
        ):
            opened = True
        elif opened:
            opened = False
        elif not (word in classes.outlets and i and words[i - 1] in classes.outlets):
            break
        i += 1
    return i


def _namesake(phrase: Phrase, index: int, end: int, lang: People) -> int:
    """The end of the name, with its title at `index`, after which a body is called: «جامعة الملك سعود».

    One given name and what «بن» ties to it; `index` itself where no noun of a body in the construct state
    stands before.
    """
    classes, words = lang.classes, phrase.words
    if not 0 < index < end - 1 or words[index] not in classes.patrons:
        return index
    if words[index + 1] not in classes.given and words[index + 2 : index + 3] not in (("بن",), ("بنت",)):
        return index
    before = words[index - 1]
    if not any(form in classes.bodies or form in classes.called for form in (before, before[1:])):
        return index
    if phrase.breaks[index] or phrase.breaks[index + 1]:
        return index
    i = index + 1
    while i + 1 < end and not phrase.breaks[i + 1]:
        tied = words[i] in classes.joined or words[i + 1] in classes.joined or words[i] in ("عبد", "ابو")
        if not tied:
            break
        i += 1
    return i + 1


def _role_as_name(phrase: Phrase, index: int, opened: bool, person: bool) -> bool:
    word = phrase.words[index]
    if word.startswith("ال") or index == 0 or _asks(phrase, index):
        return False
    return person or (word in people().classes.namesakes and not opened)


def _construct(word: str, lang: People) -> bool:
    classes = lang.classes
    return (
        word in classes.complements
        or word in classes.bodies
        or word in classes.media
        or (word[0] == "و" and word[1:] in classes.complements)
    )


def _fused(phrase: Phrase, index: int, lang: People) -> bool:
    """Whether a word is a noun with «ب» or «ل» before it: «بوزارة», «لأوبك»."""
    word = phrase.words[index]
    rest = word[1:]
    if word[0] not in "بل" or not rest:
        return False
    if rest in lang.classes.complements or rest in lang.states or rest in lang.roles or rest[:3] == "اسم":
        return True
    at = phrase.start(index)
    return phrase.text[at + 1 : at + 2] in ("أ", "إ", "آ")


def running_name(phrase: Phrase) -> tuple[int, int]:
    """The name behind the title that opens a run of text, cut where other words begin; equal without one."""
    end = phrase.end
    for i in range(1, end):
        if phrase.breaks[i] and _HARD.search(phrase.folded.text, phrase.ends[i - 1], phrase.starts[i]):
            end = i
            break
    first, last = name_behind(phrase, end)
    i = first
    joined = people().classes.joined
    while i < min(last, first + _LONGEST_NAME):
        word = phrase.words[i]
        tied = i > first and phrase.words[i - 1] in joined
        if not tied and not _nameable(phrase, i, first):
            break
        i += 1
        if word.startswith("ال") and len(word) > 3 and i > first + 1:
            behind = phrase.words[i] if i < last else ""
            if not tied or not (behind.startswith("ال") or behind in ("بن", "ابن")):
                break
    return first, i


def closes(phrase: Phrase, index: int) -> bool:
    """Whether a word behind a name is none of it: one that ends any name, a year, a description."""
    classes, word = people().classes, phrase.words[index]
    if word in classes.years:
        return index + 1 < len(phrase.words) and phrase.words[index + 1][0].isdigit()
    return word in classes.describing or ends_name(word)


def ends_name(word: str) -> bool:
    """Whether a word closes any name: a figure, a particle, a word for a time."""
    if word[0].isdigit():
        return True
    grammar, lang = grammar_words(), people()
    if word in lang.classes.joined or word in lang.classes.given:
        return False
    return (
        word in grammar.time
        or word in lang.classes.bound
        or word in grammar.prepositions
        or word in grammar.complementisers
        or word in lang.classes.demonstratives
    )


def _nameable(phrase: Phrase, index: int, first: int) -> bool:
    """Whether a word of running text may stand in a name: no word of another class, no cue."""
    lang, grammar, word = people(), grammar_words(), phrase.words[index]
    classes = lang.classes
    if word[0].isdigit() or word in classes.complements or word in lang.adjectives or word in lang.states:
        return False
    if word in classes.relatives or word in grammar.resume or word in classes.heads or closes(phrase, index):
        return False
    if index == first:
        return word not in classes.documents and not analyse(word)
    if phrase.quotes[index] or word in classes.bodies or (len(word) > 3 and analyse(word)):
        return False
    if len(word) > 3 and index > first + 1 and word not in classes.given and looks_like_verb(word):
        return False
    rest = word[1:]
    return not (
        word[0] == "و"
        and len(word) > 4
        and (rest in lang.roles or rest in classes.complements or rest.startswith("ال"))
    )
