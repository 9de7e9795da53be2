"""How likely a draft is to be an attribution: a logistic model over what the grammar saw.

The weights are in ``lang/ar/evidence.tsv``; ``tools/fit_evidence.py`` fits them on annotated reports.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp

from musnad import lang
from musnad.drafts import Draft
from musnad.endings import look
from musnad.lang.grammar import grammar_words
from musnad.morphology import Form
from musnad.phrases import is_complementiser
from musnad.tokens import Tokens

BIAS = "bias"


def features(tokens: Tokens, index: int, form: Form, draft: Draft) -> tuple[str, ...]:
    """The features of a draft whose cue word stands at `index`, as names; all have the value 1."""
    words = grammar_words()
    prior = tokens.word(index - 1)
    kind = draft.rule.rpartition("-")[2]
    head = _head(tokens, draft)
    length = sum(end - start for start, end in draft.content)
    found = [
        BIAS,
        f"rule={draft.rule}",
        f"lemma={draft.lemma}",
        f"lemma+kind={draft.lemma}+{kind}",
        f"part={form.part}",
        f"part+lemma={form.part}+{draft.lemma}",
        f"asks={form.cue.evidence}+{kind}",
        f"length={min(length, 12) // 3 if length < 12 else 4}",
        f"gap={_gap(draft)}",
        f"source={head}",
        f"prior={_prior(index, prior)}",
    ]
    size = len(tokens)
    before, behind = look(tokens, index - 1, size), look(tokens, index + 1, size)
    found += [
        f"before={before}",
        f"before={before}+{form.part}",
        f"before={before}+{draft.lemma}",
        f"earlier={look(tokens, index - 2, size)}+{form.part}",
        f"behind={behind}+{form.part}",
        f"behind={behind}+{draft.lemma}",
        f"source={head}+{draft.lemma}",
        f"source={head}+{form.part}",
    ]
    if draft.content:
        first, last = draft.content[0][0], draft.content[-1][1]
        opening = look(tokens, first, size)
        found += [
            f"opening={opening}+{kind}",
            f"opening={opening}+{draft.lemma}",
            f"closing={look(tokens, last, size)}+{kind}",
        ]
    if kind == "preposition" and draft.content:
        found.append(f"opener={draft.lemma}+{tokens.words[draft.content[0][0]][:3]}")
    if form.pronoun:
        found.append(f"pronoun+{form.part}")
    if form.person in (1, 2):
        found.append("person=1")
    if form.definite:
        found.append("definite")
    if form.preposition:
        found.append(f"preposition={form.preposition}+{form.part}")
    if tokens.within[index] >= 0:
        found.append(f"quoted+{form.part}")
    if draft.negated:
        found.append(f"negated+{form.cue.evidence}")
    if draft.content and is_complementiser(tokens.words[draft.content[0][0]]):
        found.append("clause")
    if draft.content and tokens.closer[draft.content[0][0]]:
        found.append("quotation")
    if draft.medium or draft.addressee or draft.via:
        found.append("occasion")
    if draft.source and tokens.words[draft.source[0]] in words.documents:
        found.append(f"document+{draft.lemma}")
    return tuple(found)


def _gap(draft: Draft) -> str:
    if not draft.content:
        return "none"
    gap = draft.content[0][0] - draft.cue[1]
    return "before" if gap < 0 else "0" if gap == 0 else "1-3" if gap < 4 else "4-9" if gap < 10 else "10+"


def _head(tokens: Tokens, draft: Draft) -> str:
    if draft.source is None:
        return "none"
    words = grammar_words()
    head = tokens.words[draft.source[0]]
    if head in words.media_heads:
        return "medium"
    if head in words.documents:
        return "document"
    if head in words.role_heads:
        return "role"
    if head in words.parties:
        return "party"
    return "article" if head.startswith("ال") else "other"


def _prior(index: int, prior: str) -> str:
    words = grammar_words()
    if index == 0:
        return "start"
    if is_complementiser(prior):
        return "complementiser"
    if prior in words.negations or prior == "ما":
        return prior
    if prior in words.prepositions or prior in words.boundaries:
        return prior
    if prior in ("الذي", "التي", "الذين", "وقد", "قد", "كان", "كانت", "وكان", "وكانت"):
        return prior
    return "mark" if not prior[:1].isalnum() else "word"


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The fitted weight of each feature."""
    cells = lang.cells("ar", "evidence")
    return dict(zip(cells[::2], map(float, cells[1::2]), strict=True))


def probability(found: tuple[str, ...], known: dict[str, float]) -> float:
    """The modelled probability, in [0, 1], of a draft with these features; unknown ones count nothing."""
    total = sum([known.get(name, 0.0) for name in found])
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))
