"""Reports of corruption offences, as figures are made of them."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.clearance import Clearance
from events.fact import FactLinked, FactWithdrawn
from events.offence import Offence, OffenceCategory
from projections.report_counts import Report, reports
from tests.projections.histories import History, append, contents, feed_all, organization
from tests.stories.secrets import AccountFound, ReportMade

Conn = AsyncConnection[Any]
OFFENCE = Offence(OffenceCategory.CRIMINAL, date(2024, 1, 17), "Склад", "Кладовщик", "Сериков Ерлан")


class Secret(History):
    """A case whose events need a clearance."""

    clearance = Clearance.CORRUPTION_REPORTS

    def add(self, *given: Any, **data: Any) -> "Secret":
        """Add an event under the clearance."""
        super().add(*given, **data)
        event = self.events[-1]
        self.events[-1] = replace(event, envelope=replace(event.envelope, clearance=self.clearance))
        return self

    def told(self, kind: type[Any] = ReportMade, **changes: Any) -> "Secret":
        """Add the opening event."""
        found_on = changes.pop("found_on", date(2024, 2, 12))
        return self.add(kind, "known", found_on=found_on, offence=replace(OFFENCE, **changes), letter="a" * 64)


async def _reports(conn: Conn, *histories: Secret, size: int = 1000) -> list[Report]:
    await append(conn, [organization("almaty.education"), *(e for history in histories for e in history.events)])
    await feed_all(conn, size)
    return await reports(conn, 2024)


async def test_reports_of_the_year_are_known(conn: Conn) -> None:
    """A report counts for the year in which it was found, in the region of its body; facts of other rows do not."""
    first, earlier, other = Secret("a").told(), Secret("b").told(found_on=date(2023, 5, 2)), Secret("c")
    [found] = await _reports(conn, first, earlier, other.told(AccountFound))
    assert (found.case_id, found.region, found.category, found.same_as) == (first.id, "KZ-19", "criminal", None)
    assert "Сериков" not in str(await contents(conn))


async def test_what_is_withdrawn_linked_or_corrected_is_followed(conn: Conn) -> None:
    """A withdrawn report counts no more; a link and a corrected category are taken over, event by event too."""
    gone = Secret("a").told().add(FactWithdrawn, "gone", withdrawn_on=date(2024, 3, 1), reason="x")
    kept = Secret("b").told()
    linked = Secret("c").told(offender="Другой")
    linked.add(FactLinked, "known", same_as=kept.id, linked_on=date(2024, 3, 1), reason="x")
    changed = {"found_on": "2024-02-12", "letter": "a" * 64, "words": None}
    offence = {"category": "administrative", "happened_on": "2024-01-17", "place": "Склад", "position": "Кладовщик"}
    kept.corrected(1, changed | {"offence": offence | {"offender": "Сериков Ерлан"}})
    found = {one.case_id: one for one in await _reports(conn, gone, kept, linked, size=1)}
    assert set(found) == {kept.id, linked.id}
    assert (found[kept.id].category, found[linked.id].same_as) == ("administrative", kept.id)
    assert found[kept.id].identity != found[linked.id].identity


async def test_the_same_offender_and_day_are_one_fact(conn: Conn) -> None:
    """Two bodies that report the same, however they spell it, give one identity."""
    one, two = await _reports(conn, Secret("a").told(), Secret("b").told(offender="сериков  ерлан"))
    assert one.identity == two.identity
    assert isinstance(one.case_id, UUID)
