"""The six forms of the Instruction: who fills one in, for which periods, who signs it, and what its parts are fed by."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from events.organization import OrganizationType
from workflows.catalogue import Every, Subtask, in_force
from workflows.catalogue.subtask import APPENDIX
from workflows.reporting_row.rows import rows
from workflows.signatories import Paper


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the number of its Appendix, the paper by which its signatories are found, how long its periods may be."""

    appendix: int
    paper: Paper
    periods: tuple[Every, ...]

    @property
    def slug(self) -> str:
        """Its name in addresses and in the catalogue, "appendix_2"."""
        return f"{APPENDIX}{self.appendix}"

    def parts(self, year: int) -> tuple[Subtask, ...]:
        """Give the subtasks that feed it in a year; of Appendix 2 its rows."""
        if self.appendix == 2:
            return rows(year)
        return tuple(subtask for subtask in in_force(year).subtasks if self.slug in subtask.feeds)

    def concerns(self, kind: OrganizationType | None, year: int) -> bool:
        """Whether bodies of a type fill it in."""
        return kind is not None and any(part.allows(kind) for part in self.parts(year))

    def every_period(self, year: int) -> Iterator[str]:
        """Give the periods of a year that it may be for, the longest first."""
        for every in self.periods:
            match every:
                case Every.MONTH:
                    yield from (f"{year}-{month:02}" for month in range(1, 13))
                case Every.QUARTER:
                    yield from (f"{year}Q{quarter}" for quarter in range(1, 5))
                case _:
                    yield str(year)


_YEAR, _ANY = (Every.YEAR,), (Every.YEAR, Every.QUARTER, Every.MONTH)


@cache
def forms() -> dict[int, Form]:
    """Give the forms by the numbers of their Appendices (requirements §10; signatories SG-9 to SG-12).

    The Instruction names no period for Appendix 2: it is reported by quarter, or by year (A-67).
    """
    known = (
        Form(1, Paper.APPENDIX_1_2, _YEAR),
        Form(2, Paper.APPENDIX_1_2, (Every.YEAR, Every.QUARTER)),
        Form(3, Paper.RECONCILIATION_ACT, _YEAR),
        Form(4, Paper.UNSIGNED_FORM, _YEAR),
        Form(5, Paper.ETHICS_REPORT, _ANY),
        Form(6, Paper.GENERAL_FORM, _ANY),
    )
    return {form.appendix: form for form in known}
