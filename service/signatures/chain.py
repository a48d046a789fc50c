"""Whether a certificate leads to a trusted root, and whether it was revoked: by pyhanko-certvalidator, with nothing fetched.

Of lists and answers each kind is asked for itself, and whichever says “revoked” prevails: an old answer that somebody put into
a signature cannot hide a newer list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    InsufficientRevinfoError,
    PathBuildingError,
    RevokedError,
    StaleRevinfoError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from service.signatures.algorithms import StrictValidator
from service.signatures.codes import SignatureProblem
from service.signatures.material import Material

_REQUIRED = RevocationCheckingPolicy(
    RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
)
"""The signer's certificate needs evidence; that of an authority is held to what there is."""


_GRAVITY = (
    SignatureProblem.REVOKED, SignatureProblem.UNTRUSTED, None,
    SignatureProblem.STALE_REVOCATION_EVIDENCE, SignatureProblem.NO_REVOCATION_EVIDENCE,
)  # fmt: skip
"""Which of two findings prevails: what speaks against a certificate, then what speaks for it, then what says nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a certificate: its problem, None if there is none, when it was revoked, and what the verdict rests on."""

    problem: SignatureProblem | None
    revoked_at: datetime | None = None
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()


def context(
    material: Material,
    at: datetime,
    crls: Iterable[crl.CertificateList] = (),
    ocsps: Iterable[ocsp.OCSPResponse] = (),
    policy: RevocationCheckingPolicy = NO_REVOCATION,
) -> ValidationContext:
    """Give what pyhanko validates against: as of a moment, later lists counting for it, too, since they name days of revocation."""
    return ValidationContext(
        trust_roots=list(material.trust.roots),
        other_certs=material.all_others(),
        moment=at,
        crls=tuple(crls),
        ocsps=tuple(ocsps),
        signature_validator=StrictValidator(),
        revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=True),
    )


async def judge(certificate: x509.Certificate, material: Material, at: datetime) -> Judged:
    """Say whether a certificate was good at a moment within its time."""
    try:
        path = await _path(certificate, context(material, at))
    except PathBuildingError:
        return Judged(SignatureProblem.UNTRUSTED)
    except DisallowedAlgorithmError:
        return Judged(SignatureProblem.WEAK_ALGORITHM)
    except ValidationError:
        return Judged(SignatureProblem.UNTRUSTED)
    crls, ocsps = _about(path, certificate, material), _answers(path, material)
    found = [await _asked(certificate, material, at, crls, ()), await _asked(certificate, material, at, (), ocsps)]
    return min(found, key=lambda one: _GRAVITY.index(one.problem))


async def _asked(
    certificate: x509.Certificate,
    material: Material,
    at: datetime,
    crls: Sequence[crl.CertificateList],
    ocsps: Sequence[ocsp.OCSPResponse],
) -> Judged:
    """Ask evidence of one kind."""
    if not crls and not ocsps:
        return Judged(SignatureProblem.NO_REVOCATION_EVIDENCE)
    try:
        await _path(certificate, context(material, at, crls, ocsps, _REQUIRED))
    except RevokedError as error:
        if error.is_ee_cert and not error.is_side_validation:
            return Judged(SignatureProblem.REVOKED, error.revocation_dt, tuple(crls), tuple(ocsps))
        return Judged(SignatureProblem.UNTRUSTED, None, tuple(crls), tuple(ocsps))
    except StaleRevinfoError:
        return await _stale(certificate, material, at, crls, ocsps)
    except ValidationError as error:
        says_nothing = isinstance(error, InsufficientRevinfoError | DisallowedAlgorithmError)
        return Judged(SignatureProblem.NO_REVOCATION_EVIDENCE if says_nothing else SignatureProblem.UNTRUSTED)
    return Judged(None, None, tuple(crls), tuple(ocsps))


async def _stale(
    certificate: x509.Certificate,
    material: Material,
    at: datetime,
    crls: Sequence[crl.CertificateList],
    ocsps: Sequence[ocsp.OCSPResponse],
) -> Judged:
    """Judge by evidence after which newer was due: it cannot clear a certificate any more, but what it says was revoked is."""
    ends = [one["tbs_cert_list"]["next_update"].native for one in crls if one.issuer == certificate.issuer]
    ends += [said["next_update"].native for one in ocsps for said in one.response_data["responses"]]
    last = max((end for end in ends if end and end < at), default=None)
    found = await _asked(certificate, material, last, crls, ocsps) if last else None
    if found and found.problem is SignatureProblem.REVOKED:
        return found
    return Judged(SignatureProblem.STALE_REVOCATION_EVIDENCE, None, tuple(crls), tuple(ocsps))


async def _path(certificate: x509.Certificate, within: ValidationContext) -> ValidationPath:
    return await CertificateValidator(certificate, validation_context=within).async_validate_path()


def _about(path: ValidationPath, certificate: x509.Certificate, material: Material) -> tuple[crl.CertificateList, ...]:
    """Give the lists of the authorities on a path.

    One that was made after the certificate had expired is left out: expired certificates need not stand in it any more.
    """
    issuers = {one.issuer.hashable for one in path.iter_certs(include_root=False)}
    crls = [one for one in material.all_crls() if one.issuer.hashable in issuers]
    return tuple(
        one
        for one in crls
        if one.issuer != certificate.issuer or one["tbs_cert_list"]["this_update"].native <= certificate.not_valid_after
    )


def _answers(path: ValidationPath, material: Material) -> tuple[ocsp.OCSPResponse, ...]:
    """Give the answers about certificates on a path; one that says nothing of them is none."""
    serials = {one.serial_number for one in path.iter_certs(include_root=False)}
    good = [one for one in material.ocsps if one["response_status"].native == "successful"]
    return tuple(
        one
        for one in good
        if any(said["cert_id"]["serial_number"].native in serials for said in one.response_data["responses"])
    )
