"""What the command says, in the reader's language, and nothing that could steer a terminal.

English is the source; `musnad/locale/ar` translates it and the messages of click. The language comes
from LANGUAGE, LC_ALL, LC_MESSAGES and LANG, as for other programs; MUSNAD_LANG goes before them.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from musnad.complaints import N_, complaint, safe

__all__ = ["N_", "activate", "arabic", "explain", "plural", "safe"]

DOMAIN = "musnad"
_LOCALES = Path(__file__).parent.parent / "locale"


def activate() -> None:
    """Choose the language from the environment, for our messages and for click's."""
    chosen = os.environ.get("MUSNAD_LANG")
    if chosen:
        os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain(DOMAIN, str(_LOCALES))
    gettext.textdomain(DOMAIN)


def _(message: str) -> str:
    """`message` in the chosen language."""
    return gettext.dgettext(DOMAIN, message)


def arabic() -> bool:
    """Whether the chosen language is Arabic."""
    return "Language: ar" in gettext.dgettext(DOMAIN, "")


def plural(one: str, many: str, number: int) -> str:
    """The form for `number`, in the chosen language, with ``{n}`` filled in."""
    return gettext.dngettext(DOMAIN, one, many, number).format(n=number)


def explain(error: Exception) -> str:
    """One line for what went wrong with a source, with the mend where there is one.

    An error without a known code speaks for itself, in English.
    """
    return complaint(error, _)
