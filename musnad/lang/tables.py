"""TOML tables written by hand: rows checked as they are read, each fault named by file, line and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TYPES = {str: "a string", bool: "true or false", int: "a whole number", list: "a list of strings"}


class TableError(ValueError):
    """A table that cannot be used: `file`, `line` and `column` (both from 1) say where, `reason` why."""

    def __init__(self, file: str, line: int, column: int, reason: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {reason}")
        self.file, self.line, self.column, self.reason = file, line, column, reason


@dataclass(frozen=True, slots=True)
class Field:
    """What one key of a row may hold.

    `of` is str, bool, int or list (of strings that are not blank). `allowed` lists the values, `form` is a
    pattern that each must match as a whole; of a list both hold for its items.
    """

    of: type = str
    required: bool = False
    allowed: Collection[str] = ()
    form: str = ""


class Table:
    """One TOML file with its text, so that whatever is wrong in it can be pointed at.

    Raises TableError where the file is no TOML, FileNotFoundError where there is none.
    """

    def __init__(self, file: Traversable) -> None:
        self.file = str(file)
        text = file.read_text(encoding="utf-8")
        self._lines = text.splitlines()
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message = str(error)
            at = _AT.search(message)
            line, column = (int(at[1]), int(at[2])) if at and at[1] else (max(len(self._lines), 1), 1)
            reason = message[: at.start()] if at else message
            raise TableError(self.file, line, column, reason) from error

    def rows(
        self, key: str, fields: Mapping[str, Field], unique: Sequence[str] = ()
    ) -> tuple[dict[str, Any], ...]:
        """The rows under the headers ``[[key]]``, in order, each with no other keys than `fields`.

        The value of each `unique` key stands in one row only. Raises TableError for the first row that
        is otherwise, and where there are no rows.
        """
        found = self.data.get(key)
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise TableError(self.file, 1, 1, f"no rows [[{key}]]")
        seen: dict[tuple[str, Any], int] = {}
        for number, row in enumerate(found):
            self._check(key, number, row, fields)
            for name in unique:
                first = seen.setdefault((name, row[name]), number) if name in row else number
                if first != number:
                    line = self.place(key, first, name, row[name])[0]
                    reason = f"{name} {row[name]!r} stands in line {line} already"
                    raise self.error(key, number, reason, name, row[name])
        return tuple(found)

    def check_beside(self, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Raise TableError for the first of `rows` whose `beside` holds what is no `name` or alias of it."""
        for number, row in enumerate(rows):
            for form in row.get("beside", ()):
                if form != row["name"] and form not in row.get("aliases", ()):
                    raise self.error(key, number, f"beside {form!r} is no name of the row", "beside", form)

    def _check(self, key: str, number: int, row: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
        for name, value in row.items():
            field = fields.get(name)
            if field is None:
                known = ", ".join(fields)
                raise self.error(key, number, f"unknown key {name!r}; a row has {known}", name)
            items = value if isinstance(value, list) else [value]
            if type(value) is not field.of or (field.of is list and not all(type(i) is str for i in items)):
                raise self.error(key, number, f"{name} must be {_TYPES[field.of]}", name)
            for item in items:
                if isinstance(item, str) and not item.strip():
                    raise self.error(key, number, f"{name} is blank", name)
                if field.allowed and item not in field.allowed:
                    few = sorted(field.allowed) if len(field.allowed) < 20 else ()
                    hint = f"; one of {', '.join(few)}" if few else ""
                    raise self.error(key, number, f"unknown {name} {item!r}{hint}", name, item)
                if field.form and not re.fullmatch(field.form, str(item)):
                    raise self.error(key, number, f"{name} {item!r} is malformed", name, item)
        for name, field in fields.items():
            if field.required and name not in row:
                raise self.error(key, number, f"no {name}")

    def error(self, key: str, number: int, reason: str, name: str = "", value: object = None) -> TableError:
        """The error of the row `number` (from 0) under ``[[key]]``, to raise.

        It points at `value` where that is a string that the row holds as written, else at the key `name`,
        else at the header of the row.
        """
        return TableError(self.file, *self.place(key, number, name, value), reason)

    def line_of(self, key: str) -> tuple[int, int]:
        """Line and column where a table or key of that name first stands, (1, 1) where nowhere."""
        named = re.compile(rf"[ \t]*\[?[ \t]*([\"']?{re.escape(key)}[\"']?)[ \t]*[\]=.]")
        found = ((n, match) for n, line in enumerate(self._lines) if (match := named.match(line)))
        n, match = next(found, (0, None))
        return n + 1, match.start(1) + 1 if match else 1

    def place(self, key: str, number: int, name: str = "", value: object = None) -> tuple[int, int]:
        """Line and column of a row, of one of its keys, or of a value; see `error`."""
        header = re.compile(rf"[ \t]*\[\[[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*\]\]")
        heads = [n for n, line in enumerate(self._lines) if header.match(line)]
        if number >= len(heads):  # rows written in one line, as an array of tables
            return 1, 1
        first = heads[number]
        end = next(
            (n for n in range(first + 1, len(self._lines)) if self._lines[n].lstrip().startswith("[[")),
            len(self._lines),
        )
        named = re.compile(rf"[ \t]*([\"']?{re.escape(name)}[\"']?)[ \t]*[=.]")
        for n in range(first + 1, end) if name else ():
            if not (found := named.match(self._lines[n])):
                continue
            for k in range(n, end) if isinstance(value, str) and value else ():
                column = self._lines[k].find(str(value), found.end() if k == n else 0)
                if column >= 0:
                    return k + 1, column + 1
            return n + 1, found.start(1) + 1
        return first + 1, self._lines[first].index("[") + 1
