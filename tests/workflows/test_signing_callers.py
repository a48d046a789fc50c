"""Who may sign as a caller where a body has no head of the apparatus, or shares that of the akim."""

import pytest

from events.organization import Post
from tests.workflows.risk_analysis.life import LIFE, WITHHELD
from tests.workflows.scenario import Scenario
from tests.workflows.subtask.world import BODIES, country
from workflows.actor import Actor, Role
from workflows.refusals import NotPermitted

REGISTER = country()
_GENERAL = {"district": "district_akim"}
"""Who approves minutes where it is not the first head."""


def signatory(body: str, post: Post) -> Actor:
    """Somebody of a body who signs in a post."""
    return Actor(f"{post}@{body}", Role.SIGNATORY, body, BODIES[body][0], post)


def planned(body: str) -> Scenario:
    """An analysis of a body up to its approved plan."""
    scenario = Scenario("risk_analysis", body, REGISTER)
    head, officer = signatory(body, Post.FIRST_HEAD), Actor(f"officer@{body}", Role.OFFICER, body, BODIES[body][0])
    for action, actor, day, data in LIFE:
        signed = {"signature": {"post": _GENERAL.get(body, "first_head")}} if "signature" in data else {}
        scenario.do(action, head if actor.role is Role.SIGNATORY else officer, day, **data | signed)
        if action == "approve_plan":
            break
    return scenario


@pytest.mark.parametrize(
    ("body", "of", "post", "may"),
    [
        ("company", "company", Post.FIRST_HEAD, True),
        ("section", "district", Post.APPARATUS_HEAD, True),
        ("section", "section", Post.FIRST_HEAD, False),
        ("district", "district", Post.DISTRICT_AKIM, False),
        ("district", "district", Post.APPARATUS_HEAD, True),
        ("department", "department", Post.FIRST_HEAD, False),
        ("school", "district", Post.APPARATUS_HEAD, False),
    ],
)
def test_who_approves_the_note_of_secrecy(body: str, of: str, post: Post, may: bool) -> None:
    """The head of the apparatus approves it, for a department that of the akim; others only where there is no such post."""
    scenario, actor = planned(body), signatory(of, post)
    if may:
        assert scenario.do("withhold", actor, "2024-04-23", **WITHHELD).case.state == "monitoring_unpublished"
        return
    with pytest.raises(NotPermitted):
        scenario.do("withhold", actor, "2024-04-23", **WITHHELD)
