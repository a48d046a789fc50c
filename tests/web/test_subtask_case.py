"""What the page of a subtask says: what is still needed, who signs and uploads, what comes next."""

from datetime import date

import pytest

from service.i18n import translator
from service.status import Today
from service.web.lookup import Names
from service.web.stages import stages
from service.web.subtask_case import SubtaskPage
from tests.workflows.scenario import Scenario
from tests.workflows.subtask.walks import PUBLISHED, WALKS, Walk
from tests.workflows.subtask.world import assigned, country, officer
from workflows.machine import actions, enabled
from workflows.register import EMPTY

REGISTER = country()
TODAY = date(2024, 12, 17)
WALK = {f"{walk.subtask}-{walk.body}": walk for walk in WALKS}


def page(scenario: Scenario) -> SubtaskPage:
    """The page in English, with codes for names of organisations."""
    t = translator("en")
    return SubtaskPage(scenario.case, scenario.case.facts, REGISTER, Names(t), t, TODAY)


def open_needs(scenario: Scenario) -> list[str]:
    """The actions that are still needed, in order."""
    return [need.action for need in page(scenario).needs if not need.done]


def strip(scenario: Scenario) -> tuple[list[str], str]:
    """The stages that are behind, and the one that is next."""
    kind, case = scenario.workflow, scenario.case
    anybody = [a.name for a in actions(kind).values() if any(s == case.state for s, _ in a.transitions)]
    drawn = stages(kind, case, anybody, Today.of(TODAY, EMPTY), translator("en"))
    return [stage.action for stage in drawn if stage.done_on], next((s.action for s in drawn if s.current), "")


def test_each_step_takes_its_need_away() -> None:
    """A training needs its report, each missing kind of evidence, signature, upload and acceptance; the next stage is marked."""
    walk = WALK["3.1.1-company"]
    seen = [
        open_needs(stage(REGISTER)) for stage in (walk.given, walk.reported, walk.proved, walk.signed, walk.uploaded)
    ]
    rest = ["sign_evidence", "upload_evidence", "accept"]
    assert seen == [
        ["record_training", "attach_evidence", "attach_evidence", *rest],
        ["attach_evidence", "attach_evidence", *rest],
        *(rest[n:] for n in range(3)),
    ]
    assert strip(walk.given(REGISTER)) == (["assign"], "begin")
    assert strip(walk.uploaded(REGISTER)) == (
        ["assign", "begin", "attach_evidence", "sign_evidence", "upload_evidence"],
        "accept",
    )


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.subtask}-{walk.body}")
def test_the_first_button_is_the_next_step(walk: Walk) -> None:
    """Whatever the subtask, what is offered first is what is needed first, and early signatures and uploads are not offered."""
    for stage in (walk.given, walk.reported, walk.proved, walk.signed):
        scenario = stage(REGISTER)
        shown, _ = page(scenario).next(enabled(scenario.workflow, scenario.case, walk.performer, REGISTER))
        assert shown[0].name == open_needs(scenario)[0]
    early, _ = page(walk.given(REGISTER)).next(
        enabled(walk.given(REGISTER).workflow, walk.given(REGISTER).case, walk.performer, REGISTER)
    )
    assert not {"sign_evidence", "upload_evidence"} & {action.name for action in early}


def test_who_signs_and_uploads() -> None:
    """Posts come with the people in them, and none that nobody holds; an entity without an account is told who uploads and accepts."""
    own, other = page(WALK["3.1.1-company"].given(REGISTER)), page(WALK["3.1.1-waterworks"].given(REGISTER))
    assert own.signs == "First head (p-1); Deputy head (p-2)"
    assert "itself" in own.uploads
    assert other.uploads == "department: the organisation has no account in the Cross-platform."
    assert (own.turn, other.turn) == ("company", "department")
    assert page(WALK["3.1.1-company"].uploaded(REGISTER)).turn == "department"
    assert page(WALK["3.1.1-waterworks"].uploaded(REGISTER)).turn == "oblast"


def test_figures() -> None:
    """The quota says how many are trained and needed; a report of publications, how many of the eight there are."""
    assert (
        page(WALK["4.2.1-district"].reported(REGISTER)).figure == "2 of 40 civil servants trained; 2 are needed (5 %)"
    )
    scenario = assigned("3.2.9", "company", "2024", REGISTER)
    seven = PUBLISHED | {"documents": PUBLISHED["documents"][:7]}
    scenario.do("record_publication", officer("company"), "2024-12-16", **seven)
    assert page(scenario).figure == "7 of 8 documents published"


def test_returned_and_withdrawn() -> None:
    """What is to be mended is said, and evidence is offered first; what is withdrawn stays with its reason, and is needed again."""
    walk = WALK["3.1.1-company"]
    scenario = walk.uploaded(REGISTER)
    scenario.do("send_back", officer("department"), "2024-12-17", returned_on="2024-12-17", reason="Нет подписи")
    assert page(scenario).returned == "Нет подписи"
    shown, rest = page(scenario).next(enabled(scenario.workflow, scenario.case, walk.performer, REGISTER))
    assert (shown[0].name, "declare_nil" in {action.name for action in rest}) == ("attach_evidence", False)
    number = next(iter(scenario.case.facts.attached))
    withdrawn = {"withdraws": number, "withdrawn_on": "2024-12-17", "reason": "Не тот файл"}
    scenario.do("withdraw_evidence", walk.performer, "2024-12-17", **withdrawn)
    assert [piece.withdrawn for piece in page(scenario).pieces] == ["Не тот файл", ""]
    assert open_needs(scenario) == ["attach_evidence", "sign_evidence", "upload_evidence", "accept"]
    assert strip(scenario) == (["assign", "begin"], "attach_evidence")


def test_given_back_by_the_cross_platform() -> None:
    """The reason is said as that of the body above; to record it is no step of the work."""
    walk = WALK["3.1.1-company"]
    scenario = walk.uploaded(REGISTER)
    shown, rest = page(scenario).next(enabled(scenario.workflow, scenario.case, walk.performer, REGISTER))
    assert ("record_return" in {one.name for one in shown}, "record_return" in {one.name for one in rest}) == (
        False,
        True,
    )
    scenario.do("record_return", walk.performer, "2024-12-17", returned_on="2024-12-17", reason="Файл не открывается")
    assert page(scenario).returned == "Файл не открывается"


def test_the_course_needs_the_agency_alone() -> None:
    """4.2.2 waits for the Agency's confirmation and nothing else."""
    scenario = assigned("4.2.2", "district", "2024", REGISTER)
    assert open_needs(scenario) == ["confirm_course"]
    assert strip(scenario) == (["assign"], "confirm_course")
