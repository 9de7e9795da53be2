"""What one report knows of each whom it names: names in comparable words, titles, company, subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple, Self

from musnad.lang import cells, table
from musnad.lang.known import bodies_table, named, organ_rows, words_of
from musnad.lang.people import People, people
from musnad.model import Entity, EntityKind, Reading, Span
from musnad.names import WORD, Key, is_common, is_rare, name_key, stem
from musnad.spelling import TIE, own_words
from musnad.spots import opens
from musnad.tabled import references, untied
from musnad.text import fold_text
from musnad.titles import ends_name
from musnad.words import frequency, split

_READ_BACK = 24
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s?[\"«“(]?$")
_WORD_BEHIND = re.compile(r" ([^\W\d_]{3,})(?![^\W_])")
_FORMS = 6
_LONGEST = 8
_THEME = 40
_BORNE = 4
_MOSTLY = 0.6
_SERVANT = "عبد" + TIE
_COMMON = 3000
"""Words seen more often in the press say nothing of what a report is about."""


class Traits(NamedTuple):
    """What is weighed of an entity apart from its report; equal for most of those who are named often."""

    kind: EntityKind
    forms: tuple[Key, ...]
    ref: str | None
    roles: frozenset[str]
    posts: frozenset[str]
    states: frozenset[str]
    tabled: frozenset[str]
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """An entity as one report knows it; `report` is the version, `entity` the id within its reading.

    `names` are those that the report prints, the fullest first, `forms` the same in folded words. `role` is
    the title as printed, `roles` its bare nouns, `posts` its other words, `states` the codes of states that
    role or name tell, `tabled` the references of whom the tables know by such a name, `heads` the nouns
    of kind that stand before the name of a body («نادي»). `mentions` counts the
    places, `company` holds the full names beside it, `theme` rare words of the report.
    """

    report: str
    entity: str
    kind: EntityKind
    names: tuple[str, ...]
    forms: tuple[Key, ...]
    ref: str | None = None
    role: str | None = None
    mentions: int = 0
    roles: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    tabled: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    company: frozenset[Key] = frozenset()
    theme: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The name of `key` in edges."""
        return f"{self.report}/{self.entity}"

    @property
    def traits(self) -> Traits:
        """What of it is weighed apart from its report."""
        return Traits(
            self.kind, self.forms, self.ref, self.roles, self.posts, self.states, self.tabled, self.heads
        )

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others: report version and entity."""
        return self.report, self.entity


@dataclass(frozen=True, slots=True)
class Profile:
    """What one report, a version, knows of all whom it names: what linking needs of it, some kilobytes."""

    report: str
    known: tuple[Known, ...]

    def to_dict(self) -> dict[str, Any]:
        """The profile as values of JSON, for `from_dict`: what its entities share stands once."""
        shared = self.known[0] if self.known else None
        return {
            "report": self.report,
            "theme": sorted(shared.theme) if shared else [],
            "full": sorted({key for one in self.known for key in (*one.company, *_full(one))}),
            "known": [
                {name: value for name in _FIELDS if (value := _plain(getattr(one, name)))}
                for one in self.known
            ],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The profile that `to_dict` gave these values of. Raises KeyError or TypeError for others."""
        report, theme = str(values["report"]), frozenset(values["theme"])
        full = frozenset(map(tuple, values["full"]))
        made = []
        for row in values["known"]:
            sets = {name: frozenset(row.get(name, ())) for name in _SETS}
            one = Known(
                report,
                row["entity"],
                row["kind"],
                tuple(row["names"]),
                tuple(map(tuple, row["forms"])),
                row.get("ref"),
                row.get("role"),
                row.get("mentions", 0),
                **sets,
                theme=theme,
            )
            made.append(replace(one, company=full.difference(_full(one))))
        return cls(report, tuple(made))


_SETS = ("roles", "posts", "states", "tabled", "heads")
_FIELDS = ("entity", "kind", "names", "forms", "ref", "role", "mentions", *_SETS)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _full(one: Known) -> tuple[Key, ...]:
    """Its own name, if it is one of several words: what others in its report have in their company."""
    key = own_words(key_of(one.names[0]))
    return (key,) if len(key) > 1 else ()


def profile(reading: Reading) -> Profile:
    """What a reading knows of each whom it names, for `entities.link`; made of the reading alone."""
    return Profile(reading.report.version, known(reading))


def known(reading: Reading) -> tuple[Known, ...]:
    """What a reading knows of each entity that has a name; unnamed sources, documents and groups without one
    are left out.
    """
    lang = people(reading.report.language or "ar")
    theme = themes(reading.report.text)
    chosen = [entity for entity in reading.entities if linkable(entity)]
    full = {entity.id: own_words(key_of(entity.name)) for entity in chosen}
    company = {key for key in full.values() if len(key) > 1}
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for mention in reading.mentions:
        spans[mention.entity].append(mention.span)
        if mention.kind in ("organisation", "medium", "group"):
            heads[mention.entity] |= head_before(reading.report.text, mention.span)
    return tuple(
        replace(
            made,
            heads=made.heads | heads[entity.id],
            mentions=len(spans[entity.id]),
            company=frozenset(company - {full[entity.id]}),
            theme=theme,
        )
        for entity in chosen
        for made in (
            _continued(
                of_entity(entity, reading.report.version, lang), reading.report.text, spans[entity.id], lang
            ),
        )
        if not _nouns(made)
    )


def _nouns(one: Known) -> bool:
    """Whether common nouns alone name it: a phrase taken for a person («آخر الأسعار»), a body or medium told
    by its kind («الوكالة», «التلفزيون الرسمي»).
    """
    if one.ref is not None:
        return False
    if one.kind == "person":
        return all(_noun(word) for form in one.forms for word in form)
    lang = people()
    kinds = lang.classes.bodies | lang.classes.media
    most = 1 if one.kind == "organisation" else _LONGEST  # «وزارة الداخلية» is a name of its own
    return one.kind in ("organisation", "medium") and all(
        len(form) <= most
        and _bare_noun(form[0]) in kinds
        and all(_adjective(word, lang) for word in form[1:])
        for form in one.forms
    )


def _bare_noun(word: str) -> str:
    return word.removeprefix("ال") if len(word) > 4 else word


def _adjective(word: str, lang: People) -> bool:
    """Whether a word behind a noun of kind tells no name: «الرسمي», but no state («البريطانية»)."""
    return word not in lang.adjectives and word.endswith(("ي", "يه")) and is_common(word)


@lru_cache(maxsize=65536)
def _noun(word: str) -> bool:
    if (
        is_given(word)
        or bearers().get(word, 0)
        or not word.isalpha()
        or (word.startswith("ال") and word.endswith("ي"))
    ):
        return word.isdigit()
    return is_common(word) or ends_name(word) or bool(split(word)[2])


def head_before(text: str, span: Span) -> frozenset[str]:
    """The noun of kind that stands right before a name: «نادي» of «نادي العنبر»; empty without one."""
    match = _WORD_BEFORE.search(text, max(0, span.start - _READ_BACK), span.start)
    opening = opens(fold_text(match.group(1))) if match is not None else None
    if opening is None or not (opening.body or opening.medium):
        return frozenset()
    return frozenset({opening.word.removeprefix("ال")})


def _continued(made: Known, text: str, spans: Sequence[Span], lang: People) -> Known:
    """A person known by a given name alone with the word behind it where that can be the last name."""
    if made.kind != "person" or any(len(form) > 1 for form in made.forms):
        return made
    found: list[Key] = []
    for span in spans:
        match = _WORD_BEHIND.match(text, span.end)
        first = own_words(key_of(span.of(text)))
        if match is None or len(first) != 1 or not is_given(first[0]):
            continue
        word = fold_text(match.group(1))
        if _last_name(word, lang):
            found.append((*first, word))
    return replace(made, forms=(*dict.fromkeys(found), *made.forms)[:_FORMS]) if found else made


def _last_name(word: str, lang: People) -> bool:
    if word in lang.adjectives or word in lang.roles or word in lang.states or word in lang.capitals:
        return False
    if word.startswith("ال"):
        return len(word) > 4 and not is_common(word) and not ends_name(word)
    # «تيريزا ماي»: a month that stands right behind a given name.
    return is_rare(word) and (word in _months() or not ends_name(word))


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(fold_text(form) for forms in table("ar", "furniture")["months"] for form in forms)


def is_given(word: str) -> bool:
    """Whether a word is a given name, by the table or for most who bear it."""
    given = word in people().classes.given or given_share(word) > _MOSTLY
    return given or word.startswith(_SERVANT)


def linkable(entity: Entity) -> bool:
    """Whether an entity may be known in other reports: one with a name."""
    return not entity.anonymous and entity.kind in (
        "person",
        "organisation",
        "medium",
        "state",
        "place",
        "group",
    )


def of_entity(entity: Entity, report: str, lang: People) -> Known:
    """What a report says of one entity, apart from whom else it names and what it is about."""
    printed = sorted({entity.name, *entity.aliases}, key=lambda name: (name != entity.name, -len(name), name))
    if entity.kind in ("organisation", "medium", "group"):
        printed = [
            name if references(name) or not references(untied(name)) else untied(name) for name in printed
        ]
    keys = [key_of(name)[:_LONGEST] for name in printed]
    if entity.kind == "person" and entity.ref is None:
        keys = [_known_tail(key) for key in keys]
    keys = _cleaned(keys, lang) if entity.kind == "person" else [_unprefixed(key) for key in keys]
    forms = tuple(dict.fromkeys(own_words(key) for key in keys))[:_FORMS]
    roles, posts, states = _role(key_of(entity.role or ""), lang)
    if entity.kind not in ("person", "state"):
        states |= _role(key_of(entity.name), lang)[2]
    return Known(
        report, entity.id, entity.kind, tuple(printed), tuple(form for form in forms if form) or (("",),),
        entity.ref, entity.role, roles=roles, posts=posts, states=states, tabled=_tabled(entity),
        heads=frozenset({noun_of_kind(form) for form in forms if form and entity.kind != "person"} - {""}),
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _known_tail(key: Key) -> Key:
    """The full name of one whom the tables know, without words before it that nobody bears: «سلفه فلان»."""
    for first in range(1, len(key) - 1):
        if (
            is_given(key[first - 1])
            or bearers().get(key[first - 1], 0)
            or key[first - 1] in people().classes.joined
        ):
            return key
        if any(not match.weak for match in named(" ".join(key[first:]))):
            return key[first:]
    return key


def _unprefixed(key: Key) -> Key:
    """The words of the name of a body without a preposition tied to its noun of kind («بنادي») and without
    the town that it is told to be in («الدالية بلندن»).
    """
    if not key:  # a name of marks alone
        return key
    lang = people()
    if len(key) > 1 and key[-1][0] == "ب" and (key[-1][1:] in lang.capitals or key[-1][1:] in lang.states):
        key = key[:-1]
    if key[0].startswith("لل") and len(key[0]) > 4:
        return ("ال" + key[0][2:], *key[1:])  # «للتحالف»: no name begins so
    opening = opens(key[0]) if len(key) > 1 else None
    return (opening.word, *key[1:]) if opening is not None and opening.body else key


def _cleaned(keys: Sequence[Key], lang: People) -> list[Key]:
    """Names of a person without words that are none of it; those that needed no cleaning first.

    A headline or a list runs a name on into what stands beside it: «المزروقي الانتخابية».
    """
    cut = [key for key in (_person_words(key, lang) for key in keys) if key]
    cut = [key for key in cut if not any(_runs_on(key, other) for other in cut)]
    # A given name alone tells less than one that had to be cleaned.
    return sorted(cut, key=lambda key: (_given_alone(key), key not in keys)) or list(keys)


def _runs_on(key: Key, other: Key) -> bool:
    """Whether a form is another of several words with nouns of the language behind: «نادر المزروقي لقاء»."""
    return 1 < len(other) < len(key) and key[: len(other)] == other and all(map(_noun, key[len(other) :]))


def _given_alone(key: Key) -> bool:
    own = own_words(key)
    return len(own) == 1 and is_given(own[0])


def _person_words(key: Key, lang: People) -> Key:
    """The words of a person's name: no title, common noun or preposition before it, no adjective at its
    end.
    """
    first, last = 0, len(key)
    if (
        key
        and key[0][0] == "و"
        and is_given(key[0][1:])
        and not is_given(key[0])
        and not bearers().get(key[0], 0)
    ):
        key = (key[0][1:], *key[1:])  # «ونادر المزروقي»
    while last - first > 1 and _before_name(key[first], lang):
        first += 1
    nouns = [at for at in range(first + 1, last - 1) if _plain_noun(key[at])]
    if nouns and not is_given(key[first]):
        first = nouns[-1] + 1  # «فإن ثقة المزروقي»
    elif nouns and nouns[0] - first > 1:
        last = nouns[0]  # «نادر المزروقي وصف العنبري»
    while last - first > 1 and _behind_name(key[last - 1], lang):
        last -= 1
    # «الحوثي يهدد»: a headline that begins with a last name goes on with a verb.
    opens_with_last = last - first == 2 and key[first].startswith("ال") and key[first].endswith("ي")
    verb = opens_with_last and key[last - 1][0] == "ي" and not bearers().get(key[last - 1], 0)
    return key[first : last - verb]


def _plain_noun(word: str) -> bool:
    """Whether a word is a common noun that nobody is known to bear, perhaps behind a preposition."""
    if is_given(word) or bearers().get(word, 0) or word in people().classes.joined or word.startswith("ال"):
        return False
    before, bare, _ = split(word)
    prefixed = before in ("ب", "ل", "ك") and len(bare) > 3 and is_common(bare)
    abstract = word[0] in "بلك" and word.endswith("يه") and len(word) > 6  # «بديكتاتورية»
    return prefixed or abstract or is_common(word)


def _before_name(word: str, lang: People) -> bool:
    classes = lang.classes
    if word in classes.given or word in classes.namesakes or bearers().get(word, 0) >= _BORNE:
        return False
    return (
        word in classes.honorifics or word in lang.roles or word in classes.bodies
        or word in lang.adjectives or ends_name(word) or _plain_noun(word)
    )  # fmt: skip


def _behind_name(word: str, lang: People) -> bool:
    if word.startswith("وغير") or word in ("واخرون", "واخرين"):
        return True  # «نادر المزروقي وغيره»
    if word in lang.classes.given or bearers().get(word, 0) or len(word) < 4:
        return False
    adjective = word.startswith("ال") and word.endswith("يه") and is_common(word)
    return adjective or word in lang.classes.joined


def _tabled(entity: Entity) -> frozenset[str]:
    """The references of whom the tables know by the name of an entity: several where it is ambiguous."""
    if entity.ref is not None:
        return frozenset({entity.ref})
    if entity.kind == "person":
        return references(entity.name) or references(" ".join(_known_tail(key_of(entity.name))))
    return references(entity.name) or references(untied(entity.name))


def key_of(name: str) -> Key:
    """The folded words of a printed name."""
    return name_key(tuple(WORD.findall(fold_text(name))))


def _role(words: Key, lang: People) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The role nouns of a title, its other words, and the codes of states in it."""
    roles, others, states = set(), set(), set()
    for before, word in zip(("", *words), words, strict=False):
        bare = _bare(word, lang)
        # What a ministry is for is no state's: «وزير المالية» is none of Mali.
        what_for = bare in _portfolios() and (before in lang.roles or before in lang.classes.bodies)
        code = None if what_for else lang.adjectives.get(bare)
        code = code or lang.states.get(bare) or lang.capitals.get(bare)
        if code:
            states.add(code)
        elif bare in lang.roles:
            roles.add(lang.roles[bare])
        elif bare not in lang.classes.honorifics and len(bare) > 2:
            others.add(stem(bare))
    return frozenset(roles), frozenset(others), frozenset(states)


@lru_cache(maxsize=1)
def _portfolios() -> frozenset[str]:
    """The folded words that name what a ministry is for, where one word does."""
    rows = organ_rows(bodies_table(), "portfolio")
    return frozenset(words[0] for row in rows for words in map(words_of, row["names"]) if len(words) == 1)


def _bare(word: str, lang: People) -> str:
    """A word of a title without what is joined to its front."""
    if word.startswith("لل") and len(word) > 4:
        return "ال" + word[2:]
    known = word in lang.adjectives or word in lang.states or word in lang.roles
    return word[1:] if word[0] in "ولب" and not known and len(word) > 3 else word


def themes(text: str) -> frozenset[str]:
    """The rarest words of the opening of a text that are known words of the press: what it is about."""
    words = dict.fromkeys(stem(word) for word in WORD.findall(fold_text(text[:6000])) if len(word) > 3)
    told = sorted((frequency(word) or _COMMON, word) for word in words if frequency(word) < _COMMON)
    return frozenset(word for _, word in told[:_THEME])


def noun_of_kind(form: Key) -> str:
    """The noun of kind that a name of a body opens with, without its article; empty where there is none."""
    classes = people().classes
    bare = _bare_noun(form[0])
    known = bare in classes.shells or bare in classes.bodies or bare in classes.media
    return bare if known and len(form) > 1 else ""


@lru_cache(maxsize=1)
def bearers() -> dict[str, int]:
    """How many are known to bear each word of the table of names."""
    columns = cells("ar", "names")
    return dict(zip(columns[::3], map(int, columns[1::3]), strict=True))


@lru_cache(maxsize=1)
def _firsts() -> dict[str, int]:
    columns = cells("ar", "names")
    return dict(zip(columns[::3], map(int, columns[2::3]), strict=True))


def given_share(word: str) -> float:
    """The share of those who bear a word for whom it is the given name; 0 where nobody is known to."""
    return _firsts().get(word, 0) / max(1, bearers().get(word, 0))
