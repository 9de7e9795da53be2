"""Reasons in words: every one that the code can give, with all its details, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from musnad import copies, direction, origins, rewrites
from musnad.export.reasons import texts, told
from musnad.model import Reason
from musnad.origins_links import Credit

PACKAGE = Path(__file__).resolve().parents[1] / "musnad"
MODULES = sorted(
    path for path in PACKAGE.glob("*.py") if re.match("copies|direction|rewrites|origins", path.stem)
)
# What stands for a part of a code in the sources, or for one as a whole.
PARTS = {
    "credit.where": get_args(get_type_hints(Credit)["where"]),
    "how": ("source", "relayed"),
    # A passage that is only shared has no carriers to be told of.
    "p.how": ("credited", "heard"),
    "code": rewrites.REASONS,
    "own": ("own-told", "own-says"),
    "reach": ("same-telling", "same-speaker"),
}


def given() -> Iterator[tuple[str, int | None]]:
    """Every code that the sources give, with the number of its details where that is fixed."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason":
                details = node.args[1] if len(node.args) > 1 else ast.Tuple([])
                fixed = isinstance(details, ast.Tuple) and not any(
                    isinstance(one, ast.Starred) for one in details.elts
                )
                count = len(details.elts) if fixed and isinstance(details, ast.Tuple) else None
                for code in codes(node.args[0]):
                    yield code, count


def codes(node: ast.expr) -> list[str]:
    """The codes that an expression may stand for."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        found = [""]
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            found = [one + more for one in found for more in codes(inner)]
        return found
    return list(PARTS[ast.unparse(node)])


def test_every_reason_that_can_be_given_is_listed() -> None:
    listed = {*copies.REASONS, *direction.REASONS, *origins.REASONS}
    assert {code for code, _ in given()} == listed


def test_every_reason_is_told_in_both_languages() -> None:
    assert set(texts()) == {*copies.REASONS, *direction.REASONS, *origins.REASONS}
    for arabic, english in texts().values():
        assert re.search("[\u0600-\u06ff]", arabic)
        assert not re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", arabic))
        assert english.isascii()
        assert set(re.findall(r"\{\w+\}", arabic)) == set(re.findall(r"\{\w+\}", english))


@pytest.mark.parametrize(("code", "count"), sorted(set(given()), key=str))
def test_a_reason_is_told_with_the_details_that_it_has(code: str, count: int | None) -> None:
    details = tuple(f"<{n}>" for n in range(3 if count is None else count))
    for text in told(Reason(code, details), {}):
        assert "{" not in text
        if details:
            assert re.search(r"<\d>", text)


def test_details_are_named() -> None:
    reason = Reason("passage-credited", ("رويترز", "v1", "3-9"))
    assert told(reason, {"v1": "r1"})[1] == "the same text stands in another report (r1) credited to رويترز"
    assert told(Reason("credits", ("medium/reuters",)), {})[0] == "اللاحق ينسب إلى ناشر السابق (رويترز)"
    day = told(Reason("day", ("2026-01-02", "2026-01-01")), {})
    assert day[0] == "يوم النشر: \u200e2026-01-02\u200e و\u200e2026-01-01\u200e"
    assert day[1] == "days of publication: 2026-01-02 and 2026-01-01"
    assert told(Reason("own-writer", ("{1}", "{0}")), {}) == (
        "كتبه للناشر: {1}، {0}",
        "written for the publisher by {1}, {0}",
    )
