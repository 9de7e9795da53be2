"""The table of attribution cues, and all their forms: ``lang/ar/cues.toml`` conjugated when first needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, get_args

from musnad import lang
from musnad.conjugation import Tag, Verb, inflect_noun
from musnad.model import CueClass


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
    count: int = field(default=0, compare=False)
    clause: float = field(default=0.0, compare=False)
    precision: tuple[tuple[str, float], ...] = field(default=(), compare=False)


class Entry(NamedTuple):
    """One form of one cue: its letters as printed, what its ending says, and the rank among readings.

    `lengthened` marks forms II to IV, whose present has u after its prefix in the active too.
    """

    spelling: str
    tag: Tag
    cue: Cue
    order: int
    lengthened: bool


def fold_letters(letters: str) -> str:
    """The folded form of plain Arabic letters; six replacements cost a tenth of fold()."""
    return (
        letters.replace("أ", "ا")
        .replace("إ", "ا")
        .replace("آ", "ا")
        .replace("ٱ", "ا")
        .replace("ى", "ي")
        .replace("ة", "ه")
    )


def cells(row: str) -> list[str]:
    """The cells of one row of a table in TOML, which | parts."""
    return [cell.strip() for cell in row.split("|")]


@lru_cache(maxsize=1)
def cues() -> tuple[Cue, ...]:
    """Every row of the cue table: verbs, nouns and relays, in the table's order."""
    return tuple(cue for cue, _ in cue_rows())


_Measured = tuple[int, float, tuple[tuple[str, float], ...]]


def _measured() -> dict[tuple[str, str], _Measured]:
    """Counts by (lemma, kind) from cues.tsv; empty before tools/mine_cues.py has written it."""
    try:
        found_cells = lang.cells("ar", "cues")
    except FileNotFoundError:
        return {}
    found = {}
    for lemma, kind, count, clause, shares in zip(*(found_cells[i::5] for i in range(5)), strict=True):
        pairs = (share.split("=") for share in shares.split())
        found[lemma, kind] = (
            int(count), float(clause), tuple((name, float(value)) for name, value in pairs)
        )  # fmt: skip
    return found


Parts = Verb | tuple[str, ...] | None
"""The principal parts of a cue: a Verb, the plurals of a noun, None for a relay."""


@lru_cache(maxsize=1)
def cue_rows() -> tuple[tuple[Cue, Parts], ...]:
    """Each row of the cue table with its principal parts, in the table's order."""
    table, measured = lang.table("ar", "cues"), _measured()
    unseen: _Measured = (0, 0.0, ())
    found: list[tuple[Cue, Parts]] = []
    for cue_class in get_args(CueClass):
        for row in table[cue_class]["verbs"] if cue_class in table else ():
            lemma, form, present, takes, evidence, told = cells(row)
            known = measured.get((lemma, "verb"), unseen)
            cue = Cue(lemma, cue_class, tuple(takes.split()), evidence, told, "", *known)
            found.append((cue, Verb(lemma, int(form), present)))
        for row in table[cue_class].get("nouns", ()) if cue_class in table else ():
            lemma, plurals, verb, takes, evidence = cells(row)
            known = measured.get((lemma, "noun"), unseen)
            cue = Cue(lemma, cue_class, tuple(takes.split()), evidence, "", verb, *known)
            found.append((cue, tuple(plurals.split())))
    classes: dict[str, CueClass] = {name: name for name in get_args(CueClass)}
    for row in table["relays"]["words"]:
        word, relay_class, takes = cells(row)
        known = measured.get((word, "relay"), unseen)
        found.append((Cue(word, classes[relay_class], (takes,), "strong", "", "", *known), None))
    return tuple(found)


Lexicon = dict[str, tuple[Entry, ...]]


@lru_cache(maxsize=1)
def cue_forms() -> Lexicon:
    """Every form of every cue: folded form without clitics → its entries."""
    return compile_forms(cue_rows())


def compile_forms(rows: tuple[tuple[Cue, Parts], ...]) -> Lexicon:
    """All forms of the rows by their folded letters, without clitics."""
    data = lang.table("ar", "cues")
    first, prefer = frozenset(data["participles"]["first"]), data["prefer"]
    lexicon: Lexicon = {}
    for order, (cue, parts) in enumerate(rows):
        forms = _forms(cue, parts, first)
        lengthened = isinstance(parts, Verb) and parts.form in (2, 3, 4)
        folded = fold_letters(" ".join(spelling for spelling, _ in forms)).split(" ")
        for key, (spelling, tag) in zip(folded, forms, strict=True):
            rank = -1 if parts is None or prefer.get(key) == cue.lemma else order
            entry = Entry(spelling, tag, cue, rank, lengthened)
            known = lexicon.get(key)
            lexicon[key] = (entry,) if known is None else (*known, entry)
    return lexicon


def _forms(cue: Cue, parts: Parts, first: frozenset[str]) -> list[tuple[str, Tag]]:
    if parts is None:
        return [(cue.lemma, Tag("relay"))]
    if not isinstance(parts, Verb):
        return list(inflect_noun(cue.lemma, parts, "masdar" if cue.verb else "noun"))
    # A bare participle is an adjective or a noun (مصر، مركز): only its ending makes it a cue.
    bare = parts.participle()
    drop = parts.form == 1 and cue.lemma not in first
    return [
        (spelling, tag)
        for spelling, tag in parts.inflect()
        if tag.part != "participle" or not (drop or spelling in (bare, bare[:-1]))
    ]


@lru_cache(maxsize=1)
def never() -> dict[str, frozenset[str]]:
    """Folded words that are far more often something else → spellings that are cues all the same."""
    table = lang.table("ar", "cues")["never"]
    words: dict[str, frozenset[str]] = {fold_letters(word): frozenset() for word in table["words"]}
    words |= {fold_letters(word): frozenset(spellings) for word, spellings in table["unless"].items()}
    return words
