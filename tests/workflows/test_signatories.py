"""Whose signature counts (requirements §4)."""

import pytest

from events.organization import OrganizationType
from workflows.actor import Post
from workflows.signatories import Paper, Verdict, verdict

H, D, A, K, E = Post.FIRST_HEAD, Post.DEPUTY_HEAD, Post.APPARATUS_HEAD, Post.DISTRICT_AKIM, Post.ETHICS_OFFICER
B = Post.APPROVING_BODY
FINE, REFUSED = Verdict(True), Verdict(False)
NOT_HEAD, NOT_APPARATUS = Verdict(True, "not_signed_by_first_head"), Verdict(True, "not_signed_by_apparatus_head")
OF_DEPARTMENT = Verdict(True, "signed_by_head_of_department")

TABLE = {
    ("heads_act", "UPR"): {H: FINE, D: NOT_HEAD, A: NOT_HEAD, K: REFUSED, E: REFUSED},
    ("heads_act", "RAY"): {K: FINE, H: FINE, A: NOT_HEAD, D: REFUSED},
    ("heads_act", "OTD"): {H: FINE, K: FINE, A: NOT_HEAD, D: REFUSED},
    ("heads_act", "KGS"): {H: FINE, D: NOT_HEAD, A: NOT_HEAD, K: REFUSED, B: REFUSED},
    ("general", "CGO"): {H: FINE, D: FINE, A: FINE, K: REFUSED, E: REFUSED},
    ("general", "RAY"): {K: FINE, A: FINE, D: REFUSED},
    ("general", "OTD"): {K: FINE, A: FINE, H: OF_DEPARTMENT, D: REFUSED},
    ("general", "KGS"): {H: FINE, D: FINE, A: FINE, B: REFUSED},
    ("secrecy_note", "OBL"): {A: FINE, H: REFUSED, D: REFUSED},
    ("secrecy_note", "OTD"): {A: FINE, H: REFUSED, K: REFUSED},
    ("secrecy_note", "KGS"): {A: FINE, H: FINE, D: FINE},
    ("appendix_1_2", "OBL"): {A: FINE, H: NOT_APPARATUS, D: NOT_APPARATUS, K: REFUSED},
    ("appendix_1_2", "RAY"): {A: FINE, K: NOT_APPARATUS, D: REFUSED},
    ("reconciliation_act", "OBL"): {A: FINE, H: REFUSED, D: REFUSED},
    ("ethics_report", "UPR"): {E: FINE, H: REFUSED, A: REFUSED},
    ("general_form", "RAY"): {K: FINE, D: REFUSED},
    ("kgs_document", "KGS"): {H: FINE, D: FINE, A: FINE, B: FINE, E: REFUSED},
    ("agency_confirmation", "UPR"): {H: REFUSED, Post.AGENCY_OFFICER: REFUSED},
    ("link_only", "KGS"): {H: REFUSED},
}


@pytest.mark.parametrize(
    ("paper", "kind", "post", "expected"),
    [(p, k, post, v) for (p, k), row in TABLE.items() for post, v in row.items()],
)
def test_table(paper: str, kind: str, post: Post, expected: Verdict) -> None:
    """Each post's signature is accepted, remarked upon or refused as the level and the document ask."""
    assert verdict(Paper(paper), OrganizationType(kind), post) == expected


def test_a_body_without_apparatus() -> None:
    """Where there is no head of the apparatus, the first head approves what that post would have."""
    for paper in (Paper.SECRECY_NOTE, Paper.RECONCILIATION_ACT, Paper.APPENDIX_1_2):
        assert verdict(paper, OrganizationType.UPR, H, has_apparatus=False) == FINE


def test_an_organisation_with_an_apparatus() -> None:
    """Where an organisation has a head of the apparatus, nobody else approves what that post does; else its head or a deputy."""
    for paper in (Paper.SECRECY_NOTE, Paper.RECONCILIATION_ACT):
        for kind in (OrganizationType.ORG, OrganizationType.KGS):
            assert verdict(paper, kind, A, has_apparatus=True) == FINE
            assert verdict(paper, kind, D, has_apparatus=True) == REFUSED
            assert verdict(paper, kind, H, has_apparatus=True) == REFUSED
            assert verdict(paper, kind, D, has_apparatus=False) == FINE


def test_a_deputy_on_a_decision() -> None:
    """At district level a deputy signs only by a decision, which is remarked upon; not where one named post must sign."""
    on_decision = {
        paper: verdict(paper, OrganizationType.RAY, D, on_decision=True)
        for paper in (Paper.GENERAL, Paper.SECRECY_NOTE)
    }
    assert on_decision == {Paper.GENERAL: Verdict(True, "signed_on_decision"), Paper.SECRECY_NOTE: REFUSED}
