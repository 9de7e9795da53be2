"""Numbers written in Arabic words, as «ثلاثة وعشرون», «مئة وخمسين», «ألفين وخمسة عشر»."""

from __future__ import annotations

from collections.abc import Sequence

_HUNDRED, _THOUSAND = 100, 1000
LARGE = (_THOUSAND, 10**6, 10**9)


def total(parts: Sequence[tuple[int, bool]]) -> int | None:
    """The number that words say together: each with its value, and whether «و» stands before it.

    None where they are no single number, as «ثلاثة أربعة».
    """
    whole = current = 0
    last = 0
    for value, joined in parts:
        if value in LARGE and not joined:
            whole, current = whole + max(current, 1) * value, 0
        elif value == _HUNDRED and not joined and 0 < current < 10:
            current *= _HUNDRED
        elif (last and not joined and not (value == 10 and 0 < current % _HUNDRED < 10)) or (
            joined and (current % 10 == value % 10 != 0 or current % _HUNDRED > value > 9)
        ):
            return None
        else:
            current += value
        last = value
    return whole + current if parts else None
