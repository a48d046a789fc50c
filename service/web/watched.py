"""Pages that say quietly that what they show has changed: what they watch, as their stream is asked for it."""

from uuid import UUID

from service.inbox.watched import Watch, changes
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.refusals import Unknown

MOST_BODIES = 50
"""Whose work is watched for one page; of those who oversee more, that of their own body alone."""


def case_watched(visitor: Visitor, case: Case) -> str:
    """Name a case at its version for the page's stream; nothing in the past, and nothing of a sealed case."""
    return f"case:{case.id}:{case.version}" if visitor.moment.is_now and not case.facts.clearance else ""


async def work_watched(visitor: Visitor) -> str:
    """Name the work of the visitor's bodies as it is now; nothing in the past, and nothing for the whole country."""
    bodies = _bodies(visitor)
    if not visitor.moment.is_now or not bodies:
        return ""
    async with visitor.service.pool.connection() as conn:
        return f"work:{max((await changes(conn, bodies)).values(), default=0)}"


async def watch_asked(visitor: Visitor) -> Watch | None:
    """Give what the page of a stream watches, None for nothing, or for what the visitor may not see."""
    kind, *rest = (visitor.query("watch") or "").split(":")
    if not rest or not all(one.isascii() for one in rest) or not rest[-1].isdecimal() or len(rest[-1]) > 18:
        return None
    number = int(rest[-1])
    if kind == "work" and len(rest) == 1:
        return Watch(bodies=_bodies(visitor), position=number)
    if kind == "case" and len(rest) == 2 and (case_id := _uuid(rest[0])) and await _sees(visitor, case_id):
        return Watch(case=case_id, version=number)
    return None


async def _sees(visitor: Visitor, case_id: UUID) -> bool:
    """Whether the visitor may see a case that is not sealed: who reads of a sealed one is recorded."""
    cases = visitor.service.cases
    try:
        case = await cases.get(case_id)
    except Unknown:
        return False
    if case.facts.clearance:
        return False
    return await visitor.service.access.sees_case(visitor.person, cases.workflow_of(case), case)


def _bodies(visitor: Visitor) -> list[str]:
    scope = visitor.scope or []
    own = visitor.person.organization
    return scope if 0 < len(scope) <= MOST_BODIES else [own] if own and scope else []


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
