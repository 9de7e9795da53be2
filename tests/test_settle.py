"""Subject and object told apart by what the rest of the report shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.attribution import attribute
from musnad.model import Attribution, CueClass, Span
from musnad.segment import segment
from musnad.settle import settle
from musnad.text import fold
from tests.attribution_cases import counted


def attribution(text: str, source: str, content: str, lemma: str, **more: str) -> Attribution:
    """An attribution of a verb with the subject behind it; the cue is the first word before the source."""
    start, body = text.rindex(source), text.rindex(content)
    cue_class: CueClass = "accuse" if more.get("cue_class") == "accuse" else "demand"
    return Attribution(
        id="a1",
        source=Span(start, start + len(source)),
        cue=Span(max(0, start - 5), max(1, start - 1)),
        content=(Span(body, body + len(content)),),
        lemma=lemma,
        cue_class=cue_class,
        quote="indirect",
        rule=more.get("rule", "verb-subject-preposition"),
        confidence=1.0,
    )


def alone(text: str, name: str) -> Attribution:
    """An attribution whose whole source is `name`, where the report has it first."""
    at = text.index(name)
    return Attribution("a0", Span(at, at + len(name)), Span(0, 3), (), "قال", "say", "indirect", "t", 1.0)


def parted(text: str, found: Attribution) -> tuple[str | None, str | None, str]:
    """Source, addressee and first content as texts."""
    source, told = found.source, found.addressee
    return source.of(text) if source else None, told.of(text) if told else None, found.content[0].of(text)


def test_a_subject_alone_elsewhere_is_cut_off_the_object() -> None:
    text = "قال فلاح شيئاً. دعا فلاح زيداً إلى الحوار"
    found = settle(
        fold(text), text, [alone(text, "فلاح"), attribution(text, "فلاح زيداً", "إلى الحوار", "دعا")]
    )
    assert parted(text, found[1]) == ("فلاح", "زيداً", "إلى الحوار")


@pytest.mark.parametrize("rule", ["tagger", "tagger+verb-subject-preposition"])
def test_what_the_tagger_found_stays_as_it_is(rule: str) -> None:
    text = "قال فلاح شيئاً. دعا فلاح زيداً إلى الحوار"
    joined = attribution(text, "فلاح زيداً", "إلى الحوار", "دعا", rule=rule)
    found = settle(fold(text), text, [alone(text, "فلاح"), joined])
    assert found[1] == joined


@pytest.mark.parametrize("rule", ["tagger", "verb-subject-preposition"])
def test_a_body_behind_a_role_that_speaks_elsewhere_is_its_object(rule: str) -> None:
    text = "قال الوزير شيئاً. دعا الوزير شركة النقل إلى الحوار"
    joined = attribution(text, "الوزير شركة النقل", "إلى الحوار", "دعا", rule=rule)
    found = settle(fold(text), text, [alone(text, "الوزير"), joined])
    assert parted(text, found[1]) == ("الوزير", "شركة النقل", "إلى الحوار")


def test_what_is_accused_belongs_to_the_charge() -> None:
    text = "قال فلاح شيئاً. اتهم فلاح زيداً بالإهمال"
    charge = attribution(text, "فلاح زيداً", "بالإهمال", "اتهم", cue_class="accuse")
    found = settle(fold(text), text, [alone(text, "فلاح"), charge])
    assert parted(text, found[1]) == ("فلاح", None, "زيداً بالإهمال")


def test_a_name_that_always_stands_whole_is_one_subject() -> None:
    text = "قال زيد فلاح شيئاً. ودعا زيد فلاح إلى الحوار"
    found = settle(
        fold(text), text, [alone(text, "زيد فلاح"), attribution(text, "زيد فلاح", "إلى الحوار", "دعا")]
    )
    assert parted(text, found[1]) == ("زيد فلاح", None, "إلى الحوار")


def test_only_a_subject_behind_its_verb_is_cut() -> None:
    text = "قال فلاح شيئاً. فلاح زيداً دعا إلى الحوار"
    before = attribution(text, "فلاح زيداً", "إلى الحوار", "دعا", rule="subject-verb-preposition")
    assert settle(fold(text), text, [alone(text, "فلاح"), before])[1] == before


def test_a_verb_without_an_object_is_left_alone() -> None:
    text = "قال فلاح شيئاً. سكت فلاح زيداً إلى الحوار"
    other = attribution(text, "فلاح زيداً", "إلى الحوار", "سكت")
    assert settle(fold(text), text, [alone(text, "فلاح"), other])[1] == other


def test_the_report_decides_for_its_sentence() -> None:
    text = "وقال الدالي إن السد آمن.\nودعا الدالي السكان إلى مغادرة الوادي."
    said, called = attribute(text, segment(text))
    assert parted(text, said)[0] == "الدالي"
    assert parted(text, called) == ("الدالي", "السكان", "إلى مغادرة الوادي")


@given(st.permutations(["قال فلاح إن السد آمن.", "دعا فلاح زيداً إلى الحوار.", "وصل زيد."]))
def test_nothing_but_source_addressee_and_content_changes(lines: list[str]) -> None:
    text = "\n".join(lines)
    read = list(attribute(text, segment(text)))
    settled = settle(fold(text), text, read)
    assert [(a.id, a.cue, a.rule, a.lemma) for a in settled] == [(a.id, a.cue, a.rule, a.lemma) for a in read]


def test_work_is_linear_in_the_length() -> None:
    line = "دعا فلاح زيداً إلى الحوار\n"

    def calls(times: int) -> int:
        text = line * times
        folded = fold(text)
        first = attribution(line, "فلاح زيداً", "إلى الحوار", "دعا")
        found = [
            replace(first, source=Span(at + 4, at + 14), content=(Span(at + 16, at + 26),))
            for at in range(0, len(text), len(line))
        ]
        return counted(lambda: settle(folded, text, [alone(text, "فلاح"), *found]))

    calls(1)
    # Eight times the attributions; a square law would take 64 times the calls.
    assert calls(1600) < 12 * calls(200)
