"""Whether a signature is that of whom an entry names: the person, the body, and the role that the post needs (§4.2)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from events.organization import Post
from service.signatures.codes import CertificateRole, SignatureProblem, in_order
from service.signatures.result import Certificate, Checked

_HEADS = frozenset({Post.FIRST_HEAD, Post.DISTRICT_AKIM})
_DEPUTIES = frozenset({Post.DEPUTY_HEAD, Post.APPARATUS_HEAD})
_MAY_SIGN = frozenset({CertificateRole.FIRST_HEAD, CertificateRole.RIGHT_TO_SIGN})


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is said to have signed: the IIN and BINs by the register, "" or none where it does not know them, and the post."""

    iin: str = ""
    bins: Collection[str] = ()
    post: Post | None = None


def compared(checked: Checked, claim: Claim) -> Checked:
    """Give a signature with what a claim makes of it: another person or body is a fault, a role that does not fit a remark."""
    if checked.certificate is None:
        return checked
    return replace(checked, problems=in_order({*checked.problems, *_differing(checked.certificate, claim)}))


def _differing(certificate: Certificate, claim: Claim) -> Iterator[SignatureProblem]:
    if claim.iin and certificate.iin != claim.iin:
        yield SignatureProblem.OTHER_PERSON
    if claim.bins and certificate.bin not in claim.bins:
        yield SignatureProblem.OTHER_BODY
    if claim.post in _HEADS and CertificateRole.FIRST_HEAD not in certificate.roles:
        yield SignatureProblem.NOT_FIRST_HEAD
    if claim.post in _DEPUTIES and not _MAY_SIGN & set(certificate.roles):
        yield SignatureProblem.NO_SIGNING_ROLE
