"""Reconciliations: differences with both rows side by side, and the lines of the act."""

from datetime import date
from uuid import UUID

from service.api.shapes.shape import Shape


class ComparedRow(Shape, frozen=True, kw_only=True):
    """What is compared of a row of either list."""

    code: str
    offender: str
    category: str
    counts_on: date | None
    happened_on: date | None
    act_no: str | None
    crime_no: str | None


class Difference(Shape, frozen=True, kw_only=True):
    """A difference between the lists. `key` names it in `resolve_difference`; `resolution` is null while it is open.

    `rule` is why the two rows are taken for one fact, `fields` what they tell differently; `candidates` are the codes of
    rows of the other list that fit this one alike.
    """

    key: str
    kind: str
    kind_title: str
    rule: str | None
    explanation: str | None
    fields: list[str]
    candidates: list[str]
    own: ComparedRow | None
    registry: ComparedRow | None
    resolution: str | None
    resolution_title: str | None
    resolved_on: date | None
    resolved_because: str | None


class ComparedPair(Shape, frozen=True, kw_only=True):
    """Two rows taken for one fact by a rule, in words `explanation`.

    `proposed` says that the rule alone does not decide it. `key` names the difference that the pair makes, null where both
    rows say the same; `resolution` is how it was settled, null where it is open or there is nothing to settle.
    """

    rule: str
    explanation: str
    proposed: bool
    own: ComparedRow
    registry: ComparedRow
    key: str | None
    fields: list[str]
    resolution: str | None
    resolution_title: str | None
    resolved_on: date | None
    resolved_because: str | None


class ActLine(Shape, frozen=True, kw_only=True):
    """A line of the act of reconciliation (Appendix 3), with the body and the case that it comes from."""

    organization: str
    case: UUID
    code: str
    category: str
    category_title: str
    counts_on: date | None
    offender: str
    position: str
    act_no: str | None
    fabula: str
    actions_taken: str
    status: str
