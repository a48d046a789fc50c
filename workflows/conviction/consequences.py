"""What a crime does elsewhere: it opens a check of each superior of that time, and tells them what becomes of its ground."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from events import conviction as happened
from events.event import CaseEvent
from events.fact import FactWithdrawn
from workflows.consequences import Consequence, Rule
from workflows.conviction.facts import ConvictionFacts
from workflows.conviction.superiors import Answering, found
from workflows.register import Register

CHECK_WORKFLOW = "liability_check"
REGISTRATION = 1
"""The entry of a crime that says whose superiors answer."""

THE_SUPERIOR = "По исправленным сведениям это лицо было непосредственным руководителем"
"""Why a check goes on whose superior a correction found again."""

ANOTHER_SUPERIOR = "По исправленным сведениям непосредственным руководителем было другое лицо"
"""Why a check ends whose superior a correction left without a part in the offence; in the language of the Instruction."""


def check_id(conviction: uuid.UUID, key: str) -> uuid.UUID:
    """Give the id of the check of one superior for one crime."""
    return uuid.uuid5(conviction, f"liability/{key}")


def to_superiors(
    event: happened.ConvictionRegistered, facts: ConvictionFacts, register: Register
) -> Iterator[Consequence]:
    """Open a check of each superior, while there is a ground; end that of who turns out to be none, and go on if they are after all."""
    answering = _answering(event, register)
    for check, one in answering.items():
        if facts.stands or check in facts.checks:
            yield from _opened(event, facts, check, one)
    for check, followed in facts.checks.items():
        if followed.dropped and check in answering:
            data = {"regained_on": event.found_on.isoformat(), "reason": THE_SUPERIOR, "entry": REGISTRATION}
            yield Consequence(CHECK_WORKFLOW, check, followed.body, "regain_basis", data)
        elif not followed.dropped and not followed.by_hand and check not in answering:
            yield _ended(followed.check, followed.body, REGISTRATION, event.found_on, ANOTHER_SUPERIOR)


def _answering(event: happened.ConvictionRegistered, register: Register) -> dict[uuid.UUID, Answering]:
    """Give who may answer for the crime, by their checks."""
    return {check_id(event.originator_id, one.key): one for one in found(event, register)}


def _opened(
    event: happened.ConvictionRegistered, facts: ConvictionFacts, check: uuid.UUID, one: Answering
) -> Iterator[Consequence]:
    """Open a check, and let one that is new know what higher instances have decided."""
    yield Consequence(CHECK_WORKFLOW, check, one.body, "open_check", _opening(event, one), begins=True)
    if check not in facts.checks:
        yield from (_told(appeal, check, one.body) for appeal in facts.appeals)


def _opening(event: happened.ConvictionRegistered, one: Answering) -> dict[str, Any]:
    data = {
        "found_on": event.found_on,
        "offence": event.offence,
        "outcome": event.outcome,
        "crime_number": event.crime_number,
        "aggravated": event.aggravated,
        "another": event.another,
        "conviction": event.originator_id,
    }
    # who was entered by hand stays where the register says nothing
    data |= {name: told for name in ("superior", "subordinate") if (told := getattr(one, name))}
    plain: dict[str, Any] = msgspec.to_builtins(data)
    return plain


def of_appeal(event: happened.AppealRecorded, facts: ConvictionFacts, register: Register) -> Iterator[Consequence]:
    """Tell every check what a higher instance decided: an overturned act leaves them without a ground, a later one gives it back.

    Who is found to answer while there was no ground has no check: it is opened with the ground.
    """
    for followed in facts.checks.values():
        yield _told(event, followed.check, followed.body)
    overturned = any(appeal.outcome is happened.AppealOutcome.OVERTURNED for appeal in facts.appeals)
    if facts.registered and facts.stands and overturned:
        for check, one in _answering(facts.registered, register).items():
            if check not in facts.checks:
                yield from _opened(facts.registered, facts, check, one)


def of_withdrawal(event: FactWithdrawn, facts: ConvictionFacts, _register: Register) -> Iterator[Consequence]:
    """Tell every check that there was no such crime."""
    return (
        _ended(check.check, check.body, event.originator_version, event.withdrawn_on, event.reason)
        for check in facts.checks.values()
    )


def _told(appeal: happened.AppealRecorded, check: uuid.UUID, body: str) -> Consequence:
    """Tell a check what a higher instance decided; of an overturned act the check itself knows whether a later decision restored it."""
    if appeal.outcome is happened.AppealOutcome.OVERTURNED:
        return _ended(check, body, appeal.originator_version, appeal.decided_on, appeal.text, instance=appeal.instance)
    data = msgspec.to_builtins(appeal.facts()) | {"entry": appeal.originator_version}
    return Consequence(CHECK_WORKFLOW, check, body, "note_appeal", data)


def _ended(check: uuid.UUID, body: str, entry: int, on: date, reason: str, **more: str) -> Consequence:
    data = {"ended_on": on.isoformat(), "reason": reason, "entry": entry, **more}
    return Consequence(CHECK_WORKFLOW, check, body, "lose_basis", data)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.ConvictionRegistered: to_superiors,
    happened.AppealRecorded: of_appeal,
    FactWithdrawn: of_withdrawal,
}
