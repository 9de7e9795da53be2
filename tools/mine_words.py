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

from musnad.text import fold

_WORD = re.compile(r"[\u0621-\u064a]+|[^\w\s]|\d+")
# After these a verb is the rule, after those a noun. Folded; «ان» is both أن and إن.
_VERBAL = frozenset(
    "لم لن قد لقد سوف كي التي الذي الذين اللذين اللتين حيث كان كانت كانوا ولم ولن وقد لا ولا الذى".split()
)
_NOMINAL = frozenset(
    "من في على علي الى الي عن مع بين خلال بعد قبل حول عند ضد منذ كل بعض هذا هذه غير ذات تلك ذلك اي نحو عبر لدي دون "
    "وفي ومن وعلي والي هي هو وهي وهو وبين يوم عام عدد احد رئيس وزير اول ثاني".split()
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
            if before in _VERBAL:
                self.verbal[word] += 1
            elif before in _NOMINAL:
                self.nominal[word] += 1
            elif before == ".":
                self.opening[word] += 1
            before = "." if word in "\n.:،!؟" else word


def is_verb(word: str, counts: Counts) -> bool:
    """Whether `word`, without conjunction, is mostly a verb form in the corpus."""
    total = counts.total
    verbal, nominal = counts.verbal[word], counts.nominal[word]
    if len(word) < 2 or nominal > verbal or verbal + nominal == 0:
        return False
    if word[:2] == "ال" and total[word[2:]] > total[word] or total["ال" + word] > 0.05 * total[word]:
        return False
    share = verbal / total[word]
    if word[0] in "يتنا" and len(word) >= 3:
        stem = word[1:]
        siblings = sum(total[p + stem] > 0 for p in ("ي", "ت", "ن", "سي", "ست", "لي", "لت", "وي"))
        if siblings >= 3 and share >= 0.05 and verbal >= 2 * nominal:
            return True
    if word[:2] in ("سي", "ست", "سن") and len(word) >= 4 and total[word[1:]] and verbal >= nominal:
        return True
    if word.endswith("وا") and verbal > nominal:
        return True
    if word[-1] == "ت" and total[word[:-1]] and verbal > 3 * nominal:
        return share >= 0.05
    return share >= 0.15 and verbal >= 4 * (nominal + 0.5)


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
    kept = [w for w, n in counts.total.most_common() if w.isalpha() and len(counts.outlets[w]) >= _OUTLETS]
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
