"""What the events of one person say, by date: folded here once for the rules that check it and the tables that show it."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import NamedTuple, Self

from events import person as happened
from events.event import CaseEvent
from events.organization.dated import Dated


class PersonNames(NamedTuple):
    """A full name in Russian, and where they are known, in Kazakh and in Latin letters."""

    ru: str
    kk: str = ""
    latin: str = ""


@dataclass(frozen=True)
class PersonRecord:
    """A person; `keeper` is the code of the body that keeps the record, empty if the anti-corruption body's supervisors do."""

    code: str = ""
    keeper: str = ""
    iin: str = ""
    names: Dated[PersonNames] = field(default_factory=Dated)

    def name(self, on: date) -> PersonNames:
        """Give the name of a day; before the first that is known, that one."""
        return self.names.at(on) or self.names.entries[0][1]

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the record after one more event."""
        return self

    @after.register
    def _(self, event: happened.PersonRegistered) -> Self:
        return replace(
            self,
            code=event.code,
            keeper=event.organization,
            iin=event.iin or "",
            names=self.names.since(event.occurred_on, _names(event)),
        )

    @after.register
    def _(self, event: happened.PersonRenamed) -> Self:
        return replace(self, names=self.names.since(event.since, _names(event)))

    @after.register
    def _(self, event: happened.PersonHandedOver) -> Self:
        return replace(self, keeper=event.keeper)


def _names(event: happened.PersonRegistered | happened.PersonRenamed) -> PersonNames:
    return PersonNames(event.name_ru, event.name_kk or "", event.name_latin or "")
