"""The words of the pages: English is the source, ``locale/ar/LC_MESSAGES/web.po`` translates it."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from musnad.complaints import complaint
from musnad.web.fault import Fault

Language = Literal["ar", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ar", "en")
DOMAIN: Final = "web"
_OF_SOURCES: Final = "musnad"
_LOCALES: Final = Path(__file__).parent.parent / "locale"


def N_(message: str) -> str:  # noqa: N802 - the name that extractors of messages know
    """Mark a message for translation where it is not yet shown."""
    return message


FAULTS: Final[Mapping[str, str]] = {
    "asked": N_("This cannot be asked so."),
    "origin": N_("Another site asked for this in your name; it was not done."),
    "token": N_("This room asks for its token: open it by the address that musnad serve printed."),
    "host": N_("This room does not answer to that name."),
    "too-large": N_("This is larger than the room takes."),
    "media-type": N_("The room takes JSON here."),
    "method": N_("Nothing can be sent to this page."),
    "nothing": N_("There is no such page."),
    "unknown": N_("There is no such report in the corpus."),
    "no-claim": N_(
        "There is no such claim in the corpus. Claims change as reports come; search for its words."
    ),
    "no-statement": N_("There is no such statement in the report."),
    "no-entity": N_("The report names no such one."),
    "no-judgement": N_("There is no such judgement."),
    "no-outlet": N_("No outlet of that name is in the corpus."),
    "no-agency": N_("No agency of that name is an origin in the corpus."),
    "no-origin": N_("No origin of that name is in the corpus."),
    "no-speaker": N_("Nobody of that name speaks in the corpus."),
    "no-medium": N_("No medium of that name is in the corpus."),
    "ambiguous": N_("Several may be meant; give more of the id."),
    "stale": N_(
        "What this page showed has changed since it was opened, and nothing was judged. Open it anew, and "
        "judge what stands there now."
    ),
    "not-printed": N_("These words do not stand so in the report."),
    "who": N_("Say who judges."),
    "one-thing": N_("The two are one and the same."),
    "outside": N_("The stretch lies outside the text."),
    "busy": N_("Somebody else is writing to the corpus. Nothing was lost; try again."),
    "read-only": N_("The corpus may not be written to."),
    "disk-full": N_("The disk takes no more; nothing of this was kept."),
    "older": N_("The corpus is of an older version of musnad; run musnad update."),
    "newer": N_("The corpus is of a newer version of musnad."),
    "source": N_("This could not be read."),
    "one-of-three": N_("Give one of three: a text, an address, or a file."),
    "desk": N_("Another text is being read just now; try again."),
    "fault": N_("A fault in musnad itself; please report it."),
}
"""What is said of each code of a fault; of one that is not here, what is said of ``fault``."""


@lru_cache(maxsize=2 * len(LANGUAGES))
def translations(language: Language, domain: str = DOMAIN) -> gettext.NullTranslations:
    """The catalogue of a language; English needs none."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(domain, str(_LOCALES), [language])


def told(fault: Fault, language: Language) -> str:
    """What went wrong, in a language."""
    return translations(language).gettext(FAULTS.get(fault.code, FAULTS["fault"]))


def why(fault: Fault, language: Language) -> str:
    """What more there is to say of it: what was asked for, or what was wrong with a source; may be empty."""
    if fault.cause is None:
        return fault.detail
    return complaint(fault.cause, translations(language, _OF_SOURCES).gettext)


def preferred(accepted: str) -> Language:
    """The language that an ``Accept-Language`` asks for (RFC 9110, 12.5.4); Arabic where it names neither."""
    best: tuple[float, Language] = (0.0, "ar")
    for part in accepted.split(","):
        tag, _, weight = part.partition(";")
        primary = tag.strip().lower().split("-")[0]
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            continue
        for language in LANGUAGES:
            if primary == language and quality > best[0]:
                best = (quality, language)
    return best[1]
