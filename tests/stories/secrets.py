"""Two kinds of fact that need a clearance, for tests only; every text in their data is a mark that nobody else may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated, Any, ClassVar, Self

import pytest
from eventsourcing.utils import register_topic
from statemachine import State

from events.case import FactCorrected
from events.event import CaseEvent
from events.fact import FactRegistered, FactWithdrawn, identity
from events.fields import FileHash, Name, Words
from events.offence import Offence
from events.text import label
from service import recall
from workflows import registry
from workflows.calendar import Unit
from workflows.case import Case
from workflows.fact import FactFacts, FactWorkflow
from workflows.machine import each
from workflows.refusals import Violation
from workflows.register import Register
from workflows.terms import Instance, Rule, within

FILE = "the hash of a file"
"""Stands in data for the hash of a file that is sent before."""


class _Registered(FactRegistered):
    """A secret fact."""

    HAPPENED = "found_on"

    found_on: Annotated[date, label("Found on")]
    offence: Annotated[Offence, label("Event")]
    letter: Annotated[FileHash, label("Letter")]
    words: Annotated[Words | None, label("Words")] = None

    @property
    def identity(self) -> str:
        """The offender and the day."""
        return identity(self.ROW, [self.offence.offender], self.offence.happened_on)


class ReportMade(_Registered):
    """A secret of the row of reports of corruption offences."""

    TOPIC = "test.report_made"
    WORKFLOW: ClassVar[str] = "secret_report"
    ROW: ClassVar[str] = "2.1.1"


class AccountFound(_Registered):
    """A secret of the row of accounts in foreign banks."""

    TOPIC = "test.account_found"
    WORKFLOW: ClassVar[str] = "secret_account"
    ROW: ClassVar[str] = "2.5.5"


class Replied(CaseEvent):
    """What was answered."""

    TOPIC = "test.replied"
    WORKFLOW: ClassVar[str] = ""
    HAPPENED = "replied_on"

    replied_on: Annotated[date, label("Replied on")]
    reply: Annotated[Words, label("Reply")]
    number: Annotated[Name, label("Number")]


@dataclass(frozen=True)
class SecretFacts(FactFacts):
    """A secret fact, and what was answered."""

    replied: Replied | None = None

    def after(self, event: CaseEvent) -> Self:
        """Give the facts after an event."""
        return replace(self, replied=event) if isinstance(event, Replied) else self.common(event)

    def violations(self, _event: CaseEvent, _register: Register) -> tuple[Violation, ...]:
        """Find nothing wrong."""
        return ()


def _reply(facts: SecretFacts) -> Iterator[Instance]:
    if isinstance(known := facts.registered, _Registered):
        done = facts.replied.replied_on if facts.replied else None
        yield Instance(known.found_on, done, subject=known.offence.offender)


RULES = (Rule("SECRET", "2.1.1", "Reply", "l.362", within(5, Unit.WORKING_DAYS), _reply),)


class Report(Case):
    """A case of a report."""

    NO_FACTS = SecretFacts()
    RULES = RULES


class Account(Case):
    """A case of an account."""

    NO_FACTS = SecretFacts()
    RULES = RULES


register_topic("case:secret_report", Report)
register_topic("case:secret_account", Account)


class ReportWorkflow(FactWorkflow):
    """A report from its entry to its reply."""

    WORKFLOW = "secret_report"
    TITLE = "Secret report"
    CASE = Report

    new = State("New", initial=True)
    known = State("Known")
    gone = State("Gone")

    tell = new.to(known, on=ReportMade.record, cond="recorder")
    reply = each(known, on=Replied.record, cond="recorder")
    withdraw = known.to(gone, on=FactWithdrawn.record, cond="recorder")
    correct = each(known, gone, on=FactCorrected.record, cond="recorder")


class AccountWorkflow(FactWorkflow):
    """An account from its entry to its reply."""

    WORKFLOW = "secret_account"
    TITLE = "Secret account"
    CASE = Account

    new = State("New", initial=True)
    known = State("Known")
    gone = State("Gone")

    tell = new.to(known, on=AccountFound.record, cond="recorder")
    reply = each(known, on=Replied.record, cond="recorder")
    withdraw = known.to(gone, on=FactWithdrawn.record, cond="recorder")
    correct = each(known, gone, on=FactCorrected.record, cond="recorder")


def enter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a service of this test know both kinds."""
    kinds: dict[Any, Any] = recall._KINDS
    for kind in (ReportWorkflow, AccountWorkflow):
        for known, key in ((registry.WORKFLOWS, kind.WORKFLOW), (registry.KINDS, kind.WORKFLOW), (kinds, kind.CASE)):
            monkeypatch.setitem(known, key, kind)


Data = Mapping[str, Any]


@dataclass(frozen=True)
class Sealed:
    """A kind of sealed case: how it is opened, what is done on it then, and its clearance.

    The story is that of 2024-02-12, so nothing lies after that day. `FILE` stands for the hash of a file that is sent before;
    every text that begins with "MARK" is looked for in what others see.
    """

    workflow: str
    action: str
    clearance: str
    data: Data
    steps: tuple[tuple[str, Data], ...] = ()

    @property
    def marks(self) -> set[str]:
        """Give all marks."""
        return {text for text in _texts([self.data, *(data for _, data in self.steps)]) if text.startswith("MARK")}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for below in value:
            yield from _texts(below)


def _offence(who: str) -> dict[str, Any]:
    return {
        "category": "criminal", "happened_on": "2024-01-17", "place": "MARK the cellar of the house",
        "position": "MARK keeper of the keys", "offender": who, "damage": 918_273_645,
    }  # fmt: skip


_TOLD = {"found_on": "2024-02-12", "letter": FILE, "words": "MARK heard behind the door"}
_STEPS = (
    ("reply", {"replied_on": "2024-02-12", "reply": "MARK nothing is done", "number": "MARK-77/3"}),
    (
        "correct",
        {"corrects": 1, "reason": "MARK a slip of the pen", "data": _TOLD | {"offence": _offence("MARK Badly Spelt")}},
    ),
)
_secret = partial(Sealed, data=_TOLD | {"offence": _offence("MARK Somebody Known")}, steps=_STEPS)

_DAY = "2024-02-12"
_FOUND = {"found_on": _DAY, "no_state_secrets": True, "crime_no": "MARK-2419"}
_REPORT = Sealed(
    "offence_report", "register_offence", "C4", _FOUND | {"offence": _offence("MARK Somebody Known")},
    (
        ("report_offence", {"sent_on": _DAY, "via": "letter", "number": "MARK-03/4", "sent_to": "MARK the authorised body", "file": FILE}),
        ("receive_reply", {"received_on": _DAY, "number": "MARK-11/9", "file": FILE, "recommendations": [
            {"code": "MARK.R1", "text": "MARK let a commission receive it"}, {"code": "MARK.R2", "text": "MARK let them change places"},
        ]}),
        ("execute_recommendation", {"recommendation": "MARK.R1", "executed_on": _DAY, "done": "MARK a commission receives it", "file": FILE}),
        ("close_offence_report", {"closed_on": _DAY, "unexecuted": [{"recommendation": "MARK.R2", "reason": "MARK no such post"}]}),
        ("correct", {"corrects": 1, "reason": "MARK a slip of the pen", "data": _FOUND | {"offence": _offence("MARK Badly Spelt")}}),
    ),
)  # fmt: skip
_HOLDERS = [{"position": "MARK keeper of the seal", "name": "MARK Somebody Rich"}]
_HELD = {"found_on": _DAY, "holdings": ["account", "cash"], "known_from": "tax_bodies", "bound_since": "2024-01-15"}
_ACCOUNTS = Sealed(
    "restriction_fact", "register_foreign_account", "C6", _HELD | {"people": _HOLDERS},
    (
        ("record_measures", {"taken_on": _DAY, "measures": "MARK asked to explain", "document_no": "MARK-52"}),
        ("record_cure", {"cured_on": _DAY, "how": "accounts_closed", "details": "MARK the bank wrote so", "document_no": "MARK-53", "file": FILE}),
        ("close_restriction_fact", {"closed_on": _DAY}),
        ("correct", {"corrects": 1, "reason": "MARK a wrong letter", "data": _HELD | {"people": [_HOLDERS[0] | {"name": "MARK Somebody Reich"}]}}),
    ),
)  # fmt: skip

KINDS = [
    _secret("secret_report", "tell", "C4"),
    _secret("secret_account", "tell", "C6"),
    _REPORT,
    _ACCOUNTS,
]
"""Every kind of sealed case there is. A new workflow whose facts have a clearance is entered here."""
