"""Whom the fields of a signature offer, paper by paper."""

from datetime import date

import pytest

from service.i18n import translator
from service.web.signing_fields import offered, proposed
from tests.workflows.subtask.world import country
from workflows.signatories import Paper

DAY = date(2024, 12, 16)
REGISTER = country()


@pytest.mark.parametrize(
    ("paper", "body", "posts"),
    [
        (Paper.ETHICS_REPORT, "section", ["ethics_officer"]),
        (Paper.GENERAL_FORM, "company", ["first_head", "deputy_head"]),
        (Paper.RECONCILIATION_ACT, "section", ["apparatus_head"]),
    ],
)
def test_those_are_offered_who_may_sign(paper: Paper, body: str, posts: list[str]) -> None:
    """The posts that the Instruction lets sign a form and that somebody holds; the first of those people is proposed."""
    found = offered(paper, body, DAY, REGISTER, translator("en"))
    assert [post for post, _ in found["signature.post"]] == posts
    first = proposed(paper, body, DAY, REGISTER)["signature"]
    assert first["post"] == posts[0]
    assert first["person"] in dict(found["signature.person"])
