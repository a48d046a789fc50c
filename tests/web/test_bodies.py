"""Beginning cases of a body without an account by the pages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from events.hiring_check import HiringCheckBegun
from events.organization import OrganizationType
from service.nodes import root
from service.organizations import Names
from service.web import forms
from tests.serving import BODY, Served, serving
from tests.web.visiting import people, visitor
from tests.workflows.hiring_check.test_check import BEGUN
from workflows import payload
from workflows.actor import SYSTEM

WITHOUT, WITH = "waterworks", "heating"
FORM = "/cases/new/hiring_check/begin_check"
OF_KGS = BEGUN | {"begun_on": "2024-02-12", "procedure": "quasi_state", "intake_ended_on": None}


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        for code, account in ((WITHOUT, False), (WITH, True)):
            names = Names(f"ГКП «{code}»", f"«{code}» МКК", code)
            register = served.service.organizations.register
            await register(code, OrganizationType.KGS, "KZ-19", names, BODY, SYSTEM, account=account)
        yield served


async def test_a_supervisor_begins_the_case_of_a_body_without_an_account(served: Served) -> None:
    """One chooses the body, its forms keep it, and the case is the body's; what it has to say in Appendix 2 is offered in the same way."""
    officer = await visitor(served, "officer")
    chosen = (await officer.get(f"/cases/new?organization={WITHOUT}")).text
    assert f'<option value="{WITHOUT}" selected>' in chosen
    assert f'href="{FORM}?organization={WITHOUT}"' in chosen
    assert f'action="{FORM}?organization={WITHOUT}"' in (await officer.get(f"{FORM}?organization={WITHOUT}")).text
    filled = forms.to_form(root(payload.schema(HiringCheckBegun)), OF_KGS)
    answer = await officer.post(f"{FORM}?organization={WITHOUT}", data={"_key": "one", "_version": "0", **filled})
    assert answer.status_code == 303, answer.text
    page = (await officer.get(answer.headers["location"])).text
    assert f"/cases?organization={WITHOUT}" in page
    row = (await officer.get(f"/appendix-2/2.4.1?organization={WITHOUT}&period=2024Q1")).text
    assert f'href="/cases/new/hired_offender/register_hired_offender?organization={WITHOUT}"' in row
    assert f"period=2024Q1&amp;organization={WITHOUT}" in row


async def test_only_bodies_without_an_account_are_offered(served: Served) -> None:
    """A body with an account begins its cases itself, as does one that is elsewhere or not there."""
    officer = await visitor(served, "officer")
    offered = (await officer.get("/cases/new")).text
    assert f'value="{WITHOUT}"' in offered
    assert f'value="{WITH}"' not in offered
    for code in (WITH, "kokshe", "nowhere"):
        for address in ("/cases/new", FORM):
            assert (await officer.get(f"{address}?organization={code}")).status_code == 403
    assert (await officer.post(f"{FORM}?organization={WITH}", data={"_key": "two"})).status_code == 403
