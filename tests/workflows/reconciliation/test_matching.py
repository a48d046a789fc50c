"""How rows of two lists are paired: by which rule, never twice, whatever their order, and fast."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.offence import OffenceCategory
from tests.workflows.reconciliation.life import compared, listed, own
from tests.workflows.reconciliation.lists import generated, record
from workflows.reconciliation import matching
from workflows.reconciliation.differences import differences
from workflows.reconciliation.matching import Matched, match
from workflows.reconciliation.names import Parts, alike, is_slip, one_slip_apart, parts, whole
from workflows.reconciliation.namesakes import CANDIDATES
from workflows.reconciliation.record import Record, differing
from workflows.reconciliation.stages import STAGES, near_days

DAY = date(2024, 6, 5)
SERIKOV = "Сериков Ерлан Болатович"


@pytest.mark.parametrize(
    ("mine", "theirs", "rule"),
    [
        (record("1", SERIKOV, DAY, act_no="7"), record("1", SERIKOV, date(2024, 1, 9), act_no="7"), "act_and_name"),
        (record("1", SERIKOV, DAY, crime_no="7"), record("1", SERIKOV, date(2024, 1, 9), crime_no="7"), "crime_and_name"),
        (record("1", SERIKOV, DAY, act_no="7"), record("1", "Сериков Е.Б.", date(2024, 1, 9), act_no="7"), "act_and_name"),
        (record("1", SERIKOV, DAY), record("1", SERIKOV, DAY), "name_and_date"),
        (record("1", "Ёлкин Пётр Ильич", DAY), record("1", "ЕЛКИН ПЕТР ИЛЬИЧ", DAY), "name_and_date"),
        (record("1", "Әбілқасым Нұрлан Өмірұлы", DAY), record("1", "Абилкасым Нурлан Омирулы", DAY), "name_and_date"),
        (record("1", SERIKOV, DAY), record("1", "Ерлан Болатович Сериков", DAY), "name_and_date"),
        (record("1", "Ким-Цой Анна Львовна", DAY), record("1", "Ким Цой Анна Львовна", DAY), "name_and_date"),
        (record("1", SERIKOV, DAY), record("1", SERIKOV, DAY, counts_on=None), "name_and_event"),
        (record("1", SERIKOV, DAY), record("1", "Сериков Е.Б.", DAY), "initials_and_date"),
        (record("1", "Ким-Цой А. Л.", DAY), record("1", "Цой-Ким Анна Львовна", DAY), "initials_and_date"),
        (record("1", SERIKOV, DAY), record("1", "Е.Б. Сериков", DAY, counts_on=None), "initials_and_event"),
        (record("1", SERIKOV, DAY, act_no="7"), record("1", "Сереков Е.Б.", date(2024, 1, 9), act_no="7"), "near_name_and_act"),
        (record("1", SERIKOV, DAY, crime_no="7"), record("1", "Серков Е.Б.", date(2024, 1, 9), crime_no="7"), "near_name_and_crime"),
        (record("1", SERIKOV, DAY), record("1", "Сеирков Ерлан Болатович", DAY), "near_name_and_date"),
        (record("1", SERIKOV, DAY), record("1", "Серииков Е.Б.", DAY, counts_on=None), "near_name_and_event"),
        (record("1", SERIKOV, DAY), record("1", SERIKOV, date(2024, 5, 6), happened_on=None), "name_and_near_date"),
        (record("1", SERIKOV, DAY), record("1", "Сериков Е.Б.", date(2024, 6, 6), happened_on=None), "name_and_near_date"),
        (record("1", SERIKOV, DAY, counts_on=None), record("1", SERIKOV, date(2024, 6, 4), counts_on=None), "name_and_near_event"),
    ],
)  # fmt: skip
def test_each_rule(mine: Record, theirs: Record, rule: str) -> None:
    """Two rows of one fact are paired by the best rule that fits, and the pair says which; near misses only propose it."""
    [pair] = match([mine], [theirs]).pairs
    assert pair.rule == rule
    assert pair.proposed is rule.startswith(("near", "name_and_near", "initials_and_event"))


@pytest.mark.parametrize(
    ("mine", "theirs", "rule"),
    [
        ("Садыков Тимур", "Сaдыкoв Тимуp", "spelling_and_date"),
        ("Садыков Тимур Асқарұлы", "САДЫКOВ T.A.", "spelling_and_date"),
        ("Петров Пётр Асқарұлы", "ПетровПётр Асқарұлы", "spelling_and_date"),
        ("Петров Пётр", "ПетровПётр", "spelling_and_date"),
        ("Сейітов Нұрлан Қайратұлы", "Сеитов Нурлан Кайратович", "spelling_and_date"),
        ("Сейітова Әсел Қайратқызы", "Сеитова Асель Кайратовна", "spelling_and_date"),
        ("Жұмабаев Ерлан Сергей ұлы", "Джумабаев Ерлан Сергеевич", "spelling_and_date"),
        ("Һамитов Талғат Дмитрийұлы", "Хамитов Талгат Дмитриевич", "spelling_and_date"),
        ("Петров Пётр", "Петров Пётр Асқарұлы", "short_name_and_date"),
        ("Петров Петр Аскарович", "Пётр Петров", "short_name_and_date"),
    ],
)
def test_names_of_other_hands_are_proposed(mine: str, theirs: str, rule: str) -> None:
    """Look-alike letters, lost spaces, Kazakh and Russian forms and a missing patronymic propose the pair, and take nothing for sure."""
    for one, other in ((mine, theirs), (theirs, mine)):
        [pair] = match([record("1", one, DAY)], [record("1", other, DAY)]).pairs
        assert (pair.rule, pair.proposed, differing(pair.own, pair.registry)) == (rule, True, ())


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Сейітов Нұрлан Қайратұлы", "Сеитов Нурлан Кайратовна"),
        ("Сейітов Нұрлан Қайратұлы", "Сеитов Нурлан Каримович"),
        ("Петров Пётр Асқарұлы", "Петров Пётр Болатович"),
        ("Петров", "Петров Пётр"),
        ("Петров Иван", "Петров Пётр Иванович"),
    ],
)
def test_other_hands_are_not_other_people(mine: str, theirs: str) -> None:
    """A son is no daughter, another patronymic is another person, and a surname alone is nobody: nothing is proposed."""
    assert match([record("1", mine, DAY)], [record("1", theirs, DAY)]).pairs == ()


def test_a_name_without_patronymic_that_fits_two_is_in_no_pair() -> None:
    """Where two people could be meant neither is taken or proposed: the rows name each other as candidates."""
    theirs = [record("1", "Петров Пётр Асқарұлы", DAY), record("2", "Петров Пётр Болатович", DAY)]
    found = match([record("1", "Петров Пётр", DAY)], theirs)
    assert (found.pairs, found.own_candidates) == ((), {"1": ("1", "2")})


@pytest.mark.parametrize(
    "other",
    [
        record("1", "Сериков Ермек Болатович", DAY),
        record("1", "Сериков А.Б.", DAY),
        record("1", "Серикбаев Ерлан Болатович", DAY),
        record("1", "Серьоков Ерлан Болатович", date(2024, 6, 6)),
        record("1", SERIKOV, date(2024, 6, 9), happened_on=None),
        record("1", "Е.Б.", DAY),
    ],
)
def test_two_people_are_no_pair(other: Record) -> None:
    """Another given name, other initials, two slips at once, or a date further off: nothing is even proposed."""
    found = match([record("1", SERIKOV, DAY)], [other])
    assert (found.pairs, len(found.own_only), len(found.registry_only)) == ((), 1, 1)


def test_two_people_with_the_same_initials_are_no_pair() -> None:
    """Initials that fit two people say nothing: all three rows are differences that name who fits."""
    mine = [record("1", "Сериков Е.Б.", DAY)]
    theirs = [record("1", SERIKOV, DAY), record("2", "Сериков Ермек Бекович", DAY)]
    found = match(mine, theirs)
    assert (found.pairs, found.own_candidates) == ((), {"1": ("1", "2")})
    assert found.registry_candidates == {"1": ("1",), "2": ("1",)}


def test_the_better_rule_goes_first() -> None:
    """A name written in full takes its row; the initials are left with the other, whom they fit alone."""
    mine = [record("1", "Сериков Е.Б.", DAY), record("2", SERIKOV, DAY)]
    theirs = [record("1", SERIKOV, DAY), record("2", "Сериков Ермек Бекович", DAY)]
    pairs = {(pair.own.code, pair.registry.code, pair.rule.value) for pair in match(mine, theirs).pairs}
    assert pairs == {("2", "1", "name_and_date"), ("1", "2", "initials_and_date")}


def test_namesakes_are_paired_by_what_else_they_say() -> None:
    """Of two rows with the same name and date, those pair that agree in the rest; what is left over is alone."""
    administrative = OffenceCategory.ADMINISTRATIVE
    mine = [record("1", SERIKOV, DAY), record("2", SERIKOV, DAY, category=administrative), record("3", SERIKOV, DAY)]
    theirs = [record("1", SERIKOV, DAY, category=administrative), record("2", SERIKOV, DAY)]
    found = match(mine, theirs)
    assert {(pair.own.code, pair.registry.code) for pair in found.pairs} == {("1", "2"), ("2", "1")}
    assert [one.code for one in found.own_only] == ["3"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"category": OffenceCategory.ADMINISTRATIVE}, ("category",)),
        ({"counts_on": date(2024, 1, 1)}, ("counts_on",)),
        ({"happened_on": date(2024, 1, 1)}, ("happened_on",)),
        ({"act_no": "71"}, ("act_no",)),
        ({"crime_no": "9"}, ("crime_no",)),
        ({"counts_on": None, "happened_on": None, "act_no": "", "crime_no": ""}, ()),
    ],
)
def test_what_a_pair_says_differently(change: dict[str, object], named: tuple[str, ...]) -> None:
    """Category, dates and numbers are compared where both lists say them; what one does not say is no difference."""
    one = record("1", SERIKOV, DAY, act_no="17", crime_no="5")
    assert differing(one, replace(one, **change)) == named  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mine", "theirs", "named"),
    [
        ("1-117/2024", "№ 1–117 / 2024", ()),
        ("17-Ө", "17-о", ()),
        ("1-117/2024", "11-17/2024", ("act_no",)),
        ("1.17", "117", ("act_no",)),
    ],
)
def test_numbers_as_people_write_them(mine: str, theirs: str, named: tuple[str, ...]) -> None:
    """№, spaces, dashes and letters of the other alphabet make no other number; a hyphen or dot elsewhere does."""
    made = compared([own(act_no=mine)], [listed(act_no=theirs)])
    assert [one.fields for one in made.case.facts.differences] == ([named] if named else [])


@pytest.mark.parametrize("name", ["Сериков, Ерлан Болатович", "СЕРИКОВ  Ерлан\tБолатович", "Ерлан Сериков Болатович"])
def test_names_as_people_write_them(name: str) -> None:
    """Commas, spaces, capitals and order do not make another person."""
    assert whole(parts(name)) == whole(parts(SERIKOV))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("сериков", "сереков", True),
        ("сериков", "серков", True),
        ("сериков", "сериикков", False),
        ("сериков", "сериков", False),
        ("сериков", "ериков", True),
        ("сериков", "сериковы", True),
        ("сериков", "есриков", True),
        ("сериков", "серийов", True),
        ("сериков", "кериоов", False),
    ],
)
def test_one_slip(one: str, other: str, wanted: bool) -> None:
    """One letter left out, added, changed or exchanged with the next is a slip; nothing and two are none."""
    assert is_slip(one, other) is wanted
    assert is_slip(other, one) is wanted


def test_days_that_look_alike() -> None:
    """A day off either way, day and month exchanged, two digits exchanged; and whoever is near is near both ways."""
    assert near_days(date(2024, 10, 12)) == {
        date(2024, 10, 11), date(2024, 10, 13), date(2024, 12, 10), date(2024, 10, 21), date(2024, 1, 12)
    }  # fmt: skip


@given(st.dates(date(2023, 12, 1), date(2025, 1, 31)))
def test_nearness_is_mutual(day: date) -> None:
    """A day that may have been meant for another may have been written for it."""
    assert all(day in near_days(other) for other in near_days(day))


_SURNAMES = ("Ёлкин", "Елкин", "Елкина", "Қасым", "Касым", "Касым-Ким", "Ким")
_GIVEN = ("А.Б.", "А. В.", "Айгуль Булатовна", "Анна Борисовна", "Асан Болатович")
_ROWS = st.lists(
    st.builds(
        lambda surname, given, day, act, event, category: (
            f"{surname} {given}",
            day,
            {"act_no": act, "happened_on": event, "category": category},
        ),
        st.sampled_from(_SURNAMES),
        st.sampled_from(_GIVEN),
        st.dates(date(2024, 2, 1), date(2024, 2, 3)),
        st.sampled_from(("", "1", "2")),
        st.none() | st.dates(date(2023, 2, 1), date(2023, 2, 2)),
        st.sampled_from(OffenceCategory),
    ),
    max_size=12,
)


def _records(rows: list[tuple[str, date, dict[str, object]]]) -> list[Record]:
    return [record(str(number), name, day, **more) for number, (name, day, more) in enumerate(rows)]


def _codes(found: Matched) -> set[tuple[str, str, str]]:
    return {(pair.own.code, pair.registry.code, pair.rule.value) for pair in found.pairs}


@given(_ROWS, _ROWS, st.randoms(use_true_random=False))
def test_matching_is_a_matching(mine_rows: list, theirs_rows: list, chance) -> None:  # type: ignore[no-untyped-def,type-arg]
    """Each row is in one pair at most or alone; sides can be exchanged; the order of rows does not matter."""
    mine, theirs = _records(mine_rows), _records(theirs_rows)
    found = match(mine, theirs)
    for paired, alone, rows in (
        ([pair.own.code for pair in found.pairs], found.own_only, mine),
        ([pair.registry.code for pair in found.pairs], found.registry_only, theirs),
    ):
        assert sorted([*paired, *(one.code for one in alone)]) == sorted(one.code for one in rows)
    assert _codes(match(theirs, mine)) == {(other, one, rule) for one, other, rule in _codes(found)}
    chance.shuffle(mine)
    chance.shuffle(theirs)
    assert match(mine, theirs) == found


@given(_ROWS, _ROWS)
def test_a_pair_is_never_two_people(mine_rows: list, theirs_rows: list) -> None:  # type: ignore[type-arg]
    """What is paired without asking anybody has names that can be one person's; what is only near is proposed."""
    for pair in match(_records(mine_rows), _records(theirs_rows)).pairs:
        if not pair.proposed:
            assert alike(pair.own.name, pair.registry.name)
        elif pair.rule.value.startswith("near"):
            assert one_slip_apart(pair.own.name, pair.registry.name)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Иванов Пётр Иванович", "Иванов И.П."),
        ("Ким Серик Болатович", "К. С. Болатович"),
        ("Иванов П.И.", "Иванов И.П."),
    ],
)
def test_initials_out_of_order_are_confirmed_by_a_person(mine: str, theirs: str) -> None:
    """Initials in another order than the names, or before what may be a patronymic, propose a pair and are never taken for sure."""
    [pair] = match([record("1", mine, DAY)], [record("1", theirs, DAY)]).pairs
    assert (pair.rule, pair.proposed) == ("initials_and_date", True)


def test_a_given_name_is_no_surname() -> None:
    """A given name in the middle of the one is not the surname before the initials of the other."""
    assert match([record("1", "Асан Ерлан Болатович", DAY)], [record("1", "Ерлан А.Б.", DAY)]).pairs == ()


def test_rows_of_one_act_that_differ_least_are_paired() -> None:
    """Of rows with the same name and act those pair that contradict each other least, though one list says less."""
    days = (date(2023, 5, 20), date(2023, 7, 1))
    mine = [record(str(n), SERIKOV, DAY, act_no="7", crime_no="5", happened_on=day) for n, day in enumerate(days)]
    theirs = [record(str(n), SERIKOV, DAY, act_no="7", happened_on=day) for n, day in enumerate(days)]
    theirs.append(record("-", SERIKOV, date(2024, 1, 9), act_no="7", happened_on=date(2023, 1, 1)))
    assert {(pair.own.code, pair.registry.code) for pair in match(mine, theirs).pairs} == {("0", "0"), ("1", "1")}


@pytest.mark.parametrize("number", ["б/н", "Б/Н", "-", "0", "без номера", "—"])
def test_no_number_is_no_number(number: str) -> None:
    """What people write where there is no number pairs nothing."""
    made = compared([own(act_no=number)], [listed(act_no=number, in_force_on="2024-07-01", happened_on="2023-03-03")])
    assert made.case.facts.lists.matched.pairs == ()


@pytest.mark.parametrize("given", ["Ерлан Болатович", "Ерлан{n} Болатович"])
@pytest.mark.parametrize("initials", ["Е.Б.", "Ерлан{n} Бекович"])
def test_thousands_of_namesakes_are_judged_together(given: str, initials: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three thousand rows of one surname and day against as many need no comparison of each with each, and name few candidates."""
    calls: Counter[str] = Counter()
    counted = [replace(stage, fits=_counting(stage.fits, calls)) for stage in STAGES]
    monkeypatch.setattr(matching, "STAGES", counted)
    mine = [record(str(n), f"Сериков {given.format(n=_word(n))}", DAY) for n in range(3000)]
    theirs = [record(str(n), f"Сериков {initials.format(n=_word(n))}", DAY) for n in range(3000)]
    found = match(mine, theirs)
    assert (found.pairs, calls["fits"] < 300_000) == ((), True)
    assert all(len(one) <= CANDIDATES for one in (*found.own_candidates.values(), *found.registry_candidates.values()))


def _counting(fits: Callable[[Parts, Parts], bool], calls: Counter[str]) -> Callable[[Parts, Parts], bool]:
    def counted(one: Parts, other: Parts) -> bool:
        calls["fits"] += 1
        return fits(one, other)

    return counted


def _word(number: int) -> str:
    return "".join("абвгдежзик"[int(digit)] for digit in f"{number:04}")


def test_five_thousand_against_five_thousand() -> None:
    """Every planted difference is listed and no other, with names in other hands: Ё, Kazakh letters, initials, hyphens, order."""
    lists = generated(5000, planted=60)
    began = time.process_time()
    found = list(differences(match(lists.own, lists.registry), {}))
    taken = time.process_time() - began
    assert {one.own for one in found if one.own} == lists.own_planted
    assert {one.registry for one in found if one.registry} == lists.registry_planted
    proposed = [one for one in found if one.kind.value == "proposed"]
    assert (len(found), len(proposed)) == (6 * 60, 2 * 60)
    assert taken < 10
