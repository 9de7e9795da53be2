"""Entries for tests of the corpus: invented reports, read by the grammar."""

from __future__ import annotations

from musnad import briefs
from musnad.corpus import Entry, Raw, pack
from musnad.model import Reading
from musnad.reader import ReadOptions, read
from musnad.text import Source, read_text

GRAMMAR = ReadOptions(engine="grammar")
BODY = (
    "قالت رئيسة البلدية رابعة البيلسان إن السد الجديد سيروي ثلاثين قرية قبل نهاية الصيف، وأضافت أن العمال "
    "أنهوا الجزء الأكبر من الجدار الشرقي رغم العواصف.\nوذكر المهندس نعمان السروي أن كلفة المشروع بلغت "
    "أربعة ملايين دينار، وأن ثلاث شركات محلية شاركت في حفر القناة الممتدة على تسعة كيلومترات بين الوادي "
    "والسهل."
)


def reading(text: str = BODY, **known: str) -> Reading:
    """The reading of an invented report."""
    given = {"publisher": "المزولة", "published": "2026-01-02", "title": "سد جديد في وادي السرو", **known}
    return read(read_text(text, Source(**given)), GRAMMAR)


def entry(text: str = BODY, key: str | None = None, **known: str) -> Entry:
    """The entry of an invented report; without a key that of its text and what is known of it."""
    made = reading(text, **known)
    data = text.encode("utf-8", "surrogatepass")
    name = key if key is not None else made.report.version
    raw = Raw(data, captured=made.report.captured)
    return pack(made, raw, "test.txt", name, briefs.packed(briefs.brief(made)))
