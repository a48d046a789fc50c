"""What can be said of a signature, as codes: pages and API name them in the reader's language."""

from collections.abc import Collection
from enum import StrEnum


class SignatureProblem(StrEnum):
    """Why a signature is not valid, cannot be relied on, or is to be looked at; the gravest first."""

    DAMAGED = "damaged"
    OTHER_FILE = "other_file"
    WRONG_KEY = "wrong_key"
    CHANGED_AFTERWARDS = "changed_afterwards"
    UNTRUSTED = "untrusted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    MAY_NOT_SIGN = "may_not_sign"
    OTHER_PERSON = "other_person"
    OTHER_BODY = "other_body"
    UNKNOWN_ALGORITHM = "unknown_algorithm"
    WEAK_ALGORITHM = "weak_algorithm"
    NO_CERTIFICATE = "no_certificate"
    STALE_REVOCATION_EVIDENCE = "stale_revocation_evidence"
    NO_REVOCATION_EVIDENCE = "no_revocation_evidence"
    EXPIRED_SINCE = "expired_since"
    GOST_INSIDE_PDF = "gost_inside_pdf"
    NOT_VERIFIABLE = "not_verifiable"
    STAMP_NOT_TRUSTED = "stamp_not_trusted"
    NOT_FIRST_HEAD = "not_first_head"
    NO_SIGNING_ROLE = "no_signing_role"


class SignatureOutcome(StrEnum):
    """What a signature is worth."""

    VALID = "valid"
    NOT_VERIFIED = "not_verified"
    INVALID = "invalid"


class CertificateRole(StrEnum):
    """In which role a certificate of the NUC lets its owner sign (rule V2000021440)."""

    INDIVIDUAL = "individual"
    LEGAL_PERSON = "legal_person"
    FIRST_HEAD = "first_head"
    RIGHT_TO_SIGN = "right_to_sign"
    FINANCIAL = "financial"
    PERSONNEL = "personnel"
    EMPLOYEE = "employee"


class SignatureForm(StrEnum):
    """Where a signature lies."""

    DETACHED = "detached"
    ATTACHED = "attached"
    PDF = "pdf"


class ChangeAfter(StrEnum):
    """What was added to a PDF after it was signed; only the last is no legitimate addition."""

    NOTHING = "nothing"
    EVIDENCE = "evidence"
    FORMS = "forms"
    ANNOTATIONS = "annotations"
    CONTENT = "content"


class EvidenceSource(StrEnum):
    """Where a proof that a certificate was or was not revoked is from."""

    CRL = "crl"
    OCSP = "ocsp"
    NCANODE = "ncanode_answer"


class VerifiedBy(StrEnum):
    """What looked at a signature."""

    PYHANKO = "pyhanko"
    NCANODE = "ncanode"
    NOBODY = "nobody"


STATUS = {SignatureOutcome.VALID: "met", SignatureOutcome.NOT_VERIFIED: "soon", SignatureOutcome.INVALID: "overdue"}
"""By which of the seven statuses of pages an outcome is shown."""

CODES: tuple[type[StrEnum], ...] = (
    SignatureProblem, SignatureOutcome, CertificateRole, SignatureForm, ChangeAfter, EvidenceSource, VerifiedBy
)  # fmt: skip
"""All codes, for the vocabulary."""

ROLE_OIDS = {
    "1.2.398.3.3.4.1.1": CertificateRole.INDIVIDUAL,
    "1.2.398.3.3.4.1.2": CertificateRole.LEGAL_PERSON,
    "1.2.398.3.3.4.1.2.1": CertificateRole.FIRST_HEAD,
    "1.2.398.3.3.4.1.2.2": CertificateRole.RIGHT_TO_SIGN,
    "1.2.398.3.3.4.1.2.3": CertificateRole.FINANCIAL,
    "1.2.398.3.3.4.1.2.4": CertificateRole.PERSONNEL,
    "1.2.398.3.3.4.1.2.5": CertificateRole.EMPLOYEE,
}
"""Roles by their place among the extended key usages of a certificate."""

_INVALID = frozenset(list(SignatureProblem)[: list(SignatureProblem).index(SignatureProblem.UNKNOWN_ALGORITHM)])
_REMARKS = frozenset(
    {SignatureProblem.STAMP_NOT_TRUSTED, SignatureProblem.NOT_FIRST_HEAD, SignatureProblem.NO_SIGNING_ROLE}
)
"""What is told beside a signature, and takes nothing from it."""


def outcome_of(problems: Collection[SignatureProblem]) -> SignatureOutcome:
    """Say what a signature with these problems is worth: it is valid only if nothing speaks against it and nothing is open."""
    if any(problem in _INVALID for problem in problems):
        return SignatureOutcome.INVALID
    open_ones = [problem for problem in problems if problem not in _REMARKS]
    return SignatureOutcome.NOT_VERIFIED if open_ones else SignatureOutcome.VALID


def in_order(problems: Collection[SignatureProblem]) -> tuple[SignatureProblem, ...]:
    """Give each problem once, the gravest first."""
    return tuple(problem for problem in SignatureProblem if problem in problems)
