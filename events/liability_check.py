"""The liability of one superior for a subordinate's corruption crime (2.3.1, l.384–419)."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from events.conviction import CRIME, TERMINATED, AppealOutcome, FinalOutcome
from events.event import CaseEvent
from events.fact import Another, FactRegistered, identity
from events.fields import FileHash, Name, Words
from events.offence import CrimeNumber, Instance, Offence
from events.resignation import OfficialPost, SuperiorThen, Tenure, Verdict
from events.text import label

_ORDER_NO = label("Order number", example="45-л")
_ORDER_DATE = label("Date of the order", example="2024-04-12")
_ENTRY = label("Entry of the crime", "The number of the event there that says so", example=2)
_SIGNATORY = label("Post of the signatory", "Who signed the order", example="Аким области")


class LiabilityEvent(CaseEvent):
    """An event of the check of one superior."""

    WORKFLOW: ClassVar[str] = "liability_check"


class LiabilityCheckOpened(FactRegistered):
    """A superior's liability is to be considered: found by the service from the register, or entered by hand (l.386–394)."""

    TOPIC = "liability_check.check_opened"
    WORKFLOW = "liability_check"
    HAPPENED = "found_on"
    ROW = "2.3.1"

    found_on: Annotated[date, label("Found on", "The day on which the body learnt of it", example="2024-03-20")]
    offence: Annotated[Offence, label("Offence", example=CRIME)]
    outcome: Annotated[FinalOutcome, label("Outcome", example=TERMINATED)]
    crime_number: CrimeNumber
    aggravated: Annotated[
        bool,
        label("Large, repeated, or two or more", "In the law from 1 July 2026 discipline is then mandatory (para 6)"),
    ] = False
    superior: Annotated[SuperiorThen | None, label("Superior then", "Without one it is named later")] = None
    subordinate: Annotated[OfficialPost | None, label("Post of the offender then")] = None
    conviction: Annotated[UUID | None, label("Conviction", "Case of the crime")] = None
    reason: Annotated[
        Words | None, label("Reason", "Why the check is opened by hand", example="Сведения поступили письмом")
    ] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same crime of the same person under the same superior, by the register's number of the crime."""
        people = [self.offence.offender, *([self.superior.name] if self.superior else [])]
        return identity(self.ROW, people, self.offence.happened_on, self.crime_number)

    def knowing(self, later: CaseEvent) -> FactRegistered:
        """Take over the superior whom somebody named, and keep one of whom a later opening says nothing."""
        match later:
            case SuperiorNamed():
                return replace(self, superior=later.superior)
            case LiabilityCheckOpened(superior=None):
                return replace(later, superior=self.superior)
            case _:
                return super().knowing(later)


class SuperiorNamed(LiabilityEvent):
    """Somebody found out who the superior was, where the register does not say it."""

    TOPIC = "liability_check.superior_named"
    HAPPENED = "named_on"

    named_on: Annotated[date, label("Named on", example="2024-03-22")]
    superior: Annotated[SuperiorThen, label("Superior then")]
    reason: Annotated[Words, label("How this is known", example="Приказ о распределении обязанностей № 12")]
    subordinate: Annotated[OfficialPost | None, label("Post of the offender then")] = None


class VerdictReached(LiabilityEvent):
    """What the table of superiors who resign says, by the law of the day, and whether three months in post had passed."""

    TOPIC = "liability_check.verdict_reached"

    verdict: Annotated[Verdict, label("Verdict")]
    tenure: Annotated[Tenure, label("Three months in post")]
    political: Annotated[
        bool | None, label("Political civil servant", "By the class of the superior's post, or as stated (l.394)")
    ] = None


class HandRuling(StrEnum):
    """What an official may decide."""

    RESIGNS = "resigns"
    DISCIPLINE = "discipline"
    NO_DUTY = "no_duty"


class DecidedByHand(LiabilityEvent):
    """An official decided what the table leaves open."""

    TOPIC = "liability_check.decided_by_hand"
    HAPPENED = "decided_on"

    decided_on: Annotated[date, label("Decided on", example="2024-03-25")]
    ruling: Annotated[HandRuling, label("Decision", example="discipline")]
    reason: Annotated[Words, label("Reason", example="Курирование закреплено приказом № 12")]


class ResignationFiled(LiabilityEvent):
    """The superior, a political civil servant, filed an application for resignation (l.411)."""

    TOPIC = "liability_check.resignation_filed"
    HAPPENED = "filed_on"

    filed_on: Annotated[date, label("Filed on", example="2024-03-22")]
    recipient: Annotated[
        Name | None, label("Filed with", "Who had appointed the superior (l.413)", example="Аким области")
    ] = None
    file: Annotated[FileHash | None, label("Application")] = None


class ResignationNotFiled(LiabilityEvent):
    """The superior filed no application; the reason is reported (l.411)."""

    TOPIC = "liability_check.resignation_not_filed"
    HAPPENED = "noted_on"

    noted_on: Annotated[date, label("Noted on", example="2024-03-29")]
    reason: Annotated[Words, label("Reason", example="Находился на длительном лечении")]


class ResignationAccepted(LiabilityEvent):
    """Whoever had appointed the superior accepted the resignation (l.413, l.417)."""

    TOPIC = "liability_check.resignation_accepted"
    HAPPENED = "ordered_on"

    order_no: Annotated[Name, _ORDER_NO]
    ordered_on: Annotated[date, _ORDER_DATE]
    signatory: Annotated[Name, _SIGNATORY]


class ResignationRefused(LiabilityEvent):
    """Whoever had appointed the superior did not accept the resignation: discipline is to be considered (l.413, l.417)."""

    TOPIC = "liability_check.resignation_refused"
    HAPPENED = "ordered_on"

    order_no: Annotated[Name, _ORDER_NO]
    ordered_on: Annotated[date, _ORDER_DATE]
    signatory: Annotated[Name, _SIGNATORY]


class DisciplineDecided(LiabilityEvent):
    """It was decided whether the superior bears disciplinary liability (l.417–419)."""

    TOPIC = "liability_check.discipline_decided"
    HAPPENED = "ordered_on"

    disciplined: Annotated[bool, label("Disciplined")]
    order_no: Annotated[Name, _ORDER_NO]
    ordered_on: Annotated[date, _ORDER_DATE]
    signatory: Annotated[Name, _SIGNATORY]
    measure: Annotated[Name | None, label("Measure", "If disciplined", example="Строгий выговор")] = None
    reasons: Annotated[Words | None, label("Reasons", "If not disciplined", example="Вина не установлена")] = None


class SuperiorMoved(LiabilityEvent):
    """The superior moved to another post before liability was considered: a fact of 2.3.2 (l.421–433)."""

    TOPIC = "liability_check.superior_moved"
    HAPPENED = "noted_on"
    PAST = ("new_appointed_on",)
    CLOSES = True

    noted_on: Annotated[date, label("Noted on", example="2024-04-02")]
    new_organization: Annotated[Name, label("Where the superior moved", example="Министерство юстиции")]
    new_position: Annotated[Name, label("New position", example="Директор департамента")]
    new_appointed_on: Annotated[date, label("Appointed there on", example="2024-04-01")]
    new_political: Annotated[bool, label("Political post", "Whether the new post is one")]
    measures_before: Annotated[Words, label("Measures before the move", example="Затребовано объяснение")]
    not_finished_reason: Annotated[Words, label("Why they were not finished", example="Перевод состоялся до заседания")]


class AppealNoted(LiabilityEvent):
    """A higher instance decided on the judicial act, and left the ground of the check standing."""

    TOPIC = "liability_check.appeal_noted"
    HAPPENED = "decided_on"

    instance: Annotated[Instance, label("Instance")]
    decided_on: Annotated[date, label("Decided on", example="2024-08-14")]
    outcome: Annotated[AppealOutcome, label("Decision")]
    text: Annotated[Words, label("What was decided", example="Приговор оставлен без изменения")]
    entry: Annotated[int, _ENTRY] = 0


class NoBasisLeft(LiabilityEvent):
    """The ground of the check is gone: the act was overturned, the record withdrawn, or the superior was another one."""

    TOPIC = "liability_check.no_basis_left"
    HAPPENED = "ended_on"
    CLOSES = True

    ended_on: Annotated[date, label("Ended on", example="2024-08-14")]
    reason: Annotated[Words, label("Reason", example="Приговор отменён")]
    entry: Annotated[int, _ENTRY] = 0
    instance: Annotated[
        Instance | None, label("Instance", "That overturned the act: a later decision may give the ground back (l.393)")
    ] = None


class BasisRegained(LiabilityEvent):
    """By what is known now the entry of the crime takes no ground away: the superior answers after all."""

    TOPIC = "liability_check.basis_regained"
    HAPPENED = "regained_on"

    regained_on: Annotated[date, label("Regained on", example="2024-08-20")]
    reason: Annotated[Words, label("Reason", example="Руководителем было то же лицо")]
    entry: Annotated[int, _ENTRY]


class CheckResumed(LiabilityEvent):
    """Nothing takes the ground away any more: the check goes on where it stopped."""

    TOPIC = "liability_check.check_resumed"
    REOPENS = True


class CheckClosed(LiabilityEvent):
    """The check is over, with its result."""

    TOPIC = "liability_check.check_closed"
    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[date, label("Closed on", example="2024-04-20")]
    conclusion: Annotated[Words, label("Conclusion", example="Отставка принята")]
