"""Pages in the layouts of a dozen kinds of newsroom, composed around a given text.

Each layout is a function from a `Story` to bytes; the text of a story never stands here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Story:
    """What a page is composed of; `others` are headlines for the lists, `remarks` readers' comments."""

    title: str
    paragraphs: tuple[str, ...]
    published: str
    publisher: str
    byline: str
    others: tuple[str, ...]
    remarks: tuple[str, ...]


def _links(titles: tuple[str, ...], tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/a/{n}">{escape(t)}</a></{tag}>' for n, t in enumerate(titles))


def _head(s: Story, extra: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="{charset}">'
        f"<title>{escape(s.title)} - {escape(s.publisher)}</title>{extra}"
        "<style>p{color:#000}</style><script>var ads = {slot: '<p>x</p>'};</script></head><body>"
    )


_MENU = (
    '<nav class="menu"><ul><li><a href="/">الرئيسية</a></li><li><a href="/p">سياسة</a></li>'
    '<li><a href="/e">اقتصاد</a>'
    '</li><li><a href="/s">رياضة</a></li><li><a href="/c">ثقافة</a></li><li><a href="/v">'
    "فيديو</a></li></ul></nav>"
)
_FOOT = (
    '<footer class="footer"><p>جميع الحقوق محفوظة © شبكة الأخبار</p><ul><li><a href="/about">من نحن</a></li>'
    '<li><a href="/contact">اتصل بنا</a></li><li><a href="/privacy">سياسة الخصوصية</a></li>'
    "</ul></footer></body></html>"
)
_SHARE = (
    '<div class="share-buttons"><span>شارك الخبر</span><a href="#">فيسبوك</a><a href="#">تويتر</a>'
    '<a href="#">واتساب</a><a href="#">نسخ الرابط</a></div>'
)
_SUBSCRIBE = (
    '<div class="newsletter"><h4>النشرة البريدية</h4><p>اشترك في نشرتنا البريدية ليصلك أهم '
    "ما ننشره كل صباح مجاناً</p>"
    '<form><input type="email"><button>اشترك الآن</button></form></div>'
)


def _ps(paragraphs: tuple[str, ...], inside: str = "", tag: str = "p") -> str:
    """The paragraphs, with `inside` put in after the second."""
    parts = [f"<{tag}>{escape(p)}</{tag}>" for p in paragraphs]
    return "\n".join([*parts[:2], inside, *parts[2:]])


def _comments(s: Story) -> str:
    return (
        '<section id="comments" class="comments-area"><h3>التعليقات</h3>'
        + "".join(
            f'<div class="comment"><b>زائر {n}</b><p>{escape(r)}</p></div>' for n, r in enumerate(s.remarks)
        )
        + "<p>اترك تعليقاً</p></section>"
    )


def wordpress(s: Story) -> bytes:
    """A blog system's theme: article, entry-content, related links inside and below, comments."""
    meta = (
        f'<meta property="og:title" content="{escape(s.title)} | {escape(s.publisher)}">'
        f'<meta property="og:site_name" content="{escape(s.publisher)}">'
        f'<meta property="article:published_time" content="{s.published}">'
        '<link rel="canonical" href="https://news.example/2021/03/04/khabar/">'
    )
    related = f'<p><strong>اقرأ أيضاً:</strong> <a href="/x">{escape(s.others[0])}</a></p>'
    return (
        _head(s, meta) + f'<header class="site-header">{_MENU}</header><main><article class="post"><header>'
        f'<h1 class="entry-title">{escape(s.title)}</h1><div class="entry-meta"><time '
        f'datetime="{s.published}">منذ ساعتين'
        f'</time> <span class="author vcard">{escape(s.byline)}</span></div></header><div '
        'class="entry-content">'
        f"{_SHARE}{_ps(s.paragraphs, related)}{_SUBSCRIBE}</div><div class='tags'>الوسوم: <a>"
        "أخبار</a> <a>العالم</a></div>"
        f'</article><div class="related-posts"><h3>مقالات ذات صلة</h3><ul>{_links(s.others)}</ul>'
        f"</div>{_comments(s)}</main>"
        f'<aside class="sidebar widget"><h3>الأكثر قراءة</h3><ul>{_links(s.others)}</ul></aside>{_FOOT}'
    ).encode()


def drupal(s: Story) -> bytes:
    """Nested field divs, a teaser block beside them."""
    return (
        _head(s, f'<meta name="dcterms.issued" content="{s.published}">')
        + _MENU
        + f'<div id="page"><div class="region region-content"><h1 class="page-header">{escape(s.title)}</h1>'
        f'<div class="node node-article"><div class="field field-name-post-date"><div class="field-items">'
        f'<div class="field-item even">{s.published[:10]}</div></div></div>'
        f'<div class="field field-name-body field-type-text-with-summary"><div class="field-items">'
        f'<div class="field-item even" property="content:encoded">{_ps(s.paragraphs)}</div></div>'
        f"</div>{_SHARE}</div></div>"
        '<div class="region region-sidebar"><div class="view view-latest"><ul>'
        f"{_links(s.others)}</ul></div></div></div>{_FOOT}"
    ).encode()


def tables(s: Story) -> bytes:
    """2005: nested tables and font elements, lines parted by two <br>, windows-1256."""
    rows = "".join(
        f'<tr><td><font size="2"><a href="n.asp?id={n}">{escape(t)}</a></font></td></tr>'
        for n, t in enumerate(s.others)
    )
    body = "<br><br>\n".join(escape(p) for p in s.paragraphs)
    html = (
        '<html dir="rtl"><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256">'
        f"<title>{escape(s.publisher)} : {escape(s.title)}</title></head><body bgcolor=#ffffff>"
        "<table width=760><tr>"
        f"<td colspan=3><img src=logo.gif></td></tr><tr><td width=150 valign=top><table>{rows}</table></td>"
        f"<td width=460 valign=top><table><tr><td><font size=4 color=navy><b>{escape(s.title)}</b>"
        "</font></td></tr>"
        f"<tr><td><font size=2>{escape(s.byline)}</font></td></tr>"
        f'<tr><td align=justify><font face="Simplified Arabic" size=3>{body}</font></td></tr>'
        "<tr><td><a href=print.asp>طباعة</a> | <a href=send.asp>أرسل إلى صديق</a></td></tr></table></td>"
        "<td width=150><table><tr><td>استفتاء</td></tr><tr><td>هل تتابع أخبارنا يومياً</td></tr>"
        "</table></td></tr>"
        "<tr><td colspan=3><font size=1>جميع الحقوق محفوظة</font></td></tr></table></body></html>"
    )
    return html.encode("cp1256", "xmlcharrefreplace")


def amp(s: Story) -> bytes:
    """An AMP page with JSON-LD in a graph."""
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "@id": "#org", "name": s.publisher},
            {
                "@type": "NewsArticle",
                "headline": s.title,
                "datePublished": s.published,
                "publisher": {"@id": "#org"},
                "author": [{"@type": "Person", "name": s.byline}],
            },
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    return (
        _head(s, script).replace("<html ", "<html amp ")
        + f'<amp-sidebar id="menu">{_MENU}</amp-sidebar><article class="amp-article"><header><h1>'
        f"{escape(s.title)}</h1></header>"
        '<amp-img src="a.jpg" width="1" height="1"></amp-img><div class="amp-article-content">'
        f"{_ps(s.paragraphs, '<amp-ad></amp-ad>')}"
        '</div></article><amp-social-share type="twitter"></amp-social-share><amp-list>'
        f"{_links(s.others, 'div')}</amp-list>{_FOOT}"
    ).encode()


def linked_data_only(s: Story) -> bytes:
    """An application shell: the text stands in JSON-LD only, which has a trailing comma."""
    data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": ["ReportageNewsArticle"],
            "headline": s.title,
            "datePublished": s.published,
            "publisher": {"@type": "Organization", "name": s.publisher},
            "articleBody": "\n".join(s.paragraphs),
        },
        ensure_ascii=False,
    )
    script = f'<script type="application/ld+json">{data[:-1]},}}</script>'
    return (
        _head(s, script) + f'<div id="root"></div><noscript>يرجى تفعيل جافاسكربت</noscript>{_FOOT}'
    ).encode()


def div_soup(s: Story) -> bytes:
    """Nothing but div and br; class names say nothing."""
    body = "<br/>\n<br/>\n".join(escape(p) for p in s.paragraphs)
    return (
        _head(s) + f'<div class="x1"><div class="x2">{_links(s.others[:4], "div")}</div><div class="x3"><div '
        'class="x4">'
        f'{escape(s.title)}</div><div class="x5">{escape(s.byline)} | {s.published[:10]}</div>'
        f'<div class="x6">{body}</div>'
        '<div class="x7"><a>فيسبوك</a> <a>تويتر</a></div></div><div class="x8">'
        f"{_links(s.others[4:], 'div')}</div></div>"
        "<div class='x9'>جميع الحقوق محفوظة</div></body></html>"
    ).encode()


def live_blog(s: Story) -> bytes:
    """Updates with their hour, each in a block of its own."""
    posts = "".join(
        f'<div class="live-post" id="p{n}"><time '
        f'datetime="{s.published[:11]}1{n % 10}:05:00+03:00">1{n % 10}:05</time>'
        f"<div class='post-body'><p>{escape(p)}</p></div></div>"
        for n, p in enumerate(s.paragraphs)
    )
    meta = (
        f'<meta property="article:published_time" content="{s.published}"><meta '
        f'property="og:site_name" content="{escape(s.publisher)}">'
    )
    return (
        _head(s, meta)
        + f'{_MENU}<main><h1>{escape(s.title)}</h1><div class="liveblog">{posts}</div>{_SHARE}</main>'
        f"<aside><h3>الأكثر مشاهدة</h3><ul>{_links(s.others)}</ul></aside>{_FOOT}"
    ).encode()


def wire(s: Story) -> bytes:
    """An agency's brief of about 60 words in a bare page."""
    words = " ".join(s.paragraphs).split()[:60]
    short = Story(s.title, (" ".join(words),), s.published, s.publisher, s.byline, s.others, s.remarks)
    return (
        _head(short) + f'{_MENU}<div class="news-details"><h1>{escape(s.title)}</h1><span class="date">'
        f"{s.published[:10]}</span>"
        f'<p>{escape(short.paragraphs[0])}</p></div><ul class="latest">{_links(s.others)}</ul>{_FOOT}'
    ).encode()


def components(s: Story) -> bytes:
    """A script framework's page: hashed class names, blocks of components, links and appeals between."""
    blocks = "".join(
        f'<div data-component="text-block" class="ssrcss-{n}x9-RichText"><div dir="rtl"><p '
        f'class="css-{n}">{escape(p)}</p></div></div>'
        + (
            f'<div data-component="links-block"><h2>قصص مقترحة</h2><ul>{_links(s.others[:3])}</ul></div>'
            if n == 1
            else ""
        )
        + (
            '<section class="podcast-promo"><p>تستحق الانتباه: حلقات نقدمها كل أسبوع</p></section>'
            if n == 2
            else ""
        )
        for n, p in enumerate(s.paragraphs)
    )
    return (
        _head(s, f'<meta name="publish-date" content="{s.published}">')
        + f'<div id="__next">{_MENU}<main role="main"><div class="css-h"><h1 id="main-heading">'
        f"{escape(s.title)}"
        f'</h1></div><div class="css-t"><time datetime="{s.published}">4 مارس 2021</time></div>'
        f"{blocks}</main>"
        f'<section aria-label="الأكثر قراءة"><ol>{_links(s.others)}</ol></section></div>{_FOOT}'
    ).encode()


def posts(s: Story) -> bytes:
    """A hosted blog: one div a paragraph, with spans, and no-break spaces between."""
    body = "<div>&nbsp;</div>".join(
        f'<div dir="rtl" style="text-align:right"><span style="font-size:large">{escape(p)}</span></div>'
        for p in s.paragraphs
    )
    return (
        _head(s) + f'<div class="header"><h2>{escape(s.publisher)}</h2></div><div class="post hentry"><h3 '
        'class="post-title">'
        f'{escape(s.title)}</h3><div class="post-body entry-content" id="post-body-1">{body}</div>'
        '<div class="post-footer">'
        f'مرسلة بواسطة {escape(s.byline)}</div></div>{_comments(s)}<div class="sidebar section">'
        f"{_links(s.others)}</div>{_FOOT}"
    ).encode()


def forms(s: Story) -> bytes:
    """An old server page: one form around all, a span with br lines, a wrong declaration (Latin-1)."""
    body = "<br />".join(escape(p) for p in s.paragraphs)
    html = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
        f'<title>{escape(s.title)}</title></head><body dir="rtl"><form id="aspnetForm"><div '
        f'id="ctl00_menu">{_links(s.others[:5], "span")}</div>'
        f'<span id="ctl00_lblTitle">{escape(s.title)}</span><br /><span id="ctl00_lblDate">نشر في '
        "4 مارس 2021</span><br />"
        f'<span id="ctl00_lblDetails">{body}</span><div id="ctl00_related">أخبار ذات صلة<br />'
        f"{_links(s.others[5:], 'div')}</div>"
        "<div>حقوق النشر محفوظة</div></form></body></html>"
    )
    return html.encode("cp1256", "xmlcharrefreplace")


def magazine(s: Story) -> bytes:
    """A portal: sections, sub-headings, a pulled quote, a fact box, and a bar of breaking news."""
    inside = f'<div class="read-also"><span>اقرأ أيضاً</span><a href="/r">{escape(s.others[1])}</a></div>'
    ld = json.dumps(
        {
            "@type": "NewsArticle",
            "headline": s.title,
            "datePublished": s.published,
            "author": s.byline,
            "publisher": {"name": s.publisher},
        },
        ensure_ascii=False,
    )
    return (
        _head(s, f'<script type="application/ld+json">[{ld}]</script>')
        + f'<div class="breaking-news ticker"><span>عاجل</span>{_links(s.others[:3], "span")}</div>{_MENU}'
        '<div class="container"><div class="article-wrapper"><h1 class="article-title">'
        f"{escape(s.title)}</h1>"
        '<div class="article-info"><span class="publish-date">الخميس 4 مارس 2021 - 14:30</span>'
        f'<span class="author-name">{escape(s.byline)}</span></div>'
        f'<figure><img src="i.jpg"><figcaption>صورة من الأرشيف</figcaption></figure>{_SHARE}'
        f'<div class="article-body" itemprop="articleBody">{_ps(s.paragraphs, inside)}</div>'
        '<div class="article-tags"><a>وسم</a><a>آخر</a></div></div><div class="most-read"><h3>'
        f"الأكثر قراءة</h3>{_links(s.others, 'div')}</div></div>{_FOOT}"
    ).encode()


def front_page(s: Story) -> bytes:
    """No article: a front page of headlines."""
    cards = "".join(
        f'<div class="card"><h3><a href="/{n}">{escape(t)}</a></h3></div>' for n, t in enumerate(s.others)
    )
    return (_head(s) + f"{_MENU}<main>{cards}</main>{_FOOT}").encode()


def teasers(s: Story) -> bytes:
    """No article: a front page of headlines, each with a teaser."""
    cards = "".join(
        f'<div class="card"><h3><a href="/{n}">{escape(t)}</a></h3><p>'
        f"{escape(s.remarks[n % len(s.remarks)])}</p></div>"
        for n, t in enumerate(s.others)
    )
    return (_head(s) + f"{_MENU}<main>{cards}</main>{_FOOT}").encode()


def not_found(s: Story) -> bytes:
    """No article: the page is gone."""
    return (
        _head(s) + f"{_MENU}<main><h1>404</h1><p>عذراً، الصفحة التي تبحث عنها غير موجودة.</p></main>{_FOOT}"
    ).encode()


def log_in(s: Story) -> bytes:
    """No article: a form that asks for a password."""
    return (
        _head(s) + f"{_MENU}<form><h2>تسجيل الدخول</h2><label>البريد الإلكتروني</label><input><label>كلمة "
        "المرور</label><input>"
        f"<button>دخول</button><a>نسيت كلمة المرور؟</a></form>{_FOOT}"
    ).encode()


Layout = Callable[[Story], bytes]
LAYOUTS: dict[str, Layout] = {
    "wordpress": wordpress,
    "drupal": drupal,
    "tables": tables,
    "amp": amp,
    "linked-data-only": linked_data_only,
    "div-soup": div_soup,
    "live-blog": live_blog,
    "wire": wire,
    "components": components,
    "posts": posts,
    "forms": forms,
    "magazine": magazine,
}
NO_ARTICLE: dict[str, Layout] = {
    "front-page": front_page,
    "teasers": teasers,
    "not-found": not_found,
    "log-in": log_in,
}
