"""Write musnad/lang/ar/words.tsv: single folded words with counts, and whether each is a verb form.

    python tools/mine_words.py REPORTS.jsonl.gz [--limit BYTES]

A word is kept when at least three outlets of the corpus print it; the rarest are cut until the table
fits. A word counts as a verb form when it stands more often after particles that govern verbs than after
prepositions, and its paradigm or its ending agrees.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from musnad.morphology import analyse
from musnad.text import fold

_WORD = re.compile(r"[\u0621-\u064a]+|[^\w\s]|\d+")
# After these a verb is the rule, after those a noun. Folded; «ان» is both أن and إن.
_VERBAL = re.compile("[وف]?(?:لم|لن|قد|لا|سوف|كي)|لقد|التي|الذي|الذين|اللذين|اللتين|حيث|كانت?|كانوا")
_NOMINAL = re.compile(
    "و?(?:من|في|علي|الي|بين)|عن|مع|خلال|بعد|قبل|حول|عند|ضد|منذ|كل|بعض|هذا|هذه|غير|ذات|تلك|ذلك|اي|نحو|عبر|لدي|دون|"
    "يوم|عام|عدد|احد|رئيس|وزير|اول|ثاني"
)
_OUTLETS = 3


class Counts:
    """What the corpus says about each folded word."""

    def __init__(self) -> None:
        self.total: Counter[str] = Counter()
        self.outlets: defaultdict[str, set[str]] = defaultdict(set)
        self.verbal: Counter[str] = Counter()
        self.nominal: Counter[str] = Counter()
        self.opening: Counter[str] = Counter()

    def add(self, outlet: str, text: str) -> None:
        """Count one report."""
        before = "."
        for word in _WORD.findall(fold(text).text):
            self.total[word] += 1
            self.outlets[word].add(outlet)
            if _VERBAL.fullmatch(before):
                self.verbal[word] += 1
            elif _NOMINAL.fullmatch(before):
                self.nominal[word] += 1
            elif before == ".":
                self.opening[word] += 1
            before = "." if word in "\n.:،!؟" else word


def is_verb(word: str, counts: Counts) -> bool:
    """Whether `word`, without conjunction, is mostly a finite verb in the corpus."""
    total = counts.total
    verbal, nominal = counts.verbal[word], counts.nominal[word]
    if len(word) < 2 or nominal > verbal + 0.02 * total[word] or total["ال" + word] > 0.05 * total[word]:
        return False
    if word[:2] == "ال" and total[word[2:]] and not total["ي" + word[1:]]:
        return False
    if word[-1] == "ا" and word[0] == "م":
        return False
    stem, share = word[1:], verbal / total[word]
    if word[0] == "ي" and len(word) > 2 and word[-1] != "ه":
        siblings = sum(total[p + stem] > 0 for p in ("ت", "ن", "سي", "ست", "لي", "لت", "وي", "وت"))
        if siblings > (1 if len(word) > 3 else 4):
            return True
        if len(word) > 4 and word[-2:] in ("ون", "وا") and total[word[:-2]] + total[word[:-2] + "ي"] > 4:
            return True
    if word[0] in "تنا" and len(word) > 2 and verbal >= nominal:
        siblings = sum(total[p + stem] > 0 for p in ("ي", "ت", "ن", "سي", "ست", "لي", "لت", "وي"))
        if (
            siblings > 2
            and (share >= 0.05 or total["ي" + stem] > 0.3 * total[word])
            and verbal + 1 > 2 * nominal
        ):
            return True
    if word[:2] in ("سي", "ست", "سن") and len(word) > 3 and total[stem] and verbal >= nominal:
        return bool(total["ي" + word[2:]])
    if word.endswith("وا") and verbal > nominal:
        return True
    if word[-1] == "ت" and word[-2] != "ا" and total[word[:-1]] > 2 and nominal < 0.03 * total[word]:
        return share >= 0.05 or total["و" + word] > 2
    if is_cue(word):
        return nominal < 0.03 * total[word]
    return share >= 0.15 and verbal >= 4 * (nominal + 0.5)


def is_cue(word: str) -> bool:
    """Whether `word`, without clitics, is a finite verb in the table of cues."""
    form = next(iter(analyse(word)), None)
    if form is None or form.part not in ("past", "present") or form.person != 3 or form.number == "d":
        return False
    clitics = form.pronoun or form.conjunction or form.preposition
    return form.cue.evidence in ("strong", "clause") and not clitics and not form.jussive


def is_joined(word: str, total: Counter[str]) -> bool:
    """Whether `word` is plainly another word with a clitic in front: the table does without it."""
    if word[:2] == "لل" or word[:3] in ("وال", "فال", "بال", "كال"):
        rest = "ال" + word[2:] if word[:2] == "لل" else word[1:]
        return len(rest) > 4 and total[rest] > 2
    return (
        word[0] in "وف" and len(word) > 3 and not total["ال" + word] and total[word[1:]] > 0.3 * total[word]
    )


def main() -> None:
    """Read the corpus, write the table, print its size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--limit", type=int, default=400_000, help="largest size of the table in bytes")
    options = parser.parse_args()
    counts = Counts()
    with gzip.open(options.reports, "rt", encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            counts.add(report["outlet"], report["text"])
    kept = [
        word
        for word, _ in counts.total.most_common()
        if word.isalpha() and len(counts.outlets[word]) >= _OUTLETS and not is_joined(word, counts.total)
    ]
    rows = ["word, folded\tcount in the corpus\tv: mostly a finite verb\n"]
    size = len(rows[0].encode())
    for word in kept:
        row = f"{word}\t{counts.total[word]}\t{'v' if is_verb(word, counts) else '-'}\n"
        size += len(row.encode())
        if size > options.limit:
            break
        rows.append(row)
    target = Path(__file__).parent.parent / "musnad" / "lang" / "ar" / "words.tsv"
    target.write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
