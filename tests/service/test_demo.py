"""The demonstration holds what it promises, under its true dates."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
import pytest_asyncio
from psycopg_pool import AsyncConnectionPool

from events.case import DeadlineMissed, FactCorrected
from events.clearance import Clearance
from events.liability_check import ResignationRefused
from events.organization import Post
from events.risk_analysis import PublicationWithheld
from events.store.group_commit import GroupCommit
from events.subtask import DocumentLapsed
from service.cases import Cases
from service.clock import FixedClock
from service.demo import load
from service.demo.load import accounts
from service.demo.step import Work
from service.files import Files, Folder
from service.register import FreshRegister
from service.wiring import connector
from workflows.case import Case
from workflows.consequences import case_id
from workflows.conviction.consequences import check_id
from workflows.liability_check.consequences import move_id
from workflows.reconciliation.stages import MatchRule
from workflows.regions import REGIONS

pytestmark = pytest.mark.asyncio(loop_scope="module")

TODAY = date(2026, 11, 23)
SCHEDULED = 3
"""Analyses of the next year, which the schedule of the region opens."""


class Demonstration(dict[str, tuple[Case, list[date]]]):
    """The analyses by organisation; `cases` gives any other case."""

    cases: Cases

    async def case(self, organization: str, subtask: str, period: str) -> Case:
        """Give a case of the plan, or of a fact by its subtask and name in `facts.yaml`."""
        return await self.cases.get(case_id(organization, subtask, period))

    async def check(self, crime: str, superior: str) -> Case:
        """Give the check of a superior that the record of a crime opened, by the names of `facts.yaml`."""
        conviction = Work("conviction", "conviction", crime).case_of("almaty-region")
        return await self.cases.get(check_id(conviction, superior))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def loaded(
    new_database: Callable[[], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Demonstration]:
    """Every case by organisation, with the days on which its events were recorded; all tests look at the same."""
    clock, folder = FixedClock.at(TODAY), Folder(tmp_path_factory.mktemp("files"))
    with new_database() as database_url:
        async with (
            AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool,
            GroupCommit(connector(database_url)) as committer,
        ):
            registry = FreshRegister(pool)
            cases = Cases(pool, committer, clock, registry)
            count = await load(
                registry,
                lambda travelling: Cases(pool, committer, travelling, registry),
                clock,
                {},
                lambda travelling: Files(pool, travelling, folder, 10_000_000),
            )
            async with pool.connection() as conn:
                query = "SELECT DISTINCT originator_id FROM log.events WHERE topic LIKE 'risk_analysis.%'"
                ids = [row[0] for row in await (await conn.execute(query)).fetchall()]
            assert len(ids) == count + SCHEDULED
            found = Demonstration()
            found.cases = cases
            for case_id in ids:
                case = await cases.get(case_id)
                recorded = [entry.recorded_at.date() for entry in await cases.history(case_id)]
                found[case.organization] = case, recorded
            yield found


def statuses(case: Case) -> dict[str, str]:
    """Status by deadline."""
    return {key: standing.status for key, standing in case.deadlines.items()}


async def test_story(loaded: Demonstration) -> None:
    """The worked example ends without a breach; KOKSHE is late; one is withheld, one amended and corrected, one under way."""
    worked, recorded = loaded["almaty-region.education"]
    assert (worked.state, set(statuses(worked).values())) == ("closed", {"met"})
    assert (recorded[0], recorded[-1]) == (date(2024, 2, 12), date(2025, 4, 14))

    kokshe, _ = loaded["spk-kokshe"]
    late = kokshe.deadlines["D04"]
    assert late.judgement is not None
    assert (late.deadline.due, late.judgement.done_on, late.judgement.margin) == (
        date(2023, 5, 10),
        date(2023, 5, 15),
        -3,
    )

    withheld, _ = loaded["almaty-region.digital"]
    assert any(isinstance(event, PublicationWithheld) for event in withheld.history)

    amended, _ = loaded["almaty-region.land"]
    assert [d.due for d in amended.deadlines["D05"].previous] == [date(2026, 3, 5)]
    assert any(isinstance(event, FactCorrected) for event in amended.history)

    under_way, _ = loaded["almaty-region.procurement"]
    open_ones = [standing.deadline.due for standing in under_way.deadlines.values() if standing.open]
    assert min(open_ones) < TODAY < max(open_ones)

    assert len(loaded) == 9 + len(REGIONS) - 1 + SCHEDULED


async def test_time_runs_with_the_story(loaded: Demonstration) -> None:
    """What was missed was recorded on the day after it was due, years ago or yesterday, and nothing is recorded later than today."""
    missed = 0
    for case, recorded in loaded.values():
        assert recorded == sorted(recorded)
        assert recorded[-1] <= TODAY
        for event in case.history:
            if isinstance(event, DeadlineMissed):
                missed += 1
                assert (event.missed_on - event.due).days == 1
    assert missed > 10


async def test_subtasks(loaded: Demonstration) -> None:
    """An entity's nine documents and quarters, a district's year, a cartogram and a schedule are there as far as today."""
    main, district = "almaty-region.energy.zhylu", "almaty-region.talgar"
    states = [(await loaded.case(main, f"3.2.{n}", "2026")).state for n in range(1, 10)]
    assert states == ["accepted"] * 3 + ["returned"] + ["accepted"] * 5
    renewed = await loaded.case(main, "3.2.7", "2026")
    assert [type(event) for event in renewed.history].count(DocumentLapsed) == 1
    quarters = [(await loaded.case(main, "3.1.1", f"{year}Q{q}")).state for year in (2025, 2026) for q in range(1, 5)]
    assert quarters == ["accepted"] * 7 + ["assigned"]
    supervised = await loaded.case("almaty-region.energy.su", "3.2.1", "2026")
    assert supervised.facts.uploaded.envelope.actor.startswith("demo-almaty-region.energy-")
    assert (await loaded.case(district, "4.2.2", "2026")).state == "confirmed"
    assert (await loaded.case(district, "4.2.1", "2026")).deadlines["D18"].status == "met"
    missed = await loaded.case(district, "4.2.3", "2026-07")
    assert missed.deadlines["D19"].missed_on == date(2026, 8, 1)
    cartogram = await loaded.case("almaty-region", "1.5.1", "2026")
    assert (cartogram.state, cartogram.facts.risks.outdated) == ("report_uploaded", False)
    assert (await loaded.case("almaty-region", "1.1.1", "2027")).state == "approved"


async def test_a_conviction_runs_from_the_court_act_to_the_closed_move(loaded: Demonstration) -> None:
    """A political superior offered to resign and was disciplined; an administrative one moved first: a closed fact of 2.3.2."""
    conviction = await loaded.case("almaty-region", "conviction", "construction")
    assert len(conviction.facts.checks) == 2
    political = await loaded.check("construction", "almaty-region/deputy/p-000014")
    assert (political.state, political.facts.political, political.facts.verdict.row) == ("closed", True, "R12")
    assert set(statuses(political).values()) == {"met"}
    assert isinstance(political.facts.resignation, ResignationRefused)
    assert political.facts.discipline.disciplined
    administrative = await loaded.check("construction", "almaty-region.construction/head/p-000016")
    assert (administrative.state, administrative.facts.verdict.row) == ("moved_on", "R20")
    move = await loaded.cases.get(move_id(administrative.id))
    assert (move.state, move.facts.registered.check) == ("closed", administrative.id)


async def test_a_conviction_by_the_law_of_2026_is_under_way(loaded: Demonstration) -> None:
    """By the law from July 2026 one superior missed the ten days, and of the other the decision is still awaited."""
    silent = await loaded.check("transport", "almaty-region/deputy/p-000014")
    filed = await loaded.check("transport", "almaty-region/deputy-2/p-000015")
    assert (silent.state, statuses(silent)) == ("resignation_awaited", {"D14": "missed"})
    assert (filed.state, statuses(filed)) == ("resignation_filed", {"D14": "met", "RESIGNATION_10D": "open"})
    assert {one.facts.verdict.law for one in (silent, filed)} == {"290-VIII"}


async def test_reconciliations(loaded: Demonstration) -> None:
    """Last year's act is approved with its differences settled; this year's has near-miss names, settled and open."""
    closed = await loaded.case("almaty-region.procurement", "2.2.1", "2025")
    assert (closed.state, closed.facts.approved.signature.post) == ("closed", Post.APPARATUS_HEAD)
    assert (len(closed.facts.differences), closed.facts.unresolved) == (3, ())
    at_work = await loaded.case("almaty-region.talgar", "2.2.1", "2026")
    rules = [(found.rule, found.resolution is not None) for found in at_work.facts.differences]
    near = [(MatchRule.NEAR_NAME_AND_DATE, True), (MatchRule.SPELLING_AND_EVENT, False)]
    assert (at_work.state, rules) == ("at_work", [*near, (None, False)])


async def test_hiring(loaded: Demonstration) -> None:
    """One check of candidates is in time and one late; the hiring of an offender is closed with its measures."""
    timely = await loaded.case("almaty-region.talgar", "hiring", "land")
    late = await loaded.case("almaty-region.education", "hiring", "schools")
    assert (statuses(timely), statuses(late)) == ({"D15": "met"}, {"D15": "met_late"})
    hired = await loaded.case("almaty-region.health.emhana", "2.4.1", "store")
    assert (hired.state, len(hired.facts.measures)) == ("closed", 1)


async def test_restrictions(loaded: Demonstration) -> None:
    """There is a fact of each row of 2.5, at several stages; one gift is handed over with its act, relatives are cured."""
    places = {
        ("almaty-region.energy", "2.5.1", "flats"): "registered",
        ("almaty-region.talgar", "2.5.1", "firm"): "closed",
        ("almaty-region.talgar", "2.5.R", "brothers"): "closed",
        ("almaty-region.procurement", "2.5.2", "tender"): "measured",
        ("almaty-region.digital", "2.5.3", "register"): "registered",
        ("almaty-region.energy", "2.5.4", "watch"): "closed",
        ("almaty-region.talgar", "2.5.4", "carpet"): "registered",
        ("almaty-region", "2.5.5", "deposit"): "measured",
    }
    cases = {place: await loaded.case(*place) for place in places}
    assert {place: case.state for place, case in cases.items()} == places
    gift = cases["almaty-region.energy", "2.5.4", "watch"]
    assert (gift.facts.handed_over.act_no, statuses(gift)) == ("14", {"GIFT": "met"})
    assert statuses(cases["almaty-region.talgar", "2.5.4", "carpet"]) == {"GIFT": "missed"}
    assert statuses(cases["almaty-region.talgar", "2.5.R", "brothers"]) == {"RELATIVES": "met"}
    nil = await loaded.case("almaty-region.education", "appendix_2/2.5.R", "2026Q2")
    assert (nil.state, nil.history[-1].remarks) == ("nil_declared", ())


async def test_what_is_sealed(loaded: Demonstration) -> None:
    """Sealed cases are there for the accounts on the lists of access, and for no other account of the region."""
    people = {row["login"]: row["person"] for row in accounts() if "person" in row}
    register = await loaded.cases.registry.current()
    for login, clearance in (("reporter", Clearance.CORRUPTION_REPORTS), ("tax", Clearance.TAX_SECRECY)):
        sees = {c for c in Clearance if register.is_cleared(people[login], c, "almaty-region", TODAY)}
        assert sees == {clearance}
    ended = await loaded.case("almaty-region", "2.1.1", "roads")
    assert (ended.state, ended.facts.recommendations_left, len(ended.facts.executed)) == ("closed", [], 2)
    assert (await loaded.case("almaty-region", "2.1.1", "visit")).state == "reported"
    assert ended.facts.clearance == Clearance.CORRUPTION_REPORTS
    assert (await loaded.case("almaty-region", "2.5.5", "deposit")).facts.clearance == Clearance.TAX_SECRECY


async def test_the_social_order_of_last_year(loaded: Demonstration) -> None:
    """The akimat uploaded the table of Appendix 4 for the last year, with sums that agree; its form is not signed (SG-10)."""
    order = await loaded.case("almaty-region", "4.1.2", "2025")
    assert order.state == "uploaded"
    assert [remark for event in order.history for remark in event.remarks] == ["form_not_signed"]
