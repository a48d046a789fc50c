"""The pages of the year's plan."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from datetime import date
from html import unescape

import httpx2
import psycopg
import pytest

from events.text import msg
from service.i18n import LANGUAGES, translator
from service.problems import by_slug
from service.requests import Request
from service.runs import Progress, RunState, Work
from tests.serving import BELOW, BODY, ELSEWHERE, REGION, Served, serving
from tests.stories.test_forms_over_http import fact
from tests.web.demonstrated import every_number_opens_its_list, rows_of
from tests.web.visiting import people, visitor
from workflows.actor import SYSTEM
from workflows.consequences import case_id
from workflows.organization import Organization
from workflows.refusals import NotPermitted

INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", re.IGNORECASE)


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _page(client: httpx2.AsyncClient, address: str, status: int = 200) -> str:
    answer = await client.get(address)
    assert answer.status_code == status, answer.text
    assert not INLINE.search(answer.text)
    assert answer.text.count("<h1") == 1
    return unescape(answer.text)


def _words(page: str) -> str:
    """Give what a page says, without its marks."""
    return re.sub(r"<[^>]+>", "", page)


async def test_a_body_makes_its_plan_and_finds_its_cases(served: Served) -> None:
    """The plan's table has twelve months; what is not made yet is made by one button, and leads to the cases."""
    officer = await visitor(served, "officer")
    address = f"/plans/2024/{BODY}"
    before = await _page(officer, address)
    assert before.count("ещё не создано") == 18
    made = await officer.post(address)
    assert (made.status_code, made.headers["location"].partition("?")[0]) == (303, address)
    await served.projected()
    text = await _page(officer, made.headers["location"])
    assert "ещё не создано" not in text
    assert f'href="/cases/{case_id(BODY, "4.2.3", "2024-05")}"' in text
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)[1:]
    assert len(rows) == 8
    for row in rows:
        assert sum(int(months) for months in re.findall(r'colspan="(\d+)"', row)) == 12
    listed = await _page(officer, "/cases?subtask=4.2.3&period=2024-05")
    assert "май 2024" in listed
    assert listed.count("main-link") == 1


async def test_the_country_by_type_and_subtask(served: Served) -> None:
    """A supervisor sees what is owed by type, starts the plan of all, and is led to its run."""
    supervisor = await visitor(served, "supervisor")
    assert (await supervisor.get("/plans")).headers["location"] == "/plans/2024"
    assert "0 of 22 made" in _words(await _page(supervisor, "/plans/2024?lang=en"))
    started = await supervisor.post("/plans/2024")
    assert started.status_code == 303
    assert 'id="run"' in await _page(supervisor, started.headers["location"])
    for _ in range(100):
        if "hx-trigger" not in (text := await _page(supervisor, started.headers["location"])):
            break
    await served.projected()
    text = await _page(supervisor, "/plans/2024")
    assert "22 of 22 made" in _words(text)
    assert 'id="beside"' not in text


async def test_what_is_owed_is_listed(served: Served) -> None:
    """Of each case that is owed the list says whether it is there, in work or closed; it is long, and narrowed to a type, a subtask, a body."""
    supervisor, officer = await visitor(served, "supervisor"), await visitor(served, "officer")
    assert await rows_of(supervisor, "/owed/2024") == 2 * 24 + 18 + 2 + 15
    assert await rows_of(officer, "/owed/2024") == 18 + 2
    address = f"/owed/2024?subtask=4.2.3&type=UPR&organization={BODY}&lang=en"
    before = await _page(officer, address)
    assert before.count("not made yet") == 11
    assert f'href="/plans/2024/{BODY}"' in before
    await officer.post(f"/plans/2024/{BODY}")
    ended, cases = case_id(BODY, "4.2.3", "2024-05"), served.service.cases
    data, version = {"declared_on": "2024-02-12", "reason": "liquidated"}, (await cases.get(ended)).version
    await cases.act(ended, "declare_not_applicable", data, SYSTEM, Request.of(SYSTEM, None), version)
    await served.projected()
    text = await _page(officer, address)
    assert (text.count(">Open<"), text.count(">Closed<"), text.count("not made yet")) == (10, 1, 0)
    assert f'href="/cases/{ended}"' in text
    assert await rows_of(officer, f"/owed/2024?organization={ELSEWHERE}") == 0
    assert "there is no such thing to filter by" in await _page(officer, "/owed/2024?type=x&lang=en")


async def test_numbers_of_what_is_owed_open_their_lists(served: Served) -> None:
    """On the page of the year and on that of a body, now and as of a past day, before a body ended."""
    supervisor = await visitor(served, "supervisor")
    served.clock.travel(date(2024, 7, 1))
    version = (await served.service.cases.get(Organization.id_of(BODY))).version
    data = {"since": "2024-06-20", "type": "RAY"}
    await served.service.organizations.act(BODY, "reclassify", data, SYSTEM, Request.of(SYSTEM, None), version)
    await served.projected()
    owed = []
    for at in ("", "2024-06-01"):
        assert await every_number_opens_its_list(supervisor, f"/plans/2024?at={at}&lang=en") > 5
        assert await every_number_opens_its_list(supervisor, f"/plans/2024/{BODY}?at={at}&lang=en") == 1
        owed += re.findall(r"(\d+) cases are owed", await _page(supervisor, f"/plans/2024/{BODY}?at={at}&lang=en"))
    assert len(set(owed)) == 2


async def test_what_no_plan_asks_for_stands_beside_it(served: Served) -> None:
    """A case that begins when something is found is counted for itself, and not against a plan of none."""
    served.clock.travel(date(2024, 5, 20))
    await fact(await served.officer(), "2.5.4")
    await served.projected()
    planned, _, beside = (await _page(await visitor(served, "supervisor"), "/plans/2024?lang=en")).partition(
        'id="beside"'
    )
    assert "2.5.4" in beside
    assert "1 begun" in beside
    assert "2.5.4" not in planned.partition('class="heading"')[2]
    assert "of 0" not in planned


async def test_every_language(served: Served) -> None:
    """The pages are drawn in each language."""
    officer = await visitor(served, "officer")
    titles = {
        (await _page(officer, f"/plans/2024?lang={language}")).partition("<h1>")[2][:20] for language in LANGUAGES
    }
    assert len(titles) == len(LANGUAGES)


@pytest.mark.parametrize("code", [REGION, ELSEWHERE])
async def test_the_plan_of_others_is_not_shown(served: Served, code: str) -> None:
    """A body outside one's reach has no plan to look at or to make."""
    officer = await visitor(served, "officer")
    await _page(officer, f"/plans/2024/{code}", 403)
    assert (await officer.post(f"/plans/2024/{code}")).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/plans/2023", "/plans/2026", "/plans/x", "/owed/2026", "/owed/x", f"/plans/2023/{BODY}", "/plans/2024/nobody"],
)
async def test_there_is_no_such_plan(served: Served, address: str) -> None:
    """A year that cannot be planned, or a body that does not exist, is not found."""
    await _page(await visitor(served, "officer"), address, 404)


async def test_the_catalogue_says_that_no_date_is_set(served: Served) -> None:
    """Without dates of the Карта, the catalogue invents none."""
    text = await _page(await visitor(served), "/catalogue")
    assert text.count("срок не задан") == 39


@pytest.mark.parametrize("text", ["9" * 5000, "٢٠٢٤", "-2024", "2024.0"])
async def test_no_year_at_all(served: Served, text: str) -> None:
    """What is no year of four digits is not found, however long it is."""
    await _page(await visitor(served, "officer"), f"/plans/{text}", 404)


async def _run(served: Served, kind: str, work: Work) -> str:
    runs = served.service.runs
    run = await runs.start(kind, 2024, "somebody", work)
    for _ in range(500):
        if (await runs.get(run)).state is not RunState.RUNNING:
            break
        await asyncio.sleep(0.01)
    return f"/plans/2024?run={run}"


async def test_the_run_of_dates_is_no_run_of_a_plan(served: Served) -> None:
    """The page of the plan does not show what became of the Карта's dates."""

    async def work(_progress: Progress) -> Mapping[str, int]:
        return {"cases": 3}

    assert 'id="run"' not in await _page(await visitor(served, "supervisor"), await _run(served, "card", work))


async def test_a_failed_run_says_why(served: Served) -> None:
    """Of a run that failed the page tells the reason."""

    async def work(_progress: Progress) -> Mapping[str, int]:
        raise NotPermitted(msg("no"))

    text = await _page(await visitor(served, "supervisor"), await _run(served, "plan", work))
    kind = by_slug("not-permitted")
    assert kind is not None
    assert translator("ru")(kind.title) in text


async def test_six_clicks_start_one_run(served: Served) -> None:
    """Whoever asks for the country's plan again while it is made is led to the run under way."""
    supervisor = await visitor(served, "supervisor")
    answers = await asyncio.gather(*(supervisor.post("/plans/2024") for _ in range(6)))
    assert len({answer.headers["location"] for answer in answers}) < 6
    with psycopg.connect(served.database) as conn:
        overlapping = "SELECT count(*) FROM runs.runs a JOIN runs.runs b ON a.id < b.id AND a.changed_at > b.started_at"
        assert conn.execute(overlapping).fetchone() == (0,)


async def test_why_the_plan_ended_a_case(served: Served) -> None:
    """The reason stands in the history in the reader's language, with its date; stored is a code."""
    supervisor, organizations = await visitor(served, "supervisor"), served.service.organizations
    await supervisor.post(f"/plans/2024/{BELOW}")
    case = await served.service.cases.get(Organization.id_of(BELOW))
    data = {"on": "2024-02-12", "reason": "liquidated"}
    await organizations.act(BELOW, "close", data, SYSTEM, Request.of(SYSTEM, None), case.version)
    await supervisor.post(f"/plans/2024/{BELOW}")
    text = await _page(supervisor, f"/cases/{case_id(BELOW, '1.1.2', '2024')}?lang=en")
    assert "The organisation ended on 12 February 2024 (Mon), before the period was over." in text
    assert "Register of organisations" in text
    assert "plan:" not in text
