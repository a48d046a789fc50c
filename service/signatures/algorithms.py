"""Which algorithms can be verified here. Those of the state standards of Kazakhstan (GOST) cannot: no library of ours knows them."""

import hashlib

from asn1crypto import algos, cms, keys, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko_certvalidator.sig_validate import (
    DEFAULT_VALIDATION_CONTEXT,
    DefaultSignatureValidator,
    SignatureValidationContext,
)

GOST = "1.2.398.3.10."
"""How the numbers of algorithms by the state standards begin."""

_DIGESTS = frozenset({"sha1", "sha224", "sha256", "sha384", "sha512"})
_SCHEMES = {
    "rsassa_pkcs1v15": {"rsa"}, "rsassa_pss": {"rsa", "rsassa_pss"}, "ecdsa": {"ec"}, "ed25519": {"ed25519"}, "ed448": {"ed448"}
}  # fmt: skip
"""The kinds of key that each way to sign is for."""

_WEAK, _SHORTEST_RSA = frozenset({"sha1", "md5", "md2"}), 2048


def named(signer: cms.SignerInfo) -> str:
    """Name the algorithm of a signature."""
    name = str(signer["signature_algorithm"]["algorithm"].native)
    return f"GOST {name}" if name.startswith(GOST) else name


def can_verify(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Whether a signature can be verified here: its hash, its scheme, and the key in the certificate are known."""
    key = certificate["tbs_certificate"]["subject_public_key_info"]
    return digest_of(signer) in _DIGESTS and scheme_of(signer["signature_algorithm"]) in _SCHEMES and _is_known(key)


def is_weak(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Whether an algorithm that can be verified proves nothing any more."""
    key = certificate.public_key
    return digest_of(signer) in _WEAK or (key.algorithm == "rsa" and key.bit_size < _SHORTEST_RSA)


def digest_of(signer: cms.SignerInfo) -> str:
    """Name the algorithm by which the content is hashed."""
    return str(signer["digest_algorithm"]["algorithm"].native).lower()


def digest(content: bytes | memoryview, algorithm: str) -> bytes:
    """Hash a content by an algorithm that can be verified."""
    return hashlib.new(algorithm, content).digest()


def scheme_of(algorithm: algos.SignedDigestAlgorithm) -> str:
    """Name the way to sign, "" for one that nobody here knows."""
    try:
        return str(algorithm.signature_algo)
    except ValueError:  # asn1crypto's way to say so
        return ""


class StrictValidator(DefaultSignatureValidator):
    """Takes a signature whose scheme and key do not belong together for a wrong one, wherever it stands."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: keys.PublicKeyInfo,
        signature_algorithm: algos.SignedDigestAlgorithm,
        context: SignatureValidationContext = DEFAULT_VALIDATION_CONTEXT,
    ) -> None:
        """Verify a signature; raises `InvalidSignature`."""
        kind = public_key_info["algorithm"]["algorithm"].native
        if kind not in _SCHEMES.get(scheme_of(signature_algorithm), ()) or not _is_known(public_key_info):
            raise InvalidSignature
        super().validate_signature(signature, signed_data, public_key_info, signature_algorithm, context)


def _is_known(key: keys.PublicKeyInfo) -> bool:
    if key["algorithm"]["algorithm"].native == "rsassa_pss":
        return True  # pyHanko reads it in a way of its own
    try:
        load_der_public_key(key.dump())
    except (UnsupportedAlgorithm, ValueError):
        return False
    return True
