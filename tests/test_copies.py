"""Who repeats whom."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.copies import CONTAINMENT, Document, document, find
from musnad.direction import Side
from musnad.model import Copy
from musnad.rewrites import Features, features
from musnad.shingles import hashes, shingles, words
from tests.corpus_cases import BODY, reading

WORDS = [f"كلمة{n}" for n in range(900)]


def made(
    version: str, text: str, publisher: str | None = "medium/a", published: str | None = None
) -> Document:
    """A document of a text that nobody needs to read."""
    side = Side(publisher, False, frozenset(), frozenset(), published)
    nothing = hashes([])
    return Document(version, text, hashes(words(text)), side, Features(nothing, nothing, nothing))


def run(start: int, size: int) -> str:
    return " ".join(WORDS[start : start + size])


def only(found: tuple[Copy, ...]) -> Copy:
    assert len(found) == 1
    return found[0]


def test_a_reprint_is_a_copy() -> None:
    later = made("v2", f"{run(0, 60)} {run(300, 20)}", "medium/b", "2026-01-03")
    copy = only(find([later, made("v1", run(0, 60), published="2026-01-02")]))
    assert (copy.later, copy.earlier, copy.directed, copy.kind) == ("v2", "v1", True, "copy")
    assert (copy.containment, copy.containment_earlier) == (1.0, 1.0)
    assert copy.containment_later == pytest.approx(55 / 75, abs=0.001)
    assert [one.code for one in copy.reasons] == ["shingles", "day"]


def test_containment_is_that_of_both_sets() -> None:
    left, right = made("v1", run(0, 100)), made("v2", f"{run(50, 50)} {run(200, 80)}", "medium/b")
    one, other = (set(shingles(text.text).tolist()) for text in (left, right))
    copy = only(find([left, right]))
    assert copy.containment == pytest.approx(len(one & other) / min(len(one), len(other)), abs=1e-4)


def test_a_sentence_in_common_is_no_copy() -> None:
    assert (
        find([made("v1", f"{run(0, 20)} {run(50, 150)}"), made("v2", f"{run(0, 20)} {run(220, 150)}")]) == ()
    )


def test_a_long_passage_is_one_however_long_the_texts() -> None:
    left, right = (
        f"{run(0, 45)} {run(50, 300)}",
        f"{run(0, 45)} {run(400, 300)}",
    )
    copy = only(find([made("v1", left), made("v2", right, "medium/b")]))
    assert copy.containment < CONTAINMENT
    assert copy.reasons[0].code == "passage"


def test_boilerplate_makes_no_copy() -> None:
    footer = run(380, 20)
    reports = [made(f"v{n}", f"{run(n * 60, 40)} {footer}") for n in range(5)]
    assert find(reports) == ()
    assert len(find(reports[:2])) == 1


def test_a_footer_of_many_reports_without_publisher_makes_no_copy() -> None:
    footer = run(380, 20)
    reports = [
        made(f"v{n:02}", " ".join(f"خبر{n}كلمة{k}" for k in range(30)) + " " + footer, None)
        for n in range(65)
    ]
    assert find(reports) == ()
    assert len(find(reports[:64])) == 64 * 63 // 2


def test_without_a_direction_it_is_unknown_and_the_ids_stand_in_order() -> None:
    copy = only(find([made("v2", run(0, 50)), made("v1", run(0, 50), "medium/b")]))
    assert not copy.directed
    assert [one.code for one in copy.reasons] == ["shingles", "no-direction"]


def test_known_passages_are_taken_whichever_report_is_the_later_now() -> None:
    texts = f"{run(0, 60)} {run(300, 20)} {run(80, 30)}", f"{run(500, 20)} {run(0, 60)} {run(80, 30)}"
    first = find([made("v1", texts[0], None, "2026-01-02"), made("v2", texts[1], None, "2026-01-03")])
    turned = [made("v1", texts[0], None, "2026-01-03"), made("v2", texts[1], None, "2026-01-02")]
    assert (only(first).later, only(find(turned)).later) == ("v2", "v1")
    assert find(turned, first) == find(turned)
    cut = replace(only(first), passages=only(first).passages[:1])
    assert len(only(first).passages) == 2
    assert len(only(find(turned, [cut])).passages) == 1


def test_an_empty_corpus_has_no_copies() -> None:
    assert find([]) == ()
    assert find([made("v1", "")]) == ()
    assert find([made("v1", ""), made("v2", "")]) == ()


def documents() -> st.SearchStrategy[list[Document]]:
    pieces = st.lists(st.tuples(st.integers(0, 8), st.integers(5, 40)), min_size=1, max_size=3)
    row = st.tuples(
        pieces,
        st.sampled_from(["medium/a", "medium/b", None]),
        st.sampled_from(["2026-01-02", "2026-01-09", None]),
    )
    return st.lists(row, max_size=7).map(
        lambda rows: [
            made(f"v{n}", " ".join(run(40 * at, size) for at, size in texts), publisher, published)
            for n, (texts, publisher, published) in enumerate(rows)
        ]
    )


@given(documents(), st.integers(0, 100))
@settings(max_examples=60)
def test_order_changes_nothing(reports: list[Document], seed: int) -> None:
    shuffled = list(reports)
    random.Random(seed).shuffle(shuffled)
    assert find(shuffled) == find(reports)


@given(documents())
@settings(max_examples=60)
def test_figures_and_passages_are_exact(reports: list[Document]) -> None:
    by = {one.version: one for one in reports}
    for copy in find(reports):
        later, earlier = by[copy.later], by[copy.earlier]
        one, other = (set(shingles(text.text).tolist()) for text in (later, earlier))
        assert copy.containment_later == pytest.approx(len(one & other) / len(one), abs=1e-4)
        assert copy.containment_earlier == pytest.approx(len(one & other) / len(other), abs=1e-4)
        for passage in copy.passages:
            assert words(passage.later.of(later.text)) == words(passage.earlier.of(earlier.text))


def test_a_document_holds_what_a_reading_tells() -> None:
    made_of = document(reading(byline="الوادي - رويترز"))
    assert made_of.side.credits == {"medium/reuters"}
    assert made_of.words.tolist() == hashes(words(made_of.text)).tolist()
    assert len(made_of.features.names) > 0


# --- rewrites ---

RETOLD = (
    "بلغت كلفة السد أربعة ملايين دينار بحسب المهندس نعمان السروي، وشاركت ثلاث شركات محلية في حفر القناة "
    "التي تمتد تسعة كيلومترات بين الوادي والسهل.\nوكانت رابعة البيلسان رئيسة البلدية قالت إن ثلاثين قرية "
    "سترويها مياه السد قبل نهاية الصيف، بعدما أنهى العمال معظم الجدار الشرقي رغم العواصف."
)
OTHERS = [
    (
        "افتتح في مدينة الزعتر معرض للخزف القديم شارك فيه عشرون حرفياً من قرى الساحل، ويستمر المعرض حتى نهاية "
        "الشهر وسط إقبال واسع من الطلاب والزوار."
    ),
    (
        "فاز فريق النخيل على فريق الريحان بهدفين مقابل هدف في مباراة جرت مساء الجمعة أمام جمهور كبير، وسجل "
        "اللاعب شادي النجار هدفي الفوز في الشوط الثاني."
    ),
]


def test_a_text_in_other_words_is_a_rewrite() -> None:
    told = [document(reading(BODY, publisher="المزولة")), document(reading(RETOLD, publisher="شادوف"))]
    told += [document(reading(text, publisher="تود", title=f"خبر {n}")) for n, text in enumerate(OTHERS)]
    copy = only(find(told))
    assert copy.kind == "rewrite"
    assert copy.containment < CONTAINMENT
    assert copy.reasons[0].code in ("words", "order", "phrases", "names", "numbers")


def test_one_publisher_rewrites_nobody_but_others() -> None:
    told = [document(reading(text, publisher="المزولة")) for text in (BODY, RETOLD)]
    assert find(told) == ()


def test_reports_far_apart_are_no_rewrites() -> None:
    late = document(reading(RETOLD, publisher="شادوف", published="2026-01-20"))
    assert find([document(reading(BODY, publisher="المزولة")), late]) == ()
    undated = replace(late, side=replace(late.side, published=None))
    assert find([document(reading(BODY, publisher="المزولة")), undated]) == ()


def test_features_are_sets_of_hashes() -> None:
    found = features(reading('قال المهندس نعمان السروي: "سنروي 30 قرية قبل نهاية الصيف المقبل" في 2026.'))
    assert set(hashes(["30", "2026"]).tolist()) <= set(found.numbers.tolist())
    assert len(found.quoted) == 4
