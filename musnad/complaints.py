"""What went wrong with a source or a corpus, in words: one table for the command and for the reading room.

English is the source; ``musnad/locale/ar/LC_MESSAGES/musnad.po`` translates it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

_STEERING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_MEGABYTE: Final = 1024 * 1024


def N_(message: str) -> str:  # noqa: N802 - the name that extractors of messages know
    """Mark a message for translation where it is not yet shown."""
    return message


def safe(name: str, keep: str = "") -> str:
    """`name` with controls, bidi controls and stray bytes spelt out, to be shown on a terminal."""
    return _STEERING.sub(lambda match: match[0] if match[0] in keep else _spelt(match[0]), name)


def _spelt(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


COMPLAINTS: Final[Mapping[str, str]] = {
    "missing": N_("no such file or folder; check the name"),
    "no-files": N_("no report in this folder; none of its files ends in {kinds}"),
    "permission": N_("may not be read; change its permissions"),
    "scheme": N_("{scheme}: addresses are not read; give an http or https address, or a file"),
    "unreadable": N_("could not be read ({reason})"),
    "over-limit": N_("larger than {limit}; split it into single reports, or raise --max-bytes"),
    "too-large": N_("larger than {limit}; split it into single reports"),
    "empty": N_("there is no text in it; give the text of a report"),
    "binary": N_("is not text; give a text or HTML file"),
    "pdf encrypted": N_("the PDF file is locked with a password; save it without one"),
    "pdf damaged": N_("the PDF file is damaged; get it again, or give its text, saved as .txt"),
    "pdf no-text": N_("the PDF file holds pictures of pages and no text; give its text, saved as .txt"),
    "pdf unmapped": N_(
        "the PDF file does not tell which letters its glyphs are; give its text, saved as .txt"
    ),
    "pdf too-long": N_("the PDF file has more than {limit} pages; split it into single reports"),
    "pdf too-large": N_(
        "the PDF file unfolds to more than can be read; split it, or give its text, saved as .txt"
    ),
    "pdf too-slow": N_(
        "the PDF file was not read within {limit} seconds; split it, or give its text, saved as .txt"
    ),
    "binary office": N_("is an office file; save it as plain text (.txt) or HTML"),
    "binary rtf": N_("is an RTF file; save it as plain text (.txt)"),
    "binary image": N_("is an image; give the text of the report, not its picture"),
    "binary archive": N_("is a compressed archive; unpack it and give the files in it"),
    "binary program": N_("is a program, not a text"),
    "binary database": N_("is a database; export its reports as text"),
    "binary media": N_("is sound or video; give a transcript"),
    "not-text": N_("holds no readable text; save it as UTF-8"),
    "not-text feed": N_("is a feed of many reports; give the address of a single one"),
    "not-text json": N_("is JSON data; give the text of a report"),
    "no-article": N_(
        "no article was found in this page; give the address of a single article, or paste its text"
    ),
    # Of a feed.
    "no-feed": N_("is neither RSS, Atom nor a sitemap; check the address"),
    "robots": N_("the site asks programs not to fetch this (robots.txt)"),
    # Of a corpus.
    "corpus missing": N_("{path}: there is no such corpus; musnad add makes one"),
    "not-a-corpus": N_("{path}: is no corpus of musnad"),
    "newer": N_("{path}: was made by a newer version of musnad; update musnad"),
    "older": N_("{path}: was made by an older version of musnad; run musnad update"),
    "busy": N_("{path}: another process is writing to it; try again"),
    "read-only": N_("{path}: may not be written to; look at the permissions of the file and its folder"),
    "disk-full": N_("{path}: the disk takes no more; what was said to be added is kept, nothing else"),
    "corpus damaged": N_("{path}: is damaged ({reason}); put a copy back, or see musnad verify"),
    "unknown": N_("{name}: there is no such report in the corpus"),
    "no-claim": N_("{name}: there is no such claim in the corpus"),
    "ambiguous": N_("{name}: may be any of {found}; give more of the id"),
    "no-outlet": N_("{name}: no outlet of that name is in the corpus; near are {known}"),
    "no-agency": N_("{name}: no agency of that name is an origin in the corpus; near are {known}"),
    "no-origin": N_("{name}: no origin of that name is in the corpus; near are {known}"),
    # Of a judgement.
    "no-statement": N_("{name}: there is no such statement; give one as r1:s2, as musnad report lists them"),
    "no-entity": N_("{name}: the report names no such one; give it as r1:e3, or by a name that it prints"),
    "no-judgement": N_("{name}: there is no such judgement; musnad judge list shows them"),
    "one-thing": N_("{one} and {other} are one and the same; give two"),
    "outside": N_("{span} lies outside the text, which has {length} characters"),
    # Of an archive.
    "archive missing": N_("{source}: could not be read; check the name"),
    "archive folder": N_("{path}: is there already, and is no archive of musnad; give a new folder"),
    "archive other": N_(
        "{path}: holds another archive that is not whole; end it as it was begun, or remove the folder"
    ),
    "archive complete": N_("{path}: holds another archive; give another folder"),
    "archive changed": N_(
        "{path}: {source} changed since this archive was begun; begin anew in another folder"
    ),
    "archive busy": N_("{path}: another process is writing to this archive"),
    "source unreadable": N_("{source}: could not be read ({reason}); mend that, and give another folder"),
    "source columns": N_("{source}: {reason}; name the column with --columns, and give another folder"),
    "source truncated": N_("{source}: breaks off ({reason}); get it again, and give another folder"),
    "source damaged": N_("{source}: is damaged and was not read to its end ({reason}); get it again"),
    "source bomb": N_("{source}: was not read to its end, for it unpacks to more than text does ({reason})"),
    "source packing": N_("{source}: is packed as nothing that is read ({reason}); unpack it"),
    "source stray": N_("{source}: holds no record of WARC; check what it is"),
    "source fault": N_("{source}: was not read to its end by a fault in musnad ({reason}); please report it"),
    "store folder": N_("{path}: is there already, and is no store of musnad; give a new folder"),
    "store other": N_("{path}: was read in another way; give the same options, or another store"),
    "store changed": N_("{path}: {source} changed since it was read into this store; give another store"),
    "spark missing": N_("Spark is not installed; pip install 'musnad[spark]' adds it"),
    "spark start": N_("Spark could not be started ({reason}); it needs Java 17 or later"),
    "spark size": N_("{source}: larger than {limit}, the most that Spark hands over whole; split it"),
    # Of a table of reports.
    "json": N_("the line is no JSON ({reason})"),
    "row": N_("a row is an object of columns, and this is none"),
    "text": N_("the row has no text"),
    "column": N_("the column {column} holds no text"),
    "encoding": N_("the line is not UTF-8"),
    "line": N_("the line is longer than {limit}; raise --max-bytes"),
    "map": N_("{part} maps no column; write field=column, with a field of {fields}"),
    "columns": N_("no row has the column {wanted}; name the one that holds the text, of {found}"),
    "damaged": N_("the file is damaged ({reason})"),
    "bomb": N_("unpacks to more than {limit} times its size, as no text does"),
    "address": N_("is not the address of a page; check its spelling"),
    "private": N_("{host} is on this machine or a private network; give --allow-private if it is meant"),
    "unknown-host": N_("the name {host} is not known; check the address"),
    "unreachable": N_("could not be reached ({reason}); check the address and the connection"),
    "tls": N_("the connection is not secure ({reason}); check the address"),
    "timeout": N_("no whole answer within {seconds} seconds; try again, or raise --timeout"),
    "redirects": N_("redirects more than {limit} times; give the address of the page itself"),
    "status": N_("the server answered {status}; check that the page opens in a browser"),
    "incomplete": N_("the answer breaks off before its end; try again later"),
    "compression": N_(
        "compressed in a way that cannot be read ({encoding}); save the page and give the file"
    ),
}
"""By code, or code and kind: what is wrong, then the mend."""


def complaint(error: Exception, _: Callable[[str], str]) -> str:
    """One line for what went wrong, with the mend where there is one, as `_` translates it.

    An error without a known code speaks for itself, in English.
    """
    code = getattr(error, "code", None)
    parameters = dict(getattr(error, "parameters", {}))
    kind = parameters.get("kind")
    of_corpus = f"corpus {code}" if "path" in parameters else ""
    template = COMPLAINTS.get(of_corpus) or COMPLAINTS.get(f"{code} {kind}", COMPLAINTS.get(str(code)))
    if template is None:
        return safe(str(error)) or type(error).__name__
    if code in ("over-limit", "too-large", "line", "spark size"):
        parameters["limit"] = _size(int(parameters["limit"]), _)
    # Only what came from outside is made safe: a translation may hold marks of direction of its own.
    shown = {name: safe(value) if isinstance(value, str) else value for name, value in parameters.items()}
    try:
        problem = _(template).format_map(shown)
    except (KeyError, IndexError):
        return safe(str(error))
    if "redirected" not in shown:
        return problem
    return _("redirects to {address}: {problem}").format(address=shown["redirected"], problem=problem)


def _size(count: int, _: Callable[[str], str]) -> str:
    if count >= _MEGABYTE:
        return _("{n} MB").format(n=f"{count / _MEGABYTE:.1f}".removesuffix(".0"))
    return _("{n} bytes").format(n=count)
