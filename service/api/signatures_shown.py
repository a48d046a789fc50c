"""Signatures as the API shows them."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from service.api.routes.table import FILES
from service.api.shapes.signatures import (
    EvidenceItem,
    SignatureItem,
    SignerItem,
    StampItem,
    VerificationItem,
    Verifications,
)
from service.i18n import Translator
from service.signatures.claims import Claim, compared
from service.signatures.result import Certificate, Checked
from service.signatures.verification import Verification


def verifications(
    found: Sequence[Verification], organization: str, claim: Claim, names: Mapping[str, str], say: Translator
) -> Verifications:
    """Give verifications of an organisation's file, each held to what is claimed of the signer."""
    return Verifications([_verification(one, organization, claim, names, say) for one in found])


def _verification(
    one: Verification, organization: str, claim: Claim, names: Mapping[str, str], say: Translator
) -> VerificationItem:
    query = urlencode({"organization": organization})
    return VerificationItem(
        number=one.number,
        sha256=one.sha256,
        signature=one.signature or None,
        signature_file=f"{FILES}/{one.sha256}/signatures/{one.signature}?{query}" if one.signature else None,
        verified_at=one.verified_at,
        verified_by=names.get(one.verified_by, one.verified_by),
        signatures=[_signature(compared(checked, claim), say) for checked in one.signatures],
    )


def _signature(checked: Checked, say: Translator) -> SignatureItem:
    stamp, place = checked.stamp, checked.place
    return SignatureItem(
        form=checked.form,
        outcome=checked.outcome,
        problems=[*checked.problems],
        said=[say.code("SignatureProblem", problem) for problem in checked.problems],
        signer=_signer(checked.certificate) if checked.certificate else None,
        algorithm=checked.algorithm,
        claimed_at=checked.claimed_at,
        signed_at=checked.signed_at,
        stamp=StampItem(
            at=stamp.at, authority=stamp.authority, policy=stamp.policy, serial=stamp.serial, trusted=stamp.trusted
        )
        if stamp
        else None,
        revoked_at=checked.revoked_at,
        revision=place.revision if place else None,
        revisions=place.revisions if place else None,
        after=place.after if place else None,
        evidence=[
            EvidenceItem(source=one.source, sha256=one.sha256, issuer=one.issuer, made_at=one.made_at, until=one.until)
            for one in checked.evidence
        ],
        checked_by=checked.by,
    )


def _signer(owner: Certificate) -> SignerItem:
    return SignerItem(
        name=owner.name,
        iin=owner.iin or None,
        bin=owner.bin or None,
        organization=owner.organization or None,
        roles=[*owner.roles],
        may_sign=owner.may_sign,
        serial=owner.serial,
        issuer=owner.issuer,
        not_before=owner.not_before,
        not_after=owner.not_after,
        algorithm=owner.algorithm,
    )
