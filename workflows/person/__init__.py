"""The records of people."""

from workflows.person.case import Person
from workflows.person.machine import PersonWorkflow

__all__ = ["Person", "PersonWorkflow"]
