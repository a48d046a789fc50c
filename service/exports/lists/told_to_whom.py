"""Who is absent, and of which bodies nobody can be told whom the alert policy names."""

from dataclasses import dataclass

from pydantic import Field

from events.text import msg
from projections.page import Page
from service.alerts.absence import Absence
from service.alerts.absences import Absences
from service.alerts.policies import Policies
from service.alerts.recipients import Recipients
from service.alerts.unreached import Unreached, unreached
from service.api.queries import NoQuery, Text
from service.exports.columns import Column
from service.exports.exported import Exported, enter
from service.exports.lists.shared import BODY, body_of
from service.exports.reader import Reader


class AbsencesQuery(NoQuery):
    """Of which body: the reader's own unless said."""

    organization: Text | None = Field(None)


class UnreachedQuery(NoQuery):
    """Of all that the reader oversees."""


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """An absence from a body."""

    organization: str
    absence: Absence


async def _absences(reader: Reader, query: AbsencesQuery, _cursor: str) -> Page[AbsenceLine]:
    body = query.organization or reader.account.organization
    found = await Absences(reader.service.access).listed(reader.account, body)
    return Page(tuple(AbsenceLine(body, one) for one in found), "")


async def _unreached(reader: Reader, _query: UnreachedQuery, _cursor: str) -> Page[Unreached]:
    service, day = reader.service, reader.today.day
    version = (await Policies(service.cases).facts()).in_force(day)
    recipients = await Recipients.on(reader.conn, service.access, reader.register, day)
    return Page(tuple(await unreached(reader.conn, recipients, version, service.cases.log, reader.scope)), "")


enter(
    Exported(
        name="absences",
        title=msg("Absences and substitutes"),
        query=AbsencesQuery,
        path="/absences",
        page=_absences,
        bodies=body_of,
        people=lambda line: (str(line.absence.account), str(line.absence.substitute)),
        columns=(
            Column("id", msg("Id"), lambda line, _: line.absence.id, 38),
            *BODY,
            Column("account", msg("Absent"), lambda line, on: on.person(str(line.absence.account)), 26),
            Column("substitute", msg("Substitute"), lambda line, on: on.person(str(line.absence.substitute)), 26),
            Column("first_day", msg("First day"), lambda line, _: line.absence.first_day, 12),
            Column("last_day", msg("Last day"), lambda line, _: line.absence.last_day, 12),
        ),
    )
)
enter(
    Exported(
        name="unreached",
        title=msg("Bodies of which nobody is told"),
        query=UnreachedQuery,
        path="/alert-policy",
        page=_unreached,
        bodies=body_of,
        columns=(
            *BODY,
            Column("deadlines", msg("Deadlines"), lambda row, _: row.deadlines, 12),
            Column("due", msg("First due"), lambda row, _: row.due, 12),
            Column("missing", msg("Nobody has an account as"), lambda row, _: row.missing, 40, coded="Capacity"),
            Column("instead", msg("Told instead"), lambda row, _: row.instead, 40, coded="Capacity"),
        ),
    )
)  # fmt: skip
