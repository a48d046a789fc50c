"""What a form is gathered from: the cases of the bodies that it covers, as of its moment."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from events.event import CaseEvent
from service.access import Account
from service.forms.gathering.asked import Asked
from service.history.said import told
from service.i18n import Translator, translator
from service.moment import Moment
from service.named import Named
from service.web.entries import Shown, of_event
from workflows.case import Case, Facts
from workflows.consequences import case_id
from workflows.forms import Both, Line, Said
from workflows.forms.content import Origin
from workflows.register import Register
from workflows.subtask.period import bounds

if TYPE_CHECKING:
    from service.wiring import Service

F = TypeVar("F", bound=Facts)

_CODE = re.compile(r"p-\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Found:
    """The lines of a form, and what each body said in each of its parts."""

    lines: list[Line] = field(default_factory=list)
    said: dict[str, dict[str, Said]] = field(default_factory=dict)

    def says(self, organization: str, part: str, said: Said) -> None:
        """Note what a body said in a part."""
        self.said.setdefault(organization, {})[part] = said


@dataclass(frozen=True)
class Sources:
    """The bodies of a form, its moment, its reader, and the register."""

    service: "Service"
    register: Register
    asked: Asked
    bodies: tuple[str, ...]
    moment: Moment
    reader: Account | None

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day of the period."""
        return bounds(self.asked.period)

    @property
    def speakers(self) -> tuple[Translator, Translator]:
        """Who words what the form says, in Russian and in Kazakh."""
        named = (Named(self.register, language, self.span[1]) for language in ("ru", "kk"))
        russian, kazakh = named
        return translator("ru").naming(russian), translator("kk").naming(kazakh)

    async def cases(self, ids: Collection[UUID]) -> dict[UUID, Case]:
        """Give those of some cases that there were."""
        return await self.service.cases.several_as_of(list(ids), self.moment.known_at, self.moment.true_on)

    async def facts(self, kind: type[F], subtask: str, periods: Iterable[str]) -> dict[tuple[str, str], tuple[Case, F]]:
        """Give the cases of a subtask by body and period, with what is known of each."""
        keys = {case_id(body, subtask, period): (body, period) for period in periods for body in self.bodies}
        found = await self.cases(keys)
        return {keys[one]: (case, facts) for one, case in found.items() if isinstance(facts := case.facts, kind)}

    def owes(self, organization: str, subtask: str) -> bool:
        """Whether a body owes a part of the form."""
        kind = self.register.type_of(organization, self.span[1])
        return kind is not None and any(
            part.applies(kind) for part in self.asked.form.parts(self.asked.year) if part.code == subtask
        )

    def within(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.span[0] <= day <= self.span[1]

    def worded(self, event: CaseEvent, *, without: Collection[str] = ()) -> Both:
        """Give what an event says as one text, in both languages; files are got from the case."""
        return Both(*(self._worded(event, t, without) for t in self.speakers))

    def _worded(self, event: CaseEvent, t: Translator, without: Collection[str]) -> str:
        left = {event.HAPPENED, *without}
        shown = [one for one in _for_people(of_event(event, t)) if one.name not in left]
        return f"{t.plain(event.occurred_on)}. " + told(shown).replace("\n", "; ")


def _for_people(shown: Iterable[Shown]) -> Iterator[Shown]:
    """Leave out files and the codes by which the record refers to people and cases: the form names them."""
    for one in shown:
        if not one.files and not _CODE.fullmatch(one.value):
            yield replace(one, rows=[list(_for_people(row)) for row in one.rows])


def origin(case: Case) -> Origin:
    """Say of a line that it comes from a case as it is."""
    return Origin(case.organization, case.id, case.version)


def joined(*texts: Both) -> Both:
    """Put texts below each other."""
    return Both("\n".join(text.ru for text in texts), "\n".join(text.kk for text in texts))


def in_order(bodies: tuple[str, ...], keys: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give keys of bodies and periods, body by body in their order."""
    places = {body: place for place, body in enumerate(bodies)}
    yield from sorted(keys, key=lambda key: (places[key[0]], key[1]))
