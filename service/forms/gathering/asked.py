"""Which form is asked for: the Appendix, the body, the period, and whether the bodies below are in it."""

import re
from dataclasses import dataclass

from events.text import Body, msg
from service.problems import BadQuery
from workflows.catalogue import editions
from workflows.forms.forms import Form, forms
from workflows.guards import NOW
from workflows.refusals import Unknown
from workflows.register import Register
from workflows.subtask.period import bounds, year_of

_YEAR = re.compile(r"20\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """A form of a body for a period; a consolidated one tells of all bodies below it, too (RU-1 to RU-8)."""

    appendix: int
    organization: str
    period: str
    consolidated: bool = False

    @property
    def form(self) -> Form:
        """The form; raises `Unknown`."""
        found = forms().get(self.appendix)
        if found is None:
            raise Unknown(msg("There is no Appendix {n}: they are 1 to 6.", n=self.appendix))
        return found

    @property
    def year(self) -> int:
        """The year that it is of."""
        return year_of(self.period)

    def check(self, register: Register) -> None:
        """Refuse what there is no form of; raises `Unknown`, `BadQuery`."""
        first = editions()[0]
        if not _YEAR.match(self.period) or self.year < first:
            text = msg(
                "A period is a year, a quarter or a month, from {year} on: as in 2024, 2024Q2, 2024-05.",
                year=str(first),
            )
            raise BadQuery((("period", text),))
        if self.period not in self.form.every_period(self.year):
            periods = ", ".join(self.form.every_period(self.year))
            raise BadQuery((("period", msg("This form is for one of these periods: {periods}.", periods=periods)),))
        if register.organization(self.organization) is None:
            raise Unknown(msg("There is no organisation {code}.", code=self.organization))
        kind = register.type_of(self.organization, bounds(self.period)[1]) or register.type_of(self.organization, NOW)
        if not self.consolidated and not self.form.concerns(kind, self.year):
            raise self.not_filled_in()

    def not_filled_in(self) -> BadQuery:
        """Say that neither the body nor, if it is asked for them, any below it fills the form in."""
        text = msg("{organization} does not fill this form in.", organization=Body(self.organization))
        if self.consolidated:
            text = msg(
                "Neither {organization} nor any body below it fills this form in.", organization=Body(self.organization)
            )
        return BadQuery((("organization", text),))
