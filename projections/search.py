"""The words by which cases, organisations, people and documents are found."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.case import FactCorrected
from events.event import CaseEvent, Recorded
from events.organization import OrganizationEvent, OrganizationRegistered, OrganizationRenamed
from events.person import PersonEvent
from events.risk_analysis import (
    AnalysisOrderAmended,
    AnalysisOrdered,
    AnalysisScheduled,
    AnalysisUnscheduled,
    StartAnnounced,
)
from events.store.statements import load
from events.subtask import EvidenceWithdrawn
from projections.organizations import folded
from projections.projection import Projection, write
from projections.records import kinds, whole
from projections.search_entry import Found, documents, of_case, of_organization, of_person

_SQL = load(__package__, "search.sql")
_DESCRIBES = (AnalysisOrdered, AnalysisOrderAmended, AnalysisScheduled, AnalysisUnscheduled, StartAnnounced)
_OF_OTHERS = (FactCorrected, EvidenceWithdrawn)
_NAMES = (OrganizationRegistered, OrganizationRenamed, FactCorrected)


class SearchProjection(Projection):
    """Table `search`: one row a case, organisation, person and document.

    A case and its documents are found by the names of their body, too, so these rows change when the body is renamed.
    """

    name = "search"
    version = 2
    tables = _SQL["tables"]
    indexes = _SQL["indexes"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Follow the names first, then what is found by them."""
        known = await kinds(conn, events)
        await _follow_organizations(conn, events, _of(known, OrganizationEvent))
        people = _of(known, PersonEvent)
        log = events[0].log
        histories = await whole(conn, events, people) if people else ()
        await write(conn, _SQL["store"], [of_person(log, history).row for history in histories])
        work = {case_id for case_id, kind in known.items() if kind.WORK}
        await _follow_cases(conn, [r for r in events if r.event.originator_id in work])


def _of(known: Mapping[UUID, type[CaseEvent]], kind: type[CaseEvent]) -> set[UUID]:
    return {case_id for case_id, found in known.items() if issubclass(found, kind)}


async def _follow_organizations(conn: AsyncConnection[Any], events: Sequence[Recorded], ids: set[UUID]) -> None:
    if not ids:
        return
    log = events[0].log
    records = {h[0].event.originator_id: folded(h) for h in await whole(conn, events, ids)}
    await write(conn, _SQL["store"], [of_organization(log, record).row for record in records.values()])
    named = {r.event.originator_id for r in events if isinstance(r.event, _NAMES)} & ids
    if named:
        await conn.execute(_SQL["rename"], {"log": log, "codes": [records[one].code for one in named]})


async def _follow_cases(conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
    """Take cases whole whose words may have changed; of others follow the state, and add their documents."""
    ours = [r.event for r in events if isinstance(r.event, CaseEvent)]
    if not ours:
        return
    log, begun = events[0].log, {event.originator_id for event in ours if event.originator_version == 1}
    bodies = await _bodies(conn, log, {event.originator_id for event in ours} - begun)
    anew = begun | {event.originator_id for event in ours if _may_change_words(event, bodies)}
    entries = [one for h in await whole(conn, events, anew) for one in of_case(log, h)] if anew else []
    cases = [one for one in entries if one.kind is Found.CASE]
    others = [event for event in ours if event.originator_id not in anew]
    if anew - begun:
        gone = [str(case_id) for case_id in anew - begun]
        await conn.execute(_SQL["clear_documents"], {"log": log, "ids": gone})
    await write(conn, _SQL["store"], [one.row for one in cases])
    await write(conn, _SQL["follow"], list(_states(log, others).values()))
    papers = [one for one in entries if one.kind is Found.DOCUMENT]
    await write(conn, _SQL["store"], [one.row for one in (*papers, *documents(log, others))])


def _may_change_words(event: CaseEvent, bodies: Mapping[str, str]) -> bool:
    """Whether the case is sealed, came to another body, or is described by the event or by what it changes."""
    if event.envelope.clearance or isinstance(event, _DESCRIBES + _OF_OTHERS):
        return True
    return bodies.get(str(event.originator_id)) != event.organization


def _states(log: str, events: Sequence[CaseEvent]) -> dict[UUID, dict[str, Any]]:
    """Give the states that events lead to, and whether they close their cases or open them again, None for neither."""
    states: dict[UUID, dict[str, Any]] = {}
    for event in events:
        key = {"log": log, "kind": Found.CASE, "id": str(event.originator_id), "version": 0}
        row = states.setdefault(event.originator_id, {**key, "closed": None})
        row["state"] = event.state
        if event.CLOSES or event.REOPENS:
            row["closed"] = not event.REOPENS
    return states


async def _bodies(conn: AsyncConnection[Any], log: str, ids: set[UUID]) -> dict[str, str]:
    if not ids:
        return {}
    values = {"log": log, "kind": Found.CASE, "ids": [str(case_id) for case_id in ids]}
    return dict(await (await conn.execute(_SQL["bodies"], values)).fetchall())
