"""What a consolidated reconciliation does to the cases of the bodies it covers, on a real database: in one save, or not at all."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.store.group_commit import GroupCommit
from service.cases import Cases
from service.clock import FixedClock
from service.recall import Result
from service.requests import Request
from tests.workflows.bodies import AKIMAT, COMPANY, DISTRICT, EDUCATION, EIGHT, OTHER_AKIMAT, SECTION, officer, register
from tests.workflows.reconciliation.life import ACT, ASSIGNED, REOPENED, own
from workflows.actor import SYSTEM
from workflows.consequences import case_id
from workflows.refusals import Invalid
from workflows.register import Register

REGISTER = register()
ONE, TWO = EIGHT[0], EIGHT[1]
DECIDED = {"decided_on": "2024-11-01", "covers": [ONE, TWO]}
ENDED = {"ended_on": "2024-11-20", "reason": "Органы утверждают акты сами"}
HANDED = {"handed_on": "2024-12-10"}
LISTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("enter_own_list", {"entered_on": "2024-12-02"}),
    ("receive_registry_list", {"received_on": "2024-12-04", "registry": "КПСиСУ"}),
)


class Known:
    """A registry that knows the bodies of the tests."""

    async def current(self) -> Register:
        """Give them."""
        return REGISTER


@pytest.fixture
async def cases(database_url: str) -> AsyncIterator[Cases]:
    """The service at the end of 2024."""

    async def connect() -> AsyncConnection[Any]:
        return await AsyncConnection.connect(database_url, autocommit=True)

    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=4, open=False) as pool,
        GroupCommit(connect) as committer,
    ):
        yield Cases(pool, committer, FixedClock.at(date(2024, 12, 30)), Known())


def of(body: str) -> UUID:
    """The id of a body's reconciliation."""
    return case_id(body, "2.2.1", "2024")


async def planned(cases: Cases, *bodies: str) -> None:
    """Let the plan give bodies their reconciliations."""
    for body in bodies:
        await cases.open("reconciliation", body, "plan", ASSIGNED, SYSTEM, Request.of(SYSTEM, None))


async def do(cases: Cases, body: str, action: str, data: dict[str, Any]) -> Result:
    """Let an official of a body act on its reconciliation."""
    actor, case = officer(body), await cases.get(of(body))
    return await cases.act(case.id, action, data, actor, Request.of(actor, None), case.version)


async def with_lists(cases: Cases, body: str, *rows: dict[str, Any]) -> None:
    """Enter both lists of a body; the registry knows of nothing, and that is settled."""
    for action, data in LISTS:
        more = {"rows": list(rows)} if action == "enter_own_list" else {}
        await do(cases, body, action, data | more)
    for difference in (await cases.get(of(body))).facts.unresolved:
        settled = {"key": difference.key, "resolution": "own_list_right", "explanation": "Сверено"}
        await do(cases, body, "resolve_difference", settled | {"resolved_on": "2024-12-05"})


async def states(cases: Cases, *bodies: str) -> list[str]:
    """The states of bodies' reconciliations."""
    return [(await cases.get(of(body))).state for body in bodies]


async def test_a_consolidation_covers_its_bodies_in_the_same_save(cases: Cases) -> None:
    """Planned or not, each body's case is covered by the command that decides it, and says by whom."""
    await planned(cases, AKIMAT, ONE)
    decided = await do(cases, AKIMAT, "decide_consolidation", DECIDED)
    assert await states(cases, AKIMAT, ONE, TWO) == ["at_work", "covered", "covered"]
    for body, version in ((ONE, 2), (TWO, 1)):
        case = await cases.get(of(body))
        assert (case.version, case.facts.shown()["covered_by"], case.facts.covered.by) == (version, AKIMAT, of(AKIMAT))
        assert case.history[-1].envelope.command_id == decided.case.history[-1].envelope.command_id


@pytest.mark.parametrize(
    ("body", "covers", "words"),
    [
        (AKIMAT, [OTHER_AKIMAT], "does not stand below"),
        (AKIMAT, [AKIMAT], "does not stand below"),
        (DISTRICT, [EDUCATION], "does not stand below"),
        (AKIMAT, [COMPANY], "civil servants"),
        (AKIMAT, [ONE, ONE], "covered here already"),
        (SECTION, [SECTION], "do not consolidate"),
    ],
)
async def test_who_covers_whom(cases: Cases, body: str, covers: list[str], words: str) -> None:
    """A body of a type that may consolidate covers bodies below it with civil servants, each once; nothing else is recorded."""
    await planned(cases, body)
    with pytest.raises(Invalid) as error:
        await do(cases, body, "decide_consolidation", DECIDED | {"covers": covers})
    assert words in str(error.value.violations[0].text)
    assert (await cases.get(of(body))).version == 1


async def test_a_leaf_is_covered_once(cases: Cases) -> None:
    """The section that the district covers cannot be covered by the region as well; the district with it can be."""
    await planned(cases, AKIMAT, DISTRICT)
    await do(cases, DISTRICT, "decide_consolidation", DECIDED | {"covers": [SECTION]})
    with pytest.raises(Invalid) as error:
        await do(cases, AKIMAT, "decide_consolidation", DECIDED | {"covers": [ONE, SECTION]})
    assert f"covered by {DISTRICT}" in str(error.value.violations[0].text)
    assert await cases.version(of(ONE)) == 0
    await do(cases, AKIMAT, "decide_consolidation", DECIDED | {"covers": [DISTRICT]})
    assert await states(cases, SECTION, DISTRICT) == ["covered", "covered"]


async def test_an_act_of_ones_own_is_not_covered(cases: Cases) -> None:
    """A body that has approved an act tells its offences itself: covering it is refused until the act is taken back."""
    await planned(cases, AKIMAT, ONE)
    await with_lists(cases, ONE)
    await do(cases, ONE, "approve_act", ACT)
    with pytest.raises(Invalid) as error:
        await do(cases, AKIMAT, "decide_consolidation", DECIDED)
    assert "an act of its own" in str(error.value.violations[0].text)
    await do(cases, ONE, "reopen_reconciliation", REOPENED)
    await do(cases, AKIMAT, "decide_consolidation", DECIDED)
    assert await states(cases, ONE) == ["covered"]


async def test_parts_are_handed_over_and_late_bodies_are_listed(cases: Cases) -> None:
    """The consolidating body hears of each part; one that is late does not hold the act up, but is remarked and listed."""
    await planned(cases, AKIMAT)
    await do(cases, AKIMAT, "decide_consolidation", DECIDED)
    with pytest.raises(Invalid):
        await do(cases, ONE, "hand_over_part", HANDED)
    await with_lists(cases, ONE)
    await do(cases, ONE, "hand_over_part", HANDED)
    await with_lists(cases, AKIMAT)
    approved = await do(cases, AKIMAT, "approve_act", ACT)
    assert approved.case.facts.late == (TWO,)
    assert "approved_without_late_bodies" in approved.case.history[-1].remarks
    assert await states(cases, ONE, TWO) == ["handed_over", "covered"]
    await with_lists(cases, TWO)
    await do(cases, TWO, "hand_over_part", HANDED)
    akimat = await cases.get(of(AKIMAT))
    assert (akimat.history[-1].remarks, akimat.facts.late) == (("part_after_the_act",), ())


async def test_a_part_is_taken_back_before_the_act_alone(cases: Cases) -> None:
    """Rows of a part change only while no act stands on them; the consolidating body then waits for the part again."""
    await planned(cases, AKIMAT)
    await do(cases, AKIMAT, "decide_consolidation", DECIDED)
    await with_lists(cases, ONE, own())
    await do(cases, ONE, "hand_over_part", HANDED)
    assert (await cases.get(of(AKIMAT))).facts.parts[ONE].rows == 1
    await do(cases, ONE, "reopen_reconciliation", REOPENED)
    assert (await cases.get(of(AKIMAT))).facts.late == (ONE, TWO)
    withdrawn = {"withdrawn_on": "2024-12-11", "side": "own", "codes": ["1"], "reason": "Ошибка"}
    await do(cases, ONE, "withdraw_rows", withdrawn)
    await do(cases, ONE, "hand_over_part", HANDED)
    await with_lists(cases, AKIMAT)
    await do(cases, AKIMAT, "approve_act", ACT)
    with pytest.raises(Invalid) as error:
        await do(cases, ONE, "reopen_reconciliation", REOPENED)
    assert AKIMAT in str(error.value.violations[0].text)
    assert await states(cases, ONE) == ["handed_over"]


async def test_an_ended_consolidation_gives_every_case_back(cases: Cases) -> None:
    """Each body goes on where it is: with its lists, or before them; and may be covered anew."""
    await planned(cases, AKIMAT)
    await do(cases, AKIMAT, "decide_consolidation", DECIDED)
    await with_lists(cases, ONE)
    await do(cases, ONE, "hand_over_part", HANDED)
    ended = await do(cases, AKIMAT, "end_consolidation", ENDED)
    assert await states(cases, ONE, TWO) == ["at_work", "assigned"]
    assert (ended.case.facts.covers, ended.case.facts.parts) == ((), {})
    await do(cases, AKIMAT, "decide_consolidation", DECIDED)
    assert await states(cases, ONE, TWO) == ["covered", "covered"]


async def test_a_cancelled_consolidation_lets_its_bodies_go(cases: Cases) -> None:
    """When the plan cancels the consolidating body's case, the others reconcile for themselves again."""
    await planned(cases, AKIMAT)
    await do(cases, AKIMAT, "decide_consolidation", DECIDED)
    case = await cases.get(of(AKIMAT))
    data = {"cancelled_on": "2024-12-01", "basis_no": "19-Ө", "reason": "Упразднён"}
    await cases.act(case.id, "cancel_reconciliation", data, SYSTEM, Request.of(SYSTEM, None), case.version)
    assert await states(cases, AKIMAT, ONE, TWO) == ["cancelled", "assigned", "assigned"]
