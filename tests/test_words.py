"""Clitics and finite verbs of any word, labelled by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.text import fold
from musnad.words import looks_like_verb, split

SPLIT = """
وكالة: +وكالة+
وكالات: +وكالات+
وزير: +وزير+
وفد: +وفد+
وصل: +وصل+
واشنطن: +واشنطن+
واحد: +واحد+
بوتين: +بوتين+
بين: +بين+
بعد: +بعد+
بلدية: +بلدية+
كيم: +كيم+
كبار: +كبار+
كان: +كان+
لندن: +لندن+
لبنان: +لبنان+
فيلم: +فيلم+
فرنسا: +فرنسا+
سياسة: +سياسة+
ولاية: +ولاية+
وليد: +وليد+
كتابة: +كتابة+
كيري: +كيري+
وسنضعها: وس+نضع+ها
وأخبر: و+أخبر+
وقال: و+قال+
فأصبح: ف+أصبح+
للقتال: لل+قتال+
للصحافيين: لل+صحافيين+
بالسجن: بال+سجن+
والوزير: وال+وزير+
وبالتالي: وبال+تالي+
كالعادة: كال+عادة+
بأنّ: ب+أن+
ولاحقاً: و+لاحقا+
لتلفزيون: ل+تلفزيون+
لرويترز: ل+رويترز+
باسم: ب+اسم+
ووزير: و+وزير+
وبحسب: وب+حسب+
له: ل++ه
لها: ل++ها
بها: ب++ها
ولهم: ول++هم
رئيسها: +رئيس+ها
حكومته: +حكومت+ه
منازلهم: +منازل+هم
الرئيس: ال+رئيس+
وأعلنته: و+أعلنت+ه
""".strip().splitlines()

VERBS = """
يلتقي تستهدف ستقوم سيناقش وصلت طلبوا وقالت يدعمها استهدفته وسنضعها ولدت يزور زار التقى ليناقش يتصور قتلوا
أعلنت قال يقول يشتبه سيكون وكانت ليس يتوقع ترفض رفضت أوضح يمكن ويرى تعتقد يحملون سيعقد
"""
NOUNS = """
سياسة تركيا تحقيق تعاون يوسف يورو وصول وزارة سيدة ستون عضوا الرئيس رئيس محمد بيروت السبت الكويت وقت بيت يوم
يونيو تنظيم تراجع تصريحات سيارة سيناء صوت الانتخابات ساعات المقاتلون السينمائي كتاب واشنطن
"""


@pytest.mark.parametrize("case", SPLIT)
def test_split(case: str) -> None:
    word, _, expected = case.partition(": ")
    assert "+".join(split(fold(word).text)) == fold(expected).text


@pytest.mark.parametrize("word", VERBS.split())
def test_verbs(word: str) -> None:
    assert looks_like_verb(fold(word).text)


@pytest.mark.parametrize("word", NOUNS.split())
def test_nouns_and_names(word: str) -> None:
    assert not looks_like_verb(fold(word).text)


@given(st.text(max_size=30) | st.text(alphabet="ابتسفكلمنهوي", max_size=12))
def test_parts_make_up_the_word(word: str) -> None:
    before, stem, after = split(word)
    assert before + stem + after == word
    assert looks_like_verb(word) in (True, False)
