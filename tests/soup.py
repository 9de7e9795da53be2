"""Hostile texts for the property tests: strategies over what the press, and what nobody, writes."""

from __future__ import annotations

from hypothesis import strategies as st

MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640"
BIDI = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff"
QUOTES = "\"'«»“”‘’„‟‹›‚‛″〝〞＂`"
LIGATURES = "ﷲﷺﻻﻷﳲﷳﺎﻗ"
BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LETTERS = "ابتدرسعفقكلمنهويأإآؤئىة"

SENTENCES = (
    "قالت وزيرة الري في جمهورية سلوان هدى الراسي إن السد «لن يمتلئ قبل الربيع»، مؤكدة أن القرى آمنة.",
    "ونقلت وكالة الساحل عن مصدر أمني قوله إن رئيس البلدية سمير حداد أبلغ الأهالي بأن الطريق ستفتح غدا.",
    'وأضاف: "لم نعد أحدا بشيء. ولن نعد. هل هذا واضح؟"',
    "«سنعود إلى القرية»، قال المنصوب لصحيفة الميناء، «ولو بعد عام».",
    "وبحسب ما ذكرت قناة الوادي، فإن الحاكم نفى علمه بالصفقة التي كشفت عنها الوثائق.",
    "وكانت النقابية د.ليلى العامر قد اتهمت الشركة بـ\"التلاعب\" في 3.5 في المئة من الأجور.وطالب بالرد.",
    "سلوان: لا تفاوض قبل انسحاب القوات من مرسى",
    "ولم يقل الوزير إن بلاده سترد، لكنه حذر (في حديث إلى أ.ف.ب) من «عواقب» ذلك!",
    "مرسى - وكالة الساحل - قال شهود إنهم رأوا النار، وإن أحدا لم يصب...",
    "وشكر الأمير أهل القرية على صبرهم، معربا عن أمله في أن يُفتح الجسر يوم الثلاثاء 4 آب/أغسطس.",
    "The ministry said it “knew nothing” of the U.S. report. Mr. Haddad's office didn't reply.",
)  # fmt: skip

pieces = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from([part for sentence in SENTENCES for part in sentence.split()]),
    st.text(st.sampled_from(QUOTES), min_size=1, max_size=4),
    st.text(st.sampled_from(BREAKS + " \t\u00a0.،؛:!؟…()[]-–#_"), min_size=1, max_size=4),
    st.text(st.sampled_from(MARKS + BIDI), min_size=1, max_size=4),
    st.text(st.sampled_from(LIGATURES + LETTERS), min_size=1, max_size=6),
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=3),
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Newsroom sentences with a few stretches deleted, doubled, or overwritten by something else."""
    text = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n".join))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from(("", text[start:end] * 2)) | pieces) + text[end:]
    return text


texts = st.one_of(
    mutated(),
    st.lists(pieces, max_size=20).map("".join),
    st.lists(pieces, max_size=20).map(" ".join),
    st.text(st.sampled_from(QUOTES + "ا .\n"), max_size=60),
    st.text(st.characters(exclude_categories=()), max_size=60),
)
"""Any str at all, lone surrogates included, most of them close to what is printed."""
