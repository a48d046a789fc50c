"""Material reward, gifts and services that somebody took for what lies in their powers (2.5.4, l.480–490)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fact import Another, identity
from events.fields import FileHash, Name, Words
from events.restriction_fact.base import RestrictionEvent, RestrictionFound
from events.text import label


class BenefitKind(StrEnum):
    """What was taken."""

    REWARD = "reward"
    GIFT = "gift"
    SERVICE = "service"


class BenefitAccepted(RestrictionFound):
    """Somebody took a reward, a gift or a service, perhaps without knowing of it (l.484–488)."""

    TOPIC = "restriction_fact.benefit_accepted"
    PAST = ("received_on",)
    ROW = "2.5.4"

    position: Annotated[Name, label("Position of the recipient", example="Главный инспектор")]
    name: Annotated[Name, label("Recipient", "Surname, name, patronymic", example="Сериков Ерлан Болатович")]
    kind: Annotated[BenefitKind, label("What was taken", example="gift")]
    motive: Annotated[Words, label("Motive", "Why it was given", example="За ускорение выдачи разрешения")]
    received_on: Annotated[date | None, label("Received on", "If the day is known", example="2024-05-13")] = None
    left_without_knowledge: Annotated[
        bool, label("Left without the recipient's knowledge", "For instance on the desk in their absence (l.488)")
    ] = False
    giver: Annotated[Name | None, label("Giver", "If it is known who", example="Представитель ТОО «Заря»")] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same recipient, kind, giver and day of receiving, or of finding if that is not known, are the same fact."""
        return identity(self.ROW, [self.name], self.received_on or self.found_on, self.kind, self.giver)

    @property
    def known_on(self) -> date:
        """The day from which the recipient knew of it: the law counts from it."""
        return self.found_on if self.left_without_knowledge or self.received_on is None else self.received_on


class GiftHandedOver(RestrictionEvent):
    """The gift was handed over to the territorial department of state property and privatisation (l.488–490)."""

    TOPIC = "restriction_fact.gift_handed_over"
    HAPPENED = "handed_on"

    handed_on: Annotated[date, label("Handed over on", example="2024-05-17")]
    act_no: Annotated[Name, label("Number of the act", "Of handing over and taking over", example="14")]
    handed_to: Annotated[
        Name,
        label(
            "Handed over to",
            "The territorial department of state property and privatisation",
            example="Алматинский областной департамент государственного имущества и приватизации",
        ),
    ]
    file: Annotated[FileHash, label("Act", "It is the evidence (l.490)")]
