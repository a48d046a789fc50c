"""Finding the case of an address, for one who may see it."""

from uuid import UUID

import structlog

from events.text import msg
from service.problems import OutOfScope
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.machine import Action, enabled
from workflows.refusals import Unknown


async def case_seen(visitor: Visitor) -> tuple[Case, tuple[Action, ...]]:
    """Give the case as it is now, and what the visitor may do with it; raises `Unknown` and `OutOfScope`."""
    text = visitor.request.path_params["case_id"]
    try:
        case_id = UUID(text)
    except ValueError:
        raise Unknown(msg("There is no case {case_id}.", case_id=text)) from None
    structlog.contextvars.bind_contextvars(case_id=str(case_id))
    case = await visitor.service.cases.get(case_id)
    cases, kind = visitor.service.cases, visitor.service.cases.workflow_of(case)
    if not await visitor.service.access.sees_case(visitor.person, kind, case):
        raise OutOfScope(msg("The case belongs to an organisation outside your scope."))
    return case, enabled(kind, case, await visitor.actor(), await cases.registry.current())
