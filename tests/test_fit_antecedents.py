"""Fitting the weights of antecedents on a tiny annotated folder, made here."""

import json
from pathlib import Path

import pytest

from musnad.gold import GoldReport, load
from tools import fit_antecedents

LINES = ("قال المهندس سامي العنبري إن السد آمن.", "ومنذ ذلك الحين شدد على أن الطريق مفتوح.")


def label(number: int, cue: str, content: str, source: str | None) -> dict[str, object]:
    return {
        "id": f"a{number + 1}",
        "para": number,
        "source": [source, 0] if source else None,
        "cue": [cue, 0],
        "content": [[content, 0]],
        "quote": "indirect",
        "cue_class": "say",
        "speaker": "سامي العنبري",
    }


def gold(folder: Path, reports: int = 6) -> tuple[GoldReport, ...]:
    """Reports of two lines: a speaker by name, and a subject that no phrase names."""
    labels = [
        label(0, "قال", "إن السد آمن", "المهندس سامي العنبري"),
        label(1, "شدد", "على أن الطريق مفتوح", None),
    ]
    for number in range(reports):
        name = f"r{number}"
        (folder / f"{name}.txt").write_text("\n".join(LINES) + "\n", "utf-8")
        (folder / f"{name}.json").write_text(
            json.dumps({"id": name, "credits": [], "attributions": labels}, ensure_ascii=False), "utf-8"
        )
        (folder / f"{name}.meta").write_text(json.dumps({"outlet": "المزولة"}), "utf-8")
    return load(folder)


@pytest.fixture
def sklearn() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed: install it to fit the weights")


def test_a_choice_holds_every_candidate_with_what_is_right(tmp_path: Path) -> None:
    (choice,) = fit_antecedents.choices(gold(tmp_path, 1)[0], {})
    assert sum(choice.right) == 1
    assert "spoke" in choice.features[choice.right.index(True)]
    assert not choice.right[-1]
    assert "nobody" in choice.features[-1]


@pytest.mark.usefixtures("sklearn")
def test_weights_prefer_what_was_right() -> None:
    choice = fit_antecedents.Choice((("spoke",), ("nobody",)), (True, False))
    known = fit_antecedents.fit([choice] * 8)
    assert known["spoke"] > 0 > known["nobody"]


@pytest.mark.usefixtures("sklearn")
def test_the_table_is_written_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = gold(tmp_path)
    monkeypatch.setattr(fit_antecedents, "load", lambda _: reports)
    table = tmp_path / "antecedents.tsv"
    monkeypatch.setattr(fit_antecedents, "_TABLE", table)
    assert fit_antecedents.main([str(tmp_path)]) == 0
    lines = table.read_text("utf-8").splitlines()
    assert lines[0] == "feature\tweight"
    assert lines[1:] == sorted(lines[1:])
    assert fit_antecedents.main([str(tmp_path)]) == 0
    assert table.read_text("utf-8").splitlines() == lines


@pytest.mark.usefixtures("sklearn")
def test_every_speaker_without_a_phrase_is_judged_once(tmp_path: Path) -> None:
    found = fit_antecedents.cross(gold(tmp_path), 1.0)
    assert found == [("subject-dropped", True)] * 6
