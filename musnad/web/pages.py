"""Every page, and every act, of the room: one table, from which routes, the API and its description are made.

A page is a function from the room and what was asked to an answer, a frozen value. Its HTML shows that
answer, its twin under ``/api`` is that answer as JSON, and the OpenAPI document describes both by the types.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from typing import Any, Final
from urllib.parse import unquote

from musnad.web import (
    choosing,
    claim,
    claims,
    compare,
    front,
    judgements,
    judging,
    media,
    medium,
    packs,
    reading,
    report,
    reports,
    search,
    speaker,
    speakers,
    versions,
)
from musnad.web.effects import Done
from musnad.web.files import Document
from musnad.web.room import Room
from musnad.web.wording import Language


@dataclass(frozen=True, slots=True)
class Page:
    """A page at ``/ar`` and ``/en`` + `path`, and its twin at ``/api`` + `path`.

    `asked` is a dataclass: fields that `path` names come from it, others from the query. `tell` raises
    `Fault` and `CorpusError`. `about` is one sentence for the API. `form` is a page that stands in its place
    for somebody who gives less than it needs; the twin tells what is missing.
    """

    name: str
    path: str
    asked: type
    answer: type
    tell: Callable[[Room, Any], Any]
    about: str
    form: Page | None = None

    @property
    def template(self) -> str:
        """The template of the page."""
        return f"{self.name}.html.j2"

    @property
    def needs(self) -> tuple[str, ...]:
        """What must be given."""
        return tuple(one.name for one in fields(self.asked) if one.default is MISSING)


@dataclass(frozen=True, slots=True)
class Act:
    """Something done by ``POST``: as JSON at ``/api`` + `path`, as a form at ``/ar`` and ``/en`` + `path`.

    `asked` is a dataclass of the body and of what `path` names; `do` raises `Fault` and `CorpusError`. Of a
    form, the answer is a redirect (303) to the path that `then` makes of what was asked and answered, below
    the language; without `then` it is the page that `template` makes of the answer.
    """

    name: str
    path: str
    asked: type
    answer: type
    do: Callable[[Room, Any], Any]
    then: Callable[[Any, Any], str] | None
    about: str

    @property
    def template(self) -> str:
        """The template of an answer that is a page."""
        return f"{self.name}.html.j2"


@dataclass(frozen=True, slots=True)
class File:
    """A file to be kept, at ``/ar``, ``/en`` and ``/api`` + `path`: in both languages, that of the address
    first, and Arabic of the API.

    `asked` is as of a `Page`; `make` raises `Fault` and `CorpusError`. `media_type` is that of what it makes.
    """

    name: str
    path: str
    asked: type
    media_type: str
    make: Callable[[Room, Any, Language], Document]
    about: str


PAGES: Final = (
    Page(
        "front", "/", front.Asked, front.Front, front.tell, "How large the corpus is, and what came in last."
    ),
    Page(
        "search",
        "/search",
        search.Asked,
        search.Results,
        search.tell,
        "Reports or statements that hold words, under filters, with what each further filter would leave.",
    ),
    Page(
        "compare",
        "/compare",
        compare.Asked,
        compare.Compared,
        compare.tell,
        "Two reports or versions side by side: shared stretches, what differs in them, statements of both.",
        Page(
            "choosing",
            "/compare",
            choosing.Asked,
            choosing.Choosing,
            choosing.tell,
            "The reports that came in last, to choose two of.",
        ),
    ),
    Page(
        "reports",
        "/reports",
        reports.Asked,
        reports.Reports,
        reports.tell,
        "The reports, what came in last first, of an outlet and of days.",
    ),
    Page(
        "report",
        "/reports/{id}",
        report.Asked,
        report.ReportPage,
        report.tell,
        "A report: a part of its text, its statements with chains, origins and claims, and its copies.",
    ),
    Page(
        "versions",
        "/reports/{id}/versions",
        versions.Asked,
        versions.Versions,
        versions.tell,
        "The versions of a report, when each was captured, and which statements changed.",
    ),
    Page("read", "/read", reading.Nothing, reading.Limits, reading.form, "How large a source may be."),
    Page(
        "speakers",
        "/speakers",
        speakers.Asked,
        speakers.SpeakerList,
        speakers.tell,
        "Who speaks: found by any spelling of a name, or those most quoted.",
    ),
    Page(
        "speaker",
        "/speakers/{key:path}",
        speaker.Asked,
        speaker.Speaker,
        speaker.tell,
        "All that a speaker said, by time and class, through which media, and which places it names.",
    ),
    Page("media", "/media", media.Asked, media.MediaList, media.tell, "Who prints, and who is an origin."),
    Page(
        "medium",
        "/media/{key:path}",
        medium.Asked,
        medium.MediumPage,
        medium.tell,
        "Whom a medium relays, who repeats it and whom it repeats, and how often without naming them.",
    ),
    Page(
        "claims",
        "/claims",
        claims.Asked,
        claims.Claims,
        claims.tell,
        "Claims under filters, each with its reports against its origins.",
    ),
    Page(
        "claim",
        "/claims/{id}",
        claim.Asked,
        claim.Claim,
        claim.tell,
        "One claim: wordings, counts with their reasons, who carried it from whom, disputes, statements.",
    ),
    Page(
        "judgements",
        "/judgements",
        judgements.Asked,
        judgements.Judgements,
        judgements.tell,
        "What was judged, the newest first, and what contradicts itself or fits nothing any more.",
    ),
)

FILES: Final = (
    File(
        "gold",
        "/judgements/gold",
        judgements.GoldAsked,
        judgements.MEDIA_TYPE,
        judgements.gold_file,
        "The reports that were checked whole, as lines in the gold format.",
    ),
    File(
        "claim_pack",
        "/claims/{id}/pack",
        packs.Asked,
        packs.MEDIA_TYPE,
        packs.of_claim,
        "All that vouches for a claim, as one page that needs nothing else.",
    ),
    File(
        "report_pack",
        "/reports/{id}/pack",
        packs.Asked,
        packs.MEDIA_TYPE,
        packs.of_report,
        "All that vouches for a report, as one page that needs nothing else.",
    ),
)


def _judging(name: str, asked: type, do: Callable[[Room, Any], Done], about: str) -> Act:
    """An act of judging: it leads back to where it was done, or to where it shows."""
    path = "/judgements/" + {"undo": "{number:int}/undo", "again": "{number:int}/again"}.get(name, name)
    return Act(f"judge_{name}", path, asked, Done, do, _shown, about)


def _shown(_asked: Any, done: Done) -> str:
    path, mark, query = done.shows.partition("?")
    return unquote(path) + mark + query


ACTS: Final[tuple[Act, ...]] = (
    Act(
        "reading",
        "/read",
        reading.Brought,
        report.ReportPage,
        reading.read_now,
        None,
        "Read a text, a page or a file at once; nothing is kept.",
    ),
    Act(
        "add",
        "/reports",
        reading.Brought,
        reading.Added,
        reading.add,
        lambda _asked, added: f"/reports/{added.report}",
        "Add a text, a page or a file to the corpus, and bring copies, origins and claims up to date.",
    ),
    _judging("same", judging.Same, judging.same, "Judge two statements to say the same."),
    _judging("different", judging.Same, judging.different, "Judge two statements not to say the same."),
    _judging(
        "beside", judging.Apart, judging.apart, "Judge two claims to be in no dispute, or no two voices."
    ),
    _judging("speaker", judging.WhoSays, judging.who, "Judge who says a statement, or that nobody is told."),
    _judging("span", judging.Stretches, judging.where, "Judge where the parts of an attribution stand."),
    _judging("none", judging.OfStatement, judging.none, "Judge a statement to be no attribution at all."),
    _judging("entity", judging.Entities, judging.entities, "Judge two names to be one, or not."),
    _judging("copy", judging.Copied, judging.copied, "Judge whether one of two reports repeats the other."),
    _judging("whole", judging.Whole, judging.whole, "Judge a report to be checked from beginning to end."),
    _judging("undo", judging.Numbered, judging.undo, "Undo a judgement; it stays on record."),
    _judging("again", judging.Numbered, judging.again, "Judge once more what was judged before."),
)
