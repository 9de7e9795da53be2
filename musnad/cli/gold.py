"""What ``musnad export gold`` does: reports that persons checked, written as gold."""

from __future__ import annotations

import sys
from pathlib import Path

from musnad.cli import output
from musnad.cli.load import say
from musnad.cli.messages import plural
from musnad.cli.telling import opened
from musnad.gold_checked import gold, gold_bytes


def run_gold(path: Path, target: Path | None, *, every: bool) -> int:
    """Write the reports judged whole, or all with a judged attribution, as gold; 0. Raises `CorpusError`."""
    with opened(path) as corpus:
        lines = gold(corpus, every=every)
    data = gold_bytes(lines)
    if target is None:
        sys.stdout.buffer.write(data)
    else:
        with output.replacing(target) as out:
            out.write(data)
    left_out = sum(one.left_out for one in lines)
    if left_out:
        say(
            plural(
                "{n} attribution left out, whose content stands in another paragraph than its cue",
                "{n} attributions left out, whose content stands in another paragraph than their cue",
                left_out,
            )
        )
    say(plural("{n} report", "{n} reports", len(lines)))
    return 0
