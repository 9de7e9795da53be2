from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import musnad
from musnad import tagger
from musnad.engines import choose
from musnad.model import Span
from musnad.model_files import Model
from musnad.segment import segment
from musnad.tagger import Proposal, name, propose, to_end_of_quotations
from musnad.windows import Window, words_of

SOUP = st.text(
    alphabet=st.sampled_from(list("قال إنّ«»\"':،.\n\u064b\u200f\u202e abc’\ud800\U0001f600٣3ﷺـ")),
    max_size=300,
)


@pytest.fixture(scope="module")
def model() -> Model:
    found = choose("tagger")
    if found is None:
        pytest.fail("musnad-models is not installed: make test installs it")
    return found


def proposals(text: str, model: Model) -> tuple[Proposal, ...]:
    return propose(text, segment(text), model)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(text=SOUP)
def test_every_text_is_answered_with_spans_of_whole_words(text: str, model: Model) -> None:
    words = words_of(text, Span(0, len(text)))
    starts, ends = {w.start for w in words}, {w.end for w in words}
    found = proposals(text, model)
    assert found == proposals(text, model)
    for p in found:
        parts = [p.cue, p.source, p.addressee, p.medium, *p.content, *p.via]
        held = [part for part in parts if part is not None]
        for part in held:
            assert part.start in starts and part.end in ends and part.start < part.end
        # No word has two roles for one cue.
        held.sort(key=lambda part: part.start)
        assert all(a.end <= b.start for a, b in itertools.pairwise(held))
        for chance in (p.chance, p.valid, p.likely):
            assert 0.0 <= chance <= 1.0


@pytest.mark.parametrize("text", ["", " \n ", "ق" * 20_000, "قال " * 3_000, 'قال "' * 800, "قال\n" * 800])
def test_texts_that_are_no_reports_are_answered(text: str, model: Model) -> None:
    proposals(text, model)


def test_a_plain_statement_is_found_whole(model: Model) -> None:
    text = "قال وزير النقل سالم الحداد إن الجسر الجديد سيفتح أمام السيارات في نهاية الشهر."
    (found,) = [p for p in proposals(text, model) if p.valid > 0.5]
    assert found.cue.of(text) == "قال"
    assert found.source is not None and found.source.of(text) == "وزير النقل سالم الحداد"
    assert [part.of(text) for part in found.content] == [text[text.index("إن") : -1]]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("أن السد «سيفتح", "أن السد «سيفتح في موعده»"),
        ("أن السد «سيفتح في موعده", "أن السد «سيفتح في موعده»"),
        ("أن السد «", "أن السد «"),
        ("أن السد", "أن السد"),
        ("سيفتح", "سيفتح"),
    ],
)
def test_content_that_enters_a_quotation_goes_on_to_its_end(cut: str, whole: str) -> None:
    text = "وأكد الوزير أن السد «سيفتح في موعده» رغم الأمطار."
    proposal = quoting(text, "وأكد", "الوزير", cut)
    quotation = text.index("«"), text.index("»") + 1
    (found,) = to_end_of_quotations(proposal, [Span(*quotation)], [quotation[0]])
    assert found.of(text) == whole


def test_content_does_not_go_on_over_its_own_cue() -> None:
    text = "«السد، قال الوزير، سيفتح في موعده»."
    proposal = quoting(text, "قال", "الوزير", "«السد")
    quotation = Span(0, len(text) - 1)
    assert to_end_of_quotations(proposal, [quotation], [0]) == proposal.content


def quoting(text: str, cue: str, source: str, content: str) -> Proposal:
    def at(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    return Proposal(at(cue), at(source), (at(content),), None, None, (), "say", 0.9, 0.9, 0.9)


def test_names_are_found_with_their_kinds(model: Model) -> None:
    text = "وصل وزير النقل سالم الحداد إلى بيروت، وأعلن صندوق النقد الدولي أنه يدعم المشروع."
    found = {n.span.of(text): n.kind for n in name(text, segment(text), model)}
    assert found["سالم الحداد"] == "person"
    assert found["بيروت"] == "place"
    assert found["صندوق النقد الدولي"] == "organisation"


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(text=SOUP)
def test_names_of_any_text_stand_in_it_and_apart(text: str, model: Model) -> None:
    found = name(text, segment(text), model)
    assert all(0 <= n.span.start < n.span.end <= len(text) and 0.0 <= n.chance <= 1.0 for n in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


def test_an_english_statement_is_found_whole() -> None:
    text = "The mayor, Nora Haddad, said on Tuesday that the new bridge would open to cars within a month."
    reading = musnad.read(text, musnad.ReadOptions(engine="both"))
    (found,) = reading.attributions
    assert found.cue.of(text) == "said"
    assert found.source is not None and "Nora Haddad" in found.source.of(text)
    assert found.lemma == "say"


def test_a_paragraph_longer_than_a_window_loses_nothing(model: Model) -> None:
    one = "وأكد المدير أن العمل في السد مستمر. "
    long = (one * 60).strip()
    cues = [p.cue for p in proposals(long, model) if p.valid > 0.5]
    assert len(cues) >= 58
    assert len(set(cues)) == len(cues)


def test_work_grows_with_the_text_and_no_faster(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[int] = []
    original = tagger._encode

    def counted(window: Window, held: Model, wanted: tuple[str, ...]) -> object:
        encoded.append(len(window.pieces))
        return original(window, held, wanted)

    monkeypatch.setattr("musnad.tagger._encode", counted)
    text = "قال سالم إن السد سيفتح. "
    totals = []
    for size in (200, 400):
        encoded.clear()
        proposals(text * size, model)
        totals.append(sum(encoded))
    assert totals[1] < 2.2 * totals[0]
