"""What the service does once with what earlier releases have stored, on a real database."""

from datetime import date

from structlog.testing import capture_logs

from events.store.reader import last_position
from service.clock import FixedClock
from service.requests import Request
from service.settings import Settings
from service.wiring import Service, open_service
from workflows import machine
from workflows.actor import SYSTEM
from workflows.person import Number, Person, PersonWorkflow

IIN, OTHER_IIN = "850101300015", "900202400022"


async def _enter_as_before(service: Service, code: str, iin: str | None) -> None:
    """Enter a person as was done before numbers had records: nothing but the person's own event is stored."""
    case, request = Person.blank(Person.id_of(code), ""), Request.of(SYSTEM, None)
    data = {"code": code, "name_ru": "Ахметова А. К.", "iin": iin}
    register = type(await service.register.current())()
    machine.act(PersonWorkflow, case, service.cases.command(case, "register", data, SYSTEM, request, register))
    await service.cases.save([case], request)


async def _whose(service: Service, iin: str) -> str:
    case = await service.cases.get(Number.id_of(iin))
    return str(case.facts.person)


async def _events(service: Service) -> int:
    async with service.pool.connection() as conn:
        return await last_position(conn, "main")


async def test_numbers_of_before_get_their_records_once(database_url: str) -> None:
    """Each IIN that was entered before numbers had records gets one at the next start; later starts add nothing."""
    settings, clock = Settings(database_url=database_url), FixedClock.at(date(2024, 2, 12))
    async with open_service(settings, clock, runs=False, ticks=False) as service:
        for code, iin in (("p-1", IIN), ("p-2", OTHER_IIN), ("p-3", None)):
            await _enter_as_before(service, code, iin)
        before = await _events(service)
    seen = []
    for _ in range(2):
        async with open_service(settings, clock, ticks=False) as service:
            seen.append((await _whose(service, IIN), await _whose(service, OTHER_IIN), await _events(service)))
    assert seen == [("p-1", "p-2", before + 2)] * 2


async def test_a_number_of_two_people_is_left_until_one_is_corrected(database_url: str) -> None:
    """A number that two people have is given to neither, and they are named; corrected, it is given at the next start."""
    settings, clock = Settings(database_url=database_url), FixedClock.at(date(2024, 2, 12))
    async with open_service(settings, clock, runs=False, ticks=False) as service:
        for code in ("p-1", "p-2"):
            await _enter_as_before(service, code, IIN)
    with capture_logs() as logs:
        async with open_service(settings, clock, ticks=False) as service:
            data = {"code": "p-2", "name_ru": "Ахметова А. К.", "iin": None}
            wrong = {"corrects": 1, "data": data, "reason": "Чужой ИИН"}
            await service.organizations.act_on_person("p-2", "correct", wrong, SYSTEM, Request.of(SYSTEM, None), 1)
    assert [entry["people"] for entry in logs if "same IIN" in entry["event"]] == [["p-1", "p-2"]]
    async with open_service(settings, clock, ticks=False) as service:
        assert await _whose(service, IIN) == "p-1"
