"""Each pattern of attribution on graded sentences, and what a pattern declines."""

from dataclasses import replace

import pytest

from musnad.patterns import PATTERNS, heading, nominal, participle, phrased, verb
from tests.attribution_cases import Case, at, cases, form, found, shown, tokens

CLAUSES = """
قال الوزير سامر الدالي إن الجسر الجديد سيفتح قبل الشتاء.
  قال | الوزير سامر الدالي | إن الجسر الجديد سيفتح قبل الشتاء | say indirect
قالت وزيرة النقل هالة الرماح إنّ الجسر سيفتح غداً.
  قالت | وزيرة النقل هالة الرماح | إنّ الجسر سيفتح غداً | say indirect
وأكد رئيس البلدية أن المياه ستعود مساء الأحد.
  وأكد | رئيس البلدية | أن المياه ستعود مساء الأحد | assert indirect
وأفاد مصدر أمني بأن الحريق أخمد.
  وأفاد | مصدر أمني | بأن الحريق أخمد | say indirect
وذكرت وكالة الطود أن السد سيغلق يومين.
  وذكرت | وكالة الطود | أن السد سيغلق يومين | relay indirect
وأضاف أن العمل سيستمر حتى الربيع.
  وأضاف | - | أن العمل سيستمر حتى الربيع | say indirect
ونفت الشركة أن تكون قد أخفت التقرير.
  ونفت | الشركة | أن تكون قد أخفت التقرير | deny indirect
وأظهر التقرير أن الإنتاج تراجع.
  وأظهر | التقرير | أن الإنتاج تراجع | show indirect
وتوقع الخبراء أن تتراجع الأمطار.
  وتوقع | الخبراء | أن تتراجع الأمطار | believe indirect
واعتبر الدالي أن القرار متسرع.
  واعتبر | الدالي | أن القرار متسرع | believe indirect
يُعتقد أن السد متصدع منذ عام.
  يُعتقد | - | أن السد متصدع منذ عام | believe indirect
ويقال إن الشركة أفلست.
  ويقال | - | إن الشركة أفلست | say indirect
وطالب الدالي بأن تصرف التعويضات فوراً.
  وطالب | الدالي | بأن تصرف التعويضات فوراً | demand indirect
ويرى محللون أن الأزمة ستطول.
  ويرى | محللون | أن الأزمة ستطول | believe indirect
وكتبت صحيفة المزولة أن الشركة أفلست.
  وكتبت | صحيفة المزولة | أن الشركة أفلست | say indirect
وقال البيان إن السد آمن.
  وقال | البيان | إن السد آمن | say indirect
ويقول سامر الدالي إن السد آمن.
  ويقول | سامر الدالي | إن السد آمن | say indirect
وقد أكد الدالي أن السد آمن.
  أكد | الدالي | أن السد آمن | assert indirect
فيما أكدت الشركة أن الأنابيب سليمة.
  أكدت | الشركة | أن الأنابيب سليمة | assert indirect
واعترف الدالي بأن الشركة أخطأت.
  واعترف | الدالي | بأن الشركة أخطأت | assert indirect
وزعمت الشركة أن التقرير مزور.
  وزعمت | الشركة | أن التقرير مزور | claim indirect
وادعى الدالي أن التقرير مزور.
  وادعى | الدالي | أن التقرير مزور | claim indirect
وأعلن الجيش أنه أسقط ثلاث طائرات مسيرة.
  وأعلن | الجيش | أنه أسقط ثلاث طائرات مسيرة | announce indirect
وذكرت صحيفة المزولة أن العقد سيفسخ.
  وذكرت | صحيفة المزولة | أن العقد سيفسخ | relay indirect
وأوردت وكالة الطود أن العقد سيفسخ.
  وأوردت | وكالة الطود | أن العقد سيفسخ | relay indirect
وأفاد مراسل وكالة الطود بأن القصف تجدد.
  وأفاد | مراسل وكالة الطود | بأن القصف تجدد | relay indirect
وأفادت مصادر محلية بأن القصف تجدد.
  وأفادت | مصادر محلية | بأن القصف تجدد | say indirect
وقال الدالي إنه يثق بالخبراء.
  وقال | الدالي | إنه يثق بالخبراء | say indirect
وقال الدالي إنه يعتقد أن السد آمن.
  وقال | الدالي | إنه يعتقد أن السد آمن | say indirect
وذكّر الدالي بأن السد بني قبل ثلاثين عاماً.
  وذكّر | الدالي | بأن السد بني قبل ثلاثين عاماً | say indirect
وقال الدالي بأن السد آمن.
  وقال | الدالي | بأن السد آمن | say indirect
واعتبرت صحيفة المزولة أن القرار متسرع.
  واعتبرت | صحيفة المزولة | أن القرار متسرع | believe indirect
وترى الرماح أن القرار متسرع.
  وترى | الرماح | أن القرار متسرع | believe indirect
"""

PREPOSITIONS = """
وأشار الدالي إلى أن السد بني قبل ثلاثين عاماً.
  وأشار | الدالي | إلى أن السد بني قبل ثلاثين عاماً | say indirect
وأشارت الرماح إلى وجود خلل في المضخات.
  وأشارت | الرماح | إلى وجود خلل في المضخات | say indirect
ودعا رئيس البلدية إلى ترشيد استهلاك المياه.
  ودعا | رئيس البلدية | إلى ترشيد استهلاك المياه | demand indirect
وطالب السكان بتعويضات عاجلة.
  وطالب | السكان | بتعويضات عاجلة | demand indirect
واتهم الدالي الشركة بإخفاء التقارير.
  واتهم | الدالي | الشركة بإخفاء التقارير | accuse indirect
وحذر الدالي من كارثة إذا انهار السد.
  وحذر | الدالي | من كارثة إذا انهار السد | warn indirect
وحذرت منظمة الضفاف من انتشار المرض في المخيمات.
  وحذرت | منظمة الضفاف | من انتشار المرض في المخيمات | warn indirect
وحذر وزير المياه سامر الدالي من خطورة الوضع.
  وحذر | وزير المياه سامر الدالي | من خطورة الوضع | warn indirect
وشدد الدالي على ضرورة الإسراع في الترميم.
  وشدد | الدالي | على ضرورة الإسراع في الترميم | assert indirect
وشدد على أن العمل لن يتوقف.
  وشدد | - | على أن العمل لن يتوقف | assert indirect
وأكدت الرماح على أهمية الحوار.
  وأكدت | الرماح | على أهمية الحوار | assert indirect
وكشف الدالي عن خطة لبناء سد ثان.
  وكشف | الدالي | عن خطة لبناء سد ثان | show indirect
ورحبت الرماح بالاتفاق الجديد.
  ورحبت | الرماح | بالاتفاق الجديد | thank indirect
ونددت النقابة بقرار الوزارة.
  ونددت | النقابة | بقرار الوزارة | accuse indirect
وتعهد الدالي بصرف التعويضات خلال شهر.
  وتعهد | الدالي | بصرف التعويضات خلال شهر | promise indirect
ووعدت الشركة بإصلاح الأنابيب.
  ووعدت | الشركة | بإصلاح الأنابيب | promise indirect
وهدد العمال بالإضراب إذا لم تصرف الرواتب.
  وهدد | العمال | بالإضراب إذا لم تصرف الرواتب | warn indirect
وتساءل الدالي عن سبب التأخير.
  وتساءل | الدالي | عن سبب التأخير | ask indirect
وأشاد الدالي بجهود المتطوعين.
  وأشاد | الدالي | بجهود المتطوعين | thank indirect
ولفت الدالي إلى أن السد آمن.
  ولفت | الدالي | إلى أن السد آمن | say indirect
ونوه الدالي بدور المتطوعين.
  ونوه | الدالي | بدور المتطوعين | thank indirect
وأقر الدالي بوجود تقصير في صيانة السد.
  وأقر | الدالي | بوجود تقصير في صيانة السد | assert indirect
وطالبت النقابة بوقف العمل وصرف الرواتب.
  وطالبت | النقابة | بوقف العمل وصرف الرواتب | demand indirect
وتحدثت صحيفة المزولة عن خلافات داخل الشركة.
  وتحدثت | صحيفة المزولة | عن خلافات داخل الشركة | say indirect
ولفتت إلى أن الأشغال تأخرت بسبب الأمطار.
  ولفتت | - | إلى أن الأشغال تأخرت بسبب الأمطار | say indirect
"""

OBJECTS = """
وأكدت الرماح ضرورة دعم المزارعين.
  وأكدت | الرماح | ضرورة دعم المزارعين | assert indirect
وأعلنت الشرطة مقتل ثلاثة أشخاص في الحريق.
  وأعلنت | الشرطة | مقتل ثلاثة أشخاص في الحريق | announce indirect
وأعلنت وزارة الصحة ارتفاع عدد الإصابات إلى مئة.
  وأعلنت | وزارة الصحة | ارتفاع عدد الإصابات إلى مئة | announce indirect
وانتقدت النقابة قرار الوزارة.
  وانتقدت | النقابة | قرار الوزارة | accuse indirect
واستنكرت النقابة قرار الوزارة.
  واستنكرت | النقابة | قرار الوزارة | accuse indirect
واقترح الدالي تأجيل الافتتاح.
  واقترح | الدالي | تأجيل الافتتاح | demand indirect
وأعلنت السلطات في رأس المها إغلاق المدارس.
  وأعلنت | السلطات في رأس المها | إغلاق المدارس | announce indirect
"""

QUOTATIONS = """
وقال الدالي: «السد آمن ولا خطر على السكان».
  وقال | الدالي | «السد آمن ولا خطر على السكان» | say direct
وقال الدالي، «السد آمن ولا خطر على السكان».
  وقال | الدالي | «السد آمن ولا خطر على السكان» | say direct
وأضاف: «سنعمل ليلاً ونهاراً حتى نهاية الشهر».
  وأضاف | - | «سنعمل ليلاً ونهاراً حتى نهاية الشهر» | say direct
وقالت الرماح "لن نترك أحداً وحده في هذا الشتاء القاسي ما دمنا هنا".
  وقالت | الرماح | "لن نترك أحداً وحده في هذا الشتاء القاسي ما دمنا هنا" | say direct
وقال الدالي "إن السد آمن ولا خطر على السكان".
  وقال | الدالي | "إن السد آمن ولا خطر على السكان" | say direct
وقال "نحن في أزمة حقيقية".
  وقال | - | "نحن في أزمة حقيقية" | say direct
وقال مدير المستشفى خالد الساري: نستقبل عشرات الجرحى كل ساعة.
  وقال | مدير المستشفى خالد الساري | نستقبل عشرات الجرحى كل ساعة | say indirect
وقال سامر الدالي، مدير السد: «الشقوق سطحية ولا خطر منها».
  وقال | سامر الدالي، مدير السد | «الشقوق سطحية ولا خطر منها» | say direct
وقال الدالي: إن السد آمن.
  وقال | الدالي | إن السد آمن | say indirect
وقال الدالي: «نطالب الشركة بتقديم التقرير كاملاً».
  وقال | الدالي | «نطالب الشركة بتقديم التقرير كاملاً» | say direct
"""

QUOTATIONS_FIRST = """
«السد آمن ولا خطر على السكان»، قال الدالي.
  قال | الدالي | «السد آمن ولا خطر على السكان» | say direct
"لن نغلق السد هذا العام"، يقول الدالي.
  يقول | الدالي | "لن نغلق السد هذا العام" | say direct
"""

PARTICIPLES = """
وقال الدالي إن السد آمن، مضيفاً أن الخبراء فحصوه مرتين.
  وقال | الدالي | إن السد آمن | say indirect
  مضيفاً | - | أن الخبراء فحصوه مرتين | say indirect
وقال الدالي إن السد آمن، مشيراً إلى أن الخبراء فحصوه مرتين.
  وقال | الدالي | إن السد آمن | say indirect
  مشيراً | - | إلى أن الخبراء فحصوه مرتين | say indirect
وأكد الدالي أن السد آمن، لافتاً إلى أن الشقوق سطحية، ومؤكداً أن الترميم بدأ.
  وأكد | الدالي | أن السد آمن | assert indirect
  لافتاً | - | إلى أن الشقوق سطحية | say indirect
  ومؤكداً | - | أن الترميم بدأ | assert indirect
ودعا الدالي إلى الهدوء، معتبراً أن القلق لا مبرر له.
  ودعا | الدالي | إلى الهدوء | demand indirect
  معتبراً | - | أن القلق لا مبرر له | believe indirect
وأعلن الدالي استقالته، محذراً من انهيار السد.
  وأعلن | الدالي | استقالته | announce indirect
  محذراً | - | من انهيار السد | warn indirect
وغادر الدالي القاعة قائلاً إن الاجتماع انتهى.
  قائلاً | - | إن الاجتماع انتهى | say indirect
وقال شيخ المسجد إن المياه غمرت الطريق، مشدداً على ضرورة إخلاء الحي.
  وقال | شيخ المسجد | إن المياه غمرت الطريق | say indirect
  مشدداً | - | على ضرورة إخلاء الحي | assert indirect
وقال الدالي إن العمل "سيبدأ غداً"، موضحاً أن الشركة وافقت.
  وقال | الدالي | إن العمل "سيبدأ غداً" | say mixed
  موضحاً | - | أن الشركة وافقت | say indirect
"""

NOUNS = """
تحذيرات أميركية من انهيار السد
  تحذيرات | أميركية | من انهيار السد | warn indirect
وتزامن ذلك مع تأكيده أن السد آمن.
  تأكيده | - | أن السد آمن | assert indirect
وردت الشركة على اتهامات الوزارة بإخفاء التقرير.
  اتهامات | الوزارة | بإخفاء التقرير | accuse indirect
"""

LIGHT_VERBS = """
وأعربت الرماح عن أسفها لوفاة العامل.
  وأعربت | الرماح | عن أسفها لوفاة العامل | say indirect
ورفضت الشركة التعليق على التقرير.
  ورفضت | الشركة | التعليق على التقرير | deny indirect
وجدد الدالي دعوته إلى وقف العمل في السد.
  دعوته | الدالي | إلى وقف العمل في السد | demand indirect
ووجه الدالي اتهامات للشركة بإخفاء التقرير.
  اتهامات | الدالي | للشركة بإخفاء التقرير | accuse indirect
ووجه الدالي الشكر إلى المتطوعين.
  الشكر | الدالي | إلى المتطوعين | thank indirect
وعبرت النقابة عن رفضها القرار.
  وعبرت | النقابة | عن رفضها القرار | say indirect
وعبّر الدالي عن أمله في أن تنتهي الأشغال قريباً.
  وعبّر | الدالي | عن أمله في أن تنتهي الأشغال قريباً | say indirect
وأعرب عن ثقته بأن الاتفاق سيصمد.
  وأعرب | - | عن ثقته بأن الاتفاق سيصمد | say indirect
وألقى الدالي باللوم على الشركة في انهيار السد.
  وألقى | الدالي | باللوم على الشركة في انهيار السد | accuse indirect
ورفض الدالي الإفصاح عن الأسماء.
  ورفض | الدالي | الإفصاح عن الأسماء | deny indirect
"""

HEADINGS = """
الدالي: السد آمن ولا داعي للقلق
  : | الدالي | السد آمن ولا داعي للقلق | say indirect
وزير المياه: لن نرفع الأسعار هذا العام
  : | وزير المياه | لن نرفع الأسعار هذا العام | say indirect
الشرطة: لا ضحايا في حريق السوق
  : | الشرطة | لا ضحايا في حريق السوق | say indirect
الدالي: «لن نغلق السد»
  : | الدالي | «لن نغلق السد» | say direct
رئيس بلدية رأس المها: المياه تعود غداً
  : | رئيس بلدية رأس المها | المياه تعود غداً | say indirect
الدالي: الشركة أخفت التقرير والنقابة تنفي
  : | الدالي | الشركة أخفت التقرير والنقابة تنفي | say indirect
مصدر: الحريق أخمد
  : | مصدر | الحريق أخمد | say indirect
"المزولة": الشركة أخفت التقرير
  : | "المزولة" | الشركة أخفت التقرير | say indirect
"""

NEGATED = """
ولم يقل الدالي إن السد سيغلق.
  ولم يقل | الدالي | إن السد سيغلق | say indirect | not
ولم تكشف الوزارة عن كلفة المشروع.
  ولم تكشف | الوزارة | عن كلفة المشروع | show indirect | not
ولم يعلق الدالي على التقرير.
  ولم يعلق | الدالي | على التقرير | say indirect | not
"""


@pytest.mark.parametrize("case", cases(CLAUSES))
def test_a_verb_and_its_clause(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(PREPOSITIONS))
def test_a_verb_and_its_preposition(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(OBJECTS))
def test_a_verb_and_its_object(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(QUOTATIONS))
def test_a_verb_and_a_quotation(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(QUOTATIONS_FIRST))
def test_a_quotation_before_its_verb(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(PARTICIPLES))
def test_participles(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(NOUNS))
def test_nouns_of_saying(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(LIGHT_VERBS))
def test_light_verbs(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(HEADINGS))
def test_headings(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize("case", cases(NEGATED))
def test_negated_saying(case: Case) -> None:
    sentence, expected = case
    assert found(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("وقال الدالي إن السد آمن", "verb-subject-inna"),
        ("وقال إن السد آمن", "verb-inna"),
        ("الدالي قال إن السد آمن", "subject-verb-inna"),
        ("وقال الدالي: «السد آمن ولن نغلقه»", "verb-subject-quote"),
        ("وأشار الدالي إلى وجود خلل", "verb-subject-preposition"),
        ("وأعلنت الشرطة مقتل ثلاثة", "verb-subject-object"),
    ],
)
def test_a_verb_names_its_rule(sentence: str, rule: str) -> None:
    read = tokens(sentence)
    index = next(i for i, forms in enumerate(read.forms) if forms)
    draft = verb(read, index, form(read, index))
    assert draft is not None
    assert draft.rule == rule


def test_the_reporter_in_the_first_person_is_no_source() -> None:
    read = tokens("قلنا إن السد آمن")
    assert verb(read, 0, form(read, 0)) is None


def test_the_first_person_speaks_inside_a_quotation() -> None:
    read = tokens("«قلنا إن السد آمن»")
    index = at(read, "قلنا")
    assert verb(read, index, form(read, index)) is not None


@pytest.mark.parametrize("sentence", ["قال.", "وأضاف الدالي:", "وصرح الدالي."])
def test_a_cue_without_content_is_no_attribution(sentence: str) -> None:
    assert found(sentence) == ()


def test_a_negation_before_the_verb_belongs_to_the_cue() -> None:
    read = tokens("لم يقل الدالي إن السد آمن")
    draft = verb(read, 1, form(read, 1))
    assert draft is not None
    assert (draft.negated, draft.cue) == (True, (0, 2))


def test_a_noun_with_a_pronoun_has_no_source() -> None:
    read = tokens("تأكيده أن السد آمن")
    draft = nominal(read, 0, form(read, 0))
    assert draft is not None
    assert (draft.source, draft.rule) == (None, "noun-pronoun-inna")


def test_a_definite_participle_is_no_cue() -> None:
    read = tokens("مؤكداً أن السد آمن")
    known = form(read, 0)
    assert participle(read, 0, known) is not None
    assert participle(read, 0, replace(known, definite=True)) is None


def test_a_light_verb_needs_its_noun() -> None:
    with_noun, without = tokens("أعرب الدالي عن قلقه"), tokens("أعرب الدالي الكلمة")
    assert phrased(with_noun, 0) is not None
    assert phrased(without, 0) is None


@pytest.mark.parametrize(
    "line",
    [
        "الدالي: السد آمن.",  # a sentence and no heading
        "عاجل: السد آمن",  # a label
        "في الوادي: السد آمن",  # a place
        "الدالي يقول: السد آمن",  # a verb of its own
        "المباراة 3: فوز ثمين",  # a number
        "الدالي:",  # nothing said
        "السد آمن",  # no colon
    ],
)
def test_what_is_no_heading_with_a_speaker(line: str) -> None:
    assert heading(tokens(line)) is None


def test_a_heading_names_speaker_and_content() -> None:
    read = tokens("الدالي: السد آمن")
    draft = heading(read)
    assert draft is not None
    assert (shown(read, draft.source), shown(read, draft.content[0])) == ("الدالي", "السد آمن")


def test_every_part_of_speech_has_a_pattern() -> None:
    assert set(PATTERNS) == {"past", "present", "participle", "masdar", "noun"}
