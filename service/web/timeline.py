"""The history of a case or of a record of the register, as its page tells it."""

from collections.abc import Iterator, Sequence
from typing import Any

from events.case import DeadlineExtended, DeadlineMissed
from events.subtask import DocumentConfirmed
from service.i18n import Translator
from service.web import lookup
from service.web.entries import Entry, Shown, entries
from service.web.evidence import kept_files
from service.web.status import margin
from service.web.subtask_proofs import said
from service.web.visitor import Visitor
from workflows.calendar import act_title
from workflows.case import Case
from workflows.machine import Action, may_correct


async def timeline(visitor: Visitor, case: Case, possible: Sequence[Action]) -> dict[str, Any]:
    """Give what the template of the history knows, by name."""
    known = {event.originator_version for event in case.history}
    history = await visitor.service.cases.known_at(case.id, visitor.moment.known_at)
    told = entries([one for one in history if one.event.originator_version in known], visitor.t)
    accounts = [one for entry in told for one in _accounts(entry)]
    named = await visitor.service.access.names({one.value for one in accounts})
    for one in accounts:
        one.value = named.get(one.value, one.value)
    for entry in told:
        if isinstance(entry.event, DocumentConfirmed):
            entry.shown = said(entry.event, case.facts.subtask, visitor.t)
    hashes = [found for entry in told for one in entry.shown for found in one.hashes]
    return {
        "entries": told,
        "correctable": await _correctable(visitor, case, possible, told),
        "remarks": set(case.remarks()),
        "kept": await kept_files(visitor, case.organization, hashes, named=True),
        "people": await lookup.people(visitor, {entry.event.envelope.actor for entry in told}),
        "recorded": _recorded(told, visitor.query("recorded")),
        "judged": lambda judgement: margin(visitor.t, judgement.margin, judgement.outcome),
        "extension": lambda entry: _extension(entry, visitor.t),
        "is_missed": lambda entry: isinstance(entry.event, DeadlineMissed),
    }


def _extension(entry: Entry, t: Translator) -> str:
    """Say of an extension from which date to which, and by which document; nothing of other entries."""
    event = entry.event
    if not isinstance(event, DeadlineExtended):
        return ""
    before = entry.before.get(event.key)
    days = [t.date(day) for day in (before.deadline.due if before else None, event.extended_to) if day]
    return f"{' → '.join(days)}, {act_title(event.act, t.language)}"


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


def _recorded(told: Sequence[Entry], number: str | None) -> Entry | None:
    """Give the entry that the visitor has just made."""
    return next((entry for entry in told if str(entry.number) == number), None)
