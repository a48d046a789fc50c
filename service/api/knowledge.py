"""What anybody may know: the workflows and the working-day calendar. No token is needed."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.almaty import day_of
from events.deadlines import Skipped
from events.text import msg
from service.api import shown
from service.api.answers import answer
from service.api.caller import service_of, speaker
from service.api.queries import DaysQuery, DiagramQuery, DueQuery, NoQuery
from service.diagram import Drawing
from service.i18n import Translator, translator
from service.path_taken import Taken
from service.problems import BadQuery
from workflows.calendar import Calendar, Week, act_title, day_title, due, explain
from workflows.machine import Action, Workflow, actions
from workflows.registry import WORKFLOWS, workflow

_LONGEST = 731
_DAY = timedelta(days=1)


async def get_workflows(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """List the kinds of work."""
    say = speaker(request)
    items = [
        {"name": name, "title": say(kind.TITLE), "href": f"/api/v1/workflows/{name}"}
        for name, kind in WORKFLOWS.items()
    ]
    return answer({"items": items}, {"Content-Language": say.language})


async def get_workflow(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Describe a kind of work: its states, actions, data and rules of time."""
    say, kind = speaker(request), workflow(request.path_params["name"])
    body = {
        "name": kind.WORKFLOW,
        "title": say(kind.TITLE),
        "states": [{"name": state.id, "title": say(str(state.name)), "initial": state.initial} for state in kind.states],
        "actions": [_action(action, say) for action in actions(kind).values()],
        "rules": [
            {
                "code": rule.code, "title": say(rule.title), "subtask": rule.subtask, "basis": rule.basis,
                "strength": rule.strength, "bound": rule.bound,
            }
            for rule in kind.CASE.RULES
        ],
        "mermaid": Drawing(kind, say).mermaid(),
        "diagram": f"/api/v1/workflows/{kind.WORKFLOW}/diagram.svg",
    }  # fmt: skip
    return answer(body, {"Content-Language": say.language})


def _action(action: Action, say: Translator) -> dict[str, Any]:
    return {
        "name": action.name,
        "title": say(action.title),
        "opens": action.opens,
        "event": action.event.TOPIC,
        "transitions": [{"from": source, "to": target} for source, target in action.transitions],
        "schema": shown.schema(action.event, say.language),
    }


async def get_diagram(request: Request, query: Annotated[DiagramQuery, Query()]) -> Response:
    """Draw a kind of work."""
    say = translator(query.lang) if query.lang else speaker(request)
    kind = workflow(request.path_params["name"])
    visited = [state for state in query.highlight.split(",") if state]
    _check_states(kind, [*visited, *([query.now] if query.now else [])])
    headers = {"Content-Language": say.language, "Cache-Control": "no-cache"}
    return Response(
        Drawing(kind, say, Taken(dict.fromkeys(visited, ()), now=query.now)).svg(), 200, headers, "image/svg+xml"
    )


def _check_states(kind: type[Workflow], named: list[str]) -> None:
    known = {state.id for state in kind.states}
    for state in named:
        if state not in known:
            raise BadQuery((("highlight", msg("There is no state “{code}”.", code=state)),))


async def _calendar(request: Request, query: DueQuery | DaysQuery) -> Calendar:
    """Give the calendar that a question is about: the nation's or a body's, as known now, on a day or at an instant."""
    register = await service_of(request).register.current()
    if query.organization and register.organization(query.organization) is None:
        raise BadQuery((("organization", msg("There is no organisation {code}.", code=query.organization)),))
    week: Week | None = None if query.week is None else 6 if query.week == 6 else 5
    if isinstance(query.known_at, datetime):
        day, changes = day_of(query.known_at), register.changes.at(query.known_at)
        return register.calendar(day, query.organization or "", week, changes)
    return register.calendar(query.known_at or date.max, query.organization or "", week)


async def get_due(request: Request, query: Annotated[DueQuery, Query()]) -> Response:
    """Count from a day to a due date, and say how."""
    say = speaker(request)
    calendar = await _calendar(request, query)
    try:
        found = due(query.from_, query.amount, query.unit, calendar)
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        raise BadQuery((("amount", msg("A day of the next month is a number from 1 to 31.")),)) from None
    body = {
        "from": found.anchor, "amount": found.amount, "unit": found.unit, "due": found.due, "moved_from": found.moved_from,
        "skipped": [_day_off(day, say) for day in found.skipped], "explanation": explain(found, say.language),
        "calendar": calendar.version, "known_at": query.known_at, "week": calendar.week,
    }  # fmt: skip
    return answer(body, {"Content-Language": say.language})


async def get_days(request: Request, query: Annotated[DaysQuery, Query()]) -> Response:
    """List days with what they are."""
    if not 0 <= (query.to - query.from_).days < _LONGEST:
        raise BadQuery((("to", msg("“to” is at least “from”, and less than {days} days after it.", days=_LONGEST)),))
    say = speaker(request)
    calendar = await _calendar(request, query)
    off = {day.day: _day_off(day, say) for day in calendar.off_between(query.from_, query.to)}
    days = [query.from_ + number * _DAY for number in range((query.to - query.from_).days + 1)]
    items = [{"date": day, "working": day not in off, "off": off.get(day)} for day in days]
    body = {"items": items, "calendar": calendar.version, "known_at": query.known_at, "week": calendar.week}
    return answer(body, {"Content-Language": say.language})


def _day_off(day: Skipped, say: Translator) -> dict[str, date | str]:
    act = act_title(day.act, say.language) if day.act else ""
    return {"date": day.day, "reason": day.reason, "name": day.name, "title": day_title(day, say.language), "act": act}
