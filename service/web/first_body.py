"""Of which body a page shows something whose address names none: the visitor's own if it has such work, else the first in their reach that has."""

from collections.abc import Callable

from service.web.visitor import Visitor


def first_body(visitor: Visitor, works: Callable[[str], bool], owes: Callable[[str], bool]) -> str:
    """Give the code of a body; `works` says whether one does work of this kind at all, `owes` whether it has what is asked for.

    A supervisor belongs to a body that fills nothing in: they begin with one that does. Where nobody in reach does, it is their own.
    """
    own = visitor.person.organization
    if own and works(own):
        return own
    reach = visitor.service.register.known.codes() if visitor.scope is None else visitor.scope
    return next(filter(owes, sorted(reach)), own)
