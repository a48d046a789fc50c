"""The upload dates of the Карта, from a table to the cases, on a real database."""

import io
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from events.organization import OrganizationType
from events.store.reader import last_position
from service.card_table import dates_of
from service.cards import CardChange, Cards
from service.clock import FixedClock
from service.demo.country import register_country
from service.planning import YearPlans
from service.requests import Request
from service.settings import Settings
from service.tables import read_table
from service.wiring import Service, open_service
from workflows.actor import SYSTEM, Actor, Role
from workflows.consequences import case_id
from workflows.refusals import Invalid, NotPermitted

YEAR = 2024
DISTRICT = "abai.balkhash"
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)
TABLE = """Subtask;Period;Upload by
4.1.1;2024Q1;2024-04-05
4.1.1;;25.12.2024
4.2.3;2024-02;2024-03-04
4.2.1;;
1.1.2;2024;2024-12-20
"""


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    """A service with the smallest country."""
    clock = FixedClock.at(date(2024, 1, 15))
    async with open_service(Settings(database_url=database_url), clock, runs=False, ticks=False) as opened:
        await register_country(opened.organizations, 0.0001)
        yield opened


def _rows(text: str) -> Any:
    return dates_of(read_table(text.encode(), "karta.csv"))


async def _events(service: Service) -> int:
    async with service.pool.connection() as conn:
        return await last_position(conn, "main")


async def _upload_by(service: Service, subtask: str, period: str, body: str = DISTRICT) -> date | None:
    found: date | None = (await service.cases.get(case_id(body, subtask, period))).facts.upload_by
    return found


async def test_a_date_for_a_period_goes_before_that_for_all(service: Service) -> None:
    """A row without a period holds for each period that has no row of its own; an empty date sets none."""
    cards = Cards(service.cases)
    change = await cards.enter(YEAR, _rows(TABLE), "karta.csv", SUPERVISOR)
    assert change == CardChange(dates=4, added=6, moved=0, withdrawn=0)
    card = await cards.of(YEAR)
    assert [card.upload_by("4.1.1", f"2024Q{n}") for n in (1, 2)] == [date(2024, 4, 5), date(2024, 12, 25)]
    assert card.upload_by("4.2.3", "2024-02") == date(2024, 3, 4)
    assert card.upload_by("4.2.3", "2024-03") is None
    assert card.upload_by("4.2.1", "2024") is None


async def test_dates_reach_the_cases_that_are_there(service: Service) -> None:
    """All open cases concerned get the date, once; a case without a date in the Карта keeps none."""
    await YearPlans(service.cases).plan(YEAR, None, SYSTEM)
    cards = Cards(service.cases)
    await cards.enter(YEAR, _rows(TABLE), "karta.csv", SUPERVISOR)
    # 4.1.1 is owed by 20 akimats and the district, 4.2.3 by these, a ministry, its committee and department, a UPR and an OTD,
    # 1.1.2 by these and a company
    assert await cards.spread(YEAR) == 4 * 21 + 26 + 27
    assert await _upload_by(service, "4.1.1", "2024Q1") == date(2024, 4, 5)
    assert await _upload_by(service, "4.1.1", "2024Q3") == date(2024, 12, 25)
    assert await _upload_by(service, "4.2.3", "2024-01") is None
    [_, event] = (await service.cases.get(case_id(DISTRICT, "4.1.1", "2024Q1"))).history
    assert (event.envelope.actor, event.facts()["basis"]) == (SYSTEM.id, "karta.csv")
    before = await _events(service)
    assert await cards.spread(YEAR) == 0
    assert await _events(service) == before


async def test_the_same_table_again_changes_nothing(service: Service) -> None:
    """Entering what is known records nothing."""
    cards = Cards(service.cases)
    await cards.enter(YEAR, _rows(TABLE), "karta.csv", SUPERVISOR)
    before = await _events(service)
    assert await cards.enter(YEAR, _rows(TABLE), "again.csv", SUPERVISOR) == CardChange(4, 0, 0, 0)
    assert await _events(service) == before


async def test_a_dry_run_says_what_the_write_does(service: Service) -> None:
    """The dry run gives the same figures as the write after it, and leaves the log alone."""
    cards = Cards(service.cases)
    await cards.enter(YEAR, _rows(TABLE), "karta.csv", SUPERVISOR)
    moved = TABLE.replace("2024-04-05", "2024-04-12").replace("4.2.3;2024-02;2024-03-04\n", "")
    before = await _events(service)
    dry = await cards.enter(YEAR, _rows(moved), "karta.csv", SUPERVISOR, dry=True)
    assert await _events(service) == before
    assert dry == await cards.enter(YEAR, _rows(moved), "karta.csv", SUPERVISOR) == CardChange(3, 0, 1, 1)


async def test_what_is_uploaded_or_over_keeps_its_date(service: Service) -> None:
    """A case that nobody has to upload any more is not changed, and a moved date reaches the others."""
    await YearPlans(service.cases).plan(YEAR, [DISTRICT], SYSTEM)
    cards = Cards(service.cases)
    over = case_id(DISTRICT, "4.1.1", "2024Q1")
    data = {"declared_on": "2024-01-15", "reason": "x"}
    await service.cases.act(over, "declare_not_applicable", data, SUPERVISOR, Request.of(SUPERVISOR, None), 1)
    await cards.enter(YEAR, _rows(TABLE), "karta.csv", SUPERVISOR)
    assert await cards.spread(YEAR) == 5
    assert await _upload_by(service, "4.1.1", "2024Q1") is None


async def test_a_withdrawn_date_is_withdrawn_from_the_cases(service: Service) -> None:
    """A table without a date that there was takes it from the cases."""
    cards = Cards(service.cases)
    await cards.enter(YEAR, _rows(TABLE), "karta.csv", SUPERVISOR)
    await YearPlans(service.cases).plan(YEAR, [DISTRICT], SYSTEM)
    await cards.enter(YEAR, _rows("subtask;upload_by\n4.1.1;2024-12-25\n"), "karta-2.csv", SUPERVISOR)
    assert await cards.spread(YEAR) == 3
    assert await _upload_by(service, "4.2.3", "2024-02") is None
    assert await _upload_by(service, "4.1.1", "2024Q1") == date(2024, 12, 25)


async def test_nobody_gives_themselves_a_date(service: Service) -> None:
    """Whoever assigns a subtask to their own body leaves the date of the Карта empty; a supervisor may set it."""
    data = {"subtask": "4.1.1", "period": "2024Q1", "assigned_on": "2024-01-15", "upload_by": "2024-12-31"}
    officer = Actor("officer", Role.OFFICER, DISTRICT, OrganizationType.RAY)
    with pytest.raises(Invalid) as refused:
        await service.cases.open("subtask", DISTRICT, "assign", data, officer, Request.of(officer, None))
    assert [violation.path for violation in refused.value.violations] == [("upload_by",)]
    free = data | {"upload_by": None}
    await service.cases.open("subtask", DISTRICT, "assign", free, officer, Request.of(officer, None))
    other = data | {"period": "2024Q2"}
    await service.cases.open("subtask", DISTRICT, "assign", other, SUPERVISOR, Request.of(SUPERVISOR, None))
    assert await _upload_by(service, "4.1.1", "2024Q2") == date(2024, 12, 31)


async def test_dates_entered_wrong_and_corrected(service: Service) -> None:
    """A case whose first entry was corrected is judged by what is known now."""
    await YearPlans(service.cases).plan(YEAR, [DISTRICT], SYSTEM)
    cards, quarter = Cards(service.cases), case_id(DISTRICT, "4.1.1", "2024Q1")
    data = {"subtask": "4.1.1", "period": "2024Q1", "assigned_on": "2024-01-15", "upload_by": "2024-04-05"}
    correction = {"corrects": 1, "data": data, "reason": "x"}
    await service.cases.act(quarter, "correct", correction, SUPERVISOR, Request.of(SUPERVISOR, None), 1)
    await cards.enter(YEAR, _rows("subtask;period;upload_by\n4.1.1;2024Q1;2024-04-05\n"), "k.csv", SUPERVISOR)
    assert await cards.spread(YEAR) == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("9.9.9;;2024-04-05", "subtask"),
        ("abc;;2024-04-05", "subtask"),
        ("4.1.1;2024;2024-04-05", "period"),
        ("4.1.1;2025Q1;2024-04-05", "period"),
        ("4.2.1;2024-02;2024-04-05", "period"),
        ("4.2.1;;31.02.2024", "upload_by"),
        ("4.2.1;;2023-12-31", "upload_by"),
        ("4.2.1;;2026-01-01", "upload_by"),
        ("4.1.1;2024Q2;2024-03-31", "upload_by"),
        ("4.1.1;2024Q1;2024-04-08", "subtask"),
    ],
)
async def test_a_wrong_row_is_named_and_nothing_entered(service: Service, row: str, column: str) -> None:
    """One wrong row refuses the table: its number and column are named, as the file counts, in a dry run, too."""
    before = await _events(service)
    for dry in (True, False):
        with pytest.raises(Invalid) as caught:
            await Cards(service.cases).enter(YEAR, _rows(f"{TABLE}{row}\n"), "karta.csv", SUPERVISOR, dry=dry)
        assert {found.path for found in caught.value.violations} == {("rows", 7, column)}
    assert await _events(service) == before


async def test_all_that_is_wrong_with_a_table_is_said_at_once(service: Service) -> None:
    """Malformed rows hide neither repetitions nor dates of other years: the table is mended in one pass."""
    wrong = (
        "abc;;2024-04-05",  # no subtask
        "4.2.1;;31.02.2024",  # no day
        "4.2.1;;2023-12-31",  # another year, and a repetition of the malformed row before
        "4.1.1;2024Q1;2024-04-08",  # a repetition
        "4.3.1;2024Q1;2024-04-08",  # no period of this subtask
    )
    table = _rows(TABLE + "".join(f"{row}\n" for row in wrong))
    with pytest.raises(Invalid) as caught:
        await Cards(service.cases).enter(YEAR, table, "karta.csv", SUPERVISOR, dry=True)
    assert [found.path for found in caught.value.violations] == [
        ("rows", 7, "subtask"),
        ("rows", 8, "upload_by"),
        ("rows", 9, "subtask"),
        ("rows", 9, "upload_by"),
        ("rows", 10, "subtask"),
        ("rows", 11, "period"),
    ]


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("subtask;period", "upload_by"),
        ("subtask;upload_by;colour", "colour"),
        ("subtask;Подзадача;upload_by", "subtask"),
    ],
)
def test_headings_are_checked(head: str, named: str) -> None:
    """A column that is missing, unknown or twice is named."""
    with pytest.raises(Invalid) as caught:
        _rows(f"{head}\n4.1.1;x\n")
    assert ("columns", named) in {found.path for found in caught.value.violations}


def test_a_workbook_says_the_same() -> None:
    """XLSX with dates and years as spreadsheets keep them, headed in Russian, gives the rows that CSV gives."""
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for cells in (
        ("Подзадача", "Период", "Загрузить до"),
        ("4.1.1", "2024Q1", date(2024, 4, 5)),
        ("4.1.1", None, "25.12.2024"),
        ("4.2.3", "2024-02", date(2024, 3, 4)),
        ("4.2.1", None, None),
        ("1.1.2", 2024, "2024-12-20"),
    ):
        sheet.append(cells)
    book.save(content)
    rows, ours = dates_of(read_table(content.getvalue(), "karta.xlsx")), _rows(TABLE)
    assert [(number, {**row, "upload_by": str(row["upload_by"])}) for number, row in rows.dates.items()] == [
        (number, {**row, "upload_by": str(row["upload_by"])}) for number, row in ours.dates.items()
    ]


async def test_officers_enter_no_dates(service: Service) -> None:
    """The dates are entered by supervisors alone."""
    official = Actor("official", Role.OFFICER, "abai")
    with pytest.raises(NotPermitted):
        await Cards(service.cases).enter(YEAR, _rows(TABLE), "karta.csv", official)


STEPS = """subtask;period;upload_by
1.1.1;;2024-02-20
1.1.2;2024;2024-03-20
1.3.3;2024Q2;2024-07-25
1.5.1;;2024-12-20
"""


async def _due(service: Service, subtask: str, body: str) -> dict[str, str]:
    """The dates of the Карта among the deadlines that a case awaits, by their keys."""
    case = await service.cases.get(case_id(body, subtask, "2024"))
    return {k: s.deadline.due.isoformat() for k, s in case.deadlines.items() if k.startswith("D23") and s.open}


@pytest.mark.parametrize("planned_first", [True, False])
async def test_dates_reach_the_cases_of_project_1(service: Service, planned_first: bool) -> None:
    """Each step of an analysis, the schedule and the cartogram get theirs, by the plan or after it; once."""
    cards, plans = Cards(service.cases), YearPlans(service.cases)
    if planned_first:
        await plans.plan(YEAR, ["abai"], SYSTEM)
    await cards.enter(YEAR, _rows(STEPS), "karta.csv", SUPERVISOR)
    if not planned_first:
        await plans.plan(YEAR, ["abai"], SYSTEM)
    assert await cards.spread(YEAR) == (3 if planned_first else 0)
    assert await _due(service, "1.1.1", "abai") == {"D23/1.1.1": "2024-02-20"}
    assert await _due(service, "1.1.2", "abai") == {"D23/1.1.2": "2024-03-20"}
    assert await _due(service, "1.5.1", "abai") == {"D23/1.5.1": "2024-12-20"}
    assert await cards.spread(YEAR) == 0
    await cards.enter(YEAR, _rows(STEPS.replace("2024-03-20", "2024-03-29")), "karta-2.csv", SUPERVISOR)
    assert await cards.spread(YEAR) == 1
    analysis = await service.cases.get(case_id("abai", "1.1.2", "2024"))
    assert (analysis.deadlines["D23/1.1.2"].deadline.due, analysis.facts.uploads.due["1.3.3/2024Q2"]) == (
        date(2024, 3, 29),
        date(2024, 7, 25),
    )


async def test_a_cancelled_analysis_gets_no_dates(service: Service) -> None:
    """What is over awaits no upload, so a table of dates passes it by."""
    await YearPlans(service.cases).plan(YEAR, ["abai"], SYSTEM)
    over, data = case_id("abai", "1.1.2", "2024"), {"cancelled_on": "2024-01-15", "basis_no": "1", "reason": "x"}
    await service.cases.act(over, "cancel", data, SYSTEM, Request.of(SYSTEM, None), 1)
    await Cards(service.cases).enter(YEAR, _rows(STEPS), "karta.csv", SUPERVISOR)
    assert await Cards(service.cases).spread(YEAR) == 2


async def test_dates_of_the_next_year_reach_the_monitoring_that_lasts_into_it(service: Service) -> None:
    """The monitoring of an analysis goes on for a year: the quarters of the next year have the dates of that year's Карта."""
    cards = Cards(service.cases)
    await YearPlans(service.cases).plan(YEAR, ["abai"], SYSTEM)
    await cards.enter(YEAR, _rows(STEPS), "karta.csv", SUPERVISOR)
    await cards.spread(YEAR)
    service.clock.machine.travel(date(2025, 1, 13))  # type: ignore[attr-defined]  # it is the fixed clock
    later = "subtask;period;upload_by\n1.3.3;2025Q1;2025-04-25\n1.1.2;2025;2025-03-20\n"
    await cards.enter(YEAR + 1, _rows(later), "karta-2025.csv", SUPERVISOR)
    assert await cards.spread(YEAR + 1) == 1
    analysis = await service.cases.get(case_id("abai", "1.1.2", "2024"))
    assert {key: day.isoformat() for key, day in analysis.facts.uploads.due.items()} == {
        "1.1.2": "2024-03-20",
        "1.3.3/2024Q2": "2024-07-25",
        "1.3.3/2025Q1": "2025-04-25",
    }
    assert analysis.history[-1].basis == "karta-2025.csv"  # type: ignore[attr-defined]  # the dates were set
    assert (await cards.spread(YEAR), await cards.spread(YEAR + 1)) == (0, 0)
