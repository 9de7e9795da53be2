"""One attribution with its speaker while the report is being read, and what its verb agrees with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from musnad.lang.people import people
from musnad.model import Attribution, Span
from musnad.morphology import Form, analyse
from musnad.parties import Party
from musnad.speakers import Actor
from musnad.words import frequency, looks_like_verb, split

NOMINAL = ("masdar", "noun", "relay")
"""Parts of speech of cues that are no verbs."""

_COMMON = 10
"""Uses, with the article and without, by which a noun counts as common."""

_PRONOUNS = {
    "ه": ("m", "s"), "ها": ("f", "s"), "هم": ("m", "p"), "هن": ("f", "p"), "هما": ("", "d"),
}  # fmt: skip


@dataclass(slots=True)
class Voice:
    """One attribution with its speaker, the rule that found it, and whose subject it shares.

    `named_at` is where a speaker without a source span is named in the sentence.
    """

    at: Attribution
    place: int
    form: Form | None
    party: Party | None = None
    actor: Actor | None = None
    rule: str = ""
    continues: str | None = None
    named_at: Span | None = None


def fits(actor: Actor | Party, gender: str, number: str) -> bool:
    """Whether a verb of this gender and number may have `actor` as its unexpressed subject."""
    many = actor.number != "s"
    if number == "p":
        return many or actor.kind in ("group", "unnamed")
    if number == "d":
        return many
    if many and gender == "m" and actor.kind == "group":
        return False
    return not gender or not actor.gender or gender == actor.gender


def nature(who: Actor | Party) -> str:
    """Whether one who has not spoken is known to be able to, has a rare name, or is named by common words."""
    if who.kind not in ("person", "organisation", "group", "unnamed") or who.head is not None or not who.key:
        return "known"
    if who.roles or any(word in people().classes.given for word in who.key):
        return "known"
    return "thing" if any(_common(word) for word in who.key) else "name"


@lru_cache(maxsize=4096)
def _common(word: str) -> bool:
    """Whether the folded word is a verb, a common noun, or one with a pronoun behind it, and so no name."""
    bare = word.removeprefix("ال")
    if split(word)[2] or looks_like_verb(word):
        return True
    return min(frequency(bare), frequency("ال" + bare)) >= _COMMON


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the cue says of its subject: `part` of speech, gender, number, and the lemma."""

    part: str
    gender: str
    number: str
    lemma: str
    passive: bool = False
    definite: bool = False
    conjoined: bool = False


def wanted(voice: Voice, word: str) -> Wanted:
    """What the cue whose folded first word is `word` says of its subject."""
    form = voice.form
    if form is None:
        return _shape(word)
    gender, number, part = form.gender, form.number, form.part
    if part in NOMINAL:
        gender, number = _PRONOUNS.get(form.pronoun, ("", ""))
        part = "owned" if form.pronoun else part
    finite_forms = [f for f in analyse(word) if f.part in ("past", "present")]
    passive = form.passive and all(f.passive for f in finite_forms)
    return Wanted(part, gender, number, form.cue.lemma, passive, form.definite, bool(form.conjunction))


def _shape(word: str) -> Wanted:
    """The same for a word that the lexicon has no form for, by its letters."""
    bare = word[1:] if word[:1] in "وف" and len(word) > 3 else word
    joined = bare != word
    if not looks_like_verb(word):
        return Wanted("other", "", "", word, conjoined=joined)
    if bare[0] == "ي":
        return Wanted("present", "m", "p" if bare.endswith(("ون", "وا")) else "s", word, conjoined=joined)
    if bare[0] == "ت":
        return Wanted("present", "f", "s", word, conjoined=joined)
    if bare.endswith("وا"):
        return Wanted("past", "m", "p", word, conjoined=joined)
    return Wanted("past", "f" if bare.endswith("ت") else "m", "s", word, conjoined=joined)
