"""Who an entry says has signed, as the register knows them."""

from datetime import date

from events.organization import Post
from service.signatures.claims import Claim
from workflows.register import Register


def claim(register: Register, organization: str, on: date, post: Post | None, person: str = "") -> Claim:
    """Give what a signature of a body's official is held to.

    The certificate may be of the body or of one above it: those of a district's departments sign as its akimat.
    """
    known = register.person(person) if person else None
    bodies = (organization, *register.ancestors(organization, on))
    bins = [number for code in bodies if (number := _bin(register, code, on))]
    # where the body's own number is not known, nothing can be said of another
    return Claim(known.iin if known else "", tuple(bins) if _bin(register, organization, on) else (), post)


def _bin(register: Register, code: str, on: date) -> str:
    record = register.organization(code)
    details = record.details.at(on) if record else None
    return (details.bin or "") if details else ""
