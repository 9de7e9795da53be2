"""Forms of cues, labelled by hand, and the laws that hold for every word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.conjugation import Verb
from musnad.lexicon import cue_forms, cue_rows, never
from musnad.morphology import Form, analyse, knows_cue, match, phrase_at, phrases
from musnad.text import fold

# printed word: lemma part clitics gender+number+person pronoun ("-" for none), "!" passive, "_" jussive
CASES = """
قال: قال past - ms3 -
وقال: قال past و ms3 -
فقالت: قال past ف fs3 -
قالوا: قال past - mp3 -
قالا: قال past - md3 -
قالتا: قال past - fd3 -
قلن: قال past - fp3 -
قلت: قال past - s1 -
قلنا: قال past - p1 -
قاله: قال past - ms3 ه
قالها: قال past - ms3 ها
قالوه: قال past - mp3 ه
قيل: قال past - ms3 - !
يُقال: قال present - ms3 - !
يقال: قال present - ms3 - !
يقول: قال present - ms3 -
وتقول: قال present و fs3 -
سيقول: قال present س ms3 -
وسيقول: قال present وس ms3 -
ليقول: قال present ل ms3 -
يقولون: قال present - mp3 -
يقولوا: قال present - mp3 -
يقولان: قال present - md3 -
أقول: قال present - s1 -
نقول: قال present - p1 -
يقل: قال present - ms3 - _
تقل: قال present - fs3 - _
أقل: قال present - s1 - _
قائلا: قال participle - ms0 -
قائلاً: قال participle - ms0 -
قائلة: قال participle - fs0 -
قائلين: قال participle - mp0 -
وقائلا: قال participle و ms0 -
قوله: قول masdar - ms0 ه
بقوله: قول masdar ب ms0 ه
قولها: قول masdar - ms0 ها
أقوال: قول masdar - fp0 -
أكد: أكد past - ms3 -
اكد: أكد past - ms3 -
أكّد: أكد past - ms3 -
أكَّدَ: أكد past - ms3 -
وأكدت: أكد past و fs3 -
أكدوا: أكد past - mp3 -
أكدنا: أكد past - p1 -
أكدا: أكد past - md3 -
يؤكد: أكد present - ms3 -
وطمأنت: طمأن past و fs3 -
يطمئن: طمأن present - ms3 -
متذرعا: تذرع participle - ms0 -
شبّه: شبه past - ms3 -
ستؤكد: أكد present س fs3 -
يؤكدون: أكد present - mp3 -
نؤكد: أكد present - p1 -
أؤكد: أكد present - s1 -
يُؤكَّد: أكد present - ms3 - !
يُؤكِّد: أكد present - ms3 -
أُكِّد: أكد past - ms3 - !
مؤكدا: أكد participle - ms0 -
مؤكداً: أكد participle - ms0 -
مؤكدًا: أكد participle - ms0 -
مؤكدة: أكد participle - fs0 -
مؤكدين: أكد participle - mp0 -
ومؤكدا: أكد participle و ms0 -
تأكيد: تأكيد masdar - ms0 -
التأكيد: تأكيد masdar ال ms0 -
وتأكيدا: تأكيد masdar و ms0 -
تأكيده: تأكيد masdar - ms0 ه
تأكيدها: تأكيد masdar - ms0 ها
تأكيدات: تأكيد masdar - fp0 -
أعلن: أعلن past - ms3 -
أعلنت: أعلن past - fs3 -
وأعلنته: أعلن past و fs3 ه
أعلنه: أعلن past - ms3 ه
أُعلن: أعلن past - ms3 - !
أعلنتا: أعلن past - fd3 -
وسيعلن: أعلن present وس ms3 -
تعلنها: أعلن present - fs3 ها
إعلان: إعلان masdar - ms0 -
الإعلان: إعلان masdar ال ms0 -
للإعلان: إعلان masdar لال ms0 -
إعلانه: إعلان masdar - ms0 ه
بإعلان: إعلان masdar ب ms0 -
أشار: أشار past - ms3 -
وأشارت: أشار past و fs3 -
أشرنا: أشار past - p1 -
أشاروا: أشار past - mp3 -
يشير: أشار present - ms3 -
وتشير: أشار present و fs3 -
يشيرون: أشار present - mp3 -
يشر: أشار present - ms3 - _
يشار: أشار present - ms3 - !
مشيرا: أشار participle - ms0 -
مشيراً: أشار participle - ms0 -
مشيرة: أشار participle - fs0 -
مشيرين: أشار participle - mp0 -
إشارته: إشارة masdar - fs0 ه
أضاف: أضاف past - ms3 -
مضيفا: أضاف participle - ms0 -
مضيفة: أضاف participle - fs0 -
مضيفين: أضاف participle - mp0 -
أفادت: أفاد past - fs3 -
يفيد: أفاد present - ms3 -
نفى: نفى past - ms3 -
ونفت: نفى past و fs3 -
نفوا: نفى past - mp3 -
نفيا: نفى past - md3 -
نفاه: نفى past - ms3 ه
ينفي: نفى present - ms3 -
ينفيه: نفى present - ms3 ه
ينفون: نفى present - mp3 -
تنف: نفى present - fs3 - _
ينف: نفى present - ms3 - _
نافيا: نفى participle - ms0 -
نافياً: نفى participle - ms0 -
نافية: نفى participle - fs0 -
نفيه: نفي masdar - ms0 ه
دعا: دعا past - ms3 -
ودعت: دعا past و fs3 -
دعوا: دعا past - mp3 -
دعتا: دعا past - fd3 -
دعونا: دعا past - p1 -
يدعو: دعا present - ms3 -
تدعو: دعا present - fs3 -
يدعون: دعا present - mp3 -
يدع: دعا present - ms3 - _
داعيا: دعا participle - ms0 -
داعية: دعا participle - fs0 -
داعين: دعا participle - mp0 -
دعوة: دعوة masdar - fs0 -
دعوته: دعوة masdar - fs0 ه
دعوات: دعوة masdar - fp0 -
الدعوات: دعوة masdar ال fp0 -
لدعوة: دعوة masdar ل fs0 -
رأى: رأى past - ms3 -
ورأت: رأى past و fs3 -
رأوا: رأى past - mp3 -
رآه: رأى past - ms3 ه
يرى: رأى present - ms3 -
ترى: رأى present - fs3 -
يرون: رأى present - mp3 -
نرى: رأى present - p1 -
رأيه: رأي masdar - ms0 ه
خشي: خشي past - ms3 -
خشيت: خشي past - fs3 -
خشوا: خشي past - mp3 -
يخشى: خشي present - ms3 -
تخشى: خشي present - fs3 -
يخشون: خشي present - mp3 -
خشية: خشية masdar - fs0 -
مخاوف: خوف masdar - fp0 -
بمخاوف: خوف masdar ب fp0 -
المخاوف: خوف masdar ال fp0 -
ادعى: ادعى past - ms3 -
ادعت: ادعى past - fs3 -
يدعي: ادعى present - ms3 -
ادعاء: ادعاء masdar - ms0 -
ادعاءه: ادعاء masdar - ms0 ه
ادعاؤه: ادعاء masdar - ms0 ه
ادعائه: ادعاء masdar - ms0 ه
ادعاءات: ادعاء masdar - fp0 -
حث: حث past - ms3 -
حثت: حث past - fs3 -
حثوا: حث past - mp3 -
حثثت: حث past - s1 -
حثه: حث past - ms3 ه
يحث: حث present - ms3 -
تحثهم: حث present - fs3 هم
رد: رد past - ms3 -
يرد: رد present - ms3 -
أصر: أصر past - ms3 -
أصرت: أصر past - fs3 -
أصررت: أصر past - s1 -
يصر: أصر present - ms3 -
يصرون: أصر present - mp3 -
أقر: أقر past - ms3 -
احتج: احتج past - ms3 -
احتججنا: احتج past - p1 -
يحتجون: احتج present - mp3 -
وصف: وصف past - ms3 -
وصفها: وصف past - ms3 ها
وصفتهم: وصف past - fs3 هم
يصف: وصف present - ms3 -
ويصفه: وصف present و ms3 ه
يوصف: وصف present - ms3 - !
توصف: وصف present - fs3 - !
واصفا: وصف participle - ms0 -
واصفة: وصف participle - fs0 -
وعد: وعد past - ms3 -
ووعدت: وعد past و fs3 -
وعود: وعد masdar - fp0 -
سأل: سأل past - ms3 -
سأله: سأل past - ms3 ه
سألته: سأل past - fs3 ه
سُئل: سأل past - ms3 - !
سئلت: سأل past - fs3 - !
يسأل: سأل present - ms3 -
يسألون: سأل present - mp3 -
سؤال: سؤال masdar - ms0 -
أسئلة: سؤال masdar - fp0 -
تساءل: تساءل past - ms3 -
يتساءلون: تساءل present - mp3 -
متسائلا: تساءل participle - ms0 -
تساؤلات: تساؤل masdar - fp0 -
هنّأ: هنأ past - ms3 -
هنأت: هنأ past - fs3 -
هنأه: هنأ past - ms3 ه
يهنئ: هنأ present - ms3 -
يهنئان: هنأ present - md3 -
مهنئا: هنأ participle - ms0 -
تنبأ: تنبأ past - ms3 -
تنبأت: تنبأ past - fs3 -
يتنبأ: تنبأ present - ms3 -
يتنبؤون: تنبأ present - mp3 -
تنبؤات: تنبؤ masdar - fp0 -
تمنى: تمنى past - ms3 -
تمنت: تمنى past - fs3 -
يتمنى: تمنى present - ms3 -
متمنيا: تمنى participle - ms0 -
متمنين: تمنى participle - mp0 -
سمّى: سمى past - ms3 -
سمته: سمى past - fs3 ه
أسماها: أسمى past - ms3 ها
اتهم: اتهم past - ms3 -
اتُّهم: اتهم past - ms3 - !
اتُهمت: اتهم past - fs3 - !
تتهمهم: اتهم present - fs3 هم
متهما: اتهم participle - ms0 -
متهمة: اتهم participle - fs0 -
اتهامات: اتهام masdar - fp0 -
باتهام: اتهام masdar ب ms0 -
لاتهامهم: اتهام masdar ل ms0 هم
اتهاماته: اتهام masdar - fp0 ه
بتهمة: تهمة masdar ب fs0 -
التهم: تهمة masdar ال fp0 -
بتهم: تهمة masdar ب fp0 -
طالب: طالب past - ms3 -
وتطالب: طالب present و fs3 -
مطالبا: طالب participle - ms0 -
مطالبين: طالب participle - mp0 -
مطالبة: مطالبة masdar - fs0 -
مطالبات: مطالبة masdar - fp0 -
ناشد: ناشد past - ms3 -
مناشدة: مناشدة masdar - fs0 -
حذر: حذر past - ms3 -
وتحذر: حذر present و fs3 -
محذرا: حذر participle - ms0 -
محذرة: حذر participle - fs0 -
تحذيرات: تحذير masdar - fp0 -
التحذير: تحذير masdar ال ms0 -
هدد: هدد past - ms3 -
وهددت: هدد past و fs3 -
يهددونهم: هدد present - mp3 هم
بتهديده: تهديد masdar ب ms0 ه
تهديدات: تهديد masdar - fp0 -
ندد: ندد past - ms3 -
للتنديد: تنديد masdar لال ms0 -
تنديدا: تنديد masdar - ms0 -
أدان: أدان past - ms3 -
أدانت: أدان past - fs3 -
يدين: أدان present - ms3 -
مدينا: أدان participle - ms0 -
إدانة: إدانة masdar - fs0 -
انتقد: انتقد past - ms3 -
انتقاداتهم: انتقاد masdar - fp0 هم
استنكر: استنكر past - ms3 -
واستنكرت: استنكر past و fs3 -
استبعد: استبعد past - ms3 -
تعهد: تعهد past - ms3 -
متعهدا: تعهد participle - ms0 -
أبلغ: أبلغ past - ms3 -
أبلغته: أبلغ past - fs3 ه
أخبره: أخبر past - ms3 ه
شكر: شكر past - ms3 -
رحب: رحب past - ms3 -
ترحيبه: ترحيب masdar - ms0 ه
أشاد: أشاد past - ms3 -
مشيدا: أشاد participle - ms0 -
إشادة: إشادة masdar - fs0 -
أثنى: أثنى past - ms3 -
وأثنت: أثنى past و fs3 -
اعتبر: اعتبر past - ms3 -
أعتبر: اعتبر present - s1 -
أبلغكم: أبلغ present - s1 كم
اعتبرته: اعتبر past - fs3 ه
معتبرا: اعتبر participle - ms0 -
معتبرة: اعتبر participle - fs0 -
يُعتقد: اعتقد present - ms3 - !
يعتقد: اعتقد present - ms3 -
توقع: توقع past - ms3 -
يتوقعون: توقع present - mp3 -
توقعاته: توقع masdar - fp0 ه
رجح: رجح past - ms3 -
اقترحوه: اقترح past - mp3 ه
أظهرت: أظهر past - fs3 -
كشفت: كشف past - fs3 -
كشفته: كشف past - fs3 ه
بيّن: بين past - ms3 -
وبين: بين past و ms3 -
مبينا: بين participle - ms0 -
وأبان: أبان past و ms3 -
تبين: بين present - fs3 -
نقلت: نقل past - fs3 -
ونقلت: نقل past و fs3 -
نقلا: نقلا relay - 0 -
نقلاً: نقلا relay - 0 -
بحسب: بحسب relay - 0 -
وبحسب: بحسب relay و 0 -
وفق: وفق relay - 0 -
وفقاً: وفقا relay - 0 -
ووفقا: وفقا relay و 0 -
حسبما: حسبما relay - 0 -
واستنادا: استنادا relay و 0 -
مزاعم: زعم masdar - fp0 -
المزاعم: زعم masdar ال fp0 -
بمزاعم: زعم masdar ب fp0 -
شكوى: شكوى masdar - fs0 -
شكواه: شكوى masdar - fs0 ه
بشكوى: شكوى masdar ب fs0 -
تصريحات: تصريح masdar - fp0 -
تصريحاته: تصريح masdar - fp0 ه
أنباء: نبأ noun - fp0 -
ﻗﺎﻝ: قال past - ms3 -
قـــال: قال past - ms3 -
أمرته: أمر past - fs3 ه
آمل: أمل present - s1 -
يأمل: أمل present - ms3 -
""".strip().splitlines()

# Words that look like a form of a cue and are something else.
NEGATIVES = """
بين بينهم هناك هنا عبر دون عقب لندن مدينة ومدينة نصف ونصف نصر أفضل فضلا مجددا فحسب مركزا محددا كامل
الحكم الحاكم تراكم أملاك كردي ردا وردا علم بحث وبحث هذا التي محمد الرئيس وزارة كتاب طاولة سيارة
قدرها نسبته أبرز أبرزها الأمر بالإضافة مقره معلمات ناقلات مذكرات متحدثة محتجين معارضون مؤيدين
وصول إلى على عن من في حتى لكن ثم قد لم سوف أن إن بأن مصر مقر مركز معبر كاتب عالم
ابنه وابنته سير اسم كيري تركيا ليبيا تعز اثنين لمن المهم توجد يوجد أشهر بيت شارع شمس قلم
شبه يشبه الاعتبار باعتباره الترجيح تعليم
"""


def reading(form: Form) -> str:
    clitics = form.conjunction + form.preposition + ("ال" if form.definite else "")
    agreement = f"{form.gender}{form.number}{form.person}"
    marks = (" !" if form.passive else "") + (" _" if form.jussive else "")
    return f"{form.cue.lemma} {form.part} {clitics or '-'} {agreement} {form.pronoun or '-'}{marks}"


@pytest.mark.parametrize("case", CASES)
def test_the_likeliest_reading(case: str) -> None:
    word, _, expected = case.partition(": ")
    readings = [reading(form) for form in analyse(word)]
    assert readings[:1] == [expected], readings


@pytest.mark.parametrize("word", NEGATIVES.split())
def test_what_is_no_cue(word: str) -> None:
    assert analyse(word) == ()


@pytest.mark.parametrize("word", sorted(never()))
def test_exceptions_are_needed(word: str) -> None:
    assert match(word, cue_forms(), {})


def test_ambiguous_words_keep_every_reading() -> None:
    assert {form.cue.lemma for form in analyse("يعد")} == {"عد", "وعد"}
    assert [form.part for form in analyse("أعلنت")] == ["past", "past"]
    assert {form.cue.lemma for form in analyse("حسب")} == {"حسب"}
    assert analyse("حسب")[0].part == "relay"


def test_hamza_and_ta_marbuta_exclude_readings() -> None:
    assert all(form.part == "masdar" for form in analyse("إفادة"))
    assert all(form.pronoun == "ه" for form in analyse("أفاده"))
    assert {form.part for form in analyse("افاده")} == {"past", "masdar"}
    assert analyse("رأي")[0].part == "masdar"
    assert analyse("رأى")[0].part == "past"


def test_every_generated_form_is_found_again_with_conjunctions() -> None:
    for cue, parts in cue_rows():
        if not isinstance(parts, Verb):
            continue
        for spelling, tag in parts.inflect():
            if tag.part not in ("past", "present") or tag.jussive:
                continue
            wanted = (cue.lemma, cue.cue_class, tag.part, tag.person, tag.number)
            for conjunction in ("و", "ف"):
                if {fold(spelling).text, fold(conjunction + spelling).text} & never().keys():
                    continue
                found = {
                    (form.cue.lemma, form.cue.cue_class, form.part, form.person, form.number)
                    for form in analyse(conjunction + spelling)
                    if form.conjunction == conjunction
                }
                assert wanted in found, (conjunction, spelling)


@given(st.text(max_size=30))
def test_total(word: str) -> None:
    assert analyse(word) == analyse(word)


@settings(max_examples=300)
@given(st.text(alphabet="اأإآبتدذرزسشعفقكلمنهويىئؤءةًٌٍَُِّْـ", max_size=12))
def test_readings_hold_what_is_printed(word: str) -> None:
    folded = fold(word).text
    for form in analyse(word):
        assert folded.startswith(form.conjunction)
        assert folded.endswith(form.pronoun)
        assert form.cue.complements


PHRASES = """
وأعرب الوزير عن شكره العميق: thank head 3
أعربت البعثة عن رفضها: say head 3
عبر المدرب عن أمله في: say head 3
أبدى النائب قلقه من: say head 2
وجه القاضي اللوم إلى: accuse noun 2
قدم الأمين شكره للفريق: thank noun 2
جدد المجلس التأكيد على: assert head 2
وجدد دعوته إلى: demand noun 1
شنت النقابة هجوما على: accuse noun 2
ألقى باللوم على: accuse head 1
ألقت اللجنة باللائمة على: accuse head 2
وأنحى المدرب باللائمة على: accuse head 2
أطلق السكان على السد اسم: say head 4
عبر السكان عن امتعاضهم من: say head 3
رفع المحافظ أسمى آيات الشكر إلى: thank head 4
من دون تحديد موعد: say all 2
حملت البلدية المقاول مسؤولية التأخير: accuse head 3
وجاء في بيان للنقابة أن: say head 2
كما ورد: -
رفض المدير التعليق على: deny head 2
امتنع عن التعليق: deny head 2
على حد قوله: say noun 2
على لسان رئيسها: say noun 1
في رأي المدرب: believe noun 1
من وجهة نظر السكان: believe all 2
دون تحديد موعد: say all 1
قدم كتابا جديدا: -
شن حملة: -
""".strip().splitlines()


@pytest.mark.parametrize("case", PHRASES)
def test_phrases(case: str) -> None:
    words, _, expected = case.partition(": ")
    match = phrase_at(words.split(), 0)
    found = "-" if match is None else f"{match.phrase.cue_class} {match.phrase.cue} {match.noun}"
    assert found == expected


def test_phrases_stop_at_the_end_of_a_sentence() -> None:
    assert phrase_at(["أعرب", "الوزير", ".", "وتحدث", "عن", "شكره"], 0) is None
    assert phrase_at(["أعرب", "الوزير", "عن", "شكره"], 0, end=3) is None
    assert phrase_at(["أعرب", "الوزير", "عن", "شكره"], 0) is not None
    assert all(phrase.nouns for group in phrases().values() for phrase in group)


@given(
    st.lists(
        st.sampled_from(
            ["على", "في", "عن", "دون", "أعرب", "رفض", "بيان", "جاء", ".", '"', "،", "حد", "قوله"]
        ),
        max_size=20,
    )
)
def test_phrases_are_total(words: list[str]) -> None:
    for index in range(len(words)):
        match = phrase_at(words, index)
        assert match is None or index <= match.head <= match.noun < len(words)


@pytest.mark.parametrize(("cue", "known"), [("وأضاف", True), (":", True), ("لم يقل", True), ("الجسر", False)])
def test_a_cue_is_known_by_any_of_its_words(cue: str, known: bool) -> None:
    assert knows_cue(cue) is known
