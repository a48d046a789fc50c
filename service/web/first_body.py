"""Of which body a page shows something whose address names none: the visitor's own if it has such work, else the first in their reach that has."""

from collections.abc import Callable, Iterable

from service.web.visitor import Visitor
from workflows.forms import Form, forms
from workflows.subtask.period import bounds, year_of


def first_body(visitor: Visitor, works: Callable[[str], bool], owes: Callable[[str], bool]) -> str:
    """Give the code of a body; `works` says whether one does work of this kind at all, `owes` whether it has what is asked for.

    A supervisor belongs to a body that fills nothing in: they begin with one that does. Where nobody in reach does, it is their own.
    """
    own = visitor.person.organization
    if own and works(own):
        return own
    reach = visitor.service.register.known.codes() if visitor.scope is None else visitor.scope
    return next(filter(owes, sorted(reach)), own)


def form_at_first(visitor: Visitor, form: Form, period: str) -> str:
    """Give the code of the body whose form of a period is shown at first."""
    register, day, year = visitor.service.register.known, bounds(period)[1], year_of(period)

    def works(code: str, of: Iterable[Form]) -> bool:
        kind = register.type_of(code, day)
        return any(one.concerns(kind, year) for one in of)

    return first_body(
        visitor,
        lambda code: works(code, forms().values()),
        lambda code: register.exists(code, day) and works(code, [form]),
    )
