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
    answering = {check_id(event.originator_id, one.key): one for one in found(event, register)}
    for check, one in answering.items():
        if facts.stands or check in facts.checks:
            yield Consequence(CHECK_WORKFLOW, check, one.body, "open_check", _opening(event, one), begins=True)
        if facts.stands and check not in facts.checks:
            yield from (_noted(appeal, check, one.body) for appeal in facts.appeals)
    for check, followed in facts.checks.items():
        if followed.dropped and check in answering:
            data = {"regained_on": event.found_on.isoformat(), "reason": THE_SUPERIOR, "entry": REGISTRATION}
            yield Consequence(CHECK_WORKFLOW, check, followed.body, "regain_basis", data)
        elif not followed.dropped and not followed.by_hand and check not in answering:
            yield _ended(followed, REGISTRATION, event.found_on, ANOTHER_SUPERIOR)


def _opening(event: happened.ConvictionRegistered, one: Answering) -> dict[str, Any]:
    data = {
        "found_on": event.found_on,
        "offence": event.offence,
        "outcome": event.outcome,
        "crime_number": event.crime_number,
        "aggravated": event.aggravated,
        "conviction": event.originator_id,
    }
    # who was entered by hand stays where the register says nothing
    data |= {name: told for name in ("superior", "subordinate") if (told := getattr(one, name))}
    plain: dict[str, Any] = msgspec.to_builtins(data)
    return plain


def of_appeal(event: happened.AppealRecorded, facts: ConvictionFacts, _register: Register) -> Iterator[Consequence]:
    """Tell every check what a higher instance decided; an overturned act leaves them without a ground, another gives it back."""
    for check in facts.checks.values():
        if event.outcome is happened.AppealOutcome.OVERTURNED:
            yield _ended(check, event.originator_version, event.decided_on, event.text)
        else:
            yield _noted(event, check.check, check.body)


def of_withdrawal(event: FactWithdrawn, facts: ConvictionFacts, _register: Register) -> Iterator[Consequence]:
    """Tell every check that there was no such crime."""
    return (
        _ended(check, event.originator_version, event.withdrawn_on, event.reason) for check in facts.checks.values()
    )


def _noted(appeal: happened.AppealRecorded, check: uuid.UUID, body: str) -> Consequence:
    data = msgspec.to_builtins(appeal.facts()) | {"entry": appeal.originator_version}
    return Consequence(CHECK_WORKFLOW, check, body, "note_appeal", data)


def _ended(check: happened.CheckFollowed, entry: int, on: date, reason: str) -> Consequence:
    data = {"ended_on": on.isoformat(), "reason": reason, "entry": entry}
    return Consequence(CHECK_WORKFLOW, check.check, check.body, "lose_basis", data)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.ConvictionRegistered: to_superiors,
    happened.AppealRecorded: of_appeal,
    FactWithdrawn: of_withdrawal,
}
