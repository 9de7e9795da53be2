"""Persons and bodies known across reports: what the tables hold, and how a malformed row is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from musnad.lang.known import (
    Body,
    Index,
    Person,
    bodies,
    holders,
    index,
    index_of,
    keys,
    named,
    persons,
    read_bodies,
    read_persons,
)
from musnad.lang.organs import Post, organ, post
from musnad.lang.tables import Table, TableError
from tools.check_known import Seen, faults, read, reports

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "reports.jsonl.gz"

BODIES = """
[[institution]]
ref = "parliament"
names = ["البرلمان"]
reports = ["r1"]
[[body]]
ref = "green-league"
name = "رابطة الخضر"
aliases = ["الخضر"]
beside = ["الخضر"]
kind = "organisation"
sort = "party"
country = "EG"
reports = ["r1"]
"""
PERSONS = """
[[person]]
ref = "sami-al-anbari"
name = "سامي عبد الله العنبري"
aliases = ["سامي العنبري"]
short = ["العنبري"]
reports = ["r1"]
[[office]]
person = "sami-al-anbari"
kind = "minister"
portfolio = "water"
of = "EG"
title = "وزير المياه"
years = ["2018"]
reports = ["r1"]
[[office]]
person = "sami-al-anbari"
kind = "leader"
of = "body/green-league"
years = ["2015"]
former = true
reports = ["r2"]
"""
NAMED, PORTFOLIOS = frozenset(["body/green-league"]), frozenset(["water"])


def written(folder: Path, text: str) -> Table:
    """A table with this text."""
    path = folder / "table.toml"
    path.write_text(text, encoding="utf-8")
    return Table(path)


def refused(folder: Path, text: str) -> TableError:
    """The error of a table of persons or of bodies."""
    with pytest.raises(TableError) as caught:
        if "[[person]]" in text:
            read_persons(written(folder, text), NAMED, PORTFOLIOS)
        else:
            read_bodies(written(folder, text))
    return caught.value


@pytest.fixture
def small(tmp_path: Path) -> Index:
    """The forms of the two invented rows."""
    found = read_bodies(written(tmp_path, BODIES))
    return index_of((*read_persons(written(tmp_path, PERSONS), NAMED, PORTFOLIOS), *found))


# --- reading ---


def test_a_person_has_offices_in_the_order_of_the_table(tmp_path: Path) -> None:
    [person] = read_persons(written(tmp_path, PERSONS), NAMED, PORTFOLIOS)
    assert person.ref == "person/sami-al-anbari"
    minister, leader = person.offices
    assert (minister.of, minister.portfolio, minister.years, minister.former) == (
        "state/EG",
        "water",
        (2018,),
        False,
    )
    assert (leader.of, leader.title, leader.former) == ("body/green-league", None, True)


def test_a_body_is_read(tmp_path: Path) -> None:
    [body] = read_bodies(written(tmp_path, BODIES))
    assert (body.ref, body.name, body.country) == ("body/green-league", "رابطة الخضر", "EG")


@pytest.mark.parametrize(
    ("right", "wrong", "line", "column", "reason"),
    [
        ('kind = "leader"', 'kind = "ruler"', 18, 9, "unknown kind"),
        ('of = "EG"', 'of = "QQ"', 12, 7, "unknown of"),
        ('of = "body/green-league"', 'of = "body/blue-league"', 19, 7, "unknown of"),
        ('years = ["2018"]', 'years = ["18"]', 14, 11, "malformed"),
        ('short = ["العنبري"]', 'short = ["سامي العنبرى"]', 6, 11, "stands in the row already"),
        ('short = ["العنبري"]', 'beside = ["العنبري"]', 6, 12, "no name of the row"),
        ('person = "sami-al-anbari"', 'person = "rami"', 9, 11, "unknown person"),
        ('ref = "sami-al-anbari"', 'ref = "Sami"', 3, 8, "malformed"),
        ('years = ["2018"]\n', "", 8, 1, "no years"),
        ('portfolio = "water"', 'portfolio = "fire"', 11, 14, "unknown portfolio"),
    ],
)
def test_a_malformed_person_is_pointed_at(
    tmp_path: Path, right: str, wrong: str, line: int, column: int, reason: str
) -> None:
    error = refused(tmp_path, PERSONS.replace(right, wrong, 1))
    assert (error.line, error.column) == (line, column)
    assert reason in error.reason
    assert str(tmp_path) in str(error)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "column", "reason"),
    [
        ('sort = "party"', 'sort = "club house"', 12, 9, "unknown sort"),
        ('beside = ["الخضر"]', 'beside = ["الحمر"]', 10, 12, "no name of the row"),
        ('kind = "organisation"', 'kind = "place"', 11, 9, "unknown kind"),
        ('country = "EG"', 'country = "EG"\ninstitution = "army"', 14, 16, "unknown institution"),
        ('country = "EG"\nreports = ["r1"]', 'country = "EG"\nreports = []', 14, 1, "no reports"),
    ],
)
def test_a_malformed_body_is_pointed_at(
    tmp_path: Path, right: str, wrong: str, line: int, column: int, reason: str
) -> None:
    error = refused(tmp_path, BODIES.replace(right, wrong, 1))
    assert (error.line, error.column) == (line, column)
    assert reason in error.reason


def test_a_person_without_an_office_is_refused(tmp_path: Path) -> None:
    lone = PERSONS[: PERSONS.index("[[office]]")].replace("sami", "rami").replace("العنبري", "الزبيدي")
    more = PERSONS + lone
    assert "has no office" in refused(tmp_path, more).reason


def test_a_short_form_of_two_persons_is_refused(tmp_path: Path) -> None:
    second = PERSONS.replace("sami", "rami").replace("سامي", "رامي")
    assert "'sami-al-anbari' too" in refused(tmp_path, PERSONS + second).reason


# --- forms ---


def test_forms_are_found_at_a_place(small: Index) -> None:
    words = ["قال", "سامي", "عبدالله", "العنبري", "ان", "الخضر"]
    size, [match] = small.at(words, 1)
    assert (size, match.entry.ref, match.weak) == (3, "person/sami-al-anbari", False)
    size, [match] = small.at(words, 5)
    assert (size, match.entry.ref, match.weak) == (1, "body/green-league", True)
    assert small.at(words, 0) == (0, ())
    assert small.at(words[:2], 1) == (0, ())


def test_a_short_form_is_weak(small: Index) -> None:
    assert [match.weak for match in small.rows["العنبري",]] == [True]


def test_servants_of_god_are_one_word_or_two() -> None:
    assert keys("عبدالله") == (("عبد", "الله"), ("عبدالله",))
    assert keys("عبد الله سعد") == (("عبد", "الله", "سعد"), ("عبدالله", "سعد"))
    assert keys("عبد ربه") == (("عبد", "ربه"),)


# --- the tables ---


def test_refs_are_unique_and_rows_have_reports() -> None:
    rows: list[Person | Body] = [*persons(), *bodies()]
    assert len({row.ref for row in rows}) == len(rows)
    assert all(row.reports for row in rows)
    assert all(office.reports and office.years for person in persons() for office in person.offices)


def test_strong_forms_of_persons_name_one() -> None:
    shared = {
        key: found
        for key, found in index().rows.items()
        if len(found) > 1 and not all(match.weak for match in found)
    }
    assert not shared


def test_all_that_a_form_names_is_listed() -> None:
    assert {match.entry.ref for match in named("الجبهة الوطنية")} == {
        "body/front-national",
        "body/barisan-nasional",
    }


@pytest.mark.parametrize(
    ("form", "ref"),
    [
        ("دونالد ترمب", "person/donald-trump"),
        ("رجب طيب إردوغان", "person/recep-tayyip-erdogan"),
        ("بنيامين نتانياهو", "person/benjamin-netanyahu"),
        ("تنظيم الدولة الإسلامية", "body/isis"),
        ("الأمم المتّحدة", "body/un"),
    ],
)
def test_variants_name_one(form: str, ref: str) -> None:
    assert [match.entry.ref for match in named(form)] == [ref]


# --- organs and offices ---


@pytest.mark.parametrize(
    ("phrase", "ref"),
    [
        ("وزارة الخارجية الروسية", "body/ministry/RU/foreign"),
        ("وزارة خارجية كوريا الشمالية", "body/ministry/KP/foreign"),
        ("الخارجية الكورية الجنوبية", "body/ministry/KR/foreign"),
        ("وزارة الثقافة والإعلام السعودية", "body/ministry/SA/culture"),
        ("الجيش المصري", "body/army/EG"),
        ("البنك المركزي التركي", "body/cbt"),
        ("البرلمان العراقي", "body/iraq-parliament"),
        # the table has rows of these names, which are other bodies than the pattern says
        ("مجلس النواب الأمريكي", "body/us-house"),
        ("الجيش الوطني الليبي", "body/lna"),
        ("بورصة قطر", "body/qse"),
        ("الصحة السعودية", None),
        ("وزارة الخارجية", None),
        ("الخارجية الكونغولية", None),
        ("الشركة المصرية", None),
        ("", None),
    ],
)
def test_organs_of_states_are_read_by_pattern(phrase: str, ref: str | None) -> None:
    assert organ(phrase) == ref


def test_the_report_may_tell_the_state() -> None:
    assert organ("وزارة الخارجية", "FR") == "body/ministry/FR/foreign"
    assert post("رئيس الوزراء", "FR") == Post("prime-minister", "state/FR")


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("وزير الخارجية الروسي", Post("minister", "state/RU", "foreign")),
        ("وزير الخارجية الإيراني الجديد", Post("minister", "state/IR", "foreign")),
        ("نائب وزير الخارجية الروسي", Post("deputy-minister", "state/RU", "foreign")),
        ("رئيس وزراء العراق", Post("prime-minister", "state/IQ")),
        ("رئيس كوريا الجنوبية", Post("president", "state/KR")),
        ("أمير قطر", Post("monarch", "state/QA")),
        ("الأمين العام للأمم المتحدة", Post("secretary-general", "body/un")),
        ("زعيم تنظيم داعش", Post("leader", "body/isis")),
        ("الرئيس الروسي السابق", None),
        ("وزير الخارجية", None),
        ("مدير المدرسة", None),
        ("", None),
    ],
)
def test_titles_name_offices(title: str, office: Post | None) -> None:
    assert post(title) == office


def test_holders_of_an_office_in_a_year() -> None:
    assert [person.ref for person in holders("president", "state/US", year=2015)] == ["person/barack-obama"]
    assert [person.ref for person in holders("president", "state/US", year=2018)] == ["person/donald-trump"]
    assert holders("president", "state/US", year=1999) == ()


def test_titles_are_read_as_their_rows_say() -> None:
    other = {
        person.ref
        for person in persons()
        for office in person.offices
        if office.title and (found := post(office.title)) and found.of != office.of
    }
    # The head of a government is a prime minister of the state; «الاتحاد الأوروبي» is UEFA beside Platini.
    assert other == {"person/fayez-al-sarraj", "person/michel-platini"}


def test_years_are_those_of_the_reports_that_give_the_office() -> None:
    assert [person.ref for person in holders("prime-minister", "state/GB", year=2018)] == [
        "person/theresa-may"
    ]
    assert [person.ref for person in holders("crown-prince", "state/SA", year=2015)] == [
        "person/mohammed-bin-nayef"
    ]
    # One who has the office under two titles is one holder.
    assert [person.ref for person in holders("monarch", "state/SA")] == ["person/king-salman"]


def test_a_year_that_no_report_gives_is_a_fault() -> None:
    seen = Seen(years={report: 1999 for person in persons() for report in reports(person)})
    assert any("are of [1999], not of [2018]" in fault for fault in faults(seen))


def test_the_corpus_bears_the_tables_out() -> None:
    if not CORPUS.exists():
        pytest.skip(f"{CORPUS} is not here")
    assert not list(faults(read(CORPUS)))
