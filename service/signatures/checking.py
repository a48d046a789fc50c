"""Checking one signer of a CMS structure: the content, the signature, the certificate, the time, each for itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, x509
from pyhanko.sign.general import match_issuer_serial
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, validate_sig_integrity

from service.signatures import algorithms, certificates
from service.signatures.algorithms import StrictValidator
from service.signatures.chain import Judged, judge
from service.signatures.codes import SignatureForm, SignatureProblem, VerifiedBy, in_order
from service.signatures.judging import of_purpose, of_time
from service.signatures.material import Material, evidence
from service.signatures.result import Certificate, Checked, Evidence
from service.signatures.stamps import stamp_of

Digest = Callable[[str], bytes]
"""Hashes what is signed by an algorithm."""

_CONTENT = "data"  # RFC 5652, section 4: bytes of any kind, which is what a file is


@dataclass(frozen=True, slots=True)
class Signed:
    """One signer of some signed data, over a content. `received` is when the signature came here, which proves that it was there."""

    data: cms.SignedData
    signer: cms.SignerInfo
    digest: Digest
    form: SignatureForm
    received: datetime


async def check(signed: Signed, material: Material) -> tuple[Checked, dict[str, bytes]]:
    """Check one signature; gives what was found, and the bytes of the evidence by SHA-256."""
    try:
        return await _checked(signed, material)
    except (SignatureValidationError, ValueError):  # asn1crypto parses when asked: any reading may find what is damaged
        return damaged(signed.form), {}


def damaged(form: SignatureForm) -> Checked:
    """Give what is found of a signature that cannot be read."""
    return Checked(form, VerifiedBy.PYHANKO, (SignatureProblem.DAMAGED,))


async def _checked(signed: Signed, material: Material) -> tuple[Checked, dict[str, bytes]]:
    signer = signed.signer
    material = material.with_signer(signed.data, signer)
    owner = _owner(signer, material)
    if owner is None:
        return _unowned(signed), {}
    if signed.data["encap_content_info"]["content_type"].native != _CONTENT:
        return damaged(signed.form), {}
    read, claimed = certificates.read(owner), _claimed(signer)
    if not algorithms.can_verify(signer, owner):
        return _not_known(signed, read, claimed), {}
    stamp, material = await stamp_of(signer, material, signed.received)
    at = stamp.at if stamp and stamp.trusted else signed.received
    problems = {*_of_content(signed, owner), *of_time(read, at, claimed, stamp), *of_purpose(read)}
    if algorithms.is_weak(signer, owner):
        problems.add(SignatureProblem.WEAK_ALGORITHM)
    judged = await judge(owner, material, min(max(at, read.not_before), read.not_after))
    if judged.problem:
        problems.add(judged.problem)
    proofs, bytes_of = _kept(judged)
    checked = Checked(
        signed.form, VerifiedBy.PYHANKO, in_order(problems), read, algorithms.named(signer), claimed, stamp,
        judged.revoked_at, None, proofs,
    )  # fmt: skip
    return checked, bytes_of


def _owner(signer: cms.SignerInfo, material: Material) -> x509.Certificate | None:
    """Give the certificate that a signer names, of those that came with the signature or are trusted; none where two answer to the name."""
    named = signer["sid"].chosen
    by_serial = signer["sid"].name == "issuer_and_serial_number"
    found = {
        one.dump(): one
        for one in material.all_others()
        if (match_issuer_serial(named, one) if by_serial else one.key_identifier == named.native)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _claimed(signer: cms.SignerInfo) -> datetime | None:
    """Give when the signer says to have signed; a time without a zone would be anybody's guess, and is left out."""
    claimed = extract_self_reported_ts(signer) if signer["signed_attrs"] else None
    return claimed.astimezone(UTC) if claimed and claimed.tzinfo else None


def _of_content(signed: Signed, owner: x509.Certificate) -> Iterator[SignatureProblem]:
    """Hold the signature to the content, and to the key in the certificate."""
    digest = signed.digest(algorithms.digest_of(signed.signer))
    intact, valid = validate_sig_integrity(signed.signer, owner, _CONTENT, digest, StrictValidator())
    has_attributes = bool(signed.signer["signed_attrs"])
    if has_attributes and not intact:
        yield SignatureProblem.OTHER_FILE
    if not valid:
        # without attributes the signature is over the content itself: what is wrong cannot be told apart
        yield SignatureProblem.WRONG_KEY if has_attributes else SignatureProblem.OTHER_FILE


def _kept(judged: Judged) -> tuple[tuple[Evidence, ...], dict[str, bytes]]:
    """Give the evidence that a verdict rests on, and its bytes."""
    found = list(evidence(judged.crls, judged.ocsps))
    return tuple(one for one, _ in found), {one.sha256: content for one, content in found}


def _not_known(signed: Signed, owner: Certificate, claimed: datetime | None) -> Checked:
    """Show what stands in a signature that cannot be verified here; its time stamp would be no more than a claim."""
    by = VerifiedBy.NOBODY
    problems = {SignatureProblem.UNKNOWN_ALGORITHM, *of_purpose(owner)}
    algorithm = algorithms.named(signed.signer)
    return Checked(signed.form, by, in_order(problems), owner, algorithm, claimed)


def _unowned(signed: Signed) -> Checked:
    algorithm, claimed = algorithms.named(signed.signer), _claimed(signed.signer)
    return Checked(signed.form, VerifiedBy.NOBODY, (SignatureProblem.NO_CERTIFICATE,), None, algorithm, claimed)
