"""Three years of a small country: nothing in its log that the workflows would refuse, and read models that say the same."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest

from events import codec
from events.almaty import day_of
from events.case import DeadlineMissed, DeadlinePostponed
from events.event import CaseEvent
from events.organization import OrganizationType
from events.store.reader import Row, read_log
from service.cases import Cases
from service.cli.country import follow
from service.clock import FixedClock
from service.demo.country import size
from service.demo.history.parts import Part
from service.demo.history.words import word
from service.demo.history.world import SINCE
from service.demo.history.years import Years
from service.files.evidence import named
from service.organizations import Organizations
from service.settings import Settings
from service.wiring import Service, open_service
from workflows.actor import SYSTEM, Actor, Role
from workflows.case import Case
from workflows.machine import act, actions
from workflows.refusals import Refused
from workflows.seat import Command

TODAY = date(2026, 11, 23)
SMALLEST = 0.0001
FIXED = {
    Part.SUPERVISOR: "11111111-0000-4000-8000-000000000001",
    Part.AGENCY_OFFICER: "11111111-0000-4000-8000-000000000002",
}
FOUND_OUT = (DeadlineMissed, DeadlinePostponed)


@pytest.fixture(scope="module")
def settings(
    new_database: Callable[[], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Those of a service whose database holds the country up to today, its read models included: the tests change nothing."""
    with new_database() as url, ThreadPoolExecutor(1) as elsewhere:
        made = Settings(database_url=url, data_dir=tmp_path_factory.mktemp("country"), demo=True)
        elsewhere.submit(lambda: asyncio.run(_made(made))).result()
        yield made


async def _made(settings: Settings) -> None:
    async with open_service(settings, FixedClock.at(TODAY, 12), runs=False, ticks=False) as service:
        cases = Cases(service.pool, service.committer, FixedClock.at(SINCE), service.register)
        years = Years(service, SMALLEST, FIXED, lambda _what, _done, _of: None)
        await years.settle(Organizations(cases, service.register))
        for day in (date(2024, 6, 1), date(2026, 3, 8), TODAY):  # piece by piece, as beside the story
            await years.go_on(FixedClock.at(day, 12).now())
        await follow(service)


@pytest.fixture
async def country(settings: Settings) -> AsyncIterator[Service]:
    """A service that has the country."""
    async with open_service(settings, FixedClock.at(TODAY, 12), runs=False, ticks=False) as service:
        yield service


async def log_of(service: Service) -> list[Row]:
    """The whole log."""
    async with service.pool.connection() as conn:
        return await read_log(conn, service.cases.log, 0, 100_000)


def folded(rows: Sequence[Row]) -> dict[object, Case]:
    """The cases, folded from their events."""
    cases: dict[object, Case] = {}
    for row in rows:
        event = codec.read(row)
        if isinstance(event, CaseEvent):
            cases[row.originator_id] = event.mutate(cases.get(row.originator_id))
    return cases


async def test_its_log_is_one(country: Service) -> None:
    """Positions are dense, recorded instants never go back, nothing is recorded before it was said, nor much later."""
    rows = await log_of(country)
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert all(one.recorded_at <= two.recorded_at for one, two in pairwise(rows))
    assert rows[-1].recorded_at <= country.clock.now()
    late = [row.recorded_at - codec.read(row).timestamp for row in rows]
    assert min(late) >= timedelta()
    assert max(late) < timedelta(hours=1)
    assert {row.recorded_at.year for row in rows} == {2023, 2024, 2025, 2026}


async def test_its_size(country: Service) -> None:
    """All bodies are there, those that take part have cases in each year, and a case has about ten events."""
    rows = await log_of(country)
    assert sum(row.topic == "organization.registered" for row in rows) == size(SMALLEST)
    works = [case for case in folded(rows).values() if case.history[-1].WORK]
    assert len(works) > 200
    events = sum(len(case.history) for case in works)
    assert 7 < events / len(works) < 14
    assert {case.state for case in works} >= {"accepted", "uploaded", "assigned", "closed"}
    assert max(len(case.history) for case in works) > 30


async def test_every_event_would_be_recorded_again(country: Service) -> None:
    """Each event, done again by whoever did it on the case as it was, gives itself: state, deadlines, remarks and all."""
    register = await country.register.refresh()
    people = {account.id: account for account in await country.access.accounts()}
    actors = {str(number): account.actor(register, TODAY) for number, account in people.items()}
    cases: dict[object, Case] = {}
    done = 0
    for row in await log_of(country):
        event = codec.read(row)
        if not isinstance(event, CaseEvent) or not event.WORK:
            continue
        kind = country.cases.workflow_of(event.mutate(None)) if row.originator_id not in cases else None
        case = cases.get(row.originator_id)
        if case is None:
            assert kind is not None
            case = kind.CASE.blank(row.originator_id, event.organization)
        if not isinstance(event, FOUND_OUT):
            again = _again(country, case, event, actors)
            assert again == event
            done += 1
        cases[row.originator_id] = event.mutate(case if case.version else None)
    assert done > 2000


def _again(service: Service, case: Case, event: CaseEvent, actors: dict[str, Actor]) -> CaseEvent:
    """Carry out, on a copy of the case, what was carried out; raises `Refused` if no action of that event is allowed."""
    kind = service.cases.workflow_of(case)
    envelope = event.envelope
    actor = SYSTEM if envelope.actor == SYSTEM.id else _actor(envelope.actor, actors)
    data = msgspec.json.decode(msgspec.json.encode(event.facts()))
    register = service.register.known
    calendar = register.calendar(day_of(event.timestamp), case.organization)
    refused: Refused | None = None
    for action in actions(kind).values():
        if action.event is type(event):
            trial = case.copy()
            command = Command(action.name, data, actor, event.timestamp, calendar, envelope, register)
            try:
                act(kind, trial, command)
            except Refused as refusal:
                refused = refusal
            else:
                return trial.history[-1]
    raise refused or AssertionError(f"no action records {event.TOPIC}")


def _actor(identity: str, actors: dict[str, Actor]) -> Actor:
    fixed = {
        FIXED[Part.SUPERVISOR]: Actor(FIXED[Part.SUPERVISOR], Role.SUPERVISOR, "agency", OrganizationType.AGN),
        FIXED[Part.AGENCY_OFFICER]: Actor(FIXED[Part.AGENCY_OFFICER], Role.OFFICER, "agency", OrganizationType.AGN),
    }
    return fixed.get(identity) or actors[identity]


async def test_read_models_say_what_the_log_says(country: Service) -> None:
    """Every case stands in the lists in the state, and with the deadlines, that its events give; nothing is parked."""
    works = {number: case for number, case in folded(await log_of(country)).items() if case.history[-1].WORK}
    async with country.pool.connection() as conn:
        query = "SELECT id, state, version, closed, organization FROM read.cases"
        listed = {row[0]: row[1:] for row in await (await conn.execute(query)).fetchall()}
        query = "SELECT case_id, key, due FROM read.deadlines WHERE status IN ('open', 'missed')"
        awaited = {tuple(row) for row in await (await conn.execute(query)).fetchall()}
        query = "SELECT sum(parked) FROM projections.positions"
        assert await (await conn.execute(query)).fetchone() == (0,)
    told = {number: (case.state, case.version, case.closed, case.organization) for number, case in works.items()}
    assert listed == told
    assert awaited == {
        (number, key, standing.deadline.due)
        for number, case in works.items()
        for key, standing in case.deadlines.items()
        if standing.open
    }


async def test_what_is_named_is_kept(country: Service) -> None:
    """Every paper that an event names is kept by its body, whole."""
    wanted: dict[str, set[str]] = {}
    for row in await log_of(country):
        event = codec.read(row)
        if isinstance(event, CaseEvent) and event.WORK:
            hashes = {sha256 for _, sha256 in named(type(event), msgspec.to_builtins(event.facts()))}
            wanted.setdefault(event.organization, set()).update(hashes)
    assert sum(map(len, wanted.values())) > 300
    for organization, hashes in wanted.items():
        assert (await country.files.all_known(organization, hashes)).keys() == hashes
    states = {one.state async for one in country.files.examine()}
    assert states == {"whole"}


def test_words_differ() -> None:
    """Hardly two bodies describe a risk in the same words."""
    said = [word("risk1", f"body-{number}") for number in range(1000)]
    assert len(set(said)) > 900
