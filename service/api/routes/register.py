"""Addresses of organisations and people."""

from service.api import answers_shown, lists, register, register_answers, registering, shapes
from service.api.describing import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    Doc,
    body_of_action_on,
    body_of_first,
    in_path,
)
from service.api.routes.cases import COMMAND
from service.api.routes.table import LIST, PREFIX, route
from workflows.organization import OrganizationWorkflow
from workflows.person import PersonWorkflow

ORGANIZATION = in_path("code", "code of the organisation", "almaty-region.education")
PERSON = in_path("code", "code of the person", "p-000123")
ACTION = in_path("action", "name of the action", "appoint")
_DONE = ("ETag", "Idempotency-Replayed")
_MADE = (*_DONE, "Location")

route(
    "GET",
    PREFIX + "/organizations",
    lists.get_organizations,
    Doc(
        "Organisations",
        "List organisations",
        "The register as it stands, by code.",
        shapes.page_of(shapes.OrganizationItem),
        problems=LIST,
        example=answers_shown.ORGANIZATIONS,
    ),
)
route(
    "POST",
    PREFIX + "/organizations",
    registering.register_organization,
    Doc(
        "Organisations",
        "Register an organisation",
        "For supervisors, and for bodies that enter one below themselves. `parent` is the body it reports to, of a quasi-state entity "
        "its primary supervisor.",
        shapes.Entered,
        201,
        (*COMMAND, "already-registered", "stale", "register-busy"),
        headers=_MADE,
        example=register_answers.ENTERED,
    ),
    parameters=[IDEMPOTENCY_KEY],
    requestBody=body_of_first(OrganizationWorkflow),
)
route(
    "GET",
    PREFIX + "/organizations/{code}",
    register.get_organization,
    Doc(
        "Organisations",
        "Get an organisation",
        "An organisation as it was on any day: what it is called, what stands above and below it, who uploads for it, and, within your "
        "scope, its posts with those in them and their superiors. With the actions you may take now.",
        shapes.Organization,
        problems=("bad-query", "unknown", "unavailable"),
        headers=("ETag",),
        example=register_answers.ORGANIZATION,
    ),
    parameters=[ORGANIZATION],
)
route(
    "POST",
    PREFIX + "/organizations/{code}/actions/{action}",
    registering.act_on_organization,
    Doc(
        "Organisations",
        "Act on an organisation's record",
        "Renames, moves, describes, appoints …: the body is the data of the event. A date in the future, a circle, an appointment to a "
        "post that is taken and the like are refused with the field named.",
        shapes.Entered,
        problems=(*COMMAND, "unknown", "wrong-order", "stale", "version-missing", "register-busy"),
        headers=_DONE,
        example=register_answers.ENTERED,
    ),
    parameters=[ORGANIZATION, ACTION, IF_MATCH, IDEMPOTENCY_KEY],
    requestBody=body_of_action_on(OrganizationWorkflow),
)
route(
    "GET",
    PREFIX + "/organizations/{code}/events",
    register.get_organization_events,
    Doc(
        "Organisations",
        "List the events of an organisation",
        "Everything that was entered about it, in order: nothing is ever edited or deleted.",
        shapes.page_of(shapes.CaseEvent),
        problems=(*LIST, "out-of-scope", "unknown"),
    ),
    parameters=[ORGANIZATION],
)
route(
    "GET",
    PREFIX + "/organizations/{code}/superior",
    register.get_superior,
    Doc(
        "Organisations",
        "Say who is superior",
        "The immediate superior of a post on any day: the one named for it, else the head of the body, of a head the head of the body "
        "above; whoever acts in that post comes before whoever holds it.",
        shapes.SuperiorPost,
        problems=("bad-query", "out-of-scope", "unknown", "unavailable"),
        example=register_answers.SUPERIOR,
    ),
    parameters=[ORGANIZATION],
)
route(
    "POST",
    PREFIX + "/people",
    registering.register_person,
    Doc(
        "People",
        "Register a person",
        "Your organisation keeps the record.",
        shapes.Entered,
        201,
        (*COMMAND, "already-registered", "stale"),
        headers=_MADE,
    ),
    parameters=[IDEMPOTENCY_KEY],
    requestBody=body_of_first(PersonWorkflow),
)
route(
    "GET",
    PREFIX + "/people/{code}",
    register.get_person,
    Doc(
        "People",
        "Get a person",
        "The posts of a person on any day, each with its immediate superior. For the body that keeps the record, those above "
        "it, and supervisors; others find the name among the posts of an organisation.",
        shapes.Person,
        problems=("bad-query", "out-of-scope", "unknown", "unavailable"),
        headers=("ETag",),
        example=register_answers.PERSON,
    ),
    parameters=[PERSON],
)
route(
    "POST",
    PREFIX + "/people/{code}/actions/{action}",
    registering.act_on_person,
    Doc(
        "People",
        "Act on a person's record",
        "Changes the name, or corrects an entry.",
        shapes.Entered,
        problems=(*COMMAND, "unknown", "wrong-order", "stale", "version-missing"),
        headers=_DONE,
    ),
    parameters=[PERSON, in_path("action", "name of the action", "rename"), IF_MATCH, IDEMPOTENCY_KEY],
    requestBody=body_of_action_on(PersonWorkflow),
)
