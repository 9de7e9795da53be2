"""What stands between a cue and its content."""

import pytest

from musnad.gaps import Gap, addressee_phrase, medium_phrase, read_gap
from musnad.tokens import Tokens
from tests.attribution_cases import Case, cases, form, found, shown, tokens

GAPS = """
وأعلن الدالي، الأربعاء، أن البلدية ستصرف التعويضات.
  وأعلن | الدالي | أن البلدية ستصرف التعويضات | announce indirect
وأعلن وزير المياه سامر الدالي اليوم الاثنين أن البحيرة ستفرغ.
  وأعلن | وزير المياه سامر الدالي | أن البحيرة ستفرغ | announce indirect
وقال الدالي - وهو مهندس سابق - إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect
وفي وقت سابق، قال الدالي إن السد آمن.
  قال | الدالي | إن السد آمن | say indirect
من جهته، قال الدالي إن السد آمن.
  قال | الدالي | إن السد آمن | say indirect
من جانبها أكدت الشركة أن الأنابيب سليمة.
  أكدت | الشركة | أن الأنابيب سليمة | assert indirect
بدوره، أكد الدالي أن السد آمن.
  أكد | الدالي | أن السد آمن | assert indirect
وقال الدالي (52 عاماً)، وهو مهندس، إن السد آمن.
  وقال | الدالي (52 عاماً) | إن السد آمن | say indirect
وشددت الرماح، من جهتها، على أن الجسر سيفتح.
  وشددت | الرماح | على أن الجسر سيفتح | assert indirect
وقال الدالي، في مؤتمر صحافي عقده مساء الثلاثاء في رأس المها، إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect | on في مؤتمر صحافي عقده مساء الثلاثاء في رأس المها
وقالت الشركة في بيان إن التشققات سطحية.
  وقالت | الشركة | إن التشققات سطحية | say indirect | on في بيان
ودعا الدالي السكان إلى مغادرة الوادي.
  ودعا | الدالي | إلى مغادرة الوادي | demand indirect | to السكان
وطالبت النقابة الحكومة بصرف الرواتب.
  وطالبت | النقابة | بصرف الرواتب | demand indirect | to الحكومة
وقال الدالي لوكالة الطود إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect | to لوكالة الطود
وقال الدالي للصحافيين إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect | to للصحافيين
وحذر الدالي السكان من الاقتراب من المجرى.
  وحذر | الدالي | من الاقتراب من المجرى | warn indirect | to السكان
وقال الدالي في تصريحات لصحيفة المزولة إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect | on في تصريحات لصحيفة المزولة
وقال الدالي خلال مؤتمر صحافي إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect | on خلال مؤتمر صحافي
وقال الدالي في تغريدة على حسابه في تويتر: «السد آمن ولا خطر على أحد».
  وقال | الدالي | «السد آمن ولا خطر على أحد» | say direct | on في تغريدة على حسابه في تويتر
وفي مؤتمر صحافي، قال الدالي إن السد آمن.
  قال | الدالي | إن السد آمن | say indirect | on وفي مؤتمر صحافي
وشكر الدالي المتطوعين على جهودهم.
  وشكر | الدالي | على جهودهم | thank indirect | to المتطوعين
وأبلغ الدالي السكان بأن المياه ستنقطع.
  وأبلغ | الدالي | بأن المياه ستنقطع | say indirect | to السكان
وأخبر الدالي الصحافيين أن المياه ستنقطع.
  وأخبر | الدالي | أن المياه ستنقطع | say indirect | to الصحافيين
ودعت النقابة الحكومة إلى صرف الرواتب.
  ودعت | النقابة | إلى صرف الرواتب | demand indirect | to الحكومة
وحثت الرماح الدول المانحة على زيادة الدعم.
  وحثت | الرماح | على زيادة الدعم | demand indirect | to الدول المانحة
وقال الدالي، اليوم الأحد، خلال زيارته إلى رأس المها، إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect | on خلال زيارته إلى رأس المها
وقال الدالي لصحيفة المزولة في اتصال هاتفي: «لم نتلق أي رد من الشركة حتى الآن».
  وقال | الدالي | «لم نتلق أي رد من الشركة حتى الآن» | say direct | to لصحيفة المزولة | on في اتصال هاتفي
وصرح الدالي لإذاعة المنوال بأن السد آمن.
  وصرح | الدالي | بأن السد آمن | say indirect | to لإذاعة المنوال
وقال مدير الدفاع المدني في الإقليم نادر السبع لوكالة الطود إن الحريق أخمد.
  وقال | مدير الدفاع المدني في الإقليم نادر السبع | إن الحريق أخمد | say indirect | to لوكالة الطود
وكتب الدالي على تويتر: «السد آمن ولا خطر على أحد».
  وكتب | الدالي | «السد آمن ولا خطر على أحد» | say direct | on على تويتر
وقال الدالي عبر مترجم إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect | on عبر مترجم
وقال سامر الدالي، مدير السد، لوكالة الطود، إن الشقوق سطحية.
  وقال | سامر الدالي، مدير السد | إن الشقوق سطحية | say indirect | to لوكالة الطود
وأكدت مصادر مطلعة لصحيفة المزولة أن العقد سيفسخ.
  وأكدت | مصادر مطلعة | أن العقد سيفسخ | assert indirect | to لصحيفة المزولة
ونصح الدالي السكان بتخزين المياه.
  ونصح | الدالي | بتخزين المياه | demand indirect | to السكان
وتوعد الدالي المهربين بعقوبات شديدة.
  وتوعد | الدالي | بعقوبات شديدة | warn indirect | to المهربين
"""


@pytest.mark.parametrize("case", cases(GAPS))
def test_what_stands_between_cue_and_content(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


def gap_of(sentence: str) -> tuple[Tokens, Gap]:
    """The gap behind the cue that is the first word."""
    read = tokens(sentence)
    return read, read_gap(read, 1, form(read, 0))


@pytest.mark.parametrize(
    ("sentence", "opener", "kind"),
    [
        ("قال الدالي إن السد آمن", "ان", "inna"),
        ("قال الدالي: السد آمن", ":", "quote"),
        ("قال الدالي «السد آمن، ولن نغلقه»", '"', "quote"),
        ("أشار الدالي إلى وجود خلل", "الي", "إلى"),
        ("طالب السكان بتعويضات", "بتعويضات", "ب"),
        ("حذر الدالي من كارثة", "من", "من"),
    ],
)
def test_what_opens_the_content(sentence: str, opener: str, kind: str) -> None:
    read, gap = gap_of(sentence)
    assert (read.words[gap.opener], gap.kind) == (opener, kind)


def test_another_cue_ends_the_search() -> None:
    _, gap = gap_of("قال الدالي وأكدت الشركة أن السد آمن")
    assert gap.opener == -1


def test_a_full_stop_ends_the_search() -> None:
    _, gap = gap_of("قال الدالي . إن السد آمن")
    assert gap.opener == -1


def test_the_parts_of_a_gap() -> None:
    read, gap = gap_of("قال الدالي لوكالة الطود في بيان، الأحد، بحسب صحيفة المزولة، إن السد آمن")
    assert shown(read, gap.source) == "الدالي"
    assert shown(read, gap.addressee) == "لوكالة الطود"
    assert shown(read, gap.medium) == "في بيان"
    assert {shown(read, part) for part in gap.via} == {"صحيفة المزولة"}


def test_an_aside_in_dashes_is_passed_over() -> None:
    read, gap = gap_of("قال الدالي - وهو مهندس - إن السد آمن")
    assert (shown(read, gap.source), read.words[gap.opener]) == ("الدالي", "ان")


@pytest.mark.parametrize(
    ("sentence", "medium"),
    [
        ("قال في بيان إن السد آمن", "في بيان"),
        ("قال خلال مؤتمر صحافي مشترك: السد آمن", "خلال مؤتمر صحافي مشترك"),
        ("قال عبر حسابه على فيسبوك إن السد آمن", "عبر حسابه على فيسبوك"),
        ("قال في رأس المها إن السد آمن", None),
    ],
)
def test_phrases_of_means_and_occasion(sentence: str, medium: str | None) -> None:
    read = tokens(sentence)
    assert shown(read, (1, medium_phrase(read, 1, len(read), form(read, 0)))) == medium


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("قال للصحافيين إن السد آمن", "للصحافيين"),
        ("قال لوكالة الطود إن السد آمن", "لوكالة الطود"),
        ("قال لدى وصوله إن السد آمن", None),
        ("قال الدالي إن السد آمن", None),
    ],
)
def test_phrases_of_who_is_told(sentence: str, told: str | None) -> None:
    read = tokens(sentence)
    assert shown(read, (1, addressee_phrase(read, 1, len(read), form(read, 0)))) == told


def test_what_is_denied_is_no_medium() -> None:
    read, gap = gap_of("شككت الوزارة في التقرير الصادر أمس.")
    assert gap.medium is None
    assert read.words[gap.opener] == "في"
    read, gap = gap_of("قالت الوزارة في التقرير إن السد آمن.")
    assert shown(read, gap.medium) == "في التقرير"
