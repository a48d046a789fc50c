"""Which bodies a form covers, by the dated graph of the register at the end of its period: each exactly once."""

from collections.abc import Iterator
from datetime import date

from events.text import Body
from service.forms.gathering.asked import Asked
from service.named import Named
from workflows.forms import Both
from workflows.register import Register
from workflows.subtask.period import bounds


def bodies(register: Register, asked: Asked) -> Iterator[str]:
    """Give the body first, then, if it is consolidated, those below it that existed in the period and fill the form in.

    Who stands below is decided at the end of the period; of a body that had ended by then, where it stood when it last existed.
    """
    days = _days(asked.period)
    below = dict.fromkeys((asked.organization,), days[-1])
    if asked.consolidated:
        for day in days:
            below |= dict.fromkeys(
                (one for one in register.subtree(asked.organization, day) if register.exists(one, day)), day
            )
        below = {one: day for one, day in below.items() if day == days[-1] or not register.exists(one, days[-1])}
    for code in sorted(below, key=lambda one: (one != asked.organization, one)):
        lived = [day for day in days if register.exists(code, day)]
        if lived and asked.form.concerns(register.type_of(code, lived[-1]), asked.year):
            yield code


def check(register: Register, asked: Asked) -> None:
    """Refuse what there is no form of, also where nobody would stand in it; raises `Unknown`, `BadQuery`."""
    asked.check(register)
    if asked.consolidated and next(bodies(register, asked), None) is None:
        raise asked.not_filled_in()


def _days(period: str) -> list[date]:
    """Give the first day of a period and the last of each of its months: who existed in it existed on one of them, but for days."""
    first, last = bounds(period)
    return [first, *(bounds(f"{first.year}-{month:02}")[1] for month in range(first.month, last.month + 1))]


def name(register: Register, code: str, period: str) -> Both:
    """Give the name of a body at the end of a period, else the one that it had at first."""
    day = bounds(period)[1]
    return Both(*(Named(register, language, day)(Body(code)) or code for language in ("ru", "kk")))
