"""What a page states of itself as data: JSON-LD of schema.org's Article and its kinds."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def clean(value: object, limit: int = 300) -> str | None:
    """One line of visible text, or None where there is none or it is no text."""
    if not isinstance(value, str):
        return None
    value = " ".join(re.sub(r"<[^<>]{0,500}>", " ", entities.unescape(value)).split())
    return value if value and len(value) <= limit else None


def attribute(element: HtmlElement, name: str) -> str:
    """The value of an attribute, empty where it is absent."""
    value = element.get(name)
    return value if isinstance(value, str) else ""


_ARTICLE_TYPES = re.compile(r"(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report)$")
_FIELD = re.compile(
    r'"(headline|datePublished|articleBody|alternativeHeadline)"\s*:\s*"((?:[^"\\]|\\.)*)"', re.DOTALL
)


def linked_data(tree: HtmlElement) -> dict[str, object]:
    """The first article object in the page's JSON-LD; of broken JSON the plain fields that can be read."""
    broken: dict[str, object] = {}
    for script in tree.iter("script"):
        if "ld+json" not in attribute(script, "type").lower():
            continue
        text = (script.text or "").strip()
        text = re.sub(
            r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text
        ).strip()
        try:
            data: object = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            try:
                data = json.loads(re.sub(r",\s*([}\]])", r"\1", text).rstrip(";, \n"), strict=False)
            except (ValueError, RecursionError):
                if re.search(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|Posting)', text):
                    for key, value in _FIELD.findall(text):
                        broken.setdefault(key, _unescaped(value))
                continue
        for node in _nodes(data):
            kinds = node.get("@type")
            if any(
                isinstance(k, str) and _ARTICLE_TYPES.match(k)
                for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                return _resolved(node, data)
    return broken


def _unescaped(value: str) -> str:
    try:
        text = json.loads(f'"{value}"', strict=False)
    except ValueError:
        return value
    return text if isinstance(text, str) else value


def _nodes(data: object) -> Iterator[dict[str, object]]:
    """Every JSON object of `data` in reading order, without recursion."""
    stack = [data]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def _resolved(node: dict[str, object], data: object) -> dict[str, object]:
    """`node` with its publisher and author looked up by ``@id`` where they are only referred to."""
    named = {n["@id"]: n for n in _nodes(data) if isinstance(n.get("@id"), str) and "name" in n}
    found = dict(node)
    for key in ("publisher", "author"):
        value = found.get(key)
        values = value if isinstance(value, list) else [value]
        found[key] = [
            named.get(v["@id"], v)
            if isinstance(v, dict) and "name" not in v and isinstance(v.get("@id"), str)
            else v
            for v in values
        ]
    return found


def name_of(value: object) -> str | None:
    """The name or names of a person or organisation, as schema.org states them."""
    names = []
    for item in value if isinstance(value, list) else [value]:
        name = clean(item.get("name") if isinstance(item, dict) else item)
        if name and name not in names and not name.startswith("http"):
            names.append(name)
    return "، ".join(names) or None


def body_of(value: object) -> list[str]:
    """The paragraphs of an ``articleBody``."""
    if not isinstance(value, str):
        return []
    value = re.sub(r"</(?:p|div|h\d|li)\s*>|<br\s*/?>", "\n", entities.unescape(value), flags=re.IGNORECASE)
    value = re.sub(r"<[^<>]{0,500}>", "", value)
    return [line for line in (collapsed(part) for part in re.split(r"[\r\n]+", value)) if line]


def collapsed(text: str) -> str:
    """`text` with runs of HTML white space as one space; no-break spaces stay."""
    return re.sub(r"[ \t\n\r\f]+", " ", text).strip()
