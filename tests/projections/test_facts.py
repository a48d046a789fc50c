"""The facts of Appendix 2 as the read model has them: counted once, sealed where they are, and following corrections."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from psycopg import AsyncConnection

from events.case import FactCorrected
from events.clearance import Clearance
from events.conviction import FinalKind, FinalOutcome
from events.event import CaseEvent
from events.fact import FactLinked, FactWithdrawn
from events.liability_check import CheckClosed, LiabilityCheckOpened, NoBasisLeft, SuperiorNamed
from events.offence import Offence, OffenceCategory
from events.offence_report import OffenceRegistered, OffenceReported, ReplyReceived, ReportClosed, ReportVia
from events.organization import OrganizationType, Post, PostClass
from events.reporting_row import FactEntered, FactLeft, RowNilDeclared, RowNilRevoked
from events.resignation import OfficialPost, Relation, SuperiorThen
from events.signature import Signature
from projections import cases, cleared
from projections.facts import NIL, Cleared, Fact, count, facts, said
from projections.page import BadCursor
from tests.projections.histories import History, append, contents, feed_all, organization

Conn = AsyncConnection[Any]
FOUND = date(2024, 5, 14)
BODIES = ["region", "district", "other"]
CLEARED: Cleared = {Clearance.CORRUPTION_REPORTS: BODIES}
FILE = "a" * 64


def offence(offender: str = "Сериков Ерлан Болатович") -> Offence:
    """An offence of somebody."""
    return Offence(OffenceCategory.CRIMINAL, date(2024, 2, 12), "г. Қонаев", "Специалист", offender)


class Sealed(History):
    """Events that need a clearance."""

    def add(self, kind: type[CaseEvent], state: str, /, *args: Any, **data: Any) -> "Sealed":
        """Add an event that says so."""
        super().add(kind, state, *args, **data)
        event = self.events[-1]
        self.events[-1] = replace(event, envelope=replace(event.envelope, clearance="C4"))
        return self


def found(body: str, name: str = "", offender: str = "Сериков Ерлан Болатович", on: date = FOUND) -> Sealed:
    """An offence that a body registered."""
    given: dict[str, Any] = {"found_on": on, "offence": offence(offender), "no_state_secrets": True}
    return Sealed(f"{body}/{name}", body).add(OffenceRegistered, "registered", **given)


def row(body: str, period: str = "2024Q2", code: str = "2.1.1") -> Sealed:
    """A row of a body, with nothing in it yet."""
    return Sealed(f"{body}/{code}/{period}", body)


async def told(conn: Conn, *histories: History, size: int = 3) -> None:
    """Let the read models follow histories, event by event in turn."""
    events = [event for history in histories for event in history.events]
    await append(conn, sorted(events, key=lambda event: event.originator_version))
    await feed_all(conn, size)


async def listed(conn: Conn, **filters: Any) -> list[Fact]:
    """The facts that a cleared caller lists."""
    return list((await facts(conn, **{"cleared": CLEARED} | filters)).rows)


async def test_a_fact_and_what_becomes_of_it(conn: Conn) -> None:
    """Registered, reported, answered and closed, reopened by a reply: state and end are those of the case; no name is kept."""
    history = found("district").add(
        OffenceReported, "reported", sent_on=FOUND, via=ReportVia.LETTER, number="1", sent_to="Служба", file=FILE
    )
    history.add(ReportClosed, "closed", closed_on=FOUND, without_reply="Передано")
    await told(conn, history)
    [fact] = await listed(conn)
    assert (fact.id, fact.row, fact.period, fact.category) == (history.id, "2.1.1", "2024Q2", "criminal")
    assert (fact.state, fact.closed, fact.clearance) == ("closed", True, "C4")
    reply = history.add(ReplyReceived, "replied", received_on=FOUND, number="2", file=FILE).events[-1]
    await append(conn, [reply])
    await feed_all(conn)
    [fact] = await listed(conn)
    assert (fact.state, fact.closed) == ("replied", False)
    assert "Сериков" not in str((await contents(conn))["facts"])
    seen = cleared.Cleared({"C4": ["district"]})
    [case] = (await cases.cases(conn, cleared=seen)).rows
    assert (case.subtask, case.period) == ("2.1.1", "2024Q2")


async def test_the_same_fact_from_two_bodies_counts_once(conn: Conn) -> None:
    """Registered by a district and by its oblast it is one fact with both origins; of one body alone it has that origin."""
    other = found("other", offender="Ахметов А. А.")
    await told(conn, found("region"), found("district", offender="СЕРИКОВ  ерлан болатович"), other)
    counted = await count(conn, BODIES, "2024Q2", CLEARED)
    assert sorted([one.organization for one in fact.origins] for fact in counted) == [["district", "region"], ["other"]]
    [alone] = await count(conn, ["district"], "2024Q2", CLEARED)
    assert [one.organization for one in alone.origins] == ["district"]
    assert await count(conn, BODIES, "2024Q1", CLEARED) == []


async def test_a_linked_fact_counts_as_the_other(conn: Conn) -> None:
    """A link makes one of two that are written differently, through facts of other quarters, too; a later link undoes it."""
    first, second = found("region"), found("district", offender="Сериков Е. Б.")
    earlier = found("other", offender="Сериков Ерлан", on=date(2024, 2, 14))
    for history in (first, second):
        history.add(FactLinked, "registered", linked_on=FOUND, reason="Одно дело", same_as=earlier.id)
    await told(conn, first, second, earlier)
    [fact] = await count(conn, BODIES, "2024Q2", CLEARED)
    assert {one.id for one in fact.origins} == {first.id, second.id}
    apart = second.add(FactLinked, "registered", linked_on=FOUND, reason="Разные").events[-1]
    await append(conn, [apart])
    await feed_all(conn)
    assert len(await count(conn, BODIES, "2024Q2", CLEARED)) == 2


async def test_a_withdrawn_fact_is_listed_but_not_counted(conn: Conn) -> None:
    """It stays in the list, as withdrawn; the same from another body still counts."""
    gone = found("region").add(FactWithdrawn, "withdrawn", withdrawn_on=FOUND, reason="Ошибка")
    await told(conn, gone, found("district"))
    assert {fact.id: fact.withdrawn for fact in await listed(conn)}[gone.id] is True
    [fact] = await count(conn, BODIES, "2024Q2", CLEARED)
    assert [one.organization for one in fact.origins] == ["district"]


@pytest.mark.parametrize("size", [1, 2, 100])
async def test_a_correction_is_followed(conn: Conn, size: int) -> None:
    """Another day is another quarter, another offender another fact; corrections of other entries change neither."""
    data = {"found_on": "2024-03-29", "no_state_secrets": True, "offence": {
        "category": "administrative", "happened_on": "2024-02-12", "place": "x", "position": "x", "offender": "Ахметов А. А.",
    }}  # fmt: skip
    history = found("district").add(
        OffenceReported, "reported", sent_on=FOUND, via=ReportVia.TALON, number="1", sent_to="Служба", file=FILE
    )
    history.add(FactCorrected, "reported", corrects=1, data=data, reason="Опечатка")
    sent = {"sent_on": "2024-05-15", "via": "talon", "number": "2", "sent_to": "Служба", "file": FILE}
    history.add(FactCorrected, "reported", corrects=2, data=sent, reason="Опечатка")
    same = found("region", offender="АХМЕТОВ а.а.", on=date(2024, 3, 1))
    await told(conn, history, same, size=size)
    [fact] = await listed(conn, scope=["district"])
    assert (fact.period, fact.found_on, fact.category) == ("2024Q1", date(2024, 3, 29), "administrative")
    assert len(await count(conn, ["district"], "2024Q1", CLEARED)) == 1
    assert await count(conn, BODIES, "2024Q2", CLEARED) == []


async def test_sealed_facts_are_for_the_cleared_alone(conn: Conn) -> None:
    """By default nothing sealed is listed, counted or said; with a clearance that of the bodies for which it holds."""
    entered = {"row": "2.1.1", "period": "2024Q2", "fact": uuid.UUID(int=1), "on": FOUND}
    await told(conn, found("region"), found("district"), row("district").add(FactEntered, "with_facts", **entered))
    assert (await facts(conn)).rows == ()
    assert await count(conn, BODIES, "2024Q2") == []
    assert await said(conn, BODIES, "2024Q2") == []
    some: Cleared = {Clearance.CORRUPTION_REPORTS: ["district"], Clearance.TAX_SECRECY: ["region"]}
    assert [fact.organization for fact in await listed(conn, cleared=some)] == ["district"]
    assert [len(fact.origins) for fact in await count(conn, BODIES, "2024Q2", some)] == [1]
    assert [one.organization for one in await said(conn, BODIES, "2024Q2", some)] == ["district"]


async def test_the_identity_of_a_sealed_fact_cannot_be_guessed(conn: Conn) -> None:
    """What anybody could work out from a name, a day and a number is not kept, before and after a correction; one row's facts still join."""
    history = found("district")
    same = found("region")
    for one in (history, same):
        data = {
            "found_on": "2024-05-14",
            "no_state_secrets": True,
            "offence": msgspec.to_builtins(offence("Ахметов А. А.")),
        }
        one.add(FactCorrected, "registered", corrects=1, data=data, reason="Опечатка")
    guessed = {found("x", offender=name).events[0].identity for name in ("Сериков Ерлан Болатович", "Ахметов А. А.")}  # type: ignore[attr-defined]
    for step in (0, 1):
        await append(conn, [history.events[step], same.events[step]])
        await feed_all(conn)
        kept = {one.identity for fact in await count(conn, BODIES, "2024Q2", CLEARED) for one in fact.origins}
        assert len(kept) == 1
        assert not kept & guessed
        assert not {one for one in guessed if one in str(await contents(conn))}


async def test_what_is_said_in_rows(conn: Conn) -> None:
    """A nil, a nil that was revoked, facts, and facts that left: each row has the state of its case."""
    signature = Signature(Post.FIRST_HEAD)
    entered = {"row": "2.1.1", "period": "2024Q2", "fact": uuid.UUID(int=1), "on": FOUND}
    nil = {"row": "2.1.1", "period": "2024Q2", "declared_on": date(2024, 7, 3), "signature": signature}
    declared = row("region").add(RowNilDeclared, NIL, **nil)
    revoked = row("other").add(RowNilDeclared, NIL, **nil)
    revoked.add(RowNilRevoked, "empty_again", revoked_on=date(2024, 7, 4), reason="x")
    with_facts = row("district").add(FactEntered, "with_facts", **entered).add(FactEntered, "with_facts", **entered)
    with_facts.add(FactLeft, "with_facts", **entered)
    await told(conn, declared, revoked, with_facts, size=1)
    states = {one.organization: one.state for one in await said(conn, BODIES, "2024Q2", CLEARED)}
    assert states == {"region": NIL, "other": "empty_again", "district": "with_facts"}
    assert await said(conn, BODIES, "2024Q1", CLEARED) == []
    assert (await cases.cases(conn)).rows == ()


async def test_lists_are_filtered_and_paged(conn: Conn) -> None:
    """By body with those below it, scope, row and quarter, page by page; a cursor of no page is refused."""
    await append(conn, [organization("region"), organization("district", parent="region"), organization("other")])
    days = [date(2024, 4, n) for n in range(1, 6)]
    await told(conn, *(found("district", str(day), on=day) for day in days), found("other", on=date(2024, 1, 9)))
    assert len(await listed(conn, organization="region")) == 5
    assert len(await listed(conn, scope=["other"])) == 1
    assert len(await listed(conn, period="2024Q1")) == len(await listed(conn, organization="other")) == 1
    assert await listed(conn, row="2.3.1") == []
    seen, cursor = [], ""
    while True:
        page = await facts(conn, cleared=CLEARED, organization="region", cursor=cursor, limit=2)
        seen += [fact.found_on for fact in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert seen == days[::-1]
    with pytest.raises(BadCursor):
        await facts(conn, cursor="x")


def check(body: str, name: str) -> History:
    """A check of a superior who is not known yet."""
    ended = FinalOutcome(FinalKind.TERMINATED_PRETRIAL, terminated_on=date(2024, 5, 2))
    given: dict[str, Any] = {
        "found_on": FOUND,
        "offence": offence(),
        "outcome": ended,
        "crime_number": "241903031000123",
    }
    return History(f"{body}/{name}", body).add(LiabilityCheckOpened, "superior_sought", **given)


def named(history: History, name: str) -> History:
    """Somebody names the superior."""
    post = OfficialPost(OrganizationType.OBL, Post.FIRST_HEAD, PostClass.POLITICAL)
    then = SuperiorThen(name, "Аким", post, Relation.DIRECT, date(2023, 1, 3), date(2024, 2, 12))
    return history.add(SuperiorNamed, "superior_sought", named_on=FOUND, superior=then, reason="Приказ")


@pytest.mark.parametrize("size", [1, 100])
async def test_a_superior_named_later_tells_checks_apart(conn: Conn, size: int) -> None:
    """Two checks of one crime are one fact until they turn out to be of two superiors; of the same they stay one."""
    checks = [check("region", "a"), check("district", "b"), check("other", "c")]
    await told(conn, *checks, size=size)
    assert len(await count(conn, BODIES, "2024Q2")) == 1
    for history, name in zip(checks, ("Жумабеков А. Н.", "Ахметов Б. Н.", "ЖУМАБЕКОВ а. н."), strict=True):
        named(history, name)
    await append(conn, [history.events[-1] for history in checks])
    await feed_all(conn, size)
    found_ = sorted(len(fact.origins) for fact in await count(conn, BODIES, "2024Q2"))
    assert found_ == [1, 2]


@pytest.mark.parametrize("size", [1, 100])
async def test_a_check_without_ground_is_not_counted(conn: Conn, size: int) -> None:
    """An open check whose ground is gone is reported no more, also when it is told again; one that was closed stays."""
    gone, closed = check("region", "a"), check("district", "b")
    closed.add(CheckClosed, "closed", closed_on=FOUND, conclusion="Нет")
    for history, state in ((gone, "no_basis_left"), (closed, "closed")):
        history.add(NoBasisLeft, state, ended_on=FOUND, reason="Отменён")
    gone.add(LiabilityCheckOpened, "no_basis_left", **gone.events[0].facts())
    await told(conn, gone, closed, size=size)
    [fact] = await count(conn, BODIES, "2024Q2")
    assert [one.organization for one in fact.origins] == ["district"]
