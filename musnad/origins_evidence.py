"""What one report tells of whence its text and its statements come: made once of each reading, and small.

`evidence` looks at one report alone; `origins.py` sets many beside each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from musnad.model import Reading, Reason
from musnad.origins_links import Carrier, Credit, Page, Told, publisher_of
from musnad.origins_marks import Marks, weigh
from musnad.origins_tellings import carried_on
from musnad.text import fold


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one version of a report tells of origins; `length` is that of its text in code points.

    `publisher` is None where unknown. `own` are reasons to hold that the publisher heard for itself.
    """

    version: str
    length: int
    publisher: Carrier | None
    credits: tuple[Credit, ...] = ()
    own: tuple[Reason, ...] = ()
    statements: tuple[Told, ...] = ()
    marks: Marks = field(default_factory=Marks)

    @property
    def agencies(self) -> tuple[Carrier, ...]:
        """The media to which the text is credited, each once; none where no agency is named (وكالات).

        An agency that prints a text credits itself.
        """
        if self.publisher is not None and self.publisher.kind == "agency":
            return (self.publisher,)
        if all(credit.several for credit in self.credits):
            return ()
        return tuple(sorted({credit.carrier for credit in self.credits}, key=lambda one: one.key))


def evidence(reading: Reading) -> Evidence:
    """The evidence of one reading: a pure function, linear in its size, that never raises."""
    report = reading.report
    publisher = publisher_of(report.publisher, report.language)
    own = publisher.key if publisher is not None else ""
    entities = {entity.id: entity for entity in reading.entities}
    attributions = {attribution.id: attribution for attribution in reading.attributions}
    page = Page(reading, publisher, entities)
    credited = tuple(credit for credit in page.credits() if credit.carrier.key != own)
    links = [page.told(s, attributions[s.attribution]) for s in reading.statements]
    statements = carried_on(links, reading.statements, attributions, page.instead)
    arabic = report.language != "en"
    return Evidence(
        report.version,
        len(report.text),
        publisher,
        credited,
        tuple(page.own(statements)),
        statements,
        weigh(fold(report.text[:_WEIGHED]).text) if arabic else Marks(),
    )


_WEIGHED = 40_000
"""Code points that are folded for the wording of a text: marks gone, `origins_marks.WINDOW` are left."""
