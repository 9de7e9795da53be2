from __future__ import annotations

import re
from dataclasses import replace

from musnad.export.brat import CONFIGURATION, render, text
from musnad.model import Attribution, Reading, Report, Span
from musnad.record import record
from tests.sample_reading import READING, TEXT


class Standoff:
    """A reader of brat's format, by its description and not by our writer."""

    def __init__(self, ann: str) -> None:
        self.bound: dict[str, tuple[str, tuple[Span, ...], str]] = {}
        self.events: dict[str, list[tuple[str, str]]] = {}
        self.attributes: dict[str, dict[str, str]] = {}
        self.relations: list[tuple[str, str, str]] = []
        self.notes: dict[str, str] = {}
        for line in ann.splitlines():
            name, _, rest = line.partition("\t")
            if name[0] == "T":
                head, _, covered = rest.partition("\t")
                kind, _, offsets = head.partition(" ")
                spans = tuple(Span(*map(int, pair.split(" "))) for pair in offsets.split(";"))
                self.bound[name] = (kind, spans, covered)
            elif name[0] == "E":
                self.events[name] = [(role, ref) for role, ref in (r.split(":") for r in rest.split(" "))]
            elif name[0] == "A":
                kind, event, *value = rest.split(" ")
                self.attributes.setdefault(event, {})[kind] = value[0] if value else ""
            elif name[0] == "R":
                kind, first, second = rest.split(" ")
                self.relations.append((kind, first.removeprefix("Arg1:"), second.removeprefix("Arg2:")))
            else:
                assert name[0] == "#"
                about, _, note = rest.partition("\t")
                self.notes[about.removeprefix("AnnotatorNotes ")] = note

    def role(self, event: str, name: str) -> list[tuple[Span, ...]]:
        roles = [(role.rstrip("0123456789"), ref) for role, ref in self.events[event]]
        return [self.bound[ref][1] for role, ref in roles if role == name]


def test_round_trip() -> None:
    read = Standoff(render(record(READING)))
    assert len(read.events) == len(READING.attributions)
    for event, found in zip(read.events, READING.attributions, strict=True):
        assert read.role(event, "Cue") == [(found.cue,)]
        assert read.role(event, "Source") == [(span,) for span in [found.source] if span]
        assert read.role(event, "Content") == [found.content]
        assert read.role(event, "Addressee") == [(span,) for span in [found.addressee] if span]
        assert read.role(event, "Medium") == [(span,) for span in [found.medium] if span]
        assert read.role(event, "Via") == [(span,) for span in found.via]
        assert read.attributes[event]["Class"] == found.cue_class
        assert read.attributes[event]["Quote"] == found.quote
        assert ("Negated" in read.attributes[event]) == found.negated
    ids = {event: found.id for event, found in zip(read.events, READING.attributions, strict=True)}
    others = {(kind, ids[first], ids[second]) for kind, first, second in read.relations}
    assert others == {
        *(("Inside", a.id, a.inside) for a in READING.attributions if a.inside),
        *(("Continues", a.id, a.continues) for a in READING.attributions if a.continues),
    }


def test_covered_text_is_that_of_the_offsets() -> None:
    for kind, spans, covered in Standoff(render(record(READING))).bound.values():
        assert covered == " ".join(span.of(TEXT) for span in spans), kind


def test_event_is_triggered_by_an_annotation_of_its_own_type() -> None:
    read = Standoff(render(record(READING)))
    for roles in read.events.values():
        assert read.bound[roles[0][1]][0] == roles[0][0] == "Cue"


def test_credit_and_note() -> None:
    read = Standoff(render(record(READING)))
    credited = [spans for kind, spans, _ in read.bound.values() if kind == "Credit"]
    assert credited == [tuple(mention.span for mention in READING.credits)]
    assert read.notes["E9"] == "speaker: unknown"
    assert read.notes["E4"].startswith(
        "speaker: مصدر في الشركة المنفذة (anonymous); chain: publisher الميناء"
    )


def made_of(body: str, content: Span) -> Reading:
    attribution = Attribution("a1", None, Span(0, 3), (content,), "قال", "say", "indirect", "test", 0.5)
    return Reading(Report("0" * 64, "0" * 64, body), (), (), (), (attribution,), ())


def test_a_stretch_is_cut_at_line_ends() -> None:
    body = "قال أول\n\nثان"
    read = Standoff(render(record(made_of(body, Span(4, len(body))))))
    assert read.role("E1", "Content") == [(Span(4, 7), Span(9, 12))]


def test_offsets_hold_for_letters_beyond_the_first_plane_and_lone_surrogates() -> None:
    body = "قال 😀\ud800 نعم"
    made = record(made_of(body, Span(4, 10)))
    assert len(text(made)) == len(body)
    text(made).encode()
    render(made).encode()
    assert Standoff(render(made)).bound["T2"] == ("Content", (Span(4, 10),), "😀\ufffd نعم")


def test_configuration_names_every_kind_that_is_written() -> None:
    ann = render(record(READING))
    kinds = {re.split(r"[ :]", line.split("\t")[1])[0] for line in ann.splitlines() if line[0] != "#"}
    for kind in kinds:
        assert re.search(rf"^{kind}\b", CONFIGURATION, re.MULTILINE), kind


def test_names_cannot_break_a_line() -> None:
    entities = tuple(replace(entity, name="a\nE9\tb") for entity in READING.entities)
    read = Standoff(render(record(replace(READING, entities=entities))))
    assert len(read.events) == len(READING.attributions)
