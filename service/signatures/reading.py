"""Reading a CMS signature: DER, PEM, or base64 without a frame, as signing programs write it."""

import base64
import binascii
import re

from asn1crypto import cms

_FRAME = re.compile(rb"-----(?:BEGIN|END) (?:CMS|PKCS7)-----")

MOST_SIGNERS = 20
"""Signatures in one file that are looked at; no document of ours has more."""

UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What parsers raise for bytes that are not what they should be; asn1crypto parses when asked, so any reading may."""


class NotASignature(Exception):  # noqa: N818 - named as what is the case
    """The bytes hold no signature."""


def signed_data(content: bytes) -> cms.SignedData:
    """Give the signed data in some bytes; raises `NotASignature`."""
    try:
        found = cms.ContentInfo.load(der(content), strict=True)
        if found["content_type"].native != "signed_data":
            raise NotASignature
        data = found["content"]
        if not 0 < len(data["signer_infos"]) <= MOST_SIGNERS:
            raise NotASignature
    except UNREADABLE as error:
        raise NotASignature from error
    else:
        return data


def der(content: bytes) -> bytes:
    """Give a signature in DER; raises ValueError for what is none of the ways to write it."""
    if content.startswith(b"\x30"):
        return content
    text = b"".join(_FRAME.sub(b"", content).split())
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise NotASignature from None


def attached(data: cms.SignedData) -> bytes | None:
    """Give the content that a signature carries with it, None of a detached one."""
    content = data["encap_content_info"]["content"]
    native = content.native
    return native if isinstance(native, bytes) else None
