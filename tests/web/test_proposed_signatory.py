"""Whom the form of a signature proposes: whoever signs without a remark, before those who may."""

from datetime import date

import pytest

from service.web.signing_fields import proposed
from tests.workflows.organization.country import Country
from workflows.signatories import Paper

DAY = date(2024, 7, 15)


def country(*kinds: str) -> Country:
    """An akimat in which each of some posts is held."""
    made = Country()
    made.enter("almaty", "OBL", account=True)
    for number, kind in enumerate(kinds, 1):
        made.person(f"p-{number}", name_ru=f"Человек {number}")
        made.post("almaty", kind.replace("_", "-"), kind)
        made.appoint("almaty", kind.replace("_", "-"), f"p-{number}")
    return made


@pytest.mark.parametrize(
    ("kinds", "person"),
    [
        (("first_head", "deputy_head", "apparatus_head"), {"post": "apparatus_head", "person": "p-3"}),
        (("first_head", "deputy_head"), {"post": "first_head", "person": "p-1"}),
    ],
)
def test_the_post_of_the_form_is_proposed(kinds: tuple[str, ...], person: dict[str, str]) -> None:
    """The head of Appendices 1 and 2 names the head of the apparatus (SG-9): others may sign them, with a remark, and are proposed where there is none."""
    register = country(*kinds).register
    assert proposed(Paper.APPENDIX_1_2, "almaty", DAY, register) == {"signature": person}
