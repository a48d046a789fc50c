"""What people were told, and the messages that were sent to them or to their systems."""

from dataclasses import replace
from typing import Literal
from uuid import UUID

from events.text import msg
from projections.page import LARGEST, Page
from service.alerts import told
from service.alerts.delivery import DeliveryChannel
from service.alerts.listing import Listed, listed
from service.alerts.told import Told
from service.api.queries import NoQuery
from service.api.reminding_queries import ToldQuery
from service.exports.columns import Column
from service.exports.exported import Exported, enter
from service.exports.lists.shared import BODY, body_of
from service.exports.reader import Reader
from service.i18n import Translator
from service.problems import OutOfScope
from workflows.actor import Role


class DeliveriesQuery(NoQuery):
    """Which messages of the reader's own."""

    channel: Literal["mail", "webhook"] = "mail"
    webhook: UUID | None = None


async def _may(reader: Reader, query: ToldQuery) -> None:
    """Let supervisors alone look at what others were told; raises `OutOfScope`."""
    if not _is_own(reader, query) and reader.account.role is not Role.SUPERVISOR:
        raise OutOfScope(msg("What others were told is shown to supervisors."))


def _is_own(reader: Reader, query: ToldQuery) -> bool:
    return query.organization is None and query.account in {"me", reader.account.id}


async def _told(reader: Reader, query: ToldQuery, cursor: str) -> Page[Told]:
    until = None if reader.moment.is_now else reader.moment.told_until
    if _is_own(reader, query):
        return await told.to_account(
            reader.conn, reader.account.id, cleared=reader.cleared, until=until, cursor=cursor, limit=LARGEST
        )
    account = {"me": reader.account.id, "anybody": None}.get(str(query.account), query.account)
    return await told.overseen(
        reader.conn, account if isinstance(account, UUID) else None, scope=reader.scope, organization=query.organization,
        cleared=reader.cleared, until=until, cursor=cursor, limit=LARGEST,
    )  # fmt: skip


async def _deliveries(reader: Reader, query: DeliveriesQuery, cursor: str) -> Page[Listed]:
    """Read messages to the reader, or to one of their webhooks; raises `Unknown`."""
    if query.webhook is not None:
        await reader.service.webhooks.get(reader.account.id, query.webhook)
    found = await listed(
        reader.conn, DeliveryChannel(query.channel), account=reader.account.id, webhook=query.webhook,
        before=int(cursor) if cursor else None, limit=LARGEST + 1,
    )  # fmt: skip
    return Page(tuple(found[:LARGEST]), str(found[LARGEST - 1].number) if len(found) > LARGEST else "")


def _case(row: Told, _on: Reader) -> UUID | None:
    """Give the case; of a sealed one that the reader is not cleared for any more, nothing but the notice's number is told."""
    return row.case_id if row.rule else None


def _if_told(column: Column) -> Column:
    """Leave a column empty where nothing is told of the case."""
    return replace(column, of=lambda row, on: column.of(row, on) if row.rule else None)


def _message(code: str, t: Translator) -> str:
    """Say by what a message went and what became of it, which stand as codes: "mail: waiting"."""
    channel, _, state = code.partition(": ")
    return f"{t.code('DeliveryChannel', channel)}: {t.code('ToldState', state)}"


enter(
    Exported(
        name="told",
        title=msg("What people were told"),
        query=ToldQuery,
        path="/deadlines/told",
        page=_told,
        check=_may,
        bodies=body_of,
        sealed=lambda row: (row.case_id, row) if row.rule else None,
        columns=(
            Column("id", msg("Id"), lambda row, _: row.id, 38),
            Column("number", msg("Number"), lambda row, _: row.number, 10),
            Column("told_on", msg("Told on"), lambda row, _: row.told_on, 12),
            Column("made_at", msg("Told at"), lambda row, _: row.made_at, 20),
            Column("account", msg("Id of who was told"), lambda row, _: row.account, 38),
            Column("account_name", msg("Who was told"), lambda row, _: row.account_name, 26),
            Column("in_place_of", msg("In place of"), lambda row, _: row.in_place_of_name, 26),
            Column("stands_in_as", msg("In place of, as what"), lambda row, _: row.stands_in_as, 20, coded="Capacity"),
            Column("capacity", msg("As what"), lambda row, _: row.capacity, 20, coded="Capacity"),
            Column("kind", msg("Kind"), lambda row, _: row.kind, 20, coded="Kind"),
            Column("step", msg("Step"), lambda row, _: row.step, 8),
            Column("case_id", msg("Id of the case"), _case, 38),
            Column("key", msg("Key"), lambda row, _: row.key, 12),
            *map(_if_told, BODY),
            Column("rule", msg("Requirement"), lambda row, _: row.rule, 44, coded="rule"),
            Column("subtask", msg("Subtask"), lambda row, _: row.subtask, 10),
            Column("due", msg("Due"), lambda row, _: row.due, 12),
            Column("days", msg("Working days left"), lambda row, _: row.days, 12),
            Column("read_at", msg("Read"), lambda row, _: row.read_at, 20),
            Column("asked_by", msg("Asked for by"), lambda row, _: row.asked_by_name, 26),
            Column("reason", msg("Reason"), lambda row, _: row.reason, 40),
            Column("deliveries", msg("Messages"), lambda row, _: [f"{d['channel']}: {d['state']}" for d in row.deliveries], 32, coded=_message),
        ),
    )
)  # fmt: skip
enter(
    Exported(
        name="deliveries",
        title=msg("Messages"),
        query=DeliveriesQuery,
        path="/webhooks",
        page=_deliveries,
        columns=(
            Column("id", msg("Id"), lambda row, _: row.id, 38),
            Column("number", msg("Number"), lambda row, _: row.number, 10),
            Column("channel", msg("Means of delivery"), lambda row, _: row.channel, 14, coded="DeliveryChannel"),
            Column("about", msg("About"), lambda row, _: row.about, 24, coded="About"),
            Column("state", msg("State"), lambda row, _: row.state, 20, coded="DeliveryState"),
            Column("attempts", msg("Attempts"), lambda row, _: row.attempts, 10),
            Column("made_at", msg("Made at"), lambda row, _: row.made_at, 20),
            Column("ended_at", msg("Ended at"), lambda row, _: row.ended_at, 20),
            Column(
                "result",
                msg("Last result"),
                lambda row, _: row.made[-1].result if row.made else "",
                24,
                coded="AttemptResult",
            ),
            # where the other side gave no reason, it is the result
            Column("reason", msg("Reason"), lambda row, _: row.reason, 40, coded="AttemptResult"),
            Column("webhook", msg("Webhook"), lambda row, _: row.webhook, 38),
        ),
    )
)
