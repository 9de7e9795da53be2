"""A whole report: nesting, what is no attribution, and the laws."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.attribution import GrammarOptions, Weighed, attribute, read_sentence
from musnad.model import Attribution, Span
from musnad.segment import segment
from musnad.text import fold
from tests.attribution_cases import Case, cases, counted, found, tokens

NESTED = """
وقال الدالي إن الشركة أكدت أن الأنابيب سليمة.
  وقال | الدالي | إن الشركة أكدت أن الأنابيب سليمة | say indirect
  أكدت | الشركة | أن الأنابيب سليمة | assert indirect | via الدالي | in 1
وذكرت وكالة الطود أن الدالي أبلغ السكان بأن السد سيغلق.
  وذكرت | وكالة الطود | أن الدالي أبلغ السكان بأن السد سيغلق | relay indirect
  أبلغ | الدالي | بأن السد سيغلق | say indirect | to السكان | via وكالة الطود | in 1
وقال الدالي إن الخبراء يرون أن السد آمن.
  وقال | الدالي | إن الخبراء يرون أن السد آمن | say indirect
  يرون | الخبراء | أن السد آمن | believe indirect | via الدالي | in 1
وأفادت صحيفة المزولة بأن مصدراً أمنياً قال إن التحقيق انتهى.
  وأفادت | صحيفة المزولة | بأن مصدراً أمنياً قال إن التحقيق انتهى | relay indirect
  قال | مصدراً أمنياً | إن التحقيق انتهى | say indirect | via صحيفة المزولة | in 1
"""

NOTHING_SAID = """
عاجل: إغلاق السد
  =
بالصور: افتتاح الجسر الجديد
  =
وصل الدالي إلى رأس المها صباح الأحد.
  =
والتقى الدالي وزيرة النقل وبحثا ملف الجسر.
  =
ووقّع الوزيران اتفاقاً للتعاون.
  =
وقررت الحكومة رفع الأسعار.
  =
ويذكر أن السد بني قبل ثلاثين عاماً.
  =
وعقد الدالي مؤتمراً صحافياً.
  =
وفتح معرض «ألوان الوادي» أبوابه أمام الزوار.
  =
ومن المقرر أن يلتقي الدالي العمال غداً.
  =
واجتمعت اللجنة للنظر في الطلبات.
  =
وقضت المحكمة بسجن المتهم خمس سنوات.
  =
وتضمن التقرير صوراً جديدة.
  =
ولم يصدر تعليق من الشركة.
  =
"""


@pytest.mark.parametrize("case", cases(NESTED))
def test_attributions_inside_attributions(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(NOTHING_SAID))
def test_what_is_no_attribution(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


REPORT = """وزير المياه: لن نرفع الأسعار هذا العام
قال وزير المياه سامر الدالي إن السد آمن. وأضاف أن «الشقوق سطحية».
ونقلت وكالة الطود عن مصدر أمني قوله إن الشركة أكدت أن الأنابيب سليمة.
"""


def spans(attribution: Attribution) -> list[Span]:
    """Every span that an attribution holds."""
    parts = (attribution.source, attribution.addressee, attribution.medium)
    return [attribution.cue, *attribution.content, *attribution.via, *(p for p in parts if p is not None)]


def test_ids_count_up_in_order_of_the_cues() -> None:
    read = attribute(REPORT, segment(REPORT))
    assert [a.cue.of(REPORT) for a in read] == [":", "قال", "وأضاف", "قوله", "أكدت"]
    assert [a.id for a in read] == ["a1", "a2", "a3", "a4", "a5"]


def test_an_inner_attribution_names_the_outer_one_and_its_relayers() -> None:
    outer, inner = attribute(REPORT, segment(REPORT))[3:]
    assert inner.inside == outer.id
    assert [part.of(REPORT) for part in inner.via] == ["وكالة الطود", "مصدر أمني"]


def test_a_dropped_subject_is_left_to_the_chain() -> None:
    added = attribute(REPORT, segment(REPORT))[2]
    assert (added.source, added.continues, added.via) == (None, None, ())


def test_a_fold_made_before_changes_nothing() -> None:
    assert attribute(REPORT, segment(REPORT), folded=fold(REPORT)) == attribute(REPORT, segment(REPORT))


def test_the_threshold_keeps_the_likely_ones() -> None:
    every = attribute(REPORT, segment(REPORT), GrammarOptions(threshold=0.0))
    weighed = [a for a in every if a.rule != "heading-colon"]
    strict = attribute(REPORT, segment(REPORT), GrammarOptions(threshold=1.1))
    assert weighed
    assert all(0 <= a.confidence <= 1 for a in every)
    assert not {a.cue for a in strict} & {a.cue for a in weighed}


def test_the_trace_holds_every_draft_weighed() -> None:
    trace: list[Weighed] = []
    attribute(REPORT, segment(REPORT), GrammarOptions(threshold=1.1, trace=trace))
    cues = {draft.cue.of(REPORT) for draft in trace}
    assert {"قال", "وأضاف", "قوله", "أكدت"} <= cues
    assert all("bias" in draft.features for draft in trace)


@pytest.mark.parametrize(
    ("line", "headed"),
    [("الدالي: السد آمن", True), ("الدالي: السد آمن.", False), ("الدالي: " + "السد آمن " * 20, False)],
)
def test_only_a_short_line_without_a_stop_is_a_heading(line: str, headed: bool) -> None:
    assert any(a.rule == "heading-colon" for a in attribute(line, segment(line))) is headed


def test_a_sentence_is_a_heading_only_where_that_is_said() -> None:
    read = tokens("الدالي: السد آمن")
    assert read_sentence(read, True, GrammarOptions())
    assert not read_sentence(read, False, GrammarOptions())


def test_a_belief_of_the_speaker_inside_his_speech_is_not_marked_again() -> None:
    assert [e.cue for e in found("وقال الدالي إنه يعتقد أن السد آمن.")] == ["وقال"]
    assert [e.cue for e in found("وقال الدالي إن الخبراء يعتقدون أن السد آمن.")] == ["وقال", "يعتقدون"]


def test_vowel_marks_and_tatweel_stay_in_the_spans() -> None:
    (only,) = found("وقــال الدَّالي إنَّ السدَّ آمِنٌ.")
    assert (only.cue, only.source, only.content) == ("وقــال", "الدَّالي", ("إنَّ السدَّ آمِنٌ",))


@pytest.mark.parametrize("text", ["", " ", "\n", ".", "قال", "«", "\ud800", "وأغلقت الطرق، بحسب مصدر في"])
def test_texts_that_end_too_soon(text: str) -> None:
    for attribution in attribute(text, segment(text)):
        assert all(Span(0, len(text)).covers(span) for span in spans(attribution))


SOUP = """
    قال وقال أكد مؤكداً قائلاً قوله تأكيده نقلت عن في من إلى على إن أن بأن بحسب وفق ما حسبما أعرب قلقه وصف سماه
    الدالي الشركة وزير مصدر وكالة بيان مقتل الذي لم اليوم كذا « » " : ، . ؛ ( ) - # 12 م.
"""


@settings(max_examples=200)
@given(st.lists(st.sampled_from(SOUP.split()), max_size=30))
def test_spans_of_any_soup_of_cues_lie_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    read = attribute(text, segment(text), GrammarOptions(threshold=0.0))
    assert [a.cue for a in read] == sorted(a.cue for a in read)
    known = {a.id for a in read}
    for attribution in read:
        assert attribution.inside is None or attribution.inside in known - {attribution.id}
        for span in spans(attribution):
            assert 0 <= span.start < span.end <= len(text)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert attribute(text, segment(text)) == attribute(text, segment(text))


def test_work_is_linear_in_the_length() -> None:
    def calls(times: int) -> int:
        text = REPORT * times
        skeleton, folded = segment(text), fold(text)
        return counted(lambda: attribute(text, skeleton, folded=folded))

    calls(1)
    # Eight times the text; a square law would take 64 times the calls.
    assert calls(80) < 12 * calls(10)
