"""Subjects before their verb, and objects beside their subject."""

import pytest

from tests.attribution_cases import Case, cases, found

SUBJECTS = """
وزير المياه سامر الدالي يؤكد أن السد آمن.
  يؤكد | وزير المياه سامر الدالي | أن السد آمن | assert indirect
واشنطن تعتبر أن الاتفاق خطوة أولى.
  تعتبر | واشنطن | أن الاتفاق خطوة أولى | believe indirect
الدالي يدعو إلى ترشيد المياه
  يدعو | الدالي | إلى ترشيد المياه | demand indirect
وزير المياه يحذر من انهيار السد
  يحذر | وزير المياه | من انهيار السد | warn indirect
وكان الدالي قال إن السد آمن.
  قال | الدالي | إن السد آمن | say indirect
وكان الدالي قد أعلن أن السد آمن.
  أعلن | الدالي | أن السد آمن | announce indirect
أما الرماح فقالت إن الجسر سيفتح.
  فقالت | الرماح | إن الجسر سيفتح | say indirect
لكن الشركة نفت أن تكون أخفت التقرير.
  نفت | الشركة | أن تكون أخفت التقرير | deny indirect
إلا أن الدالي أكد أن السد آمن.
  أكد | الدالي | أن السد آمن | assert indirect
الشركة تتهم الوزارة بالتأخير
  تتهم | الشركة | الوزارة بالتأخير | accuse indirect
وزيرة النقل تنفي إغلاق الجسر
  تنفي | وزيرة النقل | إغلاق الجسر | deny indirect
وزير المياه يعلن تفريغ ثلث البحيرة
  يعلن | وزير المياه | تفريغ ثلث البحيرة | announce indirect
"""


@pytest.mark.parametrize("case", cases(SUBJECTS))
def test_subjects_before_their_verb(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected
