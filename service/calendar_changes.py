"""Changes of the calendar as records: all that were ever proposed, and what one of them would do."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from events.store.statements import load
from events.text import Text, msg
from projections.cleared import Cleared
from service.cases import Cases
from service.recalculation import Effect, effects
from workflows.calendar_change import CalendarChange, CalendarChangeFacts
from workflows.refusals import Unknown
from workflows.register import Register

_SQL = load(__package__, "calendar_changes.sql")


async def calendar_changes(cases: Cases) -> list[CalendarChange]:
    """Give every change, the last proposed first."""
    async with cases.pool.connection() as conn:
        found = await (await conn.execute(_SQL["proposed"], {"log": cases.log})).fetchall()
    several = await cases.several([change_id for (change_id,) in found])
    return [case for (change_id,) in found if isinstance(case := several[change_id], CalendarChange)]


@dataclass
class Effects:
    """What a change does: how many deadlines it puts off, how many keep their date, and the first of them, those put off first."""

    moved: int = 0
    kept: int = 0
    listed: list[Effect] = field(default_factory=list)

    @property
    def further(self) -> int:
        """How many are not listed."""
        return self.moved + self.kept - len(self.listed)


async def effects_of(
    cases: Cases, change_id: UUID, register: Register, today: date, scope: list[str] | None, cleared: Cleared, most: int
) -> Effects:
    """Give what a change that is to be decided does to the awaited deadlines that a caller may see; `most` of them by due date.

    That of one that was proposed, were it approved today; of one whose revocation was proposed, were it revoked today. Those of
    sealed cases that the caller is not cleared for are left out. Raises `Unknown` if there is no such change.
    """
    case = await cases.get(change_id)
    if not isinstance(case, CalendarChange):
        raise Unknown(_no_change(change_id))
    facts: CalendarChangeFacts = case.facts
    change = facts.tried(case.state, today)
    found = Effects()
    if change is None:
        return found
    kept: list[Effect] = []
    async with cases.pool.connection() as conn:
        async for effect in effects(conn, change_id, change, register, today, scope):
            if not _is_cleared(effect, cleared):
                continue
            found.moved, found.kept = found.moved + effect.moves, found.kept + (not effect.moves)
            first = found.listed if effect.moves else kept
            if len(first) < most:
                first.append(effect)
    found.listed += kept[: most - len(found.listed)]
    return found


def _is_cleared(effect: Effect, cleared: Cleared) -> bool:
    row = effect.row
    return not row.clearance or row.organization in cleared.organizations.get(row.clearance, ())


def _no_change(change_id: UUID) -> Text:
    return msg("There is no change of the calendar {id}.", id=change_id)
