"""Standoff for brat, in the manner of PolNeAR: text-bound spans, and an event per attribution.

Text-bound annotations are ``Source``, ``Cue``, ``Content``, ``Addressee``, ``Medium``, ``Via`` and
``Credit``; each cue is the trigger of an event whose roles are the other spans; ``Class``, ``Quote`` and
``Negated`` are attributes of the event, ``Inside`` and ``Continues`` relations
between events, and a note carries the speaker and the chain. Format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from musnad.model import CueClass, Quote
from musnad.record import AttributionPart, Record, SpanPart

CONFIGURATION = f"""\
[entities]
Source
Content
Addressee
Medium
Via
Credit

[relations]
Inside\tArg1:Cue, Arg2:Cue
Continues\tArg1:Cue, Arg2:Cue

[events]
Cue\tSource?:Source, Content+:Content, Addressee?:Addressee, Medium?:Medium, Via*:Via

[attributes]
Class\tArg:<EVENT>, Value:{"|".join(get_args(CueClass))}
Quote\tArg:<EVENT>, Value:{"|".join(get_args(Quote))}
Negated\tArg:<EVENT>
"""
"""``annotation.conf`` for a folder of these files."""

_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_SPACE = re.compile(r"\s")
_SURROGATE = re.compile("[\ud800-\udfff]")


def text(record: Record) -> str:
    """The text that the offsets count in; a lone surrogate, which no file can hold, becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", record["text"])


def render(record: Record) -> str:
    """The ``.ann`` file of `record`."""
    writer = _Writer(text(record))
    events = {attribution["id"]: f"E{number}" for number, attribution in enumerate(record["attributions"], 1)}
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    for credit in record["credits"]:
        writer.bound("Credit", [credit])
    for attribution in record["attributions"]:
        writer.event(events[attribution["id"]], attribution)
    for attribution in record["attributions"]:
        writer.about(events, attribution, names)
    return "".join(f"{line}\n" for line in writer.lines)


class _Writer:
    """The lines so far, and the last number given out for each kind of line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.last = {"T": 0, "A": 0, "R": 0, "#": 0}

    def line(self, kind: str, body: str) -> str:
        self.last[kind] += 1
        name = f"{kind}{self.last[kind]}"
        self.lines.append(f"{name}\t{body}")
        return name

    def bound(self, kind: str, spans: Sequence[SpanPart]) -> str:
        """One text-bound annotation; a span is cut at line ends, which brat does not let it cross."""
        pieces = [piece for span in spans for piece in self._pieces(span["start"], span["end"])]
        offsets = ";".join(f"{start} {end}" for start, end in pieces)
        covered = " ".join(_SPACE.sub(" ", self.text[start:end]) for start, end in pieces)
        return self.line("T", f"{kind} {offsets}\t{covered}")

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        pieces, at = [], start
        for gap in _BREAKS.finditer(self.text, start, end):
            pieces.append((at, gap.start()))
            at = gap.end()
        pieces.append((at, end))
        return [piece for piece in pieces if piece[0] < piece[1]] or [(start, end)]

    def event(self, event: str, found: AttributionPart) -> None:
        cue = found["cue"]
        trigger: SpanPart = {"start": cue["start"], "end": cue["end"], "text": cue["text"]}
        roles = [f"Cue:{self.bound('Cue', [trigger])}"]
        if found["source"] is not None:
            roles.append(f"Source:{self.bound('Source', [found['source']])}")
        if found["content"]:
            roles.append(f"Content:{self.bound('Content', found['content'])}")
        if found["addressee"] is not None:
            roles.append(f"Addressee:{self.bound('Addressee', [found['addressee']])}")
        if found["medium"] is not None:
            roles.append(f"Medium:{self.bound('Medium', [found['medium']])}")
        for number, relayer in enumerate(found["via"], 1):
            # brat numbers a role that occurs again: Via, Via2, Via3.
            roles.append(f"Via{'' if number == 1 else number}:{self.bound('Via', [relayer])}")
        self.lines.append(f"{event}\t{' '.join(roles)}")

    def about(self, events: dict[str, str], found: AttributionPart, names: dict[str, str]) -> None:
        event = events[found["id"]]
        self.line("A", f"Class {event} {found['cue']['class']}")
        self.line("A", f"Quote {event} {found['quote']}")
        if found["negated"]:
            self.line("A", f"Negated {event}")
        for kind, other in (("Inside", found["inside"]), ("Continues", found["continues"])):
            if other in events:
                self.line("R", f"{kind} Arg1:{event} Arg2:{events[other]}")
        speaker = found["speaker"]
        note = "speaker: " + ("unknown" if speaker is None else speaker["name"])
        if speaker is not None and speaker["anonymous"]:
            note += " (anonymous)"
        if found["chain"]:
            links = (f"{link['kind']} {names.get(link['entity'], link['entity'])}" for link in found["chain"])
            note += "; chain: " + " < ".join(links)
        note = _SURROGATE.sub("\ufffd", _SPACE.sub(" ", note))
        self.line("#", f"AnnotatorNotes {event}\t{note}")
