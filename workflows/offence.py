"""What facts that describe an offence must not contradict, whatever their kind (l.362, l.380, l.392–394)."""

import re
from collections.abc import Iterator
from datetime import date

from events.conviction import FinalKind, FinalOutcome
from events.offence import JudicialAct, Offence, OffenceCategory
from events.text import Body, msg
from workflows.catalogue import definition
from workflows.refusals import Violation
from workflows.register import Register

_LONGEST = 30
"""Years: an offence that lasted longer is a slip of the pen."""

_USUAL_NUMBER = re.compile(r"\d{15}")
UNUSUAL_NUMBER = "crime_number_unusual"
"""Remark: the number of the crime does not have 15 digits (A-30)."""


def owes(organization: str, row: str, on: date, register: Register) -> bool:
    """Whether a body has the subtask of a row; one that the register does not know may have it."""
    kind = register.type_of(organization, on)
    return kind is None or definition(on.year, row).applies(kind)


def performer(organization: str, row: str, on: date, path: str, register: Register) -> Iterator[Violation]:
    """Say that a body has no such subtask: these are of state bodies and organisations, not of the quasi-state sector (l.388)."""
    if not owes(organization, row, on, register):
        text = msg("{organization} does not carry out {subtask}.", organization=Body(organization), subtask=row)
        yield Violation((path,), text)


def dates(offence: Offence, found_on: date) -> Iterator[Violation]:
    """Say what is wrong with the days of an offence."""
    if offence.last_day < offence.happened_on:
        yield _before("offence", "happened_until", offence.happened_on)
    elif offence.last_day.year - offence.happened_on.year > _LONGEST:
        text = msg("An offence does not last more than {years} years.", years=_LONGEST)
        yield Violation(("offence", "happened_until"), text)
    if found_on < offence.last_day:
        yield Violation(("found_on",), msg("This cannot be before {first}.", first=offence.last_day))


def crime(offence: Offence) -> Iterator[Violation]:
    """Say that an offence is no crime: superiors answer for crimes only (l.386)."""
    if offence.category is not OffenceCategory.CRIMINAL:
        yield Violation(("offence", "category"), msg("A superior answers for corruption crimes only (l.386)."))


def final(outcome: FinalOutcome, offence: Offence, found_on: date) -> Iterator[Violation]:
    """Say what an outcome lacks or has too much of: a termination before trial has its day, all else its act."""
    before_trial = outcome.kind is FinalKind.TERMINATED_PRETRIAL
    if before_trial is (outcome.terminated_on is None):
        text = (
            msg("Name the day on which the case was terminated.")
            if before_trial
            else msg("Only a termination before trial has a day of its own: give the judicial act.")
        )
        yield Violation(("outcome", "terminated_on"), text)
    if before_trial is (outcome.judicial_act is not None):
        text = (
            msg("A case terminated before trial has no judicial act.")
            if before_trial
            else msg("Name the judicial act.")
        )
        yield Violation(("outcome", "judicial_act"), text)
    if outcome.judicial_act:
        yield from act(outcome.judicial_act, offence, ("outcome", "judicial_act"))
    elif outcome.terminated_on and outcome.terminated_on < offence.last_day:
        yield _before("outcome", "terminated_on", offence.last_day)
    if outcome.final_on and found_on < outcome.final_on:
        text = msg("The act is not final before {day}: until then there is nothing to consider.", day=outcome.final_on)
        yield Violation(("found_on",), text)


def act(act: JudicialAct, offence: Offence, path: tuple[str, ...]) -> Iterator[Violation]:
    """Say what is wrong with the days of a judicial act."""
    if act.dated_on < offence.last_day:
        yield _before(*path, "dated_on", offence.last_day)
    if act.in_force_on < act.dated_on:
        yield _before(*path, "in_force_on", act.dated_on)


def number_remarks(number: str | None) -> Iterator[str]:
    """Remark on a number of a crime that does not look like one; it is recorded all the same (A-30)."""
    if number is not None and not _USUAL_NUMBER.fullmatch(number):
        yield UNUSUAL_NUMBER


def _before(*where: str | date) -> Violation:
    *path, first = where
    return Violation(tuple(str(name) for name in path), msg("This cannot be before {first}.", first=first))
