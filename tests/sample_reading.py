"""A reading made by hand over an invented report: nesting, relays, dropped subjects, split content."""

from __future__ import annotations

from musnad.model import (
    Attribution,
    Entity,
    Link,
    Mention,
    ReaderInfo,
    Reading,
    Report,
    Span,
    Statement,
    report_id,
    version_id,
)

TITLE = "وزيرة النقل في سلوان: الجسر الجديد يفتح قبل الشتاء"
TEXT = "\n".join(
    (
        TITLE,
        "مرسى - وكالة الساحل",
        (
            "قالت وزيرة النقل في جمهورية سلوان هدى الراسي لصحيفة الميناء، في مؤتمر صحافي عقدته مساء "
            "الثلاثاء، إن «الجسر الجديد سيفتح قبل الشتاء»، مؤكدة أن كلفته لم تتجاوز ما أقره المجلس."
        ),
        (
            "ونقلت وكالة الساحل عن مصدر في الشركة المنفذة قوله إن رئيس النقابة سمير حداد أبلغ العمال "
            "بأن الرواتب المتأخرة ستدفع هذا الأسبوع."
        ),
        "«لم نتلق أي وعد»، قال حداد، «ولن نعود إلى العمل».",
        "ولم تعلق الشركة على ذلك. وأضاف أن النقابة تحذر من إضراب شامل.",
        "",
    )
)


def span(part: str, nth: int = 0) -> Span:
    """The `nth` place where `part` stands in the sample."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(part, at + 1)
    return Span(at, at + len(part))


_ID = report_id("الميناء", "https://example.org/bridge", TITLE, "2024-10-08", TEXT)
REPORT = Report(
    id=_ID,
    version=version_id(_ID, TEXT),
    text=TEXT,
    title=TITLE,
    language="ar",
    publisher="الميناء",
    published="2024-10-08T19:30:00+02:00",
    published_from="metadata",
    byline="مرسى - وكالة الساحل",
    url="https://example.org/bridge",
    captured="2024-10-09T06:00:00Z",
)
MINISTER = span("وزيرة النقل في جمهورية سلوان هدى الراسي")
AGENCY = span("وكالة الساحل", 1)
HADDAD = span("رئيس النقابة سمير حداد")
PUBLISHER = Link("publisher", "e1", "report", 1.0)
CREDIT = Link("credit", "e2", "byline", 0.9, span("وكالة الساحل"))
ATTRIBUTIONS = (
    Attribution(
        "a1",
        span("وزيرة النقل في سلوان"),
        span(":"),
        (span("الجسر الجديد يفتح قبل الشتاء"),),
        ":",
        "say",
        "indirect",
        "heading",
        0.88,
    ),
    Attribution(
        "a2",
        MINISTER,
        span("قالت"),
        (span("إن «الجسر الجديد سيفتح قبل الشتاء»"),),
        "قال",
        "say",
        "direct",
        "verb-subject-inna",
        0.97,
        addressee=span("لصحيفة الميناء"),
        medium=span("في مؤتمر صحافي عقدته مساء الثلاثاء"),
    ),
    Attribution(
        "a3",
        None,
        span("مؤكدة"),
        (span("أن كلفته لم تتجاوز ما أقره المجلس"),),
        "أكد",
        "assert",
        "indirect",
        "participle",
        0.91,
        continues="a2",
    ),
    Attribution(
        "a4",
        span("مصدر في الشركة المنفذة"),
        span("قوله"),
        (span("إن رئيس النقابة سمير حداد أبلغ العمال بأن الرواتب المتأخرة ستدفع هذا الأسبوع"),),
        "قال",
        "say",
        "indirect",
        "relay-an",
        0.93,
        via=(AGENCY,),
    ),
    Attribution(
        "a5",
        HADDAD,
        span("أبلغ"),
        (span("بأن الرواتب المتأخرة ستدفع هذا الأسبوع"),),
        "أبلغ",
        "promise",
        "indirect",
        "verb-subject-inna",
        0.84,
        addressee=span("العمال"),
        via=(AGENCY, span("مصدر في الشركة المنفذة")),
        inside="a4",
    ),
    Attribution(
        "a6",
        span("حداد", 1),
        Span(span("قال حداد").start, span("قال حداد").start + 3),
        (span("«لم نتلق أي وعد»"), span("«ولن نعود إلى العمل»")),
        "قال",
        "deny",
        "direct",
        "quote-verb-subject",
        0.95,
    ),
    Attribution(
        "a7",
        span("الشركة", 1),
        span("ولم تعلق"),
        (span("على ذلك"),),
        "علق",
        "say",
        "indirect",
        "refusal",
        0.8,
        negated=True,
    ),
    Attribution(
        "a8",
        None,
        span("وأضاف"),
        (span("أن النقابة تحذر من إضراب شامل"),),
        "أضاف",
        "say",
        "indirect",
        "verb-inna",
        0.9,
        continues="a6",
    ),
    Attribution(
        "a9",
        span("النقابة", 1),
        span("تحذر"),
        (span("من إضراب شامل"),),
        "حذر",
        "warn",
        "indirect",
        "verb-min",
        0.86,
        inside="a8",
    ),
)
ENTITIES = (
    Entity("e1", "الميناء", "medium", ("صحيفة الميناء",)),
    Entity("e2", "وكالة الساحل", "medium"),
    Entity(
        "e3",
        "هدى الراسي",
        "person",
        ("وزيرة النقل في سلوان",),
        role="وزيرة النقل في جمهورية سلوان",
    ),
    Entity("e4", "مصدر في الشركة المنفذة", "unnamed", anonymous=True),
    Entity("e5", "سمير حداد", "person", ("حداد", "رئيس النقابة سمير حداد"), role="رئيس النقابة"),
    Entity("e6", "الشركة المنفذة", "organisation", ("الشركة",)),
    Entity("e7", "النقابة", "organisation"),
    Entity("e8", "جمهورية سلوان", "state", ("سلوان",)),
)
MENTIONS = (
    Mention(span("وزيرة النقل في سلوان"), "person", "e3"),
    Mention(span("وكالة الساحل"), "medium", "e2"),
    Mention(MINISTER, "person", "e3"),
    Mention(AGENCY, "medium", "e2"),
    Mention(span("مصدر في الشركة المنفذة"), "unnamed", "e4"),
    Mention(HADDAD, "person", "e5"),
    Mention(span("حداد", 1), "person", "e5"),
    Mention(span("الشركة", 1), "organisation", "e6"),
    Mention(span("النقابة", 1), "organisation", "e7"),
)


def _speaker(entity: str, at: Span | None, *, inherited: bool = False) -> Link:
    return Link("speaker", entity, "dropped-subject" if inherited else "source", 0.9, at, inherited)


_RELAY = Link("relayer", "e2", "naqalat-an", 0.95, AGENCY)
STATEMENTS = (
    Statement("s1", "a1", "e3", (PUBLISHER, CREDIT, _speaker("e3", span("وزيرة النقل في سلوان")))),
    Statement("s2", "a2", "e3", (PUBLISHER, CREDIT, _speaker("e3", MINISTER)), "e8", "2024-10-08"),
    Statement("s3", "a3", "e3", (PUBLISHER, CREDIT, _speaker("e3", MINISTER, inherited=True))),
    Statement("s4", "a4", "e4", (PUBLISHER, CREDIT, _RELAY, _speaker("e4", span("مصدر في الشركة المنفذة")))),
    Statement(
        "s5",
        "a5",
        "e5",
        (
            PUBLISHER,
            CREDIT,
            Link("relayer", "e2", "naqalat-an", 0.95, AGENCY, inherited=True),
            Link("relayer", "e4", "inside", 0.9, span("مصدر في الشركة المنفذة"), inherited=True),
            _speaker("e5", HADDAD),
        ),
    ),
    Statement("s6", "a6", "e5", (PUBLISHER, CREDIT, _speaker("e5", span("حداد", 1)))),
    Statement("s7", "a7", "e6", (PUBLISHER, CREDIT, _speaker("e6", span("الشركة", 1)))),
    Statement("s8", "a8", "e5", (PUBLISHER, CREDIT, _speaker("e5", span("حداد", 1), inherited=True))),
    Statement("s9", "a9", None, ()),
)
READING = Reading(
    report=REPORT,
    credits=(Mention(span("وكالة الساحل"), "medium", "e2"),),
    mentions=MENTIONS,
    entities=ENTITIES,
    attributions=ATTRIBUTIONS,
    statements=STATEMENTS,
    reader=ReaderInfo("0.1.0"),
)
