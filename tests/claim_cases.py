"""A small press of invented reports, whose claims are joined by hand-made edges."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from musnad import corpus as store
from musnad.briefs import of_stored
from musnad.claims_update import Stated, joined
from musnad.copies import Document, find
from musnad.corpus import Claimed, Compared, Corpus, open_corpus
from musnad.model import Edge
from musnad.origins import Evidence, origins
from tests.corpus_cases import entry

DAM = (
    "قال وزير الري عاصم البرهومي إن سد الأرجوان سيروي ثلاثين قرية قبل نهاية الصيف، وإن الوزارة رصدت له سبعة "
    "ملايين دينار من موازنة هذا العام.\nوجال الوزير في الموقع صباح الثلاثاء يرافقه محافظ الوادي وعدد من "
    "المهندسين، وتفقد الجدار الشرقي والقناة الممتدة على تسعة كيلومترات، واطلع على سير العمل في محطة الضخ."
)
"""An agency's text, as most print it."""
TOLD = "قال وزير الري عاصم البرهومي لصحيفة شادوف إن سد الأرجوان سيروي ثلاثين قرية قبل أن ينقضي الصيف."
ALONE = "صرح وزير الري عاصم البرهومي بأن ثلاثين قرية ستروى من سد الأرجوان في الصيف."
MAYOR = "قالت رئيسة البلدية رابعة البيلسان إن سد الأرجوان سيروي ثلاثين قرية قبل نهاية الصيف."
DENIAL = "نفت نقابة المزارعين أن يكون سد الأرجوان قادراً على ري ثلاثين قرية قبل نهاية الصيف."


def press(path: Path) -> Path:
    """A corpus with these reports, copies and origins found, and claims joined by `edges`."""
    with open_corpus(path, write=True, create=True) as corpus:
        store.add(
            corpus,
            [
                entry(DAM, external_id="r1", publisher="المزولة", published="2026-03-03T08:00:00+00:00",
                      byline="الوادي - رويترز", title="سد الأرجوان"),
                entry(DAM, external_id="r2", publisher="الشراع", published="2026-03-03T10:00:00+00:00",
                      title="ثلاثون قرية"),
                entry(TOLD, external_id="r3", publisher="شادوف", published="2026-03-04", title="حديث الوزير"),
                entry(ALONE, external_id="r4", publisher="الميناء", published="2026-03-05", title="ري القرى"),
                entry(MAYOR, external_id="r5", publisher="المزولة", published="2026-03-05", title="البلدية"),
                entry(DENIAL, external_id="r6", publisher="الشراع", published="2026-03-06", title="النقابة"),
            ],
        )  # fmt: skip
        derive(corpus)
    return path


def derive(corpus: Corpus) -> None:
    """Copies and origins of a corpus, and claims by hand-made edges."""
    documents, told, stated = list[Document](), list[Evidence](), list[Stated]()
    for version in store.stored(corpus):
        taken = of_stored(version)
        documents.append(taken.document)
        told.append(taken.evidence)
        stated.append(Stated(replace(version.report, text=""), version.reader, taken.said, frozenset()))
    found = find(documents)
    whence = origins(told, found)
    made = edges(corpus)
    claimed = joined(stated, made, whence, found)
    following = Compared(
        tuple(made),
        {one.version: "by hand" for one in documents},
        tuple(Claimed(one.claim, one.count, one.first) for one in claimed),
    )
    store.replace_derived(corpus, found, whence, store.changes(corpus), following)


def edges(corpus: Corpus) -> list[Edge]:
    """What the first statements of the reports are to each other."""
    of = {one.report.external_id or "": f"{one.report.version}/s1" for one in store.stored(corpus)}
    minister = [of[name] for name in ("r1", "r2", "r3", "r4")]
    found = [
        edge(left, right, "same-claim") for at, left in enumerate(minister) for right in minister[at + 1 :]
    ]
    found += [edge(one, of["r5"], "corroborates") for one in minister]
    return [*found, edge(of["r1"], of["r6"], "disputes")]


def edge(left: str, right: str, relation: str, score: float = 0.9, judgement: str = "same") -> Edge:
    """An edge of the program, its ends in order."""
    a, b = sorted((left, right))
    return Edge(a, b, relation, judgement, score, ("words 0.90",))  # type: ignore[arg-type]  # plain texts
