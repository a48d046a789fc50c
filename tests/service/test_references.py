"""Facts that name the check they followed from, on a real database: the check is there, within sight, and says so."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.store.group_commit import GroupCommit
from service.cases import Cases
from service.clock import FixedClock
from service.requests import Request
from tests.workflows.bodies import AKIMAT, EDUCATION, OTHER_AKIMAT, officer
from tests.workflows.hired_offender.test_hired import FOUND
from tests.workflows.hiring_check.test_check import ADMITTED, BEGUN, DECIDED, LOOKUP
from tests.workflows.hr import HR, bodies
from tests.workflows.liability.test_refusals import MOVE
from tests.workflows.liability.world import without_rows
from workflows.actor import Actor
from workflows.case import Case
from workflows.refusals import Invalid, Violation
from workflows.register import Register

REGISTER = bodies()
KEPT = ("candidate_neither_answered_nor_admitted",)


class Known:
    """A registry that knows the bodies of the tests."""

    async def current(self) -> Register:
        """Give them."""
        return REGISTER


@pytest.fixture(autouse=True)
def _rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rows of Appendix 2 out where nothing keeps them."""
    without_rows(monkeypatch)


@pytest.fixture
async def cases(database_url: str) -> AsyncIterator[Cases]:
    """The service in the summer of 2024."""

    async def connect() -> AsyncConnection[Any]:
        return await AsyncConnection.connect(database_url, autocommit=True)

    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=4, open=False) as pool,
        GroupCommit(connect) as committer,
    ):
        yield Cases(pool, committer, FixedClock.at(date(2024, 7, 15)), Known())


async def opened(
    cases: Cases, workflow: str, action: str, data: dict[str, Any], actor: Actor = HR, body: str = EDUCATION
) -> Case:
    """Begin a case of a body."""
    return (await cases.open(workflow, body, action, data, actor, Request.of(actor, None))).case


async def checked(cases: Cases, *steps: tuple[str, dict[str, Any]], body: str = EDUCATION) -> UUID:
    """Give a check of two candidates of a body after some steps."""
    actor = HR if body == EDUCATION else officer(body)
    case = await opened(cases, "hiring_check", "begin_check", BEGUN, actor, body)
    for action, data in steps:
        case = (await cases.act(case.id, action, data, actor, Request.of(actor, None), case.version)).case
    return case.id


async def hired(cases: Cases, **other: Any) -> Case:
    """Register that an offender was hired."""
    return await opened(cases, "hired_offender", "register_hired_offender", FOUND | {"checked_on": None} | other)


async def wrong(cases: Cases, workflow: str, action: str, data: dict[str, Any]) -> tuple[Violation, ...]:
    """Give what is wrong with the fact that a case is to begin with."""
    with pytest.raises(Invalid) as caught:
        await opened(cases, workflow, action, data)
    return caught.value.violations


@pytest.mark.parametrize(
    ("workflow", "action", "data"),
    [
        ("hired_offender", "register_hired_offender", FOUND | {"candidate": "C1"}),
        ("superior_move", "register_move", MOVE),
    ],
)
async def test_a_check_that_is_named_is_there(cases: Cases, workflow: str, action: str, data: dict[str, Any]) -> None:
    """No case, one of another kind and a check elsewhere are refused in the same words: nothing tells which it is."""
    elsewhere = await checked(cases, body=OTHER_AKIMAT)
    other_kind = (await hired(cases)).id
    for named in (uuid4(), elsewhere, other_kind):
        [violation] = await wrong(cases, workflow, action, data | {"check": str(named)})
        assert (violation.path, str(violation.text)) == (("check",), f"There is no case {named}.")


async def test_a_candidate_is_one_of_the_check(cases: Cases) -> None:
    """A code that no candidate of the check has is refused at its field."""
    check = await checked(cases)
    data = FOUND | {"check": str(check), "candidate": "C9"}
    [violation] = await wrong(cases, "hired_offender", "register_hired_offender", data)
    assert violation.path == ("candidate",)


@pytest.mark.parametrize(
    ("steps", "remarks"),
    [
        ((), KEPT),
        ((("record_lookup", LOOKUP),), ()),
        ((("record_lookup", LOOKUP), ("decide_admission", DECIDED | {"decisions": [ADMITTED, ADMITTED | {"candidate": "C2"}]})), ()),
    ],
)  # fmt: skip
async def test_what_a_check_says_of_the_candidate(cases: Cases, steps: Any, remarks: tuple[str, ...]) -> None:
    """Of a candidate about whom nothing was answered or decided it is remarked; that there was no check is not, for one is named."""
    check = await checked(cases, *steps)
    assert (await hired(cases, check=str(check), candidate="C2")).history[-1].remarks == remarks


async def test_without_a_check_that_is_remarked(cases: Cases) -> None:
    """Where no check is named and none is dated, the fact is remarked as before."""
    assert (await hired(cases)).history[-1].remarks == ("hired_without_check",)


async def test_a_correction_names_a_check_as_well(cases: Cases) -> None:
    """A correction that brings in a check is held to it, at the field of its data."""
    case = await hired(cases)

    def asked(check: UUID) -> dict[str, Any]:
        data = FOUND | {"checked_on": None, "check": str(check), "candidate": "C1"}
        return {"corrects": 1, "data": data, "reason": "Найдена проверка"}

    with pytest.raises(Invalid) as caught:
        await cases.act(case.id, "correct", asked(uuid4()), HR, Request.of(HR, None), case.version)
    assert [one.path for one in caught.value.violations] == [("data", "check")]
    done = await cases.act(case.id, "correct", asked(await checked(cases)), HR, Request.of(HR, None), case.version)
    assert done.case.history[-1].remarks == KEPT


async def test_the_body_above_is_asked(cases: Cases) -> None:
    """A check that the body above carried out may be named below."""
    check = await checked(
        cases, ("record_lookup", LOOKUP | {"person": None, "checker": "А", "checker_position": "Б"}), body=AKIMAT
    )
    assert (await hired(cases, check=str(check), candidate="C1")).history[-1].remarks == ()
