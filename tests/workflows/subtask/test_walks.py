"""Every subtask of Projects 3 and 4, from the plan of the year to its acceptance, and every wrong hand on the way."""

from datetime import date

import pytest

from events.organization import Post
from events.subtask import EvidenceKind
from tests.workflows.scenario import Scenario
from tests.workflows.subtask.walks import WALKS, Walk, attach, sign
from tests.workflows.subtask.world import AGENCY, BODIES, SUPERVISOR, SYSTEM, assigned, country, officer
from workflows import catalogue
from workflows.catalogue import EvidenceForm, EvidenceNeed
from workflows.machine import actions
from workflows.refusals import Invalid, NotPermitted, Refused, WrongOrder
from workflows.subtask import SubtaskWorkflow

REGISTER = country()
SUBTASKS = [s for s in catalogue.edition(2024).subtasks if s.workflow == "subtask"]
each_walk = pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.subtask}-{walk.body}")


def refusal(scenario: Scenario, action: str, by: object, day: str, **data: object) -> Refused:
    """What is answered to an action that must be refused, and changes nothing."""
    before = scenario.case.version
    with pytest.raises(Refused) as caught:
        scenario.do(action, by, day, **data)  # type: ignore[arg-type]
    assert scenario.case.version == before
    return caught.value


def test_every_subtask_is_walked() -> None:
    """The walks and the Agency's confirmation cover all subtasks that this workflow carries."""
    assert {walk.subtask for walk in WALKS} | {"4.2.2"} == {subtask.code for subtask in SUBTASKS}


@each_walk
def test_it_is_done_rightly(walk: Walk) -> None:
    """With the right data, evidence, signature and uploader it is accepted, its deadlines are met, its remarks are those named."""
    scenario = walk.uploaded(REGISTER)
    assert scenario.case.state == "uploaded"
    assert {key: scenario.status(key) for key in walk.judged} == walk.judged
    assert scenario.status("D23") == "met"
    scenario.do("accept", walk.reviewer, walk.day, accepted_on=walk.day)
    assert scenario.case.state == "accepted"
    assert tuple(code for _, code in scenario.case.remarks()) == walk.remarks


@each_walk
def test_only_the_entitled_sign(walk: Walk) -> None:
    """Each post's signature is accepted, or refused with those named who sign, as its document and level ask."""
    entitled = _entitled(walk)
    for post in Post:
        scenario = walk.proved(REGISTER)
        if walk.subtask == "3.2.9" and walk.body == "company":
            assert isinstance(_signing(scenario, post, walk), WrongOrder | NotPermitted)
        elif post in entitled:
            sign(scenario, post, walk.performer, walk.day)
        else:
            refused = _signing(scenario, post, walk)
            assert isinstance(refused, Invalid)
            assert [violation.path for violation in refused.violations] == [("signature", "post")]


def _entitled(walk: Walk) -> set[str]:
    """Who signs by requirements §4; where the register has posts, nobody signs in one that nobody holds."""
    if walk.subtask in {"4.2.3", "4.2.4"}:
        return {"ethics_officer"}
    at = {
        "company": {"first_head", "deputy_head"},
        "district": {"district_akim", "apparatus_head"},
        "section": {"district_akim", "apparatus_head", "first_head"},
    }.get(walk.body, {"first_head", "deputy_head", "apparatus_head"})
    return at | ({"approving_body"} if walk.body == "company" and walk.subtask.startswith("3.2.") else set())


def _signing(scenario: Scenario, post: Post, walk: Walk) -> Refused:
    signature = {"post": post.value}
    return refusal(scenario, "sign_evidence", walk.performer, walk.day, signed_on=walk.day, signature=signature)


@each_walk
def test_only_the_account_holder_uploads(walk: Walk) -> None:
    """The body that holds the account uploads (RU-U1 to RU-U3); everybody else is told who does."""
    for body in BODIES:
        if body != walk.uploader:
            scenario = walk.signed(REGISTER)
            refused = refusal(scenario, "upload_evidence", officer(body), walk.day, uploaded_on=walk.day)
            assert isinstance(refused, NotPermitted)
            assert walk.uploader in str(refused)


@each_walk
def test_only_named_evidence_is_taken(walk: Walk) -> None:
    """Evidence of a kind that the Instruction does not name for the subtask is refused."""
    named = {rule.kind for rule in catalogue.edition(2024).subtask(walk.subtask).evidence}
    for kind in EvidenceKind:
        if kind not in named:
            with pytest.raises(Invalid) as caught:
                attach(walk.reported(REGISTER), kind, walk.performer, walk.day)
            assert ("kind",) in {violation.path for violation in caught.value.violations}


@each_walk
def test_all_evidence_is_needed(walk: Walk) -> None:
    """Without any one piece of the required evidence it is neither signed nor uploaded."""
    subtask = catalogue.edition(2024).subtask(walk.subtask)
    attached = {EvidenceForm.DOCUMENT, EvidenceForm.LINK}
    needed = [r.kind for r in subtask.evidence if r.need is EvidenceNeed.REQUIRED and r.form in attached]
    assert set(needed) <= set(walk.evidence)
    for lacking in needed:
        scenario = walk.reported(REGISTER)
        for kind in walk.evidence:
            if kind != lacking:
                attach(scenario, kind, walk.performer, walk.day)
        signature = {"post": walk.post or "first_head"}
        refused = refusal(scenario, "sign_evidence", walk.performer, walk.day, signed_on=walk.day, signature=signature)
        assert lacking in str(refused.violations[0].text) if isinstance(refused, Invalid) else False


@each_walk
def test_outsiders_do_nothing(walk: Walk) -> None:
    """Officials of bodies that neither do it nor stand above it may do nothing at any stage."""
    concerned = {walk.body, walk.uploader, *REGISTER.ancestors(walk.body, date.max)}
    for stage in (walk.given, walk.reported, walk.proved, walk.signed, walk.uploaded):
        scenario = stage(REGISTER)
        for body in BODIES.keys() - concerned - {"agency"}:
            assert scenario.allowed(officer(body)) == set()


@each_walk
def test_nobody_accepts_their_own_work(walk: Walk) -> None:
    """Neither the body itself nor anybody of the body that uploaded for it accepts or returns it."""
    scenario = walk.uploaded(REGISTER)
    for actor in (officer(walk.body), officer(walk.uploader, "colleague"), walk.performer, SYSTEM):
        assert not {"accept", "send_back"} & scenario.allowed(actor)
    assert {"accept", "send_back"} <= scenario.allowed(SUPERVISOR)


@each_walk
def test_other_work_cannot_be_reported(walk: Walk) -> None:
    """Only the report of the subtask's own kind of work is offered."""
    reports = {subtask.entry for subtask in SUBTASKS} - {""}
    offered = walk.given(REGISTER).allowed(walk.performer) & reports
    assert offered == {walk.reports[0][0]}
    assert reports <= set(actions(SubtaskWorkflow))


def test_the_course_is_confirmed_by_the_agency_alone() -> None:
    """4.2.2 ends by the Agency's confirmation; nobody else confirms it and nothing is uploaded (l.663)."""
    for actor in (officer("district"), officer("oblast"), officer("agency-north"), SYSTEM):
        scenario = assigned("4.2.2", "district", "2024", REGISTER)
        assert not {"confirm_course", "upload_evidence", "sign_evidence"} & scenario.allowed(actor)
    scenario = assigned("4.2.2", "district", "2024", REGISTER)
    scenario.do("confirm_course", AGENCY, "2024-11-29", confirmed_on="2024-11-29", servants=42, newly_hired=5)
    assert scenario.case.state == "confirmed"
    assert not (scenario.allowed(officer("district")) | scenario.allowed(AGENCY)) - {"correct"}
