from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.chain import Resolved, resolve
from musnad.mentions import find
from musnad.model import Attribution, Entity, Report, Segments, Sentence, Span
from musnad.text import fold


@dataclasses.dataclass(frozen=True)
class Said:
    """One attribution of a test: substrings of its line, found in order."""

    line: int
    cue: str
    source: str | None = None
    via: tuple[str, ...] = ()
    lemma: str = "قال"
    inside: str | None = None


def lines(text: str) -> tuple[Span, ...]:
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return tuple(spans)


def segments_of(text: str) -> Segments:
    """Each line a paragraph of one sentence."""
    paragraphs = lines(text)
    return Segments(paragraphs, tuple(Sentence(span, i) for i, span in enumerate(paragraphs)), ())


def read(text: str, *said: Said, publisher: str | None = None) -> Resolved:
    report = Report("r", "v", text, publisher=publisher)
    folded, segments = fold(text), segments_of(text)

    def span(part: str, line: int) -> Span:
        at = text.index(part, segments.paragraphs[line].start)
        return Span(at, at + len(part))

    attributions = tuple(
        Attribution(
            f"a{i}",
            span(s.source, s.line) if s.source else None,
            span(s.cue, s.line),
            (Span(segments.paragraphs[s.line].end, segments.paragraphs[s.line].end),),
            s.lemma,
            "say",
            "indirect",
            "test",
            1.0,
            via=tuple(span(v, s.line) for v in s.via),
            inside=s.inside,
        )
        for i, s in enumerate(said, 1)
    )
    return resolve(report, folded, segments, find(report, folded, segments), attributions)


def speakers(resolved: Resolved) -> list[str | None]:
    names = {entity.id: entity.name for entity in resolved.entities}
    return [names[s.speaker] if s.speaker else None for s in resolved.statements]


def entity(resolved: Resolved, name: str) -> Entity:
    return next(e for e in resolved.entities if e.name == name)


def test_a_short_name_and_a_role_are_the_full_name() -> None:
    text = (
        "العنبري: الجسر آمن\n"
        "قال وزير النقل القطري سامي العنبري إن الجسر آمن.\n"
        "وأضاف العنبري أن العمل انتهى.\n"
        "وأكد الوزير أن الطريق مفتوح."
    )
    found = read(
        text,
        Said(0, ":", "العنبري"),
        Said(1, "قال", "وزير النقل القطري سامي العنبري"),
        Said(2, "وأضاف", "العنبري", lemma="أضاف"),
        Said(3, "وأكد", "الوزير", lemma="أكد"),
    )
    assert speakers(found) == ["سامي العنبري"] * 4
    person = entity(found, "سامي العنبري")
    assert (person.kind, person.role, person.aliases) == ("person", "وزير النقل القطري", ("العنبري",))
    printed = [m.span.of(text) for m in found.mentions if m.entity == person.id]
    assert printed.count("العنبري") == 2


def test_a_name_is_completed_from_the_running_text() -> None:
    text = "وصل الطبيب هادي الشمري إلى المدينة.\nوقال الشمري إن الوضع جيد."
    assert speakers(read(text, Said(1, "وقال", "الشمري"))) == ["هادي الشمري"]


def test_a_dropped_subject_agrees_in_gender() -> None:
    text = (
        "قال المهندس سامي العنبري إن الجسر آمن.\n"
        "وقالت الطبيبة ليلى حمدان إن المستشفى جاهز.\n"
        "وأضافت أن الدواء متوفر.\n"
        "وأضاف أن الطريق مفتوح."
    )
    found = read(
        text,
        Said(0, "قال", "المهندس سامي العنبري"),
        Said(1, "وقالت", "الطبيبة ليلى حمدان"),
        Said(2, "وأضافت", lemma="أضاف"),
        Said(3, "وأضاف", lemma="أضاف"),
    )
    assert speakers(found) == ["سامي العنبري", "ليلى حمدان", "ليلى حمدان", "سامي العنبري"]
    assert [a.continues for a in found.attributions] == [None, None, "a2", "a1"]


def test_what_continues_inherits_the_relayer() -> None:
    text = "نقلت وكالة نون عن سامي العنبري قوله إن الجسر آمن.\nوأضاف أن الطريق مفتوح."
    found = read(
        text,
        Said(0, "قوله", "سامي العنبري", via=("وكالة نون",)),
        Said(1, "وأضاف", lemma="أضاف"),
        publisher="صحيفة المرفأ",
    )
    names = {e.id: e.name for e in found.entities}
    first, second = (
        [(link.kind, names[link.entity], link.inherited) for link in s.chain] for s in found.statements
    )
    assert first == [
        ("publisher", "صحيفة المرفأ", False),
        ("relayer", "وكالة نون", False),
        ("speaker", "سامي العنبري", False),
    ]
    assert second == [
        ("publisher", "صحيفة المرفأ", False),
        ("relayer", "وكالة نون", True),
        ("speaker", "سامي العنبري", True),
    ]


def test_the_outer_speaker_relays_what_stands_inside() -> None:
    text = "قالت ليلى حمدان إن بلدية المرسى أعلنت الهدنة."
    found = read(
        text, Said(0, "قالت", "ليلى حمدان"), Said(0, "أعلنت", "بلدية المرسى", lemma="أعلن", inside="a1")
    )
    names = {e.id: e.name for e in found.entities}
    links = [(link.kind, link.rule, names[link.entity]) for link in found.statements[1].chain]
    assert links == [("relayer", "inside", "ليلى حمدان"), ("speaker", "source", "بلدية المرسى")]


def test_a_capital_is_its_state_and_a_body_points_back() -> None:
    text = "قالت موسكو إنها تراقب.\nوقالت وزارة الصحة إن المرض انحسر.\nوأكدت الوزارة أن اللقاح متوفر."
    found = read(
        text,
        Said(0, "قالت", "موسكو"),
        Said(1, "وقالت", "وزارة الصحة"),
        Said(2, "وأكدت", "الوزارة", lemma="أكد"),
    )
    assert speakers(found) == ["روسيا", "وزارة الصحة", "وزارة الصحة"]
    assert entity(found, "روسيا").kind == "state"


def test_unnamed_sources_keep_their_description() -> None:
    text = "أفاد مصدر في البلدية بأن الماء عاد.\nوأضاف المصدر أن الكهرباء ستعود."
    found = read(
        text,
        Said(0, "أفاد", "مصدر في البلدية", lemma="أفاد"),
        Said(1, "وأضاف", "المصدر", lemma="أضاف"),
    )
    assert speakers(found) == ["مصدر في البلدية"] * 2
    assert entity(found, "مصدر في البلدية").anonymous


def test_a_statement_speaks_for_its_issuer_and_a_spokesman_for_his_body() -> None:
    text = (
        "وذكر بيان صادر عن وزارة الصحة أن المرض انحسر.\n"
        "وقال المتحدث باسم وزارة النقل هادي الشمري إن الطريق مفتوح."
    )
    found = read(
        text,
        Said(0, "وذكر", "بيان صادر عن وزارة الصحة", lemma="ذكر"),
        Said(1, "وقال", "المتحدث باسم وزارة النقل هادي الشمري"),
    )
    assert speakers(found) == ["وزارة الصحة", "هادي الشمري"]
    body = found.statements[1].speaks_for
    assert body is not None
    assert body == entity(found, "وزارة النقل").id


@pytest.mark.parametrize("cue", ["يعتقد", "توقعات"])
def test_nobody_speaks_in_impersonal_cues(cue: str) -> None:
    text = f"قال سامي العنبري إن الجسر آمن.\n{cue} أن الطريق مغلق."
    found = read(text, Said(0, "قال", "سامي العنبري"), Said(1, cue, lemma="اعتقد"))
    assert speakers(found) == ["سامي العنبري", None]


def test_the_credited_agency_stands_before_every_speaker() -> None:
    text = "جسر جديد\nباريس - رويترز\nقال سامي العنبري إن الجسر آمن."
    found = read(text, Said(2, "قال", "سامي العنبري"))
    chain = found.statements[0].chain
    assert [(link.kind, link.rule) for link in chain] == [("credit", "credit"), ("speaker", "source")]
    assert chain[0].span is not None
    assert chain[0].span.of(text) == "رويترز"
    assert {e.id for e in found.entities} >= {link.entity for link in chain}


WORDS = (
    [
        "قال",
        "وأضافت",
        "مشيراً",
        "الوزير",
        "وزير",
        "وزارة",
        "الصحة",
        "«نون»",
        "(",
        ")",
        "،",
        "بن",
        "عبد",
        "الله",
        "علي",
    ],
    [
        "على",
        "ل",
        "و",
        "28",
        "#",
        "أمين",
        "المصدر",
        "مصادر",
        "بيان",
        "صادر",
        "عن",
        "واشنطن",
        "هذا",
        "كل",
        "من",
        "الذي",
    ],
    ["\n", "\ud800"],
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([w for row in WORDS for w in row]) | st.text(max_size=3), min_size=1, max_size=30
    ),
    st.data(),
)
def test_any_spans_of_any_text_resolve(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    offsets = st.integers(0, len(text))

    def span() -> Span:
        return Span(*sorted((data.draw(offsets), data.draw(offsets))))

    count = data.draw(st.integers(0, 5))
    attributions = tuple(
        Attribution(
            f"a{i}",
            span() if data.draw(st.booleans()) else None,
            span(),
            (span(),),
            "قال",
            "say",
            "direct",
            "test",
            0.5,
            via=(span(),) if data.draw(st.booleans()) else (),
            inside=data.draw(st.sampled_from([None, *(f"a{j}" for j in range(count))])),
        )
        for i in range(count)
    )
    report = Report(
        "r", "v", text, publisher=data.draw(st.sampled_from([None, " ", "(", "نون"])), published="2023-01-05"
    )
    folded, segments = fold(text), segments_of(text)
    named = find(report, folded, segments)
    found = resolve(report, folded, segments, named, attributions)
    assert found == resolve(report, folded, segments, named, attributions)
    ids = {e.id for e in found.entities}
    assert len(ids) == len(found.entities)
    assert {m.entity for m in (*found.mentions, *named.credits)} <= ids
    assert sorted(s.attribution for s in found.statements) == sorted(a.id for a in attributions)
    for mention in found.mentions:
        assert 0 <= mention.span.start <= mention.span.end <= len(text)
    for statement in found.statements:
        assert {link.entity for link in statement.chain} <= ids
        assert all(0 <= link.score <= 1 for link in statement.chain)
        assert statement.speaker is None or statement.chain[-1].entity == statement.speaker


def test_nobody_is_printed_as_his_own_relayer() -> None:
    text = "قالت ليلى حمدان إن المجلس أجل ما وصفته بأنه خطأ، وإنهم يقولون إن الوقت ضيق."
    outer, own, others = read(
        text,
        Said(0, "قالت", "ليلى حمدان"),
        Said(0, "وصفته", via=("ليلى حمدان",), lemma="وصف", inside="a1"),
        Said(0, "يقولون", via=("ليلى حمدان",), inside="a1"),
    ).attributions
    assert own.via == () and others.via == (outer.source,)


def test_a_medium_of_two_names_before_the_longest_chain_is_passed_over() -> None:
    others = ("رويترز", "سانا", "واس", "كونا", "بترا", "شينخوا", "الأناضول", "تاس")
    text = f"عن سكاي نيوز وعن سكاي نيوز عربية وعن {' وعن '.join(others)} قال الوزير إن الجسر آمن."
    found = read(text, Said(0, "قال", "الوزير", ("سكاي نيوز", "سكاي نيوز عربية", *others)))
    assert len(found.statements[0].chain) == 9
