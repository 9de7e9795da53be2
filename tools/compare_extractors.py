"""Compare main-text extractors on Arabic pages composed at run time around ../shared/corpus.

Prints, for each extractor and layout, paragraph recall and character precision, and how many paragraphs
come back as a line of their own, character for character. Extractors that are not installed are left out:
``pip install readability-lxml resiliparse goose3 nltk boilerpy3 newspaper4k justext``, in an environment
of their own.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import random
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.page_layouts import LAYOUTS, NO_ARTICLE, Story

Extractor = Callable[[str], str]


def stories(corpus: Path, number: int, seed: int) -> Iterator[Story]:
    """Stories of three to fourteen paragraphs; marks that cleaners drop are put into each."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chance = random.Random(seed)
    rows = [r for r in rows if r["title"] and 3 <= len(r["text"].split("\n")) <= 14]
    for row in chance.sample(rows, number):
        paragraphs = [" ".join(p.split()) for p in row["text"].split("\n") if len(p.split()) >= 6]
        if len(paragraphs) < 2:
            continue
        paragraphs[0] = "\u200f" + paragraphs[0].replace(" ", "\u00a0", 1)
        paragraphs[-1] = paragraphs[-1].replace(" ", " م\u064e\u0651\u200cا\u0640\u0640ل ", 1)
        others = chance.sample(rows, 12)
        yield Story(
            " ".join(row["title"].split()), tuple(paragraphs), "2021-03-04T14:30:00+03:00", "وكالة المدار",
            "سالم المنصوب", tuple(" ".join(o["title"].split()) for o in others[:10]),
            tuple(" ".join(o["text"].split()[:25]) for o in others[10:]),
        )  # fmt: skip


def _musnad(html: str) -> str:
    from musnad.page import extract

    article = extract(html)
    return "\n".join(article.paragraphs) if article else ""


def _trafilatura(*, recall: bool = False, precision: bool = False) -> Extractor:
    import trafilatura

    return lambda html: (
        trafilatura.extract(html, include_comments=False, favor_recall=recall, favor_precision=precision)
        or ""
    )


def _readability(html: str) -> str:
    fromstring = importlib.import_module("lxml.html").fromstring

    summary = importlib.import_module("readability").Document(html).summary()
    return "\n".join(t for t in fromstring(summary).itertext() if t.strip())


def _justext(html: str) -> str:
    justext = importlib.import_module("justext")
    found = justext.justext(html, justext.get_stoplist("Arabic"))
    return "\n".join(p.text for p in found if not p.is_boilerplate)


def _resiliparse(html: str) -> str:
    return str(
        importlib.import_module("resiliparse.extract.html2text").extract_plain_text(html, main_content=True)
    )


def _goose(html: str) -> str:
    goose = importlib.import_module("goose3")
    arabic = importlib.import_module("goose3.text").StopWordsArabic
    return str(
        goose.Goose({"stopwords_class": arabic, "use_meta_language": False})
        .extract(raw_html=html)
        .cleaned_text
    )


def _boilerpy(html: str) -> str:
    return str(
        importlib.import_module("boilerpy3.extractors")
        .ArticleExtractor(raise_on_failure=False)
        .get_content(html)
    )


def _newspaper(html: str) -> str:
    article = importlib.import_module("newspaper").Article("https://news.example/a", language="ar")
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def extractors() -> dict[str, Extractor]:
    """Those that can be imported here, by name."""
    found: dict[str, Extractor] = {
        "musnad": _musnad,
        "trafilatura": _trafilatura(),
        "trafilatura recall": _trafilatura(recall=True),
        "trafilatura precision": _trafilatura(precision=True),
    }
    others = (
        ("readability", _readability), ("justext", _justext), ("resiliparse", _resiliparse),
        ("goose3", _goose), ("boilerpy3", _boilerpy), ("newspaper", _newspaper),
    )  # fmt: skip
    for name, function in others:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        found[name] = function
    return found


def _letters(text: str) -> str:
    return re.sub(r"[\W\u0640\u064b-\u0652]+", "", text)


@dataclass(slots=True)
class Score:
    """Sums over the pages of one extractor and layout."""

    wanted: int = 0
    found: int = 0
    exact: int = 0
    good: int = 0
    size: int = 0
    empty: int = 0
    failed: int = 0
    seconds: float = 0.0

    def add(self, other: Score) -> None:
        """Add the sums of `other`."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def cells(self) -> tuple[str, ...]:
        """Recall, precision, F1, exact paragraphs."""
        recall, precision = self.found / max(1, self.wanted), self.good / max(1, self.size)
        f1 = 2 * recall * precision / max(1e-9, recall + precision)
        return tuple(f"{x:.2f}" for x in (recall, precision, f1, self.exact / max(1, self.wanted)))


def score(story: Story, paragraphs: tuple[str, ...], extract: Extractor, html: str) -> Score:
    """One page's score: a paragraph is found if all its letters stand in the extraction, in a run."""
    start = time.perf_counter()
    failed = 0
    try:
        text = extract(html)
    except Exception:  # an extractor's failure is a figure here
        text, failed = "", 1
    seconds = time.perf_counter() - start
    lines, letters = set(text.split("\n")), _letters(text)
    found = [p for p in paragraphs if _letters(p) in letters]
    title = len(_letters(story.title)) if _letters(story.title) in letters else 0
    return Score(
        len(paragraphs), len(found), sum(p in lines for p in paragraphs),
        min(len(letters), sum(len(_letters(p)) for p in found) + title), len(letters),
        not letters, failed, seconds,
    )  # fmt: skip


def main() -> None:
    """Compose the pages, run each extractor, print the tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, default=Path(__file__).parents[2] / "shared/corpus/reports.jsonl.gz"
    )
    parser.add_argument("--stories", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    from musnad.encoding import decode

    tales = list(stories(options.corpus, options.stories, options.seed))
    found = extractors()
    totals = {name: Score() for name in found}
    by_layout: dict[tuple[str, str], Score] = {}
    for name, extract in found.items():
        for layout, compose in LAYOUTS.items():
            part = by_layout.setdefault((name, layout), Score())
            for tale in tales:
                words = " ".join(" ".join(tale.paragraphs).split(" ")).split()
                paragraphs = (" ".join(words[:60]),) if layout == "wire" else tale.paragraphs
                part.add(score(tale, paragraphs, extract, decode(compose(tale))[0]))
            totals[name].add(part)
    out = sys.stdout
    out.write(f"{len(tales) * len(LAYOUTS)} pages, {len(LAYOUTS)} layouts\n\n")
    out.write(
        "| extractor | recall | precision | F1 | exact | empty | failed | ms/page "
        "|\n|---|---|---|---|---|---|---|---|\n"
    )
    pages = len(tales) * len(LAYOUTS)
    for name, total in totals.items():
        row = (*total.cells(), str(total.empty), str(total.failed), f"{total.seconds / pages * 1000:.0f}")
        out.write(f"| {name} | {' | '.join(row)} |\n")
    out.write(
        "\nF1 by layout\n\n| layout | " + " | ".join(found) + " |\n" + "|---" * (len(found) + 1) + "|\n"
    )
    for layout in LAYOUTS:
        out.write(f"| {layout} | " + " | ".join(by_layout[n, layout].cells()[2] for n in found) + " |\n")
    out.write("\nPages without an article that yielded text\n\n")
    for name, extract in found.items():
        hits = [
            k
            for k, compose in NO_ARTICLE.items()
            for t in tales
            if score(t, (), extract, compose(t).decode()).size
        ]
        out.write(f"- {name}: {len(hits)} of {len(NO_ARTICLE) * len(tales)} {sorted(set(hits))}\n")


if __name__ == "__main__":
    main()
