"""Arabic paradigms by rule: every inflected form of a verb or noun from its principal parts.

Letters are as printed without vowel marks (أكد, يؤكد); hamza seats and weak endings follow the rules of
any school grammar (Wright, A Grammar of the Arabic Language, I.§§ 77-178). No form is listed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tag:
    """What one ending says: part of the paradigm, person, gender, number, voice.

    `jussive` marks the shortened forms that stand after لم and لا only.
    """

    part: str
    person: int = 0
    gender: str = ""
    number: str = ""
    passive: bool = False
    jussive: bool = False


Inflected = tuple[str, Tag]


def _past(person: int, gender: str, number: str, passive: bool = False) -> Tag:
    return Tag("past", person, gender, number, passive)


def _present(person: int, gender: str, number: str, passive: bool = False, jussive: bool = False) -> Tag:
    return Tag("present", person, gender, number, passive, jussive)


_P3MS, _P3FS, _P3MD, _P3FD = _past(3, "m", "s"), _past(3, "f", "s"), _past(3, "m", "d"), _past(3, "f", "d")
_P3MP, _P3FP, _P1S, _P1P = _past(3, "m", "p"), _past(3, "f", "p"), _past(1, "", "s"), _past(1, "", "p")
_P3MS_PASSIVE, _P3FS_PASSIVE, _P3MP_PASSIVE = (
    _past(3, "m", "s", True), _past(3, "f", "s", True), _past(3, "m", "p", True))  # fmt: skip
_I3MS, _I3FS, _I1S, _I1P = (
    _present(3, "m", "s"), _present(3, "f", "s"), _present(1, "", "s"), _present(1, "", "p"))  # fmt: skip
_I3MP, _I3FP, _I3MD, _I3FD = (
    _present(3, "m", "p"), _present(3, "f", "p"), _present(3, "m", "d"), _present(3, "f", "d"))  # fmt: skip
_I3MS_PASSIVE, _I3FS_PASSIVE = _present(3, "m", "s", True), _present(3, "f", "s", True)
_J3MS, _J3FS, _J1P, _J1S = (
    _present(3, "m", "s", jussive=True), _present(3, "f", "s", jussive=True),
    _present(1, "", "p", jussive=True), _present(1, "", "s", jussive=True))  # fmt: skip
_PARTICIPLE = {
    "": Tag("participle", 0, "m", "s"),
    "ا": Tag("participle", 0, "m", "s"),
    "ة": Tag("participle", 0, "f", "s"),
    "ان": Tag("participle", 0, "m", "d"),
    "تان": Tag("participle", 0, "f", "d"),
    "تين": Tag("participle", 0, "f", "d"),
    "ون": Tag("participle", 0, "m", "p"),
    "ين": Tag("participle", 0, "m", "p"),
    "ات": Tag("participle", 0, "f", "p"),
}


@dataclass(frozen=True, slots=True)
class Verb:
    """The principal parts of a verb: past and present, third person masculine singular.

    `form` is the derived form, 1 to 10. `present` may be empty for forms 2 to 10: it follows by rule.
    """

    past: str
    form: int
    present: str = ""

    @property
    def hollow(self) -> bool:
        """Whether the middle letter is weak and long (قال، أشار، استعاد)."""
        return len(self.past) > 2 and self.past[-2] == "ا" and self.past[-1] not in "ىاأ" and self.form != 3

    @property
    def doubled(self) -> bool:
        """Whether the last two root letters are one and written once (رد، أقر، احتج، استمر)."""
        if self.past[-1] in "ىاأء" or self.hollow:
            return False
        length = len(self.past)
        return {
            1: length == 2,
            4: length == 3 and self.past[0] == "أ",
            7: length == 4,
            8: length == 4 and self.past[1] not in "تدط",
            10: length == 5,
        }.get(self.form, False)

    def imperfect(self) -> str:
        """The present, third person masculine singular: يقول، يؤكد، يشير، يتمنى."""
        if self.present:
            return self.present
        past = self.past
        if self.form in (2, 3):
            return "ي" + _seat_hamza(_weak_ending(past))
        if self.form == 4:
            if past[0] == "آ":
                return "يؤ" + past[1:]
            rest = past[1:]
            if rest[0] == "ي":
                rest = "و" + rest[1:]
            return "ي" + _weak_ending(rest[:-2] + "ي" + rest[-1] if self.hollow else rest)
        if self.form in (5, 6):
            return "ي" + past
        rest = past[1:]
        if self.form == 10 and self.hollow:
            rest = rest[:-2] + "ي" + rest[-1]
        return "ي" + (rest if self.hollow else _weak_ending(rest))

    def participle(self) -> str:
        """The active participle, masculine singular with its weak ending kept: قائل، مؤكد، نافي."""
        if self.form == 1:
            return _first_participle(self.past)
        stem = self.imperfect()[1:]
        if stem[-1] in "ىا":
            stem = stem[:-1] + "ي"
        elif stem[-1] == "أ":
            stem = stem[:-1] + "ئ"
        elif self.form == 6 and stem[-2] == "ء":
            stem = stem[:-2] + "ئ" + stem[-1]
        return "م" + stem

    def inflect(self) -> Iterator[Inflected]:
        """All forms of past, present and active participle, with their tags; each spelled as printed."""
        yield from _inflect_past(self)
        yield from _inflect_present(self)
        for spelling, tag in _inflect_participle(self.participle()):
            # The feminine of form III is spelled like its verbal noun (مطالبة): the noun rows have it.
            if self.form != 3 or (spelling[-1] != "ة" and not spelling.endswith("ات")):
                yield spelling, tag


def _weak_ending(stem: str) -> str:
    if stem[-1] in "ىا":
        return stem[:-1] + "ي"
    return stem[:-1] + "ئ" if stem[-1] == "أ" else stem


def _seat_hamza(stem: str) -> str:
    """Hamza after the u of a prefix takes the seat ؤ: أكد → يؤكد, آخذ → يؤاخذ."""
    if stem[0] == "أ":
        return "ؤ" + stem[1:]
    return "ؤا" + stem[1:] if stem[0] == "آ" else stem


def _first_participle(past: str) -> str:
    first, rest = past[0], past[1:]
    start = "آ" if first == "أ" else first + "ا"
    if len(rest) == 1:
        return start + rest
    middle, last = rest[-2], rest[-1]
    if middle in "اأ":
        middle = "ئ"
    if last in "ىا":
        last = "ي"
    elif last == "أ":
        last = "ئ"
    return start + middle + last


def _inflect_past(verb: Verb) -> Iterator[Inflected]:
    past = verb.past
    base, last = past[:-1], past[-1]
    yield past, _P3MS
    if last in "ىا":
        weak = "و" if last == "ا" and verb.form == 1 else "ي"
        yield base + "ت", _P3FS
        yield base + "وا", _P3MP
        yield base + "تا", _P3FD
        long = base + weak
        if verb.form == 1 and weak == "و":
            yield base + "ي", _P3MS_PASSIVE
    elif last == "ي":
        yield past + "ت", _P3FS
        yield base + "وا", _P3MP
        yield past + "تا", _P3FD
        long = past
    else:
        yield past + "ت", _P3FS
        yield past + "وا", _P3MP
        yield past + "تا", _P3FD
        if last == "أ":
            yield base + "ؤوا", _P3MP
        long = past[:-2] + last if verb.hollow else past + last if verb.doubled else past
    yield (past if verb.hollow or verb.doubled else long) + "ا", _P3MD
    yield long + "ت", _P1S
    yield long + ("ا" if long[-1] == "ن" else "نا"), _P1P
    if long[-1] != "ن" and (verb.form == 1 or not verb.hollow):
        yield long + "ن", _P3FP
    if verb.hollow:
        passive = past[:-2] + ("ي" + last)
        yield passive, _P3MS_PASSIVE
        yield passive + "ت", _P3FS_PASSIVE
    elif verb.form == 1 and len(past) == 3 and past[1] == "أ":
        passive = past[0] + "ئ" + last
        yield passive, _P3MS_PASSIVE
        yield passive + "ت", _P3FS_PASSIVE
        yield passive + "وا", _P3MP_PASSIVE


def _inflect_present(verb: Verb) -> Iterator[Inflected]:
    stem = verb.imperfect()[1:]
    base, last = stem[:-1], stem[-1]
    first = "آ" + stem[1:] if stem[0] == "أ" else "أ" + stem
    for prefix, tag in (("ي", _I3MS), ("ت", _I3FS), ("ن", _I1P)):
        yield prefix + stem, tag
    yield first, _I1S
    weak = last in "ىيو"
    short = ""
    if weak:
        short = base
        plural = base + "و"
        dual = (base + "ي" if last == "ى" else stem) + "ا"
        feminine = (base + "ي" if last == "ى" else stem) + "ن"
    else:
        plural = stem + "و"
        dual = stem + "ا"
        feminine = stem + last + "ن" if verb.doubled else stem + "ن"
        if verb.hollow:
            short = stem[:-2] + last
            feminine = short + ("ن" if last != "ن" else "")
    yield "ي" + plural + "ن", _I3MP
    yield "ي" + plural + "ا", _I3MP
    if last == "أ":
        yield "ي" + base + "ؤون", _I3MP
        yield "ي" + base + "ؤوا", _I3MP
    yield "ي" + dual + "ن", _I3MD
    yield "ت" + dual + "ن", _I3FD
    yield "ي" + feminine, _I3FP
    if len(short) > 1 or (short and verb.form == 1):
        for prefix, tag in (("ي", _J3MS), ("ت", _J3FS), ("ن", _J1P)):
            yield prefix + short, tag
        if verb.form == 1 and verb.hollow:
            yield "أ" + short, _J1S
    passive = ""
    if verb.hollow and stem[-2] in "يو":
        passive = stem[:-2] + "ا" + last
    elif verb.form == 1 and last == "و":
        passive = base + "ى"
    elif verb.form == 1 and len(stem) == 2 and len(verb.past) == 3 and verb.past[0] == "و":
        passive = "و" + stem
    if passive:
        yield "ي" + passive, _I3MS_PASSIVE
        yield "ت" + passive, _I3FS_PASSIVE


def _inflect_participle(stem: str) -> Iterator[Inflected]:
    weak = stem[-1] == "ي"
    if not weak:
        yield stem, _PARTICIPLE[""]
    elif len(stem) > 3:
        yield stem[:-1], _PARTICIPLE[""]
        yield stem, _PARTICIPLE[""]
    for ending in ("ا", "ة", "ان", "تان", "تين", "ون", "ين", "ات"):
        tag = _PARTICIPLE[ending]
        if weak and ending in ("ون", "ين"):
            yield stem[:-1] + ending, tag
        else:
            yield stem + ending, tag


def inflect_noun(lemma: str, plurals: tuple[str, ...], part: str) -> Iterator[Inflected]:
    """The noun with its accusative alif, dual and plurals; articles and pronouns are clitics.

    `part` is "masdar" or "noun". Gender follows the ending, a plural of things counts as feminine.
    """
    gender = "f" if lemma[-1] in "ةى" else "m"
    singular = Tag(part, 0, gender, "s")
    yield lemma, singular
    if lemma[-1] not in "ةىا" and not lemma.endswith("اء"):
        yield lemma + "ا", singular
    dual = Tag(part, 0, gender, "d")
    stem = lemma[:-1] + "ت" if lemma[-1] == "ة" else lemma[:-1] + "ي" if lemma[-1] == "ى" else lemma
    yield stem + "ان", dual
    yield stem + "ين", dual
    for plural in plurals:
        tag = Tag(part, 0, "m" if plural.endswith(("ون", "ين")) else "f", "p")
        yield plural, tag
        if plural[-1] not in "ةىا" and not plural.endswith(("ات", "ون", "ين", "اء")):
            yield plural + "ا", tag
