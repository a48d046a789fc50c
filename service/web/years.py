"""The year that figures and plans are of."""

from service.web.visitor import Visitor
from workflows.catalogue import editions


def years(visitor: Visitor) -> list[int]:
    """Give the years that can be planned, as of the day that is looked at."""
    first = editions()[0]
    return list(range(first, max(first, visitor.today.day.year) + 2))


def asked_year(visitor: Visitor) -> int:
    """Give the year that the address asks for, else that of the day that is looked at; of another a note says that there is none."""
    known = [str(one) for one in years(visitor)]
    asked = visitor.choice("year", known)
    return int(asked) if asked in known else max(visitor.today.day.year, int(known[0]))
