"""The trail of everything, for those who oversee. Nothing of sealed cases is in it."""

from datetime import UTC, date, datetime, time, timedelta

from events.almaty import ALMATY
from events.text import msg
from projections import audit as read
from projections.audit import AuditEntry
from projections.page import LARGEST, Page
from service.api.queries import AuditQuery
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, body_of
from service.exports.reader import Reader
from service.problems import OutOfScope
from workflows.actor import Role


async def _check(reader: Reader, _query: AuditQuery) -> None:
    if reader.account.role is not Role.SUPERVISOR:
        raise OutOfScope(msg("The audit trail of all organisations is for supervisors."))


async def _page(reader: Reader, query: AuditQuery, cursor: str) -> Page[AuditEntry]:
    return await read.audit(
        reader.conn,
        actor=query.actor, on_behalf_of=query.on_behalf_of, topic=query.type, workflow=query.workflow, case_id=query.case,
        organization=query.organization, region=query.region, occurred_from=query.occurred_from, occurred_to=query.occurred_to,
        recorded_from=_aware(query.recorded_from), recorded_before=_aware(query.recorded_before), cursor=cursor,
        limit=LARGEST,
    )  # fmt: skip


def _aware(instant: datetime | None) -> datetime | None:
    """Take an instant without an offset for UTC."""
    return instant.replace(tzinfo=UTC) if instant and instant.tzinfo is None else instant


def _of_page(asked: Filters) -> dict[str, str]:
    """Take the page's days of recording as the instants at which they begin and end."""
    found = {"type" if name == "topic" else name: value for name, value in asked.items()}
    for name, name_of_instant, days in (("recorded_from", "recorded_from", 0), ("recorded_to", "recorded_before", 1)):
        if day := _day(found.pop(name, "")):
            found[name_of_instant] = datetime.combine(day + timedelta(days=days), time(), ALMATY).isoformat()
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


enter(
    Exported(
        name="audit",
        title=msg("Audit"),
        query=AuditQuery,
        path="/audit",
        page=_page,
        check=_check,
        of_page=_of_page,
        bodies=body_of,
        people=lambda row: (row.actor, row.on_behalf_of),
        columns=(
            Column("log", msg("Log"), lambda row, _: row.log, 10),
            Column("position", msg("Place in the log"), lambda row, _: row.position, 12),
            Column("recorded_at", msg("Recorded"), lambda row, _: row.recorded_at, 20),
            Column("occurred_on", msg("Happened"), lambda row, _: row.occurred_on, 12),
            Column("type", msg("What"), lambda row, _: row.topic, 40, coded="event"),
            Column("case_id", msg("Id of the case"), lambda row, _: row.case_id, 38),
            Column("version", msg("Version"), lambda row, _: row.version, 10),
            Column("workflow", msg("Kind of work"), lambda row, _: row.workflow, 26, coded="workflow"),
            *BODY,
            Column("actor", msg("Id of who did it"), lambda row, _: row.actor, 38),
            Column("actor_name", msg("Who"), lambda row, on: on.person(row.actor), 26),
            Column("role", msg("Role"), lambda row, _: row.role, 20, coded="role"),
            Column("on_behalf_of", msg("On whose behalf"), lambda row, on: on.person(row.on_behalf_of), 26),
            Column("source", msg("State before"), lambda row, _: row.source, 22, coded="state"),
            Column("state", msg("State"), lambda row, _: row.state, 22, coded="state"),
            Column("remarks", msg("Remarks"), lambda row, on: [on.t.code("remark", one) for one in row.remarks], 40),
            Column("data", msg("Data"), lambda row, _: row.data, 60),
        ),
    )
)
