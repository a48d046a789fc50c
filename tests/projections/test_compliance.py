"""Which documents of quasi-state entities count for the scores."""

from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.case import FactCorrected
from events.subtask import (
    DocumentConfirmed,
    DocumentLink,
    DocumentsPublished,
    SubtaskAccepted,
    SubtaskAssigned,
    SubtaskReturned,
    SubtaskUploaded,
)
from projections.compliance import documents
from tests.projections.histories import History, append, contents, feed_all

DAY = date(2024, 4, 2)


def links(count: int) -> tuple[DocumentLink, ...]:
    """So many of the eight documents, published."""
    return tuple(DocumentLink(f"3.2.{n}", f"https://a.example.kz/{n}", DAY) for n in range(1, count + 1))


def assigned(company: str, subtask: str, period: str = "2024") -> History:
    """A subtask given to an entity."""
    given: dict[str, Any] = {"subtask": subtask, "period": period, "assigned_on": date(2024, 1, 15)}
    return History(f"{company}/{subtask}/{period}", company).add(SubtaskAssigned, "assigned", **given)


def uploaded(company: str, subtask: str = "3.2.1", period: str = "2024") -> History:
    """A document confirmed and uploaded."""
    report: dict[str, Any] = {"title": "Д", "document_no": "1", "approved_on": DAY}
    history = assigned(company, subtask, period).add(DocumentConfirmed, "in_work", **report)
    return history.add(SubtaskUploaded, "uploaded", uploaded_on=DAY)


def published(company: str, count: int, familiarised: date | None = None) -> History:
    """The publication 3.2.9 of an entity, up to its upload."""
    report: dict[str, Any] = {"reported_on": DAY, "documents": links(count), "familiarised_on": familiarised}
    history = assigned(company, "3.2.9").add(DocumentsPublished, "in_work", **report)
    return history.add(SubtaskUploaded, "uploaded", uploaded_on=DAY)


async def fulfilled(
    conn: AsyncConnection[Any], *histories: History, period: str = "2024"
) -> dict[tuple[str, str], bool]:
    """What counts of these histories, by entity and subtask."""
    await append(conn, [event for history in histories for event in history.events])
    await feed_all(conn, 3)
    rows = await documents(conn, ["a", "b", "c"], period)
    return {(row.organization, row.subtask): row.fulfilled for row in rows}


async def test_what_is_uploaded_counts(conn: AsyncConnection[Any]) -> None:
    """A document counts from its upload on, accepted or not, until it is returned; other years and work do not."""
    returned = uploaded("b").add(SubtaskReturned, "returned", returned_on=DAY, reason="Скан")
    accepted = uploaded("c").add(SubtaskAccepted, "accepted", accepted_on=DAY)
    others = (uploaded("a", period="2023"), assigned("a", "3.3.1"), assigned("a", "3.2.2"))
    found = await fulfilled(conn, uploaded("a"), returned, accepted, *others)
    assert found == {("a", "3.2.1"): True, ("a", "3.2.2"): False, ("b", "3.2.1"): False, ("c", "3.2.1"): True}


async def test_publication_counts_whole(conn: AsyncConnection[Any]) -> None:
    """3.2.9 counts with all eight documents, or with the employees' familiarisation; a correction is followed."""
    corrected = published("c", 7)
    data = {"reported_on": "2024-04-02", "documents": [{"document": f"3.2.{n}"} for n in range(1, 9)]}
    corrected.add(FactCorrected, "uploaded", corrects=2, data=data, reason="Забыли один")
    found = await fulfilled(conn, published("a", 7), published("b", 0, DAY), corrected)
    assert found == {("a", "3.2.9"): False, ("b", "3.2.9"): True, ("c", "3.2.9"): True}


async def test_batches_make_no_difference(conn: AsyncConnection[Any]) -> None:
    """Fed event by event or all at once, the table is the same."""
    histories = (published("a", 7), uploaded("b"), published("c", 8))
    await fulfilled(conn, *histories)
    in_pieces = (await contents(conn))["compliance"]
    await conn.execute("UPDATE projections.positions SET position = 0 WHERE projection = 'compliance'")
    await feed_all(conn, 1000)
    assert (await contents(conn))["compliance"] == in_pieces
    assert len(in_pieces) == 3
