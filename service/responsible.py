"""Holding whoever is named responsible for a case to be an account of its body (or of the one that does its work)."""

from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.case import FactCorrected, ResponsibleNamed
from events.clearance import Clearance
from events.store.statements import load
from events.text import Body, msg
from service.recall import Recall
from workflows.case import Case
from workflows.refusals import Invalid, Violation
from workflows.register import Register
from workflows.seat import Command, below_data

_SQL = load(__package__, "responsible.sql")


async def check_responsible(recall: Recall, case: Case, command: Command) -> None:
    """Refuse to make anybody responsible who is no official of the body, or may not see the case; raises `Invalid`."""
    for event in case.pending_events:
        subject = case.event(event.corrects) if isinstance(event, FactCorrected) else event
        if not isinstance(subject, ResponsibleNamed):
            continue
        async with recall.pool.connection() as conn:
            wrong = tuple(await _wrong(conn, subject.account, case, command))
        if wrong:
            raise Invalid(below_data(wrong) if subject is not event else wrong)


async def _wrong(conn: AsyncConnection[Any], account: UUID, case: Case, command: Command) -> list[Violation]:
    row = await (await conn.execute(_SQL["account"], {"id": account})).fetchone()
    body, person = row if row else ("", "")
    if not body or body not in bodies(case.organization, command.register, command.today):
        text = msg("{organization} has no account {id} in use.", organization=Body(case.organization), id=account)
        return [Violation(("account",), text)]
    clearance, register = case.facts.clearance, command.register
    if clearance and not register.is_cleared(person, Clearance(clearance), case.organization, command.today):
        text = msg("Only people on the approved list of {organization} work with this.", organization=Body(body))
        return [Violation(("account",), text)]
    return []


def bodies(organization: str, register: Register, on: date) -> frozenset[str]:
    """Give the bodies whose people may be responsible for an organisation's cases: itself, and whoever uploads for it."""
    return frozenset({organization, register.uploader(organization, on) or organization})
