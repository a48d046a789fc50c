"""People who hold posts. Their names are personal data: they appear here and on pages for those entitled, in no log line."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from events.event import CaseEvent
from events.fields import Name, Words
from events.identification import Identification
from events.text import label

PersonCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
"""The stable code of a person in the register ("p-000123"); it says nothing about them."""

KeeperCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
"""The code of the organisation that keeps a person's record; spelt like `OrganizationCode`, which needs codes of people itself."""

_RU = label("Full name", "Family name, given name, patronymic", example="Ахметова Айгуль Кайратовна")
_KK = label("Full name in Kazakh", example="Ахметова Айгүл Қайратқызы")
_LATIN = label("Full name in Latin letters", example="Akhmetova Aigul")


class PersonEvent(CaseEvent):
    """An event of the record of one person; its `organization` is the body that keeps the record."""

    WORKFLOW: ClassVar[str] = "person"
    WORK: ClassVar[bool] = False


class PersonRegistered(PersonEvent):
    """A person entered the register."""

    TOPIC = "person.registered"

    code: Annotated[
        PersonCode,
        label(
            "Code", "Small letters and digits; it never changes and says nothing about the person", example="p-000123"
        ),
    ]
    name_ru: Annotated[Name, _RU]
    name_kk: Annotated[Name | None, _KK] = None
    name_latin: Annotated[Name | None, _LATIN] = None
    iin: Annotated[
        Identification | None, label("IIN", "12 digits; the last one checks the others", example="850101300015")
    ] = None


class PersonRenamed(PersonEvent):
    """A person has another name."""

    TOPIC = "person.renamed"
    HAPPENED = "since"

    name_ru: Annotated[Name, _RU]
    since: Annotated[date, label("Since", "The first day on which it is so", example="2023-01-03")]
    name_kk: Annotated[Name | None, _KK] = None
    name_latin: Annotated[Name | None, _LATIN] = None


class PersonHandedOver(PersonEvent):
    """Another body keeps the record of a person from now on."""

    TOPIC = "person.handed_over"
    HAPPENED = "handed_on"

    keeper: Annotated[
        KeeperCode, label("To", "Code of the body that keeps the record now", example="almaty-region.education")
    ]
    handed_on: Annotated[date, label("Handed over on", example="2024-05-02")]
    reason: Annotated[Words, label("Reason", example="Переход на другую работу")]


class NumberEvent(CaseEvent):
    """An event of the record of one IIN: the stream of a number is found by it, so two saves cannot both give it out."""

    WORKFLOW: ClassVar[str] = "iin"
    WORK: ClassVar[bool] = False

    person: Annotated[PersonCode, label("Person", "Code in the register of people", example="p-000123")]


class NumberGiven(NumberEvent):
    """An IIN was entered for a person."""

    TOPIC = "iin.given"


class NumberFreed(NumberEvent):
    """An IIN turned out not to be that person's: it can be entered for another one."""

    TOPIC = "iin.freed"
