"""Types of problems, and those that are nobody's mistake who asks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem: HTTP status, slug (its address is `problems.ADDRESS` + slug), title and advice as message ids."""

    status: int
    slug: str
    title: str
    advice: str


INTERNAL = Kind(500, "internal", "The service failed", "It is logged. Tell the operator the request id.")
UNAVAILABLE = Kind(
    503, "unavailable", "The database cannot be reached",
    "After the seconds in Retry-After repeat the request with the same Idempotency-Key: it is carried out at most once, and the "
    "answer tells whether it had been recorded.",
)  # fmt: skip
RENEWED = Kind(
    503,
    "read-models-renewed",
    "Lists are being prepared for the new version of the service",
    "Try again in some minutes. Nothing is lost, and what is recorded meanwhile will be in the lists.",
)
"""A new version of the service began to serve, and the tables that it reads are being built from the log (decision 4)."""
