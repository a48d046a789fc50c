"""Addresses of signatures over files."""

from typing import Any

from service.api import answers_shown, signatures
from service.api.describing import Doc, in_path
from service.api.routes.files import COMMON
from service.api.routes.table import FILES, route
from service.api.shapes.signatures import Verifications
from service.api.signature_example import VERIFICATIONS

AT = FILES + "/{sha256}/signatures"

_FILE = in_path("sha256", "SHA-256 of the signed file", answers_shown.KEPT_FILE["sha256"])
_BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_CLAIM = (
    "With `post` and `person` each is held to what an entry says of the signer: another person (IIN) or another body (BIN) is a fault, a "
    "role in the certificate that does not fit the post a remark."
)

route(
    "POST",
    AT,
    signatures.post_signature,
    Doc(
        "Files",
        "Add a signature to a file",
        "The body is a detached signature (CMS as DER, PEM or base64; `name` ends in .p7s or .cms). It is kept, verified over the file, and "
        "the verdict kept for ever. Nothing is refused because a signature is not valid: that is what is recorded. One that an entry names "
        "(`detached`) is verified so over the file of that entry, too.",
        Verifications,
        201,
        (*COMMON, "bad-request", "too-large", "file-not-accepted", "not-permitted"),
        example=VERIFICATIONS,
    ),
    parameters=[_FILE],
    requestBody=_BODY,
)
route(
    "POST",
    AT + "/verify",
    signatures.verify_signatures,
    Doc(
        "Files",
        "Verify the signatures of a file anew",
        "Those inside it (PDF, CMS with content) and those added to it, with the trust lists of now. Each becomes a verification of its own; "
        f"earlier ones stay. {_CLAIM}",
        Verifications,
        200,
        COMMON,
        example=VERIFICATIONS,
    ),
    parameters=[_FILE],
)
route(
    "GET",
    AT,
    signatures.get_signatures,
    Doc(
        "Files",
        "What was found of the signatures of a file",
        f"The last hundred verifications, the newest first; a signed PDF is verified when it comes. {_CLAIM}",
        Verifications,
        200,
        COMMON,
        example=VERIFICATIONS,
    ),
    parameters=[_FILE],
)
route(
    "GET",
    AT + "/{signature}",
    signatures.get_signature_file,
    Doc(
        "Files",
        "Get a signature",
        "The file that was added as a signature.",
        "application/octet-stream",
        problems=COMMON,
    ),
    parameters=[_FILE, in_path("signature", "SHA-256 of the signature", "a" * 64)],
)
