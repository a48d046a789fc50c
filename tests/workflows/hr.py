"""Bodies with posts of the personnel service and of internal security, and with lists of those who see tax secrets."""

from collections.abc import Sequence
from dataclasses import replace

from events.organization import OrganizationType as T
from events.organization import Post
from tests.workflows.bodies import AKIMAT, COMPANY, EDUCATION, country, officer, signatory
from workflows.actor import Actor
from workflows.register import Register

SCHOOL = "almaty-region.education.school"
"""A state organisation without an account: the department of education uploads for it."""

POSTS = ((Post.HR_OFFICER, "p-hr"), (Post.SECURITY_OFFICER, "p-security"))


def bodies(*, cleared: Sequence[str] = ("p-hr", "p-head"), units: bool = True) -> Register:
    """Give the register: the department of education has both units if `units` says so, and its list of access."""
    made = country()
    made.enter(SCHOOL, T.ORG, EDUCATION, account=False)
    made.do(COMPANY, "describe", region="KZ-19", since="2023-02-01", account=False)
    for post, person in POSTS:
        made.person(person)
        if units:
            made.post(EDUCATION, post.value.replace("_", "-"), post.value)
            made.appoint(EDUCATION, post.value.replace("_", "-"), person)
    made.do(
        EDUCATION,
        "approve_access",
        signatory(EDUCATION),
        clearance="C6",
        since="2024-01-15",
        order_no="1",
        people=list(cleared),
    )
    return made.register


HR = replace(officer(EDUCATION), id="hr", person="p-hr")
SECURITY = replace(officer(EDUCATION), id="security", person="p-security")
CLERK = officer(EDUCATION)
"""Somebody of the department who holds no post in the register."""
HEAD = replace(signatory(EDUCATION), id="head", person="p-head")
STRANGER: Actor = officer(AKIMAT)
"""Somebody of the body above."""
