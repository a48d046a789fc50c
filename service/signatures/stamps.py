"""Time stamps over signatures (RFC 3161): what proves that a signature was there at a moment."""

from datetime import datetime

from asn1crypto import cms, tsp, x509
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, find_cms_attribute_iter
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import message_imprint_checker, validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from service.signatures.certificates import title
from service.signatures.chain import context, judge
from service.signatures.codes import SignatureProblem
from service.signatures.material import Material
from service.signatures.result import Stamp

MOST_STAMPS = 5
"""Stamps over one signature that are looked at."""


_NOT_AGAINST_IT = frozenset({None, SignatureProblem.STALE_REVOCATION_EVIDENCE, SignatureProblem.NO_REVOCATION_EVIDENCE})


async def stamp_of(signer: cms.SignerInfo, material: Material, received: datetime) -> tuple[Stamp | None, Material]:
    """Give the stamp over a signature, the first trusted one if there are several, and the material with its evidence.

    The authority's certificate is judged by all that is known when the signature came, not at the moment that the stamp names:
    whoever got hold of a key that was revoked later could name any moment. Where no list tells of it, it is believed.
    """
    first: Stamp | None = None
    tokens = find_cms_attribute_iter(signer["unsigned_attrs"], "signature_time_stamp_token")
    for token, _ in zip(tokens, range(MOST_STAMPS), strict=False):
        data = token["content"]
        info = data["encap_content_info"]["content"].parsed
        if not isinstance(info, tsp.TSTInfo):
            continue
        known = material.with_signer(data, data["signer_infos"][0])
        try:
            authority = extract_certificate_info(data).signer_cert
        except CMSExtractionError:
            first = first or _stamp(info, None, trusted=False)
            continue
        stamp = _stamp(info, authority, trusted=await _is_trusted(data, signer, authority, known, received))
        if stamp.trusted:
            return stamp, known
        first = first or stamp
    return first, material


async def _is_trusted(
    data: cms.SignedData, signer: cms.SignerInfo, authority: x509.Certificate, material: Material, received: datetime
) -> bool:
    at = min(received, authority.not_valid_after)
    try:
        said = await validate_tst_signed_data(data, context(material, at), message_imprint_checker(signer))
    except (SignatureValidationError, ValueError):
        return False
    status = TimestampSignatureStatus(**said)
    if not (status.valid and status.intact and status.trusted):
        return False
    judged = await judge(authority, material, at)
    is_its_time = authority.not_valid_before <= status.timestamp <= authority.not_valid_after
    return is_its_time and judged.problem in _NOT_AGAINST_IT


def _stamp(info: tsp.TSTInfo, authority: x509.Certificate | None, *, trusted: bool) -> Stamp:
    named = title(authority.subject) if authority else ""
    return Stamp(info["gen_time"].native, named, info["policy"].dotted, f"{info['serial_number'].native:x}", trusted)
