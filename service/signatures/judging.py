"""What holds of any signature, whoever verified it: its certificate had to be valid when it was made, and be one for signing."""

from collections.abc import Iterator
from datetime import datetime

from service.signatures.codes import SignatureProblem
from service.signatures.result import Certificate, Stamp


def of_time(
    owner: Certificate, at: datetime, claimed: datetime | None, stamp: Stamp | None
) -> Iterator[SignatureProblem]:
    """Hold the signature to the time of its certificate."""
    is_proved = stamp is not None and stamp.trusted
    said = at if is_proved or claimed is None else claimed
    if at < owner.not_before or said < owner.not_before:
        yield SignatureProblem.NOT_YET_VALID
    if said > owner.not_after:
        yield SignatureProblem.EXPIRED
    elif at > owner.not_after:
        yield SignatureProblem.EXPIRED_SINCE
    if stamp is not None and not stamp.trusted:
        yield SignatureProblem.STAMP_NOT_TRUSTED


def of_purpose(owner: Certificate) -> Iterator[SignatureProblem]:
    """Hold the certificate to be one for signing."""
    if not owner.may_sign:
        yield SignatureProblem.MAY_NOT_SIGN
