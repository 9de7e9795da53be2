"""How many names of media in bylines, credits and attributions resolve to a row of musnad/lang/ar/media.toml.

    python tools/media_coverage.py [REPORTS.jsonl.gz] [--left-out N] [--every N] [--gold FOLDER]

What counts as naming a medium is judged without the table: a phrase that opens with a noun of media and
has a name behind it («صحيفة كذا», «وكالة الأنباء» with an adjective of origin), and a phrase that opens with
or is a name which the corpus itself prints in quotation marks behind such a noun or behind «قال لـ», or which
stands in two hundred bylines. In bylines single letters, Latin letters and quotation marks tell too. A bare
name that mostly stands otherwise («البيان») or behind «في» (a place) does not count. In doubt are names of
the table that several media share, or that are ordinary words, where nothing tells. `--left-out` prints that
many phrases of the same slots that were not counted: all of bylines and credits, of the others those that
open with a noun of media. `--gold` takes the sources and relayers of annotated reports instead, as their
annotators marked them, and lists every phrase with the medium that it is linked to, to be looked through.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from musnad.gold import load
from musnad.lang.people import people
from musnad.media import medium_in, medium_named, nouns
from musnad.model import Reading
from musnad.reader import ReadOptions, read
from musnad.text import Source, fold, read_text

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "reports.jsonl.gz"

_NOUN = "وكاله|صحيفه|جريده|مجله|قناه|تلفزيون|تليفزيون|اذاعه|راديو|محطه|فضائيه|شبكه|موقع|بوابه|يوميه|اسبوعيه"
_HEADED = re.compile(rf"[\"(]?(?P<clitic>[ولبف]?(?:ال|ل)?)(?P<noun>{_NOUN})\b(?P<rest>.*)", re.DOTALL)
_NEWS = _NOUN.replace("|شبكه|موقع|بوابه", "")
_QUOTED = re.compile(rf'(?:{_NEWS})(?: انباء| الانباء)? ?[("]([^"()\n]{{2,30}})[")]')
_TOLD = re.compile(
    r"(?:قال|قالت|اكد|اكدت|اوضح|اوضحت|كشف|كشفت|ذكر|ذكرت|تصريح|تصريحات|حديث|حديثه|تصريحه|خاص)"
    r' ل ?ـ* ?"([^"()\n]{2,30})"'
)
# Agencies, networks and sites that are no media, by a word of their names: raters, a ministry's site.
_OTHER = re.compile(
    r"\b(?:ل?ل?ال|ل)?(?:طاقه|ذريه|نوويه|تصنيف|ائتماني|موديز|فيتش|ستاندرد|دفاع|استخبارات|مخابرات|فضاء|ناسا|منشطات|تنميه|اغاثه|"
    r"احصاء|وزاره|هييه|هيئه|جيش|شركه|نادي|مركز|مؤسسه|موسسه|مجلس|مفوضيه|امم|مطار|مطارات|انترنت|ويب|حقوق|حمايه|ادويه|دواء|"
    r"رقابه|فساد|طوارئ|لاجئين|بيئه|حدود|مساعدات|تعاون|حكومه|تلفزيون|دوري|اتحاد|مدني|داخليه|تواصل|دوائيه|مياه|كهرباء|"
    r"اتصالات|طيران|سلامه|مكافحه|حاله|حالات|غوغل|جوجل|امازون|اكسفام|يوروستات)\b"
)
_EMPTY = re.compile(
    r"(?:ال|ل|لل)?(?:انباء|اخبار|خبر|اخباري|اخباريه|رسمي|رسميه|رسميا|دوليه|عالميه|محلي|محليه|عربيه|اجنبيه|متخصص|متخصصه|"
    r"حكومي|حكوميه|شبه|خاص|خاصه|كبري|اخري|اليكتروني|الكتروني|الكترونيه|ذات|ذاتها|ذاته|نفسها|نفسه|مذكوره|تلفزيونيه|"
    r"تلفزيوني|يوميه|اسبوعيه|اقتصاديه|شعبيه|رياضيه|ناطقه|ناطق|تابعه|تابع|مقربه|مواليه|معارضه|معروفه|شهيره|حزبيه|"
    r"التي|الذي|ان|انه|انها|عن|علي|في|من|ب|ل|و|الي|كما|هذا|هذه|قول|قوله|بيان|دعائيه|صادره|اسرئيلي|احدي)"
)
_LETTERS = re.compile(r"[^\W\d_](?:[ .]+[^\W\d_]){1,3}\.?")
_ATOMS = re.compile(r" ?(?:[-–—−ـ]{1,3}|[:،,;؛/|+&()\[\]]|  | من (?=[^\W\d_])| و(?=وكالات)) ?")
_CLOSING = re.compile(r'(?:^|[.!؟"»…] ?)\(([^()\n]{2,40})\)[. ]*$|^ ?المصدر ?: ?([^\n]{2,40})$')
_OPENING = re.compile(r"^[^\n():.؟!]{0,60}?\(([^()\n]{2,30})\) ?[-–—:]")


class Place(NamedTuple):
    """A phrase of a report in a place where media may stand, and the outlet that printed it."""

    slot: str
    phrase: str
    outlet: str


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The reports of the corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def places(row: dict[str, Any]) -> Iterator[Place]:
    """Every phrase of one report that stands where media may."""
    outlet = str(row["outlet"])
    source = Source(
        publisher=outlet, published=row["date"], title=row.get("title") or None, external_id=row["id"],
        byline=row.get("byline"),
    )  # fmt: skip
    report = read_text(row["text"], source)
    for atom in _ATOMS.split(" ".join((row.get("byline") or "").split())):
        if atom.strip(" .*"):
            yield Place("byline", atom.strip(" .*"), outlet)
    lines = [line for line in report.text.split("\n") if line.strip()]
    ends = [_OPENING.match(line[:120]) for line in lines[:3]]
    ends += [_CLOSING.search(line[-120:]) for line in lines[-2:]]
    for found in ends:
        for atom in _ATOMS.split(next(g for g in found.groups() if g)) if found else ():
            if atom.strip(" .*"):
                yield Place("credit", atom.strip(" .*"), outlet)
    yield from _attributed(read(report, ReadOptions(engine="grammar")), outlet)


def _attributed(reading: Reading, outlet: str) -> Iterator[Place]:
    text = reading.report.text
    for found in reading.attributions:
        for slot, span in (
            ("source", found.source),
            ("medium", found.medium),
            ("addressee", found.addressee),
        ):
            if span is not None:
                yield Place(slot, span.of(text), outlet)
        for span in found.via:
            yield Place("via", span.of(text), outlet)


class Judge:
    """What names a medium, learnt from how the corpus prints names."""

    def __init__(self, texts: Iterable[str], bylines: Iterable[str]) -> None:
        quoted: Counter[str] = Counter()
        atoms = Counter(atom.strip(" .*") for line in bylines for atom in _ATOMS.split(fold(line).text))
        self.words: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        marked: Counter[str] = Counter()
        for text in texts:
            folded = fold(text).text
            quoted.update(name.strip(" .") for name in _QUOTED.findall(folded))
            quoted.update(name.strip(" .") for name in _TOLD.findall(folded))
            words = re.findall(r'[^\s"(),.:،]+|["(]', folded)
            self.words.update(words)
            for before, word in pairwise(words):
                if before in ("في", "الي", "من") and word != "اليوم":
                    self.inside[word] += 1
                if before in '"(' or re.fullmatch(_NOUN, before.removeprefix("ال")):
                    marked[word] += 1
        self.names = {name for name, count in quoted.items() if count > 1 and not _OTHER.search(name)}
        self.marked = marked
        # What stands in so many bylines and is no place is the outlet's own name.
        self.names |= {atom for atom, count in atoms.items() if count > 200 and not self._place(atom)}

    def _place(self, name: str) -> bool:
        return " " not in name and self.inside[name] > 0.15 * max(self.words[name], 1)

    def _mostly(self, name: str) -> bool:
        """Whether a bare name stands mostly as the name of a medium."""
        return " " in name or self.marked[name] > 0.15 * max(self.words[name], 1)

    def names_medium(self, place: Place) -> bool:
        """Whether the phrase of `place` names a medium."""
        phrase = fold(place.phrase).text.strip()
        if headed := _HEADED.match(phrase):
            return self._headed(headed)
        opening = re.match(r'[ولب]? ?ـ*"([^"()\n]{2,30})"', phrase)
        if opening and opening[1].strip() in self.names:
            return True
        bare = phrase.strip(' "().*')
        for name in (bare, *(bare.removeprefix(c).strip(' "') for c in ("لل", "ل", "و", "ب"))):
            marked = f'"{name}"' in phrase
            if name in self.names and (marked or (self._mostly(name) and not self._place(name))):
                return True
            if place.slot in ("byline", "credit") and name in self.names and not self._place(name):
                return True
        if place.slot in ("byline", "credit"):
            return bool(_LETTERS.fullmatch(bare)) or bare.isupper() or f'"{bare}"' in phrase
        return False

    def _headed(self, headed: re.Match[str]) -> bool:
        rest = headed["rest"]
        if not rest or rest[0] not in ' "(' or _OTHER.search(rest):
            return False
        words = re.findall(r'[^\s"(),،.]+', rest)[:6]
        adjectives = people().adjectives
        # What stands before the name, or alone, and names nobody: «صحيفة محلية», «الصحيفة الأميركية».
        left = words
        while left and (left[0] in adjectives or _EMPTY.fullmatch(left[0]) or left[0] in nouns().qualities):
            left = left[1:]
        origin = any(word in adjectives for word in words[:4])
        if headed["noun"] == "وكاله" and words and words[0] in ("انباء", "الانباء"):
            return bool(re.search(r'["(]\w', rest)) or origin or bool(left)
        if headed["noun"] in ("تلفزيون", "اذاعه") and words and words[0] in adjectives:
            return headed["clitic"].endswith(("ال", "ل"))
        return bool(left) and (len(left) == len(words) or bool(re.search(r'["(]\w', rest)))


def main(arguments: list[str] | None = None) -> int:
    """Count and print; 0 where the corpus is there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=Path, nargs="?", default=REPORTS)
    parser.add_argument("--left-out", type=int, default=0, metavar="N")
    parser.add_argument("--gold", type=Path, metavar="FOLDER")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read one report in N")
    options = parser.parse_args(arguments)
    if not options.reports.exists():
        sys.stdout.write(f"no corpus at {options.reports}\n")
        return 1
    judge = Judge(
        (f"{row.get('title') or ''}\n{row['text']}" for row in rows(options.reports)),
        (" ".join((row.get("byline") or "").split()) for row in rows(options.reports)),
    )
    if options.gold is not None:
        marked = list(annotated(options.gold))
        sys.stdout.write(counted(judge, marked, options.left_out) + linked(marked))
        return 0
    chosen = (row for n, row in enumerate(rows(options.reports)) if n % options.every == 0)
    sys.stdout.write(counted(judge, (place for row in chosen for place in places(row)), options.left_out))
    return 0


def counted(judge: Judge, found: Iterable[Place], left_out: int = 0) -> str:
    """The figures by slot, and the phrases that name a medium without a row."""
    tally: dict[str, Counter[str]] = {state: Counter() for state in ("known", "in doubt", "no row")}
    listed: dict[str, Counter[str]] = {"in doubt": Counter(), "no row": Counter()}
    out: set[tuple[str, str]] = set()
    for place in found:
        credit = place.slot in ("byline", "credit")
        if judge.names_medium(place):
            state = _state(place, credit=credit)
            tally[state].update((place.slot, "all", "all but bylines" if place.slot != "byline" else ""))
            if state != "known":
                listed[state][fold(place.phrase).text] += 1
        elif credit or _HEADED.match(fold(place.phrase).text.strip()):
            out.add((place.slot, place.phrase))
    lines = [f"{'slot':16} {'named':>6} {'known':>6} {'doubt':>6} {'no row':>6}  known  row"]
    for slot in ("byline", "credit", "source", "via", "medium", "addressee", "all but bylines", "all"):
        known, doubt, none = (of[slot] for of in tally.values())
        named = known + doubt + none
        if not named:
            continue
        shares = f"{known / named:.4f} {(known + doubt) / named:.4f}"
        lines.append(f"{slot:16} {named:6} {known:6} {doubt:6} {none:6}  {shares}")
    for state, phrases in listed.items():
        lines += ["", f"{state}: {phrases.total()}", *(f"{n:5} {name}" for name, n in phrases.most_common())]
    if left_out:
        sample = random.Random(5).sample(sorted(out), min(left_out, len(out)))
        lines += ["", f"not counted ({len(out)} phrases), a sample", *(f"{s:10} {p}" for s, p in sample)]
    return "\n".join(lines) + "\n"


def annotated(folder: Path) -> Iterator[Place]:
    """The sources and relayers of the reports in `folder`, as annotated."""
    for found in load(folder):
        outlet = found.report.publisher or ""
        for at in found.attributions:
            for slot, span in (("source", at.source), *(("via", via) for via in at.via)):
                if span is not None:
                    yield Place(slot, span.of(found.report.text), outlet)


def linked(found: Iterable[Place]) -> str:
    """Every phrase that is linked to a medium, by medium, with how often it is."""
    pairs: Counter[tuple[str, str]] = Counter()
    for place in found:
        own = medium_in(place.outlet, credit=True)
        medium = medium_in(place.phrase, publisher=own.ref if own else None)
        if medium is not None:
            pairs[medium.ref, " ".join(place.phrase.split())] += 1
    lines = (f"{count:5} {ref:22} {phrase}" for (ref, phrase), count in sorted(pairs.items()))
    return "\n".join(["", f"linked: {pairs.total()}", *lines]) + "\n"


def _state(place: Place, *, credit: bool) -> str:
    own = medium_in(place.outlet, credit=True)
    if medium_in(place.phrase, credit=credit, publisher=own.ref if own else None) is not None:
        return "known"
    headed = _HEADED.match(fold(place.phrase).text.strip())
    name = (headed["rest"] if headed else place.phrase).strip().split('" ')[0]
    return "in doubt" if medium_named(name) is not None else "no row"


if __name__ == "__main__":
    sys.exit(main())
