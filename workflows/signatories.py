"""Whose signature counts under which document, by level (l.41, l.45, l.93, l.131, l.151, l.155; requirements §4).

The most specific rule wins (SG-4…SG-13), else that of the level (SG-2, SG-3), else the general one (SG-1). What two rules of
the Instruction judge differently is accepted with a remark. At district and city level deputies are not named, so
theirs is refused (SG-3) unless a decision lets them sign (A-06).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from events.event import CaseEvent
from events.organization import OrganizationType
from workflows.actor import Post


class Paper(StrEnum):
    """Kinds of document that differ in who signs them."""

    HEADS_ACT = "heads_act"
    GENERAL = "general"
    SECRECY_NOTE = "secrecy_note"
    APPENDIX_1_2 = "appendix_1_2"
    RECONCILIATION_ACT = "reconciliation_act"
    ETHICS_REPORT = "ethics_report"
    GENERAL_FORM = "general_form"
    UNSIGNED_FORM = "unsigned_form"
    KGS_DOCUMENT = "kgs_document"
    AGENCY_CONFIRMATION = "agency_confirmation"
    LINK_ONLY = "link_only"


class Level(StrEnum):
    """Where a body stands, as the rules on signatures see it."""

    CENTRAL_OR_OBLAST = "central_or_oblast"
    DISTRICT = "district"
    DEPARTMENT = "department"
    ORGANIZATION = "organization"


FINE = ""
NOT_FIRST_HEAD = "not_signed_by_first_head"
NOT_APPARATUS_HEAD = "not_signed_by_apparatus_head"
BY_HEAD_OF_DEPARTMENT = "signed_by_head_of_department"
ON_DECISION = "signed_on_decision"

Accepted = Mapping[Post, str]
"""Posts whose signature is accepted, each with the remark it deserves, if any."""

_HEAD, _DEPUTY, _APPARATUS, _AKIM = Post.FIRST_HEAD, Post.DEPUTY_HEAD, Post.APPARATUS_HEAD, Post.DISTRICT_AKIM
_ALIKE: Accepted = {_HEAD: FINE, _DEPUTY: FINE, _APPARATUS: FINE}
_GENERAL: Mapping[Level, Accepted] = {
    Level.CENTRAL_OR_OBLAST: _ALIKE,
    Level.DISTRICT: {_AKIM: FINE, _HEAD: FINE, _APPARATUS: FINE},
    Level.DEPARTMENT: {_AKIM: FINE, _APPARATUS: FINE, _HEAD: BY_HEAD_OF_DEPARTMENT},
    Level.ORGANIZATION: _ALIKE,
}
_HEADS_ACT: Mapping[Level, Accepted] = {
    Level.CENTRAL_OR_OBLAST: {_HEAD: FINE, _DEPUTY: NOT_FIRST_HEAD, _APPARATUS: NOT_FIRST_HEAD},
    Level.DISTRICT: {_AKIM: FINE, _HEAD: FINE, _APPARATUS: NOT_FIRST_HEAD},
    Level.DEPARTMENT: {_HEAD: FINE, _AKIM: FINE, _APPARATUS: NOT_FIRST_HEAD},
    Level.ORGANIZATION: {_HEAD: FINE, _DEPUTY: NOT_FIRST_HEAD, _APPARATUS: NOT_FIRST_HEAD},
}
_ONLY_APPARATUS: Accepted = {_APPARATUS: FINE}
_LEVELS = {
    OrganizationType.RAY: Level.DISTRICT,
    OrganizationType.OTD: Level.DEPARTMENT,
    OrganizationType.ORG: Level.ORGANIZATION,
    OrganizationType.KGS: Level.ORGANIZATION,
}


def level_of(kind: OrganizationType | None) -> Level:
    """Give the level of a type of organisation; None counts as central."""
    return _LEVELS.get(kind, Level.CENTRAL_OR_OBLAST) if kind else Level.CENTRAL_OR_OBLAST


def accepted(paper: Paper, kind: OrganizationType | None, *, has_apparatus: bool | None = None) -> Accepted:
    """Give the posts whose signature is accepted under a document of a body of that type.

    `has_apparatus` says whether the body has a head of the apparatus at all (for a department, the akim's apparatus). Where
    nobody knows, a state body is taken to have one and an organisation to have none.
    """
    level = level_of(kind)
    if has_apparatus is None:
        has_apparatus = level is not Level.ORGANIZATION
    general = found = _GENERAL[level]
    match paper:
        case Paper.HEADS_ACT:
            found = _HEADS_ACT[level]
        case Paper.SECRECY_NOTE | Paper.RECONCILIATION_ACT:
            found = _approved_by_apparatus(level, has_apparatus=has_apparatus)
        case Paper.APPENDIX_1_2:
            remark = NOT_APPARATUS_HEAD if has_apparatus else FINE
            found = {**dict.fromkeys(general, remark), **_ONLY_APPARATUS}
        case Paper.ETHICS_REPORT:
            found = {Post.ETHICS_OFFICER: FINE}
        case Paper.KGS_DOCUMENT:
            found = {**general, Post.APPROVING_BODY: FINE}
        case Paper.AGENCY_CONFIRMATION | Paper.LINK_ONLY:
            found = {}
        case Paper.GENERAL | Paper.GENERAL_FORM | Paper.UNSIGNED_FORM:
            pass
    return found


def _approved_by_apparatus(level: Level, *, has_apparatus: bool) -> Accepted:
    """Give who approves what the head of the apparatus does where there is one (SG-7, SG-8)."""
    if has_apparatus:
        return _ONLY_APPARATUS
    return _ALIKE if level is Level.ORGANIZATION else {_HEAD: FINE, _AKIM: FINE}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a signature is accepted, and the remark it deserves ("" for none)."""

    accepted: bool
    remark: str = FINE


def verdict(
    paper: Paper,
    kind: OrganizationType | None,
    post: Post,
    *,
    has_apparatus: bool | None = None,
    on_decision: bool = False,
) -> Verdict:
    """Judge a signature; `on_decision` says that a decision lets a deputy sign at district level (A-06)."""
    table = accepted(paper, kind, has_apparatus=has_apparatus)
    if post in table:
        return Verdict(True, table[post])
    deputy_below = post is _DEPUTY and level_of(kind) in {Level.DISTRICT, Level.DEPARTMENT} and _AKIM in table
    return Verdict(True, ON_DECISION) if deputy_below and on_decision else Verdict(False)


def remarks(event: CaseEvent, kind: OrganizationType | None) -> tuple[str, ...]:
    """Name what is unusual about who signed an event by recording it, in a body of that type; who corrects it signs nothing."""
    role = event.envelope.role
    if not getattr(type(event), "FIRST_HEAD_SIGNS", False) or role not in set(Post):
        return ()
    remark = accepted(Paper.HEADS_ACT, kind).get(Post(role), FINE)
    return (remark,) if remark else ()
