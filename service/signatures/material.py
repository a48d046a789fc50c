"""What a verdict may rest on: the operator's trust lists, and what a signature carries with it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from asn1crypto import cms, crl, ocsp, pdf, x509
from pyhanko.sign.general import find_cms_attribute_iter

from service.signatures.certificates import title
from service.signatures.codes import EvidenceSource
from service.signatures.result import Evidence
from service.signatures.trust import Trust

T = TypeVar("T")

MOST_CERTIFICATES = 100
"""Certificates, lists and answers of each kind that one signature may bring with it."""

assert pdf.RevocationInfoArchival  # noqa: S101 - the module teaches asn1crypto the attribute of PDF signatures


@dataclass(frozen=True, slots=True)
class Material:
    """Certificates and evidence that are at hand for one signature; only the roots are trusted for themselves."""

    trust: Trust
    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()

    def all_crls(self) -> tuple[crl.CertificateList, ...]:
        """Give the operator's lists and those that came with the signature."""
        return (*self.trust.crls, *self.crls)

    def all_others(self) -> tuple[x509.Certificate, ...]:
        """Give the certificates that may lead to a root."""
        return (*self.trust.others, *self.certificates)

    def with_signer(self, data: cms.SignedData, signer: cms.SignerInfo) -> "Material":
        """Add what signed data and one of its signers carry."""
        certificates = (one.chosen for one in data["certificates"] or () if one.name == "certificate")
        crls, ocsps = _carried(data), _answers(data)
        for archive in _archives(signer):
            crls, ocsps = [*crls, *(archive["crl"] or ())], [*ocsps, *(archive["ocsp"] or ())]
        return replace(
            self,
            certificates=_few(self.certificates, certificates),
            crls=_few(self.crls, crls),
            ocsps=_few(self.ocsps, ocsps),
        )


def evidence(
    crls: Iterable[crl.CertificateList], ocsps: Iterable[ocsp.OCSPResponse]
) -> Iterator[tuple[Evidence, bytes]]:
    """Describe lists and answers, each with its bytes."""
    for one in crls:
        content, body = one.dump(), one["tbs_cert_list"]
        sha256 = hashlib.sha256(content).hexdigest()
        made, until = body["this_update"].native, body["next_update"].native
        yield Evidence(EvidenceSource.CRL, sha256, title(one.issuer), made, until), content
    for answer in ocsps:
        content, said = answer.dump(), answer.response_data
        first = said["responses"][0]
        sha256, until = hashlib.sha256(content).hexdigest(), first["next_update"].native
        yield Evidence(EvidenceSource.OCSP, sha256, _responder(said), first["this_update"].native, until), content


def _responder(said: ocsp.ResponseData) -> str:
    responder = said["responder_id"]
    return title(responder.chosen) if responder.name == "by_name" else str(responder.native.hex())


def _carried(data: cms.SignedData) -> list[crl.CertificateList]:
    return [one.chosen for one in data["crls"] or () if one.name == "crl"]


def _answers(data: cms.SignedData) -> list[ocsp.OCSPResponse]:
    others = (one.chosen for one in data["crls"] or () if one.name == "other")
    return [one["other_rev_info"] for one in others if one["other_rev_info_format"].native == "ocsp_response"]


def _archives(signer: cms.SignerInfo) -> Iterator[pdf.RevocationInfoArchival]:
    """Give the archives of evidence that PDF signatures carry among what is signed."""
    yield from find_cms_attribute_iter(signer["signed_attrs"], "adobe_revocation_info_archival")


def _few(known: tuple[T, ...], found: Iterable[T]) -> tuple[T, ...]:
    return (*known, *found)[:MOST_CERTIFICATES]
