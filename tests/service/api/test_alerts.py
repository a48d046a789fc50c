"""The alert policy and absences over HTTP."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest

from service.api import shapes
from tests.serving import BODY, ORDER, REGION, Served, problem_of, serving
from tests.workflows.alert_policy.made import rules
from workflows.actor import Role

POLICY, ABSENCES = "/api/v1/alert-policy", "/api/v1/absences"
PROPOSED: dict[str, Any] = {
    "in_force_from": "2024-02-19",
    "reason": "Раньше",
    "rules": rules(reminders=[20], escalation=[]),
}


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """The service on 12 February 2024."""
    async with serving(database_url, data_dir=tmp_path) as running:
        yield running


async def _policy(client: httpx2.AsyncClient, **asked: str) -> shapes.AlertPolicy:
    found = await client.get(POLICY, params=asked)
    assert found.status_code == 200, found.text
    return msgspec.json.decode(found.content, type=shapes.AlertPolicy)


async def _act(client: httpx2.AsyncClient, action: str, version: int, data: dict[str, Any]) -> httpx2.Response:
    return await client.post(f"{POLICY}/actions/{action}", json=data, headers={"If-Match": f'"{version}"'})


async def test_a_policy_goes_from_proposal_to_force(served: Served) -> None:
    """One supervisor proposes, another approves; everybody reads what is in force on a day and what was."""
    first, officer = await served.supervisor(), await served.officer()
    second = await served.client(await served.account("second", Role.SUPERVISOR))
    before = await _policy(officer)
    assert (before.in_force.number, before.in_force.since, before.version, before.proposal) == (1, None, 0, None)
    problem_of(await _act(officer, "propose_policy", 0, PROPOSED), 403, "not-permitted")
    assert (await _act(first, "propose_policy", 0, PROPOSED)).status_code == 200
    problem_of(await _act(first, "approve_policy", 1, {"version": 2}), 403, "not-permitted")
    approved = await _act(second, "approve_policy", 1, {"version": 2})
    assert (approved.status_code, approved.headers["etag"]) == (200, '"2"')
    problem_of(await _act(second, "approve_policy", 2, {"version": 2}), 409, "wrong-order")
    numbers = [(await _policy(officer, on=on)).in_force.number for on in ("2024-02-18", "2024-02-19")]
    assert numbers == [1, 2]
    now = await _policy(officer)
    assert [one.number for one in now.versions] == [1, 2]
    assert now.versions[1].rules["reminders"] == [20]
    assert now.versions[1].proposed_by != now.versions[1].approved_by


async def test_the_policy_as_of_a_past_moment(served: Served) -> None:
    """What was approved or proposed later had not been recorded, or had not happened; what is in force is told of the moment's day."""
    first, officer = await served.supervisor(), await served.officer()
    second = await served.client(await served.account("second", Role.SUPERVISOR))
    served.clock.travel(date(2024, 2, 13))
    assert (await _act(first, "propose_policy", 0, PROPOSED)).status_code == 200
    served.clock.travel(date(2024, 2, 20))
    assert (await _act(second, "approve_policy", 1, {"version": 2})).status_code == 200
    served.clock.travel(date(2024, 2, 22))
    for name in ("at", "effective_at"):
        told = [await _policy(officer, **{name: day}) for day in ("2024-02-12", "2024-02-19", "2024-02-21")]
        assert [[one.number for one in policy.versions] for policy in told] == [[1], [1], [1, 2]]
        assert [policy.proposal and policy.proposal.number for policy in told] == [None, 2, None]
        assert [policy.in_force.number for policy in told] == [1, 1, 2]
        assert [policy.on.day for policy in told] == [12, 19, 21]
    assert (await _policy(officer, on="2024-02-23", at="2024-02-19")).in_force.number == 1


async def test_wrong_policies_and_unknown_actions_are_refused(served: Served) -> None:
    """Each wrong field is named; a stale version, a missing one and an action that is none are refused."""
    client = await served.supervisor()
    wrong = PROPOSED | {"rules": rules(reminders=[1, 3], digest_at="23:00")}
    found = problem_of(await _act(client, "propose_policy", 0, wrong), 422, "invalid")
    assert {error["pointer"] for error in found["errors"]} == {"#/rules/reminders/1", "#/rules/digest_at"}
    problem_of(await client.post(f"{POLICY}/actions/propose_policy", json=PROPOSED), 428, "version-missing")
    problem_of(await _act(client, "abolish", 0, {}), 404, "unknown")
    assert (await _act(client, "propose_policy", 0, PROPOSED)).status_code == 200
    problem_of(await _act(client, "propose_policy", 0, PROPOSED | {"reason": "Ещё"}), 412, "stale")


async def test_a_preview_counts_what_would_have_been_sent(served: Served) -> None:
    """By kind and body, for the policy in force and the one that is sent, or proposed; for supervisors alone."""
    head, client = await served.signatory(), await served.supervisor()
    await served.officer()
    opened = await head.post(
        "/api/v1/cases", json={"workflow": "risk_analysis", "organization": BODY, "action": "order", "data": ORDER}
    )
    assert opened.status_code == 201, opened.text
    served.clock.travel(served.clock.today().replace(month=3))
    await served.projected()
    problem_of(await client.post(f"{POLICY}/preview", json={}), 404, "unknown")
    problem_of(await head.post(f"{POLICY}/preview", json={"rules": PROPOSED["rules"]}), 403, "not-permitted")
    wrong = await client.post(f"{POLICY}/preview", json={"rules": rules(overdue=[3, 1])})
    assert [error["pointer"] for error in problem_of(wrong, 422, "invalid")["errors"]] == ["#/rules/overdue/1"]
    answered = await client.post(f"{POLICY}/preview", json={"rules": PROPOSED["rules"]})
    preview = msgspec.json.decode(answered.content, type=shapes.PolicyPreview)
    assert (preview.first.isoformat(), preview.last.isoformat()) == ("2024-02-01", "2024-02-29")
    assert {one.kind for one in preview.in_force.by_kind} == {"reminder", "today", "overdue", "escalation"}
    assert {one.kind for one in preview.proposed.by_kind} == {"reminder", "today", "overdue"}
    assert [(one.organization, one.notices) for one in preview.in_force.bodies] == [(BODY, preview.in_force.notices)]
    proposal = PROPOSED | {"in_force_from": "2024-03-12"}
    assert (await _act(client, "propose_policy", 0, proposal)).status_code == 200
    again = await client.post(f"{POLICY}/preview", json={})
    assert msgspec.json.decode(again.content, type=shapes.PolicyPreview) == preview


async def test_bodies_without_accounts_are_listed(served: Served) -> None:
    """Those in the caller's reach, with whom the policy names in vain."""
    head = await served.signatory()
    await head.post(
        "/api/v1/cases", json={"workflow": "risk_analysis", "organization": BODY, "action": "order", "data": ORDER}
    )
    await served.projected()
    found = msgspec.json.decode((await head.get(f"{POLICY}/unreached")).content, type=shapes.UnreachedBodies)
    [body] = found.items
    assert (body.organization, body.missing, body.instead) == (BODY, ["responsible", "uploader"], ["apparatus"])
    elsewhere = await served.officer("kokshe")
    assert (await elsewhere.get(f"{POLICY}/unreached")).json() == {"items": []}


async def test_an_absence_is_recorded_listed_and_revoked(served: Served) -> None:
    """One's own without naming oneself; colleagues do not see it, the head does."""
    first, second = [await served.account(f"officer-{n}", Role.OFFICER, BODY) for n in (1, 2)]
    own, colleague, head = await served.client(first), await served.client(second), await served.signatory()
    asked = {"substitute": str(second.id), "first_day": "2024-02-12", "last_day": "2024-02-16"}
    made = await own.post(ABSENCES, json=asked)
    assert made.status_code == 201, made.text
    assert made.json()["account"] == str(first.id)
    assert (await own.post(ABSENCES, json=asked)).json() == made.json()
    seen = [len((await client.get(ABSENCES)).json()["items"]) for client in (own, colleague, head)]
    assert seen == [1, 0, 1]
    address = f"{ABSENCES}/{made.json()['id']}/revoke"
    problem_of(await colleague.post(address), 403, "not-permitted")
    assert (await head.post(address)).json()["revoked_by"] is not None
    assert (await own.get(ABSENCES)).json() == {"items": []}
    problem_of(await own.post(f"{ABSENCES}/none/revoke"), 404, "unknown")


async def test_wrong_absences_name_their_fields(served: Served) -> None:
    """What is missing, misspelt or no date, all at once; a head of elsewhere records none."""
    officer = await served.account("officer", Role.OFFICER, BODY)
    client = await served.client(officer)
    sent = {"substitute": 1, "first_day": "12.02.2024", "until": "2024-02-16"}
    found = problem_of(await client.post(ABSENCES, json=sent), 422, "invalid")
    pointers = {error["pointer"] for error in found["errors"]}
    assert pointers == {"#/substitute", "#/first_day", "#/last_day", "#/until"}
    other = await served.client(await served.account("akim", Role.OFFICER, REGION))
    asked = {
        "account": str(officer.id),
        "substitute": str(officer.id),
        "first_day": "2024-02-12",
        "last_day": "2024-02-16",
    }
    problem_of(await other.post(ABSENCES, json=asked), 403, "not-permitted")
