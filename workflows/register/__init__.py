"""The register: who exists, who stands above whom, who holds which post, on any date."""

from events.person_record import PersonRecord
from workflows.register.answers import Found, Holder, Superior
from workflows.register.register import EMPTY, Register
from workflows.register.superiors import of_person as superior_of_person

__all__ = ["EMPTY", "Found", "Holder", "PersonRecord", "Register", "Superior", "superior_of_person"]
