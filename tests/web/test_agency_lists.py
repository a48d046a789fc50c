"""The anti-corruption body finds its own part in everybody's work among its cases."""

from service.requests import Request
from tests.serving import BODY, REGION, serving
from tests.web.test_cartogram_pages import CARTOGRAM, PLANNED, inspectorate
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import SYSTEM, Role
from workflows.consequences import case_id


async def test_the_agency_finds_what_it_confirms_and_keeps(database_url: str) -> None:
    """The Agency's officer finds each body's course (4.2.2), the region's department its cartogram, and neither anything else."""
    course = case_id(BODY, "4.2.2", "2024")
    async with serving(database_url) as served:
        await people(served)
        await inspectorate(served)
        await lived(served, PLANNED)
        await served.account("agency", Role.OFFICER, "agency", password=PASSWORD)
        given = {"subtask": "4.2.2", "period": "2024", "assigned_on": "2024-02-12"}
        asked = Request.of(SYSTEM, "plan")
        await served.service.cases.open("subtask", BODY, "assign", given, SYSTEM, asked, course)
        await served.projected()
        for login, own in (("agency", course), ("inspector", CARTOGRAM)):
            page = (await (await visitor(served, login)).get("/cases")).text
            assert {one for one in (course, CARTOGRAM) if f'href="/cases/{one}"' in page} == {own}
        api = await served.officer("agency")
        assert [row["id"] for row in (await api.get("/api/v1/cases")).json()["items"]] == [str(course)]
        assert (await api.get(f"/api/v1/cases?organization={REGION}&workflow=cartogram")).json()["items"] == []
