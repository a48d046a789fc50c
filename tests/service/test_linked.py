"""A link to a sealed fact: within sight only of those who are on the list of the body whose fact it is."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

import pytest

from service.linked import check_links
from service.recall import Recall, no_case
from tests.workflows.bodies import AKIMAT, EDUCATION, country, officer, signatory
from tests.workflows.offence_report.life import ABOVE, CLEARED, OFFENCE, REGISTER, REGISTERED
from tests.workflows.restriction_fact.life import OPENINGS
from tests.workflows.scenario import Scenario, command
from workflows.actor import Actor
from workflows.case import Case
from workflows.machine import act
from workflows.offence_report import OffenceReportWorkflow
from workflows.refusals import Invalid
from workflows.register import Register
from workflows.restriction_fact import RestrictionFactWorkflow

DAY = "2024-05-20"
LINK = {"linked_on": DAY, "reason": "То же лицо"}


class Known(Recall):
    """Remembers the cases it is given."""

    def __init__(self, cases: Mapping[uuid.UUID, Case]) -> None:
        self.cases = cases

    async def recall(self, case_id: uuid.UUID) -> Case:
        """Give one of them."""
        if case_id not in self.cases:
            raise no_case(case_id)
        return self.cases[case_id]


def listed(*bodies: str) -> Register:
    """The bodies, one person on the lists of some of them."""
    made = country()
    made.person("p-reader")
    for body in bodies:
        given = {"clearance": "C6", "since": "2024-01-15", "order_no": "12-қ", "people": ["p-reader"]}
        made.do(body, "approve_access", signatory(body), **given)
    return made.register


def account(actor: Actor, body: str, register: Register) -> Case:
    """A foreign account that somebody found (2.5.5, C6)."""
    action, data, _ = OPENINGS["2.5.5"]
    return Scenario("restriction_fact", body, register).do(action, actor, DAY, found_on=DAY, **data).case


@pytest.mark.parametrize("bodies", [(AKIMAT,), (AKIMAT, EDUCATION)])
async def test_a_link_to_what_is_sealed(bodies: tuple[str, ...]) -> None:
    """Above the body of the other fact one is not cleared for it by that: without a place on its list there is no such fact."""
    reader = replace(officer(AKIMAT), person="p-reader")
    own = account(reader, AKIMAT, listed(AKIMAT))
    other = account(replace(officer(EDUCATION), person="p-reader"), EDUCATION, listed(EDUCATION))
    asked = command("link_fact", LINK | {"same_as": str(other.id)}, reader, DAY, listed(*bodies))
    act(RestrictionFactWorkflow, own, asked)
    if EDUCATION in bodies:
        await check_links(Known({other.id: other}), own, asked)
        return
    told = []
    for cases in ({other.id: other}, {}):
        with pytest.raises(Invalid) as refused:
            await check_links(Known(cases), own, asked)
        told.append(refused.value.violations)
    assert told[0] == told[1]
    assert [violation.path for violation in told[0]] == [("same_as",)]


def report(actor: Actor, body: str, category: str) -> Case:
    """A report of an offence of that category (2.1.1, C4)."""
    data = REGISTERED | {"offence": OFFENCE | {"category": category}}
    return Scenario("offence_report", body, REGISTER).do("register_offence", actor, DAY, **data).case


@pytest.mark.parametrize("category", ["administrative", "criminal"])
async def test_a_link_to_another_category(category: str) -> None:
    """An administrative offence is not the fact of a crime (requirements §3); another report of a crime may be."""
    own, other = report(ABOVE, AKIMAT, "criminal"), report(CLEARED, EDUCATION, category)
    asked = command("link_fact", LINK | {"same_as": str(other.id)}, ABOVE, DAY, REGISTER)
    act(OffenceReportWorkflow, own, asked)
    if category == "criminal":
        await check_links(Known({other.id: other}), own, asked)
        return
    with pytest.raises(Invalid) as refused:
        await check_links(Known({other.id: other}), own, asked)
    assert [violation.path for violation in refused.value.violations] == [("same_as",)]
