"""Write musnad/lang/{ar,en}/states.toml: states with their names, capitals, adjectives and seats of power.

    python tools/build_states.py [--check]

Names come from Unicode CLDR through Babel (Unicode licence v3), further Arabic adjectives and plurals from
ArWikiCats (MIT); names in the press, capitals and seats are the hand tables in tools/states. With --check
nothing is written, and the exit status is 1 where a file is not what this would write.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from babel import Locale

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.text import fold

LANG = Path(__file__).resolve().parents[1] / "musnad" / "lang"
HAND = Path(__file__).with_name("states")
COLUMNS = ("code", "name", "names", "capitals", "adjectives", "silent", "seats")

Row = dict[str, list[str]]


def adjective(name: str) -> str:
    """The regular relative adjective of a one-word name: «فرنسا» gives «فرنسي»."""
    stem = name.removeprefix("ال")
    stem = re.sub(r"(?:يا|ا|ة|يه)$", "", stem)
    return stem if stem.endswith("ي") else stem + "ي"


def split(field: str) -> list[str]:
    """The parts of a comma-separated field; none for a dash."""
    return [] if field == "-" else [part.strip() for part in field.split(",")]


def hand(path: Path) -> dict[str, Row]:
    """The rows of a hand table by code. Raises ValueError that names the line that is malformed."""
    rows: dict[str, Row] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        parts = line.split("|")
        if len(parts) != len(COLUMNS) or parts[0] in rows:
            raise ValueError(f"{path}:{number}: {len(parts)} columns, or a code that stands twice")
        rows[parts[0]] = dict(zip(COLUMNS, map(split, parts), strict=True))
    return rows


def unlike(words: list[str], known: list[str]) -> list[str]:
    """Those of `words` that differ, as they are matched, from `known` and from one another."""
    seen = {fold(word).text for word in known}
    found = []
    for word in words:
        if fold(word).text not in seen:
            seen.add(fold(word).text)
            found.append(word)
    return found


def named(language: str, rows: Mapping[str, Row]) -> None:
    """Complete the names of `rows` from CLDR."""
    territories = Locale.parse(language).territories
    for code, row in rows.items():
        given = territories.get(code, "")
        official = re.sub(r"\s*\(.*\)", "", given).replace("’", "'").replace("&", "and")
        row["name"] = row["name"] or [official]
        found = [n for n in dict.fromkeys([*row["names"], official]) if n and " - " not in n]
        # «عُمان» is kept beside «سلطنة عمان», but no name that only its hamza tells from another.
        row["names"] = unlike(found, row["name"]) if language == "ar" else found
        row["names"] = [n for n in row["names"] if n not in row["name"]]


def wikipedia() -> list[list[str]]:
    """Rows of a state's Arabic name, its adjective and the plural of that."""
    lines = (HAND / "nationalities.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def described(rows: Mapping[str, Row]) -> None:
    """Complete Arabic adjectives, and add the plurals that no rule makes («أتراك»)."""
    codes: dict[str, str] = {}
    for code, row in rows.items():
        for name in (*row["name"], *row["names"]):
            codes.setdefault(fold(name).text, code)
        simple = " " not in row["name"][0] and len(code) == 2
        if not row["adjectives"] and simple:
            row["adjectives"] = [adjective(row["name"][0])]
        row["plurals"] = []
    for name, male, males in wikipedia():
        code = codes.get(fold(name).text, "")
        if not code or rows[code]["adjectives"] == ["~"]:
            continue
        row = rows[code]
        row["adjectives"] += unlike([male], row["adjectives"])
        if " " not in males and not males.endswith("ون"):
            row["plurals"] += unlike([males], [*row["plurals"], *row["adjectives"]])
    for row in rows.values():
        row["adjectives"] = [word for word in row["adjectives"] if word != "~"]


def array(words: list[str]) -> str:
    """A TOML array of basic strings."""
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def table(language: str) -> str:
    """The file for one language."""
    rows = hand(HAND / f"{language}.txt")
    named(language, rows)
    kinds = "adjectives"
    if language == "ar":
        described(rows)
        kinds += " (masculine)"
    lines = [
        "# States, those that no longer exist by their code of ISO 3166-3: the name that a capital resolves",
        f"# to, other names, capitals, {kinds}; where there are any, plurals that no rule",
        "# makes, capitals that do not stand for the state (`silent`), and seats of power.",
        "# By tools/build_states.py; names from Unicode CLDR (Unicode License v3), further Arabic adjectives",
        "# and plurals from ArWikiCats (MIT), the rest by hand.",
        "",
        "[states]",
    ]
    for code, row in rows.items():
        cells = [f'name = "{row["name"][0]}"']
        cells += [f"{key} = {array(row[key])}" for key in ("names", "capitals", "adjectives")]
        cells += [f"{key} = {array(row[key])}" for key in ("plurals", "silent", "seats") if row.get(key)]
        lines.append(f"{code} = {{ {', '.join(cells)} }}")
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write or check the files."""
    parser = argparse.ArgumentParser(description="Write the tables of states.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file differs")
    given = parser.parse_args(arguments)
    status = 0
    for language in ("ar", "en"):
        content, path = table(language), LANG / language / "states.toml"
        if not given.check:
            path.write_text(content, encoding="utf-8")
        elif path.read_text("utf-8") != content:
            sys.stderr.write(f"{path}: not what tools/build_states.py writes\n")
            status = 1
        sys.stdout.write(f"{language}: {content.count(' = { name')} states\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
