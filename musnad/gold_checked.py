"""Reports that persons checked, as lines in the gold format."""

from __future__ import annotations

import json
from collections.abc import Sequence

from musnad.corpus import Corpus, judgements, version
from musnad.corpus.attaching import current
from musnad.corpus.headings import headings
from musnad.gold_lines import GoldLine, gold_line
from musnad.judged import verdicts


def gold(corpus: Corpus, *, every: bool = False) -> tuple[GoldLine, ...]:
    """The reports judged whole, or all with a judged attribution, by the ids of their versions.

    Of a report that changed since it was judged the version that was checked whole is meant, or else the
    newest. Raises `CorpusError`.
    """
    told = verdicts(judgements(corpus))
    wanted = set(told.whole)
    if every:
        newest = current(corpus, {*told.whole, *told.corrections})
        done = {newest[name] for name in told.whole}
        wanted.update(name for name in told.corrections if newest[name] == name and name not in done)
    called = headings(corpus, wanted)
    return tuple(gold_line(version(corpus, name).reading(), called[name].name) for name in sorted(wanted))


def gold_bytes(lines: Sequence[GoldLine]) -> bytes:
    """The lines as a file holds them, one JSON object each."""
    text = "".join(json.dumps(one.values, ensure_ascii=False) + "\n" for one in lines)
    return text.encode("utf-8", "replace")
