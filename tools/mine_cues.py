"""Count the cues of musnad/lang/ar/cues.toml over reports, and measure them on annotated ones.

    python tools/mine_cues.py write REPORTS.jsonl.gz GOLD     counts and precisions into cues.tsv
    python tools/mine_cues.py examples REPORTS.jsonl.gz       ids of reports into cues_reports.tsv
    python tools/mine_cues.py candidates REPORTS.jsonl.gz     words that introduce clauses and are no cues
    python tools/mine_cues.py measure GOLD                    coverage of cues, and frequent false readings

GOLD is a folder of NAME.txt with NAME.json beside it (cue spans as [text, n-th occurrence]).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from musnad.morphology import Form, analyse, looks_like_verb, split
from musnad.text import fold

_REACH = 12
_STOPS = frozenset(".؟!؛")
_QUOTES = frozenset(':"')
_COMPLEMENTISER = re.compile(r"(?:ب|ف)?ان(?:ه|ها|هم|هما|هن|ني|نا|ي|ك|كم)?$")
_PREPOSITIONS = {
    "علي": "على",
    "الي": "إلى",
    "من": "من",
    "عن": "عن",
    "في": "في",
    "ب": "ب",
    "ل": "ل",
    "حول": "حول",
}
_OWN_PRONOUN = re.compile(r"(علي|الي|من|عن|في|ب|ل)(?:ه|ها|هم|هما|هن|نا|ك|كم)$")
_NEGATIONS = frozenset({"لم", "ولم", "فلم", "لا", "ولا", "لما", "الم"})
_NONE = "-"
_CLAUSES = frozenset({"inna", "an", "quote"})
# Outlets print one another's agency texts: ids of different ones are different evidence.
_EXAMPLES = 3
_TABLES = Path(__file__).parent.parent / "musnad" / "lang" / "ar"


@dataclass(frozen=True, slots=True)
class Token:
    """A printed token with its offset in the paragraph and its folded letters."""

    text: str
    start: int
    folded: str


@dataclass(frozen=True, slots=True)
class Found:
    """A reading of a token as a cue, with the complement that follows it ("-" for none)."""

    token: Token
    form: Form
    complement: str
    negated: bool = False


def tokens(paragraph: str) -> list[Token]:
    """The words and marks of a paragraph; quotation marks are unified in the folded letters."""
    pattern = re.compile(r"[^\W\d_][\w\u0610-\u061a\u064b-\u0652\u0670\u0640]*|[^\w\s]")
    return [Token(m.group(), m.start(), fold(m.group()).text) for m in pattern.finditer(paragraph)]


def complement(words: list[Token], index: int, takes: tuple[str, ...]) -> str:
    """The first of `takes` that follows the cue within the sentence, at most 12 tokens on; "-" for none."""
    for at in range(index + 1, min(len(words), index + 1 + _REACH)):
        word = words[at].folded
        if word in _STOPS:
            break
        if word in _QUOTES:
            if "quote" in takes:
                return "quote"
            continue
        if _COMPLEMENTISER.match(word):
            follows = words[at + 1].folded if at + 1 < len(words) else ""
            kind = "an" if word == "ان" and words[at].text[0] != "إ" and looks_like_verb(follows) else "inna"
            if kind in takes:
                return kind
            if "inna" in takes or "an" in takes:
                return "inna" if "inna" in takes else "an"
        preposition = _PREPOSITIONS.get(word)
        if preposition is None and (own := _OWN_PRONOUN.match(word)):
            preposition = _PREPOSITIONS[own.group(1)]
        if preposition is None and word[:1] in ("ب", "ل"):
            before = split(word)[0]
            preposition = before[0] if before[:1] in ("ب", "ل") else None
        if preposition in takes:
            return preposition
    return "object" if "object" in takes else _NONE


def readings(paragraph: str) -> Iterator[Found]:
    """Every token that reads as a cue, in its likeliest reading."""
    words = tokens(paragraph)
    for index, token in enumerate(words):
        # Shortened forms are cues after a negation only (لم يقل, not أقل من).
        negated = index > 0 and words[index - 1].folded in _NEGATIONS
        forms = [form for form in analyse(token.text) if negated or not form.jussive]
        if forms:
            yield Found(token, forms[0], complement(words, index, forms[0].cue.complements), negated)


def kind(form: Form) -> str:
    """The kind of row that the reading comes from: verb, noun or relay."""
    return form.part if form.part == "relay" else "noun" if form.part in ("masdar", "noun") else "verb"


def reports(path: Path) -> Iterator[dict[str, Any]]:
    """The reports of a JSON-lines corpus: id, outlet, text and more."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def corpus(path: Path) -> Iterator[str]:
    """The paragraphs of a JSON-lines corpus."""
    for report in reports(path):
        yield from report["text"].splitlines()


def gold(folder: Path) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Each paragraph of the annotated reports with its cues: start, end, class."""
    for path in sorted(folder.glob("*.json")):
        marked = defaultdict(list)
        lines = [s for s in path.with_suffix(".txt").read_text(encoding="utf-8").splitlines() if s.strip()]
        for item in json.loads(path.read_text(encoding="utf-8"))["attributions"]:
            text, nth = item["cue"]
            start = -1
            for _ in range(nth + 1):
                start = lines[item["para"]].find(text, start + 1)
            marked[item["para"]].append((start, start + len(text), item["cue_class"]))
        for number, line in enumerate(lines):
            yield line, marked[number]


def measure(folder: Path, out: list[str]) -> None:
    """Coverage of the annotated cues, share with the right class, and the most frequent false readings."""
    total = hit = right = first = 0
    missed: Counter[str] = Counter()
    false: Counter[tuple[str, str, str]] = Counter()
    true: Counter[tuple[str, str, str]] = Counter()
    for line, marked in gold(folder):
        found = list(readings(line))
        for start, end, cue_class in marked:
            text = line[start:end]
            if text.strip() == ":":
                continue
            total += 1
            inside = [f for f in found if start <= f.token.start < end]
            hit += bool(inside)
            if not inside:
                missed[text] += 1
                continue
            classes = {form.cue.cue_class for f in inside for form in analyse(f.token.text)}
            # Whether a speaker is a medium or a document decides relay and show, not the word.
            right += cue_class in classes or (cue_class in ("relay", "show") and "say" in classes)
            first += inside[0].form.cue.cue_class == cue_class
        for f in found:
            key = (f.form.cue.lemma, kind(f.form), f.complement)
            (true if any(s <= f.token.start < e for s, e, _ in marked) else false)[key] += 1
    out.append(
        f"cues {total}  covered {hit / total:.4f}  class {right / hit:.4f}  first class {first / hit:.4f}"
    )
    out.append("missed: " + " ".join(f"{w}:{n}" for w, n in missed.most_common(80)))
    out.append("false readings (lemma kind complement false true):")
    out += [f"  {' '.join(key)} {n} {true[key]}" for key, n in false.most_common(150)]


def precisions(folder: Path) -> dict[tuple[str, str], str]:
    """For each lemma and kind, part:complement=share that attributes, smoothed.

    Two readings' worth of the mean over all lemmas with that part, complement and evidence is added.
    """
    true: Counter[tuple[str, str, str, str]] = Counter()
    seen: Counter[tuple[str, str, str, str]] = Counter()
    whole: Counter[tuple[str, str, str]] = Counter()
    whole_true: Counter[tuple[str, str, str]] = Counter()
    evidence: dict[tuple[str, str, str, str], str] = {}
    for line, marked in gold(folder):
        for f in readings(line):
            key = (f.form.cue.lemma, kind(f.form), f.form.part, f.complement)
            attributes = any(s <= f.token.start < e for s, e, _ in marked)
            evidence[key] = f.form.cue.evidence
            group = (f.form.part, f.complement, evidence[key])
            seen[key] += 1
            true[key] += attributes
            whole[group] += 1
            whole_true[group] += attributes
    shares: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(seen):
        lemma, row, part, follows = key
        group = (part, follows, evidence[key])
        share = (true[key] + 2 * whole_true[group] / whole[group]) / (seen[key] + 2)
        shares[lemma, row].append(f"{part}:{follows}={share:.2f}")
    return {key: " ".join(values) for key, values in shares.items()}


def rank(found: Found) -> int | None:
    """How surely the reading attributes by what its row asks for; None if by nothing.

    0 before a clause or a quotation, 1 before a preposition that it takes, 2 before a bare object.
    """
    cue = found.form.cue
    if cue.evidence == "negated" and not found.negated:
        return None
    if found.complement in _CLAUSES or "clause" in cue.complements:
        return 0
    if found.complement == _NONE:
        return None
    return 2 if found.complement == "object" else 1


def examples(path: Path, out: list[str]) -> None:
    """Write cues_reports.tsv: lemma, kind, ids of up to three reports of different outlets that use it so.

    The surest use of each outlet counts; the surest outlets come first, then those first in the corpus.
    """
    best: defaultdict[tuple[str, str], dict[str, tuple[int, str]]] = defaultdict(dict)
    for report in reports(path):
        for line in report["text"].splitlines():
            for found in readings(line):
                sure = rank(found)
                if sure is None:
                    continue
                outlets = best[found.form.cue.lemma, kind(found.form)]
                known = outlets.get(report["outlet"])
                if known is None or sure < known[0]:
                    outlets[report["outlet"]] = (sure, str(report["id"]))
    rows = ["lemma\tkind\treports of different outlets that use it\n"]
    for (lemma, row), outlets in sorted(best.items()):
        surest = sorted(outlets.values(), key=lambda use: use[0])[:_EXAMPLES]
        rows.append(f"{lemma}\t{row}\t{' '.join(identity for _, identity in surest)}\n")
    (_TABLES / "cues_reports.tsv").write_text("".join(rows), encoding="utf-8")
    out.append(f"{len(rows) - 1} rows")


def write(path: Path, folder: Path, out: list[str]) -> None:
    """Write cues.tsv: lemma, kind, count, share before a clause or quotation, precisions."""
    count: Counter[tuple[str, str]] = Counter()
    clause: Counter[tuple[str, str]] = Counter()
    for line in corpus(path):
        for f in readings(line):
            key = (f.form.cue.lemma, kind(f.form))
            count[key] += 1
            clause[key] += f.complement in ("inna", "an", "quote")
    shares = precisions(folder)
    rows = [
        "lemma\tkind\tcount in the corpus\tshare before a clause\tpart:complement=share that attributes\n"
    ]
    for key, n in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        rows.append(f"{key[0]}\t{key[1]}\t{n}\t{clause[key] / n:.2f}\t{shares.get(key, '')}\n")
    (_TABLES / "cues.tsv").write_text("".join(rows), encoding="utf-8")
    out.append(f"{len(rows) - 1} rows")


def candidates(path: Path, out: list[str]) -> None:
    """Words that are no cues and are often followed by a clause or by a colon with a quotation."""
    count: Counter[str] = Counter()
    clause: Counter[str] = Counter()
    quote: Counter[str] = Counter()
    for line in corpus(path):
        words = tokens(line)
        for index, token in enumerate(words):
            if len(token.folded) < 3 or analyse(token.text):
                continue
            count[token.folded] += 1
            # A noun only right before the clause; a verb with its subject between.
            reach = 6 if looks_like_verb(token.folded) else 2
            for at in range(index + 1, min(len(words), index + reach)):
                word = words[at].folded
                if word in _STOPS or (at > index + 1 and (analyse(words[at].text) or looks_like_verb(word))):
                    break
                if _COMPLEMENTISER.match(word):
                    clause[token.folded] += 1
                    break
                if word == ":" and at + 1 < len(words) and words[at + 1].folded == '"':
                    quote[token.folded] += 1
                    break
    ranked = sorted(
        (w for w in count if clause[w] + quote[w] > 4 and clause[w] + quote[w] > 0.05 * count[w]),
        key=lambda w: -(clause[w] + quote[w]),
    )
    out += [f"{w} {count[w]} clause {clause[w]} quote {quote[w]}" for w in ranked[:400]]


def main() -> None:
    """Run the command named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("write", "examples", "candidates", "measure"))
    parser.add_argument("paths", type=Path, nargs="+")
    options = parser.parse_args()
    out: list[str] = []
    if options.command == "write":
        write(options.paths[0], options.paths[1], out)
    elif options.command == "examples":
        examples(options.paths[0], out)
    elif options.command == "candidates":
        candidates(options.paths[0], out)
    else:
        measure(options.paths[0], out)
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
