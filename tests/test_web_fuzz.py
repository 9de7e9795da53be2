"""Whatever is asked of the API, and done through it, nothing is a fault of the room: what its description
allows is tried, and what it does not.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error

from musnad.corpus import open_corpus
from musnad.web import Room, application
from musnad.web.pages import ACTS, FILES, PAGES
from tests import web_cases

SEED: Final = 20260303
EXAMPLES: Final = 12
"""Requests of each kind for an operation: some twenty seconds in all on an idle core."""
OPERATIONS: Final = [
    *(("GET", one.path) for one in (*PAGES, *FILES)),
    *(("POST", one.path) for one in ACTS),
]


@pytest.fixture(scope="module")
def described(sample_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The description of the API of a room over a copy of the sample reports, which may be written to."""
    own = tmp_path_factory.mktemp("fuzz") / "press.musnad"
    shutil.copyfile(sample_corpus, own)
    with open_corpus(own) as corpus:
        app = application(Room(web_cases.settings(own, hosts=("testserver",)), corpus))
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app)


@pytest.fixture(scope="module")
def known(described: Any) -> dict[str, list[str]]:
    """Ids and names that are in the corpus, by their page: most requests would miss else."""
    found = {}
    for name, key in (("reports", "id"), ("claims", "id"), ("speakers", "key"), ("media", "key")):
        answer = described[f"/{name}"]["GET"].Case().call()
        found[name] = [one[key] for one in answer.json()[name]]
    return found


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=str)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_nothing_that_is_asked_is_a_fault_of_the_room(
    described: Any, known: dict[str, list[str]], method: str, path: str, mode: str
) -> None:
    operation = described[re.sub(r":\w+}", "}", path)][method]
    if mode == "negative" and method == "GET" and not operation.definition.raw["parameters"]:
        return  # It takes nothing that could be wrong.
    group = path.split("/")[1]

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        derandomize=False,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=GenerationMode(mode)), data=st.data())
    def ask(case: Any, data: st.DataObject) -> None:
        if "{" in path and group in known and data.draw(st.booleans()):
            case.path_parameters = {
                name: data.draw(st.sampled_from(known[group])) for name in case.path_parameters
            }
        case.call_and_validate(checks=[not_a_server_error])

    ask()
