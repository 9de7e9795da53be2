"""Count, over annotated reports, how often each lemma read by each rule is a true cue.

    python tools/fit_evidence.py ../shared/gold/train        writes musnad/lang/ar/evidence.tsv
    python tools/fit_evidence.py ../shared/gold/train --cross  prints cross-validated F1 by threshold

A draft counts as true when its cue is a cue of the annotation. Only lemmas, rules and counts are kept.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from musnad.attribution import GrammarOptions, attribute
from musnad.gold import GoldReport, load
from musnad.lang.grammar import Evidence, evidence
from musnad.segment import segment

_TABLE = Path(__file__).parents[1] / "musnad" / "lang" / "ar" / "evidence.tsv"
_FOLDS = 5

Draft = tuple[str, str, bool]


def drafts(report: GoldReport) -> list[Draft]:
    """Lemma, rule and truth of every draft of one report, whatever its confidence."""
    text = report.report.text
    cues = {a.cue for a in report.attributions}
    found = attribute(text, segment(text), GrammarOptions(threshold=0.0))
    return [(a.lemma, a.rule, a.cue in cues) for a in found]


def count(rows: list[Draft]) -> Evidence:
    """The evidence that the rows give."""
    right: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    rules: dict[str, tuple[int, int]] = {}
    for lemma, rule, true in rows:
        seen[lemma, rule] += 1
        right[lemma, rule] += true
        before = rules.get(rule, (0, 0))
        rules[rule] = (before[0] + true, before[1] + 1)
    return Evidence({key: (right[key], n) for key, n in seen.items()}, rules)


def cross(reports: tuple[GoldReport, ...]) -> list[str]:
    """F1 of cues by threshold, each report scored with the evidence of the other folds."""
    by_report = [drafts(report) for report in reports]
    total = sum(len(report.attributions) for report in reports)
    scored: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        others = [row for i, rows in enumerate(by_report) if i % _FOLDS != fold for row in rows]
        known = count(others)
        for i, rows in enumerate(by_report):
            if i % _FOLDS == fold:
                scored.extend((known.precision(lemma, rule), true) for lemma, rule, true in rows)
    lines = []
    for step in range(4, 15):
        threshold = step / 20
        kept = [true for score, true in scored if score >= threshold]
        lines.append(f"{threshold:.2f}  F1 {2 * sum(kept) / (len(kept) + total):.3f}  kept {len(kept)}")
    return lines


def main(arguments: list[str]) -> int:
    """Write the table, or print the cross-validation."""
    reports = load(Path(arguments[0]))
    if "--cross" in arguments:
        sys.stdout.write("\n".join(cross(reports)) + "\n")
        return 0
    known = count([row for report in reports for row in drafts(report)])
    lines = [
        f"{lemma}\t{rule}\t{right}\t{seen}" for (lemma, rule), (right, seen) in sorted(known.counts.items())
    ]
    _TABLE.write_text("# lemma\trule\ttrue\tseen\n" + "\n".join(lines) + "\n", "utf-8")
    evidence.cache_clear()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
