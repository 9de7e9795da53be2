"""Attribution cues in any inflected and cliticised form, recognised by rule.

All forms of the lemmas in ``lang/ar/cues.toml`` are conjugated when first needed; a printed word is
matched on its folded letters after stripping proclitics and pronouns. Letters that folding made equal
(أ إ ا, ى ي, ة ه) then rank or exclude readings, as do printed vowel marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from musnad import lang
from musnad.conjugation import Tag, Verb, inflect_noun
from musnad.model import CueClass
from musnad.text import fold
from musnad.words import looks_like_verb, split

__all__ = [
    "Cue",
    "Form",
    "Phrase",
    "PhraseMatch",
    "analyse",
    "cues",
    "looks_like_verb",
    "phrase_at",
    "phrases",
    "split",
]

_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Cue:
    """One lemma that attributes: what it takes, how much evidence it needs, how the one told is marked.

    `complements` are "inna" (a clause with أنّ/إنّ), "an" (أن and a verb), "quote", "object", "clause"
    (of a relay: حسبما أعلن) and prepositions as themselves. `evidence` is "strong", "clause", "weak" or
    "negated"; `addressee` "", "object" or a preposition. `verb` is the verb that a noun belongs to.
    `count` is how often its forms occur in the corpus that the table was mined from, `clause` the share
    followed by a clause or quotation; `precision` holds (part and complement as "past:inna", share that
    attributes) on annotated reports, smoothed, "-" standing for none of its complements.
    """

    lemma: str
    cue_class: CueClass
    complements: tuple[str, ...]
    evidence: str
    addressee: str = ""
    verb: str = ""
    count: int = 0
    clause: float = 0.0
    precision: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a printed word as a form of a cue.

    `part` is "past", "present", "participle", "masdar", "noun" or "relay"; `preposition` holds the
    particle before it (ب، ل، ك, and س of the future), `pronoun` the letters attached, folded. `jussive`
    marks a shortened present that only لم, لا and the like allow (لم يقل).
    """

    cue: Cue
    part: str
    conjunction: str = ""
    preposition: str = ""
    definite: bool = False
    gender: str = ""
    number: str = ""
    person: int = 0
    pronoun: str = ""
    passive: bool = False
    jussive: bool = False

    def precise(self, complement: str) -> float:
        """How often this part of the cue with `complement` ("-" for none) attributes, in [0, 1]; 0.5 unseen."""
        wanted = f"{self.part}:{complement}"
        return next((share for name, share in self.cue.precision if name == wanted), 0.5)


class _Entry(NamedTuple):
    spelling: str
    tag: Tag
    cue: Cue
    order: int
    lengthened: bool  # form I to III or IV: the present has u after its prefix in the active too


class _Prefix(NamedTuple):
    conjunction: str
    preposition: str
    definite: bool
    parts: frozenset[str]


_FINITE = frozenset({"past", "present"})
_NOMINAL = frozenset({"masdar", "noun"})
_ALL = frozenset({"past", "present", "participle", "masdar", "noun", "relay"})
_PRONOUNS = frozenset({"ه", "ها", "هم", "هما", "هن", "نا", "ني", "ك", "كم"})


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, tuple[_Prefix, ...]]:
    table: dict[str, list[_Prefix]] = {}

    def add(letters: str, conjunction: str, preposition: str, definite: bool, parts: frozenset[str]) -> None:
        table.setdefault(conjunction + letters, []).append(_Prefix(conjunction, preposition, definite, parts))

    for conjunction in ("", "و", "ف"):
        add("", conjunction, "", False, _ALL)
        add("س", conjunction, "س", False, frozenset({"present"}))
        add("ل", conjunction, "ل", False, _NOMINAL | {"present"})
        add("ب", conjunction, "ب", False, _NOMINAL)
        add("ال", conjunction, "", True, _NOMINAL)
        add("بال", conjunction, "ب", True, _NOMINAL)
        add("كال", conjunction, "ك", True, _NOMINAL)
        add("لل", conjunction, "ل", True, _NOMINAL)
    return {letters: tuple(values) for letters, values in table.items()}


def _folded(letters: str) -> str:
    """The folded form of plain Arabic letters; six replacements cost a tenth of fold()."""
    return (
        letters.replace("أ", "ا")
        .replace("إ", "ا")
        .replace("آ", "ا")
        .replace("ٱ", "ا")
        .replace("ى", "ي")
        .replace("ة", "ه")
    )


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


@lru_cache(maxsize=1)
def cues() -> tuple[Cue, ...]:
    """Every row of the cue table: verbs, nouns and relays, in the table's order."""
    return tuple(cue for cue, _ in _rows())


def _measured() -> dict[tuple[str, str], tuple[int, float, tuple[tuple[str, float], ...]]]:
    """Counts by (lemma, kind) from cues.tsv; empty before tools/mine_cues.py has written it."""
    try:
        cells = lang.cells("ar", "cues")
    except FileNotFoundError:
        return {}
    found = {}
    for lemma, kind, count, clause, shares in zip(*(cells[i::5] for i in range(5)), strict=True):
        pairs = (share.split("=") for share in shares.split())
        found[lemma, kind] = (
            int(count), float(clause), tuple((name, float(value)) for name, value in pairs)
        )  # fmt: skip
    return found


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[Cue, Verb | tuple[str, ...] | None], ...]:
    """Each cue with its principal parts: a Verb, the plurals of a noun, None for a relay."""
    table, measured = lang.table("ar", "cues"), _measured()
    none: tuple[int, float, tuple[tuple[str, float], ...]] = (0, 0.0, ())
    found: list[tuple[Cue, Verb | tuple[str, ...] | None]] = []
    for name, group in table.items():
        if name in ("relays", "participles", "never", "prefer"):
            continue
        cue_class = cast(CueClass, name)
        for row in group["verbs"]:
            lemma, form, present, takes, evidence, told = _cells(row)
            cue = Cue(
                lemma,
                cue_class,
                tuple(takes.split()),
                evidence,
                told,
                "",
                *measured.get((lemma, "verb"), none),
            )
            found.append((cue, Verb(lemma, int(form), present)))
        for row in group.get("nouns", ()):
            lemma, plurals, verb, takes, evidence = _cells(row)
            cue = Cue(
                lemma,
                cue_class,
                tuple(takes.split()),
                evidence,
                "",
                verb,
                *measured.get((lemma, "noun"), none),
            )
            found.append((cue, tuple(plurals.split())))
    for row in table["relays"]["words"]:
        word, cue_class, takes = _cells(row)
        cue = Cue(
            word, cast(CueClass, cue_class), (takes,), "strong", "", "", *measured.get((word, "relay"), none)
        )
        found.append((cue, None))
    return tuple(found)


_Lexicon = dict[str, tuple[_Entry, ...]]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    """Folded form without clitics → its readings."""
    return _compile(_rows())


def _compile(rows: tuple[tuple[Cue, Verb | tuple[str, ...] | None], ...]) -> _Lexicon:
    first = frozenset(lang.table("ar", "cues")["participles"]["first"])
    prefer = lang.table("ar", "cues")["prefer"]
    lexicon: _Lexicon = {}
    relay = Tag("relay")
    for order, (cue, parts) in enumerate(rows):
        lengthened = False
        if isinstance(parts, Verb):
            lengthened = parts.form in (2, 3, 4)
            bare = parts.participle()
            drop = parts.form == 1 and cue.lemma not in first
            # A bare participle is an adjective or a noun (مصر، مركز): only case and number make it a cue.
            forms = [
                (spelling, tag)
                for spelling, tag in parts.inflect()
                if tag.part != "participle" or not (drop or spelling == bare or spelling == bare[:-1])
            ]
        elif parts is None:
            forms, order = [(cue.lemma, relay)], -1
        else:
            forms = list(inflect_noun(cue.lemma, parts, "masdar" if cue.verb else "noun"))
        folded = _folded(" ".join(spelling for spelling, _ in forms)).split(" ")
        for key, (spelling, tag) in zip(folded, forms, strict=True):
            rank = -1 if prefer.get(key) == cue.lemma else order
            entry = _Entry(spelling, tag, cue, rank, lengthened)
            known = lexicon.get(key)
            lexicon[key] = (entry,) if known is None else (*known, entry)
    return lexicon


@lru_cache(maxsize=1)
def _never() -> dict[str, frozenset[str]]:
    """Folded words that are far more often something else → spellings that are cues all the same."""
    return {
        _folded(word): frozenset(spellings)
        for word, spellings in lang.table("ar", "cues")["never"]["words"].items()
    }


@lru_cache(maxsize=65536)
def analyse(word: str) -> tuple[Form, ...]:
    """The readings of one printed word as a cue, likeliest first; () where it is none.

    `word` is one token as printed; vowel marks, where printed, decide the voice.
    """
    return _match(word, _lexicon(), _never())


def _match(word: str, lexicon: _Lexicon, never: dict[str, frozenset[str]]) -> tuple[Form, ...]:
    if not 1 < len(word) <= 2 * _LONGEST:
        return ()
    folding = fold(word)
    folded = folding.text
    if not 1 < len(folded) <= _LONGEST:
        return ()
    prefixes = _prefixes()
    found: list[tuple[int, int, int, Form]] = []
    bare = ""
    for size in range(min(5, len(folded) - 1)):
        readings = prefixes.get(folded[:size])
        if readings is None:
            continue
        for key, pronoun, ending in _stems(folded[size:]):
            entries = lexicon.get(key)
            if entries is None:
                continue
            if not bare:
                bare = "".join(word[folding.origin(i)] for i in range(len(folded)))
            # The letter before a pronoun may have changed (رأى → رآه): it is not compared.
            printed = bare[size : len(bare) - len(pronoun) - (ending not in ("", "plain"))]
            if pronoun == "ه" and bare[-1] == "ة":
                continue
            for entry in entries:
                if pronoun and not _joins(entry, pronoun, ending):
                    continue
                distance = _distance(printed, entry.spelling)
                if distance is None:
                    continue
                for prefix in readings:
                    joined = len(prefix.conjunction)
                    spellings = never.get(folded, never.get(folded[joined:]))
                    if spellings is not None and not spellings & {word, bare, word[joined:], bare[joined:]}:
                        continue
                    if (
                        entry.tag.part in prefix.parts
                        and not (pronoun and prefix.definite)
                        and not (entry.tag.jussive and prefix.preposition)
                    ):
                        voiced = _passive(word, folding.origin(size), entry)
                        form = Form(
                            entry.cue, entry.tag.part, prefix.conjunction, prefix.preposition, prefix.definite,
                            entry.tag.gender, entry.tag.number, entry.tag.person, pronoun, entry.tag.passive or voiced,
                            entry.tag.jussive,
                        )  # fmt: skip
                        rare = entry.tag.person == 1 or entry.tag.gender + entry.tag.number == "fp"
                        clitics = 2 * (size - bool(prefix.conjunction) + len(pronoun)) + rare
                        found.append((distance + entry.tag.passive, clitics, entry.order, form))
    found.sort(key=lambda item: item[:3])
    return tuple(dict.fromkeys(form for *_, form in found))


def _stems(rest: str) -> Iterator[tuple[str, str, str]]:
    """The folded stems that `rest` may hold, with the pronoun taken off and the ending restored."""
    yield rest, "", ""
    for size in (1, 2, 3):
        pronoun = rest[-size:]
        if len(rest) - size < 2 or pronoun not in _PRONOUNS:
            continue
        stem = rest[:-size]
        yield stem, pronoun, "plain"
        last = stem[-1]
        if last == "و":
            yield stem + "ا", pronoun, "وا"
        elif last == "ا":
            yield stem[:-1] + "ي", pronoun, "ى"
            yield stem + "ي", pronoun, "أى"
        elif last == "ت":
            yield stem[:-1] + "ه", pronoun, "ة"
        elif last in "ؤئ":
            yield stem[:-1] + "ء", pronoun, "ء"


def _joins(entry: _Entry, pronoun: str, ending: str) -> bool:
    """Whether the spelling takes that pronoun, with that change of its ending."""
    spelling, part = entry.spelling, entry.tag.part
    if entry.tag.passive or entry.tag.jussive or entry.tag.person == 1 and part == "past":
        return False
    if pronoun == "ني" and part not in _FINITE:
        return False
    # «تراكم» and «أملاك» are no cues: those who are addressed are so in the first person.
    if pronoun in ("ك", "كم") and (entry.tag.person != 1 and (pronoun == "ك" or part not in _NOMINAL)):
        return False
    if part == "relay" or part == "participle" and spelling[-1] == "ا":
        return False
    if ending == "plain":
        return not spelling.endswith(("ة", "ى", "وا")) and not (part in _NOMINAL and spelling[-1] == "ا")
    return spelling.endswith(ending)


_SAME = {"ا": "أإآٱ", "أ": "ا", "إ": "", "آ": "ا", "ى": "ي", "ي": "ى", "ه": "ة", "ة": ""}


def _distance(printed: str, spelling: str) -> int | None:
    """How far the printed letters are from the spelling; None where they exclude it.

    A bare alif stands for any hamza and ه for ة, as newsrooms print them; أ for إ does not.
    """
    distance = 0
    for letter, expected in zip(printed, spelling, strict=False):
        if letter != expected and letter in _SAME:
            if expected not in _SAME[letter]:
                if expected in _SAME and letter not in "هىة":
                    return None
                continue
            distance += 1
    return distance


def _passive(word: str, start: int, entry: _Entry) -> bool:
    """Whether printed vowel marks make the finite form certainly passive (يُقال، اتُّهم، أُعلن، يُؤكَّد)."""
    if entry.tag.part not in _FINITE:
        return False
    marks = [word[at + 1 : at + 3] for at in range(start, len(word)) if not "\u064b" <= word[at] <= "\u0652"]
    if entry.tag.part == "past":
        return any("\u064f" in mark for mark in marks[: 2 if marks and word[start] == "ا" else 1])
    if "\u064f" not in marks[0]:
        return False
    return not entry.lengthened or any("\u064e" in mark for mark in marks[-2:-1])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A cue of several words: a verb that says little and the noun that says what is voiced.

    `head` is the verb's lemma, "" where the particle opens the phrase (على لسان); `particle` the words
    before the noun, folded; `nouns` lemmas, one of which must follow. `cue` is "head", "noun" or "all";
    `content` is "noun" where the content begins with the particle or noun itself, else "after".
    """

    head: str
    particle: str
    nouns: tuple[str, ...]
    cue_class: CueClass
    complements: tuple[str, ...]
    cue: str
    content: str


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """Where a phrase stands, as indices into the words searched; `particle` is -1 where it has none.

    `form` is the reading of the head, None where the particle opens the phrase.
    """

    phrase: Phrase
    head: int
    particle: int
    noun: int
    form: Form | None


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """All phrases by the lemma of their head; under "" those that a particle opens."""
    found: dict[str, list[Phrase]] = {}
    for row in lang.table("ar", "lightverbs")["phrases"]:
        head, particle, nouns, cue_class, takes, cue, content = _cells(row)
        head = head.replace("-", "")
        phrase = Phrase(
            head, _folded(particle), tuple(nouns.split()), cast(CueClass, cue_class),
            tuple(takes.split()), cue, content,
        )  # fmt: skip
        found.setdefault(head, []).append(phrase)
    return {head: tuple(rows) for head, rows in found.items()}


@lru_cache(maxsize=1)
def _phrase_lexicon() -> _Lexicon:
    """Heads and nouns of the phrases, inflected; a noun is its own lemma, number and all."""
    verbs = {row.lemma: parts for row, parts in _rows() if isinstance(parts, Verb)}
    for row in lang.table("ar", "lightverbs")["heads"]:
        lemma, form, present = _cells(row)
        verbs[lemma] = Verb(lemma, int(form), present)
    rows: list[tuple[Cue, Verb | tuple[str, ...] | None]] = []
    nouns: dict[str, None] = {}
    for head, group in phrases().items():
        if head:
            rows.append((Cue(head, "say", (), "weak"), verbs[head]))
        nouns.update((noun, None) for phrase in group for noun in phrase.nouns)
    rows.extend((Cue(noun, "say", (), "weak"), ()) for noun in nouns)
    return _compile(tuple(rows))


@lru_cache(maxsize=65536)
def _phrase_forms(word: str) -> tuple[Form, ...]:
    return _match(word, _phrase_lexicon(), {})


# Words between a head and its noun: the subject with its titles («أعرب رئيس ... عن»).
_REACH = 14
_STOPS = frozenset('.؟!؛:"')


def phrase_at(words: Sequence[str], index: int, end: int | None = None) -> PhraseMatch | None:
    """The phrase whose first word is `words[index]`, within `words[index:end]`, or None.

    `words` are the tokens of one sentence, printed or folded, punctuation as tokens of its own.
    """
    end = min(len(words) if end is None else end, index + _REACH)
    for phrase in phrases()[""]:
        opening = phrase.particle.split()
        noun = index + len(opening)
        if noun < end and [_folded(w) for w in words[index:noun]] == opening:
            if _noun_at(words[noun], phrase, ""):
                return PhraseMatch(phrase, index, index, noun, None)
    for form in _phrase_forms(words[index]):
        if form.part not in ("past", "present", "participle") or form.pronoun:
            continue
        found = [
            m
            for phrase in phrases().get(form.cue.lemma, ())
            if (m := _follow(words, index, end, phrase, form))
        ]
        if found:
            return min(found, key=lambda match: match.noun)
    return None


def _follow(words: Sequence[str], index: int, end: int, phrase: Phrase, form: Form) -> PhraseMatch | None:
    """The first noun of the phrase after its head, right after the particle but for one or two words."""
    particle, left = -1, _REACH
    for at in range(index + 1, end):
        word = words[at]
        if word in _STOPS and (word != '"' or particle < 0):
            return None
        if len(phrase.particle) > 1 and particle < 0:
            if _folded(word) == phrase.particle:
                particle, left = at, 4
            continue
        left -= 1
        if left < 0:
            return None
        if _noun_at(word, phrase, phrase.particle if particle < 0 else ""):
            return PhraseMatch(phrase, index, particle, at, form)
    return None


def _noun_at(word: str, phrase: Phrase, preposition: str) -> bool:
    return any(
        form.preposition == preposition and form.part in ("masdar", "noun") and form.cue.lemma in phrase.nouns
        for form in _phrase_forms(word)
    )
