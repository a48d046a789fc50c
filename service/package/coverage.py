"""For which months of a year no form tells the work: forms are reported by month, by quarter or by year."""

from collections.abc import Iterable, Iterator

from events.organization import OrganizationType
from workflows.catalogue import Every
from workflows.documented import Documented
from workflows.forms import Form, forms
from workflows.subtask.period import bounds, periods

_LONGEST_FIRST = (Every.YEAR, Every.QUARTER, Every.MONTH)


def uncovered(kind: OrganizationType | None, year: int, works: Iterable[Documented]) -> Iterator[Documented]:
    """Give what bodies of a type owe in forms, in the longest periods of which no form is there, signed or not yet."""
    there = list(works)
    for form in forms().values():
        for part in form.parts(year):
            if kind is None or not part.applies(kind):
                continue
            told = {
                month
                for work in there
                if (work.subtask, work.appendix) == (part.code, form.appendix)
                for month in _months(work.period)
            }
            rules = tuple((rule,) for rule in part.evidence if rule.appendix == form.appendix)
            for period in _left(form, year, told):
                yield Documented(part.code, period, needs=rules, appendix=form.appendix)


def _months(period: str) -> range:
    first, last = bounds(period)
    return range(first.month, last.month + 1)


def _left(form: Form, year: int, told: set[int]) -> Iterator[str]:
    """Give the longest periods of the form that hold no month which is told; a form for years alone is there, or it is not."""
    left = set(range(1, 13)) - told
    for every in _LONGEST_FIRST:
        if every not in form.periods:
            continue
        for period in periods(every, year):
            if left.issuperset(months := set(_months(period))):
                yield period
                left -= months
