"""A certificate authority for tests, laid out as the NUC: a root, an issuing authority, people with IIN, BIN and roles, a time-stamp authority."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner, pdf_signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfWriter

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)
"""When signatures of the tests are made, and looked at."""

SIGNING, AUTHENTICATION = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"
HEAD, RIGHT, EMPLOYEE = "1.2.398.3.3.4.1.2.1", "1.2.398.3.3.4.1.2.2", "1.2.398.3.3.4.1.2.5"
ORGANISATION, PERSON = "1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.1"
IIN, BIN = "850101300015", "240340000019"
_CRL = "http://crl.example.kz/nca_rsa.crl"
_OCSP = x509.AccessDescription(
    AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.example.kz/")
)


def new_key(kind: str = "ec") -> Key:
    """Make a key: of an elliptic curve, which costs little, or the one RSA key for that purpose in all tests."""
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else _rsa(kind)


@cache
def _rsa(_purpose: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class Owner:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def der(self) -> bytes:
        """The certificate as bytes."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def parsed(self) -> asn1.Certificate:
        """The certificate as pyHanko takes it."""
        return asn1.Certificate.load(self.der)

    def signer(self, *others: "Owner") -> SimpleSigner:
        """Give what signs with it; `others` are certificates that go with the signature."""
        private = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = SimpleCertificateStore()
        store.register_multiple([self.parsed, *(other.parsed for other in others)])
        return SimpleSigner(self.parsed, keys.PrivateKeyInfo.load(private), store)


@dataclass
class Authority:
    """Issues certificates and lists of revoked ones."""

    owner: Owner
    revoked: list[x509.RevokedCertificate] = field(default_factory=list)

    @staticmethod
    def root(name: str = "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (TEST)", key: Key | None = None) -> "Authority":
        """Make a root."""
        key = key or new_key()
        own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ")])
        made = _builder(own, own, key, NOW - timedelta(days=3_000), NOW + timedelta(days=3_000))
        return Authority(Owner(_authority(made).sign(key, hashes.SHA256()), key))

    def issuing(self, name: str = "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA TEST)", key: Key | None = None) -> "Authority":
        """Make an authority below, by the RSA key of that name."""
        key = key or new_key(name)
        own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ")])
        made = _builder(
            own, self.owner.certificate.subject, key, NOW - timedelta(days=2_000), NOW + timedelta(days=2_000)
        )
        return Authority(Owner(_authority(made).sign(self.owner.key, hashes.SHA256()), key))

    def issue(
        self,
        *usages: str,
        iin: str = IIN,
        organisation: str = BIN,
        name: str = "АХМЕТОВА АЙГҮЛ",
        since: datetime = NOW - timedelta(days=100),
        until: datetime = NOW + timedelta(days=265),
        bits: Sequence[int] = (0, 1),
        key: Key | None = None,
    ) -> Owner:
        """Issue a certificate to a person of a body; `bits` are those of the key usage, none for a certificate without it."""
        key = key or new_key()
        names = [
            (NameOID.COMMON_NAME, name),
            (NameOID.SURNAME, name.split(maxsplit=1)[0]),
            (NameOID.SERIAL_NUMBER, f"IIN{iin}"),
        ]
        names += [(NameOID.COUNTRY_NAME, "KZ"), (NameOID.GIVEN_NAME, "ҚАЙРАТҚЫЗЫ")]
        if organisation:
            names += [
                (NameOID.ORGANIZATION_NAME, "Управление закупок"),
                (NameOID.ORGANIZATIONAL_UNIT_NAME, f"BIN{organisation}"),
            ]
        subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in names])
        made = _builder(subject, self.owner.certificate.subject, key, since, until)
        if bits:
            made = made.add_extension(_usage(bits), critical=True)
        if usages:
            made = made.add_extension(
                x509.ExtendedKeyUsage([x509.ObjectIdentifier(one) for one in usages]), critical=False
            )
        points = x509.CRLDistributionPoints(
            [x509.DistributionPoint([x509.UniformResourceIdentifier(_CRL)], None, None, None)]
        )
        made = made.add_extension(x509.AuthorityInformationAccess([_OCSP]), critical=False)
        return Owner(made.add_extension(points, critical=False).sign(self.owner.key, hashes.SHA256()), key)

    def revoke(self, owner: Owner, at: datetime) -> None:
        """Revoke a certificate from a moment on: the next list says so."""
        made = x509.RevokedCertificateBuilder().serial_number(owner.certificate.serial_number).revocation_date(at)
        self.revoked.append(made.build())

    def crl(self, made_at: datetime = NOW, until: datetime | None = None) -> bytes:
        """Make a list of what is revoked."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.owner.certificate.subject)
        builder = builder.last_update(made_at).next_update(until or made_at + timedelta(days=1))
        builder = builder.add_extension(x509.CRLNumber(int(made_at.timestamp())), critical=False)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.owner.key.public_key()), critical=False
        )
        for one in self.revoked:
            builder = builder.add_revoked_certificate(one)
        return builder.sign(self.owner.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def answer(self, owner: Owner, made_at: datetime = NOW, *, revoked_at: datetime | None = None) -> bytes:
        """Answer as OCSP whether a certificate is revoked."""
        status = ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD
        made = ocsp.OCSPResponseBuilder().add_response(
            owner.certificate, self.owner.certificate, hashes.SHA1(), status, made_at,  # noqa: S303 - as OCSP names certificates
            made_at + timedelta(days=1), revoked_at, None,
        )  # fmt: skip
        made = made.responder_id(ocsp.OCSPResponderEncoding.NAME, self.owner.certificate)
        return made.sign(self.owner.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@dataclass
class Centre:
    """A root, an issuing authority, an authority for time stamps, and a folder of trust."""

    folder: Path
    root: Authority = field(default_factory=Authority.root)

    def __post_init__(self) -> None:
        """Make the folder with the certificates of the authorities."""
        for kind, name, content in (
            ("roots", "root", self.root.owner.der), ("intermediates", "nca", self.nca.owner.der), ("crls", "nca", self.nca.crl())
        ):  # fmt: skip
            (self.folder / kind).mkdir(parents=True, exist_ok=True)
            (self.folder / kind / f"{name}.cer").write_bytes(content)

    @cached_property
    def nca(self) -> Authority:
        """The issuing authority."""
        return self.root.issuing()

    @cached_property
    def tsa(self) -> Owner:
        """The authority for time stamps."""
        return self.nca.issue("1.3.6.1.5.5.7.3.8", name="TSA", organisation="", bits=(0,), key=new_key("rsa of stamps"))

    def head(self, **given: Any) -> Owner:
        """Issue a certificate for signing to the first head of a body."""
        return self.nca.issue(SIGNING, ORGANISATION, HEAD, **given)

    def publish(self, made_at: datetime = NOW, until: datetime | None = None) -> None:
        """Put a new list of revoked certificates into the folder, in place of the old one."""
        (self.folder / "crls" / "nca.cer").write_bytes(self.nca.crl(made_at, until))

    def stamper(self, at: datetime = NOW, tsa: Owner | None = None) -> DummyTimeStamper:
        """Give what stamps signatures at a moment."""
        signer = (tsa or self.tsa).signer(self.nca.owner)
        return DummyTimeStamper(signer.signing_cert, signer.signing_key, signer.cert_registry, fixed_dt=at)


async def sign(
    content: bytes,
    owner: Owner,
    *others: Owner,
    at: datetime | None = NOW,
    stamper: DummyTimeStamper | None = None,
    detached: bool = True,
    digest: str = "sha256",
) -> bytes:
    """Sign a content as NCALayer does: CMS in DER, with the signing time that the signer says."""
    said = PdfCMSSignedAttributes(signing_time=at)
    signed = await owner.signer(*others).async_sign_general_data(
        content, digest, detached=detached, timestamper=stamper, signed_attr_settings=said
    )
    return bytes(signed.dump())


async def sign_pdf(
    content: bytes,
    owner: Owner,
    *others: Owner,
    field_name: str = "Signature1",
    at: datetime = NOW,
    stamper: DummyTimeStamper | None = None,
) -> bytes:
    """Sign a PDF as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    about = PdfSignatureMetadata(field_name=field_name, md_algorithm="sha256")
    signer = PdfSigner(about, owner.signer(*others), timestamper=stamper)
    with patch.object(pdf_signer, "datetime", Mock(now=lambda **_: at)):
        made = await signer.async_sign_pdf(writer)
    return bytes(made.getvalue())


def pdf(pages: int = 1) -> bytes:
    """Make a PDF with empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)
    return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _authority(made: x509.CertificateBuilder) -> x509.CertificateBuilder:
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return made.add_extension(_usage((5, 6)), critical=True)


def _usage(bits: Sequence[int]) -> x509.KeyUsage:
    said = [number in bits for number in range(9)]
    return x509.KeyUsage(*said)
