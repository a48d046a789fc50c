"""Putting a form together."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from events.store.reader import newest_place
from events.store.save import Unavailable
from service.access import Account
from service.forms.gathering.appendix_1 import cartogram
from service.forms.gathering.appendix_2 import restrictions
from service.forms.gathering.appendix_3 import reconciliations
from service.forms.gathering.appendix_4 import social_order
from service.forms.gathering.appendix_5 import prevention
from service.forms.gathering.appendix_6 import propaganda
from service.forms.gathering.asked import Asked
from service.forms.gathering.bodies import bodies, check, name
from service.forms.gathering.own_reports import own_reports
from service.forms.gathering.signatory import signatory
from service.forms.gathering.sources import Found, Sources
from service.freshness import reached
from service.moment import Moment
from workflows.forms import Content, Covered

if TYPE_CHECKING:
    from service.wiring import Service

_GATHERED: Mapping[int, Callable[[Sources], Awaitable[Found]]] = {
    1: cartogram,
    2: restrictions,
    3: reconciliations,
    4: social_order,
    5: prevention,
    6: propaganda,
}


async def gather(service: "Service", asked: Asked, moment: Moment, reader: Account | None) -> Content:
    """Give what stands in a form as of a moment, as a reader may see it; None sees nothing that is sealed.

    The present is fixed to the newest event there is, so that the form is of one state of the record. Whatever the moment, the form is
    dated by the newest event in it: the same state gives the same form. Raises `Unknown`, `BadQuery`.
    """
    async with service.pool.connection() as conn:
        newest = await newest_place(conn, service.cases.log, moment.at)
    position, known_at = newest or (0, moment.at or service.clock.now())
    if moment.at is None:
        if position and not await reached(service.pool, service.cases.log, position):
            raise Unavailable("the read models do not show the newest events yet")
        moment = Moment(known_at, moment.effective_at)
    register = await service.register.as_of(moment.known_at)
    check(register, asked)
    sources = Sources(service, register, asked, tuple(bodies(register, asked)), moment, reader)
    found = await _GATHERED[asked.appendix](sources)
    reports = await own_reports(sources)
    covered = tuple(
        Covered(code, name(register, code, asked.period), found.said.get(code, {}), reports.get(code))
        for code in dict.fromkeys((*sources.bodies, *found.said))
    )
    return Content(
        asked.appendix,
        asked.organization,
        name(register, asked.organization, asked.period),
        asked.period,
        known_at.isoformat(),
        moment.effective_at.isoformat() if moment.effective_at else "",
        position,
        asked.consolidated,
        tuple(found.lines),
        covered,
        signatory(sources),
    )
