"""What the pages of a crime, of the checks of its superiors and of a move say of each other, as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.web.visitor import Visitor
from workflows.case import Case
from workflows.conviction.facts import ConvictionFacts
from workflows.liability_check.consequences import move_id
from workflows.liability_check.facts import LiabilityFacts
from workflows.superior_move.facts import SuperiorMoveFacts


@dataclass(frozen=True, slots=True)
class Checked:
    """A superior who is checked for a crime: who in which body, and what became of it if the reader may see the check.

    `name` is empty where the superior is not named yet, or by hand in a case that the reader may not see.
    """

    name: str
    position: str
    body: str
    by_hand: bool
    dropped: bool
    check: UUID | None
    state: str


@dataclass(frozen=True, slots=True)
class LiabilityPage:
    """The superiors of a crime; of a check its crime and its move, of a move its check: those to which the reader may go."""

    superiors: Sequence[Checked] = ()
    crime: UUID | None = None
    check: UUID | None = None
    move: UUID | None = None


async def liability_page(visitor: Visitor, case: Case) -> LiabilityPage | None:
    """Give what is shown beside a case of superiors' liability, None for another case."""
    match case.facts:
        case ConvictionFacts() as facts:
            found = await _cases(visitor, list(facts.checks))
            return LiabilityPage(superiors=[_checked(facts, check, seen=seen) for check, seen in found])
        case LiabilityFacts() as facts if facts.registered:
            crime = await _seen(visitor, facts.registered.conviction)
            move = await _seen(visitor, move_id(case.id)) if facts.moved else None
            return LiabilityPage(crime=crime, move=move)
        case SuperiorMoveFacts() as facts if facts.registered:
            return LiabilityPage(check=await _seen(visitor, facts.registered.check))
        case _:
            return None


async def _cases(visitor: Visitor, ids: Sequence[UUID]) -> list[tuple[Case, bool]]:
    """Give those of some cases that there are, in order, each with whether the reader may see it."""
    cases, access = visitor.service.cases, visitor.service.access
    found = await cases.several(ids)
    return [
        (case, await access.sees_case(visitor.person, cases.workflow_of(case), case))
        for case in (found[one] for one in ids if one in found)
    ]


async def _seen(visitor: Visitor, case_id: UUID | None) -> UUID | None:
    """Give the id of a case that the reader may see."""
    found = await _cases(visitor, [case_id]) if case_id else []
    return next((case.id for case, seen in found if seen), None)


def _checked(facts: ConvictionFacts, check: Case, *, seen: bool) -> Checked:
    followed = facts.checks[check.id]
    opened = check.facts.registered
    superior = check.facts.superior if seen else None if followed.by_hand else opened.superior
    return Checked(
        name=superior.name if superior else "",
        position=superior.position if superior else "",
        body=followed.body,
        by_hand=followed.by_hand,
        dropped=followed.dropped,
        check=check.id if seen else None,
        state=check.state if seen else "",
    )
