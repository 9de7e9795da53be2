from __future__ import annotations

import json

from musnad.export import jsonl
from musnad.record import record
from tests.sample_reading import READING


def test_several_records_make_a_stream() -> None:
    made = record(READING)
    stream = jsonl.render(made) * 3
    assert [json.loads(line) for line in stream.splitlines()] == [made] * 3
