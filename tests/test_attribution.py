"""A whole report: nesting, what is no attribution, and the laws."""

import pytest

from tests.attribution_cases import Case, cases, found

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
