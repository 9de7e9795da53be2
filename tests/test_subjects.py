"""Subjects before their verb, and objects beside their subject."""

import pytest

from musnad.subjects import medium_before, subject_before
from tests.attribution_cases import Case, at, cases, form, found, shown, tokens

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


@pytest.mark.parametrize(
    ("sentence", "verb", "subject"),
    [
        ("الدالي يؤكد أن السد آمن", "يؤكد", "الدالي"),
        ("لكن الدالي يؤكد أن السد آمن", "يؤكد", "الدالي"),
        ("وكان الدالي قد أكد أن السد آمن", "اكد", "الدالي"),
        ("الرجل الذي قال إن السد آمن", "قال", "الرجل"),
        ("وصل الدالي وأكد أن السد آمن", "واكد", None),
        ("يؤكد أن السد آمن", "يؤكد", None),
        ("لكنه يؤكد أن السد آمن", "يؤكد", None),
    ],
)
def test_the_subject_before_a_verb(sentence: str, verb: str, subject: str | None) -> None:
    read = tokens(sentence)
    assert shown(read, subject_before(read, at(read, verb))) == subject


@pytest.mark.parametrize(
    ("sentence", "source", "told"),
    [
        ("دعا الدالي الحكومة إلى الحوار", "الدالي", "الحكومة"),  # a named party begins the object
        ("الدالي دعا الحكومة إلى الحوار", "الدالي", "الحكومة"),  # the subject stands before the verb
        ("دعا سامر الدالي إلى الحوار", "سامر الدالي", None),  # one phrase only
        ("دعا رئيس الحكومة إلى الحوار", "رئيس الحكومة", None),  # the party belongs to the head
        ("دعا وزير المياه الحكومة إلى الحوار", "وزير المياه", "الحكومة"),
    ],
)
def test_subject_and_object_side_by_side(sentence: str, source: str, told: str | None) -> None:
    (only,) = found(sentence)
    assert (only.source, only.addressee) == (source, told)


@pytest.mark.parametrize(
    ("sentence", "verb", "medium"),
    [
        ("وفي بيان، قالت الشركة إن السد آمن", "قالت", "وفي بيان"),
        ("وفي رأس المها، قالت الشركة إن السد آمن", "قالت", None),
        ("قالت الشركة إن السد آمن", "قالت", None),
    ],
)
def test_the_occasion_that_opens_a_sentence(sentence: str, verb: str, medium: str | None) -> None:
    read = tokens(sentence)
    index = at(read, verb)
    assert shown(read, medium_before(read, index, form(read, index))) == medium
