"""Finding the case of an address, for one who may see it."""

from uuid import UUID

from events.reading import Reading
from service.recall import no_case
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.machine import Action, enabled


async def case_seen(visitor: Visitor, what: Reading = Reading.PAGE) -> tuple[Case, tuple[Action, ...]]:
    """Give the case as of the moment that the visitor looks at, and what they may do with it now; raises `Unknown` and `OutOfScope`.

    That they read a sealed one is recorded.
    """
    text = visitor.request.path_params["case_id"]
    try:
        case_id = UUID(text)
    except ValueError:
        raise no_case(text) from None
    cases, moment = visitor.service.cases, visitor.moment
    case = await cases.get(case_id)
    kind = cases.workflow_of(case)
    await visitor.service.gate.admit(visitor.person, kind, case, what)
    if not moment.is_now:
        return await cases.as_of(case_id, moment.known_at, moment.true_on), ()
    return case, enabled(kind, case, await visitor.actor(), await cases.registry.current())
