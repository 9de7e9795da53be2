"""Bytes and strings to reports: encodings, what is refused, titles, dates, ids, languages, folding."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.address import canonical_url, iso_date, url_day
from musnad.encoding import decode
from musnad.text import (
    BinaryInputError,
    EmptyInputError,
    NotTextError,
    ReadError,
    Source,
    TooLargeError,
    fold,
    language,
    read_bytes,
    read_text,
    stated_day,
)

TITLE = "وزير الري يفتتح سد الوادي الأخضر"
BODY = "قال وزير الري سالم المنصوب إن السد يكفي ثلاث مدن.\nوأضاف أن العمل فيه دام سبعة أعوام."
TEXT = f"{TITLE}\n{BODY}"


# --- folding ---


@given(st.text())
def test_folded_offsets_lead_back_into_the_text(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        span = folded.span(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert folded.text[at] in fold(span.of(text)).text


def test_hashtags_inside_words_stay_in_the_text() -> None:
    text = "أعلنت #وزارة_الري_اليوم عن#خطة جديدة"
    assert read_text(text).text == text
    assert fold(text).text == "اعلنت  وزاره الري اليوم عن خطه جديده"


# --- text as it is ---


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_is_kept(text: str) -> None:
    report = read_text(text)
    assert report.text == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert report.title is None or report.title in report.text


@given(st.binary(max_size=300))
def test_any_bytes_give_a_report_or_an_error_with_a_code(data: bytes) -> None:
    try:
        report = read_bytes(data)
    except ReadError as error:
        assert error.code
        assert str(error)
    else:
        assert report.text


def test_bom_and_line_ends() -> None:
    assert read_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()).text == TEXT
    assert read_text(TEXT.replace("\n", "\r")).text == TEXT


def test_leading_blank_lines_and_invisible_characters_stay() -> None:
    text = f"\n \n\u200f{TITLE}\u200e\n{BODY}\u00a0"
    report = read_text(text)
    assert report.text == text
    assert report.title == f"\u200f{TITLE}\u200e"


# --- encodings ---

ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "cp1256",
    "iso8859-6",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "declared", [None, "utf-8", "iso-8859-1", "windows-1256", "iso-8859-6", "no-such-charset"]
)
def test_encodings_whatever_is_declared(encoding: str, declared: str | None) -> None:
    report = read_bytes(TEXT.encode(encoding), Source(charset=declared))
    assert (report.text, report.title, report.language) == (TEXT, TITLE, "ar")


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6"])
@pytest.mark.parametrize("piece", ["وصل الوفد", "قال الوزير أمس", "إلى المدينة القديمة"])
def test_short_pieces(encoding: str, piece: str) -> None:
    assert decode(piece.encode(encoding))[0] == piece


def test_a_page_that_declares_another_encoding() -> None:
    for declared in ("utf-8", "iso-8859-1"):
        page = f'<html><head><meta charset="{declared}"></head><body><p>{BODY}</p></body></html>'
        assert decode(page.encode("cp1256"))[1] == "cp1256"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("L'été dernier, la sécurité était assurée à l'évidence.", "cp1252", None),
        ("Президент заявил, что вопрос решён", "cp1251", "windows-1251"),
        ("Ο πρόεδρος δήλωσε ότι το θέμα έκλεισε", "iso8859-7", "iso-8859-7"),
    ],
)
def test_other_scripts(text: str, encoding: str, declared: str | None) -> None:
    assert decode(text.encode(encoding), declared)[0] == text


def test_damaged_utf8_is_replaced_not_lost() -> None:
    data = bytearray(TEXT.encode())
    data[20] = 0xFF
    text, name = decode(bytes(data[:-1]))
    assert name == "utf-8"
    assert "\ufffd" in text
    assert text.endswith("سبعة أعوام")


# --- what is refused ---


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", "\u200f\u00a0\n".encode(), b"\xff\xfe"])
def test_empty(data: bytes) -> None:
    with pytest.raises(EmptyInputError):
        read_bytes(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04....word/document.xml", "office"),
        (b"PK\x03\x04....a.txt", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "office"), (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"{\\rtf1\\ansi", "rtf"), (b"\x1f\x8b\x08", "archive"), (b"\x7fELF\x02", "program"),
        (bytes(range(256)) * 4, "unknown"), (b"abc\x00\x00\x00def\x01\x02", "unknown"),
    ],
)  # fmt: skip
def test_binary(data: bytes, kind: str) -> None:
    with pytest.raises(BinaryInputError) as caught:
        read_bytes(data)
    assert caught.value.parameters["kind"] == kind


@pytest.mark.parametrize(
    ("data", "content_type", "kind"),
    [
        (b'{"a": 1}', "application/json", "json"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", None, "feed"),
    ],
)
def test_not_text(data: bytes, content_type: str | None, kind: str) -> None:
    with pytest.raises(NotTextError) as caught:
        read_bytes(data, Source(content_type=content_type))
    assert caught.value.parameters["kind"] == kind


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musnad.text.MAX_BYTES", 10)
    with pytest.raises(TooLargeError) as caught:
        read_bytes(TEXT.encode())
    assert caught.value.parameters == {"size": len(TEXT.encode()), "limit": 10}


def test_an_error_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(BinaryInputError("a file", kind="pdf")))
    assert (str(error), error.code, error.parameters) == ("a file", "binary", {"kind": "pdf"})


# --- title ---


@pytest.mark.parametrize(
    "first",
    [
        "قال وزير الري سالم المنصوب إن السد يكفي ثلاث مدن.",
        "وادي الورد، الأرض الجديدة (رويترز) -- افتتح وزير الري السد",
        "وادي الورد - واس",
        "سالم المنصوب (وادي الورد)",
        "قالت مصادر إن:",
        "https://news.example/a",
        "13 مارس 2021",
        "ك" * 200,
    ],
)
def test_no_title(first: str) -> None:
    assert read_text(f"{first}\n{BODY}").title is None


@pytest.mark.parametrize(
    "first", [TITLE, f"{TITLE}..", "المنصوب: السد آمن", "هل يكفي السد ثلاث مدن؟", "«السد آمن»"]
)
def test_title(first: str) -> None:
    assert read_text(f"{first}\n\n{BODY}").title == first


def test_a_text_of_one_line_has_no_title() -> None:
    assert read_text(TITLE).title is None


def test_a_given_title() -> None:
    assert read_text(BODY, Source(title=TITLE)).text == TEXT
    assert read_text(TEXT, Source(title=TITLE)).text == TEXT
    assert read_text(TEXT, Source(title="")).title is None


# --- date ---


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("وادي الورد 3 صفر 1447 هـ الموافق 28 يوليو 2025 م واس", "2025-07-28"),
        ("نشر في: الخميس 4 آذار/مارس 2021", "2021-03-04"),
        ("الخميس، ٤ مارس ٢٠٢١ - 14:30", "2021-03-04"),
        ("2021-03-04", "2021-03-04"),
        ("وادي الورد، 4 مارس 2021 (رويترز) - افتتح الوزير السد.", "2021-03-04"),
        ("04/03/2021", None),
        ("31 فبراير 2021", None),
        ("افتتح الوزير السد في 4 مارس 2021 أمام الصحافيين.", None),
        ("في مثل هذا اليوم 4 مارس 2021 وقع الزلزال", None),
    ],
)
def test_stated_day(opening: str, day: str | None) -> None:
    report = read_text(f"{TITLE}\n{opening}\n{BODY}")
    assert (report.published, report.published_from) == (day, "text" if day else None)


def test_a_title_that_holds_a_date_states_none() -> None:
    assert stated_day(f"نتائج الانتخابات 4 مارس 2021\n{BODY}") is None


def test_options_win() -> None:
    report = read_text(f"{TITLE}\n2021-03-04\n{BODY}", Source(published="2021-03-05T10:00:00+03:00"))
    assert (report.published, report.published_from) == ("2021-03-05T10:00:00+03:00", "option")


def test_a_date_in_the_address() -> None:
    report = read_text(TEXT, Source(url="https://News.example:443/2021/03/04/sadd?utm_source=x&id=7#top"))
    assert (report.published, report.published_from) == ("2021-03-04", "url")
    assert report.url == "https://news.example/2021/03/04/sadd?id=7"


@pytest.mark.parametrize(
    ("url", "day"),
    [("https://a.example/2021/3/4/x", "2021-03-04"), ("https://a.example/x-2021-03-04.html", "2021-03-04"),
     ("https://a.example/2021/13/04/", None), ("https://a.example/?d=2021/03/04", None),
     ("https://a.example/20210304", None)],
)  # fmt: skip
def test_url_day(url: str, day: str | None) -> None:
    assert url_day(url) == day


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2021-03-04T14:30:00+03:00", "2021-03-04T14:30:00+03:00"),
        ("2021-03-04T14:30:00.000Z", "2021-03-04T14:30:00+00:00"),
        ("2021-03-04 14:30", "2021-03-04T14:30:00"), ("2021-03-04T14:30+0300", "2021-03-04T14:30:00+03:00"),
        ("2021/3/4", "2021-03-04"), ("Thu, 04 Mar 2021 14:30:00 GMT", "2021-03-04T14:30:00+00:00"),
        ("2021-02-30", None), ("yesterday", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_iso_date(value: str | None, date: str | None) -> None:
    assert iso_date(value) == date


@given(st.text())
def test_addresses_and_dates_never_raise(text: str) -> None:
    canonical_url(text)
    canonical_url(f"https://{text}")
    url_day(text)
    iso_date(text)


# --- ids, language ---


def test_ids() -> None:
    plain = read_text(TEXT, Source(publisher="المدار"))
    assert plain.id == read_bytes(TEXT.encode("cp1256"), Source(publisher="المدار")).id
    assert plain.id != read_text(TEXT, Source(publisher="الراصد")).id
    first = read_text(TEXT, Source(publisher="المدار", url="https://a.example/7?fbclid=1"))
    changed = read_text(TEXT + "\nزيادة.", Source(publisher="المدار", url="https://a.example/7#x"))
    assert first.id == changed.id
    assert first.version != changed.version


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT, "ar"),
        ("قال فلان", "ar"),
        ("The minister of water said on Monday that the dam is safe for the three cities.", "en"),
        ("Le ministre a dit que la sécurité du barrage est assurée dans les trois villes.", "fr"),
        ("وزیر نیرو گفت که سد برای سه شهر کافی است و کار ساخت آن هفت سال طول کشید.", "fa"),
        ("وزیر آب نے کہا ہے کہ یہ ڈیم تین شہروں کے لیے کافی ہے اور اس پر سات سال لگے۔", "ur"),
        ("Министр заявил, что плотина безопасна.", "ru"),
        ("12345 --- 678", None),
        ("Zzz qqq xxx", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert language(text) == code
