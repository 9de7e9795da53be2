"""Where sentences end, which marks pair, and what is made of a missing one."""

from __future__ import annotations

import pytest

from musnad.segment import LONGEST_SENTENCE, segment


def paragraphs(text: str) -> list[str]:
    return [span.of(text) for span in segment(text).paragraphs]


def sentences(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in segment(text).sentences]


def quoted(text: str) -> list[str]:
    """The quotations without their marks; a missing closing mark shows as «…» at the end."""
    return [q.inner.of(text) + ("" if q.closed else "…") for q in segment(text).quotations]


# Paragraphs


def test_paragraphs_are_the_lines_that_show_something() -> None:
    text = "  عنوان \r\n\n\t\nمتن\u2028ذيل\x85آخر\x0b\x0cنهاية\n\u200f \u202c\n"
    assert paragraphs(text) == ["عنوان", "متن", "ذيل", "آخر", "نهاية"]


def test_a_line_of_dashes_is_a_paragraph() -> None:
    assert paragraphs("خبر\n----\nخبر") == ["خبر", "----", "خبر"]


def test_sentences_count_their_paragraphs() -> None:
    found = segment("عنوان\n\nأولى. ثانية.\nثالثة").sentences
    assert [sentence.paragraph for sentence in found] == [0, 1, 1, 2]


# Sentences


@pytest.mark.parametrize(
    "text",
    [
        "افتتح الجسر أمس. | وحضر الوزير! | هل غاب أحد؟ | لا",
        "عاد الوفد أمس.| وتشهد البلدة هدوءا",
        "قال إن الجسر جاهز (كما خطط له). | وانصرف",
        'قال "نعم". | وانصرف',
        'قال "نعم." | وانصرف',
        'سأل: "متى؟" | وانصرف',
        "في عام 1436 هـ. | وبعده",
        "بلغت 5 م. | وبعدها",
        "كتب مراسل ا ف ب. | وتابع",
        "انتظروا… | ثم رحلوا... | وعادوا",
        "رحلوا.. | ثم عادوا",
        "انتهى. (رويترز)",
        "They left. | He stayed.",
        "أعلن في عام 2024.| وقال",
    ],
)
def test_a_sentence_ends(text: str) -> None:
    parts = [part.strip() for part in text.split("|")]
    whole = text.replace(".| ", ".").replace(" | ", " ")
    if len(parts) == 1:
        parts = ["انتهى.", "(رويترز)"]
    assert sentences(whole) == parts


@pytest.mark.parametrize(
    "text",
    [
        "بلغ النمو 3.5 في المئة عند الساعة 10.30 مساء",
        "نشرت أ.ف.ب الخبر",
        "كتبت وكالة د. ب. أ أمس",
        "حضر د.سالم المنصوب ود. ليلى",
        "حضر م. سالم المنصوب",
        "بثت ايه.بي.سي المقابلة",
        "نشر موقع بيت.كوم الخبر",
        "نشره www.example.org أمس و spa.example أيضا",
        "زار U.S. army وغادر",
        "كتب J. Smith مقالا",
        "met Dr. Smith and Gen. Brown",
        "قال (انتهى العمل. والحمد لله) ثم مضى",
        "لم تصل الـ18 شاحنة؛ وكلها: متأخرة",
        "1. افتتاح الجسر",
        "قرأ كتاب «من أنت؟» ثم نام",
        'سأل: "متى؟ ولماذا؟" ثم انصرف',
    ],
)
def test_a_sentence_goes_on(text: str) -> None:
    assert sentences(text) == [text]


def test_a_quotation_of_several_sentences_stays_with_its_clause() -> None:
    text = 'وقال المنصوب: "لن نبيع السد. لن نهدمه! هل هذا واضح؟ نعم." وأضاف: «سنرى. وننتظر».'
    assert sentences(text) == [
        'وقال المنصوب: "لن نبيع السد. لن نهدمه! هل هذا واضح؟ نعم."',
        "وأضاف: «سنرى. وننتظر».",
    ]


def test_a_stray_mark_does_not_hold_a_paragraph_together() -> None:
    assert len(sentences('زار "الوادي أمس. ثم عاد إلى بلدته. ولم يقل شيئا.')) == 3


def test_an_unclosed_quotation_after_a_colon_stays_whole() -> None:
    assert len(sentences('وقال: "زرنا الوادي أمس. ثم عدنا.')) == 1


def test_stops_alone_make_no_sentence() -> None:
    assert sentences(". . قال. . .") == [". . قال.", ". ."]


def test_a_long_sentence_is_cut_at_white_space() -> None:
    text = "كلمة " * 2_000
    found = sentences(text)
    assert all(len(part) <= LONGEST_SENTENCE and not part.startswith("لمة") for part in found)
    assert " ".join(found) == text.strip()


def test_a_long_word_is_cut_anywhere() -> None:
    assert [len(part) for part in sentences("ا" * 9_000)] == [4_000, 4_000, 1_000]


# Quotations


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('قال "نعم" ومضى', ["نعم"]),
        ("قال «نعم» ومضى", ["نعم"]),
        ("قال “نعم” ومضى", ["نعم"]),
        ("قال ”نعم“ ومضى", ["نعم"]),
        ("قال „نعم“ ومضى", ["نعم"]),
        ("قال ‟نعم” ومضى", ["نعم"]),
        ("قال ‹نعم› ومضى", ["نعم"]),
        ("قال <<نعم>> ومضى", ["نعم"]),
        ("قال ''نعم'' ومضى", ["نعم"]),
        ("قال ‘نعم لا’ ومضى", ["نعم لا"]),
        ("قال 'نعم لا' ومضى", ["نعم لا"]),
        ("قال »نعم« ومضى", ["نعم"]),
        ("قال “نعم“ ومضى", ["نعم"]),
        ('قال “نعم" ومضى', ["نعم"]),
        ('قال «نعم" ومضى', ["نعم"]),
        ("قال ″نعم″ ومضى", ["نعم"]),
        ('"نعم"', ["نعم"]),
        ('قال:"نعم"', ["نعم"]),
        ('قال ("نعم")', ["نعم"]),
        ('ما سماه بـ"الخطأ" و"الخلل" والـ"عيب"', ["الخطأ", "الخلل", "عيب"]),
        ('حملة " #سد_الوادي " على المواقع', [" #سد_الوادي "]),
        ('حملة "سد الوادي " على المواقع', ["سد الوادي "]),
        ('قال"نعم" ومضى', ["نعم"]),
        ('صحيفة "الوادي"أمس', ["الوادي"]),
        ('زار "ميغ 29" و"سو 7"', ["ميغ 29", "سو 7"]),
        ('\u200f"نعم"\u200f ثم \u202b"لا"\u202c', ["نعم", "لا"]),
        ('قال "... نعم" و"لا ..."', ["... نعم", "لا ..."]),
        ("قال «نعم (ولا) ربما»", ["نعم (ولا) ربما"]),
        ('قال "نعم"، "لا"؛ "ربما".', ["نعم", "لا", "ربما"]),
    ],
)
def test_marks_pair(text: str, inner: list[str]) -> None:
    assert quoted(text) == inner


@pytest.mark.parametrize(
    "text",
    [
        "it's d'Ivoire and the boys' toys",
        'شاشة 15" كبيرة',
        "طوله 5'10\" تماما",
        '"""""""" وصلة ««««««««',
        'نص " نص',
        "نص» نص",
        'قال "" ومضى',
        "قال ‘نعم ومضى",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert quoted(text) == []


def test_nesting_has_depth() -> None:
    text = 'قال "إن صحيفة "الوادي" كذبت" و«قال لنا "نعم \'حقا تماما\'" أمس»'
    found = [(q.inner.of(text), q.depth) for q in segment(text).quotations]
    assert found == [
        ('إن صحيفة "الوادي" كذبت', 0),
        ("الوادي", 1),
        ("قال لنا \"نعم 'حقا تماما'\" أمس", 0),
        ("نعم 'حقا تماما'", 1),
        ("حقا تماما", 2),
    ]


def test_two_marks_that_close_together() -> None:
    text = 'وأضاف: "زرنا قرية "النخيل"" ومضى'
    assert quoted(text) == ['زرنا قرية "النخيل"', "النخيل"]


# Missing marks


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('وقال: "زرنا الوادي. ثم عدنا.', ["زرنا الوادي. ثم عدنا.…"]),
        ("وصفه بأنه «عمل جبان.", ["عمل جبان.…"]),
        # One opens in vain; the pairs that follow keep their sense.
        ('زار "الوادي أمس وقال "نعم" ثم قال "لا" ومضى', ["نعم", "لا"]),
        # One closes in vain.
        ('زار الوادي" أمس وقال "نعم" ثم قال "لا" ومضى', ["نعم", "لا"]),
        ('قال "نعم" ومضى أمس" ثم قال "لا" وعاد', ["نعم", "لا"]),
        # A name inside a quotation that is never closed.
        ('وقال: "زرنا قرية "النخيل" أمس ثم عدنا', ['زرنا قرية "النخيل" أمس ثم عدنا…', "النخيل"]),
        # The next quotation begins before this one was closed.
        ('وقال: "زرنا الوادي. ثم عدنا. وأضاف: "تعبنا".', ["زرنا الوادي. ثم عدنا.…", "تعبنا"]),
    ],
)
def test_a_missing_mark_spoils_nothing_else(text: str, inner: list[str]) -> None:
    assert quoted(text) == inner


def test_what_one_line_spoils_the_next_does_not_feel() -> None:
    assert quoted('قال "نعم\nوقال "لا" ومضى')[-1] == "لا"


def test_a_quotation_reopened_with_every_paragraph() -> None:
    text = 'وقال: "أولى.\n"ثانية.\n"ثالثة". ومضى'
    assert quoted(text) == ["أولى.…", "ثانية.…", "ثالثة"]


def test_a_quotation_over_paragraphs() -> None:
    text = "وقال: «أولى.\nثانية عن «الوادي».\n\nثالثة». ومضى"
    assert quoted(text) == ["أولى.\nثانية عن «الوادي».\n\nثالثة", "الوادي"]
    assert [q.depth for q in segment(text).quotations] == [0, 1]
    assert sentences(text) == ["وقال: «أولى.", "ثانية عن «الوادي».", "ثالثة».", "ومضى"]


def test_a_quotation_does_not_run_past_another_clause() -> None:
    text = 'وقال: "أولى.\nوقال آخر: "ثانية".\nثالثة" ومضى'
    assert quoted(text) == ["أولى.…", "ثانية"]


def test_a_quotation_does_not_run_on_for_ever() -> None:
    text = "وقال: «أولى.\n" + "متن.\n" * 6 + "آخر»"
    assert quoted(text) == ["أولى.…"]
