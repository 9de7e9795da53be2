"""Where content ends, and how it is quoted."""

import pytest

from musnad.breaks import cites, closes_relay
from musnad.clauses import content_range, quote_label, trim
from tests.attribution_cases import Case, at, cases, found, shown, tokens

CONTENTS = """
وقالت الرماح إن الوزارة «لن تترك أحداً وحده».
  وقالت | الرماح | إن الوزارة «لن تترك أحداً وحده» | say mixed
وأوضح الدالي أن السد بني قبل ثلاثين عاماً وأن الخبراء فحصوه.
  وأوضح | الدالي | أن السد بني قبل ثلاثين عاماً وأن الخبراء فحصوه | say indirect
وقالت الوزارة إن الجسر سيفتح، في خطوة ترمي إلى تهدئة السكان.
  وقالت | الوزارة | إن الجسر سيفتح | say indirect
وقالت الوزارة إن الجسر سيفتح، وذلك بعد عامين من الترميم.
  وقالت | الوزارة | إن الجسر سيفتح | say indirect
وقالت الوزارة إن الجسر سيفتح، فيما أعلنت الشركة أن الأشغال انتهت.
  وقالت | الوزارة | إن الجسر سيفتح | say indirect
  أعلنت | الشركة | أن الأشغال انتهت | announce indirect
وقال الدالي إن السد «آمن» وإن الشقوق «سطحية».
  وقال | الدالي | إن السد «آمن» وإن الشقوق «سطحية» | say mixed
وقال الدالي إن صحيفة «المزولة» نشرت خبراً كاذباً.
  وقال | الدالي | إن صحيفة «المزولة» نشرت خبراً كاذباً | say indirect
وقال الدالي إن السد آمن، على حد قوله.
  وقال | الدالي | إن السد آمن | say indirect
وقال الدالي إن السد آمن، وفق تعبيره.
  وقال | الدالي | إن السد آمن | say indirect
وقال الدالي إن الشركة «لم تف بوعودها»، وإن العقد سيفسخ.
  وقال | الدالي | إن الشركة «لم تف بوعودها»، وإن العقد سيفسخ | say mixed
وقال الدالي إن "السد آمن".
  وقال | الدالي | إن "السد آمن" | say direct
وقال الدالي: السد آمن، ولا خطر على السكان.
  وقال | الدالي | السد آمن، ولا خطر على السكان | say indirect
"""


@pytest.mark.parametrize("case", cases(CONTENTS))
def test_content_ends_where_it_should(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "content"),
    [
        ("إن السد آمن.", "inna", "إن السد آمن"),
        (": السد آمن.", "quote", "السد آمن"),
        (": «السد آمن». وصل", "quote", "«السد آمن»"),
        ("إن السد آمن، في حين سقط الجسر", "inna", "إن السد آمن"),
        ("إن السد آمن، مضيفاً أن الجسر سقط", "inna", "إن السد آمن"),
        ("إن السد، والجسر، والطريق بخير", "inna", "إن السد، والجسر، والطريق بخير"),
        ("إن السد يتسع 1,5 مليون متر", "inna", "إن السد يتسع 1,5 مليون متر"),
        ("إلى الحوار، وتوجه إلى الوادي", "إلى", "إلى الحوار"),
        ("إلى الحوار، والهدوء", "إلى", "إلى الحوار"),
        ("إن السد آمن بحسب وكالة الطود", "inna", "إن السد آمن"),
        ("إن السد يعمل وفق الخطة", "inna", "إن السد يعمل وفق الخطة"),
    ],
)
def test_where_content_ends(sentence: str, kind: str, content: str) -> None:
    read = tokens(sentence)
    assert shown(read, content_range(read, 0, kind, len(read))) == content


@pytest.mark.parametrize("sentence", [":", ": -", ": .", ":،،،"])
def test_content_of_nothing_but_marks_is_none(sentence: str) -> None:
    read = tokens(sentence)
    assert content_range(read, 0, "quote", len(read)) is None


def test_content_keeps_its_bound() -> None:
    read = tokens("إن السد آمن جداً")
    assert content_range(read, 0, "inna", 3) == (0, 3)


def test_direct_speech_without_a_closing_mark_runs_on() -> None:
    read = tokens("قال: «السد آمن، وهو ما أكدته الشركة")
    content = content_range(read, at(read, ":"), "quote", len(read))
    assert content is not None
    assert content[1] == len(read)


@pytest.mark.parametrize(
    ("sentence", "end"), [("السد آمن.", 2), ("السد آمن،.", 2), ("السد آمن", 2), ("السد آمن؟", 3), ("...", 0)]
)
def test_closing_marks_are_trimmed(sentence: str, end: int) -> None:
    read = tokens(sentence)
    assert trim(read, 0, len(read)) == end


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ("«السد آمن»", "direct"),
        ("إن «السد آمن»", "direct"),
        ("على أن «السد آمن»", "direct"),
        ("إن السد آمن", "indirect"),
        ("إن السد «آمن جداً»", "mixed"),
        ("إن صحيفة «المزولة» أخطأت", "indirect"),
    ],
)
def test_how_content_is_quoted(content: str, label: str) -> None:
    read = tokens(content)
    assert quote_label(read, ((0, len(read)),), -1) == label


def test_marks_around_the_whole_do_not_count() -> None:
    read = tokens("«قال الدالي إن السد آمن»")
    assert quote_label(read, ((at(read, "ان"), at(read, "امن") + 1),), at(read, '"')) == "indirect"


def test_all_stretches_of_split_content_count() -> None:
    read = tokens("«السد آمن» قال «وسيفتح غداً» وبدأ")
    verb = at(read, "قال")
    assert quote_label(read, ((0, verb), (verb + 1, len(read) - 1)), -1) == "direct"
    assert quote_label(read, ((0, verb), (verb + 1, len(read))), -1) == "mixed"


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("بحسب وكالة الطود", True),
        ("بحسب ما أعلنت الشركة", True),
        ("حسبما أعلنت الشركة", True),
        ("وفق تعبيره", True),
        ("وفق مصدر طبي", True),
        ("وفق الخطة", False),
    ],
)
def test_a_relay_cites_somebody(sentence: str, cited: bool) -> None:
    assert cites(tokens(sentence), 0) is cited


def test_a_relay_that_goes_on_for_long_closes_nothing() -> None:
    short, long = tokens("وفق الخطة المرسومة"), tokens("وفق " + "الخطة " * 30)
    assert closes_relay(short, 0)
    assert not closes_relay(long, 0)
