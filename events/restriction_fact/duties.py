"""Facts about how somebody does their duties: other activity, conflict of interest, insider knowledge, relatives at work."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fact import Another, identity
from events.fields import Name, Words
from events.restriction_fact.base import BOUND_SINCE, RestrictedPerson, RestrictionFound
from events.text import label


class ActivityKind(StrEnum):
    """What is not compatible with state functions (Law 410-V, art. 13)."""

    BUSINESS = "business"
    MANAGEMENT = "management"
    PAID_WORK = "paid_work"
    PROPERTY = "property"


class IncompatibleActivityFound(RestrictionFound):
    """Somebody does what is incompatible with state functions (2.5.1, l.464)."""

    TOPIC = "restriction_fact.incompatible_activity_found"
    PAST = ("bound_since",)
    ROW = "2.5.1"

    position: Annotated[Name, label("Position", example="Руководитель отдела закупок")]
    name: Annotated[Name, label("Name", "Surname, name, patronymic", example="Сериков Ерлан Болатович")]
    kind: Annotated[ActivityKind, label("Kind of activity")]
    activity: Annotated[Words, label("Activity", "What the person does beside the post", example="Директор ТОО «Заря»")]
    bound_since: Annotated[date | None, BOUND_SINCE] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same person and kind of activity, found on the same day, are the same fact."""
        return identity(self.ROW, [self.name], self.found_on, self.kind)


class ConflictOfInterestFound(RestrictionFound):
    """People did their duties though they had a conflict of interest (2.5.2, l.470)."""

    TOPIC = "restriction_fact.conflict_of_interest_found"
    PAST = ("notified_on",)
    ROW = "2.5.2"

    people: Annotated[tuple[RestrictedPerson, ...], label("People", min_length=1)]
    circumstances: Annotated[
        Words, label("Circumstances", "What makes the conflict", example="Участвовал в закупке у фирмы брата")
    ]
    notified_on: Annotated[
        date | None,
        label("Superior notified on", "In writing (Law 410-V, art. 15); empty if nobody was", example="2024-05-10"),
    ] = None
    notice_no: Annotated[Name | None, label("Number of the notice", example="11")] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same people, found on the same day, are the same fact."""
        return identity(self.ROW, [one.name for one in self.people], self.found_on)


class InsiderUseFound(RestrictionFound):
    """Somebody used information that is not to be disseminated to gain by it (2.5.3, l.476–478)."""

    TOPIC = "restriction_fact.insider_use_found"
    PAST = ("asked_on",)
    ROW = "2.5.3"

    position: Annotated[Name, label("Position", example="Главный специалист")]
    name: Annotated[Name, label("Name", "Surname, name, patronymic", example="Сериков Ерлан Болатович")]
    known_from: Annotated[
        Name,
        label("Known from", "Facts are asked of internal security (l.476)", example="Служба внутренней безопасности"),
    ]
    asked_on: Annotated[date | None, label("Asked on", "If it was asked", example="2024-05-02")] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same person, found on the same day, is the same fact."""
        return identity(self.ROW, [self.name], self.found_on)


class RelativesFound(RestrictionFound):
    """Close relatives, spouses or in-laws serve together (row 6 of Appendix 2, l.732; A-01)."""

    TOPIC = "restriction_fact.relatives_found"
    ROW = "2.5.R"

    first: Annotated[RestrictedPerson, label("One of them")]
    second: Annotated[
        RestrictedPerson,
        label("The other", example={"position": "Главный специалист", "name": "Сериков Асан Болатович"}),
    ]
    relation: Annotated[Name, label("Relation", example="Родные братья")]
    subordination: Annotated[
        Name, label("Subordination", "Who is subordinate to whom", example="Один непосредственно подчинён другому")
    ]
    found_how: Annotated[Words | None, label("How it was found", example="Сверка анкетных данных")] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same two people, found on the same day, are the same fact."""
        return identity(self.ROW, [self.first.name, self.second.name], self.found_on)
