"""The demonstration holds what it promises, under its true dates."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from psycopg_pool import AsyncConnectionPool

from events.case import DeadlineMissed, FactCorrected
from events.risk_analysis import PublicationWithheld
from events.store.group_commit import GroupCommit
from events.subtask import DocumentLapsed
from service.cases import Cases
from service.clock import FixedClock
from service.demo import load
from service.demo.load import accounts
from service.demo.paper import pdf
from service.demo.people import actors
from service.demo.story import steps
from service.files import Files, Folder
from service.register import FreshRegister
from service.wiring import connector
from workflows.case import Case
from workflows.consequences import case_id
from workflows.regions import REGIONS

TODAY = date(2026, 11, 23)
SCHEDULED = 3
"""Analyses of the next year, which the schedule of the region opens."""


class Demonstration(dict[str, tuple[Case, list[date]]]):
    """The analyses by organisation; `cases` gives any other case."""

    cases: Cases

    async def case(self, organization: str, subtask: str, period: str) -> Case:
        """Give a case of the plan."""
        return await self.cases.get(case_id(organization, subtask, period))


@pytest.fixture
async def loaded(database_url: str, tmp_path: Path) -> AsyncIterator[Demonstration]:
    """Every case by organisation, with the days on which its events were recorded."""
    clock = FixedClock.at(TODAY)
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
            lambda travelling: Files(pool, travelling, Folder(tmp_path / "files"), 10_000_000),
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

    assert len(loaded) == 6 + len(REGIONS) - 1 + SCHEDULED


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
    assert (cartogram.state, cartogram.facts.risks.differs) == ("report_uploaded", False)
    assert (await loaded.case("almaty-region", "1.1.1", "2027")).state == "approved"


def test_papers_are_whole() -> None:
    """A paper's table of objects leads to each of them, whatever the letters."""
    paper = pdf(["Протокол № 4", "Қонаев Жылу"])
    start = int(paper.rsplit(b"startxref\n", 1)[1].split()[0])
    assert paper[start:].startswith(b"xref\n0 7\n")
    places = [int(line[:10]) for line in paper[start:].split(b"\n")[3:9]]
    assert [paper[place:].split(b" ", 1)[0] for place in places] == [b"%d" % n for n in range(1, 7)]


def test_everybody_in_the_story_has_a_name() -> None:
    """Who acts without an account to log in with gets one account each, with a readable name and without a login of others."""
    known = {(row["organization"], row.get("post") or row["role"]) for row in accounts()}
    story = steps(TODAY)
    made = actors(story, known)
    assert {(step.body, step.by) for step in story if step.by != "system"} <= known | {
        (row["organization"], row.get("post") or row["role"]) for row in made
    }
    names = [row["name"] for row in (*accounts(), *made)]
    assert len(set(names)) == len(names)
    assert not any("demo" in name or "_" in name for name in names)
