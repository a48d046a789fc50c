"""Importing tables into the register: organisations, people, posts, appointments."""

from service.imports.imports import Imports
from service.imports.kinds import KINDS, kind_of
from service.imports.report import Outcome, Report, RowError, RowOutcome, RowsInvalid

__all__ = ["KINDS", "Imports", "Outcome", "Report", "RowError", "RowOutcome", "RowsInvalid", "kind_of"]
