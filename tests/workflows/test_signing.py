"""A signature against the register: who held the post, in which body, on the day."""

from datetime import date

import pytest

from events.organization import Post
from events.signature import Signature
from tests.workflows.subtask.world import country
from workflows.signatories import Paper
from workflows.signing import Signed, posts_by_decision

REGISTER = country()
DAY = date(2024, 12, 16)


def fields(paper: str, body: str, post: Post, person: str | None = None) -> list[tuple[str | int, ...]]:
    """What is wrong with a signature."""
    signed = Signed(Paper(paper), body, Signature(post, person), DAY, REGISTER)
    return [violation.path for violation in signed.violations()]


@pytest.mark.parametrize(
    ("body", "post", "wrong"),
    [
        ("company", Post.FIRST_HEAD, False),
        ("company", Post.APPARATUS_HEAD, True),
        ("district", Post.DISTRICT_AKIM, False),
        ("district", Post.FIRST_HEAD, True),
        ("section", Post.DISTRICT_AKIM, False),
        ("section", Post.FIRST_HEAD, False),
        ("waterworks", Post.APPARATUS_HEAD, False),
    ],
)
def test_nobody_signs_in_a_post_that_nobody_holds(body: str, post: Post, wrong: bool) -> None:
    """Where posts are recorded, a signature without a name counts only in one that somebody held on the day."""
    assert fields("general", body, post) == ([("signature", "post")] if wrong else [])


def test_the_ethics_officer_of_the_akim_signs_for_a_department() -> None:
    """The ethics officer of the akim's apparatus is that of its departments (RU-6); somebody else of the akimat is not."""
    assert fields("ethics_report", "section", Post.ETHICS_OFFICER, "p-7") == []
    assert fields("ethics_report", "section", Post.ETHICS_OFFICER) == []
    assert fields("ethics_report", "section", Post.ETHICS_OFFICER, "p-4") == [("signature", "person")]


def test_a_deputy_of_an_entity_without_apparatus_approves_a_secrecy_note() -> None:
    """An entity whose posts are recorded, and no head of the apparatus among them, has its head or a deputy approve it."""
    assert fields("secrecy_note", "company", Post.DEPUTY_HEAD, "p-2") == []


@pytest.mark.parametrize(
    ("paper", "body", "by_decision"),
    [
        ("general_form", "district", {Post.DEPUTY_HEAD}),
        ("general_form", "section", {Post.DEPUTY_HEAD}),
        ("general_form", "company", set()),
        ("reconciliation_act", "district", set()),
        ("ethics_report", "district", set()),
    ],
)
def test_a_deputy_signs_by_a_decision_where_deputies_are_not_named(
    paper: str, body: str, by_decision: set[Post]
) -> None:
    """At the level of districts alone, and not what is one official's to sign (A-06); whoever signs so is accepted with the decision and not without."""
    found = posts_by_decision(Paper(paper), body, DAY, REGISTER)
    assert set(found) == by_decision
    for post in found:
        for decision, accepted in (("15-р", True), (None, False)):
            signed = Signed(Paper(paper), body, Signature(post, None, decision), DAY, REGISTER)
            assert signed.verdict.accepted is accepted
