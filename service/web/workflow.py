"""What a workflow is: its states, actions and rules of time; open to everybody."""

from markupsafe import Markup
from starlette.responses import Response

from service.diagram import Drawing as Diagram
from service.nodes import payload_of
from service.web.fields import Drawing
from service.web.render import render
from service.web.visitor import Visitor
from workflows.machine import actions
from workflows.registry import workflow as workflow_of


async def description(visitor: Visitor) -> Response:
    """Describe a workflow."""
    kind = workflow_of(visitor.request.path_params["name"])
    drawing = Drawing(visitor.t, {}, {})
    described = [(action, drawing.fields(payload_of(action.event))) for action in actions(kind).values()]
    diagram = Markup(Diagram(kind, visitor.t).svg())  # noqa: S704 (drawn and escaped by us)
    return render(visitor, "workflow.html", kind=kind, actions=described, rules=kind.CASE.RULES, diagram=diagram)
