"""Relays in front of, behind and around what they relay."""

import pytest

from musnad.relays import relay, transmitted
from tests.attribution_cases import Case, at, cases, form, found, shown, tokens

RELAYS = """
السد آمن، بحسب وزير المياه.
  بحسب | وزير المياه | السد آمن | say indirect
وبلغ عدد المصابين عشرة أشخاص، وفق وكالة الطود.
  وفق | وكالة الطود | وبلغ عدد المصابين عشرة أشخاص | say indirect
وأغلقت الطرق المؤدية إلى الوادي، بحسب ما أعلنت الشرطة.
  أعلنت | الشرطة | وأغلقت الطرق المؤدية إلى الوادي | announce indirect
وأغلقت الطرق المؤدية إلى الوادي، حسبما أفادت وكالة الطود.
  أفادت | وكالة الطود | وأغلقت الطرق المؤدية إلى الوادي | relay indirect
وأغلقت الطرق المؤدية إلى الوادي، وفق ما ذكرت صحيفة المزولة.
  ذكرت | صحيفة المزولة | وأغلقت الطرق المؤدية إلى الوادي | relay indirect
وبحسب صحيفة المزولة، فإن الشركة أخفت التقرير.
  وبحسب | صحيفة المزولة | فإن الشركة أخفت التقرير | say indirect
ووفقاً لمصادر محلية، أغلقت المدارس أبوابها.
  ووفقاً | لمصادر محلية | أغلقت المدارس أبوابها | say indirect
وقال الدالي إن السد آمن، بحسب ما نقلت عنه وكالة الطود.
  وقال | الدالي | إن السد آمن | say indirect | via وكالة الطود
وقال الدالي إن السد آمن، وفق وكالة الطود.
  وقال | الدالي | إن السد آمن | say indirect | via وكالة الطود
ونقلت وكالة الطود عن الدالي قوله إن السد آمن.
  قوله | الدالي | إن السد آمن | say indirect | via وكالة الطود
ونقلت وكالة الطود عن وزير المياه تأكيده أن السد آمن.
  تأكيده | وزير المياه | أن السد آمن | assert indirect | via وكالة الطود
ونقلت صحيفة المزولة عن مسؤول في الوزارة أن السد متصدع.
  ونقلت | مسؤول في الوزارة | أن السد متصدع | relay indirect | via صحيفة المزولة
ونقلت وكالة الطود عن الدالي قوله: «السد آمن ولا خطر على أحد».
  قوله | الدالي | «السد آمن ولا خطر على أحد» | say direct | via وكالة الطود
ونقل عن الدالي قوله إن السد آمن.
  قوله | الدالي | إن السد آمن | say indirect
ونُقل عن مسؤول أن السد متصدع.
  ونُقل | مسؤول | أن السد متصدع | relay indirect
وبحسب التقرير، تراجع الإنتاج إلى الثلث.
  وبحسب | التقرير | تراجع الإنتاج إلى الثلث | say indirect
ووفق ما ذكرت وكالة الطود، أغلقت المدارس أبوابها.
  ذكرت | وكالة الطود | أغلقت المدارس أبوابها | relay indirect
وبحسب وكالة الطود، قال الدالي إن السد آمن.
  قال | الدالي | إن السد آمن | say indirect | via وكالة الطود
وبحسب ما أعلنته الوزارة، سيفتح الجسر غداً.
  أعلنته | الوزارة | سيفتح الجسر غداً | announce indirect
وأصيب عشرة أشخاص بجروح، وفقاً لمصدر طبي.
  وفقاً | لمصدر طبي | وأصيب عشرة أشخاص بجروح | say indirect
وأصيب عشرة أشخاص بجروح، كما أعلنت الشرطة.
  أعلنت | الشرطة | وأصيب عشرة أشخاص بجروح | announce indirect
ونقلت وكالة الطود عن متحدث باسم الشرطة أن الحريق أخمد.
  ونقلت | متحدث باسم الشرطة | أن الحريق أخمد | relay indirect | via وكالة الطود
ونقلت صحيفة المزولة عن الدالي، الجمعة، قوله إن السد آمن.
  قوله | الدالي | إن السد آمن | say indirect | via صحيفة المزولة
ونقلت وكالة الطود عن بيان للجيش أن القصف توقف.
  ونقلت | بيان للجيش | أن القصف توقف | relay indirect | via وكالة الطود
ونسبت صحيفة المزولة إلى مسؤول قوله إن العقد سيفسخ.
  قوله | مسؤول | إن العقد سيفسخ | say indirect | via صحيفة المزولة
مقتل ثلاثة في حريق بحسب الشرطة
  بحسب | الشرطة | مقتل ثلاثة في حريق | say indirect
"""


@pytest.mark.parametrize("case", cases(RELAYS))
def test_relays(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


def test_a_relay_in_front_takes_the_rest_of_the_sentence() -> None:
    read = tokens("بحسب وكالة الطود، أغلقت الطرق")
    draft = relay(read, 0)
    assert draft is not None
    assert (draft.fronted, draft.closing) == (True, False)
    assert shown(read, draft.content[0]) == "أغلقت الطرق"


def test_a_relay_behind_waits_for_what_it_closes() -> None:
    read = tokens("أغلقت الطرق، بحسب وكالة الطود")
    draft = relay(read, at(read, "بحسب"))
    assert draft is not None
    assert (draft.fronted, draft.closing, draft.content) == (False, True, ())


@pytest.mark.parametrize(
    "sentence",
    [
        "سارت الأشغال وفق الخطة المرسومة لها منذ العام الأول من المشروع الكبير في الوادي الأخضر",
        "بناء السد اكتمل",
        "السد آمن كما كان",
    ],
)
def test_a_relay_word_that_cites_nobody(sentence: str) -> None:
    read = tokens(sentence)
    index = next(i for i, word in enumerate(read.words) if word in ("وفق", "بناء", "كما"))
    assert relay(read, index) is None


def test_who_transmits_goes_to_via() -> None:
    read = tokens("نقلت وكالة الطود عن الدالي قوله إن السد آمن")
    draft = transmitted(read, 0, form(read, 0))
    assert draft is not None
    assert draft.rule == "relay-act"
    assert [shown(read, part) for part in draft.via] == ["وكالة الطود"]


def test_nothing_is_transmitted_without_its_source() -> None:
    read = tokens("نقلت الشاحنة الركاب إلى المحطة")
    assert transmitted(read, 0, form(read, 0)) is None
