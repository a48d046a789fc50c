"""What was found of a signature: plain data, kept as it is and shown in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from service.signatures.codes import (
    CertificateRole,
    ChangeAfter,
    EvidenceSource,
    SignatureForm,
    SignatureOutcome,
    SignatureProblem,
    VerifiedBy,
    outcome_of,
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whose certificate it is and what it is for; "" for what does not stand in it."""

    name: str
    iin: str
    bin: str
    organization: str
    roles: tuple[CertificateRole, ...]
    may_sign: bool
    serial: str
    issuer: str
    not_before: datetime
    not_after: datetime
    algorithm: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp over a signature (RFC 3161); one that is not `trusted` proves nothing."""

    at: datetime
    authority: str
    policy: str
    serial: str
    trusted: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A list of revoked certificates or an answer of OCSP that a verdict rests on; its bytes are kept by their hash."""

    source: EvidenceSource
    sha256: str
    issuer: str
    made_at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Which revision of a PDF a signature covers, of how many, and what was added after it."""

    field: str
    revision: int
    revisions: int
    after: ChangeAfter


@dataclass(frozen=True, slots=True)
class Checked:
    """One signature: what is wrong with it, the gravest first, and what stands in it.

    `claimed_at` is what the signer says; only a trusted stamp proves a time. `algorithm` is that of the signature.
    """

    form: SignatureForm
    by: VerifiedBy
    problems: tuple[SignatureProblem, ...] = ()
    certificate: Certificate | None = None
    algorithm: str = ""
    claimed_at: datetime | None = None
    stamp: Stamp | None = None
    revoked_at: datetime | None = None
    place: Place | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def outcome(self) -> SignatureOutcome:
        """What it is worth."""
        return outcome_of(self.problems)

    @property
    def revocation_told_by(self) -> Evidence | None:
        """The newest list of the authority, or answer, that says whether the certificate was revoked: its day tells how fresh that is."""
        issuer = self.certificate.issuer if self.certificate else ""
        said = [one for one in self.evidence if one.source is not EvidenceSource.CRL or one.issuer == issuer]
        return max(said, key=lambda one: one.made_at, default=None)

    @property
    def signed_at(self) -> datetime | None:
        """When it was made: as a trusted stamp proves, else as the signer says."""
        return self.stamp.at if self.stamp and self.stamp.trusted else self.claimed_at


@dataclass(frozen=True, slots=True)
class Found:
    """All signatures that were found in one file, and the bytes of the evidence that they rest on, by SHA-256."""

    signatures: tuple[Checked, ...]
    evidence: tuple[tuple[str, bytes], ...] = ()
