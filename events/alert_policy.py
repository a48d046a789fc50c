"""The alert policy: who is told of which deadline and when; proposed and approved by the anti-corruption body's supervisors."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from events.event import CaseEvent
from events.fields import Words
from events.text import label


class NoticeKind(StrEnum):
    """Why the policy has somebody told of a deadline."""

    REMINDER = "reminder"
    TODAY = "today"
    OVERDUE = "overdue"
    ESCALATION = "escalation"


class Recipient(StrEnum):
    """Who has to do with a deadline itself: whose work is awaited, who signs it, who uploads it."""

    RESPONSIBLE = "responsible"
    SIGNATORY = "signatory"
    UPLOADER = "uploader"


class Above(StrEnum):
    """Who is told when those whose work is awaited let a deadline pass, from the nearest up."""

    APPARATUS = "apparatus"
    SUPERIOR = "superior"
    AGENCY = "agency"


Days = Annotated[int, label("Working days", ge=1, le=250)]
"""How many working days."""

Time = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day in Kazakhstan, "08:30"."""

Recipients = tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told of deadlines of one strength, by the kind of notice."""

    reminder: Annotated[Recipients, label("Before the day", example=["responsible"])]
    today: Annotated[Recipients, label("On the day", example=["responsible", "signatory"])]
    overdue: Annotated[Recipients, label("When it has passed", example=["responsible", "signatory"])]


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """A step up the line: who is told, and how many working days after the step before it, the first after the due date."""

    to: Annotated[Above, label("Who is told")]
    grace: Annotated[
        Days, label("Working days of grace", "After the step before; the first after the due date", example=3)
    ]


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What a policy says. Days are working days; times are those of Kazakhstan."""

    reminders: Annotated[
        tuple[Days, ...],
        label(
            "Reminders",
            "Working days before the due date, one per line, the earliest reminder first",
            example=[10, 3, 1],
        ),
    ]
    on_day: Annotated[bool, label("Remind on the day itself")]
    overdue: Annotated[
        tuple[Days, ...],
        label("Overdue", "Working days after the due date, one per line, the earliest first", example=[1, 3]),
    ]
    hard: Annotated[Audience, label("Who is told of binding deadlines")]
    recommended: Annotated[Audience, label("Who is told of recommended deadlines")]
    escalation: Annotated[tuple[EscalationStep, ...], label("Up the line", "From the nearest up")]
    escalate_recommended: Annotated[bool, label("Up the line for recommended deadlines, too")]
    quiet_from: Annotated[Time, label("Quiet from", "No messages outside the service from then on", example="20:00")]
    quiet_until: Annotated[Time, label("Quiet until", example="08:00")]
    digest_at: Annotated[Time, label("Digest at", "When what is not told at once is sent together", example="09:00")]
    mandatory: Annotated[
        tuple[NoticeKind, ...],
        label("Cannot be switched off", "Of binding deadlines only", example=["overdue", "escalation"]),
    ]
    overdue_every: Annotated[
        Days | None, label("Then every", "Working days between further notices; empty for none", example=5)
    ] = None


class AlertPolicyEvent(CaseEvent):
    """An event of the one alert policy of a log."""

    WORKFLOW: ClassVar[str] = "alert_policy"
    WORK: ClassVar[bool] = False


class AlertPolicyProposed(AlertPolicyEvent):
    """A supervisor proposed another policy."""

    TOPIC = "alert_policy.proposed"

    in_force_from: Annotated[date, label("In force from", "Today or later", example="2024-03-01")]
    reason: Annotated[Words, label("Reason", "What the change is for", example="Напоминать раньше")]
    rules: Annotated[AlertRules, label("Policy")]


class AlertPolicyApproved(AlertPolicyEvent):
    """Another supervisor approved what was proposed: it comes into force on its day, on that of the approval at the earliest."""

    TOPIC = "alert_policy.approved"

    version: Annotated[int, label("Version", "The number of the version proposed", example=2, ge=2)]


class AlertPolicyRejected(AlertPolicyEvent):
    """What was proposed does not come into force: a supervisor rejected it, or whoever proposed it took it back."""

    TOPIC = "alert_policy.rejected"

    reason: Annotated[Words, label("Reason", example="Слишком много писем")]
