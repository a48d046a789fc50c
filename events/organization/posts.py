"""Posts of an organisation and who holds them: orders of appointment are dated facts."""

from datetime import date
from typing import Annotated

from events.fields import Name, Words
from events.organization.base import OrganizationEvent
from events.organization.kinds import Post, PostClass, PostCode, PostReference
from events.person import PersonCode
from events.text import label

_POST = label("Post", "Its code in this organisation", example="deputy-2")
_SUPERIOR = label(
    "Immediate superior", "Only if it is not the head of this body, or for a head the head of the body above"
)


class PostEstablished(OrganizationEvent):
    """A post exists from a day on."""

    TOPIC = "organization.post_established"
    HAPPENED = "since"

    post: Annotated[PostCode, label("Code of the post", "Small letters and digits with hyphens", example="deputy-2")]
    title_ru: Annotated[Name, label("Title in Russian", example="Заместитель руководителя")]
    kind: Annotated[Post, label("Kind of post")]
    post_class: Annotated[PostClass, label("Class")]
    since: Annotated[date, label("Since", "The first day on which it is so", example="2023-01-03")]
    title_kk: Annotated[Name | None, label("Title in Kazakh", example="Басшының орынбасары")] = None
    title_en: Annotated[Name | None, label("Title in English", example="Deputy head")] = None
    elected: Annotated[bool, label("Elected", "Otherwise appointed")] = False
    superior: Annotated[PostReference | None, _SUPERIOR] = None


class PostSubordinated(OrganizationEvent):
    """A post has another immediate superior from a day on; without one named, the usual one."""

    TOPIC = "organization.post_subordinated"
    HAPPENED = "since"

    post: Annotated[PostCode, _POST]
    since: Annotated[date, label("Since", "The first day on which it is so", example="2023-01-03")]
    superior: Annotated[PostReference | None, _SUPERIOR] = None


class PostAbolished(OrganizationEvent):
    """A post no longer exists."""

    TOPIC = "organization.post_abolished"
    HAPPENED = "on"

    post: Annotated[PostCode, _POST]
    on: Annotated[date, label("Abolished on", "The first day without it", example="2024-05-01")]


class OfficialAppointed(OrganizationEvent):
    """A person holds a post, or acts in it, by an order."""

    TOPIC = "organization.official_appointed"
    HAPPENED = "since"
    PAST = ("until",)

    post: Annotated[PostCode, _POST]
    person: Annotated[PersonCode, label("Person", "Code in the register of people", example="p-000123")]
    order_no: Annotated[Name, label("Order number", example="45-л")]
    since: Annotated[date, label("Since", "The first day in the post", example="2023-01-03")]
    acting: Annotated[bool, label("Acting", "In the place of an official on leave, or while the post is vacant")] = (
        False
    )
    until: Annotated[
        date | None,
        label("Until", "Only for one that has ended already: the first day out of the post", example="2024-05-01"),
    ] = None


class OfficialReleased(OrganizationEvent):
    """A person no longer holds a post, or no longer acts in it."""

    TOPIC = "organization.official_released"
    HAPPENED = "on"

    post: Annotated[PostCode, _POST]
    person: Annotated[PersonCode, label("Person", "Code in the register of people", example="p-000123")]
    on: Annotated[date, label("Released on", "The first day out of the post", example="2024-05-01")]
    reason: Annotated[Words, label("Reason", example="Переход на другую работу")]
