"""Signatures over files."""

from datetime import datetime

from service.api.shapes.shape import Shape


class SignerItem(Shape, frozen=True, kw_only=True):
    """Whose certificate it is and what it is for; null for what does not stand in it. `roles` are codes."""

    name: str
    iin: str | None
    bin: str | None
    organization: str | None
    roles: list[str]
    may_sign: bool
    serial: str
    issuer: str
    not_before: datetime
    not_after: datetime
    algorithm: str


class StampItem(Shape, frozen=True, kw_only=True):
    """A time stamp over a signature; one that is not `trusted` proves nothing."""

    at: datetime
    authority: str
    policy: str
    serial: str
    trusted: bool


class EvidenceItem(Shape, frozen=True, kw_only=True):
    """A list of revoked certificates or an answer that a verdict rests on, which is kept under its hash."""

    source: str
    sha256: str
    issuer: str
    made_at: datetime
    until: datetime | None


class SignatureItem(Shape, frozen=True, kw_only=True):
    """One signature. `outcome` is valid, not_verified or invalid; `problems` are codes, `said` the same in words, the gravest first.

    `revision` of `revisions` is what a signature of a PDF covers, `after` what was added later.
    """

    form: str
    outcome: str
    problems: list[str]
    said: list[str]
    signer: SignerItem | None
    algorithm: str
    claimed_at: datetime | None
    signed_at: datetime | None
    stamp: StampItem | None
    revoked_at: datetime | None
    revision: int | None
    revisions: int | None
    after: str | None
    evidence: list[EvidenceItem]
    checked_by: str


class VerificationItem(Shape, frozen=True, kw_only=True):
    """One verification, which is never changed. `signature` is the hash of a signature in a file of its own, null for those inside."""

    number: int
    sha256: str
    signature: str | None
    signature_file: str | None
    verified_at: datetime
    verified_by: str
    signatures: list[SignatureItem]


class Verifications(Shape, frozen=True):
    """Verifications of a file, the newest first."""

    items: list[VerificationItem]
