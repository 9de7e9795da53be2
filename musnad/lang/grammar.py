"""The closed classes of words that the grammar of attribution reads, from ``ar/grammar.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class GrammarWords:
    """Word classes in folded form; the comments of the data file say what each is for."""

    complementisers: frozenset[str]
    subject_pronouns: frozenset[str]
    verb_particles: frozenset[str]
    masculine_bodies: frozenset[str]
    interrogatives: frozenset[str]
    resume: frozenset[str]
    resume_sure: frozenset[str]
    resume_bare: frozenset[str]
    time: frozenset[str]
    prepositions: frozenset[str]
    within: frozenset[str]
    fused: frozenset[str]
    role_heads: frozenset[str]
    documents: frozenset[str]
    medium_nouns: frozenset[str]
    medium_openers: frozenset[str]
    addressees: frozenset[str]
    relays: frozenset[str]
    said: frozenset[str]
    transmit: frozenset[str]
    reporting: frozenset[str]
    carried: frozenset[str]
    naming: frozenset[str]
    negations: frozenset[str]
    boundaries: frozenset[str]
    labels: frozenset[str]
    media_heads: frozenset[str]
    object_heads: frozenset[str]
    resumptive: frozenset[str]
    carry_on: frozenset[str]
    identity: frozenset[str]
    verbal: frozenset[str]
    formulas: frozenset[str]
    breakers: frozenset[str]
    not_subjects: frozenset[str]
    demonstratives: frozenset[str]
    belongs: frozenset[str]
    calling: frozenset[str]
    parties: frozenset[str]


@lru_cache(maxsize=1)
def grammar_words() -> GrammarWords:
    """Read the table once."""
    data = tomllib.loads(files("musnad.lang").joinpath("ar/grammar.toml").read_text("utf-8"))
    stems, pronouns = data["complementiser_stems"], data["pronouns"]
    attached = {stem + pronoun for stem in stems for pronoun in pronouns}
    return GrammarWords(
        complementisers=frozenset(stems) | attached,
        subject_pronouns=frozenset(
            stem + pronoun for stem in data["subject_stems"] for pronoun in data["subject_pronouns"]
        ),
        verb_particles=frozenset(data["verb_particles"]),
        masculine_bodies=frozenset(data["source"]["masculine_bodies"]),
        interrogatives=frozenset(data["interrogatives"]),
        resume=frozenset(data["resume"]["words"]),
        resume_sure=frozenset(data["resume"]["sure"]),
        resume_bare=frozenset(data["resume"]["bare"]),
        time=frozenset(data["time"]["words"]),
        prepositions=frozenset(data["preposition"]["words"]),
        within=frozenset(data["preposition"]["within"]),
        fused=frozenset(data["preposition"]["fused"]),
        role_heads=frozenset(data["source"]["role_heads"]),
        documents=frozenset(data["document"]["heads"]),
        medium_nouns=frozenset(data["medium"]["nouns"]),
        medium_openers=frozenset(data["medium"]["openers"]),
        addressees=frozenset(data["medium"]["addressees"]),
        relays=frozenset(data["relay"]["words"]),
        said=frozenset(data["relay"]["said"]),
        carried=frozenset(
            stem + gender + pronoun
            for stem in data["relay"]["carried"]
            for gender in ("", "ت")
            for pronoun in ("ه", "ها", "هم", "هما")
        ),
        reporting=frozenset(data["relay"]["reporting"]),
        transmit=frozenset(data["relay"]["transmit"]),
        naming=frozenset(data["source"]["naming"]),
        negations=frozenset(data["clause"]["negations"]),
        boundaries=frozenset(data["clause"]["boundaries"]),
        labels=frozenset(data["clause"]["labels"]),
        media_heads=frozenset(data["source"]["media_heads"]),
        calling=frozenset(data["clause"]["calling"]),
        belongs=frozenset(data["source"]["belongs"]),
        demonstratives=frozenset(data["clause"]["demonstratives"]),
        not_subjects=frozenset(data["clause"]["not_subjects"]),
        breakers=frozenset(
            [phrase.split()[0] for phrase in data["resume"]["bare"]]
            + data["relay"]["words"]
            + data["resume"]["phrase"]
        ),
        verbal=frozenset(data["clause"]["verbal"]),
        formulas=frozenset(data["clause"]["formulas"]),
        identity=frozenset(data["clause"]["identity"]),
        carry_on=frozenset(data["clause"]["carry_on"]),
        parties=frozenset(data["source"]["parties"]),
        resumptive=frozenset(data["clause"]["resumptive"]),
        object_heads=frozenset(data["clause"]["object_heads"]),
    )
