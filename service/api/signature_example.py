"""An example of verified signatures, for the description."""

from typing import Any

from service.api.answers_shown import KEPT_FILE

_SIGNER: dict[str, Any] = {
    "name": "АХМЕТОВА АЙГҮЛ",
    "iin": "850101300015",
    "bin": "240340000019",
    "organization": "Управление закупок",
    "roles": ["legal_person", "first_head"],
    "may_sign": True,
    "serial": "60ba4568ae98fa522a13fa711c6cb60c69bee2c4",
    "issuer": "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA) 2022",
    "not_before": "2023-12-11T12:00:00Z",
    "not_after": "2024-12-10T12:00:00Z",
    "algorithm": "rsa",
}

VERIFICATIONS: dict[str, Any] = {
    "items": [
        {
            "number": 17,
            "sha256": KEPT_FILE["sha256"],
            "signature": None,
            "signature_file": None,
            "verified_at": "2024-03-20T12:00:05Z",
            "verified_by": "Officer",
            "signatures": [
                {
                    "form": "pdf",
                    "outcome": "not_verified",
                    "problems": ["no_revocation_evidence"],
                    "said": [
                        "Nothing shows whether the certificate was revoked: neither a current list nor an answer of OCSP"
                    ],
                    "signer": _SIGNER,
                    "algorithm": "sha256_rsa",
                    "claimed_at": "2024-03-20T11:58:00Z",
                    "signed_at": "2024-03-20T11:58:00Z",
                    "stamp": None,
                    "revoked_at": None,
                    "revision": 2,
                    "revisions": 2,
                    "after": "nothing",
                    "evidence": [],
                    "checked_by": "pyhanko",
                }
            ],
        }
    ]
}
