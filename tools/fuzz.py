"""Throw hostile inputs at the whole reader: by hand, before a release, never in the tests.

    python tools/fuzz.py --seed 7 --short 1000000 --long 10000 --pages 2000
    python tools/fuzz.py --seed 7 --engine both --long 10000
    python tools/fuzz.py --seed 7 --replay long:4711
    python tools/fuzz.py --growth

Short inputs are soup of at most 200 characters; long ones are the reports of ``examples/`` (and of
``../shared/corpus`` where it is there) with stretches cut, doubled, swapped and overwritten; pages are HTML
with tags lost, swapped or cut short and bytes of another charset. Each input must be read without an
exception, `ReadError` for bytes aside, and every recorded span must re-read as recorded, by the engine named
(the grammar, unless `--engine` says otherwise). Input `kind:number` of a seed is always the same one.
`--growth` compares the reader's time on texts of two sizes. Exit status: 0 nothing found, 1 something found.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

sys.path.insert(0, str(Path(__file__).parents[1]))

import musnad
from musnad.encoding import decode
from musnad.model import Engine
from musnad.record import record
from musnad.text import read_bytes
from tests.soup import BIDI, BREAKS, LETTERS, LIGATURES, MARKS, QUOTES, SENTENCES

ROOT = Path(__file__).parents[1]
Kind = Literal["short", "long", "pages"]
SHORTEST, LONGEST_SHORT = 0, 200
CORPUS_REPORTS = 2_000
CHUNK = 200
SHOWN = 20
PUBLISHER, PUBLISHED = "صحيفة الميناء", "2018-05-16"
CHARSETS = ("utf-8", "windows-1256", "iso-8859-6", "utf-16", "windows-1252", "cp864")
# What a linear reader may cost on a text four times as long, with room for a busy machine.
GROWTH, GROWTH_ALLOWED = 4, 7.0
GROWING = (
    "ا", '"', "«", '"ا ', '"اب" ', "«ا\n", "'ا ", "ا. ", ". ", "\n", "\u200f", "ﷺ", "(", "(ا", "[[", "-", ":",
    "قال ", "قال إن ", "وقال: «", "نقلت عن ", "بحسب ", "و", "أن ", "قال محمد إن زيدا قال إن ", "أ.ف.ب. ",
    "وقال الوزير سالم المنصوب إن السد جاهز.\n", "وكالة ", "#_", "1", "1.", "a.b ", "،", "في يوم الثلاثاء ",
    "\ud800", "وأضاف ", "«قال ", "سالم ", "وسالم المنصوب ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that broke something, so that `--replay` finds it again."""

    kind: Kind
    number: int
    problem: str
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a run of inputs; `slowest` is seconds a thousand characters, with the input's number."""

    read: int
    refused: int
    attributions: int
    slowest: tuple[float, str]
    failures: tuple[Failure, ...]


@lru_cache(maxsize=1)
def reports() -> tuple[str, ...]:
    """The texts to mutate: the examples, and reports of the corpus where it is there."""
    found = [read_bytes(path.read_bytes()).text for path in sorted(ROOT.glob("examples/*/*.txt"))]
    found.append("\n".join(SENTENCES))
    corpus = ROOT.parent / "shared" / "corpus" / "reports.jsonl.gz"
    if corpus.exists():
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        step = max(1, len(rows) // CORPUS_REPORTS)
        found += [f"{row['title'] or ''}\n{row['text']}" for row in rows[::step]]
    return tuple(found)


@lru_cache(maxsize=1)
def pages() -> tuple[str, ...]:
    """The pages to mutate."""
    return tuple(decode(path.read_bytes())[0] for path in sorted(ROOT.glob("examples/*/*.html")))


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """Words of the invented sentences: cues, names, connectives."""
    return tuple(sorted({word for sentence in SENTENCES for word in sentence.split()}))


def piece(chance: random.Random) -> str:
    """A short stretch of one kind of trouble."""
    kind = chance.randrange(8)
    if kind < 2:
        return chance.choice(words()) + " "
    if kind == 2:
        return chance.choice(SENTENCES)
    if kind == 7:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 3)))
    letters = (QUOTES, MARKS + BIDI, LETTERS + LIGATURES, BREAKS + " .،؛:!؟…()[]-–#_0123٤٥")[kind - 3]
    return "".join(chance.choices(letters, k=chance.randint(1, 5)))


def soup(chance: random.Random) -> str:
    """At most `LONGEST_SHORT` characters of trouble."""
    size = chance.randint(SHORTEST, LONGEST_SHORT)
    text = ""
    while len(text) < size:
        text += piece(chance)
    return text[:size]


def mutated(chance: random.Random, text: str) -> str:
    """`text` after some cutting, doubling, swapping and overwriting."""
    for _ in range(chance.randint(1, 12)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + int(chance.expovariate(1 / 20)))
        how = chance.randrange(6)
        if how == 0:
            text = text[:start] + text[end:]
        elif how == 1:
            text = text[:end] + text[start:]
        elif how == 2:
            text = text[:start] + piece(chance) + text[end:]
        elif how == 3:
            mark = chance.choice(QUOTES + "\n.،:()" + BIDI)
            text = text.replace(mark, chance.choice(("", mark * 2, chance.choice(QUOTES))))
        elif how == 4:
            other = chance.choice(reports())
            at = chance.randint(0, len(other))
            text = text[:start] + other[at : at + chance.randint(1, 300)] + text[end:]
        else:
            lines = text.split("\n")
            chance.shuffle(lines)
            text = "\n".join(lines)
    return text if chance.random() < 0.9 else text[: chance.randint(0, len(text))]


def page(chance: random.Random) -> bytes:
    """A page with tags lost, swapped, or cut short, in one charset and perhaps declared as another."""
    if chance.random() < 0.8:
        html = chance.choice(pages())
    else:
        html = f"<html><body><article><p>{mutated(chance, chance.choice(reports()))}</p></article>"
    for _ in range(chance.randint(1, 8)):
        tags = list(re.finditer(r"<[^>]*>", html))
        if not tags:
            break
        tag, other = chance.choice(tags), chance.choice(tags)
        how = chance.randrange(6)
        if how == 0:
            html = html[: tag.start()] + html[tag.end() :]
        elif how == 1:
            html = html[: tag.start()] + other[0] + html[tag.end() :]
        elif how == 2:
            html = html[: tag.start()] + tag[0] * chance.choice((2, 3, 300)) + html[tag.end() :]
        elif how == 3:
            html = html[: chance.randint(0, len(html))]
        elif how == 4:
            at = chance.randint(0, len(html))
            html = (
                html[:at]
                + chance.choice(("<", ">", "<!--", "]]>", "\0", "&#xD800;", "&#0;", "<p "))
                + html[at:]
            )
        else:
            html = mutated(chance, html)
    declared = chance.choice(CHARSETS)
    if chance.random() < 0.5:
        html = re.sub(r"charset=[\"']?[\w-]+", f'charset="{declared}"', html)
    data = bytearray(html.encode(chance.choice((*CHARSETS, "utf-8", "utf-8")), "replace"))
    for _ in range(chance.choice((0, 0, 3, 30))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def make(seed: int, kind: Kind, number: int) -> str | bytes:
    """Input `number` of `kind` under `seed`, always the same."""
    chance = random.Random(f"{seed}:{kind}:{number}")
    if kind == "short":
        return soup(chance)
    return mutated(chance, chance.choice(reports())) if kind == "long" else page(chance)


def wrong_spans(part: object, text: str) -> Iterator[str]:
    """The places of a record whose offsets do not re-read as recorded."""
    if isinstance(part, dict):
        if {"start", "end", "text"} <= part.keys() and text[part["start"] : part["end"]] != part["text"]:
            yield f"[{part['start']}:{part['end']}] is not {part['text']!r}"
        if part.get("start") is not None and not 0 <= part["start"] < part["end"] <= len(text):
            yield f"[{part['start']}:{part['end']}] is no stretch of {len(text)} characters"
        for value in part.values():
            yield from wrong_spans(value, text)
    elif isinstance(part, list):
        for value in part:
            yield from wrong_spans(value, text)


def options(engine: Engine) -> musnad.ReadOptions:
    """How each input is read; one thread, for there is a process for each core."""
    source = musnad.Source(publisher=PUBLISHER, published=PUBLISHED)
    return musnad.ReadOptions(source=source, engine=engine, threads=1)


def check(source: str | bytes, engine: Engine) -> tuple[int | None, str | None]:
    """How many attributions were read, None where the bytes were refused; and what went wrong."""
    try:
        reading = musnad.read(source, options(engine))
        written = record(reading)
        json.dumps(written)
    except musnad.ReadError as error:
        return None, None if isinstance(source, bytes) else f"a str was refused: {error!r}"
    except Exception as error:  # whatever it is, it is what this program looks for
        return None, repr(error)
    wrong = [*wrong_spans(dict(written), written["text"])]
    return len(reading.attributions), "; ".join(wrong[:3]) or None


def batch(job: tuple[int, Kind, int, int, Engine]) -> Batch:
    """Make and check inputs `first` up to `last`."""
    seed, kind, first, last, engine = job
    counts: Counter[str] = Counter()
    slowest = (0.0, "")
    failures = []
    for number in range(first, last):
        source = make(seed, kind, number)
        began = time.perf_counter()
        attributions, problem = check(source, engine)
        # Short texts say more of the machine than of the reader.
        slowest = max(
            slowest, ((time.perf_counter() - began) / max(1, len(source) / 1_000), f"{kind}:{number}")
        )
        counts["read" if attributions is not None else "refused"] += 1
        counts["attributions"] += attributions or 0
        if problem is not None:
            failures.append(Failure(kind, number, problem, repr(source)))
    return Batch(counts["read"], counts["refused"], counts["attributions"], slowest, tuple(failures))


def run(seed: int, wanted: dict[Kind, int], processes: int, engine: Engine) -> list[Failure]:
    """Fuzz over `processes` processes; prints counts as it goes."""
    failures: list[Failure] = []
    for kind, number in wanted.items():
        jobs = [(seed, kind, at, min(at + CHUNK, number), engine) for at in range(0, number, CHUNK)]
        began = time.time()
        read = refused = attributions = 0
        slowest = (0.0, "")
        with multiprocessing.Pool(processes) as pool:
            for done in pool.imap_unordered(batch, jobs):
                read, refused = read + done.read, refused + done.refused
                attributions += done.attributions
                slowest = max(slowest, done.slowest)
                failures += done.failures
        say(f"{kind}: {read} read, {refused} refused, {attributions} attributions")
        say(f"    {time.time() - began:.0f} s; at most {slowest[0]:.3f} s a 1,000 characters: {slowest[1]}")
    return failures


def growth(size: int, engine: Engine) -> list[str]:
    """The texts on which the reader's time grows faster than the text does."""
    musnad.read("", options(engine))  # what is loaded once is no growth
    steep = []
    for unit in GROWING:
        times = []
        for length in (size, size * GROWTH):
            text = unit * (length // len(unit))
            began = time.process_time()
            musnad.read(text, options(engine))
            times.append(time.process_time() - began)
        ratio = times[1] / max(times[0], 0.005)
        say(f"{unit!r:>44}  {times[0]:7.2f} s  {times[1]:7.2f} s  x{ratio:.1f}")
        if ratio > GROWTH_ALLOWED:
            steep.append(unit)
    return steep


def say(line: str) -> None:
    """One line to the terminal, whatever it holds."""
    sys.stdout.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Parse, run, print; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=None, help="default: drawn and printed")
    parser.add_argument("--short", type=int, default=20_000)
    parser.add_argument("--long", type=int, default=1_000)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--replay", metavar="KIND:NUMBER", help="make and check one input, and print it")
    parser.add_argument("--growth", type=int, nargs="?", const=50_000, metavar="CHARACTERS")
    parser.add_argument("--engine", choices=get_args(Engine), default="grammar", help="who reads")
    chosen = parser.parse_args(arguments)
    seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(1_000_000)
    if chosen.growth:
        steep = growth(chosen.growth, chosen.engine)
        say(f"{len(steep)} grow too fast: {steep}")
        return 1 if steep else 0
    say(f"seed {seed}")
    if chosen.replay:
        kind, _, number = chosen.replay.partition(":")
        if kind not in get_args(Kind) or not number.isdigit():
            parser.error(f"--replay takes one of {', '.join(get_args(Kind))}, a colon and a number")
        source = make(seed, kind, int(number))
        say(repr(source))
        attributions, problem = check(source, chosen.engine)
        say(f"{attributions} attributions, {problem or 'nothing wrong'}")
        return 1 if problem else 0
    wanted: dict[Kind, int] = {"short": chosen.short, "long": chosen.long, "pages": chosen.pages}
    failures = run(seed, wanted, chosen.processes, chosen.engine)
    for failure in failures[:SHOWN]:
        say(f"{failure.kind}:{failure.number} {failure.problem}\n    {failure.text[:2_000]}")
    say(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
