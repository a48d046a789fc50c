"""Whether a superior answers for a subordinate's corruption, and how: what the table of l.386–419 is asked and answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import Name, Words
from events.organization import OrganizationType, Post, PostClass
from events.person import PersonCode
from events.text import label


class Relation(StrEnum):
    """How a superior stands to a subordinate: over them in the same body, or supervising what they head (курирует)."""

    DIRECT = "direct"
    SUPERVISES = "supervises"


class Ruling(StrEnum):
    """What the table says; nothing of it is a decision."""

    RESIGNS = "resigns"
    NO_DUTY = "no_duty"
    DISCIPLINE = "discipline"
    OUTSIDE = "outside"
    BY_HAND = "by_hand"


class VerdictReason(StrEnum):
    """Why the table says so."""

    NAMED = "named"
    ELECTED_SUBORDINATE = "elected_subordinate"
    NOT_NAMED = "not_named"
    ADMINISTRATIVE = "administrative"
    UNDER_THREE_MONTHS = "under_three_months"
    NOT_A_CRIME = "not_a_crime"
    MOVED = "moved"
    NOT_A_CIVIL_SERVANT = "not_a_civil_servant"
    SUPERIOR_NOT_NAMED = "superior_not_named"
    ELECTED_SUPERIOR = "elected_superior"
    ACTING = "acting"
    CLASS_UNKNOWN = "class_unknown"
    SUBORDINATE_UNKNOWN = "subordinate_unknown"
    LEVEL_UNKNOWN = "level_unknown"
    NO_DEPUTY_BETWEEN = "no_deputy_between"
    NOT_IMMEDIATE = "not_immediate"
    ITEM_ABSENT = "item_absent"
    FORMER_TEAM = "former_team"
    NOT_BY_REGISTER = "not_by_register"
    NO_EDITION = "no_edition"
    DECIDED_BY_HAND = "decided_by_hand"


@dataclass(frozen=True, slots=True)
class OfficialPost:
    """A post as the table sees it, on the day of the offence."""

    body: Annotated[OrganizationType, label("Type of body")]
    kind: Annotated[Post, label("Kind of post")]
    post_class: Annotated[PostClass, label("Class")]
    elected: Annotated[bool, label("Elected", "Otherwise appointed")] = False
    region_wide: Annotated[
        bool | None,
        label(
            "Department of a whole region", "Of an oblast, a city of republican significance or the capital (item 1)"
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class SuperiorThen:
    """The immediate superior in the period of the offence (l.394).

    `last_day` is the last day of the offence within the superior's own tenure (A-24). `political` is said only where the
    class of the post does not say it.
    """

    name: Annotated[Name, label("Superior", "Surname, name, patronymic", example="Жумабеков Асхат Нурланович")]
    position: Annotated[Name, label("Position of the superior", example="Заместитель акима области")]
    official: Annotated[
        OfficialPost,
        label("Post of the superior", example={"body": "UPR", "kind": "first_head", "post_class": "corps_b"}),
    ]
    relation: Annotated[Relation, label("Relation to the offender")]
    appointed_on: Annotated[date, label("Appointed on", "To the post held then", example="2023-09-01")]
    last_day: Annotated[
        date, label("Last day of the offence", "Within the superior's own time in the post", example="2024-02-12")
    ]
    acting: Annotated[bool, label("Acting", "Only acted in the post")] = False
    person: Annotated[PersonCode | None, label("Person", "Code in the register of people", example="p-000123")] = None
    not_in_register: Annotated[
        Words | None,
        label(
            "Why not by the register",
            "Where no code is given, or the register has the person in no post on that day",
            example="Уволен до ведения реестра",
        ),
    ] = None
    political: Annotated[
        bool | None, label("Political civil servant", "Only where the class of the post does not say it")
    ] = None
    political_reason: Annotated[Words | None, label("How this is known", example="Реестр должностей")] = None
    former_team: Annotated[
        bool,
        label(
            "Hired a former subordinate",
            "The superior hired the offender, who had been the superior's subordinate within the three years before",
        ),
    ] = False

    @property
    def unconfirmed(self) -> bool:
        """Whether the register knows the person, and not the post that is stated: the table is then not asked."""
        return self.person is not None and self.not_in_register is not None


@dataclass(frozen=True, slots=True)
class Tenure:
    """Whether three months in post had passed (D13, l.394): the day that they ended on, against the last of the offence."""

    appointed_on: Annotated[date, label("Appointed on", example="2023-09-01")]
    three_months_on: Annotated[date, label("Three months end on", example="2023-12-01")]
    last_day: Annotated[date, label("Last day of the offence", example="2024-02-12")]
    passed: Annotated[bool, label("Three months had passed")]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the table says, and where the law does: its number, article, paragraph and item, "" where none is known."""

    ruling: Annotated[Ruling, label("Verdict")]
    why: Annotated[VerdictReason, label("Explanation")]
    row: Annotated[str, label("Row of the table", example="R5")] = ""
    law: Annotated[str, label("Law", example="416-V")] = ""
    article: Annotated[str, label("Article", example="60")] = ""
    paragraph: Annotated[str, label("Paragraph", example="3-1")] = ""
    item: Annotated[str, label("Item", example="2")] = ""
