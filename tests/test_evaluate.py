"""Scores of hand-built readings, against figures worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.evaluate import NAMES, Count, Finding, Options, Scores, evaluate, match
from musnad.gold import GoldAttribution, GoldReport
from musnad.model import Attribution, Entity, Link, Mention, Reading, Report, Span, Statement

TEXT = "قالت مي لسالم إن الجسر قريب. ونقلت وكالة الضفة عن عيسى قوله إن النهر هادئ.\nوأضاف «الماء صاف»."


def span(text: str, whole: str = TEXT) -> Span:
    return Span(whole.index(text), whole.index(text) + len(text))


GOLD = GoldReport(
    "r1",
    Report("id1", "v1", TEXT, publisher="نشرة الضفة"),
    ("وكالة الضفة",),
    (
        GoldAttribution(
            "a1",
            0,
            span("مي"),
            span("قالت"),
            (span("إن الجسر قريب"),),
            "indirect",
            "say",
            addressee=span("لسالم"),
            speaker="مي الهادي",
        ),
        GoldAttribution(
            "a2",
            0,
            span("عيسى"),
            span("قوله"),
            (span("إن النهر هادئ"),),
            "indirect",
            "say",
            via=(span("وكالة الضفة"),),
            speaker="عيسى النجار",
        ),
        GoldAttribution(
            "a3", 1, None, span("وأضاف"), (span("«الماء صاف»"),), "direct", "say", speaker="عيسى النجار"
        ),
    ),
)


def oracle(gold: GoldReport) -> Reading:
    """The reading that says exactly what the gold says."""
    names = dict.fromkeys([*(a.speaker for a in gold.attributions if a.speaker), *gold.credits])
    entities = {name: Entity(f"e{i}", name, "person") for i, name in enumerate(names)}
    return Reading(
        report=gold.report,
        credits=tuple(Mention(Span(0, 1), "medium", entities[name].id) for name in gold.credits),
        mentions=(),
        entities=tuple(entities.values()),
        attributions=tuple(
            Attribution(
                a.id, a.source, a.cue, a.content, "قال", a.cue_class, a.quote, "oracle", 1.0,
                a.addressee, a.medium, a.via, inside=a.inside,
            )
            for a in gold.attributions
        ),
        statements=tuple(
            Statement(
                f"s{a.id}",
                a.id,
                entities[a.speaker].id if a.speaker else None,
                tuple(Link("relayer", "e9", "via", 1.0, via) for via in a.via),
            )
            for a in gold.attributions
        ),
    )  # fmt: skip


def score(change: Callable[[Reading], Reading] = lambda reading: reading, resamples: int = 0) -> Scores:
    return evaluate([GOLD], lambda _: change(oracle(GOLD)), Options(resamples=resamples))


def with_attribution(
    number: int, change: Callable[[Attribution], Attribution]
) -> Callable[[Reading], Reading]:
    def changed(reading: Reading) -> Reading:
        attributions = list(reading.attributions)
        attributions[number] = change(attributions[number])
        return replace(reading, attributions=tuple(attributions))

    return changed


def kinds(scores: Scores) -> list[str]:
    return [finding.kind for finding in scores.findings]


def test_the_oracle_is_right_everywhere() -> None:
    scores = score()
    measured = {measure.name: measure.value for measure in scores.measures}
    assert tuple(measured) == NAMES
    nothing_to_measure = {"medium", "inside", "nested"}
    assert {name for name, value in measured.items() if value is None} == nothing_to_measure
    assert {value for name, value in measured.items() if name not in nothing_to_measure} == {1.0}
    assert scores.findings == ()


def test_an_empty_reading_scores_nothing() -> None:
    scores = score(lambda reading: Reading(reading.report, (), (), (), (), ()))
    assert scores["attribution"].count == Count(0, 0, 3)
    assert scores["end_to_end"].value == 0.0
    assert scores["cue_tokens"].value == 0.0
    assert scores["speaker"].value is None
    assert kinds(scores) == ["missed"] * 3


def test_no_gold_and_no_reading_is_nothing_to_measure() -> None:
    empty = GoldReport("r0", Report("i", "v", ""))
    scores = evaluate([empty], lambda report: Reading(report, (), (), (), (), ()))
    assert all(measure.value is None for measure in scores.measures)
    assert evaluate([], lambda report: Reading(report, (), (), (), (), ())).reports == 0


def test_one_missed_and_one_invented() -> None:
    def change(reading: Reading) -> Reading:
        invented = replace(
            reading.attributions[0], id="x", cue=span("قريب"), content=(span("هادئ"),), source=None
        )
        return replace(reading, attributions=(invented, *reading.attributions[1:]))

    scores = score(change)
    assert scores["attribution"].count == Count(2, 3, 3)
    assert scores["attribution"].value == pytest.approx(2 / 3)
    assert scores["end_to_end"].count == Count(2, 3, 3)
    assert scores["source"].count == Count(1, 1, 2)
    assert scores["cue"].count == Count(2, 3, 3)
    # The gold has the cues «قالت», «قوله», «وأضاف»: three tokens; the reading has one of them wrong.
    assert scores["cue_tokens"].count == Count(2, 3, 3)
    assert kinds(scores) == ["missed", "spurious"]


def test_content_by_half_of_the_union_still_matches_and_less_does_not() -> None:
    half = score(with_attribution(0, lambda a: replace(a, content=(span("إن الجس"),))))
    assert len(span("إن الجسر قريب")) == 13
    assert half["attribution"].count == Count(3, 3, 3)
    assert half["content"].count == Count(2, 3, 3)
    # Gold content has 3 + 3 + 4 tokens, the marks counted; «قريب» is not covered, a cut word is.
    assert half["content_tokens"].count == Count(9, 9, 10)
    assert kinds(half) == ["content"]
    less = score(with_attribution(0, lambda a: replace(a, content=(span("إن الج"),))))
    assert less["attribution"].count == Count(2, 3, 3)


def test_content_is_right_only_with_all_its_pieces_in_any_order() -> None:
    pieces = (span("إن الجسر"), span("قريب"))
    gold = replace(GOLD, attributions=(replace(GOLD.attributions[0], content=pieces),))
    for content, right in ((pieces[::-1], 1), (pieces[:1], 0)):
        reading = oracle(gold)
        reading = replace(reading, attributions=(replace(reading.attributions[0], content=content),))
        scores = evaluate([gold], {gold.report: reading}.__getitem__, Options(resamples=0))
        assert scores["content"].count == Count(right, 1, 1)
        assert scores["attribution"].count.right == 1


def test_cues_must_touch() -> None:
    text = "قالت مي إن"
    report = Report("i", "v", text)
    label = GoldAttribution("a1", 0, None, Span(5, 7), (Span(8, 10),), "indirect", "say")
    for cue, found in ((Span(5, 7), 1), (Span(4, 5), 1), (Span(7, 8), 1), (Span(0, 4), 0), (Span(6, 10), 1)):
        read = Attribution("p1", None, cue, (Span(8, 10),), "x", "say", "indirect", "r", 1.0)
        assert len(match([label], [read])) == found, cue
    assert report.text[5:7] == "مي"


def test_a_wrong_speaker_costs_end_to_end_alone() -> None:
    def change(reading: Reading) -> Reading:
        first = replace(reading.statements[0], speaker=reading.statements[1].speaker)
        return replace(reading, statements=(first, *reading.statements[1:]))

    scores = score(change)
    assert scores["attribution"].value == 1.0
    assert scores["speaker"].count == Count(2, 3, 3)
    assert scores["end_to_end"].count == Count(2, 3, 3)
    (finding,) = scores.findings
    assert (finding.kind, finding.speakers) == ("speaker", ("مي الهادي", "عيسى النجار"))


def test_null_speakers_agree_and_one_null_is_wrong() -> None:
    assert score(lambda r: replace(r, statements=()))["speaker"].count == Count(0, 3, 3)
    gold = replace(GOLD, attributions=tuple(replace(a, speaker=None) for a in GOLD.attributions))
    assert evaluate([gold], lambda _: oracle(gold))["speaker"].count == Count(3, 3, 3)
    assert evaluate([gold], lambda _: oracle(GOLD))["speaker_lenient"].count == Count(0, 3, 3)


def test_a_title_kept_is_lenient_and_not_strict() -> None:
    def change(reading: Reading) -> Reading:
        titled = replace(reading.entities[0], name="الدكتورة مي الهادي")
        return replace(reading, entities=(titled, *reading.entities[1:]))

    scores = score(change)
    assert scores["speaker"].count == Count(2, 3, 3)
    assert scores["speaker_lenient"].count == Count(3, 3, 3)
    assert scores["end_to_end_lenient"].value == 1.0


def test_via_is_exact_or_overlaps_and_the_chain_leaves_out_what_it_inherits() -> None:
    shorter = score(with_attribution(1, lambda a: replace(a, via=(span("الضفة"),))))
    assert shorter["via"].count == Count(2, 3, 3)
    assert shorter["via_printed"].count == Count(0, 1, 1)
    assert shorter["via_lenient"].count == Count(3, 3, 3)
    assert shorter["chain"].count == Count(3, 3, 3)
    one_more = score(with_attribution(1, lambda a: replace(a, via=(*a.via, span("النهر")))))
    assert one_more["via_lenient"].count == Count(2, 3, 3)

    def inherits(reading: Reading) -> Reading:
        link = replace(reading.statements[1].chain[0], inherited=True)
        publisher = Link("publisher", "e8", "report", 1.0)
        last = replace(reading.statements[2], chain=(publisher, link))
        return replace(reading, statements=(*reading.statements[:2], last))

    assert score(inherits)["chain"].count == Count(3, 3, 3)

    def claims(reading: Reading) -> Reading:
        last = replace(reading.statements[2], chain=reading.statements[1].chain)
        return replace(reading, statements=(*reading.statements[:2], last))

    assert score(claims)["chain_printed"].count == Count(1, 2, 2)


def test_labels_count_where_either_side_has_one() -> None:
    scores = score(
        with_attribution(1, lambda a: replace(a, medium=span("النهر"), cue_class="deny", quote="direct"))
    )
    assert scores["medium"].count == Count(0, 1, 1)
    assert scores["addressee"].count == Count(1, 1, 1)
    assert scores["class"].count == scores["quote"].count == Count(2, 3, 3)
    assert kinds(scores) == ["class", "quote", "medium"]


def test_inside_follows_the_match_and_not_the_id() -> None:
    gold = replace(GOLD, attributions=(*GOLD.attributions[:2], replace(GOLD.attributions[2], inside="a2")))

    def renamed(host: str) -> Reading:
        reading = oracle(gold)
        first, second, third = reading.attributions
        return replace(
            reading,
            attributions=(replace(first, id="a2"), replace(second, id="a1"), replace(third, inside=host)),
        )

    assert evaluate([gold], lambda _: renamed("a1"))["inside"].count == Count(1, 1, 1)
    assert evaluate([gold], lambda _: renamed("a2"))["inside"].count == Count(0, 1, 1)
    assert evaluate([gold], lambda _: renamed("a1"))["nested"].count == Count(1, 1, 1)
    assert evaluate([gold], lambda _: renamed("a2"))["nested"].count == Count(0, 1, 1)


def test_a_nested_attribution_that_is_missed_counts_in_the_gold_alone() -> None:
    gold = replace(GOLD, attributions=(*GOLD.attributions[:2], replace(GOLD.attributions[2], inside="a2")))

    def cut(at: int) -> Reading:
        reading = oracle(gold)
        left = (*reading.attributions[:at], *reading.attributions[at + 1 :])
        return replace(reading, attributions=left)

    assert evaluate([gold], lambda _: cut(2))["nested"].count == Count(0, 0, 1)
    # Without the outer one, what names it has nothing that matches.
    assert evaluate([gold], lambda _: cut(1))["nested"].count == Count(0, 1, 1)


def test_credits_by_name() -> None:
    scores = score(lambda r: replace(r, credits=(Mention(Span(0, 1), "medium", r.entities[0].id),)))
    assert scores["credits"].count == Count(0, 1, 1)


def test_a_credit_is_right_once_whatever_its_word_of_kind() -> None:
    def change(reading: Reading) -> Reading:
        twice = (Entity("c1", "الضفة", "medium"), Entity("c2", "وكالة «الضفة»", "medium"))
        return replace(
            reading,
            entities=(*reading.entities, *twice),
            credits=tuple(Mention(Span(0, 1), "medium", entity.id) for entity in twice),
        )

    assert score(change)["credits"].count == Count(1, 2, 1)


def test_breakdowns_by_class_rule_and_outlet() -> None:
    scores = score(
        with_attribution(1, lambda a: replace(a, cue_class="deny", rule="other", source=span("مي")))
    )
    by_class = {row.name: row.counts for row in scores.classes}
    assert by_class["say"] == {"found": Count(3, 3, 3), "with_class": Count(2, 2, 3)}
    assert by_class["deny"]["with_class"] == Count(0, 1, 0)
    by_rule = {row.name: row.counts for row in scores.rules}
    assert by_rule["other"]["matched"] == Count(1, 1, 1)
    assert by_rule["other"]["source"] == Count(0, 1, 1)
    assert by_rule["oracle"]["speaker"] == Count(2, 2, 2)
    missed = score(with_attribution(1, lambda a: replace(a, rule="other", content=(span("قريب"),))))
    assert [row.counts for row in missed.rules if row.name == "other"] == [
        {"matched": Count(0, 1, 1), **dict.fromkeys(("source", "cue", "content", "speaker"), Count())}
    ]
    (outlet,) = scores.outlets
    assert (outlet.name, outlet.counts["attribution"]) == ("نشرة الضفة", Count(3, 3, 3))


def test_a_finding_carries_its_sentence() -> None:
    scores = score(lambda reading: Reading(reading.report, (), (), (), (), ()))

    def sentence(finding: Finding) -> str:
        return finding.sentence.of(TEXT).strip()

    assert [sentence(finding) for finding in scores.findings] == [
        "قالت مي لسالم إن الجسر قريب.",
        "ونقلت وكالة الضفة عن عيسى قوله إن النهر هادئ.",
        "وأضاف «الماء صاف».",
    ]


def test_cue_coverage_asks_the_lexicon() -> None:
    scores = evaluate([GOLD], lambda _: oracle(GOLD), Options(resamples=0, knows=lambda cue: cue != "قوله"))
    assert scores.coverage == Count(2, 3, 3)
    assert scores.unknown_cues == (("قوله", 1),)
    assert score().coverage is None


def test_intervals_are_seeded_hold_the_value_and_need_two_reports() -> None:
    reports = [replace(GOLD, name=f"r{i}", report=replace(GOLD.report, id=f"id{i}")) for i in range(6)]

    def read(report: Report) -> Reading:
        reading = replace(oracle(GOLD), report=report)
        return reading if report.id < "id4" else replace(reading, attributions=reading.attributions[:1])

    one, two = (evaluate(reports, read, Options(resamples=300)) for _ in range(2))
    assert one.measures == two.measures
    measure = one["attribution"]
    assert measure.low is not None
    assert measure.high is not None
    assert measure.value == pytest.approx(2 * 14 / (14 + 18))
    assert measure.low < 2 * 14 / (14 + 18) < measure.high
    assert score(resamples=100)["attribution"].low is None


def predicted(cue: Span, *content: Span) -> Attribution:
    return Attribution(f"p{cue.start}", None, cue, content, "x", "say", "indirect", "r", 1.0)


def test_half_of_the_union_is_enough_and_pieces_are_counted_once() -> None:
    label = GoldAttribution("a1", 0, None, Span(0, 4), (Span(10, 20),), "indirect", "say")
    assert match([label], [predicted(Span(0, 4), Span(10, 15))])
    assert match([label], [predicted(Span(0, 4), Span(10, 30))])
    assert not match([label], [predicted(Span(0, 4), Span(10, 31))])
    assert not match([label], [predicted(Span(0, 4), Span(10, 14), Span(11, 14))])


def test_of_two_equal_contents_the_one_with_the_same_cue_is_taken() -> None:
    label = GoldAttribution("a1", 0, None, Span(5, 9), (Span(10, 20),), "indirect", "say")
    near, same = predicted(Span(0, 5), Span(10, 20)), predicted(Span(5, 9), Span(10, 20))
    assert match([label], [near, same]) == match([label], [same, near]) == ((label, same),)


def test_a_token_counts_where_a_span_touches_it() -> None:
    tail = Span(span("عيسى").start + 2, span("عيسى").end)
    scores = score(with_attribution(1, lambda a: replace(a, source=tail)))
    assert scores["source_tokens"].count == Count(2, 2, 2)
    assert scores["source"].count == Count(1, 2, 2)


SPANS = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 30), st.integers(1, 10))
PREDICTED = st.lists(
    st.builds(
        lambda cue, content: Attribution("", None, cue, content, "x", "say", "indirect", "r", 1.0),
        SPANS,
        st.lists(SPANS, min_size=1, max_size=3).map(tuple),
    ),
    max_size=5,
)
LABELS = st.lists(
    st.builds(
        lambda cue, content: GoldAttribution("", 0, None, cue, content, "indirect", "say"),
        SPANS,
        st.lists(SPANS, min_size=1, max_size=3).map(tuple),
    ),
    max_size=5,
)


@given(LABELS, PREDICTED)
def test_matches_are_one_to_one_and_each_meets_the_rule(
    gold: list[GoldAttribution], predicted: list[Attribution]
) -> None:
    gold = [replace(a, id=f"g{i}") for i, a in enumerate(gold)]
    predicted = [replace(a, id=f"p{i}") for i, a in enumerate(predicted)]
    pairs = match(gold, predicted)
    assert len({g.id for g, _ in pairs}) == len({p.id for _, p in pairs}) == len(pairs)
    for g, p in pairs:
        left = {i for s in g.content for i in range(s.start, s.end)}
        right = {i for s in p.content for i in range(s.start, s.end)}
        assert 2 * len(left & right) >= len(left | right)
        assert g.cue.start <= p.cue.end
        assert p.cue.start <= g.cue.end


@given(st.lists(SPANS, max_size=4), st.lists(st.booleans(), min_size=3, max_size=3))
def test_no_figure_leaves_its_range(cues: list[Span], keep: list[bool]) -> None:
    def read(_: Report) -> Reading:
        reading = oracle(GOLD)
        extra = tuple(replace(reading.attributions[0], id=f"x{i}", cue=cue) for i, cue in enumerate(cues))
        kept = tuple(a for a, wanted in zip(reading.attributions, keep, strict=True) if wanted)
        return replace(reading, attributions=(*kept, *extra))

    for measure in evaluate([GOLD], read, Options(resamples=0)).measures:
        assert measure.count.right <= min(measure.count.predicted, measure.count.gold)
        assert measure.value is None or 0 <= measure.value <= 1


def test_direct_speech_is_right_where_both_have_it_direct() -> None:
    gold = replace(GOLD, attributions=tuple(replace(a, quote="direct") for a in GOLD.attributions))
    reading = oracle(gold)
    mixed = replace(reading.attributions[0], quote="mixed")
    scored = evaluate([gold], lambda _: replace(reading, attributions=(mixed, *reading.attributions[1:])))
    labelled = len(gold.attributions)
    assert scored["direct"].count == Count(labelled - 1, labelled - 1, labelled)
