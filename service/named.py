"""Who is meant in a message: the names in the register of the bodies and officials whose codes it keeps."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from events.text import Body, Somebody
from workflows.guards import NOW
from workflows.register import Register

if TYPE_CHECKING:
    from service.moment import Moment
    from service.wiring import Service

LATEST = NOW
"""The day as of which the names are those that were entered last."""


@dataclass(frozen=True, slots=True)
class Named:
    """Names by a register, as of a day; each method gives "" for whom it cannot name."""

    register: Register
    language: str
    on: date = LATEST

    def __call__(self, meant: Body | Somebody) -> str:
        """Name a body, or a person with their post, in the language."""
        return self._body(meant.code) if isinstance(meant, Body) else self._person(meant)

    def _body(self, code: str) -> str:
        record = self.register.organization(code)
        names = (record.names.at(self.on) or record.names.entries[0][1]) if record else None
        return str(getattr(names, self.language)) if names else ""

    def _person(self, meant: Somebody) -> str:
        record = self.register.person(meant.code)
        if record is None or not any(self._ever_held(body, meant.code) for body in meant.bodies):
            return ""
        names = record.name(self.on)
        return {"kk": names.kk, "en": names.latin}.get(self.language, "") or names.ru

    def _ever_held(self, body: str, person: str) -> bool:
        """Whether somebody was ever appointed to a post of a body."""
        record = self.register.organization(body)
        posts = record.posts.values() if record else ()
        return any(one.person == person for post in posts for one in post.appointments)


async def named_at(service: "Service", moment: "Moment", language: str) -> Named:
    """Name whom is meant as they were called at a moment."""
    if moment.is_now:
        return Named(service.register.known, language)
    return Named(await service.register.as_of(moment.at), language, moment.day(service.clock.today()))
