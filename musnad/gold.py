"""The gold format into model types: NAME.txt, NAME.json and NAME.meta of a folder, read whole, or one file of
JSON Lines whose objects hold the text and what is known of it too.

The format is that of the annotation guidelines: a span is ``[text, n]``, the n-th occurrence (from 0,
occurrences do not overlap, as `str.count` counts) of exactly that text in paragraph `para`, and
paragraphs are the non-empty lines of the text, counted from 0.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from musnad.model import CueClass, Quote, Report, Span, report_id, version_id

CLASSES: tuple[str, ...] = get_args(CueClass)
QUOTES: tuple[str, ...] = get_args(Quote)


class GoldError(ValueError):
    """A gold folder that cannot be read; the message names the file and the label."""


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One labelled attribution; spans are absolute, in code points of the report's text.

    `speaker` is a name and not an entity; `inside` is the id of another label of the same report.
    """

    id: str
    paragraph: int
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    quote: Quote
    cue_class: CueClass
    addressee: Span | None = None
    medium: Span | None = None
    via: tuple[Span, ...] = ()
    speaker: str | None = None
    anonymous: bool = False
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class GoldReport:
    """One labelled report: `credits` are names of agencies credited for the whole report."""

    name: str
    report: Report
    credits: tuple[str, ...] = ()
    attributions: tuple[GoldAttribution, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """One paragraph of a text, with the file and label that a complaint about it must name."""

    text: str
    start: int
    where: str

    def find(self, label: str, value: object) -> Span:
        if not (
            isinstance(value, list)
            and len(value) == 2
            and isinstance(value[0], str)
            and value[0]
            and type(value[1]) is int
            and value[1] >= 0
        ):
            raise GoldError(f"{self.where} {label}: expected [text, n], found {value!r}")
        text, wanted = value
        at = -len(text)
        for _ in range(wanted + 1):
            at = self.text.find(text, at + len(text))
            if at < 0:
                raise GoldError(f"{self.where} {label}: no occurrence {wanted} of {text!r} in its paragraph")
        return Span(self.start + at, self.start + at + len(text))

    def maybe(self, label: str, value: object) -> Span | None:
        return None if value is None or value == [] else self.find(label, value)

    def several(self, label: str, value: object) -> tuple[Span, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise GoldError(f"{self.where} {label}: expected a list of [text, n], found {value!r}")
        return tuple(self.find(label, item) for item in value)


def load(folder: str | Path) -> tuple[GoldReport, ...]:
    """Every labelled report of `folder`, in order of name; of a file, as `load_lines` gives them.

    Raises GoldError where the folder holds none, a file is missing or unreadable, or a label is wrong.
    """
    folder = Path(folder)
    if folder.is_file():
        return load_lines(folder)
    paths = sorted(folder.glob("*.json"), key=lambda path: path.stem)
    if not paths:
        raise GoldError(f"{folder}: no NAME.json with labels here")
    return tuple(load_report(path) for path in paths)


def load_report(path: Path) -> GoldReport:
    """The report of one label file; its text and its .meta stand beside it. Raises GoldError."""
    labels = _object(path)
    text = _read(path.with_suffix(".txt")).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    meta_path = path.with_suffix(".meta")
    return _made(labels, text, _object(meta_path), path.stem, (str(path), str(meta_path)))


def load_lines(path: Path) -> tuple[GoldReport, ...]:
    """The reports of a file of JSON Lines, as `gold_lines` gives them: ``text`` and ``meta`` stand with the
    labels.

    Raises GoldError where there is none, or a line is wrong.
    """
    found = []
    for number, line in enumerate(_read(path).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            labels = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{where}: not JSON: {error.msg}") from error
        if not (
            isinstance(labels, dict)
            and isinstance(labels.get("id"), str)
            and isinstance(labels.get("text"), str)
            and isinstance(labels.get("meta"), dict)
        ):
            raise GoldError(f"{where}: expected one JSON object with id, text and meta")
        found.append(_made(labels, labels["text"], labels["meta"], labels["id"], (where, where)))
    if not found:
        raise GoldError(f"{path}: no line with labels here")
    return tuple(found)


def _made(
    labels: dict[str, Any], text: str, meta: dict[str, Any], name: str, where: tuple[str, str]
) -> GoldReport:
    """A report of its labels, its text and what is known of it; `where` both came from."""
    path, meta_path = where
    known_paragraphs = paragraphs(text)
    items = labels.get("attributions", [])
    if not isinstance(items, list):
        raise GoldError(f"{path} attributions: expected a list")
    attributions = tuple(_attribution(item, known_paragraphs, path) for item in items)
    known = {a.id for a in attributions}
    if len(known) != len(attributions):
        raise GoldError(f"{path} id: an id stands twice")
    for a in attributions:
        if a.inside is not None and (a.inside not in known or a.inside == a.id):
            raise GoldError(f"{path} {a.id} inside: {a.inside!r} is no other attribution of this report")
    credited = labels.get("credits") or []
    if not (isinstance(credited, list) and all(isinstance(one, str) for one in credited)):
        raise GoldError(f"{path} credits: expected a list of names")
    return GoldReport(name, _report(text, meta, meta_path), tuple(credited), attributions)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 at byte {error.start}") from error


def _object(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(_read(path))
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}: not JSON at line {error.lineno}: {error.msg}") from error
    if not isinstance(value, dict):
        raise GoldError(f"{path}: expected one JSON object")
    return value


def paragraphs(text: str) -> list[tuple[str, int]]:
    """The non-empty lines of a text, each with where it begins."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append((line.rstrip("\r\n"), at))
        at += len(line)
    return found


def _attribution(item: object, lines: list[tuple[str, int]], path: str) -> GoldAttribution:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        raise GoldError(f"{path} attributions: each is an object with an id")
    where = f"{path} {item['id']}"
    number = item.get("para")
    if type(number) is not int or not 0 <= number < len(lines):
        raise GoldError(f"{where} para: {number!r} is none of the {len(lines)} paragraphs")
    for label, allowed in (("cue_class", CLASSES), ("quote", QUOTES)):
        if item.get(label) not in allowed:
            raise GoldError(f"{where} {label}: {item.get(label)!r} is none of {', '.join(allowed)}")
    for label in ("speaker", "inside"):
        if not isinstance(item.get(label), str | None):
            raise GoldError(f"{where} {label}: expected a text or null")
    paragraph = _Paragraph(*lines[number], where)
    content = paragraph.several("content", item.get("content"))
    if not content:
        raise GoldError(f"{where} content: an attribution needs one")
    return GoldAttribution(
        id=item["id"],
        paragraph=number,
        source=paragraph.maybe("source", item.get("source")),
        cue=paragraph.find("cue", item.get("cue")),
        content=content,
        quote=cast(Quote, item["quote"]),
        cue_class=cast(CueClass, item["cue_class"]),
        addressee=paragraph.maybe("addressee", item.get("addressee")),
        medium=paragraph.maybe("medium", item.get("medium")),
        via=paragraph.several("via", item.get("via")),
        speaker=item.get("speaker"),
        anonymous=bool(item.get("anonymous")),
        inside=item.get("inside"),
    )


def _report(text: str, meta: dict[str, Any], path: str) -> Report:
    def field_of(name: str) -> str | None:
        value = meta.get(name)
        if not isinstance(value, str | None):
            raise GoldError(f"{path} {name}: expected a text or null")
        return value or None

    publisher, day, url = field_of("outlet"), field_of("date"), field_of("url")
    first = text.lstrip().split("\n", 1)[0].strip()
    printed = field_of("title")
    title = first if printed is not None and printed.split() == first.split() else None
    identity = report_id(publisher, url, title, day and day[:10], text)
    return Report(
        id=identity,
        version=version_id(identity, text),
        text=text,
        title=title,
        language=field_of("language") or "ar",
        publisher=publisher,
        published=day,
        published_from="metadata" if day else None,
        url=url,
    )
