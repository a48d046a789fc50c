"""People on the lists of those who may see what is sealed, in a served country."""

from collections.abc import Collection

from events.clearance import Clearance
from service.access import Account
from service.requests import Request
from tests.serving import Served
from workflows.actor import SYSTEM, Actor, Post, Role
from workflows.organization import Organization


async def cleared(
    served: Served,
    organization: str,
    role: Role = Role.OFFICER,
    post: Post | None = None,
    *,
    password: str | None = None,
    clearances: Collection[Clearance] = (Clearance.CORRUPTION_REPORTS,),
) -> Account:
    """Make the account of a person whom the head of an organisation puts on its lists of access, alone."""
    person = f"p-{role}-{organization}"
    entered = {"code": person, "name_ru": person}
    register = served.service.organizations
    await register.enter_person(entered, organization, SYSTEM, Request.of(SYSTEM, None))
    head = Actor("head", Role.SIGNATORY, organization, None, Post.FIRST_HEAD)
    for clearance in clearances:
        listed = {"clearance": clearance, "since": served.clock.today(), "order_no": "12-қ", "people": [person]}
        version = await served.service.cases.version(Organization.id_of(organization))
        await register.act(organization, "approve_access", listed, head, Request.of(head, None), version)
    login = f"cleared-{role}-{organization}"
    return await served.service.access.create(
        login, login, role, organization=organization, post=post, password=password, person=person
    )
