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
    naming: frozenset[str]
    negations: frozenset[str]
    boundaries: frozenset[str]
    labels: frozenset[str]
    media_heads: frozenset[str]
    object_heads: frozenset[str]
    resumptive: frozenset[str]
    carry_on: frozenset[str]
    parties: frozenset[str]


@lru_cache(maxsize=1)
def grammar_words() -> GrammarWords:
    """Read the table once."""
    data = tomllib.loads(files("musnad.lang").joinpath("ar/grammar.toml").read_text("utf-8"))
    stems, pronouns = data["complementiser_stems"], data["pronouns"]
    attached = {stem + pronoun for stem in stems for pronoun in pronouns}
    return GrammarWords(
        complementisers=frozenset(stems) | attached,
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
        transmit=frozenset(data["relay"]["transmit"]),
        naming=frozenset(data["source"]["naming"]),
        negations=frozenset(data["clause"]["negations"]),
        boundaries=frozenset(data["clause"]["boundaries"]),
        labels=frozenset(data["clause"]["labels"]),
        media_heads=frozenset(data["source"]["media_heads"]),
        carry_on=frozenset(data["clause"]["carry_on"]),
        parties=frozenset(data["source"]["parties"]),
        resumptive=frozenset(data["clause"]["resumptive"]),
        object_heads=frozenset(data["clause"]["object_heads"]),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often each lemma, read by each rule of the grammar, was a true cue in annotated reports.

    `counts` maps (lemma, rule) to (true, seen), `rules` maps a rule to the same over all lemmas.
    """

    counts: dict[tuple[str, str], tuple[int, int]]
    rules: dict[str, tuple[int, int]]

    def precision(self, lemma: str, rule: str) -> float:
        """The share of true cues in [0, 1], drawn towards that of the rule where a lemma is rare."""
        right, seen = self.rules.get(rule, (0, 0))
        prior = (right + 1) / (seen + 2)
        right, seen = self.counts.get((lemma, rule), (0, 0))
        return (right + _PRIOR_WEIGHT * prior) / (seen + _PRIOR_WEIGHT)


# Of 0.5, 1, 2, 4 and 8 this weight gave the best F1 in five-fold cross-validation over the training reports.
_PRIOR_WEIGHT = 2.0


@lru_cache(maxsize=1)
def evidence() -> Evidence:
    """Read ``ar/evidence.tsv`` once: lemma, rule, true, seen (written by ``tools/fit_evidence.py``)."""
    table = files("musnad.lang").joinpath("ar/evidence.tsv").read_text("utf-8")
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    rules: dict[str, tuple[int, int]] = {}
    for line in table.splitlines():
        if line.startswith("#") or not line:
            continue
        lemma, rule, right, seen = line.split("\t")
        counts[lemma, rule] = (int(right), int(seen))
        before = rules.get(rule, (0, 0))
        rules[rule] = (before[0] + int(right), before[1] + int(seen))
    return Evidence(counts, rules)
