"""What stands in a certificate, by the layout of the NUC: `SERIALNUMBER=IIN…`, `OU=BIN…`, roles among the key usages (§4.2).

Anything that asn1crypto can parse is read, certificates with GOST keys too: reading is not verifying.
"""

import re
from collections.abc import Iterator

from asn1crypto import x509

from service.signatures.codes import ROLE_OIDS, CertificateRole
from service.signatures.result import Certificate

LONGEST = 300
"""Characters of a name that are kept: what certificates hold is up to whoever makes them."""

_IIN, _BIN = re.compile(r"IIN(\d{12})"), re.compile(r"BIN(\d{12})")
_SIGNING = "email_protection"  # 1.3.6.1.5.5.7.3.4, by which the NUC marks certificates for signing
_ANY = "any_extended_key_usage"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def read(certificate: x509.Certificate) -> Certificate:
    """Read a certificate; raises what asn1crypto raises for one that is damaged."""
    subject = _names(certificate.subject)
    return Certificate(
        name=_first(subject, "common_name"),
        iin=_number(_IIN, subject, "serial_number"),
        bin=_number(_BIN, subject, "organizational_unit_name"),
        organization=_first(subject, "organization_name"),
        roles=tuple(roles(certificate)),
        may_sign=may_sign(certificate),
        serial=f"{certificate.serial_number:x}",
        issuer=title(certificate.issuer),
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
        algorithm=plain(
            str(certificate["tbs_certificate"]["subject_public_key_info"]["algorithm"]["algorithm"].native)
        ),
    )


def roles(certificate: x509.Certificate) -> Iterator[CertificateRole]:
    """Give the roles in which its owner may sign."""
    usages = {usage.dotted for usage in certificate.extended_key_usage_value or ()}
    return (role for oid, role in ROLE_OIDS.items() if oid in usages)


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether a certificate is for signing documents: bits 0 and 1 of the key usage, and the extended usage for signing.

    One without extended usages, as the CA of officials (УЦГО) issues them, is judged by its key usage alone; one that names no
    usage at all is for nothing that we could tell.
    """
    usage, extended = certificate.key_usage_value, certificate.extended_key_usage_value
    if usage is None or not {"digital_signature", "non_repudiation"} <= usage.native:
        return False
    return extended is None or bool({_SIGNING, _ANY} & set(extended.native))


def title(name: x509.Name) -> str:
    """Name an authority: its common name, else all there is."""
    return _first(_names(name), "common_name") or plain(name.human_friendly)


def plain(text: str) -> str:
    """Give a text of a certificate without what cannot be seen, and no longer than people read."""
    return _UNSEEN.sub("", text)[:LONGEST]


def _names(name: x509.Name) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in name.chosen:
        for pair in part:
            found.setdefault(pair["type"].native, []).append(plain(str(pair["value"].native)))
    return found


def _first(names: dict[str, list[str]], kind: str) -> str:
    return next(iter(names.get(kind, ())), "")


def _number(pattern: re.Pattern[str], names: dict[str, list[str]], kind: str) -> str:
    return next((found[1] for value in names.get(kind, ()) if (found := pattern.fullmatch(value))), "")
