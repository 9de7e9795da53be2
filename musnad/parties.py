"""What a noun phrase that speaks says of its speaker: a name, a role, a body, a state, a document.

Nothing here looks outside the phrase; `speakers` ties the phrases of one report together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from musnad.lang.people import People, people
from musnad.media import medium_in, nouns
from musnad.model import EntityKind
from musnad.names import (
    Key,
    clean,
    indefinite,
    is_common,
    name_key,
    nominative,
    stem,
    unprefixed,
    without_figures,
)
from musnad.titles import (
    Role,
    apposed,
    closes,
    describes,
    like_name,
    marks_of,
    name_behind,
    name_within,
    role_of,
    running_name,
)
from musnad.wording import Context, Phrase, phrase_of
from musnad.words import frequency, looks_like_verb, split


@dataclass(frozen=True, slots=True)
class Party:
    """Who a phrase speaks of.

    `name` is the phrase as printed without titles, marks and descriptions; `key` its folded words; `at`
    where it stands in the phrase, in code points. `head` is the bare noun that names the kind (وزاره،
    مصدر), `role`, `roles` and `marks` are those of `titles.Role`. `points` marks a phrase that needs an
    antecedent (الوزير، المصدر ذاته). `issuer` is where the words of whoever speaks through a document
    stand. `state` is the code of a state, `rule` how the phrase names it, `parts` are those who speak as one.
    """

    name: str
    key: Key
    at: tuple[int, int]
    kind: EntityKind
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
    parts: tuple[Party, ...] = ()


_PLAIN = Context()

_POSSESSIVES = frozenset({"ه", "ها", "هم", "هما"})

_JOINTS = 3
"""Joints of one phrase that are tried, and how deep."""


def parse(text: str, context: Context = _PLAIN) -> Party:
    """The party that `text`, a noun phrase, names where it stands in `context`; never raises."""
    return _parse(text, context, _JOINTS)


def _parse(text: str, context: Context, joints: int) -> Party:
    phrase = phrase_of(text, context)
    if not phrase.words:
        return Party(clean(text) or text, (), (0, len(text)), "unnamed")
    lang = people()
    return (_joint(phrase, lang, joints) if joints else None) or _party(phrase, lang)


def _joint(phrase: Phrase, lang: People, joints: int) -> Party | None:
    """Several who speak as one: «فلان، رئيس بلدية كذا، ومصدران بالشرطة»; None where it is one."""
    words, at = phrase.words, phrase.start(0)
    last = next((i for i, word in enumerate(words) if word in lang.classes.bound), len(words))
    places = [i for i in range(1, last) if words[i][0] == "و" and _opens_party(words[i][1:], lang)]
    for i in places[:_JOINTS]:
        start = phrase.start(i)
        left = _alone(phrase.text[at:start], phrase.context)
        if left is None:
            continue
        if any(phrase.breaks[1:i]) and not phrase.breaks[i]:
            continue
        right = _parse(phrase.text[start + 1 :], phrase.context, joints - 1)
        if not right.name or right.points or right.kind in ("role", "document", "state"):
            continue
        bare = left.kind == "person" and left.role is None and not phrase.breaks[i]
        given = i == 1 or left.key[0] in lang.classes.given
        if bare and not (given and right.kind == "person" and right.roles):
            continue
        return Party(
            f"{left.name} و{right.name}", (*left.key, *right.key), (at, start + 1 + right.at[1]), "group",
            number="p", gender="m", parts=(left, *(right.parts or (right,))),
        )  # fmt: skip
    return None


def _opens_party(word: str, lang: People) -> bool:
    classes, bare = lang.classes, word.removeprefix("ال")
    several = bare[-2:] in ("ان", "ون") and (bare[:-2] in classes.heads or bare[:-2] in lang.roles)
    known = (
        word in lang.roles or word in classes.honorifics or bare in classes.bodies or bare in classes.media
    )
    return several or known


def _alone(text: str, context: Context) -> Party | None:
    """The named person or body that a phrase speaks of."""
    phrase = phrase_of(text, context)
    if not phrase.words:
        return None
    party = _party(phrase, people())
    named = party.kind == "person" or (party.kind in ("organisation", "medium") and len(party.key) > 1)
    return party if named and not party.points and party.key else None


def titled_person(phrase: Phrase) -> Party | None:
    """The person named behind the title that opens `phrase`, a run of text; None where there is none."""
    first, last = running_name(phrase)
    if first >= last or first == 0:
        return None
    return _person(phrase, first, last, role_of(phrase, 0, first))


def _named(phrase: Phrase, first: int, last: int) -> tuple[str, Key, tuple[int, int]]:
    """The name, the key and the place of words [first, last): the first fields of a party."""
    return phrase.shown(first, last), name_key(phrase.words[first:last]), phrase.at(first, last)


def _person(phrase: Phrase, first: int, last: int, role: Role) -> Party:
    return Party(
        *_named(phrase, first, last), "person", role=role.text, roles=role.roles, marks=role.marks,
        gender=role.gender,
    )  # fmt: skip


def _party(phrase: Phrase, lang: People) -> Party:
    classes, first, bare = lang.classes, phrase.first, phrase.bare
    state = _state(phrase, lang)
    if state is not None:
        return state
    if phrase.definite and (pair := _dual(bare, lang)):
        return Party(
            *_named(phrase, 0, phrase.end), "group", head=pair, roles=frozenset({pair}), points=True,
            number="d", gender="f" if bare[-3] == "ت" else "m",
            marks=marks_of(phrase.words[1 : phrase.end], lang),
        )  # fmt: skip
    if phrase.definite and bare in ("اخير", "اخيره") and phrase.end == 1:
        gender = "f" if bare.endswith("ه") else "m"
        return Party(*_named(phrase, 0, 1), "organisation", head="اخير", points=True, gender=gender)
    opener = phrase.words[1] if first in classes.latest and len(phrase.words) > 1 else ""
    openers = (bare, first, bare.removesuffix("ا"), opener)
    document = next((d for d in openers if d in classes.documents), None)
    if document is not None:
        return _document(phrase, document, lang)
    if (
        first in classes.quantifiers
        or first[0].isdigit()
        or (first[-1] == "ا" and first[:-1] in classes.heads)
    ):
        return _unnamed(phrase, lang)
    if (
        first in lang.roles
        or first in classes.honorifics
        or any(phrase.words[:n] in lang.phrases for n in (2, 3))
    ):
        return _titled(phrase, lang)
    if (
        first in classes.heads
        or bare in classes.heads
        or (first[-1] in "وي" and first[:-1] + "ون" in classes.heads)
    ):
        return _unnamed(phrase, lang)
    if bare in classes.media or bare in classes.bodies:
        return _body(phrase, lang)
    if first in classes.seats or " ".join(phrase.words[:2]) in classes.seats:
        return Party(*_named(phrase, 0, phrase.end), "organisation")
    if medium_in(phrase.text) is not None or (first in classes.outlets and medium_in(first) is not None):
        return Party(*_named(phrase, 0, phrase.pause(1, phrase.end)), "medium", gender="f")
    if phrase.definite and len(first) > 5 and first[-2:] in ("ون", "ين"):
        return _group(phrase)
    return _plain(phrase, lang)


def _dual(bare: str, lang: People) -> str | None:
    """The singular of a dual that means two parties or two holders of a role: «الجانبان», «الوزيران»."""
    if bare[-2:] not in ("ان", "ين") or len(bare) < 5:
        return None
    one = bare[:-2]
    known = (lang.classes.sides, lang.roles, lang.classes.bodies)
    if bare[-2:] == "ين" and one not in lang.classes.sides:
        return None
    return next((w for w in (one, one[:-1] + "ه") if any(w in words for words in known)), None)


def _state(phrase: Phrase, lang: People) -> Party | None:
    """A state by its name, its capital, or, with a nominal cue, its adjective (تحذيرات أميركية)."""
    words, end = phrase.words, phrase.end
    code, rule, stop = None, "source", 0
    for stop in range(min(end, 4), 0, -1):
        if stop < end and not phrase.breaks[stop] and words[stop] not in lang.classes.apposed:
            continue
        name = " ".join(words[:stop])
        code = lang.states.get(name)
        if code is None and (code := lang.capitals.get(name)) is not None:
            rule = "capital"
        if code is not None:
            break
    if code is None and end == 1 and phrase.context.nominal and not phrase.definite:
        code, rule, stop = lang.adjectives.get(words[0]), "adjective", 1
    if code is None:
        return None
    gender = "m" if code in lang.classes.masculine else "f"
    return Party(*_named(phrase, 0, stop), "state", state=code, rule=rule, gender=gender)


def _document(phrase: Phrase, head: str, lang: People) -> Party:
    """A document; where its issuer follows, the issuer's words are `issuer`."""
    words, first = phrase.words, phrase.first
    feminine = first.endswith(("ه", "ات")) or head in lang.classes.feminine
    issuer = _issuer(phrase, head, lang)
    last = phrase.pause(1, phrase.end)
    while last < phrase.end and phrase.figured(last):
        last = phrase.pause(last + 1, phrase.end)
    numbered = any(w[0].isdigit() for w in words[1:last])
    short = last == 1 or phrase.same or (last == 2 and words[1].startswith("ال"))
    points = phrase.definite and not numbered and short
    name, key, at = _named(phrase, 0, last)
    return Party(
        indefinite(name), key, at, "document", head=head, gender="f" if feminine else "m", issuer=issuer,
        points=points or (head in lang.classes.statements and issuer is None),
        anonymous=not phrase.definite and issuer is None and last == 1,
    )  # fmt: skip


def _issuer(phrase: Phrase, head: str, lang: People) -> tuple[int, int] | None:
    """Where the words stand of whoever speaks through a document: «بيان صادر عن وزارة الصحة»."""
    classes, words = lang.classes, phrase.words
    if head not in classes.issued:
        return None
    start, sure = 2 if words[0] in classes.latest else 1, False
    while start < len(words):
        word = words[start]
        if word in classes.relatives and head not in classes.statements:
            return None
        if word in classes.issuing:
            sure = True
        elif not (word in classes.relatives or word in lang.adjectives or word in classes.stating):
            break
        start += 1
    if start >= len(words) or words[start] in classes.dated or looks_like_verb(words[start]):
        return None
    printed = words[start]
    word = unprefixed(printed, lang)
    if word == printed and word[0] == "ل" and (word[1:] in classes.bodies or word[1:] in classes.media):
        word = word[1:]
    bare = word.removeprefix("ال")
    known = word in lang.roles or word in lang.states or word in classes.outlets or word in classes.given
    known = known or bare in classes.bodies or bare in classes.media
    if not (sure or word != printed or (known and not phrase.definite)):
        return None
    stop = next((i for i in range(start, len(words)) if words[i] in classes.relatives), len(words))
    if word not in lang.roles:
        stop = next((i for i in range(start + 1, stop) if phrase.breaks[i]), stop)
    return phrase.at(start, stop) if start < stop else None


def _unnamed(phrase: Phrase, lang: People) -> Party:
    """A source that is described: anonymous; a definite noun points back to one."""
    classes, words, first = lang.classes, phrase.words, phrase.first
    head, end = phrase.bare, phrase.end
    if first in classes.quantifiers and len(words) > 1:
        head = words[1].removeprefix("ال")
    while end > 1 and words[end - 1][0].isdigit() and phrase.breaks[end - 1]:
        end -= 1
    end = _before_description(phrase, end)
    name, key, at = _named(phrase, 0, end)
    plural = (len(first) > 4 and first[-2:] in ("ون", "ين")) or (
        first[-1] in "وي" and (first[:-1] + "ون" in classes.heads or first[:-1] in lang.roles)
    )
    name = nominative(name) if plural or phrase.context.governed else name
    name = indefinite(without_figures(name))
    feminine = first in classes.feminine or first.endswith(("ه", "ات"))
    many = plural or first in classes.peoples or first in ("بعض", "عدد")
    group = many or (feminine and head != "مصادر")
    return Party(
        name, key, at, "group" if group else "unnamed", head=head, gender="f" if feminine else "m",
        number="p" if many else "s", anonymous=True, points=phrase.definite and (end <= 2 or phrase.same),
        marks=marks_of(words[1:end], lang), roles=frozenset({stem(phrase.bare)}),
    )  # fmt: skip


def _before_description(phrase: Phrase, end: int) -> int:
    """Where a phrase ends before what only describes its body: «متحدث باسم شركة كذا | المالكة لعلامة كذا»."""
    describing, words = people().classes.describing, phrase.words
    return next((i for i in range(2, end) if words[i] in describing and words[i].startswith("ال")), end)


def is_medium(words: Sequence[str], lang: People) -> bool:
    """Whether a name, in folded words, is that of a medium by its head: not «وكالة الطاقة», nor «شبكة ...
    لحقوق الإنسان».
    """
    classes = lang.classes
    head = words[0].removeprefix("ال")
    if head not in classes.loose_media:
        return head in classes.media
    behind = words[1:_DESCRIBED]
    if not classes.news.isdisjoint(behind):
        return True
    if any(word.removeprefix("ال") in classes.no_media or word.startswith("لل") for word in behind):
        return False
    # «وكالة الطاقة» is of what a common noun says, «وكالة الطود» has a name.
    first = behind[0] if behind else ""
    named = first in lang.adjectives or first in nouns().qualities or not is_common(first)
    return named or not first.startswith("ال")


_DESCRIBED = 4
"""Words of a name, its head with them, among which one tells what it is a body of."""


def _group(phrase: Phrase) -> Party:
    """«المستثمرون»: people by what they do, anonymous; «الحوثيون» by what they are."""
    name, key, at = _named(phrase, 0, phrase.end)
    anonymous = phrase.first[-3:] not in ("يون", "يين")
    return Party(
        nominative(name), key, at, "group", anonymous=anonymous, number="p", gender="m", head=phrase.bare
    )


def _body(phrase: Phrase, lang: People) -> Party:
    """A body or medium under its name; «الوزارة» points back."""
    classes, words, bare = lang.classes, phrase.words, phrase.bare
    medium = is_medium(phrase.words, lang) or medium_in(phrase.text) is not None
    kind: EntityKind = "medium" if medium else "organisation"
    end = _reach(phrase, phrase.pause(1, phrase.end), lang)
    first, last = 0, end
    quoted = next((i for i in range(1, end) if phrase.quotes[i]), 0)
    if quoted and phrase.quotes[0]:
        end = last = quoted
    elif quoted:
        close = next((i for i in range(quoted + 1, end) if phrase.quotes[i]), end)
        last = close
        if bare in classes.shells and quoted <= 2:
            first = quoted
        elif quoted > 1 and close == end and bare != "شركه":
            last = quoted
    elif (end > 1 and bare in classes.shells and words[1] in ("رويترز", "فرانس")) or (
        bare == "منظمه" and end > 1 and not phrase.definite and _foreign(words[1:last], lang)
    ):
        first = 1
    if bare == "وكاله" and first == 0:
        last = next(
            (i for i in range(1, last) if words[i] in ("الرسميه", "الحكوميه") or _remark(phrase, i, end)),
            last,
        )
    points = phrase.definite and (phrase.same or all(_adjective(w) for w in words[1:end]))
    gender = "f" if bare.endswith("ه") or bare in ("قوات", "وحدات", "كتائب", "سلطات", "كتل") else "m"
    marks = marks_of(words[1 : phrase.end], lang)
    return Party(*_named(phrase, first, last), kind, head=bare, gender=gender, points=points, marks=marks)


def _reach(phrase: Phrase, end: int, lang: People) -> int:
    """Where the name of a body ends: before what describes it, and before words that it cannot govern.

    Behind its article a name goes on with articles and prepositions; a bare noun there is the object of
    the cue or the head of another phrase: «مجلس الوزراء | اجتماعا», «شركة كذا | على موقعها».
    """
    classes, words = lang.classes, phrase.words
    for i in range(1, end):
        word = words[i]
        if word in classes.describing and (i > 1 or phrase.quotes[i]):
            return i
        behind = words[i + 1] if word in classes.prepositions and i + 1 < end else ""
        # «على موقعها», «في العاصمة كذا»: where it is said, no part of the name.
        if behind and (split(behind)[2] in _POSSESSIVES or behind == "العاصمه"):
            return i
        if i > 1 and word[0] == "ب" and (word[1:] in lang.states or word[1:] in lang.capitals):
            return i
        if i > 1 and phrase.article(i - 1) and _unruled(phrase, i, lang):
            return i
    return end


def _unruled(phrase: Phrase, index: int, lang: People) -> bool:
    """Whether a bare noun, known to take the article, stands behind a definite word that cannot govern it."""
    classes, word, before = lang.classes, phrase.words[index], phrase.words[index - 1]
    if phrase.quotes[index] or phrase.breaks[index] or before in classes.honorifics or word.isascii():
        return False
    if word[:1] in "ولب" or word.startswith("ال") or word in classes.prepositions:
        return False
    if word in classes.given or word in classes.joined or word in classes.outlets:
        return False
    return frequency("ال" + word.removesuffix("ا")) > 0


def _remark(phrase: Phrase, index: int, end: int) -> bool:
    """Whether a bracket of several words opens: «(شبه رسمية)», unlike the short name «(واس)»."""
    return phrase.bracket(index) and index + 1 < end and not phrase.breaks[index + 1]


def _foreign(words: Key, lang: People) -> bool:
    """Whether the name behind «منظمة» stands on its own: a foreign one, or «الأمم المتحدة»."""
    if words == ("الامم", "المتحده"):
        return True
    word = words[0]
    return not word.startswith("ال") and word not in lang.classes.complements and word[0] != "ل"


def _adjective(word: str) -> bool:
    return word.startswith("ال") and word.endswith(("ي", "يه"))


def _plain(phrase: Phrase, lang: People) -> Party:
    """A phrase that opens with a name, perhaps with a role behind it."""
    classes, words = lang.classes, phrase.words
    stop = phrase.pause(1, phrase.end)
    construct = words[0] in classes.complements and words[0] not in classes.given
    for i in range(1, stop):
        role = (
            not construct
            and words[i] in lang.roles
            and words[i - 1] not in classes.joined
            and not like_name(phrase, i)
        )
        if (
            role
            or (i > 1 and words[i] in classes.prepositions)
            or (closes(phrase, i) and words[i - 1] not in classes.joined)
        ):
            stop = i
            break
    if phrase.quotes[0]:
        stop = next((i for i in range(1, stop) if phrase.quotes[i]), stop)
    behind = apposed(phrase, phrase.end) if phrase.article(0) else None
    begin, stop = behind or name_within(phrase, stop)
    if begin:
        return _person(phrase, begin, stop, role_of(phrase, 0, begin))
    name = words[1:stop]
    body = words[0].isascii() or any(w in classes.bodies or w in classes.outlets for w in name)
    joint = any(w[0] == "و" and w[1:] in lang.states for w in name)
    title = next((i for i in range(stop, len(words)) if words[i] in lang.roles), None)
    if title is not None:
        return _person(phrase, 0, stop, role_of(phrase, title, phrase.end if title == stop else len(words)))
    kind: EntityKind = "organisation" if body or joint else "person"
    return Party(*_named(phrase, 0, stop), kind, points=phrase.definite and phrase.same)


def _titled(phrase: Phrase, lang: People) -> Party:
    """A phrase that opens with a title or role: the name behind it, or the role alone."""
    words = phrase.words
    first, last = (phrase.end, phrase.end) if describes(phrase) else name_behind(phrase, phrase.end)
    if first < last:
        role = role_of(phrase, 0, first)
        after = next((i for i in range(last, len(words)) if words[i] in lang.roles), None)
        if after is not None:
            extra = role_of(phrase, after, len(words))
            role = replace(role, roles=role.roles | extra.roles, marks=role.marks | extra.marks)
        return _person(phrase, first, last, role)
    end = _before_description(phrase, phrase.end)
    role = role_of(phrase, 0, end)
    anonymous = not phrase.definite and phrase.first in lang.classes.heads
    base = lang.roles.get(phrase.first, phrase.bare)
    return Party(
        *_named(phrase, 0, end), "unnamed" if anonymous else "role", head=stem(base), role=role.text,
        roles=role.roles, marks=role.marks, anonymous=anonymous, points=not anonymous, gender=role.gender,
    )  # fmt: skip
