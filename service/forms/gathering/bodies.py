"""Which bodies a form covers, by the dated graph of the register at the end of its period: each exactly once."""

from collections.abc import Iterator

from events.text import Body
from service.forms.gathering.asked import Asked
from service.named import Named
from workflows.forms import Both
from workflows.register import Register
from workflows.subtask.period import bounds


def bodies(register: Register, asked: Asked) -> Iterator[str]:
    """Give the body first, then, if it is consolidated, those below it that existed in the period and fill the form in."""
    first, last = bounds(asked.period)
    below = register.subtree(asked.organization, last) if asked.consolidated else (asked.organization,)
    for code in sorted(below, key=lambda one: (one != asked.organization, one)):
        existed = register.exists(code, first) or register.exists(code, last)
        if existed and asked.form.concerns(register.type_of(code, last), asked.year):
            yield code


def name(register: Register, code: str, period: str) -> Both:
    """Give the name of a body at the end of a period, else the one that it had at first."""
    day = bounds(period)[1]
    return Both(*(Named(register, language, day)(Body(code)) or code for language in ("ru", "kk")))
