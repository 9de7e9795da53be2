"""How likely two entities of different reports are one, and why.

Names, titles and whom tables know by them are weighed with what the reports around them say. The weights are
fitted on labelled pairs by ``tools/fit_entities.py`` (`lang/entities.tsv`), as in the record linkage of
Fellegi and Sunter (1969).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from musnad.lang.people import people
from musnad.names import Key, is_common, stem
from musnad.profiles import Known, Traits, bearers, is_given, noun_of_kind
from musnad.spelling import TIE, aligned, is_latin, spells
from musnad.words import frequency

SURE = 0.5
"""From this score on two entities are linked; see docs/entities.md for the precision it gives."""

DOUBTFUL = 0.2
"""From this score on a pair that is not linked is still listed as a candidate."""

_NEAR = 0.78
"""Likeness from which two words may be one name: «غوتيريش» and «جوتيريس» have 0.83, «مايك» and «مارك» 0.75.
"""

_SHORT = 4
"""Letters of a word from which it is taken for a spelling of one that is a common noun."""

_BORNE = 4
_ORIGIN = 0.6
_RARE_ORIGIN = 0.85
_SEEN = 20
"""Places in the press from which a name of origin is one of many."""

_SERVANT = "عبد"
_NOUN = 0.4
_UNTOLD = 0.25


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two are one, from 0 to 1, and the features that told so, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


def weigh(left: Known, right: Known) -> Likeness:
    """How likely two entities are one."""
    if left.ref is not None and right.ref is not None:
        return Likeness(1.0 if left.ref == right.ref else 0.0, ("ref",))
    mine, theirs = left.traits, right.traits
    if apart(mine, theirs):
        return Likeness(0.0, ("apart",))
    return likeness(of_names(mine, theirs), of_reports(left, right))


def likeness(named: dict[str, float], around: dict[str, float]) -> Likeness:
    """How likely two are one by what their names say and what the reports around them do."""
    weights = _weights()
    told = {name: value * weights.get(name, 0.0) for name, value in (*named.items(), *around.items())}
    total = weights.get("bias", 0.0) + sum(told.values())
    reasons = sorted(
        (name for name, part in told.items() if abs(part) > 0.3), key=lambda n: (-abs(told[n]), n)
    )
    return Likeness(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), tuple(reasons))


def total(found: dict[str, float]) -> float:
    """What features weigh, in log-odds with the bias: at least `odds` of a score where that is reached."""
    weights = _weights()
    return weights.get("bias", 0.0) + sum(value * weights.get(name, 0.0) for name, value in found.items())


def odds(score: float) -> float:
    """The log-odds of a score."""
    return math.log(score / (1.0 - score))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    read = files("musnad.lang").joinpath("entities.tsv").read_text("utf-8").split("\n")[1:]
    return {name: float(value) for name, _, value in (line.partition("\t") for line in read if line)}


def comparable(left: Traits, right: Traits) -> bool:
    """Whether names and kinds give any ground to weigh two entities of a corpus.

    Reports of one thing name many who are not one, which no weight of a subject shared may make up for. So
    names have a word in common that begins or ends either, a place is no body in it, and a body named in part
    like a person is another.
    """
    kinds = {left.kind, right.kind}
    shape = _relation_of(left, right)
    if shape in ("none", "some"):
        return False
    if kinds & {"place", "state"}:
        return kinds <= {"place", "state"} and shape in ("equal", "variant")
    mixed = "person" in kinds and len(kinds) > 1
    return not mixed or shape in ("equal", "variant", "part last", "part first and last")


def apart(left: Traits, right: Traits) -> bool:
    """Whether names alone make two of them: one word and another near in letters, bodies of two states, and
    bodies each of which has a word that the other lacks.
    """
    shape = _relation_of(left, right)
    if shape == "variant" and _two_words(left.forms[0], right.forms[0]):
        return True
    if "person" in (left.kind, right.kind):
        return False
    states = left.states and right.states and not left.states & right.states
    return shape in ("family", "first name") or bool(states)


def _relation_of(left: Traits, right: Traits) -> str:
    sort = "person" if "person" in (left.kind, right.kind) else "body"
    return _shape(*_headless(left, right, sort), sort).name


def _two_words(one: Key, other: Key) -> bool:
    """Whether names of one word that are near in letters are two words: «سانا» and «سنة»."""
    if len(one) > 1 or len(other) > 1 or is_latin(one[0]) or is_latin(other[0]):
        return False
    if stem(one[0]) == stem(other[0]):
        return False
    nouns = is_common(one[0]) + is_common(other[0])
    return nouns == 2 or (nouns == 1 and min(len(one[0]), len(other[0])) < _SHORT)


def features(left: Known, right: Known) -> dict[str, float]:
    """What speaks for and against two entities being one, by name; see docs/entities.md."""
    return {**of_names(left.traits, right.traits), **of_reports(left, right)}


def of_reports(left: Known, right: Known) -> dict[str, float]:
    """What the reports around two entities say: who else stands there, and what they are about."""
    company = len(left.company & right.company)
    return {"company": min(company, 4) / 4, "theme": _nearness(left.theme, right.theme)}


def of_names(left: Traits, right: Traits) -> dict[str, float]:
    """What the traits of two say: names, titles, and whom tables know by them."""
    if (len(right.forms[0]), right.forms) > (len(left.forms[0]), left.forms):
        left, right = right, left
    found: dict[str, float] = {}
    sort = "person" if "person" in (left.kind, right.kind) else "body"
    shape = _shape(*_headless(left, right, sort), sort)
    found[f"{sort} {shape.name}"] = 1.0
    found[f"{sort} {shape.name} rarity"] = shape.rarity
    # What holds for persons and bodies alike is learned of both.
    found[shape.name] = 1.0
    found[f"{shape.name} rarity"] = shape.rarity
    found[sort] = 1.0
    found["near"] = shape.near
    if left.kind != right.kind:
        found["kinds differ"] = 1.0
    if sort == "person" and len(right.forms[0]) == 1:
        found["one given name" if is_given(right.forms[0][0]) else "one name"] = 1.0
        if shape.name == "variant":
            found["one name variant"] = 1.0
    if sort == "body" and shape.name == "equal" and _nouns_alone(right.forms[0]):
        found["nouns alone"] = 1.0
    for name, mine, theirs in (
        ("role", left.roles, right.roles),
        ("post", left.posts, right.posts),
        ("state", left.states, right.states),
        ("table", left.tabled, right.tabled),
        ("head", left.heads, right.heads),
    ):
        if mine & theirs:
            found[f"{name} shared"] = 1.0
        elif mine and theirs:
            found[f"{name} differs"] = 1.0
    return found


def _nouns_alone(form: Key) -> bool:
    """Whether a noun of kind and one word of the language, of no state, are all the name: «البنك المركزي»."""
    return (
        len(form) == 2
        and bool(noun_of_kind(form))
        and is_common(form[1])
        and form[1] not in people().adjectives
    )


@lru_cache(maxsize=131072)
def _shape(one: Key, other: Key, sort: str) -> Shape:
    return shape_of(one, other, rare if sort == "person" else telling)


def _nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the rarer words that two reports have in common, from 0 to 1."""
    if not one or not other:
        return 0.0
    # Summed in one order: sets have none, and floats do not add up the same in each.
    weight = sum(sorted(map(rarity, one & other)))
    return min(1.0, 4 * weight / min(len(one), len(other)))


@lru_cache(maxsize=16384)
def rarity(word: str) -> float:
    """How rare a word of the press is, from 0 to 1."""
    return max(0.0, 1.0 - math.log10(1 + frequency(word)) / 4)


def _headless(left: Traits, right: Traits, sort: str) -> tuple[Key, Key]:
    """Two names without the nouns of kind before them, unless these differ: «نادي النصر» and «النصر»."""
    one, other = left.forms[0], right.forms[0]
    if (sort == "person" and left.kind == right.kind) or (
        left.heads and right.heads and not left.heads & right.heads
    ):
        return one, other
    return one[bool(noun_of_kind(one)) :], other[bool(noun_of_kind(other)) :]


@dataclass(frozen=True, slots=True)
class Shape:
    """How two names relate: `rarity` of the words they share and how `near` these are, both from 0 to 1."""

    name: str
    rarity: float = 0.0
    near: float = 0.0


def shape_of(long: Key, short: Key, tells: Callable[[str], float]) -> Shape:
    """How two names relate, in one of some dozen ways; `tells` says how much a word does."""
    if len(short) > len(long):
        long, short = short, long
    if is_latin(long[0]) != is_latin(short[0]):
        latin, arabic = (long, short) if is_latin(long[0]) else (short, long)
        if len(latin) == 1 and spells(latin[0], arabic):
            return Shape("equal", 1.0, 1.0)
    pairs: Sequence[tuple[int, int, float]] = aligned(long, short, _NEAR)
    if not pairs:
        return Shape("none")
    told = [max(tells(long[i]), tells(short[j])) for i, j, _ in pairs]
    pairs, told = _without_clashes(pairs, told, long, short)
    if not pairs:
        return Shape("none")
    rarity = 1.0 - math.prod(1.0 - one for one in told)
    near = min(near for _, _, near in pairs)
    return Shape(_relation(pairs, len(long), len(short), near), rarity, near)


def _without_clashes(
    pairs: Sequence[tuple[int, int, float]], told: Sequence[float], long: Key, short: Key
) -> tuple[list[tuple[int, int, float]], list[float]]:
    """The aligned words without those that are two names: «فيصل بن سلمان» and «فيصل بن سلطان».

    The rarer the words beside them, the likelier they are spellings of one: «ميشيل» and «ميشال بلاتيني».
    """
    kept = [
        place
        for place, (i, j, _) in enumerate(pairs)
        if not two_names(long[i], short[j])
        or math.prod(1.0 - one for at, one in enumerate(told) if at != place) < _UNTOLD
    ]
    return [pairs[place] for place in kept], [told[place] for place in kept]


def _relation(pairs: Sequence[tuple[int, int, float]], long: int, short: int, near: float) -> str:
    ends = any(pair[:2] == (long - 1, short - 1) for pair in pairs)
    begins = any(pair[:2] == (0, 0) for pair in pairs)
    if len(pairs) == short == long:
        return "equal" if near == 1.0 else "variant"
    if len(pairs) == short:
        if begins and ends and short > 1:
            return "part first and last"
        return "part last" if ends else "part first" if begins else "part within"
    return "family" if ends else "first name" if begins else "some"


@lru_cache(maxsize=131072)
def namesakes(one: Key, other: Key, sort: str) -> bool:
    """Whether two full names of persons or bodies are those of two: each has a word that the other lacks."""
    return _shape(one, other, sort).name in ("none", "some", "first name", "family")


def two_names(one: str, other: str) -> bool:
    """Whether two words are near in letters and yet two names of Arabs («محمد» and «محمود»), two nouns
    («الشركة» and «الشرقية») or adjectives of two states.
    """
    if one == other:
        return False
    if min(bearers().get(one, 0), bearers().get(other, 0)) >= _BORNE:
        return True
    if stem(one) == stem(other):
        return False
    codes = people().adjectives.get(one), people().adjectives.get(other)
    if any(codes):
        return None not in codes and codes[0] != codes[1]
    return is_common(one) and is_common(other)


def rare(word: str) -> float:
    """How much a word of a name tells: 0 for the most borne name to 1 for one that nobody is known to bear.

    A name of origin or tribe («الزهراني») is borne by many, whoever of them is known. Of «عبد العزيز» the
    press tells how frequent it is, for tables of names hold its halves.
    """
    first, tied, second = word.partition(TIE)
    if tied:
        joined = first + second
        return (
            _unborne(max(bearers().get(joined, 0), frequency(joined))) if first == _SERVANT else rare(second)
        )
    article = word.startswith("ال") and len(word) > 4
    borne = max(bearers().get(word, 0), bearers().get(word[2:], 0) if article else 0)
    told = _unborne(borne)
    if article and word.endswith("ي"):
        return min(told, _ORIGIN if borne or frequency(word) >= _SEEN else _RARE_ORIGIN)
    return told if borne or not is_common(word) else _NOUN


def _unborne(count: int) -> float:
    return max(0.02, 1.0 - math.log10(1 + count) / 4)


def telling(word: str) -> float:
    """How much a word of the name of a body tells: little where it is a noun, which takes the article."""
    noun = not is_latin(word) and (word.startswith("ال") or frequency("ال" + word) > 0)
    return _NOUN if noun else 1.0
