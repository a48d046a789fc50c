"""Signatures inside a PDF: all of them, each with the revision that it covers and what was added afterwards."""

import io
from dataclasses import replace
from datetime import datetime

from asn1crypto import crl, ocsp
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from service.signatures.algorithms import digest as hashed
from service.signatures.checking import Signed, check, damaged
from service.signatures.codes import ChangeAfter, SignatureForm, SignatureProblem, VerifiedBy, in_order
from service.signatures.material import MOST_CERTIFICATES, Material
from service.signatures.reading import MOST_SIGNERS, UNREADABLE
from service.signatures.result import Checked, Found, Place
from service.signatures.trust import Trust

_UNREADABLE = (PdfError, SignatureValidationError, *UNREADABLE)

_AFTER = {
    ModificationLevel.NONE: ChangeAfter.NOTHING,
    ModificationLevel.LTA_UPDATES: ChangeAfter.EVIDENCE,
    ModificationLevel.FORM_FILLING: ChangeAfter.FORMS,
    ModificationLevel.ANNOTATIONS: ChangeAfter.ANNOTATIONS,
    ModificationLevel.OTHER: ChangeAfter.CONTENT,
}

_FORMS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached"})
"""How a signature lies in a PDF (ISO 32000-2, 12.8.3); older ways are told as not verifiable."""


async def inside(content: bytes, trust: Trust, received: datetime) -> Found:
    """Check all signatures of a PDF; none are found in one that was never signed."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = list(reader.embedded_regular_signatures)[:MOST_SIGNERS]
        material = _with_store(reader, Material(trust)) if embedded else Material(trust)
    except _UNREADABLE:
        return Found((damaged(SignatureForm.PDF),))
    found: list[Checked] = []
    kept: dict[str, bytes] = {}
    for one in embedded:
        checked, evidence = await _one(one, content, material, received)
        found.append(checked)
        kept |= evidence
    return Found(tuple(found), tuple(kept.items()))


async def _one(
    embedded: EmbeddedPdfSignature, content: bytes, material: Material, received: datetime
) -> tuple[Checked, dict[str, bytes]]:
    try:
        if str(embedded.sig_object.get("/SubFilter")) not in _FORMS:
            return Checked(SignatureForm.PDF, VerifiedBy.NOBODY, (SignatureProblem.NOT_VERIFIABLE,)), {}
        covered = _covered(content, embedded.byte_range)
        place = _place(embedded)
    except _UNREADABLE:
        return damaged(SignatureForm.PDF), {}
    signed = Signed(
        embedded.signed_data, embedded.signer_info, lambda name: hashed(covered, name), SignatureForm.PDF, received
    )
    checked, evidence = await check(signed, material)
    if place.after is ChangeAfter.CONTENT:
        checked = replace(checked, problems=in_order({*checked.problems, SignatureProblem.CHANGED_AFTERWARDS}))
    return replace(checked, place=place), evidence


def _covered(content: bytes, byte_range: object) -> bytes:
    """Give the bytes that a signature is over: all but the signature itself; raises ValueError for any other range."""
    start, before, after, rest = [int(number) for number in byte_range]  # type: ignore[attr-defined]
    if start != 0 or not 0 < before < after <= after + rest <= len(content):
        raise ValueError("the signature covers no revision of the file")
    return content[:before] + content[after : after + rest]


def _place(embedded: EmbeddedPdfSignature) -> Place:
    """Say which revision a signature covers, and what came after; what cannot be judged counts as other content."""
    revisions, after = embedded.reader.xrefs.total_revisions, ChangeAfter.CONTENT
    embedded.compute_integrity_info()
    said = embedded.summarise_integrity_info()
    changed = said["diff_result"]
    if said["coverage"] >= SignatureCoverageLevel.ENTIRE_REVISION and said["docmdp_ok"]:
        after = _AFTER[changed.modification_level]
    return Place(str(embedded.field_name)[:100], embedded.signed_revision + 1, revisions, after)


def _with_store(reader: PdfFileReader, material: Material) -> Material:
    """Add the certificates, lists and answers that the PDF keeps for the long term (its DSS)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return material
    answers = [ocsp.OCSPResponse.load(one.get_object().data) for one in store.ocsps[:MOST_CERTIFICATES]]
    lists = [crl.CertificateList.load(one.get_object().data) for one in store.crls[:MOST_CERTIFICATES]]
    certificates = list(store.load_certs())[:MOST_CERTIFICATES]
    return replace(material, certificates=tuple(certificates), crls=tuple(lists), ocsps=tuple(answers))
