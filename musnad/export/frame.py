"""The frame of a page: its head with the policy, the switch of languages, labels, and text made safe.

A page loads nothing: its style and script stand in it, admitted by their hashes alone.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jinja2 import Environment

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
CONTROLS: Final = {
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
# Not allowed in HTML, or without a UTF-8 form.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # BCP 47


@dataclass(frozen=True, slots=True)
class Code:
    """The style sheet and the script of a page; the script may be empty."""

    css: str
    js: str = ""


def shown(text: str) -> str:
    """`text` as HTML; what would turn its direction unseen is shown by name instead."""
    return _CONTROL.sub(lambda match: f'<bdi class="ctl" dir="ltr">{CONTROLS[match[0]]}</bdi>', escape(text))


def resource(name: str) -> str:
    """The text of a template, style sheet, script or table of labels."""
    return resources.files("musnad.export").joinpath("templates", name).read_text("utf-8")


@lru_cache(maxsize=1)
def labels() -> dict[str, dict[str, list[str]]]:
    """Every label as [Arabic, English], by group and key."""
    found: dict[str, dict[str, list[str]]] = tomllib.loads(resource("labels.toml"))
    return found


def tag(language: str | None) -> str:
    """`language` where it is a tag of BCP 47, else ``und``."""
    return language if language is not None and _TAG.fullmatch(language) else "und"


def direction(language: str | None) -> str:
    """``rtl`` or ``ltr``; a text of unknown language is taken for Arabic."""
    return "rtl" if _primary(language) in _RIGHT_TO_LEFT else "ltr"


def page(template: str, language: str | None, code: Code, **values: object) -> str:
    """The page that a template makes of `values`; its labels are Arabic first where `language` is."""
    from markupsafe import Markup

    policy = f"default-src 'none'; style-src {_hash(code.css)}; base-uri 'none'; form-action 'none'"
    if code.js:
        policy += f"; script-src {_hash(code.js)}"
    made = (
        _environment()
        .get_template(template)
        .render(
            language=tag(language),
            direction=direction(language),
            interface="ar" if _primary(language) == "ar" else "en",
            policy=policy,
            css=Markup(code.css),
            js=Markup(code.js),
            **values,
        )
    )
    return _FORBIDDEN.sub("\ufffd", made)


def _primary(language: str | None) -> str:
    return "ar" if language is None else language.split("-")[0].lower()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    names = (
        "page.html.j2",
        "labels.html.j2",
        "report.html.j2",
        "index.html.j2",
        "findings.html.j2",
        "story.html.j2",
        "pack.html.j2",
    )
    environment = Environment(
        loader=DictLoader({name: resource(name) for name in names}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["shown"] = lambda text: Markup(shown(text))
    environment.filters["plain"] = lambda text: _CONTROL.sub("", text)
    environment.globals["labels"] = labels()
    return environment


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
