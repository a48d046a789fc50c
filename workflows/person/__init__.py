"""The records of people, and of the numbers that are theirs."""

from workflows.person.case import Person
from workflows.person.machine import PersonWorkflow
from workflows.person.number import Number, NumberWorkflow

__all__ = ["Number", "NumberWorkflow", "Person", "PersonWorkflow"]
