"""What a network finds in windows, and how far that equals their labels: for measuring while fitting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from musnad.roles import best_tags, spans
from train.batches import around, batches
from train.examples import Cue, Example, reach_of
from train.fit import read
from train.network import Network


@dataclass(frozen=True, slots=True)
class Found:
    """A cue found in a window, its roles as (role, first, behind) in words of the window."""

    cue: tuple[int, int]
    roles: tuple[tuple[int, int, int], ...]
    cue_class: int
    chance: float
    valid: float


def predict(
    network: Network, examples: Sequence[Example], low: float = 0.2, size: int = 4096
) -> list[tuple[Example, list[Found]]]:
    """Each example with what is found in it."""
    out: list[tuple[Example, list[Found]]] = []
    step = (network.field.step + network.field.barred).detach().numpy()
    begin = (network.field.begin + network.field.barred_first).detach().numpy()
    network.eval()
    with torch.no_grad():
        for batch in batches(examples, size, None):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                words, cue_scores, _ = network.encode(batch.pieces, batch.mask, batch.first, batch.last)
                chance = torch.softmax(cue_scores.float(), -1).numpy()
                found: list[tuple[int, Cue]] = []
                chances: list[float] = []
                for row, example in enumerate(batch.examples):
                    for start, end, p in cues_of(chance[row], example.window.core, low):
                        near = reach_of(example.window, (start, end), network.sizes.reach)
                        found.append((row, Cue((start, end), near, (0,) * (near[1] - near[0]), 0)))
                        chances.append(p)
                results: list[list[Found]] = [[] for _ in batch.examples]
                if found:
                    tags, valid, classes = read(network, words, around(found))
                    tags_np, valid_np = tags.float().numpy(), torch.sigmoid(valid.float()).numpy()
                    picked = classes.argmax(-1).numpy()
                    for i, (row, cue) in enumerate(found):
                        n = cue.around[1] - cue.around[0]
                        path = best_tags(tags_np[i, :n], begin, step)
                        roles = tuple((r, s + cue.around[0], e + cue.around[0]) for r, s, e in spans(path))
                        results[row].append(
                            Found(cue.at, roles, int(picked[i]), chances[i], float(valid_np[i]))
                        )
            out.extend(zip(batch.examples, results, strict=True))
    return out


def cues_of(chance: np.ndarray, core: tuple[int, int], low: float) -> list[tuple[int, int, float]]:
    """(first, behind, probability) of the cues of a window's core, by what each word's tags are worth."""
    found: list[tuple[int, int, float]] = []
    at = core[0]
    while at < core[1]:
        if chance[at, 1] >= low and (chance[at, 1] >= chance[at, 2] or at == core[0]):
            end = at + 1
            while end < len(chance) and chance[end, 2] > max(chance[end, 0], chance[end, 1]):
                end += 1
            found.append((at, end, float(chance[at, 1])))
            at = end
        else:
            at += 1
    return found


def scores(results: Sequence[tuple[Example, list[Found]]], least: float = 0.5) -> dict[str, float]:
    """F1 of attributions (cues that touch), and exact F1 of cue, source, content; token F1 of content."""
    c: Counter[str] = Counter()
    for example, found in results:
        kept = [f for f in found if f.valid >= least]
        c["found"] += len(kept)
        c["gold"] += len(example.cues)
        free = list(kept)
        for cue in example.cues:
            gold = spans(list(cue.tags))
            gold = [(r, s + cue.around[0], e + cue.around[0]) for r, s, e in gold]
            for role in range(5):
                c[f"gold{role}"] += any(g[0] == role for g in gold)
            held = {i for r, s, e in gold if r == 1 for i in range(s, e)}
            c["gold_tokens"] += len(held)
            match = [f for f in free if f.cue[0] < cue.at[1] and cue.at[0] < f.cue[1]]
            if not match:
                continue
            f = match[0]
            free.remove(f)
            c["right"] += 1
            c["cue"] += f.cue == cue.at
            c["class"] += f.cue_class == cue.cue_class
            for role in range(5):
                want = [g for g in gold if g[0] == role]
                have = [g for g in f.roles if g[0] == role]
                c[f"hit{role}"] += bool(want) and want == have
            c["hit_tokens"] += len(held & {i for r, s, e in f.roles if r == 1 for i in range(s, e)})
        for f in kept:
            for role in range(5):
                c[f"found{role}"] += any(r == role for r, _, _ in f.roles)
            c["found_tokens"] += len({i for r, s, e in f.roles if r == 1 for i in range(s, e)})

    def f1(right: str, found: str, gold: str) -> float:
        return round(2 * c[right] / max(1, c[found] + c[gold]), 4)

    return {
        "attribution": f1("right", "found", "gold"),
        "cue": f1("cue", "found", "gold"),
        **{
            name: f1(f"hit{i}", f"found{i}", f"gold{i}")
            for i, name in enumerate(("source", "content", "addressee", "medium", "via"))
        },
        "tokens": f1("hit_tokens", "found_tokens", "gold_tokens"),
        "class": round(c["class"] / max(1, c["right"]), 4),
    }
