"""Search over a corpus: what is found, in what order, under which filters, and that nothing stays of what is
gone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from musnad import corpus as store
from musnad.corpus import Corpus, CorpusError, open_corpus
from musnad.corpus.indexing import INDEXES, of_key, statement_key, variants
from musnad.corpus.migrations import config, upgrade
from musnad.corpus.narrowing import origin_keys, publishers
from musnad.corpus.searching import NO_FILTERS, Answer, Filters, search
from musnad.corpus.speaking import relayed, speakers, spoken
from musnad.corpus.store import APPLICATION_ID, _engine
from musnad.corpus.store import reading as reading_of
from musnad.model import Origin, Reason, ReportOrigins
from musnad.search_query import parse
from musnad.search_speakers import candidates, meant, refs_named
from musnad.upkeep import index
from tests.corpus_cases import entry

WELL = (
    "أعلنت شركة البئر أن الآبار الثلاث في قرية الخزامى جفت.\n"
    "وقال نعمان السروي إن المهندسين سيحفرون بئراً رابعة."
)
MARKET = "أكد التاجر نعمان السروي أن أسعار الزيتون ارتفعت في السوق، ونفى أن تكون البئر سبباً."


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "press.musnad", write=True, create=True) as corpus:
        store.add(
            corpus,
            [
                entry(external_id="dam", published="2026-01-02", publisher="المزولة"),
                entry(
                    WELL,
                    external_id="well",
                    title="جفاف الآبار",
                    published="2026-01-04",
                    publisher="شادوف",
                ),
                entry(MARKET, external_id="market", title="سوق الزيتون", published="2026-01-03"),
            ],
        )
        yield corpus


def ids(answer: Answer) -> list[str]:
    return [one.place.report for one in answer.found]


def found(corpus: Corpus, query: str, filters: Filters = NO_FILTERS) -> list[str]:
    return ids(search(corpus, parse(query), "reports", filters))


@pytest.mark.parametrize("query", ["بئر", "الآبار", "وبالبئر", "ابار"])
def test_every_form_of_a_word_is_found_with_the_title_first(held: Corpus, query: str) -> None:
    assert found(held, query) == ["well", "market"]


def test_all_words_go_before_some(held: Corpus) -> None:
    answer = search(held, parse("بئر الزيتون"), "reports")
    assert ids(answer) == ["market", "well"]
    assert [one.whole for one in answer.found] == [True, False]
    assert (answer.total, answer.whole) == (2, 1)


def test_a_phrase_stands_as_it_is(held: Corpus) -> None:
    assert found(held, "«أسعار الزيتون»") == ["market"]
    assert found(held, "«الزيتون أسعار»") == []


def test_a_long_query_is_looked_for_in_other_spellings_of_its_first_words(
    held: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noting(_connection: object, _index: str, folded: str) -> tuple[tuple[str, ...], ...]:
        asked.append(folded)
        return ()

    monkeypatch.setattr("musnad.corpus.searching.variants", noting)
    search(held, parse(" ".join(f"زقزاق{letter}" for letter in "بتثجحخدذرز")), "reports")
    assert len(asked) == 6


def test_what_is_left_out_is_not_there(held: Corpus) -> None:
    assert found(held, "بئر -زيتون") == ["well"]
    assert found(held, 'بئر -"شركة البئر"') == ["market"]


def test_pages_follow_one_another(held: Corpus) -> None:
    every = search(held, parse("بئر"), "reports").found
    parts = [search(held, parse("بئر"), "reports", limit=1, offset=at) for at in range(3)]
    assert [one for part in parts for one in part.found] == list(every)
    assert all(part.total == 2 for part in parts)


def test_equal_hits_stand_by_day_then_id(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "x.musnad", write=True, create=True) as corpus:
        days = {"a": "2026-01-02", "b": "2026-01-05", "c": "2026-01-02"}
        entries = [entry(external_id=name, published=day) for name, day in days.items()]
        store.add(corpus, entries)
        names = {one.report.version: name for one, name in zip(entries, days, strict=True) if name != "b"}
        assert found(corpus, "السد") == ["b", *(names[version] for version in sorted(names))]


def test_statements_are_found_by_what_was_said_and_by_whom(held: Corpus) -> None:
    answer = search(held, parse("السروي البئر"), "statements")
    assert answer.whole >= 2
    speakers = [one.said.speaker for one in answer.found[: answer.whole] if one.said is not None]
    assert speakers == ["نعمان السروي"] * answer.whole
    assert all(one.place.text[slice(*one.said.cue)] for one in answer.found if one.said)


def test_filters_narrow(held: Corpus) -> None:
    assert found(held, "بئر", Filters(publishers=("شادوف",))) == ["well"]
    assert found(held, "بئر", Filters(since="2026-01-04")) == ["well"]
    assert found(held, "بئر", Filters(until="2026-01-03")) == ["market"]
    assert found(held, "بئر", Filters(speakers=parse("نعمان السروي").wanted)) == ["well", "market"]
    assert found(held, "", Filters(speakers=parse("البيلسان").wanted)) == ["dam"]
    assert found(held, "بئر", Filters(classes=("announce",))) == ["well"]
    assert found(held, "") == ["well", "market", "dam"]
    denied = search(held, parse(""), "statements", Filters(classes=("deny",)))
    assert ids(denied) == ["market"]
    both = search(held, parse("البئر"), "statements", Filters(classes=("deny",), since="2026-01-01"))
    assert ids(both) == ["market"]


def test_origins_narrow(held: Corpus) -> None:
    versions = {one.report.external_id: one.report.version for one in store.stored(held)}
    agency = Origin("agency", "medium/x", "وكالة الخزامى", "medium/x", (Reason("credit"),))
    unknown = Origin("unknown", "")
    whence = [
        ReportOrigins(versions["well"], agency, 1.0, (("s1", agency), ("s2", unknown))),
        ReportOrigins(versions["market"], unknown, 1.0, (("s1", agency),)),
    ]
    store.replace_derived(held, [], whence, store.changes(held))
    assert found(held, "بئر", Filters(agencies=origin_keys(held, "وكاله الخزامى", agency=True))) == ["well"]
    assert found(held, "بئر", Filters(origins=("unknown",))) == ["market"]
    said = search(held, parse(""), "statements", Filters(origins=origin_keys(held, "medium/x")))
    assert sorted(ids(said)) == ["market", "well"]
    assert all(one.origin is not None and one.origin.name == "وكالة الخزامى" for one in said.found)
    assert {one.name for one in relayed(held, "medium/x")} == {"شركة البئر", "نعمان السروي"}


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda corpus: publishers(corpus, "شادوق"), "no-outlet"),
        (lambda corpus: origin_keys(corpus, "لا شيء"), "no-origin"),
        (lambda corpus: origin_keys(corpus, "لا شيء", agency=True), "no-agency"),
    ],
)
def test_unknown_names_are_said_with_the_nearest(
    held: Corpus, ask: Callable[[Corpus], object], code: str
) -> None:
    with pytest.raises(CorpusError) as error:
        ask(held)
    assert error.value.code == code
    if code == "no-outlet":
        assert "شادوف" in str(error.value)
        assert publishers(held, "شادُوف") == ("شادوف",)


def test_another_spelling_is_found_where_there_is_none_of_that(held: Corpus) -> None:
    assert set(found(held, "الصروي")) == {"dam", "well", "market"}
    with reading_of(held) as connection:
        assert variants(connection, INDEXES[0], "الصروي") == (("سروي_",),)
        assert variants(connection, INDEXES[0], "كتاب") == ()


@given(st.text(max_size=80))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_syntax(held: Corpus, query: str) -> None:
    search(held, parse(query), "reports")
    search(held, parse(query), "statements")
    search(held, parse(query), "reports", Filters(speakers=parse(query).wanted))


@pytest.mark.parametrize(
    "query",
    [
        '"; DROP TABLE report; --', "title:x", "a* OR b", "NEAR(سد نهر, 3)", "سد AND", "(سد", "سد)",
        "^سد", '"""', "speaker : x", "{title body}: سد", "a' OR '1'='1", "\x00سد", "\ud800", "%",
        "سد + نهر", "-", '-"', "NOT",
    ],
)  # fmt: skip
def test_syntax_of_queries_is_words(held: Corpus, query: str) -> None:
    search(held, parse(query), "reports")
    search(held, parse(query), "statements", Filters(speakers=parse(query).wanted))
    assert store.size(held).reports == 3


def test_only_the_newest_version_is_found(held: Corpus) -> None:
    known = {"external_id": "well", "title": "جفاف الآبار", "published": "2026-01-04", "publisher": "شادوف"}
    later = entry(WELL + " ثم انهمر المطر.", captured="2099-01-01T00:00:00Z", **known)
    assert store.add(held, [later])[0].what == "version"
    assert found(held, "المطر") == ["well"]
    earlier = entry(WELL + " ثم هبت الرياح.", captured="2001-01-01T00:00:00Z", **known)
    store.add(held, [earlier])
    assert found(held, "الرياح") == []
    assert found(held, "جفاف") == ["well"]


def test_a_reading_that_is_replaced_is_found_by_its_new_terms(held: Corpus) -> None:
    doomed = entry(MARKET, external_id="market", title="سوق الزيتون", published="2026-01-03")
    other = entry("قالت هدى إن القمر بعيد.", external_id="other").reading
    store.put_readings(held, {doomed.report.version: replace(other, statements=())})
    assert found(held, "القمر") == ["market"]
    assert found(held, "زيتون") == []
    assert [one.code for one in store.verify(held)] != []  # the words are not those of the text


def test_nothing_stays_of_a_forgotten_report(held: Corpus, tmp_path: Path) -> None:
    secret = entry("أكد الحارس أن الفلنقشور ضاع.", external_id="secret")
    store.add(held, [secret])
    assert found(held, "الفلنقشور") == ["secret"]
    held.engine.dispose()
    assert any("فلنقشور".encode() in data for data in files(tmp_path))
    store.forget(held, secret.report.id, "طلب")
    assert found(held, "الفلنقشور") == []
    held.engine.dispose()
    assert not any("فلنقشور".encode() in data for data in files(tmp_path))
    assert list(store.verify(held)) == []


def files(folder: Path) -> list[bytes]:
    return [one.read_bytes() for one in folder.iterdir()]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM term WHERE version = 1",
        "INSERT INTO found_report(rowid, title, body) VALUES (99, 'x_', 'y_')",
        "INSERT INTO found_statement(rowid, speaker, content) VALUES (999999999, 'x_', 'y_')",
    ],
)
def test_an_index_that_differs_is_a_fault(held: Corpus, damage: str) -> None:
    assert list(store.verify(held)) == []
    with store.store.writing(held) as connection:
        connection.execute(text(damage))
    assert "search" in {one.code for one in store.verify(held)}


def as_of(revision: str, new: Path, old: Path) -> None:
    """Write what a corpus holds as it would be at an older migration."""
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        upgrade(connection, revision)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    engine.dispose()
    with sqlite3.connect(old) as raw:
        raw.execute("ATTACH ? AS new", (str(new),))
        names = [name for (name,) in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for name in names:
            columns = ", ".join(f'"{row[1]}"' for row in raw.execute(f"PRAGMA main.table_info({name})"))
            if name == "counter":
                same = "SELECT value FROM new.counter n WHERE n.name = counter.name"
                raw.execute(f"UPDATE main.counter SET value = ({same})")
            elif name != "alembic_version":
                raw.execute(f"DELETE FROM main.{name}")
                raw.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM new.{name}")
    raw.close()


def test_an_older_corpus_is_indexed_by_an_update(tmp_path: Path) -> None:
    path = tmp_path / "old.musnad"
    with open_corpus(tmp_path / "new.musnad", write=True, create=True) as corpus:
        store.add(corpus, [entry(external_id="dam"), entry(WELL, external_id="well", title="جفاف")])
    as_of("0001", tmp_path / "new.musnad", path)
    with pytest.raises(CorpusError) as error, open_corpus(path):
        pass
    assert error.value.code == "older"
    with open_corpus(path, write=True) as corpus:
        assert store.unindexed(corpus) == 2
        assert found(corpus, "السد") == []
        assert sum(index(corpus)) == 2
        assert store.unindexed(corpus) == 0
        assert found(corpus, "السد") == ["dam"]
        assert list(store.verify(corpus)) == []


def test_terms_of_another_form_are_made_anew(held: Corpus) -> None:
    with store.store.writing(held) as connection:
        connection.execute(text("UPDATE term SET form = 0 WHERE version = 1"))
    assert store.unindexed(held) == 1
    assert sum(index(held)) == 1
    assert list(store.verify(held)) == []


def test_a_migration_that_breaks_off_leaves_the_former_form(tmp_path: Path) -> None:
    engine = _engine(tmp_path / "x.musnad", write=True, patience=1.0)
    with engine.connect() as connection, connection.begin():
        upgrade(connection, "0001")
    with engine.connect() as connection:
        transaction = connection.begin()
        upgrade(connection)
        transaction.rollback()
    with engine.connect() as connection, connection.begin():
        names = set(connection.execute(text("SELECT name FROM sqlite_master")).scalars())
        assert "term" not in names
        assert config(connection).get_main_option("script_location")
    engine.dispose()


def test_keys_of_statements_come_back() -> None:
    assert of_key(statement_key(123456, 65535)) == (123456, 65535)


def test_a_speaker_is_known_by_all_that_he_said(held: Corpus) -> None:
    everybody = speakers(held)
    one = meant("السروي", candidates("السروي", everybody))
    assert one is not None
    total, said = spoken(held, one.names, one.ref)
    assert total == len(said) >= 3
    days = [part.place.published for part in said]
    assert days == sorted(days, key=str)
    first = spoken(held, one.names, one.ref, limit=1)
    rest = spoken(held, one.names, one.ref, limit=9, offset=1)
    assert (*first[1], *rest[1]) == said
    only, _ = spoken(held, one.names, one.ref, ("2026-01-04", "2026-01-04"))
    assert 0 < only < total
    assert refs_named("السروي") == ()
