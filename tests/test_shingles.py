"""Runs of words as numbers."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from musnad.shingles import WIDTH, among, hashes, runs, shared, shingles, words

WORDS = "ذكر المهندس أن القناة الجديدة تمتد بين الوادي والسهل"


def test_one_for_each_run_of_six_words() -> None:
    assert len(shingles(WORDS)) == len(words(WORDS)) - WIDTH + 1 == 4
    assert len(shingles("خمس كلمات لا غير هنا")) == 0
    assert len(shingles("")) == 0


def test_marks_and_letter_shapes_do_not_count() -> None:
    assert (
        shingles(WORDS).tolist()
        == shingles("ذَكَر المهندس، أنّ القناة «الجديدة» تمتد بين الوادي والسهل!").tolist()
    )


def test_order_counts() -> None:
    single = hashes(["أ", "ب", "ج", "د", "ه", "و"])
    assert runs(single)[0] != runs(single[::-1])[0]


@given(st.lists(st.sampled_from(["سد", "قناة", "واد", "سهل"]), max_size=40))
def test_equal_runs_have_equal_hashes_and_others_do_not(found: list[str]) -> None:
    made = runs(hashes(found)).tolist()
    told = [tuple(found[at : at + WIDTH]) for at in range(len(found) - WIDTH + 1)]
    assert len(made) == len(told)
    assert len(set(made)) == len(set(told))


def test_every_process_finds_the_same() -> None:
    code = f"from musnad.shingles import shingles; print(shingles({WORDS!r}).tolist())"
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert made.stdout.strip() == str(shingles(WORDS).tolist())


def test_what_two_sets_share_is_counted() -> None:
    left, right = (np.unique(hashes(list(letters))) for letters in ("abcde", "cdxyz"))
    nothing = hashes([])
    assert shared(left, right) == shared(right, left) == 2
    assert shared(left, nothing) == shared(nothing, nothing) == 0
    assert among(hashes(list("cbqc")), left).tolist() == [True, True, False, True]
    assert among(hashes(["a"]), nothing).tolist() == [False]
