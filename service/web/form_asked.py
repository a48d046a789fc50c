"""Which form of which body the address of a page asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from events.text import msg
from service.forms.gathering.asked import Asked
from service.problems import BadQuery, OutOfScope
from service.web import lookup
from service.web.first_body import first_body
from service.web.visitor import Visitor
from workflows.catalogue import editions
from workflows.forms import Form, forms
from workflows.refusals import Unknown
from workflows.subtask.period import bounds

PAGE = "/forms"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for, whichever body it is of."""

    form: Form
    year: int
    period: str
    consolidated: bool


def asked_of(visitor: Visitor) -> Wanted:
    """Read form and period from the address: Appendix 2 and the newest period if it names none."""
    number = visitor.choice("appendix", [str(one) for one in forms()])
    form = forms().get(int(number)) if number and number in map(str, forms()) else None
    form = form or forms()[2]
    years = years_of(visitor)
    chosen = visitor.choice("year", years)
    period = visitor.query("period") or ""
    year = int(chosen if chosen in years else period[:4] if period[:4] in years else years[0])
    every = [*form.every_period(year)]
    return Wanted(form, year, period if period in every else every[0], visitor.query("consolidated") is not None)


def named_of(visitor: Visitor) -> Wanted:
    """Read form and period where something is made of them: what there is not is refused, and nothing taken in its place; raises `BadQuery`."""
    asked, appendix, period = asked_of(visitor), visitor.query("appendix"), visitor.query("period")
    if appendix and appendix != str(asked.form.appendix):
        raise BadQuery((("appendix", msg("One of {names}.", names=", ".join(map(str, forms())))),))
    if period and period != asked.period:
        fitting = ", ".join(asked.form.every_period(asked.year))
        raise BadQuery((("period", msg("This form is for one of these periods: {periods}.", periods=fitting)),))
    return asked


def years_of(visitor: Visitor) -> list[str]:
    """Give the years of which there are forms, the present one first."""
    return [str(year) for year in range(visitor.today.day.year, editions()[0] - 1, -1)]


async def organization_of(visitor: Visitor) -> str:
    """Give the body that the address names, "" if it names none; raises `Unknown`, `OutOfScope`."""
    code = await lookup.organization_asked(visitor) or ""
    if code and not await visitor.service.access.registered(code):
        raise Unknown(msg("There is no organisation {code}.", code=code))
    if code and not await visitor.service.access.sees(visitor.person, code):
        raise OutOfScope(msg("The organisation is outside your scope."))
    return code


def at_first(visitor: Visitor, asked: Wanted) -> str:
    """Give the body whose form is shown where the address names none."""
    register, day = visitor.service.register.known, bounds(asked.period)[1]

    def works(code: str, of: Iterable[Form]) -> bool:
        return any(one.concerns(register.type_of(code, day), asked.year) for one in of)

    return first_body(visitor, lambda code: works(code, forms().values()), lambda code: works(code, [asked.form]))


def why_unfit(visitor: Visitor, asked: Asked) -> str:
    """Say why there is no such form, "" if there is."""
    register = visitor.service.register.known
    try:
        asked.check(register)
    except BadQuery as refusal:
        return visitor.t(refusal.errors[0][1])
    return ""


def address_of(code: str, asked: Wanted) -> str:
    """Give the address of the form as a file, its format still to be filled in."""
    named_by = {"appendix": asked.form.appendix, "organization": code, "period": asked.period}
    more = {"consolidated": "1"} if asked.consolidated else {}
    return f"{PAGE}/file.{{format}}?{urlencode({**named_by, **more})}"
