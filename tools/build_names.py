"""Write musnad/lang/ar/names.tsv: words that are names of persons in the Arab world, and how often.

    python tools/build_names.py INDEX

INDEX is names.sqlite3 of the package arabic-name-romanizer (MIT); the rows taken come from Wikidata (CC0).
Counts are persons there, not frequencies of the press.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from pathlib import Path

from musnad.text import fold

TABLE = Path(__file__).resolve().parent.parent / "musnad" / "lang" / "ar" / "names.tsv"
LEAST = 4
ARAB = frozenset(
    {"AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY"}
    | {"MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TN", "YE"}
)


def counted(index: Path) -> tuple[Counter[str], Counter[str]]:
    """How many persons bear each word, and how many as their given name. Raises sqlite3.Error."""
    persons: Counter[str] = Counter()
    given: Counter[str] = Counter()
    with sqlite3.connect(f"{index.resolve().as_uri()}?mode=ro", uri=True) as database:
        rows = database.execute(
            "select arabic_key, country, role, count from units where source = 'wikidata'"
        )
        for word, country, role, count in rows:
            key = fold(word).text
            if country in ARAB and key.isalpha() and len(key) > 1 and not key.isascii():
                persons[key] += count
                given[key] += count if role == "given" else 0
    return persons, given


def main(arguments: list[str]) -> int:
    """Write the table, or tell how to call this."""
    if len(arguments) != 1:
        sys.stderr.write(f"{(__doc__ or '').splitlines()[2].strip()}\n")
        return 2
    persons, given = counted(Path(arguments[0]))
    rows = sorted((word, count) for word, count in persons.items() if count >= LEAST)
    lines = [f"{word}\t{count}\t{given[word]}" for word, count in rows]
    TABLE.write_text("word, folded\tpersons\tof these as given name\n" + "\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
