"""Answers as HTML: one environment of templates a language, and what all of them may use.

Whatever comes from a report is shown by the filters ``shown`` or ``clip``, which escape it and name the marks
that would turn its direction unseen. No template holds a script or a style of its own: the policy admits
none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from musnad.export import reasons
from musnad.export.frame import direction, labels, shown, tag
from musnad.model import Reason
from musnad.web.printing import printed
from musnad.web.wording import Language, translations

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

LONGEST: Final = 240
"""Characters of a title or content in a list; a title may have megabytes."""


def html(template: str, language: Language, **values: object) -> str:
    """The page that a template makes of `values`, in a language."""
    return environment(language).get_template(template).render(**values)


@lru_cache(maxsize=2)
def environment(language: Language) -> Environment:
    """The templates, in a language."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("musnad.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = translations(language)
    # What jinja2.ext.i18n adds; its types are not known to mypy.
    found.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    found.globals.update(
        language=language,
        other="en" if language == "ar" else "ar",
        link=partial(link, language),
        static=static,
        direction=direction,
        tag=tag,
        label=partial(label, language),
        reason=partial(reason, language),
        printed=printed,
    )
    found.filters.update(shown=_shown, clip=_clip, number=number)
    return found


def link(language: Language, path: str, **query: object) -> str:
    """The address of a page in a language: a path of this room, with a query; what is None is left out."""
    asked = [
        f"{quote(name)}={quote(str(one))}"
        for name, value in query.items()
        for one in (value if isinstance(value, list | tuple) else (value,))
        if one is not None and one != ""
    ]
    return f"/{language}{quote(path)}" + (f"?{'&'.join(asked)}" if asked else "")


@lru_cache(maxsize=256)
def static(name: str) -> str:
    """The address of a file of the room, which changes with what it holds: so it may be kept for good."""
    data = resources.files("musnad.web").joinpath("static", *name.split("/")).read_bytes()
    return f"/static/{name}?{hashlib.sha256(data).hexdigest()[:12]}"


def label(language: Language, group: str, key: str) -> str:
    """A word of a closed list (class, quote, link ...), in a language."""
    both = labels()[group].get(key)
    return key if both is None else both[language == "en"]


def reason(language: Language, found: Reason, names: Mapping[str, str]) -> str:
    """A reason in a language; `names` has what each version's report goes by."""
    return reasons.told(found, names)[language == "en"]


def number(value: int) -> str:
    """A whole number, its thousands apart by a space that does not break."""
    return f"{value:,}".replace(",", "\u202f")


def _shown(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(shown(_visible(text)))


def _clip(text: str, most: int = LONGEST) -> Markup:
    cut = text[:most]
    return _shown(cut if len(text) <= most else cut.rstrip() + "\u2026")


def _visible(text: str) -> str:
    # Lone surrogates have no UTF-8 form; other characters that HTML forbids are shown as such by the browser.
    return (
        text.encode("utf-8", "replace").decode() if any("\ud800" <= one <= "\udfff" for one in text) else text
    )
