"""One finding with all that is shown of it: what was said of it, the two reports, the last check of a link."""

from dataclasses import dataclass

from events.event import CaseEvent
from events.finding import FindingDismissed, FindingEvent, FindingReopened, FindingRule
from projections.findings.entry import report_text
from projections.findings.links import key_of
from projections.findings.row import FindingRow
from service.access import Account
from service.consistency.dismissing import said_of
from service.consistency.links import KnownLink, known_links
from service.consistency.passages import Compared, compared
from service.wiring import Service


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding; `said` are dismissals and their ends, the last first; `sees_other` says whether the other body may be named."""

    row: FindingRow
    said: tuple[FindingDismissed | FindingReopened, ...]
    sees_other: bool
    compared: Compared | None
    asked: KnownLink | None


async def sees_other(service: Service, account: Account, row: FindingRow) -> bool:
    """Whether an account may see the body of the entry that a finding is compared with."""
    return bool(row.other_organization) and await service.access.sees(account, row.other_organization)


async def shown(service: Service, account: Account, row: FindingRow) -> Shown:
    """Give all that an account may see of a finding."""
    case = await said_of(service, row)
    events = (event for event in reversed(case.history) if isinstance(event, FindingEvent))
    said = tuple(event for event in events if isinstance(event, FindingDismissed | FindingReopened))
    sees = await sees_other(service, account, row)
    asked = None
    if row.rule == FindingRule.LINK_SILENT:
        key = key_of(row.evidence["address"])
        asked = (await known_links(service.pool, [key])).get(key)
    side = await _side_by_side(service, row) if sees and row.rule == FindingRule.NEAR_IDENTICAL else None
    return Shown(row, said, sees, side, asked)


async def _side_by_side(service: Service, row: FindingRow) -> Compared | None:
    """Compare two reports as they are known now, None if one of them is none any more, or was sealed since."""
    if row.other_case is None:
        return None
    known = await service.cases.several([row.case_id, row.other_case])
    events: list[CaseEvent] = []
    for case_id, version in ((row.case_id, row.version), (row.other_case, row.other_version)):
        case = known.get(case_id)
        event = case.event(version) if case and not case.facts.clearance else None
        if event is None:
            return None
        events.append(event)
    return compared(*map(report_text, events))
