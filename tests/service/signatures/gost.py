"""Signatures that say to be by the state standards: their bytes are those of an ordinary signature under other numbers."""

from asn1crypto import cms, x509

from tests.service.signatures.authority import Centre, sign

KEY, SIGNATURE, DIGEST = "1.2.398.3.10.1.1.2.3.2", "1.2.398.3.10.1.1.2.3.2", "1.2.398.3.10.1.3.3"
"""Numbers below that of the state standards; which of them is which does not matter to what cannot verify any."""


async def gost(centre: Centre, content: bytes, *, detached: bool = True) -> bytes:
    """Sign a content, and put the numbers of the state standards in."""
    info = cms.ContentInfo.load(await sign(content, centre.head(), detached=detached))
    data = info["content"]
    signer, certificate = data["signer_infos"][0], data["certificates"][0].chosen
    signer["signature_algorithm"] = cms.SignedDigestAlgorithm({"algorithm": SIGNATURE})
    signer["digest_algorithm"] = cms.DigestAlgorithm({"algorithm": DIGEST})
    body = certificate["tbs_certificate"]
    body["subject_public_key_info"]["algorithm"] = {"algorithm": KEY}
    body["signature"] = {"algorithm": SIGNATURE}
    changed = x509.Certificate(
        {
            "tbs_certificate": body,
            "signature_algorithm": {"algorithm": SIGNATURE},
            "signature_value": certificate["signature_value"],
        }
    )
    data["certificates"] = cms.CertificateSet([cms.CertificateChoices("certificate", changed)])
    data["signer_infos"] = cms.SignerInfos([signer])
    data["digest_algorithms"] = cms.DigestAlgorithms([{"algorithm": DIGEST}])
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump(force=True))
