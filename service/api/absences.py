"""Absences: who is away, and who is told in their place."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.access import Account
from service.alerts.absence import Absence
from service.alerts.absences import Absences
from service.api import shapes
from service.api.answers import answer
from service.api.body import json_object
from service.api.caller import account_of, service_of
from service.api.queries import NoQuery, Text
from workflows.refusals import Invalid, Unknown, Violation

T = TypeVar("T")
_FIELDS = ("account", "substitute", "first_day", "last_day")


class AbsencesQuery(NoQuery):
    """Whose absences."""

    organization: Text | None = Field(None, description="code of the organisation, your own if it is not given")


async def get_absences(request: Request, query: Annotated[AbsencesQuery, Query()]) -> Response:
    """Give the absences of a body, as far as they are the caller's business."""
    account = await account_of(request)
    found = await Absences(service_of(request).access).listed(account, query.organization or account.organization)
    return answer(shapes.Absences([_shown(one) for one in found]))


async def post_absence(request: Request) -> Response:
    """Record an absence."""
    account = await account_of(request)
    asked = _asked(await json_object(request), account)
    made = await Absences(service_of(request).access).record(account, *asked)
    return answer(_shown(made), status=201)


async def revoke_absence(request: Request) -> Response:
    """Revoke an absence."""
    account, text = await account_of(request), request.path_params["absence_id"]
    try:
        absence_id = UUID(text)
    except ValueError:
        raise Unknown(msg("There is no absence {id}.", id=text)) from None
    return answer(_shown(await Absences(service_of(request).access).revoke(account, absence_id)))


def _asked(body: dict[str, Any], account: Account) -> tuple[UUID, UUID, date, date]:
    """Take a request apart; raises `Invalid` naming everything wrong."""
    body = {"account": str(account.id)} | body
    wrong = [Violation((name,), msg("There is no such field.")) for name in body if name not in _FIELDS]
    who = [_read(body, name, UUID, wrong) for name in _FIELDS[:2]]
    when = [_read(body, name, date, wrong) for name in _FIELDS[2:]]
    people, days = [one for one in who if one], [one for one in when if one]
    if wrong:
        raise Invalid(tuple(wrong))
    return people[0], people[1], days[0], days[1]


def _read(body: Mapping[str, Any], name: str, kind: type[T], wrong: list[Violation]) -> T | None:
    if name not in body:
        wrong.append(Violation((name,), msg("This field is required.")))
        return None
    try:
        return msgspec.convert(body[name], kind)
    except msgspec.ValidationError:
        text = msg("Enter a date as YYYY-MM-DD.") if kind is date else msg("This does not have the expected form.")
        wrong.append(Violation((name,), text))
        return None


def _shown(absence: Absence) -> shapes.AbsenceItem:
    return shapes.AbsenceItem(
        absence.id, absence.account, absence.substitute, absence.first_day, absence.last_day, absence.recorded_by,
        absence.revoked_by,
    )  # fmt: skip
