"""Pages to articles: main text character for character, metadata, boilerplate, pages without an article."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musnad.page import extract
from musnad.text import EmptyInputError, NoArticleError, ReadError, Source, read_bytes
from tools.page_layouts import LAYOUTS, NO_ARTICLE, Story

STORY = Story(
    title="وزير الري يفتتح سد الوادي الأخضر بعد سبعة أعوام من العمل",
    paragraphs=(
        (
            "\u200fافتتح وزير الري سالم المنصوب،\u00a0أمس الأربعاء، سد الوادي الأخضر الذي يكفي ثلاث "
            "مدن كبيرة في الشمال."
        ),
        (
            "وقال المنصوب في كلمته أمام الأهالي إن «العمل في السد دام سبعة أعوام»، مضيفاً أن تكلفته "
            "لم تتجاوز ما رُصد له."
        ),
        (
            "من جانبها، حذرت جمعية المزارعين من أن القرى الواقعة أسفل الوادي لم تستعد بعدُ لفتح "
            "بوابات السد في الشتاء."
        ),
        (
            "ويُذكر أن مشـــروع السدّ تأخر مرتين منذ بدايته، وفق ما أوردته صحيفة المدار نقلاً عن "
            "مهندس\u200c في الموقع."
        ),
    ),
    published="2021-03-04T14:30:00+03:00",
    publisher="وكالة المدار",
    byline="هند الراصد",
    others=tuple(f"عنوان آخر رقم {n} عن موضوع بعيد في بلاد بعيدة جداً عن هنا" for n in range(10)),
    remarks=(
        "أحسن الوزير ومن معه في هذا العمل الكبير الذي انتظرناه أعواماً طويلة.",
        "كلام لا يقنع أحداً من أهل الوادي.",
    ),
)
MARKERS = (
    "اقرأ أيضا",
    "شارك",
    "فيسبوك",
    "جميع الحقوق",
    "النشرة البريدية",
    "عنوان آخر",
    "أحسن الوزير",
    "الوسوم",
)
# What these two layouts have no mark for: byline, links for printing, a poll, the date.
LOOSE = {"tables", "div-soup", "forms", "components"}


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "wire"])
def test_layouts(layout: str) -> None:
    report = read_bytes(LAYOUTS[layout](STORY), Source(url="https://news.example/a/7"))
    title, *body = report.text.split("\n")
    assert title == report.title == STORY.title
    kept = [line for line in body if line in STORY.paragraphs]
    assert tuple(kept) == STORY.paragraphs
    assert body == kept or layout in LOOSE
    assert not [m for m in MARKERS if m in report.text]
    assert report.language == "ar"


def test_a_brief_of_sixty_words() -> None:
    report = read_bytes(LAYOUTS["wire"](STORY))
    assert report.text == f"{STORY.title}\n" + " ".join(" ".join(STORY.paragraphs).split()[:60])


@pytest.mark.parametrize(
    ("layout", "published", "origin"),
    [
        ("wordpress", STORY.published, "metadata"),
        ("drupal", STORY.published, "metadata"),
        ("amp", STORY.published, "metadata"),
        ("linked-data-only", STORY.published, "metadata"),
        ("components", STORY.published, "metadata"),
        ("magazine", STORY.published, "metadata"),
        ("forms", "2021-03-04", "text"),
        ("posts", None, None),
    ],
)
def test_dates(layout: str, published: str | None, origin: str | None) -> None:
    report = read_bytes(LAYOUTS[layout](STORY))
    assert (report.published, report.published_from) == (published, origin)


@pytest.mark.parametrize("layout", ["amp", "magazine"])
def test_publisher_and_byline(layout: str) -> None:
    report = read_bytes(LAYOUTS[layout](STORY))
    assert (report.publisher, report.byline) == (STORY.publisher, STORY.byline)


def test_canonical_address_is_the_key() -> None:
    page = LAYOUTS["wordpress"](STORY)
    first = read_bytes(page, Source(url="https://news.example/?p=3&utm_source=x"))
    second = read_bytes(page, Source(url="https://m.news.example/3"))
    assert first.url == "https://news.example/2021/03/04/khabar/"
    assert first.id == second.id


def test_options_win() -> None:
    given_ = Source(publisher="الراصد", published="2020-01-01", byline="فلان", title="عنوان معطى للخبر")
    report = read_bytes(LAYOUTS["magazine"](STORY), given_)
    assert report.text.startswith("عنوان معطى للخبر\n")
    assert (report.publisher, report.published, report.published_from, report.byline) == (
        "الراصد",
        "2020-01-01",
        "option",
        "فلان",
    )


@pytest.mark.parametrize("layout", list(NO_ARTICLE))
def test_no_article(layout: str) -> None:
    with pytest.raises(NoArticleError):
        read_bytes(NO_ARTICLE[layout](STORY))


@pytest.mark.parametrize(
    "page", ["<html></html>", "<!doctype html>", "<html><body><script>var a = 1</script></body>"]
)
def test_empty_pages(page: str) -> None:
    with pytest.raises((NoArticleError, EmptyInputError)):
        read_bytes(page.encode())


def page_with(data: str, body: str = "") -> str:
    return f'<html><head><script type="application/ld+json">{data}</script></head><body>{body}</body></html>'


ARTICLE: dict[str, object] = {
    "@type": "NewsArticle",
    "headline": STORY.title,
    "datePublished": "2021-03-04",
    "articleBody": "\n".join(STORY.paragraphs),
}


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(ARTICLE),
        json.dumps([{"@type": "WebSite"}, ARTICLE]),
        json.dumps({"@graph": [{"@type": "Person", "name": "x"}, ARTICLE]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        json.dumps({**ARTICLE, "@type": ["Thing", "ReportageNewsArticle"]}),
        json.dumps(ARTICLE)[:-1] + ",}",
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        json.dumps(ARTICLE)[:-1] + ', "broken": }',
        json.dumps(ARTICLE, ensure_ascii=False).replace("\\n", "\n"),
    ],
)
def test_linked_data(data: str) -> None:
    article = extract(page_with(data))
    assert article is not None
    assert (article.title, article.published) == (STORY.title, "2021-03-04")
    assert article.paragraphs == STORY.paragraphs


@pytest.mark.parametrize("data", ["", "{", "null", "[1, 2]", '{"@type": 5}', "[" * 100_000])
def test_broken_linked_data_does_no_harm(data: str) -> None:
    body = f"<h1>{STORY.title}</h1>" + "".join(f"<p>{p}</p>" for p in STORY.paragraphs)
    article = extract(page_with(data, body))
    assert article is not None
    assert article.paragraphs == STORY.paragraphs


def test_linked_text_does_not_displace_a_good_extraction() -> None:
    body = "".join(f"<p>{p}</p>" for p in STORY.paragraphs)
    data = json.dumps({**ARTICLE, "articleBody": STORY.paragraphs[0]})
    article = extract(page_with(data, f"<article>{body}</article>"))
    assert article is not None
    assert article.paragraphs == STORY.paragraphs


def test_characters_that_cleaners_drop() -> None:
    fragile = (
        "قال\u200f إن\u202b «السد»\u202c\u00a0آمن\u200c جدا\u064e\u0651 ﷺ ﻻ "
        "ـــ\u2009و\u061cهو\u2067 كذلك\u2069 منذ سبعة أعوام كاملة."
    )
    report = read_bytes(
        f"<html><body><article><p>{fragile}</p><p>{STORY.paragraphs[1]}</p></article></body></html>".encode()
    )
    assert fragile in report.text.split("\n")


def test_no_break_spaces_and_entities() -> None:
    html = (
        "<html><body><p>قال&nbsp;الوزير &laquo;نعم&raquo; &#1608;أضاف &amp; قال كلاماً كثيراً في "
        f"هذا الأمر المهم.</p><p>{STORY.paragraphs[1]}</p>"
    )
    assert "قال\u00a0الوزير «نعم» وأضاف & قال" in read_bytes(html.encode()).text


def test_a_canonical_link_to_the_front_page_is_not_believed() -> None:
    page = LAYOUTS["drupal"](STORY).replace(
        b"<head>", b'<head><link rel="canonical" href="https://news.example/">'
    )
    assert read_bytes(page, Source(url="https://news.example/a/9")).url == "https://news.example/a/9"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted({**LAYOUTS, **NO_ARTICLE})), st.data())
def test_mutilated_pages_give_a_report_or_a_clear_error(layout: str, data: st.DataObject) -> None:
    page = {**LAYOUTS, **NO_ARTICLE}[layout](STORY)
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, len(page)))
    filling = data.draw(
        st.binary(max_size=8) | st.sampled_from([b"<", b">", b"</div>", b"<p>", b"\x00", b"&#0;", b'"'])
    )
    try:
        report = read_bytes(page[:start] + filling + page[end:])
    except ReadError as error:
        assert error.code
    else:
        assert report.text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 20_000 + STORY.paragraphs[1],
        "<html><body><p>" + "ا" * 2_000_000,
        "<html><body>" + "<p>كلمة" * 20_000,
        "<html><body>" + "<a href='x'>رابط</a>" * 20_000,
    ],
    ids=["deep", "one-word", "paragraphs", "links"],
)
def test_strange_pages_end(page: str) -> None:
    try:
        read_bytes(page.encode())
    except ReadError as error:
        assert error.code


def test_plain_text_needs_no_heavy_import() -> None:
    code = (
        "import sys; from musnad.text import read_bytes; import musnad.furniture, musnad.fetch;"
        "read_bytes('قال فلان كذا.'.encode('cp1256'));"
        "print([m for m in ('trafilatura', 'lxml', 'httpx', 'httpcore', 'charset_normalizer') if "
        "m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
