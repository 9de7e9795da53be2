"""Subjects before their verb, and objects beside their subject."""

import pytest

from musnad.subjects import medium_before, split_object, subject_before
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


def test_a_named_party_begins_the_object() -> None:
    read = tokens("دعا الدالي الحكومة إلى الحوار")
    source, told = split_object(read, (1, 3), (1, 3), None, 0)
    assert (shown(read, source), shown(read, told)) == ("الدالي", "الحكومة")


def test_a_subject_before_the_verb_leaves_the_phrase_to_the_object() -> None:
    read = tokens("الدالي دعا الحكومة إلى الحوار")
    source, told = split_object(read, (2, 3), (2, 3), None, 1)
    assert (shown(read, source), shown(read, told)) == ("الدالي", "الحكومة")


def test_one_phrase_is_not_split_without_a_party() -> None:
    read = tokens("دعا سامر الدالي إلى الحوار")
    assert split_object(read, (1, 3), (1, 3), None, 0) == ((1, 3), None)


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
