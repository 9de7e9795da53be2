"""Principal parts that follow by rule, and whole paradigms of one verb of each kind."""

import pytest

from musnad.conjugation import Verb, inflect_noun

# past form: present participle
PARTS = """
أكد 2: يؤكد مؤكد
هنأ 2: يهنئ مهنئ
سمى 2: يسمي مسمي
ناشد 3: يناشد مناشد
نادى 3: ينادي منادي
فاجأ 3: يفاجئ مفاجئ
آخذ 3: يؤاخذ مؤاخذ
أعلن 4: يعلن معلن
أشار 4: يشير مشير
أبدى 4: يبدي مبدي
أنبأ 4: ينبئ منبئ
أصر 4: يصر مصر
آمن 4: يؤمن مؤمن
أوضح 4: يوضح موضح
أيقن 4: يوقن موقن
تحدث 5: يتحدث متحدث
تمنى 5: يتمنى متمني
تنبأ 5: يتنبأ متنبئ
تساءل 6: يتساءل متسائل
اعتبر 8: يعتبر معتبر
ادعى 8: يدعي مدعي
اختار 8: يختار مختار
احتج 8: يحتج محتج
استنكر 10: يستنكر مستنكر
استعاد 10: يستعيد مستعيد
استدعى 10: يستدعي مستدعي
""".strip().splitlines()

DOERS = {
    "قال": "قائل", "سأل": "سائل", "دعا": "داعي", "نفى": "نافي", "أمر": "آمر", "حث": "حاث", "وصف": "واصف",
    "قرأ": "قارئ",
}  # fmt: skip


@pytest.mark.parametrize("case", PARTS)
def test_principal_parts(case: str) -> None:
    verb, _, expected = case.partition(": ")
    past, form = verb.split()
    parts = Verb(past, int(form))
    assert f"{parts.imperfect()} {parts.participle()}" == expected


@pytest.mark.parametrize("past", DOERS)
def test_participles_of_form_one(past: str) -> None:
    assert Verb(past, 1, "ي").participle() == DOERS[past]


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        (
            Verb("نفى", 1, "ينفي"),
            "نفى نفت نفوا نفيا نفتا نفيت نفينا نفين ينفي تنفي ينفون ينفوا ينفيان ينف نافيا نافين",
        ),
        (Verb("دعا", 1, "يدعو"), "دعا دعت دعوا دعوت دعونا دعي يدعو يدعون يدعوان يدع يدعى داعيا داعية"),
        (Verb("رد", 1, "يرد"), "رد ردت ردوا رددت رددنا يرد يردون يرددن راد"),
        (Verb("أدان", 4), "أدان أدانت أدانوا أدنت أدنا أدين أدينت يدين يدينون يدن يدان مدينا مدينين"),
        (Verb("اتهم", 8), "اتهم اتهمت اتهموا اتهمنا يتهم يتهمون متهما متهمين"),
        (Verb("أمل", 1, "يأمل"), "أمل أملت يأمل آمل نأمل آملا"),
    ],
)
def test_paradigms(verb: Verb, forms: str) -> None:
    assert set(forms.split()) <= {spelling for spelling, _ in verb.inflect()}


def test_no_form_is_empty_and_agreement_is_told() -> None:
    for verb in (Verb("قال", 1, "يقول"), Verb("رأى", 1, "يرى"), Verb("احتج", 8), Verb("تمنى", 5)):
        for spelling, tag in verb.inflect():
            assert len(spelling) > 1
            assert tag.number in ("s", "d", "p")
            assert (tag.person == 0) == (tag.part == "participle")


def test_nouns() -> None:
    forms = dict(inflect_noun("اتهام", ("اتهامات",), "masdar"))
    assert set(forms) == {"اتهام", "اتهاما", "اتهامان", "اتهامين", "اتهامات"}
    assert (forms["اتهامات"].gender, forms["اتهامات"].number) == ("f", "p")
    assert {spelling for spelling, _ in inflect_noun("شكوى", ("شكاوى",), "noun")} == {
        "شكوى", "شكويان", "شكويين", "شكاوى"
    }  # fmt: skip
