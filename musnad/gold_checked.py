"""Reports that persons checked, as lines in the gold format."""

from __future__ import annotations

import json
from collections.abc import Sequence

from musnad.corpus import Corpus, judgements, version
from musnad.corpus.headings import headings
from musnad.gold_lines import GoldLine, gold_line
from musnad.judged import verdicts


def gold(corpus: Corpus, *, every: bool = False) -> tuple[GoldLine, ...]:
    """The reports judged whole, or all with a judged attribution, by the ids of their versions.

    Raises `CorpusError`.
    """
    told = verdicts(judgements(corpus))
    wanted = told.whole | (told.corrections.keys() if every else frozenset())
    called = headings(corpus, wanted)
    return tuple(gold_line(version(corpus, name).reading(), called[name].name) for name in sorted(wanted))


def gold_bytes(lines: Sequence[GoldLine]) -> bytes:
    """The lines as a file holds them, one JSON object each."""
    text = "".join(json.dumps(one.values, ensure_ascii=False) + "\n" for one in lines)
    return text.encode("utf-8", "replace")
