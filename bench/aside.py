"""How well the reports of our own are read that were kept aside and never trained on.

    python bench/aside.py [--engine both] [--model FOLDER] [--json FILE]

Labels are in train/labels; the texts lie beside the checkout (../shared/corpus) and, for the English
documents, in the checkout of NTREX-128 that MUSNAD_NTREX names. Each report counts once, by its first pass,
and again against its second. Speakers are not labelled there, so that figures with them say nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.evaluate import Options, Read, Scores, evaluate
from musnad.gold import GoldAttribution, GoldReport
from musnad.model import Engine, Report, Span
from musnad.reader import ReadOptions, read
from train.materials import MissingError, corpus, ntrex, text_of, with_auxiliaries

LABELS = Path(__file__).resolve().parents[1] / "train" / "labels"
FIGURES = ("attribution", "cue", "source", "content", "content_tokens", "class", "quote", "via_printed")


def reports(texts: dict[str, str], chosen: str) -> list[GoldReport]:
    """The reports kept aside whose texts are there, as one of the passes, `chosen`, labelled them."""
    found = []
    for path in sorted(LABELS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["aside"] and row["pass"] == chosen and row["report"] in texts:
                found.append(_report(row, texts[row["report"]], "en" if path.stem == "en" else "ar"))
    return found


def training(texts: dict[str, str]) -> list[GoldReport]:
    """The Arabic reports for training whose texts are there, as the first pass labelled them.

    Those that the decision between the engines is fitted on are left out.
    """
    rows = map(json.loads, (LABELS / "ar.jsonl").read_text("utf-8").splitlines())
    return [
        _report(row, texts[row["report"]], "ar")
        for row in rows
        if not (row["aside"] or row.get("weighs")) and row["pass"] == "first" and row["report"] in texts
    ]


def _report(row: dict[str, Any], text: str, language: str) -> GoldReport:
    report = Report(id=row["name"], version=row["name"], text=text, language=language)
    return GoldReport(
        row["name"], report, (), tuple(_attribution(a, text, language) for a in row["attributions"])
    )


def _attribution(a: dict[str, Any], text: str, language: str) -> GoldAttribution:
    def one(value: Sequence[int] | None) -> Span | None:
        return Span(*value) if value else None

    return GoldAttribution(
        id=a["id"],
        paragraph=0,
        source=one(a.get("source")),
        cue=with_auxiliaries(text, Span(*a["cue"])) if language == "en" else Span(*a["cue"]),
        content=tuple(Span(*part) for part in a["content"]),
        quote=a["quote"],
        cue_class=a["class"],
        addressee=one(a.get("addressee")),
        medium=one(a.get("medium")),
        via=tuple(Span(*part) for part in a.get("via", ())),
        inside=a.get("inside"),
    )


def reader(engine: Engine, model: Path | None) -> Read:
    """The reader of Musnad with one engine and model."""
    options = ReadOptions(engine=engine, model=model)
    return lambda report: read(report, options)


def measure(texts: dict[str, str], chosen: str, reads: Read) -> dict[str, Scores]:
    """The scores by language, of the languages whose texts are there."""
    found: dict[str, Scores] = {}
    every = reports(texts, chosen)
    for language in ("ar", "en"):
        held = [item for item in every if item.report.language == language]
        if held:
            found[language] = evaluate(held, reads, Options())
    return found


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure on the labels that were kept aside.")
    parser.add_argument("--engine", choices=get_args(Engine), default="both", help="which reader")
    parser.add_argument("--model", type=Path, help="the folder of another model than the installed one")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    given = parser.parse_args(arguments)
    try:
        texts = {str(row["id"]): text_of(row) for row in corpus()} | ntrex()
    except MissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    told: dict[str, Any] = {}
    for chosen in ("first", "second"):
        for language, scores in measure(texts, chosen, reader(given.engine, given.model)).items():
            sys.stdout.write(f"{language}, {chosen} pass: {scores.reports} reports, {scores.gold} labels\n")
            for name in FIGURES:
                one = scores[name]
                told[f"{language} {chosen} {name}"] = [one.value, one.low, one.high]
                if one.value is not None:
                    sys.stdout.write(f"  {name:<16}{one.value:.3f}  {one.low:.3f}–{one.high:.3f}\n")
    if given.json:
        given.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
