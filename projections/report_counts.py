"""Reports of corruption offences (2.1.1), for figures alone: whose, of which category, which of them are one and the same.

Nothing here names anybody: the same offence reported twice is known by a digest, with a key, so that nobody finds it by
trying names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.case import as_known
from events.event import CaseEvent, Recorded
from events.fact import FactLinked, FactRegistered, FactWithdrawn, is_said_to_be_another
from events.sealing import seal_in_use
from events.store.statements import load
from projections.first_events import first_events, histories
from projections.page import rows
from projections.projection import Projection, write

ROW = "2.1.1"
_SQL = load(__package__, "report_counts.sql")


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was not withdrawn; `region` is that of the body, `same_as` the case of the same fact, if one was found.

    `own` says that somebody found it to be a fact of its own, whatever else looks like it.
    """

    case_id: UUID
    identity: str
    region: str
    category: str
    same_as: UUID | None
    organization: str
    own: bool


class ReportCountsProjection(Projection):
    """Table `corruption_reports`: one row a report, made anew from its case whenever that changes, since anything may be corrected."""

    name = "report_counts"
    version = 2
    tables = _SQL["tables"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Fold the reports that changed."""
        secret = {
            r.event.originator_id for r in events if isinstance(r.event, CaseEvent) and r.event.envelope.clearance
        }
        firsts = await first_events(conn, events, secret) if secret else {}
        ours = {case_id for case_id, first in firsts.items() if getattr(first, "ROW", "") == ROW}
        told = await histories(conn, events[0].log, ours, events[-1].position)
        folded = [_row(list(history)) for _, history in groupby(told, key=lambda r: r.event.originator_id)]
        await write(conn, _SQL["store"], folded)


def _row(history: list[Recorded]) -> dict[str, Any]:
    row: dict[str, Any] = {"log": history[0].log, "position": history[0].position}
    row |= {"same_as": None, "own": False, "withdrawn": False}
    for event in as_known([r.event for r in history if isinstance(r.event, CaseEvent)]):
        match event:
            case FactRegistered():
                offence: Any = getattr(event, "offence")  # noqa: B009 - what the kinds of this row have in common
                row |= {
                    "case_id": event.originator_id,
                    "identity": seal_in_use().blinded(event.identity),
                    "organization": event.organization,
                    "own": is_said_to_be_another(event),
                }
                row |= {"year": event.occurred_on.year, "category": offence.category}
            case FactWithdrawn():
                row["withdrawn"] = True
            case FactLinked():
                row |= {"same_as": event.same_as, "own": event.same_as is None}
            case _:
                pass
    return row


async def reports(conn: AsyncConnection[Any], year: int) -> list[Report]:
    """Give the reports of a year that were not withdrawn, the first registered first."""
    return await rows(conn, Report, _SQL["reports"], {"year": year})
