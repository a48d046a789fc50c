"""The overview: every number opens a list with as many rows, and equals an independent count; as of a past day, too."""

import html
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import date, timedelta
from statistics import median_low
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from events.organization import OrganizationType
from events.text import Body
from projections import cases as case_rows
from projections.term_counts import Count
from service.figures import asked_on
from service.moment import Moment, looking, moment
from service.named import Named
from service.organizations import Names
from service.status import Today
from tests.serving import REGION, Served
from tests.web.demonstrated import TODAY, demonstrated, every_number_opens_its_list, rows_of
from tests.web.visiting import visitor
from workflows.actor import SYSTEM, Role
from workflows.refusals import Unknown

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served(demonstration_url: str) -> AsyncIterator[Served]:
    """A site with the demonstration, and people who look at it; all tests look at the same."""
    async with demonstrated(demonstration_url) as served:
        yield served


async def _equal(served: Served, login: str, *pages: str) -> None:
    """Follow every number of some pages of somebody."""
    client = await visitor(served, login)
    for page in pages:
        assert await every_number_opens_its_list(client, page) > 5, page


async def test_every_number_of_an_oblast_opens_its_list(served: Served) -> None:
    """Whoever oversees an oblast finds behind every number as many rows as it says, on the overview and on the page of its bodies."""
    await _equal(served, "oblast", "/?lang=en", "/map/KZ-19?lang=en", "/map/KZ-19?lang=en&part=1.1&measure=late")


async def test_every_number_of_the_country_opens_its_list(served: Served) -> None:
    """So does a supervisor, on the overview, the map, and on the overview of a past day."""
    await _equal(served, "supervisor", "/?lang=en", "/map?lang=en")
    await _equal(served, "supervisor", "/?at=2024-05-20&lang=en")


async def test_every_number_of_two_days_opens_its_list(served: Served) -> None:
    """So does every number of two days compared: each leads to the list of its own day, by the clock by which they are compared."""
    days = "from=2024-05-20&to=2024-09-30&lang=en"
    for login, narrowed in (("supervisor", ""), ("supervisor", "&region=KZ-19"), ("oblast", f"&organization={REGION}")):
        await _equal(served, login, *(f"/compare?{days}{narrowed}&axis={axis}" for axis in ("recorded", "happened")))
    client = await visitor(served, "supervisor")
    page = (await client.get(f"/compare?{days}")).text
    for day in ("2024-05-20", "2024-09-30"):
        assert f'"/cases?at={day}&amp;counted=true"' in page
        assert f'"/deadlines?standing=met&amp;at={day}&amp;counted=true"' in page


async def test_every_cell_of_the_plan_opens_its_list(served: Served) -> None:
    """So does every number of cases in the year's plan, of now and of a past day, and what no plan asks for beside it."""
    pages = [f"/plans/{asked}&lang=en" for asked in ("2024?at=", "2025?at=", "2024?at=2024-09-30")]
    await _equal(served, "supervisor", *pages)
    await _equal(served, "oblast", *pages[1:])
    for asked in ("2024?", "2025?at=2024-09-30"):
        year, _, moment = asked.partition("?")
        page = f"/plans/{year}/{REGION}?{moment}&lang=en"
        assert await every_number_opens_its_list(await visitor(served, "oblast"), page) == 1
    planned, _, beside = (await (await visitor(served, "supervisor")).get(pages[0])).text.partition('id="beside"')
    for table in (planned, beside):
        assert re.search(r'href="/cases\?subtask=[^"]*&amp;plan=2024&amp;counted=true">[1-9]', table)
    assert re.search(r'href="/owed/2024\?subtask=4.2.3&amp;type=UPR">[1-9]', planned)
    assert "/owed/" not in beside
    assert re.search(r'href="/cases\?open=closed[^"]*">[1-9]', planned)


async def test_who_announced_too_late_is_found_by_links_alone(served: Served) -> None:
    """From the overview over the map to the districts of a region that announced an analysis too late, and why: four clicks and a form."""
    client = await visitor(served, "supervisor")
    page = (await client.get("/?lang=en")).text
    assert '<a href="/map">' in page
    region = _links(await _text(client, "/map"))["Almaty Region"]
    form = await _text(client, region)
    subtask, title = next(
        found for found in re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)', form) if "starts" in found[1]
    )
    assert (subtask, title[:5]) == ("1.1.3", "1.1.3")
    shown = await _text(client, f"{region.partition('?')[0]}?measure=late&part={subtask}")
    districts = shown.partition('id="districts"')[2].partition("</ul>")[0]
    late = {}
    for name, at in re.findall(r'class="grid-name" href="[^"]+">([^<]+)</a>\s*<strong><a href="([^"]+)"', districts):
        [why] = re.findall(r'<p class="sub">(10 working days before [^<]+)</p>', await _text(client, at))
        late[html.unescape(name)] = why
    register = await served.service.register.current()
    async with served.service.pool.connection() as conn:
        rows = (await case_rows.cases(conn, workflow="risk_analysis", region="KZ-19", limit=200)).rows
    wanted = {}
    for row in rows:
        standing = (await served.service.cases.get(row.id)).deadlines.get("D04")
        if (
            standing
            and standing.judgement
            and standing.judgement.margin < 0
            and register.type_of(row.organization, TODAY) == "RAY"
        ):
            wanted[row.organization] = standing.deadline.due
    assert len(late) == len(wanted) == 2
    assert set(late) == {Named(register, "en")(Body(code)) for code in wanted}
    assert {re.findall(r": (\d+ \w+ \d{4})", why)[0] for why in late.values()} == {
        f"{day.day} {day:%B %Y}" for day in wanted.values()
    }


async def _text(client: httpx2.AsyncClient, address: str) -> str:
    answer = await client.get(html.unescape(address))
    assert answer.status_code == 200, address
    return answer.text


def _links(page: str) -> dict[str, str]:
    return {html.unescape(words): at for at, words in re.findall(r'<a href="([^"]+)">([^<]+)</a>', page)}


@pytest.mark.parametrize("address", ["/map", "/map/KZ-19"])
async def test_a_measure_has_one_column(served: Served, address: str) -> None:
    """The table beside the map has each column once, whichever is looked at; tiles bear the names of their regions."""
    client = await visitor(served, "supervisor")
    for measure in ("overdue", "late", "due"):
        page = (await client.get(f"{address}?measure={measure}&lang=en&at=")).text
        heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page.partition("</thead>")[0])
        assert len(heads) == len(set(heads)) > 4
    assert ('class="map-name"' in page) == (address == "/map")


async def test_silent_bodies_are_listed(served: Served) -> None:
    """The list of silent bodies is as long as the overview says."""
    client = await visitor(served, "supervisor")
    [number] = re.findall(
        r'href="/silent"><span class="tile-number">([0-9]+)', (await client.get("/?lang=en&at=")).text
    )
    assert int(number) > 0
    assert await rows_of(client, "/silent") == int(number)


async def _replayed(served: Served, at: Moment, today: date) -> Count:
    """Count the binding terms of all cases by replaying each of them as of a moment."""
    async with served.service.pool.connection() as conn:
        ids = await (await conn.execute("SELECT id FROM read.cases WHERE clearance = ''")).fetchall()
    found = Count()
    for (case_id,) in ids:
        try:
            case = await served.service.cases.as_of(case_id, at.known_at, at.true_on)
        except Unknown:
            continue
        for standing in case.deadlines.values():
            _add(found, standing, today)
    return found


def _add(found: Count, standing: Any, today: date) -> None:
    deadline = standing.deadline
    if deadline.strength != "hard" or standing.status == "dropped":
        return
    awaited = standing.status in {"open", "missed"}
    if not awaited and deadline.due.year != today.year:
        return
    late = deadline.bound == "not_later" and deadline.due < today
    found.met += standing.status == "met"
    found.late += standing.status in {"met_late", "early", "not_done"}
    found.overdue += awaited and late
    found.not_yet += awaited and not late


@pytest.mark.parametrize("day", [None, date(2024, 2, 20), date(2024, 9, 30), date(2025, 6, 15)])
async def test_figures_equal_a_replay(served: Served, day: date | None) -> None:
    """What the overview counts, now or as of a past day, equals counting all cases replayed to that moment."""
    at = moment(day.isoformat() if day else None, None, served.clock.now())
    shown = Today.of(day or TODAY, served.service.register.known)
    found = (await served.service.counting.of(at, asked_on(shown.day, shown.soon, shown.calendar), None)).figures
    expected = await _replayed(served, at, shown.day)
    counted = found.of_all_years
    assert (counted.overdue, counted.not_yet) == (expected.overdue, expected.not_yet)
    assert (counted.met, counted.late) == (expected.met, expected.late)
    assert expected.all > 0
    bodies = Count()
    for count in found.by_body.values():
        bodies.add(count)
    assert bodies == found.total


@pytest.mark.parametrize(
    ("at", "day"), [(None, None), ("2024-09-30", None), (None, "2025-06-15"), ("2025-06-15", "2025-03-31")]
)
async def test_stages_last_as_long_as_the_visits_to_them(served: Served, at: str | None, day: str | None) -> None:
    """The median of each stage, and how many cases stand in it on a past day, are those of the visits put together one by one."""
    then = moment(at, day, served.clock.now())
    shown = Today.of(then.day(TODAY), served.service.register.known)
    asked = asked_on(shown.day, shown.soon, shown.calendar)
    lasted, standing = defaultdict[tuple[str, str], list[int]](list), Counter[tuple[str, str]]()
    async with looking(served.service.pool, then) as conn:
        visits = await (await conn.execute(b"SELECT workflow, state, id, since, until FROM read.case_stays")).fetchall()
    by_case = defaultdict[tuple[Any, ...], list[tuple[date, date]]](list)
    for *place, since, until in visits:
        by_case[*place].append((since, until))
    for (workflow, state, _), spans in by_case.items():
        left = max(until for _, until in spans)
        if asked.first <= left <= asked.today:
            spent = ((max(since, asked.start), max(until, asked.start)) for since, until in spans)
            lasted[workflow, state].append(sum(shown.calendar.working_days_between(*one) for one in spent))
        standing[workflow, state] += left > then.true_on
    found = (await served.service.counting.of(then, asked, None)).figures
    medians = {stage: (median_low(days), len(days)) for stage, days in lasted.items()}
    assert {(one.workflow, one.state): (one.median, one.cases) for one in found.stays} == medians
    assert then.is_now or {(one.workflow, one.state): one.cases for one in found.stages} == +standing
    assert not then.is_now or max(len(spans) for spans in by_case.values()) > 1


async def test_figures_of_much_are_kept_for_a_while(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many terms the figures stay those of a second that they name, though never for whoever recorded something since."""
    monkeypatch.setattr("service.kept.MANY", 10)
    shown, counting = Today.of(TODAY + timedelta(days=1), served.service.register.known), served.service.counting
    asked = asked_on(shown.day, shown.soon, shown.calendar)
    first = await counting.of(Moment(), asked, None)
    assert await counting.of(Moment(), asked, None) is first
    client = await served.client(await served.account("head-of-all", Role.OFFICER, REGION))
    before = served.events()
    answer = await client.get("/api/v1/dashboard")
    assert answer.status_code == 200
    await served.service.organizations.register(
        "new-body", OrganizationType.ORG, "KZ-19", Names("new", "new", "new"), REGION, SYSTEM
    )
    await served.projected()
    assert served.events() > before
    assert await counting.of(Moment(), asked, None) is first
    assert await counting.of(Moment(), asked, None, served.events()) is not first
