"""The store: reports with their bytes, versions and readings, and what follows from them, in one SQLite file.

All SQL of Musnad is in this package. `docs/corpus.md` tells what is kept and what is warranted.
"""

from musnad.corpus.attaching import Attached, attributed, entities_of, judgements, statements_of
from musnad.corpus.claiming import Claimed, Compared, claims, marks, ties
from musnad.corpus.contents import contents
from musnad.corpus.correcting import Heeded, Remade, corrected, heard, uncorrected
from musnad.corpus.derived import changes, copies, origins, replace_derived, stale
from musnad.corpus.digesting import Digest
from musnad.corpus.entry import Entry, PackedReading, Raw, pack, packed_reading
from musnad.corpus.errors import CorpusError
from musnad.corpus.feeding import (
    FeedState,
    Wanted,
    alerted,
    feed_state,
    note_alerted,
    note_failure,
    note_visit,
    settle_entry,
    wanted,
)
from musnad.corpus.forgetting import Removal, forget, removals
from musnad.corpus.indexing import index_missing, unindexed
from musnad.corpus.judging import RELATIONS, Anchor, Judgement, judge, numbered_judgement, undo
from musnad.corpus.queries import (
    Captured,
    Size,
    StoredVersion,
    captures,
    names,
    newest,
    raw_bytes,
    resolve,
    size,
    stored,
    to_reread,
    version,
    version_of,
    versions,
)
from musnad.corpus.store import Corpus, open_corpus, together
from musnad.corpus.streams import Part, copy_parts, origin_parts, parts
from musnad.corpus.verify import Fault, verify
from musnad.corpus.writing import Outcome, add, now, put_briefs, put_readings, seen

__all__ = [
    "RELATIONS",
    "Anchor",
    "Attached",
    "Captured",
    "Claimed",
    "Compared",
    "Corpus",
    "CorpusError",
    "Digest",
    "Entry",
    "Fault",
    "FeedState",
    "Heeded",
    "Judgement",
    "Outcome",
    "PackedReading",
    "Part",
    "Raw",
    "Remade",
    "Removal",
    "Size",
    "StoredVersion",
    "Wanted",
    "add",
    "alerted",
    "attributed",
    "captures",
    "changes",
    "claims",
    "contents",
    "copies",
    "copy_parts",
    "corrected",
    "entities_of",
    "feed_state",
    "forget",
    "heard",
    "index_missing",
    "judge",
    "judgements",
    "marks",
    "names",
    "newest",
    "note_alerted",
    "note_failure",
    "note_visit",
    "now",
    "numbered_judgement",
    "open_corpus",
    "origin_parts",
    "origins",
    "pack",
    "packed_reading",
    "parts",
    "put_briefs",
    "put_readings",
    "raw_bytes",
    "removals",
    "replace_derived",
    "resolve",
    "seen",
    "settle_entry",
    "size",
    "stale",
    "statements_of",
    "stored",
    "ties",
    "to_reread",
    "together",
    "uncorrected",
    "undo",
    "unindexed",
    "verify",
    "version",
    "version_of",
    "versions",
    "wanted",
]
