"""Organisations, posts and people, as they were on a day."""

from datetime import date
from uuid import UUID

from service.api.shapes.cases import Done, PossibleAction
from service.api.shapes.shape import Shape


class Entered(Done, frozen=True, kw_only=True):
    """A command's answer: the record after it."""

    code: str


class Incumbent(Shape, frozen=True, kw_only=True):
    """Who is in a post: code and name of the person, since when, by which order, and whether they only act in it."""

    person: str
    name: str
    acting: bool
    since: date
    order_no: str


class SuperiorPost(Shape, frozen=True, kw_only=True):
    """An immediate superior: `found` says why (named, head, head_above, none).

    `organization` is empty if nobody stands above, `post` if that body's head is not recorded. `vacant` says that nobody is in the post;
    else `person` and `name` are those who act in it, or hold it while nobody acts.
    """

    organization: str
    organization_name: str
    post: str
    title: str
    person: str
    name: str
    acting: bool
    vacant: bool
    found: str


class OrganizationPost(Shape, frozen=True, kw_only=True):
    """A post of an organisation, who is in it (the acting one first), and its immediate superior.

    `part` is what it has to do with the work: head, signatory, responsible, other.
    """

    code: str
    title: str
    kind: str
    kind_title: str
    part: str
    post_class: str
    elected: bool
    since: date
    incumbents: list[Incumbent]
    superior: SuperiorPost


class Organization(Shape, frozen=True, kw_only=True):
    """An organisation as it was on the day `on`, and the actions you may take now; `version` is that of its record.

    `parent` is the body it reports to, of a quasi-state entity its primary supervisor; `supervisors` are those beside the primary one.
    `uploader` is the body whose account holder uploads for it. `superior` is that of its head. `posts` is null outside your scope.
    """

    id: UUID
    code: str
    on: date
    exists: bool
    type: str
    type_title: str
    region: str
    name: str
    name_ru: str
    name_kk: str
    name_en: str
    bin: str
    site: str
    account: bool
    working_week: str
    since: date
    closed_on: date | None
    successors: list[str]
    parent: str
    ancestors: list[str]
    supervisors: list[str]
    below: list[str]
    uploader: str
    superior: SuperiorPost | None
    posts: list[OrganizationPost] | None
    state: str
    version: int
    actions: list[PossibleAction]
    href: str


class HeldPost(Shape, frozen=True, kw_only=True):
    """A post in which a person was on the day, with the immediate superior."""

    organization: str
    organization_name: str
    post: str
    title: str
    kind: str
    acting: bool
    since: date
    order_no: str
    superior: SuperiorPost


class Person(Shape, frozen=True, kw_only=True):
    """A person with the posts and superiors of the day `on`, and the actions you may take now; `keeper` keeps the record."""

    id: UUID
    code: str
    on: date
    name: str
    name_ru: str
    name_kk: str
    name_latin: str
    iin: str
    keeper: str
    posts: list[HeldPost]
    state: str
    version: int
    actions: list[PossibleAction]
    href: str
