"""What archives of every engine must give: sources, and the tables that a corpus gives of the same."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

from musnad.archive_tables import FIELDS, schema
from musnad.corpus import open_corpus
from musnad.export.tables import TABLES
from musnad.ingest import IngestOptions, ingest, is_source, jobs
from musnad.sources import expand
from musnad.upkeep import refresh
from tests.corpus_cases import GRAMMAR
from tools.sample_rows import rows as sample_rows

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
COMPARED = ("reports", "statements", "copies", "origins")
"""The tables that a corpus exports too; their rows must be the same."""

WEATHER = (
    "توقعت هيئة الأرصاد في تلاد أن يكون الطقس غداً معتدلاً على السواحل حاراً في الداخل مع رياح شمالية خفيفة إلى "
    "متوسطة السرعة تنشط أحياناً بعد الظهر وأن تتراوح الحرارة في العاصمة بين عشرين وثلاثين درجة."
)
STORM = (
    "قال المتحدث باسم ميناء القصبات نعمان السروي إن ثلاث سفن جنحت فجر الأحد قرب الرصيف الشرقي، وأضاف أن "
    "الطواقم نُقلت إلى المستشفى العام سالمة. وأوضحت مديرة الإنقاذ رابعة البيلسان أن أمواجاً بلغت ستة أمتار "
    "ضربت الميناء أربع ساعات متصلة، وأن سبعة زوارق شاركت في البحث حتى الظهر."
)


def cases() -> list[Row]:
    """Reports with copies, passages, rewrites, boilerplate, two versions of one, gaps in what is known."""
    found: list[Row] = [dict(row) for row in sample_rows()]
    papers = ("المزولة", "الشادوف اليوم", "بريد السنديان", "المنوال المغاربي", None)
    for day in range(1, 13):
        # One form every day: boilerplate by its days. The rest of each text is its own.
        own = " ".join(
            f"وشهدت البلدة رقم {day * 7 + n} أمطاراً متفرقة قاربت {n + day} مليمتراً" for n in range(4)
        )
        found.append(row(f"w{day}", f"{WEATHER}\n{own}.", papers[day % 2], f"2026-03-{day:02}"))
    for n, paper in enumerate(papers):
        # One text in five papers, credited by one, cut in another, with hours, days and none.
        text = STORM if n != 3 else STORM.split(". ")[0] + "."
        credit = "القصبات (ط و د) - " if n == 1 else ""
        days = ("2026-04-05", "2026-04-05T09:00:00+02:00", "2026-04-06", "2026-04-06", None)
        found.append(row(f"s{n}", credit + text, paper, days[n]))
    changed = STORM.replace("سبعة زوارق", "تسعة زوارق")
    found.append(row("s0", changed, papers[0], "2026-04-07"))
    found.append(row("e0", "", papers[0], "2026-04-07"))
    found.append(row("t0", "خبر قصير.", papers[1], "غداً"))
    return found


def row(name: str, text: str, outlet: str | None, day: str | None) -> Row:
    """One row of a table of reports."""
    return {"id": name, "outlet": outlet, "date": day, "title": f"عنوان {name}", "text": text}


def lines(path: Path, rows: Iterable[Row]) -> Path:
    """Write rows as JSON Lines, packed where the name says so."""
    data = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def of_corpus(folder: Path, *sources: Path) -> Tables:
    """The tables of a corpus to which the sources were added, in the order of their ids."""
    options = IngestOptions(read=GRAMMAR, workers=1)
    with open_corpus(folder / "cases.musnad", write=True, create=True) as corpus:
        list(ingest(corpus, jobs(expand(map(str, sources), is_source), options), options))
        refresh(corpus)
        return {table: list(TABLES[table].rows(corpus)) for table in COMPARED}


def read_tables(target: Path) -> Tables:
    """The tables of an archive, each file of the stated schema."""
    return {table: read_table(target, table) for table in FIELDS}


def read_table(target: Path, table: str) -> list[Row]:
    """The rows of one table of an archive, day by day."""
    found: list[Row] = []
    for path in sorted((target / table).glob("day=*/part-*.parquet")):
        held = pq.ParquetFile(path).read()
        assert held.schema.equals(schema(table)), path
        found += held.to_pylist()
    return found


def keyed(rows: Iterable[Row]) -> list[str]:
    """Rows to be compared whatever their order, and the more so as JSON tells 1 from 1.0 and None from «»."""
    return sorted(json.dumps(one, sort_keys=True, ensure_ascii=False) for one in rows)


def same_as_corpus(make: Callable[[Path, list[Path]], Path], folder: Path) -> None:
    """An engine, which makes an archive of sources in a folder, gives the tables of a corpus of the same."""
    rows = cases()
    half = len(rows) // 2
    sources = [lines(folder / "a.jsonl", rows[:half]), lines(folder / "b.jsonl.gz", rows[half:])]
    target = make(folder / "archive", sources)
    found, wanted = read_tables(target), of_corpus(folder, *sources)
    for table in COMPARED:
        assert keyed(found[table]) == keyed(wanted[table]), table
    assert {row["kind"] for row in found["copies"]} == {"copy", "rewrite"}
    assert sum(one["status"] == "read" for one in found["records"]) == len(rows) - 1
    assert len(found["reports"]) == len(rows) - 2


# --- WARC ---


def page(
    title: str, body: str, *, day: str = "2026-05-01", charset: str = "utf-8", site: str = "المزولة"
) -> bytes:
    """An invented page of a news site."""
    paragraphs = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    return (
        f'<!doctype html><html lang="ar"><head><meta charset="{charset}"><title>{title}</title>'
        f'<meta property="og:site_name" content="{site}">'
        f'<meta property="article:published_time" content="{day}"></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode(charset, "xmlcharrefreplace")


def answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """An answer of HTTP."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    stated = {"Content-Type": "text/html; charset=utf-8", **given}
    head = "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def record(
    block: bytes,
    kind: str = "response",
    address: str | None = "https://mizwala.example/a",
    length: int | None = None,
    media: str = "application/http; msgtype=response",
) -> bytes:
    """A record of a WARC file, of the length that it has or another stated one."""
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Date: 2026-05-02T03:04:05Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>",
        f"Content-Type: {media}",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    if address is not None:
        head.append(f"WARC-Target-URI: {address}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def skippable(data: bytes, magic: int = 0x184D2A5D) -> bytes:
    """A skippable frame of Zstandard; that of the usual number holds a dictionary where it comes first."""
    return magic.to_bytes(4, "little") + len(data).to_bytes(4, "little") + data


def trained() -> zstd.ZstdDict:
    """A dictionary of invented answers."""
    samples = [record(answer(page(f"عنوان {n}", f"{STORM}\nسطر {n}"))) for n in range(40)]
    return zstd.train_dict(samples, 4096)


def zstandard(piece: bytes, dictionary: zstd.ZstdDict | None = None) -> bytes:
    """A frame of Zstandard."""
    options = {int(zstd.CompressionParameter.checksum_flag): 1}
    return zstd.compress(piece, options=options, zstd_dict=dictionary)
