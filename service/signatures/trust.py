"""Whom the operator trusts: a folder with certificates of authorities and lists of revoked certificates.

`roots` holds what is trusted as such (the roots of НУЦ and УЦГО, or their issuing authorities), `intermediates` what leads there,
`crls` the lists. Files are DER or PEM. Nothing is trusted that does not lie there, and nothing is fetched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from asn1crypto import crl, pem, x509

from service.signatures.certificates import title
from service.signatures.reading import UNREADABLE

T = TypeVar("T")


class TrustError(Exception):
    """A file of the folder cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Authorities and lists that verdicts may rest on."""

    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A certificate or list of the folder, for people: what it is, whose, and until when it serves."""

    file: str
    kind: str
    title: str
    since: datetime
    until: datetime | None
    serves: bool


def load(folder: Path | None) -> Trust:
    """Read the folder; without one nobody is trusted. Raises `TrustError`."""
    if folder is None:
        return Trust()
    if not folder.is_dir():
        raise TrustError(f"{folder} is no folder")
    return Trust(
        tuple(one for _, one in _read(folder / "roots", x509.Certificate.load)),
        tuple(one for _, one in _read(folder / "intermediates", x509.Certificate.load)),
        tuple(one for _, one in _read(folder / "crls", crl.CertificateList.load)),
    )


def listed(folder: Path, now: datetime) -> Iterator[Listed]:
    """Give what lies in the folder, for people; raises `TrustError`."""
    for kind in ("roots", "intermediates"):
        for file, certificate in _read(folder / kind, x509.Certificate.load):
            since, until = certificate.not_valid_before, certificate.not_valid_after
            yield Listed(f"{kind}/{file}", kind, title(certificate.subject), since, until, since <= now <= until)
    for file, revoked in _read(folder / "crls", crl.CertificateList.load):
        since, next_one = revoked["tbs_cert_list"]["this_update"].native, revoked["tbs_cert_list"]["next_update"].native
        is_fresh = since <= now and (next_one is None or now <= next_one)
        yield Listed(f"crls/{file}", "crls", title(revoked.issuer), since, next_one, is_fresh)


def _read(folder: Path, load_one: Callable[..., T]) -> Iterator[tuple[str, T]]:
    if not folder.is_dir():
        return
    for path in sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")):
        try:
            for content in _contents(path.read_bytes()):
                yield path.name, _whole(load_one(content, strict=True))
        except UNREADABLE as error:
            raise TrustError(f"{path} is not a certificate or a list of revoked ones, in DER or PEM") from error


def _contents(content: bytes) -> list[bytes]:
    return [body for _, _, body in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]


def _whole(one: Any) -> Any:
    """Parse all of it, so that what is damaged is found when it is loaded and not when it is needed."""
    one.issuer.native  # noqa: B018 - parsed when asked
    tbs = one["tbs_certificate"] if isinstance(one, x509.Certificate) else one["tbs_cert_list"]
    tbs["signature"].native  # noqa: B018 - the same
    return one
