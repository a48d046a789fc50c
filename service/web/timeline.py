"""The history of a case or of a record of the register, as its page tells it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from events.case import DeadlineMissed
from events.event import CaseEvent
from events.subtask import DocumentConfirmed
from events.text import Body
from service.entries import Entry, Shown, Telling, extension
from service.named import Named
from service.status import margin
from service.web import lookup
from service.web.doubtful import doubtful, signed_files
from service.web.evidence import kept_files
from service.web.narrowing import CLOCKS, ONLY, counted, narrowing_asked, number_asked, part_of
from service.web.subtask_proofs import said
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.machine import Action, may_correct

ROWS = 20
"""Rows of a table that an entry shows at first: the page of a case holds many entries."""


async def timeline(
    visitor: Visitor, case: Case, possible: Sequence[Action], named: Iterable[str] = ()
) -> dict[str, Any]:
    """Give what the template of the history knows, by name: of a long history the page that is asked for.

    `named` are files that stand elsewhere on the page of the case.
    """
    cases, numbers = visitor.service.cases, counted(case.history)
    asked = narrowing_asked(visitor, numbers)
    places = await cases.places(case.id) if asked.by_record else {}
    part = part_of(case.history, places, asked, number_asked(visitor, "first"), number_asked(visitor, "entry"))
    made = _made(case, visitor.query("recorded"))
    places = places or await cases.places(case.id, [one.originator_version for one in (*part.events, *made)])
    whole = number_asked(visitor, "whole")
    telling = Telling(case.history, visitor.t, ROWS, whole)
    told = [telling.entry(event, *places[event.originator_version]) for event in part.events]
    recorded = next((telling.entry(event, *places[event.originator_version]) for event in made), None)
    await _say_accounts(visitor, case, told)
    on_page = {entry.number for entry in told}
    hashes = [*named, *(found for entry in told for one in entry.shown for found in one.hashes)]
    hashes += [sha256 for event in made for sha256 in signed_files(case, event)]
    kept, register = await kept_files(visitor, case.organization, hashes, named=True), await visitor.register()
    people = await lookup.people(visitor, {*numbers.people, *(entry.event.envelope.on_behalf_of for entry in told)})
    bodies = Named(visitor.service.register.known, visitor.t.language)
    return {
        "entries": told,
        "part": part,
        "counted": numbers,
        "narrowing": asked,
        "clocks": CLOCKS,
        "only": ONLY,
        "entry_at": lambda number: f"#entry-{number}" if number in on_page else f"?entry={number}#entry-{number}",
        "whole": whole,
        "correctable": await _correctable(visitor, case, possible, told),
        "remarks": set(case.remarks()),
        "kept": kept,
        "people": people,
        "behalf": lambda whose: people.get(whose) or bodies(Body(whose)) or whose,
        "recorded": recorded,
        "doubtful": [one for event in made for one in doubtful(case, event, kept, register)],
        "judged": lambda judgement: margin(visitor.t, judgement.margin, judgement.outcome),
        "extension": lambda entry: extension(entry, visitor.t),
        "is_missed": lambda entry: isinstance(entry.event, DeadlineMissed),
    }


async def _say_accounts(visitor: Visitor, case: Case, told: Sequence[Entry]) -> None:
    """Put the names of accounts into what entries show, and leave out what the form of a subtask does not ask."""
    accounts = [one for entry in told for one in _accounts(entry)]
    named = await visitor.service.access.names({one.value for one in accounts})
    for one in accounts:
        one.value = named.get(one.value, one.value)
    for entry in told:
        if isinstance(entry.event, DocumentConfirmed):
            entry.shown = said(entry.event, case.facts.subtask, visitor.t)


def _accounts(entry: Entry) -> Iterator[Shown]:
    """Give the places where an entry shows the account that is responsible."""
    for one in entry.shown:
        if one.name == "account":
            yield from (found for found in (one, one.before) if found)


async def _correctable(
    visitor: Visitor, case: Case, possible: Sequence[Action], told: Sequence[Entry]
) -> frozenset[int]:
    """Give the numbers of the entries that the visitor may correct."""
    if "correct" not in {action.name for action in possible}:
        return frozenset()
    kind, actor = visitor.service.cases.workflow_of(case), await visitor.actor()
    register = await visitor.service.cases.registry.current()
    return frozenset(entry.number for entry in told if may_correct(kind, case, entry.event, actor, register))


def _made(case: Case, number: str | None) -> list[CaseEvent]:
    """Give the event that the visitor has just recorded, if they have."""
    return [event for event in case.history if str(event.originator_version) == number] if number else []
